/* SPDX-License-Identifier: MIT */
/*
 * linux/hrtimer.h - timers in nanoseconds, called in hard interrupt context
 */
#ifndef _LINUX_HRTIMER_H
#define _LINUX_HRTIMER_H

#include <linux/rbtree.h>
#include <linux/ktime.h>
#include <linux/timer.h>

enum hrtimer_mode {
	HRTIMER_MODE_ABS	= 0x00,
	HRTIMER_MODE_REL	= 0x01,
	HRTIMER_MODE_PINNED	= 0x02,
	HRTIMER_MODE_SOFT	= 0x04,
	HRTIMER_MODE_HARD	= 0x08,
	HRTIMER_MODE_ABS_PINNED	= HRTIMER_MODE_ABS | HRTIMER_MODE_PINNED,
	HRTIMER_MODE_REL_PINNED	= HRTIMER_MODE_REL | HRTIMER_MODE_PINNED,
	HRTIMER_MODE_ABS_SOFT	= HRTIMER_MODE_ABS | HRTIMER_MODE_SOFT,
	HRTIMER_MODE_REL_SOFT	= HRTIMER_MODE_REL | HRTIMER_MODE_SOFT,
};

enum hrtimer_restart {
	HRTIMER_NORESTART,
	HRTIMER_RESTART,
};

#ifndef CLOCK_REALTIME
#define CLOCK_REALTIME		0
#define CLOCK_MONOTONIC		1
#define CLOCK_BOOTTIME		7
#endif

/**
 * struct hrtimer - one timer; @node, @queued and @base are kernel/hrtimer.c's
 * @expires:	nanoseconds of @clock_id's clock
 * @base:	the CPU in whose queue it is, or was last
 */
struct hrtimer {
	struct rb_node		node;
	ktime_t			expires;
	enum hrtimer_restart	(*function)(struct hrtimer *timer);
	clockid_t		clock_id;
	bool			is_soft;
	u32			queued;
	u32			base;
};

/** hrtimer_init - make @timer ready, not armed; set its function next. Context: any. */
void hrtimer_init(struct hrtimer *timer, clockid_t which_clock, enum hrtimer_mode mode);
/** hrtimer_start - arm it for @tim: a time, or with HRTIMER_MODE_REL from now. Context: any. */
void hrtimer_start(struct hrtimer *timer, ktime_t tim, const enum hrtimer_mode mode);
void hrtimer_start_range_ns(struct hrtimer *timer, ktime_t tim, u64 range_ns,
			    const enum hrtimer_mode mode);
/**
 * hrtimer_cancel - disarm a timer; when this returns its function is not running
 * @timer:	the timer
 *
 * Context: any but the timer's own function; waits for that function, so the caller must not hold
 * what it needs. Takes hrtimer_base.lock with interrupts off. Row D6.
 * Return: 1 if it was armed, else 0.
 */
int hrtimer_cancel(struct hrtimer *timer);
/**
 * hrtimer_try_to_cancel - disarm a timer unless its function is running
 * @timer:	the timer
 *
 * Context: any; takes hrtimer_base.lock with interrupts off. Row D6.
 * Return: 1 if it was armed, 0 if not, -1 if its function is running.
 */
int hrtimer_try_to_cancel(struct hrtimer *timer);
/**
 * hrtimer_forward - move a timer's time on by a multiple of an interval, until it is after now
 * @timer:	not armed, as in its own function
 * @now:	a time of its clock, nanoseconds
 * @interval:	nanoseconds
 *
 * Context: any; takes no lock. Row D6.
 * Return: how many intervals; 0, and nothing changes, if its time is after @now or @interval is
 * not positive.
 */
u64 hrtimer_forward(struct hrtimer *timer, ktime_t now, ktime_t interval);
bool hrtimer_active(const struct hrtimer *timer);
ktime_t hrtimer_get_remaining(const struct hrtimer *timer);
ktime_t hrtimer_cb_get_time(struct hrtimer *timer);

static inline u64 hrtimer_forward_now(struct hrtimer *timer, ktime_t interval)
{
	return hrtimer_forward(timer, hrtimer_cb_get_time(timer), interval);
}

static inline int hrtimer_is_queued(struct hrtimer *timer)
{
	return READ_ONCE(timer->queued) != 0;
}

static inline void hrtimer_restart(struct hrtimer *timer)
{
	hrtimer_start(timer, timer->expires, HRTIMER_MODE_ABS);
}

#define hrtimer_get_expires(timer)	((timer)->expires)
#define hrtimer_set_expires(timer, time) do { (timer)->expires = (time); } while (0)

/**
 * schedule_hrtimeout - sleep until woken, or until a time
 * @expires:	nanoseconds of the monotonic clock, or from now with HRTIMER_MODE_REL; NULL:
 *		without end
 * @mode:	HRTIMER_MODE_*
 *
 * The caller has set its state; it is TASK_RUNNING afterwards.
 *
 * Context: may sleep. Row D6.
 * Return: 0 when the time came, -EINTR when woken before.
 */
int schedule_hrtimeout(ktime_t *expires, const enum hrtimer_mode mode);
int schedule_hrtimeout_range(ktime_t *expires, u64 delta, const enum hrtimer_mode mode);

#endif /* _LINUX_HRTIMER_H */
