// SPDX-License-Identifier: MIT
/*
 * mm/page_migratetype.c - keeping memory that can be moved or reclaimed apart from memory that can't
 *
 * Terms      Pageblock: 2^pageblock_order frames that have one migrate type; a block freed in it goes to
 *            that type's lists. Stealing: a type without memory takes a block of another one, as
 *            large as there is, and where it pays the pageblock with it, so that its next
 *            requests end there too and don't spread over the zone.
 *
 *            unmovable request, its lists are empty:
 *            [M M . . . . . .] movable pageblock with a large free block  ->  [M M U . . . . .] unmovable
 *
 * Each steal of a part of a pageblock raises the zone's marks (zone_boost_locked()), so that kswapd
 * makes room.
 *
 * Locking    zone->lock covers the types and the lists; a type is also read without it, for
 *            it may be out of date at once anyhow.
 * Linux      the rules of 6.1.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include "mm/page_buddy.h"
#include "mm/page_migratetype.h"
#include "mm/page_watermark.h"

const char * const migratetype_names[MIGRATE_TYPES] = {
	"Unmovable", "Movable", "Reclaimable", "HighAtomic",
};

/* Whose blocks to take when a type has none, best first. */
static const unsigned char fallbacks[MIGRATE_PCPTYPES][MIGRATE_PCPTYPES - 1] = {
	[MIGRATE_UNMOVABLE]	= { MIGRATE_RECLAIMABLE, MIGRATE_MOVABLE },
	[MIGRATE_MOVABLE]	= { MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE },
	[MIGRATE_RECLAIMABLE]	= { MIGRATE_UNMOVABLE, MIGRATE_MOVABLE },
};

void pageblock_set_type(struct zone *zone, unsigned long pfn, int type)
{
	WRITE_ONCE(*pageblock_slot(zone, pfn), type ^ MIGRATE_MOVABLE);
}

static void block_move_locked(struct zone *zone, struct page *page, unsigned int order, int type)
{
	list_move_tail(&page->lru, &zone->free_area[order].free_list[type]);
}

unsigned long pageblock_move_free_locked(struct zone *zone, unsigned long pfn, int type,
					 unsigned long *nr_movable)
{
	unsigned long start = ALIGN_DOWN(pfn, pageblock_nr_pages);
	unsigned long end = min(start + pageblock_nr_pages, zone_end_pfn(zone));
	unsigned long nr_moved = 0;

	if (nr_movable)
		*nr_movable = 0;
	pfn = max(start, zone->zone_start_pfn);
	while (pfn < end) {
		struct page *page = pfn_to_page(pfn);

		if (!PageBuddy(page)) {
			if (nr_movable && PageLRU(page))
				++*nr_movable;
			if (READ_ONCE(page->pcp_class))	/* when it is freed, look its type up again */
				WRITE_ONCE(page->pcp_class, 0);
			pfn++;
			continue;
		}
		block_move_locked(zone, page, page->private, type);
		nr_moved += 1UL << page->private;
		pfn += 1UL << page->private;
	}
	return nr_moved;
}

/* ---- stealing ---- */

/* May a request of @type that takes a block of this order try for the whole pageblock? */
static bool steal_is_worth_pageblock(unsigned int order, int type)
{
	return order >= pageblock_order / 2 || type == MIGRATE_RECLAIMABLE ||
	       type == MIGRATE_UNMOVABLE;
}

/* In-use frames of the pageblock that would suit @type: known for movable ones only. */
static unsigned long nr_alike(int type, int old_type, unsigned long nr_free, unsigned long nr_movable)
{
	if (type == MIGRATE_MOVABLE)
		return nr_movable;
	if (old_type == MIGRATE_MOVABLE)
		return pageblock_nr_pages - (nr_free + nr_movable);
	return 0;
}

static void steal_block_locked(struct zone *zone, struct page *page, unsigned int order, int type,
			       unsigned int alloc_flags, bool try_pageblock)
{
	unsigned long pfn = page_to_pfn(page), nr_free, nr_movable;
	int old_type = buddy_pageblock_type(zone, pfn);

	if (order >= pageblock_order) {
		for (unsigned long at = pfn; at < pfn + (1UL << order); at += pageblock_nr_pages)
			pageblock_set_type(zone, at, type);
		block_move_locked(zone, page, order, type);
		return;
	}
	if (migratetype_is_mergeable(old_type))
		zone_boost_locked(zone, alloc_flags);
	if (!try_pageblock || !migratetype_is_mergeable(old_type)) {
		block_move_locked(zone, page, order, type);
		return;
	}
	nr_free = pageblock_move_free_locked(zone, pfn, type, &nr_movable);
	if (nr_free + nr_alike(type, old_type, nr_free, nr_movable) >= pageblock_nr_pages / 2)
		pageblock_set_type(zone, pfn, type);
}

static struct page *fallback_first_locked(struct zone *zone, unsigned int order, int type)
{
	for (int i = 0; i < MIGRATE_PCPTYPES - 1; i++) {
		struct page *page = buddy_first_locked(zone, order, fallbacks[type][i]);

		if (page)
			return page;
	}
	return NULL;
}

/* Movable memory can be moved out of the way: so it takes the smallest block that will do. */
static struct page *fallback_smallest_locked(struct zone *zone, unsigned int *order, int type)
{
	for (;; ++*order) {
		struct page *page = fallback_first_locked(zone, *order, type);

		if (page)
			return page;
	}
}

bool migratetype_steal_locked(struct zone *zone, unsigned int order, int type,
			      unsigned int alloc_flags)
{
	unsigned int least = alloc_flags & ALLOC_NOFRAGMENT ? max_t(unsigned int, order, pageblock_order) :
							      order;

	for (unsigned int have = MAX_ORDER; have-- > least; ) {
		struct page *page = fallback_first_locked(zone, have, type);
		bool try_pageblock = steal_is_worth_pageblock(have, type);

		if (!page)
			continue;
		if (!try_pageblock && have > order) {
			have = order;
			page = fallback_smallest_locked(zone, &have, type);
		}
		steal_block_locked(zone, page, have, type, alloc_flags, try_pageblock);
		return true;
	}
	return false;
}

unsigned long buddy_nr_pageblocks(struct zone *zone, int type)
{
	unsigned long pfn = zone->zone_start_pfn, nr = 0;

	for (; pfn < zone_end_pfn(zone); pfn = ALIGN_DOWN(pfn, pageblock_nr_pages) + pageblock_nr_pages)
		nr += buddy_pageblock_type(zone, pfn) == type;
	return nr;
}
