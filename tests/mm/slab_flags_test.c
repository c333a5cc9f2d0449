// SPDX-License-Identifier: MIT
/*
 * tests/mm/slab_flags_test.c - suite "slab_flags": what each SLAB_ flag visibly does, and names that nothing else calls
 *
 * Rows B1 to B3. Each case fails when its flag is ignored; docs/slab.md has the table of all of them.
 */
#include <kunit/test.h>
#include <linux/boot_options.h>
#include <linux/cache.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/vmstat.h>
#include "mm/slab.h"
#include "mm/slab_debug.h"
#include "tests/mm/unmerged.h"

static struct kmem_cache *cache_new(struct kunit *test, const char *name, unsigned int size, slab_flags_t flags)
{
	struct kmem_cache *s = kmem_cache_create(name, size, 0, flags | SLAB_UNMERGED, NULL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	return s;
}

static void *object_new(struct kunit *test, struct kmem_cache *s)
{
	void *object = kmem_cache_alloc(s, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, object);
	return object;
}

/*
 * Objects begin cache lines, small ones halves of them, and so on; without the flag 40 bytes are 40
 * bytes.
 */
static void slab_flag_hwcache_align_begins_lines(struct kunit *test)
{
	static const struct { unsigned int size, align; } table[] = {
		{ 40, L1_CACHE_BYTES }, { 100, L1_CACHE_BYTES }, { L1_CACHE_BYTES / 2, L1_CACHE_BYTES / 2 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(table); i++) {
		struct kmem_cache *s = cache_new(test, "flag-align", table[i].size, SLAB_HWCACHE_ALIGN);
		void *objects[9];

		KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, 9, objects), 9);
		for (int k = 0; k < 9; k++)
			KUNIT_EXPECT_EQ(test, (unsigned long)objects[k] % table[i].align, 0UL);
		kmem_cache_free_bulk(s, 9, objects);
		kmem_cache_destroy(s);
	}
}

static unsigned long pages_of(enum node_stat_item item)
{
	return global_node_page_state(item);
}

/* Slabs count as reclaimable, in /proc/meminfo too, and come from pageblocks of that type. */
static void slab_flag_reclaim_account_counts_as_reclaimable(struct kunit *test)
{
	for (int reclaimable = 0; reclaimable < 2; reclaimable++) {
		struct kmem_cache *s = cache_new(test, "flag-reclaim", 3000, reclaimable ? SLAB_RECLAIM_ACCOUNT : 0);
		unsigned long before[2] = { pages_of(NR_SLAB_UNRECLAIMABLE_B), pages_of(NR_SLAB_RECLAIMABLE_B) };
		unsigned long after[2];
		void *objects[50];

		KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, 50, objects), 50);
		after[0] = pages_of(NR_SLAB_UNRECLAIMABLE_B);
		after[1] = pages_of(NR_SLAB_RECLAIMABLE_B);
		KUNIT_EXPECT_GE(test, after[reclaimable], before[reclaimable] + 50 * 3000 / PAGE_SIZE);
		KUNIT_EXPECT_LE(test, after[!reclaimable], before[!reclaimable] + 8);
		KUNIT_EXPECT_EQ(test, !!(s->allocflags & __GFP_RECLAIMABLE), reclaimable);
		kmem_cache_free_bulk(s, 50, objects);
		kmem_cache_destroy(s);
	}
}

/* Objects of ZONE_DMA; of ZONE_DMA32 or below. */
static void slab_flag_cache_dma_chooses_the_zone(struct kunit *test)
{
	struct kmem_cache *dma = cache_new(test, "flag-dma", 200, SLAB_CACHE_DMA);
	struct kmem_cache *dma32 = cache_new(test, "flag-dma32", 200, SLAB_CACHE_DMA32);
	void *object = object_new(test, dma);

	KUNIT_EXPECT_LT(test, __pa(object), 16UL << 20);
	kmem_cache_free(dma, object);
	object = object_new(test, dma32);
	KUNIT_EXPECT_LT(test, __pa(object), 4UL << 30);
	KUNIT_EXPECT_TRUE(test, dma32->allocflags & GFP_DMA32);
	kmem_cache_free(dma32, object);
	kmem_cache_destroy(dma);
	kmem_cache_destroy(dma32);
}

/* Each allocation and each free is in the log, with the object's address. */
static void slab_flag_trace_logs_both(struct kunit *test)
{
	struct kmem_cache *s = cache_new(test, "flag-trace", 64, SLAB_TRACE);
	struct printk_capture c;
	void *object;

	if (!slab_design->magazines) {
		kmem_cache_destroy(s);
		kunit_skip(test, "the design has no debugging by flag");
	}
	printk_capture_begin(&c);
	object = kmem_cache_alloc(s, GFP_KERNEL);
	if (object)
		kmem_cache_free(s, object);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "TRACE flag-trace alloc 0x"), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "TRACE flag-trace free 0x"), 1U);
	kmem_cache_destroy(s);
}

/*
 * In a read section: what was freed stays as it was, and so do the slabs, though nothing else needs
 * them.
 */
static void typesafe_cache_keeps(struct kunit *test, slab_flags_t more)
{
	struct kmem_cache *s = cache_new(test, "flag-rcu", 512, SLAB_TYPESAFE_BY_RCU | more);
	static unsigned char *objects[600];
	static struct page *slabs[600];		/* looked up while they are in use */
	unsigned int changed = 0, gone = 0, nr = ARRAY_SIZE(objects);

	KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, nr, (void **)objects), (int)nr);
	for (unsigned int i = 0; i < nr; i++)
		memset(objects[i], 0x31, 512);
	for (unsigned int i = 0; i < nr; i++)
		slabs[i] = virt_to_head_page(objects[i]);
	rcu_read_lock();
	for (unsigned int i = 0; i < nr; i++)
		kmem_cache_free(s, objects[i]);
	for (unsigned int i = 0; i < nr; i++) {
		changed += memchr_inv(objects[i], 0x31, 512) != NULL;
		gone += !PageSlab(slabs[i]);
	}
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, changed, 0U);
	KUNIT_EXPECT_EQ(test, gone, 0U);
	kmem_cache_destroy(s);
}

/* A cache that is debugged has no magazines, so its slabs become empty at once. */
static void slab_flag_typesafe_by_rcu_keeps_object_and_slab(struct kunit *test)
{
	typesafe_cache_keeps(test, 0);
	typesafe_cache_keeps(test, SLAB_CONSISTENCY_CHECKS);
}

/* The flags of a cache made while slub_debug=@options. */
static slab_flags_t flags_with(struct kunit *test, const char *options, slab_flags_t flags)
{
	struct kmem_cache *s;
	slab_flags_t got;

	slab_debug_options_set(options);
	s = kmem_cache_create("flag-switched", 64, 0, flags, NULL);
	slab_debug_options_set(boot_options.slub_debug);
	KUNIT_ASSERT_NOT_NULL(test, s);
	got = s->flags & (SLAB_STORE_USER | SLAB_RED_ZONE);
	kmem_cache_destroy(s);
	return got;
}

/*
 * For caches that keep what debugging itself keeps: no owners, unless the cache is named; the rest
 * as for all.
 */
static void slab_flag_noleaktrace_is_spared_owners(struct kunit *test)
{
	const slab_flags_t both = SLAB_RED_ZONE | SLAB_STORE_USER;

	if (!slab_design->magazines)
		kunit_skip(test, "the design has no debugging by flag");
	KUNIT_EXPECT_EQ(test, flags_with(test, "UZ", SLAB_UNMERGED), both);
	KUNIT_EXPECT_EQ(test, flags_with(test, "UZ", SLAB_NOLEAKTRACE), SLAB_RED_ZONE);
	KUNIT_EXPECT_EQ(test, flags_with(test, "UZ,flag-*", SLAB_NOLEAKTRACE), both);
	KUNIT_EXPECT_EQ(test, flags_with(test, "-", SLAB_NOLEAKTRACE | SLAB_STORE_USER), SLAB_STORE_USER);
}

/* Only what its maker asked for. */
static void slab_flag_no_user_flags_is_spared_switches(struct kunit *test)
{
	if (!slab_design->magazines)
		kunit_skip(test, "the design has no debugging by flag");
	KUNIT_EXPECT_EQ(test, flags_with(test, "UZ", SLAB_NO_USER_FLAGS), (slab_flags_t)0);
	KUNIT_EXPECT_EQ(test, flags_with(test, "UZ,flag-*", SLAB_NO_USER_FLAGS), (slab_flags_t)0);
	KUNIT_EXPECT_EQ(test, flags_with(test, "UZ", SLAB_NO_USER_FLAGS | SLAB_RED_ZONE), SLAB_RED_ZONE);
}

static struct kmem_cache *cache_mergeable(const char *name, slab_flags_t flags)
{
	bool before = boot_options.slab_merge;
	struct kmem_cache *s;

	boot_options.slab_merge = true;
	s = kmem_cache_create(name, 1816, 0, flags, NULL);
	boot_options.slab_merge = before;
	return s;
}

/* With slab_merge: two caches that differ in one of these flags, or have one of the first, are two. */
static void slab_flags_of_one_keep_it_alone(struct kunit *test)
{
	static const slab_flags_t alone[] = {
		SLAB_RED_ZONE, SLAB_POISON, SLAB_STORE_USER, SLAB_TRACE, SLAB_TYPESAFE_BY_RCU, SLAB_NOLEAKTRACE,
		SLAB_FAILSLAB, SLAB_NO_USER_FLAGS,
	}, other_kind[] = { SLAB_CACHE_DMA, SLAB_CACHE_DMA32, SLAB_RECLAIM_ACCOUNT, SLAB_ACCOUNT };
	struct kmem_cache *plain = cache_mergeable("flag-merge", 0), *a, *b;

	KUNIT_ASSERT_NOT_NULL(test, plain);
	for (unsigned int i = 0; i < ARRAY_SIZE(alone); i++) {
		if (!slab_design->magazines && (alone[i] & SLAB_SWITCH_FLAGS))
			continue;
		a = cache_mergeable("flag-alone-a", alone[i]);
		b = cache_mergeable("flag-alone-b", alone[i]);
		KUNIT_EXPECT_TRUE_MSG(test, a && b && a != b && a != plain && b != plain, "flag %#x", alone[i]);
		kmem_cache_destroy(a);
		kmem_cache_destroy(b);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(other_kind); i++) {
		a = cache_mergeable("flag-other", other_kind[i]);
		KUNIT_EXPECT_TRUE_MSG(test, a && a != plain, "flag %#x", other_kind[i]);
		kmem_cache_destroy(a);
	}
	kmem_cache_destroy(plain);
}

static void slab_flag_unknown_is_refused(struct kunit *test)
{
	struct printk_capture c;

	printk_capture_begin(&c);
	KUNIT_EXPECT_NULL(test, kmem_cache_create("flag-unknown", 64, 0, (slab_flags_t)0x80000000U, NULL));
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "(flag-unknown) failed with error -22"), 1U);
}

/* Accepted, and without effect here: no cpusets, no memory cgroups, no debug objects. */
static void slab_flags_without_effect_are_accepted(struct kunit *test)
{
	struct kmem_cache *s = cache_new(test, "flag-none", 64, SLAB_MEM_SPREAD | SLAB_ACCOUNT | SLAB_DEBUG_OBJECTS |
					 SLAB_KASAN);

	kmem_cache_free(s, object_new(test, s));
	kmem_cache_destroy(s);
}

/* ---- names of linux/slab.h ---- */

static void *volatile kept;

static noinline void *wrapper(size_t size)
{
	return kmalloc_node_track_caller(size, GFP_KERNEL, NUMA_NO_NODE);
}

static void slab_node_forms_zero_and_multiply(struct kunit *test)
{
	void *p[] = {
		kzalloc_node(300, GFP_KERNEL, 0), kcalloc_node(3, 100, GFP_KERNEL, 0),
		kvzalloc_node(300, GFP_KERNEL, 0), kmalloc_array_node(3, 100, GFP_KERNEL | __GFP_ZERO, 0),
		kmalloc_large_node(300, GFP_KERNEL | __GFP_ZERO, 0), kvmalloc_node(300, GFP_KERNEL | __GFP_ZERO, 0),
	};
	volatile size_t half = ~0UL / 2;

	for (unsigned int i = 0; i < ARRAY_SIZE(p); i++) {
		KUNIT_EXPECT_NOT_NULL(test, p[i]);
		if (p[i]) {
			KUNIT_EXPECT_NULL(test, memchr_inv(p[i], 0, 300));
			KUNIT_EXPECT_EQ(test, page_to_nid(virt_to_page(p[i])), 0);
		}
		kfree(p[i]);
	}
	KUNIT_EXPECT_NULL(test, kept = kmalloc_array_node(half, 3, GFP_KERNEL, 0));
	KUNIT_EXPECT_NULL(test, kept = kcalloc_node(half, 3, GFP_KERNEL, 0));
}

static void slab_track_caller_and_lru_forms_allocate(struct kunit *test)
{
	struct kmem_cache *s = cache_new(test, "flag-lru", 72, 0);
	void *object = kmem_cache_alloc_lru(s, NULL, GFP_KERNEL), *p = wrapper(72);

	KUNIT_EXPECT_TRUE(test, slab_is_available());
	KUNIT_ASSERT_TRUE(test, object && p);
	KUNIT_EXPECT_TRUE(test, kmem_valid_obj(object));
	KUNIT_EXPECT_FALSE(test, kmem_valid_obj(&object));
	KUNIT_EXPECT_GE(test, ksize(p), (size_t)72);
	kmem_cache_free(s, object);
	kfree(p);
	kmem_cache_destroy(s);
}

static void slab_dump_obj_names_cache_and_offset(struct kunit *test)
{
	struct kmem_cache *s = cache_new(test, "flag-dump", 72, 0);
	char *object = object_new(test, s);
	struct printk_capture c;

	printk_capture_begin(&c);
	KUNIT_EXPECT_TRUE(test, kmem_dump_obj(object + 10));
	KUNIT_EXPECT_FALSE(test, kmem_dump_obj(&c));
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "slab flag-dump start"), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "pointer offset 10 size 72"), 1U);
	kmem_cache_free(s, object);
	kmem_cache_destroy(s);
}

/* ---- names of linux/mempool.h: pools in the caller's memory ---- */

static void mempool_init_forms_fill_and_empty(struct kunit *test)
{
	struct kmem_cache *s = cache_new(test, "flag-pool", 72, 0);
	mempool_t pool = { };

	KUNIT_EXPECT_FALSE(test, mempool_initialized(&pool));
	mempool_exit(&pool);
	KUNIT_ASSERT_EQ(test, mempool_init_slab_pool(&pool, 3, s), 0);
	KUNIT_EXPECT_TRUE(test, mempool_initialized(&pool));
	KUNIT_EXPECT_EQ(test, pool.curr_nr, 3);
	mempool_exit(&pool);
	KUNIT_EXPECT_FALSE(test, mempool_initialized(&pool));
	KUNIT_ASSERT_EQ(test, mempool_init_kmalloc_pool(&pool, 4, 900), 0);
	KUNIT_EXPECT_EQ(test, pool.curr_nr, 4);
	mempool_exit(&pool);
	KUNIT_ASSERT_EQ(test, mempool_init_page_pool(&pool, 2, 1), 0);
	KUNIT_EXPECT_EQ(test, compound_order(virt_to_head_page(page_address(pool.elements[0]))), 0U);
	KUNIT_EXPECT_EQ(test, pool.curr_nr, 2);
	mempool_exit(&pool);
	KUNIT_ASSERT_EQ(test, mempool_init_node(&pool, 0, mempool_kmalloc, mempool_kfree, (void *)64UL, GFP_KERNEL, 0), 0);
	KUNIT_EXPECT_TRUE(test, mempool_initialized(&pool));
	mempool_exit(&pool);
	kmem_cache_destroy(s);
}

static struct kunit_case slab_flags_cases[] = {
	KUNIT_CASE(slab_flag_hwcache_align_begins_lines),
	KUNIT_CASE(slab_flag_reclaim_account_counts_as_reclaimable),
	KUNIT_CASE(slab_flag_cache_dma_chooses_the_zone),
	KUNIT_CASE(slab_flag_trace_logs_both),
	KUNIT_CASE(slab_flag_typesafe_by_rcu_keeps_object_and_slab),
	KUNIT_CASE(slab_flag_noleaktrace_is_spared_owners),
	KUNIT_CASE(slab_flag_no_user_flags_is_spared_switches),
	KUNIT_CASE(slab_flags_of_one_keep_it_alone),
	KUNIT_CASE(slab_flag_unknown_is_refused),
	KUNIT_CASE(slab_flags_without_effect_are_accepted),
	KUNIT_CASE(slab_node_forms_zero_and_multiply),
	KUNIT_CASE(slab_track_caller_and_lru_forms_allocate),
	KUNIT_CASE(slab_dump_obj_names_cache_and_offset),
	KUNIT_CASE(mempool_init_forms_fill_and_empty),
	{}
};

static struct kunit_suite slab_flags_suite = { .name = "slab_flags", .test_cases = slab_flags_cases };
kunit_test_suite(slab_flags_suite);
