// SPDX-License-Identifier: MIT
/*
 * kernel/hrtimer.c - hrtimers: functions called at a nanosecond, in hard interrupts or softirqs
 *
 * Terms      base	of each CPU, the timers that were armed there; two of them: hard ones, whose
 *			functions are called in the CPU's clock interrupt, and soft ones
 *			(HRTIMER_MODE_SOFT), which HRTIMER_SOFTIRQ calls.
 *            queue	of a base, the timers of one clock, by time.
 * Invariants W1 to W4 of kernel/timer.c.
 * Locking    hrtimer_base.lock, interrupts off, inside any lock; functions are called without it.
 *            timer->base says which CPU's base is the timer's, as flags does in kernel/timer.c.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/ktime.h>
#include <linux/limits.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include "kernel/cpuhp.h"
#include "kernel/irq.h"
#include "kernel/sched.h"
#include "kernel/timers.h"

enum { QUEUE_MONOTONIC, QUEUE_REALTIME, NR_QUEUES };

static struct hrtimer_base {
	raw_spinlock_t		lock;
	/* lock held */
	struct rb_root_cached	queue[NR_QUEUES];
	struct timer_runner	runner;
} ____cacheline_aligned hrtimer_bases[2][NR_CPUS];	/* [0]: hard, [1]: soft */

/* ---- the queues; the base's lock held ---- */

static struct hrtimer *hrtimer_of(struct rb_node *node)
{
	return rb_entry(node, struct hrtimer, node);
}

static bool hrtimer_before(struct rb_node *a, const struct rb_node *b)
{
	return hrtimer_of(a)->expires < rb_entry(b, struct hrtimer, node)->expires;
}

static struct rb_root_cached *hrtimer_queue(struct hrtimer_base *base, const struct hrtimer *timer)
{
	return &base->queue[timer->clock_id == CLOCK_REALTIME ? QUEUE_REALTIME : QUEUE_MONOTONIC];
}

/* On arch_clock_ns(). The clock of 1970 and that one differ by what they differ by now. */
static u64 hrtimer_deadline(const struct hrtimer *timer)
{
	s64 expires = timer->expires;

	if (timer->clock_id == CLOCK_REALTIME)
		expires -= (s64)(arch_clock_real_ns() - arch_clock_ns());
	return expires > 0 ? expires : 1;
}

static struct hrtimer *hrtimer_first(struct hrtimer_base *base)
{
	struct hrtimer *first = NULL;
	unsigned int i;

	for (i = 0; i < NR_QUEUES; i++) {
		struct rb_node *node = rb_first_cached(&base->queue[i]);

		if (node && (!first || hrtimer_deadline(hrtimer_of(node)) < hrtimer_deadline(first)))
			first = hrtimer_of(node);
	}
	return first;
}

static void hrtimer_clock_set(struct hrtimer_base *base, bool is_soft)
{
	struct hrtimer *first = hrtimer_first(base);

	irq_clock_program(base - hrtimer_bases[is_soft], is_soft ? IRQ_CLOCK_SOFT : IRQ_CLOCK_HARD,
			  first ? hrtimer_deadline(first) : 0);
}

static void hrtimer_enqueue(struct hrtimer_base *base, struct hrtimer *timer)
{
	WRITE_ONCE(timer->queued, 1);
	rb_add_cached(&timer->node, hrtimer_queue(base, timer), hrtimer_before);
	if (hrtimer_first(base) == timer)
		hrtimer_clock_set(base, timer->is_soft);
}

static bool hrtimer_dequeue(struct hrtimer_base *base, struct hrtimer *timer)
{
	if (!timer->queued)
		return false;
	rb_erase_cached(&timer->node, hrtimer_queue(base, timer));
	WRITE_ONCE(timer->queued, 0);
	return true;
}

static struct hrtimer_base *hrtimer_base_of(const struct hrtimer *timer, u32 word)
{
	return &hrtimer_bases[timer->is_soft][word & TIMER_BASE_CPU];
}

static struct hrtimer_base *hrtimer_base_lock(struct hrtimer *timer, unsigned long *flags)
{
	for (;;) {
		u32 now = READ_ONCE(timer->base);

		if (!(now & TIMER_BASE_MOVING)) {
			struct hrtimer_base *base = hrtimer_base_of(timer, now);

			raw_spin_lock_irqsave(&base->lock, *flags);
			if (timer->base == now)
				return base;
			raw_spin_unlock_irqrestore(&base->lock, *flags);
		}
		cpu_relax();
	}
}

/* As timer_move() of kernel/timer.c. */
static struct hrtimer_base *hrtimer_move(struct hrtimer *timer, struct hrtimer_base *base)
{
	struct hrtimer_base *new = hrtimer_base_of(timer, raw_smp_processor_id());

	if (new == base || base->runner.running == timer)
		return base;
	timer->base |= TIMER_BASE_MOVING;
	raw_spin_unlock(&base->lock);
	raw_spin_lock(&new->lock);
	WRITE_ONCE(timer->base, raw_smp_processor_id());
	return new;
}

/* ---- calling the functions ---- */

/* Lock held, @flags saved by it; returns so. */
static void hrtimer_call(struct hrtimer_base *base, struct hrtimer *timer, unsigned long *flags)
{
	enum hrtimer_restart (*func)(struct hrtimer *) = timer->function;
	enum hrtimer_restart again;
	unsigned int count;

	hrtimer_dequeue(base, timer);
	WRITE_ONCE(base->runner.running, timer);
	raw_spin_unlock_irqrestore(&base->lock, *flags);
	count = current_thread_info()->count;
	again = func(timer);
	timer_check_count(count, func);
	raw_spin_lock_irqsave(&base->lock, *flags);
	if (again == HRTIMER_RESTART && !timer->queued)
		hrtimer_enqueue(base, timer);
	timer_runner_finished(&base->runner);
}

static void hrtimers_run(struct hrtimer_base *base, bool is_soft)
{
	struct hrtimer *timer;
	unsigned long flags;

	raw_spin_lock_irqsave(&base->lock, flags);
	while ((timer = hrtimer_first(base)) && hrtimer_deadline(timer) <= arch_clock_ns())
		hrtimer_call(base, timer, &flags);
	hrtimer_clock_set(base, is_soft);
	raw_spin_unlock_irqrestore(&base->lock, flags);
}

static void hrtimers_action(struct softirq_action *unused)
{
	hrtimers_run(&hrtimer_bases[1][raw_smp_processor_id()], true);
}

void hrtimers_serve(unsigned int cpu)
{
	struct hrtimer_base *soft = &hrtimer_bases[1][cpu];
	struct hrtimer *first;

	hrtimers_run(&hrtimer_bases[0][cpu], false);
	raw_spin_lock(&soft->lock);
	first = hrtimer_first(soft);
	if (first && hrtimer_deadline(first) <= arch_clock_ns())
		raise_softirq_irqoff(HRTIMER_SOFTIRQ);
	else
		hrtimer_clock_set(soft, true);
	raw_spin_unlock(&soft->lock);
}

/* As timer_take_over() of kernel/timer.c. */
static bool hrtimer_take_over(struct hrtimer_base *from, struct hrtimer_base *to, unsigned int to_cpu)
{
	struct hrtimer *timer;

	raw_spin_lock_irq(&from->lock);
	timer = hrtimer_first(from);
	if (timer) {
		rb_erase_cached(&timer->node, hrtimer_queue(from, timer));
		WRITE_ONCE(timer->base, timer->base | TIMER_BASE_MOVING);
	}
	raw_spin_unlock_irq(&from->lock);
	if (!timer)
		return false;
	raw_spin_lock_irq(&to->lock);
	WRITE_ONCE(timer->base, to_cpu);
	hrtimer_enqueue(to, timer);
	raw_spin_unlock_irq(&to->lock);
	return true;
}

/* Nothing runs, or is armed, on @cpu: it is offline. */
int hrtimers_dead_cpu(unsigned int cpu)
{
	unsigned int to, soft;

	preempt_disable();
	to = raw_smp_processor_id();
	for (soft = 0; soft < 2; soft++)
		while (hrtimer_take_over(&hrtimer_bases[soft][cpu], &hrtimer_bases[soft][to], to))
			;
	irq_clock_program(cpu, IRQ_CLOCK_HARD, 0);
	irq_clock_program(cpu, IRQ_CLOCK_SOFT, 0);
	preempt_enable();
	return 0;
}

void __init hrtimers_init(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		raw_spin_lock_init(&hrtimer_bases[0][cpu].lock);
		raw_spin_lock_init(&hrtimer_bases[1][cpu].lock);
	}
	open_softirq(HRTIMER_SOFTIRQ, hrtimers_action);
}

/* Return: false if the caller is that function. */
static bool hrtimer_wait_finished(struct hrtimer *timer)
{
	struct hrtimer_base *base = hrtimer_base_of(timer, READ_ONCE(timer->base));

	if (WARN_ONCE((timer->is_soft ? in_serving_softirq() : in_hardirq()) &&
		      base == hrtimer_base_of(timer, raw_smp_processor_id()) &&
		      READ_ONCE(base->runner.running) == timer,
		      "a timer's function waits for itself\n"))
		return false;
	timer_runner_wait(&base->runner, &base->lock, timer);
	return true;
}

/* ---- for drivers ---- */

void hrtimer_init(struct hrtimer *timer, clockid_t which_clock, enum hrtimer_mode mode)
{
	*timer = (struct hrtimer){
		.clock_id = which_clock,
		.is_soft = (mode & HRTIMER_MODE_SOFT) != 0,
		.base = raw_smp_processor_id(),
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
	struct hrtimer_base *base;
	unsigned long flags;

	if (mode & HRTIMER_MODE_REL)
		tim += hrtimer_cb_get_time(timer);
	base = hrtimer_base_lock(timer, &flags);
	hrtimer_dequeue(base, timer);
	base = hrtimer_move(timer, base);
	timer->expires = tim;
	hrtimer_enqueue(base, timer);
	raw_spin_unlock_irqrestore(&base->lock, flags);
}
EXPORT_SYMBOL_GPL(hrtimer_start);

/**
 * hrtimer_start_range_ns - hrtimer_start(); that it may be late is not used
 * @timer:	the timer; armed anew if it is armed
 * @tim:	nanoseconds: a time of its clock, or from now with HRTIMER_MODE_REL
 * @range_ns:	not used
 * @mode:	HRTIMER_MODE_*
 *
 * Context: any; takes hrtimer_base.lock with interrupts off. Row D6.
 */
void hrtimer_start_range_ns(struct hrtimer *timer, ktime_t tim, u64 range_ns,
			    const enum hrtimer_mode mode)
{
	hrtimer_start(timer, tim, mode);
}
EXPORT_SYMBOL_GPL(hrtimer_start_range_ns);

int hrtimer_try_to_cancel(struct hrtimer *timer)
{
	struct hrtimer_base *base;
	unsigned long flags;
	int ret = -1;

	base = hrtimer_base_lock(timer, &flags);
	if (base->runner.running != timer)
		ret = hrtimer_dequeue(base, timer);
	raw_spin_unlock_irqrestore(&base->lock, flags);
	return ret;
}
EXPORT_SYMBOL_GPL(hrtimer_try_to_cancel);

int hrtimer_cancel(struct hrtimer *timer)
{
	int ret;

	while ((ret = hrtimer_try_to_cancel(timer)) < 0)
		if (!hrtimer_wait_finished(timer))
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
	return READ_ONCE(timer->queued) ||
	       READ_ONCE(hrtimer_base_of(timer, READ_ONCE(timer->base))->runner.running) == timer;
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
