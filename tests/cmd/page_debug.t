#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/page_debug.t - the boot options that make the page allocator remember, fill and check

. "$(dirname "$0")/lib.sh"

KTEST=${KTEST:-$top/build/ktest}

# The suites that matter must pass as they do without the option.
for options in page_owner=on page_poison=1 init_on_alloc=1 init_on_free=1 \
	'page_owner=on page_poison=1 machine=x86_32 mem=1G'; do
	status=0
	out=$("$KTEST" --boot "$options" page_debug page_buddy verify 2>&1) || status=$?
	is "$status" 0 "$options: the suites pass" || note "$(echo "$out" | grep -v '^ok')"
	like "$out" '^ok .*page_debug' "$options: they ran"
done

run --cmdline page_owner=on -m "$MODULES/scullc.ko" -- sh -c '
	head -c 200000 /dev/zero >/dev/scullc0; cat /sys/kernel/debug/page_owner; "$QUARRY" verify'
like "$out" '^Page allocated via order [0-9]+, mask 0x[0-9a-f]+\(GFP_[^ ]*\), pid [0-9]+, tgid [0-9]+ \(head\), ts [0-9]+ ns, free_ts [0-9]+ ns$' \
	"page_owner: pages of the program's writes"
like "$out" '^PFN [0-9]+ type Unmovable Block [0-9]+ type [A-Z][A-Za-z]+ Flags 0x' "page_owner: frame and types"
like "$out" '^ scull[a-z_]+\+0x.*\[scullc\]' "page_owner: the driver is in the call chain"
like "$out" ': consistent$' "page_owner: quarry verify agrees"

run -- ls /sys/kernel/debug/page_owner
unlike "$out" 'page_owner' "without the option there is no such file"

done_testing
