// SPDX-License-Identifier: MIT
/*
 * mm/page_watermark.c - the marks min, low and high of a zone, and who may go below
 *
 * Terms      min: ordinary requests stop here; what is below is for those who can't wait.
 *            low: requests that find less try harder from then on. high: background reclaim stops.
 *            boost: frames that all three are raised by for a while, because types of memory mixed.
 *            lowmem_reserve[i] of a zone: frames kept, on top of the mark, from requests that
 *            could use zone i as well; so requests for Normal don't fill DMA.
 *
 * All follow from one number, min_free_kbytes: 4 * sqrt(lowmem in KB), between 128 and 262144,
 * unless the command line sets it. It is shared out among the zones of low memory by size;
 * high memory, which nothing urgent needs, keeps 1/1024, between 32 and 128 frames.
 * Linux      the formulas of 6.1.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/boot_options.h>
#include <linux/sched.h>
#include <linux/math.h>
#include "mm/page_watermark.h"
#include "mm/page_buddy.h"

int min_free_kbytes;
int watermark_scale_factor = 10;	/* low and high lie so many 10,000ths of the zone above min, at least */
int watermark_boost_factor = 15000;	/* 10,000ths of the high mark that a zone is boosted by, at most */
int percpu_pagelist_high_fraction;	/* 0: by the low mark; else a CPU keeps 1/n of the zone at most */
unsigned long totalreserve_pages;

/* One frame in so many of the zones above is kept from requests that could use those; 0: none. */
int sysctl_lowmem_reserve_ratio[MAX_NR_ZONES] = {
	[ZONE_DMA] = 256, [ZONE_DMA32] = 256, [ZONE_NORMAL] = 32,
};

static unsigned long lowmem_pages(void)
{
	unsigned long nr_pages = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		if (!is_highmem(zone))
			nr_pages += zone_managed_pages(zone);
	return nr_pages;
}

static void zone_set_marks(struct zone *zone, unsigned long pages_min, unsigned long lowmem)
{
	unsigned long managed = zone_managed_pages(zone);
	unsigned long share = mult_frac(pages_min, managed, max(lowmem, 1UL));
	unsigned long step = max(share / 4, mult_frac(managed, (unsigned long)watermark_scale_factor, 10000UL));
	unsigned long low = is_highmem(zone) ? clamp(managed / 1024, 32UL, 128UL) : share;
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);	/* the boost is changed under it */
	WRITE_ONCE(zone->watermark_boost, 0);
	WRITE_ONCE(zone->_watermark[WMARK_MIN], low);
	WRITE_ONCE(zone->_watermark[WMARK_LOW], low + step);
	WRITE_ONCE(zone->_watermark[WMARK_HIGH], low + 2 * step);
	WRITE_ONCE(zone->_watermark[WMARK_PROMO], low + 3 * step);
	spin_unlock_irqrestore(&zone->lock, flags);
}

static void zone_set_reserve(struct zone *zone)
{
	struct zone *zones = zone->zone_pgdat->node_zones;
	int ratio = sysctl_lowmem_reserve_ratio[zone_idx(zone)];
	unsigned long above = 0;

	for (int i = zone_idx(zone) + 1; i < MAX_NR_ZONES; i++) {
		above += zone_managed_pages(&zones[i]);
		WRITE_ONCE(zone->lowmem_reserve[i], ratio && managed_zone(zone) ? above / ratio : 0);
	}
}

/* What user pages can't have: for each zone the largest reserve and the high mark. */
static unsigned long zone_reserved_pages(struct zone *zone)
{
	long reserve = 0;

	for (int i = zone_idx(zone); i < MAX_NR_ZONES; i++)
		reserve = max(reserve, zone->lowmem_reserve[i]);
	return min(reserve + high_wmark_pages(zone), zone_managed_pages(zone));
}

void watermarks_update(void)
{
	unsigned long lowmem = lowmem_pages(), total = 0;
	struct pglist_data *pgdat;
	unsigned long flags;
	struct zone *zone;

	for_each_online_pgdat(pgdat)
		pgdat->totalreserve_pages = 0;
	for_each_populated_zone(zone) {
		unsigned long reserved;

		zone_set_marks(zone, (unsigned long)min_free_kbytes >> (PAGE_SHIFT - 10), lowmem);
		zone_set_reserve(zone);
		reserved = zone_reserved_pages(zone);
		zone->zone_pgdat->totalreserve_pages += reserved;
		total += reserved;
	}
	totalreserve_pages = total;
	for_each_populated_zone(zone) {
		spin_lock_irqsave(&zone->lock, flags);
		zone_above_low_update_locked(zone);
		spin_unlock_irqrestore(&zone->lock, flags);
	}
}

void watermarks_setup(void)
{
	unsigned long kbytes = int_sqrt((lowmem_pages() << (PAGE_SHIFT - 10)) * 16);

	min_free_kbytes = boot_options.min_free_kbytes ?: clamp(kbytes, 128UL, 262144UL);
	watermarks_update();
}

void zone_boost_locked(struct zone *zone, unsigned int alloc_flags)
{
	unsigned int factor = READ_ONCE(watermark_boost_factor);
	unsigned long most = mult_frac(zone->_watermark[WMARK_HIGH], (unsigned long)factor, 10000UL);

	if (!most || zone_managed_pages(zone) < 4 * pageblock_nr_pages)
		return;
	most = max(most, pageblock_nr_pages);
	WRITE_ONCE(zone->watermark_boost, min(zone->watermark_boost + pageblock_nr_pages, most));
	if (alloc_flags & ALLOC_KSWAPD)
		WRITE_ONCE(zone->boost_wanted, true);
}

/* The count may be met by fragments: is there a block of the order? Racy, as all of this is. */
static bool zone_has_block(struct zone *zone, unsigned int order, unsigned int alloc_flags)
{
	int nr_types = MIGRATE_PCPTYPES;

	if (alloc_flags & (ALLOC_HARDER | ALLOC_OOM))
		nr_types = MIGRATE_HIGHATOMIC + 1;
	for (unsigned int have = order; have < MAX_ORDER; have++) {
		struct free_area *area = &zone->free_area[have];

		if (!READ_ONCE(area->nr_free))
			continue;
		for (int type = 0; type < nr_types; type++)
			if (!list_empty(&area->free_list[type]))
				return true;
	}
	return READ_ONCE(zone->nr_untouched) != 0;
}

bool zone_watermark_ok_free(struct zone *zone, unsigned int order, unsigned long mark,
			    int highest_zoneidx, unsigned int alloc_flags, long free_pages)
{
	free_pages -= zone_unusable(zone, order, alloc_flags);
	if (free_pages <= zone_must_keep(zone, mark, highest_zoneidx, alloc_flags))
		return false;
	return !order || zone_has_block(zone, order, alloc_flags);
}

bool zone_watermark_ok(struct zone *zone, unsigned int order, unsigned long mark,
		       int highest_zoneidx, unsigned int alloc_flags)
{
	return zone_watermark_ok_free(zone, order, mark, highest_zoneidx, alloc_flags,
				      zone_page_state(zone, NR_FREE_PAGES));
}
