// SPDX-License-Identifier: MIT
/*
 * areas.c - for tests/cmd/vmalloc.t: leaves areas of vmalloc() and vmap() behind; many=1: has as
 * many as there can be
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/vmalloc.h>

static bool many;
module_param(many, bool, 0444);

static void *freed;
static void *first;		/* each page of many has the address of the next */
static struct page *page;

static noinline void lose_memory(void)
{
	WARN_ON(!vmalloc(3 * PAGE_SIZE));
}

static noinline void lose_mapping(void)
{
	WARN_ON(!vmap(&page, 1, VM_MAP, PAGE_KERNEL));
}

static void have_many(void)
{
	unsigned int nr = 0;
	void **area;

	while ((area = __vmalloc(PAGE_SIZE, GFP_KERNEL | __GFP_NOWARN))) {
		*area = first;
		first = area;
		nr++;
	}
	pr_info("areas: %u\n", nr);
}

static int __init areas_init(void)
{
	if (many) {
		have_many();
		return 0;
	}
	page = alloc_page(GFP_KERNEL);
	freed = vmalloc(PAGE_SIZE);
	lose_memory();
	lose_mapping();
	return 0;
}
module_init(areas_init);

static void __exit areas_exit(void)
{
	while (first) {
		void *area = first;

		first = *(void **)area;
		vfree(area);
	}
	vfree(freed);
	if (page)
		__free_page(page);
}
module_exit(areas_exit);

MODULE_LICENSE("GPL");
