// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_release_test.c - suite "page_release": the host's memory follows use (row A4)
 *
 * Turns are made by hand (page_release_tick()), two of them: the first one begins to look.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/boot_options.h>
#include <linux/delay.h>
#include <asm-generic/arch.h>
#include "mm/page_buddy.h"
#include "mm/page_pcp.h"
#include "mm/page_release.h"

/* What the host gives at the first touch, at least; a frame may be larger. */
#define HOST_PAGE_SIZE	4096UL

/* Frames that a case touches at most: the machine may have more than the host. */
#define TOUCH_MOST	((256UL << 20) >> PAGE_SHIFT)

/*
 * What the releaser may leave: what is not free, boot's memory too, a sixteenth of that, and 1 MB a
 * zone.
 */
static unsigned long resident_most(void)
{
	unsigned long nr_pages = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		nr_pages += zone->present_pages - zone_page_state(zone, NR_FREE_PAGES) +
			    page_release_reserve(zone);
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
	page_release_tick();
	page_release_tick();
}

/* Half of the machine, within limits, page by page, touched and freed: the host has it again. */
static void release_resident_follows_use(struct kunit *test)
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

/* And without anybody asking: the releaser wakes up by itself, within some seconds. */
static void release_happens_by_itself(struct kunit *test)
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

static void expect_contents(struct kunit *test, struct page *chain)
{
	unsigned long nr_wrong = 0;

	for (; chain; chain = (struct page *)chain->private)
		for (unsigned long at = 0; at < PAGE_SIZE; at += HOST_PAGE_SIZE)
			nr_wrong += *(unsigned long *)(page_address(chain) + at) != at;
	KUNIT_EXPECT_EQ(test, nr_wrong, 0UL);
}

/* Every other page is free: single pages go back too, and those between them stay as they are. */
static void release_fragments_go_back(struct kunit *test)
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
	expect_contents(test, keep);
	free_chain(keep, 0);
}

/*
 * Freed and taken again between turns: it stays, but for blocks that happen to be taken in place of
 * others, in all less than one of the highest order.
 */
static void release_spares_what_is_used_again(struct kunit *test)
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
		page_release_tick();
		KUNIT_EXPECT_GE(test, arch_resident_pages(), resident - MAX_ORDER_NR_PAGES);
	}
}

/* A block that was given back is taken apart: what stays free needs no second time. */
static void release_parts_stay_released(struct kunit *test)
{
	struct zone *zone;
	struct page *page;
	unsigned long touched;

	two_turns();
	page = alloc_pages(GFP_KERNEL, TOP_ORDER - 1);
	KUNIT_ASSERT_NOT_NULL(test, page);
	zone = page_zone(page);
	touched = buddy_touched_pages(zone);
	KUNIT_EXPECT_LE(test, touched, page_release_reserve(zone));
	__free_pages(page, TOP_ORDER - 1);
	KUNIT_EXPECT_GE(test, buddy_touched_pages(zone), touched + (1UL << (TOP_ORDER - 1)));
	two_turns();
	KUNIT_EXPECT_LE(test, buddy_touched_pages(zone), page_release_reserve(zone));
}

/* Free frames with memory behind them, those of the CPUs' lists too. */
static unsigned long spare_pages(void)
{
	unsigned long nr_pages = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		nr_pages += buddy_touched_pages(zone) + pcp_nr_pages(zone);
	return nr_pages;
}

/* Less than the reserve, and some of it in a CPU's list: all of it goes if nobody comes for it. */
static void release_rest_keeps_nothing(struct kunit *test)
{
	unsigned long returned = page_release_returned(), spare;
	int turns = 0;

	free_chain(touch_chain(16, 0), 0);
	free_chain(touch_chain(1, 4), 4);
	spare = spare_pages();
	KUNIT_EXPECT_GE(test, spare, 32UL);
	while (spare_pages() && turns++ < 20)
		page_release_tick();
	KUNIT_EXPECT_EQ(test, spare_pages(), 0UL);
	KUNIT_EXPECT_GE(test, turns, 2);
	KUNIT_EXPECT_GE(test, page_release_returned(), returned + 32);
}

/* A CPU's list from which somebody takes a page once a turn stays as it is. */
static void release_spares_lists_in_use(struct kunit *test)
{
	for (int i = 0; i < 8; i++) {
		struct page *page = alloc_page(GFP_KERNEL);
		unsigned long nr_pages;

		KUNIT_ASSERT_NOT_NULL(test, page);
		__free_page(page);
		nr_pages = pcp_nr_pages(page_zone(page));
		page_release_tick();
		KUNIT_EXPECT_GE(test, pcp_nr_pages(page_zone(page)), nr_pages);
	}
}

/* Turns end when nothing happens, and begin with the next block that leaves a zone. */
static void release_turns_end_and_begin(struct kunit *test)
{
	int turns = 0;

	while (page_release_tick() && turns < 20)
		turns++;
	KUNIT_EXPECT_LT(test, turns, 20);
	free_chain(touch_chain(1, 4), 4);
	KUNIT_EXPECT_TRUE(test, page_release_tick());
}

/* Frames that were given back are usable like others, and zeroed for who asks. */
static void release_frames_are_usable(struct kunit *test)
{
	struct page *chain, *page;
	unsigned long nr_wrong = 0;

	free_chain(touch_chain(64, 0), 0);
	for (int i = 0; i < 20 && spare_pages(); i++)
		page_release_tick();
	chain = touch_chain(64, 0);
	expect_contents(test, chain);
	free_chain(chain, 0);
	page = alloc_pages(GFP_KERNEL | __GFP_ZERO, 4);
	KUNIT_ASSERT_NOT_NULL(test, page);
	for (unsigned long at = 0; at < PAGE_SIZE << 4; at += sizeof(long))
		nr_wrong += *(unsigned long *)(page_address(page) + at) != 0;
	KUNIT_EXPECT_EQ(test, nr_wrong, 0UL);
	__free_pages(page, 4);
}

static struct kunit_case release_cases[] = {
	KUNIT_CASE(release_resident_follows_use),
	KUNIT_CASE(release_happens_by_itself),
	KUNIT_CASE(release_fragments_go_back),
	KUNIT_CASE(release_spares_what_is_used_again),
	KUNIT_CASE(release_parts_stay_released),
	KUNIT_CASE(release_rest_keeps_nothing),
	KUNIT_CASE(release_spares_lists_in_use),
	KUNIT_CASE(release_turns_end_and_begin),
	KUNIT_CASE(release_frames_are_usable),
	{}
};

static struct kunit_suite release_suite = {
	.name = "page_release",
	.test_cases = release_cases,
};
kunit_test_suite(release_suite);
