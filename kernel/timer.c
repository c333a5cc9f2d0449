// SPDX-License-Identifier: MIT
/*
 * kernel/timer.c - timer_list: functions called at a jiffy, as softirqs
 *
 * Terms      base	of each CPU, the timers that were armed there, by time. Their functions are called
 *			on that CPU, in TIMER_SOFTIRQ, which its clock interrupt raises.
 * Invariants W1 queued is 1 exactly while the timer is in its base's queue (lock held).
 *            W2 a timer is taken out of the queue, and named as running, while the CPU is held: so
 *               whoever holds it finds none of that CPU running, and never waits for
 *               a function that waits for his CPU.
 *            W3 after its function was called a timer is not touched: it may be freed.
 *            W4 the CPU's clock is set to the first timer, or the softirq is raised, which sets it.
 * Locking    timer_base.lock, interrupts off, inside any lock; functions are called without it.
 *            flags says which base is the timer's; TIMER_MIGRATING in it: none just now, wait. It
 *            changes with the old base's lock held, and then with the new one's.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include "init/calls.h"
#include "kernel/cpuhp.h"
#include "kernel/irq.h"
#include "kernel/sched.h"
#include "kernel/timers.h"

#define WAIT_SPINS	100

static struct timer_base {
	raw_spinlock_t		lock;
	/* lock held */
	struct rb_root_cached	queue;
	struct timer_runner	runner;
} ____cacheline_aligned timer_bases[NR_CPUS];

/* ---- the queue; _base's lock held ---- */

static struct timer_list *timer_of(struct rb_node *node)
{
	return rb_entry(node, struct timer_list, entry);
}

static bool timer_before(struct rb_node *a, const struct rb_node *b)
{
	return time_before(timer_of(a)->expires, rb_entry(b, struct timer_list, entry)->expires);
}

static void timer_clock_set(struct timer_base *base)
{
	struct rb_node *first = rb_first_cached(&base->queue);
	u64 when = 0;

	if (first)
		when = max_t(u64, jiffies_to_clock_ns(timer_of(first)->expires), 1);
	irq_clock_program(base - timer_bases, IRQ_CLOCK_WHEEL, when);
}

static void timer_enqueue(struct timer_base *base, struct timer_list *timer, unsigned long expires)
{
	timer->expires = expires;
	WRITE_ONCE(timer->queued, 1);
	rb_add_cached(&timer->entry, &base->queue, timer_before);
	if (rb_first_cached(&base->queue) == &timer->entry)
		timer_clock_set(base);
}

static bool timer_dequeue(struct timer_base *base, struct timer_list *timer)
{
	if (!timer->queued)
		return false;
	rb_erase_cached(&timer->entry, &base->queue);
	WRITE_ONCE(timer->queued, 0);
	return true;
}

static struct timer_base *timer_base_lock(struct timer_list *timer, unsigned long *flags)
{
	for (;;) {
		u32 now = READ_ONCE(timer->flags);

		if (!(now & TIMER_MIGRATING)) {
			struct timer_base *base = &timer_bases[now & TIMER_CPUMASK];

			raw_spin_lock_irqsave(&base->lock, *flags);
			if (timer->flags == now)
				return base;
			raw_spin_unlock_irqrestore(&base->lock, *flags);
		}
		cpu_relax();
	}
}

/* ---- calling the functions ---- */

/* Lock held, with interrupts off; returns so. */
static void timer_call(struct timer_base *base, struct timer_list *timer)
{
	void (*func)(struct timer_list *) = timer->function;
	bool irqs_off = timer->flags & TIMER_IRQSAFE;
	unsigned int count;

	timer_dequeue(base, timer);
	WRITE_ONCE(base->runner.running, timer);
	raw_spin_unlock(&base->lock);
	if (!irqs_off)
		local_irq_enable();
	count = current_thread_info()->count;
	func(timer);
	timer_check_count(count, func);
	if (!irqs_off)
		local_irq_disable();
	raw_spin_lock(&base->lock);
	timer_runner_finished(&base->runner);
}

static void timers_action(struct softirq_action *unused)
{
	struct timer_base *base = &timer_bases[raw_smp_processor_id()];
	struct rb_node *node;

	raw_spin_lock_irq(&base->lock);
	while ((node = rb_first_cached(&base->queue)) &&
	       time_before_eq(timer_of(node)->expires, jiffies))
		timer_call(base, timer_of(node));
	timer_clock_set(base);
	raw_spin_unlock_irq(&base->lock);
}

void timers_serve(unsigned int cpu)
{
	struct timer_base *base = &timer_bases[cpu];
	struct rb_node *first;

	hrtimers_serve(cpu);
	raw_spin_lock(&base->lock);
	first = rb_first_cached(&base->queue);
	if (first && time_before_eq(timer_of(first)->expires, jiffies))
		raise_softirq_irqoff(TIMER_SOFTIRQ);
	else
		timer_clock_set(base);
	raw_spin_unlock(&base->lock);
}

/* @from's first timer to @to, armed all the time; never both locks at once. False: there was none. */
static bool timer_take_over(struct timer_base *from, struct timer_base *to)
{
	struct timer_list *timer;
	struct rb_node *node;

	raw_spin_lock_irq(&from->lock);
	node = rb_first_cached(&from->queue);
	if (node) {
		timer = timer_of(node);
		rb_erase_cached(node, &from->queue);
		WRITE_ONCE(timer->flags, timer->flags | TIMER_MIGRATING);
	}
	raw_spin_unlock_irq(&from->lock);
	if (!node)
		return false;
	raw_spin_lock_irq(&to->lock);
	WRITE_ONCE(timer->flags, (timer->flags & ~(TIMER_BASE_MOVING | TIMER_BASE_CPU)) |
				 (u32)(to - timer_bases));
	timer_enqueue(to, timer, timer->expires);
	raw_spin_unlock_irq(&to->lock);
	return true;
}

/* Nothing runs, or is armed, on @cpu: it is offline. */
int timers_dead_cpu(unsigned int cpu)
{
	struct timer_base *from = &timer_bases[cpu], *to;

	preempt_disable();
	to = &timer_bases[raw_smp_processor_id()];
	WARN_ON(from->runner.running);
	while (timer_take_over(from, to))
		;
	irq_clock_program(cpu, IRQ_CLOCK_WHEEL, 0);
	preempt_enable();
	return 0;
}

/** timers_init - timers can be armed from now on. Boot list: before interrupts. */
void __init timers_init(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		raw_spin_lock_init(&timer_bases[cpu].lock);
	open_softirq(TIMER_SOFTIRQ, timers_action);
	hrtimers_init();
}

void timer_runner_wait(struct timer_runner *r, raw_spinlock_t *lock, const void *timer)
{
	unsigned int i;

	for (i = 0; i < WAIT_SPINS && READ_ONCE(r->running) == timer; i++)
		cpu_relax();
	__atomic_fetch_add(&r->waiters, 1, __ATOMIC_SEQ_CST);
	for (;;) {
		u32 finished = smp_load_acquire(&r->finished);
		unsigned long flags;
		bool runs;

		raw_spin_lock_irqsave(lock, flags);
		runs = r->running == timer;
		raw_spin_unlock_irqrestore(lock, flags);
		if (!runs)
			break;
		arch_block(&r->finished, finished, -1);
	}
	__atomic_fetch_sub(&r->waiters, 1, __ATOMIC_RELAXED);
}

/* Until the function that runs now for @timer is over: W2. Return: false if it is the caller. */
static bool timer_wait_finished(struct timer_list *timer)
{
	struct timer_base *base = &timer_bases[READ_ONCE(timer->flags) & TIMER_CPUMASK];

	if (WARN_ONCE(in_serving_softirq() && base - timer_bases == raw_smp_processor_id() &&
		      READ_ONCE(base->runner.running) == timer,
		      "a timer's function waits for itself\n"))
		return false;
	timer_runner_wait(&base->runner, &base->lock, timer);
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
	timer->flags = flags | raw_smp_processor_id();
	timer->queued = 0;
}
EXPORT_SYMBOL(init_timer_key);

enum { MOD_PENDING_ONLY = 1, MOD_REDUCE = 2 };

/*
 * @base: the timer's, locked with interrupts off. Return: the base where it goes, locked instead. A
 * timer goes to the CPU that arms it, unless its function is running: it must not run twice at
 * once. @cpu: where its user wants it; -1: anywhere.
 */
static struct timer_base *timer_move(struct timer_list *timer, struct timer_base *base, int cpu)
{
	struct timer_base *new = &timer_bases[cpu < 0 ? raw_smp_processor_id() : cpu];

	if (new == base || base->runner.running == timer)
		return base;
	if (cpu < 0 && (timer->flags & TIMER_PINNED) && cpu_online(base - timer_bases))
		return base;
	timer->flags |= TIMER_MIGRATING;
	raw_spin_unlock(&base->lock);
	raw_spin_lock(&new->lock);
	WRITE_ONCE(timer->flags, (timer->flags & ~(TIMER_BASE_MOVING | TIMER_BASE_CPU)) |
				 (u32)(new - timer_bases));
	return new;
}

static int timer_modify(struct timer_list *timer, unsigned long expires, unsigned int how, int cpu)
{
	struct timer_base *base;
	unsigned long flags;
	int was;

	base = timer_base_lock(timer, &flags);
	was = timer->queued;
	if (!timer->function || (!was && (how & MOD_PENDING_ONLY)))
		goto out;	/* shut down, or not wanted */
	if (was && (how & MOD_REDUCE) && time_before_eq(timer->expires, expires))
		goto out;
	timer_dequeue(base, timer);
	base = timer_move(timer, base, cpu);
	timer_enqueue(base, timer, expires);
out:
	raw_spin_unlock_irqrestore(&base->lock, flags);
	return was;
}

int mod_timer(struct timer_list *timer, unsigned long expires)
{
	return timer_modify(timer, expires, 0, -1);
}
EXPORT_SYMBOL(mod_timer);

int mod_timer_pending(struct timer_list *timer, unsigned long expires)
{
	return timer_modify(timer, expires, MOD_PENDING_ONLY, -1);
}
EXPORT_SYMBOL(mod_timer_pending);

int timer_reduce(struct timer_list *timer, unsigned long expires)
{
	return timer_modify(timer, expires, MOD_REDUCE, -1);
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
 * add_timer_on - add_timer() with the function called on a certain CPU
 * @timer:	not armed; its expires is set
 * @cpu:	the CPU
 *
 * Context: any; takes timer_base.lock with interrupts off. Row D6.
 */
void add_timer_on(struct timer_list *timer, int cpu)
{
	if (WARN_ON(timer_pending(timer) || !timer->function))
		return;
	timer_modify(timer, timer->expires, 0, cpu);
}
EXPORT_SYMBOL_GPL(add_timer_on);

/* Return: 1 was armed, 0 was not, -1 its function is running, and may arm it again. */
static int timer_try_disarm(struct timer_list *timer, bool shutdown)
{
	struct timer_base *base;
	unsigned long flags;
	int ret = -1;

	base = timer_base_lock(timer, &flags);
	if (shutdown)
		timer->function = NULL;
	if (base->runner.running != timer)
		ret = timer_dequeue(base, timer);
	raw_spin_unlock_irqrestore(&base->lock, flags);
	return ret;
}

int del_timer(struct timer_list *timer)
{
	struct timer_base *base;
	unsigned long flags;
	int was;

	base = timer_base_lock(timer, &flags);
	was = timer_dequeue(base, timer);
	raw_spin_unlock_irqrestore(&base->lock, flags);
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
