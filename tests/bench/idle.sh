#!/bin/sh
# What an idle interview costs: wake-ups and processor time of the real program with a running clock and nobody typing.
# The promise: one wake-up a second, under 0.1 % of a core.   usage: idle.sh [SECONDS]
export LC_ALL=C.UTF-8
seconds=${1:-30}
. "$(dirname "$0")/../e2e/lib.sh"

status() { sed -n "s/^$1:[^0-9]*\([0-9]*\).*/\1/p" "/proc/$(cat "$work/pid")/status"; }
ticks() { awk '{ print $14 + $15 }' "/proc/$(cat "$work/pid")/stat"; }

measure() {
	# Whatever comes after the first frames is over by then.
	sleep 2
	wakes=$(status voluntary_ctxt_switches) preempted=$(status nonvoluntary_ctxt_switches) used=$(ticks)
	sleep "$seconds"
	echo "$1: $(($(status voluntary_ctxt_switches) - wakes)) wake-ups in $seconds s," \
		"preempted $(($(status nonvoluntary_ctxt_switches) - preempted)) times," \
		"$(($(ticks) - used)) clock ticks of $(getconf CLK_TCK) a second; peak memory $(status VmHWM) kB"
}

start "$SYSDRILL --home $home practice pastebin"
await "INTERVIEW"
measure "a running clock"
keys F4
await "PAUSED"
measure "a clock that stands"
keys F9
await "Problem"
measure "the library"
