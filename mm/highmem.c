// SPDX-License-Identifier: MIT
/*
 * mm/highmem.c - windows on high memory: where they are, and whose an address is
 *
 *	3 GB                                               4 GB
 *	| ................ | PKMAP_BASE: kmap() | kmap_local_page(), first tasks | ...
 *	window_start                                            window_end
 *	| vmalloc ........................ | kmap_local_page(), other tasks | per-CPU data
 *
 * Terms      window: one page of kernel addresses that shows a page of high memory, or nothing.
 *            pool: the windows of kmap(), which all share (mm/kmap_pool.c).
 *            group: the windows of one task (mm/kmap_local.c).
 * The places between 3 and 4 GB are those of 32-bit x86, taken if the port has them free; else all
 * lies in front of the per-CPU data. The direct map is where the port put it. docs/highmem.md.
 */
#include <linux/highmem.h>
#include <linux/align.h>
#include <linux/boot_options.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kmap_ctrl.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <asm-generic/arch.h>
#include "mm/highmem.h"
#include "mm/page_init.h"
#include "mm/verify.h"

/* 32-bit x86: above 4 GB of memory it needs PAE, whose page tables hold half as many entries. */
#define PKMAPS			1024
#define PKMAPS_PAE		512
#define PKMAP_PLACE		0xff800000UL
#define PKMAP_PLACE_PAE		0xffc00000UL
#define FIXMAP_END		0xfffff000UL
#define PAE_FROM_PFN		(SZ_4G >> PAGE_SHIFT)

struct kmap_layout kmap_layout;
bool kmap_strict;

bool kmap_window_map(unsigned long addr, unsigned long pfn)
{
	if (likely(!arch_map_pages(addr, pfn, 1, 0)))
		return true;
	/* The host is out of mappings (vm.max_map_count): give back those that nobody needs. */
	kmap_flush_unused();
	return !arch_map_pages(addr, pfn, 1, 0);
}

/* ---- whose address is it? ---- */

struct page *kmap_to_page(void *addr)
{
	struct page *page = kmap_pool_page((unsigned long)addr);

	if (!page)
		page = kmap_local_window_page((unsigned long)addr);
	return page ?: virt_to_page(addr);
}
EXPORT_SYMBOL(kmap_to_page);

bool is_kmap_addr(const void *x)
{
	return kmap_pool_has((unsigned long)x) || kmap_local_has((unsigned long)x);
}
EXPORT_SYMBOL(is_kmap_addr);

void kmap_explain_fault(unsigned long addr)
{
	unsigned long pfn = __pa(addr) >> PAGE_SHIFT;

	if (kmap_pool_explain(addr) || kmap_local_explain(addr))
		return;
	if (pfn >= max_low_pfn && pfn < max_pfn)
		pr_alert("page of high memory, pfn %#lx: it has no address in the direct map; kmap() gives it one\n",
			 pfn);
}

/**
 * highmem_address_misuse - report that the direct map's address of a high page was asked for
 * @page:	the page
 *
 * Called in builds with CONFIG_DEBUG_VIRTUAL; the address that the caller gets is one that faults.
 * Context: any. Row C3.
 */
void highmem_address_misuse(const struct page *page)
{
	WARN(1, "page of high memory, pfn %#lx: page_to_virt() of a page that has no address\n",
	     page_to_pfn(page));
}
EXPORT_SYMBOL(highmem_address_misuse);

/* ---- zeros ---- */

static void page_zero_part(struct page *page, unsigned int start, unsigned int end)
{
	char *addr = kmap_local_page(page);

	memset(addr + start, 0, end - start);
	kunmap_local(addr);
}

static void pages_zero_part(struct page *page, unsigned int start, unsigned int end)
{
	if (end <= start)
		return;
	BUG_ON(end > page_size(page));
	while (start < end) {
		unsigned int at = start % PAGE_SIZE;
		unsigned int len = min_t(unsigned int, end - start, PAGE_SIZE - at);

		page_zero_part(nth_page(page, start / PAGE_SIZE), at, at + len);
		start += len;
	}
}

void zero_user_segments(struct page *page, unsigned int start1, unsigned int end1,
			unsigned int start2, unsigned int end2)
{
	pages_zero_part(page, start1, end1);
	pages_zero_part(page, start2, end2);
}
EXPORT_SYMBOL(zero_user_segments);

/* ---- all windows ---- */

void kmap_module_leaving(const struct module *mod)
{
	if (!kmap_layout.nr_groups)
		return;
	kmap_pool_module_leaving(mod);
	kmap_local_module_leaving(mod);
}

int highmem_verify(struct verify_report *report)
{
	return kmap_pool_verify(report) + kmap_local_verify(report);
}

/* ---- boot ---- */

/* Take @size bytes from the end of what the port can map at. */
static unsigned long __init take_window_range(unsigned long size)
{
	memory_layout.window_end = ALIGN_DOWN(memory_layout.window_end - size, PAGE_SIZE);
	return memory_layout.window_end;
}

static void __init pool_place(unsigned int nr, bool pae)
{
	unsigned long size = (unsigned long)nr << PAGE_SHIFT;
	unsigned long place = pae ? PKMAP_PLACE_PAE : PKMAP_PLACE;
	unsigned long end = ALIGN_DOWN(FIXMAP_END, PAGE_SIZE);

	if (place + size >= end || arch_map_reserve(place, (end - place) >> PAGE_SHIFT)) {
		kmap_pool_init(take_window_range(size), nr);
		return;
	}
	kmap_pool_init(place, nr);
	kmap_layout.fix_base = place + size;
	kmap_layout.nr_fixed = (end - place - size) / KMAP_GROUP_BYTES;
}

void __init highmem_init(void)
{
	unsigned long room = (memory_layout.window_end - memory_layout.window_start) / 8;
	bool pae = max_pfn > PAE_FROM_PFN;

	if (!totalhigh_pages())
		return;
	kmap_strict = boot_options.debug_kmap;
	pool_place(pae ? PKMAPS_PAE : PKMAPS, pae);
	kmap_layout.nr_groups = min_t(unsigned long, KMAP_GROUPS_MAX, kmap_layout.nr_fixed + room / KMAP_GROUP_BYTES);
	kmap_layout.base = take_window_range((kmap_layout.nr_groups - kmap_layout.nr_fixed) * KMAP_GROUP_BYTES);
	kmap_local_init();
	printk(KERN_DEBUG "  pkmap   : %#lx - %#lx (%u windows)\n", PKMAP_BASE, PKMAP_ADDR(LAST_PKMAP), LAST_PKMAP);
	printk(KERN_DEBUG "  fixmap  : %#lx, %u tasks; %#lx, %u more\n", kmap_layout.fix_base, kmap_layout.nr_fixed,
	       kmap_layout.base, kmap_layout.nr_groups - kmap_layout.nr_fixed);
}
