// SPDX-License-Identifier: MIT
/*
 * mm/page_misuse.c - wrong frees of whole pages: told apart, reported, not carried out
 *
 * Linux      leaves most of these undefined. Its report for the others begins with the same words,
 *            "BUG: Bad page state in process".
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sprintf.h>
#include <linux/export.h>
#include "mm/page_misuse.h"

static const char * const misuse_text[NR_PAGE_MISUSE] = {
	[PAGE_MISUSE_NONE]		= "nothing wrong",
	[PAGE_MISUSE_NOT_A_PAGE]	= "freed memory is not a page of the page allocator",
	[PAGE_MISUSE_FREE]		= "freed page is free already",
	[PAGE_MISUSE_ORDER]		= "freed with another order than allocated",
	[PAGE_MISUSE_TAIL]		= "freed page is inside of a block, not its first page",
	[PAGE_MISUSE_SLAB]		= "freed page belongs to a slab",
	[PAGE_MISUSE_KMALLOC]		= "freed page was allocated by kmalloc",
	[PAGE_MISUSE_OWNED]		= "freed page backs vmalloc or per-CPU memory",
	[PAGE_MISUSE_RESERVED]		= "freed page is reserved",
	[PAGE_MISUSE_BUSY]		= "PAGE_FLAGS_CHECK_AT_FREE flag(s) set",
	[PAGE_MISUSE_MAPPED]		= "freed page is still mapped, or in the page cache",
	[PAGE_MISUSE_CORRUPT]		= "struct page of a free page was changed",
};

static const char * const flag_names[__NR_PAGEFLAGS] = {
	"locked", "writeback", "referenced", "uptodate", "dirty", "lru", "head", "waiters",
	"active", "workingset", "error", "slab", "owner_priv_1", "arch_1", "reserved", "private",
	"private_2", "mappedtodisk", "reclaim", "swapbacked", "unevictable", "mlocked", "buddy",
	"kmalloc", "vmalloc", "percpu", "pcp",
};

const char *page_misuse_text(enum page_misuse kind)
{
	return misuse_text[kind];
}

enum page_misuse page_free_check(const struct page *page, unsigned int order)
{
	if (unlikely(!page_is_struct_page(page)))
		return PAGE_MISUSE_NOT_A_PAGE;
	if (unlikely(PageTail(page)))
		return PAGE_MISUSE_TAIL;
	if (unlikely(page->flags & (1UL << PG_slab | 1UL << PG_reserved | 1UL << PG_kmalloc |
				    1UL << PG_vmalloc | 1UL << PG_percpu)))
		return page_state_check(page);
	if (unlikely(page_ref_count(page) <= 0))
		return PAGE_MISUSE_FREE;
	if (unlikely(page->alloc_order != order))
		return PAGE_MISUSE_ORDER;
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
	return flags ? PAGE_MISUSE_BUSY : PAGE_MISUSE_MAPPED;
}

static void flags_describe(unsigned long flags, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = '\0';
	for (int bit = 0; bit < __NR_PAGEFLAGS; bit++)
		if (flags & (1UL << bit))
			len += scnprintf(buf + len, size - len, "%s%s", len ? "|" : "",
					 flag_names[bit]);
}

void dump_page(struct page *page, const char *reason)
{
	char flags[160];

	if (!page_is_struct_page(page)) {
		pr_warn("page:%px is not a struct page\n", page);
	} else {
		flags_describe(page->flags, flags, sizeof(flags));
		pr_warn("page:%px refcount:%d mapcount:%d mapping:%px index:%#lx pfn:%#lx\n", page,
			page_ref_count(page), page_mapcount(page), page->mapping,
			(unsigned long)page->index, page_to_pfn(page));
		if (PageCompound(page))
			pr_warn("head:%px order:%u\n", compound_head(page),
				compound_order(compound_head(page)));
		pr_warn("flags: %#lx(%s) order:%u zone:%s\n", page->flags, flags, page->alloc_order,
			page_zone(page)->name);
	}
	if (reason)
		pr_warn("page dumped because: %s\n", reason);
}
EXPORT_SYMBOL(dump_page);

void page_misuse_report(enum page_misuse kind, struct page *page, unsigned int order)
{
	pr_alert("BUG: Bad page state in process %s  pfn:%05lx\n", current->comm,
		 page_is_struct_page(page) ? page_to_pfn(page) : 0UL);
	if (kind == PAGE_MISUSE_ORDER)
		pr_alert("allocated with order %u, freed with order %u\n", page->alloc_order, order);
	dump_page(page, page_misuse_text(kind));
	dump_stack();
}
