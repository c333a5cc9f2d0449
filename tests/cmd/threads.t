#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/threads.t - programs with threads and many processes

. "$(dirname "$0")/lib.sh"

C=$MODULES/scullc.ko
helper threads

for round in 1 2 3; do
	run --report -m "$C" -- "$threads" /dev/scullc0
	is "$status" 0 "threads and forks, round $round"
	each_line "$out"
	like "$err" 'no page and no object is left' "nothing is left, round $round"
done
for round in 1 2 3 4 5; do
	run -m "$C" -- "$threads" /dev/scullc0 exec
	is "$status:${out:0:64}" "0:$(printf 'a%.0s' {1..64})" "exec from a thread that is not the leader, round $round"
done

if command -v python3 >/dev/null && python3 -c '' 2>/dev/null; then
	run -m "$C" -- python3 -c '
import concurrent.futures, os, subprocess
def work(n):
    with open("/dev/scullc%d" % (n % 4), "r+b", buffering=0) as f:
        block = bytes([65 + n]) * 5000
        f.seek(n * 5000); f.write(block); f.seek(n * 5000)
        return f.read(5000)[:100] == block[:100]
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    print(all(pool.map(work, range(16))))
print(subprocess.run(["head", "-c", "3", "/dev/scullc0"], capture_output=True).stdout.decode())'
	is "$out" "True
AAA" "python3: a pool of threads, and a child"
else
	skip "python3" "not installed"
fi

mkdir "$TMP/make"
printf 'all: a b c d e f\na b c d e f:\n\t@echo $@ >/dev/scullc1; cat /dev/scullc1 >/dev/null && echo done $@ >$@.out\n' >"$TMP/make/Makefile"
run -m "$C" -- make -s -C "$TMP/make" -j2
is "$status" 0 "make -j2"
is "$(cat "$TMP"/make/*.out | wc -l)" 6 "every rule ran"

run -m "$C" -- sh -c 'for i in 1 2 3 4 5 6 7 8; do (for j in 1 2 3 4 5 6 7 8 9 10; do
	echo $i.$j >/dev/scullc$((i % 4)); cat /dev/scullc$((i % 4)) >/dev/null; done) & done; wait; echo all'
is "$out" all "160 short-lived processes, eight at a time"

if command -v git >/dev/null && git -C "$top" rev-parse HEAD >/dev/null 2>&1; then
	run -- git -C "$top" log --format=%H -1
	is "$out" "$(git -C "$top" log --format=%H -1)" "git"
fi

done_testing
