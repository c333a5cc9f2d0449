#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/vmalloc.t - what modules leave; hundreds of megabytes from fragmented memory, while programs go on
#
# Each frame is a mapping of the host's then, of which a process may have vm.max_map_count. What needs more is
# refused, and leaves enough for new programs, threads and modules (mm/vmap_mappings.c).

. "$(dirname "$0")/lib.sh"

unset QUARRY_CMDLINE		# what is not said below is the machine as it comes

module areas
run --report -- sh -c 'insmod "$1" && rmmod areas; dmesg; "$QUARRY" verify' sh "$areas"
bytes=$((3 * $(frame_kb) * 1024))
like "$out" "areas: unloaded, but still has the vmalloc area 0x[0-9a-f]+-0x[0-9a-f]+ of $bytes bytes" "what a module leaves is reported"
like "$out" 'areas: allocated by lose_memory\+0x[0-9a-f]+/0x[0-9a-f]+ \[areas\]' "with the line that allocated it"
like "$out" 'areas: unloaded, but still has the vmap area' "mappings, too"
like "$out" 'areas: allocated by lose_mapping\+' "with theirs"
unlike "$out" 'allocated by areas_init' "what was freed is not named"
like "$out" ': consistent$' "everything is consistent"
like "$err" 'pages: 3 more in use' "and the frames are in the report at the machine's end"

[ "$(cat /proc/sys/vm/max_map_count)" = 65530 ] && [ "$(frame_kb)" = 4 ] || {
	skip "the other tests" "their sizes are for 65530 mappings and frames of 4 KB"
	done_testing
}

# As many small areas as there can be, twice: each is two mappings.
run --report -- sh -c 'for i in 1 2; do insmod "$1" many=1 && insmod "$2" && echo text >/dev/scullc0 && cat /dev/scullc0
	rmmod scullc; rmmod areas; done; dmesg; "$QUARRY" verify' sh "$areas" "$MODULES/scullc.ko"
is "$(echo "$out" | grep -c '^text$')" 2 "with as many areas as there can be, other modules and programs go on"
is "$(echo "$out" | grep -Ec 'areas: 3[01][0-9]{3}$')" 2 "those are half of vm.max_map_count, but for a reserve, and again when they were freed"
unlike "$out" 'WARNING|vmap:' "__GFP_NOWARN: nothing is said"
like "$err" 'no page and no object is left' "nothing is left"

module fragment
C=$MODULES/scullc.ko

cat >"$TMP/go-on.sh" <<'END'
insmod "$1" mb=$2 & insmod=$!
i=0
while kill -0 $insmod 2>/dev/null; do
	[ "$(echo "$i" | cat)" = "$i" ] || echo "lost $i"
	i=$((i + 1))
done
wait $insmod && echo "insmod is well"
for i in 1 2 3 4 5 6 7 8 9 10; do
	insmod "$3" && echo "text $i" >/dev/scullc0 && [ "$(cat /dev/scullc0)" = "text $i" ] || echo "driver $i"
	sleep 1 & sleep 1 & sleep 1 &
	rmmod scullc || echo "rmmod $i"
done
wait
dmesg | grep -e fragment: -e 'vmap:'
rmmod fragment && "$QUARRY" verify
echo "the last line"
END

for mb in 240 300; do
	for _ in 1 2; do
		run --cmdline "mem=1G" --report -- sh "$TMP/go-on.sh" "$fragment" $mb "$C"
		is "$status" 0 "$mb MB: the shell exits with 0"
		like "$out" '^insmod is well$' "$mb MB: so does insmod"
		like "$out" '^the last line$' "$mb MB: and no line is missing"
		unlike "$out$err" 'Killed|lost|driver [0-9]|rmmod [0-9]|Cannot allocate' "$mb MB: other programs, threads and modules go on"
		like "$out" ': consistent$' "$mb MB: everything is consistent"
		like "$err" 'no page and no object is left' "$mb MB: nothing is left"
		[ $mb = 240 ] && like "$out" 'fragment: 240 MB: right' "240 MB are to be had"
		[ $mb = 300 ] && like "$out" 'fragment: 300 MB: refused' "300 MB are not" &&
			like "$out" 'vmap: [0-9]+ mappings refused: [0-9]+ of 65530 are in use, .*\(vm.max_map_count\)' "and the limit is named"
	done
done

done_testing
