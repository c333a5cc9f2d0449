/* SPDX-License-Identifier: MIT */
/*
 * linux/highmem.h - addresses for pages that may have none
 *
 * A page of low memory is mapped already: kmap() and its kin return page_address(). A page
 * of ZONE_HIGHMEM gets a window for as long as it is mapped. Row C3.
 */
#ifndef _LINUX_HIGHMEM_H
#define _LINUX_HIGHMEM_H

#include <linux/mm.h>
#include <linux/bug.h>
#include <linux/string.h>
#include <linux/preempt.h>

#define LAST_PKMAP	512	/* windows for kmap(); who finds none free waits */

void *kmap_high(struct page *page);
void kunmap_high(struct page *page);
void *kmap_local_high(struct page *page);
void kunmap_local_high(const void *vaddr);

/** kmap - an address for @page until kunmap(). May sleep. */
static inline void *kmap(struct page *page)
{
	might_sleep();
	return PageHighMem(page) ? kmap_high(page) : page_address(page);
}

/** kunmap - @page's address is needed no more */
static inline void kunmap(struct page *page)
{
	might_sleep();
	if (PageHighMem(page))
		kunmap_high(page);
}

/**
 * kmap_to_page - the page that is visible at an address
 * @addr:	from kmap(), kmap_local_page() or the direct map
 *
 * Context: any; the window must stay open meanwhile.
 * Return: the page. Row C3.
 */
struct page *kmap_to_page(void *addr);

/**
 * is_kmap_addr - is it an address of a window on high memory?
 * @x:	any address
 *
 * Context: any.
 * Return: true also for a window that is not open. Row C3.
 */
bool is_kmap_addr(const void *x);

/**
 * kmap_local_page - an address for @page, for the caller alone, until kunmap_local()
 *
 * Mappings are undone in the opposite order. Context: any.
 */
static inline void *kmap_local_page(struct page *page)
{
	return PageHighMem(page) ? kmap_local_high(page) : page_address(page);
}

static inline void *kmap_local_folio(struct folio *folio, size_t offset)
{
	return (char *)kmap_local_page(folio_page(folio, offset / PAGE_SIZE)) + offset % PAGE_SIZE;
}

static inline void __kunmap_local(const void *vaddr)
{
	if (!virt_addr_valid(vaddr))
		kunmap_local_high(vaddr);
}
#define kunmap_local(vaddr)	__kunmap_local(vaddr)

/** kmap_atomic - kmap_local_page() with preemption and page faults off until kunmap_atomic() */
static inline void *kmap_atomic(struct page *page)
{
	preempt_disable();
	return kmap_local_page(page);
}

static inline void __kunmap_atomic(const void *vaddr)
{
	__kunmap_local(vaddr);
	preempt_enable();
}
#define kunmap_atomic(vaddr)	__kunmap_atomic(vaddr)

static inline void *kmap_atomic_pfn(unsigned long pfn)
{
	return kmap_atomic(pfn_to_page(pfn));
}

#define kmap_atomic_prot(page, prot)	kmap_atomic(page)
#define kmap_flush_unused()		do { } while (0)

static inline void flush_dcache_page(struct page *page)
{
}

static inline void flush_dcache_folio(struct folio *folio)
{
}

static inline void flush_kernel_vmap_range(void *vaddr, int size)
{
}

static inline void invalidate_kernel_vmap_range(void *vaddr, int size)
{
}

static inline void clear_highpage(struct page *page)
{
	void *p = kmap_local_page(page);

	clear_page(p);
	kunmap_local(p);
}

static inline void clear_user_highpage(struct page *page, unsigned long vaddr)
{
	clear_highpage(page);
}

static inline void copy_highpage(struct page *to, struct page *from)
{
	void *src = kmap_local_page(from);
	void *dst = kmap_local_page(to);

	copy_page(dst, src);
	kunmap_local(dst);
	kunmap_local(src);
}

#define copy_user_highpage(to, from, vaddr, vma)	copy_highpage(to, from)

/** memcpy_from_page - copy @len bytes at @offset of @page, which don't cross its end */
static inline void memcpy_from_page(char *to, struct page *page, size_t offset, size_t len)
{
	char *from = kmap_local_page(page);

	memcpy(to, from + offset, len);
	kunmap_local(from);
}

static inline void memcpy_to_page(struct page *page, size_t offset, const char *from, size_t len)
{
	char *to = kmap_local_page(page);

	memcpy(to + offset, from, len);
	kunmap_local(to);
}

static inline void memcpy_page(struct page *dst_page, size_t dst_off, struct page *src_page,
			       size_t src_off, size_t len)
{
	char *dst = kmap_local_page(dst_page);
	char *src = kmap_local_page(src_page);

	memcpy(dst + dst_off, src + src_off, len);
	kunmap_local(src);
	kunmap_local(dst);
}

static inline void memset_page(struct page *page, size_t offset, int val, size_t len)
{
	char *addr = kmap_local_page(page);

	memset(addr + offset, val, len);
	kunmap_local(addr);
}

static inline void memzero_page(struct page *page, size_t offset, size_t len)
{
	memset_page(page, offset, 0, len);
}

static inline void zero_user_segments(struct page *page, unsigned int start1, unsigned int end1,
				      unsigned int start2, unsigned int end2)
{
	char *addr = kmap_local_page(page);

	if (end1 > start1)
		memset(addr + start1, 0, end1 - start1);
	if (end2 > start2)
		memset(addr + start2, 0, end2 - start2);
	kunmap_local(addr);
}

static inline void zero_user_segment(struct page *page, unsigned int start, unsigned int end)
{
	zero_user_segments(page, start, end, 0, 0);
}

static inline void zero_user(struct page *page, unsigned int start, unsigned int size)
{
	zero_user_segments(page, start, start + size, 0, 0);
}

/** nr_free_highpages - free frames of ZONE_HIGHMEM */
unsigned long nr_free_highpages(void);
unsigned long totalhigh_pages(void);

#endif /* _LINUX_HIGHMEM_H */
