// SPDX-License-Identifier: MIT
/*
 * kernel/timer.c - timer_list and hrtimer: one thread, three queues
 *
 * Terms      soft queue	struct timer_list by jiffies; functions run as softirqs.
 *            hard queue	struct hrtimer by nanoseconds; functions run as interrupt handlers, but
 *			those of the second such queue (HRTIMER_MODE_SOFT) as softirqs.
 * Invariants W1 queued is 1 exactly while the timer is in its queue (lock held).
 *            W2 a timer is taken out of the queue, and named as running, while the thread holds
 *               a CPU: so whoever holds the only CPU finds none running, and never waits for
 *               a function that waits for his CPU.
 *            W3 after its function was called a timer is not touched: it may be freed.
 * Locking    timer_base.lock, interrupts off, inside any lock; functions are called without it.
 * Waking     whoever queues a timer before all others changes timer_base.kick, on which the thread
 *            blocks for at most the time to the first one.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/limits.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include "kernel/sched.h"

#define WAIT_SPINS	100

static struct {
	raw_spinlock_t		lock;
	/* lock held */
	struct rb_root_cached	soft;
	struct rb_root_cached	hard[2];	/* [1]: of HRTIMER_MODE_SOFT */
	const void		*running;	/* whose function is being called */
	/* atomic */
	u32			kick;		/* the first timer changed */
	u32			finished;	/* a function that somebody waits for returned */
	unsigned int		waiters;
	struct task_struct	*thread;
} timer_base;

/* ---- the queues ---- */

static struct timer_list *soft_timer(struct rb_node *node)
{
	return rb_entry(node, struct timer_list, entry);
}

static struct hrtimer *hard_timer(struct rb_node *node)
{
	return rb_entry(node, struct hrtimer, node);
}

static bool soft_before(struct rb_node *a, const struct rb_node *b)
{
	return time_before(soft_timer(a)->expires, rb_entry(b, struct timer_list, entry)->expires);
}

/* The clock of 1970 and the monotonic one differ by what they differ by now. */
static u64 hard_deadline(const struct hrtimer *timer)
{
	s64 expires = timer->expires;

	if (timer->clock_id == CLOCK_REALTIME)
		expires -= (s64)(arch_clock_real_ns() - arch_clock_ns());
	return expires > 0 ? expires : 0;
}

static bool hard_before(struct rb_node *a, const struct rb_node *b)
{
	return hard_timer(a)->expires < rb_entry(b, struct hrtimer, node)->expires;
}

static void timer_kick(void)
{
	__atomic_fetch_add(&timer_base.kick, 1, __ATOMIC_RELEASE);
	arch_wake(&timer_base.kick, 1);
}

static void soft_insert(struct timer_list *timer, unsigned long expires)
{
	timer->expires = expires;
	WRITE_ONCE(timer->queued, 1);
	rb_add_cached(&timer->entry, &timer_base.soft, soft_before);
	if (rb_first_cached(&timer_base.soft) == &timer->entry)
		timer_kick();
}

static bool soft_remove(struct timer_list *timer)
{
	if (!timer->queued)
		return false;
	rb_erase_cached(&timer->entry, &timer_base.soft);
	WRITE_ONCE(timer->queued, 0);
	return true;
}

static bool hard_remove(struct hrtimer *timer)
{
	if (!timer->queued)
		return false;
	rb_erase_cached(&timer->node, &timer_base.hard[timer->is_soft]);
	WRITE_ONCE(timer->queued, 0);
	return true;
}

static void hard_insert(struct hrtimer *timer)
{
	struct rb_root_cached *queue = &timer_base.hard[timer->is_soft];

	WRITE_ONCE(timer->queued, 1);
	rb_add_cached(&timer->node, queue, hard_before);
	if (rb_first_cached(queue) == &timer->node)
		timer_kick();
}

/* ---- the thread ---- */

static void check_count(unsigned int before, const void *func)
{
	struct thread_info *ti = current_thread_info();

	if (likely(ti->count == before))
		return;
	WARN(1, "timer: %pS preempt leak: %08x -> %08x\n", func, before, ti->count);
	ti->count = before;
}

/* Lock held; returns so. The function is over: tell those that wait for it. */
static void timer_finished(void)
{
	timer_base.running = NULL;
	if (!timer_base.waiters)
		return;
	__atomic_fetch_add(&timer_base.finished, 1, __ATOMIC_RELEASE);
	arch_wake(&timer_base.finished, INT_MAX);
}

static void run_soft_timers(void)
{
	struct rb_node *node;

	softirq_enter();
	raw_spin_lock_irq(&timer_base.lock);
	while ((node = rb_first_cached(&timer_base.soft)) &&
	       time_before_eq(soft_timer(node)->expires, jiffies)) {
		struct timer_list *timer = soft_timer(node);
		void (*func)(struct timer_list *) = timer->function;
		unsigned int count;

		soft_remove(timer);
		timer_base.running = timer;
		raw_spin_unlock_irq(&timer_base.lock);
		count = current_thread_info()->count;
		func(timer);
		check_count(count, func);
		raw_spin_lock_irq(&timer_base.lock);
		timer_finished();
	}
	raw_spin_unlock_irq(&timer_base.lock);
	softirq_exit();
}

static struct hrtimer *hard_first(bool is_soft)
{
	struct rb_node *node = rb_first_cached(&timer_base.hard[is_soft]);

	return node ? hard_timer(node) : NULL;
}

/* Lock held, @flags saved by it; returns so. */
static void run_hard_timer(struct hrtimer *timer, unsigned long *flags)
{
	enum hrtimer_restart (*func)(struct hrtimer *) = timer->function;
	enum hrtimer_restart again;
	unsigned int count;

	hard_remove(timer);
	timer_base.running = timer;
	raw_spin_unlock_irqrestore(&timer_base.lock, *flags);
	count = current_thread_info()->count;
	again = func(timer);
	check_count(count, func);
	raw_spin_lock_irqsave(&timer_base.lock, *flags);
	if (again == HRTIMER_RESTART && !timer->queued)
		hard_insert(timer);
	timer_finished();
}

static void run_hard_timers(bool is_soft)
{
	struct hrtimer *timer;
	unsigned long flags;

	if (is_soft)
		softirq_enter();
	else
		irq_enter();
	raw_spin_lock_irqsave(&timer_base.lock, flags);
	while ((timer = hard_first(is_soft)) && hard_deadline(timer) <= arch_clock_ns())
		run_hard_timer(timer, &flags);
	raw_spin_unlock_irqrestore(&timer_base.lock, flags);
	if (is_soft)
		softirq_exit();
	else
		irq_exit();
}

/* Nanoseconds to the first timer; -1: there is none. */
static s64 timer_wait_ns(void)
{
	u64 first = U64_MAX, now;
	unsigned long flags;
	struct rb_node *soft;
	int is_soft;

	raw_spin_lock_irqsave(&timer_base.lock, flags);
	soft = rb_first_cached(&timer_base.soft);
	if (soft)
		first = jiffies_to_clock_ns(soft_timer(soft)->expires);
	for (is_soft = 0; is_soft < 2; is_soft++) {
		struct hrtimer *hard = hard_first(is_soft);

		if (hard && hard_deadline(hard) < first)
			first = hard_deadline(hard);
	}
	raw_spin_unlock_irqrestore(&timer_base.lock, flags);
	if (first == U64_MAX)
		return -1;
	now = arch_clock_ns();
	return first > now ? first - now : 0;
}

static int timer_thread_main(void *unused)
{
	for (;;) {
		u32 kick = smp_load_acquire(&timer_base.kick);
		s64 wait = timer_wait_ns();

		if (wait)
			arch_block(&timer_base.kick, kick, wait);
		run_hard_timers(false);
		run_hard_timers(true);
		run_soft_timers();
	}
	return 0;
}

/** timers_init - timers run from now on; those armed before begin. Boot list: after rcu_init(). */
void __init timers_init(void)
{
	struct task_struct *task = kthread_run(timer_thread_main, NULL, "ktimers/0");

	BUG_ON(IS_ERR(task));
	WRITE_ONCE(timer_base.thread, task);
}

/*
 * Until the function that runs now for @timer is over. May be called with a CPU held: W2.
 * Return: false if it is the caller.
 */
static bool timer_wait_finished(const void *timer)
{
	unsigned int i;

	if (WARN_ONCE(current == READ_ONCE(timer_base.thread),
		      "a timer's function waits for itself\n"))
		return false;
	for (i = 0; i < WAIT_SPINS && READ_ONCE(timer_base.running) == timer; i++)
		cpu_relax();
	__atomic_fetch_add(&timer_base.waiters, 1, __ATOMIC_SEQ_CST);
	for (;;) {
		u32 finished = smp_load_acquire(&timer_base.finished);
		unsigned long flags;
		bool runs;

		raw_spin_lock_irqsave(&timer_base.lock, flags);
		runs = timer_base.running == timer;
		raw_spin_unlock_irqrestore(&timer_base.lock, flags);
		if (!runs)
			break;
		arch_block(&timer_base.finished, finished, -1);
	}
	__atomic_fetch_sub(&timer_base.waiters, 1, __ATOMIC_RELAXED);
	return true;
}

/* ---- timer_list ---- */

/**
 * init_timer_key - make a timer; timer_setup() is the name to use
 * @timer:	the timer, not armed
 * @func:	called with it when its time has come, as a softirq
 * @flags:	TIMER_*; only TIMER_IRQSAFE changes anything
 * @name:	not used
 * @key:	not used
 *
 * Context: any. Row D6.
 */
void init_timer_key(struct timer_list *timer, void (*func)(struct timer_list *), unsigned int flags,
		    const char *name, struct lock_class_key *key)
{
	timer->function = func;
	timer->flags = flags;
	timer->queued = 0;
}
EXPORT_SYMBOL(init_timer_key);

enum { MOD_PENDING_ONLY = 1, MOD_REDUCE = 2 };

static int timer_modify(struct timer_list *timer, unsigned long expires, unsigned int how)
{
	unsigned long flags;
	int was;

	raw_spin_lock_irqsave(&timer_base.lock, flags);
	was = timer->queued;
	if (!timer->function || (!was && (how & MOD_PENDING_ONLY)))
		goto out;	/* shut down, or not wanted */
	if (was && (how & MOD_REDUCE) && time_before_eq(timer->expires, expires))
		goto out;
	soft_remove(timer);
	soft_insert(timer, expires);
out:
	raw_spin_unlock_irqrestore(&timer_base.lock, flags);
	return was;
}

int mod_timer(struct timer_list *timer, unsigned long expires)
{
	return timer_modify(timer, expires, 0);
}
EXPORT_SYMBOL(mod_timer);

int mod_timer_pending(struct timer_list *timer, unsigned long expires)
{
	return timer_modify(timer, expires, MOD_PENDING_ONLY);
}
EXPORT_SYMBOL(mod_timer_pending);

int timer_reduce(struct timer_list *timer, unsigned long expires)
{
	return timer_modify(timer, expires, MOD_REDUCE);
}
EXPORT_SYMBOL(timer_reduce);

void add_timer(struct timer_list *timer)
{
	if (WARN_ON(timer_pending(timer)))
		return;
	mod_timer(timer, timer->expires);
}
EXPORT_SYMBOL(add_timer);

/**
 * add_timer_on - add_timer(); which CPU is meant does not matter
 * @timer:	not armed; its expires is set
 * @cpu:	not used: all timers run in one thread
 *
 * Context: any; takes timer_base.lock with interrupts off. Row D6.
 */
void add_timer_on(struct timer_list *timer, int cpu)
{
	add_timer(timer);
}
EXPORT_SYMBOL_GPL(add_timer_on);

/* Return: 1 was armed, 0 was not, -1 its function is running, and may arm it again. */
static int timer_try_disarm(struct timer_list *timer, bool shutdown)
{
	unsigned long flags;
	int ret = -1;

	raw_spin_lock_irqsave(&timer_base.lock, flags);
	if (shutdown)
		timer->function = NULL;
	if (timer_base.running != timer)
		ret = soft_remove(timer);
	raw_spin_unlock_irqrestore(&timer_base.lock, flags);
	return ret;
}

int del_timer(struct timer_list *timer)
{
	unsigned long flags;
	int was;

	raw_spin_lock_irqsave(&timer_base.lock, flags);
	was = soft_remove(timer);
	raw_spin_unlock_irqrestore(&timer_base.lock, flags);
	return was;
}
EXPORT_SYMBOL(del_timer);

int try_to_del_timer_sync(struct timer_list *timer)
{
	return timer_try_disarm(timer, false);
}
EXPORT_SYMBOL(try_to_del_timer_sync);

static int timer_disarm_sync(struct timer_list *timer, bool shutdown)
{
	int ret;

	WARN_ON(in_hardirq() && !(timer->flags & TIMER_IRQSAFE));
	while ((ret = timer_try_disarm(timer, shutdown)) < 0)
		if (!timer_wait_finished(timer))
			return 0;
	return ret;
}

int del_timer_sync(struct timer_list *timer)
{
	return timer_disarm_sync(timer, false);
}
EXPORT_SYMBOL(del_timer_sync);

int timer_shutdown_sync(struct timer_list *timer)
{
	return timer_disarm_sync(timer, true);
}
EXPORT_SYMBOL_GPL(timer_shutdown_sync);

/**
 * timer_shutdown - disarm a timer, after which arming has no effect; its function may be running
 * @timer:	the timer; timer_setup() makes it usable again
 *
 * Context: any; takes timer_base.lock with interrupts off.
 * Return: 1 if it was armed, else 0.
 */
int timer_shutdown(struct timer_list *timer)
{
	int was = del_timer(timer);

	return timer_try_disarm(timer, true) == 1 || was;
}
EXPORT_SYMBOL_GPL(timer_shutdown);

/* ---- hrtimer ---- */

void hrtimer_init(struct hrtimer *timer, clockid_t which_clock, enum hrtimer_mode mode)
{
	*timer = (struct hrtimer){
		.clock_id = which_clock,
		.is_soft = (mode & HRTIMER_MODE_SOFT) != 0,
	};
}
EXPORT_SYMBOL_GPL(hrtimer_init);

/**
 * hrtimer_cb_get_time - the time of a timer's clock
 * @timer:	the timer
 *
 * Context: any.
 * Return: nanoseconds: since 1970 for CLOCK_REALTIME, else of the monotonic clock.
 */
ktime_t hrtimer_cb_get_time(struct hrtimer *timer)
{
	return timer->clock_id == CLOCK_REALTIME ? ktime_get_real() : ktime_get();
}
EXPORT_SYMBOL_GPL(hrtimer_cb_get_time);

void hrtimer_start(struct hrtimer *timer, ktime_t tim, const enum hrtimer_mode mode)
{
	unsigned long flags;

	if (mode & HRTIMER_MODE_REL)
		tim += hrtimer_cb_get_time(timer);
	raw_spin_lock_irqsave(&timer_base.lock, flags);
	hard_remove(timer);
	timer->expires = tim;
	hard_insert(timer);
	raw_spin_unlock_irqrestore(&timer_base.lock, flags);
}
EXPORT_SYMBOL_GPL(hrtimer_start);

/**
 * hrtimer_start_range_ns - hrtimer_start(); that it may be late is not used
 * @timer:	the timer; armed anew if it is armed
 * @tim:	nanoseconds: a time of its clock, or from now with HRTIMER_MODE_REL
 * @range_ns:	not used
 * @mode:	HRTIMER_MODE_*
 *
 * Context: any; takes timer_base.lock with interrupts off. Row D6.
 */
void hrtimer_start_range_ns(struct hrtimer *timer, ktime_t tim, u64 range_ns,
			    const enum hrtimer_mode mode)
{
	hrtimer_start(timer, tim, mode);
}
EXPORT_SYMBOL_GPL(hrtimer_start_range_ns);

int hrtimer_try_to_cancel(struct hrtimer *timer)
{
	unsigned long flags;
	int ret = -1;

	raw_spin_lock_irqsave(&timer_base.lock, flags);
	if (timer_base.running != timer)
		ret = hard_remove(timer);
	raw_spin_unlock_irqrestore(&timer_base.lock, flags);
	return ret;
}
EXPORT_SYMBOL_GPL(hrtimer_try_to_cancel);

int hrtimer_cancel(struct hrtimer *timer)
{
	int ret;

	while ((ret = hrtimer_try_to_cancel(timer)) < 0)
		if (!timer_wait_finished(timer))
			return 0;
	return ret;
}
EXPORT_SYMBOL_GPL(hrtimer_cancel);

u64 hrtimer_forward(struct hrtimer *timer, ktime_t now, ktime_t interval)
{
	s64 late = now - timer->expires;
	u64 overruns;

	if (late < 0 || interval <= 0)
		return 0;
	overruns = (u64)late / interval + 1;
	timer->expires += overruns * interval;
	return overruns;
}
EXPORT_SYMBOL_GPL(hrtimer_forward);

/**
 * hrtimer_active - is a timer armed, or its function running?
 * @timer:	the timer
 *
 * Context: any; takes no lock, so the answer may be old.
 * Return: true if so.
 */
bool hrtimer_active(const struct hrtimer *timer)
{
	return READ_ONCE(timer->queued) || READ_ONCE(timer_base.running) == timer;
}
EXPORT_SYMBOL_GPL(hrtimer_active);

/**
 * hrtimer_get_remaining - how long until a timer's time
 * @timer:	the timer
 *
 * Context: any; takes no lock.
 * Return: nanoseconds; negative when it has passed.
 */
ktime_t hrtimer_get_remaining(const struct hrtimer *timer)
{
	return timer->expires - hrtimer_cb_get_time((struct hrtimer *)timer);
}
EXPORT_SYMBOL_GPL(hrtimer_get_remaining);
