// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_watermark_test.c - suite "page_watermark": marks, reserves and boosts of zones (rows A2, A4)
 *
 * What Linux computes is computed here once more, from the sizes of the zones alone.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/mm.h>
#include "mm/page_migratetype.h"
#include "mm/page_watermark.h"
#include "mm/reclaim.h"
#include "tests/mm/borrowed_zone.h"
#include "tests/mm/gfp_drain.h"

static void watermark_exit(struct kunit *test)
{
	watermarks_update();	/* whatever the case did to the marks */
}

/* Frames of all zones below HighMem. */
static unsigned long lowmem(void)
{
	unsigned long sum = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		if (!is_highmem(zone))
			sum += zone_managed_pages(zone);
	return sum;
}

/* The square of min_free_kbytes is 16 times low memory in KB, within limits. */
static void watermark_min_free_kbytes_is_a_square_root(struct kunit *test)
{
	unsigned long kb = lowmem() << (PAGE_SHIFT - 10), is = min_free_kbytes;

	if (is > 128)
		KUNIT_EXPECT_LE(test, is * is, 16 * kb);
	if (is < 262144)
		KUNIT_EXPECT_GT(test, (is + 1) * (is + 1), 16 * (kb - kb / 50));	/* boot has taken some since */
	KUNIT_EXPECT_GE(test, is, 128UL);
	KUNIT_EXPECT_LE(test, is, 262144UL);
}

/*
 * Each zone of low memory has its share; low and high lie a quarter of that, or a thousandth of the
 * zone, apart.
 */
static void watermark_marks_are_shares(struct kunit *test)
{
	unsigned long min_free = (unsigned long)min_free_kbytes * 1024 / PAGE_SIZE;
	struct zone *zone;

	watermarks_update();
	for_each_populated_zone(zone) {
		unsigned long managed = zone_managed_pages(zone);
		unsigned long share = min_free * managed / lowmem(), apart = max(share / 4, managed / 1000);

		if (is_highmem(zone))
			KUNIT_EXPECT_EQ(test, min_wmark_pages(zone), min(max(managed / 1024, 32UL), 128UL));
		else
			KUNIT_EXPECT_EQ(test, min_wmark_pages(zone), share);
		KUNIT_EXPECT_EQ(test, low_wmark_pages(zone), min_wmark_pages(zone) + apart);
		KUNIT_EXPECT_EQ(test, high_wmark_pages(zone), min_wmark_pages(zone) + 2 * apart);
	}
}

/*
 * DMA and DMA32 keep a 256th, Normal a 32nd of the frames of their node's higher zones from who
 * could use those.
 */
static void watermark_reserve_is_a_part_of_higher_zones(struct kunit *test)
{
	static const unsigned long parts[] = { [ZONE_DMA] = 256, [ZONE_DMA32] = 256, [ZONE_NORMAL] = 32 };
	struct zone *zone;

	for_each_populated_zone(zone) {
		unsigned long above = 0;

		for (int i = 0; i < MAX_NR_ZONES; i++) {
			unsigned long reserve = 0;

			if (i > (int)zone_idx(zone)) {
				above += zone_managed_pages(&zone->zone_pgdat->node_zones[i]);
				if (zone_idx(zone) <= ZONE_NORMAL && managed_zone(zone))
					reserve = above / parts[zone_idx(zone)];
			}
			KUNIT_EXPECT_EQ(test, (unsigned long)zone->lowmem_reserve[i], reserve);
		}
	}
}

/*
 * What a request may use is what is above its mark and what is kept from it; the block itself must
 * fit, too.
 */
static void watermark_keeps_mark_and_reserve(struct kunit *test)
{
	struct zone *zone = dma_zone();
	unsigned long free = zone_free(zone), kept = zone->lowmem_reserve[ZONE_NORMAL];

	if (free < kept + 16)
		kunit_skip(test, "DMA is in use");
	KUNIT_EXPECT_FALSE(test, zone_watermark_ok_free(zone, 0, 100, ZONE_NORMAL, 0, 100 + kept));
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok_free(zone, 0, 100, ZONE_NORMAL, 0, 101 + kept));
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok_free(zone, 0, 100, ZONE_DMA, 0, 101));
	KUNIT_EXPECT_FALSE(test, zone_watermark_ok_free(zone, 2, 100, ZONE_DMA, 0, 103));
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok_free(zone, 2, 100, ZONE_DMA, 0, 104));
}

/* ---- boosts ---- */

static void boost(struct zone *zone, unsigned int alloc_flags)
{
	spin_lock_irq(&zone->lock);
	zone_boost_locked(zone, alloc_flags);
	spin_unlock_irq(&zone->lock);
}

static struct zone *zone_of_no_pages(struct kunit *test, unsigned long high_mark)
{
	struct zone *zone = kunit_kzalloc(test, sizeof(*zone), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, zone);
	zone->name = "Test";
	zone->_watermark[WMARK_HIGH] = high_mark;
	spin_lock_init(&zone->lock);
	return zone;
}

/* A pageblock more each time, up to 1.5 times the high mark, and at least one. */
static void watermark_boost_stops_at_its_factor(struct kunit *test)
{
	struct zone *zone = zone_of_no_pages(test, 2 * pageblock_nr_pages);

	atomic_long_set(&zone->managed_pages, 4 * pageblock_nr_pages - 1);
	boost(zone, 0);
	KUNIT_EXPECT_EQ(test, zone->watermark_boost, 0UL);
	atomic_long_set(&zone->managed_pages, 4 * pageblock_nr_pages);
	for (unsigned long i = 1; i <= 4; i++) {
		boost(zone, 0);
		KUNIT_EXPECT_EQ(test, zone->watermark_boost, min(i, 3UL) * pageblock_nr_pages);
	}
	KUNIT_EXPECT_EQ(test, high_wmark_pages(zone), 5 * pageblock_nr_pages);
	KUNIT_EXPECT_FALSE(test, zone->boost_wanted);
	boost(zone, ALLOC_KSWAPD);
	KUNIT_EXPECT_TRUE(test, zone->boost_wanted);

	zone->watermark_boost = 0;
	zone->_watermark[WMARK_HIGH] = 10;
	boost(zone, 0);
	boost(zone, 0);
	KUNIT_EXPECT_EQ(test, zone->watermark_boost, pageblock_nr_pages);
}

static void watermark_boost_factor_0_is_off(struct kunit *test)
{
	struct zone *zone = zone_of_no_pages(test, 100);
	int factor = watermark_boost_factor;

	atomic_long_set(&zone->managed_pages, 8 * pageblock_nr_pages);
	watermark_boost_factor = 0;
	boost(zone, ALLOC_KSWAPD);
	watermark_boost_factor = factor;
	KUNIT_EXPECT_EQ(test, zone->watermark_boost, 0UL);
	KUNIT_EXPECT_FALSE(test, zone->boost_wanted);
}

/*
 * A part of a movable pageblock taken for an unmovable request raises the marks; a whole pageblock
 * does not.
 */
static void watermark_boost_comes_with_mixing(struct kunit *test)
{
	struct borrowed_zone *b;
	struct page *movable[2], *whole, *part;
	struct zone *zone;

	KUNIT_ASSERT_EQ(test, borrowed_zone_init(test), 0);
	b = test->priv;
	zone = &b->zone;
	zone->_watermark[WMARK_HIGH] = 4;
	borrowed_fill(b);
	atomic_long_set(&zone->managed_pages, 4 * pageblock_nr_pages);
	movable[0] = borrowed_take(zone, 0, MIGRATE_MOVABLE);
	whole = borrowed_take(zone, pageblock_order, MIGRATE_UNMOVABLE);
	KUNIT_EXPECT_EQ(test, zone->watermark_boost, 0UL);
	movable[1] = borrowed_take(zone, pageblock_order - 1, MIGRATE_MOVABLE);
	part = borrowed_take(zone, 0, MIGRATE_UNMOVABLE);
	KUNIT_EXPECT_EQ(test, zone->watermark_boost, pageblock_nr_pages);
	borrowed_give(zone, movable[0], 0);
	borrowed_give(zone, movable[1], pageblock_order - 1);
	borrowed_give(zone, whole, pageblock_order);
	borrowed_give(zone, part, 0);
	borrowed_zone_exit(test);
}

static void dma_boost_set(unsigned long nr_pages, bool wanted)
{
	struct zone *zone = dma_zone();

	spin_lock_irq(&zone->lock);
	WRITE_ONCE(zone->watermark_boost, nr_pages);
	WRITE_ONCE(zone->boost_wanted, wanted);
	spin_unlock_irq(&zone->lock);
}

/*
 * The request that caused it wakes kswapd, though the zone is far above its marks; and kswapd ends
 * it.
 */
static void watermark_boost_ends_by_kswapd(struct kunit *test)
{
	struct pglist_data *pgdat = NODE_DATA(first_memory_node);
	struct zone *zone = dma_zone();
	unsigned int waited = 0;

	WRITE_ONCE(pgdat->kswapd_failures, 0);
	dma_boost_set(8, true);
	__free_pages(alloc_pages(GFP_DMA | GFP_KERNEL, PAGE_ALLOC_COSTLY_ORDER + 1), PAGE_ALLOC_COSTLY_ORDER + 1);
	while (READ_ONCE(zone->watermark_boost) && waited++ < 500)
		msleep(10);
	KUNIT_EXPECT_EQ(test, READ_ONCE(zone->watermark_boost), 0UL);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(zone->boost_wanted));
	KUNIT_EXPECT_EQ(test, READ_ONCE(pgdat->kswapd_failures), 0);
}

/* Others stop at the raised mark; who can't wait goes as far down as ever. */
static void watermark_boost_does_not_stop_atomic(struct kunit *test)
{
	struct zone *zone = dma_zone();
	unsigned long min = zone->_watermark[WMARK_MIN], high = min - min / 2;
	int factor = watermark_boost_factor;
	struct drain d, more;

	watermark_boost_factor = 0;
	watermarks_update();
	WRITE_ONCE(zone->zone_pgdat->kswapd_failures, MAX_RECLAIM_RETRIES);	/* it stays asleep */
	dma_boost_set(20, false);
	d = drain_take(GFP_DMA, 0);
	KUNIT_EXPECT_EQ(test, zone_free(zone), min + 20);
	more = drain_take(GFP_DMA | __GFP_HIGH | __GFP_ATOMIC, 0);
	KUNIT_EXPECT_EQ(test, zone_free(zone), high - high / 4);
	drain_give_back(&d);
	drain_give_back(&more);
	WRITE_ONCE(zone->zone_pgdat->kswapd_failures, 0);
	watermark_boost_factor = factor;
}

static struct kunit_case page_watermark_cases[] = {
	KUNIT_CASE(watermark_min_free_kbytes_is_a_square_root),
	KUNIT_CASE(watermark_marks_are_shares),
	KUNIT_CASE(watermark_reserve_is_a_part_of_higher_zones),
	KUNIT_CASE(watermark_keeps_mark_and_reserve),
	KUNIT_CASE(watermark_boost_stops_at_its_factor),
	KUNIT_CASE(watermark_boost_factor_0_is_off),
	KUNIT_CASE(watermark_boost_comes_with_mixing),
	KUNIT_CASE(watermark_boost_ends_by_kswapd),
	KUNIT_CASE(watermark_boost_does_not_stop_atomic),
	{}
};

static struct kunit_suite page_watermark_suite = {
	.name = "page_watermark",
	.exit = watermark_exit,
	.test_cases = page_watermark_cases,
};
kunit_test_suite(page_watermark_suite);
