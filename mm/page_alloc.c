// SPDX-License-Identifier: MIT
/*
 * mm/page_alloc.c - getting and giving back blocks of pages: entry, fast path, slow path
 *
 *	__alloc_pages
 *	  zonelist_alloc           each zone that will do, above its low mark
 *	    pcp_pop_held           this CPU's list (orders 0-3): no lock
 *	    pcp_refill_held        a batch from the zone, under its lock
 *	    buddy_alloc_locked     higher orders
 *	  alloc_slow               the min mark, the reserves, then reclaim and again
 *
 * A block is given out with count 1 in its first page; alloc_order there remembers the order, so that a
 * wrong one is noticed when it is freed.
 * Locking    none of its own; see page_pcp.c and page_buddy.c.
 * Linux      as 6.1, except: the marks are checked when frames enter a CPU's list; without an OOM
 *            killer a request that made no progress in reclaim fails also for low orders.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/highmem.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/delay.h>
#include <linux/ratelimit.h>
#include <linux/export.h>
#include "mm/page_buddy.h"
#include "mm/page_misuse.h"
#include "mm/page_pcp.h"
#include "mm/page_watermark.h"
#include "mm/slab.h"

/* Rounds of reclaim without progress before a request gives up. */
#define MAX_RECLAIM_RETRIES	16
#define DEF_PRIORITY		12

gfp_t gfp_allowed_mask = __GFP_BITS_MASK;

/* One request: what does not change while it is served. */
struct alloc_request {
	gfp_t gfp;
	unsigned int order;
	int migratetype;
	enum zone_type highest;
	struct zonelist *zonelist;
	nodemask_t *nodemask;		/* no other node; NULL: any */
};

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
	if (req->order && (req->gfp & __GFP_COMP))
		compound_make(page, req->order);
	if (req->gfp & __GFP_ZERO)
		block_zero(page, req->order);
}

/* ---- one zone ---- */

static bool zone_has_room(struct zone *zone, const struct alloc_request *req,
			  unsigned int alloc_flags, unsigned long more)
{
	unsigned long mark;

	if (alloc_flags & ALLOC_NO_WATERMARKS)
		return !more;
	mark = zone->_watermark[alloc_flags & ALLOC_WMARK_MASK] + more;
	return zone_watermark_ok(zone, req->order, mark, req->highest, alloc_flags);
}

/* Both counts change under zone->lock alone. */
static void zone_count_locked(atomic_long_t *count, unsigned int order)
{
	atomic_long_set(count, atomic_long_read(count) + (1L << order));
}

static struct page *zone_alloc_buddy(struct zone *zone, const struct alloc_request *req,
				     unsigned int alloc_flags)
{
	struct page *page = NULL;
	unsigned long flags;

	if (!zone_has_room(zone, req, alloc_flags, 0))
		return NULL;
	spin_lock_irqsave(&zone->lock, flags);
	page = buddy_alloc_locked(zone, req->order, req->migratetype, alloc_flags);
	if (page)
		zone_count_locked(&zone->nr_alloc_buddy, req->order);
	spin_unlock_irqrestore(&zone->lock, flags);
	return page;
}

/* A batch while there is plenty; a single block near the mark. */
static struct page *zone_alloc_refill_held(struct zone *zone, struct per_cpu_pages *pcp,
					   struct list_head *list,
					   const struct alloc_request *req,
					   unsigned int alloc_flags)
{
	unsigned int nr_blocks = 1;

	if (zone_has_room(zone, req, alloc_flags, pcp->batch))
		nr_blocks = max(pcp->batch >> req->order, 1);
	else if (!zone_has_room(zone, req, alloc_flags, 0))
		return NULL;
	if (!pcp_refill_held(zone, pcp, list, req->order, req->migratetype, nr_blocks))
		return NULL;
	return pcp_pop_held(pcp, list, req->order);
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
	page = pcp_pop_held(pcp, list, req->order);
	if (!page)
		page = zone_alloc_refill_held(zone, pcp, list, req, alloc_flags);
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
	    unlikely(!cpu_section_try(ti, &old)))
		return zone_alloc_slow(zone, req, alloc_flags);

	pcp = SHIFT_PERCPU_PTR(zone->per_cpu_pageset, ti->percpu_offset);
	page = pcp_pop_held(pcp, &pcp->lists[pcp_list_index(req->order, req->migratetype)], req->order);
	if (unlikely(cpu_section_end(ti, old)))
		cpu_token_wake();
	return likely(page) ? page : zone_alloc_slow(zone, req, alloc_flags);
}

static __always_inline struct page *zonelist_alloc(const struct alloc_request *req, unsigned int alloc_flags)
{
	struct zoneref *ref;
	struct zone *zone;

	for_each_zone_zonelist_nodemask(zone, ref, req->zonelist, req->highest, req->nodemask) {
		struct page *page = zone_alloc(zone, req, alloc_flags);

		if (unlikely(!page))
			continue;
		if (likely(page_is_clean(page))) {
			if (unlikely(nr_online_nodes > 1))
				numa_account(first_zones_zonelist(req->zonelist, req->highest, req->nodemask)->zone,
					     zone);
			block_prepare(page, req);
			return page;
		}
		page_misuse_report(PAGE_MISUSE_CORRUPT, page, req->order);
	}
	return NULL;
}

/* ---- the slow path ---- */

static const struct {
	gfp_t bits;
	const char *name;
} gfp_names[] = {
	{ GFP_HIGHUSER_MOVABLE, "GFP_HIGHUSER_MOVABLE" }, { GFP_HIGHUSER, "GFP_HIGHUSER" },
	{ GFP_USER, "GFP_USER" }, { GFP_KERNEL_ACCOUNT, "GFP_KERNEL_ACCOUNT" },
	{ GFP_KERNEL, "GFP_KERNEL" }, { GFP_NOFS, "GFP_NOFS" }, { GFP_ATOMIC, "GFP_ATOMIC" },
	{ GFP_NOIO, "GFP_NOIO" }, { GFP_NOWAIT, "GFP_NOWAIT" }, { GFP_DMA, "GFP_DMA" },
	{ GFP_DMA32, "GFP_DMA32" }, { __GFP_HIGHMEM, "__GFP_HIGHMEM" },
	{ __GFP_HIGH, "__GFP_HIGH" }, { __GFP_ATOMIC, "__GFP_ATOMIC" },
	{ __GFP_DIRECT_RECLAIM, "__GFP_DIRECT_RECLAIM" }, { __GFP_IO, "__GFP_IO" },
	{ __GFP_FS, "__GFP_FS" }, { __GFP_NOWARN, "__GFP_NOWARN" },
	{ __GFP_RETRY_MAYFAIL, "__GFP_RETRY_MAYFAIL" }, { __GFP_NOFAIL, "__GFP_NOFAIL" },
	{ __GFP_NORETRY, "__GFP_NORETRY" }, { __GFP_COMP, "__GFP_COMP" },
	{ __GFP_ZERO, "__GFP_ZERO" }, { __GFP_NOMEMALLOC, "__GFP_NOMEMALLOC" },
	{ __GFP_MEMALLOC, "__GFP_MEMALLOC" }, { __GFP_HARDWALL, "__GFP_HARDWALL" },
	{ __GFP_THISNODE, "__GFP_THISNODE" }, { __GFP_RECLAIMABLE, "__GFP_RECLAIMABLE" },
	{ __GFP_MOVABLE, "__GFP_MOVABLE" }, { __GFP_WRITE, "__GFP_WRITE" },
	{ __GFP_ACCOUNT, "__GFP_ACCOUNT" },
};

static void gfp_describe(gfp_t gfp, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	for (unsigned int i = 0; i < ARRAY_SIZE(gfp_names); i++) {
		if ((gfp & gfp_names[i].bits) != gfp_names[i].bits)
			continue;
		len += scnprintf(buf + len, size - len, "%s%s", len ? "|" : "", gfp_names[i].name);
		gfp &= ~gfp_names[i].bits;
	}
}

static void show_zones(void)
{
	struct zone *zone;

	for_each_populated_zone(zone)
		pr_warn("%s free:%lukB min:%lukB low:%lukB high:%lukB managed:%lukB percpu:%lukB\n",
			zone->name, zone_page_state(zone, NR_FREE_PAGES) << (PAGE_SHIFT - 10),
			min_wmark_pages(zone) << (PAGE_SHIFT - 10),
			low_wmark_pages(zone) << (PAGE_SHIFT - 10),
			high_wmark_pages(zone) << (PAGE_SHIFT - 10),
			zone_managed_pages(zone) << (PAGE_SHIFT - 10),
			pcp_nr_pages(zone) << (PAGE_SHIFT - 10));
}

static void warn_alloc(const struct alloc_request *req)
{
	static DEFINE_RATELIMIT_STATE(rs, DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST);
	char names[160];

	if ((req->gfp & __GFP_NOWARN) || !__ratelimit(&rs))
		return;
	gfp_describe(req->gfp, names, sizeof(names));
	pr_warn("%s: page allocation failure: order:%u, mode:%#x(%s)\n", current->comm, req->order,
		req->gfp, names);
	dump_stack();
	show_zones();
}

/* One round: ask every cache for a share of its objects, and take back what CPUs keep. */
static unsigned long reclaim_round(const struct alloc_request *req, int priority)
{
	unsigned int noreclaim = memalloc_noreclaim_save();
	unsigned long progress = shrink_slab(req->gfp, 0, NULL, priority);

	progress += slab_reclaim_empty();
	drain_all_pages(NULL);
	memalloc_noreclaim_restore(noreclaim);
	return progress;
}

static struct page *alloc_after_reclaim(const struct alloc_request *req, unsigned int alloc_flags)
{
	int priority = DEF_PRIORITY, idle = 0;

	for (;;) {
		unsigned long progress = reclaim_round(req, max(priority--, 0));
		struct page *page = zonelist_alloc(req, alloc_flags);

		if (page || (req->gfp & __GFP_NORETRY))
			return page;
		if (req->order > PAGE_ALLOC_COSTLY_ORDER && !(req->gfp & __GFP_RETRY_MAYFAIL))
			return NULL;
		idle = progress ? 0 : idle + 1;
		if (idle > MAX_RECLAIM_RETRIES)
			return NULL;
		cond_resched();
	}
}

/* __GFP_NOFAIL: other tasks' frees are what it waits for. */
static struct page *alloc_until_success(const struct alloc_request *req, unsigned int alloc_flags)
{
	struct page *page;

	WARN_ON_ONCE(req->order > 1);
	while (!(page = zonelist_alloc(req, alloc_flags | ALLOC_HARDER))) {
		reclaim_round(req, 0);
		msleep(1);
	}
	return page;
}

static noinline struct page *alloc_slow(const struct alloc_request *req)
{
	unsigned int alloc_flags = alloc_flags_from_gfp(req->gfp);
	bool may_reclaim = (req->gfp & __GFP_DIRECT_RECLAIM) && !(current->flags & PF_MEMALLOC);
	struct page *page = zonelist_alloc(req, alloc_flags);

	if (!page && may_reclaim)
		page = alloc_after_reclaim(req, alloc_flags);
	if (!page && may_reclaim && (req->gfp & __GFP_NOFAIL))
		page = alloc_until_success(req, alloc_flags);
	if (!page) {
		atomic_long_inc(&first_zones_zonelist(req->zonelist, ZONE_MOVABLE, NULL)->zone->nr_alloc_fail);
		warn_alloc(req);
	}
	return page;
}

struct page *__alloc_pages(gfp_t gfp, unsigned int order, int preferred_nid, nodemask_t *nodemask)
{
	struct alloc_request req = { .order = order };
	struct page *page;

	if (WARN_ON_ONCE(order >= MAX_ORDER && !(gfp & __GFP_NOWARN)) || order >= MAX_ORDER)
		return NULL;
	req.gfp = current_gfp_context(gfp & gfp_allowed_mask);
	might_alloc(req.gfp);
	req.migratetype = min(gfp_migratetype(gfp), MIGRATE_PCPTYPES - 1);
	req.highest = gfp_zone(gfp);
	req.zonelist = node_zonelist(preferred_nid, gfp);
	req.nodemask = nodemask;

	page = zonelist_alloc(&req, ALLOC_WMARK_LOW);
	return likely(page) ? page : alloc_slow(&req);
}
EXPORT_SYMBOL(__alloc_pages);

/* ---- by address ---- */

unsigned long __get_free_pages(gfp_t gfp_mask, unsigned int order)
{
	struct page *page;

	if (WARN_ON_ONCE(gfp_mask & __GFP_HIGHMEM))
		gfp_mask &= ~__GFP_HIGHMEM;
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

static noinline void block_free_slow(struct zone *zone, struct page *page, unsigned int order)
{
	struct per_cpu_pages *pcp;
	unsigned long flags;

	if (order > PAGE_ALLOC_COSTLY_ORDER || unlikely(!zone->per_cpu_pageset)) {
		block_free_buddy(zone, page, order);
		return;
	}
	local_irq_save(flags);
	pcp = this_cpu_ptr(zone->per_cpu_pageset);
	if (pcp_push_held(pcp, page, order, buddy_pageblock_type(zone, page_to_pfn(page))))
		pcp_trim_held(zone, pcp, pcp->batch);
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

/* The last user of a block has gone: count is 0. */
static __always_inline void block_free(struct page *page, unsigned int order)
{
	struct thread_info *ti = current_thread_info();
	struct zone *zone = page_zone(page);
	struct per_cpu_pages *pcp;
	bool waited, trim;
	unsigned int old;

	if (unlikely(!page_state_is_clean(page))) {
		block_free_refuse(page, order);
		return;
	}
	if (page->flags & (1UL << PG_head))
		compound_undo(page, order);
	WRITE_ONCE(page->flags, 0);
	page->private = 0;
	if (order > PAGE_ALLOC_COSTLY_ORDER || unlikely(!zone->per_cpu_pageset) ||
	    unlikely(!cpu_section_try(ti, &old))) {
		block_free_slow(zone, page, order);
		return;
	}
	pcp = SHIFT_PERCPU_PTR(zone->per_cpu_pageset, ti->percpu_offset);
	trim = pcp_push_held(pcp, page, order, buddy_pageblock_type(zone, page_to_pfn(page)));
	waited = cpu_section_end(ti, old);
	if (unlikely(trim))
		pcp_trim_own(zone);
	else if (unlikely(waited))
		cpu_token_wake();
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

void free_pages(unsigned long addr, unsigned int order)
{
	if (!addr)
		return;
	if (unlikely(!virt_addr_valid(addr) || (addr & ~PAGE_MASK)))
		page_misuse_report(PAGE_MISUSE_NOT_A_PAGE, (struct page *)addr, order);
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

/**
 * release_pages - drop a reference to each page of an array
 * @pages:	the pages
 * @nr:		how many
 *
 * Row A5.
 * Context: any.
 */
void release_pages(struct page **pages, int nr)
{
	for (int i = 0; i < nr; i++)
		put_page(pages[i]);
}
EXPORT_SYMBOL(release_pages);

/**
 * put_pages_list - drop a reference to each page of a list
 * @pages:	pages linked by lru; empty afterwards
 *
 * Row A5.
 * Context: any; the list is the caller's alone.
 */
void put_pages_list(struct list_head *pages)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, pages, lru) {
		list_del(&page->lru);
		put_page(page);
	}
}
EXPORT_SYMBOL(put_pages_list);

/* ---- parts of blocks, and many pages ---- */

void split_page(struct page *page, unsigned int order)
{
	if (WARN_ON(PageCompound(page) || page->alloc_order != order))
		return;
	for (unsigned int i = 0; i < 1U << order; i++) {
		page[i].alloc_order = 0;
		set_page_count(page + i, page_ref_count(page));
	}
}
EXPORT_SYMBOL_GPL(split_page);

/**
 * alloc_pages_exact_nid - whole pages of a node, as few as hold a size
 * @nid:	node to prefer
 * @size:	bytes, rounded up to pages
 * @gfp_mask:	what the allocator may do; __GFP_COMP and __GFP_HIGHMEM are reported and left out
 *
 * Context: any that @gfp_mask allows.
 * Return: the address, for free_pages_exact(), or NULL. Row A5.
 */
void *alloc_pages_exact_nid(int nid, size_t size, gfp_t gfp_mask)
{
	unsigned int order = get_order(size);
	struct page *page;

	if (WARN_ON_ONCE(gfp_mask & (__GFP_COMP | __GFP_HIGHMEM)))
		gfp_mask &= ~(__GFP_COMP | __GFP_HIGHMEM);
	page = alloc_pages_node(nid, gfp_mask, order);
	if (!page)
		return NULL;
	split_page(page, order);
	for (unsigned long i = PFN_UP(size); i < 1UL << order; i++)
		__free_page(page + i);
	return lowmem_page_address(page);
}
EXPORT_SYMBOL(alloc_pages_exact_nid);

void *alloc_pages_exact(size_t size, gfp_t gfp_mask)
{
	return alloc_pages_exact_nid(NUMA_NO_NODE, size, gfp_mask);
}
EXPORT_SYMBOL(alloc_pages_exact);

/**
 * free_pages_exact - free what alloc_pages_exact() gave
 * @virt:	its address
 * @size:	bytes, as they were asked for
 *
 * Row A5.
 * Context: any.
 */
void free_pages_exact(void *virt, size_t size)
{
	for (size_t done = 0; done < size; done += PAGE_SIZE)
		free_page((unsigned long)virt + done);
}
EXPORT_SYMBOL(free_pages_exact);

unsigned long alloc_pages_bulk_array(gfp_t gfp, unsigned long nr_pages, struct page **page_array)
{
	unsigned long i;

	for (i = 0; i < nr_pages; i++) {
		if (!page_array[i])
			page_array[i] = alloc_page(gfp);
		if (!page_array[i])
			break;
	}
	return i;
}
EXPORT_SYMBOL_GPL(alloc_pages_bulk_array);
