#!/bin/sh
# Arithmetic from the command line: calc and estimate. Speaks TAP; $SYSDRILL is the program, $SYSDRILL_CONTENT what ships.
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
# same NAME TEXT: out is exactly that
same() { printf '%s\n' "$2" >expected; cmp -s expected out; got=$?; check "$1" 0; }

run calc '1 GB / 2 GB/s'
check "an expression is evaluated" 0
same "and only its answer printed" '500 ms'
run calc 'urls = 100M/day' 'urls * 500 B * 10 years in TB'
says "several expressions are one worksheet" out '183 TB'
says "notes stand below the answer" out '  a year is 365 days'
run calc '5 GB + 3 s'
check "an error is a failure" 1
says "it is shown with place and carets" err '^^^^   ~~~'
test -s out; got=$?
check "and leaves stdout empty" 1
run calc 'x = 5' 'x + 3 s' 'x * 2'
check "one wrong line fails the whole" 1
says "but the others are answered" out '10'
run calc 'assert 2 > 3'
check "an assertion that does not hold is a failure" 1
run calc 'assert 3 > 2'
check "one that holds is none" 0
run calc ''
check "an empty expression is wrong usage" 2
run calc --nonsense 1
check "an unknown option is wrong usage" 2
printf '# sheet\nn = 5\nn * 2\n' | "$SYSDRILL" calc >out 2>err; got=$?
same "a worksheet is read from stdin" 'n = 5
10'
"$SYSDRILL" calc </dev/null >out 2>err; got=$?
check "empty stdin is wrong usage" 2
printf 'n = 5\nn * 3\n' >sheet
run calc -f sheet
says "a worksheet is read from a file" out '15'
run calc -f nowhere
check "a missing file fails" 1
run calc --year 365.25 '1 year in days'
says "--year sets the days of a year" out '365 days'
says "and the footnote says so" out 'a year is 365.25 days'
run calc --month 30 '1 month in days'
says "--month 30 makes months of 30 days" out '30 days'
run calc --year 12 '1 year'
check "a year of 12 days is wrong usage" 2
run calc -- '-5 to 5'
says "after -- an expression may begin with a minus" out '0'
run calc '-2^2'
same "it may without it, too" '-4'

run calc --json 'x = 80 to 120 B' 'x * 2 in kB' '5 + 3 s' 'assert 1 < 2'
check "--json reports failures in the exit status too" 1
says "JSON has the name" out '"name": "x"'
says "and the unit asked for" out '"unit": "kB"'
says "and the percentiles" out '"p95": 120'
says "and the shares" out '"shares": {"x": 1}'
says "and errors with their column" out '"error": {"column": 3'
run calc --json '0.1 + 0.2'
says "all 17 digits in JSON" out '0.30000000000000004'
run calc '3 to 5'; cp out first; run calc '3 to 5'; cmp -s first out; got=$?
check "an uncertain answer is the same every time" 0

run calc --list
check "the calculators are listed" 0
for name in qps storage cache bandwidth servers id-space connections fan-out rate-limiter queue time-series shards \
	availability latency bloom hyperloglog cost; do
	grep "^$name " out >/dev/null || echo "# no $name"
	"$SYSDRILL" calc $name >one 2>&1 || echo "# $name fails"
	"$SYSDRILL" calc $name --explain >>one 2>&1 || echo "# $name cannot be explained"
	grep Sources one >/dev/null || echo "# $name has no sources"
done >missing
test -s missing; got=$?
check "all of them run and explain themselves" 1
run calc qps users=50M
says "a calculator takes an input" out '5.79k req/s'
run calc qps 'users=40M to 60M users'
says "an uncertain one too" out 'req/s to '
run calc qps nonsense=3
check "an unknown input is wrong usage" 2
says "and the inputs are named" err 'reads_per_write'
run calc qps 'users=5 GB'
check "an input of the wrong kind fails" 1
run calc nothing=3
check "a definition is an expression, not a calculator" 0
run calc nonsense users=3
check "an unknown calculator is wrong usage" 2
mkdir -p home/content/calculators
sed 's/^- id: qps/- id: mine/' "$SYSDRILL_CONTENT/calculators/qps.md" >home/content/calculators/mine.md
run calc mine users=1M
says "a calculator of one's own is found" out '116 req/s'

printf '# D\n\n```estimate\nx = 100M/day\ny = x in /s\nz = x * 500 B in GB/day # 50 GB/day, raw\n```\n' >doc.md
cp doc.md before.md
run estimate doc.md
check "a document is run" 0
says "line by line" out 'doc.md:5: y = 1.16k/s'
cmp -s doc.md before.md; got=$?
check "and not touched" 0
run estimate doc.md --update
printf '# D\n\n```estimate\nx = 100M/day\ny = x in /s  # 1.16k/s\nz = x * 500 B in GB/day # 50 GB/day, raw\n```\n' >expected
cmp -s expected doc.md; got=$?
check "--update writes the results as comments" 0
run estimate doc.md --update
cmp -s expected doc.md; got=$?
check "a second time changes nothing" 0
sed 's/50 GB/70 GB/' doc.md >wrong.md
run estimate wrong.md
check "a comment that says another number fails" 1
says "and is named with its line" err 'wrong.md:6: the comment says 70 GB/day, the result is 50 GB/day'
run estimate wrong.md --update
cmp -s expected wrong.md; got=$?
check "--update corrects it" 0
printf '# D\n\n- item\n\n  ```estimate\n  a = 5 GB + 3 s\n  c = 2 * 3\n  ```\n' >broken.md
run estimate broken.md --update
check "a wrong line fails, in a list too" 1
says "with the document's line" err 'broken.md:6:'
says "and the other lines are updated in place" broken.md '  c = 2 * 3  # 6'
printf 'no blocks\n' >none.md
run estimate none.md
check "a document without blocks is no success" 1
run estimate
check "estimate without a file is wrong usage" 2

echo "1..$count"
