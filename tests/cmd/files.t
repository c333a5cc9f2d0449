#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/files.t - Quarry's files in host programs: descriptors, positions, exec, poll, listings

. "$(dirname "$0")/lib.sh"

C=$MODULES/scullc.ko
helper files
helper wait
module qpipe

(cd "$TMP" && timeout 300 "$QUARRY" run -m "$C" -- "$files" /dev/scullc0 >"$TMP/lines" 2>"$TMP/err")
is "$?" 0 "the descriptor program ends well"
each_line "$(cat "$TMP/lines")"

run -m "$qpipe" -- "$wait"
is "$status" 0 "the waiting program ends well"
each_line "$out"

# Redirections of shells, static and dynamic programs.
run -m "$C" -- sh -c 'echo one >/dev/scullc0; cat </dev/scullc0; exec 3<>/dev/scullc1; echo two >&3; cat /dev/scullc1'
is "$out" "one
two" "redirections of sh"
run -m "$C" -- bash -c 'echo three >/dev/scullc0; read line </dev/scullc0; echo "$line"; tee /dev/scullc1 <<<four; wc -c </dev/scullc1'
is "$out" "three
four
5" "redirections of bash"
if command -v busybox >/dev/null; then
	run -m "$C" -- busybox sh -c 'echo static >/dev/scullc0; busybox cat /dev/scullc0; busybox ls -l /dev/scullc0'
	like "$out" '^static$' "a static program"
	like "$out" '^crw' "and its ls"
else
	skip "a static program" "no busybox"
fi
run -m "$C" -- perl -e 'open(F, "+<", "/dev/scullc0") or die; syswrite(F, "perl"); sysseek(F, 0, 0);
	sysread(F, $x, 9); print "$x\n"; print -c "/dev/scullc0" ? "device\n" : "no\n"'
is "$out" "perl
device" "perl"
run -m "$C" -- sh -c 'cp /etc/passwd /dev/scullc0 && cmp /etc/passwd /dev/scullc0 && cp /dev/scullc0 "$1" && cmp /etc/passwd "$1"' sh "$TMP/copy"
is "$status" 0 "cp there and back"
run -m "$C" -- sh -c 'cd /dev && cat <scullc0 && ls -l scullc0 && stat -c %F /dev/scullc0'
like "$out" 'character special file' "relative names in /dev"
run -m "$C" -- sh -c 'echo deep | tee /dev/fd/1 >/dev/scullc0; cat /dev/stdin </dev/scullc0'
like "$out" '^deep$' "/dev/stdin of a device"

# Listings have the host's names and Quarry's, once each.
run -m "$C" -- sh -c 'ls /dev | sort | uniq -d; ls /dev | grep -c "^scullc[0-3]$"; ls /dev | grep -x null; find /dev -maxdepth 1 -name "scullc*" -type c | wc -l'
is "$out" "4
null
4" "ls and find in /dev"
helper list
run -m "$C" -- "$list" /dev scullc0
each_line "$out"

# Four processes at once on one blocking device: each gets some of it, none hangs.
run -m "$qpipe" -- sh -c 'for i in 1 2 3 4; do head -c 1 /dev/qpipe >/dev/null & done
	for i in 1 2 3 4; do sleep 0.05; printf x >/dev/qpipe; done; wait; echo all'
is "$out" all "four blocked readers"

# The last close: rmmod sees no stale user, however slow the release.
run -m "$qpipe" release_delay=300 -- sh -c 'exec 3>/dev/qpipe; rmmod qpipe 2>/dev/null; echo $?; exec 3>&-; rmmod qpipe; echo $?'
is "$out" "1
0" "rmmod right after the last close"
run -m "$C" -- sh -c 'sleep 1000 3>/dev/scullc0 & sleep 0.2; rmmod scullc 2>/dev/null; echo $?; kill -9 $!; wait $! 2>/dev/null; rmmod scullc; echo $?'
is "$out" "1
0" "a killed holder holds no more"

# Times, attributes, and numbers of nodes.
run -m "$C" -- sh -c 'touch -d "2001-02-03 04:05:06 UTC" /dev/scullc0 && TZ=UTC stat -c %y /dev/scullc0 && cp -a /dev/scullc0 "$1/node" && stat -c %F:%Y "$1/node"' sh "$TMP"
is "$out" "2001-02-03 04:05:06.000000000 +0000
character special file:981173106" "touch -d and cp -a of a node"
is "$err" "" "without a complaint"
run -m "$C" -- find /dev -samefile /dev/scullc0
is "$out" /dev/scullc0 "no file of the host has a node's number"

done_testing
