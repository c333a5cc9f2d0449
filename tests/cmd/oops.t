#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/oops.t - a driver that goes wrong hurts its caller, and nobody else

. "$(dirname "$0")/lib.sh"

cp -r tests/cmd/modules/wild "$TMP/wild"
make -s -C "$("$QUARRY" kdir)" M="$TMP/wild" CC="${CC:-gcc}" SAN="${SAN:-}" modules >"$TMP/log" 2>&1
ok $? "the module builds" || sed 's/^/# /' "$TMP/log"
wild=$TMP/wild/wild.ko

# In one machine: the device works, one reader is hurt, another device and the shell go on.
hurt() {	# how
	run --report -m "$wild" -m "$MODULES/scullc.ko" -- sh -c '
		cat /dev/wild
		echo $1 >/dev/wild
		cat /dev/wild
		echo "reader $?"
		echo harmless >/dev/wild
		echo kept >/dev/scullc0
		cat /dev/scullc0 /dev/wild
		dmesg | grep -o "note: .*"' sh "$1"
}

for how in pointer null bug locked; do
	hurt $how
	like "$out" '^fine$' "$how: the device worked before"
	like "$out" '^reader (137|1)$' "$how: the reader is killed or gets an error"
	like "$out" '^kept$' "$how: another device goes on"
	case $how in
	pointer) like "$err" 'BUG: unable to handle page fault for address: .*123456789000' "$how: says what" ;;
	null | locked) like "$err" 'BUG: kernel NULL pointer dereference, address: 0' "$how: says what" ;;
	bug) like "$err" 'kernel BUG at .*wild\.c:' "$how: says what" ;;
	esac
	like "$err" 'PID: [0-9]+ Comm: cat' "$how: names the task"
	like "$err" '\[wild\]' "$how: names the module"
	like "$err" 'Modules linked in:.* wild\(O\)' "$how: and all that are loaded"
	like "$err" 'wild_misbehave' "$how: names the function"
	like "$err" 'wild\.c:[0-9]+' "$how: names the line"
	like "$err" 'Call Trace:' "$how: has a call trace"
	like "$err" "no page and no object is left" "$how: nothing is left"
done
like "$out" 'note: cat\[[0-9]+\] exited with preempt_count 1' "locked: says that a lock was held"

# After the oops the other readers of the device still work: its last write chose harmless.
hurt pointer
is "$(grep -c '^fine$' <<<"$out")" 2 "the device works again afterwards"

hurt warn
like "$err" 'WARNING: CPU: [0-9]+ PID: [0-9]+ at .*wild\.c:[0-9]+ wild_misbehave' "warn: reported"
like "$out" '^reader 0$' "warn: the call goes on"

hurt atomic
like "$err" 'BUG: scheduling while atomic: cat' "atomic: sleeping under a spin lock is reported"

done_testing
