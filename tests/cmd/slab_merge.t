#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/slab_merge.t - the suites of the slab layer where caches that are alike are one (slab_merge)

. "$(dirname "$0")/lib.sh"

for design in slub slab; do
	for suite in $("$KTEST" --list | grep -E '^(slab|kmalloc|misuse|mempool|shrinker|leak)'); do
		"$KTEST" --boot "slab_merge slab=$design" "$suite" >"$TMP/out" 2>&1
		ok $? "slab=$design: $suite" || note "$(grep -B5 '^not ok' "$TMP/out")"
	done
done

done_testing
