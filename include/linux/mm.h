/* SPDX-License-Identifier: MIT */
/*
 * linux/mm.h - pages: their use, their address, their contents
 *
 * Row A1; whole pages are allocated by <linux/gfp.h>.
 */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/errno.h>
#include <linux/err.h>
#include <linux/mmdebug.h>
#include <linux/gfp.h>
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/string.h>
#include <linux/mmzone.h>
#include <linux/rbtree.h>
#include <linux/atomic.h>
#include <linux/mm_types.h>
#include <linux/pfn.h>
#include <linux/page-flags.h>
#include <linux/page_ref.h>
#include <linux/overflow.h>
#include <linux/shrinker.h>
#include <linux/sizes.h>
#include <linux/sched.h>
#include <linux/vmstat.h>
#include <asm/pgtable.h>

struct vm_fault;

#define PAGE_ALIGN(addr)	ALIGN(addr, PAGE_SIZE)
#define PAGE_ALIGNED(addr)	IS_ALIGNED((unsigned long)(addr), PAGE_SIZE)
#define PAGE_ALIGN_DOWN(addr)	ALIGN_DOWN(addr, PAGE_SIZE)
#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)
#define nth_page(page, n)	((page) + (n))
#define lru_to_page(head)	(list_entry((head)->prev, struct page, lru))
#define page_private(page)	((page)->private)
#define set_page_private(page, v) ((page)->private = (v))

/* ---- which zone, which node ---- */

static __always_inline struct zone *page_zone(const struct page *page)
{
	return pfn_zone(page_to_pfn(page));
}

static __always_inline enum zone_type page_zonenum(const struct page *page)
{
	return zone_idx(page_zone(page));
}

static inline int page_to_nid(const struct page *page)
{
	return zone_to_nid(page_zone(page));
}

static inline int pfn_to_nid(unsigned long pfn)
{
	return zone_to_nid(pfn_zone(pfn));
}

static inline pg_data_t *page_pgdat(const struct page *page)
{
	return page_zone(page)->zone_pgdat;
}

/** page_zone_id - a number that two pages share when they are of the same node and zone */
static inline int page_zone_id(struct page *page)
{
	return zone_to_nid(page_zone(page)) * MAX_NR_ZONES + page_zonenum(page);
}

/** PageHighMem - has @page no address until it is mapped? */
static inline int PageHighMem(const struct page *page)
{
	return is_highmem_idx(page_zonenum(page));
}

/* ---- the state of memory, in the log ---- */

#define SHOW_MEM_FILTER_NODES	0x1	/* only nodes of the mask */

void __show_mem(unsigned int filter, nodemask_t *nodemask, int highest_zoneidx);
void __show_free_areas(unsigned int filter, nodemask_t *nodemask, int highest_zoneidx);

/**
 * show_mem - print counts of memory, by node and zone
 * @flags:	SHOW_MEM_FILTER_NODES or 0
 * @nodemask:	the nodes; NULL: all
 *
 * Row A2.
 * Context: any.
 */
static inline void show_mem(unsigned int flags, nodemask_t *nodemask)
{
	__show_mem(flags, nodemask, MAX_NR_ZONES - 1);
}

/** show_free_areas - the part of show_mem() about free memory. Context: any. */
static inline void show_free_areas(unsigned int flags, nodemask_t *nodemask)
{
	__show_free_areas(flags, nodemask, MAX_NR_ZONES - 1);
}

/**
 * warn_alloc - report that an allocation failed: who, what for, from where, and the state of memory
 * @gfp_mask:	of the allocation; with __GFP_NOWARN nothing is printed
 * @nodemask:	of the allocation, or NULL
 * @fmt:	what failed
 *
 * At most once in ten seconds. Row A6.
 * Context: any.
 */
void __printf(3, 4) warn_alloc(gfp_t gfp_mask, nodemask_t *nodemask, const char *fmt, ...);

/* ---- address ---- */

void highmem_address_misuse(const struct page *page);

/**
 * lowmem_page_address - address of a page of low memory
 *
 * Of another page it is an address that faults; checked builds report the call.
 */
static __always_inline void *lowmem_page_address(const struct page *page)
{
	unsigned long pfn = page_to_pfn(page);

	if (IS_ENABLED(CONFIG_DEBUG_VIRTUAL) && unlikely((pfn << PAGE_SHIFT) >= direct_map_size))
		highmem_address_misuse(page);
	return pfn_to_virt(pfn);
}

void *page_address_high(const struct page *page);

/**
 * page_address - where the kernel sees @page
 *
 * Context: any.
 * Return: its address in the direct map; for a high page that of its kmap() window, or NULL.
 */
static __always_inline void *page_address(const struct page *page)
{
	unsigned long pfn = page_to_pfn(page);

	if (likely((pfn << PAGE_SHIFT) < direct_map_size))
		return pfn_to_virt(pfn);
	return page_address_high(page);
}

static inline void *page_to_virt(const struct page *page)
{
	return lowmem_page_address(page);
}

static inline phys_addr_t virt_to_phys(const volatile void *address)
{
	return __pa(address);
}

static inline void *phys_to_virt(phys_addr_t address)
{
	return __va(address);
}

static inline struct page *virt_to_head_page(const void *x)
{
	return compound_head(virt_to_page(x));
}

static inline void *folio_address(const struct folio *folio)
{
	return page_address(&folio->page);
}

static inline struct folio *virt_to_folio(const void *x)
{
	return page_folio(virt_to_page(x));
}

/* ---- compound pages ---- */

static inline unsigned int compound_order(struct page *page)
{
	return PageHead(page) ? page[1].compound_order : 0;
}

static inline unsigned long compound_nr(struct page *page)
{
	return 1UL << compound_order(page);
}

static inline unsigned long page_size(struct page *page)
{
	return PAGE_SIZE << compound_order(page);
}

static inline unsigned int folio_order(struct folio *folio)
{
	return compound_order(&folio->page);
}

static inline long folio_nr_pages(struct folio *folio)
{
	return (long)compound_nr(&folio->page);
}

static inline size_t folio_size(struct folio *folio)
{
	return PAGE_SIZE << folio_order(folio);
}

/* ---- use count and map count ---- */

/** get_page - one more user of @page; it must have one already. Any context. */
static inline void get_page(struct page *page)
{
	page = compound_head(page);
	if (WARN_ON_ONCE(page_ref_count(page) <= 0))
		return;
	page_ref_inc(page);
}

/** get_page_unless_zero - the same, if it is not free: false when it is */
static inline bool get_page_unless_zero(struct page *page)
{
	return page_ref_add_unless(page, 1, 0);
}

static inline bool try_get_page(struct page *page)
{
	page = compound_head(page);
	if (WARN_ON_ONCE(page_ref_count(page) <= 0))
		return false;
	page_ref_inc(page);
	return true;
}

static inline int put_page_testzero(struct page *page)
{
	return page_ref_dec_and_test(page);
}

void __put_page(struct page *page);

/** put_page - one user less; the last one frees it. Any context. */
static inline void put_page(struct page *page)
{
	__put_page(compound_head(page));
}

static inline void folio_get(struct folio *folio)
{
	get_page(&folio->page);
}

static inline void folio_put(struct folio *folio)
{
	put_page(&folio->page);
}

static inline int folio_ref_count(const struct folio *folio)
{
	return page_ref_count(&folio->page);
}

void release_pages(struct page **pages, int nr);
void put_pages_list(struct list_head *pages);

/**
 * split_page - make a block that is not compound into single pages, each with count 1
 *
 * Each is then freed by itself. Context: any; the caller owns the block.
 */
void split_page(struct page *page, unsigned int order);

static inline int page_mapcount(struct page *page)
{
	return atomic_read(&page->_mapcount);
}

static inline bool page_mapped(struct page *page)
{
	return page_mapcount(page) > 0;
}

static inline void page_mapcount_reset(struct page *page)
{
	atomic_set(&page->_mapcount, 0);
}

static inline pgoff_t page_index(struct page *page)
{
	return page->index;
}

/* ---- reserved pages ---- */

void free_reserved_page(struct page *page);
/** mark_page_reserved - take an allocated page out of the count of managed ones */
static inline void mark_page_reserved(struct page *page)
{
	SetPageReserved(page);
	atomic_long_dec(&page_zone(page)->managed_pages);
}
void adjust_managed_page_count(struct page *page, long count);

/* ---- the machine's memory ---- */

extern atomic_long_t _totalram_pages;

static inline unsigned long totalram_pages(void)
{
	return (unsigned long)atomic_long_read(&_totalram_pages);
}

extern unsigned long totalreserve_pages;
extern int min_free_kbytes;

/**
 * nr_free_pages - free frames in all zones, those on per-CPU lists not counted
 *
 * Context: any; takes no lock.
 * Return: pages. Row A2.
 */
unsigned long nr_free_pages(void);

/**
 * si_mem_available - free and reclaimable memory to be had without hurting anybody, roughly
 *
 * Context: any; takes no lock.
 * Return: pages, at least 0. Row A2.
 */
long si_mem_available(void);

struct sysinfo {
	long uptime;
	unsigned long loads[3];
	unsigned long totalram;
	unsigned long freeram;
	unsigned long sharedram;
	unsigned long bufferram;
	unsigned long totalswap;
	unsigned long freeswap;
	unsigned short procs;
	unsigned long totalhigh;
	unsigned long freehigh;
	unsigned int mem_unit;
};

/**
 * si_meminfo - the memory counts of sysinfo(2)
 * @val:	receives them, in units of mem_unit, a page; the other members become 0
 *
 * Row A2.
 * Context: any; takes no lock.
 */
void si_meminfo(struct sysinfo *val);

/* ---- user mappings (the rest comes with mmap) ---- */

#define VM_NONE			0x00000000
#define VM_READ			0x00000001
#define VM_WRITE		0x00000002
#define VM_EXEC			0x00000004
#define VM_SHARED		0x00000008
#define VM_MAYREAD		0x00000010
#define VM_MAYWRITE		0x00000020
#define VM_MAYEXEC		0x00000040
#define VM_MAYSHARE		0x00000080
#define VM_GROWSDOWN		0x00000100
#define VM_PFNMAP		0x00000400
#define VM_LOCKED		0x00002000
#define VM_IO			0x00004000
#define VM_SEQ_READ		0x00008000
#define VM_RAND_READ		0x00010000
#define VM_DONTCOPY		0x00020000
#define VM_DONTEXPAND		0x00040000
#define VM_ACCOUNT		0x00100000
#define VM_NORESERVE		0x00200000
#define VM_DONTDUMP		0x04000000
#define VM_MIXEDMAP		0x10000000

static inline unsigned long vma_pages(const struct vm_area_struct *vma)
{
	return (vma->vm_end - vma->vm_start) >> PAGE_SHIFT;
}

/**
 * vm_insert_page - map a page into a program
 * @vma:	the program's mapping
 * @addr:	an address of it
 * @page:	a page in use
 *
 * Context: may sleep.
 * Return: -EFAULT for an address outside of @vma, -EINVAL for a free page; else -ENODEV, as no port can map
 * frames into programs. Row C1.
 */
int vm_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page);

/* ---- allocation that does not care whether it is contiguous: <linux/slab.h> ---- */

void *kvmalloc_node(size_t size, gfp_t flags, int node);
void kvfree(const void *addr);
void kvfree_sensitive(const void *addr, size_t len);

bool is_vmalloc_addr(const void *x);

void mem_dump_obj(void *object);

#endif /* _LINUX_MM_H */
