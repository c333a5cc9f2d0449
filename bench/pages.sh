#!/bin/sh
# SPDX-License-Identifier: MIT
#
# bench/pages.sh - the order-0 pair on a small and on a large machine. One round; bench/main.c reads
# the lines.

set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
bench=$(dirname "${QUARRY:-$top/build/quarry}")/bench

for mem in 64M 1T; do
	QUARRY_CMDLINE="mem=$mem quiet" "$bench" -l -r 3 'pages: order 0, pair, by memory' |
		sed -n "s/	quarry	/	mem=$mem	/p"
done
