/* SPDX-License-Identifier: MIT */
/*
 * kernel/stack.h - kernel stacks, for kernel/ and the ports
 *
 * A stack belongs to its task until task_stack_leaving(), then to the context that runs on it, which
 * gives it back by kernel_stack_left() from another stack.
 */
#ifndef KERNEL_STACK_H
#define KERNEL_STACK_H

#include <linux/sched/task_stack.h>

struct kernel_stack;

/**
 * struct stack_info - one stack, for reports
 * @name:	"TASK" or "IRQ"
 * @begin:	its lowest address
 * @end:	one past its highest
 */
struct stack_info {
	const char	*name;
	unsigned long	begin, end;
};

/** task_stack_alloc - give @task a zeroed stack; 0 or -ENOMEM. May sleep. */
int task_stack_alloc(struct task_struct *task);
/** task_stack_free - take back the stack that @task has and never ran on, or left. Any context. */
void task_stack_free(struct task_struct *task);
/** task_stack_leaving - the running @task ends: its stack is the port's from now on */
void task_stack_leaving(struct task_struct *task);
/** kernel_stack_left - nobody runs on @stack any more. Any context, also one without a task. */
void kernel_stack_left(struct kernel_stack *stack);
/** kernel_stacks_drain - wait for stacks that are being left, and free all that have no task. May sleep. */
void kernel_stacks_drain(void);
/** kernel_stack_kb - KB in stacks of tasks, as "KernelStack:" of /proc/meminfo shows them */
unsigned long kernel_stack_kb(void);

/** stack_info_at - which of the caller's stacks has @addr in it? False: none that Quarry made. */
bool stack_info_at(unsigned long addr, struct stack_info *info);
/** stack_guard_hit - below which of the caller's stacks is the guard that has @addr in it? */
bool stack_guard_hit(unsigned long addr, struct stack_info *info);

/* The option stack_depth. */
extern bool stack_depth_on;

/** stack_end_report - what task_stack_check() does when the last word is not what it was */
void stack_end_report(struct task_struct *task, const char *where);
/** stack_depth_check - for the option stack_depth: say so if nobody came as deep yet */
void stack_depth_check(struct task_struct *task);

/* At a switch, at the end of a task and when a call of a program returns; @where is for the report. */
static inline void task_stack_check(struct task_struct *task, const char *where)
{
	if (unlikely(task_stack_end_corrupted(task)))
		stack_end_report(task, where);
	if (unlikely(stack_depth_on))
		stack_depth_check(task);
}

/**
 * call_on_irq_stack - run fn(arg) on the interrupt stack of this CPU
 *
 * If that is in use already (an interrupt came while a softirq ran there), @fn runs where the
 * caller is.
 * Context: holds a CPU all the time; @fn comes back.
 */
void call_on_irq_stack(void (*fn)(void *), void *arg);
/** on_irq_stack - does the caller run on an interrupt stack? */
bool on_irq_stack(void);

#endif /* KERNEL_STACK_H */
