#!/bin/sh
# What sysdrill costs, beside programs that do the like: a table of what, measured, peer, ratio, target, met or missed.
# Peers that are not installed are left out. usage: bench.sh SYSDRILL BENCH_DIR SOURCE_DIR
set -eu
export LC_ALL=C.UTF-8
sysdrill=$1 bench=$2 source=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
export SYSDRILL_CONTENT="$source/content"
unset SYSDRILL_HOME VISUAL EDITOR || true
# Where a broker lies that only root starts, as a rule.
PATH=$PATH:/usr/sbin:/usr/local/sbin

frames=40 keys=200 runs=200 seconds=20 letters=300
leave_nano=$(printf '\030n') leave_vim=$(printf '\033:q!\r')

has() { command -v "$1" >/dev/null 2>&1; }

heading() { printf '\n%-44s %12s %22s %7s %10s\n' "$1" measured peer ratio target; }

# line WHAT MEASURED UNIT PEER-NAME PEER-VALUE TARGET: a target "0.6x" is of the peer, "40" is the measure itself, "-" is none.
line() {
	awk -v what="$1" -v value="$2" -v unit="$3" -v name="$4" -v peer="$5" -v target="$6" 'BEGIN {
		ratio = peer > 0 ? value / peer : 0
		met = target == "-" ? "" : target ~ /x$/ ? ratio <= target + 0 : target ~ /^>/ ? value >= substr(target, 2) + 0 : value <= target + 0
		shown = target == "-" ? "" : target ~ /^>/ ? ">= " substr(target, 2) : "<= " target
		printf "%-44s %12s %22s %7s %10s %s\n", what, sprintf("%.4g %s", value, unit),
			name == "" ? "" : sprintf("%s %.4g %s", name, peer, unit), name == "" ? "" : sprintf("%.2f", ratio), shown,
			target == "-" ? "" : met ? "met" : "MISSED" }'
}

# field ROW COLUMN of the last ptybench: 1 minimum, 2 median, 3 95th percentile, 4 maximum.
field() { awk -v row="$1" -v column="$2" 'NR == row { print $column }' "$work/out"; }

# number PATTERN: the first figure after the words, in what a bench program said.
number() { awk -v words="$1" 'index($0, words) == 1 { sub(/^.*  +/, "", $0); print $1; exit }' "$work/said"; }

measure() { "$bench/ptybench" "$@" >"$work/out"; }

"$bench/make_home" "$work/home" "$source/content/problems/url-shortener.md" 1000 10000
"$sysdrill" --home "$work/home" list >/dev/null
cat "$source/README.md" "$source"/content/problems/*.md | head -c 100000 >"$work/page.md"
cp "$work/page.md" "$work/notes.md"
{ sed 's,^/,//,' "$work/notes.md"; echo /quit; } |
	"$sysdrill" --home "$work/notes-home" practice url-shortener --plain >/dev/null
head -c 10000 "$work/page.md" >"$work/ten.md"
cd "$work"

# The editors open a page of Markdown, as in `nano README.md`.
frame_peers() {
	set -- -- "$sysdrill" --home "$work/home"
	names=
	if has nano; then set -- "$@" -- -e "$leave_nano" nano page.md; names="$names nano"; fi
	if has vim; then set -- "$@" -- -e "$leave_vim" vim -u NONE -n page.md; names="$names vim"; fi
	if has less; then set -- "$@" -- -e q less page.md; names="$names less"; fi
	measure frame -n "$frames" "$@"
}

echo_peers() {
	set -- -- "$sysdrill" --home "$work/notes-home" practice --resume
	names=
	if has nano; then set -- "$@" -- -e "$leave_nano" nano notes.md; names="$names nano"; fi
	if has vim; then set -- "$@" -- -p i -e "$leave_vim" vim -u NONE -n notes.md; names="$names vim"; fi
	measure echo -n "$keys" "$@"
}

# lines WHAT COLUMN: against each of $names; only nano is a target.
lines() {
	row=1
	[ -n "$names" ] || line "$1" "$(field 1 "$2")" ms '' 0 -
	for name in $names; do
		row=$((row + 1))
		target=-
		[ "$name" = nano ] && target=1.0x
		line "$1" "$(field 1 "$2")" ms "$name" "$(field $row "$2")" "$target"
	done
}

heading 'In the terminal'
frame_peers
lines 'first frame, minimum' 1
lines 'first frame, median' 2
echo_peers
lines 'key echo in 100 KB of notes, p50' 2
lines 'key echo in 100 KB of notes, p95' 3
measure idle -n "$seconds" -- "$sysdrill" --home "$work/notes-home" practice --resume
# One a second, and a few more when the disk is waited for.
line 'idle interview: wake-ups a second' "$(field 1 1)" '' '' 0 1.5
line 'idle interview: per cent of a core' "$(field 1 2)" % '' 0 0.1
line 'idle interview: peak memory' "$(field 1 3)" MB '' 0 30
measure idle -n 3 -- "$sysdrill" --home "$work/home"
line 'library of 1,000 and 10,000: peak memory' "$(field 1 3)" MB '' 0 30

# Beside a page written and synced on the same disk, or a message that the same broker hands on: nobody can do without these.
rooms() {
	if [ ! -x "$bench/roombench" ] || ! has mosquitto; then return 0; fi
	heading "A candidate's key to the interviewer's screen"
	"$bench/roombench" -n $letters "$sysdrill" url-shortener "$work" >"$work/out"
	row=1
	for place in 'one home' 'a socket between two homes' 'a broker between two homes'; do
		peer=sync most=50
		[ $row != 5 ] || peer=message most=60
		line "$place, p50" "$(field $row 2)" ms $peer "$(field $((row + 1)) 2)" -
		line "$place, p95" "$(field $row 3)" ms $peer "$(field $((row + 1)) 3)" -
		line "$place, p99" "$(field $row 4)" ms $peer "$(field $((row + 1)) 4)" $most
		row=$((row + 2))
	done
}
rooms

heading 'Whole processes'
whole() {
	echo '10^8 * 500 * 3650' >sum.bc
	for peer in true bc units qalc; do
		has $peer || continue
		case $peer in
		true) set -- true; n=$runs target=3x ;;
		bc) set -- bc sum.bc; n=$runs target=1.0x ;;
		units) set -- units '10^8/day * 500 byte * 10 years' 'terabyte'; n=50 target=- ;;
		qalc) set -- qalc '10^8/day * 500 byte * 10 year to TB'; n=10 target=- ;;
		esac
		measure run -n $n -- "$sysdrill" calc '100M/day * 500 B * 10 years in TB' -- "$@"
		line 'calc EXPR, minimum' "$(field 1 1)" ms $peer "$(field 2 1)" $target
		line 'calc EXPR, median' "$(field 1 2)" ms $peer "$(field 2 2)" $target
	done
	if has lowdown; then
		measure run -n 40 -- "$sysdrill" render page.md -- lowdown -Tterm page.md
		line 'render, 100 KB of Markdown' "$(field 1 2)" ms lowdown "$(field 2 2)" 0.6x
	fi
	measure run -n 40 -- "$sysdrill" --home "$work/home" ask url-shortener 'how many links a day?' -- \
		"$sysdrill" --home "$work/home" review url-shortener ten.md
	line 'ask, one question' "$(field 1 2)" ms '' 0 -
	line 'review, 10 KB of notes' "$(field 2 2)" ms '' 0 -
}
whole

# Time of the processor, so that the machine's other work does not count; only the search is on the clock.
heading 'In memory'
"$bench/bench_estimate" >"$work/said"
line 'a worksheet line' "$(number 'a worksheet line')" us '' 0 2
line 'a key in a sheet of 40 lines, ten ranges' "$(number 'a key in a sheet')" ms '' 0 2
line 'the same, all results depend on it' "$(number 'a key, all thirty')" ms '' 0 2
line '1,000,000 samples with quantiles' "$(number '1,000,000 samples')" ms '' 0 40
"$bench/bench_content" page.md >"$work/said"
speed() { awk -v words="$1" 'index($0, words) == 1 { print $(NF - 3) }' "$work/said"; }
line 'Markdown, parsed and laid out' "$(speed 'Markdown, parse')" MB/s '' 0 '>50'
line 'Markdown, wrapped anew' "$(awk '/layout alone/ { print $(NF - 5) }' "$work/said")" ms '' 0 2
"$bench/bench_coach" "$source/content/problems/url-shortener.md" ten.md >"$work/said"
line 'an answer of the interviewer' "$(number 'an answer')" ms '' 0 10
line 'a review of 10 KB of notes' "$(number 'a review')" ms '' 0 10
"$bench/bench_store" "$work/home" >"$work/said"
store() { awk -v words="$1" 'index($0, words) == 1 { for (i = 1; i <= NF; i++) if ($i == "us") print $(i - 1) / 1000 }' "$work/said"; }
line 'search, a word in every note' "$(store 'search, a word in every')" ms '' 0 10
line 'search, a word in none' "$(store 'search, a word in none')" ms '' 0 10
