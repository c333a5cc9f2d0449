// SPDX-License-Identifier: MIT
/*
 * kernel/smp.c - functions called on another CPU
 *
 * To be on a CPU is to hold its token. So a caller that holds none simply takes the other
 * CPU's, marks itself as an interrupt handler, and calls the function itself. A caller that holds a
 * CPU must not wait for another, whose holder may be waiting for his. It queues the call, and
 * then serves the calls for its own CPU and tries the other's token, until one of the two, itself or
 * the other's holder waiting here too, has made the call. So two CPUs that call each other
 * take each other's interrupts.
 *
 * Unlike a real interrupt, a call does not break into a preempt_disable() section; it waits
 * for its end.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include "kernel/sched.h"

struct smp_call {
	struct list_head	node;		/* smp_lock held */
	unsigned int		cpu;
	smp_call_func_t		func;
	void			*info;
	bool			done;		/* released; the caller's stack then */
};

static DEFINE_RAW_SPINLOCK(smp_lock);
static LIST_HEAD(smp_calls);

/* The caller holds the CPU with interrupts off. */
static struct smp_call *smp_take_call(unsigned int cpu)
{
	struct smp_call *call, *found = NULL;

	raw_spin_lock(&smp_lock);
	list_for_each_entry(call, &smp_calls, node)
		if (call->cpu == cpu) {
			list_del(&call->node);
			found = call;
			break;
		}
	raw_spin_unlock(&smp_lock);
	return found;
}

/* Serve the CPU that the caller holds. */
static void smp_serve(void)
{
	struct smp_call *call;

	irq_enter();
	while ((call = smp_take_call(raw_smp_processor_id()))) {
		call->func(call->info);
		smp_store_release(&call->done, true);
	}
	irq_exit();
}

static void call_here(smp_call_func_t func, void *info)
{
	unsigned long flags;

	local_irq_save(flags);
	func(info);
	local_irq_restore(flags);
}

/* The caller holds no CPU: become @cpu. */
static void call_there(unsigned int cpu, smp_call_func_t func, void *info)
{
	int bound = current_thread_info()->bound_cpu;

	cpu_bind_set(cpu);
	irq_enter();
	func(info);
	irq_exit();
	cpu_bind_set(bound);
}

/* The caller holds another CPU; see the top. */
static void call_across(unsigned int cpu, smp_call_func_t func, void *info)
{
	struct smp_call call = { .cpu = cpu, .func = func, .info = info };
	unsigned int own = raw_smp_processor_id();

	WARN_ON_ONCE(irqs_disabled());
	raw_spin_lock_irq(&smp_lock);
	list_add_tail(&call.node, &smp_calls);
	raw_spin_unlock_irq(&smp_lock);
	while (!smp_load_acquire(&call.done)) {
		smp_serve();
		if (cpu_visit_begin(cpu)) {
			smp_serve();
			cpu_visit_end(own);
		} else {
			arch_yield();
		}
	}
}

int smp_call_function_single(int cpu, smp_call_func_t func, void *info, int wait)
{
	if ((unsigned int)cpu >= nr_cpu_ids || !cpu_online(cpu))
		return -ENXIO;
	if (preemptible())
		call_there(cpu, func, info);
	else if (cpu == raw_smp_processor_id())
		call_here(func, info);
	else
		call_across(cpu, func, info);
	return 0;
}
EXPORT_SYMBOL(smp_call_function_single);

int smp_call_function_any(const struct cpumask *mask, smp_call_func_t func, void *info, int wait)
{
	int cpu = raw_smp_processor_id();

	if (!cpumask_test_cpu(cpu, mask))
		cpu = cpumask_first(mask);
	return smp_call_function_single(cpu, func, info, wait);
}
EXPORT_SYMBOL_GPL(smp_call_function_any);

void smp_call_function_many(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait)
{
	int cpu, self = smp_processor_id();

	for_each_cpu(cpu, mask)
		if (cpu != self && cpu_online(cpu))
			smp_call_function_single(cpu, func, info, wait);
}
EXPORT_SYMBOL(smp_call_function_many);

void smp_call_function(smp_call_func_t func, void *info, int wait)
{
	preempt_disable();
	smp_call_function_many(cpu_online_mask, func, info, wait);
	preempt_enable();
}
EXPORT_SYMBOL(smp_call_function);

/**
 * on_each_cpu_mask - run a function on each online CPU of a set
 * @mask:	the set
 * @func:	runs as an interrupt handler, or with interrupts off on the caller's own CPU
 * @info:	for it
 * @wait:	not used: it is done when this returns
 *
 * Context: interrupts on. Row D4.
 */
void on_each_cpu_mask(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait)
{
	int cpu;

	for_each_cpu(cpu, mask)
		smp_call_function_single(cpu, func, info, wait);
}
EXPORT_SYMBOL(on_each_cpu_mask);

void on_each_cpu(smp_call_func_t func, void *info, int wait)
{
	on_each_cpu_mask(cpu_online_mask, func, info, wait);
}
EXPORT_SYMBOL(on_each_cpu);

/**
 * on_each_cpu_cond - run a function on each online CPU for which a condition holds
 * @cond:	asked here, with the CPU's number and @info
 * @func:	runs as an interrupt handler, or with interrupts off on the caller's own CPU
 * @info:	for both
 * @wait:	not used: it is done when this returns
 *
 * Context: interrupts on. Row D4.
 */
void on_each_cpu_cond(smp_cond_func_t cond, smp_call_func_t func, void *info, bool wait)
{
	int cpu;

	for_each_online_cpu(cpu)
		if (cond(cpu, info))
			smp_call_function_single(cpu, func, info, wait);
}
EXPORT_SYMBOL(on_each_cpu_cond);
