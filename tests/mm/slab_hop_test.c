// SPDX-License-Identifier: MIT
/*
 * tests/mm/slab_hop_test.c - suite "slab_hop": a task that goes from one host CPU to another, and what its objects do
 *
 * Without restartable sequences, or with one CPU, less is said.
 */
#include <asm/cpu_token.h>
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "mm/slab.h"
#include "tests/kernel/threads.h"
#include "tests/mm/verified.h"
#include "tests/stops.h"

#define ROUNDS	100

static struct kmem_cache *cache;

static int hop_test_init(struct kunit *test)
{
	cache = kmem_cache_create("hop", 320, 0, SLAB_NOLEAKTRACE | SLAB_NO_USER_FLAGS, NULL);
	return cache ? 0 : -ENOMEM;
}

static void hop_test_exit(struct kunit *test)
{
	kmem_cache_destroy(cache);
}

static void *take(void)
{
	return kmem_cache_alloc(cache, GFP_KERNEL);
}

static void give(void *object)
{
	kmem_cache_free(cache, object);
}

static void go_to(unsigned int cpu)
{
	if (stops_pin && cpu < nr_cpu_ids)
		stops_pin(cpu);
}

/* On CPU 0 and then on CPU 1 it was given out last, and on 1 it came back: it is on top there only. */
static bool top_of_one_is_taken_by_another(void)
{
	void *a, *b;
	bool taken;

	go_to(0);
	a = take();
	go_to(1);
	give(a);
	b = take();
	give(b);
	go_to(0);
	a = take();
	taken = a == b;
	give(a);
	return taken;
}

static void hop_many(void *ctx, unsigned int i)
{
	unsigned int *taken = ctx;

	if (stops_pin(0) || stops_pin(1))
		return;			/* the host has one CPU for us */
	for (i = 0; i < ROUNDS; i++)
		*taken += top_of_one_is_taken_by_another();
}

/* What CPU 1 has on top goes elsewhere only when its magazine is emptied: by a trim, say, once. */
static void hop_top_is_of_one_cpu(struct kunit *test)
{
	unsigned int taken = 0;

	if (!stops_pin || nr_cpu_ids == 1 || !cache->magazine_own)
		kunit_skip(test, "one CPU, or no magazines");
	if (arch_cpu_home(0) == CPU_HOME_NONE)
		kunit_skip(test, "no sequences: which CPU it takes is not the host's business");
	test_threads_run(test, 1, hop_many, &taken);
	KUNIT_EXPECT_LT(test, taken, ROUNDS / 4U);
}

/* @from: where it is allocated and freed; @to: where it is freed again; @via: it has been that CPU's last before. */
struct second_free {
	const char *name;
	unsigned int from, to;
	bool via;
};

static const struct second_free second_frees[] = {
	{ "at-once", 0, 0, false },
	{ "after-a-hop", 0, 1, false },
	{ "where-it-was-last", 0, 1, true },
	{ "back-where-it-was-last", 1, 0, true },
};

static void describe(const struct second_free *s, char *desc)
{
	strscpy(desc, s->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(second_free, second_frees, describe);

static void free_twice(void *ctx, unsigned int i)
{
	const struct second_free *s = ctx;
	void *object;

	if (s->via) {
		go_to(s->to);
		object = take();
		go_to(s->from);
		give(object);
	}
	go_to(s->from);
	object = take();
	give(object);
	object = take();
	give(object);
	go_to(s->to);
	give(object);
}

/* Reported, and the object is given out once. */
static void hop_second_free_is_reported(struct kunit *test)
{
	struct printk_capture c;
	struct slabinfo info;
	void *first, *second;

	printk_capture_begin(&c);
	test_threads_run(test, 1, free_twice, (void *)test->param_value);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "Object already free"), 1U);
	first = take();
	second = take();
	KUNIT_EXPECT_PTR_NE(test, first, second);
	give(second);
	give(first);
	slab_get_info(cache, &info);
	KUNIT_EXPECT_EQ(test, info.active_objs, 0UL);
	EXPECT_VERIFIED(test);
}

static struct kunit_case slab_hop_cases[] = {
	KUNIT_CASE(hop_top_is_of_one_cpu),
	KUNIT_CASE_PARAM(hop_second_free_is_reported, second_free_gen_params),
	{ }
};

static struct kunit_suite slab_hop_suite = {
	.name = "slab_hop",
	.init = hop_test_init,
	.exit = hop_test_exit,
	.test_cases = slab_hop_cases,
};

kunit_test_suite(slab_hop_suite);
