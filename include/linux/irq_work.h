/* SPDX-License-Identifier: MIT */
/*
 * linux/irq_work.h - functions called soon, in hard interrupt context
 *
 * For code that runs where nearly nothing is allowed, as in another interrupt. Row D4.
 */
#ifndef _LINUX_IRQ_WORK_H
#define _LINUX_IRQ_WORK_H

#include <linux/atomic.h>
#include <linux/smp_types.h>

/* Bits of irq_work.node.a_flags. */
#define IRQ_WORK_PENDING	0x01	/* queued, and not begun */
#define IRQ_WORK_BUSY		0x02	/* its function is being called */
#define IRQ_WORK_LAZY		0x04
#define IRQ_WORK_HARD_IRQ	0x08

/** struct irq_work - one function, and its place in a CPU's queue */
struct irq_work {
	struct __call_single_node	node;
	void				(*func)(struct irq_work *work);
};

#define __IRQ_WORK_INIT(_func, _flags) \
	(struct irq_work){ .node = { .a_flags = (_flags) }, .func = (_func) }
#define IRQ_WORK_INIT(_func)		__IRQ_WORK_INIT(_func, 0)
#define IRQ_WORK_INIT_LAZY(_func)	__IRQ_WORK_INIT(_func, IRQ_WORK_LAZY)
#define IRQ_WORK_INIT_HARD(_func)	__IRQ_WORK_INIT(_func, IRQ_WORK_HARD_IRQ)
#define DEFINE_IRQ_WORK(name, _f)	struct irq_work name = IRQ_WORK_INIT(_f)

/** init_irq_work - make @work ready, not queued. Context: any. */
static inline void init_irq_work(struct irq_work *work, void (*func)(struct irq_work *))
{
	*work = IRQ_WORK_INIT(func);
}

static inline bool irq_work_is_pending(struct irq_work *work)
{
	return READ_ONCE(work->node.a_flags) & IRQ_WORK_PENDING;
}

static inline bool irq_work_is_busy(struct irq_work *work)
{
	return READ_ONCE(work->node.a_flags) & IRQ_WORK_BUSY;
}

/**
 * irq_work_queue - have @work's function called as a hard interrupt on this CPU
 * @work:	the work; queued again while its function runs, it is called once more
 *
 * Context: any. Return: false if it was queued already. Row D4.
 */
bool irq_work_queue(struct irq_work *work);
/** irq_work_queue_on - irq_work_queue() on CPU @cpu. Context: any. Return: as there. */
bool irq_work_queue_on(struct irq_work *work, int cpu);
/** irq_work_sync - wait until @work is neither queued nor running. Context: may sleep. */
void irq_work_sync(struct irq_work *work);

#endif /* _LINUX_IRQ_WORK_H */
