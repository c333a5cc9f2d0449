// SPDX-License-Identifier: MIT
/*
 * mm/page_zonelist.c - the order in which zones are tried
 *
 * A list holds a node's zones from the least to the most precious: a request begins at the
 * highest zone that will do and falls back downwards, so DMA is touched last. There is
 * one node, so the list for __GFP_THISNODE and the list with all fallbacks are alike.
 */
#include <linux/mmzone.h>
#include "mm/page_zonelist.h"

void zonelists_build(struct pglist_data *pgdat)
{
	struct zoneref *ref = pgdat->node_zonelists[ZONELIST_FALLBACK]._zonerefs;

	for (int idx = MAX_NR_ZONES - 1; idx >= 0; idx--) {
		struct zone *zone = &pgdat->node_zones[idx];

		if (managed_zone(zone))
			*ref++ = (struct zoneref) { .zone = zone, .zone_idx = idx };
	}
	*ref = (struct zoneref) { .zone = NULL };
	pgdat->node_zonelists[ZONELIST_NOFALLBACK] = pgdat->node_zonelists[ZONELIST_FALLBACK];
}
