#!/bin/sh
# SPDX-License-Identifier: MIT
#
# bench/intercept.sh - what interception costs a program, against the host's own calls and against
# a tracer that stops every call. One round; bench/main.c reads the lines.

set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
QUARRY=${QUARRY:-$top/build/quarry}
MODULES=${MODULES:-$top/build/modules}
loop=$(dirname "$QUARRY")/intercept-loop
[ "$loop" -nt "$top/bench/intercept/loop.c" ] ||
	${CC:-cc} -std=gnu11 -D_GNU_SOURCE -O2 "$top/bench/intercept/loop.c" -o "$loop"

# The host's nearest thing to the device: its driver fills the reader's buffer, too.
"$QUARRY" run -m "$MODULES/scullc.ko" -- "$loop" quarry /dev/scullc0
"$loop" host /dev/zero
"$loop" trace full-ptrace /dev/zero
