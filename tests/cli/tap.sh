# Sourced by the tests of the command line. A test is a function, and its name to the reader is the promise that it keeps:
#
#     promise 'list names every problem that ships' lists_all
#
# Each runs in a shell of its own under `set -e` with an empty home, an empty configuration and a known environment; what it
# wrote is shown when it fails. The last line of a file is `done_testing`.

: "${SYSDRILL:?is set by make check: the program}"
: "${abs_top_srcdir:?is set by make check}"
TOOLS=$(cd "$(dirname "$SYSDRILL")" && pwd)/tests/cli

scratch=$(mktemp -d "${TMPDIR:-/tmp}/sysdrill-cli.XXXXXX") || exit 99
trap 'chmod -R u+w "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 99' HUP INT TERM
unset NO_COLOR VISUAL EDITOR XDG_DATA_HOME SYSDRILL_HOME LC_ALL LC_CTYPE
SYSDRILL_CONTENT=$abs_top_srcdir/content
LANG=C.UTF-8 TERM=xterm
export SYSDRILL_CONTENT LANG TERM
number=0

promise() { # name, function
	number=$((number + 1))
	mkdir "$scratch/$number"
	(
		set -e
		cd "$scratch/$number"
		HOME=$PWD/user SYSDRILL_HOME=$PWD/home XDG_CONFIG_HOME=$PWD/config
		export HOME SYSDRILL_HOME XDG_CONFIG_HOME
		mkdir "$HOME" "$XDG_CONFIG_HOME" "$XDG_CONFIG_HOME/sysdrill"
		"$2"
	) >"$scratch/log" 2>&1 </dev/null
	case $? in
	0) echo "ok $number - $1" ;;
	77) echo "ok $number - $1 # SKIP $(tail -n 1 "$scratch/log")" ;;
	*)
		echo "not ok $number - $1"
		cut -c 1-300 "$scratch/log" | sed 's/^/# /'
		for file in out err; do
			[ ! -s "$scratch/$number/$file" ] || cut -c 1-300 "$scratch/$number/$file" | sed "s/^/# $file: /" | head -n 40
		done ;;
	esac
	chmod -R u+w "$scratch/$number"
	rm -rf "${scratch:?}/$number"
}

done_testing() { echo "1..$number"; }

skip() { echo "$*"; exit 77; }
wrong() { echo "$*"; exit 1; }

# Runs the program: its output is in ./out and ./err afterwards, and its exit status is as expected.
run() { # status, arguments
	expected=$1; shift
	actual=0
	"$SYSDRILL" "$@" >out 2>err || actual=$?
	[ "$actual" = "$expected" ] || wrong "sysdrill $*: exit status $actual instead of $expected"
}

says() { # file, texts: each is in it
	file=$1; shift
	for text; do grep -qF -- "$text" "$file" || wrong "./$file does not say: $text"; done
}
says_not() { # file, texts
	file=$1; shift
	for text; do ! grep -qF -- "$text" "$file" || wrong "./$file says: $text"; done
}
silent() { # files
	for file; do [ ! -s "$file" ] || wrong "./$file is not empty: $(head -n 3 "$file")"; done
}
same() { cmp "$1" "$2" || { diff "$1" "$2" | head -n 20; wrong "$1 and $2 differ"; }; }

# What the last command printed, as JSON: see json_check.c.
json() { "$TOOLS/json_check" "$@" <out; }

# An interview line by line: problem and options; the lines come on stdin. Its id is in $id afterwards.
interview() {
	"$SYSDRILL" --plain practice "$@" >out 2>err || wrong "the interview ended with $?"
	id=$(sed -n '1s/.*, session \([0-9A-Z]*\)$/\1/p' out)
	[ ${#id} = 16 ] || wrong "the first line names no session"
}
