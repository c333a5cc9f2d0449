/* SPDX-License-Identifier: MIT */
/*
 * linux/mmzone.h - nodes, zones, free lists
 *
 * A node is memory at one distance; its frames are split by address into zones, because some
 * callers can't use all of it. A zone's free frames are blocks of 2^order frames, on a list
 * per order and migrate type. Rows A2, A3, A4. The pictures are in docs/pages.md.
 */
#ifndef _LINUX_MMZONE_H
#define _LINUX_MMZONE_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/numa.h>
#include <linux/nodemask.h>
#include <linux/mm_types.h>
#include <linux/page-flags.h>
#include <linux/percpu-defs.h>
#include <asm/page.h>

/* Orders 0 to MAX_ORDER - 1 exist. */
#ifndef CONFIG_FORCE_MAX_ZONEORDER
#define MAX_ORDER		11
#else
#define MAX_ORDER		CONFIG_FORCE_MAX_ZONEORDER
#endif
#define MAX_ORDER_NR_PAGES	(1 << (MAX_ORDER - 1))

/* Up to here a request is expected to be met: worth retrying. */
#define PAGE_ALLOC_COSTLY_ORDER	3

/* Migrate types are kept apart by the pageblock: 2 MB with frames of 4 KB. */
#define pageblock_order		(MAX_ORDER - 2)
#define pageblock_nr_pages	(1UL << pageblock_order)

enum migratetype {
	MIGRATE_UNMOVABLE,
	MIGRATE_MOVABLE,
	MIGRATE_RECLAIMABLE,
	MIGRATE_PCPTYPES,
	MIGRATE_HIGHATOMIC = MIGRATE_PCPTYPES,
	MIGRATE_TYPES
};

enum zone_type {
	ZONE_DMA,
	ZONE_DMA32,
	ZONE_NORMAL,
	ZONE_HIGHMEM,
	ZONE_MOVABLE,
	__MAX_NR_ZONES
};
#define MAX_NR_ZONES	__MAX_NR_ZONES

enum zone_watermarks {
	WMARK_MIN,
	WMARK_LOW,
	WMARK_HIGH,
	WMARK_PROMO,
	NR_WMARK
};

#define min_wmark_pages(z)	wmark_pages(z, WMARK_MIN)
#define low_wmark_pages(z)	wmark_pages(z, WMARK_LOW)
#define high_wmark_pages(z)	wmark_pages(z, WMARK_HIGH)
#define wmark_pages(z, i)	(READ_ONCE((z)->_watermark[i]) + READ_ONCE((z)->watermark_boost))

enum zone_stat_item {
	NR_FREE_PAGES,
	NR_ZONE_LRU_BASE,
	NR_ZONE_INACTIVE_ANON = NR_ZONE_LRU_BASE,
	NR_ZONE_ACTIVE_ANON,
	NR_ZONE_INACTIVE_FILE,
	NR_ZONE_ACTIVE_FILE,
	NR_ZONE_UNEVICTABLE,
	NR_ZONE_WRITE_PENDING,
	NR_MLOCK,
	NR_BOUNCE,
	NR_FREE_CMA_PAGES,
	NR_VM_ZONE_STAT_ITEMS
};

/* Which node a request got, counted in the zone that served it (NUMA_FOREIGN: that missed it). */
enum numa_stat_item {
	NUMA_HIT,		/* the node that was wanted */
	NUMA_MISS,		/* another one was wanted */
	NUMA_FOREIGN,		/* was wanted here, and served elsewhere */
	NUMA_INTERLEAVE_HIT,	/* by interleaving, as it was wanted */
	NUMA_LOCAL,		/* by a CPU of this node */
	NUMA_OTHER,		/* by a CPU of another one */
	NR_VM_NUMA_EVENT_ITEMS
};

enum node_stat_item {
	NR_LRU_BASE,
	NR_INACTIVE_ANON = NR_LRU_BASE,
	NR_ACTIVE_ANON,
	NR_INACTIVE_FILE,
	NR_ACTIVE_FILE,
	NR_UNEVICTABLE,
	NR_SLAB_RECLAIMABLE_B,
	NR_SLAB_UNRECLAIMABLE_B,
	NR_ISOLATED_ANON,
	NR_ISOLATED_FILE,
	WORKINGSET_NODES,
	WORKINGSET_REFAULT_BASE,
	WORKINGSET_REFAULT_ANON = WORKINGSET_REFAULT_BASE,
	WORKINGSET_REFAULT_FILE,
	WORKINGSET_ACTIVATE_BASE,
	WORKINGSET_ACTIVATE_ANON = WORKINGSET_ACTIVATE_BASE,
	WORKINGSET_ACTIVATE_FILE,
	WORKINGSET_RESTORE_BASE,
	WORKINGSET_RESTORE_ANON = WORKINGSET_RESTORE_BASE,
	WORKINGSET_RESTORE_FILE,
	WORKINGSET_NODERECLAIM,
	NR_ANON_MAPPED,
	NR_FILE_MAPPED,
	NR_FILE_PAGES,
	NR_FILE_DIRTY,
	NR_WRITEBACK,
	NR_WRITEBACK_TEMP,
	NR_SHMEM,
	NR_SHMEM_THPS,
	NR_SHMEM_PMDMAPPED,
	NR_FILE_THPS,
	NR_FILE_PMDMAPPED,
	NR_ANON_THPS,
	NR_VMSCAN_WRITE,
	NR_VMSCAN_IMMEDIATE,
	NR_DIRTIED,
	NR_WRITTEN,
	NR_THROTTLED_WRITTEN,
	NR_KERNEL_MISC_RECLAIMABLE,
	NR_FOLL_PIN_ACQUIRED,
	NR_FOLL_PIN_RELEASED,
	NR_KERNEL_STACK_KB,
	NR_PAGETABLE,
	NR_SECONDARY_PAGETABLE,
	NR_SWAPCACHE,
	/* From here on, what Linux counts elsewhere; not shown in /proc/vmstat. */
	NR_VMALLOC,
	NR_PERCPU,
	NR_VM_NODE_STAT_ITEMS
};

enum lru_list {
	LRU_INACTIVE_ANON,
	LRU_ACTIVE_ANON,
	LRU_INACTIVE_FILE,
	LRU_ACTIVE_FILE,
	LRU_UNEVICTABLE,
	NR_LRU_LISTS
};

struct lruvec {
	struct list_head lists[NR_LRU_LISTS];
	spinlock_t lru_lock;
};

struct free_area {
	struct list_head free_list[MIGRATE_TYPES];
	unsigned long nr_free;
};

/* Free blocks that one CPU keeps for itself, of the orders that are wanted often. */
#define NR_PCP_ORDERS		(PAGE_ALLOC_COSTLY_ORDER + 1)
#define NR_PCP_LISTS		(MIGRATE_PCPTYPES * NR_PCP_ORDERS)

struct percpu_stack;

/**
 * struct per_cpu_pages - one CPU's free blocks of one zone, behind its stacks (mm/page_pcp.c)
 * @count:	frames on all lists
 * @high:	more than this, lists and stacks together, and a batch goes back to the zone
 * @batch:	frames that move between the zone and this at a time
 * @free_factor: how often the batch that goes back has doubled
 * @nr_refilled: frames that came from the zone, ever
 * @nr_drained:	frames that went back to it, ever
 * @lists:	by order and migrate type; hot end first
 *
 * Only touched by whoever holds this CPU's token.
 */
struct per_cpu_pages {
	int count;
	int high;
	int batch;
	unsigned int free_factor;
	unsigned long nr_refilled;
	unsigned long nr_drained;
	unsigned long nr_numa_miss;	/* served for another node that had none */
	unsigned long nr_numa_foreign;	/* wanted of this zone, served by another node */
	struct list_head lists[NR_PCP_LISTS];
};

struct pglist_data;

/*
 * Free frames [pfn, end) that nobody has touched: mm/page_buddy.c. A zone has one more than it has
 * holes.
 */
#define NR_UNTOUCHED_RUNS	16

struct untouched_run {
	unsigned long pfn;
	unsigned long end;
};

/**
 * struct zone - frames of one node that are alike in who can use them
 *
 * The first group is written at boot (and the marks by sysctl), then only read.
 */
struct zone {
	unsigned long _watermark[NR_WMARK];
	unsigned long watermark_boost;
	long lowmem_reserve[MAX_NR_ZONES];
	int node;
	struct pglist_data *zone_pgdat;
	struct per_cpu_pages __percpu *per_cpu_pageset;	/* NULL until per-CPU memory works */
	struct percpu_stack __percpu *pcp_stacks[NR_PCP_LISTS];	/* never NULL: see pcp_zone_early() */
	bool above_low;				/* for a single page by GFP_KERNEL; see page_watermark.h */
	bool boost_wanted;			/* the boost is new: kswapd is to be woken */
	unsigned char pcp_class;		/* of the first migrate type; 0: none was left */
	int pageset_high;
	int pageset_batch;
	const char *name;
	unsigned long zone_start_pfn;
	unsigned long spanned_pages;		/* end - start, holes included */
	unsigned long present_pages;		/* without holes */
	atomic_long_t managed_pages;		/* given to the buddy allocator */
	unsigned char *pageblock_flags;		/* migrate type of each pageblock */

	/* zone->lock held: */
	spinlock_t lock ____cacheline_aligned;
	struct free_area free_area[MAX_ORDER];
	/*
	 * Free memory whose struct pages nobody has written yet: runs of whole blocks of
	 * the highest order. free_area[] takes a block from here when it has none to split.
	 */
	unsigned long nr_untouched;		/* frames in the runs; read unlocked */
	struct untouched_run untouched[NR_UNTOUCHED_RUNS];
	/* mm/page_release.c */
	unsigned long nr_released;	/* free frames that the host has taken back */
	unsigned long nr_returned;	/* frames given back to the host, ever */
	unsigned long touched_least;	/* fewest free frames that it has not, since the last turn */
	unsigned long least_before[2];	/* that it was in the turns before, the last one first */
	unsigned long traffic_seen[2];	/* of the CPUs' lists, at the last turn */
	unsigned int calm_turns;	/* turns in a row in which it was not stirred */
	bool stirred;			/* a block came or went since the last turn */
	unsigned long nr_reserved_highatomic;	/* frames of MIGRATE_HIGHATOMIC pageblocks; read unlocked */

	/* Any context: */
	atomic_long_t vm_stat[NR_VM_ZONE_STAT_ITEMS] ____cacheline_aligned;
	atomic_long_t nr_alloc_buddy;		/* frames taken and given past the per-CPU lists */
	atomic_long_t nr_free_buddy;
	atomic_long_t nr_requests_buddy;	/* blocks, where nr_alloc_buddy has frames */
	atomic_long_t nr_requests_far;		/* of them, by CPUs of other nodes */
	atomic_long_t nr_alloc_fail;
	unsigned long pages_scanned;
};

struct zoneref {
	struct zone *zone;
	int zone_idx;
};

#define MAX_ZONES_PER_ZONELIST	(MAX_NUMNODES * MAX_NR_ZONES)

enum {
	ZONELIST_FALLBACK,
	ZONELIST_NOFALLBACK,	/* this node only */
	MAX_ZONELISTS
};

/* Zones in the order in which they are tried; ends with a NULL zone. */
struct zonelist {
	struct zoneref _zonerefs[MAX_ZONES_PER_ZONELIST + 1];
};

typedef struct pglist_data {
	struct zone node_zones[MAX_NR_ZONES];
	struct zonelist node_zonelists[MAX_ZONELISTS];
	int nr_zones;
	int node_id;
	unsigned long node_start_pfn;
	unsigned long node_present_pages;
	unsigned long node_spanned_pages;
	unsigned long totalreserve_pages;
	struct lruvec __lruvec;
	atomic_long_t vm_stat[NR_VM_NODE_STAT_ITEMS];

	/* mm/kswapd.c: */
	struct task_struct *kswapd;
	wait_queue_head_t kswapd_wait;
	int kswapd_order;			/* the largest that was asked for since its last pass */
	enum zone_type kswapd_highest_zoneidx;	/* likewise; MAX_NR_ZONES: nothing was */
	int kswapd_failures;			/* passes in a row without gain */
} pg_data_t;

extern struct pglist_data *node_data[MAX_NUMNODES];
#define NODE_DATA(nid)		(node_data[nid])

#define node_present_pages(nid)	(NODE_DATA(nid)->node_present_pages)
#define node_spanned_pages(nid)	(NODE_DATA(nid)->node_spanned_pages)
#define node_start_pfn(nid)	(NODE_DATA(nid)->node_start_pfn)
#define node_end_pfn(nid)	(node_start_pfn(nid) + node_spanned_pages(nid))

#define zone_idx(zone)		((enum zone_type)((zone) - (zone)->zone_pgdat->node_zones))

static inline unsigned long zone_managed_pages(struct zone *zone)
{
	return (unsigned long)atomic_long_read(&zone->managed_pages);
}

static inline unsigned long zone_end_pfn(const struct zone *zone)
{
	return zone->zone_start_pfn + zone->spanned_pages;
}

static inline bool zone_spans_pfn(const struct zone *zone, unsigned long pfn)
{
	return zone->zone_start_pfn <= pfn && pfn < zone_end_pfn(zone);
}

static inline bool managed_zone(struct zone *zone)
{
	return zone_managed_pages(zone) != 0;
}

static inline bool populated_zone(struct zone *zone)
{
	return zone->present_pages != 0;
}

static inline int zone_to_nid(struct zone *zone)
{
	return zone->node;
}

/* The zone that lends its kind to ZONE_MOVABLE: HighMem where the machine has it, else Normal. */
extern enum zone_type movable_zone;

static inline int is_highmem_idx(enum zone_type idx)
{
	return idx == ZONE_HIGHMEM || (unlikely(idx == ZONE_MOVABLE) && movable_zone == ZONE_HIGHMEM);
}

static inline int is_highmem(struct zone *zone)
{
	return is_highmem_idx(zone_idx(zone));
}

/*
 * Which zone the frames of each section belong to: frame_table[] has an entry for each, a place in
 * zone_by_id[], and FRAMES_HOLES where some frames of the section are no memory. No node or zone
 * begins or ends within a section, but for the end of memory.
 */
#define SECTION_SHIFT		(22 - PAGE_SHIFT)
#define PAGES_PER_SECTION	(1UL << SECTION_SHIFT)
#define FRAMES_HOLES		0x8000u
#define FRAMES_ZONE_MASK	0x7fffu
extern unsigned short *frame_table;
extern struct zone *zone_by_id[MAX_NUMNODES * MAX_NR_ZONES];

static __always_inline struct zone *pfn_zone(unsigned long pfn)
{
	return zone_by_id[frame_table[pfn >> SECTION_SHIFT] & FRAMES_ZONE_MASK];
}

bool pfn_valid_slow(unsigned long pfn);

/** pfn_valid - is there memory at @pfn? False in holes of the memory map. Any context. */
static __always_inline bool pfn_valid(unsigned long pfn)
{
	if (pfn >= max_pfn)
		return false;
	return likely(!(frame_table[pfn >> SECTION_SHIFT] & FRAMES_HOLES)) || pfn_valid_slow(pfn);
}
#define pfn_valid pfn_valid

static inline struct zone *zonelist_zone(struct zoneref *ref)
{
	return ref->zone;
}

static inline int zonelist_zone_idx(struct zoneref *ref)
{
	return ref->zone_idx;
}

static inline int zonelist_node_idx(struct zoneref *ref)
{
	return zone_to_nid(ref->zone);
}

struct zoneref *__next_zones_zonelist(struct zoneref *z, enum zone_type highest_zoneidx,
				      nodemask_t *nodes);

/**
 * next_zones_zonelist - from @z on, the first zone of index @highest_zoneidx or lower
 * @z:			where to begin
 * @highest_zoneidx:	no zone above this
 * @nodes:		no node that is not in this set; NULL means any
 *
 * Context: any. Row A2.
 * Return: a reference whose zone is NULL at the end.
 */
static __always_inline struct zoneref *next_zones_zonelist(struct zoneref *z,
							   enum zone_type highest_zoneidx,
							   nodemask_t *nodes)
{
	if (likely(!nodes && z->zone_idx <= (int)highest_zoneidx))
		return z;
	return __next_zones_zonelist(z, highest_zoneidx, nodes);
}

static __always_inline struct zoneref *first_zones_zonelist(struct zonelist *zonelist,
							    enum zone_type highest_zoneidx,
							    nodemask_t *nodes)
{
	return next_zones_zonelist(zonelist->_zonerefs, highest_zoneidx, nodes);
}

#define for_each_zone_zonelist_nodemask(zone, z, zlist, highidx, nodemask)		\
	for (z = first_zones_zonelist(zlist, highidx, nodemask), zone = zonelist_zone(z);	\
	     zone;									\
	     z = next_zones_zonelist(z + 1, highidx, nodemask), zone = zonelist_zone(z))
#define for_each_zone_zonelist(zone, z, zlist, highidx) \
	for_each_zone_zonelist_nodemask(zone, z, zlist, highidx, NULL)

struct pglist_data *first_online_pgdat(void);
struct pglist_data *next_online_pgdat(struct pglist_data *pgdat);
struct zone *next_zone(struct zone *zone);

#define for_each_online_pgdat(pgdat)							\
	for (pgdat = first_online_pgdat(); pgdat; pgdat = next_online_pgdat(pgdat))

/* Every zone of every node; of them, those that have memory. */
#define for_each_zone(zone)								\
	for (zone = first_online_pgdat()->node_zones; zone; zone = next_zone(zone))
#define for_each_populated_zone(zone)							\
	for_each_zone(zone)								\
		if (!populated_zone(zone))						\
			;								\
		else

#define for_each_migratetype_order(order, type)		\
	for (order = 0; order < MAX_ORDER; order++)	\
		for (type = 0; type < MIGRATE_TYPES; type++)

extern const char * const migratetype_names[MIGRATE_TYPES];

#endif /* _LINUX_MMZONE_H */
