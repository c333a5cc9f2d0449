// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_buddy_test.c - suite "page_buddy": splitting and merging (row A4)
 *
 * Each case has a zone of its own, made of one block of the highest order that is borrowed from
 * the page allocator, and checks the invariants after each step.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/random.h>
#include "mm/page_buddy.h"

#define TOP		(MAX_ORDER - 1)
#define ZONE_PAGES	MAX_ORDER_NR_PAGES

struct borrowed {
	struct zone zone;
	struct page *pages;
	unsigned char pageblocks[16];
};

static int buddy_case_init(struct kunit *test)
{
	struct borrowed *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	b->pages = alloc_pages(GFP_KERNEL, TOP);
	if (!b->pages)
		return -ENOMEM;
	set_page_count(b->pages, 0);
	b->zone.name = "Test";
	b->zone.zone_pgdat = &contig_page_data;
	b->zone.zone_start_pfn = page_to_pfn(b->pages);
	b->zone.spanned_pages = b->zone.present_pages = ZONE_PAGES;
	b->zone.pageblock_flags = b->pageblocks;
	buddy_zone_init(&b->zone);
	test->priv = b;
	return 0;
}

static void buddy_check_now(struct kunit *test, struct zone *zone)
{
	char why[160] = "";
	bool good = buddy_check(zone, why, sizeof(why));

	KUNIT_EXPECT_TRUE_MSG(test, good, "%s", why);
}

static struct page *buddy_take(struct zone *zone, unsigned int order, int type)
{
	struct page *page;

	spin_lock_irq(&zone->lock);
	page = buddy_alloc_locked(zone, order, type);
	spin_unlock_irq(&zone->lock);
	return page;
}

static void buddy_give(struct zone *zone, struct page *page, unsigned int order)
{
	spin_lock_irq(&zone->lock);
	buddy_free_locked(zone, page, order);
	spin_unlock_irq(&zone->lock);
}

/* Everything is back: the zone is one block, which returns to where it was borrowed. */
static void buddy_case_exit(struct kunit *test)
{
	struct borrowed *b = test->priv;
	struct page *page;

	if (!b || !b->pages)
		return;
	page = buddy_take(&b->zone, TOP, MIGRATE_MOVABLE);
	KUNIT_EXPECT_PTR_EQ(test, page, b->pages);
	set_page_count(b->pages, 1);
	__free_pages(b->pages, TOP);
}

/* One frame out of an untouched zone: one free block of each order below the top is left. */
static void buddy_alloc_splits_top_block(struct kunit *test)
{
	struct borrowed *b = test->priv;
	unsigned long start = b->zone.zone_start_pfn;
	struct page *page;

	buddy_add_range(&b->zone, start, start + ZONE_PAGES);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, TOP, -1), 1UL);
	page = buddy_take(&b->zone, 0, MIGRATE_MOVABLE);
	KUNIT_ASSERT_NOT_NULL(test, page);
	for (int order = 0; order < TOP; order++)
		KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, order, -1), 1UL);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, TOP, -1), 0UL);
	KUNIT_EXPECT_EQ(test, zone_page_state(&b->zone, NR_FREE_PAGES), ZONE_PAGES - 1UL);
	buddy_check_now(test, &b->zone);
	buddy_give(&b->zone, page, 0);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, TOP, -1), 1UL);
	buddy_check_now(test, &b->zone);
}

/* Single frames freed in an order that never frees a buddy last: merges across all orders. */
static void buddy_free_merges_across_all_orders(struct kunit *test)
{
	struct borrowed *b = test->priv;
	unsigned long start = b->zone.zone_start_pfn;
	unsigned long i;

	for (i = 0; i < ZONE_PAGES; i += 2)
		buddy_give(&b->zone, b->pages + i, 0);
	buddy_check_now(test, &b->zone);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, 0, -1), ZONE_PAGES / 2UL);
	for (i = 1; i < ZONE_PAGES; i += 2)
		buddy_give(&b->zone, b->pages + i, 0);
	buddy_check_now(test, &b->zone);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, TOP, -1), 1UL);
	KUNIT_EXPECT_EQ(test, page_to_pfn(b->pages), start);
}

/* A range that begins and ends anywhere: cut into aligned blocks, nothing lost. */
static void buddy_add_range_unaligned_keeps_every_frame(struct kunit *test)
{
	struct borrowed *b = test->priv;
	unsigned long start = b->zone.zone_start_pfn;

	buddy_add_range(&b->zone, start + 3, start + ZONE_PAGES - 5);
	buddy_check_now(test, &b->zone);
	KUNIT_EXPECT_EQ(test, zone_page_state(&b->zone, NR_FREE_PAGES), ZONE_PAGES - 8UL);
	buddy_add_range(&b->zone, start, start + 3);
	buddy_add_range(&b->zone, start + ZONE_PAGES - 5, start + ZONE_PAGES);
	buddy_check_now(test, &b->zone);
	KUNIT_EXPECT_EQ(test, buddy_nr_blocks(&b->zone, TOP, -1), 1UL);
}

/* An order that the zone can't meet: NULL, and nothing changes. */
static void buddy_alloc_too_large_returns_null(struct kunit *test)
{
	struct borrowed *b = test->priv;
	struct page *page;

	buddy_add_range(&b->zone, b->zone.zone_start_pfn, b->zone.zone_start_pfn + ZONE_PAGES);
	page = buddy_take(&b->zone, 0, MIGRATE_MOVABLE);
	KUNIT_EXPECT_NULL(test, buddy_take(&b->zone, TOP, MIGRATE_MOVABLE));
	buddy_check_now(test, &b->zone);
	buddy_give(&b->zone, page, 0);
}

/* An unmovable request in a movable zone claims a whole pageblock, so the next ones stay there. */
static void buddy_fallback_claims_pageblock(struct kunit *test)
{
	struct borrowed *b = test->priv;
	struct page *movable, *first, *second;

	buddy_add_range(&b->zone, b->zone.zone_start_pfn, b->zone.zone_start_pfn + ZONE_PAGES);
	movable = buddy_take(&b->zone, 0, MIGRATE_MOVABLE);
	first = buddy_take(&b->zone, 0, MIGRATE_UNMOVABLE);
	second = buddy_take(&b->zone, 0, MIGRATE_UNMOVABLE);
	KUNIT_EXPECT_EQ(test, buddy_pageblock_type(&b->zone, page_to_pfn(movable)), MIGRATE_MOVABLE);
	KUNIT_EXPECT_EQ(test, buddy_pageblock_type(&b->zone, page_to_pfn(first)), MIGRATE_UNMOVABLE);
	KUNIT_EXPECT_EQ(test, page_to_pfn(first) >> pageblock_order,
			page_to_pfn(second) >> pageblock_order);
	KUNIT_EXPECT_EQ(test, buddy_nr_pageblocks(&b->zone, MIGRATE_UNMOVABLE), 1UL);
	buddy_check_now(test, &b->zone);
	buddy_give(&b->zone, movable, 0);
	buddy_give(&b->zone, first, 0);
	buddy_give(&b->zone, second, 0);
}

/* Random orders against a map of owned frames: no frame twice, all back at the end. */
static void buddy_random_matches_bitmap(struct kunit *test)
{
	struct borrowed *b = test->priv;
	struct { struct page *page; unsigned int order; } live[48] = { };
	unsigned long *owned = kunit_kzalloc(test, BITS_TO_LONGS(ZONE_PAGES) * sizeof(long), GFP_KERNEL);
	u32 seed = 12345;

	KUNIT_ASSERT_NOT_NULL(test, owned);
	buddy_add_range(&b->zone, b->zone.zone_start_pfn, b->zone.zone_start_pfn + ZONE_PAGES);
	for (int step = 0; step < 20000; step++) {
		unsigned int slot, order;

		seed = seed * 1664525 + 1013904223;
		slot = (seed >> 8) % ARRAY_SIZE(live);
		order = (seed >> 20) % 6;
		if (live[slot].page) {
			bitmap_clear(owned, live[slot].page - b->pages, 1 << live[slot].order);
			buddy_give(&b->zone, live[slot].page, live[slot].order);
			live[slot].page = NULL;
			continue;
		}
		live[slot].page = buddy_take(&b->zone, order, (seed >> 27) % MIGRATE_PCPTYPES);
		live[slot].order = order;
		if (!live[slot].page)
			continue;
		for (int i = 0; i < 1 << order; i++)
			if (__test_and_set_bit(live[slot].page - b->pages + i, owned))
				KUNIT_FAIL(test, "frame given out twice at step %d", step);
		if (step % 1000 == 0)
			buddy_check_now(test, &b->zone);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(live); i++)
		if (live[i].page)
			buddy_give(&b->zone, live[i].page, live[i].order);
	buddy_check_now(test, &b->zone);
}

/* The machine's own zones hold their invariants too. */
static void buddy_machine_zones_are_sound(struct kunit *test)
{
	struct borrowed *b = test->priv;
	struct zone *zone;

	for_each_populated_zone(zone)
		buddy_check_now(test, zone);
	buddy_add_range(&b->zone, b->zone.zone_start_pfn, b->zone.zone_start_pfn + ZONE_PAGES);
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
	.init = buddy_case_init,
	.exit = buddy_case_exit,
	.test_cases = buddy_cases,
};
kunit_test_suite(buddy_suite);
