// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_flags_test.c - suite "page_flags": struct page, its bits and its members (row A1)
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include "tests/mm/high_page.h"

struct flag_ops {
	const char *name;
	int bit;
	int (*test)(const struct page *page);
	void (*set)(struct page *page);
	void (*clear)(struct page *page);
	int (*test_and_set)(struct page *page);
	int (*test_and_clear)(struct page *page);
};

#define FLAG(uname, lname)							\
	{ #uname, PG_##lname, Page##uname, SetPage##uname, ClearPage##uname,	\
	  TestSetPage##uname, TestClearPage##uname }

static const struct flag_ops flags[] = {
	FLAG(Writeback, writeback), FLAG(Referenced, referenced), FLAG(Dirty, dirty), FLAG(LRU, lru),
	FLAG(Waiters, waiters), FLAG(Active, active), FLAG(Workingset, workingset),
	FLAG(Error, error), FLAG(Slab, slab), FLAG(OwnerPriv1, owner_priv_1),
	FLAG(Checked, checked), FLAG(Reserved, reserved), FLAG(Private, private),
	FLAG(Private2, private_2), FLAG(MappedToDisk, mappedtodisk), FLAG(Reclaim, reclaim),
	FLAG(SwapBacked, swapbacked), FLAG(SwapCache, swapcache),
	FLAG(Unevictable, unevictable), FLAG(Mlocked, mlocked),
};

static int page_flags_init(struct kunit *test)
{
	test->priv = alloc_page(GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

static void page_flags_exit(struct kunit *test)
{
	__free_page(test->priv);
}

/* Each bit's functions set and clear that bit and no other, and say what it was. */
static void page_flags_each_bit_is_its_own(struct kunit *test)
{
	struct page *page = test->priv;

	for (int i = 0; i < ARRAY_SIZE(flags); i++) {
		const struct flag_ops *f = &flags[i];

		KUNIT_EXPECT_FALSE_MSG(test, f->test(page), "%s", f->name);
		f->set(page);
		KUNIT_EXPECT_TRUE_MSG(test, f->test(page), "%s", f->name);
		KUNIT_EXPECT_EQ_MSG(test, page->flags, 1UL << f->bit, "%s", f->name);
		KUNIT_EXPECT_TRUE_MSG(test, f->test_and_set(page), "%s", f->name);
		KUNIT_EXPECT_TRUE_MSG(test, f->test_and_clear(page), "%s", f->name);
		KUNIT_EXPECT_FALSE_MSG(test, f->test_and_clear(page), "%s", f->name);
		KUNIT_EXPECT_FALSE_MSG(test, f->test_and_set(page), "%s", f->name);
		f->clear(page);
		KUNIT_EXPECT_EQ_MSG(test, page->flags, 0UL, "%s", f->name);
	}
}

static void page_flags_locked_by_lock_page(struct kunit *test)
{
	struct page *page = test->priv;

	KUNIT_EXPECT_FALSE(test, PageLocked(page));
	KUNIT_EXPECT_TRUE(test, trylock_page(page));
	KUNIT_EXPECT_TRUE(test, PageLocked(page));
	KUNIT_EXPECT_FALSE(test, trylock_page(page));
	unlock_page(page);
	KUNIT_EXPECT_FALSE(test, PageLocked(page));
}

static void page_flags_uptodate(struct kunit *test)
{
	struct page *page = test->priv;

	SetPageUptodate(page);
	KUNIT_EXPECT_TRUE(test, PageUptodate(page));
	ClearPageUptodate(page);
	KUNIT_EXPECT_FALSE(test, PageUptodate(page));
}

/* Of a compound page the state bits are the head's, by whichever page one asks. */
static void page_flags_of_compound_are_the_heads(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);

	KUNIT_ASSERT_NOT_NULL(test, page);
	SetPageDirty(page + 3);
	KUNIT_EXPECT_TRUE(test, test_bit(PG_dirty, &page->flags));
	KUNIT_EXPECT_TRUE(test, PageDirty(page + 1));
	KUNIT_EXPECT_EQ(test, page[3].flags, 0UL);
	ClearPageDirty(page + 2);
	KUNIT_EXPECT_FALSE(test, PageDirty(page));
	KUNIT_EXPECT_TRUE(test, PageHead(page) && PageTail(page + 3) && PageCompound(page + 3));
	KUNIT_EXPECT_PTR_EQ(test, compound_head(page + 3), page);
	__free_pages(page, 2);
}

/* 1 when given out, one more for each user, 0 when it is free. */
static void page_count_follows_users(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	get_page(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	put_page(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	put_page(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 0);
	KUNIT_EXPECT_FALSE(test, get_page_unless_zero(page));
}

/* The owner's members are clean when a page is given out, and keep what he writes. */
static void page_members_are_the_owners(struct kunit *test)
{
	struct page *page = test->priv;

	KUNIT_EXPECT_EQ(test, page_mapcount(page), 0);
	KUNIT_EXPECT_FALSE(test, page_mapped(page));
	KUNIT_EXPECT_NULL(test, page->mapping);
	KUNIT_EXPECT_EQ(test, page_private(page), 0UL);
	set_page_private(page, 42);
	page->index = 7;
	KUNIT_EXPECT_EQ(test, page_private(page), 42UL);
	KUNIT_EXPECT_EQ(test, page_index(page), 7UL);
	set_page_private(page, 0);
	page->index = 0;
}

/* Page, frame number, physical and virtual address lead to each other. */
static void page_address_conversions_agree(struct kunit *test)
{
	struct page *page = test->priv;
	void *addr = page_address(page);

	KUNIT_ASSERT_NOT_NULL(test, addr);
	KUNIT_EXPECT_PTR_EQ(test, pfn_to_page(page_to_pfn(page)), page);
	KUNIT_EXPECT_PTR_EQ(test, virt_to_page(addr), page);
	KUNIT_EXPECT_PTR_EQ(test, virt_to_page((char *)addr + PAGE_SIZE - 1), page);
	KUNIT_EXPECT_EQ(test, virt_to_pfn(addr), page_to_pfn(page));
	KUNIT_EXPECT_EQ(test, page_to_phys(page), (phys_addr_t)page_to_pfn(page) << PAGE_SHIFT);
	KUNIT_EXPECT_PTR_EQ(test, phys_to_virt(virt_to_phys(addr)), addr);
	KUNIT_EXPECT_TRUE(test, pfn_valid(page_to_pfn(page)));
	KUNIT_EXPECT_FALSE(test, pfn_valid(max_pfn));
	KUNIT_EXPECT_TRUE(test, virt_addr_valid(addr));
	KUNIT_EXPECT_FALSE(test, virt_addr_valid(page_offset_base + direct_map_size));
	KUNIT_EXPECT_FALSE(test, virt_addr_valid(page_offset_base - 1));
}

/* In holes of the memory map (memmap=) there is no frame, and no address of one. */
static void page_holes_have_no_frames_and_addresses(struct kunit *test)
{
	struct zone *zone;

	for_each_populated_zone(zone) {
		unsigned long nr_present = 0;

		for (unsigned long pfn = zone->zone_start_pfn; pfn < zone_end_pfn(zone); pfn++) {
			nr_present += pfn_valid(pfn);
			if (pfn >= max_low_pfn || pfn_valid(pfn) == virt_addr_valid(pfn_to_virt(pfn)))
				continue;
			KUNIT_FAIL(test, "pfn %#lx: pfn_valid() and virt_addr_valid() differ", pfn);
			return;
		}
		KUNIT_EXPECT_EQ(test, nr_present, zone->present_pages);
	}
}

/* A page of high memory has an address while it is mapped, and only then. */
static void page_address_of_high_page_is_its_mapping(struct kunit *test)
{
	struct page *page = high_page(test);
	void *addr;

	KUNIT_EXPECT_NULL(test, page_address(page));
	addr = kmap(page);
	KUNIT_EXPECT_NOT_NULL(test, addr);
	KUNIT_EXPECT_PTR_EQ(test, page_address(page), addr);
	kunmap(page);
	__free_page(page);
}

static struct kunit_case page_flags_cases[] = {
	KUNIT_CASE(page_flags_each_bit_is_its_own),
	KUNIT_CASE(page_flags_locked_by_lock_page),
	KUNIT_CASE(page_flags_uptodate),
	KUNIT_CASE(page_flags_of_compound_are_the_heads),
	KUNIT_CASE(page_count_follows_users),
	KUNIT_CASE(page_members_are_the_owners),
	KUNIT_CASE(page_address_conversions_agree),
	KUNIT_CASE(page_holes_have_no_frames_and_addresses),
	KUNIT_CASE(page_address_of_high_page_is_its_mapping),
	{}
};

static struct kunit_suite page_flags_suite = {
	.name = "page_flags",
	.init = page_flags_init,
	.exit = page_flags_exit,
	.test_cases = page_flags_cases,
};
kunit_test_suite(page_flags_suite);
