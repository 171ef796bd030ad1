#!/bin/sh
# A whole interview in the real terminal, from the first run to the debrief and back.
export LC_ALL=C.UTF-8
. "$(dirname "$0")/lib.sh"

start "$SYSDRILL --home $home"
see "start with Paste bin" "the first run offers a first interview"
keys Enter
see "starts the clock"
keys Enter
see "INTERVIEW"
letters "- half a million pastes a day"
keys Enter
letters "70 GB in a week"
see "- 70 GB in a week" "a list goes on by itself"
keys Tab
letters "How large is a paste?"
keys Enter
see "Ten kilobytes" "a question gets its fact"
keys F2
see "Hint:" "a hint can be taken"
keys C-n
see "Notes: architecture"
t resize-window -t main -x 40 -y 10
keys BTab
see "2 architecture" "at 40x10 the phase is in sight"
t resize-window -t main -x 30 -y 8
see "Too small"
t resize-window -t main -x 120 -y 40
see "High-level design" "at 120x40 the checklist has its place"
t resize-window -t main -x 80 -y 24
see "Hint:" "nothing was lost"
keys F10
see "End the interview?"
keys y
see "What happened"
keys C-n
see "Reference: Requirements"
see "70 GB in a week" "own notes beside the reference"
keys C-n
see "Problem exploration"
letters "1"
see "no hire"
keys C-n
see "Up to three things"
letters "I asked early"
see "I asked early"
keys Escape
see "History" "back in the library"
keys h
see "Past interviews: 1"
keys Enter
see "What happened" "the debrief can be opened again"
keys C-q
see "ENDED 0"
says "Paste bin" "$SYSDRILL" --home "$home" sessions
says "I asked early" "$SYSDRILL" --home "$home" export "$("$SYSDRILL" --home "$home" sessions --json | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p' | head -n 1)" --format md
start "$SYSDRILL --home $home"
see "Problem  " "the first screen does not come again"
done_testing
