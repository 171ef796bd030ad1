#!/bin/sh
# The interview line by line, from the first question to the last score.
. "$abs_top_srcdir/tests/cli/tap.sh"

whole() {
	interview url-shortener --preset 45 --level senior <<-'END'
		/help
		/ask How many users are there?
		First note
		//slash at the beginning
		/check 2
		/hint
		/next
		client -> lb -> api
		/back
		Second note
		/time
		/pause
		/time
		/resume
		/next
		/next
		/next
		/end
		/score exploration 3 First note
		/score architecture 4 client -> lb
		/score depth 2
		/score communication 2
		/score tradeoffs 1
		/reflect 1 Asking went well
		/reflect 6 Draw earlier
		/quit
	END
	silent err
	says out 'Phase 1 of 4: requirements' 'Interviewer:' '[x]' 'Hint:' 'Phase 2 of 4: architecture' 'The clock stands' 'The interview has ended'
	run 0 export "$id"
	says out 'You asked:** How many users' 'First note' '/slash at the beginning' 'Second note' 'client -> lb -> api' \
		'Hints taken: 1' 'Asking went well' 'Draw earlier' '1 pause'
	says_not out '//slash'
	run 0 sessions --json
	json rows=1 "0.id=$id" 0.ended=true 0.score=58 0.questions=1 0.hints=1 0.returns=2 0.pauses=1
}
promise 'every command of an interview does its part, and the export tells of all of them' whole

ends_softly() {
	interview chat <<-'END'
		one
	END
	run 0 sessions --json; json 0.ended=false 0.pauses=1
	echo two | "$SYSDRILL" --plain practice --resume >again
	says again "session $id" requirements
	run 0 export "$id"
	says out one two
	run 0 sessions --json; json rows=1 0.ended=false
}
promise 'the end of the input leaves the interview, and --resume goes on with it' ends_softly

resumes_named() {
	interview chat </dev/null; first=$id
	interview news-feed </dev/null
	echo later | "$SYSDRILL" --plain practice --resume "$(printf %.8s "$first")" >again
	says again "session $first"
	run 0 export "$first"; says out later
	run 1 --plain practice --resume 0000000000000000; says err 0000000000000000; silent out
}
promise '--resume takes the beginning of an id' resumes_named

survives_kill() {
	mkfifo to from
	"$SYSDRILL" --plain practice chat <to >from 2>err &
	pid=$!
	exec 3>to 4<from
	echo 'typed before the kill' >&3
	echo /time >&3
	times=0
	while [ $times -lt 2 ] && read -r line <&4; do
		case $line in
		*', session '*) id=${line##* } ;;
		Time:*) times=$((times + 1)) ;;
		esac
	done
	kill -9 $pid
	wait $pid || true
	exec 3>&- 4<&-
	[ $times = 2 ]
	run 0 export "$id"; says out 'typed before the kill'
	echo 'typed after it' | "$SYSDRILL" --plain practice --resume >again
	says again "session $id"
	run 0 export "$id"; says out 'typed before the kill' 'typed after it' pause
}
promise 'kill -9 loses nothing that was answered, and the interview goes on' survives_kill

# The same log with a minute between any two events, as text.
stretch() { # file
	awk '{ n++; if (match($0, /"at_ms": [0-9]+/)) sub(/"at_ms": [0-9]+/, sprintf("\"at_ms\": %d000", 1700000000 + (n - 2) * 60)); print }' "$1"
}

counts_time() {
	interview url-shortener --preset 45 <<-'END'
		/ask Who may create links?
		/next
		/pause
		/resume
		/end
	END
	run 0 export "$id" --format jsonl
	grep -v '"answer.given"\|"fact.revealed"' out | awk '{ print }' >log
	awk '/"stream": "main"/ { n++; sub(/"oseq": [0-9]+/, "\"oseq\": " n) } { print }' log >numbered
	stretch numbered >stretched
	run 0 --home ./other import stretched
	run 0 --home ./other sessions --json
	# started, asked, next: 2 minutes; next to pause: 1; paused: 1; resumed to end: 1
	json 0.spent_ms=240000 0.paused_ms=60000 0.started_at=2023-11-14T22:13:20Z
	run 0 --home ./other export "$id"
	says out '| Requirements | 2:00 | 8:00 |' '| Architecture | 2:00 | 21:00 |'
}
promise 'times are those of the log: phases, pauses, and the whole' counts_time

forgets_absence() {
	interview url-shortener --preset 45 <<-'END'
		one
		two
	END
	run 0 export "$id" --format jsonl
	grep -v '"session.paused"' out >log
	stretch log >stretched
	run 0 --home ./other import stretched
	"$SYSDRILL" --home ./other --plain practice --resume </dev/null >again
	says again 'Time: requirements 2:00 of 8:00'
}
promise 'an interview that was cut off goes on with the time that was spent in it, not the time since' forgets_absence

refuses_lines() {
	actual=0
	"$SYSDRILL" --plain practice chat >out 2>err <<-'END' || actual=$?
		/back
		/ask
		/nonsense
		/check 99
		/check x
		/score nonsense 3
		/score depth 5
		still taken
	END
	[ $actual = 1 ] || wrong "exit status $actual"
	says err 'first phase' 'ask what' 'no command /nonsense' '/check N' '/score exploration|'
	id=$(sed -n '1s/.*, session //p' out)
	run 0 export "$id"; says out 'still taken'
}
promise 'a line that cannot be done is told on stderr, the rest is done, and the exit status is 1' refuses_lines

tells_again() {
	interview chat --preset 45 <<-'END'
		/notes
		the first note
		/notes
		/prompt
	END
	says out 'No notes in this phase yet.' 'the first note'
	[ "$(grep -c 'Design a messenger' out)" = 2 ]
	printf '/next\n/next\n/next\n/probe\n' | "$SYSDRILL" --plain practice --resume >again 2>err
	says again 'Interviewer asks:'
	echo /probe | "$SYSDRILL" --plain practice news-feed >out 2>err && wrong 'status 0'
	says err 'questions come later'
}
promise '/notes and /prompt tell again, /probe brings the next question where questions come' tells_again

debriefs() {
	interview url-shortener --preset 45 <<-'END'
		/ask How many new links a day?
		Short links, redirect at once
		/next
		client -> lb -> api -> cache
		/end
		/debrief
	END
	silent err
	says out 'requirements: 0:00 of 8:00' 'data model: 0:00 of 5:00, skipped' 'Facts:' 'never asked for' 'Hints taken: 0' 'Key points:'
	echo /debrief | "$SYSDRILL" --plain practice chat >out 2>err && wrong 'status 0'
	says err 'still on'
}
promise '/debrief tells times, facts, mistakes and key points, once the interview has ended' debriefs

ended_stays() {
	interview chat <<-'END'
		before
		/end
	END
	printf 'after\n/ask late?\n/score depth 2\n' | "$SYSDRILL" --plain practice --resume "$id" >again 2>err && wrong 'status 0'
	says again 'The interview has ended'
	says err 'notes stay as they are'
	run 0 export "$id"
	says out before; says_not out after 'late?'
	run 1 --plain practice --resume; says err 'no interview is unfinished'
}
promise 'after the end notes stay as they are, and the debrief can still be gone on with' ended_stays

takes_anything() {
	{
		head -c 70000 /dev/zero | tr '\0' a; echo
		printf '/ask '; head -c 70000 /dev/zero | tr '\0' b; echo
		head -c 20000 /dev/zero | tr '\0' '\377'; echo
		printf 'nul\0byte\r\n'
		printf 'bidi \342\200\256 and escape \033[31m\n'
		printf 'the last line, without its end'
	} | "$SYSDRILL" --plain practice chat >out 2>err && wrong 'status 0'
	says err 'not taken' 65536
	id=$(sed -n '1s/.*, session //p' out)
	run 0 export "$id"
	says out nulbyte 'the last line, without its end'
	[ "$(LC_ALL=C awk '/^aaa/ { print length($0) }' out)" = 70000 ]
	says out '<U+202E>' '<U+001B>'
	! LC_ALL=C grep -q "$(printf '\033')" out || wrong 'an escape character came out'
}
promise 'lines of any length and any bytes are taken or refused, and stop nothing' takes_anything

refuses_start() {
	run 1 --plain practice chatt; says err "did you mean 'chat'"; silent out
	run 1 --plain practice chat --preset nonsense; says err nonsense condensed-60; silent out
	run 2 --plain practice chat --level nonsense; says err 'mid, senior or staff'; silent out
	run 2 --plain practice chat news-feed; silent out
	run 2 --plain practice chat --resume; silent out
	run 0 sessions --json; json rows=0
}
promise 'an interview that cannot be started leaves none behind' refuses_start

own_preset() {
	echo 'preset.short = talk R 1-2-3, draw ADI 4-5-6, dig O 1-2-3 probes' >config/sysdrill/config
	echo 'level = staff' >>config/sysdrill/config
	printf '/next\n/next\n' >lines
	interview chat --preset short <lines
	says out 'Interview short, level staff' 'Phase 1 of 3: talk, 2 minutes' 'Phase 3 of 3: dig, 2 minutes'
	run 0 sessions --json; json 0.preset=short 0.budget_ms=540000
}
promise 'presets and level of the configuration are used' own_preset

one_writer() {
	mkfifo to from
	"$SYSDRILL" --plain practice chat <to >from 2>/dev/null &
	pid=$!
	exec 3>to 4<from
	while read -r line <&4; do
		case $line in Time:*) break ;; esac
	done
	run 1 --plain practice --resume
	says err 'another program has this interview open'
	exec 3>&-
	cat <&4 >/dev/null
	exec 4<&-
	wait $pid
	run 0 --plain practice --resume
}
promise 'an interview that is open elsewhere is not written by two' one_writer

done_testing
