// SPDX-License-Identifier: MIT
/* tests/mm/dmapool_test.c - blocks for devices (row B9) */
#include <kunit/test.h>
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/mm.h>

#define NR_BLOCKS	200

/*
 * Blocks are aligned, don't cross the boundary, don't overlap, and their address is the physical
 * one.
 */
static void dmapool_blocks_keep_alignment_and_boundary(struct kunit *test)
{
	struct dma_pool *pool = dma_pool_create("test", NULL, 96, 32, 256);
	static void *block[NR_BLOCKS];
	static dma_addr_t dma[NR_BLOCKS];

	KUNIT_ASSERT_NOT_NULL(test, pool);
	for (int i = 0; i < NR_BLOCKS; i++) {
		block[i] = dma_pool_zalloc(pool, GFP_KERNEL, &dma[i]);
		if (!block[i])
			continue;
		KUNIT_EXPECT_EQ(test, dma[i], (dma_addr_t)virt_to_phys(block[i]));
		KUNIT_EXPECT_EQ(test, dma[i] % 32, 0ULL);
		KUNIT_EXPECT_EQ(test, dma[i] / 256, (dma[i] + 95) / 256);
		KUNIT_EXPECT_NULL(test, memchr_inv(block[i], 0, 96));
		memset(block[i], i, 96);
	}
	for (int i = 0; i < NR_BLOCKS; i++) {
		KUNIT_EXPECT_NOT_NULL(test, block[i]);
		if (!block[i])
			continue;
		KUNIT_EXPECT_NULL(test, memchr_inv(block[i], i & 0xff, 96));
		dma_pool_free(pool, block[i], dma[i]);
	}
	dma_pool_destroy(pool);
}

/* What can't be met is refused. */
static void dmapool_create_refuses_bad_arguments(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, dma_pool_create("test", NULL, 0, 8, 0));
	KUNIT_EXPECT_NULL(test, dma_pool_create("test", NULL, 64, 24, 0));
	KUNIT_EXPECT_NULL(test, dma_pool_create("test", NULL, 64, 8, 32));
	KUNIT_EXPECT_NULL(test, dma_pool_create("test", NULL, 64, 8, 96));
}

/* A second free changes nothing: two blocks then are still two. */
static void dmapool_double_free_is_ignored(struct kunit *test)
{
	struct dma_pool *pool = dma_pool_create("test", NULL, 64, 0, 0);
	void *a, *b = NULL, *c = NULL;
	dma_addr_t da = 0, db = 0, dc = 0;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	a = dma_pool_alloc(pool, GFP_KERNEL, &da);
	KUNIT_EXPECT_NOT_NULL(test, a);
	if (a) {
		dma_pool_free(pool, a, da);
		dma_pool_free(pool, a, da);
		b = dma_pool_alloc(pool, GFP_KERNEL, &db);
		c = dma_pool_alloc(pool, GFP_KERNEL, &dc);
		KUNIT_EXPECT_PTR_NE(test, b, c);
		dma_pool_free(pool, (char *)b + 4, db + 4);
		dma_pool_free(pool, b, db);
		dma_pool_free(pool, c, dc);
	}
	dma_pool_destroy(pool);
}

/* The device's mask decides the zone. */
static void dma_alloc_coherent_obeys_mask(struct kunit *test)
{
	static const int bits[] = { 24, 26, 32, 64 };
	static struct device dev;
	dma_addr_t dma;

	for (int i = 0; i < ARRAY_SIZE(bits); i++) {
		void *p;

		dma_set_coherent_mask(&dev, DMA_BIT_MASK(bits[i]));
		p = dma_alloc_coherent(&dev, 3 * PAGE_SIZE, &dma, GFP_KERNEL);
		KUNIT_EXPECT_NOT_NULL(test, p);
		if (!p)
			continue;
		KUNIT_EXPECT_LE(test, dma + 3 * PAGE_SIZE - 1, DMA_BIT_MASK(bits[i]));
		KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 3 * PAGE_SIZE));
		dma_free_coherent(&dev, 3 * PAGE_SIZE, p, dma);
	}
}

static struct kunit_case dmapool_cases[] = {
	KUNIT_CASE(dmapool_blocks_keep_alignment_and_boundary),
	KUNIT_CASE(dmapool_create_refuses_bad_arguments),
	KUNIT_CASE(dmapool_double_free_is_ignored),
	KUNIT_CASE(dma_alloc_coherent_obeys_mask),
	{}
};

static struct kunit_suite dmapool_suite = { .name = "dmapool", .test_cases = dmapool_cases };
kunit_test_suite(dmapool_suite);
