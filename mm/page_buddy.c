// SPDX-License-Identifier: MIT
/*
 * mm/page_buddy.c - free lists by order: split on allocation, merge on free
 *
 * Terms      block: 2^order frames; its buddy: the other half of the block of the next order.
 *            Untouched run: free memory whose struct pages are still all zero; whole blocks of the
 *            highest order, movable. One block is put on its list when that is empty and a
 *            request needs it, so that boot need not walk memory. Holes cut a zone into several runs.
 * Invariants B1 a free block is aligned to its size; B2 no two free buddies of one order that may
 *            merge, below the highest; B3 nr_free equals the lists' lengths; B4 NR_FREE_PAGES equals
 *            the frames on the lists and in the runs; B5 a block's first page has PG_buddy, its order
 *            in private, count 0; B6 no block leaves its zone; B7 nr_released equals the frames of
 *            blocks with PG_released (mm/page_release.c).
 *            Checked by buddy_check(); called in tests.
 * Locking    zone->lock covers everything here. Order: docs/locking.md. Never sleeps.
 * Linux      same results as 6.1.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/sprintf.h>
#include "mm/page_buddy.h"
#include "mm/page_misuse.h"
#include "mm/page_migratetype.h"
#include "mm/page_release.h"
#include "mm/page_reporting.h"
#include "mm/page_watermark.h"

/* NR_FREE_PAGES changes under zone->lock alone, so a plain sum will do. */
static void zone_free_pages_add_locked(struct zone *zone, long nr_pages)
{
	atomic_long_t *stat = &zone->vm_stat[NR_FREE_PAGES];

	atomic_long_set(stat, atomic_long_read(stat) + nr_pages);
	zone_above_low_update_locked(zone);
}

/* @flags: 0 or PG_released, when the host has nothing behind the block's frames. */
static void block_mark(struct zone *zone, struct page *page, unsigned int order, unsigned long flags)
{
	struct free_area *area = &zone->free_area[order];

	WRITE_ONCE(page->flags, 1UL << PG_buddy | flags);
	page->private = order;
	WRITE_ONCE(area->nr_free, area->nr_free + 1);	/* the watermarks' code reads it unlocked */
	if (flags)
		zone->nr_released += 1UL << order;
}

static void block_link(struct zone *zone, struct page *page, unsigned int order, int type,
		       unsigned long flags)
{
	block_mark(zone, page, order, flags);
	list_add(&page->lru, &zone->free_area[order].free_list[type]);
}

static void block_link_tail(struct zone *zone, struct page *page, unsigned int order, int type)
{
	block_mark(zone, page, order, 0);
	list_add_tail(&page->lru, &zone->free_area[order].free_list[type]);
}

/* Return: its PG_released, for the parts of it that stay free. */
static unsigned long block_unlink(struct zone *zone, struct page *page, unsigned int order)
{
	unsigned long flags = page->flags & (1UL << PG_released);

	list_del(&page->lru);
	WRITE_ONCE(page->flags, 0);
	page->private = 0;
	WRITE_ONCE(zone->free_area[order].nr_free, zone->free_area[order].nr_free - 1);
	if (flags)
		zone->nr_released -= 1UL << order;
	return flags;
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
	zone->stirred = true;	/* nobody is told before the first turn */
}

/* Two free pageblocks of which one is set aside stay apart, or its reserve would leak away. */
static bool may_merge(struct zone *zone, unsigned long pfn, unsigned long buddy, unsigned int order)
{
	int type, other;

	if (order < pageblock_order)
		return true;
	type = buddy_pageblock_type(zone, pfn);
	other = buddy_pageblock_type(zone, buddy);
	return type == other || (migratetype_is_mergeable(type) && migratetype_is_mergeable(other));
}

/*
 * Is the next larger block free but for the buddy that is in use? Then this one goes to the end of
 * the list: it is likely to merge if it is left alone for a while.
 */
static bool merge_is_likely(struct zone *zone, unsigned long pfn, unsigned int order)
{
	unsigned long parent = ALIGN_DOWN(pfn, 2UL << order);

	return order < TOP_ORDER - 1 && block_is_free(zone, parent ^ (2UL << order), order + 1);
}

/* Return: of which order it is now. */
static unsigned int block_put(struct zone *zone, struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);
	int type;

	WRITE_ONCE(page->flags, 0);	/* it may end inside of a block, which says nothing */
	zone_free_pages_add_locked(zone, 1L << order);
	while (order < TOP_ORDER) {
		unsigned long buddy = pfn ^ (1UL << order);

		if (!block_is_free(zone, buddy, order) || !may_merge(zone, pfn, buddy, order))
			break;
		block_unlink(zone, pfn_to_page(buddy), order);
		pfn &= buddy;
		order++;
	}
	type = buddy_pageblock_type(zone, pfn);
	if (merge_is_likely(zone, pfn, order))
		block_link_tail(zone, pfn_to_page(pfn), order, type);
	else
		block_link(zone, pfn_to_page(pfn), order, type, 0);
	if (unlikely(!zone->stirred))
		page_release_stir(zone);
	return order;
}

void buddy_free_locked(struct zone *zone, struct page *page, unsigned int order)
{
	page_reporting_notify_free(block_put(zone, page, order));
}

/* ---- off the lists for a while ---- */

/* That the host has nothing behind it stays true: the flag waits in the struct page. */
void buddy_isolate_locked(struct zone *zone, struct page *page, unsigned int order)
{
	unsigned long flags = block_unlink(zone, page, order);

	zone_free_pages_add_locked(zone, -(1L << order));
	WRITE_ONCE(page->flags, flags);
}

bool buddy_putback_locked(struct zone *zone, struct page *page, unsigned int order)
{
	unsigned long flags = page->flags & (1UL << PG_released);

	if (block_put(zone, page, order) != order)
		return false;
	WRITE_ONCE(page->flags, page->flags | flags);
	if (flags)
		zone->nr_released += 1UL << order;
	list_move_tail(&page->lru, &zone->free_area[order].free_list[buddy_pageblock_type(zone, page_to_pfn(page))]);
	return true;
}

/* The block of order @have at @page serves one of @want: its other parts go to the lists. */
static void block_split(struct zone *zone, struct page *page, unsigned int have,
			unsigned int want, int type, unsigned long flags)
{
	while (have > want) {
		have--;
		block_link(zone, page + (1UL << have), have, type, flags);
	}
}

/* ---- untouched runs ---- */

unsigned long buddy_untouched_end(const struct zone *zone, unsigned long pfn)
{
	for (unsigned int i = 0; i < NR_UNTOUCHED_RUNS; i++)
		if (zone->untouched[i].pfn == pfn && zone->untouched[i].end > pfn)
			return zone->untouched[i].end;
	return pfn;
}

/* The first block of the lowest run goes to its list. */
static void untouched_expose(struct zone *zone)
{
	struct untouched_run *run = zone->untouched;

	if (!zone->nr_untouched)
		return;
	while (run->pfn == run->end)
		run++;
	block_link(zone, pfn_to_page(run->pfn), TOP_ORDER, MIGRATE_MOVABLE, 1UL << PG_released);
	run->pfn += MAX_ORDER_NR_PAGES;
	WRITE_ONCE(zone->nr_untouched, zone->nr_untouched - MAX_ORDER_NR_PAGES);
}

struct page *buddy_first_locked(struct zone *zone, unsigned int order, int type)
{
	struct list_head *list = &zone->free_area[order].free_list[type];

	if (order == TOP_ORDER && type == MIGRATE_MOVABLE && list_empty(list))
		untouched_expose(zone);
	return list_first_entry_or_null(list, struct page, lru);
}

/* A block of another zone is taken off the list, and nothing else: whose it is nobody knows. */
static noinline void block_refuse(struct zone *zone, struct page *page, unsigned int order)
{
	list_del_init(&page->lru);
	WRITE_ONCE(zone->free_area[order].nr_free, zone->free_area[order].nr_free - 1);
	page_misuse_report(PAGE_MISUSE_ZONE, page, order);
}

/* The first block of the list that may be used. */
static struct page *first_of_zone(struct zone *zone, unsigned int order, int type)
{
	struct page *page;

	while ((page = buddy_first_locked(zone, order, type)) &&
	       unlikely(!zone_spans_pfn(zone, page_to_pfn(page))))
		block_refuse(zone, page, order);
	return page;
}

static struct page *take_smallest(struct zone *zone, unsigned int order, int type)
{
	for (unsigned int have = order; have < MAX_ORDER; have++) {
		struct page *page = first_of_zone(zone, have, type);

		if (!page)
			continue;
		block_split(zone, page, have, order, type, block_unlink(zone, page, have));
		return page;
	}
	return NULL;
}

struct page *buddy_alloc_locked(struct zone *zone, unsigned int order, int type,
				unsigned int alloc_flags)
{
	struct page *page = NULL;

	if (order && (alloc_flags & ALLOC_HARDER))
		page = take_smallest(zone, order, MIGRATE_HIGHATOMIC);
	if (!page)
		page = take_smallest(zone, order, type);
	while (unlikely(!page) && migratetype_steal_locked(zone, order, type, alloc_flags))
		page = take_smallest(zone, order, type);
	if (likely(page)) {
		zone_free_pages_add_locked(zone, -(1L << order));
		zone->touched_least = min(zone->touched_least, buddy_touched_pages(zone));
		if (unlikely(!zone->stirred))
			page_release_stir(zone);
	}
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

/* The shortest run of @zone; one that is empty, as long as there is one. */
static struct untouched_run *untouched_shortest(struct zone *zone)
{
	struct untouched_run *shortest = zone->untouched;

	for (struct untouched_run *run = shortest + 1; run < zone->untouched + NR_UNTOUCHED_RUNS; run++)
		if (run->end - run->pfn < shortest->end - shortest->pfn)
			shortest = run;
	return shortest;
}

/* With more runs than there is room for the shortest one's blocks go to the lists. */
static void untouched_add(struct zone *zone, struct untouched_run run)
{
	struct untouched_run *shortest = untouched_shortest(zone);
	unsigned long nr_before = shortest->end - shortest->pfn, nr_pages = run.end - run.pfn;

	if (nr_pages > nr_before) {
		swap(*shortest, run);
		zone_free_pages_add_locked(zone, nr_pages - nr_before);
		WRITE_ONCE(zone->nr_untouched, zone->nr_untouched + nr_pages - nr_before);
	}
	add_blocks(zone, run.pfn, run.end);
}

void buddy_add_range(struct zone *zone, unsigned long start, unsigned long end)
{
	struct untouched_run run = {
		.pfn = ALIGN(start, MAX_ORDER_NR_PAGES), .end = ALIGN_DOWN(end, MAX_ORDER_NR_PAGES),
	};
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	atomic_long_add(end - start, &zone->managed_pages);
	if (run.pfn < run.end) {
		untouched_add(zone, run);
		add_blocks(zone, start, run.pfn);
		add_blocks(zone, run.end, end);
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
	if (order < TOP_ORDER && block_is_free(zone, pfn ^ (1UL << order), order) &&
	    may_merge(zone, pfn, pfn ^ (1UL << order), order))
		return "B2: two free buddies";
	return NULL;
}

static const char *zone_fault_locked(struct zone *zone, unsigned long *pfn, unsigned int *at)
{
	unsigned long nr_pages = zone->nr_untouched;

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
