// SPDX-License-Identifier: MIT
/*
 * maxalloc.c - how much memory can be had at once, and what stands in the way of more?
 *
 * Asks kmalloc(), __get_free_pages() and vmalloc() for more and more, gives all back, and says in the
 * log how far each went and why it stopped. The work is done when the module is loaded:
 *
 *	insmod maxalloc.ko; dmesg | tail -3; rmmod maxalloc
 *
 * Why __get_free_pages() stopped is read from the zones that such a request may use: when they
 * have enough free pages, but no free block of the order, memory is in pieces (row E6).
 */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/module.h>
#include <linux/nodemask.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#define pr_max(fmt, ...)	pr_info("maxalloc: " fmt, ##__VA_ARGS__)

static bool try_vmalloc = true;
module_param(try_vmalloc, bool, 0444);
MODULE_PARM_DESC(try_vmalloc, "vmalloc too; it needs so much that the kernel empties its caches");

/*
 * A try: no report when it fails, no long search for memory, and no kswapd, which would make room
 * for the next one.
 */
#define GFP_TRY			((GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY) & ~__GFP_KSWAPD_RECLAIM)

/* ---- the zones that GFP_KERNEL may use ---- */

struct free_memory {
	unsigned long nr_pages;
	int order;		/* of the largest free block; -1: there is none */
};

static void zone_add(struct free_memory *free, struct zone *zone)
{
	free->nr_pages += zone_page_state(zone, NR_FREE_PAGES);
	for (int order = MAX_ORDER - 1; order > free->order; order--)
		if (READ_ONCE(zone->free_area[order].nr_free))
			free->order = order;
}

static struct free_memory free_memory_now(void)
{
	struct free_memory free = { .order = -1 };
	int nid;

	for_each_online_node(nid)
		for (int i = 0; i <= ZONE_NORMAL; i++)
			if (populated_zone(&NODE_DATA(nid)->node_zones[i]))
				zone_add(&free, &NODE_DATA(nid)->node_zones[i]);
	return free;
}

/* ---- one kind each ---- */

static void find_kmalloc(void)
{
	size_t size = 1, most = 0;
	void *p;

	while ((p = kmalloc(size, GFP_TRY)) != NULL) {
		kfree(p);
		most = size;
		size *= 2;
	}
	pr_max("kmalloc: %zu bytes; stops: %s\n", most,
	       size > KMALLOC_MAX_SIZE ? "more than KMALLOC_MAX_SIZE" : "no memory in one piece");
}

static void find_pages(void)
{
	struct free_memory free;
	int order;

	for (order = 0; order < MAX_ORDER; order++) {
		unsigned long address = __get_free_pages(GFP_TRY, order);

		if (!address)
			break;
		free_pages(address, order);
	}
	if (order == MAX_ORDER) {
		pr_max("__get_free_pages: order %d, %lu bytes; stops: order %d is too large (MAX_ORDER is %d)\n",
		       order - 1, PAGE_SIZE << (order - 1), order, MAX_ORDER);
		return;
	}
	free = free_memory_now();
	if (free.nr_pages >> order && free.order < order)
		pr_max("__get_free_pages: order %d, %lu bytes; stops: fragmentation: %lu pages are free, but the largest free block is of order %d\n",
		       order - 1, order ? PAGE_SIZE << (order - 1) : 0, free.nr_pages, free.order);
	else
		pr_max("__get_free_pages: order %d, %lu bytes; stops: not enough memory: %lu pages are free, less than this and the reserve\n",
		       order - 1, order ? PAGE_SIZE << (order - 1) : 0, free.nr_pages);
}

static bool vmalloc_works(unsigned long size)
{
	void *p = __vmalloc(size, GFP_TRY | __GFP_HIGHMEM);

	vfree(p);
	return p != NULL;
}

/* Doubles, and then halves the step, down to a page. */
static void find_vmalloc(void)
{
	unsigned long most = 0, step = SZ_1M;

	while (vmalloc_works(most + step)) {
		most += step;
		step *= 2;
	}
	for (; step >= PAGE_SIZE; step /= 2)
		if (vmalloc_works(most + step))
			most += step;
	pr_max("vmalloc: %lu bytes; stops: the machine has %lu pages, and %lu are free for it now\n", most,
	       totalram_pages(), free_memory_now().nr_pages);
}

static int __init maxalloc_init(void)
{
	find_kmalloc();
	find_pages();
	if (try_vmalloc)
		find_vmalloc();
	return 0;
}

static void __exit maxalloc_exit(void)
{
}

module_init(maxalloc_init);
module_exit(maxalloc_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("the largest possible kmalloc, __get_free_pages and vmalloc");
