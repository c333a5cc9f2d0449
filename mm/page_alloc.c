// SPDX-License-Identifier: MIT
/*
 * mm/page_alloc.c - getting and giving back blocks of pages: entry, fast path, slow path
 *
 *	__alloc_pages
 *	  alloc_from_zones         each zone that will do, above its low mark
 *	    pcp_pop_held           this CPU's list (orders 0-3): no lock
 *	    pcp_refill_held        a batch from the zone, under its lock
 *	    buddy_alloc_locked     higher orders
 *	  alloc_slow               page_slow.c: lower marks, reserves, reclaim, waiting
 *
 * A mark counts frames of the zone's own lists, not those that CPUs keep, and is looked at before
 * either gives one. A refill takes a batch only if the zone stays above the mark, else a single block: so
 * requests stop exactly at their mark.
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
#include <linux/export.h>
#include "mm/gfp_table.h"
#include "mm/page_alloc.h"
#include "mm/page_buddy.h"
#include "mm/page_misuse.h"
#include "mm/page_pcp.h"
#include "mm/page_watermark.h"

/* ---- preparing and undoing a block ---- */

static void compound_make(struct page *page, unsigned int order)
{
	set_bit(PG_head, &page->flags);
	for (unsigned int i = 1; i < 1U << order; i++)
		page[i].compound_head = (unsigned long)page | 1;
	page[1].compound_order = order;
	page[1].compound_nr = 1U << order;
}

static void compound_undo(struct page *page, unsigned int order)
{
	page[1].compound_order = 0;
	page[1].compound_nr = 0;
	for (unsigned int i = 1; i < 1U << order; i++)
		page[i].compound_head = 0;
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
	return !((page->flags & ~(1UL << PG_pcp)) | (unsigned long)page->mapping |
		 page->_mapcount.counter | page->_refcount.counter);
}

static __always_inline void block_prepare(struct page *page, const struct alloc_request *req)
{
	WRITE_ONCE(page->flags, 0);	/* block_is_free() looks at neighbours */
	page->private = 0;
	page->alloc_order = req->order;
	set_page_count(page, 1);
	if (req->order && gfp_asks(MAKE, req->gfp, __GFP_COMP))
		compound_make(page, req->order);
	if (gfp_asks(MAKE, req->gfp, __GFP_ZERO))
		block_zero(page, req->order);
}

/* ---- one zone ---- */

/* Both counts change under zone->lock alone. */
static void zone_count_locked(atomic_long_t *count, unsigned int order)
{
	atomic_long_set(count, atomic_long_read(count) + (1L << order));
}

static struct page *zone_alloc_buddy(struct zone *zone, const struct alloc_request *req,
				     unsigned int alloc_flags)
{
	struct page *page;
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	page = buddy_alloc_locked(zone, req->order, req->migratetype, alloc_flags);
	if (page)
		zone_count_locked(&zone->nr_alloc_buddy, req->order);
	spin_unlock_irqrestore(&zone->lock, flags);
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

/* The page that lies longest in the list. */
static struct page *pcp_pop_cold_held(struct per_cpu_pages *pcp, struct list_head *list,
				      unsigned int order)
{
	if (list_empty(list))
		return NULL;
	list_rotate_to_front(list->prev, list);
	return pcp_pop_held(pcp, list, order);
}

/* The CPU was not free at once, or its list is empty. */
static noinline struct page *zone_alloc_slow(struct zone *zone, const struct alloc_request *req,
					     unsigned int alloc_flags)
{
	struct per_cpu_pages *pcp;
	struct list_head *list;
	struct page *page;
	unsigned long flags;

	cpu_section_wake();
	if (req->order > PAGE_ALLOC_COSTLY_ORDER || unlikely(!zone->per_cpu_pageset))
		return zone_alloc_buddy(zone, req, alloc_flags);

	local_irq_save(flags);
	pcp = this_cpu_ptr(zone->per_cpu_pageset);
	list = &pcp->lists[pcp_list_index(req->order, req->migratetype)];
	if (gfp_asks(PLACE, req->gfp, __GFP_COLD))
		page = pcp_pop_cold_held(pcp, list, req->order);
	else
		page = pcp_pop_held(pcp, list, req->order);
	if (!page && pcp_refill_held(zone, pcp, list, req->order, req->migratetype,
				     zone_refill_blocks(zone, req->order, req->highest,
							alloc_flags, pcp->batch)))
		page = pcp_pop_held(pcp, list, req->order);
	local_irq_restore(flags);
	return page;
}

static __always_inline struct page *zone_alloc(struct zone *zone, const struct alloc_request *req,
					       unsigned int alloc_flags)
{
	struct thread_info *ti = current_thread_info();
	struct per_cpu_pages *pcp;
	struct page *page;
	unsigned int old;

	if (req->order > PAGE_ALLOC_COSTLY_ORDER || unlikely(!zone->per_cpu_pageset) ||
	    gfp_asks(PLACE, req->gfp, __GFP_COLD) || unlikely(!cpu_section_try(ti, &old)))
		return zone_alloc_slow(zone, req, alloc_flags);

	pcp = SHIFT_PERCPU_PTR(zone->per_cpu_pageset, ti->percpu_offset);
	page = pcp_pop_held(pcp, &pcp->lists[pcp_list_index(req->order, req->migratetype)], req->order);
	if (unlikely(cpu_section_end(ti, old)))
		cpu_token_wake();
	return likely(page) ? page : zone_alloc_slow(zone, req, alloc_flags);
}

/* ---- all zones ---- */

static __always_inline bool zone_is_above(struct zone *zone, const struct alloc_request *req,
					  unsigned int alloc_flags)
{
	if (alloc_flags & ALLOC_NO_WATERMARKS)
		return true;
	return zone_watermark_fast(zone, req->order,
				   wmark_pages(zone, alloc_flags & ALLOC_WMARK_MASK),
				   req->highest, alloc_flags);
}

static __always_inline struct page *zonelist_alloc(const struct alloc_request *req,
						   unsigned int alloc_flags)
{
	struct zoneref *ref;
	struct zone *zone;

	for_each_zone_zonelist_nodemask(zone, ref, req->zonelist, req->highest, req->nodemask) {
		struct page *page;

		if (unlikely(!zone_is_above(zone, req, alloc_flags)))
			continue;
		page = zone_alloc(zone, req, alloc_flags);
		if (unlikely(!page))
			continue;
		if (unlikely(req->order && (alloc_flags & ALLOC_HARDER)))
			highatomic_reserve(zone, page);
		if (likely(page_is_clean(page))) {
			if (unlikely(nr_online_nodes > 1))
				numa_account(first_zones_zonelist(req->zonelist, req->highest, req->nodemask)->zone,
					     zone);
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

struct page *__alloc_pages(gfp_t gfp, unsigned int order, int preferred_nid, nodemask_t *nodemask)
{
	struct alloc_request req = request_of(gfp, order, preferred_nid, nodemask);
	struct page *page;

	if (unlikely(order >= MAX_ORDER))
		return order_too_large(gfp);
	might_alloc(req.gfp);
	page = zonelist_alloc(&req, ALLOC_WMARK_LOW);
	return likely(page) ? page : alloc_slow(&req);
}
EXPORT_SYMBOL(__alloc_pages);

/* ---- many single pages ---- */

/* At most @nr frames of a zone that stays above its low mark with all of them, from this CPU's lists. */
static unsigned int zone_alloc_bulk(struct zone *zone, const struct alloc_request *req,
				    struct page **pages, unsigned int nr)
{
	struct per_cpu_pages *pcp;
	struct list_head *list;
	unsigned int got = 0;
	unsigned long flags;

	local_irq_save(flags);
	pcp = this_cpu_ptr(zone->per_cpu_pageset);
	list = &pcp->lists[pcp_list_index(0, req->migratetype)];
	while (got < nr) {
		if (list_empty(list) && !pcp_refill_held(zone, pcp, list, 0, req->migratetype,
							 max(pcp->batch, 1)))
			break;
		pages[got++] = pcp_pop_held(pcp, list, 0);
	}
	local_irq_restore(flags);
	return got;
}

unsigned int alloc_bulk_from_zones(gfp_t gfp, int nid, nodemask_t *nodemask, struct page **pages,
				   unsigned int nr)
{
	struct alloc_request req = request_of(gfp, 0, nid, nodemask);
	struct zoneref *ref;
	struct zone *zone;

	might_alloc(req.gfp);
	for_each_zone_zonelist_nodemask(zone, ref, req.zonelist, req.highest, req.nodemask) {
		unsigned long mark = wmark_pages(zone, WMARK_LOW) + 2 * nr + zone->pageset_batch;
		unsigned int got, good = 0;

		if (!zone->per_cpu_pageset ||
		    !zone_watermark_fast(zone, 0, mark, req.highest, ALLOC_WMARK_LOW))
			continue;
		got = zone_alloc_bulk(zone, &req, pages, nr);
		for (unsigned int i = 0; i < got; i++) {
			if (likely(page_is_clean(pages[i]))) {
				block_prepare(pages[i], &req);
				pages[good++] = pages[i];
				continue;
			}
			page_misuse_report(PAGE_MISUSE_CORRUPT, pages[i], 0);
		}
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
	page = alloc_pages(gfp_mask, order);
	return page ? (unsigned long)lowmem_page_address(page) : 0;
}
EXPORT_SYMBOL(__get_free_pages);

unsigned long get_zeroed_page(gfp_t gfp_mask)
{
	return __get_free_pages(gfp_mask | __GFP_ZERO, 0);
}
EXPORT_SYMBOL(get_zeroed_page);

/* ---- freeing ---- */

static void block_free_buddy(struct zone *zone, struct page *page, unsigned int order)
{
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	buddy_free_locked(zone, page, order);
	zone_count_locked(&zone->nr_free_buddy, order);
	spin_unlock_irqrestore(&zone->lock, flags);
}

/* Whose list it goes to: what was set aside, and is free, anybody may have who could move. */
static __always_inline int block_pcp_type(const struct zone *zone, const struct page *page)
{
	int type = buddy_pageblock_type(zone, page_to_pfn(page));

	return likely(migratetype_is_mergeable(type)) ? type : MIGRATE_MOVABLE;
}

static noinline void block_free_slow(struct zone *zone, struct page *page, unsigned int order,
				     bool cold)
{
	struct per_cpu_pages *pcp;
	unsigned long flags;
	int type;

	if (order > PAGE_ALLOC_COSTLY_ORDER || unlikely(!zone->per_cpu_pageset)) {
		block_free_buddy(zone, page, order);
		return;
	}
	local_irq_save(flags);
	pcp = this_cpu_ptr(zone->per_cpu_pageset);
	type = block_pcp_type(zone, page);
	if (pcp_push_held(pcp, page, order, type))
		pcp_trim_held(zone, pcp, pcp->batch);
	else if (cold)
		list_rotate_left(&pcp->lists[pcp_list_index(order, type)]);
	local_irq_restore(flags);
}

static noinline void pcp_trim_own(struct zone *zone)
{
	struct per_cpu_pages *pcp;
	unsigned long flags;

	cpu_section_wake();
	local_irq_save(flags);
	pcp = this_cpu_ptr(zone->per_cpu_pageset);
	if (pcp->count > pcp->high)
		pcp_trim_held(zone, pcp, pcp->batch);
	local_irq_restore(flags);
}

static noinline void block_free_refuse(struct page *page, unsigned int order)
{
	enum page_misuse kind = page_state_check(page);

	set_page_count(page, 1);
	page_misuse_report(kind, page, order);
}

/* What must be so before a block, whose last user has gone, is free: false if it stays as it is. */
static __always_inline bool block_free_prepare(struct page *page, unsigned int order)
{
	if (unlikely(!page_state_is_clean(page))) {
		block_free_refuse(page, order);
		return false;
	}
	if (page->flags & (1UL << PG_head))
		compound_undo(page, order);
	WRITE_ONCE(page->flags, 0);
	page->private = 0;
	return true;
}

/* It is on a list now: does anybody wait for it? The barrier is in the waiter (page_slow.c). */
static __always_inline void block_free_done(void)
{
	barrier();
	if (unlikely(READ_ONCE(page_waiters)))
		page_free_wake();
}

/* The last user of a block has gone: count is 0. */
static __always_inline void block_free(struct page *page, unsigned int order)
{
	struct thread_info *ti = current_thread_info();
	struct zone *zone = page_zone(page);
	struct per_cpu_pages *pcp;
	bool waited, trim;
	unsigned int old;

	if (!block_free_prepare(page, order))
		return;
	if (order > PAGE_ALLOC_COSTLY_ORDER || unlikely(!zone->per_cpu_pageset) ||
	    unlikely(!cpu_section_try(ti, &old))) {
		block_free_slow(zone, page, order, false);
		block_free_done();
		return;
	}
	pcp = SHIFT_PERCPU_PTR(zone->per_cpu_pageset, ti->percpu_offset);
	trim = pcp_push_held(pcp, page, order, block_pcp_type(zone, page));
	waited = cpu_section_end(ti, old);
	if (unlikely(trim))
		pcp_trim_own(zone);
	else if (unlikely(waited))
		cpu_token_wake();
	block_free_done();
}

/* Somebody still uses the first page: the others go now, that one with its last put_page(). */
static noinline void block_free_but_first(struct page *page, unsigned int order)
{
	page->alloc_order = 0;
	while (order-- > 0)
		block_free(page + (1UL << order), order);
}

void __free_pages(struct page *page, unsigned int order)
{
	if (unlikely(!page_free_is_right(page, order)) && page_free_check(page, order))
		page_misuse_report(page_free_check(page, order), page, order);
	else if (likely(put_page_testzero(page)))
		block_free(page, order);
	else if (order && !PageHead(page))
		block_free_but_first(page, order);
}
EXPORT_SYMBOL(__free_pages);

void free_cold_page(struct page *page)
{
	if (unlikely(!page_free_is_right(page, 0)) && page_free_check(page, 0)) {
		page_misuse_report(page_free_check(page, 0), page, 0);
	} else if (put_page_testzero(page) && block_free_prepare(page, 0)) {
		block_free_slow(page_zone(page), page, 0, true);
		block_free_done();
	}
}
EXPORT_SYMBOL(free_cold_page);

void free_pages(unsigned long addr, unsigned int order)
{
	if (!addr)
		return;
	if (unlikely(!virt_addr_valid(addr) || (addr & ~PAGE_MASK)))
		page_misuse_report_address(addr, order);
	else
		__free_pages(virt_to_page(addr), order);
}
EXPORT_SYMBOL(free_pages);

void __put_page(struct page *page)
{
	if (unlikely(!page_is_struct_page(page)))
		page_misuse_report(PAGE_MISUSE_NOT_A_PAGE, page, 0);
	else if (unlikely(page_ref_count(page) <= 0))
		page_misuse_report(PAGE_MISUSE_FREE, page, 0);
	else if (put_page_testzero(page))
		block_free(page, page->alloc_order);
}
EXPORT_SYMBOL(__put_page);
