/* SPDX-License-Identifier: MIT */
/*
 * linux/page-flags.h - the bits of page->flags, and what reads and changes them
 *
 * PageX(page) tests, SetPageX/ClearPageX change atomically, __SetPageX/__ClearPageX change
 * plainly (the caller is the page's only user), TestSetPageX/TestClearPageX return the old bit.
 * Row A1.
 */
#ifndef _LINUX_PAGE_FLAGS_H
#define _LINUX_PAGE_FLAGS_H

#include <linux/types.h>
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/mm_types.h>
#include <linux/tracepoint-defs.h>

enum pageflags {
	PG_locked,		/* locked by lock_page() */
	PG_writeback,		/* being written to its store */
	PG_referenced,
	PG_uptodate,		/* contents are those of the store */
	PG_dirty,		/* to be written */
	PG_lru,			/* on an LRU list */
	PG_head,		/* first page of a compound page */
	PG_waiters,		/* somebody waits for locked or writeback */
	PG_active,
	PG_workingset,
	PG_error,
	PG_slab,		/* belongs to a slab cache */
	PG_owner_priv_1,
	PG_arch_1,
	PG_reserved,		/* never given out, never freed by the allocator's users */
	PG_private,		/* page->private is in use */
	PG_private_2,
	PG_mappedtodisk,
	PG_reclaim,
	PG_swapbacked,
	PG_unevictable,
	PG_mlocked,
	PG_buddy,		/* first page of a free block, on a free list */
	PG_kmalloc,		/* kmalloc() gave it out as whole pages */
	PG_vmalloc,		/* backs a vmalloc area */
	PG_percpu,		/* backs per-CPU data */
	PG_pcp,			/* free, on a per-CPU list */
	PG_slab_plain,		/* each page of a slab in which nothing is unusual: see slab_pages_plain() */
	PG_kmapped,		/* somebody uses its window of kmap() */
	__NR_PAGEFLAGS,

	PG_checked = PG_owner_priv_1,
	PG_swapcache = PG_owner_priv_1,
	PG_fscache = PG_private_2,
	PG_reported = PG_uptodate,	/* of a free block: a driver knows (linux/page_reporting.h) */
	PG_released = PG_dirty,	/* of a free block: the host has nothing behind it */
	PG_releasing = PG_referenced,	/* of a free block: not taken since the releaser began with it */
};

/* What %pGp prints; in mm/page_misuse.c. */
extern const struct trace_print_flags pageflag_names[];

/* Bits that a page must not have when it is freed ... */
#define PAGE_FLAGS_CHECK_AT_FREE						\
	(1UL << PG_lru | 1UL << PG_locked | 1UL << PG_private | 1UL << PG_private_2 |	\
	 1UL << PG_writeback | 1UL << PG_reserved | 1UL << PG_slab | 1UL << PG_active |	\
	 1UL << PG_unevictable | 1UL << PG_mlocked | 1UL << PG_buddy | 1UL << PG_pcp |	\
	 1UL << PG_kmalloc | 1UL << PG_vmalloc | 1UL << PG_percpu | 1UL << PG_slab_plain |	\
	 1UL << PG_kmapped)
/* ... and all bits, which are clear when it is given out. */
#define PAGE_FLAGS_CHECK_AT_PREP	((1UL << __NR_PAGEFLAGS) - 1)

static __always_inline struct page *compound_head(const struct page *page)
{
	unsigned long head = READ_ONCE(page->compound_head);

	if (unlikely(head & 1))
		return (struct page *)(head - 1);
	return (struct page *)page;
}

static __always_inline int PageTail(const struct page *page)
{
	return READ_ONCE(page->compound_head) & 1;
}

static __always_inline int PageHead(const struct page *page)
{
	return test_bit(PG_head, &page->flags) && !PageTail(page);
}

static __always_inline int PageCompound(const struct page *page)
{
	return test_bit(PG_head, &page->flags) || PageTail(page);
}

#define page_folio(p)		((struct folio *)compound_head((const struct page *)(p)))
#define folio_page(folio, n)	(&(folio)->page + (n))

/* Which page of a compound page holds the bit: the one given, or the head. */
#define PF_ANY(page)		(page)
#define PF_HEAD(page)		compound_head(page)

#define __PAGE_FLAG_TEST(uname, lname, which)						\
static __always_inline int Page##uname(const struct page *page)				\
	{ return test_bit(PG_##lname, &which(page)->flags); }
#define __PAGE_FLAG_SET(uname, lname, which)						\
static __always_inline void SetPage##uname(struct page *page)				\
	{ set_bit(PG_##lname, &which(page)->flags); }					\
static __always_inline void ClearPage##uname(struct page *page)				\
	{ clear_bit(PG_##lname, &which(page)->flags); }					\
static __always_inline void __SetPage##uname(struct page *page)				\
	{ __set_bit(PG_##lname, &which(page)->flags); }					\
static __always_inline void __ClearPage##uname(struct page *page)			\
	{ __clear_bit(PG_##lname, &which(page)->flags); }
#define __PAGE_FLAG_TESTCHANGE(uname, lname, which)					\
static __always_inline int TestSetPage##uname(struct page *page)			\
	{ return test_and_set_bit(PG_##lname, &which(page)->flags); }			\
static __always_inline int TestClearPage##uname(struct page *page)			\
	{ return test_and_clear_bit(PG_##lname, &which(page)->flags); }
#define PAGEFLAG(uname, lname, which)							\
	__PAGE_FLAG_TEST(uname, lname, which)						\
	__PAGE_FLAG_SET(uname, lname, which)						\
	__PAGE_FLAG_TESTCHANGE(uname, lname, which)

__PAGE_FLAG_TEST(Locked, locked, PF_HEAD)
PAGEFLAG(Writeback, writeback, PF_HEAD)
PAGEFLAG(Referenced, referenced, PF_HEAD)
PAGEFLAG(Dirty, dirty, PF_HEAD)
PAGEFLAG(LRU, lru, PF_HEAD)
PAGEFLAG(Waiters, waiters, PF_HEAD)
PAGEFLAG(Active, active, PF_HEAD)
PAGEFLAG(Workingset, workingset, PF_HEAD)
PAGEFLAG(Error, error, PF_HEAD)
PAGEFLAG(Slab, slab, PF_ANY)
PAGEFLAG(OwnerPriv1, owner_priv_1, PF_ANY)
PAGEFLAG(Checked, checked, PF_ANY)
PAGEFLAG(Reserved, reserved, PF_ANY)
PAGEFLAG(Private, private, PF_ANY)
PAGEFLAG(Private2, private_2, PF_ANY)
PAGEFLAG(MappedToDisk, mappedtodisk, PF_HEAD)
PAGEFLAG(Reclaim, reclaim, PF_HEAD)
PAGEFLAG(SwapBacked, swapbacked, PF_HEAD)
PAGEFLAG(SwapCache, swapcache, PF_HEAD)
PAGEFLAG(Unevictable, unevictable, PF_HEAD)
PAGEFLAG(Mlocked, mlocked, PF_HEAD)
PAGEFLAG(Buddy, buddy, PF_ANY)
__PAGE_FLAG_TEST(Reported, reported, PF_ANY)
__PAGE_FLAG_SET(Reported, reported, PF_ANY)

/* The contents are written before the flag is seen: pairs with the barrier in PageUptodate(). */
static __always_inline int PageUptodate(const struct page *page)
{
	int ret = test_bit(PG_uptodate, &compound_head(page)->flags);

	if (ret)
		smp_rmb();
	return ret;
}

static __always_inline void SetPageUptodate(struct page *page)
{
	smp_wmb();
	set_bit(PG_uptodate, &compound_head(page)->flags);
}

static __always_inline void __SetPageUptodate(struct page *page)
{
	smp_wmb();
	__set_bit(PG_uptodate, &compound_head(page)->flags);
}

static __always_inline void ClearPageUptodate(struct page *page)
{
	clear_bit(PG_uptodate, &compound_head(page)->flags);
}

/* The bit in page->mapping that marks an anonymous page. */
#define PAGE_MAPPING_ANON	0x1UL

static __always_inline int PageAnon(const struct page *page)
{
	return ((unsigned long)compound_head(page)->mapping & PAGE_MAPPING_ANON) != 0;
}

static inline int PageHuge(const struct page *page)
{
	return 0;
}

static inline int PageTransHuge(const struct page *page)
{
	return PageHead(page);
}


#endif /* _LINUX_PAGE_FLAGS_H */
