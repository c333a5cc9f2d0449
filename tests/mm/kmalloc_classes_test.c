// SPDX-License-Identifier: MIT
/*
 * tests/mm/kmalloc_classes_test.c - suite "kmalloc_classes": which cache each size gets (row B1)
 *
 * The sizes are listed here once more, so that the header's arithmetic is held against them.
 */
#include <kunit/test.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include "mm/slab_debug.h"

static const unsigned int linux_sizes[] = {
	8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192
};

#define FOR_EACH_FINE(what)									\
	what(8) what(16) what(32) what(48) what(64) what(80) what(96) what(112) what(128) what(160)	\
	what(192) what(224) what(256) what(288) what(320) what(352) what(384) what(416) what(448)	\
	what(480) what(512) what(576) what(640) what(704) what(768) what(832) what(896) what(960)	\
	what(1024) what(1152) what(1280) what(1408) what(1536) what(1664) what(1792) what(1920)		\
	what(2048) what(3072) what(4096) what(6144) what(8192)

#define LISTED(size)	size,
static const unsigned int fine_sizes[] = { FOR_EACH_FINE(LISTED) };

static struct kmem_cache *class_of(int type, size_t size)
{
	return kmalloc_caches[type][kmalloc_class(size)];
}

/* Does the machine have the fine ones? */
static bool fine(void)
{
	return class_of(KMALLOC_NORMAL, 48)->object_size == 48;
}

static unsigned int expected_size(int type, size_t size)
{
	const unsigned int *sizes = type == KMALLOC_NORMAL && fine() ? fine_sizes : linux_sizes;

	while (*sizes < size)
		sizes++;
	return *sizes;
}

/* For a power of two itself; else the largest that divides it, up to 64. */
static unsigned long expected_alignment(const struct kmem_cache *s, size_t size)
{
	if (is_power_of_2(size))
		return size;
	return slab_is_debugged(s) ? ARCH_KMALLOC_MINALIGN : min(size & -size, 64UL);
}

static int classes_init(struct kunit *test)
{
	if (slab_design->kmalloc)
		kunit_skip(test, "this design needs no classes");
	return 0;
}

/* Every size, of every type, has a cache: the smallest of those that there are. */
static void kmalloc_class_is_the_smallest_that_fits(struct kunit *test)
{
	for (int type = 0; type < NR_KMALLOC_TYPES; type++)
		for (size_t size = 1; size <= KMALLOC_FINE_MAX; size++) {
			const struct kmem_cache *s = class_of(type, size);

			if (s->object_size != expected_size(type, size))
				KUNIT_FAIL(test, "size %zu of type %d is for %s", size, type, s->name);
		}
	for (size_t size = KMALLOC_FINE_MAX + 1; size <= KMALLOC_MAX_CACHE_SIZE; size += 509)
		KUNIT_EXPECT_EQ(test, class_of(KMALLOC_NORMAL, size)->object_size,
				(unsigned int)roundup_pow_of_two(size));
}

/*
 * Each cache has free objects at hand. Else a size whose place in the table is wrong would go the slow way,
 * where the class is worked out anew.
 */
static void objects_at_hand(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(fine_sizes); i++)
		kfree(kmem_cache_alloc(class_of(KMALLOC_NORMAL, fine_sizes[i]), GFP_KERNEL));
}

static void one_size(struct kunit *test, volatile size_t size)
{
	char *p = kmalloc(size, GFP_KERNEL);
	struct kmem_cache *s;

	KUNIT_ASSERT_NOT_NULL(test, p);
	s = virt_to_head_page(p)->slab_cache;
	if (s != class_of(KMALLOC_NORMAL, size))
		KUNIT_FAIL(test, "size %zu is from %s", size, s->name);
	if ((unsigned long)p % expected_alignment(s, size))
		KUNIT_FAIL(test, "size %zu is at %px", size, p);
	if (!slab_is_debugged(s) && ksize(p) != s->object_size)
		KUNIT_FAIL(test, "size %zu: ksize() says %zu", size, ksize(p));
	KUNIT_EXPECT_EQ(test, ksize(p), kmalloc_size_roundup(size));
	memset(p, 0xc1, ksize(p));
	kfree(p);
}

/* Each size, through the table: its class's cache, its alignment, the bytes that ksize() promises. */
static void kmalloc_of_each_size_is_as_promised(struct kunit *test)
{
	objects_at_hand();
	for (size_t size = 1; size <= min(KMALLOC_MAX_CACHE_SIZE, KMALLOC_FINE_MAX * 1UL); size++)
		one_size(test, size);
	KUNIT_EXPECT_EQ(test, kmalloc_size_roundup(0), (size_t)0);
	KUNIT_EXPECT_EQ(test, kmalloc_size_roundup(KMALLOC_MAX_CACHE_SIZE + 1),
			(size_t)KMALLOC_MAX_CACHE_SIZE * 2);
}

/* All objects of a slab, not only the first, keep the promise; and neighbours do not overlap. */
static void kmalloc_neighbours_keep_alignment(struct kunit *test)
{
	static char *held[100];

	for (unsigned int i = 0; i < ARRAY_SIZE(fine_sizes) && fine_sizes[i] <= 2048; i++) {
		size_t size = fine_sizes[i];
		unsigned long align = expected_alignment(class_of(KMALLOC_NORMAL, size), size);

		for (unsigned int j = 0; j < ARRAY_SIZE(held); j++) {
			held[j] = kmalloc(size, GFP_KERNEL);
			KUNIT_ASSERT_NOT_NULL(test, held[j]);
			memset(held[j], j, size);
			if ((unsigned long)held[j] % align)
				KUNIT_FAIL(test, "one of size %zu is at %px", size, held[j]);
		}
		for (unsigned int j = 0; j < ARRAY_SIZE(held); j++) {
			KUNIT_EXPECT_NULL(test, memchr_inv(held[j], j, size));
			kfree(held[j]);
		}
	}
}

/* @constant: of as many bytes. */
static noinline void variable_is(struct kunit *test, void *constant, size_t size)
{
	void *variable = kmalloc(size, GFP_KERNEL);

	if (constant && variable && virt_to_head_page(constant)->slab_cache != virt_to_head_page(variable)->slab_cache)
		KUNIT_FAIL(test, "size %zu: constant %zu, variable %zu", size, ksize(constant), ksize(variable));
	kfree(variable);
	kfree(constant);
}

/* The size is known to the compiler, or it is not: the same cache; on both sides of each limit. */
static void kmalloc_constant_is_variable(struct kunit *test)
{
	objects_at_hand();
#define PAIR(bytes)		variable_is(test, kmalloc(bytes, GFP_KERNEL), bytes);
#define BOTH_SIDES(bytes)	PAIR(bytes) PAIR((bytes) + 1)
	FOR_EACH_FINE(BOTH_SIDES)
#undef BOTH_SIDES
#undef PAIR
}

/* Other types have Linux's classes, under Linux's names. */
static void kmalloc_other_types_have_linux_classes(struct kunit *test)
{
	void *p = kmalloc(300, GFP_KERNEL | __GFP_RECLAIMABLE), *q = kmalloc(300, GFP_KERNEL | GFP_DMA);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_ASSERT_NOT_NULL(test, q);
	KUNIT_EXPECT_STREQ(test, virt_to_head_page(p)->slab_cache->name, "kmalloc-rcl-512");
	KUNIT_EXPECT_STREQ(test, virt_to_head_page(q)->slab_cache->name, "dma-kmalloc-512");
	kfree(p);
	kfree(q);
}

static struct kunit_case kmalloc_classes_cases[] = {
	KUNIT_CASE(kmalloc_class_is_the_smallest_that_fits),
	KUNIT_CASE(kmalloc_of_each_size_is_as_promised),
	KUNIT_CASE(kmalloc_neighbours_keep_alignment),
	KUNIT_CASE(kmalloc_constant_is_variable),
	KUNIT_CASE(kmalloc_other_types_have_linux_classes),
	{}
};

static struct kunit_suite kmalloc_classes_suite = {
	.name = "kmalloc_classes",
	.init = classes_init,
	.test_cases = kmalloc_classes_cases,
};
kunit_test_suite(kmalloc_classes_suite);
