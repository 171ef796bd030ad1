#!/bin/sh
# Two real programs in one room: one interviews, the other is interviewed; one is killed; both score, and the scores open.
export LC_ALL=C.UTF-8
. "$(dirname "$0")/lib.sh"

mkdir -p "$XDG_CONFIG_HOME/sysdrill"
echo 'name = Ada' >"$XDG_CONFIG_HOME/sysdrill/config"
id_of() { "$SYSDRILL" --home "$home" sessions --json | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p' | head -n 1; }
exported() { for format in md json jsonl; do "$SYSDRILL" --home "$home" export "$(id_of)" --format $format; done; }
# In none of the exports, and in none of the files but the one that is the interviewer's alone.
secret() {
	if exported | grep -qF -- "$1" || grep -qF -- "$1" "$home"/sysdrill.db*; then not_ok "$1 is secret"; else ok "$1 is secret"; fi
}
all_told() { [ "$(exported | grep -cF -- "$1")" -ge 3 ]; }
told() { if until_true all_told "$1"; then ok "$1 is told"; else not_ok "$1 is told"; fi; }

start "$SYSDRILL --home $home host pastebin --preset 45"
see "Code: " "the interviewer has a code"
code=$(screen | sed -n 's/.*Code: \([0-9A-Z-]*\).*/\1/p')
at peer
start "$SYSDRILL --home $home join"
see "Join a room"
letters "$code"
keys Tab C-u
letters "Bob"
keys Enter
see "You are in the room" "and lets in who types it"
at main
see "Bob is here: Enter starts the clock"
keys Enter
await "INTERVIEWER"
at peer
see "INTERVIEW " "the clock is the interviewer's to start"
letters "- half a million a day"
at main
see "- half a million a day" "what is typed shows on the other side"
at peer
keys Tab
letters "How large is a paste?"
keys Enter
at main
see "Size of a paste: r tells it" "a question comes with the fact that answers it"
letters "r"
at peer
see "Ten kilobytes" "and gets it"
at main
letters "n"
letters "wombatnote"
keys Enter
letters "n"
letters "numbatnote"
keys Enter
letters "9"
see "numbatnote"
secret "wombatnote"
case $(stat -c %a "$home/private" "$home"/private/* 2>/dev/null | sort -u | tr '\n' ' ') in
'600 700 ') ok "notes are in a file that only the user reads" ;;
*) not_ok "notes are in a file that only the user reads" ;;
esac

kill -9 "$(cat "$work/pid")"
await "ENDED 137"
at peer
keys BTab End
letters ", or so"
see "a day, or so" "the interviewer's program is killed, and the candidate goes on"
at main
start "$SYSDRILL --home $home practice --resume"
see "a day, or so" "who comes back has the same seat"
letters "9"
see "wombatnote" "and their notes"
keys F10
await "End the interview?"
letters "y"
see "What happened"
at peer
see "What happened" "the end is for both"
at main
keys M-3
await "Problem exploration"
for key in 2 Down 2 Down 2 Down 2 Down 2; do keys $key; done
keys m
await "goes out"
keys Down Space
see "kept "
keys Escape
until_true lacks "kept "
letters "s"
await "With them go 1 mark of"
letters "y"
see "You: submitted"
secret "wombatnote"
at peer
keys M-3
see "Ada: submitted. You: still scoring" "both score blind"
for key in 1 Down 1 Down 1 Down 1 Down 1; do keys $key; done
await "s submits"
letters "s"
await "Submit the scores?"
letters "y"
see "The candidate's own: 0 %. Those who interviewed: 33 %" "and see the scores side by side"
at main
see "Those who interviewed: 33 %" "both of them"
told "wombatnote"
secret "numbatnote"
keys C-q
see "ENDED 0"
at peer
keys C-q
see "ENDED 0"
secret "numbatnote"
done_testing
