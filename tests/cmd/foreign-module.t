#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/foreign-module.t - a module that is not Quarry's, in a folder elsewhere

. "$(dirname "$0")/lib.sh"

dir=$TMP/elsewhere/foreign
mkdir -p "$TMP/elsewhere"
cp -r tests/cmd/modules/foreign "$dir"

# As its author would: its own Makefile, which calls the kernel's.
make -s -C "$dir" KERNELDIR="$("$QUARRY" kdir)" CC="${CC:-gcc}" SAN="${SAN:-}" >"$TMP/log" 2>&1
ok $? "its own Makefile builds it" || sed 's/^/# /' "$TMP/log"

run --report -m "$dir/foreign.ko" copies=2 -- sh -c 'cat /dev/foreign; echo; cat /proc/foreign; grep foreign /proc/devices'
is "$status" 0 "it loads, with a parameter"
like "$out" '^hello from afar hello from afar$' "its device reads"
like "$out" '^copies 2$' "its /proc file reads"
like "$out" '^ *[0-9]+ foreign$' "its number is in /proc/devices"
like "$err" 'no page and no object is left' "nothing is left of it"

run -- sh -c 'insmod "$1" greeting=hi && cat /dev/foreign && rmmod foreign && ls /dev/foreign' sh "$dir/foreign.ko"
like "$out" '^hi$' "insmod loads it too"
like "$err" 'No such file' "and after rmmod its node is gone"

run -m "$dir/foreign.ko" copies=0 -- true
is "$status" 1 "an init that fails: exit status 1"
like "$err" 'EINVAL' "an init that fails: the error is named"

make -s -C "$dir" KERNELDIR="$("$QUARRY" kdir)" clean >"$TMP/log" 2>&1
is "$(cd "$dir" && ls | tr '\n' ' ')" "Makefile main.c table.c table.h " "clean leaves what was there before"

done_testing
