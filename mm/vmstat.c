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
 * global_node_page_state - one counter of the node
 * @item:	which
 *
 * Context: any; takes no lock.
 * Return: its value, in pages for most. Row A3.
 */
unsigned long global_node_page_state(enum node_stat_item item)
{
	return (unsigned long)atomic_long_read(&contig_page_data.vm_stat[item]);
}
EXPORT_SYMBOL(global_node_page_state);

unsigned long nr_free_pages(void)
{
	return global_zone_page_state(NR_FREE_PAGES);
}
EXPORT_SYMBOL(nr_free_pages);

unsigned long nr_free_highpages(void)
{
	return zone_page_state(&contig_page_data.node_zones[ZONE_HIGHMEM], NR_FREE_PAGES);
}

unsigned long totalhigh_pages(void)
{
	return zone_managed_pages(&contig_page_data.node_zones[ZONE_HIGHMEM]);
}

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
		.totalhigh = totalhigh_pages(),
		.freehigh = nr_free_highpages(),
		.mem_unit = PAGE_SIZE,
	};
}
EXPORT_SYMBOL(si_meminfo);
