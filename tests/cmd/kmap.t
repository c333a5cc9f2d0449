#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/kmap.t - windows that modules open: left open, of the old form (docs/highmem.md)

. "$(dirname "$0")/lib.sh"

unset QUARRY_CMDLINE		# what is not said below is the machine as it comes
machine='machine=x86_32 mem=1G'

module kmapleak
run --cmdline "$machine" -- sh -c 'insmod "$1" && echo data >/dev/kmapleak && dmesg | grep -c kmap_local_page
	cat /dev/kmapleak; dmesg; "$QUARRY" verify; rmmod kmapleak && dmesg | tail -40; "$QUARRY" verify' sh "$kmapleak"
like "$out" '^0$' "a call that closes what it opens is no leak"
like "$out" 'cat\[[0-9]+\]: windows of kmap_local_page\(\) left open at return to user space' "a window left open by a system call is reported"
like "$out" 'kmap window: pfn 0x[0-9a-f]+, mapped by kmapleak_read\+0x[0-9a-f]+/0x[0-9a-f]+ \[kmapleak\]' \
	"with the place that opened it"
like "$out" 'kmapleak: left a kmap window behind: pfn 0x[0-9a-f]+, mapped by kmapleak_init\+0x[^ ]* \[kmapleak\]' \
	"a window that an unloaded module left is reported"
like "$out" 'page dumped because: freed page is mapped by kmap\(\)' "and the page that it freed all the same is not free"
is "$(echo "$out" | grep -c ': consistent$')" 2 "the tables of windows are consistent all the time"

module kmapold10
run --cmdline "$machine" -m "$kmapold10" dmesg
like "$out" 'kmapold10: cleared 1' "2.6.10: kmap_atomic() with a type"
like "$out" 'kmap_atomic\(KM_USER0\): in use already, mapped by kmapold10_init\+' "a type in use twice is named"
like "$out" 'kunmap_atomic\(KM_USER1\): mapped with KM_USER0' "so is a wrong type"

module kmapold34
run --cmdline "$machine" -m "$kmapold34" dmesg
like "$out" 'kmapold34: high [1-9][0-9]* right 1 same 1 types 20 of 20' "2.6.34: all types, closed in the order of the time"
unlike "$out" 'WARNING' "without a complaint"
run -m "$kmapold34" dmesg
like "$out" 'kmapold34: high 0 right 1 same 1 types 20 of 20' "without high memory just the same"

run --cmdline "zones=dma:16M,normal:100M,highmem:52M" dmesg
like "$out" 'pkmap   : 0x[0-9a-f]+ - 0x[0-9a-f]+ \(1024 windows\)' "zones= with high memory has windows, too"
run dmesg
unlike "$out" 'pkmap' "a machine without high memory has none"

done_testing
