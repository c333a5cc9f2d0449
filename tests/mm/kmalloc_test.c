// SPDX-License-Identifier: MIT
/*
 * tests/mm/kmalloc_test.c - suite "kmalloc": sizes, alignment, zeroing, krealloc (row B1)
 */
#include <kunit/test.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include "mm/slab.h"

/* Up to what even a small machine has in one piece. */
static void kmalloc_sizes_are_aligned_and_usable(struct kunit *test)
{
	size_t max = min(KMALLOC_MAX_SIZE, totalram_pages() * PAGE_SIZE / 16);

	for (size_t size = 1; size <= max; size += size < 300 ? 1 : size / 3) {
		unsigned char *p = kmalloc(size, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_GE(test, ksize(p), size);
		KUNIT_EXPECT_EQ(test, ksize(p), kmalloc_size_roundup(size));
		KUNIT_EXPECT_EQ(test, (unsigned long)p % 8, 0UL);
		if (is_power_of_2(size))
			KUNIT_EXPECT_EQ(test, (unsigned long)p % size, 0UL);
		memset(p, 0xa1, ksize(p));
		kfree(p);
	}
}

static void kmalloc_too_large_returns_null(struct kunit *test)
{
	volatile size_t size = KMALLOC_MAX_SIZE + 1, huge = ~0UL, half = ~0UL / 2;

	KUNIT_EXPECT_NULL(test, kmalloc(size, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, kmalloc(huge, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, kmalloc_array(half, 3, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kcalloc(half, 3, GFP_KERNEL));
}

static void kmalloc_zero_size(struct kunit *test)
{
	volatile size_t none = 0;
	void *p = kmalloc(none, GFP_KERNEL);

	KUNIT_EXPECT_PTR_EQ(test, p, ZERO_SIZE_PTR);
	KUNIT_EXPECT_EQ(test, ksize(p), (size_t)0);
	kfree(p);
	kfree(NULL);
}

static void kmalloc_zeroes_on_request(struct kunit *test)
{
	static const size_t sizes[] = { 8, 100, 4096, 20000 };

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		unsigned char *p = kmalloc(sizes[i], GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, p);
		memset(p, 0xee, sizes[i]);
		kfree(p);
		p = kzalloc(sizes[i], GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, sizes[i]));
		kfree(p);
		p = kcalloc(sizes[i] / 4, 4, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, sizes[i]));
		kfree(p);
	}
}

static void krealloc_keeps_contents(struct kunit *test)
{
	unsigned char *p = krealloc(NULL, 10, GFP_KERNEL), *q;

	KUNIT_ASSERT_NOT_NULL(test, p);
	memset(p, 0x19, 10);
	q = krealloc(p, 14, GFP_KERNEL);
	KUNIT_EXPECT_PTR_EQ(test, q, p);
	q = krealloc(q, 3000, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, q);
	KUNIT_EXPECT_NULL(test, memchr_inv(q, 0x19, 10));
	q = krealloc(q, 30000, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, q);
	KUNIT_EXPECT_NULL(test, memchr_inv(q, 0x19, 10));
	KUNIT_EXPECT_PTR_EQ(test, krealloc(q, 0, GFP_KERNEL), ZERO_SIZE_PTR);
}

static void kmalloc_dma_is_below_16mb(struct kunit *test)
{
	void *small = kmalloc(64, GFP_KERNEL | GFP_DMA), *large = kmalloc(20000, GFP_KERNEL | GFP_DMA);

	KUNIT_EXPECT_LT(test, __pa(small), 16UL << 20);
	KUNIT_EXPECT_LT(test, __pa(large), 16UL << 20);
	kfree(small);
	kfree(large);
}

/* Which cache an object of at most a page is of. */
static struct kmem_cache *cache_of(const void *p)
{
	return slab_object_cache(virt_to_head_page(p), p);
}

/* What is allowed to be in a kmalloc() cache by its flags is in that cache. */
static void kmalloc_reclaimable_has_its_own_caches(struct kunit *test)
{
	void *p = kmalloc(64, GFP_KERNEL | __GFP_RECLAIMABLE), *q = kmalloc(64, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_ASSERT_NOT_NULL(test, q);
	KUNIT_EXPECT_STREQ(test, cache_of(p)->name, "kmalloc-rcl-64");
	KUNIT_EXPECT_STREQ(test, cache_of(q)->name, "kmalloc-64");
	kfree(p);
	p = kmalloc(64, GFP_DMA | __GFP_RECLAIMABLE);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_STREQ(test, cache_of(p)->name, "dma-kmalloc-64");
	kfree(p);
	kfree(q);
}

/* High memory has no address: said once a call, and low memory is given. */
static void kmalloc_highmem_is_fixed_up(struct kunit *test)
{
	struct printk_capture c;
	void *p;

	printk_capture_begin(&c);
	p = kmalloc(20000, GFP_KERNEL | __GFP_HIGHMEM);
	printk_capture_end(&c);
	KUNIT_EXPECT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "Fix your code!"), 1U);
	kfree(p);
}

/* Over-size: a warning the first time, none with __GFP_NOWARN. */
static void kmalloc_too_large_with_nowarn_is_silent(struct kunit *test)
{
	volatile size_t size = KMALLOC_MAX_SIZE + 1;
	struct printk_capture c;

	printk_capture_begin(&c);
	KUNIT_EXPECT_NULL(test, kmalloc(size, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, kmalloc(KMALLOC_MAX_SIZE * 2, GFP_KERNEL | __GFP_NOWARN));
	printk_capture_end(&c);
	KUNIT_EXPECT_FALSE(test, printk_capture_contains(&c, "WARNING"));
}

/* The pieces of a key do not survive, not even behind the bytes asked for. */
static void kmalloc_free_sensitive_wipes(struct kunit *test)
{
	unsigned char *p = kmalloc(KMALLOC_MAX_CACHE_SIZE * 5 / 2, GFP_KERNEL);
	struct page *page;
	size_t usable;

	KUNIT_ASSERT_NOT_NULL(test, p);
	page = virt_to_page(p);
	usable = ksize(p);
	memset(p, 0x5e, usable);
	get_page(page);
	kfree_sensitive(p);
	KUNIT_EXPECT_NULL(test, memchr_inv(page_address(page), 0, usable));
	put_page(page);
}

static void krealloc_array_overflow_keeps_array(struct kunit *test)
{
	volatile size_t half = ~0UL / 2;
	unsigned char *p = kmalloc(64, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	memset(p, 0x21, 64);
	KUNIT_EXPECT_NULL(test, krealloc_array(p, half, 3, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0x21, 64));
	p = krealloc_array(p, 100, 3, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0x21, 64));
	kfree(p);
}

static struct kunit_case kmalloc_cases[] = {
	KUNIT_CASE(kmalloc_sizes_are_aligned_and_usable),
	KUNIT_CASE(kmalloc_too_large_returns_null),
	KUNIT_CASE(kmalloc_zero_size),
	KUNIT_CASE(kmalloc_zeroes_on_request),
	KUNIT_CASE(krealloc_keeps_contents),
	KUNIT_CASE(kmalloc_dma_is_below_16mb),
	KUNIT_CASE(kmalloc_reclaimable_has_its_own_caches),
	KUNIT_CASE(kmalloc_highmem_is_fixed_up),
	KUNIT_CASE(kmalloc_too_large_with_nowarn_is_silent),
	KUNIT_CASE(kmalloc_free_sensitive_wipes),
	KUNIT_CASE(krealloc_array_overflow_keeps_array),
	{}
};

static struct kunit_suite kmalloc_suite = {
	.name = "kmalloc",
	.test_cases = kmalloc_cases,
};
kunit_test_suite(kmalloc_suite);
