/* SPDX-License-Identifier: MIT */
/*
 * mm/page_migratetype.h - the kind of memory that each pageblock is for
 *
 * _locked: the caller holds zone->lock, interrupts off.
 */
#ifndef MM_PAGE_MIGRATETYPE_H
#define MM_PAGE_MIGRATETYPE_H

#include <linux/mmzone.h>

/* Whose pageblocks any request may end up in; the others are set aside. */
static __always_inline bool migratetype_is_mergeable(int migratetype)
{
	return migratetype < MIGRATE_PCPTYPES;
}

/**
 * migratetype_steal_locked - put a block of another type on @migratetype's lists
 *
 * Return: false if no type that it may take from has a block of @order or larger.
 */
bool migratetype_steal_locked(struct zone *zone, unsigned int order, int migratetype,
			      unsigned int alloc_flags);
/** pageblock_set_type - what is freed in the pageblock of @pfn goes to @migratetype's lists from now on */
void pageblock_set_type(struct zone *zone, unsigned long pfn, int migratetype);
/**
 * pageblock_move_free_locked - put all free blocks of @pfn's pageblock on @migratetype's lists
 * @nr_movable:	receives how many frames in use in it can be moved; or NULL
 *
 * Return: how many frames were moved to the lists.
 */
unsigned long pageblock_move_free_locked(struct zone *zone, unsigned long pfn, int migratetype,
					 unsigned long *nr_movable);
/** buddy_nr_pageblocks - pageblocks of type @migratetype */
unsigned long buddy_nr_pageblocks(struct zone *zone, int migratetype);

/**
 * highatomic_reserve - after a high-order request in need succeeded, set its pageblock aside
 * @page:	what it got
 *
 * At most a hundredth of the zone, and one pageblock. Context: any; takes zone->lock.
 */
void highatomic_reserve(struct zone *zone, struct page *page);
/**
 * highatomic_unreserve - give a pageblock that was set aside to @migratetype again
 * @force:	also the last one
 *
 * Context: any; takes zone->lock.
 * Return: true if that made free memory available.
 */
bool highatomic_unreserve(struct zone *zone, int migratetype, bool force);

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

#endif /* MM_PAGE_MIGRATETYPE_H */
