#!/bin/sh
# Problems of one's own beside those that ship, and the tools for writing them.
. "$abs_top_srcdir/tests/cli/tap.sh"

own_appears() {
	mkdir -p home/content/problems
	sed 's/^- id: url-shortener/- id: mine/; s/^# URL shortener/# Mine/' "$SYSDRILL_CONTENT/problems/url-shortener.md" >home/content/problems/mine.md
	run 0 list --json; mv out rows
	grep '"id": "mine"' rows | sed 's/,$//; s/^ *//; s/^\[*/[/; s/\]*$/]/' >out
	json rows=1 0.own=true 0.title=Mine 0.broken=
	run 0 show mine; [ -s out ]
	interview mine </dev/null
	says out 'Mine. Interview 45'
	run 0 complete -- practice mi; says out mine
}
promise 'a problem in the data directory can be listed, shown and practised' own_appears

broken_stops_nothing() {
	mkdir -p home/content/problems
	echo 'no heading, no card' >home/content/problems/broken.md
	head -c 5000 /dev/urandom >home/content/problems/noise.md
	: >home/content/problems/empty.md
	run 0 list
	grep -q '^broken  *broken: ..*' out
	grep -q '^noise  *broken: ..*' out
	grep -q '^empty  *broken: ..*' out
	says out 'url-shortener '
	run 1 show broken; says err broken.md; silent out
	run 1 --plain practice broken; says err broken.md; silent out
	run 0 --plain practice chat
}
promise 'a broken problem is listed with its reason and stops nothing' broken_stops_nothing

old_record() {
	mkdir -p home/content/problems
	sed 's/^- id: url-shortener/- id: mine/' "$SYSDRILL_CONTENT/problems/url-shortener.md" >home/content/problems/mine.md
	interview mine <<-'END'
		/ask Who may create links?
	END
	run 0 export "$id"; mv out before
	rm home/content/problems/mine.md
	run 0 export "$id"; same before out
	echo 'later' | "$SYSDRILL" --plain practice --resume >again
	says again "session $id" 'Design a service'
}
promise 'an interview keeps the text of its problem, whatever happens to the file' old_record

lint_shipped() { run 0 lint; silent out; says err '0 errors'; run 0 lint --json; json rows=0; }
promise 'what ships passes lint' lint_shipped

lint_finds() {
	sed '/^## Prompt/,/^## /{/^## Prompt/d}' "$SYSDRILL_CONTENT/problems/chat.md" >bad.md
	run 1 lint bad.md; says out 'bad.md:'; says err '1 file'
	run 1 lint --json bad.md
	json 'rows>0' file:string line:integer severity:string what:string why:string example:string 0.file=bad.md
	run 1 lint none.md
	run 0 lint "$SYSDRILL_CONTENT/problems/chat.md"
	mkdir -p home/content/problems; cp bad.md home/content/problems/
	run 1 lint; says out 'bad.md:'
}
promise 'lint names file and line, and fails for an error in any file, also in one of your own' lint_finds

new_problem() {
	run 0 new problem parking-lot; says out parking-lot.md; [ -s parking-lot.md ]
	cp parking-lot.md before
	run 1 new problem parking-lot; says err parking-lot.md; same before parking-lot.md
	run 0 new problem parking-lot -; same before out
	run 2 new problem 'Parking Lot'; says err "'Parking Lot'"; silent out
	run 1 lint parking-lot.md; says out 'parking-lot.md:'
}
promise 'new writes a beginning that lint leads through, and overwrites nothing' new_problem

hostile() {
	mkdir -p home/content/problems
	printf '# A\033[31mB\342\200\256C\n\n- id: evil\n' >home/content/problems/evil.md
	run 0 list
	! LC_ALL=C grep -q "$(printf '\033')" out err || wrong 'an escape character came out'
	! LC_ALL=C grep -q "$(printf '\342\200\256')" out err || wrong 'a bidi override came out'
	run 1 lint home/content/problems/evil.md
	! LC_ALL=C grep -q "$(printf '\033')" out err || wrong 'an escape character came out'
}
promise 'control characters in a problem reach no terminal' hostile

done_testing
