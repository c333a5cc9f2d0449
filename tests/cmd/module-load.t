#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/module-load.t - parameters, errors, dependencies, unloading: with insmod, rmmod, lsmod

. "$(dirname "$0")/lib.sh"

kdir=$("$QUARRY" kdir)
cp -r tests/cmd/modules/params tests/cmd/modules/pair "$TMP"
for m in params pair; do
	make -s -C "$kdir" M="$TMP/$m" CC="$CC" SAN="${SAN:-}" modules >"$TMP/log" 2>&1
	ok $? "$m builds" || note "$(cat "$TMP/log")"
done
P=$TMP/params/params.ko
export P D=$TMP/pair
quarry() { run --report -- sh -c "$1"; }

# ---- parameters ----
run --report -m "$P" -- dmesg
like "$out" 'params: 1 -2 2 -3 3 0x10 -4 4 5$' "defaults: numbers"
like "$out" "params: 'default' 0 0 'abc' 0:0,0,0,0\$" "defaults: the others"

run --report -m "$P" a_byte=255 a_short=-1 a_ushort=0xffff an_int=010 a_uint=7 a_hexint=0xff a_long=-9 a_ulong=9 \
	a_ullong=10 'a_charp="two words"' a_bool=1 an_invbool=0 a_string=xyz an_array=1,2,3 -- dmesg
is "$status" 0 "each kind is set"
like "$out" 'params: 255 -1 65535 8 7 0xff -9 9 10$' "values: numbers"
like "$out" "params: 'two words' 1 1 'xyz' 3:1,2,3,0\$" "values: the others"
like "$err" 'no page and no object is left' "nothing is left"

wrong() {	# parameter, what the one line says
	run -m "$P" "$1" -- true
	is "$status" 1 "$1: exit status 1"
	like "$err" "$2" "$1: says why"
}
wrong a_byte=256 "\`256' invalid for parameter \`a_byte'"
wrong an_int=x "\`x' invalid for parameter \`an_int'"
wrong a_string=12345678 "\`12345678' too large for parameter \`a_string'"
wrong an_array=1,2,3,4,5 "invalid for parameter \`an_array'"
wrong nosuch=1 "Unknown parameter \`nosuch'"
wrong other_name=-16 'init returned -EBUSY'

quarry 'insmod $P an_int=5 nosuch=1; lsmod; dmesg'
like "$out" "params: unknown parameter 'nosuch' ignored" "insmod: an unknown parameter is logged and ignored"
like "$out" '^params +[0-9]+ +0' "insmod: and it is loaded"
quarry 'insmod $P an_int=x; echo status $?; insmod $P other_name=-12; echo status $?'
like "$out" 'status 1' "insmod: a bad value fails"
like "$err" 'Invalid parameters|Invalid argument' "insmod: says so"
like "$err" 'Cannot allocate memory' "insmod: gives init's error"

# ---- /sys/module, /proc/modules ----
quarry 'insmod $P an_array=4,5; d=/sys/module/params; p=$d/parameters
	cat $d/refcnt $d/initstate $d/version $d/taint $p/an_array $p/a_hexint; ls $p | wc -l; stat -c "%a %n" $p/an_int $p/a_byte
	echo 77 >$p/an_int; echo why >$p/a_charp; echo x >$p/an_int; echo "status $?"
	rmmod params; ls -d $d; dmesg'
like "$out" '^0$' "refcnt"
like "$out" '^live$' "initstate"
like "$out" '^0\.1$' "version"
like "$out" '^O$' "taint"
like "$out" '^4,5$' "an array's file"
like "$out" '^0x000010$' "a hexint's file"
like "$out" '^14$' "a parameter of mode 0 has no file"
like "$out" '^644 .*/an_int$' "modes are kept"
like "$out" 'an_int is 77, a_charp .why' "a written parameter is set"
like "$out" '^status [12]$' "a bad value is refused when written"
like "$err" "/sys/module/params.*No such file" "the folder goes with the module"
like "$err" 'no page and no object is left' "nothing is left of the files"

quarry 'insmod $P; cat /proc/modules'
like "$out" '^params [0-9]+ 0 - Live 0x[0-9a-f]{16} \(O\)$' "/proc/modules"

# ---- one module uses another ----
quarry 'cd $D; insmod taker.ko; echo status $?; insmod provider.ko && insmod taker.ko && lsmod; ls /sys/module/provider/holders
	rmmod provider; echo status $?; rmmod taker && rmmod provider && echo gone'
like "$err" 'Unknown symbol in module' "insmod: names that nobody exports"
like "$out" '^provider +[0-9]+ +1 +taker' "lsmod shows the use"
like "$out" '^taker$' "holders/ too"
like "$err" 'Module provider is in use by: taker' "rmmod of a used module is refused"
like "$out" '^gone$' "in the right order both go"
run -m "$D/taker.ko" -- true
like "$err" 'Unknown symbols pair_(open|gpl), pair_(open|gpl) \(err -2\)' "quarry run -m: all missing names in one line"

# ---- licence, duplicates, no exit function ----
run -m "$D/provider.ko" -m "$D/closed.ko" -- true
is "$status" 1 "a GPL-only name in a proprietary module"
like "$err" 'pair_gpl.*GPL-compatible modules only' "is named"
run -m "$D/provider.ko" -m "$D/rival.ko" -- true
like "$err" 'exports duplicate symbol pair_open \(owned by provider\)' "a name is exported once"
run -m "$P" -m "$P" -- true
like "$err" 'loaded already' "a module is loaded once"
quarry 'insmod $P; insmod $P; rmmod params; insmod $D/stays.ko; cat /proc/modules; rmmod stays; echo status $?; dmesg'
like "$err" 'File exists' "insmod: File exists"
like "$out" 'suspiciously returned 7' "an odd value of init is told"
like "$out" '^stays [0-9]+ 0 \[permanent\], Live ' "no exit function: permanent"
like "$out" '^status 1' "and rmmod is refused"

# ---- in use ----
run --report -m "$MODULES/scullc.ko" -- sh -c 'exec 3</dev/scullc0; cat /sys/module/scullc/refcnt; rmmod scullc; echo status $?
	exec 3<&-; sleep 0.2; rmmod scullc && echo gone'
like "$out" '^[12]$' "an open file holds the module"
like "$err" 'Module scullc is in use' "rmmod: Module scullc is in use"
like "$out" '^gone$' "after the close it goes"
quarry 'rmmod nosuch; echo status $?'
like "$err" 'nosuch.*not currently loaded' "rmmod of no module"

done_testing
