// SPDX-License-Identifier: MIT
/*
 * tests/mm/slab_stops_test.c - suite "slab_stops": the fast paths of objects, stopped before each of their instructions
 *
 * A task allocates and frees on one CPU. Before each instruction that ktest --stops names (tests/stops.h)
 * it is stopped in turn, and what could come in between happens there: somebody else uses the same
 * CPU's magazine, holds the CPU, takes it away, drains it; or the task itself is moved. Then it goes on.
 * No object may be given out twice or be lost, nobody but its holder may touch a held CPU's
 * magazine, and nobody that of one that is offline. Without the option all is skipped: tests/cmd/stops.t
 * has it.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "mm/slab.h"
#include "tests/mm/disturb.h"

#define SIZE	720

static struct kmem_cache *cache, *far_cache;	/* of the latter the marks are not at the beginning */
static size_t size;			/* SIZE, which the compiler does not know */

/* ---- the interfaces ---- */

/* The core's functions; their names alone are inlined, as in a module. */
static void *(*volatile called_kmem_cache_alloc)(struct kmem_cache *s, gfp_t flags) = kmem_cache_alloc;
static void (*volatile called_kmem_cache_free)(struct kmem_cache *s, void *objp) = kmem_cache_free;
static void *(*volatile called_kmalloc_trace)(struct kmem_cache *s, gfp_t flags, size_t size) = kmalloc_trace;
static void *(*volatile called_kmalloc)(size_t size, gfp_t flags) = __kmalloc;
static void (*volatile called_kfree)(const void *objp) = kfree;

static void *called_cache_take(void)
{
	return called_kmem_cache_alloc(cache, GFP_ATOMIC);
}

static void called_cache_give(void *object)
{
	called_kmem_cache_free(cache, object);
}

static void *cache_take(void)
{
	return kmem_cache_alloc(cache, GFP_ATOMIC);
}

static void cache_give(void *object)
{
	kmem_cache_free(cache, object);
}

static void *far_take(void)
{
	return called_kmem_cache_alloc(far_cache, GFP_ATOMIC);
}

static void far_give(void *object)
{
	called_kmem_cache_free(far_cache, object);
}

static void *called_constant_take(void)
{
	return called_kmalloc_trace(kmalloc_caches[KMALLOC_NORMAL][kmalloc_class(SIZE)], GFP_ATOMIC, SIZE);
}

static void *constant_take(void)
{
	return kmalloc(SIZE, GFP_ATOMIC);
}

static void *called_size_take(void)
{
	return called_kmalloc(size, GFP_ATOMIC);
}

static void *size_take(void)
{
	return kmalloc(size, GFP_ATOMIC);
}

static void called_kmalloc_give(void *object)
{
	called_kfree(object);
}

static void kmalloc_give(void *object)
{
	kfree(object);
}

static const struct interface interfaces[] = {
	{ "kmem_cache_alloc", called_cache_take, called_cache_give },
	{ "kmem_cache_alloc with a constructor", far_take, far_give },
	{ "kmalloc_trace", called_constant_take, called_kmalloc_give },
	{ "kmalloc", called_size_take, called_kmalloc_give },
	{ "kmem_cache_alloc, inlined", cache_take, cache_give },
	{ "kmalloc_trace, inlined", constant_take, kmalloc_give },
	{ "kmalloc, inlined", size_take, kmalloc_give },
};

static struct kmem_cache *used_cache;	/* by @interface */

static void shrink(void)
{
	kmem_cache_shrink(used_cache);
}

static void magazine_off(void)
{
	slab_magazine_off(used_cache);
}

static void magazine_on(void)
{
	slab_magazine_on(used_cache);
}

static struct slab_magazine before;
static bool before_top;		/* and what it has on top is in */

static bool top_is_in(const struct slab_magazine *m)
{
	return READ_ONCE(*link_word(used_cache, m->last)) == slab_top_mark(cpu);
}

static void thing_look(void *object)
{
}

/* A magazine of @cpu's that nobody may use until held_compare(). */
static void held_remember(void)
{
	const struct slab_magazine *m = used_cache->magazine_own ? per_cpu_ptr(used_cache->magazine_own, cpu) : NULL;

	if (m) {
		before = *m;
		before_top = top_is_in(m);
	}
}

static void held_compare(void)
{
	const struct slab_magazine *m = used_cache->magazine_own ? per_cpu_ptr(used_cache->magazine_own, cpu) : NULL;

	if (m)
		touched += memcmp(&before, m, sizeof(before)) || top_is_in(m) != before_top;
}

static const struct disturbance disturbances[] = {
	{ "nothing", true, false, false, none, none },
	{ "pair", true, false, false, pair_here, none },
	{ "keep", true, false, false, keep_here, none },
	{ "give", true, false, false, give_here, none },
	{ "swap", true, false, false, swap_here, none },
	{ "hold", true, false, false, hold, none },
	{ "shrink", true, false, false, shrink, none },
	{ "magazine-off", true, false, false, magazine_off, magazine_on },
	{ "foreign-sequence", true, false, true, none, none },
	{ "foreign-and-keep", true, false, true, keep_here, none },
	{ "call-keeps", false, false, false, keep_by_call, none },
	{ "call-gives", false, false, false, give_by_call, none },
	{ "shrink-from-elsewhere", false, false, false, shrink, none },
	{ "cpu-goes", false, false, false, offline, online },
	{ "moved", true, true, false, none, none },
	{ "moved-and-keep", true, true, false, keep_here, none },
	{ "moved-and-give", true, true, false, give_here, none },
	{ "moved-and-hold", true, true, false, hold, none },
};

/* ---- cases ---- */

static void describe(const struct disturbance *d, char *desc)
{
	strscpy(desc, d->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(disturbance, disturbances, describe);

static void construct(void *object)
{
	memset(object, 0, SIZE);
}

static void run_interface(struct kunit *test)
{
	void *object = interface->take();

	KUNIT_ASSERT_NOT_NULL(test, object);
	used_cache = virt_to_head_page(object)->slab_cache;
	interface->give(object);
	disturb(test);
}

static void slab_stops_disturbed(struct kunit *test)
{
	struct slabinfo info;

	disturbance = test->param_value;
	if (!stops_nr || !stops_nr())
		kunit_skip(test, "for tests/cmd/stops.t");
	if (!disturbance_is_possible())
		kunit_skip(test, "one CPU");
	cpu = nr_cpu_ids > 1;
	size = SIZE;
	OPTIMIZER_HIDE_VAR(size);
	hits = failures = 0;
	cache = kmem_cache_create("stops", SIZE, 0, SLAB_NOLEAKTRACE, NULL);
	KUNIT_ASSERT_NOT_NULL(test, cache);
	far_cache = kmem_cache_create("stops-far", SIZE, 0, SLAB_NOLEAKTRACE, construct);
	KUNIT_ASSERT_NOT_NULL(test, far_cache);
	for (interface = interfaces; interface < interfaces + ARRAY_SIZE(interfaces); interface++)
		run_interface(test);
	KUNIT_EXPECT_EQ(test, failures, 0U);
	KUNIT_EXPECT_GT(test, hits, stops_nr() / 4);
	slab_get_info(cache, &info);
	KUNIT_EXPECT_EQ(test, info.active_objs, 0UL);
	kmem_cache_destroy(cache);
	kmem_cache_destroy(far_cache);
	kunit_info(test, "%s: %u stops\n", disturbance->name, hits);
}

static struct kunit_case slab_stops_cases[] = {
	KUNIT_CASE_PARAM(slab_stops_disturbed, disturbance_gen_params),
	{ }
};

static struct kunit_suite slab_stops_suite = {
	.name = "slab_stops",
	.test_cases = slab_stops_cases,
};

kunit_test_suite(slab_stops_suite);
