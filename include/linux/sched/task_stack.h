/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/task_stack.h - the kernel stack of a task
 *
 *	task->stack                                       task->stack + THREAD_SIZE
 *	| STACK_END_MAGIC | free, zero if never used | ... <- grows down |
 *
 * Tasks that Quarry starts have one. Foreign ones run on their own thread's stack: task->stack is NULL.
 */
#ifndef _LINUX_SCHED_TASK_STACK_H
#define _LINUX_SCHED_TASK_STACK_H

#include <linux/sched.h>
#include <linux/magic.h>
#include <asm/thread_info.h>

/** task_stack_page - lowest address of @task's stack; NULL if Quarry did not make it. Row C6. */
static __always_inline void *task_stack_page(const struct task_struct *task)
{
	return task->stack;
}

/** end_of_stack - the last word that @task's stack may not reach; it has one. Row C6. */
static __always_inline unsigned long *end_of_stack(const struct task_struct *task)
{
	return task->stack;
}

/** task_stack_end_corrupted - has somebody written over the last word of @task's stack? Row C6. */
#define task_stack_end_corrupted(task) \
	((task)->stack && READ_ONCE(*end_of_stack(task)) != STACK_END_MAGIC)

/** try_get_task_stack - @tsk's stack, which stays until its end; the caller keeps @tsk alive */
static inline void *try_get_task_stack(struct task_struct *tsk)
{
	return task_stack_page(tsk);
}

static inline void put_task_stack(struct task_struct *tsk)
{
}

void set_task_stack_end_magic(struct task_struct *tsk);
unsigned long stack_not_used(struct task_struct *p);
int object_is_on_stack(const void *obj);

#endif /* _LINUX_SCHED_TASK_STACK_H */
