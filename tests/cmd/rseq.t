#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/rseq.t - what restartable sequences do, tokens by compare-and-swap do as well
#
# The suites that stand on CPU tokens, with and without rseq(2), on one CPU, on those that are there, on
# more, and on a host CPU whose number is no CPU's of ours.

. "$(dirname "$0")/lib.sh"

suites=(percpu_stack percpu_ops percpu preempt rcu spinlock slab slab_magazine slab_hop)

passes() {	# name, then a command
	local name=$1
	shift
	"$@" >"$TMP/out" 2>"$TMP/err"
	is $? 0 "$name"
	grep -E '^(not ok|# .*EXPECT)' "$TMP/out" | sed 's/^/# /'
}

for cpus in 1 2 64; do
	passes "nr_cpus=$cpus" "$KTEST" --boot "nr_cpus=$cpus" "${suites[@]}"
	passes "nr_cpus=$cpus, without rseq" env GLIBC_TUNABLES=glibc.pthread.rseq=0 \
		"$KTEST" --boot "nr_cpus=$cpus" "${suites[@]}"
done
last=$(($(nproc --all) - 1))
if command -v taskset >/dev/null && taskset -c "$last" true 2>/dev/null; then
	passes "on host CPU $last alone" taskset -c "$last" "$KTEST" "${suites[@]}"
	passes "more CPUs than the host gives" taskset -c "$last" "$KTEST" --boot nr_cpus=2 "${suites[@]}"
else
	skip "the host does not let us choose a CPU" 2
fi

done_testing
