// SPDX-License-Identifier: MIT
/*
 * arch/null/task.c - tasks are contexts that take turns
 *
 * A context is a stack and the place on it where its turn ended. Turns end in arch_block() and
 * arch_yield() only, so kernel code between two of them has the machine for itself. When
 * nobody can run, the machine sleeps until the next deadline; when there is none
 * either, no context can ever run again, and the machine says so and stops.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm-generic/arch.h>

#include "arch/null/null.h"
#include "kernel/stack.h"

#define NR_CONTEXTS	64
#define NO_DEADLINE	(~0ULL)

/**
 * struct null_context - one context
 * @sp:		its stack pointer while it does not run
 * @task:	its `current` while it does not run
 * @word:	what it blocks on; NULL: it can run
 * @deadline:	when it stops blocking all the same
 * @timed_out:	it did
 * @low, @high:	bounds of its stack; 0: the slot is free
 * @stack:	that stack, unless it is the first's
 */
struct null_context {
	unsigned long		sp;
	struct task_struct	*task;
	const u32		*word;
	u64			deadline;
	bool			timed_out;
	unsigned long		low, high;
	struct kernel_stack	*stack;
	void			(*fn)(void *);
	void			*arg;
};

struct task_struct *arch_current;

/* Of a context that has ended; whoever runs next gives it back. */
static struct kernel_stack *stack_left;

/* Slot 0 is the context that boots. */
static struct null_context contexts[NR_CONTEXTS] = {
	[0] = { .low = (unsigned long)null_boot_stack,
		.high = (unsigned long)null_boot_stack + BOOT_STACK_SIZE },
};
static struct null_context *running = &contexts[0];

/* Put what a function call must keep on the stack, note where, and take up another stack. */
void null_switch(unsigned long *save_sp, unsigned long new_sp);
__asm__(".pushsection .text\n"
	".globl null_switch\n"
	".type null_switch, @function\n"
	"null_switch:\n"
	"	pushq %rbp\n"
	"	pushq %rbx\n"
	"	pushq %r12\n"
	"	pushq %r13\n"
	"	pushq %r14\n"
	"	pushq %r15\n"
	"	movq %rsp, (%rdi)\n"
	"	movq %rsi, %rsp\n"
	"	popq %r15\n"
	"	popq %r14\n"
	"	popq %r13\n"
	"	popq %r12\n"
	"	popq %rbx\n"
	"	popq %rbp\n"
	"	ret\n"
	".size null_switch, . - null_switch\n"
	".popsection");

static bool in_use(const struct null_context *context)
{
	return context->high != 0;
}

long null_stack_call(long (*fn)(void *), void *arg, unsigned long top);
__asm__(".pushsection .text\n"
	".globl null_stack_call\n"
	".type null_stack_call, @function\n"
	"null_stack_call:\n"
	"	pushq %rbp\n"
	"	movq %rsp, %rbp\n"
	"	movq %rdi, %rax\n"
	"	movq %rsi, %rdi\n"
	"	movq %rdx, %rsp\n"
	"	call *%rax\n"
	"	leave\n"
	"	ret\n"
	".size null_stack_call, . - null_stack_call\n"
	".popsection");

long arch_stack_call(unsigned long top, long (*fn)(void *), void *arg)
{
	return null_stack_call(fn, arg, top);
}

/* Whose time is up can run. Return: the first deadline still to come. */
static u64 expire_deadlines(void)
{
	u64 now = 0, next = NO_DEADLINE;
	unsigned int i;

	for (i = 0; i < NR_CONTEXTS; i++) {
		struct null_context *context = &contexts[i];

		if (!in_use(context) || !context->word || context->deadline == NO_DEADLINE)
			continue;
		if (!now)
			now = arch_clock_ns();
		if (context->deadline <= now) {
			context->word = NULL;
			context->timed_out = true;
		} else if (context->deadline < next) {
			next = context->deadline;
		}
	}
	return next;
}

/* The next after the running one that can run; NULL if none can. */
static struct null_context *next_runnable(void)
{
	unsigned int i, at = running - contexts;

	for (i = 1; i <= NR_CONTEXTS; i++) {
		struct null_context *context = &contexts[(at + i) % NR_CONTEXTS];

		if (in_use(context) && !context->word)
			return context;
	}
	return NULL;
}

static void wait_for_deadline(u64 deadline)
{
	static const char text[] = "arch/null: every context is blocked, and nobody is left to wake one\n";
	u64 now = arch_clock_ns();

	if (deadline == NO_DEADLINE) {
		null_write(2, text, sizeof(text) - 1);
		arch_halt(1);
	}
	if (deadline > now)
		null_sleep(deadline - now);
}

/* First thing in a turn. */
static void turn_begins(void)
{
	if (stack_left)
		kernel_stack_left(stack_left);
	stack_left = NULL;
}

/* End the turn; the caller's next one begins when this returns. */
static void switch_away(void)
{
	struct null_context *me = running, *next;
	u64 deadline;

	for (;;) {
		deadline = expire_deadlines();
		next = next_runnable();
		if (next)
			break;
		wait_for_deadline(deadline);
	}
	if (next == me)
		return;
	if (in_use(me))
		task_stack_check(arch_current, "at a switch");
	me->task = arch_current;
	running = next;
	arch_current = next->task;
	null_switch(&me->sp, next->sp);
	turn_begins();
}

/* Every context but the first begins here, on its own stack, and ends here. */
static void __attribute__((noreturn)) context_main(void)
{
	turn_begins();
	running->fn(running->arg);
	running->high = 0;	/* nobody takes the slot before we have left its stack */
	stack_left = running->stack;
	switch_away();
	unreachable();
}

int arch_task_start(struct task_struct *task, void (*fn)(void *), void *arg)
{
	struct null_context *context;
	unsigned long *sp;
	unsigned int i;

	for (i = 1; i < NR_CONTEXTS && in_use(&contexts[i]); i++)
		;
	if (i == NR_CONTEXTS)
		return -EAGAIN;
	context = &contexts[i];
	context->stack = task->stack_area;
	context->low = (unsigned long)task->stack;
	context->high = context->low + THREAD_SIZE;
	context->task = task;
	context->word = NULL;
	context->fn = fn;
	context->arg = arg;
	/* As if it had called null_switch(): six registers, the way back, and nobody above. */
	sp = (unsigned long *)context->high;
	*--sp = 0;
	*--sp = (unsigned long)context_main;
	sp -= 6;
	memset(sp, 0, 6 * sizeof(*sp));
	context->sp = (unsigned long)sp;
	return 0;
}

int arch_block(const u32 *word, u32 expected, s64 timeout_ns)
{
	if (READ_ONCE(*word) != expected)
		return 0;
	running->word = word;
	running->deadline = timeout_ns < 0 ? NO_DEADLINE : arch_clock_ns() + timeout_ns;
	running->timed_out = false;
	switch_away();
	return running->timed_out ? -ETIME : 0;
}

void arch_wake(const u32 *word, int nr)
{
	unsigned int i;

	for (i = 0; i < NR_CONTEXTS && nr > 0; i++) {
		if (!in_use(&contexts[i]) || contexts[i].word != word)
			continue;
		contexts[i].word = NULL;
		nr--;
	}
}

void arch_yield(void)
{
	switch_away();
}

void arch_stack_bounds(unsigned long *low, unsigned long *high)
{
	*low = running->low;
	*high = running->high;
}
