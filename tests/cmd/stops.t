#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/stops.t - the fast paths of objects, disturbed before each instruction (tests/mm/slab_stops_test.c)
#
# With restartable sequences and without, on several CPUs and on one.

. "$(dirname "$0")/lib.sh"

command -v objdump >/dev/null || skip_all "needs objdump"

# Where the instructions of those functions begin, but for what fills up between them.
functions='kmem_cache_alloc|kmem_cache_free|kmalloc_trace|__kmalloc|kfree'
functions+='|cache_take|cache_give|constant_take|size_take|kmalloc_give'	# where they are inlined
objdump -d --no-show-raw-insn "$KTEST" | awk -v wanted="^<($functions)(\\\\.cold)?>:\$" '
	/^[0-9a-f]+ <.*>:$/ { on = $2 ~ wanted }
	on && /^ +[0-9a-f]+:/ && !/\t(cs |data16 )*nop|xchg +%ax,%ax|\tint3/ { sub(":", "", $1); print $1 }' >"$TMP/stops"
[ "$(wc -l <"$TMP/stops")" -gt 50 ]
ok $? "the instructions are found"

disturbed() {	# name, then a command and the suite's options
	local name=$1
	shift
	timeout -k 5 300 "$@" --stops "$TMP/stops" slab_stops >"$TMP/out" 2>"$TMP/err"
	is $? 0 "$name"
	grep -hE '^not ok|^# .*EXPECT|slab_stops: ' "$TMP/out" "$TMP/err" | sed 's/^/# /' >&2
	grep -E ' 0 stops$' "$TMP/out"
	is $? 1 "$name: there were stops in each case"
}

disturbed "all CPUs" "$KTEST"
disturbed "one CPU" "$KTEST" --boot nr_cpus=1
disturbed "more CPUs than the host has" "$KTEST" --boot nr_cpus=8
disturbed "without sequences" env GLIBC_TUNABLES=glibc.pthread.rseq=0 "$KTEST"
disturbed "design slab" "$KTEST" --boot slab=slab

done_testing
