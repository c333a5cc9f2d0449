// SPDX-License-Identifier: MIT
/* tests/mm/shrinker_test.c - caches that give memory back (row E3) */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/shrinker.h>

/* A cache of imaginary objects. */
static struct hoard {
	struct shrinker shrinker;
	unsigned long objects;
	unsigned long largest_scan;
	unsigned long stop_below;	/* SHRINK_STOP when that many are left */
	gfp_t seen;
} hoard;

static unsigned long hoard_count(struct shrinker *shrinker, struct shrink_control *sc)
{
	return hoard.objects ? hoard.objects : SHRINK_EMPTY;
}

static unsigned long hoard_scan(struct shrinker *shrinker, struct shrink_control *sc)
{
	unsigned long freed = min(sc->nr_to_scan, hoard.objects);

	hoard.seen = sc->gfp_mask;
	hoard.largest_scan = max(hoard.largest_scan, sc->nr_to_scan);
	if (hoard.objects <= hoard.stop_below)
		return SHRINK_STOP;
	hoard.objects -= freed;
	return freed;
}

static int hoard_init(struct kunit *test)
{
	memset(&hoard, 0, sizeof(hoard));
	hoard.shrinker.count_objects = hoard_count;
	hoard.shrinker.scan_objects = hoard_scan;
	hoard.shrinker.seeks = DEFAULT_SEEKS;
	hoard.objects = 4096;
	return register_shrinker(&hoard.shrinker, "hoard-%d", 1);
}

static void hoard_exit(struct kunit *test)
{
	unregister_shrinker(&hoard.shrinker);
}

/* At priority 0 everything goes, in calls of no more than a batch, with the allocation's flags. */
static void shrinker_priority_zero_frees_all(struct kunit *test)
{
	unsigned long freed = shrink_slab(GFP_NOFS, 0, NULL, 0);

	KUNIT_EXPECT_GE(test, freed, 4096UL);
	KUNIT_EXPECT_EQ(test, hoard.objects, 0UL);
	KUNIT_EXPECT_LE(test, hoard.largest_scan, 128UL);
	KUNIT_EXPECT_EQ(test, (__force unsigned int)hoard.seen, (__force unsigned int)GFP_NOFS);
}

/* Half as much is asked for at each step of priority; less than a batch is put off, not lost. */
static void shrinker_priority_halves_pressure(struct kunit *test)
{
	int calls = 0;

	shrink_slab(GFP_KERNEL, 0, NULL, 4);
	KUNIT_EXPECT_EQ(test, hoard.objects, 4096UL - 512);	/* 4 * (4096 >> 4) / 2 seeks */
	hoard.objects = 512;
	while (hoard.objects == 512 && calls++ < 1000)
		shrink_slab(GFP_KERNEL, 0, NULL, 4);		/* 64 due a call: under a batch */
	KUNIT_EXPECT_GT(test, calls, 1);
	KUNIT_EXPECT_LT(test, calls, 1000);
}

/* SHRINK_STOP ends the round. */
static void shrinker_stop_is_obeyed(struct kunit *test)
{
	hoard.stop_below = 4096;
	KUNIT_EXPECT_EQ(test, shrink_slab(GFP_KERNEL, 0, NULL, 0), 0UL);
	KUNIT_EXPECT_EQ(test, hoard.objects, 4096UL);
}

/* Once unregistered it is not called; doing it twice is harmless. */
static void shrinker_unregister_ends_calls(struct kunit *test)
{
	unregister_shrinker(&hoard.shrinker);
	shrink_slab(GFP_KERNEL, 0, NULL, 0);
	KUNIT_EXPECT_EQ(test, hoard.objects, 4096UL);
}

static struct kunit_case shrinker_cases[] = {
	KUNIT_CASE(shrinker_priority_zero_frees_all),
	KUNIT_CASE(shrinker_priority_halves_pressure),
	KUNIT_CASE(shrinker_stop_is_obeyed),
	KUNIT_CASE(shrinker_unregister_ends_calls),
	{}
};

static struct kunit_suite shrinker_suite = {
	.name		= "shrinker",
	.init		= hoard_init,
	.exit		= hoard_exit,
	.test_cases	= shrinker_cases,
};
kunit_test_suite(shrinker_suite);
