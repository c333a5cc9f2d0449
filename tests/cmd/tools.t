#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/tools.t - the distribution's own tools act on Quarry

. "$(dirname "$0")/lib.sh"

C=$MODULES/scullc.ko

have() { command -v "$1" >/dev/null; }

run -m "$C" -- sh -c 'ls -l /dev/scullc0; stat -c "%F %t %T" /dev/scullc3; grep scullc /proc/devices'
like "$out" '^crw.* [0-9]+, +0 .*/dev/scullc0$' "ls -l shows a character device with its numbers"
like "$out" '^character special file [0-9a-f]+ 3$' "stat too"
like "$out" '^ *[0-9]+ scullc$' "/proc/devices"

run -m "$C" -- sh -c 'major=$(sed -n "s/ *\([0-9]*\) scullc/\1/p" /proc/devices)
	mknod "$1/node" c $major 2 && echo through >"$1/node" && cat /dev/scullc2 && ls -l "$1/node" && rm "$1/node" && ls "$1/node"' sh "$TMP"
like "$out" '^through$' "mknod makes a node anywhere"
like "$out" '^crw.*/node$' "ls -l shows it"
like "$err" "node'?: No such file" "rm removes it"

if have insmod && have rmmod && have lsmod; then
	run -- sh -c 'insmod "$1" && lsmod | grep scullc; exec 3>/dev/scullc0; lsmod | grep scullc; rmmod scullc; echo $?; exec 3>&-
		rmmod scullc; echo $?; lsmod | grep -c scullc; insmod "$1"; insmod "$1"' sh "$C"
	like "$out" '^scullc +[0-9]+ +0' "insmod, lsmod"
	like "$out" '^scullc +[0-9]+ +[1-9]' "lsmod shows the user"
	like "$err" 'Module scullc is in use' "rmmod of a busy module"
	like "$err" 'File exists' "insmod twice"
	run -- sh -c 'insmod "$1"; insmod /etc/passwd' sh "$C"
	like "$err" 'Invalid (module|ELF)|Exec format|Invalid argument|Unknown' "insmod of something else"
else
	skip "insmod, rmmod, lsmod" "kmod is not installed"
fi
run -- sh -c 'modinfo "$1" | grep -E "^(license|parm|name)"' sh "$C"
if have modinfo; then like "$out" '^license: ' "modinfo"; else skip "modinfo" "not installed"; fi

run -m "$C" -- dmesg
is "$status" 0 "dmesg works"
like "$out" 'quarry|Quarry|Linux|Memory|scullc' "dmesg shows Quarry's log"
run -- sh -c 'dmesg -c >/dev/null; dmesg | wc -l'
is "$status" 0 "dmesg -c"
run -- sh -c 'echo "<5>from a program" >/dev/kmsg && dmesg | grep -c "from a program"'
is "$out" 1 "/dev/kmsg takes a line"

if have slabtop; then
	run -m "$C" -- sh -c 'head -c 100000 /dev/zero >/dev/scullc0; slabtop -o'
	is "$status" 0 "slabtop -o"
	like "$out" 'kmalloc-' "slabtop shows the kmalloc caches"
	like "$out" 'scullc' "and scullc's"
	run -- vmstat -m
	like "$out" 'kmalloc-' "vmstat -m"
	run --cmdline mem=300M -- free -k
	like "$out" '^Mem: +(2[0-9]{5}|30[0-9]{4})' "free shows the machine's memory"
else
	skip "slabtop, vmstat, free" "procps is not installed"
fi

for file in slabinfo buddyinfo meminfo zoneinfo vmstat modules devices cmdline; do
	run -m "$C" --cmdline mem=200M -- cat /proc/$file
	[ "$status" -eq 0 ] && [ -n "$out" ]
	ok $? "cat /proc/$file"
done
run --cmdline "mem=200M nr_cpus=2" -- cat /proc/cmdline
like "$out" 'mem=200M nr_cpus=2' "/proc/cmdline is the machine's"
run -- sh -c 'cat /proc/self/comm; ls /proc/self/fd >/dev/null && echo own'
like "$out" '^own$' "/proc/self is the host's"
run -m "$C" -- sh -c 'ls /sys/module/scullc; ls /sys/module | grep -x scullc; cat /sys/module/scullc/refcnt'
like "$out" '^scullc$' "/sys/module lists it"
like "$out" '^0$' "/sys/module/scullc/refcnt"

done_testing
