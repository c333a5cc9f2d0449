// SPDX-License-Identifier: MIT
/*
 * mm/page_misuse.c - wrong frees of whole pages: told apart, reported, not carried out
 *
 * The free paths test with a few compares (page_free_is_right()) whether all is well; only when it is
 * not do they ask here what is wrong. Nothing here takes a lock or allocates: struct pages of
 * others may change while they are looked at, and then the sentence may be a neighbour's, but never
 * the refusal wrong.
 *
 * Linux      leaves most of these undefined. Its report for the others has the same shape: "BUG: Bad page
 *            state in process", dump_page(), the call trace; and it taints with B.
 */
#include <linux/mm.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sprintf.h>
#include <linux/tracepoint-defs.h>
#include <linux/export.h>
#include "mm/page_debug.h"
#include "mm/page_misuse.h"

static const char *const texts[NR_PAGE_MISUSE] = {
	[PAGE_MISUSE_NONE]		= "nothing wrong",
	[PAGE_MISUSE_NOT_A_PAGE]	= "freed memory is not a page of the page allocator",
	[PAGE_MISUSE_MAPPING_ADDRESS]	= "freed address is vmalloc's or kmap's, not a page's own",
	[PAGE_MISUSE_UNALIGNED]		= "freed address is inside of a page, not its beginning",
	[PAGE_MISUSE_FREE]		= "freed page is free already",
	[PAGE_MISUSE_ORDER]		= "freed with another order than allocated",
	[PAGE_MISUSE_TAIL]		= "freed page is inside of a block, not its first page",
	[PAGE_MISUSE_SLAB]		= "freed page belongs to a slab",
	[PAGE_MISUSE_KMALLOC]		= "freed page was allocated by kmalloc",
	[PAGE_MISUSE_OWNED]		= "freed page backs vmalloc or per-CPU memory",
	[PAGE_MISUSE_RESERVED]		= "freed page is reserved",
	[PAGE_MISUSE_BUSY]		= "PAGE_FLAGS_CHECK_AT_FREE flag(s) set",
	[PAGE_MISUSE_MAPPED]		= "nonzero mapcount: freed page is still mapped",
	[PAGE_MISUSE_CACHED]		= "non-NULL mapping: freed page is in the page cache",
	[PAGE_MISUSE_KMAPPED]		= "freed page is mapped by kmap()",
	[PAGE_MISUSE_ZONE]		= "free page was on a list of another zone",
	[PAGE_MISUSE_CORRUPT]		= "struct page of a free page was changed",
};

#define FLAG(name)	{ 1UL << PG_##name, #name }
const struct trace_print_flags pageflag_names[] = {
	FLAG(locked), FLAG(writeback), FLAG(referenced), FLAG(uptodate), FLAG(dirty), FLAG(lru), FLAG(head),
	FLAG(waiters), FLAG(active), FLAG(workingset), FLAG(error), FLAG(slab), FLAG(owner_priv_1),
	FLAG(arch_1), FLAG(reserved), FLAG(private), FLAG(private_2), FLAG(mappedtodisk), FLAG(reclaim),
	FLAG(swapbacked), FLAG(unevictable), FLAG(mlocked), FLAG(buddy), FLAG(kmalloc), FLAG(vmalloc),
	FLAG(percpu), FLAG(pcp), FLAG(slab_plain), FLAG(kmapped),
	{ 0, NULL }
};
#undef FLAG
static_assert(ARRAY_SIZE(pageflag_names) == __NR_PAGEFLAGS + 1, "each flag of a page has a name");

const char *page_misuse_text(enum page_misuse kind)
{
	return texts[kind];
}

/* ---- what is wrong? ---- */

/* @page has no users: is that because it is inside of a block that has some? */
static bool is_inside_used_block(const struct page *page)
{
	unsigned long pfn = page_to_pfn(page);

	for (unsigned int order = 1; order < MAX_ORDER; order++) {
		const struct page *first = pfn_to_page(ALIGN_DOWN(pfn, 1UL << order));

		if (first != page && page_ref_count(first) > 0)
			return first->alloc_order >= order;
	}
	return false;
}

enum page_misuse page_free_check(const struct page *page, unsigned int order)
{
	if (!page_is_struct_page(page) || !pfn_valid(page_to_pfn(page)))
		return PAGE_MISUSE_NOT_A_PAGE;
	if (PageTail(page))
		return PAGE_MISUSE_TAIL;
	if (page->flags & (1UL << PG_slab | 1UL << PG_reserved | 1UL << PG_kmalloc |
			   1UL << PG_vmalloc | 1UL << PG_percpu | 1UL << PG_buddy | 1UL << PG_pcp))
		return page_state_check(page);
	if (page_ref_count(page) <= 0)
		return is_inside_used_block(page) ? PAGE_MISUSE_TAIL : PAGE_MISUSE_FREE;
	if (page->alloc_order != order)
		return PAGE_MISUSE_ORDER;
	/* The rest matters only when the last user goes: block_free() asks page_state_check(). */
	return PAGE_MISUSE_NONE;
}

enum page_misuse page_state_check(const struct page *page)
{
	unsigned long flags = page->flags & PAGE_FLAGS_CHECK_AT_FREE;

	if (page_state_is_clean(page))
		return PAGE_MISUSE_NONE;
	if (flags & (1UL << PG_slab))
		return PAGE_MISUSE_SLAB;
	if (flags & (1UL << PG_kmalloc))
		return PAGE_MISUSE_KMALLOC;
	if (flags & (1UL << PG_reserved))
		return PAGE_MISUSE_RESERVED;
	if (flags & (1UL << PG_vmalloc | 1UL << PG_percpu))
		return PAGE_MISUSE_OWNED;
	if (flags & (1UL << PG_buddy))
		return PAGE_MISUSE_FREE;
	if (flags & (1UL << PG_kmapped))
		return PAGE_MISUSE_KMAPPED;
	if (flags)
		return PAGE_MISUSE_BUSY;
	return page_mapcount((struct page *)page) ? PAGE_MISUSE_MAPPED : PAGE_MISUSE_CACHED;
}

static enum page_misuse address_check(unsigned long addr)
{
	if (is_vmalloc_addr((void *)addr) || is_kmap_addr((void *)addr))
		return PAGE_MISUSE_MAPPING_ADDRESS;
	return virt_addr_valid(addr) ? PAGE_MISUSE_UNALIGNED : PAGE_MISUSE_NOT_A_PAGE;
}

/* ---- saying it ---- */

static void flags_describe(const struct page *page, char *buf, size_t size)
{
	size_t len = 0;

	for (const struct trace_print_flags *flag = pageflag_names; flag->name; flag++)
		if (page->flags & flag->mask)
			len += scnprintf(buf + len, size - len, "%s|", flag->name);
	scnprintf(buf + len, size - len, "node=%d|zone=%d", page_to_nid(page), page_zonenum(page));
}

void dump_page(struct page *page, const char *reason)
{
	char flags[160];

	if (!page_is_struct_page(page)) {
		pr_warn("page:%px is not a struct page\n", page);
	} else {
		flags_describe(page, flags, sizeof(flags));
		pr_warn("page:%px refcount:%d mapcount:%d mapping:%px index:%#lx pfn:%#lx\n", page,
			page_ref_count(page), page_mapcount(page), page->mapping,
			(unsigned long)page->index, page_to_pfn(page));
		if (PageCompound(page))
			pr_warn("head:%px order:%u compound_mapcount:%d\n", compound_head(page),
				compound_order(compound_head(page)), page_mapcount(compound_head(page)));
		pr_warn("flags: %#lx(%s)\n", page->flags, flags);
		print_hex_dump(KERN_WARNING, "raw: ", DUMP_PREFIX_NONE, 32, sizeof(unsigned long), page,
			       sizeof(struct page), false);
	}
	if (reason)
		pr_warn("page dumped because: %s\n", reason);
	if (page_is_struct_page(page))
		page_owner_dump(page);
}
EXPORT_SYMBOL(dump_page);

static void report_begin(unsigned long pfn)
{
	add_taint(TAINT_BAD_PAGE, LOCKDEP_NOW_UNRELIABLE);
	pr_alert("BUG: Bad page state in process %s  pfn:%05lx\n", current->comm, pfn);
}

void page_misuse_report(enum page_misuse kind, struct page *page, unsigned int order)
{
	report_begin(page_is_struct_page(page) ? page_to_pfn(page) : 0UL);
	if (kind == PAGE_MISUSE_ORDER)
		pr_alert("allocated with order %u, freed with order %u\n", page->alloc_order, order);
	dump_page(page, texts[kind]);
	dump_stack();
}

void page_misuse_report_address(unsigned long addr, unsigned int order)
{
	enum page_misuse kind = address_check(addr);

	if (kind == PAGE_MISUSE_UNALIGNED) {
		page_misuse_report(kind, virt_to_page((void *)addr), order);
		return;
	}
	report_begin(0);
	pr_warn("address:%px freed with order %u\n", (void *)addr, order);
	pr_warn("page dumped because: %s\n", texts[kind]);
	dump_stack();
}

void page_isolate_bad(enum page_misuse kind, struct page *page, unsigned int order)
{
	page_misuse_report(kind, page, order);
	for (unsigned int i = 0; i < 1U << order; i++) {
		memset(&page[i], 0, sizeof(page[i]));
		__SetPageReserved(page + i);
		set_page_count(page + i, 1);
	}
	adjust_managed_page_count(page, -(1L << order));
}
