/* SPDX-License-Identifier: MIT */
/*
 * linux/pagemap.h - the page cache's constants, and locking a page
 */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/mm.h>
#include <linux/highmem.h>
#include <linux/wait_bit.h>

#define PAGE_CACHE_SHIFT	PAGE_SHIFT
#define PAGE_CACHE_SIZE		PAGE_SIZE
#define PAGE_CACHE_MASK		PAGE_MASK

static inline bool trylock_page(struct page *page)
{
	return likely(!test_and_set_bit_lock(PG_locked, &compound_head(page)->flags));
}

/** lock_page - wait until PG_locked is clear and set it. May sleep. Row A1. */
static inline void lock_page(struct page *page)
{
	might_sleep();
	if (!trylock_page(page))
		wait_on_bit_lock(&compound_head(page)->flags, PG_locked, TASK_UNINTERRUPTIBLE);
}

/** unlock_page - give PG_locked back, and wake who waits for it. Any context. */
static inline void unlock_page(struct page *page)
{
	page = compound_head(page);
	VM_BUG_ON_PAGE(!PageLocked(page), page);
	clear_and_wake_up_bit(PG_locked, &page->flags);
}

#endif /* _LINUX_PAGEMAP_H */
