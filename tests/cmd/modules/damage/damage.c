// SPDX-License-Identifier: MIT
/*
 * tests/cmd/modules/damage/damage.c - take the last user of a page away behind the allocator's back
 *
 * As long as it is loaded, one page is neither free nor in use. Unloading repairs it.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>

static struct page *page;

static int __init damage_init(void)
{
	page = alloc_page(GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	set_page_count(page, 0);
	return 0;
}

static void __exit damage_exit(void)
{
	set_page_count(page, 1);
	__free_page(page);
}

module_init(damage_init);
module_exit(damage_exit);
MODULE_LICENSE("Dual MIT/GPL");
