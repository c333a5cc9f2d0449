// SPDX-License-Identifier: MIT
/*
 * mm/page_highatomic.c - pageblocks set aside for high-order requests that can't wait
 *
 * A request of order 1 or more that may dip into the reserves (ALLOC_HARDER) and succeeds is likely
 * to come again, and then a zone of fragments would not serve it. So its pageblock is set aside:
 * only such requests take from it. Under pressure, before a request fails, pageblocks are given
 * back.
 *
 * Invariants H1 nr_reserved_highatomic is pageblock_nr_pages for each pageblock set aside, at most
 *            a hundredth of the zone and one pageblock more.
 * Locking    zone->lock covers the count and the types.
 * Linux      the rules of 6.1.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include "mm/page_buddy.h"
#include "mm/page_migratetype.h"
#include "mm/page_watermark.h"

static bool reserve_is_full(struct zone *zone)
{
	unsigned long most = zone_managed_pages(zone) / 100 + pageblock_nr_pages;

	return READ_ONCE(zone->nr_reserved_highatomic) >= most;
}

void highatomic_reserve(struct zone *zone, struct page *page)
{
	unsigned long pfn = page_to_pfn(page), flags;

	if (reserve_is_full(zone))
		return;
	spin_lock_irqsave(&zone->lock, flags);
	if (!reserve_is_full(zone) && migratetype_is_mergeable(buddy_pageblock_type(zone, pfn))) {
		WRITE_ONCE(zone->nr_reserved_highatomic,
			   zone->nr_reserved_highatomic + pageblock_nr_pages);
		zone_above_low_update_locked(zone);
		pageblock_set_type(zone, pfn, MIGRATE_HIGHATOMIC);
		pageblock_move_free_locked(zone, pfn, MIGRATE_HIGHATOMIC, NULL);
	}
	spin_unlock_irqrestore(&zone->lock, flags);
}

/* A free block of the reserve shows a pageblock; one that was merged or stolen is no longer of it. */
static bool unreserve_one_locked(struct zone *zone, unsigned int order, int migratetype)
{
	struct page *page = buddy_first_locked(zone, order, MIGRATE_HIGHATOMIC);
	unsigned long pfn;

	if (!page)
		return false;
	pfn = page_to_pfn(page);
	if (buddy_pageblock_type(zone, pfn) == MIGRATE_HIGHATOMIC)
		WRITE_ONCE(zone->nr_reserved_highatomic, zone->nr_reserved_highatomic -
			   min(pageblock_nr_pages, zone->nr_reserved_highatomic));
	zone_above_low_update_locked(zone);
	pageblock_set_type(zone, pfn, migratetype);
	return pageblock_move_free_locked(zone, pfn, migratetype, NULL) != 0;
}

bool highatomic_unreserve(struct zone *zone, int migratetype, bool force)
{
	unsigned long flags;
	bool found = false;

	if (!force && READ_ONCE(zone->nr_reserved_highatomic) <= pageblock_nr_pages)
		return false;
	spin_lock_irqsave(&zone->lock, flags);
	for (unsigned int order = 0; order < MAX_ORDER && !found; order++)
		found = unreserve_one_locked(zone, order, migratetype);
	spin_unlock_irqrestore(&zone->lock, flags);
	return found;
}
