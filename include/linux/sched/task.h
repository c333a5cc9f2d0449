/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/task.h - references to tasks, and user tasks
 */
#ifndef _LINUX_SCHED_TASK_H
#define _LINUX_SCHED_TASK_H

#include <linux/sched.h>

/** tasklist_lock - guards the list of all tasks. Taken with nothing inside but task->alloc_lock. */
extern rwlock_t tasklist_lock;

void __put_task_struct(struct task_struct *t);

/** get_task_struct - @t stays valid until put_task_struct(). Context: any. */
static inline struct task_struct *get_task_struct(struct task_struct *t)
{
	refcount_inc(&t->usage);
	return t;
}

/** put_task_struct - one reference less; the last one frees @t, after a grace period. Context: any. */
static inline void put_task_struct(struct task_struct *t)
{
	if (refcount_dec_and_test(&t->usage))
		__put_task_struct(t);
}

static inline void task_lock(struct task_struct *p)
{
	spin_lock(&p->alloc_lock);
}

static inline void task_unlock(struct task_struct *p)
{
	spin_unlock(&p->alloc_lock);
}

/**
 * task_alloc_user - a task for a thread of a user process, with the host's numbers
 *
 * The caller makes it current in its context. Context: may sleep. Return: NULL without memory.
 */
struct task_struct *task_alloc_user(pid_t pid, pid_t tgid, pid_t ppid, const char *comm);
/**
 * task_free_user - the user thread is gone
 *
 * @task may be current; the caller's next act is then set_current() to another, or NULL.
 */
void task_free_user(struct task_struct *task);

#endif /* _LINUX_SCHED_TASK_H */
