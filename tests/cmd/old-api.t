#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/old-api.t - modules written for Linux 2.6.10 and 2.6.34 (QUARRY_API, docs/modules.md)

. "$(dirname "$0")/lib.sh"

module old10
run -m "$old10" dmesg
like "$out" "old10: constructed 1 atomic 1" "2.6.10: the constructor ran, and was told that it must not sleep"
like "$out" "old10: destroy in use 1, then 0" "kmem_cache_destroy() says that objects are in use"
like "$out" "old10: all unmade 1 wrong 0" "the destructor ran once for each object"

cp -r "$top/tests/cmd/modules/old34" "$TMP/old34"
build() { make -s -C "$("$QUARRY" kdir)" M="$TMP/old34" CC="$CC" SAN="${SAN:-}" "$@" modules >"$TMP/log" 2>&1; }
build QUARRY_API=2.6.34
ok $? "a build for 2.6.34" || note "$(cat "$TMP/log")"
run -m "$TMP/old34/old34.ko" dmesg
like "$out" "old34: constructed 1, destroy in use 1, then 0" "2.6.34: five arguments, an answer from destroy"
build QUARRY_API=2.6.99
ok $((! $?)) "a version that there is not is refused"
like "$(cat "$TMP/log")" "there are 2.6.10, 2.6.34 and 6.1" "and the others are named"

done_testing
