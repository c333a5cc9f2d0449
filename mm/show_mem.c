// SPDX-License-Identifier: MIT
/*
 * mm/show_mem.c - the state of memory in the log: when an allocation failed, and on request
 *
 * The lines are Linux 6.1's, less the counts of what does not exist here.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/oom.h>
#include <linux/vmstat.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include "mm/gfp_table.h"
#include "mm/page_alloc.h"
#include "mm/page_buddy.h"
#include "mm/page_pcp.h"
#include "mm/page_watermark.h"
#include "mm/reclaim.h"

#define KB(pages)	((unsigned long)(pages) << (PAGE_SHIFT - 10))

static bool node_is_skipped(unsigned int filter, int nid, const nodemask_t *nodemask)
{
	return (filter & SHOW_MEM_FILTER_NODES) && nodemask && !node_isset(nid, *nodemask);
}

static bool zone_is_shown(struct zone *zone, unsigned int filter, const nodemask_t *nodemask,
			  int highest)
{
	return (int)zone_idx(zone) <= highest &&
	       !node_is_skipped(filter, zone_to_nid(zone), nodemask);
}

static unsigned long node_count(enum node_stat_item item)
{
	return global_node_page_state(item);
}

static void show_totals(unsigned int filter, const nodemask_t *nodemask, int highest)
{
	unsigned long free_pcp = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		if (zone_is_shown(zone, filter, nodemask, highest))
			free_pcp += pcp_nr_pages(zone);
	printk("active_anon:%lu inactive_anon:%lu isolated_anon:%lu\n", node_count(NR_ACTIVE_ANON),
	       node_count(NR_INACTIVE_ANON), node_count(NR_ISOLATED_ANON));
	printk(" active_file:%lu inactive_file:%lu isolated_file:%lu\n", node_count(NR_ACTIVE_FILE),
	       node_count(NR_INACTIVE_FILE), node_count(NR_ISOLATED_FILE));
	printk(" unevictable:%lu dirty:%lu writeback:%lu\n", node_count(NR_UNEVICTABLE),
	       node_count(NR_FILE_DIRTY), node_count(NR_WRITEBACK));
	printk(" slab_reclaimable:%lu slab_unreclaimable:%lu\n", node_count(NR_SLAB_RECLAIMABLE_B),
	       node_count(NR_SLAB_UNRECLAIMABLE_B));
	printk(" mapped:%lu shmem:%lu pagetables:%lu\n", node_count(NR_FILE_MAPPED),
	       node_count(NR_SHMEM), node_count(NR_PAGETABLE));
	printk(" sec_pagetables:%lu bounce:%lu\n", node_count(NR_SECONDARY_PAGETABLE),
	       global_zone_page_state(NR_BOUNCE));
	printk(" kernel_misc_reclaimable:%lu\n", node_count(NR_KERNEL_MISC_RECLAIMABLE));
	printk(" free:%lu free_pcp:%lu free_cma:%lu\n", nr_free_pages(), free_pcp,
	       global_zone_page_state(NR_FREE_CMA_PAGES));
}

static void show_node_counts(struct pglist_data *pgdat)
{
	static const struct {
		enum node_stat_item item;
		const char *name;
	} counts[] = {
		{ NR_ACTIVE_ANON, "active_anon" }, { NR_INACTIVE_ANON, "inactive_anon" },
		{ NR_ACTIVE_FILE, "active_file" }, { NR_INACTIVE_FILE, "inactive_file" },
		{ NR_UNEVICTABLE, "unevictable" }, { NR_ISOLATED_ANON, "isolated(anon)" },
		{ NR_ISOLATED_FILE, "isolated(file)" }, { NR_FILE_MAPPED, "mapped" },
		{ NR_FILE_DIRTY, "dirty" }, { NR_WRITEBACK, "writeback" }, { NR_SHMEM, "shmem" },
		{ NR_WRITEBACK_TEMP, "writeback_tmp" },
	};

	printk("Node %d", pgdat->node_id);
	for (unsigned int i = 0; i < ARRAY_SIZE(counts); i++)
		pr_cont(" %s:%lukB", counts[i].name, KB(node_page_state(pgdat, counts[i].item)));
	pr_cont(" kernel_stack:%lukB pagetables:%lukB sec_pagetables:%lukB all_unreclaimable? %s\n",
		node_page_state(pgdat, NR_KERNEL_STACK_KB),
		KB(node_page_state(pgdat, NR_PAGETABLE)),
		KB(node_page_state(pgdat, NR_SECONDARY_PAGETABLE)),
		READ_ONCE(pgdat->kswapd_failures) >= MAX_RECLAIM_RETRIES ? "yes" : "no");
}

static void show_zone_counts(struct zone *zone)
{
	printk("Node %d %s free:%lukB boost:%lukB min:%lukB low:%lukB high:%lukB",
	       zone_to_nid(zone), zone->name, KB(zone_page_state(zone, NR_FREE_PAGES)),
	       KB(zone->watermark_boost), KB(wmark_pages(zone, WMARK_MIN)),
	       KB(wmark_pages(zone, WMARK_LOW)), KB(wmark_pages(zone, WMARK_HIGH)));
	pr_cont(" active_anon:%lukB inactive_anon:%lukB active_file:%lukB inactive_file:%lukB unevictable:%lukB writepending:%lukB",
		KB(zone_page_state(zone, NR_ZONE_ACTIVE_ANON)),
		KB(zone_page_state(zone, NR_ZONE_INACTIVE_ANON)),
		KB(zone_page_state(zone, NR_ZONE_ACTIVE_FILE)),
		KB(zone_page_state(zone, NR_ZONE_INACTIVE_FILE)),
		KB(zone_page_state(zone, NR_ZONE_UNEVICTABLE)),
		KB(zone_page_state(zone, NR_ZONE_WRITE_PENDING)));
	pr_cont(" present:%lukB managed:%lukB mlocked:%lukB bounce:%lukB free_pcp:%lukB local_pcp:%lukB\n",
		KB(zone->present_pages), KB(zone_managed_pages(zone)),
		KB(zone_page_state(zone, NR_MLOCK)), KB(zone_page_state(zone, NR_BOUNCE)),
		KB(pcp_nr_pages(zone)), KB(pcp_nr_local(zone)));
	printk("lowmem_reserve[]:");
	for (int i = 0; i < MAX_NR_ZONES; i++)
		pr_cont(" %ld", zone->lowmem_reserve[i]);
	pr_cont("\n");
}

/* The letters of the migrate types that have a free block of @order. */
static void show_migrate_types(struct zone *zone, unsigned int order)
{
	static const char letters[MIGRATE_TYPES] = {
		[MIGRATE_UNMOVABLE] = 'U', [MIGRATE_MOVABLE] = 'M', [MIGRATE_RECLAIMABLE] = 'E',
		[MIGRATE_HIGHATOMIC] = 'H',
	};
	char text[MIGRATE_TYPES + 1];
	int len = 0;

	for (int type = 0; type < MIGRATE_TYPES; type++)
		if (buddy_nr_blocks(zone, order, type))
			text[len++] = letters[type];
	text[len] = '\0';
	pr_cont("(%s) ", text);
}

static void show_zone_blocks(struct zone *zone)
{
	unsigned long total = 0;

	printk("Node %d %s: ", zone_to_nid(zone), zone->name);
	for (unsigned int order = 0; order < MAX_ORDER; order++) {
		unsigned long nr = buddy_nr_blocks(zone, order, -1);

		pr_cont("%lu*%lukB ", nr, KB(1) << order);
		if (nr)
			show_migrate_types(zone, order);
		total += nr << order;
	}
	pr_cont("= %lukB\n", KB(total));
}

void __show_free_areas(unsigned int filter, nodemask_t *nodemask, int highest)
{
	struct pglist_data *pgdat;
	struct zone *zone;

	show_totals(filter, nodemask, highest);
	for_each_online_pgdat(pgdat)
		if (!node_is_skipped(filter, pgdat->node_id, nodemask))
			show_node_counts(pgdat);
	for_each_populated_zone(zone)
		if (zone_is_shown(zone, filter, nodemask, highest))
			show_zone_counts(zone);
	for_each_populated_zone(zone)
		if (zone_is_shown(zone, filter, nodemask, highest))
			show_zone_blocks(zone);
}

void __show_mem(unsigned int filter, nodemask_t *nodemask, int highest)
{
	unsigned long total = 0, high = 0, reserved = 0;
	struct zone *zone;

	printk("Mem-Info:\n");
	__show_free_areas(filter, nodemask, highest);
	for_each_populated_zone(zone) {
		total += zone->present_pages;
		reserved += zone->present_pages - zone_managed_pages(zone);
		if (is_highmem(zone) || zone_idx(zone) == ZONE_MOVABLE)
			high += zone->present_pages;
	}
	printk("%lu pages RAM\n", total);
	printk("%lu pages HighMem/MovableOnly\n", high);
	printk("%lu pages reserved\n", reserved);
}

/* Who may use the reserve, or can't choose its nodes, is told about all of them. */
static unsigned int show_filter(gfp_t gfp)
{
	if (!gfp_asks(REPORT, gfp, __GFP_NOMEMALLOC) &&
	    (tsk_is_oom_victim(current) || (current->flags & (PF_MEMALLOC | PF_EXITING))))
		return 0;
	if (!in_task() || !gfp_asks(REPORT, gfp, __GFP_DIRECT_RECLAIM))
		return 0;
	return SHOW_MEM_FILTER_NODES;
}

static bool has_managed_dma(void)
{
	struct pglist_data *pgdat;

	for_each_online_pgdat(pgdat)
		if (managed_zone(&pgdat->node_zones[ZONE_DMA]))
			return true;
	return false;
}

void warn_alloc(gfp_t gfp_mask, nodemask_t *nodemask, const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	if (gfp_asks(REPORT, gfp_mask, __GFP_NOWARN) || !__ratelimit(&alloc_report_rate))
		return;
	if (gfp_asks(REPORT, gfp_mask, __GFP_DMA) && !has_managed_dma())
		return;
	va_start(args, fmt);
	vaf.va = &args;
	pr_warn("%s: %pV, mode:%#x(%pGg), nodemask=%*pbl\n", current->comm, &vaf, gfp_mask, &gfp_mask,
		nodemask ? MAX_NUMNODES : 0, nodemask ? nodemask->bits : NULL);
	va_end(args);
	dump_stack();
	__show_mem(show_filter(gfp_mask), nodemask, gfp_zone(gfp_mask));
}
