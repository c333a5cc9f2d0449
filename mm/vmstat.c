// SPDX-License-Identifier: MIT
/*
 * mm/vmstat.c - counts of memory: per zone, per node, for the whole machine
 *
 * Each count is right once nothing changes any more; while things change it is a snapshot.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/export.h>
#include <linux/highmem.h>
#include "mm/page_pcp.h"

/**
 * zone_page_state - one counter of a zone
 * @zone:	the zone
 * @item:	which
 *
 * Context: any; takes no lock.
 * Return: its value, in pages for most. Row A2.
 */
unsigned long zone_page_state(struct zone *zone, enum zone_stat_item item)
{
	return (unsigned long)atomic_long_read(&zone->vm_stat[item]);
}
EXPORT_SYMBOL(zone_page_state);

/**
 * global_zone_page_state - one counter, summed over the zones
 * @item:	which
 *
 * Context: any; takes no lock, so zones are read one after the other.
 * Return: the sum, in pages for most. Row A2.
 */
unsigned long global_zone_page_state(enum zone_stat_item item)
{
	unsigned long sum = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		sum += zone_page_state(zone, item);
	return sum;
}
EXPORT_SYMBOL(global_zone_page_state);

/**
 * node_page_state - one counter of a node
 * @pgdat:	the node
 * @item:	which
 *
 * Context: any; takes no lock.
 * Return: its value, in pages for most. Row A3.
 */
unsigned long node_page_state(struct pglist_data *pgdat, enum node_stat_item item)
{
	return max(atomic_long_read(&pgdat->vm_stat[item]), 0L);
}
EXPORT_SYMBOL(node_page_state);

/**
 * global_node_page_state - one counter, summed over the nodes
 * @item:	which
 *
 * Context: any; takes no lock.
 * Return: the sum, in pages for most. Row A3.
 */
unsigned long global_node_page_state(enum node_stat_item item)
{
	struct pglist_data *pgdat;
	long sum = 0;

	for_each_online_pgdat(pgdat)
		sum += atomic_long_read(&pgdat->vm_stat[item]);
	return max(sum, 0L);
}
EXPORT_SYMBOL(global_node_page_state);

unsigned long sum_zone_node_page_state(int node, enum zone_stat_item item)
{
	unsigned long sum = 0;

	for (int i = 0; i < MAX_NR_ZONES; i++)
		sum += zone_page_state(&NODE_DATA(node)->node_zones[i], item);
	return sum;
}

unsigned long nr_free_pages(void)
{
	return global_zone_page_state(NR_FREE_PAGES);
}
EXPORT_SYMBOL(nr_free_pages);

unsigned long nr_free_highpages(void)
{
	unsigned long sum = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		if (is_highmem(zone))
			sum += zone_page_state(zone, NR_FREE_PAGES);
	return sum;
}

unsigned long totalhigh_pages(void)
{
	unsigned long sum = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		if (is_highmem(zone))
			sum += zone_managed_pages(zone);
	return sum;
}

/* ---- which node requests got ---- */

/*
 * A request that its own node serves is a hit, and that is not counted: the zones know how many
 * requests they served, by CPUs near and far, and only those that came from elsewhere are noted,
 * by each CPU for itself. During boot, before a zone has per-CPU data, none does.
 */
void numa_account_miss(struct zone *preferred, struct zone *zone, long nr)
{
	if (zone->per_cpu_pageset)
		this_cpu_add(zone->per_cpu_pageset->nr_numa_miss, nr);
	if (preferred->per_cpu_pageset)
		this_cpu_add(preferred->per_cpu_pageset->nr_numa_foreign, nr);
}

static void zone_misses(struct zone *zone, unsigned long *miss, unsigned long *foreign)
{
	unsigned int cpu;

	*miss = *foreign = 0;
	for_each_possible_cpu(cpu) {
		const struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);

		*miss += READ_ONCE(pcp->nr_numa_miss);
		*foreign += READ_ONCE(pcp->nr_numa_foreign);
	}
}

/* Frames given out of @zone, from the CPUs' lists and past them. */
static unsigned long zone_nr_alloc(struct zone *zone)
{
	unsigned long nr_alloc, nr_free;

	pcp_traffic(zone, &nr_alloc, &nr_free);
	return atomic_long_read(&zone->nr_alloc_buddy) + nr_alloc;
}

static unsigned long zone_nr_free(struct zone *zone)
{
	unsigned long nr_alloc, nr_free;

	pcp_traffic(zone, &nr_alloc, &nr_free);
	return atomic_long_read(&zone->nr_free_buddy) + nr_free;
}

unsigned long zone_numa_event_state(struct zone *zone, enum numa_stat_item item)
{
	unsigned long all, far, miss, foreign;

	if (!zone->per_cpu_pageset)
		return 0;
	pcp_requests(zone, &all, &far);
	zone_misses(zone, &miss, &foreign);
	all += atomic_long_read(&zone->nr_requests_buddy);
	far += atomic_long_read(&zone->nr_requests_far);
	switch (item) {
	case NUMA_HIT:
		return all - miss;
	case NUMA_MISS:
		return miss;
	case NUMA_FOREIGN:
		return foreign;
	case NUMA_LOCAL:
		return all - far;
	case NUMA_OTHER:
		return far;
	default:
		return 0;
	}
}

unsigned long sum_zone_numa_event_state(int node, enum numa_stat_item item)
{
	unsigned long sum = 0;

	for (int i = 0; i < MAX_NR_ZONES; i++)
		sum += zone_numa_event_state(&NODE_DATA(node)->node_zones[i], item);
	return sum;
}

unsigned long global_numa_event_state(enum numa_stat_item item)
{
	unsigned long sum = 0;
	int nid;

	for_each_online_node(nid)
		sum += sum_zone_numa_event_state(nid, item);
	return sum;
}

/* ---- events ---- */

DEFINE_PER_CPU(struct vm_event_state, vm_event_states);
EXPORT_PER_CPU_SYMBOL(vm_event_states);

/**
 * all_vm_events - what count_vm_event() has counted, summed over the CPUs
 * @ret:	NR_VM_EVENT_ITEMS sums; PGALLOC and PGFREE come from the zones' own counts
 *
 * Context: any; takes no lock. Row A2.
 */
void all_vm_events(unsigned long *ret)
{
	struct zone *zone;
	unsigned int cpu;

	memset(ret, 0, NR_VM_EVENT_ITEMS * sizeof(*ret));
	for_each_possible_cpu(cpu)
		for (int i = 0; i < NR_VM_EVENT_ITEMS; i++)
			ret[i] += READ_ONCE(per_cpu(vm_event_states, cpu).event[i]);
	for_each_populated_zone(zone) {
		ret[PGALLOC_DMA + zone_idx(zone)] += zone_nr_alloc(zone);
		ret[PGFREE] += zone_nr_free(zone);
	}
}
EXPORT_SYMBOL_GPL(all_vm_events);

/* ---- sums ---- */

unsigned long nr_free_buffer_pages(void)
{
	unsigned long sum = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		if (!is_highmem(zone) && zone_managed_pages(zone) > high_wmark_pages(zone))
			sum += zone_managed_pages(zone) - high_wmark_pages(zone);
	return sum;
}
EXPORT_SYMBOL_GPL(nr_free_buffer_pages);

long si_mem_available(void)
{
	long reclaimable = global_node_page_state(NR_SLAB_RECLAIMABLE_B);
	unsigned long low = 0;
	struct zone *zone;
	long available;

	for_each_populated_zone(zone)
		low += low_wmark_pages(zone);
	available = nr_free_pages() - totalreserve_pages;
	available += reclaimable - min_t(long, reclaimable / 2, low);
	return max(available, 0L);
}
EXPORT_SYMBOL_GPL(si_mem_available);

void si_meminfo(struct sysinfo *val)
{
	*val = (struct sysinfo) {
		.totalram = totalram_pages(),
		.freeram = nr_free_pages(),
		.sharedram = global_node_page_state(NR_SHMEM),
		.totalhigh = totalhigh_pages(),
		.freehigh = nr_free_highpages(),
		.mem_unit = PAGE_SIZE,
	};
}
EXPORT_SYMBOL(si_meminfo);
