// SPDX-License-Identifier: MIT
/*
 * mm/page_init.c - from the port's memory to nodes and zones with free pages
 *
 *	memory_map_read()   boot options: zones' ends, holes      mm/memory_map.c
 *	numa_init()         where nodes begin, whose CPU is whose mm/numa.c
 *	memory_provide()    the port makes the memory
 *	nodes_setup()       struct pglist_data and struct zone; the table from frame to zone
 *	memory_hand_over()  what boot has not reserved goes to the zones; memblock closes
 *
 * Frame 0 is never given out (address 0 means "none" in many places). Everything is written in
 * proportion to zones, not to frames: the struct page array begins as zeros, and the bulk of each
 * zone stays an untouched run (mm/page_buddy.c).
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/sprintf.h>
#include <linux/export.h>
#include <linux/boot_options.h>
#include <linux/init.h>
#include <linux/errno.h>
#include <asm-generic/arch.h>
#include "init/calls.h"
#include "mm/memblock.h"
#include "mm/memory_map.h"
#include "mm/numa.h"
#include "mm/page_buddy.h"
#include "mm/page_debug.h"
#include "mm/page_init.h"
#include "mm/page_pcp.h"
#include "mm/page_zonelist.h"
#include "mm/page_watermark.h"

/*
 * With less than this the caches and tables of the boot itself leave nothing to work with. Each CPU has
 * its copy of per-CPU memory and three stacks, and there are some threads more.
 */
#define MEMORY_MIN_BYTES	(4UL << 20)
#define BOOT_BYTES		(2UL << 20)
#define BOOT_STACKS		12
#define CPU_BYTES		(128UL << 10)
#define CPU_STACKS		3

unsigned long page_offset_base;
unsigned long direct_map_size;
struct page *vmemmap_base;
unsigned long max_pfn;
unsigned long max_low_pfn;
unsigned short *frame_table;
struct zone *zone_by_id[MAX_NUMNODES * MAX_NR_ZONES];
struct pglist_data *node_data[MAX_NUMNODES];
enum zone_type movable_zone;
struct memory_layout memory_layout;
atomic_long_t _totalram_pages;
/* For the core, which need not go through the tables of a shared library. */
extern struct page *core_vmemmap __attribute__((alias("vmemmap_base"), visibility("hidden")));
extern unsigned long core_max_pfn __attribute__((alias("max_pfn"), visibility("hidden")));

EXPORT_SYMBOL(page_offset_base);
EXPORT_SYMBOL(direct_map_size);
EXPORT_SYMBOL(vmemmap_base);
EXPORT_SYMBOL(max_pfn);
EXPORT_SYMBOL(frame_table);
EXPORT_SYMBOL(zone_by_id);
EXPORT_SYMBOL(node_data);
EXPORT_SYMBOL(movable_zone);
EXPORT_SYMBOL(_totalram_pages);

static unsigned long __init memory_least(void)
{
	unsigned long stack = PAGE_SIZE << boot_options.stack_order;

	return max(MEMORY_MIN_BYTES, BOOT_BYTES + BOOT_STACKS * stack + nr_cpu_ids * (CPU_BYTES + CPU_STACKS * stack));
}

static int __init memory_provide(const struct memory_map *map, char *why, size_t why_size)
{
	struct arch_memory mem = {
		.size = map->size,
		.direct_size = map->direct_size,
	};
	unsigned long least = memory_least();
	int err;

	if (memblock_phys_mem_size() < least || mem.direct_size < least) {
		snprintf(why, why_size, "mem=%lluK: too small, a machine with nr_cpus=%u needs at least %luK",
			 min_t(u64, memblock_phys_mem_size(), mem.direct_size) >> 10, nr_cpu_ids, least >> 10);
		return -EINVAL;
	}
	if (mem.size > mem.direct_size && !(arch_features() & ARCH_HAS_MMU)) {
		snprintf(why, why_size, "high memory needs windows, and this port can map nothing: no zone may lie above %lluK",
			 (unsigned long long)mem.direct_size >> 10);
		return -EINVAL;
	}
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

/* ---- nodes and their zones ---- */

/* Frames of memory within [start, end): those of holes are not counted. */
static unsigned long __init present_pages(unsigned long start, unsigned long end)
{
	unsigned long nr_pages = 0;

	for (unsigned long i = 0; i < memblock.memory.cnt; i++) {
		const struct memblock_region *r = &memblock.memory.regions[i];
		unsigned long from = max(start, (unsigned long)PFN_UP(r->base));
		unsigned long to = min(end, (unsigned long)PFN_DOWN(r->base + r->size));

		if (from < to)
			nr_pages += to - from;
	}
	return nr_pages;
}

/* Whole cache lines, so that one table touches the next and they are one range of memblock's. */
static void *__init boot_table(unsigned long size, int nid)
{
	void *table = memblock_alloc_node(ALIGN(size, SMP_CACHE_BYTES), SMP_CACHE_BYTES, nid);

	if (!table)
		panic("No boot memory for a table of %lu bytes", size);
	return table;
}

static void __init frame_table_fill(struct zone *zone)
{
	unsigned int id = zone->node * MAX_NR_ZONES + zone_idx(zone);

	zone_by_id[id] = zone;
	for (unsigned long s = zone->zone_start_pfn >> SECTION_SHIFT;
	     s <= (zone_end_pfn(zone) - 1) >> SECTION_SHIFT; s++)
		frame_table[s] = id;
}

static void __init zone_setup(struct zone *zone, struct pglist_data *pgdat, unsigned long start_pfn,
			      unsigned long end_pfn)
{
	unsigned long nr_blocks = (end_pfn >> pageblock_order) - (start_pfn >> pageblock_order) + 1;

	zone->zone_pgdat = pgdat;
	zone->node = pgdat->node_id;
	zone->name = zone_type_names[zone_idx(zone)];
	buddy_zone_init(zone);
	pcp_zone_early(zone);
	if (start_pfn >= end_pfn)
		return;
	zone->zone_start_pfn = start_pfn;
	zone->spanned_pages = end_pfn - start_pfn;
	zone->present_pages = present_pages(start_pfn, end_pfn);
	zone->pageblock_flags = boot_table(nr_blocks, zone->node);
	frame_table_fill(zone);
	if (!populated_zone(zone))
		return;
	node_set_state(zone->node, N_MEMORY);
	node_set_state(zone->node, N_HIGH_MEMORY);
	if (!is_highmem(zone))
		node_set_state(zone->node, N_NORMAL_MEMORY);
}

static void __init node_setup(const struct memory_map *map, int nid)
{
	struct pglist_data *pgdat = boot_table(sizeof(*pgdat), nid);
	phys_addr_t start, end, zone_start = 0;

	numa_node_range(nid, &start, &end);
	NODE_DATA(nid) = pgdat;
	pgdat->node_id = nid;
	pgdat->nr_zones = MAX_NR_ZONES;
	pgdat->node_start_pfn = PFN_DOWN(start);
	pgdat->node_spanned_pages = PFN_DOWN(end) - PFN_DOWN(start);
	pgdat->node_present_pages = present_pages(PFN_DOWN(start), PFN_DOWN(end));
	spin_lock_init(&pgdat->__lruvec.lru_lock);
	for (int i = 0; i < NR_LRU_LISTS; i++)
		INIT_LIST_HEAD(&pgdat->__lruvec.lists[i]);
	for (int i = 0; i < MAX_NR_ZONES; i++) {
		zone_setup(&pgdat->node_zones[i], pgdat, PFN_DOWN(max(start, zone_start)),
			   PFN_DOWN(min(end, map->zone_end[i])));
		zone_start = max(zone_start, map->zone_end[i]);
	}
}

static void __init section_mark_holes(phys_addr_t start, phys_addr_t end)
{
	for (unsigned long s = PFN_DOWN(start) >> SECTION_SHIFT; s << SECTION_SHIFT < PFN_UP(end); s++)
		frame_table[s] |= FRAMES_HOLES;
}

static void __init nodes_setup(const struct memory_map *map)
{
	phys_addr_t end = 0;
	int nid;

	movable_zone = map->size > map->direct_size ? ZONE_HIGHMEM : ZONE_NORMAL;
	frame_table = boot_table(((max_pfn >> SECTION_SHIFT) + 1) * sizeof(*frame_table), NUMA_NO_NODE);
	for_each_online_node(nid)
		node_setup(map, nid);
	for (unsigned long i = 0; i < memblock.memory.cnt; i++) {
		if (memblock.memory.regions[i].base > end)
			section_mark_holes(end, memblock.memory.regions[i].base);
		end = memblock.memory.regions[i].base + memblock.memory.regions[i].size;
	}
}

/**
 * pfn_valid_slow - is there memory at a frame whose section has holes?
 * @pfn:	below max_pfn
 *
 * Context: any.
 * Return: as pfn_valid(). Row A2.
 */
bool pfn_valid_slow(unsigned long pfn)
{
	return memblock_is_memory((phys_addr_t)pfn << PAGE_SHIFT);
}
EXPORT_SYMBOL(pfn_valid_slow);

/**
 * __virt_addr_valid - is there a frame of memory behind an address of the direct map?
 * @addr:	any number
 *
 * Context: any.
 * Return: as virt_addr_valid(); false in holes and outside of the direct map. Row A1.
 */
bool __virt_addr_valid(unsigned long addr)
{
	return virt_is_direct(addr) && pfn_valid(virt_to_pfn(addr));
}
EXPORT_SYMBOL(__virt_addr_valid);

unsigned long next_memory_pfn(unsigned long pfn)
{
	if (pfn >= max_pfn || pfn_valid(pfn))
		return pfn;
	for (unsigned long i = 0; i < memblock.memory.cnt; i++)
		if (memblock.memory.regions[i].base >> PAGE_SHIFT > pfn)
			return memblock.memory.regions[i].base >> PAGE_SHIFT;
	return max_pfn;
}

/* ---- the hand-over ---- */

/* Frames that memblock keeps for ever: nobody may free them. */
static void __init reserve_pages(void)
{
	for (unsigned long i = 0; i < memblock.reserved.cnt; i++) {
		const struct memblock_region *r = &memblock.reserved.regions[i];
		unsigned long end = PFN_UP(r->base + r->size);

		for (unsigned long pfn = PFN_DOWN(r->base); pfn < end; pfn++) {
			if (!pfn_valid(pfn))
				continue;
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

static void __init memory_report(void)
{
	struct zone *zone;

	for_each_populated_zone(zone)
		printk(KERN_DEBUG "  node %d %-8s [mem %#018llx-%#018llx]\n", zone->node, zone->name,
			(unsigned long long)PFN_PHYS(zone->zone_start_pfn),
			(unsigned long long)PFN_PHYS(zone_end_pfn(zone)) - 1);
	printk(KERN_DEBUG "Memory: %luK/%luK available, struct page %lu bytes per %luK frame (%lu.%02lu%%)\n",
		totalram_pages() << (PAGE_SHIFT - 10), present_pages(0, max_pfn) << (PAGE_SHIFT - 10),
		(unsigned long)sizeof(struct page), PAGE_SIZE >> 10,
		sizeof(struct page) * 100 / PAGE_SIZE, sizeof(struct page) * 10000 / PAGE_SIZE % 100);
}

int __init memory_init(char *why, size_t why_size)
{
	struct memory_map map;
	int err;

	err = memory_map_read(&map, why, why_size);	/* boot options: zones, holes */
	if (err)
		return err;
	err = numa_init(why, why_size);
	if (err)
		return err;
	err = memory_provide(&map, why, why_size);	/* the port's memory */
	if (err)
		return err;
	memblock_reserve(0, PAGE_SIZE);
	nodes_setup(&map);
	page_debug_init();
	memory_hand_over();
	zonelists_build();
	watermarks_setup();
	memory_report();
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
