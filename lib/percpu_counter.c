// SPDX-License-Identifier: MIT
/*
 * lib/percpu_counter.c - counters that CPUs change without meeting
 *
 * Invariant  value = count + the sum of all CPUs' differences, each smaller than the batch it was added with.
 * Locking    fbc->lock covers count, and any transfer between a difference and count. A CPU's own difference
 *            is changed with that CPU held (preemption off, so by one context at a time).
 *            counters_lock, outside of fbc->lock: the list of counters, for CPUs that go.
 * Linux      same results as 6.1.
 */
#include <linux/bug.h>
#include <linux/cpuhotplug.h>
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/percpu_counter.h>
#include <linux/preempt.h>
#include "init/calls.h"

int percpu_counter_batch __read_mostly = 32;
EXPORT_SYMBOL(percpu_counter_batch);

static LIST_HEAD(counters);
static DEFINE_RAW_SPINLOCK(counters_lock);

/**
 * __percpu_counter_init - make a counter; percpu_counter_init() is the name to use
 * @fbc:	the counter
 * @amount:	its value
 * @gfp:	for its per-CPU part
 * @key:	not used
 *
 * Context: may sleep if @gfp says so.
 * Return: 0 or -ENOMEM. Row C5.
 */
int __percpu_counter_init(struct percpu_counter *fbc, s64 amount, gfp_t gfp,
			  struct lock_class_key *key)
{
	unsigned long flags;

	raw_spin_lock_init(&fbc->lock);
	fbc->count = amount;
	fbc->counters = alloc_percpu_gfp(s32, gfp);
	if (!fbc->counters)
		return -ENOMEM;
	raw_spin_lock_irqsave(&counters_lock, flags);
	list_add(&fbc->list, &counters);
	raw_spin_unlock_irqrestore(&counters_lock, flags);
	return 0;
}
EXPORT_SYMBOL(__percpu_counter_init);

/**
 * percpu_counter_destroy - free what a counter holds
 * @fbc:	made by percpu_counter_init(), or zeroed, or destroyed before
 *
 * Context: any.
 */
void percpu_counter_destroy(struct percpu_counter *fbc)
{
	unsigned long flags;

	if (!fbc->counters)
		return;
	raw_spin_lock_irqsave(&counters_lock, flags);
	list_del(&fbc->list);
	raw_spin_unlock_irqrestore(&counters_lock, flags);
	free_percpu(fbc->counters);
	fbc->counters = NULL;
}
EXPORT_SYMBOL(percpu_counter_destroy);

/**
 * percpu_counter_set - give a counter a value
 * @fbc:	the counter, which nobody changes meanwhile
 * @amount:	the value
 *
 * Context: any.
 */
void percpu_counter_set(struct percpu_counter *fbc, s64 amount)
{
	unsigned long flags;
	int cpu;

	raw_spin_lock_irqsave(&fbc->lock, flags);
	for_each_possible_cpu(cpu)
		*per_cpu_ptr(fbc->counters, cpu) = 0;
	fbc->count = amount;
	raw_spin_unlock_irqrestore(&fbc->lock, flags);
}
EXPORT_SYMBOL(percpu_counter_set);

/* Move this CPU's difference, and @amount with it, to the shared count. The CPU is held. */
static void counter_fold(struct percpu_counter *fbc, s64 amount)
{
	unsigned long flags;
	s32 *difference;

	raw_spin_lock_irqsave(&fbc->lock, flags);
	difference = this_cpu_ptr(fbc->counters);
	fbc->count += *difference + amount;
	WRITE_ONCE(*difference, 0);
	raw_spin_unlock_irqrestore(&fbc->lock, flags);
}

/**
 * percpu_counter_add_batch - add to a counter
 * @fbc:	the counter
 * @amount:	what to add
 * @batch:	difference that a CPU may gather before it is moved to the shared count
 *
 * Context: any.
 */
void percpu_counter_add_batch(struct percpu_counter *fbc, s64 amount, s32 batch)
{
	s64 difference;

	preempt_disable();
	difference = __this_cpu_read(*fbc->counters) + amount;
	if (unlikely(difference >= batch || difference <= -(s64)batch))
		counter_fold(fbc, amount);
	else
		this_cpu_add(*fbc->counters, amount);
	preempt_enable();
}
EXPORT_SYMBOL(percpu_counter_add_batch);

/**
 * percpu_counter_sync - move this CPU's difference to the shared count
 * @fbc:	the counter
 *
 * Context: any.
 */
void percpu_counter_sync(struct percpu_counter *fbc)
{
	preempt_disable();
	counter_fold(fbc, 0);
	preempt_enable();
}
EXPORT_SYMBOL(percpu_counter_sync);

/**
 * __percpu_counter_sum - the value, all differences counted
 * @fbc:	the counter
 *
 * Context: any. Takes time in proportion to the CPUs.
 * Return: the value; changes made meanwhile may or may not be in it.
 */
s64 __percpu_counter_sum(struct percpu_counter *fbc)
{
	unsigned long flags;
	s64 sum;
	int cpu;

	raw_spin_lock_irqsave(&fbc->lock, flags);
	sum = fbc->count;
	for_each_possible_cpu(cpu)
		sum += READ_ONCE(*per_cpu_ptr(fbc->counters, cpu));
	raw_spin_unlock_irqrestore(&fbc->lock, flags);
	return sum;
}
EXPORT_SYMBOL(__percpu_counter_sum);

/**
 * __percpu_counter_compare - compare a counter with a number, exactly only where that matters
 * @fbc:	the counter
 * @rhs:	the number
 * @batch:	the largest batch that the counter is changed with
 *
 * Context: any.
 * Return: 1, 0 or -1: the counter is more, equal or less.
 */
int __percpu_counter_compare(struct percpu_counter *fbc, s64 rhs, s32 batch)
{
	s64 count = percpu_counter_read(fbc);

	if (abs(count - rhs) <= (s64)batch * num_online_cpus())
		count = percpu_counter_sum(fbc);
	return count > rhs ? 1 : count < rhs ? -1 : 0;
}
EXPORT_SYMBOL(__percpu_counter_compare);

/* ---- CPUs that come and go ---- */

/* The more CPUs, the larger the batch, as on Linux. */
static int batch_update(unsigned int cpu)
{
	WRITE_ONCE(percpu_counter_batch, max(32, (int)num_online_cpus() * 2));
	return 0;
}

/* The differences of @cpu, which is offline, to the shared counts. */
static int counters_cpu_dead(unsigned int cpu)
{
	struct percpu_counter *fbc;

	batch_update(cpu);
	raw_spin_lock_irq(&counters_lock);
	list_for_each_entry(fbc, &counters, list) {
		s32 *difference = per_cpu_ptr(fbc->counters, cpu);

		raw_spin_lock(&fbc->lock);
		fbc->count += *difference;
		WRITE_ONCE(*difference, 0);
		raw_spin_unlock(&fbc->lock);
	}
	raw_spin_unlock_irq(&counters_lock);
	return 0;
}

/** percpu_counters_init - counters are exact when CPUs have gone. Boot list: after the CPUs. */
void __init percpu_counters_init(void)
{
	BUG_ON(cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "lib/percpu_cnt:online", batch_update, NULL) < 0);
	BUG_ON(cpuhp_setup_state_nocalls(CPUHP_PERCPU_CNT_DEAD, "lib/percpu_cnt:dead", NULL,
					 counters_cpu_dead));
}
