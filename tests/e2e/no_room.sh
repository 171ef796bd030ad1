#!/bin/sh
# A code that leads nowhere: what the screen says, and that one gets away from there.
export LC_ALL=C.UTF-8
. "$(dirname "$0")/lib.sh"

knock() { # what stands before the program
	start "env SYSDRILL_SOCKET_DIR=$work $* $SYSDRILL --home $home join"
	await "Join a room"
	letters "7k3m q2xv 9tra h4wp"
	keys Enter
}
leave() {
	keys C-q
	see "ENDED 0"
}

# As in a build --without-rooms.
knock SYSDRILL_BRIDGE=/none
see "has that code, and this build reaches no other" "without rooms across machines a code is one of this machine"
leave

if [ -x "$(dirname "$SYSDRILL")/sysdrill-bridge" ]; then
	knock
	see "nobody on this machine has that room open" "without a broker nobody else can be asked"
	keys Escape
	gone "At the door"
	leave
	mkdir -p "$XDG_CONFIG_HOME/sysdrill"
	echo 'broker = mqtt://127.0.0.1:1' >"$XDG_CONFIG_HOME/sysdrill/config"
	knock
	see "cannot be reached" "a broker that is not there is named"
	# Whatever ends the bridge at the door, it comes again.
	bridge_of() {
		for stat in /proc/[0-9]*/stat; do sed -n "s/^\([0-9]*\) (sysdrill-bridge) [RSD] $(cat "$work/pid") .*/\1/p" "$stat" 2>/dev/null; done | head -n 1
	}
	has_bridge() { [ -n "$(bridge_of)" ]; }
	another() { has_bridge && [ "$(bridge_of)" != "$bridge" ]; }
	until_true has_bridge
	bridge=$(bridge_of)
	kill -9 "$bridge"
	if until_true another; then ok "a bridge that was killed at the door knocks again"; else not_ok "a bridge that was killed at the door knocks again"; fi
	keys Escape
	gone "At the door"
	leave
else
	ok "the bridge at the door # SKIP rooms across machines are not in this build"
fi
done_testing
