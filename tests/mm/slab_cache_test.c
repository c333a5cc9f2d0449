// SPDX-License-Identifier: MIT
/*
 * tests/mm/slab_cache_test.c - suite "slab_cache": what kmem_cache_create() makes of names, sizes and flags; aliases;
 * bulk calls (row B2)
 */
#include <kunit/test.h>
#include <linux/boot_options.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include "fs/vfs.h"
#include "mm/slab.h"

static void nothing(void *object)
{
}

/* Any power of two: objects begin at its multiples, also beyond a page. */
static void slab_cache_alignment_is_kept(struct kunit *test)
{
	for (unsigned int align = 1; align <= 16384; align *= 2) {
		struct kmem_cache *s = kmem_cache_create("cache-align", 40, align, 0, NULL);
		void *objects[20];

		KUNIT_ASSERT_NOT_NULL(test, s);
		for (int i = 0; i < 20; i++) {
			objects[i] = kmem_cache_alloc(s, GFP_KERNEL);
			KUNIT_ASSERT_NOT_NULL(test, objects[i]);
			KUNIT_EXPECT_EQ(test, (unsigned long)objects[i] % align, 0UL);
		}
		kmem_cache_free_bulk(s, 20, objects);
		kmem_cache_destroy(s);
	}
}

static void slab_cache_same_name_is_reported(struct kunit *test)
{
	struct kmem_cache *a = kmem_cache_create("cache-twin", 64, 0, SLAB_NOLEAKTRACE, NULL), *b;
	struct printk_capture c;

	printk_capture_begin(&c);
	b = kmem_cache_create("cache-twin", 64, 0, SLAB_NOLEAKTRACE, NULL);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "kmem_cache of name 'cache-twin' already exists"), 1U);
	KUNIT_EXPECT_NOT_NULL(test, b);
	KUNIT_EXPECT_PTR_NE(test, a, b);
	kmem_cache_destroy(a);
	kmem_cache_destroy(b);
}

/* A part for users that is not inside of the object is reported, and ignored. */
static void slab_cache_usercopy_beyond_object_is_reported(struct kunit *test)
{
	struct printk_capture c;
	struct kmem_cache *s;

	printk_capture_begin(&c);
	s = kmem_cache_create_usercopy("cache-user", 64, 0, 0, 60, 8, NULL);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "WARNING"));
	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_EXPECT_EQ(test, s->usersize, 0U);
	kmem_cache_destroy(s);
	s = kmem_cache_create_usercopy("cache-user", 64, 0, 0, 56, 8, NULL);
	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_EXPECT_EQ(test, s->usersize, 8U);
	kmem_cache_destroy(s);
}

/* ---- aliases ---- */

static bool merge_before;

static struct kmem_cache *merged(const char *name, unsigned int size, unsigned int align, slab_flags_t flags,
				 void (*ctor)(void *))
{
	struct kmem_cache *s;

	merge_before = boot_options.slab_merge;
	boot_options.slab_merge = true;
	s = kmem_cache_create(name, size, align, flags, ctor);
	boot_options.slab_merge = merge_before;
	return s;
}

/*
 * As large but for less than a word, as aligned, the same memory: one cache, until the last name goes.
 * Where caches share pages there is nothing to be won.
 */
static void slab_merge_same_kind_is_one_cache(struct kunit *test)
{
	struct kmem_cache *a = merged("merge-a", 1800, 0, 0, NULL), *b = merged("merge-b", 1796, 0, 0, NULL);
	void *object;

	KUNIT_ASSERT_TRUE(test, a && b);
	if (a->flags & SLAB_DEBUG_FLAGS) {
		kmem_cache_destroy(a);
		kmem_cache_destroy(b);
		kunit_skip(test, "caches that are debugged stay apart");
	}
	object = kmem_cache_alloc(a, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, object);
	KUNIT_EXPECT_EQ(test, a == b, !slab_design->find);
	if (a != b) {
		kmem_cache_free(a, object);
		object = kmem_cache_alloc(b, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, object);
	}
	kmem_cache_destroy(a);
	kmem_cache_free(b, object);
	kmem_cache_destroy(b);
}

static bool sysfs_has(const char *path)
{
	struct vfs_node *node;

	if (vfs_lookup(path, true, &node))
		return false;
	vfs_node_put(node);
	return true;
}

/*
 * The other name leads to the folder, for as long as there is the cache; or until it is a cache's
 * own.
 */
static void slab_merge_other_name_is_a_link(struct kunit *test)
{
	struct kmem_cache *a, *b, *own;

	if (slab_design->find)
		kunit_skip(test, "the design does not merge");
	a = merged("merge-first", 1800, 0, 0, NULL);
	b = merged("merge-second", 1800, 0, 0, NULL);
	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	if (a == b && a->dir) {
		KUNIT_EXPECT_TRUE(test, sysfs_has("/sys/kernel/slab/merge-second/aliases"));
		own = kmem_cache_create("merge-second", 64, 0, SLAB_NOLEAKTRACE, NULL);
		KUNIT_EXPECT_TRUE(test, own && own->dir && own->dir != a->dir);
		kmem_cache_destroy(own);
		KUNIT_EXPECT_FALSE(test, sysfs_has("/sys/kernel/slab/merge-second"));
		kmem_cache_destroy(merged("merge-third", 1800, 0, 0, NULL));
		KUNIT_EXPECT_TRUE(test, sysfs_has("/sys/kernel/slab/merge-third/order"));
	}
	kmem_cache_destroy(b);
	kmem_cache_destroy(a);
	KUNIT_EXPECT_FALSE(test, sysfs_has("/sys/kernel/slab/merge-third"));
}

static void slab_merge_other_kind_is_another_cache(struct kunit *test)
{
	struct kmem_cache *a = merged("merge-a", 1800, 0, 0, NULL), *others[6];

	others[0] = merged("merge-size", 1784, 0, 0, NULL);
	others[1] = merged("merge-align", 1800, 128, 0, NULL);
	others[2] = merged("merge-dma", 1800, 0, SLAB_CACHE_DMA, NULL);
	others[3] = merged("merge-reclaim", 1800, 0, SLAB_RECLAIM_ACCOUNT, NULL);
	others[4] = merged("merge-rcu", 1800, 0, SLAB_TYPESAFE_BY_RCU, NULL);
	others[5] = merged("merge-ctor", 1800, 0, 0, nothing);
	for (int i = 0; i < 6; i++) {
		KUNIT_EXPECT_PTR_NE(test, others[i], a);
		kmem_cache_destroy(others[i]);
	}
	kmem_cache_destroy(a);
}

/* slab_nomerge, which is also how it is without a word. */
static void slab_nomerge_gives_each_its_own(struct kunit *test)
{
	bool before = boot_options.slab_merge;
	struct kmem_cache *a, *b;

	boot_options.slab_merge = false;
	a = kmem_cache_create("nomerge-a", 1800, 0, 0, NULL);
	b = kmem_cache_create("nomerge-b", 1800, 0, 0, NULL);
	boot_options.slab_merge = before;
	KUNIT_EXPECT_PTR_NE(test, a, b);
	kmem_cache_destroy(a);
	kmem_cache_destroy(b);
}

/* ---- order and marks of free objects ---- */

/*
 * How often the addresses of a new slab's first objects turn round: never, but for
 * slab_freelist_random.
 */
static unsigned int turns_of_new_slab(struct kunit *test, bool random)
{
	bool before = boot_options.slab_freelist_random;
	struct kmem_cache *s;
	void *objects[24];
	unsigned int turns = 0;

	boot_options.slab_freelist_random = random;
	s = kmem_cache_create("freelist", 96, 0, SLAB_NOLEAKTRACE, NULL);
	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, ARRAY_SIZE(objects), objects),
			(int)ARRAY_SIZE(objects));
	boot_options.slab_freelist_random = before;
	for (unsigned int i = 2; i < ARRAY_SIZE(objects); i++)
		turns += (objects[i] > objects[i - 1]) != (objects[i - 1] > objects[i - 2]);
	kmem_cache_free_bulk(s, ARRAY_SIZE(objects), objects);
	kmem_cache_destroy(s);
	return turns;
}

static void slab_freelist_random_mixes_a_new_slab(struct kunit *test)
{
	if (!slab_design->magazines)
		kunit_skip(test, "the design has no lists of free objects");
	KUNIT_EXPECT_EQ(test, turns_of_new_slab(test, false), 0U);
	KUNIT_EXPECT_GT(test, turns_of_new_slab(test, true), 3U);
}

/*
 * What is read from a free object is no address, and differs between caches: there is a key, and it
 * is random.
 */
static void slab_free_objects_hide_their_links(struct kunit *test)
{
	unsigned long word[2];

	if (!slab_design->magazines)
		kunit_skip(test, "the design does not mark free objects");
	for (int i = 0; i < 2; i++) {
		struct kmem_cache *s = kmem_cache_create("hardened", 96, 0, SLAB_NOLEAKTRACE, NULL);
		void *object, *keeps_slab;

		KUNIT_ASSERT_NOT_NULL(test, s);
		object = kmem_cache_alloc(s, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, object);
		keeps_slab = kmem_cache_alloc(s, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, keeps_slab);
		kmem_cache_free(s, object);
		KUNIT_EXPECT_FALSE(test, virt_addr_valid((void *)*link_word(s, object)));
		kmem_cache_shrink(s);
		word[i] = *link_word(s, object);
		KUNIT_EXPECT_FALSE(test, virt_addr_valid((void *)word[i]));
		KUNIT_EXPECT_GE(test, word[i] ^ (unsigned long)object, PAGE_SIZE * 64UL);
		kmem_cache_free(s, keeps_slab);
		kmem_cache_destroy(s);
	}
	/* A design without links in its objects has nothing to hide. */
	if (word[0] != SLAB_MARK)
		KUNIT_EXPECT_NE(test, word[0] >> 32, word[1] >> 32);
}

/* ---- bulk ---- */

#define NR_BULK		777

/* Each object is whole and is nobody else's, whatever piece of a magazine it came in. */
static void slab_bulk_objects_are_disjoint(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("bulk", 72, 0, SLAB_NOLEAKTRACE, NULL);
	void **p = kunit_kcalloc(test, NR_BULK, sizeof(void *), GFP_KERNEL);
	struct slabinfo info;

	KUNIT_ASSERT_TRUE(test, s && p);
	for (int round = 1; round <= NR_BULK; round += 97) {
		KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, round, p), round);
		for (int i = 0; i < round; i++)
			memset(p[i], i, 72);
		for (int i = 0; i < round; i++)
			KUNIT_EXPECT_NULL(test, memchr_inv(p[i], i & 0xff, 72));
		slab_get_info(s, &info);
		KUNIT_EXPECT_EQ(test, info.active_objs, (unsigned long)round);
		kmem_cache_free_bulk(s, round, p);
	}
	slab_get_info(s, &info);
	KUNIT_EXPECT_EQ(test, info.active_objs, 0UL);
	KUNIT_EXPECT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL | __GFP_ZERO, 50, p), 50);
	for (int i = 0; i < 50; i++)
		KUNIT_EXPECT_NULL(test, memchr_inv(p[i], 0, 72));
	kmem_cache_free_bulk(s, 50, p);
	kmem_cache_destroy(s);
}

/*
 * One bad address among good ones: it is reported, the others are freed. One object keeps their
 * page in use.
 */
static void slab_bulk_free_reports_what_is_wrong(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("bulk-wrong", 72, 0, SLAB_NOLEAKTRACE, NULL);
	struct printk_capture c;
	struct slabinfo info;
	void *p[10], *kept;

	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, 10, p), 10);
	kept = p[5];
	p[5] = p[4];
	printk_capture_begin(&c);
	kmem_cache_free_bulk(s, 10, p);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, slab_misuse_text(SLAB_MISUSE_FREE)), 1U);
	slab_get_info(s, &info);
	KUNIT_EXPECT_EQ(test, info.active_objs, 1UL);
	kmem_cache_free(s, kept);
	kmem_cache_destroy(s);
}

/* Objects of kmalloc() of any sizes. */
static void slab_bulk_kfree_takes_all_sizes(struct kunit *test)
{
	void *p[] = { kmalloc(10, GFP_KERNEL), kmalloc(700, GFP_KERNEL), kmalloc(30000, GFP_KERNEL), NULL };

	kfree_bulk(ARRAY_SIZE(p), p);
}

static struct kunit_case slab_cache_cases[] = {
	KUNIT_CASE(slab_cache_alignment_is_kept),
	KUNIT_CASE(slab_cache_same_name_is_reported),
	KUNIT_CASE(slab_cache_usercopy_beyond_object_is_reported),
	KUNIT_CASE(slab_merge_same_kind_is_one_cache),
	KUNIT_CASE(slab_merge_other_name_is_a_link),
	KUNIT_CASE(slab_merge_other_kind_is_another_cache),
	KUNIT_CASE(slab_nomerge_gives_each_its_own),
	KUNIT_CASE(slab_freelist_random_mixes_a_new_slab),
	KUNIT_CASE(slab_free_objects_hide_their_links),
	KUNIT_CASE(slab_bulk_objects_are_disjoint),
	KUNIT_CASE(slab_bulk_free_reports_what_is_wrong),
	KUNIT_CASE(slab_bulk_kfree_takes_all_sizes),
	{}
};

static struct kunit_suite slab_cache_suite = {
	.name = "slab_cache",
	.test_cases = slab_cache_cases,
};
kunit_test_suite(slab_cache_suite);
