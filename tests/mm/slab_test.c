// SPDX-License-Identifier: MIT
/*
 * tests/mm/slab_test.c - suite "slab": caches and their objects (rows B2, B4, B6)
 */
#include <kunit/test.h>
#include <linux/boot_options.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include "mm/slab_debug.h"
#include "tests/mm/unmerged.h"

static unsigned int nr_constructed;

static void test_ctor(void *object)
{
	nr_constructed++;
	memset(object, 0x77, 40);
}

/* Objects are apart from each other, aligned, and keep what is written to them. */
static void slab_objects_are_disjoint(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("slab-disjoint", 72, 0, 0, NULL);
	enum { NR = 500 };
	unsigned char **objects = kunit_kcalloc(test, NR, sizeof(*objects), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	for (int i = 0; i < NR; i++) {
		objects[i] = kmem_cache_alloc(s, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, objects[i]);
		KUNIT_EXPECT_EQ(test, (unsigned long)objects[i] % 8, 0UL);
		memset(objects[i], i & 0xff, 72);
	}
	for (int i = 0; i < NR; i++) {
		KUNIT_EXPECT_NULL(test, memchr_inv(objects[i], i & 0xff, 72));
		kmem_cache_free(s, objects[i]);
	}
	kmem_cache_destroy(s);
}

/* Every size works, small and of many pages; zalloc zeroes; HWCACHE_ALIGN aligns. */
static void slab_create_any_size(struct kunit *test)
{
	static const unsigned int sizes[] = {
		1, 7, 8, 24, 63, 64, 65, 1000, 4000, 4096, 5000, 9000, 40000, 1 << 20, 4 << 20,
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct kmem_cache *s = kmem_cache_create("slab-size", sizes[i], 0,
							 SLAB_HWCACHE_ALIGN | SLAB_UNMERGED, NULL);
		unsigned char *object;

		if (sizes[i] > totalram_pages() * PAGE_SIZE / 16) {
			kmem_cache_destroy(s);
			break;
		}
		KUNIT_ASSERT_NOT_NULL(test, s);
		KUNIT_EXPECT_EQ(test, kmem_cache_size(s), sizes[i]);
		object = kmem_cache_zalloc(s, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, object);
		KUNIT_EXPECT_NULL(test, memchr_inv(object, 0, sizes[i]));
		if (sizes[i] > 32)
			KUNIT_EXPECT_EQ(test, (unsigned long)object % 64, 0UL);
		memset(object, 0xff, sizes[i]);
		kmem_cache_free(s, object);
		kmem_cache_destroy(s);
	}
}

/* What can't be made: no name, no size, too large, unknown flags, odd alignment. */
static void slab_create_wrong_arguments_returns_null(struct kunit *test)
{
	struct printk_capture c;

	printk_capture_begin(&c);
	KUNIT_EXPECT_NULL(test, kmem_cache_create(NULL, 64, 0, 0, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("slab-empty", 0, 0, 0, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("slab-large", KMALLOC_MAX_SIZE + 1, 0, 0, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("slab-flags", 64, 0, 1, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create("slab-align", 64, 24, 0, NULL));
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "slab-large"));
}

/* The constructor runs when a slab is made; a freed object comes back as it was left. */
static void slab_ctor_runs_once_per_slab_object(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("slab-ctor", 40, 0, 0, test_ctor);
	unsigned char *object;
	unsigned int made;

	KUNIT_ASSERT_NOT_NULL(test, s);
	nr_constructed = 0;
	object = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, object);
	made = nr_constructed;
	KUNIT_EXPECT_GE(test, made, 1U);
	KUNIT_EXPECT_NULL(test, memchr_inv(object, 0x77, 40));
	for (int i = 0; i < 100; i++) {
		kmem_cache_free(s, object);
		object = kmem_cache_alloc(s, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, object);
		KUNIT_EXPECT_NULL(test, memchr_inv(object, 0x77, 40));
	}
	KUNIT_EXPECT_EQ(test, nr_constructed, made);
	kmem_cache_free(s, object);
	kmem_cache_destroy(s);
}

/* In use: reported with the object, nothing freed; it can be destroyed once the object is back. */
static void slab_destroy_in_use_is_reported(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("slab-in-use", 128, 0, SLAB_UNMERGED, NULL);
	struct printk_capture c;
	void *object;
	char line[40];

	KUNIT_ASSERT_NOT_NULL(test, s);
	object = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, object);
	memset(object, 0x42, 128);
	printk_capture_begin(&c);
	kmem_cache_destroy(s);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "Slab cache still has objects"));
	snprintf(line, sizeof(line), "Object 0x%px", object);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, line));
	KUNIT_EXPECT_NULL(test, memchr_inv(object, 0x42, 128));
	kmem_cache_free(s, object);
	kmem_cache_destroy(s);
}

/* Empty slabs go back; with everything freed, none is left. */
static void slab_shrink_returns_empty_slabs(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("slab-shrink", 512, 0, SLAB_UNMERGED, NULL);
	void **objects = kunit_kcalloc(test, 400, sizeof(void *), GFP_KERNEL);
	struct slabinfo info;

	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_ASSERT_NOT_NULL(test, objects);
	for (int i = 0; i < 400; i++) {
		objects[i] = kmem_cache_alloc(s, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, objects[i]);
	}
	slab_get_info(s, &info);
	KUNIT_EXPECT_EQ(test, info.active_objs, 400UL);
	KUNIT_EXPECT_GE(test, info.num_objs, 400UL);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(s), 1);
	for (int i = 0; i < 400; i++)
		kmem_cache_free(s, objects[i]);
	slab_get_info(s, &info);
	KUNIT_EXPECT_EQ(test, info.active_objs, 0UL);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(s), 0);
	slab_get_info(s, &info);
	KUNIT_EXPECT_EQ(test, info.num_slabs, 0UL);
	kmem_cache_destroy(s);
}

static void **slab_take_whole(struct kunit *test, struct kmem_cache *s)
{
	void **objects = kunit_kcalloc(test, s->objects, sizeof(void *), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, objects);
	for (unsigned int got = 0, more; got < s->objects; got += more) {
		more = slab_design->take(s, 0, GFP_KERNEL, objects + got, s->objects - got);
		KUNIT_ASSERT_NE(test, more, 0U);
	}
	KUNIT_ASSERT_PTR_EQ(test, virt_to_head_page(objects[0]), virt_to_head_page(objects[s->objects - 1]));
	return objects;
}

/* Two slabs, one that has an object left, then one that is empty: the first one is used up first. */
static void slab_partial_is_taken_before_empty(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("slab-partial", 256, 0, SLAB_UNMERGED, NULL);
	void **used, **empty, *first;

	KUNIT_ASSERT_NOT_NULL(test, s);
	if (!slab_design->form) {
		kmem_cache_destroy(s);
		kunit_skip(test, "the design has no lists of slabs");
	}
	used = slab_take_whole(test, s);
	empty = slab_take_whole(test, s);
	first = used[0];
	slab_design->give(s, used, 1);
	slab_design->give(s, empty, s->objects);
	KUNIT_ASSERT_EQ(test, slab_design->take(s, 0, GFP_KERNEL, used, 1), 1);
	KUNIT_EXPECT_PTR_EQ(test, used[0], first);
	slab_design->give(s, used, s->objects);
	kmem_cache_destroy(s);
}

/* Whose pages are prepared one by one: not if somebody wants to see all objects at once. */
static bool is_slub_plain(const struct kmem_cache *s)
{
	return slab_design == &slub_ops && !slab_is_debugged(s) && nr_node_ids == 1 &&
	       !boot_options.slab_freelist_random;
}

/* One object of a slab of many pages: the other pages wait untouched, and what is there is free. */
static void slab_pages_wait_until_asked_for(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("slab-waits", PAGE_SIZE, 0, SLAB_UNMERGED, NULL);
	struct printk_capture c;
	void *objects[32], *last;
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, s);
	objects[0] = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, objects[0]);
	page = virt_to_head_page(objects[0]);
	if (!is_slub_plain(s) || page->objects == 1 || page->objects > ARRAY_SIZE(objects)) {
		kmem_cache_free(s, objects[0]);
		kmem_cache_destroy(s);
		kunit_skip(test, "slabs are prepared as a whole");
	}
	KUNIT_EXPECT_EQ(test, slab_nr_ready(page), 1U);
	last = slab_first_object(page) + (page->objects - 1) * s->size;
	/* Of a report on a large object the log may hold the end only. */
	printk_capture_begin(&c);
	kmem_cache_free(s, last);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "not freed"), 1);
	printk_capture_begin(&c);
	kfree(last);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "not freed"), 1);
	for (unsigned int i = 1; i < page->objects; i++) {
		objects[i] = kmem_cache_alloc(s, GFP_KERNEL);
		KUNIT_ASSERT_PTR_EQ(test, objects[i], objects[0] + i * s->size);
		KUNIT_EXPECT_EQ(test, slab_nr_ready(page), i + 1);
	}
	for (unsigned int i = 0; i < page->objects; i++)
		kmem_cache_free(s, objects[i]);
	kmem_cache_destroy(s);
}

static void slab_bulk_is_all_or_nothing(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("slab-bulk", 100, 0, 0, NULL);
	void *objects[50];

	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, 50, objects), 50);
	for (int i = 0; i < 50; i++)
		KUNIT_EXPECT_NOT_NULL(test, objects[i]);
	kmem_cache_free_bulk(s, 50, objects);
	kmem_cache_destroy(s);
}

/* An object of a TYPESAFE_BY_RCU cache is still one of them while a reader looks. */
static void slab_typesafe_by_rcu_keeps_contents(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("slab-rcu", 64, 0, SLAB_TYPESAFE_BY_RCU, NULL);
	unsigned char *object;

	KUNIT_ASSERT_NOT_NULL(test, s);
	object = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, object);
	memset(object, 0x31, 64);
	rcu_read_lock();
	kmem_cache_free(s, object);
	KUNIT_EXPECT_NULL(test, memchr_inv(object, 0x31, 64));
	rcu_read_unlock();
	kmem_cache_destroy(s);
}

/* Objects of a DMA cache lie in ZONE_DMA. */
static void slab_cache_dma_uses_dma_zone(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("slab-dma", 256, 0, SLAB_CACHE_DMA, NULL);
	void *object;

	KUNIT_ASSERT_NOT_NULL(test, s);
	object = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, object);
	KUNIT_EXPECT_LT(test, __pa(object), 16UL << 20);
	kmem_cache_free(s, object);
	kmem_cache_destroy(s);
}

static struct kunit_case slab_cases[] = {
	KUNIT_CASE(slab_objects_are_disjoint),
	KUNIT_CASE(slab_create_any_size),
	KUNIT_CASE(slab_create_wrong_arguments_returns_null),
	KUNIT_CASE(slab_ctor_runs_once_per_slab_object),
	KUNIT_CASE(slab_destroy_in_use_is_reported),
	KUNIT_CASE(slab_shrink_returns_empty_slabs),
	KUNIT_CASE(slab_partial_is_taken_before_empty),
	KUNIT_CASE(slab_pages_wait_until_asked_for),
	KUNIT_CASE(slab_bulk_is_all_or_nothing),
	KUNIT_CASE(slab_typesafe_by_rcu_keeps_contents),
	KUNIT_CASE(slab_cache_dma_uses_dma_zone),
	{}
};

static struct kunit_suite slab_suite = {
	.name = "slab",
	.test_cases = slab_cases,
};
kunit_test_suite(slab_suite);
