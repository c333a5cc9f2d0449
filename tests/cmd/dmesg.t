#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/dmesg.t - the log of the machine, with the distribution's dmesg, by both its ways

. "$(dirname "$0")/lib.sh"

command -v dmesg >/dev/null || skip_all "no dmesg on this machine"
log='echo "<3>first line" >/dev/kmsg; echo "second line" >/dev/kmsg; echo "<30>third" >/dev/kmsg'

run -- sh -c "$log; dmesg"
is "$status" 0 "dmesg"
like "$out" '^\[ +[0-9]+\.[0-9]{6}\] first line$' "a line with its time"
is "$(grep -cE 'first line|second line|third' <<<"$out")" 3 "each line once"

run -- sh -c "$log; dmesg -x"
like "$out" '^user *:err *:.*first' "a written line is facility user; its level is kept"
like "$out" '^user *:warn *:.*second' "without a level it is a warning"
like "$out" '^daemon *:info *:.*third' "the facility may be given"

run -- sh -c "$log; dmesg -S"
like "$out" 'first line' "by syslog(2)"
run -- sh -c "$log; dmesg -C; echo after >/dev/kmsg; dmesg; echo --; dmesg -S"
unlike "$out" 'first line' "cleared: the earlier lines are hidden, both ways"
is "$(grep -c after <<<"$out")" 2 "the later ones are there"
run -- sh -c "$log; dmesg -c >/dev/null; dmesg"
is "$out" "" "dmesg -c reads and clears"
run -- sh -c 'dmesg -n 8; echo "<7>loud" >/dev/kmsg; dmesg -D; echo "<3>quiet" >/dev/kmsg; dmesg -E'
like "$err" 'loud' "dmesg -n: the console shows more"
unlike "$err" 'quiet' "dmesg -D: it shows nothing"

# Follow: a reader that waits sees what comes later, by read() and by poll().
run -- sh -c 'soon() { for try in $(seq 500); do "$@" && break; sleep 0.1; done; }
	dmesg -w >$1 & soon test -s $1; echo "came later" >/dev/kmsg; soon grep -q "came later" $1; kill $!; exit 0' \
	sh "$TMP/follow"
like "$(cat "$TMP/follow")" 'came later' "dmesg -w follows"

helper kmsg
run --report -- "$kmsg"
is "$status" 0 "records, seeks, EAGAIN, EPIPE, poll" || note "$out"
like "$err" 'no page and no object is left' "nothing is left"

run -- ls -l /dev/kmsg
like "$out" '^c.* 1, *11 .*/dev/kmsg$' "the node is 1,11"

done_testing
