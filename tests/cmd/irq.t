#!/bin/bash
# SPDX-License-Identifier: MIT
#
# tests/cmd/irq.t - a module whose interrupt handler allocates (rows D4, F), and its mistakes

. "$(dirname "$0")/lib.sh"

module irqmem

run --report -m "$irqmem" -- sh -c 'cat /proc/interrupts /proc/softirqs; rmmod irqmem; dmesg; cat /proc/interrupts'
is "$status" 0 "it loads, runs and goes"
like "$out" '^ *42:( +[0-9]+)+ +quarry +42 Edge +irqmem$' "/proc/interrupts shows its line"
like "$out" '^ +TASKLET:' "/proc/softirqs counts tasklets"
like "$out" '^LOC:.*Local timer interrupts$' "and the clock's interrupts"
set -- $(printf '%s\n' "$out" | sed -n 's/.*irqmem: \([0-9]*\) made, \([0-9]*\) freed, \([0-9]*\) missed/\1 \2 \3/p')
[ "${1:-0}" -gt 0 ] && [ "$1" = "$2" ]
ok $? "each node that a handler made is freed ($*)"
is "${3:-}" 0 "no GFP_ATOMIC allocation failed"
is "$(printf '%s\n' "$out" | grep -c 'irqmem$')" 1 "after free_irq() the line is nobody's"
unlike "$out" 'BUG:|WARNING:' "nothing was reported"
like "$err" 'no page and no object is left' "nothing is left"

run -m "$irqmem" sleepy=1 -- sh -c 'rmmod irqmem; dmesg'	# rmmod waits for the handler
is "$status" 0 "GFP_KERNEL in the handler: it goes on"
like "$out" 'BUG: sleeping function called from invalid context at ' "the mistake is reported"
like "$out" 'in_atomic\(\): 1, irqs_disabled\(\): 1, non_block: 0, pid: ' "with the context"
like "$out" 'irqmem_handler\+0x.*\[irqmem\]' "and the handler"

run -m "$irqmem" deadlock=1 -- true
[ "$status" -ne 0 ]
ok $? "a lock that the interrupted code holds: the machine stops ($status)"
like "$err" 'BUG: spinlock recursion on CPU#' "it says why"
like "$err" 'irqmem_handler\+0x.*\[irqmem\]' "and where"
like "$err" 'Kernel panic - not syncing: Fatal exception in interrupt' "as Linux does"

done_testing
