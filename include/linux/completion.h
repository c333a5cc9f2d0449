/* SPDX-License-Identifier: MIT */
/*
 * linux/completion.h - wait until somebody says that it is done
 */
#ifndef _LINUX_COMPLETION_H
#define _LINUX_COMPLETION_H

#include <linux/wait.h>

/**
 * struct completion
 * @done:	complete() calls that nobody has taken yet; UINT_MAX after complete_all().
 *		Guarded by @wait.lock.
 * @wait:	those that wait
 */
struct completion {
	unsigned int		done;
	wait_queue_head_t	wait;
};

#define COMPLETION_INITIALIZER(work)	{ 0, __WAIT_QUEUE_HEAD_INITIALIZER((work).wait) }
#define COMPLETION_INITIALIZER_ONSTACK(work) \
	(*({ init_completion(&work); &work; }))
#define DECLARE_COMPLETION(work)	struct completion work = COMPLETION_INITIALIZER(work)
#define DECLARE_COMPLETION_ONSTACK(work) DECLARE_COMPLETION(work)

static inline void init_completion(struct completion *x)
{
	x->done = 0;
	init_waitqueue_head(&x->wait);
}

static inline void reinit_completion(struct completion *x)
{
	x->done = 0;
}

/** wait_for_completion - sleep until complete() has been called. Context: may sleep. Row D6. */
void wait_for_completion(struct completion *x);
void wait_for_completion_io(struct completion *x);
/**
 * wait_for_completion_interruptible - wait until complete(), or for a signal
 * @x:	the completion
 *
 * Context: may sleep. Row D6.
 * Return: 0 with one complete() taken, or -ERESTARTSYS.
 */
int wait_for_completion_interruptible(struct completion *x);
int wait_for_completion_killable(struct completion *x);
/**
 * wait_for_completion_timeout - wait until complete(), for a limited time
 * @x:	the completion
 * @timeout:	jiffies
 *
 * Context: may sleep. Row D6.
 * Return: jiffies left, at least 1, or 0 when the time ran out.
 */
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout);
unsigned long wait_for_completion_io_timeout(struct completion *x, unsigned long timeout);
/**
 * wait_for_completion_interruptible_timeout - wait until complete(), for a limited time, or for a
 * signal
 * @x:	the completion
 * @timeout:	jiffies
 *
 * Context: may sleep. Row D6.
 * Return: jiffies left, at least 1, 0 when the time ran out, or -ERESTARTSYS.
 */
long wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout);
long wait_for_completion_killable_timeout(struct completion *x, unsigned long timeout);
/**
 * try_wait_for_completion - take one complete() if there is one
 * @x:	the completion
 *
 * Context: any; takes the completion's lock with interrupts off. Row D6.
 * Return: true if one was taken.
 */
bool try_wait_for_completion(struct completion *x);
/**
 * completion_done - is there a complete() that nobody has taken?
 * @x:	the completion
 *
 * Context: any; takes the completion's lock with interrupts off. Row D6.
 * Return: true if there is; after complete_all() always.
 */
bool completion_done(struct completion *x);
/** complete - let one waiter go. Context: any. */
void complete(struct completion *x);
/** complete_all - let all waiters go, now and later. Context: any. */
void complete_all(struct completion *x);

#endif /* _LINUX_COMPLETION_H */
