#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/nodes.t - the suites of mm on machines of several nodes, with holes, with high memory

. "$(dirname "$0")/lib.sh"

KTEST=${KTEST:-$top/build/ktest}
scale=$(($(frame_kb) / 4))
holes="mem=$((64 * scale))M memmap=4M\$32M memmap=$((64 * scale))M@$((512 * scale))M"
for machine in "mem=1G numa=fake=4" "mem=1G machine=x86_32 numa=fake=2" "$holes"; do
	timeout 300 "$KTEST" --boot "$machine" numa page_alloc page_buddy page_flags page_misuse memblock highmem percpu >"$TMP/out" 2>&1
	ok $? "$machine: the page allocator's suites"
	grep '^not ok' "$TMP/out" | sed 's/^/# /'
done
grep -q '^ok .*frame in a hole *$' "$TMP/out"
ok $? "frames in holes were freed, and refused"

# DMA32 below Normal: what is for machines of more than 4 GB alone.
timeout 300 "$KTEST" --boot zones=dma:16M,dma32:64M,normal:64M gfp_place gfp_depth gfp_reclaim >"$TMP/out" 2>&1
ok $? "DMA32 and Normal: the suites of the GFP contract"
grep '^not ok' "$TMP/out" | sed 's/^/# /'
grep -q '^ok .*gfp_place_unmovable_spares_movable_pageblocks$' "$TMP/out"
ok $? "and what needs both was not skipped"

# What the host has behind it follows use, however large the machine and its frames are.
for machine in mem=1G mem=1T; do
	timeout 300 "$KTEST" --boot "$machine" page_release >"$TMP/out" 2>&1
	ok $? "$machine: resident memory follows use"
	grep '^not ok' "$TMP/out" | sed 's/^/# /'
	[ "$(grep -c '^ok' "$TMP/out")" = "$(grep -vc ' # SKIP\|^#\|^1\.\.' "$TMP/out")" ]
	ok $? "and no case was skipped"
done

# libnuma's programs read /sys/devices/system/node.
run --cmdline "mem=1G nr_cpus=4 numa=fake=2" -- sh -c 'numactl -H; numastat; numastat -m | grep MemTotal'
like "$out" '^available: 2 nodes \(0-1\)$' "numactl -H: nodes"
like "$out" '^node 1 cpus: 2 3$' "CPUs"
like "$out" '^node 0 size: 51[12] MB$' "memory"
like "$out" '^  0:  10  20 *$' "distances"
like "$out" '^local_node  *[1-9][0-9]*  *[0-9]+$' "numastat: who got what"
like "$out" '^MemTotal  *51[12]\.[0-9]+  *51[12]\.[0-9]+  *102[34]\.' "numastat -m: sums"

done_testing
