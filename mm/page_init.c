// SPDX-License-Identifier: MIT
/*
 * mm/page_init.c - from the port's memory to zones with free pages
 *
 *	frame 0 is never given out (address 0 means "none" in many places)
 *
 *	x86_64   | DMA 16 MB | DMA32 .. 4 GB | Normal ...            all have an address
 *	x86_32   | DMA 16 MB | Normal .. 896 MB | HighMem ...        HighMem has none until kmap()
 *
 * Everything between is written in proportion to zones, not to frames: the struct page
 * array begins as zeros, and the bulk of each zone stays an untouched run (mm/page_buddy.c).
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/boot_options.h>
#include <linux/sprintf.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/errno.h>
#include <asm-generic/arch.h>
#include "init/calls.h"
#include "mm/memblock.h"
#include "mm/page_buddy.h"
#include "mm/page_init.h"
#include "mm/page_zonelist.h"
#include "mm/page_watermark.h"

/* With less than this the caches and tables of the boot itself leave nothing to work with. */
#define MEMORY_MIN_BYTES	(4UL << 20)

unsigned long page_offset_base;
unsigned long direct_map_size;
struct page *vmemmap_base;
unsigned long max_pfn;
unsigned long max_low_pfn;
unsigned char *zone_table;
struct pglist_data contig_page_data;
struct memory_layout memory_layout;
atomic_long_t _totalram_pages;
EXPORT_SYMBOL(page_offset_base);
EXPORT_SYMBOL(direct_map_size);
EXPORT_SYMBOL(vmemmap_base);
EXPORT_SYMBOL(max_pfn);
EXPORT_SYMBOL(zone_table);
EXPORT_SYMBOL(contig_page_data);
EXPORT_SYMBOL(_totalram_pages);

struct zone_plan {
	const char *name;
	u64 end;			/* one past its last byte; 0: the profile has no such zone */
};

#define TO_THE_END	(~0ULL)

static const struct zone_plan plan_x86_64[MAX_NR_ZONES] = {
	[ZONE_DMA]	= { "DMA", 16ULL << 20 },
	[ZONE_DMA32]	= { "DMA32", 4ULL << 30 },
	[ZONE_NORMAL]	= { "Normal", TO_THE_END },
	[ZONE_HIGHMEM]	= { "HighMem", 0 },
	[ZONE_MOVABLE]	= { "Movable", 0 },
};

static const struct zone_plan plan_x86_32[MAX_NR_ZONES] = {
	[ZONE_DMA]	= { "DMA", 16ULL << 20 },
	[ZONE_DMA32]	= { "DMA32", 0 },
	[ZONE_NORMAL]	= { "Normal", 896ULL << 20 },
	[ZONE_HIGHMEM]	= { "HighMem", TO_THE_END },
	[ZONE_MOVABLE]	= { "Movable", 0 },
};

static const struct zone_plan *machine_plan(void)
{
	return boot_options.machine == MACHINE_X86_32 ? plan_x86_32 : plan_x86_64;
}

static u64 machine_direct_size(u64 size)
{
	return boot_options.machine == MACHINE_X86_32 ? min(size, plan_x86_32[ZONE_NORMAL].end) : size;
}

static int __init memory_map(char *why, size_t why_size)
{
	struct arch_memory mem = {
		.size = ALIGN_DOWN(boot_options.mem, PAGE_SIZE),
	};
	int err;

	if (mem.size < MEMORY_MIN_BYTES) {
		snprintf(why, why_size, "mem=%lluK: too small, the machine needs at least %luM",
			 (unsigned long long)(boot_options.mem >> 10), MEMORY_MIN_BYTES >> 20);
		return -EINVAL;
	}
	mem.direct_size = machine_direct_size(mem.size);
	err = arch_memory_init(&mem, sizeof(struct page), why, why_size);
	if (err)
		return err;

	page_offset_base = (unsigned long)mem.direct_map;
	direct_map_size = mem.direct_size;
	vmemmap_base = mem.vmemmap;
	max_pfn = mem.size >> PAGE_SHIFT;
	max_low_pfn = mem.direct_size >> PAGE_SHIFT;
	memory_layout.window_start = mem.vmalloc_start;
	memory_layout.window_end = mem.vmalloc_end;
	return 0;
}

static void __init zone_setup(struct zone *zone, const struct zone_plan *plan,
			      unsigned long start_pfn, unsigned long end_pfn)
{
	unsigned long nr_blocks = (end_pfn >> pageblock_order) - (start_pfn >> pageblock_order) + 1;

	zone->name = plan->name;
	zone->zone_pgdat = &contig_page_data;
	zone->zone_start_pfn = start_pfn;
	zone->spanned_pages = zone->present_pages = end_pfn - start_pfn;
	buddy_zone_init(zone);
	if (start_pfn == end_pfn)
		return;
	zone->pageblock_flags = memblock_alloc(nr_blocks, 0);
	BUG_ON(!zone->pageblock_flags);
	memset(zone_table + (start_pfn >> ZONE_TABLE_SHIFT), zone_idx(zone),
	       ((end_pfn - 1) >> ZONE_TABLE_SHIFT) - (start_pfn >> ZONE_TABLE_SHIFT) + 1);
}

static void __init zones_setup(void)
{
	const struct zone_plan *plan = machine_plan();
	unsigned long start = 0;

	zone_table = memblock_alloc((max_pfn >> ZONE_TABLE_SHIFT) + 1, 0);
	BUG_ON(!zone_table);
	for (int i = 0; i < MAX_NR_ZONES; i++) {
		unsigned long end = min_t(u64, plan[i].end >> PAGE_SHIFT, max_pfn);

		end = max(start, end);
		zone_setup(&contig_page_data.node_zones[i], &plan[i], start, end);
		start = end;
	}
}

static void __init node_setup(void)
{
	struct pglist_data *pgdat = &contig_page_data;

	pgdat->nr_zones = MAX_NR_ZONES;
	pgdat->node_present_pages = pgdat->node_spanned_pages = max_pfn;
	spin_lock_init(&pgdat->__lruvec.lru_lock);
	for (int i = 0; i < NR_LRU_LISTS; i++)
		INIT_LIST_HEAD(&pgdat->__lruvec.lists[i]);
}

/* Frames that memblock keeps for ever: nobody may free them. */
static void __init reserve_pages(void)
{
	for (unsigned long i = 0; i < memblock.reserved.cnt; i++) {
		const struct memblock_region *r = &memblock.reserved.regions[i];
		unsigned long end = PFN_UP(r->base + r->size);

		for (unsigned long pfn = PFN_DOWN(r->base); pfn < end; pfn++) {
			__SetPageReserved(pfn_to_page(pfn));
			set_page_count(pfn_to_page(pfn), 1);
		}
	}
}

/* Frames that are free as a whole, cut at the zones' borders. */
static void __init free_range_add(unsigned long start, unsigned long end)
{
	struct zone *zone;

	for_each_populated_zone(zone) {
		unsigned long from = max(start, zone->zone_start_pfn);
		unsigned long to = min(end, zone_end_pfn(zone));

		if (from < to) {
			buddy_add_range(zone, from, to);
			atomic_long_add(to - from, &_totalram_pages);
		}
	}
}

static void __init memory_hand_over(void)
{
	phys_addr_t base, end = 0;

	reserve_pages();
	while (memblock_next_free(end, &base, &end))
		if (PFN_UP(base) < PFN_DOWN(end))
			free_range_add(PFN_UP(base), PFN_DOWN(end));
	memblock_hand_over();
}

int __init memory_init(char *why, size_t why_size)
{
	int err = memory_map(why, why_size);
	struct zone *zone;

	if (err)
		return err;
	memblock_reset(direct_map_size);
	memblock_add(0, (phys_addr_t)max_pfn << PAGE_SHIFT);
	memblock_reserve(0, PAGE_SIZE);
	node_setup();
	zones_setup();
	memory_hand_over();
	zonelists_build(&contig_page_data);
	watermarks_setup();

	for_each_populated_zone(zone)
		printk(KERN_DEBUG "  %-8s [mem %#018llx-%#018llx]\n", zone->name,
			(unsigned long long)PFN_PHYS(zone->zone_start_pfn),
			(unsigned long long)PFN_PHYS(zone_end_pfn(zone)) - 1);
	printk(KERN_DEBUG "Memory: %luK/%luK available, struct page %lu bytes per %luK frame (%lu.%02lu%%)\n",
		totalram_pages() << (PAGE_SHIFT - 10), max_pfn << (PAGE_SHIFT - 10),
		(unsigned long)sizeof(struct page), PAGE_SIZE >> 10,
		sizeof(struct page) * 100 / PAGE_SIZE, sizeof(struct page) * 10000 / PAGE_SIZE % 100);
	return 0;
}

/**
 * adjust_managed_page_count - change the number of pages that the allocator manages
 * @page:	a page of the zone in question
 * @count:	pages to add; below 0, to take away
 *
 * Row A1.
 * Context: any; atomic, without a lock.
 */
void adjust_managed_page_count(struct page *page, long count)
{
	atomic_long_add(count, &page_zone(page)->managed_pages);
	atomic_long_add(count, &_totalram_pages);
}
EXPORT_SYMBOL(adjust_managed_page_count);

/**
 * free_reserved_page - hand a page that boot kept to the page allocator
 * @page:	a page with PG_reserved that nobody uses
 *
 * Row A1.
 * Context: any.
 */
void free_reserved_page(struct page *page)
{
	ClearPageReserved(page);
	set_page_count(page, 1);
	page->alloc_order = 0;
	__free_page(page);
	adjust_managed_page_count(page, 1);
}
EXPORT_SYMBOL(free_reserved_page);
