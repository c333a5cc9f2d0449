// SPDX-License-Identifier: MIT
/*
 * kernel/workqueue_queues.c - whole work queues, those of the system, and calls that go by them to a CPU
 *
 * Terms, invariants, locking: kernel/workqueue.h.
 */
#include <linux/bug.h>
#include <linux/cpu.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/stdarg.h>
#include "kernel/sched.h"
#include "kernel/workqueue.h"

struct workqueue_struct *system_wq, *system_highpri_wq, *system_long_wq, *system_unbound_wq,
	*system_freezable_wq, *system_power_efficient_wq, *system_freezable_power_efficient_wq;
EXPORT_SYMBOL(system_wq);
EXPORT_SYMBOL_GPL(system_highpri_wq);
EXPORT_SYMBOL_GPL(system_long_wq);
EXPORT_SYMBOL_GPL(system_unbound_wq);
EXPORT_SYMBOL_GPL(system_freezable_wq);
EXPORT_SYMBOL_GPL(system_power_efficient_wq);
EXPORT_SYMBOL_GPL(system_freezable_power_efficient_wq);

/* ---- whole queues ---- */

static bool wq_is_done(struct workqueue_struct *wq, u64 seq)
{
	bool done;

	raw_spin_lock_irq(&wq_lock);
	done = !wq_has_older(wq, seq);
	raw_spin_unlock_irq(&wq_lock);
	return done;
}

void flush_workqueue(struct workqueue_struct *wq)
{
	u64 seq;

	might_sleep();
	raw_spin_lock_irq(&wq_lock);
	seq = wq->last_seq;
	raw_spin_unlock_irq(&wq_lock);
	wait_event(wq->flush_wait, wq_is_done(wq, seq));
}
EXPORT_SYMBOL(flush_workqueue);

void drain_workqueue(struct workqueue_struct *wq)
{
	wait_event(wq->flush_wait, wq_is_done(wq, U64_MAX));
}
EXPORT_SYMBOL_GPL(drain_workqueue);

__printf(1, 4)
struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...)
{
	struct workqueue_struct *wq = kzalloc(sizeof(*wq), GFP_KERNEL);
	va_list args;

	if (!wq)
		return NULL;
	va_start(args, max_active);
	vsnprintf(wq->name, sizeof(wq->name), fmt, args);
	va_end(args);
	wq->flags = flags;
	wq->max_active = clamp(max_active ?: WQ_DFL_ACTIVE, 1, (int)WQ_MAX_ACTIVE);
	INIT_LIST_HEAD(&wq->ready);
	INIT_LIST_HEAD(&wq->items);
	init_waitqueue_head(&wq->flush_wait);
	return wq;
}
EXPORT_SYMBOL_GPL(alloc_workqueue);

void destroy_workqueue(struct workqueue_struct *wq)
{
	drain_workqueue(wq);
	kfree(wq);
}
EXPORT_SYMBOL_GPL(destroy_workqueue);

/**
 * workqueue_set_max_active - change how many items of a queue may run at a time
 * @wq:	the queue
 * @max_active:	the limit, cut to 1 .. WQ_MAX_ACTIVE; 0: WQ_DFL_ACTIVE
 *
 * Context: a task with interrupts on; takes wq_lock.
 */
void workqueue_set_max_active(struct workqueue_struct *wq, int max_active)
{
	raw_spin_lock_irq(&wq_lock);
	wq->max_active = clamp(max_active ?: WQ_DFL_ACTIVE, 1, (int)WQ_MAX_ACTIVE);
	wq_update_ready(wq);
	wq_wake_worker();
	raw_spin_unlock_irq(&wq_lock);
}
EXPORT_SYMBOL_GPL(workqueue_set_max_active);

/* ---- functions that run on a CPU ---- */

int schedule_on_each_cpu(work_func_t func)
{
	struct work_struct *works = kcalloc(nr_cpu_ids, sizeof(*works), GFP_KERNEL);
	int cpu;

	if (!works)
		return -ENOMEM;
	cpus_read_lock();
	for_each_online_cpu(cpu) {
		INIT_WORK(&works[cpu], func);
		schedule_work_on(cpu, &works[cpu]);
	}
	for_each_online_cpu(cpu)
		flush_work(&works[cpu]);
	cpus_read_unlock();
	kfree(works);
	return 0;
}
EXPORT_SYMBOL(schedule_on_each_cpu);

struct work_for_cpu {
	struct work_struct	work;
	long			(*fn)(void *);
	void			*arg;
	long			ret;
};

static void work_for_cpu_fn(struct work_struct *work)
{
	struct work_for_cpu *wfc = container_of(work, struct work_for_cpu, work);

	wfc->ret = wfc->fn(wfc->arg);
}

/**
 * work_on_cpu - run a function in a worker on a CPU, and wait
 * @cpu:	the CPU
 * @fn:	the function
 * @arg:	for it
 *
 * Context: may sleep.
 * Return: what @fn returned.
 */
long work_on_cpu(int cpu, long (*fn)(void *), void *arg)
{
	struct work_for_cpu wfc = { .fn = fn, .arg = arg };

	INIT_WORK_ONSTACK(&wfc.work, work_for_cpu_fn);
	schedule_work_on(cpu, &wfc.work);
	flush_work(&wfc.work);
	return wfc.ret;
}
EXPORT_SYMBOL_GPL(work_on_cpu);

/* ---- begin and end ---- */

/* Nothing on system_wq is queued, and only the workers that always stay are left. */
void workqueue_quiesce(void)
{
	flush_workqueue(system_wq);
	wq_pool_settle();
}

/** workqueue_init - queues exist from now on. Boot list: after timers_init(). */
void __init workqueue_init(void)
{
	system_wq = alloc_workqueue("events", 0, 0);
	system_highpri_wq = alloc_workqueue("events_highpri", WQ_HIGHPRI, 0);
	system_long_wq = alloc_workqueue("events_long", 0, 0);
	system_unbound_wq = alloc_workqueue("events_unbound", WQ_UNBOUND, WQ_MAX_ACTIVE);
	system_freezable_wq = alloc_workqueue("events_freezable", WQ_FREEZABLE, 0);
	system_power_efficient_wq = alloc_workqueue("events_power_efficient", WQ_POWER_EFFICIENT, 0);
	system_freezable_power_efficient_wq = alloc_workqueue("events_freezable_power_efficient",
							      WQ_FREEZABLE | WQ_POWER_EFFICIENT, 0);
	BUG_ON(!system_wq || !system_highpri_wq || !system_long_wq || !system_unbound_wq ||
	       !system_freezable_wq || !system_power_efficient_wq ||
	       !system_freezable_power_efficient_wq);
	wq_pool_init();
}
