#!/bin/sh
# Any terminal that can place its cursor will do; any other gets a sentence, and no drawing.
export LC_ALL=C.UTF-8
. "$(dirname "$0")/lib.sh"

for term in xterm xterm-256color screen tmux linux vt100 no-such-terminal; do
	rm -rf "$home"
	start "env TERM=$term $SYSDRILL --home $home"
	see "start with Paste bin" "TERM=$term"
	keys Escape
	see "Problem  " "TERM=$term: keys arrive"
	keys q
	see "ENDED 0" "TERM=$term: and it ends"
done

start "env TERM=dumb $SYSDRILL --home $home"
see "ENDED 1" "TERM=dumb is refused"
see "--plain" "and pointed to the command line"
start "env -u TERM $SYSDRILL --home $home"
see "Problem  " "without TERM, too"
keys q
await "ENDED 0"

if "$SYSDRILL" --home "$home" </dev/null >"$work/out" 2>&1; then
	not_ok "a pipe is no terminal"
else
	ok "a pipe is no terminal"
fi
if grep -q "$(printf '\033')" "$work/out"; then not_ok "and nothing is drawn into it"; else ok "and nothing is drawn into it"; fi

# tmux prints the alphabet of line drawing as the letters that it is made of.
start "env LC_ALL=C $SYSDRILL --home $home practice pastebin"
see "lq > Notes" "in the C locale boxes are the terminal's own"
letters "plain"
see "plain"
keys C-q
see "ENDED 0"

start "$SYSDRILL --home $home --ascii practice pastebin"
see "+- > Notes" "--ascii"
keys C-q
await "ENDED 0"

coloured() { t capture-pane -e -p -t main | grep -q "$(printf '\033')\\[[0-9;]*3[0-8]"; }
start "env TERM=screen-256color $SYSDRILL --home $home practice pastebin"
await "INTERVIEW"
if until_true coloured; then ok "there are colours"; else not_ok "there are colours"; fi
start "env NO_COLOR=1 TERM=screen-256color $SYSDRILL --home $home practice pastebin"
see "INTERVIEW"
if coloured; then not_ok "NO_COLOR: there are none"; else ok "NO_COLOR: there are none"; fi
done_testing
