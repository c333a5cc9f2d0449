// SPDX-License-Identifier: MIT
/*
 * mm/page_zonelist.c - the order in which zones are tried, and walks over nodes and zones
 *
 * A list goes from node to node, the own one first, then by distance; within a node from the most
 * common zone to the most precious, so that DMA is touched last:
 *
 *	2 nodes, list of node 1:  N1 Normal | N0 Normal, N0 DMA32, N0 DMA
 *
 * The list for __GFP_THISNODE ends with the own node.
 * Of nodes that are equally far away, those after the own one and those without CPUs come first, then
 * the one that fewer lists have had as their first of a distance; so no node is everybody's second.
 * Linux      the order "Node" of 6.1 (the only one since 4.14).
 */
#include <linux/mm.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/topology.h>
#include "mm/page_zonelist.h"

struct zone *kernel_zones[MAX_NUMNODES] __read_mostly;

/* How many lists have had a node as the first of its distance: breaks ties between nodes. */
static unsigned int node_load[MAX_NUMNODES] __initdata;

static struct zoneref *__init node_add_zones(struct zoneref *ref, struct pglist_data *pgdat)
{
	for (int idx = MAX_NR_ZONES - 1; idx >= 0; idx--) {
		struct zone *zone = &pgdat->node_zones[idx];

		if (managed_zone(zone))
			*ref++ = (struct zoneref) { .zone = zone, .zone_idx = idx };
	}
	return ref;
}

/* The end of a list answers every search, so that the fast path need not ask for it. */
static void __init list_end(struct zoneref *ref)
{
	*ref = (struct zoneref) { .zone = NULL, .zone_idx = 0 };
}

/* The nearest node for @nid's list that is not in @used yet; NUMA_NO_NODE when there is none. */
static int __init node_next_best(int nid, nodemask_t *used)
{
	unsigned int best_cost = UINT_MAX;
	int best = NUMA_NO_NODE, n;

	for_each_node_state(n, N_MEMORY) {
		unsigned int cost = node_distance(nid, n) + (n < nid) + node_state(n, N_CPU);

		if (node_isset(n, *used))
			continue;
		cost = n == nid ? 0 : cost * MAX_NUMNODES + node_load[n];
		if (cost < best_cost) {
			best_cost = cost;
			best = n;
		}
	}
	if (best != NUMA_NO_NODE)
		node_set(best, *used);
	return best;
}

static void __init node_build(struct pglist_data *pgdat)
{
	struct zoneref *ref = pgdat->node_zonelists[ZONELIST_FALLBACK]._zonerefs;
	nodemask_t used = NODE_MASK_NONE;
	int nid = pgdat->node_id, before = nid, n;

	list_end(node_add_zones(pgdat->node_zonelists[ZONELIST_NOFALLBACK]._zonerefs, pgdat));
	while ((n = node_next_best(nid, &used)) != NUMA_NO_NODE) {
		if (node_distance(nid, n) != node_distance(nid, before))
			node_load[n]++;
		ref = node_add_zones(ref, NODE_DATA(n));
		before = n;
	}
	list_end(ref);
	kernel_zones[nid] = first_zones_zonelist(&pgdat->node_zonelists[ZONELIST_FALLBACK], ZONE_NORMAL,
						 NULL)->zone;
}

void __init zonelists_build(void)
{
	int nid;

	for_each_online_node(nid)
		node_build(NODE_DATA(nid));
}

/**
 * __next_zones_zonelist - from a place in a list on, the first zone that will do
 * @z:			where to begin
 * @highest_zoneidx:	no zone above this
 * @nodes:		no node that is not in this set; NULL means any
 *
 * Context: any. Row A2.
 * Return: a reference whose zone is NULL at the end.
 */
struct zoneref *__next_zones_zonelist(struct zoneref *z, enum zone_type highest_zoneidx,
				      nodemask_t *nodes)
{
	while (z->zone && (z->zone_idx > (int)highest_zoneidx ||
			   (nodes && !node_isset(zonelist_node_idx(z), *nodes))))
		z++;
	return z;
}
EXPORT_SYMBOL(__next_zones_zonelist);

/**
 * first_online_pgdat - the first node's data
 *
 * Context: any.
 * Return: it; there is always one. Row A3.
 */
struct pglist_data *first_online_pgdat(void)
{
	return NODE_DATA(first_online_node);
}
EXPORT_SYMBOL_GPL(first_online_pgdat);

/**
 * next_online_pgdat - the data of the node after @pgdat's
 * @pgdat:	of a node that is online
 *
 * Context: any.
 * Return: it, or NULL after the last node. Row A3.
 */
struct pglist_data *next_online_pgdat(struct pglist_data *pgdat)
{
	int nid = next_online_node(pgdat->node_id);

	return nid < MAX_NUMNODES ? NODE_DATA(nid) : NULL;
}
EXPORT_SYMBOL_GPL(next_online_pgdat);

/**
 * next_zone - the zone after @zone: of its node, or the next node's first
 * @zone:	any zone, with memory or without
 *
 * Context: any.
 * Return: it, or NULL after the last node's last zone. Row A2.
 */
struct zone *next_zone(struct zone *zone)
{
	struct pglist_data *pgdat = zone->zone_pgdat;

	if (zone < pgdat->node_zones + MAX_NR_ZONES - 1)
		return zone + 1;
	pgdat = next_online_pgdat(pgdat);
	return pgdat ? pgdat->node_zones : NULL;
}
EXPORT_SYMBOL_GPL(next_zone);
