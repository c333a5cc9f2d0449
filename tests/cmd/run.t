#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/run.t - `quarry run prog` behaves as `prog`: status, streams, folder, environment, signals

. "$(dirname "$0")/lib.sh"

# Exit status.
run true
is "$status" 0 "status 0"
run -- sh -c 'exit 7'
is "$status" 7 "status 7"
run -- sh -c 'kill -TERM $$'
is "$status" 143 "dies by SIGTERM as the program did"
run -- sh -c 'kill -KILL $$'
is "$status" 137 "dies by SIGKILL as the program did"
run -- "$TMP/nowhere"
is "$status" 127 "no such file: 127"
run -- no-such-program-anywhere
is "$status" 127 "not in PATH: 127"
like "$err" '^quarry: no-such-program-anywhere: ' "and says which"
echo text >"$TMP/text"
run -- "$TMP/text"
is "$status" 126 "not executable: 126"
printf 'exit 5\n' >"$TMP/script"
chmod +x "$TMP/script"
run -- "$TMP/script"
is "$status" 5 "a script without #! runs, as execvp does it"

# Streams, arguments, folder, environment.
got=$(printf 'in put' | timeout 300 "$QUARRY" run -- cat)
is "$got" "in put" "standard input"
run -- sh -c 'echo out; echo err >&2'
is "$out" out "standard output"
like "$err" '^err$' "standard error"
run -- printf '<%s>' 'a b' '' '*'
is "$out" '<a b><><*>' "arguments come through as they are"
got=$(cd "$TMP" && "$QUARRY" run -- pwd)
is "$got" "$TMP" "working directory"
got=$(FROM_OUTSIDE=yes "$QUARRY" run -- sh -c 'echo $FROM_OUTSIDE')
is "$got" yes "environment"
got=$("$QUARRY" run -- sh -c 'cat <&5' 5<"$TMP/text")
is "$got" text "an inherited descriptor"
is "$("$QUARRY" run -- sh -c 'umask')" "$(umask)" "umask"
# Signals 1 to 28: libc keeps two above them for itself, and changes what they do in any threaded program.
own='ulimit -n; sed -n "s/^\(Sig\(Blk\|Ign\):\).*\(.......\)$/\1 \3/p" /proc/self/status'
is "$("$QUARRY" run -- sh -c "$own")" "$(sh -c "$own")" \
	"limits and signal dispositions"

# Started with closed streams, the program finds them closed, and Quarry's files don't take their numbers.
"$QUARRY" run --cmdline loglevel=8 -m "$MODULES/scullc.ko" -- bash -c '
	for fd in 0 1 2; do [ -e /proc/self/fd/$fd ] && echo open $fd; done >"$1"
	head -c 300000 /dev/zero >/dev/scullc0; wc -c </dev/scullc0 >>"$1"' sh "$TMP/streams" <&- >&- 2>&-
is "$?" 0 "closed streams: status 0"
is "$(cat "$TMP/streams")" "open 1
300000" "closed streams are closed in the program"

# The program closes its output: who reads it sees the end, though the program goes on.
"$QUARRY" run -- sh -c 'echo first; exec >&-; i=0
	until [ -e "$1" ] || [ $i -eq 200 ]; do i=$((i + 1)); sleep 0.05; done; echo $i >"$2"' \
	sh "$TMP/go" "$TMP/rounds" 2>/dev/null | { cat >"$TMP/seen"; touch "$TMP/go"; }
[ "$(cat "$TMP/rounds")" -lt 200 ]
ok $? "the end of a pipe comes when the program closes it"
is "$(cat "$TMP/seen")" first "with all that was written before"

# Signals sent to quarry reach the program.
"$QUARRY" run -- sh -c 'trap "echo caught; exit 9" TERM; echo ready >"$1"; while :; do sleep 0.05; done' sh "$TMP/ready" \
	>"$TMP/caught" 2>/dev/null &
until [ -s "$TMP/ready" ]; do sleep 0.05; done
kill -TERM $!
wait $!
is "$?" 9 "SIGTERM is passed on"
is "$(cat "$TMP/caught")" caught "and can be handled"

# The end of the first program is the end of all.
run -- sh -c 'sleep 1000 & echo $!'
! kill -0 "$out" 2>/dev/null
ok $? "a program left in the background is ended"
"$QUARRY" run -- sleep 1000 &
sleep 0.3
child=$(cat /proc/$!/task/$!/children)
kill -KILL $!
wait $! 2>/dev/null
sleep 0.2
[ -n "$child" ] && ! grep -q '^State:.[^Z]' /proc/${child% }/status 2>/dev/null
ok $? "killing quarry ends its programs"

# A burst of calls is pinned to a CPU, which the program must not notice.
run -- sh -c 'ls -R /usr/include >/dev/null 2>&1; nproc; taskset -cp $$ | sed "s/.*: //"'
is "$out" "$(nproc; taskset -cp $$ | sed 's/.*: //')" "CPUs as outside"

# Quarry's own options come before the program's name only.
run -- echo --report -m x
is "$out" "--report -m x" "options after the program are the program's"
run echo --cmdline
is "$out" "--cmdline" "also without --"

# On a terminal.
if ! script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	skip "terminal" "script(1) does not work here"
else
	module qpipe
	(sleep 1; printf '\003') | timeout 300 script -qec "$QUARRY run -m $qpipe -- cat /dev/qpipe" /dev/null >/dev/null
	is "$?" 130 "Ctrl-C ends a blocked reader, and quarry by SIGINT"

	# A line is echoed when the shell has read it: a key before that would throw it away. Keys are pressed again
	# until the shell has said that often that it is ready.
	ready() { [ "$(grep -ao 'ready>' "$TMP/tty" | wc -l)" -ge "$1" ]; }
	line() { printf '%s\n' "$1"; for _ in {1..300}; do grep -aqF "ready> $1" "$TMP/tty" && break; sleep 0.1; done; }
	keys() { for _ in {1..300}; do sleep 0.2; ready "$1" && break; printf "$2"; done; }
	: >"$TMP/tty"
	{
		keys 1 ''
		line 'cat /dev/qpipe'
		keys 2 '\032'
		line fg
		keys 3 '\003'
		printf 'echo status $?\nexit 4\n'
	} | timeout 300 script -qfec "$QUARRY run -m $qpipe -- env 'PS1=ready> ' bash --norc -i" /dev/null >"$TMP/tty"
	got=$(echo "shell $?"; cat "$TMP/tty")
	like "$got" 'Stopped +cat /dev/qpipe' "Ctrl-Z stops it in an interactive shell"
	like "$got" 'status 130' "fg and Ctrl-C end it"
	like "$got" 'shell 4' "the shell's status"
fi

done_testing
