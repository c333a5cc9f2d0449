// SPDX-License-Identifier: MIT
/*
 * mm/page_alloc.c - getting blocks of pages: entry, fast path
 *
 *	alloc_single_page
 *	  page_fast_pop            this CPU's list of the first zone: one restartable step
 *	  alloc_single_second      likewise, who holds a CPU
 *	__alloc_pages
 *	  alloc_from_zones         each zone that will do, above its low mark
 *	    pcp_alloc              this CPU's list (orders 0-3): one restartable step
 *	    pcp_alloc_slow         a batch from the zone, under its lock
 *	    buddy_alloc_locked     higher orders
 *	  alloc_slow               page_slow.c: lower marks, reserves, reclaim, waiting
 *
 * A mark counts frames of the zone's own lists, not those that CPUs keep, and is looked at before
 * either gives one. A refill takes a batch only if the zone stays above the mark, else a single
 * block: so requests stop exactly at their mark.
 *
 * A block is given out with count 1 in its first page; alloc_order there remembers the order, so that a
 * wrong one is noticed when it is freed.
 * Locking    none of its own; see page_pcp.c and page_buddy.c.
 * Linux      as 6.1, but for the exact stop: there a refill may go below the mark.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/highmem.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/ratelimit.h>
#include <linux/fault-inject.h>
#include <linux/export.h>
#include "mm/gfp_table.h"
#include <linux/kmem_probe.h>
#include "mm/memory_map.h"
#include "mm/page_alloc.h"
#include "mm/page_buddy.h"
#include "mm/page_debug.h"
#include "mm/page_fast.h"
#include "mm/page_misuse.h"
#include "mm/page_pcp.h"
#include "mm/page_watermark.h"
#include "mm/page_zonelist.h"
#include "mm/reclaim.h"

/* ---- preparing a block ---- */

static void compound_make(struct page *page, unsigned int order)
{
	set_bit(PG_head, &page->flags);
	for (unsigned int i = 1; i < 1U << order; i++)
		page[i].compound_head = (unsigned long)page | 1;
	page[1].compound_order = order;
	page[1].compound_nr = 1U << order;
}

static void block_zero(struct page *page, unsigned int order)
{
	if (PageHighMem(page))
		for (unsigned int i = 0; i < 1U << order; i++)
			clear_highpage(page + i);
	else
		memset(lowmem_page_address(page), 0, PAGE_SIZE << order);
}

/* A free page's struct page is all zero but for its place on a list. */
static __always_inline bool page_is_clean(const struct page *page)
{
	return !(page->flags | (unsigned long)page->mapping | page_counts(page));
}

static __always_inline void block_prepare(struct page *page, const struct alloc_request *req)
{
	WRITE_ONCE(page->flags, 0);	/* block_is_free() looks at neighbours */
	page->private = 0;
	page->alloc_order = req->order;
	if (req->order && gfp_asks(MAKE, req->gfp, __GFP_COMP))
		compound_make(page, req->order);
	set_page_count(page, 1);	/* last: from now on it is whole (mm/page_verify.c) */
	if (gfp_asks(MAKE, req->gfp, __GFP_ZERO))
		block_zero(page, req->order);
}

/* The same of a single page from a CPU's stack, which has its order already. */
static __always_inline void single_own(struct page *page)
{
	page->private = 0;
	page_counts_set(page, PAGE_COUNTS_ONE_USE);
}

/* ---- one zone ---- */

static struct page *zone_alloc_buddy(struct zone *zone, const struct alloc_request *req,
				     unsigned int alloc_flags)
{
	struct page *page;
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	page = buddy_alloc_locked(zone, req->order, req->migratetype, alloc_flags);
	if (page) {
		page->pcp_class = 0;	/* from an earlier life, maybe */
		zone_count_locked(&zone->nr_alloc_buddy, req->order);
		zone_count_locked(&zone->nr_requests_buddy, 0);
		if (unlikely(zone->node != numa_node_id()))
			zone_count_locked(&zone->nr_requests_far, 0);
	}
	spin_unlock_irqrestore(&zone->lock, flags);
	if (page)
		page_debug_alloc(page, req->order, req->gfp);
	return page;
}

/* How many blocks a CPU's list may take at once: more than the one only if the mark allows all. */
static unsigned int zone_refill_blocks(struct zone *zone, unsigned int order, int highest,
				       unsigned int alloc_flags, unsigned int nr_pages)
{
	unsigned long mark = wmark_pages(zone, alloc_flags & ALLOC_WMARK_MASK);

	if ((alloc_flags & ALLOC_NO_WATERMARKS) ||
	    !zone_watermark_fast(zone, order, mark, highest, alloc_flags) ||
	    zone_page_state(zone, NR_FREE_PAGES) - zone_unusable(zone, 0, alloc_flags) <=
	    zone_must_keep(zone, mark, highest, alloc_flags) + (long)nr_pages)
		return 1;
	return max(nr_pages >> order, 1U);
}

/* This CPU's list is empty, or the CPU was not free at once. */
static noinline struct page *zone_alloc_slow(struct zone *zone, const struct alloc_request *req,
					     unsigned int alloc_flags)
{
	struct page *page = NULL;
	unsigned int nr_blocks;

	if (req->order <= PAGE_ALLOC_COSTLY_ORDER && likely(zone->per_cpu_pageset)) {
		nr_blocks = zone_refill_blocks(zone, req->order, req->highest, alloc_flags,
					       READ_ONCE(zone->pageset_batch));
		if (gfp_asks(PLACE, req->gfp, __GFP_COLD))
			page = pcp_alloc_cold(zone, req->order, req->migratetype, nr_blocks, alloc_flags);
		else
			page = pcp_alloc_slow(zone, req->order, req->migratetype, nr_blocks, alloc_flags);
	}
	if (!page)
		page = zone_alloc_buddy(zone, req, alloc_flags);
	if (unlikely(READ_ONCE(zone->boost_wanted))) {
		WRITE_ONCE(zone->boost_wanted, false);
		wakeup_kswapd(zone, __GFP_KSWAPD_RECLAIM, 0, zone_idx(zone));
	}
	return page;
}

static __always_inline struct page *zone_alloc(struct zone *zone, const struct alloc_request *req,
					       unsigned int alloc_flags)
{
	struct page *page = NULL;

	if (req->order <= PAGE_ALLOC_COSTLY_ORDER && !gfp_asks(PLACE, req->gfp, __GFP_COLD))
		page = pcp_alloc(zone, req->order, req->migratetype);
	return likely(page) ? page : zone_alloc_slow(zone, req, alloc_flags);
}

/* ---- all zones ---- */

static __always_inline bool zone_is_above(struct zone *zone, const struct alloc_request *req,
					  unsigned int alloc_flags)
{
	unsigned int mark = alloc_flags & ALLOC_WMARK_MASK;

	if (alloc_flags & ALLOC_NO_WATERMARKS)
		return true;
	if (likely(zone_watermark_fast(zone, req->order, wmark_pages(zone, mark), req->highest, alloc_flags)))
		return true;
	/* A boost of the marks is not to fail who can't wait. */
	return !req->order && mark == WMARK_MIN && READ_ONCE(zone->watermark_boost) &&
	       gfp_asks(DEPTH, req->gfp, __GFP_ATOMIC) &&
	       zone_watermark_fast(zone, 0, READ_ONCE(zone->_watermark[WMARK_MIN]), req->highest, alloc_flags);
}

/* The zone that the request would rather have. */
static struct zone *first_zone(const struct alloc_request *req)
{
	return first_zones_zonelist(req->zonelist, req->highest, req->nodemask)->zone;
}

static void numa_check(const struct alloc_request *req, struct zone *zone, long nr)
{
	struct zone *preferred = first_zone(req);

	if (preferred->node != zone->node)
		numa_account_miss(preferred, zone, nr);
}

/*
 * The first attempt leaves pageblocks of other types whole, if DMA32 lies below Normal to go to
 * instead: the rule of 6.1.
 */
static unsigned int first_attempt_flags(const struct alloc_request *req)
{
	unsigned int kswapd = gfp_asks(WAKE, req->gfp, __GFP_KSWAPD_RECLAIM) ? ALLOC_KSWAPD : 0;
	struct zone *zone = first_zone(req);

	if (!zone || zone_idx(zone) != ZONE_NORMAL || !(zone_types & (1U << ZONE_DMA32)) ||
	    (nr_online_nodes > 1 && !populated_zone(zone - 1)))
		return ALLOC_WMARK_LOW | kswapd;
	return ALLOC_WMARK_LOW | ALLOC_NOFRAGMENT | kswapd;
}

static __always_inline struct page *zonelist_alloc(const struct alloc_request *req,
						   unsigned int alloc_flags)
{
	struct zoneref *ref;
	struct zone *zone;

	for_each_zone_zonelist_nodemask(zone, ref, req->zonelist, req->highest, req->nodemask) {
		struct page *page;

		if (unlikely(alloc_flags & ALLOC_NOFRAGMENT) && zone->node != first_zone(req)->node)
			break;		/* rather mix types than go far */
		if (unlikely(!zone_is_above(zone, req, alloc_flags)))
			continue;
		page = zone_alloc(zone, req, alloc_flags);
		if (unlikely(!page))
			continue;
		if (unlikely(req->order && (alloc_flags & ALLOC_HARDER)))
			highatomic_reserve(zone, page);
		if (likely(page_is_clean(page))) {
			if (unlikely(nr_online_nodes > 1))
				numa_check(req, zone, 1);
			block_prepare(page, req);
			return page;
		}
		page_isolate_bad(PAGE_MISUSE_CORRUPT, page, req->order);
	}
	return NULL;
}

struct page *alloc_from_zones(const struct alloc_request *req, unsigned int alloc_flags)
{
	return zonelist_alloc(req, alloc_flags);
}

static __always_inline struct alloc_request request_of(gfp_t gfp, unsigned int order, int nid,
							nodemask_t *nodemask)
{
	gfp = current_gfp_context(gfp & gfp_allowed_mask);
	return (struct alloc_request) {
		.gfp = gfp,
		.order = order,
		.migratetype = min(gfp_migratetype(gfp), MIGRATE_PCPTYPES - 1),
		.highest = gfp_zone(gfp),
		.zonelist = node_zonelist(nid, gfp),
		.nodemask = nodemask,
	};
}

static noinline struct page *order_too_large(gfp_t gfp)
{
	WARN_ON_ONCE(!gfp_asks(REPORT, gfp, __GFP_NOWARN));
	return NULL;
}

static noinline struct page *alloc_general(gfp_t gfp, unsigned int order, int preferred_nid,
					   nodemask_t *nodemask)
{
	struct alloc_request req = request_of(gfp, order, preferred_nid, nodemask);
	unsigned int alloc_flags = first_attempt_flags(&req);
	struct page *page;

	might_alloc(gfp);
	if (unlikely(order >= MAX_ORDER))
		return order_too_large(gfp);
	if (unlikely(READ_ONCE(fault_diverted)) && should_fail_alloc_page(gfp, order))
		return NULL;
	page = zonelist_alloc(&req, alloc_flags);
	if (unlikely(!page) && (alloc_flags & ALLOC_NOFRAGMENT))
		page = alloc_from_zones(&req, alloc_flags & ~ALLOC_NOFRAGMENT);
	if (unlikely(!page))
		page = alloc_slow(&req);
	KMEM_PROBE3(mm_page_alloc, page, order, gfp);
	return page;
}

/* ---- the fast path: a single page, from the first zone that will do ---- */

/* Asks for more than a page of the first zone below HighMem. */
#define GFP_NOT_FAST	(__GFP_DMA | __GFP_DMA32 | __GFP_HIGHMEM | __GFP_THISNODE | __GFP_COLD | __GFP_ZERO)

static noinline struct page *single_unclean(struct page *page, gfp_t gfp, int nid)
{
	page_isolate_bad(PAGE_MISUSE_CORRUPT, page, 0);
	return alloc_general(gfp, 0, nid, NULL);
}

/* A page that came off a stack: whole, and the caller's. */
static __always_inline struct page *single_prepare(struct page *page, gfp_t gfp, int nid)
{
	if (unlikely(!page_is_clean(page)))
		return single_unclean(page, gfp, nid);
	single_own(page);
	KMEM_PROBE3(mm_page_alloc, page, 0, gfp);
	return page;
}

/* Who holds a CPU may have a page of its stack. The same questions as before, and those to the zone. */
static noinline struct page *single_second(gfp_t gfp, int nid)
{
	struct task_struct *task = current_or_null();
	struct zone *zone = kernel_zones[nid];
	struct page *page = NULL;

	if (likely(!(gfp & GFP_NOT_FAST) && task && !alloc_is_suspect(task, gfp)) &&
	    likely(zone && READ_ONCE(zone->above_low) && !READ_ONCE(fault_diverted)))
		page = pcp_alloc(zone, 0, min(gfp_migratetype(gfp), MIGRATE_PCPTYPES - 1));
	return likely(page) ? single_prepare(page, gfp, nid) : alloc_general(gfp, 0, nid, NULL);
}

static noinline struct page *single_second_near(gfp_t gfp)
{
	return single_second(gfp, numa_node_id());
}

/* Nothing else is asked for, and there is nothing that alloc_is_suspect() would look at more closely. */
static __always_inline bool single_is_plain(gfp_t gfp)
{
	const struct task_struct *task = current_or_null();

	return likely(!(gfp & GFP_NOT_FAST)) && likely(task) &&
	       likely(!(task->thread_info.count | READ_ONCE(task->must_not_sleep)));
}

/*
 * What nearly all requests are: the first zone is above its low mark, and this CPU has a page of it
 * ready. Everything else is for others, before anything has changed. All calls are tail calls, so
 * that no register needs saving. It begins a cache line, so that its time does not depend on what
 * is linked before.
 */
__attribute__((aligned(64))) struct page *alloc_single_page(gfp_t gfp)
{
	struct page *page = single_is_plain(gfp) ? page_fast_pop(gfp) : NULL;

	return likely(page) ? single_prepare(page, gfp, 0) : single_second_near(gfp);
}
EXPORT_SYMBOL(alloc_single_page);

__attribute__((aligned(64)))
struct page *__alloc_pages(gfp_t gfp, unsigned int order, int preferred_nid, nodemask_t *nodemask)
{
	struct page *page;

	if (unlikely(order | (unsigned long)nodemask))
		return alloc_general(gfp, order, preferred_nid, nodemask);
	page = !preferred_nid && single_is_plain(gfp) ? page_fast_pop(gfp) : NULL;
	return likely(page) ? single_prepare(page, gfp, 0) : single_second(gfp, preferred_nid);
}
EXPORT_SYMBOL(__alloc_pages);

/* ---- many single pages ---- */

unsigned int alloc_bulk_from_zones(gfp_t gfp, int nid, nodemask_t *nodemask, struct page **pages,
				   unsigned int nr)
{
	struct alloc_request req = request_of(gfp, 0, nid, nodemask);
	struct zoneref *ref;
	struct zone *zone;

	might_alloc(req.gfp);
	for_each_zone_zonelist_nodemask(zone, ref, req.zonelist, req.highest, req.nodemask) {
		unsigned long mark = wmark_pages(zone, WMARK_LOW) + 2 * nr + READ_ONCE(zone->pageset_batch);
		unsigned int got, good = 0;

		if (!zone->per_cpu_pageset ||
		    !zone_watermark_fast(zone, 0, mark, req.highest, ALLOC_WMARK_LOW))
			continue;
		got = pcp_alloc_bulk(zone, req.migratetype, pages, nr, ALLOC_WMARK_LOW);
		for (unsigned int i = 0; i < got; i++) {
			if (likely(page_is_clean(pages[i]))) {
				single_own(pages[i]);
				if (gfp_asks(MAKE, req.gfp, __GFP_ZERO))
					block_zero(pages[i], 0);
				pages[good++] = pages[i];
				continue;
			}
			page_isolate_bad(PAGE_MISUSE_CORRUPT, pages[i], 0);
		}
		if (good && unlikely(nr_online_nodes > 1))
			numa_check(&req, zone, good);
		if (good)
			return good;
	}
	return 0;
}

/* ---- by address ---- */

noinline void alloc_refuse_highmem(gfp_t gfp)
{
	WARN_RATELIMIT(1, "%s: memory without an address was allowed where an address is returned: refused, mode:%#x(%pGg)\n",
		  current->comm, gfp, &gfp);
}

unsigned long __get_free_pages(gfp_t gfp_mask, unsigned int order)
{
	struct page *page;

	if (unlikely(gfp_asks(CHECK, gfp_mask, __GFP_HIGHMEM))) {
		alloc_refuse_highmem(gfp_mask);
		return 0;
	}
	page = order ? alloc_pages(gfp_mask, order) : alloc_single_page(gfp_mask);
	return page ? (unsigned long)lowmem_page_address(page) : 0;
}
EXPORT_SYMBOL(__get_free_pages);

unsigned long get_zeroed_page(gfp_t gfp_mask)
{
	return __get_free_pages(gfp_mask | __GFP_ZERO, 0);
}
EXPORT_SYMBOL(get_zeroed_page);
