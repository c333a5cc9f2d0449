// SPDX-License-Identifier: MIT
/* tests/mm/leak_test.c - what is counted as in use while others allocate and free */
#include <linux/gfp.h>
#include <linux/leak.h>
#include <linux/slab.h>
#include "../kernel/threads.h"

#define BURST	40

struct churn {
	struct kmem_cache *cache;
	bool stop;
};

/* Up to BURST pages and objects at a time: batches move between zones and lists, slabs and magazines. */
static void churn_body(void *ctx, unsigned int unused)
{
	struct churn *churn = ctx;
	unsigned long pages[BURST];
	void *objects[BURST];

	while (!READ_ONCE(churn->stop)) {
		for (int i = 0; i < BURST; i++) {
			pages[i] = __get_free_page(GFP_KERNEL);
			objects[i] = kmem_cache_alloc(churn->cache, GFP_KERNEL);
		}
		for (int i = 0; i < BURST; i++) {
			free_page(pages[i]);
			if (objects[i])
				kmem_cache_free(churn->cache, objects[i]);
		}
		cond_resched();
	}
}

/*
 * Nothing is counted twice, nor left out: there is at least what was there before, at most what they took.
 * Of a cache that becomes no other one's alias, as the alias' name would stay.
 */
static void leak_snapshot_counts_one_moment(struct kunit *test)
{
	struct leak_snapshot before, now;
	struct churn churn = { .cache = kmem_cache_create("leak-churn", 512, 0, SLAB_NOLEAKTRACE, NULL) };
	struct test_threads threads;

	KUNIT_ASSERT_NOT_NULL(test, churn.cache);
	leak_snapshot(&before);
	test_threads_start(test, &threads, 1, churn_body, &churn);
	for (int i = 0; i < 100; i++) {
		leak_snapshot(&now);
		KUNIT_EXPECT_GE(test, now.pages, before.pages);
		KUNIT_EXPECT_LE(test, now.pages, before.pages + 2 * BURST);
		KUNIT_EXPECT_GE(test, now.objects, before.objects);
		KUNIT_EXPECT_LE(test, now.objects, before.objects + 2 * BURST);
		if (test->status == KUNIT_FAILURE)
			break;
	}
	WRITE_ONCE(churn.stop, true);
	test_threads_join(&threads);
	kmem_cache_destroy(churn.cache);
}

static struct kunit_case leak_cases[] = {
	KUNIT_CASE(leak_snapshot_counts_one_moment),
	{ }
};

static struct kunit_suite leak_suite = { .name = "leak", .test_cases = leak_cases };
kunit_test_suite(leak_suite);
