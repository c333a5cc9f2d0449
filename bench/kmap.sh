#!/bin/sh
# SPDX-License-Identifier: MIT
#
# bench/kmap.sh - windows on high memory: as they are, and unmapped at once. One round; bench/main.c reads the lines.

set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
bench=$(dirname "${QUARRY:-$top/build/quarry}")/bench

# kind CMDLINE NAME
kind() {
	QUARRY_CMDLINE="machine=x86_32 mem=1G quiet $1" "$bench" -l -r 3 'window: map' | sed "s/^window:/$2:/"
}

kind '' 'window, high page'
kind debug_kmap=1 'window, high page, debug_kmap=1'
