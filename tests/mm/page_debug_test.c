// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_debug_test.c - suite "page_debug": page_owner=, page_poison=, init_on_alloc=, init_on_free=
 *
 * A case whose option is off is skipped; tests/cmd/page_debug.t boots with each.
 */
#include <kunit/test.h>
#include <linux/boot_options.h>
#include <linux/mm.h>
#include <linux/poison.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm-generic/arch.h>
#include "mm/page_debug.h"

#define need(test, option)						\
	do {								\
		if (!boot_options.option)				\
			kunit_skip(test, "without " #option);		\
	} while (0)

static void page_debug_off_leaves_the_cpu_lists(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, page_zone(page)->per_cpu_pageset == NULL, page_debug_on);
	__free_page(page);
}

/* ---- page_owner ---- */

static noinline struct page *owner_takes(unsigned int order)
{
	struct page *page = alloc_pages(GFP_USER, order);

	barrier();
	return page;
}

static noinline void owner_gives(struct page *page, unsigned int order)
{
	__free_pages(page, order);
	barrier();
}

static void page_owner_dump_names_both_chains(struct kunit *test)
{
	struct printk_capture capture;
	struct page *page;
	char line[80];

	need(test, page_owner);
	page = owner_takes(2);
	printk_capture_begin(&capture);
	dump_page(page, "a test");
	printk_capture_end(&capture);
	snprintf(line, sizeof(line), "pid %d, tgid %d (%s)", current->pid, current->tgid, current->comm);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "page_owner tracks the page as allocated"), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "last allocated via order 2, migratetype Unmovable, gfp_mask"), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "GFP_USER"), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, line), 1U);
	if (arch_features() & ARCH_HAS_SYMBOLS)
		KUNIT_EXPECT_GE(test, printk_capture_count(&capture, " owner_takes"), 1U);

	owner_gives(page, 2);
	printk_capture_begin(&capture);
	__free_pages(page, 2);
	printk_capture_end(&capture);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "freed page is free already"), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "page_owner tracks the page as freed"), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "page last free stack trace:"), 1U);
	if (arch_features() & ARCH_HAS_SYMBOLS)
		KUNIT_EXPECT_GE(test, printk_capture_count(&capture, " owner_gives"), 1U);
}

static void page_owner_split_pages_are_of_order_0(struct kunit *test)
{
	struct printk_capture capture;
	struct page *page;

	need(test, page_owner);
	page = owner_takes(1);
	split_page(page, 1);
	printk_capture_begin(&capture);
	dump_page(page + 1, NULL);
	printk_capture_end(&capture);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "last allocated via order 0"), 1U);
	__free_page(page);
	__free_page(page + 1);
}

/* ---- page_poison ---- */

static void page_poison_reports_a_write(struct kunit *test)
{
	struct printk_capture capture;
	struct page *page, *again = NULL;
	unsigned char *mem;

	need(test, page_poison);
	page = alloc_pages(GFP_KERNEL, 3);
	mem = page_address(page);
	__free_pages(page, 3);
	KUNIT_EXPECT_EQ(test, mem[100], PAGE_POISON);
	preempt_disable();
	mem[100] = 0x55;
	mem[PAGE_SIZE + 904] ^= 0x10;
	printk_capture_begin(&capture);
	again = alloc_pages(GFP_ATOMIC, 3);
	printk_capture_end(&capture);
	preempt_enable();
	KUNIT_ASSERT_PTR_EQ(test, again, page);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "pagealloc: memory corruption"), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "pagealloc: single bit error"), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "page dumped because: pagealloc: corrupted page details"), 2U);
	__free_pages(again, 3);
}

static void page_poison_is_content_with_untouched_pages(struct kunit *test)
{
	struct printk_capture capture;
	struct page *page;

	need(test, page_poison);
	printk_capture_begin(&capture);
	page = alloc_pages(GFP_KERNEL, MAX_ORDER - 1);
	printk_capture_end(&capture);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "pagealloc:"), 0U);
	KUNIT_ASSERT_NOT_NULL(test, page);
	__free_pages(page, MAX_ORDER - 1);
}

/* ---- init_on_alloc, init_on_free ---- */

static void init_on_alloc_zeroes(struct kunit *test)
{
	struct page *page;

	need(test, init_on_alloc);
	page = alloc_pages(GFP_KERNEL, 2);
	memset(page_address(page), 0x77, 4 * PAGE_SIZE);
	__free_pages(page, 2);
	page = alloc_pages(GFP_KERNEL, 2);
	KUNIT_EXPECT_NULL(test, memchr_inv(page_address(page), 0, 4 * PAGE_SIZE));
	__free_pages(page, 2);
}

static void init_on_free_zeroes(struct kunit *test)
{
	struct page *page;

	need(test, init_on_free);
	page = alloc_pages(GFP_KERNEL, 2);
	memset(page_address(page), 0x77, 4 * PAGE_SIZE);
	preempt_disable();
	__free_pages(page, 2);
	KUNIT_EXPECT_NULL(test, memchr_inv(page_address(page), 0, 4 * PAGE_SIZE));
	preempt_enable();
}

static struct kunit_case page_debug_cases[] = {
	KUNIT_CASE(page_debug_off_leaves_the_cpu_lists),
	KUNIT_CASE(page_owner_dump_names_both_chains),
	KUNIT_CASE(page_owner_split_pages_are_of_order_0),
	KUNIT_CASE(page_poison_reports_a_write),
	KUNIT_CASE(page_poison_is_content_with_untouched_pages),
	KUNIT_CASE(init_on_alloc_zeroes),
	KUNIT_CASE(init_on_free_zeroes),
	{}
};

static struct kunit_suite page_debug_suite = {
	.name = "page_debug",
	.test_cases = page_debug_cases,
};
kunit_test_suite(page_debug_suite);
