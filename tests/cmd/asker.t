#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/asker.t - what a driver finds in current->signal->tty and current->pending

. "$(dirname "$0")/lib.sh"

module asker

run -m "$asker" -- setsid -w cat /dev/asker
is "$out" "0:0" "a session without a terminal: no tty"

if command -v script >/dev/null; then
	out=$(script -qec "'$QUARRY' run -m '$asker' -- sh -c 'stat -L -c %t:%T /proc/self/fd/0; cat /dev/asker'" \
		/dev/null </dev/null 2>&1 | tr -d '\r')
	is "$(printf '%s\n' "$out" | sed -n 2p)" "$(printf '%s\n' "$out" | sed -n 1p)" "a terminal: its number"
else
	skip "a terminal: its number" "no script(1) here"
fi

# A signal that ends the process counts as SIGKILL too, as in Linux. dd has a handler for SIGINT, cp has none.
run -m "$asker" -- timeout -s INT 0.3 cp "$0" /dev/asker
like "$err" 'asker: found 1, pending 10[02]$' "a signal that ends the process is pending when the sleep ends"
run -m "$asker" -- timeout -s INT 0.3 dd if="$0" of=/dev/asker count=1
like "$err" 'asker: found 1, pending 2$' "a signal with a handler: only that one"
like "$err" '0 bytes copied' "and its handler runs"

done_testing
