// SPDX-License-Identifier: MIT
/*
 * mm/page_buddy.c - free lists by order: split on allocation, merge on free
 *
 * Terms      block: 2^order frames; its buddy: the other half of the block of the next order.
 *            Pageblock: 2^pageblock_order frames that have one migrate type; a freed block
 *            goes to the list of its pageblock's type. Untouched run: free memory at [untouched_pfn,
 *            untouched_end) whose struct pages are still all zero; whole blocks of the highest order,
 *            taken one by one when the lists have nothing, so that boot need not walk memory.
 * Invariants B1 a free block is aligned to its size; B2 no two free buddies of one order, below the
 *            highest; B3 nr_free equals the lists' lengths; B4 NR_FREE_PAGES equals the frames on the
 *            lists and in the run; B5 a block's first page has PG_buddy, its order in private,
 *            count 0; B6 no block leaves its zone.
 *            Checked by buddy_check(); called in tests.
 * Locking    zone->lock covers everything here. Order: docs/locking.md. Never sleeps.
 * Linux      same results as 6.1, but no HighAtomic pageblocks are set aside.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/sprintf.h>
#include "mm/page_buddy.h"

#define TOP_ORDER	(MAX_ORDER - 1)

const char * const migratetype_names[MIGRATE_TYPES] = {
	"Unmovable", "Movable", "Reclaimable", "HighAtomic",
};

/* Whose blocks to take when a type has none, best first. */
static const unsigned char fallbacks[MIGRATE_PCPTYPES][MIGRATE_PCPTYPES - 1] = {
	[MIGRATE_UNMOVABLE]	= { MIGRATE_RECLAIMABLE, MIGRATE_MOVABLE },
	[MIGRATE_MOVABLE]	= { MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE },
	[MIGRATE_RECLAIMABLE]	= { MIGRATE_UNMOVABLE, MIGRATE_MOVABLE },
};

static void pageblock_set_type(struct zone *zone, unsigned long pfn, unsigned int order, int type)
{
	unsigned long end = pfn + (1UL << order);

	for (; pfn < end; pfn += pageblock_nr_pages)
		WRITE_ONCE(*pageblock_slot(zone, pfn), type ^ MIGRATE_MOVABLE);
}

/* NR_FREE_PAGES changes under zone->lock alone, so a plain sum will do. */
static void zone_free_pages_add_locked(struct zone *zone, long nr_pages)
{
	atomic_long_t *stat = &zone->vm_stat[NR_FREE_PAGES];

	atomic_long_set(stat, atomic_long_read(stat) + nr_pages);
}

static void block_link(struct zone *zone, struct page *page, unsigned int order, int type)
{
	struct free_area *area = &zone->free_area[order];

	WRITE_ONCE(page->flags, 1UL << PG_buddy);
	page->private = order;
	list_add(&page->lru, &area->free_list[type]);
	WRITE_ONCE(area->nr_free, area->nr_free + 1);	/* zone_has_block() reads it unlocked */
}

static void block_unlink(struct zone *zone, struct page *page, unsigned int order)
{
	list_del(&page->lru);
	WRITE_ONCE(page->flags, 0);
	page->private = 0;
	WRITE_ONCE(zone->free_area[order].nr_free, zone->free_area[order].nr_free - 1);
}

static bool block_is_free(struct zone *zone, unsigned long pfn, unsigned int order)
{
	const struct page *page = pfn_to_page(pfn);

	return zone_spans_pfn(zone, pfn) && zone_spans_pfn(zone, pfn + (1UL << order) - 1) &&
	       PageBuddy(page) && page->private == order;
}

void buddy_zone_init(struct zone *zone)
{
	unsigned int order, type;

	for_each_migratetype_order(order, type)
		INIT_LIST_HEAD(&zone->free_area[order].free_list[type]);
	spin_lock_init(&zone->lock);
}

void buddy_free_locked(struct zone *zone, struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);

	WRITE_ONCE(page->flags, 0);	/* it may end inside of a block, which says nothing */
	zone_free_pages_add_locked(zone, 1L << order);
	while (order < TOP_ORDER) {
		unsigned long buddy = pfn ^ (1UL << order);

		if (!block_is_free(zone, buddy, order))
			break;
		block_unlink(zone, pfn_to_page(buddy), order);
		pfn &= buddy;
		order++;
	}
	block_link(zone, pfn_to_page(pfn), order, buddy_pageblock_type(zone, pfn));
}

/* The block of order @have at @page serves one of @want: its other parts go to the lists. */
static void block_split(struct zone *zone, struct page *page, unsigned int have,
			unsigned int want, int type)
{
	while (have > want) {
		have--;
		block_link(zone, page + (1UL << have), have, type);
	}
}

static struct page *take_smallest(struct zone *zone, unsigned int order, int type)
{
	for (unsigned int have = order; have < MAX_ORDER; have++) {
		struct list_head *list = &zone->free_area[have].free_list[type];
		struct page *page;

		if (list_empty(list))
			continue;
		page = list_first_entry(list, struct page, lru);
		block_unlink(zone, page, have);
		block_split(zone, page, have, order, type);
		return page;
	}
	return NULL;
}

static struct page *take_untouched(struct zone *zone, unsigned int order, int type)
{
	unsigned long pfn = zone->untouched_pfn;

	if (pfn == zone->untouched_end)
		return NULL;
	WRITE_ONCE(zone->untouched_pfn, pfn + MAX_ORDER_NR_PAGES);
	pageblock_set_type(zone, pfn, TOP_ORDER, type);
	block_split(zone, pfn_to_page(pfn), TOP_ORDER, order, type);
	return pfn_to_page(pfn);
}

/* All free blocks of @pfn's pageblock become @type's, and so will what is freed in it. */
static void pageblock_claim(struct zone *zone, unsigned long pfn, int type)
{
	unsigned long start = ALIGN_DOWN(pfn, pageblock_nr_pages);
	unsigned long end = min(start + pageblock_nr_pages, zone_end_pfn(zone));

	pfn = max(start, zone->zone_start_pfn);
	pageblock_set_type(zone, pfn, 0, type);
	while (pfn < end) {
		struct page *page = pfn_to_page(pfn);

		if (!PageBuddy(page)) {
			pfn++;
			continue;
		}
		list_move(&page->lru, &zone->free_area[page->private].free_list[type]);
		pfn += 1UL << page->private;
	}
}

/*
 * Another type's largest block: a large one is claimed with its pageblock, so that the next
 * requests of our type come from there too and don't spread over the zone.
 */
static struct page *take_fallback(struct zone *zone, unsigned int order, int type)
{
	for (int have = TOP_ORDER; have >= (int)order; have--) {
		for (int i = 0; i < MIGRATE_PCPTYPES - 1; i++) {
			struct list_head *list =
				&zone->free_area[have].free_list[fallbacks[type][i]];
			struct page *page = list_first_entry_or_null(list, struct page, lru);
			int rest = fallbacks[type][i];

			if (!page)
				continue;
			block_unlink(zone, page, have);
			if (have >= pageblock_order) {
				pageblock_set_type(zone, page_to_pfn(page), have, type);
				rest = type;
			} else if (have >= pageblock_order / 2) {
				pageblock_claim(zone, page_to_pfn(page), type);
				rest = type;
			}
			block_split(zone, page, have, order, rest);
			return page;
		}
	}
	return NULL;
}

struct page *buddy_alloc_locked(struct zone *zone, unsigned int order, int type)
{
	struct page *page = take_smallest(zone, order, type);

	if (unlikely(!page))
		page = take_untouched(zone, order, type);
	if (unlikely(!page))
		page = take_fallback(zone, order, type);
	if (likely(page))
		zone_free_pages_add_locked(zone, -(1L << order));
	return page;
}

/* Blocks of rising, then falling order, each as large as its alignment and the range allow. */
static void add_blocks(struct zone *zone, unsigned long pfn, unsigned long end)
{
	while (pfn < end) {
		unsigned int order = pfn ? min_t(unsigned int, __ffs(pfn), TOP_ORDER) : TOP_ORDER;

		while (pfn + (1UL << order) > end)
			order--;
		buddy_free_locked(zone, pfn_to_page(pfn), order);
		pfn += 1UL << order;
	}
}

void buddy_add_range(struct zone *zone, unsigned long start, unsigned long end)
{
	unsigned long run = ALIGN(start, MAX_ORDER_NR_PAGES);
	unsigned long run_end = ALIGN_DOWN(end, MAX_ORDER_NR_PAGES);
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	atomic_long_add(end - start, &zone->managed_pages);
	if (run < run_end && zone->untouched_pfn == zone->untouched_end) {
		zone->untouched_pfn = run;
		zone->untouched_end = run_end;
		zone_free_pages_add_locked(zone, run_end - run);
		add_blocks(zone, start, run);
		add_blocks(zone, run_end, end);
	} else {
		add_blocks(zone, start, end);
	}
	spin_unlock_irqrestore(&zone->lock, flags);
}

static unsigned long list_length(const struct list_head *list)
{
	const struct list_head *pos;
	unsigned long nr = 0;

	list_for_each(pos, list)
		nr++;
	return nr;
}

unsigned long buddy_nr_blocks(struct zone *zone, unsigned int order, int type)
{
	struct free_area *area = &zone->free_area[order];
	unsigned long flags, nr;

	spin_lock_irqsave(&zone->lock, flags);
	nr = type < 0 ? area->nr_free : list_length(&area->free_list[type]);
	if (order == TOP_ORDER && (type < 0 || type == MIGRATE_MOVABLE))
		nr += buddy_untouched_blocks(zone);
	spin_unlock_irqrestore(&zone->lock, flags);
	return nr;
}

unsigned long buddy_nr_pageblocks(struct zone *zone, int type)
{
	unsigned long pfn = zone->zone_start_pfn, nr = 0;

	for (; pfn < zone_end_pfn(zone); pfn = ALIGN_DOWN(pfn, pageblock_nr_pages) + pageblock_nr_pages)
		nr += buddy_pageblock_type(zone, pfn) == type;
	return nr;
}

/* ---- invariants ---- */

static const char *block_fault(struct zone *zone, const struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);

	if (!zone_spans_pfn(zone, pfn) || !zone_spans_pfn(zone, pfn + (1UL << order) - 1))
		return "B6: a block leaves the zone";
	if (pfn & ((1UL << order) - 1))
		return "B1: a block is not aligned";
	if (!PageBuddy(page) || page->private != order || page_ref_count(page))
		return "B5: a block's first page does not say so";
	if (order < TOP_ORDER && block_is_free(zone, pfn ^ (1UL << order), order))
		return "B2: two free buddies";
	return NULL;
}

static const char *zone_fault_locked(struct zone *zone, unsigned long *pfn, unsigned int *at)
{
	unsigned long nr_pages = zone->untouched_end - zone->untouched_pfn;

	for (unsigned int order = 0; order < MAX_ORDER; order++) {
		unsigned long nr_blocks = 0;

		*at = order;
		for (int type = 0; type < MIGRATE_TYPES; type++) {
			struct page *page;

			list_for_each_entry(page, &zone->free_area[order].free_list[type], lru) {
				const char *fault = block_fault(zone, page, order);

				*pfn = page_to_pfn(page);
				if (fault)
					return fault;
				nr_blocks++;
			}
		}
		if (nr_blocks != zone->free_area[order].nr_free)
			return "B3: nr_free differs from the lists";
		nr_pages += nr_blocks << order;
	}
	if (nr_pages != zone_page_state(zone, NR_FREE_PAGES))
		return "B4: the count of free frames differs from the lists";
	return NULL;
}

bool buddy_check(struct zone *zone, char *why, size_t why_size)
{
	unsigned long flags, pfn = 0;
	unsigned int order = 0;
	const char *fault;

	spin_lock_irqsave(&zone->lock, flags);
	fault = zone_fault_locked(zone, &pfn, &order);
	spin_unlock_irqrestore(&zone->lock, flags);
	if (fault)
		snprintf(why, why_size, "zone %s: %s (order %u, pfn %#lx)", zone->name, fault,
			 order, pfn);
	return !fault;
}
