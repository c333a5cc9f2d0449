#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/memcheck.t - memory checkers see objects: a driver is stopped (AddressSanitizer) or told (valgrind) where it errs

. "$(dirname "$0")/lib.sh"

if [[ ${SAN:-} == *address* ]]; then
	module objects
	for how in freed behind before; do
		run -- sh -c 'insmod $1 how=$2; echo survived' sh "$objects" $how
		like "$err" 'AddressSanitizer: use-after-poison' "$how: AddressSanitizer notices"
		like "$err" '#0 .* objects_touch .*objects\.c:[0-9]+' "$how: at the faulty line"
		unlike "$out" '^survived$' "$how: and stops the program"
	done
	run -- sh -c 'insmod $1; echo survived' sh "$objects"
	like "$out" '^survived$' "a driver without mistakes is left alone"
	done_testing
fi

[ -z "${SAN:-}" ] || skip_all "needs a build that is plain, or for AddressSanitizer"
command -v valgrind >/dev/null || skip_all "needs valgrind"

# seccomp, which quarry run needs, is unknown to valgrind; a program with kernel code in it is not hindered.
export PKG_CONFIG_PATH=${QUARRY%/*}
echo 'int objects_err(const char *); int main(int n, char **v) { return objects_err(v[1]) > 1; }' >"$TMP/main.c"
$CC $(pkg-config --cflags quarry-kernel) -c "$top/tests/embed/objects.c" -o "$TMP/objects.o" &&
	$CC "$TMP/main.c" "$TMP/objects.o" $(pkg-config --cflags --libs quarry) -o "$TMP/objects"
ok $? "the program builds"

for how in freed behind before none; do
	err=$(QUARRY_CMDLINE=quiet timeout -k 5 300 valgrind "$TMP/objects" $how 2>&1 </dev/null)
	if [ $how = none ]; then
		unlike "$err" 'objects_touch' "a program without mistakes is left alone"
		continue
	fi
	like "$err" 'Invalid read of size 1' "$how: memcheck notices"
	like "$err" '(at|by) 0x[0-9A-F]+: objects_touch' "$how: names the function"
	like "$err" '(inside|after|before) a block of size 60 (alloc|free)' "$how: knows the object"
	like "$err" 'by 0x[0-9A-F]+: objects_allocate' "$how: and who allocated it"
done
done_testing
