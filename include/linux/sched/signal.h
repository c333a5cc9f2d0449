/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/signal.h - signals as kernel code meets them: has my caller's program got one?
 */
#ifndef _LINUX_SCHED_SIGNAL_H
#define _LINUX_SCHED_SIGNAL_H

#include <linux/sched.h>
#include <linux/signal.h>

/**
 * signal_pending - has a task a signal to handle?
 * @p:	the task; of a kernel thread only signals count that it allowed
 *
 * Context: any; takes no lock.
 * Return: 1 if so, else 0.
 */
int signal_pending(struct task_struct *p);
/**
 * fatal_signal_pending - has a task a signal that ends it?
 * @p:	the task; a kernel thread is ended by none, but sees an allowed SIGKILL here
 *
 * Context: any; takes no lock.
 * Return: 1 if so, else 0.
 */
int fatal_signal_pending(struct task_struct *p);
int signal_pending_state(unsigned int state, struct task_struct *p);
/**
 * send_sig - send a signal to a task's process, or to a kernel thread that allowed it
 * @sig:	1 .. 64; 0 sends none
 * @p:	the task, which the caller keeps alive
 * @priv:	not used
 *
 * Context: any; takes no lock.
 * Return: 0, also where a kernel thread did not allow it; -EINVAL for another number; -ESRCH if
 * the process is gone.
 */
int send_sig(int sig, struct task_struct *p, int priv);
int send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p);
/**
 * allow_signal - the calling kernel thread wants to get a signal
 * @sig:	1 .. 64
 *
 * Context: a kernel thread; takes no lock.
 */
void allow_signal(int sig);
void disallow_signal(int sig);
/**
 * flush_signals - forget the signals that a kernel thread has got
 * @t:	the thread
 *
 * Context: any; takes no lock.
 */
void flush_signals(struct task_struct *t);
int kernel_dequeue_signal(void);

/** for_each_process - every task; hold tasklist_lock or rcu_read_lock() */
#define for_each_process(p) \
	for (p = &init_task; (p = list_entry_rcu((p)->tasks.next, struct task_struct, tasks)) != &init_task;)

#endif /* _LINUX_SCHED_SIGNAL_H */
