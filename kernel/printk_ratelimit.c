// SPDX-License-Identifier: MIT
/*
 * kernel/printk_ratelimit.c - at most so many messages in so much time
 *
 * Locking: rs->lock, only ever tried: who finds it taken is refused, as somebody else prints just now.
 */
#include <linux/kernel.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>

static void ratelimit_new_interval(struct ratelimit_state *rs, const char *func)
{
	if (rs->missed && !(rs->flags & RATELIMIT_MSG_ON_RELEASE))
		pr_warn("%s: %d callbacks suppressed\n", func, rs->missed);
	if (!(rs->flags & RATELIMIT_MSG_ON_RELEASE))
		rs->missed = 0;
	rs->begin = jiffies;
	rs->printed = 0;
}

int ___ratelimit(struct ratelimit_state *rs, const char *func)
{
	unsigned long flags;
	int ret;

	if (!rs->interval)
		return 1;
	if (!raw_spin_trylock_irqsave(&rs->lock, flags))
		return 0;
	if (!rs->begin)
		rs->begin = jiffies;
	if (time_is_before_jiffies(rs->begin + rs->interval))
		ratelimit_new_interval(rs, func);
	ret = rs->burst && rs->burst > rs->printed;
	if (ret)
		rs->printed++;
	else
		rs->missed++;
	raw_spin_unlock_irqrestore(&rs->lock, flags);
	return ret;
}
EXPORT_SYMBOL(___ratelimit);

/**
 * ratelimit_state_exit - with RATELIMIT_MSG_ON_RELEASE, tell how many events were refused
 *
 * Context: any.
 */
void ratelimit_state_exit(struct ratelimit_state *rs)
{
	if (!(rs->flags & RATELIMIT_MSG_ON_RELEASE) || !rs->missed)
		return;
	pr_warn("%s: %d output lines suppressed due to ratelimiting\n", current->comm, rs->missed);
	rs->missed = 0;
}
EXPORT_SYMBOL_GPL(ratelimit_state_exit);

static DEFINE_RATELIMIT_STATE(printk_ratelimit_state, 5 * HZ, 10);

int __printk_ratelimit(const char *func)
{
	return ___ratelimit(&printk_ratelimit_state, func);
}
EXPORT_SYMBOL(__printk_ratelimit);

/**
 * printk_timed_ratelimit - has it been long enough since the last message?
 * @caller_jiffies:	the caller's own; 0 at first
 *
 * Context: any.
 * Return: true if it has.
 */
bool printk_timed_ratelimit(unsigned long *caller_jiffies, unsigned int interval_msecs)
{
	unsigned long elapsed = jiffies - *caller_jiffies;

	if (*caller_jiffies && elapsed <= msecs_to_jiffies(interval_msecs))
		return false;
	*caller_jiffies = jiffies;
	return true;
}
EXPORT_SYMBOL(printk_timed_ratelimit);
