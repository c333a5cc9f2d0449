// SPDX-License-Identifier: MIT
/*
 * mm/page_fast.c - when the short way of single pages is open
 *
 * To take: with one node, while its zone for GFP_KERNEL is above the low mark, and no failure is
 * injected. To give back: each page that has a class.
 *
 * Invariants F1 what page_fast_pops has is a stack of kernel_zones[0], or pcp_no_stack.
 * Locking    page_fast_pops changes under that zone's lock. Who pops reads an entry once, so he may
 *            still have a page after the change; he is then as good as one who came before.
 */
#include <linux/fault-inject.h>
#include <linux/kernel.h>
#include <linux/init.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include "mm/page_fast.h"
#include "mm/page_watermark.h"
#include "mm/page_zonelist.h"

/* By the bits in gfp_t; both set is as reclaimable. */
struct percpu_stack *page_fast_pops[MIGRATE_PCPTYPES + 1] __read_mostly;
struct percpu_stack *page_fast_puts[PCP_NR_CLASSES] __read_mostly;

static struct percpu_stack *first_copy(struct percpu_stack __percpu *stack)
{
	return arch_first_copy((void __force *)stack);
}

void page_fast_update_locked(const struct zone *zone)
{
	bool open = zone->above_low && !READ_ONCE(fault_diverted);

	if (zone != kernel_zones[0])
		return;
	for (int i = 0; i < ARRAY_SIZE(page_fast_pops); i++) {
		int type = min(i, MIGRATE_PCPTYPES - 1);

		WRITE_ONCE(page_fast_pops[i],
			   first_copy(open ? zone->pcp_stacks[pcp_list_index(0, type)] : &pcp_no_stack));
	}
}

void page_fast_divert(void)
{
	struct zone *zone = kernel_zones[0];
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	page_fast_update_locked(zone);
	spin_unlock_irqrestore(&zone->lock, flags);
}

void __init page_fast_init(void)
{
	for (int i = 0; i < PCP_NR_CLASSES; i++)
		page_fast_puts[i] = first_copy(pcp_class_stacks[i]);
	page_fast_divert();
}
