#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/module-broken.t - damaged copies of a real module: one clear line, never a crash
#
# What is damaged is what the loader reads: headers, dynamic section, tables of symbols, hash and
# relocations. Code and data are the module's own affair.

. "$(dirname "$0")/lib.sh"

ko=$MODULES/scullc.ko
bad=$TMP/bad.ko

refused() {	# name [pattern]
	run -m "$bad" -- true
	[ "$status" -eq 1 ] && [ "$(grep -c . <<<"$err")" -le 8 ] && grep -Eq "${2:-quarry: .*bad\.ko}" <<<"$err"
	ok $? "$1" || note "status $status: $err"
}

: >"$bad"
refused "an empty file" 'no ELF header'
head -c 4096 /dev/urandom >"$bad"
refused "random bytes" 'no ELF header'
cp /bin/true "$bad"
refused "a program" 'bad\.ko'
echo 'int x;' >"$TMP/x.c" && gcc -c "$TMP/x.c" -o "$bad"
refused "an object file" 'make -C'
for part in 10 63 64 500 2000 9000; do
	head -c $part "$ko" >"$bad"
	refused "cut off after $part bytes"
done

# Offsets and sizes of what the loader reads, from readelf; a byte in each is turned round.
section() {	# name: offset and size
	local name off size
	readelf -SW "$ko" | sed 's/^ *\[ *[0-9]*\] *//' | while read -r name _ _ off size _; do
		[ "$name" = "$1" ] && echo $((16#$off)) $((16#$size))
	done
}
poke() {	# offset
	local byte
	cp "$ko" "$bad"
	byte=$(od -An -tu1 -j "$1" -N 1 "$ko")
	printf "\\$(printf %03o $((byte ^ 255)))" | dd of="$bad" bs=1 seek="$1" conv=notrunc status=none
}
survives() {	# offset name: loads or is refused, both in order
	poke "$1"
	run -m "$bad" -- true
	[ "$status" -le 1 ]
	ok $? "$2: byte $1" || note "status $status: $err"
}
for offset in 4 5 16 18 20 33 41 54 57 59 61 63; do survives $offset "ELF header"; done
for offset in 64 69 73 81 97 105 113 121 129 177 185 233 241; do survives $offset "program headers"; done
for name in .dynamic .dynsym .dynstr .gnu.hash .rela.dyn .rela.plt; do
	read -r start size <<<"$(section $name)"
	[ -n "$size" ] || continue
	for step in 0 3 4 9 17 30; do
		at=$((step * size / 31))
		# A relocation of 24 bytes begins with where it stores; moved a little, it makes other data of
		# the module, a lock that is taken for ever, and nobody can tell. Moved far it is refused.
		case $name in .rela.*) [ $((at % 24)) -lt 2 ] && at=$((at + 2)) ;; esac
		[ $at -lt "$size" ] && survives $((start + at)) $name
	done
done

# A parameter whose functions lie beside those of an exported kind is refused before one is called.
read -r start _ <<<"$(section .rela.dyn)"
for entry in $(readelf -rW "$ko" | awk '/^Relocation section/ { entry = -2 } /param_ops_/ { print entry } { entry++ }'); do
	poke $((start + entry * 24 + 17))
	refused "a parameter of no kind: relocation $entry" 'bad\.ko.*its table of parameters'
done

run -m "$TMP/nosuch.ko" -- true
is "$status" 1 "no such file: exit status 1"
like "$err" 'nosuch\.ko.*No such file' "no such file: said so"

done_testing
