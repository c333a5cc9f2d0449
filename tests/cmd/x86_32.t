#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/x86_32.t - every suite on a machine with high memory; x86_32_cmd.t runs scripts there
#
# The addresses that pages of high memory would have in the direct map fault at once (docs/highmem.md). So a path
# that takes the address of such a page, without mapping it, fails its suite here.

. "$(dirname "$0")/lib.sh"

KTEST=${KTEST:-$top/build/ktest}
machine="machine=x86_32 mem=2G"

timeout 900 "$KTEST" --boot "$machine" --show /proc/vmstat >"$TMP/out" 2>"$TMP/err"
ok $? "every suite passes on $machine" || note "$(grep -a -B6 '^not ok' "$TMP/out" | tail -60)"
suites=$("$KTEST" --list | wc -l)
is "$(sed -n 's/^\(not \)\{0,1\}ok [0-9]* - \([a-z0-9_]*\)\..*/\2/p' "$TMP/out" | sort -u | wc -l)" "$suites" "all $suites of them ran"
high=$(sed -n 's/^# pgalloc_high \([0-9]*\)$/\1/p' "$TMP/out")
echo "# $high pages of high memory were allocated"
[ "${high:-0}" -gt 10000 ]
ok $? "high memory was in play"
unlike "$(cat "$TMP/out")" '# SKIP this machine has no high memory' "no case was skipped for the lack of it"

# What uses much memory got it from there: pages of programs' files, of vmalloc, of the model's random blocks.
for suite in vmalloc page_model highmem kmap kmap_local kmap_misuse; do
	"$KTEST" --boot "$machine" --show /proc/vmstat "$suite" >"$TMP/out" 2>&1
	high=$(sed -n 's/^# pgalloc_high \([0-9]*\)$/\1/p' "$TMP/out")
	[ "${high:-0}" -gt 0 ]
	ok $? "suite $suite used pages of high memory (${high:-none})"
done

done_testing
