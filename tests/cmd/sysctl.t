#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/sysctl.t - /proc/sys/vm: the page allocator's variables, and what follows from them

. "$(dirname "$0")/lib.sh"

V=/proc/sys/vm

# The marks follow a write at once; the sum of the zones' min is what was asked for, but for rounding.
run --cmdline "mem=1G nr_cpus=2" -- sh -c "cat $V/min_free_kbytes; echo 9000 >$V/min_free_kbytes; cat $V/min_free_kbytes
	awk '/^ *min /{sum += \$2 * $(frame_kb)} END {print (sum <= 9000 && sum >= 8800)}' /proc/zoneinfo"
is "$out" "4095
9000
1" "min_free_kbytes sets the marks"

# Low lies max(min/4, scale) above min.
run --cmdline "mem=1G" -- sh -c "echo 1000 >$V/watermark_scale_factor
	awk '/^Node/{z=\$4} z==\"DMA32\" && /^ *min /{min=\$2} z==\"DMA32\" && /^ *low /{low=\$2} z==\"DMA32\" && /^ *high /{high=\$2}
	     z==\"DMA32\" && /managed/{print low-min == int(\$2/10), high-low == low-min}' /proc/zoneinfo"
is "$out" "1 1" "watermark_scale_factor in ten thousandths of the zone"

run --cmdline "mem=1G" -- sh -c "cat $V/lowmem_reserve_ratio; echo '128 0 -5' >$V/lowmem_reserve_ratio; cat $V/lowmem_reserve_ratio
	awk '/^Node/{z=\$4} /managed/{m[z]=\$2} /protection/{p[z]=\$3} END {print p[\"DMA\"]+0 == int(m[\"DMA32\"]/128), p[\"DMA32\"]+0}' /proc/zoneinfo"
is "$out" "256	256	32	0	0
128	0	0	0	0
1 0" "lowmem_reserve_ratio makes the protection"

run -- sh -c "echo 4 >$V/percpu_pagelist_high_fraction; echo x >$V/min_free_kbytes; echo -1 >$V/min_free_kbytes
	echo 0 >$V/watermark_scale_factor; echo 3001 >$V/watermark_scale_factor; echo >$V/min_free_kbytes; echo 99999999999 >$V/min_free_kbytes
	cat $V/percpu_pagelist_high_fraction $V/watermark_scale_factor $V/watermark_boost_factor"
is "$(printf '%s\n' "$err" | grep -c 'Invalid argument\|I/O error')" 7 "seven wrong values are refused"
is "$out" "0
10
15000" "and change nothing"

if command -v sysctl >/dev/null; then
	run -- sysctl vm.min_free_kbytes=5000 vm.percpu_pagelist_high_fraction=8
	is "$out" "vm.min_free_kbytes = 5000
vm.percpu_pagelist_high_fraction = 8" "procps's sysctl"
else
	skip "procps's sysctl" "not installed"
fi
run -- sh -c "cat /proc/sys/kernel/ostype; ls $V | sort | uniq -d; ls $V | grep -cx 'min_free_kbytes\|swappiness'"
is "$out" "Linux
2" "the host's variables are beside them, each name once"

done_testing
