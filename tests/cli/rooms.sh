#!/bin/sh
# Rooms on the command line: what the main program does without, what it says of a broker, and where nothing can be said.
. "$abs_top_srcdir/tests/cli/tap.sh"

bridge=$(dirname "$SYSDRILL")/sysdrill-bridge
broker_is() { printf 'broker = %s\n' "$1" >"$XDG_CONFIG_HOME/sysdrill/config"; }

links_little() {
	command -v ldd >/dev/null || skip 'no ldd here'
	ldd "$SYSDRILL" >linked
	for library in sodium mosquitto ssl crypto; do
		! grep -q "lib$library" linked || wrong "sysdrill loads lib$library at every start"
	done
}
promise 'the main program loads neither libsodium nor libmosquitto nor TLS' links_little

wants_no_code() {
	run 2 join 7K3M-Q2XV-9TRA-H4WP; silent out
	says err 'the code is asked for'
	run 2 --plain join; run 2 --plain host chat
}
promise 'a code is never an argument' wants_no_code

says_no_broker() {
	run 1 room doctor; silent out
	says err 'no broker is set' 'broker = mqtts://HOST'
	run 2 room; run 2 room nonsense
}
promise 'room doctor without a broker says how to set one' says_no_broker

says_what_is_wrong() {
	[ -x "$bridge" ] || skip 'rooms across machines are not in this build'
	broker_is mqtt://127.0.0.1:1
	run 1 room doctor; says out 'Connection refused' 'Nothing listens there' 'port 1,'
	broker_is mqtts://127.0.0.1:1
	run 1 room doctor; says out 'with TLS' 'Nothing listens there'
	broker_is mqtt://anna:secretword@127.0.0.1:1
	run 1 room doctor; says out 'with a user'; says_not out secretword; says_not err secretword
}
promise 'room doctor says what is wrong with a broker, and not its password' says_what_is_wrong

refuses_orders() {
	[ -x "$bridge" ] || skip 'rooms across machines are not in this build'
	for order in '' '{}' '[]' 'mode' '{"mode": ""}' '{"mode": "muchtoolongamode"}'; do
		status=0
		printf '%s\n' "$order" | "$bridge" >out 2>err || status=$?
		[ "$status" = 2 ] || wrong "the order $order: $status"
		says err 'is started by sysdrill'; silent out
	done
	status=0
	"$bridge" 7K3M-Q2XV-9TRA-H4WP </dev/null >out 2>err || status=$?
	[ "$status" = 2 ]; says_not err 7K3M
	for order in '{"mode": "resume", "home": "none/such"}' '{"mode": "nothing", "home": "home"}' \
		'{"mode": "resume", "home": "home", "session": "../../x", "self": "../../y"}'; do
		status=0
		printf '%s\n' "$order" | "$bridge" >out 2>err || status=$?
		[ "$status" = 1 ] || wrong "the order $order: $status"
	done
}
promise 'the bridge takes orders from the program alone, and none that make no sense' refuses_orders

not_in_this_build() {
	[ ! -x "$bridge" ] || skip 'rooms across machines are in this build'
	broker_is mqtt://127.0.0.1:1
	run 1 room doctor
	says err 'not in this build'
}
promise 'a build without them says so' not_in_this_build

done_testing
