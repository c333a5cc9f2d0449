// SPDX-License-Identifier: MIT
/*
 * mm/proc.c - the memory system's files in /proc, in Linux's formats
 *
 * meminfo buddyinfo pagetypeinfo zoneinfo vmstat vmallocinfo
 * Row B7. Values of things that don't exist yet (page cache, swap) are 0, as they are on a
 * Linux machine that does not use them.
 * Linux      vmallocinfo is readable by all, for nothing here needs root.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/boot_options.h>
#include <linux/highmem.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/init.h>
#include "init/calls.h"
#include "mm/page_buddy.h"
#include "mm/page_pcp.h"
#include "mm/slab.h"
#include "mm/sysctl.h"
#include "mm/vmap_area.h"

#define K(nr_pages)	((nr_pages) << (PAGE_SHIFT - 10))

/* ---- /proc/meminfo ---- */

static void show_kb(struct seq_file *m, const char *name, unsigned long kb)
{
	seq_printf(m, "%-16s%8lu kB\n", name, kb);
}

static void show_zeros(struct seq_file *m, const char *const *names, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++)
		show_kb(m, names[i], 0);
}

static void show_highmem(struct seq_file *m, const struct sysinfo *i)
{
	show_kb(m, "HighTotal:", K(i->totalhigh));
	show_kb(m, "HighFree:", K(i->freehigh));
	show_kb(m, "LowTotal:", K(i->totalram - i->totalhigh));
	show_kb(m, "LowFree:", K(i->freeram - i->freehigh));
}

static int meminfo_show(struct seq_file *m, void *v)
{
	static const char *const lru[] = {
		"Buffers:", "Cached:", "SwapCached:", "Active:", "Inactive:", "Active(anon):",
		"Inactive(anon):", "Active(file):", "Inactive(file):", "Unevictable:", "Mlocked:",
	};
	static const char *const io[] = {
		"SwapTotal:", "SwapFree:", "Dirty:", "Writeback:", "AnonPages:", "Mapped:", "Shmem:",
	};
	static const char *const tables[] = {
		"KernelStack:", "PageTables:", "SecPageTables:", "NFS_Unstable:", "Bounce:",
		"WritebackTmp:",
	};
	unsigned long reclaimable = global_node_page_state(NR_SLAB_RECLAIMABLE_B);
	unsigned long unreclaimable = global_node_page_state(NR_SLAB_UNRECLAIMABLE_B);
	struct sysinfo i;

	si_meminfo(&i);
	show_kb(m, "MemTotal:", K(i.totalram));
	show_kb(m, "MemFree:", K(i.freeram));
	show_kb(m, "MemAvailable:", K(si_mem_available()));
	show_zeros(m, lru, ARRAY_SIZE(lru));
	if (boot_options.machine == MACHINE_X86_32)
		show_highmem(m, &i);
	show_zeros(m, io, ARRAY_SIZE(io));
	show_kb(m, "KReclaimable:", K(reclaimable));
	show_kb(m, "Slab:", K(reclaimable + unreclaimable));
	show_kb(m, "SReclaimable:", K(reclaimable));
	show_kb(m, "SUnreclaim:", K(unreclaimable));
	show_zeros(m, tables, ARRAY_SIZE(tables));
	show_kb(m, "CommitLimit:", K(i.totalram / 2));
	show_kb(m, "Committed_AS:", 0);
	show_kb(m, "VmallocTotal:", VMALLOC_TOTAL >> 10);
	show_kb(m, "VmallocUsed:", K(vmalloc_nr_pages()));
	show_kb(m, "VmallocChunk:", 0);
	show_kb(m, "Percpu:", K(global_node_page_state(NR_PERCPU)));
	show_kb(m, "DirectMap4k:", direct_map_size >> 10);
	return 0;
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

static int pagetypeinfo_show(struct seq_file *m, void *v)
{
	struct zone *zone;

	seq_printf(m, "Page block order: %d\n", pageblock_order);
	seq_printf(m, "Pages per block:  %lu\n\n", pageblock_nr_pages);
	seq_printf(m, "%-43s ", "Free pages count per migrate type at order");
	for (int order = 0; order < MAX_ORDER; order++)
		seq_printf(m, "%6d ", order);
	seq_putc(m, '\n');
	for_each_populated_zone(zone)
		pagetype_free_show(m, zone);

	seq_printf(m, "\n%-23s", "Number of blocks type ");
	for (int type = 0; type < MIGRATE_TYPES; type++)
		seq_printf(m, "%12s ", migratetype_names[type]);
	seq_putc(m, '\n');
	for_each_populated_zone(zone) {
		seq_printf(m, "Node %d, zone %8s ", zone_to_nid(zone), zone->name);
		for (int type = 0; type < MIGRATE_TYPES; type++)
			seq_printf(m, "%12lu ", buddy_nr_pageblocks(zone, type));
		seq_putc(m, '\n');
	}
	return 0;
}

/* ---- /proc/zoneinfo, vmstat ---- */

static const char *const zone_stat_names[NR_VM_ZONE_STAT_ITEMS] = {
	"nr_free_pages", "nr_zone_inactive_anon", "nr_zone_active_anon", "nr_zone_inactive_file",
	"nr_zone_active_file", "nr_zone_unevictable", "nr_zone_write_pending", "nr_mlock",
	"nr_bounce",
};

/* Node statistics of things that are not there yet, by their names. */
static const char *const node_zero_names[] = {
	"nr_inactive_anon", "nr_active_anon", "nr_inactive_file", "nr_active_file",
	"nr_unevictable",
};

static const char *const node_zero_names_2[] = {
	"nr_isolated_anon", "nr_isolated_file", "nr_anon_pages", "nr_mapped", "nr_file_pages",
	"nr_dirty", "nr_writeback", "nr_shmem", "nr_kernel_stack", "nr_page_table_pages",
};

typedef void (*stat_show_t)(struct seq_file *m, const char *name, unsigned long value);

static void node_stats_show(struct seq_file *m, stat_show_t show)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(node_zero_names); i++)
		show(m, node_zero_names[i], 0);
	show(m, "nr_slab_reclaimable", global_node_page_state(NR_SLAB_RECLAIMABLE_B));
	show(m, "nr_slab_unreclaimable", global_node_page_state(NR_SLAB_UNRECLAIMABLE_B));
	for (unsigned int i = 0; i < ARRAY_SIZE(node_zero_names_2); i++)
		show(m, node_zero_names_2[i], 0);
}

static void zoneinfo_stat_show(struct seq_file *m, const char *name, unsigned long value)
{
	seq_printf(m, "\n      %-12s %lu", name, value);
}

static void zoneinfo_pagesets_show(struct seq_file *m, struct zone *zone)
{
	unsigned int cpu;

	seq_puts(m, "\n  pagesets");
	for_each_online_cpu(cpu) {
		const struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);

		seq_printf(m, "\n    cpu: %u\n              count: %lu\n              high:  %d"
			   "\n              batch: %d", cpu, pcp_nr_cpu(zone, cpu), pcp->high, pcp->batch);
	}
}

static void zoneinfo_zone_show(struct seq_file *m, struct zone *zone, bool first)
{
	seq_printf(m, "Node %d, zone %8s", zone_to_nid(zone), zone->name);
	if (first) {
		seq_puts(m, "\n  per-node stats");
		node_stats_show(m, zoneinfo_stat_show);
	}
	seq_printf(m, "\n  pages free     %lu\n        boost    %lu\n        min      %lu"
		   "\n        low      %lu\n        high     %lu\n        spanned  %lu"
		   "\n        present  %lu\n        managed  %lu\n        cma      0",
		   zone_page_state(zone, NR_FREE_PAGES), zone->watermark_boost, min_wmark_pages(zone),
		   low_wmark_pages(zone), high_wmark_pages(zone), zone->spanned_pages,
		   zone->present_pages, zone_managed_pages(zone));
	seq_printf(m, "\n        protection: (%ld", zone->lowmem_reserve[0]);
	for (int i = 1; i < MAX_NR_ZONES; i++)
		seq_printf(m, ", %ld", zone->lowmem_reserve[i]);
	seq_putc(m, ')');
	if (!populated_zone(zone)) {
		seq_putc(m, '\n');
		return;
	}
	for (int i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
		zoneinfo_stat_show(m, zone_stat_names[i], zone_page_state(zone, i));
	zoneinfo_pagesets_show(m, zone);
	seq_printf(m, "\n  vm stats threshold: 0\n  node_unreclaimable:  0\n  start_pfn:           %lu\n",
		   zone->zone_start_pfn);
}

static int zoneinfo_show(struct seq_file *m, void *v)
{
	struct zone *zone;
	bool first = true;

	for_each_zone(zone) {
		zoneinfo_zone_show(m, zone, first && populated_zone(zone));
		first = first && !populated_zone(zone);
	}
	return 0;
}

static void vmstat_line(struct seq_file *m, const char *name, unsigned long value)
{
	seq_printf(m, "%s %lu\n", name, value);
}

/* Frames given out and taken back, on the CPUs' lists and past them. */
static void zone_traffic(struct zone *zone, unsigned long *nr_alloc, unsigned long *nr_free)
{
	pcp_traffic(zone, nr_alloc, nr_free);
	*nr_alloc += atomic_long_read(&zone->nr_alloc_buddy);
	*nr_free += atomic_long_read(&zone->nr_free_buddy);
}

static int vmstat_show(struct seq_file *m, void *v)
{
	static const char *const zone_names[MAX_NR_ZONES] = {
		"pgalloc_dma", "pgalloc_dma32", "pgalloc_normal", "pgalloc_high", "pgalloc_movable",
	};
	static const char *const zero_events[] = {
		"pgpgin", "pgpgout", "pswpin", "pswpout",
	};
	unsigned long nr_alloc, nr_free, nr_free_sum = 0;

	for (int i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
		vmstat_line(m, zone_stat_names[i], global_zone_page_state(i));
	node_stats_show(m, vmstat_line);
	for (unsigned int i = 0; i < ARRAY_SIZE(zero_events); i++)
		vmstat_line(m, zero_events[i], 0);
	for (int i = 0; i < MAX_NR_ZONES; i++) {
		zone_traffic(&NODE_DATA(0)->node_zones[i], &nr_alloc, &nr_free);
		vmstat_line(m, zone_names[i], nr_alloc);
		nr_free_sum += nr_free;
	}
	vmstat_line(m, "pgfree", nr_free_sum);
	return 0;
}

/* ---- /proc/vmallocinfo ---- */

struct area_list {
	struct vm_struct *areas;
	unsigned int nr;
	unsigned int room;
};

static bool area_count(struct vmap_area *area, void *arg)
{
	((struct area_list *)arg)->room++;
	return true;
}

static bool area_copy(struct vmap_area *area, void *arg)
{
	struct area_list *list = arg;

	if (list->nr == list->room)
		return false;
	list->areas[list->nr] = *area->vm;
	list->areas[list->nr++].addr = (void *)area->start;
	return true;
}

static void area_show(struct seq_file *m, const struct vm_struct *vm)
{
	static const struct {
		unsigned long flag;
		const char *text;
	} kinds[] = {
		{ VM_IOREMAP, " ioremap" }, { VM_ALLOC, " vmalloc" }, { VM_MAP, " vmap" },
		{ VM_USERMAP, " user" }, { VM_DMA_COHERENT, " dma-coherent" },
	};

	seq_printf(m, "0x%px-0x%px %7ld", vm->addr, (char *)vm->addr + vm->size, (long)vm->size);
	if (vm->caller)
		seq_printf(m, " %pS", vm->caller);
	if (vm->nr_pages)
		seq_printf(m, " pages=%u", vm->nr_pages);
	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++)
		if (vm->flags & kinds[i].flag)
			seq_puts(m, kinds[i].text);
	if (is_vmalloc_addr(vm->pages))
		seq_puts(m, " vpages");
	if (vm->nr_pages)
		seq_printf(m, " N0=%u", vm->nr_pages);
	seq_putc(m, '\n');
}

/* Copied first: to name a caller takes long and may sleep. */
static int vmallocinfo_show(struct seq_file *m, void *v)
{
	struct area_list list = { .nr = 0 };

	vmap_area_for_each(area_count, &list);
	list.areas = kcalloc(list.room + 1, sizeof(list.areas[0]), GFP_KERNEL);
	if (!list.areas)
		return -ENOMEM;
	vmap_area_for_each(area_copy, &list);
	for (unsigned int i = 0; i < list.nr; i++)
		area_show(m, &list.areas[i]);
	kfree(list.areas);
	return 0;
}

void __init mm_proc_init(void)
{
	mm_sysctl_init();
	proc_create_single("meminfo", 0444, NULL, meminfo_show);
	proc_create_single("buddyinfo", 0444, NULL, buddyinfo_show);
	proc_create_single("pagetypeinfo", 0400, NULL, pagetypeinfo_show);
	proc_create_single("zoneinfo", 0444, NULL, zoneinfo_show);
	proc_create_single("vmstat", 0444, NULL, vmstat_show);
	slab_proc_init();
	proc_create_single("vmallocinfo", 0444, NULL, vmallocinfo_show);
}
