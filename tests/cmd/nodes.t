#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/nodes.t - the suites of mm on machines of several nodes, with holes, with high memory

. "$(dirname "$0")/lib.sh"

KTEST=${KTEST:-$top/build/ktest}
for machine in "mem=1G numa=fake=4" "mem=1G machine=x86_32 numa=fake=2" 'mem=64M memmap=4M$32M memmap=64M@512M'; do
	timeout 120 "$KTEST" --boot "$machine" numa page_alloc page_buddy page_flags memblock highmem percpu >"$TMP/out" 2>&1
	ok $? "$machine: the page allocator's suites"
	grep '^not ok' "$TMP/out" | sed 's/^/# /'
done
done_testing
