// SPDX-License-Identifier: MIT
/*
 * kernel/irq_work.c - functions called soon, in hard interrupt context
 *
 * Invariants W1 IRQ_WORK_PENDING is set exactly while a work is in a queue, or on its way there or
 *               from there: whoever sets it queues the work.
 *            W2 after IRQ_WORK_BUSY is cleared a work is not touched: it may be freed.
 * Locking    none. Clearing the bits releases; irq_work_sync() acquires.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/export.h>
#include <linux/irq_work.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/threads.h>
#include "kernel/irq.h"
#include "kernel/smp.h"

static struct llist_head work_queues[NR_CPUS];

void irq_work_serve(unsigned int cpu)
{
	struct llist_node *list = llist_reverse_order(llist_del_all(&work_queues[cpu]));
	struct irq_work *work, *next;

	llist_for_each_entry_safe(work, next, list, node.llist) {
		u32 *flags = &work->node.a_flags, busy;

		__atomic_fetch_or(flags, IRQ_WORK_BUSY, __ATOMIC_RELAXED);
		busy = __atomic_and_fetch(flags, ~IRQ_WORK_PENDING, __ATOMIC_SEQ_CST);
		work->func(work);
		/* Unless it was queued again, and that is for the next round to clear. */
		try_cmpxchg_release(flags, &busy, busy & ~IRQ_WORK_BUSY);
	}
}

bool irq_work_queue_on(struct irq_work *work, int cpu)
{
	if (__atomic_fetch_or(&work->node.a_flags, IRQ_WORK_PENDING, __ATOMIC_SEQ_CST) &
	    IRQ_WORK_PENDING)
		return false;
	llist_add(&work->node.llist, &work_queues[cpu]);
	irq_post(cpu, IRQ_VECTOR_WORK);
	return true;
}
EXPORT_SYMBOL_GPL(irq_work_queue_on);

bool irq_work_queue(struct irq_work *work)
{
	bool queued;

	preempt_disable();
	queued = irq_work_queue_on(work, raw_smp_processor_id());
	preempt_enable();
	return queued;
}
EXPORT_SYMBOL_GPL(irq_work_queue);

void irq_work_sync(struct irq_work *work)
{
	might_sleep();
	while (smp_load_acquire(&work->node.a_flags) & (IRQ_WORK_PENDING | IRQ_WORK_BUSY))
		arch_yield();
}
EXPORT_SYMBOL_GPL(irq_work_sync);
