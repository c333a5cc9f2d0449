#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/fail-each.t - failures on purpose: the files, and some suites with each allocation failing in turn

. "$(dirname "$0")/lib.sh"

[ -z "${SAN:-}" ] || skip_all "a case runs once for each of its allocations: too slow with sanitizers"

run bash -c 'exec 3<>/proc/self/fail-nth; echo 1000 >&3; read -r left </proc/self/fail-nth; echo left $left
	echo 0 >&3; echo 1 >/proc/self/make-it-fail; read -r fails </proc/self/make-it-fail; echo fails $fails
	cat /proc/self/make-it-fail; ls /sys/kernel/debug/failslab'
like "$out" "left [0-9]+" "/proc/self/fail-nth"
like "$out" "fails 1" "/proc/self/make-it-fail"
like "$out" "^1$" "and a child inherits it"
like "$out" "^cache-filter$" "/sys/kernel/debug/failslab"
run --cmdline failslab=1,100,0,0 true
is "$status" 0 "failslab= with no times left harms nobody"
run --cmdline failslab=nonsense dmesg
like "$out" "FAULT_INJECTION: failed to parse arguments" "failslab= of a wrong form is reported"

report=$("$top/tests/fail-each" -m 25 -t 60 kfifo xarray genalloc dmapool mempool devtmpfs devres page_buddy \
	kmalloc shrinker percpu_counter 2>&1)
ok $? "no allocation that fails does harm" || note "$report"
like "$report" "[1-9][0-9]* allocations failed in turn" "and some did"

done_testing
