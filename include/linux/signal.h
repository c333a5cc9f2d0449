/* SPDX-License-Identifier: MIT */
/*
 * linux/signal.h - signal numbers
 */
#ifndef _LINUX_SIGNAL_H
#define _LINUX_SIGNAL_H

#include <linux/list.h>
#include <linux/types.h>
#include <asm/siginfo.h>
#include <asm/signal.h>

struct kernel_siginfo;
struct pid;
typedef struct kernel_siginfo kernel_siginfo_t;

/** struct sigpending - signals that wait; @list is empty: the host keeps what came with them */
struct sigpending {
	struct list_head	list;
	sigset_t		signal;
};

#define SEND_SIG_NOINFO	((struct kernel_siginfo *)0)
#define SEND_SIG_PRIV	((struct kernel_siginfo *)1)
#define sigmask(sig)	(1UL << ((sig) - 1))

static inline int valid_signal(unsigned long sig)
{
	return sig <= _NSIG;
}

#endif /* _LINUX_SIGNAL_H */
