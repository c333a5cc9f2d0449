// SPDX-License-Identifier: MIT
/*
 * mm/page_pcp.c - a CPU's own free blocks of a zone, so that most requests need no lock
 *
 * Terms      batch: frames that move to or from the zone at a time, under one taking of its lock;
 *            high: the most that a CPU keeps. Hot: lately freed, likely in the CPU's cache.
 * Invariants P1 count equals the frames on the lists. P2 a block here has PG_pcp, count 0, and is not
 *            in NR_FREE_PAGES: so the watermarks are checked when blocks come here, not again when
 *            they leave.
 * Locking    who holds the CPU, with interrupts off, has its lists to himself; zone->lock is taken
 *            inside. Another CPU's lists are reached by on_each_cpu().
 * Linux      6.1 has a spin lock in each set instead; sizes are chosen as there: batch is a
 *            thousandth of the zone, at most 1 MB, quartered and cut to 2^n - 1; high is the zone's
 *            low mark shared among the CPUs, at least four batches.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <linux/log2.h>
#include <linux/export.h>
#include <linux/init.h>
#include "mm/page_pcp.h"
#include "mm/page_buddy.h"

void pcp_zone_setup(struct zone *zone)
{
	unsigned long batch = min(zone_managed_pages(zone) >> 10, (1UL << 20) / PAGE_SIZE) / 4;
	unsigned long high = low_wmark_pages(zone) / num_possible_cpus();

	batch = rounddown_pow_of_two(max(batch, 1UL) + max(batch, 1UL) / 2) - 1;
	zone->pageset_batch = max(batch, 1UL);
	zone->pageset_high = max(high, 4UL * zone->pageset_batch);
}

static void pcp_setup(struct zone *zone, struct per_cpu_pages *pcp)
{
	for (int i = 0; i < NR_PCP_LISTS; i++)
		INIT_LIST_HEAD(&pcp->lists[i]);
	pcp->high = zone->pageset_high;
	pcp->batch = zone->pageset_batch;
}

void __init pcp_init(void)
{
	struct zone *zone;
	unsigned int cpu;

	for_each_populated_zone(zone) {
		struct per_cpu_pages __percpu *pcps = alloc_percpu(struct per_cpu_pages);

		if (!pcps)
			panic("No memory for the per-CPU page lists of zone %s", zone->name);
		pcp_zone_setup(zone);
		for_each_possible_cpu(cpu)
			pcp_setup(zone, per_cpu_ptr(pcps, cpu));
		zone->per_cpu_pageset = pcps;
	}
}

bool pcp_refill_held(struct zone *zone, struct per_cpu_pages *pcp, struct list_head *list,
		     unsigned int order, int migratetype, unsigned int nr_blocks)
{
	unsigned int i;

	spin_lock(&zone->lock);
	for (i = 0; i < nr_blocks; i++) {
		struct page *page = buddy_alloc_locked(zone, order, migratetype, 0);

		if (!page)
			break;
		WRITE_ONCE(page->flags, 1UL << PG_pcp);
		page->alloc_order = order;
		list_add_tail(&page->lru, list);
		pcp->count += 1 << order;
	}
	spin_unlock(&zone->lock);
	return i > 0;
}

/* From each list in turn, so that no order is drained alone. */
void pcp_trim_held(struct zone *zone, struct per_cpu_pages *pcp, int nr_pages)
{
	unsigned int i = 0;

	nr_pages = min(nr_pages, pcp->count);
	spin_lock(&zone->lock);
	for (; nr_pages > 0; i = (i + 1) % NR_PCP_LISTS) {
		unsigned int order = i / MIGRATE_PCPTYPES;
		struct page *page;

		if (list_empty(&pcp->lists[i]))
			continue;
		page = list_last_entry(&pcp->lists[i], struct page, lru);
		list_del(&page->lru);
		pcp->count -= 1 << order;
		nr_pages -= 1 << order;
		buddy_free_locked(zone, page, order);
	}
	spin_unlock(&zone->lock);
}

void drain_local_pages(struct zone *only)
{
	unsigned long flags;
	struct zone *zone;

	for_each_populated_zone(zone) {
		if ((only && zone != only) || !zone->per_cpu_pageset)
			continue;
		local_irq_save(flags);
		pcp_trim_held(zone, this_cpu_ptr(zone->per_cpu_pageset), INT_MAX);
		local_irq_restore(flags);
	}
}
EXPORT_SYMBOL_GPL(drain_local_pages);

static void drain_on_cpu(void *zone)
{
	drain_local_pages(zone);
}

void drain_all_pages(struct zone *zone)
{
	on_each_cpu(drain_on_cpu, zone, 1);
}
EXPORT_SYMBOL_GPL(drain_all_pages);

unsigned long pcp_nr_pages(struct zone *zone)
{
	unsigned long nr_pages = 0;
	unsigned int cpu;

	if (zone->per_cpu_pageset)
		for_each_possible_cpu(cpu)
			nr_pages += READ_ONCE(per_cpu_ptr(zone->per_cpu_pageset, cpu)->count);
	return nr_pages;
}

unsigned long pcp_nr_local(struct zone *zone)
{
	return zone->per_cpu_pageset ? READ_ONCE(raw_cpu_ptr(zone->per_cpu_pageset)->count) : 0;
}
