#!/bin/sh
# A room between two homes through a broker: the door, an interview in which the broker and the bridges are killed and keys are lost,
# the debrief; at the end both have the same log. Then the same between two networks whose link goes down.
export LC_ALL=C.UTF-8
. "$(dirname "$0")/lib.sh"

broker='' namespaces=''
finish_all() {
	[ -z "$broker" ] || kill -9 "$broker" 2>/dev/null
	finish
	for name in $namespaces; do ip netns del "$name" 2>/dev/null; done
}
trap finish_all EXIT
[ -x "$MOSQUITTO_BROKER" ] || skip_all "mosquitto is not installed"
[ -x "$(dirname "$SYSDRILL")/sysdrill-bridge" ] || skip_all "rooms across machines are not in this build"

# Each side has a home, a configuration and a place for sockets of its own: they meet at the broker or nowhere.
set_up() { # side, its name
	mkdir -p "$work/$1/config/sysdrill" "$work/$1/sockets"
	printf 'name = %s\nbroker = mqtt://%s:%s\n' "$2" "$address" "$port" >"$work/$1/config/sysdrill/config"
}
# What stands before the program of a side, and before the broker.
in_host='' in_guest='' in_broker=''
on() { # side, arguments: the command that runs the program there
	side=$1; shift
	if [ "$side" = host ]; then before=$in_host; else before=$in_guest; fi
	echo "$before env XDG_CONFIG_HOME=$work/$side/config SYSDRILL_SOCKET_DIR=$work/$side/sockets $SYSDRILL --home $work/$side/home $*"
}
run_on() { eval "$(on "$@")"; }

start_broker() {
	printf 'listener %s %s\nallow_anonymous true\nuser root\npersistence false\nlog_dest none\n' "$port" "$address" >"$work/broker.conf"
	# shellcheck disable=SC2086 # words or nothing
	$in_broker "$MOSQUITTO_BROKER" -c "$work/broker.conf" >/dev/null 2>&1 3>&- &
	broker=$!
}
broker_works() { kill -0 "$broker" 2>/dev/null && run_on host room doctor 2>/dev/null | grep -q 'Rooms will work'; }
broker_settled() { broker_works || ! kill -0 "$broker" 2>/dev/null; }
# A port may be somebody's already: then the next.
find_broker() { # address
	address=$1 port=$((20000 + $$ % 12000))
	for tries in 1 2 3 4 5 6 7 8; do
		port=$((port + 7 * tries))
		set_up host Ada
		set_up guest Bob
		start_broker
		until_true broker_settled
		! broker_works || return 0
		kill -9 "$broker" 2>/dev/null
	done
	broker=''
	return 1
}
kill_broker() { kill -9 "$broker"; wait "$broker" 2>/dev/null; broker=''; }

bridge_of() { # pane
	for stat in /proc/[0-9]*/stat; do sed -n "s/^\([0-9]*\) (sysdrill-bridge) [RSD] $(cat "$work/pid$1") .*/\1/p" "$stat" 2>/dev/null; done | head -n 1
}
has_bridge() { [ -n "$(bridge_of "$1")" ]; }
another_bridge() { has_bridge "$1" && [ "$(bridge_of "$1")" != "$2" ]; }

fingerprint() { screen | tr '\n' ' ' | sed -n 's/.*Fingerprint[ │]*\([0-9A-Z]\{4\}-[0-9A-Z]\{4\}\).*/\1/p'; }
has_fingerprint() { [ -n "$(fingerprint)" ]; }

# What both may have: the events, in the order of their text, without those that are one side's own.
events_of() {
	id=$(run_on "$1" sessions --json | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p' | head -n 1)
	run_on "$1" export "$id" --format jsonl | grep '"oseq"' | grep -v '"stream": *"private' | sort
}
same_events() {
	events_of host >"$work/host.events"
	events_of guest >"$work/guest.events"
	[ -s "$work/host.events" ] && cmp -s "$work/host.events" "$work/guest.events"
}

# The code is in no argument, in no export, and at the guest's machine in no file.
code_is_kept() {
	whole=$(printf '%s' "$code" | tr -d '-')
	for process in /proc/[0-9]*; do
		{ tr '\0' '\n' <"$process/cmdline"; } 2>/dev/null | grep -qF -e "$whole" -e "$code" && return 1
	done
	for side in host guest; do
		id=$(run_on $side sessions --json | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p' | head -n 1)
		for format in md json jsonl; do
			run_on $side export "$id" --format $format >"$work/exported" || return 1
			[ -s "$work/exported" ] && ! grep -qF -e "$whole" -e "$code" "$work/exported" || return 1
		done
	done
	! grep -rqaF -e "$whole" -e "$code" "$work/guest"
}

# From nothing to both in the interview.
meet() {
	at main
	start "$(on host host pastebin --preset 45)"
	see "Code: "
	code=$(screen | sed -n 's/.*Code: \([0-9A-Z-]*\).*/\1/p')
	at peer
	start "$(on guest join)"
	await "Join a room"
	letters "$code"
	keys Enter
	see "is there. Fingerprint" "who joins hears of the interviewer, and waits"
	until_true has_fingerprint
	theirs=$(fingerprint)
	at main
	await "Fingerprint"
	until_true has_fingerprint
	if [ -n "$theirs" ] && [ "$(fingerprint)" = "$theirs" ]; then ok "the fingerprint is the same on both screens"; else not_ok "the fingerprint is the same on both screens: $theirs"; fi
	keys A
	await "Enter starts the clock"
	at peer
	gone "Fingerprint" "the door is opened"
	at main
	keys Enter
	await "INTERVIEWER"
	at peer
	see "INTERVIEW " "the interviewer's key starts the clock of both"
	letters "- half a million a day"
	at main
	see "- half a million a day" "what is typed shows at the other machine"
}

# For how long, or why, if the other side was not heard at all yet.
alone() { shows "not in touch" || shows "cannot be reached" || shows "is lost"; }
in_touch() { ! alone; }
cut() { if until_true alone; then ok "$1"; else not_ok "$1"; fi; }
mended() { if until_true in_touch; then ok "$1"; else not_ok "$1"; fi; }

# Whatever $1 does cuts them off, and $2 undoes it.
cut_off() { # what happened, command that cuts, command that mends
	$2
	at main
	cut "$1: the interviewer's screen says so"
	at peer
	cut "and the candidate's"
	keys End
	keys Enter
	letters "with $1"
	see "with $1" "typing goes on"
	keys Tab
	letters "What now?"
	keys Enter
	await "You: What now?"
	$3
	at main
	see "with $1" "once it is mended, what was typed arrives"
	mended "and they are in touch"
	see "What now?" "and what was asked"
	at peer
	mended "on both screens"
	keys BTab
}

score() { # key
	keys M-3
	await "Problem exploration"
	for key in "$1" Down "$1" Down "$1" Down "$1" Down "$1"; do keys $key; done
	await "s submits"
	letters "s"
	await "Submit the scores?"
	letters "y"
}

# The candidate's machine has no keys any more: they do what the screen says, and are who they were.
lose_keys() {
	at peer
	keys C-q
	await "ENDED 0"
	for file in "$work"/guest/home/rooms/*.keys; do echo '{' >"$file"; done
	start "$(on guest practice --resume)"
	see "damaged: join it again with its code" "who has no keys any more is told what to do"
	keys C-q
	await "ENDED 0"
	start "$(on guest join)"
	await "Join a room"
	letters "$code"
	keys Enter
	see "is there. Fingerprint" "does it,"
	at main
	see "wants to join as candidate" "stands at the door,"
	keys A
	at peer
	see "half a million a day" "and has what they wrote"
	letters "here again, "
	at main
	see "here again, " "and can go on"
	gone "wants to join"
}

# To the end, and both scores side by side.
debrief() {
	at main
	keys F10
	await "End the interview?"
	letters "y"
	await "What happened"
	at peer
	see "What happened" "the end is for both"
	at main
	score 2
	see "You: submitted"
	at peer
	see "What happened"
	score 1
	see "The candidate's own: 0 %. Those who interviewed: 33 %" "both scores open at the candidate's machine"
	at main
	see "Those who interviewed: 33 %" "and at the interviewer's"
	if code_is_kept; then ok "the code is in no argument, export or file of the guest's"; else not_ok "the code is in no argument, export or file of the guest's"; fi
	if until_true same_events; then ok "both have the same events"; else
		not_ok "both have the same events"
		diff "$work/host.events" "$work/guest.events" | sed 's/^/# /'
	fi
	keys C-q
	see "ENDED 0"
	at peer
	keys C-q
	see "ENDED 0"
}

find_broker 127.0.0.1 || skip_all "no broker starts here"
meet
kill_and_start() { start_broker; until_true broker_works; }
cut_off "no broker" kill_broker kill_and_start
for side in '' .peer; do
	until_true has_bridge "$side"
	bridge=$(bridge_of "$side")
	kill -9 "$bridge"
	at peer
	keys Enter
	letters "killed$side"
	if until_true another_bridge "$side" "$bridge"; then ok "a bridge that was killed comes again"; else not_ok "a bridge that was killed comes again"; fi
	at main
	see "killed$side" "and nothing is lost"
done
lose_keys
debrief
kill_broker

# Two networks of this machine with a cable between them.
make_networks() {
	[ "$(id -u)" = 0 ] && command -v ip >/dev/null || return 1
	first="sysdrill-$$-a" second="sysdrill-$$-b" net="10.213.$(($$ % 250))"
	ip netns add "$first" 2>/dev/null || return 1
	namespaces=$first
	ip netns add "$second" 2>/dev/null || return 1
	namespaces="$first $second"
	ip link add a0 netns "$first" type veth peer name b0 netns "$second" 2>/dev/null || return 1
	ip -n "$first" addr add "$net.1/24" dev a0 && ip -n "$second" addr add "$net.2/24" dev b0 && ip -n "$first" link set a0 up &&
		ip -n "$second" link set b0 up && ip -n "$first" link set lo up && ip -n "$second" link set lo up
}
cable() { ip -n "$second" link set b0 "$1"; }
unplug() { cable down; }
plug() { cable up; }

rm -rf "$work/host" "$work/guest"
if make_networks; then
	in_host="ip netns exec $first" in_guest="ip netns exec $second" in_broker=$in_host
	find_broker "$net.1"
	meet
	cut_off "no network" unplug plug
	debrief
	kill_broker
else
	ok "between two networks # SKIP they need root, and the command ip"
fi
done_testing
