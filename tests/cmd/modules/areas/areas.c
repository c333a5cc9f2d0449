// SPDX-License-Identifier: MIT
/* areas.c - leaves an area of vmalloc() and one of vmap() behind, for tests/cmd/vmalloc.t */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/vmalloc.h>

static void *freed;
static struct page *page;

static noinline void lose_memory(void)
{
	WARN_ON(!vmalloc(3 * PAGE_SIZE));
}

static noinline void lose_mapping(void)
{
	WARN_ON(!vmap(&page, 1, VM_MAP, PAGE_KERNEL));
}

static int __init areas_init(void)
{
	page = alloc_page(GFP_KERNEL);
	freed = vmalloc(PAGE_SIZE);
	lose_memory();
	lose_mapping();
	return 0;
}
module_init(areas_init);

static void __exit areas_exit(void)
{
	vfree(freed);
	__free_page(page);
}
module_exit(areas_exit);

MODULE_LICENSE("GPL");
