/* SPDX-License-Identifier: MIT */
/*
 * asm/current.h - the running task: one thread-local load
 *
 * A task is a host thread, so `current` is a thread-local variable. It is initial-exec: a load
 * from a fixed offset of the thread pointer, in the library, in a program that links it
 * statically and in modules alike (8 bytes of the static TLS that libc keeps in reserve when
 * the library is itself opened by dlopen). A thread that Quarry has not seen yet finds
 * NULL, and arch_task_foreign() gives it a task; the first such thread boots the machine.
 */
#ifndef _ASM_CURRENT_H
#define _ASM_CURRENT_H

struct task_struct;

extern __thread struct task_struct *arch_current __attribute__((tls_model("initial-exec")));

struct task_struct *arch_task_foreign(void);

/** get_current - the running task; never NULL. Any context. */
static inline __attribute__((always_inline)) struct task_struct *get_current(void)
{
	struct task_struct *task = arch_current;

	if (__builtin_expect(!task, 0))
		return arch_task_foreign();
	return task;
}

/** set_current - @task runs in this context from now on; NULL: none (the core's boot, and the port) */
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
