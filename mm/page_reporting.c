// SPDX-License-Identifier: MIT
/*
 * mm/page_reporting.c - free memory goes back to the host, so that what it gives us follows use
 *
 * To give a block back and to touch it again later costs a hundred times as much as to touch memory
 * that is there. So a zone keeps a reserve of free memory that was touched, in proportion to what
 * is in use, and of the rest only what nobody wanted from one turn of the reporter to the next is
 * given back: what a program frees and takes again in between stays.
 *
 * Terms      Touched: free frames that the host may have memory behind. Reported: free blocks that
 *            it has not (PG_reported, kept by the parts of a block that is split, lost when it merges with
 *            one that is touched). Due: the fewest touched frames since the last turn, less the
 *            reserve. Turn: once a second, as long as some zone has more than its reserve.
 * Locking    zone->lock is held while a part of a block is given back, RELEASE_PAGES at most, and
 *            dropped in between; the block stays on its list. PG_reporting, which disappears when the
 *            block is taken or merges, tells whether to go on.
 * Linux      page reporting of 6.1 takes the blocks off the lists meanwhile, so that a request may fail
 *            for it; here free frames stay free. It reports blocks of a pageblock and larger after two seconds.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/workqueue.h>
#include <linux/init.h>
#include <asm-generic/arch.h>
#include "init/calls.h"
#include "mm/page_debug.h"
#include "mm/page_buddy.h"
#include "mm/page_reporting.h"

/* Given back under one taking of the lock: some ten microseconds of the host's time. */
#define RELEASE_PAGES	(1UL << 6)
/*
 * The reserve: a part of what is in use, far less than the tenth that nobody should notice; and a
 * little.
 */
#define RESERVE_SHIFT	4
#define RESERVE_LEAST	((1UL << 20) >> PAGE_SHIFT)

static void reporting_turn(struct work_struct *work);
static DECLARE_DELAYED_WORK(reporting_work, reporting_turn);

unsigned long page_reporting_reserve(struct zone *zone)
{
	unsigned long used = zone_managed_pages(zone) - zone_page_state(zone, NR_FREE_PAGES);

	return max(used >> RESERVE_SHIFT, RESERVE_LEAST);
}

void page_reporting_wake(struct zone *zone)
{
	zone->report_above = ULONG_MAX;
	schedule_delayed_work(&reporting_work, HZ);
}

/* A block that was not reported yet, or NULL. Reported ones go to the end, where requests look last. */
static struct page *touched_first_locked(struct zone *zone, unsigned int order, int type)
{
	struct list_head *list = &zone->free_area[order].free_list[type];
	unsigned long nr = zone->free_area[order].nr_free;

	while (nr-- && !list_empty(list)) {
		struct page *page = list_first_entry(list, struct page, lru);

		if (!(page->flags & (1UL << PG_reported)))
			return page;
		list_move_tail(&page->lru, list);
	}
	return NULL;
}

static bool block_is_mine(const struct page *page, unsigned int order)
{
	return PageBuddy(page) && (page->flags & (1UL << PG_reporting)) && page->private == order;
}

/*
 * Called and left with zone->lock held, which it drops between parts. False: somebody took the
 * block meanwhile, or it merged; what was given back of it is touched again when it is used.
 */
static bool block_release(struct zone *zone, struct page *page, unsigned int order, int type,
			  unsigned long *flags)
{
	unsigned long pfn = page_to_pfn(page), end = pfn + (1UL << order);

	WRITE_ONCE(page->flags, page->flags | 1UL << PG_reporting);
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
	WRITE_ONCE(page->flags, 1UL << PG_buddy | 1UL << PG_reported);
	zone->nr_reported += 1UL << order;
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

/* True: the zone has more than its reserve, so look again. */
static bool zone_report(struct zone *zone)
{
	unsigned long reserve = page_reporting_reserve(zone), touched, least, flags;

	spin_lock_irqsave(&zone->lock, flags);
	touched = buddy_touched_pages(zone);
	least = min(zone->touched_least, touched);
	zone->touched_least = touched;
	zone->report_above = touched > reserve ? ULONG_MAX : reserve;
	spin_unlock_irqrestore(&zone->lock, flags);
	if (least > reserve)
		zone_release(zone, least - reserve);
	return touched > reserve;
}

bool page_reporting_tick(void)
{
	struct zone *zone;
	bool again = false;

	for_each_populated_zone(zone)
		again |= zone_report(zone);
	return again;
}

static void reporting_turn(struct work_struct *work)
{
	if (page_reporting_tick())
		schedule_delayed_work(&reporting_work, HZ);
}

void __init page_reporting_init(void)
{
	if (!page_debug_on)	/* the contents of free pages may be needed */
		reporting_turn(NULL);
}
