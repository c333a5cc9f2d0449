/* SPDX-License-Identifier: MIT */
/*
 * tests/mm/high_page.h - pages of high memory for suites; without any the case is skipped
 */
#ifndef TESTS_MM_HIGH_PAGE_H
#define TESTS_MM_HIGH_PAGE_H

#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/mm.h>

/*
 * The near node need not have high memory: of one that has. No page has the window of its last
 * owner.
 */
static inline struct page *high_pages(struct kunit *test, gfp_t gfp, unsigned int order)
{
	struct page *page = NULL;
	int nid;

	if (!totalhigh_pages())
		kunit_skip(test, "this machine has no high memory");
	kmap_flush_unused();
	for_each_online_node(nid)
		if (!page && zone_managed_pages(&NODE_DATA(nid)->node_zones[ZONE_HIGHMEM]))
			page = alloc_pages_node(nid, GFP_HIGHUSER | __GFP_THISNODE | gfp, order);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_ASSERT_TRUE(test, PageHighMem(page));
	return page;
}

static inline struct page *high_page(struct kunit *test)
{
	return high_pages(test, 0, 0);
}

static inline struct page *low_page(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	return page;
}

#endif /* TESTS_MM_HIGH_PAGE_H */
