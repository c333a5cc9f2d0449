// SPDX-License-Identifier: MIT
/*
 * tests/mm/slab_magazine_test.c - suite "slab_magazine": free objects per CPU and per node (row B6)
 *
 * The cases hold for every design; those that look at magazines are skipped for one without.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mm_verify.h>
#include <linux/nodemask.h>
#include <linux/percpu_stack.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/topology.h>
#include "mm/slab.h"
#include "tests/mm/unmerged.h"

#define NR	2000

static struct kmem_cache *cache;
static void *objects[NR];

static int magazine_test_init(struct kunit *test)
{
	cache = kmem_cache_create("magazine-test", 96, 0, SLAB_NOLEAKTRACE, NULL);
	return cache ? 0 : -ENOMEM;
}

static void magazine_test_exit(struct kunit *test)
{
	kmem_cache_destroy(cache);
}

static void need_magazines(struct kunit *test)
{
	if (!cache->magazine_own)
		kunit_skip(test, "the design has no magazines");
}

/* A limit of theirs is the memory. Whoever wants them not to be trimmed holds slab_mutex. */
static void need_depots(struct kunit *test)
{
	need_magazines(test);
	if (totalram_pages() < (16UL << 20) >> PAGE_SHIFT)
		kunit_skip(test, "memory is so small that depots are");
}

static void need_batches(struct kunit *test)
{
	need_depots(test);
	if (direct_map_size > 32UL << 30)
		kunit_skip(test, "memory is so large that batches are in containers");
}

/* Called under slab_mutex too, so no assertion; empty() takes what there is. */
static void fill(struct kunit *test)
{
	for (int i = 0; i < NR; i++) {
		objects[i] = kmem_cache_alloc(cache, GFP_KERNEL);
		KUNIT_EXPECT_NOT_NULL(test, objects[i]);
		if (objects[i])
			memset(objects[i], i, 96);
	}
}

static void empty(struct kunit *test)
{
	for (int i = 0; i < NR; i++) {
		if (!objects[i])
			continue;
		KUNIT_EXPECT_NULL(test, memchr_inv(objects[i], i & 0xff, 96));
		kmem_cache_free(cache, objects[i]);
	}
}

static unsigned long active_objects(void)
{
	struct slabinfo info;

	slab_get_info(cache, &info);
	return info.active_objs;
}

/* On one CPU what was freed last is warm, and is given out first. */
static void magazine_last_freed_is_first_out(struct kunit *test)
{
	void *a, *b;

	need_magazines(test);
	a = kmem_cache_alloc(cache, GFP_KERNEL);
	b = kmem_cache_alloc(cache, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	preempt_disable();
	kmem_cache_free(cache, a);
	kmem_cache_free(cache, b);
	KUNIT_EXPECT_PTR_EQ(test, kmem_cache_alloc(cache, GFP_ATOMIC), b);
	KUNIT_EXPECT_PTR_EQ(test, kmem_cache_alloc(cache, GFP_ATOMIC), a);
	preempt_enable();
	kmem_cache_free(cache, a);
	kmem_cache_free(cache, b);
}

static bool is_top_somewhere(const void *object)
{
	int cpu;

	for_each_possible_cpu(cpu)
		if (per_cpu_ptr(cache->magazine_own, cpu)->last == object)
			return true;
	return false;
}

/*
 * An object on top is the next one out, counts as free, and leaves with the rest when the cache is
 * shrunk.
 */
static void magazine_top_comes_back_and_goes(struct kunit *test)
{
	bool seen = false;

	need_magazines(test);
	for (int i = 0; i < 100; i++) {
		void *a = kmem_cache_alloc(cache, GFP_KERNEL), *b;

		kmem_cache_free(cache, a);
		b = kmem_cache_alloc(cache, GFP_KERNEL);
		if (is_top_somewhere(b))
			seen = true;
		kmem_cache_free(cache, b);
		KUNIT_EXPECT_EQ(test, active_objects(), 0UL);
	}
	if (!seen)
		kunit_info(test, "no restartable sequences here: nothing was ever on top");
	kmem_cache_shrink(cache);
	KUNIT_EXPECT_EQ(test, magazine_objects(cache), 0UL);
}

/* Who is on top is not believed any longer than the slab lives. */
static void magazine_top_is_forgotten_with_its_slab(struct kunit *test)
{
	void *a;

	need_magazines(test);
	a = kmem_cache_alloc(cache, GFP_KERNEL);
	kmem_cache_free(cache, a);
	a = kmem_cache_alloc(cache, GFP_KERNEL);
	preempt_disable();			/* so it goes to the stack, and the top still says that it is out */
	kmem_cache_free(cache, a);
	preempt_enable();
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(cache), 0);
	KUNIT_EXPECT_FALSE(test, is_top_somewhere(a));
}

/* Freed on one CPU from the top, and once more on the others. */
static void free_again(void *object)
{
	kmem_cache_free(cache, object);
}

static void magazine_second_free_is_found_on_any_cpu(struct kunit *test)
{
	struct printk_capture c;
	void *a;
	int cpu;

	need_magazines(test);
	a = kmem_cache_alloc(cache, GFP_KERNEL);
	kmem_cache_free(cache, a);
	a = kmem_cache_alloc(cache, GFP_KERNEL);
	kmem_cache_free(cache, a);
	printk_capture_begin(&c);
	kmem_cache_free(cache, a);
	for_each_online_cpu(cpu)
		smp_call_function_single(cpu, free_again, a, 1);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, slab_misuse_text(SLAB_MISUSE_FREE)), 1U + num_online_cpus());
	KUNIT_EXPECT_EQ(test, active_objects(), 0UL);
}

/* A burst goes to the depot, not to the slabs, and comes from there again; all of it counts as free. */
static void magazine_burst_waits_in_depot(struct kunit *test)
{
	struct slabinfo before, after;

	need_depots(test);
	mutex_lock(&slab_mutex);		/* keeps out the thread that trims */
	fill(test);
	slab_get_info(cache, &before);
	KUNIT_EXPECT_EQ(test, before.active_objs, (unsigned long)NR);
	empty(test);
	KUNIT_EXPECT_GE(test, depots_batches(cache), 1UL);
	KUNIT_EXPECT_EQ(test, active_objects(), 0UL);
	slab_get_info(cache, &after);
	KUNIT_EXPECT_EQ(test, after.num_slabs, before.num_slabs);
	fill(test);
	KUNIT_EXPECT_EQ(test, depots_batches(cache), 0UL);
	slab_get_info(cache, &after);
	KUNIT_EXPECT_EQ(test, after.num_slabs, before.num_slabs);
	empty(test);
	mutex_unlock(&slab_mutex);
}

/* What was in a depot for a whole interval goes back, and its slabs with it. */
static void magazine_trim_returns_what_was_not_needed(struct kunit *test)
{
	need_magazines(test);
	fill(test);
	empty(test);
	mutex_lock(&slab_mutex);
	depots_trim(cache);
	depots_trim(cache);
	mutex_unlock(&slab_mutex);
	KUNIT_EXPECT_EQ(test, depots_batches(cache), 0UL);
	KUNIT_EXPECT_EQ(test, active_objects(), 0UL);
}

/* ... and what was taken out and put back in between stays. */
static void magazine_trim_leaves_what_is_used(struct kunit *test)
{
	need_magazines(test);
	mutex_lock(&slab_mutex);
	fill(test);
	empty(test);
	depots_trim(cache);
	fill(test);
	empty(test);
	depots_trim(cache);
	mutex_unlock(&slab_mutex);
	KUNIT_EXPECT_GE(test, depots_batches(cache), 1UL);
}

/* From one look to the next nothing was used: all goes, the slabs that a design keeps too. */
static void magazine_rest_empties_everything(struct kunit *test)
{
	struct slabinfo info;

	need_magazines(test);
	mutex_lock(&slab_mutex);
	fill(test);
	empty(test);
	KUNIT_EXPECT_TRUE(test, slab_cache_trim(cache));
	KUNIT_EXPECT_GE(test, magazine_objects(cache), 1UL);
	slab_cache_trim(cache);
	KUNIT_EXPECT_EQ(test, magazine_objects(cache), 0UL);
	slab_get_info(cache, &info);
	KUNIT_EXPECT_EQ(test, info.num_slabs, 0UL);
	KUNIT_EXPECT_FALSE(test, slab_cache_trim(cache));
	mutex_unlock(&slab_mutex);
}

/* ... and one object taken and put back in between keeps the magazines as they are. */
static void magazine_use_is_no_rest(struct kunit *test)
{
	unsigned long had;

	need_magazines(test);
	mutex_lock(&slab_mutex);
	fill(test);
	empty(test);
	while (depots_batches(cache))
		depots_trim(cache);
	slab_cache_trim(cache);
	had = magazine_objects(cache);
	for (int i = 0; i < 4; i++) {
		void *two[] = { kmem_cache_alloc(cache, GFP_KERNEL), kmem_cache_alloc(cache, GFP_KERNEL) };

		kmem_cache_free(cache, two[0]);
		kmem_cache_free(cache, two[1]);
		KUNIT_EXPECT_TRUE(test, slab_cache_trim(cache));
		KUNIT_EXPECT_GE(test, magazine_objects(cache), had);
	}
	mutex_unlock(&slab_mutex);
}

static void magazine_shrink_empties_everything(struct kunit *test)
{
	fill(test);
	empty(test);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(cache), 0);
	KUNIT_EXPECT_EQ(test, magazine_objects(cache), 0UL);
}

/* When memory is short. */
static void magazine_reclaim_empties_depots(struct kunit *test)
{
	need_depots(test);
	fill(test);
	empty(test);
	KUNIT_EXPECT_GE(test, depots_batches(cache), 1UL);
	while (!slab_reclaim_empty() && depots_batches(cache))
		cond_resched();			/* somebody else has the list of caches */
	KUNIT_EXPECT_EQ(test, depots_batches(cache), 0UL);
	KUNIT_EXPECT_EQ(test, active_objects(), 0UL);
}

/* A cache whose objects must be seen one by one keeps none per CPU. */
static void magazine_debugged_cache_has_none(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("magazine-debug", 64, 0, SLAB_CONSISTENCY_CHECKS | SLAB_UNMERGED, NULL);
	void *object;

	KUNIT_ASSERT_NOT_NULL(test, s);
	object = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_EXPECT_NOT_NULL(test, object);
	if (object)
		kmem_cache_free(s, object);
	KUNIT_EXPECT_EQ(test, magazine_objects(s), 0UL);
	kmem_cache_destroy(s);
}

/* Switched off and on while objects are in use. */
static void magazine_off_takes_the_slow_path(struct kunit *test)
{
	void *object;

	need_magazines(test);
	slab_magazine_off(cache);
	preempt_disable();
	KUNIT_EXPECT_NULL(test, percpu_stack_pop(&cache->magazine_any->stack));
	preempt_enable();
	fill(test);
	slab_magazine_on(cache);
	empty(test);
	object = kmem_cache_alloc(cache, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, object);
	kmem_cache_free(cache, object);
}

static void alloc_in_handler(void *slot)
{
	*(void **)slot = kmem_cache_alloc(cache, GFP_ATOMIC);
}

static void free_in_handler(void *object)
{
	kmem_cache_free(cache, object);
}

/* On every CPU in turn, in a hard interrupt, and freed in another one. */
static void magazine_interrupts_allocate_and_free(struct kunit *test)
{
	int cpu;

	for_each_online_cpu(cpu) {
		void *object = NULL;

		for (int i = 0; i < 300; i++) {
			smp_call_function_single(cpu, alloc_in_handler, &object, 1);
			KUNIT_ASSERT_NOT_NULL(test, object);
			smp_call_function_single(cpu, free_in_handler, object, 1);
		}
	}
	KUNIT_EXPECT_EQ(test, active_objects(), 0UL);
}

/* ---- batches in their own objects ---- */

/* Freed all at once, and had again: each has one owner, whatever it held for the depot meanwhile. */
static void magazine_burst_of_any_size(struct kunit *test)
{
	static const unsigned int sizes[] = { 1, 8, 16, 20, 24, 32, 40, 48, 64, 72, 200, 512, 1000, 4096, 8192 };
	struct kmem_cache *s;

	need_depots(test);
	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		unsigned int size = sizes[i], nr = min_t(unsigned int, NR, (256U << 10) / size);

		s = kmem_cache_create("magazine-size", size, 0, i % 2 ? SLAB_HWCACHE_ALIGN : SLAB_NOLEAKTRACE, NULL);
		KUNIT_ASSERT_NOT_NULL(test, s);
		for (int round = 0; round < 3; round++) {
			for (unsigned int j = 0; j < nr; j++) {
				objects[j] = kmem_cache_alloc(s, GFP_KERNEL);
				KUNIT_ASSERT_NOT_NULL(test, objects[j]);
				memset(objects[j], j, size);
			}
			for (unsigned int j = 0; j < nr; j++)
				KUNIT_EXPECT_NULL(test, memchr_inv(objects[j], j & 0xff, size));
			for (unsigned int j = 0; j < nr; j++)
				kmem_cache_free(s, objects[round == 1 ? nr - 1 - j : j]);
		}
		kmem_cache_destroy(s);
	}
}

static unsigned long containers_in_use(void)
{
	struct slabinfo info = {};
	struct kmem_cache *s;

	list_for_each_entry(s, &slab_caches, list)
		if (!strcmp(s->name, "slab_batch"))
			slab_get_info(s, &info);
	return info.active_objs;
}

/* A burst of usual objects takes no memory to be kept. */
static void magazine_burst_needs_no_containers(struct kunit *test)
{
	unsigned long before;

	need_batches(test);
	mutex_lock(&slab_mutex);
	before = containers_in_use();
	fill(test);
	empty(test);
	KUNIT_EXPECT_GE(test, depots_batches(cache), 1UL);
	KUNIT_EXPECT_LE(test, containers_in_use(), before);
	mutex_unlock(&slab_mutex);
}

static void construct(void *object)
{
	memset(object, 0x5c, 96);
}

/* What a constructor wrote, and what readers under RCU may still look at, is there while the object is free. */
static void magazine_burst_keeps_contents(struct kunit *test)
{
	need_depots(test);
	for (int rcu = 0; rcu < 2; rcu++) {
		struct kmem_cache *s = kmem_cache_create("magazine-kept", 96, 0, rcu ? SLAB_TYPESAFE_BY_RCU : 0,
							 rcu ? NULL : construct);

		KUNIT_ASSERT_NOT_NULL(test, s);
		mutex_lock(&slab_mutex);
		for (int i = 0; i < NR; i++) {
			objects[i] = kmem_cache_alloc(s, GFP_KERNEL);
			if (rcu && objects[i])
				construct(objects[i]);
		}
		for (int i = 0; i < NR; i++)
			if (objects[i])
				kmem_cache_free(s, objects[i]);
		KUNIT_EXPECT_GE(test, depots_batches(s), 1UL);
		for (int i = 0; i < NR; i++)
			KUNIT_EXPECT_TRUE(test, objects[i] && !memchr_inv(objects[i], 0x5c, 96));
		mutex_unlock(&slab_mutex);
		kmem_cache_destroy(s);
	}
}

static void line_count(void *nr, const char *line)
{
	(*(unsigned int *)nr)++;
}

/* The first objects freed are the first of a batch, but for what was left in the magazine before. */
#define FIRST_FREED	8

/* A word that is not the mark. */
static unsigned long *word_of(void *object)
{
	return (unsigned long *)object + !cache->link_offset;
}

/* Written to, and put right again: the check finds it where a batch's addresses are. */
static void magazine_verify_finds_written_node(struct kunit *test)
{
	unsigned int nr_found = 0, nr_lines = 0;

	need_batches(test);
	fill(test);
	kmem_cache_shrink(cache);	/* so what is freed first is at a batch's beginning */
	empty(test);
	for (int i = 0; i < FIRST_FREED; i++) {
		if (!objects[i])
			continue;
		*word_of(objects[i]) += 64;
		nr_found += mm_verify(line_count, &nr_lines) != 0;
		*word_of(objects[i]) -= 64;
	}
	KUNIT_EXPECT_GE(test, nr_found, FIRST_FREED / 2U);
	KUNIT_EXPECT_GE(test, nr_lines, nr_found);
	KUNIT_EXPECT_EQ(test, mm_verify(line_count, &nr_lines), 0);
}

static void *lost[NR];
static unsigned int nr_lost;

static void unsigned_note(void *arg, struct kmem_cache *s, struct page *page, void *object)
{
	if (*(unsigned long *)object != ~(unsigned long)object && nr_lost < NR)
		lost[nr_lost++] = object;
}

/*
 * Objects that neither callers have nor magazine, depot or slab are put back by hand: once all that are free in
 * the slabs that are left have a signature, they are those without.
 */
static void lost_return(void)
{
	struct slabinfo info;

	nr_lost = 0;
	kmem_cache_shrink(cache);
	preempt_disable();
	slab_get_info(cache, &info);
	for (unsigned long i = 0; i < min_t(unsigned long, info.free_objs, NR); i++) {
		objects[i] = kmem_cache_alloc(cache, GFP_ATOMIC);
		if (objects[i])
			*(unsigned long *)objects[i] = ~(unsigned long)objects[i];
	}
	preempt_enable();
	slab_design->walk(cache, unsigned_note, NULL);
	for (unsigned int i = 0; i < nr_lost; i++) {
		object_unmark(cache, lost[i]);
		kmem_cache_free(cache, lost[i]);
	}
	for (unsigned long i = 0; i < min_t(unsigned long, info.free_objs, NR); i++)
		if (objects[i])
			kmem_cache_free(cache, objects[i]);
}

/*
 * What a batch says of its objects is not believed once somebody wrote to it: it is reported, what it led to
 * stays out of use, and all others are as good as ever. First a few objects in the middle of a
 * batch, then all.
 */
static void magazine_write_to_batch_is_reported(struct kunit *test)
{
	struct printk_capture c;

	need_batches(test);
	for (int all = 0; all < 2; all++) {
		mutex_lock(&slab_mutex);
		fill(test);
		slab_shrink(cache);
		empty(test);
		for (int i = all ? 0 : 2; i < (all ? NR : FIRST_FREED); i++)
			if (objects[i])
				*word_of(objects[i]) ^= 64;
		printk_capture_begin(&c);
		fill(test);
		printk_capture_end(&c);
		mutex_unlock(&slab_mutex);
		KUNIT_EXPECT_GE(test, printk_capture_count(&c, slab_misuse_text(SLAB_MISUSE_OVERWRITTEN)), 1U);
		empty(test);
		lost_return();
		KUNIT_EXPECT_GE(test, nr_lost, all ? cache->batch : 1U);
		KUNIT_EXPECT_TRUE(test, all || nr_lost < cache->batch);
		KUNIT_EXPECT_EQ(test, active_objects(), 0UL);
	}
}

/*
 * One object of a depot that is not the only batch in it is written to, each time another one, until the batch has
 * been gone through: it costs the batch that it is in at most, and that much if it is the first of it.
 */
static void magazine_write_costs_one_batch(struct kunit *test)
{
	unsigned int most = 0;
	struct printk_capture c;

	need_batches(test);
	for (unsigned int i = 2 * cache->batch; i < 3 * cache->batch; i++) {
		mutex_lock(&slab_mutex);
		fill(test);
		empty(test);
		if (objects[i])
			*word_of(objects[i]) ^= 64;
		printk_capture_begin(&c);
		fill(test);
		printk_capture_end(&c);
		mutex_unlock(&slab_mutex);
		empty(test);
		lost_return();
		KUNIT_EXPECT_LE(test, nr_lost, cache->batch);
		most = max(most, nr_lost);
	}
	KUNIT_EXPECT_EQ(test, most, cache->batch);
	KUNIT_EXPECT_EQ(test, active_objects(), 0UL);
}

/* ---- several tasks ---- */

#define NR_TASKS	4
#define NR_SLOTS	64
#define NR_STEPS	20000

/* Objects change hands through these: whoever exchanges one owns what he gets. */
static unsigned long *slots[NR_SLOTS];
static unsigned long nr_spoilt;
static struct completion all_done;
static atomic_t nr_running;

static void object_sign(unsigned long *object)
{
	for (int i = 0; i < 12; i++)
		object[i] = (unsigned long)object + i;
}

static bool object_is_signed(const unsigned long *object)
{
	for (int i = 0; i < 12; i++)
		if (object[i] != (unsigned long)object + i)
			return false;
	return true;
}

static int exchange_objects(void *seed)
{
	unsigned long random = (unsigned long)seed;

	for (int step = 0; step < NR_STEPS; step++) {
		unsigned long *mine = NULL, *other;

		random = random * 6364136223846793005UL + 1442695040888963407UL;
		if (random >> 63) {
			mine = kmem_cache_alloc(cache, GFP_KERNEL);
			if (mine)
				object_sign(mine);
		}
		other = xchg(&slots[(random >> 40) % NR_SLOTS], mine);
		if (!other)
			continue;
		if (!object_is_signed(other))
			WRITE_ONCE(nr_spoilt, nr_spoilt + 1);
		kmem_cache_free(cache, other);
	}
	if (atomic_dec_and_test(&nr_running))
		complete(&all_done);
	return 0;
}

/* Each object has one owner at a time, whoever allocates and whoever frees. */
static void magazine_tasks_exchange_objects(struct kunit *test)
{
	nr_spoilt = 0;
	init_completion(&all_done);
	atomic_set(&nr_running, NR_TASKS);
	for (unsigned long i = 0; i < NR_TASKS; i++)
		KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(exchange_objects, (void *)(i + 1), "magazine/%lu",
							    i)));
	wait_for_completion(&all_done);
	for (int i = 0; i < NR_SLOTS; i++) {
		if (slots[i])
			kmem_cache_free(cache, slots[i]);
		slots[i] = NULL;
	}
	KUNIT_EXPECT_EQ(test, nr_spoilt, 0UL);
	KUNIT_EXPECT_EQ(test, active_objects(), 0UL);
}

/* ---- nodes ---- */

static void need_nodes(struct kunit *test)
{
	if (nr_node_ids == 1)
		kunit_skip(test, "needs numa=fake=2");
}

/* Each node's objects come from its memory, and are home again when they are freed elsewhere. */
static void magazine_node_is_honoured(struct kunit *test)
{
	int nid;

	need_nodes(test);
	for_each_online_node(nid) {
		for (int i = 0; i < NR; i++) {
			objects[i] = kmem_cache_alloc_node(cache, GFP_KERNEL | __GFP_THISNODE, nid);
			KUNIT_ASSERT_NOT_NULL(test, objects[i]);
			KUNIT_EXPECT_EQ(test, page_to_nid(virt_to_page(objects[i])), nid);
		}
		for (int i = 0; i < NR; i++)
			kmem_cache_free(cache, objects[i]);
	}
	KUNIT_EXPECT_EQ(test, active_objects(), 0UL);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(cache), 0);
}

/* The CPU's own node is the one that counts when none is named, whatever was freed there before. */
static void magazine_holds_own_node_only(struct kunit *test)
{
	int here, other = -1, nid;

	need_nodes(test);
	need_magazines(test);
	preempt_disable();
	here = numa_mem_id();
	for_each_online_node(nid)
		if (nid != here)
			other = nid;
	for (int i = 0; i < 100; i++)
		objects[i] = kmem_cache_alloc_node(cache, GFP_ATOMIC, other);
	for (int i = 0; i < 100; i++)
		kmem_cache_free(cache, objects[i]);
	for (int i = 0; i < 100; i++) {
		objects[i] = kmem_cache_alloc(cache, GFP_ATOMIC);
		KUNIT_EXPECT_EQ(test, page_to_nid(virt_to_page(objects[i])), here);
	}
	preempt_enable();
	for (int i = 0; i < 100; i++)
		kmem_cache_free(cache, objects[i]);
}

static void magazine_kmalloc_node_is_honoured(struct kunit *test)
{
	volatile size_t sizes[] = { 40, 3000, 20000 };
	int nid;

	need_nodes(test);
	for_each_online_node(nid) {
		void *constant = kmalloc_node(100, GFP_KERNEL | __GFP_THISNODE, nid);

		KUNIT_EXPECT_EQ(test, page_to_nid(virt_to_page(constant)), nid);
		kfree(constant);
		for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
			void *p = kmalloc_node(sizes[i], GFP_KERNEL | __GFP_THISNODE, nid);

			KUNIT_EXPECT_EQ(test, page_to_nid(virt_to_page(p)), nid);
			kfree(p);
		}
	}
}

static struct kunit_case magazine_cases[] = {
	KUNIT_CASE(magazine_last_freed_is_first_out),
	KUNIT_CASE(magazine_top_comes_back_and_goes),
	KUNIT_CASE(magazine_top_is_forgotten_with_its_slab),
	KUNIT_CASE(magazine_second_free_is_found_on_any_cpu),
	KUNIT_CASE(magazine_burst_waits_in_depot),
	KUNIT_CASE(magazine_trim_returns_what_was_not_needed),
	KUNIT_CASE(magazine_trim_leaves_what_is_used),
	KUNIT_CASE(magazine_rest_empties_everything),
	KUNIT_CASE(magazine_use_is_no_rest),
	KUNIT_CASE(magazine_shrink_empties_everything),
	KUNIT_CASE(magazine_burst_of_any_size),
	KUNIT_CASE(magazine_burst_needs_no_containers),
	KUNIT_CASE(magazine_burst_keeps_contents),
	KUNIT_CASE(magazine_verify_finds_written_node),
	KUNIT_CASE(magazine_write_to_batch_is_reported),
	KUNIT_CASE(magazine_write_costs_one_batch),
	KUNIT_CASE(magazine_reclaim_empties_depots),
	KUNIT_CASE(magazine_debugged_cache_has_none),
	KUNIT_CASE(magazine_off_takes_the_slow_path),
	KUNIT_CASE(magazine_interrupts_allocate_and_free),
	KUNIT_CASE(magazine_tasks_exchange_objects),
	KUNIT_CASE(magazine_node_is_honoured),
	KUNIT_CASE(magazine_holds_own_node_only),
	KUNIT_CASE(magazine_kmalloc_node_is_honoured),
	{}
};

static struct kunit_suite magazine_suite = {
	.name = "slab_magazine",
	.init = magazine_test_init,
	.exit = magazine_test_exit,
	.test_cases = magazine_cases,
};
kunit_test_suite(magazine_suite);
