#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/stack.t - a driver that needs too much stack is named, and hurts its caller alone
#
# The module is built without sanitizers: AddressSanitizer would take the array and the last word for
# its own find, and end the process there. Structures are those of the machine: with the lock checker there.

. "$(dirname "$0")/lib.sh"

cp -r tests/cmd/modules/deep "$TMP/deep"
make -s -C "$("$QUARRY" kdir)" M="$TMP/deep" CC="${CC:-gcc}" SAN= \
	LOCKDEP="${LOCKDEP:-${SAN:+1}}" modules >"$TMP/log" 2>&1
ok $? "the module builds" || sed 's/^/# /' "$TMP/log"
deep=$TMP/deep/deep.ko

# In one machine: the device works, one reader is hurt, another device and the shell go on.
hurt() {	# how, boot options
	run --report $2 -m "$deep" -m "$MODULES/scullc.ko" -- sh -c '
		cat /dev/deep
		echo $1 >/dev/deep
		cat /dev/deep
		echo "reader $?"
		sleep 0.2
		echo harmless >/dev/deep
		echo kept >/dev/scullc0
		cat /dev/scullc0 /dev/deep' sh "$1"
}

overflow='BUG: TASK stack guard page was hit at [0-9a-f]+ \(stack is [0-9a-f]+\.\.[0-9a-f]+\)'

for how in recurse pair array; do
	hurt $how
	like "$out" '^fine$' "$how: the device worked before"
	like "$out" '^reader (137|1)$' "$how: the reader is killed or gets an error"
	like "$out" '^kept$' "$how: another device goes on"
	is "$(grep -c '^fine$' <<<"$out")" 2 "$how: so does this one"
	like "$err" "$overflow" "$how: the guard is named"
	like "$err" 'kernel stack overflow \(page fault\)' "$how: so is the overflow"
	like "$err" 'PID: [0-9]+ Comm: cat' "$how: and the task"
	like "$err" 'Call Trace:' "$how: there is a call trace"
	like "$err" 'deep_misbehave\+.*\[deep\] \(deep\.c:[0-9]+\)' "$how: down to its beginning, with module and line"
	like "$err" 'no page and no object is left' "$how: nothing is left"
done

hurt recurse
like "$err" 'deep_recurse\+.*\[deep\] \(deep\.c:[0-9]+\)' "recurse: the function, module and line are named"
like "$err" '\.\.\. the last call [0-9]+ times more \.\.\.' "recurse: what repeats is printed once"
ok "$(($(grep -c deep_recurse <<<"$err") > 6))" "recurse: so the trace is short"
pages=$((64 / $(frame_kb)))
hurt recurse "--cmdline stack=$pages"
first=$(sed -n 's/.*the last call \([0-9]*\) times.*/\1/p' <<<"$err")
hurt recurse "--cmdline stack=$((4 * pages))"
second=$(sed -n 's/.*the last call \([0-9]*\) times.*/\1/p' <<<"$err")
ok "$((${second:-0} < 3 * ${first:-1000}))" "stack=: four times 64 KB, more than three times as deep"

hurt pair
like "$err" '\.\.\. the last 2 calls [0-9]+ times more \.\.\.' "pair: a cycle of two is found"

hurt end
like "$err" 'BUG: corrupted stack end detected at the return of a call: cat/[0-9]+' "end: the canary tells, and names the task"
like "$out" '^kept$' "end: another device goes on"
like "$out" '^reader (137|1)$' "end: the reader is killed or gets an error"

hurt thread
like "$err" "$overflow" "thread: the guard is named"
like "$err" 'PID: [0-9]+ Comm: deep-thread' "thread: and the thread"
like "$out" '^reader 0$' "thread: who started it goes on"
like "$out" '^kept$' "thread: another device goes on"

hurt irq
like "$err" 'BUG: IRQ stack guard page was hit at' "irq: the interrupt stack is named"
like "$err" 'PID: [0-9]+ Comm: cat' "irq: and who was interrupted"
like "$err" 'deep_handler\+.*\[deep\] \(deep\.c:[0-9]+\)' "irq: and the handler, with its line"
like "$err" 'Kernel panic - not syncing: Fatal exception in interrupt' "irq: the machine stops, as Linux does"

done_testing
