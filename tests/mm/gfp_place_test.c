// SPDX-License-Identifier: MIT
/*
 * tests/mm/gfp_place_test.c - suite "gfp_place": which memory each request gets (rows A2, A3, A6)
 */
#include <linux/boot_options.h>
#include "mm/page_migratetype.h"
#include "tests/mm/gfp_drain.h"

static int zone_of(struct kunit *test, gfp_t gfp)
{
	struct page *page = alloc_page(gfp);
	int zone;

	KUNIT_ASSERT_NOT_NULL(test, page);
	zone = page_zonenum(page);
	__free_page(page);
	return zone;
}

/* From DMA alone, also when it is used up and the other zones are not. */
static void gfp_place_dma_takes_dma_only(struct kunit *test)
{
	struct drain d;

	KUNIT_EXPECT_EQ(test, zone_of(test, GFP_DMA | GFP_KERNEL), (int)ZONE_DMA);
	if (boot_options.mem >= 64UL << 20)
		KUNIT_EXPECT_NE(test, zone_of(test, GFP_KERNEL), (int)ZONE_DMA);
	d = drain_take(GFP_DMA | GFP_NOWAIT, 0);
	KUNIT_EXPECT_LE(test, d.nr, zone_managed_pages(dma_zone()));
	KUNIT_EXPECT_NULL(test, alloc_page(GFP_DMA | GFP_NOWAIT | __GFP_NOWARN));
	drain_give_back(&d);
}

static void gfp_place_dma32_stays_below_4g(struct kunit *test)
{
	struct page *page = alloc_page(GFP_DMA32 | GFP_KERNEL);

	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_DMA32 | GFP_KERNEL), (int)ZONE_DMA32);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_LT(test, page_to_phys(page), (phys_addr_t)4 << 30);
	__free_page(page);
}

/* From HighMem down, where the machine has it; never for who did not say that it will do. */
static void gfp_place_highmem_starts_at_highmem(struct kunit *test)
{
	struct zone *high = &NODE_DATA(first_memory_node)->node_zones[ZONE_HIGHMEM];

	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_KERNEL | __GFP_HIGHMEM), (int)ZONE_HIGHMEM);
	KUNIT_EXPECT_LE(test, zone_of(test, GFP_KERNEL), (int)ZONE_NORMAL);
	if (managed_zone(high))
		KUNIT_EXPECT_EQ(test, zone_of(test, GFP_KERNEL | __GFP_HIGHMEM), (int)ZONE_HIGHMEM);
}

static void gfp_type_highuser_takes_high_memory(struct kunit *test)
{
	int highest = is_highmem_idx(ZONE_MOVABLE) ? ZONE_HIGHMEM : ZONE_NORMAL;

	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_HIGHUSER), (int)ZONE_HIGHMEM);
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_HIGHUSER_MOVABLE), (int)ZONE_MOVABLE);
	KUNIT_EXPECT_EQ(test, gfp_migratetype(GFP_HIGHUSER_MOVABLE), (int)MIGRATE_MOVABLE);
	KUNIT_EXPECT_LE(test, zone_of(test, GFP_HIGHUSER), max(highest, (int)ZONE_HIGHMEM));
}

/* The node's own zones, and no others. */
static void gfp_place_thisnode_does_not_fall_back(struct kunit *test)
{
	int nid = first_memory_node;
	struct zonelist *own = node_zonelist(nid, GFP_KERNEL | __GFP_THISNODE);
	struct zoneref *ref;
	struct zone *zone;
	struct drain d;

	for_each_zone_zonelist(zone, ref, own, MAX_NR_ZONES - 1)
		KUNIT_EXPECT_EQ(test, zone_to_nid(zone), nid);
	KUNIT_EXPECT_PTR_NE(test, own, node_zonelist(nid, GFP_KERNEL));
	if (nr_online_nodes == 1)
		return;
	d = drain_take(GFP_NOWAIT | __GFP_THISNODE, 0);
	for (struct page *page = d.chain; page; page = (struct page *)page_private(page))
		if (page_to_nid(page) != page_to_nid(d.chain)) {
			KUNIT_FAIL(test, "a page of node %d", page_to_nid(page));
			break;
		}
	drain_give_back(&d);
}

static int pageblock_type_of(struct kunit *test, gfp_t gfp)
{
	struct page *page = alloc_pages(gfp, PAGE_ALLOC_COSTLY_ORDER + 1);
	int type;

	KUNIT_ASSERT_NOT_NULL(test, page);
	type = buddy_pageblock_type(page_zone(page), page_to_pfn(page));
	__free_pages(page, PAGE_ALLOC_COSTLY_ORDER + 1);
	return type;
}

static void gfp_place_migrate_types_have_page_blocks(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, pageblock_type_of(test, GFP_KERNEL), (int)MIGRATE_UNMOVABLE);
	KUNIT_EXPECT_EQ(test, pageblock_type_of(test, GFP_KERNEL | __GFP_MOVABLE),
			(int)MIGRATE_MOVABLE);
	KUNIT_EXPECT_EQ(test, pageblock_type_of(test, GFP_KERNEL | __GFP_RECLAIMABLE),
			(int)MIGRATE_RECLAIMABLE);
}

/* Three pages freed one after the other: the last comes first, but for who wants a cold one. */
static void gfp_place_cold_takes_the_cold_end(struct kunit *test)
{
	struct page *first, *last, *page;

	drain_local_pages(NULL);
	first = alloc_page(GFP_KERNEL);
	last = alloc_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, first);
	KUNIT_ASSERT_NOT_NULL(test, last);
	preempt_disable();
	drain_local_pages(NULL);
	__free_page(first);
	__free_page(last);
	page = alloc_page(GFP_NOWAIT | __GFP_COLD);
	KUNIT_EXPECT_PTR_EQ(test, page, first);
	__free_page(page);
	page = alloc_page(GFP_NOWAIT);
	KUNIT_EXPECT_PTR_EQ(test, page, first);
	free_cold_page(page);
	page = alloc_page(GFP_NOWAIT);
	KUNIT_EXPECT_PTR_EQ(test, page, last);
	free_hot_page(page);
	preempt_enable();
}

/*
 * Every other page of @zone is given back, so that it has free memory, and no pageblock that is
 * free.
 */
static struct drain punch_holes(struct zone *zone)
{
	struct drain all = drain_take(GFP_HIGHUSER_MOVABLE | __GFP_NORETRY, 0), kept = { };

	while (all.chain) {
		struct page *page = all.chain;

		all.chain = (struct page *)page_private(page);
		set_page_private(page, 0);
		if (page_zone(page) != zone || (page_to_pfn(page) & 1)) {
			__free_page(page);
			continue;
		}
		set_page_private(page, (unsigned long)kept.chain);
		kept.chain = page;
	}
	drain_all_pages(NULL);
	return kept;
}

/*
 * The first attempt goes to DMA32 rather than to take from pageblocks of Normal that hold movable
 * pages.
 */
static void gfp_place_unmovable_spares_movable_pageblocks(struct kunit *test)
{
	struct zone *zone = &NODE_DATA(first_memory_node)->node_zones[ZONE_NORMAL];
	struct drain kept, unmovable = { };
	unsigned long nr_movable;
	struct page *page;

	if (!managed_zone(zone) || !managed_zone(zone - 1) || nr_online_nodes > 1)
		kunit_skip(test, "needs DMA32 and Normal");
	kept = punch_holes(zone);
	nr_movable = buddy_nr_pageblocks(zone, MIGRATE_MOVABLE);
	while ((page = alloc_page(GFP_KERNEL))) {
		set_page_private(page, (unsigned long)unmovable.chain);
		unmovable.chain = page;
		if (page_zone(page) != zone)
			break;
	}
	KUNIT_EXPECT_EQ(test, buddy_nr_pageblocks(zone, MIGRATE_MOVABLE), nr_movable);
	KUNIT_EXPECT_GT(test, zone_free(zone), 2 * high_wmark_pages(zone));
	drain_give_back(&unmovable);
	drain_give_back(&kept);
}

static struct kunit_case gfp_place_cases[] = {
	KUNIT_CASE(gfp_place_dma_takes_dma_only),
	KUNIT_CASE(gfp_place_dma32_stays_below_4g),
	KUNIT_CASE(gfp_place_highmem_starts_at_highmem),
	KUNIT_CASE(gfp_type_highuser_takes_high_memory),
	KUNIT_CASE(gfp_place_thisnode_does_not_fall_back),
	KUNIT_CASE(gfp_place_migrate_types_have_page_blocks),
	KUNIT_CASE(gfp_place_cold_takes_the_cold_end),
	KUNIT_CASE(gfp_place_unmovable_spares_movable_pageblocks),
	{}
};

static struct kunit_suite gfp_place_suite = {
	.name = "gfp_place",
	.init = gfp_quiet_init,
	.exit = gfp_quiet_exit,
	.test_cases = gfp_place_cases,
};
kunit_test_suite(gfp_place_suite);
