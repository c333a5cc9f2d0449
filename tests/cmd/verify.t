#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/verify.t - quarry verify, inside of a machine

. "$(dirname "$0")/lib.sh"

sane='^[0-9]+ zones, [0-9]+ pages, [0-9]+ caches: consistent$'

run -m "$MODULES/scullc.ko" -- sh -c 'head -c 300000 /dev/zero >/dev/scullc0; "$QUARRY" verify; echo $?; cat /proc/quarry/verify'
like "$out" "$sane" "a sane machine is consistent"
like "$out" '^0$' "the status says so too"
is "$(echo "$out" | grep -Ec "$sane")" 2 "/proc/quarry/verify says the same"

for options in 'machine=x86_32 mem=2G' 'mem=8M nr_cpus=1' 'nr_cpus=5'; do
	run --cmdline "$options" -- "$QUARRY" verify
	like "$out" "$sane" "$options"
done

# The walk steps over what was never touched.
run --cmdline mem=1T -- sh -c '"$QUARRY" verify; grep VmHWM /proc/$PPID/status'
pages=$(echo "$out" | sed -n 's/^[0-9]* zones, \([0-9]*\) pages.*/\1/p')
[ "${pages:-0}" -gt $(((1 << 30) / $(frame_kb) - 10000)) ]
ok $? "mem=1T: every frame is accounted for"
rss=$(echo "$out" | sed -n 's/VmHWM:[^0-9]*\([0-9]*\) kB/\1/p')
[ -n "$rss" ] && [ "$rss" -lt 300000 ]
ok $? "mem=1T: $rss kB were touched"

module damage
run -- sh -c 'insmod "$1" || exit 9; "$QUARRY" verify; echo $?; rmmod damage; "$QUARRY" verify; echo $?' sh "$damage"
like "$out" '^zone .*: page at pfn 0x[0-9a-f]+: neither free nor in use: lost$' "a lost page is named"
like "$out" '^1$' "with status 1"
like "$out" "$sane" "once it is back, the machine is consistent"

status=0
err=$("$QUARRY" verify 2>&1) || status=$?
is "$status" 2 "outside of a machine it is wrong usage"
like "$err" 'quarry run' "and says where it works"

done_testing
