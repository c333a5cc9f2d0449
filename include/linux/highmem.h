/* SPDX-License-Identifier: MIT */
/*
 * linux/highmem.h - addresses for pages that may have none, and what is done with pages by them
 *
 * The helpers take pages of low and high memory alike, in any context. An offset and a length stay
 * within the page, but where the text says otherwise. Row C3.
 */
#ifndef _LINUX_HIGHMEM_H
#define _LINUX_HIGHMEM_H

#include <linux/highmem-internal.h>
#include <linux/mmdebug.h>
#include <linux/string.h>

/* ---- caches: those of this machine see physical addresses ---- */

static inline void flush_dcache_page(struct page *page)
{
}

static inline void flush_dcache_folio(struct folio *folio)
{
}

static inline void flush_anon_page(struct vm_area_struct *vma, struct page *page, unsigned long vmaddr)
{
}

static inline void flush_kernel_vmap_range(void *vaddr, int size)
{
}

static inline void invalidate_kernel_vmap_range(void *vaddr, int size)
{
}

/* ---- whole pages ---- */

/** clear_highpage - fill @page with zeros. Context: any. */
static inline void clear_highpage(struct page *page)
{
	void *p = kmap_local_page(page);

	clear_page(p);
	kunmap_local(p);
}

#define clear_highpage_kasan_tagged(page)	clear_highpage(page)

/** tag_clear_highpage - clear_highpage(): memory has no tags here */
static inline void tag_clear_highpage(struct page *page)
{
	clear_highpage(page);
}

/** clear_user_highpage - fill a page with zeros that a program will see at @vaddr. Context: any. */
static inline void clear_user_highpage(struct page *page, unsigned long vaddr)
{
	void *p = kmap_local_page(page);

	clear_user_page(p, vaddr, page);
	kunmap_local(p);
}

/** copy_highpage - all of page @from to page @to. Context: any. */
static inline void copy_highpage(struct page *to, struct page *from)
{
	void *src = kmap_local_page(from);
	void *dst = kmap_local_page(to);

	copy_page(dst, src);
	kunmap_local(dst);
	kunmap_local(src);
}

/** copy_user_highpage - copy_highpage() of what a program sees at @vaddr of @vma. Context: any. */
static inline void copy_user_highpage(struct page *to, struct page *from, unsigned long vaddr,
				      struct vm_area_struct *vma)
{
	void *src = kmap_local_page(from);
	void *dst = kmap_local_page(to);

	copy_user_page(dst, src, vaddr, to);
	kunmap_local(dst);
	kunmap_local(src);
}

/**
 * alloc_zeroed_user_highpage_movable - a page of zeros for a program, that may be moved
 * @vma:	where the program will see it
 * @vaddr:	at which address there
 *
 * Context: may sleep.
 * Return: the page, of high memory if there is any; NULL without memory. Row C3.
 */
static inline struct page *alloc_zeroed_user_highpage_movable(struct vm_area_struct *vma, unsigned long vaddr)
{
	struct page *page = alloc_page(GFP_HIGHUSER_MOVABLE);

	if (page)
		clear_user_highpage(page, vaddr);
	return page;
}

/* ---- parts of pages ---- */

/** memcpy_page - @len bytes from one page to another. Context: any. */
static inline void memcpy_page(struct page *dst_page, size_t dst_off, struct page *src_page,
			       size_t src_off, size_t len)
{
	char *dst = kmap_local_page(dst_page);
	char *src = kmap_local_page(src_page);

	VM_BUG_ON(dst_off + len > PAGE_SIZE || src_off + len > PAGE_SIZE);
	memcpy(dst + dst_off, src + src_off, len);
	kunmap_local(src);
	kunmap_local(dst);
}

/** memmove_page - memcpy_page() of parts of one page that may overlap. Context: any. */
static inline void memmove_page(struct page *dst_page, size_t dst_off, struct page *src_page,
				size_t src_off, size_t len)
{
	char *dst = kmap_local_page(dst_page);
	char *src = dst_page == src_page ? dst : kmap_local_page(src_page);

	VM_BUG_ON(dst_off + len > PAGE_SIZE || src_off + len > PAGE_SIZE);
	memmove(dst + dst_off, src + src_off, len);
	if (src != dst)
		kunmap_local(src);
	kunmap_local(dst);
}

/** memset_page - @len bytes of a page become @val. Context: any. */
static inline void memset_page(struct page *page, size_t offset, int val, size_t len)
{
	char *addr = kmap_local_page(page);

	VM_BUG_ON(offset + len > PAGE_SIZE);
	memset(addr + offset, val, len);
	kunmap_local(addr);
}

/** memcpy_from_page - @len bytes at @offset of a page to memory. Context: any. */
static inline void memcpy_from_page(char *to, struct page *page, size_t offset, size_t len)
{
	char *from = kmap_local_page(page);

	VM_BUG_ON(offset + len > PAGE_SIZE);
	memcpy(to, from + offset, len);
	kunmap_local(from);
}

/** memcpy_to_page - @len bytes of memory to @offset of a page. Context: any. */
static inline void memcpy_to_page(struct page *page, size_t offset, const char *from, size_t len)
{
	char *to = kmap_local_page(page);

	VM_BUG_ON(offset + len > PAGE_SIZE);
	memcpy(to + offset, from, len);
	flush_dcache_page(page);
	kunmap_local(to);
}

/** memzero_page - @len bytes of a page become zeros. Context: any. */
static inline void memzero_page(struct page *page, size_t offset, size_t len)
{
	memset_page(page, offset, 0, len);
}

/**
 * zero_user_segments - zeros for two parts of a page, or of a compound page
 * @page:	its first page
 * @start1:	first byte of the one part
 * @end1:	the byte behind it; not above @start1: there is no such part
 * @start2:	first byte of the other
 * @end2:	the byte behind it
 *
 * Context: any; a part that ends behind the page is a BUG().
 * Row C3.
 */
void zero_user_segments(struct page *page, unsigned int start1, unsigned int end1,
			unsigned int start2, unsigned int end2);

/** zero_user_segment - the same for one part */
static inline void zero_user_segment(struct page *page, unsigned int start, unsigned int end)
{
	zero_user_segments(page, start, end, 0, 0);
}

/** zero_user - the same for @size bytes at @start */
static inline void zero_user(struct page *page, unsigned int start, unsigned int size)
{
	zero_user_segments(page, start, start + size, 0, 0);
}

/** folio_zero_segments - zero_user_segments() of a folio */
static inline void folio_zero_segments(struct folio *folio, size_t start1, size_t xend1,
				       size_t start2, size_t xend2)
{
	zero_user_segments(&folio->page, start1, xend1, start2, xend2);
}

/** folio_zero_segment - zero_user_segment() of a folio */
static inline void folio_zero_segment(struct folio *folio, size_t start, size_t xend)
{
	zero_user_segments(&folio->page, start, xend, 0, 0);
}

/** folio_zero_range - zero_user() of a folio */
static inline void folio_zero_range(struct folio *folio, size_t start, size_t length)
{
	zero_user_segments(&folio->page, start, start + length, 0, 0);
}

#ifdef QUARRY_API
#include <linux/highmem_old.h>
#endif

#endif /* _LINUX_HIGHMEM_H */
