/* SPDX-License-Identifier: MIT */
/*
 * mm/page_debug.h - what the page allocator does beside its work when boot options ask for it
 *
 * page_owner=, page_poison=, init_on_alloc= and init_on_free= are decided before the first page is
 * given out. With any of them on no CPU has free pages of its own, so that each block passes
 * zone_alloc_buddy() and block_free_buddy(), which call here; the fast paths know nothing of it.
 */
#ifndef MM_PAGE_DEBUG_H
#define MM_PAGE_DEBUG_H

#include <linux/mm_types.h>
#include <linux/gfp_types.h>

/* Is any of the options on? Never changes after boot. */
extern bool page_debug_on;

/** page_debug_init - read the options, take boot memory; memblock works, no page was given out yet */
void page_debug_init(void);

void __page_debug_alloc(struct page *page, unsigned int order, gfp_t gfp);
void __page_debug_free(struct page *page, unsigned int order);
void __page_owner_split(struct page *page, unsigned int order);
void __page_owner_dump(const struct page *page);

/* page_debug_alloc - the block came off the free lists, for a request with @gfp. Any context. */
static __always_inline void page_debug_alloc(struct page *page, unsigned int order, gfp_t gfp)
{
	if (unlikely(page_debug_on))
		__page_debug_alloc(page, order, gfp);
}

/* page_debug_free - the block goes to the free lists next. Any context. */
static __always_inline void page_debug_free(struct page *page, unsigned int order)
{
	if (unlikely(page_debug_on))
		__page_debug_free(page, order);
}

/* page_owner_split - the block is freed page by page from now on */
static inline void page_owner_split(struct page *page, unsigned int order)
{
	if (unlikely(page_debug_on))
		__page_owner_split(page, order);
}

/* page_owner_dump - who has @page, or had it last, for a report */
static inline void page_owner_dump(const struct page *page)
{
	if (unlikely(page_debug_on))
		__page_owner_dump(page);
}

/* The part of mm/page_owner.c; it does nothing when its option is off. mm/page_poison.c calls it. */
void page_owner_boot(void);
void page_owner_alloc(struct page *page, unsigned int order, gfp_t gfp);
void page_owner_free(struct page *page, unsigned int order);

#endif /* MM_PAGE_DEBUG_H */
