/* SPDX-License-Identifier: MIT */
/*
 * mm/page_buddy.h - free lists of a zone
 *
 * _locked: the caller holds zone->lock, interrupts off.
 */
#ifndef MM_PAGE_BUDDY_H
#define MM_PAGE_BUDDY_H

#include <linux/mmzone.h>

/** buddy_zone_init - empty lists */
void buddy_zone_init(struct zone *zone);
/** buddy_add_range - give frames [start, end) of @zone to it, as large blocks as possible. Boot. */
void buddy_add_range(struct zone *zone, unsigned long start_pfn, unsigned long end_pfn);
/** buddy_alloc_locked - a block off the lists, or NULL; its struct page says nothing but count 0 */
struct page *buddy_alloc_locked(struct zone *zone, unsigned int order, int migratetype);
/** buddy_free_locked - put a block on the lists, merged as far as it goes */
void buddy_free_locked(struct zone *zone, struct page *page, unsigned int order);
/** buddy_nr_blocks - free blocks of exactly @order; @migratetype < 0: of all types. Takes the lock. */
unsigned long buddy_nr_blocks(struct zone *zone, unsigned int order, int migratetype);
/** buddy_nr_pageblocks - pageblocks of type @migratetype */
unsigned long buddy_nr_pageblocks(struct zone *zone, int migratetype);

/**
 * buddy_check - walk the lists of @zone and check the invariants
 * @why:	receives a line on the first that does not hold
 *
 * Context: any; holds zone->lock for long.
 * Return: true when all hold.
 */
bool buddy_check(struct zone *zone, char *why, size_t why_size);

/* Stored so that zero, what fresh memory reads as, means movable. */
static __always_inline unsigned char *pageblock_slot(const struct zone *zone, unsigned long pfn)
{
	return &zone->pageblock_flags[(pfn >> pageblock_order) -
				      (zone->zone_start_pfn >> pageblock_order)];
}

/* The migrate type of the pageblock that holds @pfn. */
static __always_inline int buddy_pageblock_type(const struct zone *zone, unsigned long pfn)
{
	return READ_ONCE(*pageblock_slot(zone, pfn)) ^ MIGRATE_MOVABLE;
}

/* The untouched run counts as movable blocks of the highest order. */
static inline unsigned long buddy_untouched_blocks(const struct zone *zone)
{
	return (zone->untouched_end - zone->untouched_pfn) >> (MAX_ORDER - 1);
}

#endif /* MM_PAGE_BUDDY_H */
