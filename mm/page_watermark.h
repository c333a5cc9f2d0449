/* SPDX-License-Identifier: MIT */
/*
 * mm/page_watermark.h - how far a request may empty a zone
 */
#ifndef MM_PAGE_WATERMARK_H
#define MM_PAGE_WATERMARK_H

#include <linux/mmzone.h>
#include <linux/atomic.h>
#include <linux/gfp_types.h>

/* What the allocator may do for one request; from its gfp_t and its task. */
#define ALLOC_WMARK_MIN		WMARK_MIN
#define ALLOC_WMARK_LOW		WMARK_LOW
#define ALLOC_WMARK_HIGH	WMARK_HIGH
#define ALLOC_NO_WATERMARKS	0x04
#define ALLOC_WMARK_MASK	(ALLOC_NO_WATERMARKS - 1)
#define ALLOC_OOM		0x08	/* a half below the mark: the task is to die */
#define ALLOC_HARDER		0x10	/* a quarter below it */
#define ALLOC_HIGH		0x20	/* a half below it, before the others */
#define ALLOC_NOFRAGMENT	0x100	/* rather none than a part of another type's pageblock */
#define ALLOC_KSWAPD		0x800	/* wake background reclaim */

extern int watermark_scale_factor;
extern int watermark_boost_factor;
extern int percpu_pagelist_high_fraction;
extern int sysctl_lowmem_reserve_ratio[MAX_NR_ZONES];

/** watermarks_update - compute the marks and lowmem_reserve of all zones from the variables above */
void watermarks_update(void);
/** watermarks_setup - choose min_free_kbytes by the size of memory, and watermarks_update(). Boot. */
void watermarks_setup(void);

/** alloc_flags_from_gfp - ALLOC_ flags with which the slow path begins. mm/gfp.c */
unsigned int alloc_flags_from_gfp(gfp_t gfp);

/** alloc_reserve_flags - ALLOC_NO_WATERMARKS or ALLOC_OOM, when the request or its task may; or 0 */
unsigned int alloc_reserve_flags(gfp_t gfp);

/* How many of the free frames a request must leave: the mark, less what it may dig into. */
static __always_inline long zone_must_keep(const struct zone *zone, unsigned long mark,
					   int highest_zoneidx, unsigned int alloc_flags)
{
	long keep = mark;

	if (alloc_flags & ALLOC_HIGH)
		keep -= keep / 2;
	if (alloc_flags & ALLOC_OOM)
		keep -= keep / 2;
	else if (alloc_flags & ALLOC_HARDER)
		keep -= keep / 4;
	return keep + READ_ONCE(zone->lowmem_reserve[highest_zoneidx]);
}

/* Free frames that it can't have: the block itself but one, and what is set aside for others. */
static __always_inline long zone_unusable(const struct zone *zone, unsigned int order,
					  unsigned int alloc_flags)
{
	long unusable = (1L << order) - 1;

	if (!(alloc_flags & (ALLOC_HARDER | ALLOC_OOM)))
		unusable += READ_ONCE(zone->nr_reserved_highatomic);
	return unusable;
}

/**
 * zone_boost_locked - raise @zone's marks, because a pageblock came to have memory of two types
 * @alloc_flags:	of the request; with ALLOC_KSWAPD background reclaim is to begin at once
 *
 * A pageblock's frames more each time, up to watermark_boost_factor; kswapd takes it back when it has
 * reclaimed as much. Zones of less than four pageblocks stay as they are.
 * Context: zone->lock held.
 */
void zone_boost_locked(struct zone *zone, unsigned int alloc_flags);

/** zone_watermark_ok_free - zone_watermark_ok(), as if @free_pages were free */
bool zone_watermark_ok_free(struct zone *zone, unsigned int order, unsigned long mark,
			    int highest_zoneidx, unsigned int alloc_flags, long free_pages);

/** zone_watermark_ok - would 2^@order frames less leave @zone above @mark for a request of this kind? */
bool zone_watermark_ok(struct zone *zone, unsigned int order, unsigned long mark,
		       int highest_zoneidx, unsigned int alloc_flags);

/** zone_watermark_fast - zone_watermark_ok(), short for single pages */
static __always_inline bool zone_watermark_fast(struct zone *zone, unsigned int order,
						unsigned long mark, int highest_zoneidx,
						unsigned int alloc_flags)
{
	long free_pages = atomic_long_read(&zone->vm_stat[NR_FREE_PAGES]);

	if (order)
		return zone_watermark_ok(zone, order, mark, highest_zoneidx, alloc_flags);
	return likely(free_pages - zone_unusable(zone, 0, alloc_flags) >
		      zone_must_keep(zone, mark, highest_zoneidx, alloc_flags));
}

/*
 * zone->above_low is the answer for what nearly all requests are, worked out when a number that it
 * depends on changes: that is rarer, and it lies where nobody writes else. With several nodes it
 * is never said, for then each request is accounted. zone->lock held.
 */
void page_fast_update_locked(const struct zone *zone);	/* mm/page_fast.c */

static inline void zone_above_low_update_locked(struct zone *zone)
{
	bool above = nr_online_nodes == 1 && zone_watermark_fast(zone, 0, low_wmark_pages(zone), ZONE_NORMAL, ALLOC_WMARK_LOW);

	if (above != zone->above_low) {
		WRITE_ONCE(zone->above_low, above);
		page_fast_update_locked(zone);
	}
}

#endif /* MM_PAGE_WATERMARK_H */
