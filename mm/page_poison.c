// SPDX-License-Identifier: MIT
/*
 * mm/page_poison.c - the contents of free pages: poisoned and checked, or zeroed
 *
 * page_poison=1: a freed page is filled with PAGE_POISON, and looked at when it is given out: a
 * write to a free page is reported with the bytes. Which pages are filled is in a bitmap, for
 * memory that was never used is not. init_on_free=1 and init_on_alloc=1 zero instead; poisoning
 * takes precedence.
 * Locking    none: a block has one owner while it is on its way.
 * Linux      the options and reports of 6.1.
 */
#include <linux/bitops.h>
#include <linux/boot_options.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/poison.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/string.h>
#include "mm/page_debug.h"

bool page_debug_on;
static unsigned long *poisoned;		/* a bit for each frame; NULL: poisoning is off */
static bool init_on_alloc, init_on_free;

static void __init page_poison_init(void)
{
	init_on_alloc = boot_options.init_on_alloc;
	init_on_free = boot_options.init_on_free;
	if (!boot_options.page_poison)
		return;
	poisoned = memblock_alloc(BITS_TO_LONGS(max_pfn) * sizeof(long), SMP_CACHE_BYTES);
	if (!poisoned)
		panic("No boot memory for page_poison=1");
	if (init_on_alloc || init_on_free)
		pr_info("mem auto-init: page_poison=1 takes precedence over init_on_alloc and init_on_free\n");
	init_on_alloc = init_on_free = false;
}

void __init page_debug_init(void)
{
	page_debug_on = boot_options.page_owner || boot_options.page_poison ||
			boot_options.init_on_alloc || boot_options.init_on_free;
	if (!page_debug_on)
		return;
	page_poison_init();
	page_owner_boot();
}

/* ---- poison ---- */

static bool is_single_bit_flip(unsigned char byte)
{
	unsigned char difference = byte ^ PAGE_POISON;

	return difference && !(difference & (difference - 1));
}

static void poison_check(struct page *page, unsigned char *mem)
{
	static DEFINE_RATELIMIT_STATE(ratelimit, 5 * HZ, 10);
	unsigned char *start = memchr_inv(mem, PAGE_POISON, PAGE_SIZE);
	unsigned char *end = mem + PAGE_SIZE - 1;

	if (!start)
		return;
	while (end > start && *end == PAGE_POISON)
		end--;
	if (!__ratelimit(&ratelimit))
		return;
	if (start == end && is_single_bit_flip(*start))
		pr_err("pagealloc: single bit error\n");
	else
		pr_err("pagealloc: memory corruption\n");
	print_hex_dump(KERN_ERR, "", DUMP_PREFIX_ADDRESS, 16, 1, start, end - start + 1, true);
	dump_stack();
	dump_page(page, "pagealloc: corrupted page details");
}

static void page_unpoison(struct page *page)
{
	unsigned char *mem;

	if (!test_and_clear_bit(page_to_pfn(page), poisoned))
		return;
	mem = kmap_local_page(page);
	poison_check(page, mem);
	kunmap_local(mem);
}

static void page_fill(struct page *page)
{
	void *mem = kmap_local_page(page);

	memset(mem, PAGE_POISON, PAGE_SIZE);
	kunmap_local(mem);
	set_bit(page_to_pfn(page), poisoned);
}

/* ---- each block ---- */

static void page_poison_alloc(struct page *page, unsigned int order, gfp_t gfp)
{
	for (unsigned int i = 0; i < 1U << order; i++) {
		if (poisoned)
			page_unpoison(page + i);
		if (init_on_alloc && !(gfp & __GFP_ZERO))
			clear_highpage(page + i);
	}
}

static void page_poison_free(struct page *page, unsigned int order)
{
	for (unsigned int i = 0; i < 1U << order; i++) {
		if (poisoned)
			page_fill(page + i);
		else if (init_on_free)
			clear_highpage(page + i);
	}
}

void __page_debug_alloc(struct page *page, unsigned int order, gfp_t gfp)
{
	page_poison_alloc(page, order, gfp);
	page_owner_alloc(page, order, gfp);
}

void __page_debug_free(struct page *page, unsigned int order)
{
	page_owner_free(page, order);
	page_poison_free(page, order);
}
