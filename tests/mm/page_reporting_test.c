// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_reporting_test.c - suite "page_reporting": the host's memory follows use (item 8, row A4)
 *
 * Turns are made by hand (page_reporting_tick()), two of them: the first one begins to look.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/boot_options.h>
#include <linux/delay.h>
#include <asm-generic/arch.h>
#include "mm/page_buddy.h"
#include "mm/page_reporting.h"

/* What the host gives at the first touch, at least; a frame may be larger. */
#define HOST_PAGE_SIZE	4096UL

/* Frames that a case touches at most: the machine may have more than the host. */
#define TOUCH_MOST	((256UL << 20) >> PAGE_SHIFT)

/*
 * What the reporter may leave: what is not free, boot's memory too, a sixteenth of that, and 1 MB a
 * zone.
 */
static unsigned long resident_most(void)
{
	unsigned long nr_pages = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		nr_pages += zone->present_pages - zone_page_state(zone, NR_FREE_PAGES) +
			    page_reporting_reserve(zone);
	return nr_pages;
}

static bool host_takes_memory_back(struct kunit *test)
{
	if (arch_resident_pages() < totalram_pages() / 2)
		return true;
	kunit_skip(test, "this port's memory is there all the time");
	return false;
}

static struct page *touch_chain(unsigned long nr, unsigned int order)
{
	struct page *chain = NULL, *page;

	while (nr-- && (page = alloc_pages(GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN, order))) {
		for (unsigned long at = 0; at < PAGE_SIZE << order; at += HOST_PAGE_SIZE)
			*(unsigned long *)(page_address(page) + at) = at;
		page->private = (unsigned long)chain;
		chain = page;
	}
	return chain;
}

static void free_chain(struct page *chain, unsigned int order)
{
	while (chain) {
		struct page *next = (struct page *)chain->private;

		chain->private = 0;
		__free_pages(chain, order);
		chain = next;
	}
}

static void two_turns(void)
{
	drain_all_pages(NULL);
	page_reporting_tick();
	page_reporting_tick();
}

/* Half of the machine, within limits, page by page, touched and freed: the host has it again. */
static void reporting_resident_follows_use(struct kunit *test)
{
	unsigned long nr = min(totalram_pages() / 2, TOUCH_MOST), before, used;
	struct page *chain;

	if (!host_takes_memory_back(test))
		return;
	chain = touch_chain(nr, 0);
	before = arch_resident_pages();
	KUNIT_EXPECT_GE(test, before, nr);
	free_chain(chain, 0);
	two_turns();
	used = resident_most();
	KUNIT_EXPECT_LE(test, arch_resident_pages(), used);
}

/* And without anybody asking: the reporter wakes up by itself, within some seconds. */
static void reporting_happens_by_itself(struct kunit *test)
{
	unsigned int waited = 0;

	if (!host_takes_memory_back(test))
		return;
	free_chain(touch_chain(min(totalram_pages() / 4, TOUCH_MOST), 0), 0);
	drain_all_pages(NULL);
	while (arch_resident_pages() > resident_most() && waited < 10000) {
		msleep(100);
		waited += 100;
	}
	KUNIT_EXPECT_LE(test, arch_resident_pages(), resident_most());
	kunit_info(test, "%u ms\n", waited);
}

/* Every other page is free: single pages go back too. */
static void reporting_fragments_go_back(struct kunit *test)
{
	unsigned long nr = min(totalram_pages() / 4, TOUCH_MOST);
	struct page *all, *keep = NULL, *drop = NULL;

	if (!host_takes_memory_back(test))
		return;
	all = touch_chain(nr, 0);
	while (all) {
		struct page *next = (struct page *)all->private;
		struct page **to = page_to_pfn(all) & 1 ? &keep : &drop;

		all->private = (unsigned long)*to;
		*to = all;
		all = next;
	}
	free_chain(drop, 0);
	two_turns();
	KUNIT_EXPECT_LE(test, arch_resident_pages(), resident_most());
	free_chain(keep, 0);
}

/*
 * Freed and taken again between turns: it stays, but for blocks that happen to be taken in place of
 * others, in all less than one of the highest order.
 */
static void reporting_spares_what_is_used_again(struct kunit *test)
{
	unsigned long nr = 4 * MAX_ORDER_NR_PAGES >> 5, resident;

	if (!host_takes_memory_back(test))
		return;
	if (nr << 5 > totalram_pages() / 2)
		kunit_skip(test, "this machine is less than eight blocks of the highest order");
	two_turns();
	for (int i = 0; i < 3; i++) {
		struct page *chain = touch_chain(nr, 5);

		resident = arch_resident_pages();
		free_chain(chain, 5);
		page_reporting_tick();
		KUNIT_EXPECT_GE(test, arch_resident_pages(), resident - MAX_ORDER_NR_PAGES);
	}
}

/* A block that was given back is taken apart: what stays free needs no second time. */
static void reporting_parts_stay_reported(struct kunit *test)
{
	struct zone *zone;
	struct page *page;
	unsigned long touched;

	two_turns();
	page = alloc_pages(GFP_KERNEL, TOP_ORDER - 1);
	KUNIT_ASSERT_NOT_NULL(test, page);
	zone = page_zone(page);
	touched = buddy_touched_pages(zone);
	KUNIT_EXPECT_LE(test, touched, page_reporting_reserve(zone));
	__free_pages(page, TOP_ORDER - 1);
	KUNIT_EXPECT_GE(test, buddy_touched_pages(zone), touched + (1UL << (TOP_ORDER - 1)));
	two_turns();
	KUNIT_EXPECT_LE(test, buddy_touched_pages(zone), page_reporting_reserve(zone));
}

static struct kunit_case reporting_cases[] = {
	KUNIT_CASE(reporting_resident_follows_use),
	KUNIT_CASE(reporting_happens_by_itself),
	KUNIT_CASE(reporting_fragments_go_back),
	KUNIT_CASE(reporting_spares_what_is_used_again),
	KUNIT_CASE(reporting_parts_stay_reported),
	{}
};

static struct kunit_suite reporting_suite = {
	.name = "page_reporting",
	.test_cases = reporting_cases,
};
kunit_test_suite(reporting_suite);
