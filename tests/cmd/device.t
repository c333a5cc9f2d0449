#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/device.t - a device made of software, its driver and programs that use it (row C2), and drivers' mistakes

. "$(dirname "$0")/lib.sh"

DEV=$MODULES/csum_dev.ko
DRV=$MODULES/csum_drv.ko
helper csum
module csumbad

# ---- one device ----

printf 123456789 >"$TMP/nine"
head -c 16000 /dev/urandom >"$TMP/bytes"
run --report -m "$DRV" -m "$DEV" -- sh -c '"$1" /dev/csum0 once "$2"; "$1" /dev/csum0 once "$3"
	cat /proc/iomem /proc/interrupts /proc/vmallocinfo; ls /sys/bus/platform/drivers/csum; dmesg' sh "$csum" "$TMP/nine" "$TMP/bytes"
is "$status" 0 "it loads, runs and goes"
like "$out" '^cbf43926 cbf43926$' "the sum of 123456789 is the known one"
pair=$(printf '%s\n' "$out" | sed -n 2p)
is "${pair% *}" "${pair#* }" "that of random bytes is the program's own"
like "$out" '^100000000-10000001f : regs$' "/proc/iomem shows the device's registers"
like "$out" '^  100000000-10000001f : csum.0 regs$' "and that the driver has them"
like "$out" '^ *64:( +[0-9]+)+ +quarry +64 Edge +csum.0$' "/proc/interrupts shows its line"
like "$out" 'csum_probe\+.*phys=0x0000000100000000 ioremap$' "/proc/vmallocinfo the mapping"
like "$out" '^csum.0$' "/sys/bus/platform/drivers/csum has the device"
like "$out" 'csum csum.0: [0-9]+ bytes, irq 64' "probe has said so"
unlike "$out" 'BUG:|WARNING:' "nothing was reported"
like "$err" 'no page and no object is left' "nothing is left"

run -m "$DEV" base=0x50000000000 -m "$DRV" -- sh -c '"$1" /dev/csum0 once "$2"; grep csum.0 /proc/iomem' sh "$csum" "$TMP/nine"
like "$out" '^cbf43926 ' "the device first, the driver then"
like "$out" '^  50000000000-5000000001f : csum.0 regs$' "at an address of choice"

run --cmdline mem=64M -m "$DEV" base=0x1000000 -- true
[ "$status" -ne 0 ]
ok $? "an address where there is memory is refused"

# ---- several processes, several devices ----

run --report -m "$DRV" -m "$DEV" devs=2 -- "$csum" 2 6 20
is "$out" "bad 0" "six processes on two devices: each gets the sums of its own bytes"
like "$err" 'no page and no object is left' "and nothing is left"

# Killed while they wait for the engine or for each other: the next one has it at once.
run --report -m "$DRV" -m "$DEV" delay_us=300000 -- sh -c '
	for i in 1 2 3; do "$1" /dev/csum0 hang 16384 & pids="$pids $!"; done
	sleep 0.2
	kill -KILL $pids
	for pid in $pids; do wait $pid; echo "status $?"; done
	echo 0 >/sys/module/csum_dev/parameters/delay_us
	"$1" /dev/csum0 once "$2"
	rmmod csum_drv && rmmod csum_dev && echo gone' sh "$csum" "$TMP/nine"
is "$(printf '%s\n' "$out" | grep -c 'status 137')" 3 "three processes are killed while they wait"
like "$out" '^cbf43926 ' "the next job is right"
like "$out" '^gone$' "the modules unload"
like "$err" 'no page and no object is left' "and nothing is left"

# The device goes while a file is open.
run --report -m "$DRV" -m "$DEV" -- sh -c 'exec 3<>/dev/csum0; rmmod csum_dev; cat "$1" >&3
	test -e /dev/csum0 || echo "no node"; exec 3>&-; rmmod csum_drv; cat /proc/iomem' sh "$TMP/nine"
like "$err" 'No such device' "a device that is pulled out: the open file says so"
like "$out" '^no node$' "its node is gone"
unlike "$out" 'regs' "and its addresses"
like "$err" 'no page and no object is left' "and nothing is left"

# ---- mistakes ----

bad() { run -m "$DEV" -m "$csumbad" mistake="$1" -- sh -c 'dmesg; rmmod csumbad; dmesg'; out="$out $err"; }

bad width
like "$out" 'I/O memory: 2-byte read at offset 0x0 of csum registers \(0x100000000-0x10000001f\) by csumbad_probe.*csumbad\.c:[0-9]+' \
	"half a register: the device and the driver's line are named"
like "$out" 'csumbad: read 0xffff' "and it reads all ones"
bad beyond
like "$out" '4-byte read at physical address 0x0000000100000020 by csumbad_probe.*outside of what ioremap' "an access behind the mapping"
bad twice
like "$out" 'csumbad: refused' "a region that somebody has is refused"
bad leak
like "$out" 'csumbad: unloaded, but still has 32 bytes at physical address 0x0000000100000000 mapped' "rmmod reports a mapping that is left"
like "$out" 'csumbad: ioremap\(\) by csumbad_probe.*csumbad\.c:[0-9]+' "with the line"
like "$out" 'csumbad: unloaded, but still has the region \[mem 0x100000000-0x10000001f\] .csumbad.' "and a region"
bad model
like "$out" 'csumbad: unloaded, but its device .forgotten. is still plugged in at 0x300000000000-0x30000000[0-9a-f]*' "a device of its own is taken back"

bad plain
like "$out" 'physical address 0x0000000100000000 \(csum registers\), mapped by csumbad_probe' "a plain touch of registers: an oops that says what they are"
like "$out" 'RIP: .*csumbad_probe.*csumbad\.c:[0-9]+' "and where"
bad after
like "$out" '\(csum registers\), was mapped here until iounmap\(\) by csumbad_probe' "an access after iounmap(): an oops that says so"
like "$out" '^ *\[[^]]*\]  csumbad_probe.*csumbad\.c:[0-9]+' "with the driver's line in the call trace"
like "$out" 'csum: probe of csum.0 ended in an oops' "the driver is not registered then"
like "$out" 'csumbad.ko: init returned -EFAULT' "and the module not loaded"

done_testing
