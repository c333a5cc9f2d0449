#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/kmalloc_classes.t - kmalloc_classes=: which caches /proc/slabinfo has, on which machine

. "$(dirname "$0")/lib.sh"

linux="8 16 32 64 96 128 192 256 512 1k 2k 4k 8k"
fine="$linux 48 80 112 160 224 288 320 352 384 416 448 480 576 640 704 768 832 896 960 1152
	1280 1408 1536 1664 1792 1920 3072 6144"

sorted() { printf '%s\n' $1 | sort; }

# kmalloc's caches on a machine booted with $1, by their sizes
classes() {
	run --cmdline "$1" -- sed -n 's/^kmalloc-\([0-9]*[k]\?\) .*/\1/p' /proc/slabinfo
	sort <<<"$out"
}

# The lists are those of frames of 4 KB; larger ones go on with 16k.
up_to_8k() { grep -vxE '(16|32|64|128)k'; }

is "$(classes 'kmalloc_classes=linux' | up_to_8k)" "$(sorted "$linux")" "linux: Linux's 13"
is "$(classes 'kmalloc_classes=fine' | up_to_8k)" "$(sorted "$fine")" "fine: 41"
is "$(classes 'mem=4G nr_cpus=2' | up_to_8k)" "$(sorted "$fine")" "a large machine has these by itself"
is "$(classes 'mem=32M nr_cpus=2' | up_to_8k)" "$(sorted "$linux")" "a small one has not"
is "$(classes 'mem=128M nr_cpus=64' | up_to_8k)" "$(sorted "$linux")" "nor one of so many CPUs"
is "$(classes 'mem=32M kmalloc_classes=fine' | up_to_8k)" "$(sorted "$fine")" "unless it is told to"
is "$(classes 'slab=slob kmalloc_classes=fine' | up_to_8k)" "$(sorted "$linux")" \
	"slob needs no classes: no more than Linux's"

run --cmdline "kmalloc_classes=coarse" -- true
is "$status" 2 "another word is refused"
like "$err" 'auto\|fine\|linux' "and the message says which there are"

done_testing
