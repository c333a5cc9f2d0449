// SPDX-License-Identifier: MIT
/*
 * mm/reclaim.c - making used frames free
 *
 * Who can give something up: the caches that registered a shrinker, and slabs without objects. Gain is
 * counted in frames that became free meanwhile, by whomever; objects alone help nobody.
 * Locking    none of its own.
 * Linux      as 6.1 where there are no pages of users: their lists are not scanned.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/shrinker.h>
#include <linux/vmstat.h>
#include "mm/gfp_table.h"
#include "mm/page_pcp.h"
#include "mm/reclaim.h"
#include "mm/slab.h"

static unsigned long node_free_pages(struct pglist_data *pgdat, enum zone_type highest)
{
	unsigned long nr_pages = 0;

	for (int i = 0; i <= (int)highest; i++)
		if (managed_zone(&pgdat->node_zones[i]))
			nr_pages += zone_page_state(&pgdat->node_zones[i], NR_FREE_PAGES) +
				    pcp_nr_pages(&pgdat->node_zones[i]);
	return nr_pages;
}

unsigned long reclaim_node(struct pglist_data *pgdat, const struct reclaim_control *rc)
{
	unsigned long before = node_free_pages(pgdat, rc->highest), after;

	shrink_slab(rc->gfp_mask, pgdat->node_id, NULL, rc->priority);
	slab_reclaim_empty();
	after = node_free_pages(pgdat, rc->highest);
	if (after <= before)
		return 0;
	WRITE_ONCE(pgdat->kswapd_failures, 0);
	return after - before;
}

static unsigned long reclaim_round(struct zonelist *zonelist, nodemask_t *nodemask,
				   const struct reclaim_control *rc)
{
	struct pglist_data *last = NULL;
	unsigned long gain = 0;
	struct zoneref *ref;
	struct zone *zone;

	for_each_zone_zonelist_nodemask(zone, ref, zonelist, rc->highest, nodemask) {
		if (zone->zone_pgdat == last)
			continue;
		last = zone->zone_pgdat;
		gain += reclaim_node(last, rc);
	}
	return gain;
}

unsigned long try_to_free_pages(struct zonelist *zonelist, unsigned int order, gfp_t gfp_mask,
				nodemask_t *nodemask)
{
	struct reclaim_control rc = {
		.gfp_mask = current_gfp_context(gfp_mask),
		.order = order,
		.highest = gfp_zone(gfp_mask),
	};
	unsigned int noreclaim = memalloc_noreclaim_save();
	unsigned long gain = 0;

	count_zid_vm_events(ALLOCSTALL, rc.highest, 1);
	for (rc.priority = DEF_PRIORITY; rc.priority >= 0; rc.priority--) {
		gain += reclaim_round(zonelist, nodemask, &rc);
		if (gain >= max(SWAP_CLUSTER_MAX, 1UL << order))
			break;
		cond_resched();
	}
	memalloc_noreclaim_restore(noreclaim);
	return gain;
}

unsigned long zone_reclaimable_pages(struct zone *zone)
{
	struct pglist_data *pgdat = zone->zone_pgdat;

	return atomic_long_read(&pgdat->vm_stat[NR_SLAB_RECLAIMABLE_B]);
}
