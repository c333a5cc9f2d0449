#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/scull.t - real files through scullc, scullp and scullv, by programs of the distribution
#
# Every size goes in with cp and out with cat, in one run of its own; what comes out must have the host's
# own checksum. Then several processes at once, and one that is killed in the middle.

. "$(dirname "$0")/lib.sh"

C=$MODULES/scullc.ko
P=$MODULES/scullp.ko
V=$MODULES/scullv.ko

sum() { sha256sum "$1" | cut -d' ' -f1; }

for size in 0 1 4095 4096 4097 1048576 67108864; do
	head -c $size /dev/urandom >"$TMP/file.$size"
done

round_trip() {	# name device size module [param=value]
	local name=$1 device=$2 file=$TMP/file.$3 want
	shift 3
	want=$(sum "$file")
	run --report -m "$@" -- sh -c 'cp "$1" "$2" && cat "$2" | sha256sum' sh "$file" "$device"
	is "$status" 0 "$name: exits with 0"
	is "${out%% *}" "$want" "$name: the same bytes come out"
	like "$err" 'no page and no object is left' "$name: nothing is left"
}

for size in 0 1 4095 4096 4097 1048576 67108864; do
	round_trip "scullc, $size bytes" /dev/scullc0 $size "$C"
	for order in 0 3 9; do
		round_trip "scullp order $order, $size bytes" /dev/scullp0 $size "$P" order=$order
	done
	for order in 0 4; do
		round_trip "scullv order $order, $size bytes" /dev/scullv0 $size "$V" order=$order
	done
done

# Holes: what was never written reads as zeros, and does not end the file.
want=$({ head -c 100000 /dev/zero; printf x; } | tr '\0' . | sha256sum)
for module in "$C" "$P" "$V"; do
	name=$(basename "$module" .ko)
	run -m "$module" -- sh -c 'printf x | dd of=/dev/$1 bs=1 seek=100000 2>/dev/null
		dd if=/dev/$1 bs=4096 2>/dev/null | tr "\0" . | sha256sum' sh ${name}1
	is "$out" "$want" "$name: a hole reads as zeros"
done

# Eight processes on one device, each with a region of its own; then on four devices. A device opened for
# writing only forgets its contents, as scull does: so they open it for both, with <>.
cat >"$TMP/eight.sh" <<'END'
dir=$1 how=$2 name=$3
for i in 0 1 2 3 4 5 6 7; do
	[ $how = one ] && device=/dev/${name}0 at=$((i * 16)) || device=/dev/$name$((i % 4)) at=$((i / 4 * 16))
	head -c 65536 /dev/urandom >"$dir/part.$i"
	(for round in 1 2 3 4 5; do
		dd if="$dir/part.$i" bs=4096 seek=$at conv=notrunc 2>/dev/null 1<>$device || exit 1
		dd if=$device bs=4096 skip=$at count=16 2>/dev/null | cmp -s - "$dir/part.$i" || exit 1
	done) &
	pids="$pids $!"
done
bad=0
for pid in $pids; do wait $pid || bad=$((bad + 1)); done
echo "bad $bad"
END

for how in one several; do
	for module in "$C" "$V"; do
		name=$(basename "$module" .ko)
		run --report -m "$module" -- sh "$TMP/eight.sh" "$TMP" $how $name
		is "$out" "bad 0" "$name, eight processes, $how device: each reads what it wrote"
		like "$err" 'no page and no object is left' "$name, eight processes, $how device: nothing is left"
	done
done

# A process killed while it copies (in small pieces: the machine must not be full before): its file is closed, so the module can go, and its pages with it.
for round in 1 2 3 4; do
	[ $round -le 2 ] && module=$C || module=$V
	name=$(basename "$module" .ko)
	run --report -- sh -c 'insmod "$1"
		dd if=/dev/zero of=/dev/${3}0 bs=512 2>/dev/null &
		victim=$!
		sleep 0.$2
		kill -KILL $victim
		wait $victim 2>/dev/null
		echo "status $?"
		rmmod $3 && lsmod | grep -c $3' sh "$module" $round $name
	like "$out" 'status 137' "killed in the middle, round $round: dies of SIGKILL"
	like "$out" '^0$' "killed in the middle, round $round: the module unloads"
	like "$err" 'no page and no object is left' "killed in the middle, round $round: nothing is left"
done

# The settings, by ioctl; a device that has contents keeps what it was made with.
helper scull_ioctl
settings() {	# name module old-quantum new-quantum, and scull_ioctl's arguments
	local name=$1 module=$2 before=$3 after=$4
	shift 4
	run --report -m "$module" -- sh -c 'ioctl=$1 name=$2; shift 2
		echo x >/dev/${name}0
		"$ioctl" /dev/${name}0 qset 500 7 65537
		echo x >/dev/${name}1
		"$ioctl" /dev/${name}0 "$@"
		echo x >/dev/${name}2
		cat /proc/${name}mem' sh "$scull_ioctl" $name "$@"
	each_line "$(printf '%s\n' "$out" | sed -n "s/^\(not \)\{0,1\}ok - /&$name, /p")"
	like "$out" "^${name}0: size 2, quanta 1 of $before bytes, 500 a set" "$name: contents keep the old settings"
	like "$out" "^${name}1: size 2, quanta 1 of $before bytes, 7 a set" "$name: new ones get the new set"
	like "$out" "^${name}2: size 2, quanta 1 of $after bytes, 500 a set" "$name: new ones get the new quantum"
	like "$err" 'no page and no object is left' "$name, settings: nothing is left"
}
page=$(($(frame_kb) * 1024))
settings scullc "$C" 4000 1000 quantum 4000 1000 0
settings scullp "$P" $page $((page * 8)) order 0 3 99
settings scullv "$V" $((page * 16)) $((page * 64)) order 0 2 11

done_testing
