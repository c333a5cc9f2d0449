/* SPDX-License-Identifier: MIT */
/*
 * tests/mm/gfp_drain.h - emptying zones, and a shrinker that notes who asked it for what
 *
 * Most cases work in zone DMA: it is small, and nothing else wants it.
 */
#ifndef TESTS_MM_GFP_DRAIN_H
#define TESTS_MM_GFP_DRAIN_H

#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/jiffies.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/shrinker.h>
#include "mm/page_alloc.h"
#include "mm/page_watermark.h"

/* Blocks taken, chained by page->private. */
struct drain {
	struct page *chain;
	unsigned int order;
	unsigned long nr;
};

/* Take blocks until there is none: one request in vain may be an injected failure. */
static inline struct drain drain_take(gfp_t gfp, unsigned int order)
{
	struct drain d = { .order = order };
	struct page *page;

	while ((page = alloc_pages(gfp | __GFP_NOWARN, order)) ||
	       (page = alloc_pages(gfp | __GFP_NOWARN, order))) {
		set_page_private(page, (unsigned long)d.chain);
		d.chain = page;
		d.nr++;
	}
	return d;
}

static inline void drain_give_back(struct drain *d)
{
	while (d->chain) {
		struct page *page = d->chain;

		d->chain = (struct page *)page_private(page);
		set_page_private(page, 0);
		__free_pages(page, d->order);
	}
	d->nr = 0;
}

/*
 * For suites that count on marks that stay, and on one node all the time: no boosts, one CPU. As a
 * suite's init and exit.
 */
static inline int gfp_quiet_init(struct kunit *test)
{
	watermark_boost_factor = 0;
	watermarks_update();
	migrate_disable();
	return 0;
}

static inline void gfp_quiet_exit(struct kunit *test)
{
	migrate_enable();
	watermark_boost_factor = 15000;
}

static inline struct zone *dma_zone(void)
{
	return &NODE_DATA(first_memory_node)->node_zones[ZONE_DMA];
}

static inline unsigned long zone_free(struct zone *zone)
{
	return zone_page_state(zone, NR_FREE_PAGES);
}

/* A cache that has nothing: it notes the requests, apart for the case's task and for kswapd. */
struct spy {
	struct shrinker shrinker;
	struct task_struct *of;
	gfp_t seen;			/* by @of */
	unsigned int nr_own;
	unsigned int nr_kswapd;
	struct page *gift;		/* chained: one is freed at each look by @of */
};

static unsigned long spy_count(struct shrinker *shrinker, struct shrink_control *sc)
{
	struct spy *spy = container_of(shrinker, struct spy, shrinker);

	if (current->flags & PF_KSWAPD)
		WRITE_ONCE(spy->nr_kswapd, spy->nr_kswapd + 1);
	if (current != spy->of)
		return 0;
	spy->seen = sc->gfp_mask;
	WRITE_ONCE(spy->nr_own, spy->nr_own + 1);
	if (spy->gift) {
		struct page *page = spy->gift;

		spy->gift = (struct page *)page_private(page);
		set_page_private(page, 0);
		__free_page(page);
	}
	return 0;
}

static unsigned long spy_scan(struct shrinker *shrinker, struct shrink_control *sc)
{
	return SHRINK_STOP;
}

static inline int spy_begin(struct spy *spy)
{
	*spy = (struct spy) {
		.shrinker = { .count_objects = spy_count, .scan_objects = spy_scan, .seeks = 1 },
		.of = current,
	};
	return register_shrinker(&spy->shrinker, "gfp-spy");
}

static inline void spy_end(struct spy *spy)
{
	unregister_shrinker(&spy->shrinker);
}

/* The next failure is reported, however lately there was one. */
static inline void report_rate_reset(void)
{
	ratelimit_state_init(&alloc_report_rate, 10 * HZ, 1);
}

#endif /* TESTS_MM_GFP_DRAIN_H */
