#!/bin/sh
# Where the output goes: no terminal, a poor one, a full disk, a closed pipe, a directory that cannot be written.
. "$abs_top_srcdir/tests/cli/tap.sh"

no_terminal() {
	for arguments in '' home 'practice chat'; do
		# shellcheck disable=SC2086 # words
		run 1 $arguments; silent out; says err 'not a terminal' '--plain'
	done
	run 0 sessions --json; json rows=0
}
promise 'without a terminal nothing is drawn or started, and the sentence names --plain' no_terminal

plain_alone() { run 2 --plain; says err 'sysdrill list' 'practice PROBLEM --plain'; silent out; }
promise '--plain alone says what there is without drawing' plain_alone

dumb() {
	for arguments in '' 'practice chat'; do
		# shellcheck disable=SC2086 # words
		TERM=dumb "$TOOLS/in_pty" "$SYSDRILL" $arguments >out && wrong 'status 0'
		says out 'cannot place its cursor' '--plain' 'sysdrill --help'
		! LC_ALL=C grep -q "$(printf '\033')" out || wrong 'something was drawn'
	done
	run 0 sessions --json; json rows=0
	TERM=dumb run 0 list
	echo /quit | TERM=dumb "$SYSDRILL" --plain practice chat >out; says out 'Phase 1'
}
promise 'TERM=dumb gets a sentence instead of a screen, and every command still works' dumb

draws() {
	printf '\021' | "$TOOLS/in_pty" "$SYSDRILL" >out
	says out sysdrill
	printf '\021' | TERM=no-such-terminal "$TOOLS/in_pty" "$SYSDRILL" >out
	says out sysdrill
}
promise 'in a terminal it draws, in one that terminfo does not know too, and Ctrl-Q leaves' draws

rooms() {
	run 2 join 7K3M-Q2XV-9TRA-H4WP; says err "type 'sysdrill join' alone"; silent out
	! grep -q 7K3M err || wrong 'the code was repeated'
	run 2 host
	run 2 host chat --level king; says err 'mid, senior or staff'
	for command in 'host chat' join; do
		# shellcheck disable=SC2086 # words
		run 2 --plain $command; says err 'leave --plain away'
		# shellcheck disable=SC2086 # words
		run 1 $command; says err 'not a terminal'
	done
	run 0 sessions --json; json rows=0
	printf '\021' | "$TOOLS/in_pty" "$SYSDRILL" host chat --preset 45 >out
	says out 'Code: ' 'sysdrill join'
	run 0 sessions --json; json rows=1
	run 1 --plain practice --resume </dev/null; says err 'this interview is a room' 'leave --plain away'
	run 0 export "$("$SYSDRILL" sessions --json | sed -n 's/.*"id": "\([0-9A-Z]*\)".*/\1/p')"
	says out '- With: ' '(interviewer)'
	run 0 export "$("$SYSDRILL" sessions --json | sed -n 's/.*"id": "\([0-9A-Z]*\)".*/\1/p')" --format jsonl; mv out log
	run 0 --home ./other import log
	printf '\021' | "$TOOLS/in_pty" "$SYSDRILL" --home ./other practice --resume >out
	says out WATCHING 'Nobody at this machine has a seat'
}
promise 'a room is drawn, its code is never an argument, and a line-by-line interview does not walk into one' rooms

calc_prompt() {
	printf 'help\rstorage created=1M/day size=2 KB\rsize = 3 GB\rsize * 2\rlist\r5 GB + 1 day\rquit\r' |
		"$TOOLS/in_pty" "$SYSDRILL" calc >out
	says out 'a calculator; list names all of them' '2 GB/day' '6 GB' 'servers by Little' 'cannot add a duration to data'
}
promise 'the prompt of calc helps, keeps names and runs calculators' calc_prompt

no_colour() {
	esc=$(printf '\033')
	"$TOOLS/in_pty" "$SYSDRILL" show chat --section architecture >out
	LC_ALL=C grep -q "$esc" out || wrong 'no colour at a terminal'
	NO_COLOR=1 "$TOOLS/in_pty" "$SYSDRILL" show chat --section architecture >out
	! LC_ALL=C grep -q "$esc" out || wrong 'colour in spite of NO_COLOR'
	TERM=dumb "$TOOLS/in_pty" "$SYSDRILL" show chat --section architecture >out
	! LC_ALL=C grep -q "$esc" out || wrong 'colour on a dumb terminal'
	run 0 show chat --section architecture
	! LC_ALL=C grep -q "$esc" out || wrong 'colour in a pipe'
}
promise 'show is coloured at a terminal only, and not with NO_COLOR or TERM=dumb' no_colour

c_locale() {
	LC_ALL=C; export LC_ALL
	run 0 list; silent err
	run 0 show chat; silent err
	printf 'caf\303\251\n/end\n' >lines
	interview chat <lines
	run 0 export "$id"; says out "$(printf 'caf\303\251')"
}
promise 'in the C locale commands work, and text goes through unchanged' c_locale

disk_full() {
	[ -c /dev/full ] || skip 'no /dev/full here'
	for arguments in list '--help' 'config' 'show chat' 'list --json' 'lint --json'; do
		actual=0
		# shellcheck disable=SC2086 # words
		"$SYSDRILL" $arguments >/dev/full 2>err || actual=$?
		[ $actual = 1 ] || wrong "$arguments: exit status $actual"
		says err 'could not write the output'
	done
	printf 'typed\n/end\n' | "$SYSDRILL" --plain practice chat >/dev/full 2>err && wrong 'status 0'
	run 0 sessions --json; id=$(json 0.id?)
	run 0 export "$id"; says out typed
}
promise 'output that cannot be written is status 1 with a sentence; what was typed is kept' disk_full

closed_pipe() {
	yes 'word word word' | head -n 30000 >long.md
	{ actual=0; "$SYSDRILL" render long.md 2>err || actual=$?; echo $actual >status; } | head -n 1 >first
	[ "$(cat status)" != 0 ]
	[ -s first ]
	silent err
}
promise 'a reader that goes away ends a command without a word' closed_pipe

# Root can write anywhere: then it is done as nobody.
as_nobody() {
	if [ "$(id -u)" != 0 ]; then
		"$@"
	else
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	fi
}

read_only() {
	interview chat <<-'END'
		typed
		/end
	END
	if [ "$(id -u)" = 0 ]; then
		chmod 755 "$scratch" .
		chown -R 65534:65534 .
		as_nobody test -x "$SYSDRILL" || skip 'nobody may not run the program here'
	fi
	chmod 555 home
	chmod 444 home/sysdrill.db
	for arguments in sessions list "export $id"; do
		# shellcheck disable=SC2086 # words
		as_nobody "$SYSDRILL" $arguments >out 2>err || wrong "$arguments: $?: $(cat err)"
		[ -s out ] || wrong "$arguments prints nothing"
	done
	says out typed
	for arguments in 'purge --yes' '--plain practice chat' 'import long.jsonl'; do
		: >long.jsonl
		# shellcheck disable=SC2086 # words
		as_nobody "$SYSDRILL" $arguments >out 2>err && wrong "$arguments: status 0"
		[ -s err ] || wrong "$arguments says nothing"
	done
}
promise 'a home that can only be read is read and exported from, and what writes says why not' read_only

done_testing
