// SPDX-License-Identifier: MIT
/*
 * tests/mm/highmem_test.c - suite "highmem": windows (row C3)
 *
 * The cases on high memory need --boot "machine=x86_32 mem=1G" or more, and are skipped otherwise.
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/mm.h>

/* The near node need not have high memory: a page of one that has. */
static struct page *high_page(struct kunit *test)
{
	struct page *page = NULL;
	int nid;

	if (!totalhigh_pages())
		kunit_skip(test, "this machine has no high memory");
	for_each_online_node(nid)
		if (!page && zone_managed_pages(&NODE_DATA(nid)->node_zones[ZONE_HIGHMEM]))
			page = alloc_pages_node(nid, GFP_HIGHUSER | __GFP_THISNODE, 0);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_ASSERT_TRUE(test, PageHighMem(page));
	return page;
}

/* A low page's window is its own address, and costs nothing. */
static void highmem_low_page_maps_to_itself(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	void *atomic;

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_PTR_EQ(test, kmap(page), page_address(page));
	kunmap(page);
	atomic = kmap_atomic(page);
	KUNIT_EXPECT_PTR_EQ(test, atomic, page_address(page));
	KUNIT_EXPECT_TRUE(test, in_atomic());
	kunmap_atomic(atomic);
	KUNIT_EXPECT_FALSE(test, in_atomic());
	__free_page(page);
}

/* A high page has an address only while it is mapped, and the same for all who map it. */
static void highmem_page_has_address_while_mapped(struct kunit *test)
{
	struct page *page = high_page(test);
	char *first, *second;

	KUNIT_EXPECT_NULL(test, page_address(page));
	first = kmap(page);
	second = kmap(page);
	KUNIT_EXPECT_PTR_EQ(test, first, second);
	KUNIT_EXPECT_PTR_EQ(test, page_address(page), (void *)first);
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(first), page);
	memset(first, 0x2d, PAGE_SIZE);
	kunmap(page);
	KUNIT_EXPECT_PTR_EQ(test, page_address(page), (void *)first);
	kunmap(page);
	KUNIT_EXPECT_NULL(test, page_address(page));

	first = kmap_local_page(page);
	KUNIT_EXPECT_NULL(test, memchr_inv(first, 0x2d, PAGE_SIZE));
	kunmap_local(first);
	__free_page(page);
}

/* Zeroed high pages are zero; copies between high and low work page to page. */
static void highmem_copies_and_zeroes(struct kunit *test)
{
	struct page *high = high_page(test), *low = alloc_page(GFP_KERNEL);
	char text[16] = "";

	clear_highpage(high);
	memcpy_to_page(high, 100, "fifteen letters", 16);
	copy_highpage(low, high);
	KUNIT_EXPECT_STREQ(test, (char *)page_address(low) + 100, "fifteen letters");
	memcpy_from_page(text, high, 100, 16);
	KUNIT_EXPECT_STREQ(test, text, "fifteen letters");
	__free_page(high);
	high = alloc_pages_node(page_to_nid(high), GFP_HIGHUSER | __GFP_ZERO, 0);
	KUNIT_EXPECT_TRUE(test, PageHighMem(high));
	memcpy_from_page(text, high, 100, 16);
	KUNIT_EXPECT_NULL(test, memchr_inv(text, 0, 16));
	__free_page(high);
	__free_page(low);
}

/* All windows at once: as many pages as kmap() has windows. */
static void highmem_all_windows_are_distinct(struct kunit *test)
{
	struct page **pages = kunit_kcalloc(test, LAST_PKMAP, sizeof(*pages), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pages);
	for (int i = 0; i < LAST_PKMAP; i++) {
		pages[i] = high_page(test);
		*(int *)kmap(pages[i]) = i;
	}
	for (int i = 0; i < LAST_PKMAP; i++) {
		KUNIT_EXPECT_EQ(test, *(int *)page_address(pages[i]), i);
		kunmap(pages[i]);
		__free_page(pages[i]);
	}
}

static struct kunit_case highmem_cases[] = {
	KUNIT_CASE(highmem_low_page_maps_to_itself),
	KUNIT_CASE(highmem_page_has_address_while_mapped),
	KUNIT_CASE(highmem_copies_and_zeroes),
	KUNIT_CASE(highmem_all_windows_are_distinct),
	{}
};

static struct kunit_suite highmem_suite = {
	.name = "highmem",
	.test_cases = highmem_cases,
};
kunit_test_suite(highmem_suite);
