// SPDX-License-Identifier: MIT
/*
 * tests/mm/slab_storm_test.c - suite "slab_storm": objects of one cache, while everything happens at once
 *
 * Tasks pass objects to each other, so that most are freed on another CPU than they came from; they hop
 * from one host CPU to another, and hold CPUs now and then. Others interrupt all CPUs, restart their
 * sequences, drain and switch off magazines, make and destroy caches, and take a CPU away and bring it
 * back. Each object that is out has a bit: none may be given out twice, none be lost.
 */
#include <asm-generic/arch.h>
#include <asm/cpu_token.h>
#include <kunit/test.h>
#include <linux/bitops.h>
#include <linux/cpu.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include "mm/slab.h"
#include "tests/kernel/threads.h"
#include "tests/mm/verified.h"
#include "tests/stops.h"

#define SIZE		192
#define NR_SLOTS	48
#define LENGTH		(HZ * 6 / 10)

static struct kmem_cache *cache;
static void *slots[NR_SLOTS];
static unsigned long *live;		/* a bit for each possible place of an object */
static unsigned long ends;
static unsigned int nr_twice, nr_foreign, nr_touched, nr_done;

static unsigned int next_random(unsigned int *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static bool goes_on(void)
{
	return time_before(jiffies, ends);
}

static unsigned long place(const void *object)
{
	return ((unsigned long)object - PAGE_OFFSET) / 64;
}

static void *take(void)
{
	void *object = kmem_cache_alloc(cache, GFP_ATOMIC);

	if (object && test_and_set_bit(place(object), live))
		__atomic_fetch_add(&nr_twice, 1, __ATOMIC_RELAXED);
	return object;
}

static void give(void *object)
{
	if (!object)
		return;
	if (!test_and_clear_bit(place(object), live))
		__atomic_fetch_add(&nr_foreign, 1, __ATOMIC_RELAXED);
	kmem_cache_free(cache, object);
}

static void pass_on(unsigned int *random)
{
	void *object = take();

	if (next_random(random) % 4)
		object = xchg(&slots[next_random(random) % NR_SLOTS], object);
	give(object);
}

/* Interrupts do the same, on top of whatever they hit. */
static void pass_on_irq(void *unused)
{
	unsigned int random = jiffies;

	pass_on(&random);
}

/* Nobody else may use a CPU's magazine while it is held with interrupts off. */
static void hold(unsigned int *random)
{
	struct slab_magazine before, *m;
	unsigned long flags;

	preempt_disable();
	pass_on(random);
	local_irq_save(flags);
	if (cache->magazine_own) {
		m = this_cpu_ptr(cache->magazine_own);
		before = *m;
		for (unsigned int i = next_random(random) % 512; i; i--)
			cpu_relax();
		if (memcmp(&before, m, sizeof(before)))
			__atomic_fetch_add(&nr_touched, 1, __ATOMIC_RELAXED);
	}
	local_irq_restore(flags);
	pass_on(random);
	preempt_enable();
}

static void work(unsigned int i)
{
	unsigned int random = i * 7919 + 1, n = 0;

	while (goes_on()) {
		pass_on(&random);
		if (!(next_random(&random) % 64))
			hold(&random);
		if (stops_pin && !(next_random(&random) % 256))
			stops_pin(next_random(&random) % nr_cpu_ids);
		n++;
	}
	__atomic_fetch_add(&nr_done, n, __ATOMIC_RELAXED);
}

static void storm_calls(void)
{
	while (goes_on()) {
		on_each_cpu(pass_on_irq, NULL, 1);
		arch_restart_cpus();
		usleep_range(20, 50);
	}
}

static void storm_caches(void)
{
	while (goes_on()) {
		struct kmem_cache *s = kmem_cache_create("storm-now", SIZE, 0, SLAB_NOLEAKTRACE | SLAB_NO_USER_FLAGS, NULL);
		void *object = s ? kmem_cache_alloc(s, GFP_KERNEL) : NULL;

		if (object)
			kmem_cache_free(s, object);
		kmem_cache_destroy(s);
		usleep_range(200, 400);
	}
}

static void storm_magazines(void)
{
	while (goes_on()) {
		kmem_cache_shrink(cache);
		slab_magazine_off(cache);
		usleep_range(50, 100);
		slab_magazine_on(cache);
		usleep_range(300, 500);
	}
}

static void storm_hotplug(void)
{
	while (goes_on()) {
		if (nr_cpu_ids > 1 && !remove_cpu(nr_cpu_ids - 1))
			add_cpu(nr_cpu_ids - 1);
		usleep_range(1000, 2000);
	}
}

#define NR_WORKERS	5

static void storm_thread(void *unused, unsigned int i)
{
	static void (*const others[])(void) = { storm_calls, storm_caches, storm_magazines, storm_hotplug };

	if (i < NR_WORKERS)
		work(i);
	else
		others[i - NR_WORKERS]();
}

static void slab_storm_keeps_each_object_once(struct kunit *test)
{
	size_t places = max_pfn * PAGE_SIZE / 64;
	struct slabinfo info;

	nr_twice = nr_foreign = nr_touched = nr_done = 0;
	live = kvzalloc(BITS_TO_LONGS(places) * sizeof(long), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, live);
	cache = kmem_cache_create("storm", SIZE, 0, SLAB_HWCACHE_ALIGN | SLAB_NOLEAKTRACE | SLAB_NO_USER_FLAGS, NULL);
	KUNIT_ASSERT_NOT_NULL(test, cache);
	ends = jiffies + LENGTH;
	test_threads_run(test, NR_WORKERS + 4, storm_thread, NULL);
	for (unsigned int i = 0; i < NR_SLOTS; i++)
		give(xchg(&slots[i], NULL));
	KUNIT_EXPECT_EQ(test, nr_twice, 0U);
	KUNIT_EXPECT_EQ(test, nr_foreign, 0U);
	KUNIT_EXPECT_EQ(test, nr_touched, 0U);
	KUNIT_EXPECT_GT(test, nr_done, 0U);
	slab_get_info(cache, &info);
	KUNIT_EXPECT_EQ(test, info.active_objs, 0UL);
	EXPECT_VERIFIED(test);
	kmem_cache_destroy(cache);
	kvfree(live);
	kunit_info(test, "%u objects passed on\n", nr_done);
}

static struct kunit_case slab_storm_cases[] = {
	KUNIT_CASE(slab_storm_keeps_each_object_once),
	{ }
};

static struct kunit_suite slab_storm_suite = {
	.name = "slab_storm",
	.test_cases = slab_storm_cases,
};

kunit_test_suite(slab_storm_suite);
