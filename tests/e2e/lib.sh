# What the end-to-end runs share: the real program in a pane of a tmux of its own. Sourced, with the name of the test set.
#
# Nothing sleeps: `see` looks at the pane until the text is there, and gives up only after half a minute; once something was
# missed, what comes later is not waited for so long.
tests=0
patience=30
[ -x "$SYSDRILL" ] || { echo "Bail out! SYSDRILL does not name the program"; exit 1; }
work=$(mktemp -d "${TMPDIR:-/tmp}/sysdrill-e2e-XXXXXX")
socket="sysdrill-e2e-$$"
home="$work/home"
export SYSDRILL_CONTENT="$abs_top_srcdir/tests/screens/content"
export XDG_CONFIG_HOME="$work/config"
unset VISUAL SYSDRILL_HOME NO_COLOR TMUX

t() { tmux -L "$socket" -f /dev/null "$@"; }

finish() {
	t kill-server 2>/dev/null
	rm -f "${TMUX_TMPDIR:-/tmp}/tmux-$(id -u)/$socket"
	rm -rf "$work"
}
trap finish EXIT

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

command -v tmux >/dev/null || skip_all "tmux is not installed"
t new-session -d -s base "exec cat" 2>/dev/null || skip_all "tmux cannot start here"

ok() {
	tests=$((tests + 1))
	echo "ok $tests - $1"
}

not_ok() {
	tests=$((tests + 1))
	echo "not ok $tests - $1"
	t capture-pane -p -t "$pane" 2>/dev/null | sed 's/^/#   |/'
}

done_testing() { echo "1..$tests"; }

has_base() { t has-session -t base 2>/dev/null || t new-session -d -s base "exec cat" 2>/dev/null; }

# at NAME: what follows is about the pane of that name; another program may run in another pane.
pane=main
at() { pane=$1; }
# The files of the pane: of main $work/pid, of another $work/pid.NAME.
of_pane() { if [ "$pane" = main ]; then echo "$work/$1"; else echo "$work/$1.$pane"; fi; }

# start COMMAND...: in a new pane of 80x24. When it has ended, the pane shows ENDED and its status; $work/pid has its process.
start() {
	# A server ends with its last session, and whoever talks to one that is ending is refused: keep one more session.
	until_true has_base
	# shellcheck disable=SC2016
	t kill-session -t "$pane" 2>/dev/null
	rm -f "$(of_pane pid)" "$(of_pane after)"
	t new-session -d -s "$pane" -x 80 -y 24 "stty -a >'$(of_pane before)'; \
		env TERM=\${TERM_WANTED:-screen} sh -c 'echo \$\$ >\"$(of_pane pid)\"; exec $*'; \
		echo ENDED \$?; stty -a >'$(of_pane after)'; exec cat"
}

screen() { t capture-pane -p -t "$pane"; }

until_true() {
	limit=$(($(date +%s) + patience))
	until "$@"; do
		[ "$(date +%s)" -lt "$limit" ] || { patience=3; return 1; }
	done
}

shows() { screen 2>/dev/null | grep -qF -- "$1"; }
lacks() { ! shows "$1"; }

# see TEXT [WHAT]: the text comes up
see() { if until_true shows "$1"; then ok "${2:-$1}"; else not_ok "${2:-$1}"; fi; }
gone() { if until_true lacks "$1"; then ok "${2:-$1 is gone}"; else not_ok "${2:-$1 is gone}"; fi; }
# wait for a text without telling; for what is a step and no promise
await() { until_true shows "$1" || not_ok "waited for: $1"; }

keys() { t send-keys -t "$pane" "$@"; }
letters() { t send-keys -t "$pane" -l -- "$1"; }

# says TEXT COMMAND...: what a command prints has the text
says() {
	text=$1
	shift
	if "$@" 2>&1 | grep -qF -- "$text"; then ok "$text"; else not_ok "$text: $*"; fi
}
