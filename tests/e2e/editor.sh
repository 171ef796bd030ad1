#!/bin/sh
# Notes go out to $EDITOR and come back; what is pasted comes in one piece; an editor that fails changes nothing.
export LC_ALL=C.UTF-8
. "$(dirname "$0")/lib.sh"

cat >"$work/writes" <<'EDITOR'
#!/bin/sh
printf '\nfrom the editor 日本\n' >>"$1"
EDITOR
cat >"$work/fails" <<'EDITOR'
#!/bin/sh
echo rubbish >"$1"
exit 3
EDITOR
cat >"$work/asks" <<'EDITOR'
#!/bin/sh
echo "EDITING"
read -r line
printf '%s' "$line" >"$1"
EDITOR
chmod +x "$work/writes" "$work/fails" "$work/asks"

export EDITOR="$work/writes"
start "env EDITOR=$work/writes $SYSDRILL --home $home practice pastebin"
await "INTERVIEW"
letters "mine"
await "mine"
keys C-g
see "from the editor 日本" "what the editor wrote is in the notes"
see "mine" "below what was there"
keys C-z
gone "from the editor" "and can be undone in one step"
keys C-q
await "ENDED 0"

start "env EDITOR=$work/fails $SYSDRILL --home $home practice --resume"
await "mine"
keys C-g
see "failed (status 3)" "an editor that fails is told"
see "mine" "the notes are as before"
if shows "rubbish"; then not_ok "nothing of it comes in"; else ok "nothing of it comes in"; fi
keys C-q
await "ENDED 0"

start "env EDITOR=$work/asks $SYSDRILL --home $home practice --resume"
await "mine"
keys C-g
see "EDITING" "a program of full size has the terminal for itself"
letters "typed there"
keys Enter
see "typed there"
see "INTERVIEW" "and the screen is back"
keys C-End
letters " and here"
see "typed there and here" "and takes keys again"
keys C-q
await "ENDED 0"

start "env EDITOR=/no/such/editor $SYSDRILL --home $home practice --resume"
await "typed there"
keys C-g
see "failed (status 127)" "an editor that is not there is told"

keys C-a
t set-buffer -b paste -- "$(printf -- '- pasted one\n- pasted two :q F10')"
keys C-End
keys Enter
t paste-buffer -p -b paste -t main
see "pasted two :q F10" "a paste is text, whatever is in it"
see "- pasted one"
keys C-z
gone "pasted one" "and one step of undo"
if [ -z "$(find "$home" -name 'notes-*.md')" ]; then ok "no file of notes is left behind"; else not_ok "no file of notes is left behind"; fi
done_testing
