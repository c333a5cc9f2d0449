/* SPDX-License-Identifier: MIT */
/*
 * linux/kthread.h - kernel threads
 */
#ifndef _LINUX_KTHREAD_H
#define _LINUX_KTHREAD_H

#include <linux/err.h>
#include <linux/sched.h>

struct completion;

/**
 * kthread_create_on_node - make a kernel thread, asleep until wake_up_process()
 * @node:	ignored
 * @namefmt:	its name, as printf has it
 *
 * The thread may return by itself when nobody calls kthread_stop() on it, or else should loop
 * until kthread_should_stop().
 * Context: may sleep. Return: the task, or ERR_PTR(-ENOMEM, -EAGAIN). Row D6.
 */
__printf(4, 5)
struct task_struct *kthread_create_on_node(int (*threadfn)(void *data), void *data, int node,
					   const char namefmt[], ...);
struct task_struct *kthread_create_on_cpu(int (*threadfn)(void *data), void *data, unsigned int cpu,
					  const char *namefmt);
#define kthread_create(threadfn, data, namefmt, arg...) \
	kthread_create_on_node(threadfn, data, -1, namefmt, ##arg)
/** kthread_run - kthread_create(), and start it */
#define kthread_run(threadfn, data, namefmt, ...) ({ \
	struct task_struct *__k = kthread_create(threadfn, data, namefmt, ##__VA_ARGS__); \
	if (!IS_ERR(__k)) \
		wake_up_process(__k); \
	__k; \
})

/**
 * kthread_bind - let a kernel thread run on one CPU only
 * @k:	the thread, not started yet
 * @cpu:	the CPU; one that is not there is reported, as a thread that runs is, and
 *		nothing is changed
 *
 * Context: any; takes no lock.
 */
void kthread_bind(struct task_struct *k, unsigned int cpu);
/**
 * kthread_stop - make kthread_should_stop() true in @k, wake it, wait until it has returned
 * Context: may sleep. Return: what its function returned; -EINTR if it was never started.
 */
int kthread_stop(struct task_struct *k);
/**
 * kthread_exit - end the running kernel thread, as if its function returned
 * @result:	what kthread_stop() is to return
 *
 * Context: a kernel thread, holding no lock and no CPU. Does not return. Row D6.
 */
void __noreturn kthread_exit(long result);
/**
 * kthread_complete_and_exit - complete(), then kthread_exit(), for a thread whose code may go
 * after it
 * @comp:	the completion, or NULL
 * @code:	what kthread_stop() is to return
 *
 * For a thread of a module whose exit function waits for @comp: nothing of the module runs after
 * it.
 *
 * Context: a kernel thread, holding no lock and no CPU. Does not return. Row D6.
 */
void __noreturn kthread_complete_and_exit(struct completion *comp, long code);
/**
 * kthread_should_stop - has somebody called kthread_stop() on the running kernel thread?
 *
 * Context: a kernel thread; any there. Row D6.
 * Return: true if so.
 */
bool kthread_should_stop(void);
/**
 * kthread_should_park - has somebody called kthread_park() on the running kernel thread?
 *
 * Context: a kernel thread; any there.
 * Return: true if so, until kthread_unpark().
 */
bool kthread_should_park(void);
/**
 * kthread_park - make a kernel thread call kthread_parkme(), and wait until it does
 * @k:	the thread, which the caller keeps alive; the caller itself is not waited for
 *
 * Context: may sleep.
 * Return: 0, -ENOSYS if it has ended, -EBUSY, with a report, if it was asked before.
 */
int kthread_park(struct task_struct *k);
void kthread_unpark(struct task_struct *k);
/**
 * kthread_parkme - sleep until kthread_unpark(), if asked to by kthread_park()
 *
 * Context: a kernel thread; may sleep.
 */
void kthread_parkme(void);
void *kthread_data(struct task_struct *k);
bool kthread_freezable_should_stop(bool *was_frozen);

#endif /* _LINUX_KTHREAD_H */
