// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_migratetype_test.c - suite "page_migratetype": stealing and the high-atomic reserve
 *
 * Each case has a borrowed zone of two pageblocks. Rows A4, E6.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include "mm/page_buddy.h"
#include "mm/page_migratetype.h"
#include "mm/page_watermark.h"
#include "tests/mm/borrowed_zone.h"

static struct page *take_flags(struct zone *zone, unsigned int order, int type, unsigned int alloc_flags)
{
	struct page *page;

	spin_lock_irq(&zone->lock);
	page = buddy_alloc_locked(zone, order, type, alloc_flags);
	spin_unlock_irq(&zone->lock);
	return page;
}

static int type_of(struct zone *zone, struct page *page)
{
	return buddy_pageblock_type(zone, page_to_pfn(page));
}

/* One frame taken leaves 1, 1, 2, .. 512 free: the first pageblock has movable frames in use. */
static struct page *start_in_first_pageblock(struct borrowed_zone *b, int type)
{
	borrowed_fill(b);
	return borrowed_take(&b->zone, 0, type);
}

/* An unmovable request takes the largest movable block there is: the other, whole pageblock. */
static void migratetype_steal_prefers_largest_block(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct page *movable = start_in_first_pageblock(b, MIGRATE_MOVABLE);
	struct page *other = borrowed_take(&b->zone, 0, MIGRATE_UNMOVABLE);

	KUNIT_ASSERT_NOT_NULL(test, other);
	KUNIT_EXPECT_EQ(test, page_to_pfn(other) - b->zone.zone_start_pfn, pageblock_nr_pages);
	KUNIT_EXPECT_EQ(test, type_of(&b->zone, movable), MIGRATE_MOVABLE);
	KUNIT_EXPECT_EQ(test, type_of(&b->zone, other), MIGRATE_UNMOVABLE);
	borrowed_check(test, &b->zone);
	borrowed_give(&b->zone, movable, 0);
	borrowed_give(&b->zone, other, 0);
}

/* What is left of a stolen block stays on the thief's lists, though the pageblock is not his. */
static void migratetype_steal_of_busy_pageblock_takes_block_only(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct page *most[7], *block, *small;
	int i;

	borrowed_fill(b);
	block = borrowed_take(&b->zone, pageblock_order, MIGRATE_RECLAIMABLE);
	KUNIT_EXPECT_EQ(test, type_of(&b->zone, block), MIGRATE_RECLAIMABLE);
	for (i = 0; i < 7; i++)		/* seven eighths of the second pageblock, reclaimable too */
		most[i] = borrowed_take(&b->zone, pageblock_order - 3, MIGRATE_RECLAIMABLE);
	small = borrowed_take(&b->zone, 0, MIGRATE_UNMOVABLE);
	KUNIT_ASSERT_NOT_NULL(test, small);
	KUNIT_EXPECT_EQ(test, type_of(&b->zone, small), MIGRATE_RECLAIMABLE);
	for (unsigned int order = 0; order < pageblock_order - 3; order++) {
		KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, order, MIGRATE_UNMOVABLE), 1UL);
		KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, order, MIGRATE_RECLAIMABLE), 0UL);
	}
	borrowed_check(test, &b->zone);
	borrowed_give(&b->zone, small, 0);
	for (i = 0; i < 7; i++)
		borrowed_give(&b->zone, most[i], pageblock_order - 3);
	borrowed_give(&b->zone, block, pageblock_order);
}

/* In a movable pageblock what is used and can't be moved counts for the thief: half is enough. */
static void migratetype_steal_claims_half_free_pageblock(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct page *first, *half, *page;

	borrowed_fill(b);
	first = borrowed_take(&b->zone, pageblock_order, MIGRATE_MOVABLE);
	half = borrowed_take(&b->zone, pageblock_order - 1, MIGRATE_MOVABLE);
	page = borrowed_take(&b->zone, 0, MIGRATE_RECLAIMABLE);
	KUNIT_EXPECT_EQ(test, type_of(&b->zone, page), MIGRATE_RECLAIMABLE);
	KUNIT_EXPECT_EQ(test, type_of(&b->zone, first), MIGRATE_MOVABLE);
	borrowed_check(test, &b->zone);
	borrowed_give(&b->zone, page, 0);
	borrowed_give(&b->zone, half, pageblock_order - 1);
	borrowed_give(&b->zone, first, pageblock_order);
}

/*
 * Blocks of unmovable and of movable memory are there, equally large: a reclaimable request takes
 * the former.
 */
static void migratetype_fallback_order_is_linux(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct page *movable = start_in_first_pageblock(b, MIGRATE_MOVABLE);
	struct page *unmovable = borrowed_take(&b->zone, 0, MIGRATE_UNMOVABLE);
	struct page *page = borrowed_take(&b->zone, 0, MIGRATE_RECLAIMABLE);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_GE(test, page_to_pfn(page) - b->zone.zone_start_pfn, pageblock_nr_pages);
	KUNIT_EXPECT_EQ(test, type_of(&b->zone, movable), MIGRATE_MOVABLE);
	borrowed_check(test, &b->zone);
	borrowed_give(&b->zone, movable, 0);
	borrowed_give(&b->zone, unmovable, 0);
	borrowed_give(&b->zone, page, 0);
}

/* A movable request finds only small unmovable blocks: it takes the smallest, no pageblock. */
static void migratetype_movable_steals_smallest(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct page *held[2], *gap[2], *page;

	borrowed_fill(b);
	held[0] = borrowed_take(&b->zone, TOP_ORDER, MIGRATE_UNMOVABLE);
	KUNIT_EXPECT_EQ(test, type_of(&b->zone, held[0]), MIGRATE_UNMOVABLE);
	gap[0] = held[0] + 2;			/* one frame, and a block of order 2 */
	gap[1] = held[0] + 8;
	borrowed_give(&b->zone, gap[0], 0);
	borrowed_give(&b->zone, gap[1], 2);
	page = borrowed_take(&b->zone, 0, MIGRATE_MOVABLE);
	KUNIT_EXPECT_PTR_EQ(test, page, gap[0]);
	KUNIT_EXPECT_EQ(test, type_of(&b->zone, page), MIGRATE_UNMOVABLE);
	borrowed_check(test, &b->zone);
	for (unsigned long i = 0; i < BORROWED_PAGES; i++)
		if (i < 8 || i >= 12)
			borrowed_give(&b->zone, held[0] + i, 0);
}

/* ALLOC_NOFRAGMENT: rather nothing than a part of another type's pageblock. */
static void migratetype_nofragment_takes_whole_pageblocks_only(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct page *movable = start_in_first_pageblock(b, MIGRATE_MOVABLE);
	struct page *second = borrowed_take(&b->zone, pageblock_order, MIGRATE_MOVABLE);

	KUNIT_EXPECT_NULL(test, take_flags(&b->zone, 0, MIGRATE_UNMOVABLE, ALLOC_NOFRAGMENT));
	borrowed_give(&b->zone, second, pageblock_order);
	second = take_flags(&b->zone, 0, MIGRATE_UNMOVABLE, ALLOC_NOFRAGMENT);
	KUNIT_EXPECT_NOT_NULL(test, second);
	borrowed_give(&b->zone, second, 0);
	borrowed_give(&b->zone, movable, 0);
}

/* ---- the reserve for high orders that can't wait ---- */

/* Its pageblock serves only who may: neither order 0 nor ordinary requests, until it is given back. */
static void highatomic_reserve_is_for_who_may(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct page *first, *page, *urgent;

	borrowed_fill(b);
	first = borrowed_take(&b->zone, pageblock_order, MIGRATE_UNMOVABLE);
	page = take_flags(&b->zone, 2, MIGRATE_UNMOVABLE, ALLOC_HARDER);
	highatomic_reserve(&b->zone, page);
	KUNIT_EXPECT_EQ(test, type_of(&b->zone, page), MIGRATE_HIGHATOMIC);
	KUNIT_EXPECT_EQ(test, b->zone.nr_reserved_highatomic, pageblock_nr_pages);
	KUNIT_EXPECT_EQ(test, buddy_nr_pageblocks(&b->zone, MIGRATE_HIGHATOMIC), 1UL);

	KUNIT_EXPECT_NULL(test, take_flags(&b->zone, 2, MIGRATE_UNMOVABLE, 0));
	KUNIT_EXPECT_NULL(test, take_flags(&b->zone, 2, MIGRATE_MOVABLE, 0));
	KUNIT_EXPECT_NULL(test, take_flags(&b->zone, 0, MIGRATE_UNMOVABLE, ALLOC_HARDER));
	urgent = take_flags(&b->zone, 2, MIGRATE_UNMOVABLE, ALLOC_HARDER);
	KUNIT_EXPECT_NOT_NULL(test, urgent);
	borrowed_check(test, &b->zone);

	KUNIT_EXPECT_FALSE(test, highatomic_unreserve(&b->zone, MIGRATE_UNMOVABLE, false));
	KUNIT_EXPECT_TRUE(test, highatomic_unreserve(&b->zone, MIGRATE_UNMOVABLE, true));
	KUNIT_EXPECT_EQ(test, b->zone.nr_reserved_highatomic, 0UL);
	borrowed_give(&b->zone, urgent, 2);
	urgent = take_flags(&b->zone, 0, MIGRATE_UNMOVABLE, 0);
	KUNIT_EXPECT_NOT_NULL(test, urgent);
	borrowed_give(&b->zone, urgent, 0);
	borrowed_give(&b->zone, page, 2);
	borrowed_give(&b->zone, first, pageblock_order);
	borrowed_check(test, &b->zone);
}

/* The limit: a hundredth of the zone, and one pageblock. */
static void highatomic_reserve_stops_at_limit(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct page *page;

	borrowed_fill(b);
	page = borrowed_take(&b->zone, 1, MIGRATE_UNMOVABLE);
	b->zone.nr_reserved_highatomic = pageblock_nr_pages + BORROWED_PAGES / 100;
	highatomic_reserve(&b->zone, page);
	KUNIT_EXPECT_EQ(test, type_of(&b->zone, page), MIGRATE_UNMOVABLE);
	b->zone.nr_reserved_highatomic = 0;
	borrowed_give(&b->zone, page, 1);
}

/* A free pageblock that is set aside does not merge with a free one that is not. */
static void highatomic_pageblock_does_not_merge(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct page *first, *page;

	borrowed_fill(b);
	first = borrowed_take(&b->zone, pageblock_order, MIGRATE_UNMOVABLE);
	page = take_flags(&b->zone, 1, MIGRATE_UNMOVABLE, ALLOC_HARDER);
	highatomic_reserve(&b->zone, page);
	borrowed_give(&b->zone, page, 1);
	borrowed_give(&b->zone, first, pageblock_order);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, pageblock_order, -1), 2UL);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, pageblock_order, MIGRATE_HIGHATOMIC), 1UL);
	borrowed_check(test, &b->zone);
	KUNIT_EXPECT_TRUE(test, highatomic_unreserve(&b->zone, MIGRATE_UNMOVABLE, true));
	page = borrowed_take(&b->zone, pageblock_order, MIGRATE_UNMOVABLE);
	borrowed_give(&b->zone, page, pageblock_order);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, TOP_ORDER, -1), 1UL);
}

static struct kunit_case migratetype_cases[] = {
	KUNIT_CASE(migratetype_steal_prefers_largest_block),
	KUNIT_CASE(migratetype_steal_of_busy_pageblock_takes_block_only),
	KUNIT_CASE(migratetype_steal_claims_half_free_pageblock),
	KUNIT_CASE(migratetype_fallback_order_is_linux),
	KUNIT_CASE(migratetype_movable_steals_smallest),
	KUNIT_CASE(migratetype_nofragment_takes_whole_pageblocks_only),
	KUNIT_CASE(highatomic_reserve_is_for_who_may),
	KUNIT_CASE(highatomic_reserve_stops_at_limit),
	KUNIT_CASE(highatomic_pageblock_does_not_merge),
	{}
};

static struct kunit_suite migratetype_suite = {
	.name = "page_migratetype",
	.init = borrowed_zone_init,
	.exit = borrowed_zone_exit,
	.test_cases = migratetype_cases,
};
kunit_test_suite(migratetype_suite);
