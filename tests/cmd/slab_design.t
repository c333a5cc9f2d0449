#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/slab_design.t - the machine, its drivers and the distribution's tools on each design (slab=)

. "$(dirname "$0")/lib.sh"

head -c 300000 /dev/urandom >"$TMP/file"

# A thousand frames, the smallest machine that boots; what AddressSanitizer wants to know of each object takes as much again.
small=$(frame_kb)M
[ -z "${SAN:-}" ] || small=$((2 * ${small%M}))M

# A file through a driver, slabinfo read by slabtop and vmstat, every structure verified, nothing left.
for design in slub slab slob; do
	for mem in 256M $small; do
		run --cmdline "slab=$design mem=$mem" --report -m "$MODULES/scullc.ko" -- sh -c '
			cp "$1" /dev/scullc0 && cmp "$1" /dev/scullc0 && slabtop -o >/dev/null &&
			vmstat -m | grep -q ^kmalloc-64 && "$QUARRY" verify >/dev/null && echo whole' sh "$TMP/file"
		is "$status" 0 "slab=$design mem=$mem: exits with 0"
		like "$out" '^whole$' "slab=$design mem=$mem: what came out is what went in"
		like "$err" 'no page and no object is left' "slab=$design mem=$mem: nothing is left"
	done
	is "$(QUARRY_CMDLINE="slab=$design" "$top/scripts/demo" >"$TMP/demo" 2>&1; echo $?)" 0 "slab=$design: the demonstration works"
done

# slob's machine has more of its memory left.
for design in slub slob; do
	run --cmdline "slab=$design mem=$small" -- awk '/^MemFree/ { print $2 }' /proc/meminfo
	eval "free_$design=$out"
done
ok $((free_slob <= free_slub)) "$small: $free_slob KB are free with slob, $free_slub KB with slub"

run --cmdline slab=slib -- true
is "$status" 2 "another word is refused"
like "$err" 'allowed: slab\|slub\|slob' "and the right ones are named"

done_testing
