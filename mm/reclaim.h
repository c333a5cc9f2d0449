/* SPDX-License-Identifier: MIT */
/*
 * mm/reclaim.h - making used frames free: what the page allocator and kswapd ask for
 */
#ifndef MM_RECLAIM_H
#define MM_RECLAIM_H

#include <linux/mmzone.h>
#include <linux/gfp_types.h>

/* Passes of reclaim without progress before a request, or kswapd, gives up. */
#define MAX_RECLAIM_RETRIES	16
/* A pass begins at this priority, and ends at 0: a round of priority p asks for 1/2^p of everything. */
#define DEF_PRIORITY		12
/* A pass that gained so many pages is enough. */
#define SWAP_CLUSTER_MAX	32UL

/**
 * struct reclaim_control - what is wanted
 * @gfp_mask:	what reclaim may do: __GFP_IO, __GFP_FS; handed to the shrinkers
 * @order:	of the request behind it
 * @highest:	frames of this zone and below would do
 * @priority:	see DEF_PRIORITY
 */
struct reclaim_control {
	gfp_t gfp_mask;
	unsigned int order;
	enum zone_type highest;
	int priority;
};

/**
 * reclaim_node - one round of reclaim in one node
 * @pgdat:	the node
 * @rc:		what is wanted
 *
 * The task must have PF_MEMALLOC, so that nothing below reclaims in turn.
 * Context: may sleep.
 * Return: frames of @rc->highest and below that became free.
 */
unsigned long reclaim_node(struct pglist_data *pgdat, const struct reclaim_control *rc);

/**
 * try_to_free_pages - direct reclaim: one pass, on the caller's time
 * @zonelist:	the zones that the request can use
 * @order:	of the request
 * @gfp_mask:	of the request
 * @nodemask:	nodes that will do; NULL: all
 *
 * Context: may sleep; not in a task that is reclaiming already.
 * Return: frames that became free.
 */
unsigned long try_to_free_pages(struct zonelist *zonelist, unsigned int order, gfp_t gfp_mask,
				nodemask_t *nodemask);

/** zone_reclaimable_pages - used frames of @zone's node that reclaim could hope for; a guess */
unsigned long zone_reclaimable_pages(struct zone *zone);

/** wakeup_kswapd - @zone is short of frames for a request of @order that could use @highest: any context */
void wakeup_kswapd(struct zone *zone, gfp_t gfp_flags, unsigned int order, enum zone_type highest);

#endif /* MM_RECLAIM_H */
