#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/zoneinfo.t - zones, holes and nodes as /proc and /sys show them

. "$(dirname "$0")/lib.sh"

# Each zone that has memory: "node zone start_pfn spanned present".
# In frames of 4 KB, whatever this build's have.
scale=$(($(frame_kb) / 4))
table='/^Node/{n=$2+0; z=$4} /spanned/{s=$2*f} /present/{p=$2*f} /start_pfn/{print n, z, $2*f, s, p}'
zones() { run --cmdline "$1" -- awk -v f="$scale" "$table" /proc/zoneinfo; }

# The documents' table of x86-32: DMA below 16 MB, Normal to 896 MB, HighMem above.
zones "machine=x86_32 mem=2G"
is "$out" "0 DMA 0 4096 4096
0 Normal 4096 225280 225280
0 HighMem 229376 294912 294912" "x86_32 with 2 GB, frame for frame"
zones "machine=x86_32 mem=512M"
is "$out" "0 DMA 0 4096 4096
0 Normal 4096 126976 126976" "x86_32 with 512 MB has no high memory"
zones "mem=8G"
is "$out" "0 DMA 0 4096 4096
0 DMA32 4096 1044480 1044480
0 Normal 1048576 1048576 1048576" "x86_64 with 8 GB"

zones "zones=dma:16M,normal:200M,highmem:100M"
is "$out" "0 DMA 0 4096 4096
0 Normal 4096 51200 51200
0 HighMem 55296 25600 25600" "zones= with sizes makes the machine"
zones "mem=256M zones=dma:16M,normal:160M,movable"
is "$out" "0 DMA 0 4096 4096
0 Normal 4096 40960 40960
0 Movable 45056 20480 20480" "the last zone takes the rest of mem="
zones 'mem=64M memmap=128K$64K memmap=1M#2M,4M$32M memmap=16M@128M'
is "$out" "0 DMA 0 4096 3808
0 DMA32 4096 32768 15360" "holes are spanned, and not present"
zones 'memmap=exactmap,32M@0 memmap=8M@40M'
is "$out" "0 DMA 0 4096 4096
0 DMA32 4096 8192 6144" "exactmap forgets mem="
zones "mem=1G numa=fake=4"
is "$out" "0 DMA 0 4096 4096
0 DMA32 4096 61440 61440
1 DMA32 65536 65536 65536
2 DMA32 131072 65536 65536
3 DMA32 196608 65536 65536" "numa=fake=4: each node its zones"
zones 'mem=256M memmap=128M$64M numa=fake=64M'
is "$out" "0 DMA 0 4096 4096
0 DMA32 4096 45056 12288
1 DMA32 49152 16384 16384" "numa=fake=SIZE does not count holes"

# Frames sum up: each present one is managed or reserved; what is free and what is in use is managed.
run --cmdline 'mem=64M memmap=128K$64K,4M$32M' -- awk -v k="$scale" '/present/{p+=$2} /managed/{m+=$2} /pages free/{f+=$3}
	END {print (p * k == 16384 - 32 - 1024), (p - m >= 1 && p - m < 64), (f <= m)}' /proc/zoneinfo
is "$out" "1 1 1" "present, managed and free frames agree"

# /sys/devices/system/node, as numactl --hardware reads it.
run --cmdline "mem=1G nr_cpus=6 numa=fake=3" -- sh -c 'cd /sys/devices/system/node && cat online possible has_cpu has_memory
	cat node?/cpulist node?/distance; cat node?/meminfo | awk "/MemTotal/{s+=\$4} END {print s}"
	awk "/MemTotal/{print \$2}" /proc/meminfo; ls -d node*'
total=$(printf '%s\n' "$out" | sed -n 11p)
is "$out" "0-2
0-2
0-2
0-2
0-1
2-3
4-5
10 20 30
20 10 20
30 20 10
$total
$total
node0
node1
node2" "nodes in /sys: sets, CPUs, distances, memory that sums up"

# What the allocator gave is counted by node: in all nodes as many hits as local and other together.
run --cmdline "mem=1G nr_cpus=2 numa=fake=2" -- sh -c 'cat /sys/devices/system/node/node*/numastat' 
printf '%s\n' "$out" | awk '/numa_hit|numa_miss/{a+=$2} /local_node|other_node/{b+=$2} END {exit !(a > 0 && a == b)}'
ok $? "numastat: hits and misses are local and other"

run --cmdline "mem=1G" -- sh -c 'free -w -k; cat /proc/meminfo; vmstat; vmstat -s'
printf '%s\n' "$out" | awk '/^Mem:/{t=$2; f=$4} /^MemTotal:/{mt=$2} /K total memory/{vt=$1} /K free memory/{vf=$1}
	END {exit !(t == mt && t == vt && t > 1040000 && f > t - 20000 && f <= t && vf > t - 20000)}'
ok $? "procps: free, vmstat -s"

# What is wrong is named, in one line.
refuse() {
	run --cmdline "$1" -- true
	[ "$status" = 2 ] && [ "$(printf '%s\n' "$err" | wc -l)" = 1 ]
	ok $? "$1 is refused in one line"
	like "$err" "$2" "and it says why"
}
refuse "zones=foo:1M" 'no such zone; there are dma, dma32'
refuse "zones=normal:64M,dma:16M" 'in the order dma'
refuse "zones=dma:1M" 'multiple of 4M'
refuse "zones=dma:16M,normal:200M mem=1G" 'the zones hold 216M, but mem=1024M'
refuse "zones=highmem:100M" 'must be there'
refuse "zones=dma:16M,normal:x" 'NAME:SIZE'
refuse 'memmap=1M' 'SIZE@START'
refuse 'memmap=5K@0' 'multiples of the page size'
refuse 'memmap=exactmap' 'leaves no memory'
refuse 'numa=fake=128' '32 at most'
refuse 'numa=3' 'fake=NODES'
refuse 'mem=2M nr_cpus=1' 'at least 4096K'

# A terabyte costs what is touched of it: boot takes milliseconds, holes and nodes included. The limits
# are wide enough for a busy machine; block by block it would take half a second and 260 MB.
TIMEFORMAT='%U %S'
cpu_ms() {	# the least of three: others on the host can only add to it
	for _ in 1 2 3; do
		{ time timeout 300 "$QUARRY" run --cmdline "$1" -- true >/dev/null 2>&1; } 2>&1
	done | awk '{ ms = ($1 + $2) * 1000 } NR == 1 || ms < least { least = ms } END { printf "%d", least }'
}
for machine in "mem=1T" "mem=1T numa=fake=8" 'mem=1T memmap=512G$256G' 'mem=1T memmap=1G$1G,1G$8G,100G$100G,1M$300G,1M$301G,1M$302G,200G$500G'; do
	ms=$(cpu_ms "$machine")
	[ "$ms" -lt 150 ]
	ok $? "$machine boots in $ms ms of CPU time, less than 150"
	run --cmdline "$machine" -- sh -c 'awk "/^Resident/{print \$2}" /proc/quarry/memory; grep VmHWM /proc/$PPID/status'
	kb=$(printf '%s\n' "$out" | awk '{sum += /kB/ ? $2 : $1} END {print sum}')
	[ "${kb:-0}" -gt 0 ] && [ "$kb" -lt 40000 ]
	ok $? "and takes $kb kB of the host, less than 40000"
done

run -- cat /proc/quarry/memory
like "$out" '^StructPage: +64 bytes, (1\.56|0\.78|0\.39|0\.09) % of a frame$' "what describing a frame costs"

done_testing
