/* SPDX-License-Identifier: MIT */
/*
 * asm/current.h - the running task: a plain variable, as there is one CPU
 */
#ifndef _ASM_CURRENT_H
#define _ASM_CURRENT_H

struct task_struct;

extern struct task_struct *arch_current;

/** get_current - the running task. Every context has one: the port makes them all itself. */
static inline __attribute__((always_inline)) struct task_struct *get_current(void)
{
	return arch_current;
}

/** set_current - @task runs from now on; for the core's boot and the port */
static inline void set_current(struct task_struct *task)
{
	arch_current = task;
}

/** current_or_null - the running task, or NULL where get_current() would have to make one */
static inline struct task_struct *current_or_null(void)
{
	return arch_current;
}

#define current get_current()

#endif /* _ASM_CURRENT_H */
