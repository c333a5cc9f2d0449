#!/bin/sh
# SPDX-License-Identifier: MIT
#
# bench/slab_design.sh - slab=slub, slab and slob side by side. One round; bench/main.c reads the lines.

set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
bench=$(dirname "${QUARRY:-$top/build/quarry}")/bench

for design in slub slab slob; do
	for work in 'pair' '10000 held' 'churn' 'a machine that' '10000 objects' '10000 kmallocs' '40 caches'; do
		QUARRY_CMDLINE="slab=$design quiet" "$bench" -l -r 3 "slab design: 64 bytes, $work" \
			"slab design: 8 to 1279 bytes, $work" "slab design: memory of $work" |
			sed -n "s/	quarry	/	$design	/p"
	done
done
