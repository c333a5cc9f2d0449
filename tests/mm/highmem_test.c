// SPDX-License-Identifier: MIT
/*
 * tests/mm/highmem_test.c - suite "highmem": pages without an address, and what is done with them (row C3)
 *
 * The cases on high memory need --boot "machine=x86_32 mem=1G" or more, and are skipped otherwise;
 * tests/cmd/x86_32.t runs them.
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <asm-generic/arch.h>
#include "mm/verify.h"
#include "tests/mm/high_page.h"

static bool page_is(struct page *page, unsigned int from, unsigned int to, int byte)
{
	char *at = kmap_local_page(page);
	bool same = !memchr_inv(at + from, byte, to - from);

	kunmap_local(at);
	return same;
}

/* A low page's window is its own address, and costs nothing. */
static void highmem_low_page_maps_to_itself(struct kunit *test)
{
	struct page *page = low_page(test);
	void *at = page_address(page);

	KUNIT_EXPECT_PTR_EQ(test, kmap(page), at);
	kunmap(page);
	KUNIT_EXPECT_PTR_EQ(test, kmap_local_page(page), at);
	kunmap_local(at);
	KUNIT_EXPECT_PTR_EQ(test, kmap_local_pfn(page_to_pfn(page)), at);
	kunmap_local(at);
	KUNIT_EXPECT_PTR_EQ(test, kmap_local_folio(page_folio(page), 9), at + 9);
	kunmap_local(at + 9);
	KUNIT_EXPECT_PTR_EQ(test, kmap_atomic(page), at);
	kunmap_atomic(at);
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(at), page);
	KUNIT_EXPECT_FALSE(test, is_kmap_addr(at));
	KUNIT_EXPECT_EQ(test, current->kmap_ctrl.idx, 0U);
	__free_page(page);
}

/* Frames above the direct map, and only those, have no address. */
static void highmem_begins_behind_direct_map(struct kunit *test)
{
	struct page *page = high_page(test);

	KUNIT_EXPECT_GE(test, page_to_pfn(page), max_low_pfn);
	KUNIT_EXPECT_NULL(test, page_address(page));
	KUNIT_EXPECT_NULL(test, folio_address(page_folio(page)));
	KUNIT_EXPECT_GT(test, totalhigh_pages(), nr_free_highpages());
	KUNIT_EXPECT_FALSE(test, virt_addr_valid(__va(page_to_phys(page))));
	__free_page(page);
}

static noinline long touch(void *addr)
{
	return *(volatile char *)addr;
}

/*
 * The address that a high page would have in the direct map faults at once, and the oops says what
 * it is.
 */
static void highmem_direct_map_address_faults(struct kunit *test)
{
	struct page *page = high_page(test);
	struct printk_capture log;
	bool oopsed = false;
	void *addr;

	if (!(arch_features() & ARCH_HAS_FAULTS))
		kunit_skip(test, "no way back from a fault");
	printk_capture_begin(&log);
	addr = page_to_virt(page);
	if (IS_ENABLED(CONFIG_DEBUG_VIRTUAL))
		KUNIT_EXPECT_EQ(test, printk_capture_count(&log, "page_to_virt() of a page that has no address"), 1U);
	KUNIT_EXPECT_EQ(test, arch_try(touch, addr, &oopsed), (long)-EFAULT);
	printk_capture_end(&log);
	KUNIT_EXPECT_TRUE(test, oopsed);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&log, "it has no address in the direct map"));
	oopsed = false;
	printk_capture_begin(&log);
	arch_try(touch, __va((max_pfn << PAGE_SHIFT) - 1), &oopsed);
	printk_capture_end(&log);
	KUNIT_EXPECT_TRUE(test, oopsed);
	__free_page(page);
}

/* The families of clear, copy, zero, memcpy, memset, between all kinds of pages. */
static void highmem_helpers(struct kunit *test, struct page *a, struct page *b)
{
	char text[17] = "";

	memset_page(a, 0, 0x5a, PAGE_SIZE);
	clear_highpage(a);
	KUNIT_EXPECT_TRUE(test, page_is(a, 0, PAGE_SIZE, 0));
	memset_page(a, 8, 0x11, 8);
	KUNIT_EXPECT_TRUE(test, page_is(a, 0, 8, 0) && page_is(a, 8, 16, 0x11) && page_is(a, 16, PAGE_SIZE, 0));
	memcpy_to_page(a, 100, "fifteen letters", 16);
	copy_highpage(b, a);
	memcpy_from_page(text, b, 100, 16);
	KUNIT_EXPECT_STREQ(test, text, "fifteen letters");
	clear_user_highpage(b, 0x1000);
	KUNIT_EXPECT_TRUE(test, page_is(b, 0, PAGE_SIZE, 0));
	copy_user_highpage(b, a, 0x1000, NULL);
	memmove_page(b, 104, b, 100, 16);
	memcpy_from_page(text, b, 100, 16);
	KUNIT_EXPECT_STREQ(test, text, "fiftfifteen lett");
	memcpy_page(b, PAGE_SIZE - 16, a, 100, 16);
	memcpy_from_page(text, b, PAGE_SIZE - 16, 16);
	KUNIT_EXPECT_STREQ(test, text, "fifteen letters");
	memmove_page(a, 0, b, PAGE_SIZE - 16, 16);
	memcpy_from_page(text, a, 0, 16);
	KUNIT_EXPECT_STREQ(test, text, "fifteen letters");
	memset_page(a, 0, 0x33, PAGE_SIZE);
	zero_user_segments(a, 0, 8, PAGE_SIZE - 8, PAGE_SIZE);
	KUNIT_EXPECT_TRUE(test, page_is(a, 0, 8, 0) && page_is(a, 8, PAGE_SIZE - 8, 0x33) &&
			  page_is(a, PAGE_SIZE - 8, PAGE_SIZE, 0));
	zero_user(a, 16, 16);
	zero_user_segment(a, 100, 200);
	memzero_page(a, 64, 1);
	KUNIT_EXPECT_TRUE(test, page_is(a, 16, 32, 0) && page_is(a, 32, 64, 0x33) && page_is(a, 64, 65, 0) &&
			  page_is(a, 65, 100, 0x33) && page_is(a, 100, 200, 0) && page_is(a, 200, 300, 0x33));
	KUNIT_EXPECT_EQ(test, current->kmap_ctrl.idx, 0U);
}

static void highmem_helpers_on_low_pages(struct kunit *test)
{
	struct page *a = low_page(test), *b = low_page(test);

	highmem_helpers(test, a, b);
	__free_page(a);
	__free_page(b);
}

static void highmem_helpers_on_high_pages(struct kunit *test)
{
	struct page *a = high_page(test), *b = high_page(test), *low = low_page(test);

	highmem_helpers(test, a, b);
	highmem_helpers(test, a, low);
	highmem_helpers(test, low, a);
	__free_page(a);
	__free_page(b);
	__free_page(low);
}

/* A compound page, across the borders of its pages. */
static void highmem_zeroes_parts_of_folios(struct kunit *test)
{
	struct page *page = high_pages(test, __GFP_COMP, 2);
	struct folio *folio = page_folio(page);

	for (int i = 0; i < 4; i++)
		memset_page(page + i, 0, 0x44, PAGE_SIZE);
	folio_zero_segments(folio, PAGE_SIZE - 1, 2 * PAGE_SIZE + 1, 3 * PAGE_SIZE + 5, 4 * PAGE_SIZE);
	KUNIT_EXPECT_TRUE(test, page_is(page, 0, PAGE_SIZE - 1, 0x44) && page_is(page, PAGE_SIZE - 1, PAGE_SIZE, 0));
	KUNIT_EXPECT_TRUE(test, page_is(page + 1, 0, PAGE_SIZE, 0));
	KUNIT_EXPECT_TRUE(test, page_is(page + 2, 0, 1, 0) && page_is(page + 2, 1, PAGE_SIZE, 0x44));
	KUNIT_EXPECT_TRUE(test, page_is(page + 3, 0, 5, 0x44) && page_is(page + 3, 5, PAGE_SIZE, 0));
	folio_zero_range(folio, 10, 5);
	folio_zero_segment(folio, 20, 30);
	KUNIT_EXPECT_TRUE(test, page_is(page, 10, 15, 0) && page_is(page, 15, 20, 0x44) && page_is(page, 20, 30, 0));
	__free_pages(page, 2);
}

/* Pages for programs: zeroed, of high memory where there is some. */
static void highmem_zeroed_pages_are_zero(struct kunit *test)
{
	struct page *page = high_pages(test, __GFP_ZERO, 0);

	KUNIT_EXPECT_TRUE(test, page_is(page, 0, PAGE_SIZE, 0));
	memset_page(page, 0, 0x77, PAGE_SIZE);
	__free_page(page);
	page = alloc_zeroed_user_highpage_movable(NULL, 0x1000);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_TRUE(test, page_is(page, 0, PAGE_SIZE, 0));
	__free_page(page);
}

/* What is damaged in the tables of windows is named. */
static void highmem_verify_names_damage(struct kunit *test)
{
	char text[300] = "";
	struct verify_report report = { .text = text, .size = sizeof(text) };
	struct page *page = high_page(test);

	kmap(page);
	preempt_disable();
	KUNIT_EXPECT_EQ(test, highmem_verify(&report), 0);
	page->kmap_slot++;
	KUNIT_EXPECT_EQ(test, highmem_verify(&report), 1);
	page->kmap_slot--;
	preempt_enable();
	KUNIT_EXPECT_TRUE(test, strstr(text, "which is said to be in window "));
	kunmap(page);
	__free_page(page);
}

static struct kunit_case highmem_cases[] = {
	KUNIT_CASE(highmem_low_page_maps_to_itself),
	KUNIT_CASE(highmem_begins_behind_direct_map),
	KUNIT_CASE(highmem_direct_map_address_faults),
	KUNIT_CASE(highmem_helpers_on_low_pages),
	KUNIT_CASE(highmem_helpers_on_high_pages),
	KUNIT_CASE(highmem_zeroes_parts_of_folios),
	KUNIT_CASE(highmem_zeroed_pages_are_zero),
	KUNIT_CASE(highmem_verify_names_damage),
	{}
};

static struct kunit_suite highmem_suite = {
	.name = "highmem",
	.test_cases = highmem_cases,
};
kunit_test_suite(highmem_suite);
