#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/freelists.t - /proc/buddyinfo and pagetypeinfo against zoneinfo; what the CPUs keep

. "$(dirname "$0")/lib.sh"

V=/proc/sys/vm

# Three files are read one after the other: until a look before and one after agree.
looks='
	cat /proc/buddyinfo >$1/before
	for try in 1 2 3 4 5 6 7 8 9 10; do
		cat /proc/pagetypeinfo >$1/types
		cat /proc/zoneinfo >$1/zones
		cat /proc/buddyinfo >$1/after
		cmp -s $1/before $1/after && break
		cp $1/after $1/before
	done
	cmp $1/before $1/after'

# One line for each zone: "node zone", then the free frames by each file and whether the orders agree.
agree='
	/^Node/ { node = $2 + 0; zone = $4; sub(",", "", zone); at = node " " zone }
	FILENAME ~ /after$/ { for (i = 0; i < NF - 4; i++) { buddy[at] += $(5 + i) * 2 ^ i; order[at, i] = $(5 + i) } }
	FILENAME ~ /types$/ && /^Node.* type / { for (i = 0; i < NF - 6; i++) { typed[at] += $(7 + i) * 2 ^ i; order[at, i] -= $(7 + i) } }
	FILENAME ~ /types$/ && /^Pages per block/ { per = $4 }
	FILENAME ~ /types$/ && /^Node/ && !/ type / { for (i = 5; i <= NF; i++) blocks[at] += $i }
	FILENAME ~ /zones$/ && /pages free/ { free[at] = $3; known[n++] = at }
	FILENAME ~ /zones$/ && /spanned/ { spanned[at] = $2 }
	FILENAME ~ /zones$/ && /present/ && !$2 { n-- }
	END {
		for (i = 0; i < n; i++) {
			at = known[i]
			same = 1
			for (o = 0; o < 11; o++)
				same = same && order[at, o] == 0
			print at, (buddy[at] == free[at]), (typed[at] == free[at]), same,
				(blocks[at] > 0 && blocks[at] < spanned[at] / per + 1)
		}
	}'
all_agree() {
	run --cmdline "$1" -m "$MODULES/scullp.ko" -- sh -c "head -c 300000 /dev/zero >/dev/scullp0; $looks" sh "$TMP"
	is "$status" 0 "$1: the files hold still"
	is "$(awk "$agree" "$TMP/after" "$TMP/types" "$TMP/zones")" "$2" "$1: the lists sum up to what is free, by order and by type"
}
all_agree "mem=256M" "0 DMA 1 1 1 1
0 DMA32 1 1 1 1"
all_agree "machine=x86_32 mem=1G" "0 DMA 1 1 1 1
0 Normal 1 1 1 1
0 HighMem 1 1 1 1"
all_agree 'mem=512M numa=fake=2' "0 DMA 1 1 1 1
0 DMA32 1 1 1 1
1 DMA32 1 1 1 1"
# Pageblocks of holes are spanned, and belong to no type.
all_agree 'mem=128M memmap=4M$32M' "0 DMA 1 1 1 1
0 DMA32 1 1 1 1"
like "$(cat "$TMP/types")" '^Number of blocks type +Unmovable +Movable +Reclaimable +HighAtomic *$' "types are named as on Linux"

# A pageblock goes to the type that takes it, and none is lost.
blocks='awk "/^Number of blocks/{in_blocks = 1} in_blocks && / DMA32 /{print \$5, \$6, \$5 + \$6 + \$7 + \$8}" /proc/pagetypeinfo'
per=$(($(awk '/^Pages per block/{print $4; exit}' "$TMP/types") * $(frame_kb) * 1024))
run --cmdline "mem=512M" -m "$MODULES/scullp.ko" -- \
	sh -c "$blocks; head -c $((4 * per)) /dev/zero >/dev/scullp0; $blocks"
echo "$out" | awk 'NR == 1 {u = $1; m = $2; s = $3} END {exit !($1 >= u + 3 && m - $2 == $1 - u && $3 == s)}'
ok $? "a driver that fills four pageblocks turns movable ones into unmovable ones" || note "$out"

# What a CPU may keep: a share of the zone among the node's CPUs, or of the low mark; four batches at least.
high='awk -v n=$1 -v fraction=$2 "
	/^Node/ { zone = \$4 } / low /{ low[zone] = \$2 } /managed/{ managed[zone] = \$2 }
	/high:/ { high[zone] = \$2 } /batch:/ { batch[zone] = \$2; sets[zone]++ }
	END {
		z = \"DMA32\"
		want = int((fraction ? int(managed[z] / fraction) : low[z]) / n)
		if (want < 4 * batch[z])
			want = 4 * batch[z]
		print sets[z] == n, high[z] == want
	}" /proc/zoneinfo'
run --cmdline "mem=1G nr_cpus=3" -- sh -c "look() { set -- 3 \$1; $high; }
	look 0; echo 8 >$V/percpu_pagelist_high_fraction; look 8; echo 1000000 >$V/percpu_pagelist_high_fraction; look 1000000
	echo 20000 >$V/min_free_kbytes; look 1000000; echo 0 >$V/percpu_pagelist_high_fraction; look 0"
is "$out" "1 1
1 1
1 1
1 1
1 1" "percpu_pagelist_high_fraction sets what each CPU may keep, at once"

# And they keep it: after 64 MB came and went, a CPU has no more than high and a stack.
run --cmdline "mem=512M nr_cpus=2" -m "$MODULES/scullp.ko" -- sh -c "echo 1000000 >$V/percpu_pagelist_high_fraction
	head -c 60000000 /dev/zero >/dev/scullp0; : >/dev/scullp0
	awk '/^Node/{z=\$4} z==\"DMA32\" && /count:/{c=\$2} z==\"DMA32\" && /high:/{h=\$2} z==\"DMA32\" && /batch:/{b=\$2; if (c > h + 2 * b) print c, h, b}' /proc/zoneinfo"
is "$status $out" "0 " "and they keep no more"

done_testing
