// SPDX-License-Identifier: MIT
/*
 * mm/zone_verify.c - do the descriptions of nodes and zones agree with each other?
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include "mm/verify.h"

#define zone_violation(report, zone, fmt, ...) \
	verify_violation(report, "zone %s: " fmt, (zone)->name, ##__VA_ARGS__)

/* ---- one zone ---- */

static void bounds_check(struct verify_report *report, struct zone *zone)
{
	unsigned long end = zone_end_pfn(zone);

	if (end > max_pfn)
		zone_violation(report, zone, "ends at pfn %#lx, memory at %#lx", end, max_pfn);
	if (zone->present_pages > zone->spanned_pages || zone_managed_pages(zone) > zone->present_pages)
		zone_violation(report, zone, "spans %lu frames, has %lu, manages %lu", zone->spanned_pages,
			       zone->present_pages, zone_managed_pages(zone));
}

static void untouched_check(struct verify_report *report, struct zone *zone)
{
	unsigned long nr_pages = 0;

	for (unsigned int i = 0; i < NR_UNTOUCHED_RUNS; i++) {
		struct untouched_run run = zone->untouched[i];

		nr_pages += run.end - run.pfn;
		if (run.pfn == run.end)
			continue;
		if (run.pfn > run.end || run.pfn < zone->zone_start_pfn || run.end > zone_end_pfn(zone) ||
		    !IS_ALIGNED(run.pfn | run.end, MAX_ORDER_NR_PAGES))
			zone_violation(report, zone, "untouched run from pfn %#lx to %#lx is not one of whole blocks of the zone",
				       run.pfn, run.end);
	}
	if (nr_pages != zone->nr_untouched)
		zone_violation(report, zone, "untouched runs have %lu frames, and should have %lu",
			       nr_pages, zone->nr_untouched);
}

static void marks_check(struct verify_report *report, struct zone *zone)
{
	for (int i = WMARK_LOW; i < NR_WMARK; i++)
		if (zone->_watermark[i] < zone->_watermark[i - 1])
			zone_violation(report, zone, "mark %d is %lu, below mark %d, which is %lu", i,
				       zone->_watermark[i], i - 1, zone->_watermark[i - 1]);
}

/* Only where the memory model can change from one frame to the next. */
static void frames_zone_check(struct verify_report *report, struct zone *zone)
{
	unsigned long step = PAGES_PER_SECTION, pfn = zone->zone_start_pfn;

	for (; pfn < zone_end_pfn(zone); pfn = ALIGN_DOWN(pfn, step) + step)
		if (pfn_valid(pfn) && page_zone(pfn_to_page(pfn)) != zone) {
			zone_violation(report, zone, "page at pfn %#lx says that its zone is %s", pfn,
				       page_zone(pfn_to_page(pfn))->name);
			return;
		}
}

static void zone_check(struct verify_report *report, struct zone *zone)
{
	bounds_check(report, zone);
	untouched_check(report, zone);
	marks_check(report, zone);
	frames_zone_check(report, zone);
	report->nr_zones++;
}

/* ---- zone lists ---- */

static bool zone_exists(const struct zone *zone)
{
	pg_data_t *pgdat;

	for_each_online_pgdat(pgdat)
		if (zone >= pgdat->node_zones && zone < pgdat->node_zones + MAX_NR_ZONES)
			return true;
	return false;
}

static unsigned int nr_managed_zones(const pg_data_t *only)
{
	struct zone *zone;
	unsigned int nr = 0;

	for_each_populated_zone(zone)
		nr += managed_zone(zone) && (!only || zone->zone_pgdat == only);
	return nr;
}

static void zonelist_check(struct verify_report *report, pg_data_t *pgdat, int which)
{
	const struct zoneref *refs = pgdat->node_zonelists[which]._zonerefs, *ref, *other;
	unsigned int nr = 0;

	for (ref = refs; ref < refs + MAX_ZONES_PER_ZONELIST && ref->zone; ref++, nr++) {
		if (!zone_exists(ref->zone)) {
			verify_violation(report, "node %d: zone list %d: entry %u is no zone",
					 pgdat->node_id, which, nr);
			return;
		}
		if (ref->zone_idx != zone_idx(ref->zone))
			verify_violation(report, "node %d: zone list %d: entry %u says index %d, zone %s has %d",
					 pgdat->node_id, which, nr, ref->zone_idx, ref->zone->name,
					 zone_idx(ref->zone));
		for (other = refs; other < ref; other++)
			if (other->zone == ref->zone)
				verify_violation(report, "node %d: zone list %d: zone %s is there twice",
						 pgdat->node_id, which, ref->zone->name);
		if (which == ZONELIST_NOFALLBACK && ref->zone->zone_pgdat != pgdat)
			verify_violation(report, "node %d: zone list %d: zone %s is of node %d",
					 pgdat->node_id, which, ref->zone->name, zone_to_nid(ref->zone));
	}
	if (nr != nr_managed_zones(which == ZONELIST_NOFALLBACK ? pgdat : NULL))
		verify_violation(report, "node %d: zone list %d: %u zones, but %u have memory", pgdat->node_id,
				 which, nr, nr_managed_zones(which == ZONELIST_NOFALLBACK ? pgdat : NULL));
}

int zones_verify(struct verify_report *report)
{
	unsigned int before = report->nr_violations;
	struct zone *zone;
	pg_data_t *pgdat;

	for_each_populated_zone(zone)
		zone_check(report, zone);
	for_each_online_pgdat(pgdat)
		for (int which = 0; which < MAX_ZONELISTS; which++)
			zonelist_check(report, pgdat, which);
	return report->nr_violations - before;
}
