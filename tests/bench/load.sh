#!/bin/sh
# What many people in rooms cost one broker and each bridge: real bridges (two hundred processes), a mosquitto on loopback.
# Not a part of make check, nor of make bench: the machine is busy with it.   usage: load.sh BRIDGE BENCH_DIR
set -eu
export LC_ALL=C.UTF-8
bridge=$1 bench=$2
PATH=$PATH:/usr/sbin:/usr/local/sbin
command -v mosquitto >/dev/null || { echo 'load: mosquitto is needed' >&2; exit 1; }
# In memory: no disk has to bear what a hundred people write at once.
work=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")")
chmod 711 "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# show TITLE, arguments of roomload
show() {
	title=$1; shift
	mkdir "$work/homes"
	"$bench/roomload" "$@" "$bridge" "$work/homes" >"$work/out"
	rm -rf "$work/homes"
	printf '\n%s\n' "$title"
	awk '$1 == "typed" { printf "  a letter in the log of the others    p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, slowest %.1f ms\n", $2, $3, $4, $5 }
	$1 == "broker" { printf "  broker                               %.2f %% of a core, %.1f MB (%.1f MB its own)\n", $2, $3, $4 }
	$1 == "bridge" { printf "  a bridge, on average                 %.2f %% of a core, %.1f MB (%.1f MB its own)\n", $2, $3, $4 }
	$1 == "wire" { printf "  through the broker                   %.0f messages/s and %.0f KB/s in, %.0f messages/s and %.0f KB/s out\n",
		$2, $3 / 1000, $4, $5 / 1000 }' "$work/out"
}

show 'One room: an interviewer, a candidate who types 4 letters a second, 10 observers' -r 1 -o 10
show 'A hundred rooms of two, each with a candidate who types 4 letters a second' -r 100
