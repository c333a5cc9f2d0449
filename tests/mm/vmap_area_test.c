// SPDX-License-Identifier: MIT
/*
 * tests/mm/vmap_area_test.c - suite "vmap_area": the map of addresses, on a space of its own
 *
 * Nothing is mapped: the space is numbers only, so ports without an MMU run it too.
 */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mm/verify.h"
#include "mm/vmap_area.h"

#define BASE		0x10000000UL
#define NR_PAGES	1024UL
#define PAGES(n)	((unsigned long)(n) << PAGE_SHIFT)

static int space_init(struct kunit *test)
{
	struct vmap_space *space = kunit_kzalloc(test, sizeof(*space), GFP_KERNEL);
	int err = space ? vmap_space_init(space, BASE, BASE + PAGES(NR_PAGES)) : -ENOMEM;

	test->priv = err ? NULL : space;
	return err;
}

static void space_verify(struct kunit *test)
{
	char *text = kunit_kzalloc(test, 1024, GFP_KERNEL);
	struct verify_report report = { .text = text, .size = 1024 };

	KUNIT_ASSERT_NOT_NULL(test, text);
	vmap_space_verify(test->priv, &report);
	KUNIT_EXPECT_STREQ(test, text, "");
}

static void space_exit(struct kunit *test)
{
	if (test->priv)
		vmap_space_destroy(test->priv);
}

static struct vmap_area *take_between(struct kunit *test, unsigned long nr_pages, unsigned long align,
				      unsigned long start, unsigned long end)
{
	struct vmap_request r = { .size = PAGES(nr_pages), .align = align, .start = start, .end = end };
	struct vmap_area *area = vmap_area_alloc(test->priv, &r, NULL, GFP_KERNEL);

	KUNIT_ASSERT_NE(test, PTR_ERR_OR_ZERO(area), -ENOMEM);
	return area;
}

static struct vmap_area *take(struct kunit *test, unsigned long nr_pages)
{
	return take_between(test, nr_pages, PAGE_SIZE, BASE, BASE + PAGES(NR_PAGES));
}

static bool any(const struct vmap_area *area)
{
	return true;
}

static bool none(const struct vmap_area *area)
{
	return false;
}

static void give(struct kunit *test, struct vmap_area *area)
{
	KUNIT_ASSERT_PTR_EQ(test, vmap_area_claim(test->priv, area->start, any), area);
	vmap_area_free(test->priv, area);
}

static unsigned long page_of(const struct vmap_area *area)
{
	return (area->start - BASE) >> PAGE_SHIFT;
}

/* The lowest hole that is large enough is taken, not the best and not the next. */
static void vmap_area_alloc_takes_lowest_that_fits(struct kunit *test)
{
	struct vmap_area *a[6];

	for (int i = 0; i < 6; i++) {
		a[i] = take(test, 10);
		KUNIT_ASSERT_EQ(test, page_of(a[i]), 10UL * i);
	}
	give(test, a[1]);
	give(test, a[3]);
	give(test, a[4]);
	KUNIT_EXPECT_EQ(test, vmap_space_purge(test->priv), 30UL);
	space_verify(test);
	KUNIT_EXPECT_EQ(test, page_of(take(test, 11)), 30UL);
	KUNIT_EXPECT_EQ(test, page_of(take(test, 9)), 10UL);
	KUNIT_EXPECT_EQ(test, page_of(take(test, 9)), 41UL);
	KUNIT_EXPECT_EQ(test, page_of(take(test, 1)), 19UL);
	KUNIT_EXPECT_EQ(test, page_of(take(test, 2)), 60UL);
	space_verify(test);
}

/* What was given back is not given out again before a purge, nor found. */
static void vmap_area_free_rests_until_purge(struct kunit *test)
{
	struct vmap_space *space = test->priv;
	struct vmap_area *a = take(test, 5);
	unsigned long start = a->start;

	give(test, a);
	KUNIT_EXPECT_EQ(test, space->nr_lazy, 5UL);
	KUNIT_EXPECT_NULL(test, vmap_area_find(space, start));
	KUNIT_EXPECT_NULL(test, vmap_area_claim(space, start, any));
	KUNIT_EXPECT_EQ(test, page_of(take(test, 5)), 5UL);
	space_verify(test);
	KUNIT_EXPECT_EQ(test, vmap_space_purge(space), 5UL);
	KUNIT_EXPECT_EQ(test, vmap_space_purge(space), 0UL);
	KUNIT_EXPECT_EQ(test, page_of(take(test, 5)), 0UL);
	space_verify(test);
}

/*
 * Without room for it a request has what rests purged; if that does not help it fails, and changes
 * nothing.
 */
static void vmap_area_alloc_purges_when_full(struct kunit *test)
{
	struct vmap_area *all = take(test, NR_PAGES);

	KUNIT_ASSERT_FALSE(test, IS_ERR(all));
	space_verify(test);
	KUNIT_EXPECT_EQ(test, PTR_ERR(take(test, 1)), -EBUSY);
	give(test, all);
	all = take(test, NR_PAGES);
	KUNIT_EXPECT_FALSE(test, IS_ERR(all));
	give(test, all);
	KUNIT_EXPECT_EQ(test, PTR_ERR(take(test, NR_PAGES + 1)), -EBUSY);
	KUNIT_EXPECT_EQ(test, PTR_ERR(take(test, ULONG_MAX >> PAGE_SHIFT)), -EBUSY);
	space_verify(test);
}

/* Neighbours merge in whatever order they come back: afterwards there is one free range. */
static void vmap_area_purge_merges_neighbours(struct kunit *test)
{
	static const u8 orders[][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
	struct vmap_space *space = test->priv;

	for (int o = 0; o < 6; o++) {
		struct vmap_area *a[3] = { take(test, 3), take(test, 1), take(test, 7) };

		for (int i = 0; i < 3; i++) {
			give(test, a[orders[o][i]]);
			vmap_space_purge(space);
			space_verify(test);
		}
		KUNIT_EXPECT_TRUE(test, list_is_singular(&space->order));
		KUNIT_EXPECT_EQ(test, space->nr_spare, 1UL);
	}
}

/* Alignments and bounds: as asked for, wherever the holes begin, and the rest stays to be had. */
static void vmap_area_alloc_respects_alignment_and_bounds(struct kunit *test)
{
	unsigned long end = BASE + PAGES(NR_PAGES);
	struct vmap_area *a;

	KUNIT_EXPECT_EQ(test, page_of(take(test, 1)), 0UL);
	a = take_between(test, 3, PAGES(64), BASE, end);
	KUNIT_EXPECT_EQ(test, page_of(a), 64UL);
	KUNIT_EXPECT_EQ(test, page_of(take_between(test, 64, PAGES(64), BASE, end)), 128UL);
	KUNIT_EXPECT_EQ(test, page_of(take(test, 63)), 1UL);
	KUNIT_EXPECT_EQ(test, page_of(take(test, 61)), 67UL);
	space_verify(test);
	a = take_between(test, 5, PAGE_SIZE, BASE + PAGES(500), BASE + PAGES(505));
	KUNIT_EXPECT_EQ(test, page_of(a), 500UL);
	a = take_between(test, 5, PAGE_SIZE, BASE + PAGES(500), BASE + PAGES(510));
	KUNIT_EXPECT_EQ(test, page_of(a), 505UL);
	a = take_between(test, 1, PAGE_SIZE, BASE + PAGES(500), BASE + PAGES(510));
	KUNIT_EXPECT_EQ(test, PTR_ERR(a), -EBUSY);
	/* Only just enough, and aligned by luck. */
	a = take_between(test, 256, PAGES(256), BASE + PAGES(512), BASE + PAGES(768));
	KUNIT_EXPECT_EQ(test, page_of(a), 512UL);
	space_verify(test);
}

/* Find: any address of it; claim: its first, if the caller likes it, and once. */
static void vmap_area_claim_is_for_one(struct kunit *test)
{
	struct vmap_space *space = test->priv;
	struct vmap_area *a = take(test, 4), *b = take(test, 4);

	KUNIT_EXPECT_PTR_EQ(test, vmap_area_find(space, a->start), a);
	KUNIT_EXPECT_PTR_EQ(test, vmap_area_find(space, a->end - 1), a);
	KUNIT_EXPECT_PTR_EQ(test, vmap_area_find(space, a->end), b);
	KUNIT_EXPECT_NULL(test, vmap_area_find(space, b->end));
	KUNIT_EXPECT_NULL(test, vmap_area_find(space, BASE - 1));
	KUNIT_EXPECT_NULL(test, vmap_area_claim(space, a->start + PAGE_SIZE, any));
	KUNIT_EXPECT_NULL(test, vmap_area_claim(space, a->start, none));
	KUNIT_EXPECT_PTR_EQ(test, vmap_area_claim(space, a->start, any), a);
	KUNIT_EXPECT_NULL(test, vmap_area_claim(space, a->start, any));
	KUNIT_EXPECT_NULL(test, vmap_area_find(space, a->start));
	vmap_area_free(space, a);
	space_verify(test);
}

/* What verify is for: a wrong sum, a wrong count, a hole between two ranges. */
static void vmap_space_verify_finds_what_is_wrong(struct kunit *test)
{
	struct vmap_space *space = test->priv;
	struct vmap_area *a = take(test, 4), *b = take(test, 4), *rest;
	char *text = kunit_kzalloc(test, 1024, GFP_KERNEL);
	struct verify_report report = { .text = text, .size = 1024 };

	KUNIT_ASSERT_NOT_NULL(test, text);
	rest = list_last_entry(&space->order, struct vmap_area, order_list);
	rest->largest -= PAGE_SIZE;
	vmap_space_verify(space, &report);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "V4: the free range"));
	rest->largest += PAGE_SIZE;
	a->end -= PAGE_SIZE;
	vmap_space_verify(space, &report);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "V1: the range"));
	a->end += PAGE_SIZE;
	space->nr_lazy++;
	vmap_space_verify(space, &report);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "V5: lazy pages: 1 are counted"));
	space->nr_lazy--;
	b->state = VMAP_FREE;
	vmap_space_verify(space, &report);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "V2: the free ranges"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "V3: the range"));
	b->state = VMAP_TAKEN;
	space_verify(test);
}

static struct kunit_case vmap_area_cases[] = {
	KUNIT_CASE(vmap_area_alloc_takes_lowest_that_fits),
	KUNIT_CASE(vmap_area_free_rests_until_purge),
	KUNIT_CASE(vmap_area_alloc_purges_when_full),
	KUNIT_CASE(vmap_area_purge_merges_neighbours),
	KUNIT_CASE(vmap_area_alloc_respects_alignment_and_bounds),
	KUNIT_CASE(vmap_area_claim_is_for_one),
	KUNIT_CASE(vmap_space_verify_finds_what_is_wrong),
	{}
};

static struct kunit_suite vmap_area_suite = {
	.name = "vmap_area",
	.init = space_init,
	.exit = space_exit,
	.test_cases = vmap_area_cases,
};
kunit_test_suite(vmap_area_suite);
