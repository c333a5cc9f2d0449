#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/release.t - memory that a program has used and freed goes back to the host, as the host sees it

. "$(dirname "$0")/lib.sh"

# Frames of the machine that the host has memory behind, and frames that it was given back: kB.
said() { awk -v name="$1:" '$1 == name { print $2 }' "$TMP/$2"; }

# Is there memory behind what is in use only? 256 kB are for what is on its way.
at_rest='$1 == "Used:" { used = $2 } $1 == "Resident:" { has = $2 } END { exit has > used + 256 }'

# 64 MB of pages in use, freed, and then nothing happens, until all is back or for two minutes.
"$QUARRY" run --cmdline 'mem=256M quiet' -m "$MODULES/scullp.ko" -- sh -c '
	cat /proc/quarry/memory >$1/boot
	dd if=/dev/zero of=/dev/scullp0 bs=1M count=64 status=none
	cat /proc/quarry/memory >$1/used
	read line <$1/seen
	: >/dev/scullp0
	cat /proc/quarry/memory >$1/freed
	for i in $(seq 60); do
		sleep 2
		cat /proc/quarry/memory >$1/rested
		awk "$2" $1/rested && break
	done
	read line <$1/seen' sh "$TMP" "$at_rest" 2>"$TMP/err" &
quarry=$!
mkfifo "$TMP/seen"

shmem() { awk '$1 == "Pss_Shmem:" { print $2 }' "/proc/$quarry/smaps_rollup"; }
# The program waits for a line each time.
host() { exec 3>"$TMP/seen"; shmem; echo go >&3; exec 3>&-; }

used=$(host)
rested=$(host)
wait $quarry
is "$?" 0 'the program runs' || note "$(cat "$TMP/err")"
[ "$(said Resident used)" -ge 65536 ]; ok $? 'what is in use has memory behind it'
[ "$used" -ge 65536 ]; ok $? "... and the host sees it ($used kB)"
awk "$at_rest" "$TMP/rested"
ok $? 'a machine at rest costs what is in use' || note "$(paste "$TMP/used" "$TMP/rested")"
[ "$rested" -le "$((used - 65536 + 1024))" ]; ok $? "... and the host sees that too ($rested kB)"
[ "$(said Returned rested)" -ge 65536 ]; ok $? 'what went back is counted'

done_testing
