/* SPDX-License-Identifier: MIT */
/*
 * linux/page_ref.h - the use count of a page
 *
 * 0 when the page is free; 1 when it has just been allocated. A compound page has one count, in
 * its head. Row A1.
 */
#ifndef _LINUX_PAGE_REF_H
#define _LINUX_PAGE_REF_H

#include <linux/atomic.h>
#include <asm/barrier.h>
#include <linux/mm_types.h>
#include <linux/page-flags.h>

/*
 * How often a page is mapped, and used, as one word: they lie side by side. For the allocator, which
 * looks at both at every turn.
 */
#define PAGE_COUNTS_FREE	0UL		/* neither */
#define PAGE_COUNTS_ONE_USE	(1UL << 32)

static __always_inline u64 page_counts(const struct page *page)
{
	_Static_assert(offsetof(struct page, _refcount) == offsetof(struct page, _mapcount) + 4 &&
		       offsetof(struct page, _mapcount) % 8 == 0, "two halves of one word");
	return READ_ONCE(*(const u64 *)&page->_mapcount);
}

static __always_inline void page_counts_set(struct page *page, u64 counts)
{
	WRITE_ONCE(*(u64 *)&page->_mapcount, counts);
}

static inline int page_ref_count(const struct page *page)
{
	return atomic_read(&page->_refcount);
}

static inline int page_count(const struct page *page)
{
	return atomic_read(&compound_head(page)->_refcount);
}

static inline void set_page_count(struct page *page, int v)
{
	atomic_set(&page->_refcount, v);
}

static inline void init_page_count(struct page *page)
{
	set_page_count(page, 1);
}

static inline void page_ref_add(struct page *page, int nr)
{
	atomic_add(nr, &page->_refcount);
}

static inline void page_ref_sub(struct page *page, int nr)
{
	atomic_sub(nr, &page->_refcount);
}

static inline void page_ref_inc(struct page *page)
{
	atomic_inc(&page->_refcount);
}

static inline void page_ref_dec(struct page *page)
{
	atomic_dec(&page->_refcount);
}

static inline int page_ref_sub_and_test(struct page *page, int nr)
{
	return atomic_sub_and_test(nr, &page->_refcount);
}

static inline int page_ref_dec_and_test(struct page *page)
{
	return atomic_dec_and_test(&page->_refcount);
}

/*
 * As long as nobody takes a use of a page that it has none of, the allocator may let the last use go by
 * plain stores (mm/page_stack.h). The first who does switches that off, for good.
 */
extern unsigned int page_refs_ready;
void page_refs_share(void);

static inline int page_ref_add_unless(struct page *page, int nr, int u)
{
	if (unlikely(!smp_load_acquire(&page_refs_ready)))
		page_refs_share();
	return atomic_add_unless(&page->_refcount, nr, u);
}

#endif /* _LINUX_PAGE_REF_H */
