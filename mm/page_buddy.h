/* SPDX-License-Identifier: MIT */
/*
 * mm/page_buddy.h - free lists of a zone
 *
 * _locked: the caller holds zone->lock, interrupts off.
 */
#ifndef MM_PAGE_BUDDY_H
#define MM_PAGE_BUDDY_H

#include <linux/mmzone.h>
#include "mm/page_migratetype.h"

/* Of the largest blocks. */
#define TOP_ORDER	(MAX_ORDER - 1)

/** buddy_zone_init - empty lists */
void buddy_zone_init(struct zone *zone);
/** buddy_add_range - give frames [start, end) of @zone to it, as large blocks as possible. Boot. */
void buddy_add_range(struct zone *zone, unsigned long start_pfn, unsigned long end_pfn);
/**
 * buddy_alloc_locked - a block off the lists; its struct page says nothing but count 0
 * @migratetype:	one of the first MIGRATE_PCPTYPES
 * @alloc_flags:	ALLOC_HARDER: the high-atomic reserve will do; ALLOC_NOFRAGMENT: from another
 *			type only whole pageblocks
 *
 * Return: NULL if the zone has none that the request may have.
 */
struct page *buddy_alloc_locked(struct zone *zone, unsigned int order, int migratetype,
				unsigned int alloc_flags);
/** buddy_first_locked - the block that the next request of exactly this order and type gets, or NULL */
struct page *buddy_first_locked(struct zone *zone, unsigned int order, int migratetype);
/** buddy_free_locked - put a block on the lists, merged as far as it goes */
void buddy_free_locked(struct zone *zone, struct page *page, unsigned int order);
/** buddy_isolate_locked - take the free block @page off its list; nobody gets it, or merges with it, meanwhile */
void buddy_isolate_locked(struct zone *zone, struct page *page, unsigned int order);
/** buddy_putback_locked - the opposite; true: it is as before, and the last of its list; false: it has merged */
bool buddy_putback_locked(struct zone *zone, struct page *page, unsigned int order);
/** buddy_nr_blocks - free blocks of exactly @order; @migratetype < 0: of all types. Takes the lock. */
unsigned long buddy_nr_blocks(struct zone *zone, unsigned int order, int migratetype);

/**
 * buddy_check - walk the lists of @zone and check the invariants
 * @why:	receives a line on the first that does not hold
 *
 * Context: any; holds zone->lock for long.
 * Return: true when all hold.
 */
bool buddy_check(struct zone *zone, char *why, size_t why_size);

/** buddy_untouched_end - where the untouched run that begins at @pfn ends; @pfn if none begins there */
unsigned long buddy_untouched_end(const struct zone *zone, unsigned long pfn);

/* The untouched runs count as movable blocks of the highest order. */
static inline unsigned long buddy_untouched_blocks(const struct zone *zone)
{
	return zone->nr_untouched >> TOP_ORDER;
}

/* Free frames that the host may have memory behind. Locked, or out of date at once. */
static inline unsigned long buddy_touched_pages(const struct zone *zone)
{
	return atomic_long_read(&zone->vm_stat[NR_FREE_PAGES]) - zone->nr_released -
	       zone->nr_untouched;
}

#endif /* MM_PAGE_BUDDY_H */
