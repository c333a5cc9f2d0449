/* SPDX-License-Identifier: MIT */
/*
 * mm/page_misuse.h - the ways in which whole pages are freed wrongly
 *
 * Each is found when the call is made, reported once with the page and the call chain, and
 * then ignored: nothing is freed, nothing else changes. The table for people, with
 * examples of what is printed, is in docs/debugging.md.
 */
#ifndef MM_PAGE_MISUSE_H
#define MM_PAGE_MISUSE_H

#include <linux/mm_types.h>
#include <linux/page_ref.h>

enum page_misuse {
	PAGE_MISUSE_NONE,
	PAGE_MISUSE_NOT_A_PAGE,		/* the pointer is no struct page, or the address no memory's */
	PAGE_MISUSE_MAPPING_ADDRESS,	/* the address is vmalloc's or kmap's */
	PAGE_MISUSE_UNALIGNED,		/* the address is inside of a page */
	PAGE_MISUSE_FREE,		/* the page is free already */
	PAGE_MISUSE_ORDER,		/* it was allocated with another order */
	PAGE_MISUSE_TAIL,		/* it is inside of a block, not the first page */
	PAGE_MISUSE_SLAB,		/* it is a slab's: kfree() is for its objects */
	PAGE_MISUSE_KMALLOC,		/* kmalloc() gave it out: kfree() takes it back */
	PAGE_MISUSE_OWNED,		/* vmalloc or per-CPU memory is made of it */
	PAGE_MISUSE_RESERVED,		/* it is reserved */
	PAGE_MISUSE_BUSY,		/* its flags say that it is in use: locked, on a list, ... */
	PAGE_MISUSE_MAPPED,		/* somebody has it mapped */
	PAGE_MISUSE_CACHED,		/* it is in the page cache */
	PAGE_MISUSE_KMAPPED,		/* somebody has called kmap(), and not kunmap() */
	PAGE_MISUSE_ZONE,		/* a free page was on a list of another zone */
	PAGE_MISUSE_CORRUPT,		/* a free page's struct page was written to */
	NR_PAGE_MISUSE
};

/** page_misuse_text - the sentence for @kind */
const char *page_misuse_text(enum page_misuse kind);
/** page_misuse_report - print @kind, @page and the call chain. Any context. */
void page_misuse_report(enum page_misuse kind, struct page *page, unsigned int order);
/** page_misuse_report_address - say what is wrong with freeing @addr, which is no page's address */
void page_misuse_report_address(unsigned long addr, unsigned int order);

/**
 * page_isolate_bad - take a block that came off a free list, but is not right, out of service
 *
 * Nobody knows what else is wrong with it: it is reserved from now on, and no longer managed.
 * Context: any; the block is on no list.
 */
void page_isolate_bad(enum page_misuse kind, struct page *page, unsigned int order);

/* The hidden names let the code address them directly. */
extern struct page *core_vmemmap __attribute__((visibility("hidden")));
extern unsigned long core_max_pfn __attribute__((visibility("hidden")));

/* page_is_struct_page - does @page point to an element of the struct page array? */
static __always_inline bool page_is_struct_page(const struct page *page)
{
	unsigned long offset = (unsigned long)page - (unsigned long)core_vmemmap;

	_Static_assert(sizeof(struct page) == 64, "bits below an element's number");
	return (offset >> 6 | offset << 58) < core_max_pfn;	/* rotated, so that a remainder is a large number */
}

/* The answer of page_state_check(), when it is "nothing". */
static __always_inline bool page_state_is_clean(const struct page *page)
{
	return likely(!((page->flags & PAGE_FLAGS_CHECK_AT_FREE) | (unsigned long)page->mapping |
			page->_mapcount.counter));
}

/* And that of page_free_check(). */
static __always_inline bool page_free_is_right(const struct page *page, unsigned int order)
{
	return likely(page_is_struct_page(page) && !PageTail(page) && page_state_is_clean(page) &&
		      page_ref_count(page) > 0 && page->alloc_order == order);
}

/** page_free_check - may the caller free (a use of) @page as a block of @order? */
enum page_misuse page_free_check(const struct page *page, unsigned int order);
/** page_state_check - is there anything about a page, whose last user goes, that forbids it? */
enum page_misuse page_state_check(const struct page *page);

#endif /* MM_PAGE_MISUSE_H */
