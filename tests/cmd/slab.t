#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/slab.t - /proc/slabinfo for the distribution's tools, /sys/kernel/slab, slub_debug=

. "$(dirname "$0")/lib.sh"

run -- slabtop -o
is "$status" 0 "slabtop -o ends well"
is "$err" "" "and complains of nothing"
like "$out" ' kmalloc-512 *$' "it knows our caches"
run -- vmstat -m
is "$status" 0 "vmstat -m ends well"
is "$err" "" "and complains of nothing"
like "$out" '^kmalloc-64 +[0-9]+ +[0-9]+ ' "it knows our caches"

# Every file that Linux 6.1 has can be read, and the numbers agree with each other.
run --cmdline "slub_debug=FZPU,kmalloc-64" -- sh -c '
	cd /sys/kernel/slab/kmalloc-64 || exit
	for f in object_size slab_size objs_per_slab order objects objects_partial total_objects slabs partial \
		cpu_slabs min_partial align ctor aliases sanity_checks red_zone poison store_user trace alloc_calls \
		free_calls validate shrink hwcache_align reclaim_account cache_dma destroy_by_rcu usersize; do
		cat $f >/dev/null || echo "missing $f"
	done
	echo "$(cat object_size sanity_checks red_zone poison store_user trace | tr "\n" " ")"
	read -r total rest <total_objects
	read -r slabs rest <slabs
	echo "total $((total - slabs * $(cat objs_per_slab)))"
	cat alloc_calls
	echo 1 >validate && echo valid
	echo 1 >shrink && echo shrunk
	echo 2 >validate || echo refused
	cat ../kmalloc-128/red_zone'
unlike "$out" '^missing' "all files are there"
like "$out" '^64 1 1 1 1 0 $' "slub_debug=FZPU,kmalloc-64 switches these on for kmalloc-64"
like "$out" '^total 0$' "total_objects is slabs times objs_per_slab"
like "$out" '^ +[0-9]+ [a-z_]+\+0x.* age=.* pid=' "alloc_calls names callers"
like "$out" '^valid$' "validate takes 1"
like "$out" '^shrunk$' "shrink takes 1"
like "$out" '^refused$' "validate takes nothing else"
is "$(tail -1 <<<"$out")" 0 "and kmalloc-128 is as always"
unlike "$err" 'BUG ' "nothing is found wrong"

run --cmdline "slub_debug" --report -m "$MODULES/scullc.ko" -- sh -c 'echo kept >/dev/scullc0; cat /dev/scullc0'
like "$out" '^kept$' "a driver works with everything switched on"
unlike "$err" 'BUG ' "and nothing is found wrong"

run --cmdline "slub_debug=X" -- dmesg
like "$out" "slub_debug option 'X' unknown. skipped" "an unknown switch is named"

cp -r tests/cmd/modules/slabpanic "$TMP/slabpanic"
make -s -C "$("$QUARRY" kdir)" M="$TMP/slabpanic" CC="${CC:-gcc}" SAN="$SAN" modules >"$TMP/log" 2>&1
ok $? "a module that asks for a cache of too large objects builds" || sed 's/^/# /' "$TMP/log"
run -m "$TMP/slabpanic/slabpanic.ko" -- sh -c 'dmesg | grep slabpanic:; echo on'
like "$err" 'kmem_cache_create_usercopy\(too-large\) failed with error -22' "without SLAB_PANIC: a warning"
like "$out" 'slabpanic: no cache' "and NULL"
like "$out" '^on$' "the machine goes on"
run -m "$TMP/slabpanic/slabpanic.ko" must=1 -- sh -c 'echo on'
like "$err" "Kernel panic - not syncing: kmem_cache_create_usercopy: Failed to create slab 'too-large'. Error -22" \
	"with SLAB_PANIC: a panic, in Linux's words"
unlike "$out" '^on$' "that stops the machine"

done_testing
