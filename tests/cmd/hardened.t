#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/hardened.t - hosts that refuse to have code changed, or whose C library has no restartable sequences
#
# There objects go by tokens (docs/locking.md). Every case of the memory system must end as it does
# with sequences, and so must a program under the command with a module.

. "$(dirname "$0")/lib.sh"

suites=(slab slab_cache slab_flags slab_magazine slab_misuse slab_model kmalloc misuse mempool mm_model
	page_alloc page_pcp page_model percpu percpu_alloc percpu_ops percpu_stack preempt spinlock verify)
top_case=slab_magazine.magazine_top_comes_back_and_goes

helper hardened

# $results: of each case whether it passed; $mark: what the case says that looks for sequences
measure() {	# a command to run the programs by
	"$@" "$KTEST" "${suites[@]}" >"$TMP/out" 2>"$TMP/err"
	status=$?
	results=$(sed -n 's/^\(not \)\{0,1\}ok [0-9]* /\1/p' "$TMP/out")
	mark=$("$@" "$KTEST" "$top_case" 2>&1 |
		grep -oE 'no restartable sequences|the design has no magazines' || true)
}

module inlined		# its own code has sequences, too
churn='head -c 300000 /dev/zero >/dev/scullc0; cksum </dev/scullc0; cat /dev/inlined; rmmod scullc inlined; quarry verify >/dev/null && echo verified'
module=(-m "$MODULES/scullc.ko" -m "$inlined" -- sh -c "$churn")
PATH=$(dirname "$QUARRY"):$PATH

measure env
plain=$results plain_mark=$mark
is "$status" 0 "with all that the host has: the suites pass"
run "${module[@]}"
plain_run="$status $out"
is "$status" 0 "and a program with a module"
like "$out" '^verified$' "after which memory is as it should be"

# same NAME COMMAND... - by the command all is as without, but for the sequences of slabs
same() {
	local name=$1
	shift
	measure "$@"
	is "$status" 0 "$name: the suites pass"
	is "$results" "$plain" "$name: each case ends in the same way"
	if [ -n "$plain_mark" ]; then
		skip "$name: no sequences" "with all that the host has: $plain_mark"
	else
		is "$mark" 'no restartable sequences' "$name: no sequences"
	fi
	status=0
	out=$(timeout -k 5 300 "$@" "$QUARRY" run "${module[@]}" 2>"$TMP/.err" </dev/null) || status=$?
	is "$status $out" "$plain_run" "$name: a program with a module does the same"
}

"$hardened" "$(type -P true)"
case $? in
0) same "code is not to be changed" "$hardened" ;;
*) skip "code is not to be changed" "the host has no filters of system calls" ;;
esac
same "sequences not registered" env GLIBC_TUNABLES=glibc.pthread.rseq=0

done_testing
