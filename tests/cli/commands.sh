#!/bin/sh
# Every command: what it prints where, and with which exit status.
. "$abs_top_srcdir/tests/cli/tap.sh"

lists_commands() {
	run 0 --help
	sed -n 's/^COMMAND(\(.*\))$/\1/p' "$abs_top_srcdir/app/cli/commands.def" >commands
	[ -s commands ]
	while read -r command; do says out "  $command "; done <commands
	silent err
	mv out first
	run 0 help
	same first out
}
promise 'help lists every command on stdout' lists_commands

helps() {
	for command in $(sed -n 's/^COMMAND(\(.*\))$/\1/p' "$abs_top_srcdir/app/cli/commands.def"); do
		run 0 help "$command"
		says out "sysdrill $command"
		silent err
		mv out first
		run 0 "$command" --help
		same first out
	done
}
promise 'help COMMAND and COMMAND --help say the same of every command' helps

tells_version() { run 0 --version; grep -q '^sysdrill [0-9.]*$' out; silent err; }
promise '--version tells the version' tells_version

refuses_usage() {
	run 2 nonsense; says err "no command 'nonsense'" 'sysdrill --help'; silent out
	run 2 --home; says err '--home DIR'
	run 2 help nonsense; silent out
	for command in list sessions config; do
		run 2 "$command" nonsense; says err "usage: sysdrill $command"; silent out
	done
	for command in show export import backup practice render; do
		run 2 "$command"; says err "usage: sysdrill $command" "sysdrill help $command"; silent out
		run 2 "$command" --nonsense; silent out
	done
	run 2 new; silent out
	run 2 purge --nonsense; silent out
	run 2 lint --nonsense; silent out
}
promise 'wrong usage is status 2, with the usage on stderr and nothing on stdout' refuses_usage

makes_no_home() {
	run 0 --help; run 0 --version; run 0 config; run 0 show chat; run 0 complete -- practice ''
	[ ! -e home ]
}
promise 'commands that need no data make no directory for it' makes_no_home

keeps_private() {
	run 0 list
	[ "$(stat -c %a home)" = 700 ]
}
promise 'the data directory is for its owner only' keeps_private

moves_home() {
	run 0 --home ./elsewhere list; [ -f elsewhere/sysdrill.db ]
	run 0 list --home=./other; [ -f other/sysdrill.db ]
	run 0 list; [ -f home/sysdrill.db ]
	unset SYSDRILL_HOME
	XDG_DATA_HOME=$PWD/xdg run 0 list; [ -f xdg/sysdrill/sysdrill.db ]
	run 0 list; [ -f user/.local/share/sysdrill/sysdrill.db ]
}
promise '--home goes before SYSDRILL_HOME, that before XDG_DATA_HOME, that before HOME' moves_home

list_rows() {
	run 0 list --json
	silent err
	json 'rows>4' keys=id,title,difficulty,tracks,patterns,summary,own,broken,times,last_score,unfinished id:string title:string \
		difficulty:string tracks:string own:boolean broken:string times:integer last_score:integer,null unfinished:string
	run 0 list
	for file in "$abs_top_srcdir"/content/problems/*.md; do
		grep -q "^$(basename "$file" .md) " out || wrong "$file is not listed"
	done
}
promise 'list names every problem that ships, and its JSON is flat and complete' list_rows

first_is_recommended() { run 0 list --json; json 0.id=url-shortener 0.difficulty=easy 0.own=false 0.last_score=null; }
promise 'the first problem of the list is the one that a beginner is offered' first_is_recommended

shows() {
	run 0 show url-shortener; mv out prompt; silent err; [ -s prompt ]
	run 0 show url-shortener --section prompt; same prompt out
	for section in requirements architecture data interface optimization all; do
		run 0 show url-shortener "--section=$section"
		[ -s out ] || wrong "$section is empty"
		! cmp -s prompt out || wrong "$section is the prompt"
	done
	run 2 show url-shortener --section nonsense; says err requirements optimization; silent out
	run 1 show url-shortner; says err "did you mean 'url-shortener'"; silent out
	run 1 show nothing-like-it; says err 'sysdrill list'
}
promise 'show prints the prompt or one section, and says which there are' shows

no_sessions_yet() {
	run 0 sessions; silent out; says err 'sysdrill practice'
	run 0 sessions --json; json rows=0; silent err
	run 1 practice --resume --plain; says err 'no interview is unfinished'
	run 2 practice chat --level king; says err 'mid, senior or staff'
	run 2 practice chat chat; run 2 practice chat --here; run 2 practice chat --resume
	run 1 export ABC; says err 'ABC' 'sysdrill sessions'; silent out
}
promise 'without interviews, sessions prints nothing on stdout and says how to begin' no_sessions_yet

sessions_rows() {
	interview chat --level staff </dev/null
	run 0 sessions --json
	json rows=1 "0.id=$id" 0.problem=chat 0.title=Chat 0.level=staff 0.preset=45 0.ended=false 0.score=null started_at:string \
		spent_ms:integer 0.phase=requirements ended_at:null
	run 0 sessions; says out "$id" staff unfinished Chat
	run 0 list --json; mv out rows; grep '"chat"' rows >out; says out "$id"
}
promise 'sessions tells id, problem, level, phase and that an interview is unfinished' sessions_rows

renders() {
	printf '# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n%s\n' "$(yes word | head -n 60 | tr '\n' ' ')" >some.md
	run 0 render some.md --width 40; silent err
	says out Title
	[ "$(awk '{ if (length($0) > n) n = length($0) } END { print n }' out)" -le 40 ]
	"$SYSDRILL" render - --width 40 <some.md >piped; same out piped
	run 2 render some.md --width 0; silent out
	run 1 render none.md; says err none.md; silent out
}
promise 'render wraps at the width asked for, from a file or from stdin' renders

done_testing
