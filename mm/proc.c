// SPDX-License-Identifier: MIT
/*
 * mm/proc.c - the memory system's files in /proc, in Linux's formats
 *
 * meminfo buddyinfo pagetypeinfo zoneinfo vmstat, and quarry/memory
 * Row B7. Values of things that don't exist yet (page cache, swap) are 0, as they are on a
 * Linux machine that does not use them.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/highmem.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/init.h>
#include <asm-generic/arch.h>
#include "init/calls.h"
#include "mm/memory_map.h"
#include "mm/page_pcp.h"
#include "mm/page_release.h"
#include "mm/proc.h"
#include "mm/slab.h"
#include "mm/sysctl.h"
#include "mm/vmalloc.h"

struct proc_dir_entry *proc_quarry;

#define K(nr_pages)	((nr_pages) << (PAGE_SHIFT - 10))

/* ---- /proc/meminfo ---- */

static void show_kb(struct seq_file *m, const char *name, unsigned long kb)
{
	seq_printf(m, "%-16s%8lu kB\n", name, kb);
}

static void show_node(struct seq_file *m, const char *name, enum node_stat_item item)
{
	show_kb(m, name, K(global_node_page_state(item)));
}

static void show_lru(struct seq_file *m)
{
	show_kb(m, "Active:", K(global_node_page_state(NR_ACTIVE_ANON) +
				global_node_page_state(NR_ACTIVE_FILE)));
	show_kb(m, "Inactive:", K(global_node_page_state(NR_INACTIVE_ANON) +
				  global_node_page_state(NR_INACTIVE_FILE)));
	show_node(m, "Active(anon):", NR_ACTIVE_ANON);
	show_node(m, "Inactive(anon):", NR_INACTIVE_ANON);
	show_node(m, "Active(file):", NR_ACTIVE_FILE);
	show_node(m, "Inactive(file):", NR_INACTIVE_FILE);
	show_node(m, "Unevictable:", NR_UNEVICTABLE);
	show_kb(m, "Mlocked:", K(global_zone_page_state(NR_MLOCK)));
}

static void show_highmem(struct seq_file *m, const struct sysinfo *i)
{
	show_kb(m, "HighTotal:", K(i->totalhigh));
	show_kb(m, "HighFree:", K(i->freehigh));
	show_kb(m, "LowTotal:", K(i->totalram - i->totalhigh));
	show_kb(m, "LowFree:", K(i->freeram - i->freehigh));
}

static void show_slab(struct seq_file *m)
{
	unsigned long reclaimable = global_node_page_state(NR_SLAB_RECLAIMABLE_B);
	unsigned long unreclaimable = global_node_page_state(NR_SLAB_UNRECLAIMABLE_B);

	show_kb(m, "KReclaimable:",
		K(reclaimable + global_node_page_state(NR_KERNEL_MISC_RECLAIMABLE)));
	show_kb(m, "Slab:", K(reclaimable + unreclaimable));
	show_kb(m, "SReclaimable:", K(reclaimable));
	show_kb(m, "SUnreclaim:", K(unreclaimable));
}

static int meminfo_show(struct seq_file *m, void *v)
{
	unsigned long swapcache = global_node_page_state(NR_SWAPCACHE);
	struct sysinfo i;

	si_meminfo(&i);
	show_kb(m, "MemTotal:", K(i.totalram));
	show_kb(m, "MemFree:", K(i.freeram));
	show_kb(m, "MemAvailable:", K(si_mem_available()));
	show_kb(m, "Buffers:", K(i.bufferram));
	show_kb(m, "Cached:", K(global_node_page_state(NR_FILE_PAGES) - swapcache - i.bufferram));
	show_kb(m, "SwapCached:", K(swapcache));
	show_lru(m);
	if (zone_types & (1U << ZONE_HIGHMEM))
		show_highmem(m, &i);
	show_kb(m, "SwapTotal:", K(i.totalswap));
	show_kb(m, "SwapFree:", K(i.freeswap));
	show_node(m, "Dirty:", NR_FILE_DIRTY);
	show_node(m, "Writeback:", NR_WRITEBACK);
	show_node(m, "AnonPages:", NR_ANON_MAPPED);
	show_node(m, "Mapped:", NR_FILE_MAPPED);
	show_kb(m, "Shmem:", K(i.sharedram));
	show_slab(m);
	show_kb(m, "KernelStack:", global_node_page_state(NR_KERNEL_STACK_KB));
	show_node(m, "PageTables:", NR_PAGETABLE);
	show_node(m, "SecPageTables:", NR_SECONDARY_PAGETABLE);
	show_kb(m, "NFS_Unstable:", 0);
	show_kb(m, "Bounce:", K(global_zone_page_state(NR_BOUNCE)));
	show_node(m, "WritebackTmp:", NR_WRITEBACK_TEMP);
	show_kb(m, "CommitLimit:", K(i.totalram / 2));
	show_kb(m, "Committed_AS:", 0);
	show_kb(m, "VmallocTotal:", VMALLOC_TOTAL >> 10);
	show_kb(m, "VmallocUsed:", K(vmalloc_nr_pages()));
	show_kb(m, "VmallocChunk:", 0);
	show_kb(m, "Percpu:", K(global_node_page_state(NR_PERCPU)));
	show_kb(m, "DirectMap4k:", direct_map_size >> 10);
	return 0;
}

/* ---- /proc/quarry/memory ---- */

/* What the machine costs its host, has given back to it since boot, and needs to describe its frames. Row A1. */
static int memory_show(struct seq_file *m, void *v)
{
	unsigned long free = nr_free_pages(), all = totalram_pages(), part = sizeof(struct page) * 10000 / PAGE_SIZE;
	struct zone *zone;

	for_each_populated_zone(zone)
		free += pcp_nr_pages(zone);
	show_kb(m, "Present:", K(all));
	show_kb(m, "Used:", K(all - free));
	show_kb(m, "Resident:", K(arch_resident_pages()));
	show_kb(m, "Returned:", K(page_release_returned()));
	seq_printf(m, "Frame:          %8lu bytes\n", PAGE_SIZE);
	seq_printf(m, "StructPage:     %8lu bytes, %lu.%02lu %% of a frame\n", (unsigned long)sizeof(struct page),
		   part / 100, part % 100);
	return 0;
}

void __init mm_proc_init(void)
{
	proc_quarry = proc_mkdir("quarry", NULL);
	proc_create_single("memory", 0444, proc_quarry, memory_show);
	mm_sysctl_init();
	proc_create_single("meminfo", 0444, NULL, meminfo_show);
	mm_proc_zone_init();
	slab_proc_init();
	vmalloc_proc_init();
}
