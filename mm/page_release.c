// SPDX-License-Identifier: MIT
/*
 * mm/page_release.c - free memory goes back to the host, so that what it gives us follows use
 *
 * To give a block back and to touch it again later costs a hundred times as much as to touch memory
 * that is there. So a zone keeps a reserve of free memory that was touched, in proportion to what
 * is in use, and of the rest only what nobody wanted from one turn to the next is given back: what
 * a program frees and takes again in between stays. What nobody wanted for REST_TURNS goes without
 * regard to the reserve, and so do the lists of CPUs from which nobody took a page: a machine at rest
 * keeps nothing.
 *
 * Terms      Touched: free frames that the host may have memory behind. Released: free blocks that
 *            it has not (PG_released, kept by the parts of a block that is split, lost when it merges with
 *            one that is touched). Due: the fewest touched frames since the last turn, less the
 *            reserve. Turn: once a second, until nothing happened to any zone in REST_TURNS. Stirred: a
 *            block came or went since the last turn; the first one after a rest starts the turns, and
 *            so does mm/slab_trim.c now and then, for pages in CPUs' lists.
 * Locking    zone->lock is held while a part of a block is given back, RELEASE_PAGES at most, and
 *            dropped in between; the block stays on its list. PG_releasing, which disappears when the
 *            block is taken or merges, tells whether to go on.
 * Linux      has page reporting (mm/page_reporting.c), for drivers that tell a hypervisor. That takes blocks off
 *            their lists meanwhile, so that a request may fail for it; here free frames stay free.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/workqueue.h>
#include <linux/init.h>
#include <asm-generic/arch.h>
#include "init/calls.h"
#include "mm/page_debug.h"
#include "mm/page_buddy.h"
#include "mm/page_pcp.h"
#include "mm/page_release.h"

/* Given back under one taking of the lock: some ten microseconds of the host's time. */
#define RELEASE_PAGES	(1UL << 6)
/*
 * The reserve: a part of what is in use, far less than the tenth that nobody should notice; and a
 * little.
 */
#define RESERVE_SHIFT	4
#define RESERVE_LEAST	((1UL << 20) >> PAGE_SHIFT)

/* How many turns make a rest: as many as the struct zone has a number for, and the one that ends. */
#define REST_TURNS	(ARRAY_SIZE(((struct zone *)NULL)->least_before) + 1)

static void release_turn(struct work_struct *work);
static DECLARE_DELAYED_WORK(release_work, release_turn);

unsigned long page_release_reserve(struct zone *zone)
{
	unsigned long used = zone_managed_pages(zone) - zone_page_state(zone, NR_FREE_PAGES);

	return max(used >> RESERVE_SHIFT, RESERVE_LEAST);
}

unsigned long page_release_returned(void)
{
	unsigned long nr_pages = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		nr_pages += READ_ONCE(zone->nr_returned);
	return nr_pages;
}

void page_release_stir(struct zone *zone)
{
	zone->stirred = true;
	schedule_delayed_work(&release_work, HZ);
}

/* A block that was not released yet, or NULL. Released ones go to the end, where requests look last. */
static struct page *touched_first_locked(struct zone *zone, unsigned int order, int type)
{
	struct list_head *list = &zone->free_area[order].free_list[type];
	unsigned long nr = zone->free_area[order].nr_free;

	while (nr-- && !list_empty(list)) {
		struct page *page = list_first_entry(list, struct page, lru);

		if (!(page->flags & (1UL << PG_released)))
			return page;
		list_move_tail(&page->lru, list);
	}
	return NULL;
}

static bool block_is_mine(const struct page *page, unsigned int order)
{
	return PageBuddy(page) && (page->flags & (1UL << PG_releasing)) && page->private == order;
}

/*
 * Called and left with zone->lock held, which it drops between parts. False: somebody took the
 * block meanwhile, or it merged; what was given back of it is touched again when it is used.
 */
static bool block_release(struct zone *zone, struct page *page, unsigned int order, int type,
			  unsigned long *flags)
{
	unsigned long pfn = page_to_pfn(page), end = pfn + (1UL << order);

	WRITE_ONCE(page->flags, page->flags | 1UL << PG_releasing);
	for (;;) {
		unsigned long nr = min(end - pfn, RELEASE_PAGES);

		arch_release_pages(pfn, nr);
		pfn += nr;
		if (pfn == end)
			break;
		spin_unlock_irqrestore(&zone->lock, *flags);
		spin_lock_irqsave(&zone->lock, *flags);
		if (!block_is_mine(page, order))
			return false;
	}
	WRITE_ONCE(page->flags, (page->flags & ~(1UL << PG_releasing)) | 1UL << PG_released);
	zone->nr_released += 1UL << order;
	zone->nr_returned += 1UL << order;
	list_move_tail(&page->lru, &zone->free_area[order].free_list[type]);
	return true;
}

/*
 * Blocks of one list, until @due frames are given back or all of them are. Returns how many are
 * still due.
 */
static long list_release(struct zone *zone, unsigned int order, int type, long due)
{
	unsigned long flags;
	struct page *page;

	spin_lock_irqsave(&zone->lock, flags);
	while (due > 0 && (page = touched_first_locked(zone, order, type))) {
		if (block_release(zone, page, order, type, &flags))
			due -= 1L << order;
		spin_unlock_irqrestore(&zone->lock, flags);
		cond_resched();
		spin_lock_irqsave(&zone->lock, flags);
	}
	spin_unlock_irqrestore(&zone->lock, flags);
	return due;
}

/* Large blocks first: they cost least a frame, and are likely to stay free. */
static void zone_release(struct zone *zone, long due)
{
	for (unsigned int order = MAX_ORDER; order-- > 0 && due > 0; )
		for (int type = 0; type < MIGRATE_TYPES && due > 0; type++)
			due = list_release(zone, order, type, due);
}

/* What is due of @touched frames: nobody wanted them since the last turn, or for longer. */
static unsigned long due_locked(struct zone *zone, unsigned long touched)
{
	unsigned long least = min(zone->touched_least, touched), reserve = page_release_reserve(zone), rest = least;

	for (int i = ARRAY_SIZE(zone->least_before) - 1; i >= 0; i--) {
		rest = min(rest, zone->least_before[i]);
		zone->least_before[i] = i ? zone->least_before[i - 1] : least;
	}
	zone->touched_least = touched;
	return max(rest, least > reserve ? least - reserve : 0);
}

static bool cpu_has_pages(int cpu, void *zone)
{
	return pcp_nr_cpu(zone, cpu) != 0;
}

static void drain_on_cpu(void *zone)
{
	drain_local_pages(zone);
}

/* Return: did a page come or go there since the last turn? If not the CPUs' lists go back to the zone. */
static bool lists_are_used(struct zone *zone)
{
	unsigned long nr_alloc, nr_free;
	bool used;

	pcp_traffic(zone, &nr_alloc, &nr_free);
	used = nr_alloc != zone->traffic_seen[0] || nr_free != zone->traffic_seen[1];
	zone->traffic_seen[0] = nr_alloc;
	zone->traffic_seen[1] = nr_free;
	if (!used)
		on_each_cpu_cond(cpu_has_pages, drain_on_cpu, zone, true);
	return used;
}

/* False: nothing has happened in the zone for so long that the next turn can wait until something does. */
static bool zone_turn(struct zone *zone)
{
	unsigned long due, flags;
	bool used = lists_are_used(zone), again;

	spin_lock_irqsave(&zone->lock, flags);
	zone->calm_turns = zone->stirred || used ? 0 : zone->calm_turns + 1;
	zone->stirred = false;
	again = zone->calm_turns < REST_TURNS;
	due = due_locked(zone, buddy_touched_pages(zone));
	spin_unlock_irqrestore(&zone->lock, flags);
	if (due)
		zone_release(zone, due);
	return again;
}

bool page_release_tick(void)
{
	struct zone *zone;
	bool again = false;

	for_each_populated_zone(zone)
		again |= zone_turn(zone);
	return again;
}

void page_release_kick(void)
{
	if (!page_debug_on)	/* the contents of free pages may be needed */
		schedule_delayed_work(&release_work, HZ);
}

static void release_turn(struct work_struct *work)
{
	if (page_release_tick())
		schedule_delayed_work(&release_work, HZ);
}

void __init page_release_init(void)
{
	page_release_kick();
}
