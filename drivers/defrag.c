// SPDX-License-Identifier: MIT
/*
 * defrag.c - the poor man's defragmenter: grab everything, use it, release it
 *
 * To serve it the kernel empties its caches; what they held comes back with the rest, and free pages
 * merge to large blocks. The work is done when the module is loaded (row E6).
 */
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>

/* May wait for reclaim, as often as that makes progress; fails in the end, and quietly. */
#define GFP_GRAB	(GFP_HIGHUSER | __GFP_NOWARN | __GFP_RETRY_MAYFAIL)

static int __init defrag_init(void)
{
	struct page *page, *next;
	unsigned long nr_pages = 0;
	LIST_HEAD(grabbed);

	while ((page = alloc_page(GFP_GRAB)) != NULL) {
		clear_highpage(page);
		list_add(&page->lru, &grabbed);
		nr_pages++;
	}
	list_for_each_entry_safe(page, next, &grabbed, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
	pr_info("defrag: grabbed and released %lu pages\n", nr_pages);
	return 0;
}

static void __exit defrag_exit(void)
{
}

module_init(defrag_init);
module_exit(defrag_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("grabs all memory and releases it, so that it comes together again");
