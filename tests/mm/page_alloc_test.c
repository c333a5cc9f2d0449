// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_alloc_test.c - suite "page_alloc": blocks of pages as callers see them (A2-A6)
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/highmem.h>
#include <linux/kthread.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include <linux/boot_options.h>
#include "mm/page_watermark.h"

/* Every order: aligned, count 1, all of it writable, the zeros asked for. */
static void page_alloc_each_order_is_aligned(struct kunit *test)
{
	for (unsigned int order = 0; order < MAX_ORDER; order++) {
		struct page *page = alloc_pages(GFP_KERNEL | __GFP_ZERO, order);
		unsigned char *mem;

		KUNIT_ASSERT_NOT_NULL(test, page);
		mem = page_address(page);
		KUNIT_EXPECT_EQ(test, page_to_pfn(page) & ((1UL << order) - 1), 0UL);
		KUNIT_EXPECT_EQ(test, page_count(page), 1);
		KUNIT_EXPECT_PTR_EQ(test, virt_to_page(mem), page);
		KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0, PAGE_SIZE << order));
		memset(mem, 0x5c, PAGE_SIZE << order);
		__free_pages(page, order);
		KUNIT_EXPECT_EQ(test, page_count(page), 0);
	}
}

/* MAX_ORDER is too large: NULL; with a warning once, none with __GFP_NOWARN. */
static void page_alloc_order_too_large_fails(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL | __GFP_NOWARN, MAX_ORDER));
	KUNIT_EXPECT_EQ(test, __get_free_pages(GFP_KERNEL | __GFP_NOWARN, MAX_ORDER), 0UL);
}

/* DMA requests take DMA only; normal ones spare it. */
static void page_alloc_zone_is_as_asked(struct kunit *test)
{
	struct page *dma = alloc_page(GFP_KERNEL | GFP_DMA);
	struct page *normal = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, dma);
	KUNIT_ASSERT_NOT_NULL(test, normal);
	KUNIT_EXPECT_EQ(test, (int)page_zonenum(dma), (int)ZONE_DMA);
	KUNIT_EXPECT_LT(test, page_to_phys(dma), (phys_addr_t)16 << 20);
	if (boot_options.mem >= 64UL << 20)
		KUNIT_EXPECT_NE(test, (int)page_zonenum(normal), (int)ZONE_DMA);
	__free_page(dma);
	__free_page(normal);
}

/* Each modifier's zone, from the one table. */
static void page_alloc_gfp_zone_table(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_KERNEL), (int)ZONE_NORMAL);
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_DMA | GFP_KERNEL), (int)ZONE_DMA);
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_DMA32 | GFP_KERNEL), (int)ZONE_DMA32);
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_HIGHUSER), (int)ZONE_HIGHMEM);
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_HIGHUSER_MOVABLE), (int)ZONE_MOVABLE);
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_KERNEL | __GFP_MOVABLE), (int)ZONE_NORMAL);
}

/* High memory has no address to return: the request is refused, with a report. */
static void page_alloc_by_address_refuses_highmem(struct kunit *test)
{
	struct printk_capture c;

	printk_capture_begin(&c);
	KUNIT_EXPECT_EQ(test, __get_free_page(GFP_KERNEL | __GFP_HIGHMEM), 0UL);
	KUNIT_EXPECT_EQ(test, get_zeroed_page(GFP_HIGHUSER), 0UL);
	KUNIT_EXPECT_NULL(test, alloc_pages_exact(PAGE_SIZE, GFP_HIGHUSER));
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "memory without an address"), 3U);
	free_page(0);
}

/* A compound page: tails know their head, get_page() and put_page() of a tail count there. */
static void page_alloc_compound_counts_in_head(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 3);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_TRUE(test, PageHead(page));
	KUNIT_EXPECT_EQ(test, compound_order(page), 3U);
	for (int i = 1; i < 8; i++)
		KUNIT_EXPECT_PTR_EQ(test, compound_head(page + i), page);
	get_page(page + 5);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	put_page(page + 2);
	KUNIT_EXPECT_EQ(test, page_count(page + 7), 1);
	put_page(page);
	KUNIT_EXPECT_FALSE(test, PageTail(page + 1));
}

/* A block that is split is freed page by page. */
static void page_alloc_split_page_frees_singly(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, page_count(page + 1), 0);
	split_page(page, 2);
	for (int i = 0; i < 4; i++) {
		KUNIT_EXPECT_EQ(test, page_count(page + i), 1);
		__free_page(page + i);
	}
}

/* One more user of a block's first page: the rest is freed at once, that page with its last user. */
static void page_alloc_free_shared_block_keeps_first_page(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);

	KUNIT_ASSERT_NOT_NULL(test, page);
	get_page(page);
	__free_pages(page, 2);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	put_page(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 0);
}

/* Exact sizes take no more whole pages than they need. */
static void page_alloc_exact_gives_rest_back(struct kunit *test)
{
	void *mem = alloc_pages_exact(5 * PAGE_SIZE + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mem);
	memset(mem, 1, 5 * PAGE_SIZE + 1);
	KUNIT_EXPECT_EQ(test, page_count(virt_to_page(mem + 5 * PAGE_SIZE)), 1);
	free_pages_exact(mem, 5 * PAGE_SIZE + 1);
}

static void page_alloc_bulk_fills_holes(struct kunit *test)
{
	struct page *pages[10] = { };

	pages[3] = alloc_page(GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, alloc_pages_bulk_array(GFP_KERNEL, 10, pages), 10UL);
	for (int i = 0; i < 10; i++)
		__free_page(pages[i]);
}

/* The marks rise, and lower zones keep a reserve from requests that could go higher. */
static void page_alloc_marks_are_in_order(struct kunit *test)
{
	struct zone *dma = &NODE_DATA(0)->node_zones[ZONE_DMA];
	struct zone *zone;

	for_each_populated_zone(zone) {
		KUNIT_EXPECT_LE(test, min_wmark_pages(zone), low_wmark_pages(zone));
		KUNIT_EXPECT_LE(test, low_wmark_pages(zone), high_wmark_pages(zone));
	}
	if (boot_options.mem >= 64UL << 20)
		KUNIT_EXPECT_GT(test, dma->lowmem_reserve[ZONE_NORMAL], 0L);
	KUNIT_EXPECT_EQ(test, dma->lowmem_reserve[ZONE_DMA], 0L);
}

static struct kunit_case page_alloc_cases[] = {
	KUNIT_CASE(page_alloc_each_order_is_aligned),
	KUNIT_CASE(page_alloc_order_too_large_fails),
	KUNIT_CASE(page_alloc_zone_is_as_asked),
	KUNIT_CASE(page_alloc_gfp_zone_table),
	KUNIT_CASE(page_alloc_by_address_refuses_highmem),
	KUNIT_CASE(page_alloc_compound_counts_in_head),
	KUNIT_CASE(page_alloc_split_page_frees_singly),
	KUNIT_CASE(page_alloc_free_shared_block_keeps_first_page),
	KUNIT_CASE(page_alloc_exact_gives_rest_back),
	KUNIT_CASE(page_alloc_bulk_fills_holes),
	KUNIT_CASE(page_alloc_marks_are_in_order),
	{}
};

static struct kunit_suite page_alloc_suite = {
	.name = "page_alloc",
	.test_cases = page_alloc_cases,
};
kunit_test_suite(page_alloc_suite);
