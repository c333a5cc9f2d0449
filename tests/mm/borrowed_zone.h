/* SPDX-License-Identifier: MIT */
/*
 * tests/mm/borrowed_zone.h - a zone for one test case
 *
 * It is made of one block of the highest order, two pageblocks, which is borrowed from the page
 * allocator and goes back there at the end: so everything has to be free again by then, or the case
 * fails.
 */
#ifndef TESTS_MM_BORROWED_ZONE_H
#define TESTS_MM_BORROWED_ZONE_H

#include <kunit/test.h>
#include <linux/mm.h>
#include "mm/page_buddy.h"

#define BORROWED_PAGES	MAX_ORDER_NR_PAGES

struct borrowed_zone {
	struct zone zone;
	struct page *pages;
	unsigned char pageblocks[16];
};

static inline int borrowed_zone_init(struct kunit *test)
{
	struct borrowed_zone *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	b->pages = alloc_pages(GFP_KERNEL, TOP_ORDER);
	if (!b->pages)
		return -ENOMEM;
	set_page_count(b->pages, 0);
	b->zone.name = "Test";
	b->zone.zone_pgdat = NODE_DATA(0);
	b->zone.zone_start_pfn = page_to_pfn(b->pages);
	b->zone.spanned_pages = b->zone.present_pages = BORROWED_PAGES;
	b->zone.pageblock_flags = b->pageblocks;
	buddy_zone_init(&b->zone);
	test->priv = b;
	return 0;
}

static inline void borrowed_check(struct kunit *test, struct zone *zone)
{
	char why[160] = "";
	bool good = buddy_check(zone, why, sizeof(why));

	KUNIT_EXPECT_TRUE_MSG(test, good, "%s", why);
}

static inline struct page *borrowed_take(struct zone *zone, unsigned int order, int type)
{
	struct page *page;

	spin_lock_irq(&zone->lock);
	page = buddy_alloc_locked(zone, order, type, 0);
	spin_unlock_irq(&zone->lock);
	return page;
}

static inline void borrowed_give(struct zone *zone, struct page *page, unsigned int order)
{
	spin_lock_irq(&zone->lock);
	buddy_free_locked(zone, page, order);
	spin_unlock_irq(&zone->lock);
}

/* Everything is back: the zone is one block, which returns to where it was borrowed. */
static inline void borrowed_zone_exit(struct kunit *test)
{
	struct borrowed_zone *b = test->priv;
	struct page *page;

	if (!b || !b->pages)
		return;
	page = borrowed_take(&b->zone, TOP_ORDER, MIGRATE_MOVABLE);
	KUNIT_EXPECT_PTR_EQ(test, page, b->pages);
	set_page_count(b->pages, 1);
	__free_pages(b->pages, TOP_ORDER);
}

/* All of it, free. */
static inline void borrowed_fill(struct borrowed_zone *b)
{
	buddy_add_range(&b->zone, b->zone.zone_start_pfn, b->zone.zone_start_pfn + BORROWED_PAGES);
}

#endif /* TESTS_MM_BORROWED_ZONE_H */
