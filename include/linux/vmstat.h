/* SPDX-License-Identifier: MIT */
/*
 * linux/vmstat.h - counts of memory: by zone, by node, for the whole machine
 *
 * A count is right once nothing changes any more; while things change it is a snapshot.
 * Rows A2, A3.
 */
#ifndef _LINUX_VMSTAT_H
#define _LINUX_VMSTAT_H

#include <linux/types.h>
#include <linux/atomic.h>
#include <linux/mmzone.h>
#include <linux/percpu.h>
#include <linux/vm_event_item.h>

unsigned long zone_page_state(struct zone *zone, enum zone_stat_item item);
unsigned long global_zone_page_state(enum zone_stat_item item);
unsigned long node_page_state(struct pglist_data *pgdat, enum node_stat_item item);
unsigned long global_node_page_state(enum node_stat_item item);
unsigned long sum_zone_node_page_state(int node, enum zone_stat_item item);
unsigned long zone_numa_event_state(struct zone *zone, enum numa_stat_item item);
unsigned long global_numa_event_state(enum numa_stat_item item);
unsigned long sum_zone_numa_event_state(int node, enum numa_stat_item item);

/**
 * numa_account_miss - @nr requests for @preferred's node were served by @zone's, another one
 *
 * Context: any. All else about nodes follows from the zones' own counts of requests.
 */
void numa_account_miss(struct zone *preferred, struct zone *zone, long nr);

static inline void mod_zone_page_state(struct zone *zone, enum zone_stat_item item, long delta)
{
	atomic_long_add(delta, &zone->vm_stat[item]);
}

static inline void inc_zone_state(struct zone *zone, enum zone_stat_item item)
{
	mod_zone_page_state(zone, item, 1);
}

static inline void dec_zone_state(struct zone *zone, enum zone_stat_item item)
{
	mod_zone_page_state(zone, item, -1);
}

static inline void mod_node_page_state(struct pglist_data *pgdat, enum node_stat_item item, long delta)
{
	atomic_long_add(delta, &pgdat->vm_stat[item]);
}

static inline void inc_node_state(struct pglist_data *pgdat, enum node_stat_item item)
{
	mod_node_page_state(pgdat, item, 1);
}

static inline void dec_node_state(struct pglist_data *pgdat, enum node_stat_item item)
{
	mod_node_page_state(pgdat, item, -1);
}

/* ---- events ---- */

struct vm_event_state {
	unsigned long event[NR_VM_EVENT_ITEMS];
};

DECLARE_PER_CPU(struct vm_event_state, vm_event_states);

/** count_vm_events - @nr more events of a kind; any context */
static inline void count_vm_events(enum vm_event_item item, long nr)
{
	this_cpu_add(vm_event_states.event[item], nr);
}

static inline void count_vm_event(enum vm_event_item item)
{
	count_vm_events(item, 1);
}

/* @item is the one without its zone: ALLOCSTALL, say. */
#define __count_zid_vm_events(item, zid, nr)	count_vm_events(item##_NORMAL - ZONE_NORMAL + (zid), nr)
#define count_zid_vm_events(item, zid, nr)	__count_zid_vm_events(item, zid, nr)
#define __count_vm_event(item)			count_vm_event(item)
#define __count_vm_events(item, nr)		count_vm_events(item, nr)

void all_vm_events(unsigned long *ret);

/* By a page of the zone or node; any context. */
#define inc_zone_page_state(page, item)	inc_zone_state(page_zone(page), item)
#define dec_zone_page_state(page, item)	dec_zone_state(page_zone(page), item)
#define inc_node_page_state(page, item)	inc_node_state(page_pgdat(page), item)
#define dec_node_page_state(page, item)	dec_node_state(page_pgdat(page), item)

#endif /* _LINUX_VMSTAT_H */
