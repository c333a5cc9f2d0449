/* SPDX-License-Identifier: MIT */
/* linux/ratelimit_types.h - the state behind "at most this many in that time" */
#ifndef _LINUX_RATELIMIT_TYPES_H
#define _LINUX_RATELIMIT_TYPES_H

#include <linux/types.h>
#include <linux/spinlock_types.h>

#define DEFAULT_RATELIMIT_INTERVAL	(5 * CONFIG_HZ)
#define DEFAULT_RATELIMIT_BURST		10

#define RATELIMIT_MSG_ON_RELEASE	1ul

/**
 * struct ratelimit_state - allows @burst events in @interval jiffies
 * @lock:	protects what follows it
 * @interval:	0: no limit
 * @printed:	events allowed in this interval
 * @missed:	events refused in it
 * @begin:	when it began, in jiffies; 0: it has not
 */
struct ratelimit_state {
	raw_spinlock_t	lock;
	int		interval;
	int		burst;
	int		printed;
	int		missed;
	unsigned long	begin;
	unsigned long	flags;
};

#define RATELIMIT_STATE_INIT(name, interval_init, burst_init) {		\
	.lock = __RAW_SPIN_LOCK_UNLOCKED(name.lock),			\
	.interval = interval_init,					\
	.burst = burst_init,						\
}
#define RATELIMIT_STATE_INIT_DISABLED	\
	RATELIMIT_STATE_INIT(ratelimit_state, 0, DEFAULT_RATELIMIT_BURST)
#define DEFINE_RATELIMIT_STATE(name, interval_init, burst_init)		\
	struct ratelimit_state name = RATELIMIT_STATE_INIT(name, interval_init, burst_init)

/**
 * ___ratelimit - may this event happen?
 * @func:	who asks, for the line that tells how many were refused
 *
 * Context: any.
 * Return: 1 yes, 0 no.
 */
int ___ratelimit(struct ratelimit_state *rs, const char *func);
#define __ratelimit(state)	___ratelimit(state, __func__)

#endif /* _LINUX_RATELIMIT_TYPES_H */
