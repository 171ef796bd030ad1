#!/bin/sh
# Two people at one machine, each with a terminal of their own and both with one home: a room without a network.
export LC_ALL=C.UTF-8
. "$(dirname "$0")/lib.sh"

# The interviewer has the pane `main`; the candidate has one beside it.
candidate_shows() { t capture-pane -p -t candidate 2>/dev/null | grep -qF -- "$1"; }
candidate_sees() { if until_true candidate_shows "$1"; then ok "${2:-$1}"; else not_ok "${2:-$1}"; t capture-pane -p -t candidate | sed 's/^/#   |/'; fi; }
candidate_keys() { t send-keys -t candidate "$@"; }
candidate_letters() { t send-keys -t candidate -l -- "$1"; }

start "env USER=maria $SYSDRILL --home $home host pastebin"
see "Nobody is here yet"
code=$(screen | grep -o '[0-9A-Z]\{4\}-[0-9A-Z]\{4\}-[0-9A-Z]\{4\}-[0-9A-Z]\{4\}')

t new-session -d -s candidate -x 80 -y 24 "env TERM=screen USER=jonas $SYSDRILL --home $home join; echo ENDED; exec cat"
candidate_sees "Join a room" "join asks for the code, though this very interview is unfinished here"
candidate_letters "$code"
candidate_keys Enter
candidate_sees "You are in the room" "the code opens the door at the same machine"
see "The candidate is here"
keys Enter
candidate_sees "INTERVIEW " "the interviewer's key starts the clock of both"
candidate_letters "half a million pastes a day"
see "half a million pastes a day" "what the candidate types is on the interviewer's screen"
candidate_keys Tab
candidate_letters "How large is a paste?"
candidate_keys Enter
see "Asked: " "a question is shown to the interviewer, with the fact that answers it"
keys r
candidate_sees "Ten kilobytes" "and is answered by a key"
candidate_keys F9
candidate_sees "Problem" "the candidate can leave"
done_testing
