/* SPDX-License-Identifier: MIT */
/*
 * linux/pagemap.h - the page cache's constants, and locking a page
 */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/mm.h>
#include <linux/highmem.h>

#define PAGE_CACHE_SHIFT	PAGE_SHIFT
#define PAGE_CACHE_SIZE		PAGE_SIZE
#define PAGE_CACHE_MASK		PAGE_MASK

static inline bool trylock_page(struct page *page)
{
	return likely(!test_and_set_bit_lock(PG_locked, &compound_head(page)->flags));
}

#endif /* _LINUX_PAGEMAP_H */
