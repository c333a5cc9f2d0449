// SPDX-License-Identifier: MIT
/*
 * fragment.c - vmalloc() of mb= megabytes from memory where no two free frames are neighbours, for
 * tests/cmd/vmalloc.t
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/vmalloc.h>

#define SPARE		(16UL << 20 >> PAGE_SHIFT)	/* frames that the programs go on with meanwhile */
#define SPARE_ORDER	4				/* and afterwards, in blocks of this order */

static unsigned long mb;
module_param(mb, ulong, 0444);

static struct page **held;
static unsigned long nr_held;
static struct page *spare[SPARE >> SPARE_ORDER];
static unsigned char *area;

static void spare_take(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(spare); i++)
		spare[i] = alloc_pages(GFP_KERNEL | __GFP_NOWARN, SPARE_ORDER);
}

static void spare_give(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(spare); i++)
		if (spare[i])
			__free_pages(spare[i], SPARE_ORDER);
}

/* All memory but SPARE, and then every second frame of it back. */
static bool memory_fragment(void)
{
	unsigned long max = totalram_pages();

	held = vcalloc(max, sizeof(*held));
	if (!held)
		return false;
	while (nr_held < max && nr_free_pages() > SPARE) {
		held[nr_held] = alloc_page(GFP_HIGHUSER | __GFP_NOWARN | __GFP_NORETRY);
		if (!held[nr_held])
			break;
		nr_held++;
	}
	for (unsigned long i = 0; i < nr_held; i++)
		if (page_to_pfn(held[i]) % 2) {
			__free_page(held[i]);
			held[i] = NULL;
		}
	return true;
}

/* Each page of the area is memory of its own. */
static bool area_is_right(void)
{
	unsigned long nr = mb << 20 >> PAGE_SHIFT;

	for (unsigned long i = 0; i < nr; i++)
		*(unsigned long *)(area + (i << PAGE_SHIFT)) = i;
	for (unsigned long i = 0; i < nr; i++)
		if (*(unsigned long *)(area + (i << PAGE_SHIFT)) != i)
			return false;
	return true;
}

static int __init fragment_init(void)
{
	spare_take();
	if (!memory_fragment()) {
		spare_give();
		return -ENOMEM;
	}
	area = vmalloc(mb << 20);
	spare_give();
	pr_info("fragment: %lu MB: %s\n", mb, !area ? "refused" : area_is_right() ? "right" : "wrong");
	return 0;
}
module_init(fragment_init);

static void __exit fragment_exit(void)
{
	vfree(area);
	for (unsigned long i = 0; i < nr_held; i++)
		if (held[i])
			__free_page(held[i]);
	vfree(held);
}
module_exit(fragment_exit);

MODULE_LICENSE("GPL");
