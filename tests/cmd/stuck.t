#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/stuck.t - modules whose init or exit function oopses, leaks or never ends

. "$(dirname "$0")/lib.sh"

C=$MODULES/scullc.ko
module stuck

run -m "$C" -- sh -c 'insmod "$1" how=init; echo insmod $?; rmmod stuck; echo rmmod $?; echo on >/dev/scullc0; cat /dev/scullc0' sh "$stuck"
like "$out" '^insmod 137$' "init oopses: insmod is killed"
like "$out" '^rmmod 1$' "init oopsed: it can't be unloaded"
like "$out" '^on$' "init oopsed: the other devices go on"
like "$err" 'RIP: .*stuck_init.*\(stuck\.c:[0-9]+\)' "init oopsed: where"
like "$err" '^quarry: left behind: module stuck: ' "init oopsed: the end names the module"

run --report -m "$C" -m "$stuck" how=exit -- sh -c 'rmmod stuck; echo rmmod $?; echo on >/dev/scullc0; cat /dev/scullc0'
like "$out" '^rmmod 137$' "exit oopses: rmmod is killed"
like "$out" '^on$' "exit oopsed: the other devices go on"
like "$err" 'RIP: .*stuck_exit.*\(stuck\.c:[0-9]+\)' "exit oopsed: where"
like "$err" '^quarry: left behind: module stuck: ' "exit oopsed: the end names the module"
is "$status" 1 "exit oopsed: the status with --report"

run --report -m "$stuck" how=leak -- rmmod stuck
is "$status" 1 "a leak: the status with --report"
like "$err" '^quarry: left behind: cache stuck_things: 1 object of 100 bytes$' "a leak: the cache by its name"
like "$err" '^quarry: left behind: .*pages' "a leak: pages"

status=0
timeout -s INT -k 5 2 "$QUARRY" run -m "$stuck" how=spin -- true 2>/dev/null || status=$?
is "$status" 124 "an init function that never ends: Ctrl-C ends quarry"

done_testing
