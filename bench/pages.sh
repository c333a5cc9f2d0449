#!/bin/sh
# SPDX-License-Identifier: MIT
#
# bench/pages.sh - the order-0 pair on a small and on a large machine; what memory costs that nobody has
# touched yet, on the large one. One round; bench/main.c reads the lines.

set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
bench=$(dirname "${QUARRY:-$top/build/quarry}")/bench

for mem in 64M 1T; do
	QUARRY_CMDLINE="mem=$mem quiet" "$bench" -l -r 3 'pages: order 0, pair, by memory' |
		sed -n "s/	quarry	/	mem=$mem	/p"
done
QUARRY_CMDLINE='mem=1T quiet' "$bench" -l -r 1 'pages: 1 GB touched for the first time'
