// SPDX-License-Identifier: MIT
/*
 * kernel/irq_spurious.c - lines that nobody handles, and handlers that answer nonsense
 *
 * Counted by the CPU that serves the line. Limits, texts and the consequence (the line is disabled when
 * 99,900 of 100,000 interrupts were nobody's) are those of Linux 6.1. Row D4.
 */
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include "kernel/irq_desc.h"

#define SEEN_MAX	100000
#define UNHANDLED_MAX	99900

/* Lock held. */
static void print_handlers(struct irq_desc *desc)
{
	struct irq_action *action;

	pr_err("handlers:\n");
	for (action = desc->actions; action; action = action->next) {
		pr_err("[<%px>] %pS", (void *)action->handler, (void *)action->handler);
		if (action->thread_fn)
			pr_cont(" threaded [<%px>] %pS", (void *)action->thread_fn,
				(void *)action->thread_fn);
		pr_cont("\n");
	}
}

static void report(struct irq_desc *desc)
{
	dump_stack();
	raw_spin_lock(&desc->lock);
	print_handlers(desc);
	raw_spin_unlock(&desc->lock);
}

static bool is_nonsense(irqreturn_t ret)
{
	return (unsigned int)ret > (IRQ_HANDLED | IRQ_WAKE_THREAD);
}

static void nobody_cared(struct irq_desc *desc)
{
	pr_err("irq %d: nobody cared (try booting with the \"irqpoll\" option)\n", desc->irq);
	report(desc);
	pr_emerg("Disabling IRQ #%d\n", desc->irq);
	raw_spin_lock(&desc->lock);
	desc->depth++;
	raw_spin_unlock(&desc->lock);
}

void irq_note_result(struct irq_desc *desc, irqreturn_t ret)
{
	if (unlikely(is_nonsense(ret))) {
		pr_err("irq event %d: bogus return value %x\n", desc->irq, ret);
		report(desc);
		return;
	}
	if (unlikely(ret == IRQ_NONE)) {
		/* Now and then one too many is no sign of trouble. */
		if (time_after(jiffies, desc->last_unhandled + HZ / 10))
			desc->unhandled = 1;
		else
			desc->unhandled++;
		desc->last_unhandled = jiffies;
	}
	if (likely(++desc->seen < SEEN_MAX))
		return;
	desc->seen = 0;
	if (unlikely(desc->unhandled > UNHANDLED_MAX))
		nobody_cared(desc);
	desc->unhandled = 0;
}
