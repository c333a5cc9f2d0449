// SPDX-License-Identifier: MIT
/*
 * tests/mm/gfp_depth_test.c - suite "gfp_depth": how far each request may empty a zone (row A6)
 *
 * Each case takes single pages until there is none, and compares what is left with the zone's marks.
 */
#include <linux/oom.h>
#include <linux/sched/mm.h>
#include "tests/mm/gfp_drain.h"

#define NORETRY	(GFP_DMA | __GFP_NORETRY)

/* What a drain with @gfp leaves; another task may have freed in between, then it goes on. */
static void expect_left(struct kunit *test, gfp_t gfp, unsigned long left)
{
	struct zone *zone = dma_zone();
	struct drain first = drain_take(gfp, 0), more = drain_take(gfp, 0);

	KUNIT_EXPECT_EQ(test, zone_free(zone), left);
	KUNIT_EXPECT_NULL(test, alloc_page(gfp | __GFP_NOWARN));
	drain_give_back(&first);
	drain_give_back(&more);
}

static void gfp_type_kernel_stops_at_min(struct kunit *test)
{
	expect_left(test, NORETRY | GFP_KERNEL, min_wmark_pages(dma_zone()));
	expect_left(test, GFP_DMA | GFP_KERNEL, min_wmark_pages(dma_zone()));
}

static void gfp_type_user_stops_at_min(struct kunit *test)
{
	expect_left(test, NORETRY | GFP_USER, min_wmark_pages(dma_zone()));
	expect_left(test, GFP_DMA | GFP_NOWAIT, min_wmark_pages(dma_zone()));
}

static void gfp_depth_high_stops_at_half_of_min(struct kunit *test)
{
	unsigned long min = min_wmark_pages(dma_zone());

	expect_left(test, GFP_DMA | __GFP_HIGH, min - min / 2);
}

static void gfp_depth_atomic_stops_at_its_mark(struct kunit *test)
{
	unsigned long min = min_wmark_pages(dma_zone()), high = min - min / 2;

	expect_left(test, GFP_DMA | GFP_ATOMIC, high - high / 4);
	expect_left(test, GFP_DMA | __GFP_ATOMIC, min - min / 4);
}

/* With the bit, and in a task with PF_MEMALLOC, whatever it asks with. */
static void gfp_depth_memalloc_takes_all(struct kunit *test)
{
	unsigned int scope;

	expect_left(test, GFP_DMA | __GFP_MEMALLOC, 0);
	scope = memalloc_noreclaim_save();
	expect_left(test, GFP_DMA | GFP_NOWAIT, 0);
	memalloc_noreclaim_restore(scope);
	expect_left(test, GFP_DMA | GFP_NOWAIT, min_wmark_pages(dma_zone()));
}

static void gfp_depth_nomemalloc_stops_at_min(struct kunit *test)
{
	unsigned long min = min_wmark_pages(dma_zone());
	unsigned int scope;

	expect_left(test, GFP_DMA | __GFP_MEMALLOC | __GFP_NOMEMALLOC, min);
	expect_left(test, GFP_DMA | GFP_ATOMIC | __GFP_NOMEMALLOC, min - min / 2);
	scope = memalloc_noreclaim_save();
	expect_left(test, GFP_DMA | GFP_NOWAIT | __GFP_NOMEMALLOC, min);
	memalloc_noreclaim_restore(scope);
}

/*
 * A task that is to die digs half below its mark, so that it can end; others' requests stay what
 * they were.
 */
static void gfp_depth_oom_victim_stops_at_half(struct kunit *test)
{
	unsigned long min = min_wmark_pages(dma_zone()), high = min - min / 2;
	struct thread_info *ti = &current->thread_info;

	ti->flags |= 1UL << TIF_MEMDIE;
	expect_left(test, GFP_DMA | GFP_NOWAIT, high);
	expect_left(test, GFP_DMA | GFP_ATOMIC, high - high / 2);
	expect_left(test, GFP_DMA | GFP_NOWAIT | __GFP_NOMEMALLOC, min);
	ti->flags &= ~(1UL << TIF_MEMDIE);
	expect_left(test, GFP_DMA | GFP_NOWAIT, min);
}

/*
 * Requests that could use a higher zone leave lowmem_reserve of the lower ones on top of min, and
 * come to DMA last of all.
 */
static void gfp_depth_normal_spares_dma(struct kunit *test)
{
	struct pglist_data *pgdat = NODE_DATA(numa_mem_id());
	struct drain d, more;

	d = drain_take(GFP_KERNEL | __GFP_NORETRY | __GFP_THISNODE, 0);
	more = drain_take(GFP_KERNEL | __GFP_NORETRY | __GFP_THISNODE, 0);
	for (int i = 0; i <= ZONE_NORMAL; i++) {
		struct zone *zone = &pgdat->node_zones[i];

		if (managed_zone(zone))
			KUNIT_EXPECT_EQ(test, zone_free(zone), min(min_wmark_pages(zone) +
					zone->lowmem_reserve[ZONE_NORMAL], zone_free(zone)));
		if (managed_zone(zone) && zone_managed_pages(zone) >
		    min_wmark_pages(zone) + 2 * zone->lowmem_reserve[ZONE_NORMAL])
			KUNIT_EXPECT_GE(test, zone_free(zone), min_wmark_pages(zone) +
					(unsigned long)zone->lowmem_reserve[ZONE_NORMAL]);
	}
	drain_give_back(&d);
	drain_give_back(&more);
}

static struct kunit_case gfp_depth_cases[] = {
	KUNIT_CASE(gfp_type_kernel_stops_at_min),
	KUNIT_CASE(gfp_type_user_stops_at_min),
	KUNIT_CASE(gfp_depth_high_stops_at_half_of_min),
	KUNIT_CASE(gfp_depth_atomic_stops_at_its_mark),
	KUNIT_CASE(gfp_depth_memalloc_takes_all),
	KUNIT_CASE(gfp_depth_nomemalloc_stops_at_min),
	KUNIT_CASE(gfp_depth_oom_victim_stops_at_half),
	KUNIT_CASE(gfp_depth_normal_spares_dma),
	{}
};

static struct kunit_suite gfp_depth_suite = {
	.name = "gfp_depth",
	.init = gfp_quiet_init,
	.exit = gfp_quiet_exit,
	.test_cases = gfp_depth_cases,
};
kunit_test_suite(gfp_depth_suite);
