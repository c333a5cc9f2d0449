// SPDX-License-Identifier: MIT
/*
 * kernel/smp.c - functions called on another CPU, as hard interrupts there
 *
 * Terms      call	a function for another CPU, and whether it is done (struct
 *			__call_single_data); queued on the CPU, which then gets the interrupt
 *			IRQ_VECTOR_CALL (kernel/irq_cpu.c).
 * Invariants C1 CSD_FLAG_LOCK is set from before a call is queued until its function is over, or, if
 *               nobody waits for it, about to begin. After that the call may be used, or freed.
 *            C2 a waiter for a call has interrupts on, so that it serves calls for its own CPU
 *               meanwhile: two CPUs that call each other do not wait for ever.
 * Locking    none: queues are lists that any context may push to; the CPU takes a whole one.
 * Barriers   clearing CSD_FLAG_LOCK releases; who sees it cleared acquires.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/limits.h>
#include <linux/percpu-defs.h>
#include <linux/smp.h>
#include <linux/time64.h>
#include "kernel/irq.h"
#include "kernel/sched.h"
#include "kernel/smp.h"

#define WAIT_SPINS	200
/* A port that interrupts nobody delivers to a waiter between such pauses. */
#define WAIT_PAUSE	(50 * NSEC_PER_USEC)

static struct llist_head call_queues[NR_CPUS];
/* For calls that nobody waits for: one at a time from each CPU; its holder's. */
static struct __call_single_data async_calls[NR_CPUS];

/* ---- on the CPU that is called ---- */

static void call_unlock(struct __call_single_data *call)
{
	u32 *flags = &call->node.u_flags;

	/* Then the call may be gone: of a waiter only the address is used. */
	if (__atomic_exchange_n(flags, 0, __ATOMIC_RELEASE) & CSD_FLAG_WAITED)
		arch_wake(flags, INT_MAX);
}

void smp_serve_calls(unsigned int cpu)
{
	struct llist_node *list = llist_reverse_order(llist_del_all(&call_queues[cpu]));
	struct __call_single_data *call, *next;

	llist_for_each_entry_safe(call, next, list, node.llist) {
		smp_call_func_t func = call->func;
		void *info = call->info;

		if (call->node.a_flags) {
			call_unlock(call);
			func(info);
		} else {
			func(info);
			call_unlock(call);
		}
	}
}

/* ---- on the CPU that calls ---- */

static void call_wait(struct __call_single_data *call)
{
	u32 *flags = &call->node.u_flags, now;
	unsigned int i;

	for (i = 0; i < WAIT_SPINS && smp_load_acquire(flags); i++)
		cpu_relax();
	while ((now = smp_load_acquire(flags))) {
		if (!(now & CSD_FLAG_WAITED) &&
		    !try_cmpxchg(flags, &now, now | CSD_FLAG_WAITED))
			continue;
		irq_deliver();
		arch_block(flags, now | CSD_FLAG_WAITED, WAIT_PAUSE);
	}
}

/* @call is locked by the caller. */
static void call_send(unsigned int cpu, struct __call_single_data *call)
{
	llist_add(&call->node.llist, &call_queues[cpu]);
	irq_post(cpu, IRQ_VECTOR_CALL);
}

static void call_here(smp_call_func_t func, void *info)
{
	unsigned long flags;

	local_irq_save(flags);
	func(info);
	local_irq_restore(flags);
}

static void call_there(unsigned int cpu, smp_call_func_t func, void *info)
{
	struct __call_single_data call = {
		.node = { .u_flags = CSD_FLAG_LOCK }, .func = func, .info = info,
	};

	call_send(cpu, &call);
	call_wait(&call);
}

/* The caller holds a CPU. */
static void call_there_async(unsigned int cpu, smp_call_func_t func, void *info)
{
	struct __call_single_data *call = &async_calls[raw_smp_processor_id()];

	call_wait(call);
	call->func = func;
	call->info = info;
	call->node.a_flags = 1;
	WRITE_ONCE(call->node.u_flags, CSD_FLAG_LOCK);
	call_send(cpu, call);
}

int smp_call_function_single(int cpu, smp_call_func_t func, void *info, int wait)
{
	if ((unsigned int)cpu >= nr_cpu_ids || !cpu_online(cpu))
		return -ENXIO;
	preempt_disable();
	WARN_ON_ONCE(irqs_disabled() && cpu != raw_smp_processor_id());
	WARN_ON_ONCE(!in_task());
	if (cpu == raw_smp_processor_id())
		call_here(func, info);
	else if (wait)
		call_there(cpu, func, info);
	else
		call_there_async(cpu, func, info);
	preempt_enable();
	return 0;
}
EXPORT_SYMBOL(smp_call_function_single);

int smp_call_function_single_async(int cpu, struct __call_single_data *csd)
{
	u32 free = 0;
	int err = 0;

	preempt_disable();
	if (!try_cmpxchg(&csd->node.u_flags, &free, CSD_FLAG_LOCK)) {
		err = -EBUSY;
	} else if ((unsigned int)cpu >= nr_cpu_ids || !cpu_online(cpu)) {
		call_unlock(csd);
		err = -ENXIO;
	} else if (cpu == raw_smp_processor_id()) {
		call_unlock(csd);
		call_here(csd->func, csd->info);
	} else {
		csd->node.a_flags = 1;
		call_send(cpu, csd);
	}
	preempt_enable();
	return err;
}
EXPORT_SYMBOL_GPL(smp_call_function_single_async);

int smp_call_function_any(const struct cpumask *mask, smp_call_func_t func, void *info, int wait)
{
	int cpu, err;

	preempt_disable();
	cpu = raw_smp_processor_id();
	if (!cpumask_test_cpu(cpu, mask))
		cpu = cpumask_first_and(mask, cpu_online_mask);
	err = smp_call_function_single(cpu, func, info, wait);
	preempt_enable();
	return err;
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
 * @wait:	return when it has run everywhere
 *
 * Context: interrupts on. Row D4.
 */
void on_each_cpu_mask(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait)
{
	int cpu;

	preempt_disable();
	for_each_cpu(cpu, mask)
		smp_call_function_single(cpu, func, info, wait);
	preempt_enable();
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
 * @wait:	return when it has run everywhere
 *
 * Context: interrupts on. Row D4.
 */
void on_each_cpu_cond(smp_cond_func_t cond, smp_call_func_t func, void *info, bool wait)
{
	int cpu;

	preempt_disable();
	for_each_online_cpu(cpu)
		if (cond(cpu, info))
			smp_call_function_single(cpu, func, info, wait);
	preempt_enable();
}
EXPORT_SYMBOL(on_each_cpu_cond);
