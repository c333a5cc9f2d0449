// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_buddy_test.c - suite "page_buddy": splitting and merging (row A4)
 *
 * Each case has a borrowed zone, and checks the invariants after each step.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/random.h>
#include "mm/page_buddy.h"
#include "tests/mm/borrowed_zone.h"

/* One frame out of an untouched zone: one free block of each order below the top is left. */
static void buddy_alloc_splits_top_block(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	unsigned long start = b->zone.zone_start_pfn;
	struct page *page;

	buddy_add_range(&b->zone, start, start + BORROWED_PAGES);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, TOP_ORDER, -1), 1UL);
	page = borrowed_take(&b->zone, 0, MIGRATE_MOVABLE);
	KUNIT_ASSERT_NOT_NULL(test, page);
	for (int order = 0; order < TOP_ORDER; order++)
		KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, order, -1), 1UL);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, TOP_ORDER, -1), 0UL);
	KUNIT_EXPECT_EQ(test, zone_page_state(&b->zone, NR_FREE_PAGES), BORROWED_PAGES - 1UL);
	borrowed_check(test, &b->zone);
	borrowed_give(&b->zone, page, 0);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, TOP_ORDER, -1), 1UL);
	borrowed_check(test, &b->zone);
}

/* Single frames freed in an order that never frees a buddy last: merges across all orders. */
static void buddy_free_merges_across_all_orders(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	unsigned long start = b->zone.zone_start_pfn;
	unsigned long i;

	for (i = 0; i < BORROWED_PAGES; i += 2)
		borrowed_give(&b->zone, b->pages + i, 0);
	borrowed_check(test, &b->zone);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, 0, -1), BORROWED_PAGES / 2UL);
	for (i = 1; i < BORROWED_PAGES; i += 2)
		borrowed_give(&b->zone, b->pages + i, 0);
	borrowed_check(test, &b->zone);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, TOP_ORDER, -1), 1UL);
	KUNIT_EXPECT_EQ(test, page_to_pfn(b->pages), start);
}

/* A range that begins and ends anywhere: cut into aligned blocks, nothing lost. */
static void buddy_add_range_unaligned_keeps_every_frame(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	unsigned long start = b->zone.zone_start_pfn;

	buddy_add_range(&b->zone, start + 3, start + BORROWED_PAGES - 5);
	borrowed_check(test, &b->zone);
	KUNIT_EXPECT_EQ(test, zone_page_state(&b->zone, NR_FREE_PAGES), BORROWED_PAGES - 8UL);
	buddy_add_range(&b->zone, start, start + 3);
	buddy_add_range(&b->zone, start + BORROWED_PAGES - 5, start + BORROWED_PAGES);
	borrowed_check(test, &b->zone);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, TOP_ORDER, -1), 1UL);
}

/* An order that the zone can't meet: NULL, and nothing changes. */
static void buddy_alloc_too_large_returns_null(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct page *page;

	buddy_add_range(&b->zone, b->zone.zone_start_pfn, b->zone.zone_start_pfn + BORROWED_PAGES);
	page = borrowed_take(&b->zone, 0, MIGRATE_MOVABLE);
	KUNIT_EXPECT_NULL(test, borrowed_take(&b->zone, TOP_ORDER, MIGRATE_MOVABLE));
	borrowed_check(test, &b->zone);
	borrowed_give(&b->zone, page, 0);
}

/* An unmovable request in a movable zone claims a whole pageblock, so the next ones stay there. */
static void buddy_fallback_claims_pageblock(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct page *movable, *first, *second;

	buddy_add_range(&b->zone, b->zone.zone_start_pfn, b->zone.zone_start_pfn + BORROWED_PAGES);
	movable = borrowed_take(&b->zone, 0, MIGRATE_MOVABLE);
	first = borrowed_take(&b->zone, 0, MIGRATE_UNMOVABLE);
	second = borrowed_take(&b->zone, 0, MIGRATE_UNMOVABLE);
	KUNIT_EXPECT_EQ(test, buddy_pageblock_type(&b->zone, page_to_pfn(movable)), MIGRATE_MOVABLE);
	KUNIT_EXPECT_EQ(test, buddy_pageblock_type(&b->zone, page_to_pfn(first)), MIGRATE_UNMOVABLE);
	KUNIT_EXPECT_EQ(test, page_to_pfn(first) >> pageblock_order,
			page_to_pfn(second) >> pageblock_order);
	KUNIT_EXPECT_EQ(test, buddy_nr_pageblocks(&b->zone, MIGRATE_UNMOVABLE), 1UL);
	borrowed_check(test, &b->zone);
	borrowed_give(&b->zone, movable, 0);
	borrowed_give(&b->zone, first, 0);
	borrowed_give(&b->zone, second, 0);
}

/* Random orders against a map of owned frames: no frame twice, all back at the end. */
static void buddy_random_matches_bitmap(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct { struct page *page; unsigned int order; } live[40] = { };
	unsigned long *owned = kunit_kzalloc(test, BITS_TO_LONGS(BORROWED_PAGES) * sizeof(long), GFP_KERNEL);
	u32 seed = 12345;

	KUNIT_ASSERT_NOT_NULL(test, owned);
	buddy_add_range(&b->zone, b->zone.zone_start_pfn, b->zone.zone_start_pfn + BORROWED_PAGES);
	for (int step = 0; step < 20000; step++) {
		unsigned int slot, order;

		seed = seed * 1664525 + 1013904223;
		slot = (seed >> 8) % ARRAY_SIZE(live);
		order = (seed >> 20) % 6;
		if (live[slot].page) {
			bitmap_clear(owned, live[slot].page - b->pages, 1 << live[slot].order);
			borrowed_give(&b->zone, live[slot].page, live[slot].order);
			live[slot].page = NULL;
			continue;
		}
		live[slot].page = borrowed_take(&b->zone, order, (seed >> 27) % MIGRATE_PCPTYPES);
		live[slot].order = order;
		if (!live[slot].page)
			continue;
		for (int i = 0; i < 1 << order; i++)
			if (__test_and_set_bit(live[slot].page - b->pages + i, owned))
				KUNIT_FAIL(test, "frame given out twice at step %d", step);
		if (step % 1000 == 0)
			borrowed_check(test, &b->zone);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(live); i++)
		if (live[i].page)
			borrowed_give(&b->zone, live[i].page, live[i].order);
	borrowed_check(test, &b->zone);
}

/* The machine's own zones hold their invariants too. */
static void buddy_machine_zones_are_sound(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct zone *zone;

	for_each_populated_zone(zone)
		borrowed_check(test, zone);
	buddy_add_range(&b->zone, b->zone.zone_start_pfn, b->zone.zone_start_pfn + BORROWED_PAGES);
}

static struct kunit_case buddy_cases[] = {
	KUNIT_CASE(buddy_alloc_splits_top_block),
	KUNIT_CASE(buddy_free_merges_across_all_orders),
	KUNIT_CASE(buddy_add_range_unaligned_keeps_every_frame),
	KUNIT_CASE(buddy_alloc_too_large_returns_null),
	KUNIT_CASE(buddy_fallback_claims_pageblock),
	KUNIT_CASE(buddy_random_matches_bitmap),
	KUNIT_CASE(buddy_machine_zones_are_sound),
	{}
};

static struct kunit_suite buddy_suite = {
	.name = "page_buddy",
	.init = borrowed_zone_init,
	.exit = borrowed_zone_exit,
	.test_cases = buddy_cases,
};
kunit_test_suite(buddy_suite);
