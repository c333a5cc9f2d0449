// SPDX-License-Identifier: MIT
/*
 * kernel/signal.c - signals of user tasks, which the host keeps, and of kernel threads
 *
 * A kernel thread sees only signals that it allowed. Its pending ones are kept in its task_struct; for
 * user tasks, the port writes there what it finds when it is asked.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/export.h>
#include <linux/sched/signal.h>
#include "kernel/sched.h"

int signal_pending(struct task_struct *p)
{
	if (p->has_user)
		return arch_signal_pending(p) > 0;
	return READ_ONCE(p->pending.signal.sig[0]) != 0;
}
EXPORT_SYMBOL(signal_pending);

int fatal_signal_pending(struct task_struct *p)
{
	if (p->has_user)
		return arch_signal_pending(p) == 2;
	return (READ_ONCE(p->pending.signal.sig[0]) & sigmask(SIGKILL)) != 0;
}
EXPORT_SYMBOL(fatal_signal_pending);

/**
 * signal_pending_state - would a sleep in a state end for a signal?
 * @state:	the task state
 * @p:	the task
 *
 * Context: any; takes no lock.
 * Return: 1 if so, else 0.
 */
int signal_pending_state(unsigned int state, struct task_struct *p)
{
	if (!(state & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)))
		return 0;
	return state & TASK_INTERRUPTIBLE ? signal_pending(p) : fatal_signal_pending(p);
}
EXPORT_SYMBOL_GPL(signal_pending_state);

int send_sig(int sig, struct task_struct *p, int priv)
{
	if (!valid_signal(sig) || sig < 0)
		return -EINVAL;
	if (p->has_user)
		return arch_send_signal(p, sig);
	if (!sig || !(READ_ONCE(p->sig_allowed) & sigmask(sig)))
		return 0;
	__atomic_fetch_or(&p->pending.signal.sig[0], sigmask(sig), __ATOMIC_SEQ_CST);
	wake_up_state(p, TASK_INTERRUPTIBLE | (sig == SIGKILL ? TASK_WAKEKILL : 0));
	return 0;
}
EXPORT_SYMBOL(send_sig);

/**
 * send_sig_info - send_sig(); what else is said about the signal is not passed on
 * @sig:	1 .. 64; 0 sends none
 * @info:	not used
 * @p:	the task, which the caller keeps alive
 *
 * Context: any; takes no lock.
 * Return: as send_sig().
 */
int send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p)
{
	return send_sig(sig, p, info == SEND_SIG_PRIV);
}
EXPORT_SYMBOL(send_sig_info);

void allow_signal(int sig)
{
	__atomic_fetch_or(&current->sig_allowed, sigmask(sig), __ATOMIC_RELAXED);
}
EXPORT_SYMBOL(allow_signal);

/**
 * disallow_signal - the calling kernel thread does not want a signal any more; one it has got is
 * forgotten
 * @sig:	1 .. 64
 *
 * Context: a kernel thread; takes no lock.
 */
void disallow_signal(int sig)
{
	__atomic_fetch_and(&current->sig_allowed, ~sigmask(sig), __ATOMIC_RELAXED);
	__atomic_fetch_and(&current->pending.signal.sig[0], ~sigmask(sig), __ATOMIC_RELAXED);
}
EXPORT_SYMBOL(disallow_signal);

void flush_signals(struct task_struct *t)
{
	__atomic_store_n(&t->pending.signal.sig[0], 0, __ATOMIC_RELAXED);
}
EXPORT_SYMBOL(flush_signals);

/**
 * kernel_dequeue_signal - take the lowest signal that the calling kernel thread has got
 *
 * Context: a kernel thread; takes no lock.
 * Return: its number, or 0 if there is none.
 */
int kernel_dequeue_signal(void)
{
	unsigned long pending = READ_ONCE(current->pending.signal.sig[0]);
	int sig;

	if (!pending)
		return 0;
	sig = __ffs(pending) + 1;
	__atomic_fetch_and(&current->pending.signal.sig[0], ~sigmask(sig), __ATOMIC_RELAXED);
	return sig;
}
EXPORT_SYMBOL(kernel_dequeue_signal);
