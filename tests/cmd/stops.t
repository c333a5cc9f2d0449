#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/stops.t - the fast paths of objects and pages, disturbed before each instruction
# (tests/mm/slab_stops_test.c, page_stops_test.c)
#
# With restartable sequences and without, on several CPUs and on one.

. "$(dirname "$0")/lib.sh"

command -v objdump >/dev/null || skip_all "needs objdump"

# Where the instructions of those functions begin, but for what fills up between them.
find_stops() {	# suite, functions
	objdump -d --no-show-raw-insn "$KTEST" | awk -v wanted="^<($2)(\\\\.cold)?>:\$" '
		/^[0-9a-f]+ <.*>:$/ { on = $2 ~ wanted }
		on && /^ +[0-9a-f]+:/ && !/\t(cs |data16 )*nop|xchg +%ax,%ax|\tint3/ { sub(":", "", $1); print $1 }' >"$TMP/$1"
	[ "$(wc -l <"$TMP/$1")" -gt 50 ]
	ok $? "$1: the instructions are found"
}
functions='kmem_cache_alloc|kmem_cache_free|kmalloc_trace|__kmalloc|kfree'
functions+='|cache_take|cache_give|constant_take|size_take|kmalloc_give'	# where they are inlined
find_stops slab_stops "$functions"
find_stops page_stops 'alloc_single_page|free_single_page|__alloc_pages|__put_page'

disturbed() {	# suite, name, then a command and the suite's options
	local suite=$1 name="$1: $2"
	shift 2
	timeout -k 5 300 "$@" --stops "$TMP/$suite" "$suite" >"$TMP/out" 2>"$TMP/err"
	is $? 0 "$name"
	grep -hE '^not ok|^# .*EXPECT|_stops: ' "$TMP/out" "$TMP/err" | sed 's/^/# /' >&2
	grep -E ' 0 stops$' "$TMP/out"
	is $? 1 "$name: there were stops in each case"
}

for suite in slab_stops page_stops; do
	disturbed $suite "all CPUs" "$KTEST"
	disturbed $suite "one CPU" "$KTEST" --boot nr_cpus=1
	disturbed $suite "more CPUs than the host has" "$KTEST" --boot nr_cpus=8
	disturbed $suite "without sequences" env GLIBC_TUNABLES=glibc.pthread.rseq=0 "$KTEST"
done
disturbed slab_stops "design slab" "$KTEST" --boot slab=slab

done_testing
