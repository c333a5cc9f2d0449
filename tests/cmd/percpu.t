#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/percpu.t - per-CPU variables in modules: each form, exports, old forms; what is left at unload (docs/percpu.md)

. "$(dirname "$0")/lib.sh"

module percpu 2>/dev/null
D=$TMP/percpu.build
for cpus in 1 4; do
	run --cmdline "nr_cpus=$cpus" --report -- sh -c 'cd $1 && insmod percpu_owner.ko && insmod percpu_user.ko && dmesg &&
		rmmod percpu_user percpu_owner && insmod percpu_owner.ko && dmesg | tail -1; "$QUARRY" verify' sh "$D"
	is "$(echo "$out" | grep -c "percpu_owner: $cpus cpus, 0 wrong")" 2 \
		"$cpus CPUs: each form of a definition is right in a module, also when it is loaded again"
	like "$out" "percpu_user: hits 2 sum $((cpus * 5 + cpus * (cpus - 1) / 2))\$" \
		"$cpus CPUs: another module reaches what it exports, an array, too"
	like "$out" ': consistent$' "$cpus CPUs: everything is consistent"
	like "$err" 'no page and no object is left' "$cpus CPUs: nothing is left"
done

run -m "$D/percpu_owner.ko" -m "$D/percpu_closed.ko" -- true
is "$status" 1 "EXPORT_PER_CPU_SYMBOL_GPL() is not for a module of another licence"
like "$err" 'percpu_closed.*owner_array.*GPL-compatible modules only' "the variable is named"
unlike "$err" 'owner_hits' "what is exported by EXPORT_PER_CPU_SYMBOL() is for all"

run --report -- sh -c 'insmod $1/percpu_leak.ko && rmmod percpu_leak; dmesg; "$QUARRY" verify' sh "$D"
like "$out" 'percpu_leak: unloaded, but still has 3 per-CPU allocations, 24 bytes for each CPU' "what a module leaves is reported"
like "$out" 'percpu_leak: allocated by lose_small\+0x[0-9a-f]+/0x[0-9a-f]+ \[percpu_leak\]' "with the line that allocated it"
like "$out" 'percpu_leak: unloaded, but still has 1 per-CPU allocation, 1000 bytes' "each such line by itself"
unlike "$out" 'allocated by leak_init' "what was freed is not named"
like "$out" ': consistent$' "the counts agree"
like "$err" 'per-CPU data: 4 allocations' "and it is in the report at the machine's end"

for api in 10 34; do
	(module percpuold$api && cp "$TMP/percpuold$api.build/percpuold$api.ko" "$TMP")
	run --cmdline nr_cpus=4 --report -m "$TMP/percpuold$api.ko" -- dmesg
	[ $api = 10 ] && like "$out" 'percpuold10: sum 3, about [0-9]+' "2.6.10: an array of NR_CPUS, per_cpu(), percpu_counter_mod()"
	[ $api = 34 ] && like "$out" 'percpuold34: sum 20 bits 0x121 counter 42' "2.6.34: percpu_add(), irqsafe_cpu_add(), ..."
	like "$err" 'no page and no object is left' "2.6.$api: nothing is left"
done

done_testing
