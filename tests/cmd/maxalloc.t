#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/maxalloc.t - the largest allocations, before and after memory is in pieces (row E6)

. "$(dirname "$0")/lib.sh"

last() { echo "$out" | grep "maxalloc: $1:" | tail -n 1; }

[ "$(frame_kb)" = 4 ] || skip_all "order 10 of larger frames is more than these machines have"

# On a fresh machine; then with memory in pieces; then once the defragmenter has had all of it.
script='
	look() { insmod "$1/maxalloc.ko" "$3" && rmmod maxalloc && dmesg -c | sed "s/.*\(maxalloc: \)/$2 \1/"; }
	look "$1" fresh try_vmalloc=1
	insmod "$1/fragment.ko"
	look "$1" pieces try_vmalloc=0
	insmod "$1/defrag.ko"
	look "$1" again try_vmalloc=0
	rmmod fragment defrag
	"$QUARRY" verify'

for options in mem=256M 'mem=64M nr_cpus=1' 'machine=x86_32 mem=1G' 'mem=128M numa=fake=2'; do
	run --report --cmdline "$options" -- sh -c "$script" sh "$MODULES"
	is "$status" 0 "$options: exits with 0"
	like "$out" '^fresh maxalloc: __get_free_pages: order 10, 4194304 bytes; stops: order 11 is too large' \
		"$options: a fresh machine has order 10, and MAX_ORDER is the limit"
	like "$out" '^fresh maxalloc: kmalloc: 4194304 bytes; stops: more than KMALLOC_MAX_SIZE' \
		"$options: kmalloc gives 4 MB"
	like "$out" '^fresh maxalloc: vmalloc: [0-9]{8,} bytes' "$options: vmalloc gives more"
	like "$out" '^pieces maxalloc: __get_free_pages: order [0-9], .*fragmentation: [0-9]{4,} pages are free, but the largest free block is of order [0-9]$' \
		"$options: fragmentation is named, with what is free and in which pieces"
	like "$out" '^again maxalloc: __get_free_pages: order 10, ' "$options: the defragmenter brings order 10 back"
	like "$out" ': consistent$' "$options: quarry verify agrees"
	like "$err" 'no page and no object is left' "$options: nothing is left"
done

done_testing
