// SPDX-License-Identifier: MIT
/*
 * arch/host/fault.c - oopses, call chains and names of code, on the host
 */
#include <linux/align.h>
#include <linux/panic.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <asm-generic/arch.h>

#include "arch/host/os/os.h"
#include "arch/host/stack.h"
#include "kernel/stack.h"

#define MAX_STACKS	4	/* interrupt, signal, task, host */

long arch_try(long (*fn)(void *), void *arg, bool *oopsed)
{
	struct task_context before;
	int faulted;
	long ret;

	task_save(&before);
	ret = os_try(fn, arg, &faulted);
	if (faulted)
		task_recover(&before);
	*oopsed = faulted;
	return ret;
}

void host_fault_report(const char *what, unsigned long addr, unsigned long pc, unsigned long fp)
{
	die(what, addr, pc, fp);
}

/* What a function's prologue leaves at its frame pointer, on x86-64 and arm64 alike. */
struct stack_frame {
	unsigned long	caller_fp;
	unsigned long	return_address;
};

/*
 * A chain that starts in our own frame is sound as far as the stack goes. One that starts at a
 * fault may be anything, and is read with care. AddressSanitizer is told to look away: the
 * words between two frames' variables are not always its idea of readable.
 */
__attribute__((no_sanitize("address")))
static bool frame_read(unsigned long fp, bool sound, struct stack_frame *frame)
{
	if (!sound)
		return arch_copy_nofault(frame, (void *)fp, sizeof(*frame)) == 0;
	frame->caller_fp = ((struct stack_frame *)fp)->caller_fp;
	frame->return_address = ((struct stack_frame *)fp)->return_address;
	return true;
}

/*
 * The stack that a chain goes on at, unless it leaves a task's: what called the kernel is no part
 * of it.
 */
static bool next_stack(unsigned long fp, unsigned long *low, unsigned long *high)
{
	if (*low && *low == (unsigned long)task_stack_page(current))
		return false;
	return host_stack_at(fp, low, high);
}

/* The same for a chain by unwind tables: its outermost change of stacks is where the task's began. */
static unsigned int kernel_part(const unsigned long *entries, unsigned int nr)
{
	unsigned int i;

	if (!task_stack_page(current))
		return nr;
	for (i = nr; i > 1; i--)
		if (os_is_stack_jump(entries[i - 1]))
			return i - 1;
	return nr;
}

unsigned int arch_backtrace(unsigned long pc, unsigned long fp,
			    unsigned long *entries, unsigned int max)
{
	unsigned long low = 0, high = 0;
	struct stack_frame frame;
	unsigned int nr = 0, hops = 0;
	bool sound = !pc;

	/*
	 * Where it faulted there may be no frame yet, or never (memcpy() of libc): unwind tables
	 * know.
	 */
	if (!sound) {
		nr = os_unwind(pc, entries, max);
		if (nr > 1)
			return kernel_part(entries, nr);
		nr = 0;
	}
	if (sound)
		fp = (unsigned long)__builtin_frame_address(0);
	else if (max)
		entries[nr++] = pc;
	while (nr < max && IS_ALIGNED(fp, sizeof(long))) {
		if ((fp < low || fp >= high) && (hops++ == MAX_STACKS || !next_stack(fp, &low, &high)))
			break;
		if (high - fp < sizeof(frame) || !frame_read(fp, sound, &frame) || !frame.return_address)
			break;
		entries[nr++] = frame.return_address;
		/*
		 * Callers' frames are further up, or on another stack; else it is a loop, or no
		 * frame.
		 */
		if (frame.caller_fp <= fp && frame.caller_fp >= low)
			break;
		fp = frame.caller_fp;
	}
	return nr;
}

int arch_symbolize(unsigned long addr, bool is_return, char *buf, size_t size)
{
	return os_symbolize(addr, is_return, buf, size);
}
