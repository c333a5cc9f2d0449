// SPDX-License-Identifier: MIT
/*
 * kernel/completion.c - completions
 *
 * All of it happens under x->wait.lock. A waiter leaves only after taking that lock, and
 * complete() touches the completion last with its unlock, so it may be on the waiter's stack.
 */
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/sched/signal.h>

/* Lock held, interrupts off; returns so. Jiffies left, at least 1; 0: no time left; or the signal. */
static long completion_wait_locked(struct completion *x, long timeout, unsigned int state)
{
	DEFINE_WAIT_FUNC(entry, default_wake_function);

	if (x->done)
		return timeout ?: 1;
	__add_wait_queue_entry_tail_exclusive(&x->wait, &entry);
	do {
		if (signal_pending_state(state, current)) {
			timeout = -ERESTARTSYS;
			break;
		}
		__set_current_state(state);	/* complete() takes the lock: no barrier */
		spin_unlock_irq(&x->wait.lock);
		timeout = schedule_timeout(timeout);
		spin_lock_irq(&x->wait.lock);
	} while (!x->done && timeout);
	__remove_wait_queue(&x->wait, &entry);
	return x->done ? timeout ?: 1 : timeout;
}

static long completion_wait(struct completion *x, long timeout, unsigned int state)
{
	might_sleep();
	spin_lock_irq(&x->wait.lock);
	timeout = completion_wait_locked(x, timeout, state);
	if (timeout > 0 && x->done != UINT_MAX)
		x->done--;
	spin_unlock_irq(&x->wait.lock);
	return timeout;
}

void wait_for_completion(struct completion *x)
{
	completion_wait(x, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(wait_for_completion);

/**
 * wait_for_completion_io - wait_for_completion(), for callers that wait for a device
 * @x:	the completion
 *
 * Nothing counts such waits here.
 *
 * Context: may sleep.
 */
void wait_for_completion_io(struct completion *x)
{
	wait_for_completion(x);
}
EXPORT_SYMBOL(wait_for_completion_io);

int wait_for_completion_interruptible(struct completion *x)
{
	long ret = completion_wait(x, MAX_SCHEDULE_TIMEOUT, TASK_INTERRUPTIBLE);

	return ret < 0 ? ret : 0;
}
EXPORT_SYMBOL(wait_for_completion_interruptible);

/**
 * wait_for_completion_killable - wait until complete(), or for a fatal signal
 * @x:	the completion
 *
 * Context: may sleep. Row D6.
 * Return: 0 with one complete() taken, or -ERESTARTSYS.
 */
int wait_for_completion_killable(struct completion *x)
{
	long ret = completion_wait(x, MAX_SCHEDULE_TIMEOUT, TASK_KILLABLE);

	return ret < 0 ? ret : 0;
}
EXPORT_SYMBOL(wait_for_completion_killable);

unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	return completion_wait(x, timeout, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(wait_for_completion_timeout);

/**
 * wait_for_completion_io_timeout - wait_for_completion_timeout(), for callers that wait for a
 * device
 * @x:	the completion
 * @timeout:	jiffies
 *
 * Context: may sleep.
 * Return: jiffies left, at least 1, or 0 when the time ran out.
 */
unsigned long wait_for_completion_io_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_completion_timeout(x, timeout);
}
EXPORT_SYMBOL(wait_for_completion_io_timeout);

long wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout)
{
	return completion_wait(x, timeout, TASK_INTERRUPTIBLE);
}
EXPORT_SYMBOL(wait_for_completion_interruptible_timeout);

/**
 * wait_for_completion_killable_timeout - wait until complete(), for a limited time, or for a
 * fatal signal
 * @x:	the completion
 * @timeout:	jiffies
 *
 * Context: may sleep. Row D6.
 * Return: jiffies left, at least 1, 0 when the time ran out, or -ERESTARTSYS.
 */
long wait_for_completion_killable_timeout(struct completion *x, unsigned long timeout)
{
	return completion_wait(x, timeout, TASK_KILLABLE);
}
EXPORT_SYMBOL(wait_for_completion_killable_timeout);

bool try_wait_for_completion(struct completion *x)
{
	unsigned long flags;
	bool done;

	spin_lock_irqsave(&x->wait.lock, flags);
	done = x->done != 0;
	if (done && x->done != UINT_MAX)
		x->done--;
	spin_unlock_irqrestore(&x->wait.lock, flags);
	return done;
}
EXPORT_SYMBOL(try_wait_for_completion);

bool completion_done(struct completion *x)
{
	unsigned long flags;
	bool done;

	spin_lock_irqsave(&x->wait.lock, flags);
	done = x->done != 0;
	spin_unlock_irqrestore(&x->wait.lock, flags);
	return done;
}
EXPORT_SYMBOL(completion_done);

void complete(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	if (x->done != UINT_MAX)
		x->done++;
	__wake_up_locked(&x->wait, TASK_NORMAL, 1);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}
EXPORT_SYMBOL(complete);

void complete_all(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	x->done = UINT_MAX;
	__wake_up_locked(&x->wait, TASK_NORMAL, 0);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}
EXPORT_SYMBOL(complete_all);
