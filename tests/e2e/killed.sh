#!/bin/sh
# However the program ends, the interview goes on where it stopped, and the terminal is as it was.
export LC_ALL=C.UTF-8
. "$(dirname "$0")/lib.sh"

saved() { "$SYSDRILL" --home "$home" export "$(id_of)" --format md 2>/dev/null | grep -qF -- "$1"; }
id_of() { "$SYSDRILL" --home "$home" sessions --json | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p' | head -n 1; }
is_saved() { if until_true saved "$1"; then ok "$1 is on the disk"; else not_ok "$1 is on the disk"; fi; }
ended() { ! kill -0 "$1" 2>/dev/null; }
same_terminal() { if cmp -s "$work/before" "$work/after"; then ok "$1"; else not_ok "$1"; fi; }

start "$SYSDRILL --home $home practice pastebin --preset 45"
see "INTERVIEW"
letters "one "
is_saved "one"
kill -9 "$(cat "$work/pid")"
await "ENDED 137"

start "$SYSDRILL --home $home"
see "Go on where you stopped?" "after kill -9 the interview is offered"
keys y
see "one" "and the notes are there"
await "INTERVIEW"
keys End
letters "two "
see "one two"
# SIGHUP: the server of the terminal is gone, in the middle of a word.
pid=$(cat "$work/pid")
t kill-server
if until_true ended "$pid"; then ok "the program ends with its terminal"; else not_ok "the program ends with its terminal"; fi
is_saved "two"

start "$SYSDRILL --home $home practice --resume"
see "one two" "practice --resume goes on, too"
await "INTERVIEW"
keys End
letters "three"
await "three"
kill -TERM "$(cat "$work/pid")"
see "ENDED 0" "SIGTERM ends it in good order"
until_true test -s "$work/after"
same_terminal "and the terminal is as it was"
gone "INTERVIEW" "its screen has been taken off"
is_saved "one two three"

start "$SYSDRILL --home $home practice --resume"
await "INTERVIEW"
kill -SEGV "$(cat "$work/pid")"
await "ENDED"
until_true test -s "$work/after"
same_terminal "after a fatal signal the terminal is as it was"

# Two programs on one interview: the second watches.
start "$SYSDRILL --home $home practice --resume"
await "INTERVIEW"
t new-session -d -s second -x 80 -y 24 "$SYSDRILL --home $home"
second() { t capture-pane -p -t second | grep -qF -- "$1"; }
until_true second "Go on where you stopped?"
t send-keys -t second y
if until_true second "WATCHING"; then ok "a second program watches"; else not_ok "a second program watches"; fi
keys End
letters " four"
if until_true second "three four"; then ok "and sees what is written"; else not_ok "and sees what is written"; fi
done_testing
