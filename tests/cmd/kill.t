#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/kill.t - programs that die at any moment leave nothing behind

. "$(dirname "$0")/lib.sh"

C=$MODULES/scullc.ko
module qpipe

# Writers, killed at forty different moments, four at once.
run --report -m "$C" -- bash -c 'for i in 1 2 3 4; do (for j in 1 2 3 4 5 6 7 8 9 10; do
	cat /bin/bash >/dev/scullc$((i - 1)) & p=$!; sleep 0.00$((j * i % 10)); kill -9 $p; wait $p
	done) 2>/dev/null & done; wait; echo all; rmmod scullc; echo $?'
is "$out" "all
0" "writers killed in the middle"
like "$err" 'no page and no object is left' "leave nothing"

run -m "$qpipe" -- bash -c 'cat /dev/qpipe & sleep 0.2; kill -9 $!; wait $!; echo $?; rmmod qpipe; echo $?' 2>/dev/null
is "$out" "137
0" "SIGKILL ends a blocked reader"

run --report -m "$qpipe" -- sh -c 'cat /dev/qpipe & cat /dev/qpipe & sleep 0.2; echo over'
is "$status:$out" "0:over" "blocked readers in the background are ended with the first program"
like "$err" 'no page and no object is left' "and leave nothing"

run --report -m "$C" -- sh -c 'cat /dev/zero >/dev/scullc0 & sleep 0.2; kill -9 $$'
is "$status" 137 "the first program killed, a writer in the background"
like "$err" 'no page and no object is left' "leaves nothing"

# All threads at once, in the middle of calls. A child that it had just forked lives on, with copies of
# its descriptors, until it ends by itself: the module may be in use for that long.
helper threads
for ms in 005 010 015 020 025 030 040 050; do
	run --report -m "$C" -- bash -c '"$1" /dev/scullc0 >/dev/null & sleep 0.$2; kill -9 $!; wait $! 2>/dev/null
		for try in {1..100}; do rmmod scullc 2>/dev/null && break; sleep 0.05; done; lsmod | grep -c scullc' sh "$threads" $ms
	is "$out" 0 "threads killed after 0.$ms s: the module unloads"
done
like "$err" 'no page and no object is left' "and nothing is left"

# kill -9 of quarry itself: no program goes on without it.
"$QUARRY" run -m "$C" -- sh -c 'sleep 1000 & echo $! >"$1"; wait' sh "$TMP/pid" 2>/dev/null &
until [ -s "$TMP/pid" ]; do sleep 0.05; done
kill -9 $!
wait $! 2>/dev/null
sleep 0.2
! grep -q '^State:.[^Z]' "/proc/$(cat "$TMP/pid")/status" 2>/dev/null
ok $? "a grandchild ends with quarry"

done_testing
