// SPDX-License-Identifier: MIT
/*
 * mm/page_free.c - giving blocks of pages back
 *
 *	free_single_page
 *	  page_is_last_use       all is as it should be, and the block is one page
 *	    page_fast_put        to this CPU's stack: one restartable step
 *	    pcp_put              likewise, who holds a CPU
 *	  free_slow              checks one by one, larger blocks, full stacks
 *	    page_misuse_report   what is wrong, and nothing is freed
 *	    pcp_free_held        this CPU's list (orders 0-3)
 *	    buddy_free_locked    higher orders
 *
 * The probe mm_page_free tells of what has gone, or is about to go: not of a use less, nor of a
 * wrong free.
 *
 * Locking    none of its own; see page_pcp.c and page_buddy.c. In the slow path a block's count becomes 0 with
 *            interrupts off, and is on a list before they are on again, so that whoever stops the
 *            machine there finds it free.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/export.h>
#include <linux/kmem_probe.h>
#include "mm/page_alloc.h"
#include "mm/page_buddy.h"
#include "mm/page_debug.h"
#include "mm/page_fast.h"
#include "mm/page_misuse.h"
#include "mm/page_pcp.h"

static void compound_undo(struct page *page, unsigned int order)
{
	page[1].compound_order = 0;
	page[1].compound_nr = 0;
	for (unsigned int i = 1; i < 1U << order; i++)
		page[i].compound_head = 0;
}

/* ---- uses that come from nowhere ---- */

unsigned int page_put_watch __read_mostly;
/* For the core, as in page_init.c. */
extern unsigned int core_put_watch __attribute__((alias("page_put_watch"), visibility("hidden")));
unsigned int page_refs_ready;
EXPORT_SYMBOL(page_refs_ready);

/**
 * page_refs_share - from now on somebody may take a use of a page that it has none of
 *
 * For get_page_unless_zero() and its like, which call it themselves. Whoever is letting a last use
 * go by plain stores is done, or leaves and sees page_put_watch, when this returns. Row A1.
 * Context: any; takes no lock.
 */
void page_refs_share(void)
{
	__atomic_fetch_or(&page_put_watch, PAGE_PUT_SHARED, __ATOMIC_SEQ_CST);
	arch_restart_cpus();
	smp_store_release(&page_refs_ready, 1);
}
EXPORT_SYMBOL(page_refs_share);

/* It is on a list now: does anybody wait for it? The barrier is in the waiter (page_slow.c). */
static __always_inline void free_done(void)
{
	barrier();
	if (unlikely(READ_ONCE(page_put_watch) >= PAGE_PUT_WAITER))
		page_free_wake();
}

/* ---- the last user of a block has gone: interrupts are off ---- */

static void block_free_buddy(struct zone *zone, struct page *page, unsigned int order)
{
	page_debug_free(page, order);
	spin_lock(&zone->lock);
	buddy_free_locked(zone, page, order);
	zone_count_locked(&zone->nr_free_buddy, order);
	spin_unlock(&zone->lock);
}

/* Windows may be of any page of a block, all else is written in the first. */
static bool block_is_clean(const struct page *page, unsigned int order)
{
	if (order && PageHighMem(page))
		for (unsigned int i = 1; i < 1U << order; i++)
			if (page[i].flags & (1UL << PG_kmapped))
				return false;
	return page_state_is_clean(page);
}

static void block_free_refuse(struct page *page, unsigned int order)
{
	enum page_misuse kind = page_state_check(page);

	set_page_count(page, 1);
	page_misuse_report(kind ?: PAGE_MISUSE_KMAPPED, page, order);
}

static void block_free_held(struct page *page, unsigned int order, bool cold)
{
	struct zone *zone = page_zone(page);

	if (unlikely(!block_is_clean(page, order))) {
		block_free_refuse(page, order);
		return;
	}
	KMEM_PROBE2(mm_page_free, page, order);
	if (page->flags & (1UL << PG_head))
		compound_undo(page, order);
	WRITE_ONCE(page->flags, 0);
	page->private = 0;
	if (order > PAGE_ALLOC_COSTLY_ORDER || unlikely(!zone->per_cpu_pageset))
		block_free_buddy(zone, page, order);
	else
		pcp_free_held(zone, page, order, cold);
}

/* Somebody still uses the first page: the others go now, that one with its last put_page(). */
static void block_free_but_first_held(struct page *page, unsigned int order)
{
	page->alloc_order = 0;
	page->pcp_class = 0;
	while (order-- > 0)
		block_free_held(page + (1UL << order), order, false);
}

/* ---- one user less ---- */

static noinline void free_slow(struct page *page, unsigned int order, bool cold)
{
	enum page_misuse wrong = page_free_check(page, order);
	unsigned long flags;

	if (unlikely(wrong)) {
		page_misuse_report(wrong, page, order);
		return;
	}
	local_irq_save(flags);
	if (likely(put_page_testzero(page)))
		block_free_held(page, order, cold);
	else if (order && !PageHead(page))
		block_free_but_first_held(page, order);
	local_irq_restore(flags);
	free_done();
}

/* put_page() of any page: the order is what it was allocated with. */
static noinline void put_slow(struct page *page)
{
	unsigned long flags;

	local_irq_save(flags);
	if (put_page_testzero(page))
		block_free_held(page, page->alloc_order, false);
	local_irq_restore(flags);
	free_done();
}

/*
 * page_stack_put() did not do it, but may have let the last use go all the same: true if that is
 * dealt with.
 */
static bool put_was_last(struct page *page, unsigned int order)
{
	unsigned long flags;

	if (page_ref_count(page))
		return false;
	local_irq_save(flags);
	block_free_held(page, order, false);
	local_irq_restore(flags);
	free_done();
	return true;
}

static noinline void free_single_second(struct page *page)
{
	if (likely(pcp_put(page)))
		KMEM_PROBE2(mm_page_free, page, 0);
	else if (!put_was_last(page, 0))
		free_slow(page, 0, false);
}

static noinline void free_single_unusual(struct page *page)
{
	free_slow(page, 0, false);
}

/*
 * Is @page, if it is one, in use by one, and is nothing to be checked or undone? Its order need not
 * be: only single pages have a class, so that page_fast_put() does nothing with others.
 */
static __always_inline bool page_is_last_use(const struct page *page)
{
	return likely(page_is_struct_page(page)) &&
	       likely(!(page->flags | (unsigned long)page->mapping |
			(page_counts(page) ^ PAGE_COUNTS_ONE_USE)));
}

/* A larger block, not compound: the same step, but the stack is looked up. */
static noinline void free_block(struct page *page, unsigned int order)
{
	if (order > PAGE_ALLOC_COSTLY_ORDER || !page_is_last_use(page) || page->alloc_order != order ||
	    PageHighMem(page))
		free_slow(page, order, false);
	else if (pcp_put_block(page, order))
		KMEM_PROBE2(mm_page_free, page, order);
	else if (!put_was_last(page, order))
		free_slow(page, order, false);
}

/* Aligned as alloc_single_page(). */
__attribute__((aligned(64))) void free_single_page(struct page *page)
{
	if (unlikely(!page_is_last_use(page)))
		free_single_unusual(page);
	else if (unlikely(!page_fast_put(page)))
		free_single_second(page);
	else
		KMEM_PROBE2(mm_page_free, page, 0);
}
EXPORT_SYMBOL(free_single_page);

void __free_pages(struct page *page, unsigned int order)
{
	if (likely(!order))
		free_single_page(page);
	else
		free_block(page, order);
}
EXPORT_SYMBOL(__free_pages);

void free_cold_page(struct page *page)
{
	free_slow(page, 0, true);
}
EXPORT_SYMBOL(free_cold_page);

void free_pages(unsigned long addr, unsigned int order)
{
	if (!addr)
		return;
	if (unlikely(!virt_is_direct(addr) || (addr & ~PAGE_MASK)))
		page_misuse_report_address(addr, order);
	else if (unlikely(order))
		__free_pages(virt_to_page(addr), order);
	else
		free_single_page(virt_to_page(addr));
}
EXPORT_SYMBOL(free_pages);

static noinline void put_page_slow(struct page *page)
{
	if (unlikely(!page_is_struct_page(page)))
		page_misuse_report(PAGE_MISUSE_NOT_A_PAGE, page, 0);
	else if (unlikely(page_ref_count(page) <= 0))
		page_misuse_report(PAGE_MISUSE_FREE, page, 0);
	else
		put_slow(page);
}

static noinline void put_single_second(struct page *page)
{
	if (likely(pcp_put(page)))
		KMEM_PROBE2(mm_page_free, page, 0);
	else if (!put_was_last(page, 0))
		put_slow(page);
}

void __put_page(struct page *page)
{
	if (unlikely(!page_is_last_use(page)))
		put_page_slow(page);
	else if (unlikely(!page_fast_put(page)))
		put_single_second(page);
	else
		KMEM_PROBE2(mm_page_free, page, 0);
}
EXPORT_SYMBOL(__put_page);
