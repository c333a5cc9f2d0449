/* SPDX-License-Identifier: MIT */
/*
 * linux/highmem-internal.h - kmap(), kmap_local_page(), kmap_atomic(); include <linux/highmem.h>
 *
 * A page of low memory is mapped already: for it each of these is page_address(), inline. A page
 * of high memory gets a window, a page of addresses that shows it (docs/highmem.md). Row C3.
 */
#ifndef _LINUX_HIGHMEM_INTERNAL_H
#define _LINUX_HIGHMEM_INTERNAL_H

#include <linux/mm.h>
#include <linux/bug.h>
#include <linux/build_bug.h>
#include <linux/preempt.h>
#include <linux/uaccess.h>
#include <asm/kmap_size.h>
#include <asm/kmap_types.h>
#include <asm/pgtable.h>

/* The windows of kmap(): their number is that of an x86 machine of this size, with or without PAE. */
extern unsigned long pkmap_base;
extern unsigned int last_pkmap;
#define PKMAP_BASE		pkmap_base
#define LAST_PKMAP		last_pkmap
#define PKMAP_NR(virt)		(((unsigned long)(virt) - PKMAP_BASE) >> PAGE_SHIFT)
#define PKMAP_ADDR(nr)		(PKMAP_BASE + ((unsigned long)(nr) << PAGE_SHIFT))

void *kmap_high(struct page *page);
void kunmap_high(struct page *page);
void *kmap_local_high(unsigned long pfn);
void kunmap_local_indexed(const void *vaddr);
void *kmap_atomic_type(struct page *page, enum km_type type);
void kunmap_atomic_type(const void *vaddr, enum km_type type);

/* ---- permanent windows ---- */

/**
 * kmap - an address for a page until kunmap(), the same for all who ask
 * @page:	any page
 *
 * Context: may sleep, until a window is free; elsewhere it is reported, and in interrupt context refused.
 * Return: the address, PAGE_SIZE bytes long; NULL only in interrupt context. Row C3.
 */
static inline void *kmap(struct page *page)
{
	might_sleep();
	return PageHighMem(page) ? kmap_high(page) : page_address(page);
}

/**
 * kunmap - a page's address of kmap() is needed no more
 * @page:	the page, not the address
 *
 * Context: may sleep, as kmap(); elsewhere it is reported. Row C3.
 */
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
 * kmap_flush_unused - take those windows of kmap() away that nobody uses
 *
 * Without it a page keeps its window after the last kunmap(), until windows are short.
 * Context: any; takes the lock of the windows. Row C3.
 */
void kmap_flush_unused(void);

/* ---- windows of the task ---- */

/**
 * kmap_local_pfn - kmap_local_page() of a frame number
 * @pfn:	of a frame of memory
 *
 * Context: any.
 * Return: the address; NULL, with a report, where there is no memory. Row C3.
 */
static inline void *kmap_local_pfn(unsigned long pfn)
{
	return likely(pfn << PAGE_SHIFT < direct_map_size) ? pfn_to_virt(pfn) : kmap_local_high(pfn);
}

/**
 * kmap_local_page - an address for a page, for the calling task alone, until kunmap_local()
 * @page:	any page
 *
 * Such windows are closed in the opposite order. The task may sleep meanwhile, and its windows stay.
 * Context: any; does not sleep. At most KM_MAX_IDX - 1 at a time.
 * Return: the address, PAGE_SIZE bytes long; never NULL. Row C3.
 */
static inline void *kmap_local_page(struct page *page)
{
	return kmap_local_pfn(page_to_pfn(page));
}

/** kmap_local_page_prot - kmap_local_page(); @prot is not looked at: windows are read and written */
static inline void *kmap_local_page_prot(struct page *page, pgprot_t prot)
{
	return kmap_local_page(page);
}

/**
 * kmap_local_folio - an address of one byte of a folio, as kmap_local_page()
 * @folio:	any folio
 * @offset:	of the byte; what is mapped ends with its page
 *
 * Context: any; does not sleep.
 * Return: the address. Row C3.
 */
static inline void *kmap_local_folio(struct folio *folio, size_t offset)
{
	return (char *)kmap_local_page(folio_page(folio, offset / PAGE_SIZE)) + offset % PAGE_SIZE;
}

static inline void __kunmap_local(const void *vaddr)
{
	if (unlikely(!virt_is_direct(vaddr)))
		kunmap_local_indexed(vaddr);
}

/**
 * kunmap_local - close the window that kmap_local_page() opened last
 * @vaddr:	any address in the window; that of another window is reported
 *
 * Context: as kmap_local_page(), by the same task. Row C3.
 */
#define kunmap_local(vaddr)							\
	do {									\
		BUILD_BUG_ON(__same_type((vaddr), struct page *));		\
		__kunmap_local(vaddr);						\
	} while (0)

/* ---- the same with preemption off ---- */

/**
 * kmap_atomic_pfn - kmap_atomic() of a frame number
 * @pfn:	of a frame of memory
 *
 * Context: any.
 * Return: the address. Row C3.
 */
static inline void *kmap_atomic_pfn(unsigned long pfn)
{
	preempt_disable();
	pagefault_disable();
	return kmap_local_pfn(pfn);
}

/**
 * kmap_atomic - kmap_local_page() with preemption and page faults off until kunmap_atomic()
 * @page:	any page
 *
 * Context: any.
 * Return: the address. Row C3.
 */
static inline void *kmap_atomic(struct page *page)
{
	return kmap_atomic_pfn(page_to_pfn(page));
}

/** kmap_atomic_prot - kmap_atomic(); @prot is not looked at */
static inline void *kmap_atomic_prot(struct page *page, pgprot_t prot)
{
	return kmap_atomic(page);
}

static inline void __kunmap_atomic(const void *vaddr)
{
	__kunmap_local(vaddr);
	pagefault_enable();
	preempt_enable();
}

/** kunmap_atomic - the end of kmap_atomic(), in the opposite order. Row C3. */
#define kunmap_atomic(vaddr)							\
	do {									\
		BUILD_BUG_ON(__same_type((vaddr), struct page *));		\
		__kunmap_atomic(vaddr);						\
	} while (0)

/* ---- counts ---- */

/**
 * nr_free_highpages - free frames of high memory
 *
 * Context: any; takes no lock.
 * Return: pages. Row C3.
 */
unsigned long nr_free_highpages(void);

/**
 * totalhigh_pages - frames of high memory that the page allocator manages
 *
 * Context: any; takes no lock.
 * Return: pages; 0 on a machine without. Row C3.
 */
unsigned long totalhigh_pages(void);

#endif /* _LINUX_HIGHMEM_INTERNAL_H */
