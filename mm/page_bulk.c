// SPDX-License-Identifier: MIT
/*
 * mm/page_bulk.c - parts of blocks, and many pages at once
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/fault-inject.h>
#include <linux/export.h>
#include "mm/page_debug.h"
#include "mm/gfp_table.h"
#include "mm/page_alloc.h"

/* ---- parts of blocks ---- */

void split_page(struct page *page, unsigned int order)
{
	if (WARN_ON(PageCompound(page) || page->alloc_order != order))
		return;
	for (unsigned int i = 0; i < 1U << order; i++) {
		page[i].alloc_order = 0;
		page[i].pcp_class = 0;
		set_page_count(page + i, page_ref_count(page));
	}
	page_owner_split(page, order);
}
EXPORT_SYMBOL_GPL(split_page);

/**
 * alloc_pages_exact_nid - whole pages of a node, as few as hold a size
 * @nid:	node to prefer, or NUMA_NO_NODE
 * @size:	bytes, rounded up to pages
 * @gfp_mask:	what the allocator may do; __GFP_HIGHMEM is refused as by __get_free_pages(), and
 *		__GFP_COMP is reported and left out. Linux 6.1 leaves out both.
 *
 * Context: any that @gfp_mask allows.
 * Return: the address, for free_pages_exact(), or NULL. Row A5.
 */
void *alloc_pages_exact_nid(int nid, size_t size, gfp_t gfp_mask)
{
	unsigned int order = get_order(size);
	struct page *page;

	if (unlikely(gfp_asks(CHECK, gfp_mask, __GFP_HIGHMEM))) {
		alloc_refuse_highmem(gfp_mask);
		return NULL;
	}
	if (WARN_ON_ONCE(gfp_asks(MAKE, gfp_mask, __GFP_COMP)))
		gfp_mask &= ~__GFP_COMP;
	page = alloc_pages_node(nid, gfp_mask, order);
	if (!page)
		return NULL;
	split_page(page, order);
	for (unsigned long i = PFN_UP(size); i < 1UL << order; i++)
		__free_page(page + i);
	return lowmem_page_address(page);
}
EXPORT_SYMBOL(alloc_pages_exact_nid);

void *alloc_pages_exact(size_t size, gfp_t gfp_mask)
{
	return alloc_pages_exact_nid(NUMA_NO_NODE, size, gfp_mask);
}
EXPORT_SYMBOL(alloc_pages_exact);

/**
 * free_pages_exact - free what alloc_pages_exact() gave
 * @virt:	its address
 * @size:	bytes, as they were asked for
 *
 * Row A5.
 * Context: any.
 */
void free_pages_exact(void *virt, size_t size)
{
	for (size_t done = 0; done < size; done += PAGE_SIZE)
		free_page((unsigned long)virt + done);
}
EXPORT_SYMBOL(free_pages_exact);

/* ---- many single pages ---- */

/* Pages go through here in portions. */
#define BULK_PORTION	16

/* Where the pages go: onto a list, or into the NULL entries of an array. */
struct bulk {
	struct list_head *list;
	struct page **array;
	int nr_pages;
	int nr_done;			/* leading entries that are filled, or pages on the list */
};

static void bulk_skip_filled(struct bulk *b)
{
	while (b->array && b->nr_done < b->nr_pages && b->array[b->nr_done])
		b->nr_done++;
}

static void bulk_put(struct bulk *b, struct page *page)
{
	if (b->list)
		list_add(&page->lru, b->list);
	else
		b->array[b->nr_done] = page;
	b->nr_done++;
	bulk_skip_filled(b);
}

/* How many are still to come, at most a portion. */
static unsigned int bulk_missing(const struct bulk *b)
{
	unsigned int missing = 0;

	for (int i = b->nr_done; i < b->nr_pages && missing < BULK_PORTION; i++)
		missing += b->list || !b->array[i];
	return missing;
}

/**
 * __alloc_pages_bulk - allocate many single pages
 * @gfp:		what will do and what is allowed
 * @preferred_nid:	node to try first
 * @nodemask:		nodes to use; NULL for all
 * @nr_pages:		how many are wanted; length of the array
 * @page_list:		receives them, by lru; or NULL
 * @page_array:		if there is no list: its NULL entries receive them
 *
 * They come from this CPU's lists while their zone is far above its low mark. If that gives
 * none at all, a single page is allocated as by alloc_page(), reclaim and all. So less than asked for
 * is no failure: call it again. It is a single one each time with page_owner=on, as in
 * Linux, and with the other options of mm/page_debug.h.
 *
 * Context: any, if @gfp does not allow blocking; else may sleep.
 * Return: pages on the list, or leading entries of the array that are filled now. Row A5.
 */
unsigned long __alloc_pages_bulk(gfp_t gfp, int preferred_nid, nodemask_t *nodemask, int nr_pages,
				 struct list_head *page_list, struct page **page_array)
{
	struct bulk b = { .list = page_list, .array = page_array, .nr_pages = nr_pages };
	struct page *pages[BULK_PORTION];
	bool any = false;
	unsigned int got, missing;

	bulk_skip_filled(&b);
	if (unlikely(READ_ONCE(fault_diverted)) && should_fail_alloc_page(gfp, 0))
		return b.nr_done;
	while ((missing = bulk_missing(&b))) {
		got = alloc_bulk_from_zones(gfp, preferred_nid, nodemask, pages, missing);
		for (unsigned int i = 0; i < got; i++)
			bulk_put(&b, pages[i]);
		any |= got > 0;
		if (got < missing)
			break;
	}
	if (!any && missing) {
		struct page *page = __alloc_pages(gfp, 0, preferred_nid, nodemask);

		if (page)
			bulk_put(&b, page);
	}
	return b.nr_done;
}
EXPORT_SYMBOL_GPL(__alloc_pages_bulk);

/* ---- references of many pages ---- */

/**
 * release_pages - drop a reference to each page of an array
 * @pages:	the pages
 * @nr:		how many
 *
 * Row A5.
 * Context: any.
 */
void release_pages(struct page **pages, int nr)
{
	for (int i = 0; i < nr; i++)
		put_page(pages[i]);
}
EXPORT_SYMBOL(release_pages);

/**
 * put_pages_list - drop a reference to each page of a list
 * @pages:	pages linked by lru; empty afterwards
 *
 * Row A5.
 * Context: any; the list is the caller's alone.
 */
void put_pages_list(struct list_head *pages)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, pages, lru) {
		list_del(&page->lru);
		put_page(page);
	}
}
EXPORT_SYMBOL(put_pages_list);
