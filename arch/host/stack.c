// SPDX-License-Identifier: MIT
/*
 * arch/host/stack.c - which stack code runs on, on the host
 *
 * A thread has its host stack, its two signal stacks, and while it is a task that Quarry started that
 * task's stack; while it runs an interrupt, that of its CPU (arch/host/os/stack.c).
 */
#include <linux/sched.h>
#include <asm-generic/arch.h>

#include "arch/host/os/os.h"
#include "arch/host/stack.h"
#include "kernel/stack.h"

long arch_stack_call(unsigned long top, long (*fn)(void *), void *arg)
{
	return os_stack_enter(top, THREAD_SIZE, fn, arg);
}

long host_task_stack_call(long (*fn)(void *), void *arg)
{
	unsigned long base = (unsigned long)task_stack_page(current);

	return base ? os_task_stack_enter(base + THREAD_SIZE, THREAD_SIZE, fn, arg) : fn(arg);
}

bool host_stack_at(unsigned long addr, unsigned long *low, unsigned long *high)
{
	struct stack_info info;

	if (stack_info_at(addr, &info)) {
		*low = info.begin;
		*high = info.end;
		return true;
	}
	if (os_signal_stack_bounds(addr, low, high))
		return true;
	os_stack_bounds(low, high);
	return addr >= *low && addr < *high;
}

void arch_stack_bounds(unsigned long *low, unsigned long *high)
{
	host_stack_at((unsigned long)__builtin_frame_address(0), low, high);
}
