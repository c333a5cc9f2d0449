// SPDX-License-Identifier: MIT
/*
 * tests/mm/memblock_test.c - suite "memblock": ranges before there are zones (row A7)
 *
 * Each case works on an empty pair of lists that pretend to 64 MB of memory; the real ones, which
 * the boot has closed, are put back afterwards. No case touches the memory that it is given.
 */
#include <kunit/test.h>
#include <linux/memblock.h>
#include <linux/bootmem.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <asm-generic/arch.h>
#include "mm/memblock.h"

static struct memblock saved;

static int memblock_case_init(struct kunit *test)
{
	saved = memblock;
	memblock_reset(SZ_64M);
	memblock_add(0, SZ_64M);
	return 0;
}

static void memblock_case_exit(struct kunit *test)
{
	memblock = saved;
	memblock_hand_over();
}

/* Touching and overlapping ranges become one. */
static void memblock_reserve_merges_neighbours(struct kunit *test)
{
	memblock_reserve(SZ_1M, SZ_1M);
	memblock_reserve(SZ_1M * 3, SZ_1M);
	KUNIT_EXPECT_EQ(test, memblock.reserved.cnt, 2UL);
	memblock_reserve(SZ_1M * 2, SZ_1M);
	KUNIT_EXPECT_EQ(test, memblock.reserved.cnt, 1UL);
	memblock_reserve(SZ_512K, SZ_4M);
	KUNIT_EXPECT_EQ(test, memblock.reserved.cnt, 1UL);
	KUNIT_EXPECT_EQ(test, memblock_reserved_size(), (phys_addr_t)SZ_4M);
}

/* Freeing the middle of a range leaves two. */
static void memblock_free_splits_range(struct kunit *test)
{
	memblock_reserve(SZ_1M, SZ_4M);
	memblock_phys_free(SZ_2M, SZ_1M);
	KUNIT_EXPECT_EQ(test, memblock.reserved.cnt, 2UL);
	KUNIT_EXPECT_TRUE(test, memblock_is_reserved(SZ_1M));
	KUNIT_EXPECT_FALSE(test, memblock_is_reserved(SZ_2M));
	KUNIT_EXPECT_TRUE(test, memblock_is_reserved(SZ_1M * 3));
}

/* The highest address that fits, aligned; never twice the same. */
static void memblock_alloc_takes_top_first(struct kunit *test)
{
	phys_addr_t a = memblock_phys_alloc(SZ_4K, SZ_4K);
	phys_addr_t b = memblock_phys_alloc(100, SZ_1M);

	KUNIT_EXPECT_EQ(test, a, (phys_addr_t)SZ_64M - SZ_4K);
	KUNIT_EXPECT_EQ(test, b, (phys_addr_t)SZ_64M - SZ_1M);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(SZ_4K, SZ_4K, 0, SZ_16M),
			(phys_addr_t)SZ_16M - SZ_4K);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(SZ_128M, 0), (phys_addr_t)0);
}

/* The free ranges are memory less what is reserved. */
static void memblock_next_free_walks_gaps(struct kunit *test)
{
	phys_addr_t base, end = 0;
	int nr = 0;
	u64 sum = 0;

	memblock_reserve(0, SZ_4K);
	memblock_reserve(SZ_8M, SZ_8M);
	while (memblock_next_free(end, &base, &end)) {
		nr++;
		sum += end - base;
	}
	KUNIT_EXPECT_EQ(test, nr, 2);
	KUNIT_EXPECT_EQ(test, sum, (u64)SZ_64M - SZ_8M - SZ_4K);
}

/* More ranges than the list holds: an error, and the list is as it was. */
static void memblock_reserve_full_list_fails(struct kunit *test)
{
	unsigned long i;
	int err = 0;

	for (i = 0; i < INIT_MEMBLOCK_REGIONS + 1 && !err; i++)
		err = memblock_reserve(i * SZ_64K, SZ_4K);
	KUNIT_EXPECT_EQ(test, err, -ENOSPC);
	KUNIT_EXPECT_EQ(test, memblock.reserved.cnt, (unsigned long)INIT_MEMBLOCK_REGIONS);
}

/* After the hand-over every request is refused with a report, in the old names too. */
static void bootmem_after_handover_is_refused(struct kunit *test)
{
	struct printk_capture c;

	memblock_hand_over();
	printk_capture_begin(&c);
	KUNIT_EXPECT_NULL(test, alloc_bootmem(64));
	KUNIT_EXPECT_NULL(test, alloc_bootmem_low_pages(64));
	KUNIT_EXPECT_EQ(test, memblock_reserve(0, 64), -EBUSY);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "the page allocator has taken over"));
}

/* The report names the function that was called too late and who called it. */
static void memblock_after_handover_names_caller(struct kunit *test)
{
	struct printk_capture c;

	memblock_hand_over();
	printk_capture_begin(&c);
	KUNIT_EXPECT_NULL(test, memblock_alloc(64, 0));
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc(64, 0), (phys_addr_t)0);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "memblock_alloc_try_nid() called by"));
	if (arch_features() & ARCH_HAS_SYMBOLS)
		KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "memblock_after_handover_names_caller"));
}

/* A reserved frame comes to the zone late: free pages and managed pages grow by it, once. */
static void memblock_free_late_gives_frame_to_zone(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	struct zone *zone;
	unsigned long managed, total;
	struct printk_capture c;

	KUNIT_ASSERT_NOT_NULL(test, page);
	zone = page_zone(page);
	managed = zone_managed_pages(zone);
	total = totalram_pages();
	mark_page_reserved(page);
	KUNIT_EXPECT_EQ(test, zone_managed_pages(zone), managed - 1);
	memblock_free_late(page_to_phys(page) - 100, PAGE_SIZE + 200);
	KUNIT_EXPECT_EQ(test, zone_managed_pages(zone), managed);
	KUNIT_EXPECT_FALSE(test, PageReserved(page));
	KUNIT_EXPECT_EQ(test, page_count(page), 0);
	KUNIT_EXPECT_EQ(test, totalram_pages() - total, 1UL);
	atomic_long_dec(&_totalram_pages);	/* mark_page_reserved() does not count there */

	printk_capture_begin(&c);
	memblock_free_late(page_to_phys(page), PAGE_SIZE);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "is not reserved"));
	KUNIT_EXPECT_EQ(test, zone_managed_pages(zone), managed);
}

/* What the hand-over left: each present frame is managed by a zone or reserved, never both. */
static void memblock_handover_accounts_for_each_frame(struct kunit *test)
{
	unsigned long present = 0, managed = 0, reserved = 0;
	struct zone *zone;

	for_each_populated_zone(zone) {
		present += zone->present_pages;
		managed += zone_managed_pages(zone);
	}
	for (unsigned long i = 0; i < saved.reserved.cnt; i++) {
		const struct memblock_region *r = &saved.reserved.regions[i];

		for (unsigned long pfn = PFN_DOWN(r->base); pfn < PFN_UP(r->base + r->size); pfn++) {
			KUNIT_EXPECT_TRUE(test, !pfn_valid(pfn) || PageReserved(pfn_to_page(pfn)));
			reserved += pfn_valid(pfn);
		}
	}
	KUNIT_EXPECT_GT(test, reserved, 0UL);
	KUNIT_EXPECT_EQ(test, present, managed + reserved);
	KUNIT_EXPECT_EQ(test, totalram_pages(), managed);
}

/* Address 0 means "none" in many places: its frame is never given out. */
static void memblock_handover_keeps_frame_0(struct kunit *test)
{
	if (!pfn_valid(0))
		kunit_skip(test, "a hole is there");
	KUNIT_EXPECT_TRUE(test, PageReserved(pfn_to_page(0)));
	KUNIT_EXPECT_FALSE(test, PageBuddy(pfn_to_page(0)));
}

static struct kunit_case memblock_cases[] = {
	KUNIT_CASE(memblock_reserve_merges_neighbours),
	KUNIT_CASE(memblock_free_splits_range),
	KUNIT_CASE(memblock_alloc_takes_top_first),
	KUNIT_CASE(memblock_next_free_walks_gaps),
	KUNIT_CASE(memblock_reserve_full_list_fails),
	KUNIT_CASE(bootmem_after_handover_is_refused),
	KUNIT_CASE(memblock_after_handover_names_caller),
	KUNIT_CASE(memblock_free_late_gives_frame_to_zone),
	KUNIT_CASE(memblock_handover_accounts_for_each_frame),
	KUNIT_CASE(memblock_handover_keeps_frame_0),
	{}
};

static struct kunit_suite memblock_suite = {
	.name = "memblock",
	.init = memblock_case_init,
	.exit = memblock_case_exit,
	.test_cases = memblock_cases,
};
kunit_test_suite(memblock_suite);
