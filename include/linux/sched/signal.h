/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/signal.h - signals as kernel code meets them: has my caller's program got one?
 */
#ifndef _LINUX_SCHED_SIGNAL_H
#define _LINUX_SCHED_SIGNAL_H

#include <linux/sched.h>
#include <linux/signal.h>

/** signal_pending - has @p a signal to handle? Then sleeps return -ERESTARTSYS. Context: any. */
int signal_pending(struct task_struct *p);
/** fatal_signal_pending - has @p a signal that ends it? */
int fatal_signal_pending(struct task_struct *p);
int signal_pending_state(unsigned int state, struct task_struct *p);
/** send_sig - send signal @sig to @p's process; to a kernel thread, if it allows it. Context: any. */
int send_sig(int sig, struct task_struct *p, int priv);
int send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p);
/** allow_signal - the calling kernel thread wants to see @sig in signal_pending() */
void allow_signal(int sig);
void disallow_signal(int sig);
/** flush_signals - forget those that @t, a kernel thread, has got */
void flush_signals(struct task_struct *t);
int kernel_dequeue_signal(void);

/** for_each_process - every task; hold tasklist_lock or rcu_read_lock() */
#define for_each_process(p) \
	for (p = &init_task; (p = list_entry_rcu((p)->tasks.next, struct task_struct, tasks)) != &init_task;)

#endif /* _LINUX_SCHED_SIGNAL_H */
