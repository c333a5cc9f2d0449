#!/bin/sh
# SPDX-License-Identifier: MIT
#
# bench/slab.sh - memory that allocators take, each case in a process of its own. bench/main.c reads the lines.

set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
bench=$(dirname "${QUARRY:-$top/build/quarry}")/bench

for what in '64 bytes' '512 bytes' '8 to 4096 bytes'; do
	QUARRY_CMDLINE="quiet" "$bench" -l "slab: memory of $what"
done
