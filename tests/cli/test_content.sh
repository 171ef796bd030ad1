#!/bin/sh
# The commands on content: render, lint, new. Speaks TAP; $SYSDRILL is the program, $SYSDRILL_CONTENT what ships.
dir=`mktemp -d` || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
SYSDRILL_HOME=$dir/home; export SYSDRILL_HOME
count=0

# check NAME STATUS: the last command's status is in $got, its output in out and err.
check() {
	count=`expr $count + 1`
	if test "$got" = "$2"; then echo "ok $count - $1"; else
		echo "not ok $count - $1: exit status $got, not $2"; sed 's/^/# /' out err
	fi
}
run() { "$SYSDRILL" "$@" >out 2>err </dev/null; got=$?; }
# says NAME FILE TEXT
says() { grep -F -- "$3" "$2" >/dev/null; got=$?; check "$1" 0; }

printf '# Title\n\nsome *text* and `code`\n\n| a | b |\n|---|---|\n| 1 | ~~2~~ |\n\n- [x] done\n' >doc.md
run render doc.md
check "render shows a file" 0
printf 'Title\n═════\n\nsome text and code\n\na │ b\n──┼──────\n1 │ ~~2~~\n\n[x] done\n' | cmp -s - out; got=$?
check "render is plain text when its output is no terminal" 0
run render --ascii doc.md
says "render --ascii draws with ASCII" out '--+------'
run render doc.md --width 12
check "render takes a width" 0
awk 'length($0) > 12 * 3 { exit 1 }' out; got=$?
check "render keeps the width" 0
"$SYSDRILL" render - <doc.md >out 2>err; got=$?
says "render reads from stdin" out 'some text and code'
run render doc.md --width 3
check "a width that is too small is wrong usage" 2
run render
check "render without a file is wrong usage" 2
run render nowhere.md
check "render of a missing file fails" 1
says "and names the file" err 'nowhere.md'

run new problem parking-lot
check "new writes a file" 0
says "and names it" out 'parking-lot.md'
run new problem parking-lot
check "new overwrites nothing" 1
run new problem 'Parking Lot'
check "an id with blanks is wrong usage" 2
run new problem other -
says "new writes to stdout when asked" out '- id: other'

run lint parking-lot.md
check "lint finds what a skeleton lacks" 1
says "with file and line" out 'parking-lot.md:1: error: `...` is still to be written'
says "and the reason" out 'why: '
run lint --json parking-lot.md
says "lint --json is an array of objects" out '"severity": "error"'
run lint
check "what ships passes lint" 0
test -s out; got=$?
check "without a word about it" 1
run lint --nonsense
check "an unknown option is wrong usage" 2
run lint nowhere.md
check "lint of a missing file fails" 1
mkdir -p home/content/problems && cp parking-lot.md home/content/problems/
run lint
check "lint without a file looks at one's own problems too" 1
says "and names them" out 'home/content/problems/parking-lot.md'

echo "1..$count"
