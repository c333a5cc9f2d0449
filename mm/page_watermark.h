/* SPDX-License-Identifier: MIT */
/*
 * mm/page_watermark.h - how far a request may empty a zone
 */
#ifndef MM_PAGE_WATERMARK_H
#define MM_PAGE_WATERMARK_H

#include <linux/mmzone.h>
#include <linux/gfp_types.h>

/* What the allocator may do for one request; from its gfp_t and its task. */
#define ALLOC_WMARK_MIN		WMARK_MIN
#define ALLOC_WMARK_LOW		WMARK_LOW
#define ALLOC_WMARK_HIGH	WMARK_HIGH
#define ALLOC_NO_WATERMARKS	0x04
#define ALLOC_WMARK_MASK	(ALLOC_NO_WATERMARKS - 1)
#define ALLOC_HARDER		0x10	/* a quarter below the mark */
#define ALLOC_HIGH		0x20	/* a half below it */
#define ALLOC_NOFRAGMENT	0x100	/* rather none than a part of another type's pageblock */

extern int watermark_scale_factor;
extern int watermark_boost_factor;
extern int percpu_pagelist_high_fraction;
extern int sysctl_lowmem_reserve_ratio[MAX_NR_ZONES];

/** watermarks_update - compute the marks and lowmem_reserve of all zones from the variables above */
void watermarks_update(void);
/** watermarks_setup - choose min_free_kbytes by the size of memory, and watermarks_update(). Boot. */
void watermarks_setup(void);

/** zone_watermark_ok - would 2^@order frames less leave @zone above @mark for a request of this kind? */
bool zone_watermark_ok(struct zone *zone, unsigned int order, unsigned long mark,
		       int highest_zoneidx, unsigned int alloc_flags);

/** alloc_flags_from_gfp - ALLOC_* of a request's slow path */
unsigned int alloc_flags_from_gfp(gfp_t gfp);

#endif /* MM_PAGE_WATERMARK_H */
