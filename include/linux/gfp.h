/* SPDX-License-Identifier: MIT */
/*
 * linux/gfp.h - getting and giving back whole pages
 *
 * A block of order n is 2^n frames, consecutive and aligned to its size. Rows A5, A6.
 */
#ifndef _LINUX_GFP_H
#define _LINUX_GFP_H

#include <linux/gfp_types.h>
#include <linux/mmzone.h>
#include <linux/topology.h>
#include <linux/tracepoint-defs.h>

/** gfpflags_allow_blocking - may the allocator sleep for this caller? */
static inline bool gfpflags_allow_blocking(const gfp_t gfp_flags)
{
	return !!(gfp_flags & __GFP_DIRECT_RECLAIM);
}

/** gfpflags_normal_context - is it an ordinary sleeping request without a claim on the reserves? */
static inline bool gfpflags_normal_context(const gfp_t gfp_flags)
{
	return (gfp_flags & (__GFP_DIRECT_RECLAIM | __GFP_MEMALLOC)) == __GFP_DIRECT_RECLAIM;
}

static inline int gfp_migratetype(const gfp_t gfp_flags)
{
	return (gfp_flags & (__GFP_MOVABLE | __GFP_RECLAIMABLE)) >> 3;
}

/**
 * gfp_zone - the highest zone that a request can use
 *
 * Two zone bits at once are a caller's mistake; then the more restrictive wins.
 * Context: any.
 */
static __always_inline enum zone_type gfp_zone(gfp_t flags)
{
	if (likely(!(flags & (__GFP_DMA | __GFP_DMA32 | __GFP_HIGHMEM))))
		return ZONE_NORMAL;
	if (flags & __GFP_DMA)
		return ZONE_DMA;
	if (flags & __GFP_DMA32)
		return ZONE_DMA32;
	return (flags & __GFP_MOVABLE) ? ZONE_MOVABLE : ZONE_HIGHMEM;
}

static inline int gfp_zonelist(gfp_t flags)
{
	return (flags & __GFP_THISNODE) ? ZONELIST_NOFALLBACK : ZONELIST_FALLBACK;
}

static inline struct zonelist *node_zonelist(int nid, gfp_t flags)
{
	return NODE_DATA(nid)->node_zonelists + gfp_zonelist(flags);
}

/**
 * __alloc_pages - allocate a block
 * @gfp:		what will do and what is allowed
 * @order:		2^order frames
 * @preferred_nid:	node to try first
 * @nodemask:		nodes to use; NULL for all
 *
 * Context: any, if @gfp does not allow blocking; else may sleep.
 * Return: the block's first page, with count 1; NULL if there is none. Rows A4-A6.
 */
struct page *__alloc_pages(gfp_t gfp, unsigned int order, int preferred_nid, nodemask_t *nodemask);

/** __alloc_pages_node - from node @nid first; see __alloc_pages(). Row A3. */
static inline struct page *__alloc_pages_node(int nid, gfp_t gfp_mask, unsigned int order)
{
	return __alloc_pages(gfp_mask, order, nid, NULL);
}

/** alloc_pages_node - as __alloc_pages_node(); @nid may be NUMA_NO_NODE */
static inline struct page *alloc_pages_node(int nid, gfp_t gfp_mask, unsigned int order)
{
	if (nid == NUMA_NO_NODE)
		nid = numa_mem_id();
	return __alloc_pages_node(nid, gfp_mask, order);
}

/**
 * alloc_single_page - alloc_pages() of order 0; that one calls it where the order is a constant
 * @gfp:		what the allocator may do
 *
 * Context: any, if @gfp does not allow blocking; else may sleep.
 * Return: the page, with count 1; NULL if there is none. Row A5.
 */
struct page *alloc_single_page(gfp_t gfp);

/** alloc_pages - a block from the nearest node; see __alloc_pages(). Row A5. */
static __always_inline struct page *alloc_pages(gfp_t gfp_mask, unsigned int order)
{
	if (__builtin_constant_p(order) && !order)
		return alloc_single_page(gfp_mask);
	return alloc_pages_node(numa_node_id(), gfp_mask, order);
}

#define alloc_page(gfp_mask)	alloc_pages(gfp_mask, 0)

/**
 * __get_free_pages - a block, as its address
 * @gfp_mask:	what the allocator may do; not __GFP_HIGHMEM, which is memory without an address
 * @order:	2^order pages
 *
 * With __GFP_HIGHMEM the request is reported and refused. Linux 6.1 drops the bit and says nothing.
 * Context: any that @gfp_mask allows.
 * Return: address of the first byte, for free_pages(), or 0. Row A5.
 */
unsigned long __get_free_pages(gfp_t gfp_mask, unsigned int order);

/**
 * get_zeroed_page - one page of zeros, as its address
 * @gfp_mask:	what the allocator may do; not __GFP_HIGHMEM, see __get_free_pages()
 *
 * Context: any that @gfp_mask allows.
 * Return: the address, for free_page(), or 0. Row A5.
 */
unsigned long get_zeroed_page(gfp_t gfp_mask);

#define __get_free_page(gfp_mask)		__get_free_pages((gfp_mask), 0)
#define __get_dma_pages(gfp_mask, order)	__get_free_pages((gfp_mask) | GFP_DMA, (order))

/**
 * alloc_pages_exact - @size bytes of whole pages, the unneeded end of the block given back
 * @size:	bytes, rounded up to pages
 * @gfp_mask:	as for alloc_pages_exact_nid()
 *
 * Context: any that @gfp_mask allows.
 * Return: the address, for free_pages_exact() with the same size, or NULL. Row A5.
 */
void *alloc_pages_exact(size_t size, gfp_t gfp_mask) __attribute__((alloc_size(1)));
void *alloc_pages_exact_nid(int nid, size_t size, gfp_t gfp_mask) __attribute__((alloc_size(2)));
void free_pages_exact(void *virt, size_t size);

unsigned long __alloc_pages_bulk(gfp_t gfp, int preferred_nid, nodemask_t *nodemask, int nr_pages,
				 struct list_head *page_list, struct page **page_array);

/** alloc_pages_bulk_list - single pages onto a list, by lru; see __alloc_pages_bulk(). Row A5. */
static inline unsigned long alloc_pages_bulk_list(gfp_t gfp, unsigned long nr_pages,
						  struct list_head *list)
{
	return __alloc_pages_bulk(gfp, numa_mem_id(), NULL, nr_pages, list, NULL);
}

/** alloc_pages_bulk_array - single pages for the NULL entries of an array; see there. Row A5. */
static inline unsigned long alloc_pages_bulk_array(gfp_t gfp, unsigned long nr_pages,
						   struct page **page_array)
{
	return __alloc_pages_bulk(gfp, numa_mem_id(), NULL, nr_pages, NULL, page_array);
}

/** alloc_pages_bulk_array_node - likewise, from node @nid first */
static inline unsigned long alloc_pages_bulk_array_node(gfp_t gfp, int nid, unsigned long nr_pages,
							struct page **page_array)
{
	if (nid == NUMA_NO_NODE)
		nid = numa_mem_id();
	return __alloc_pages_bulk(gfp, nid, NULL, nr_pages, NULL, page_array);
}

/**
 * __free_pages - drop the caller's use of a block; the last user's drop frees it
 * @page:	its first page
 * @order:	as it was allocated
 *
 * Context: any. A wrong page or order is reported, and nothing is freed (mm/page_misuse.h).
 * Row A5.
 */
void __free_pages(struct page *page, unsigned int order);

/**
 * free_pages - __free_pages() by address
 * @addr:	from __get_free_pages(); 0 is safe, and what is no page's address is reported
 * @order:	the order it was allocated with
 *
 * Row A5.
 * Context: any.
 */
void free_pages(unsigned long addr, unsigned int order);

/**
 * free_single_page - __free_pages() of order 0
 * @page:	the page
 *
 * Context: any. A wrong page is reported, and nothing is freed. Row A5.
 */
void free_single_page(struct page *page);

#define __free_page(page)	free_single_page(page)
#define free_page(addr)		free_pages((addr), 0)

/**
 * free_hot_page - __free_page(), for a page that is likely in the CPU's cache
 * @page:	the page
 *
 * Row A5. Linux has it up to 2.6.34.
 * Context: any.
 */
#define free_hot_page(page)	free_single_page(page)

/**
 * free_cold_page - __free_page(), for a page that nobody touched lately
 * @page:	the page; if this was its last use, it is given out after all that are hot
 *
 * Row A5. Linux has it up to 2.6.34.
 * Context: any.
 */
void free_cold_page(struct page *page);

/**
 * drain_all_pages - give every CPU's free pages back to the buddy lists
 * @zone:	of this zone; NULL: of all zones
 *
 * Row A4.
 * Context: may sleep: it waits for the other CPUs.
 */
void drain_all_pages(struct zone *zone);

/**
 * drain_local_pages - give this CPU's free pages back to the buddy lists
 * @zone:	of this zone; NULL: of all zones
 *
 * Row A4.
 * Context: any; works on one per-CPU set at a time, with interrupts off.
 */
void drain_local_pages(struct zone *zone);

/**
 * nr_free_buffer_pages - low memory above the high marks: roughly what GFP_USER could get
 *
 * Context: any; takes no lock.
 * Return: pages. Row A2.
 */
unsigned long nr_free_buffer_pages(void);

static inline struct folio *folio_alloc(gfp_t gfp, unsigned int order)
{
	return (struct folio *)alloc_pages(gfp | __GFP_COMP, order);
}

static inline bool pm_suspended_storage(void)
{
	return false;
}

extern gfp_t gfp_allowed_mask;

/* What %pGg prints; from the table in mm/gfp_table.h. */
extern const struct trace_print_flags gfpflag_names[];

#endif /* _LINUX_GFP_H */
