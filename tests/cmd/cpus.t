#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/cpus.t - CPUs that go and come back, by /sys/devices/system/cpu

. "$(dirname "$0")/lib.sh"

timeout 300 "$QUARRY" run --cmdline nr_cpus=4 -- sh -c '
	cd /sys/devices/system/cpu
	cat online
	echo 0 > cpu1/online && cat online offline cpu1/online
	cat /proc/quarry/verify
	echo 1 > cpu1/online && cat online
	echo x > cpu1/online || echo refused
	ls cpu0/online || echo stays' >"$TMP/out" 2>"$TMP/err"
ok $? "a program takes a CPU offline and back"
printf '%s\n' 0-3 0,2-3 1 0 >"$TMP/want"
head -4 "$TMP/out" | cmp -s - "$TMP/want"
ok $? "the sets follow"
grep -q ': consistent$' "$TMP/out"
ok $? "memory is consistent without the CPU"
[ "$(tail -3 "$TMP/out" | tr '\n' ' ')" = "0-3 refused stays " ]
ok $? "it comes back; what is no number is refused; CPU 0 stays"
done_testing
