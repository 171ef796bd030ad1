#!/bin/sh
# What leaves a home and what comes into one: export, import, backup, purge.
. "$abs_top_srcdir/tests/cli/tap.sh"

held() { # one interview, ended and scored
	interview url-shortener <<-'END'
		/ask Who may create links?
		Canary: the notes
		/next
		client -> api
		/end
		/score depth 3 client -> api
		/reflect 1 Canary: the reflection
	END
}

round_trip() {
	held
	run 0 export "$id" --format jsonl; mv out log; silent err
	run 0 --home ./other import log; says out "$id" 'events added'
	for format in md json jsonl; do
		run 0 export "$id" --format $format; mv out here
		run 0 --home ./other export "$id" --format=$format
		same here out
	done
	run 0 sessions --json; mv out here
	run 0 --home ./other sessions --json; same here out
}
promise 'an interview that went to another home and came out again is the same to the byte' round_trip

go_on_elsewhere() {
	held_open='first line of the notes'
	printf '%s\n/quit\n' "$held_open" >lines
	interview url-shortener <lines
	run 0 export "$id" --format jsonl; mv out log
	run 0 --home ./other import log
	printf 'a line written elsewhere\n/quit\n' >lines
	run 0 --home ./other --plain practice --resume "$id" <lines
	run 0 --home ./other export "$id"; says out "$held_open" 'a line written elsewhere'
	run 0 --home ./other export "$id" --format jsonl; mv out log
	run 0 import log
	run 0 export "$id"; says out "$held_open" 'a line written elsewhere'
}
promise 'who goes on with an imported interview goes on with its notes' go_on_elsewhere

full_disk() { # a limit on the size of files stands in for it
	i=0
	while [ $i -lt 200 ]; do i=$((i + 1)); echo "line $i of the notes"; done >lines
	actual=0
	(ulimit -f 2000; "$SYSDRILL" --plain practice url-shortener <lines >out 2>err) || actual=$?
	[ $actual = 1 ] || wrong "exit status $actual instead of 1"
	says err 'not saved yet' 'sysdrill import'
	rescued=$(sed -n 's/.*sysdrill import //p' err)
	case $rescued in "$HOME"/*) ;; *) wrong "the file is $rescued" ;; esac
	run 0 --plain practice --resume </dev/null
	run 0 import "$rescued"
	run 0 sessions --json; json rows=1
	id=$(sed -n 's/.*"id": "\([0-9A-Z]*\)".*/\1/p' out)
	run 0 export "$id"; says out 'line 1 of the notes' 'line 200 of the notes'
	[ "$(grep -c 'line 10[0-9] of' out)" = 10 ] || wrong 'some lines are lost or there twice'
}
promise 'what could not be saved is in a file that can be taken in' full_disk

without_room() { # not even a new file of 32 KiB fits, as at the first command after the disk has filled up
	held
	run 0 export "$id"; mv out before
	run 0 sessions; mv out listed
	for command in "export $id" sessions; do
		# shellcheck disable=SC2086
		(ulimit -f 0; "$SYSDRILL" $command 2>/dev/null || echo "ended with $?") | cat >out
		case $command in export*) same before out ;; *) same listed out ;; esac
	done
	(ulimit -f 0; "$SYSDRILL" --plain practice url-shortener </dev/null 2>&1 >/dev/null || true) | cat >out
	says out 'no room'
	run 0 export "$id"; same before out
}
promise 'what is on a full disk can still be read and exported' without_room

export_formats() {
	held
	run 0 export "$id"; mv out default
	run 0 export "$id" --format md; same default out; says out 'Canary: the notes' 'Canary: the reflection'
	run 0 export "$id" --format json; json 'rows>8' kind:string at:string at_ms:integer 0.kind=session.started 0.problem=url-shortener
	run 2 export "$id" --format nonsense; says err 'md, json or jsonl'; silent out
	run 0 export "$(printf %.6s "$id")"; same default out
	run 0 export "$(printf %.6s "$id" | tr A-Z a-z)"; same default out
}
promise 'export writes Markdown, flat JSON or the log; the beginning of an id is enough' export_formats

import_again() {
	held
	run 0 export "$id" --format jsonl; mv out log
	run 0 import log; says out '0 events added'
	grep -v reflect log >shorter
	run 0 --home ./other import shorter
	run 0 --home ./other import log; says out '1 events added'
	run 0 --home ./other import log; says out '0 events added'
}
promise 'importing again adds nothing, importing what has grown adds what is new' import_again

import_refused() {
	held
	run 0 export "$id" --format jsonl; mv out log
	sed 's/Canary: the notes/Canary: forged!/' log >forged
	run 1 import forged; says err forged
	run 0 export "$id"; says_not out forged
	head -n 3 log >broken; echo '{"session": ' >>broken
	run 1 --home ./other import broken; says err broken 4
	run 0 --home ./other sessions --json; json rows=0
	head -c 3000 /dev/urandom >noise
	run 1 --home ./other import noise
	run 1 --home ./other import nowhere; says err nowhere
	: >empty
	run 1 --home ./other import empty
	run 0 --home ./other sessions --json; json rows=0
}
promise 'a log that contradicts what is here, or is broken, is refused as a whole' import_refused

purges() {
	held
	run 0 export "$id" --format jsonl; mv out log
	run 2 purge "$id"; says err '--yes'
	run 0 export "$id"
	run 0 purge --yes "$id"; says out '1 interview'
	run 1 export "$id"
	run 0 sessions --json; json rows=0
	! LC_ALL=C grep -q Canary home/sysdrill.db* || wrong 'the text is still in the file'
	run 1 import log; says err purge
	run 0 sessions --json; json rows=0
}
promise 'purge removes the text from the disk, and a mark keeps it from coming back' purges

purge_asks() {
	held
	echo n | "$TOOLS/in_pty" "$SYSDRILL" purge "$id" >out && wrong 'it was done'
	says out 'Really remove 1 interview'
	run 0 export "$id"
	echo y | "$TOOLS/in_pty" "$SYSDRILL" purge "$id" >out
	run 1 export "$id"
}
promise 'at a terminal purge asks first, and no means no' purge_asks

purge_in_use() {
	held
	mkfifo to from
	"$SYSDRILL" --plain practice chat <to >from 2>/dev/null &
	pid=$!
	exec 3>to 4<from
	while read -r line <&4; do
		case $line in Time:*) break ;; esac
	done
	run 1 purge --yes "$id"; says err sysdrill
	exec 3>&-
	cat <&4 >/dev/null
	exec 4<&-
	wait $pid
	run 0 export "$id"; says out 'Canary: the notes'
	run 0 purge --yes "$id"
}
promise 'purge waits for nobody: with another sysdrill open it says so and removes nothing' purge_in_use

backs_up() {
	held
	run 0 backup copy.db; says out copy.db; silent err
	run 1 backup copy.db; says err copy.db; silent out
	run 0 purge --yes "$id"; says out copy.db
	rm -f home/sysdrill.db*
	cp copy.db home/sysdrill.db
	run 0 export "$id"; says out 'Canary: the notes'
	run 1 backup nowhere/copy.db; says err nowhere
}
promise 'a backup put in the place of the file is everything again; none is overwritten; purge names it' backs_up

newer() {
	run 0 list
	cp home/sysdrill.db kept
	printf 'not a database, and longer than a header has to be................................................' >home/sysdrill.db
	cp home/sysdrill.db foreign
	run 1 list; says err sysdrill.db; silent out
	same foreign home/sysdrill.db
}
promise 'a file that is not ours is refused and left as it was' newer

done_testing
