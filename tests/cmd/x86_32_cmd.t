#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/x86_32_cmd.t - the scripts that boot a machine as it comes, with high memory; x86_32.t runs the suites

. "$(dirname "$0")/lib.sh"

export QUARRY_CMDLINE="machine=x86_32 mem=2G"
for script in asker files foreign-module irq kill module-load oops scull slab stuck threads tools verify; do
	timeout 300 bash "$top/tests/cmd/$script.t" >"$TMP/out" 2>"$TMP/err"
	ok $? "tests/cmd/$script.t" || note "$(grep '^not ok' "$TMP/out"; tail -20 "$TMP/err")"
done

done_testing
