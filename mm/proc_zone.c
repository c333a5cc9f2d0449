// SPDX-License-Identifier: MIT
/*
 * mm/proc_zone.c - /proc/buddyinfo, pagetypeinfo, zoneinfo, vmstat: zones and nodes as text
 *
 * Line by line the layout of Linux 6.1, for the tools that read it (vmstat, numastat, monitors). A
 * zone that the machine's profile does not know (HighMem under x86_64) is not shown, nor is its
 * column of "protection", as on a Linux that was built without it.
 * "vm stats threshold" is what a CPU may count for itself before others see it: nothing, for each count
 * of a zone or node is exact all the time.
 * Locking	counts are read one after the other; free lists under zone->lock, a list at a time.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/init.h>
#include "mm/memory_map.h"
#include "mm/page_buddy.h"
#include "mm/page_pcp.h"
#include "mm/proc.h"
#include "mm/reclaim.h"

/* ---- names, in the order of the enums in <linux/mmzone.h> and <linux/vm_event_item.h> ---- */

static const char *const zone_stat_names[NR_VM_ZONE_STAT_ITEMS] = {
	"nr_free_pages", "nr_zone_inactive_anon", "nr_zone_active_anon", "nr_zone_inactive_file",
	"nr_zone_active_file", "nr_zone_unevictable", "nr_zone_write_pending", "nr_mlock",
	"nr_bounce", "nr_free_cma",
};

static const char *const numa_stat_names[NR_VM_NUMA_EVENT_ITEMS] = {
	"numa_hit", "numa_miss", "numa_foreign", "numa_interleave", "numa_local", "numa_other",
};

/* Those after the last name are not shown. */
static const char *const node_stat_names[NR_VM_NODE_STAT_ITEMS] = {
	"nr_inactive_anon", "nr_active_anon", "nr_inactive_file", "nr_active_file",
	"nr_unevictable", "nr_slab_reclaimable", "nr_slab_unreclaimable", "nr_isolated_anon",
	"nr_isolated_file", "workingset_nodes", "workingset_refault_anon",
	"workingset_refault_file", "workingset_activate_anon", "workingset_activate_file",
	"workingset_restore_anon", "workingset_restore_file", "workingset_nodereclaim",
	"nr_anon_pages", "nr_mapped", "nr_file_pages", "nr_dirty", "nr_writeback",
	"nr_writeback_temp", "nr_shmem", "nr_shmem_hugepages", "nr_shmem_pmdmapped",
	"nr_file_hugepages", "nr_file_pmdmapped", "nr_anon_transparent_hugepages",
	"nr_vmscan_write", "nr_vmscan_immediate_reclaim", "nr_dirtied", "nr_written",
	"nr_throttled_written", "nr_kernel_misc_reclaimable", "nr_foll_pin_acquired",
	"nr_foll_pin_released", "nr_kernel_stack", "nr_page_table_pages",
	"nr_sec_page_table_pages", "nr_swapcached",
};

#define EACH_ZONE(name)	name "_dma", name "_dma32", name "_normal", name "_high", name "_movable"

static const char *const event_names[NR_VM_EVENT_ITEMS] = {
	"pgpgin", "pgpgout", "pswpin", "pswpout",
	EACH_ZONE("pgalloc"), EACH_ZONE("allocstall"), EACH_ZONE("pgskip"),
	"pgfree", "pgactivate", "pgdeactivate", "pglazyfree", "pgfault", "pgmajfault",
	"pglazyfreed", "pgrefill", "pgreuse", "pgsteal_kswapd", "pgsteal_direct",
	"pgdemote_kswapd", "pgdemote_direct", "pgscan_kswapd", "pgscan_direct",
	"pgscan_direct_throttle", "pgscan_anon", "pgscan_file", "pgsteal_anon", "pgsteal_file",
	"zone_reclaim_failed", "pginodesteal", "slabs_scanned", "kswapd_inodesteal",
	"kswapd_low_wmark_hit_quickly", "kswapd_high_wmark_hit_quickly", "pageoutrun", "pgrotated",
	"drop_pagecache", "drop_slab", "oom_kill", "unevictable_pgs_culled",
	"unevictable_pgs_scanned", "unevictable_pgs_rescued", "unevictable_pgs_mlocked",
	"unevictable_pgs_munlocked", "unevictable_pgs_cleared", "unevictable_pgs_stranded",
};

static bool zone_is_known(struct zone *zone)
{
	return zone_types & (1U << zone_idx(zone));
}

/* ---- /proc/buddyinfo, pagetypeinfo ---- */

static int buddyinfo_show(struct seq_file *m, void *v)
{
	struct zone *zone;

	for_each_populated_zone(zone) {
		seq_printf(m, "Node %d, zone %8s ", zone_to_nid(zone), zone->name);
		for (int order = 0; order < MAX_ORDER; order++)
			seq_printf(m, "%6lu ", buddy_nr_blocks(zone, order, -1));
		seq_putc(m, '\n');
	}
	return 0;
}

/* The zones of one node that have memory. */
#define for_each_zone_of_node(zone, pgdat)						\
	for (zone = (pgdat)->node_zones; zone < (pgdat)->node_zones + MAX_NR_ZONES; zone++)	\
		if (!populated_zone(zone))						\
			;								\
		else

static void pagetype_free_show(struct seq_file *m, struct zone *zone)
{
	for (int type = 0; type < MIGRATE_TYPES; type++) {
		seq_printf(m, "Node %4d, zone %8s, type %12s ", zone_to_nid(zone), zone->name,
			   migratetype_names[type]);
		for (int order = 0; order < MAX_ORDER; order++)
			seq_printf(m, "%6lu ", buddy_nr_blocks(zone, order, type));
		seq_putc(m, '\n');
	}
}

static void pagetype_node_show(struct seq_file *m, struct pglist_data *pgdat)
{
	struct zone *zone;

	seq_printf(m, "Page block order: %d\n", pageblock_order);
	seq_printf(m, "Pages per block:  %lu\n\n", pageblock_nr_pages);
	seq_printf(m, "%-43s ", "Free pages count per migrate type at order");
	for (int order = 0; order < MAX_ORDER; order++)
		seq_printf(m, "%6d ", order);
	seq_putc(m, '\n');
	for_each_zone_of_node(zone, pgdat)
		pagetype_free_show(m, zone);

	seq_printf(m, "\n%-23s", "Number of blocks type ");
	for (int type = 0; type < MIGRATE_TYPES; type++)
		seq_printf(m, "%12s ", migratetype_names[type]);
	seq_putc(m, '\n');
	for_each_zone_of_node(zone, pgdat) {
		seq_printf(m, "Node %d, zone %8s ", zone_to_nid(zone), zone->name);
		for (int type = 0; type < MIGRATE_TYPES; type++)
			seq_printf(m, "%12lu ", buddy_nr_pageblocks(zone, type));
		seq_putc(m, '\n');
	}
}

static int pagetypeinfo_show(struct seq_file *m, void *v)
{
	struct pglist_data *pgdat;

	for_each_online_pgdat(pgdat)
		if (node_state(pgdat->node_id, N_MEMORY))
			pagetype_node_show(m, pgdat);
	return 0;
}

/* ---- /proc/zoneinfo ---- */

static void zoneinfo_stat_show(struct seq_file *m, const char *name, unsigned long value)
{
	seq_printf(m, "\n      %-12s %lu", name, value);
}

static void zoneinfo_pagesets_show(struct seq_file *m, struct zone *zone)
{
	unsigned int cpu;

	seq_puts(m, "\n  pagesets");
	if (!zone->per_cpu_pageset)
		return;
	for_each_online_cpu(cpu) {
		const struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);

		seq_printf(m, "\n    cpu: %u\n              count: %lu\n              high:  %d"
			   "\n              batch: %d\n  vm stats threshold: %d", cpu,
			   pcp_nr_cpu(zone, cpu), pcp->high, pcp->batch, 0);
	}
}

static void zoneinfo_node_show(struct seq_file *m, struct pglist_data *pgdat)
{
	seq_puts(m, "\n  per-node stats");
	for (int i = 0; i < NR_VM_NODE_STAT_ITEMS && node_stat_names[i]; i++)
		zoneinfo_stat_show(m, node_stat_names[i], node_page_state(pgdat, i));
}

static void zoneinfo_marks_show(struct seq_file *m, struct zone *zone)
{
	const char *between = "(";

	seq_printf(m, "\n  pages free     %lu\n        boost    %lu\n        min      %lu"
		   "\n        low      %lu\n        high     %lu\n        spanned  %lu"
		   "\n        present  %lu\n        managed  %lu\n        cma      %lu",
		   zone_page_state(zone, NR_FREE_PAGES), zone->watermark_boost, min_wmark_pages(zone),
		   low_wmark_pages(zone), high_wmark_pages(zone), zone->spanned_pages,
		   zone->present_pages, zone_managed_pages(zone),
		   zone_page_state(zone, NR_FREE_CMA_PAGES));
	seq_puts(m, "\n        protection: ");
	for (int i = 0; i < MAX_NR_ZONES; i++) {
		if (!(zone_types & (1U << i)))
			continue;
		seq_printf(m, "%s%ld", between, zone->lowmem_reserve[i]);
		between = ", ";
	}
	seq_putc(m, ')');
}

static void zoneinfo_zone_show(struct seq_file *m, struct zone *zone, bool first)
{
	seq_printf(m, "Node %d, zone %8s", zone_to_nid(zone), zone->name);
	if (first)
		zoneinfo_node_show(m, zone->zone_pgdat);
	zoneinfo_marks_show(m, zone);
	if (!populated_zone(zone)) {
		seq_putc(m, '\n');
		return;
	}
	for (int i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
		zoneinfo_stat_show(m, zone_stat_names[i], zone_page_state(zone, i));
	for (int i = 0; i < NR_VM_NUMA_EVENT_ITEMS; i++)
		zoneinfo_stat_show(m, numa_stat_names[i], zone_numa_event_state(zone, i));
	zoneinfo_pagesets_show(m, zone);
	seq_printf(m, "\n  node_unreclaimable:  %u\n  start_pfn:           %lu\n",
		   READ_ONCE(zone->zone_pgdat->kswapd_failures) >= MAX_RECLAIM_RETRIES, zone->zone_start_pfn);
}

static int zoneinfo_show(struct seq_file *m, void *v)
{
	int nid_shown = NUMA_NO_NODE;
	struct zone *zone;

	for_each_zone(zone) {
		bool first = populated_zone(zone) && zone->node != nid_shown;

		if (!zone_is_known(zone))
			continue;
		zoneinfo_zone_show(m, zone, first);
		if (first)
			nid_shown = zone->node;
	}
	return 0;
}

/* ---- /proc/vmstat, and a node's ---- */

static void vmstat_line(struct seq_file *m, const char *name, unsigned long value)
{
	seq_printf(m, "%s %lu\n", name, value);
}

static int vmstat_show(struct seq_file *m, void *v)
{
	unsigned long *events = kcalloc(NR_VM_EVENT_ITEMS, sizeof(*events), GFP_KERNEL);

	if (!events)
		return -ENOMEM;
	for (int i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
		vmstat_line(m, zone_stat_names[i], global_zone_page_state(i));
	for (int i = 0; i < NR_VM_NUMA_EVENT_ITEMS; i++)
		vmstat_line(m, numa_stat_names[i], global_numa_event_state(i));
	for (int i = 0; i < NR_VM_NODE_STAT_ITEMS && node_stat_names[i]; i++)
		vmstat_line(m, node_stat_names[i], global_node_page_state(i));
	/* Nothing is written back, so nothing limits it. */
	vmstat_line(m, "nr_dirty_threshold", 0);
	vmstat_line(m, "nr_dirty_background_threshold", 0);
	all_vm_events(events);
	for (int i = 0; i < NR_VM_EVENT_ITEMS; i++)
		vmstat_line(m, event_names[i], events[i]);
	kfree(events);
	return 0;
}

void node_vmstat_print(char *buf, size_t size, int nid)
{
	size_t len = 0;

	for (int i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
		len += scnprintf(buf + len, size - len, "%s %lu\n", zone_stat_names[i],
				 sum_zone_node_page_state(nid, i));
	for (int i = 0; i < NR_VM_NUMA_EVENT_ITEMS; i++)
		len += scnprintf(buf + len, size - len, "%s %lu\n", numa_stat_names[i],
				 sum_zone_numa_event_state(nid, i));
	for (int i = 0; i < NR_VM_NODE_STAT_ITEMS && node_stat_names[i]; i++)
		len += scnprintf(buf + len, size - len, "%s %lu\n", node_stat_names[i],
				 node_page_state(NODE_DATA(nid), i));
}

void __init mm_proc_zone_init(void)
{
	proc_create_single("buddyinfo", 0444, NULL, buddyinfo_show);
	proc_create_single("pagetypeinfo", 0400, NULL, pagetypeinfo_show);
	proc_create_single("zoneinfo", 0444, NULL, zoneinfo_show);
	proc_create_single("vmstat", 0444, NULL, vmstat_show);
}
