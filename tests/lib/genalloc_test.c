// SPDX-License-Identifier: MIT
/*
 * tests/lib/genalloc_test.c - pools of addresses (row B9)
 *
 * Addresses are numbers here: a pool never touches the memory that it manages.
 */
#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/genalloc.h>
#include <linux/prandom.h>

#define BASE	0x100000UL
#define UNIT	64
#define NR	256		/* units of the model's range */

static struct gen_pool *pool_new(struct kunit *test, size_t size)
{
	struct gen_pool *pool = gen_pool_create(6, NUMA_NO_NODE);

	KUNIT_ASSERT_NOT_NULL(test, pool);
	if (gen_pool_add_virt(pool, BASE, 0x5000, size, NUMA_NO_NODE)) {
		gen_pool_destroy(pool);
		KUNIT_FAIL_AND_ABORT(test, "no memory");
	}
	return pool;
}

/* Sizes are rounded up to units, counted, and addresses translate. */
static void genalloc_counts_units(struct kunit *test)
{
	struct gen_pool *pool = pool_new(test, NR * UNIT);
	unsigned long a = gen_pool_alloc(pool, 1), b = gen_pool_alloc(pool, UNIT + 1);
	dma_addr_t dma = 0;

	KUNIT_EXPECT_EQ(test, a, BASE);
	KUNIT_EXPECT_EQ(test, b, BASE + UNIT);
	KUNIT_EXPECT_EQ(test, gen_pool_size(pool), (size_t)NR * UNIT);
	KUNIT_EXPECT_EQ(test, gen_pool_avail(pool), (size_t)(NR - 3) * UNIT);
	KUNIT_EXPECT_EQ(test, gen_pool_virt_to_phys(pool, b), (phys_addr_t)0x5000 + UNIT);
	KUNIT_EXPECT_EQ(test, gen_pool_virt_to_phys(pool, BASE - 1), (phys_addr_t)-1);
	KUNIT_EXPECT_TRUE(test, gen_pool_has_addr(pool, BASE, NR * UNIT));
	KUNIT_EXPECT_FALSE(test, gen_pool_has_addr(pool, BASE, NR * UNIT + 1));
	KUNIT_EXPECT_EQ(test, gen_pool_alloc(pool, NR * UNIT), 0UL);
	gen_pool_free(pool, a, 1);
	KUNIT_EXPECT_EQ(test, (unsigned long)gen_pool_dma_alloc(pool, UNIT, &dma), BASE);
	KUNIT_EXPECT_EQ(test, dma, (dma_addr_t)0x5000);
	gen_pool_free(pool, BASE, UNIT);
	gen_pool_free(pool, b, UNIT + 1);
	KUNIT_EXPECT_EQ(test, gen_pool_avail(pool), gen_pool_size(pool));
	gen_pool_destroy(pool);
}

/* Holes of 4, 2 and 3 units: each algorithm takes the one that its rule says. */
static void genalloc_algorithms_choose_their_hole(struct kunit *test)
{
	struct gen_pool *pool = pool_new(test, 32 * UNIT);
	struct genpool_data_align align = { .align = 8 * UNIT };
	struct genpool_data_fixed fixed = { .offset = 9 * UNIT };
	unsigned long all = gen_pool_alloc(pool, 32 * UNIT);

	KUNIT_EXPECT_EQ(test, all, BASE);
	gen_pool_free(pool, BASE + UNIT, 4 * UNIT);
	gen_pool_free(pool, BASE + 8 * UNIT, 2 * UNIT);
	gen_pool_free(pool, BASE + 13 * UNIT, 3 * UNIT);
	KUNIT_EXPECT_EQ(test, gen_pool_alloc(pool, 2 * UNIT), BASE + UNIT);
	gen_pool_free(pool, BASE + UNIT, 2 * UNIT);
	KUNIT_EXPECT_EQ(test, gen_pool_alloc_algo(pool, 2 * UNIT, gen_pool_best_fit, NULL), BASE + 8 * UNIT);
	gen_pool_free(pool, BASE + 8 * UNIT, 2 * UNIT);
	KUNIT_EXPECT_EQ(test, gen_pool_alloc_algo(pool, 3 * UNIT, gen_pool_best_fit, NULL), BASE + 13 * UNIT);
	gen_pool_free(pool, BASE + 13 * UNIT, 3 * UNIT);
	KUNIT_EXPECT_EQ(test, gen_pool_alloc_algo(pool, UNIT, gen_pool_first_fit_align, &align),
			BASE + 8 * UNIT);
	KUNIT_EXPECT_EQ(test, gen_pool_alloc_algo(pool, UNIT, gen_pool_fixed_alloc, &fixed), BASE + 9 * UNIT);
	KUNIT_EXPECT_EQ(test, gen_pool_alloc_algo(pool, UNIT, gen_pool_fixed_alloc, &fixed), 0UL);
	KUNIT_EXPECT_EQ(test, gen_pool_alloc_algo(pool, 2 * UNIT, gen_pool_first_fit_order_align, NULL),
			BASE + 2 * UNIT);
	gen_pool_free(pool, BASE, UNIT);
	gen_pool_free(pool, BASE + 2 * UNIT, 2 * UNIT);
	for (unsigned long i = 5; i < 32; i++)
		if (i != 13 && i != 14 && i != 15)
			gen_pool_free(pool, BASE + i * UNIT, UNIT);
	KUNIT_EXPECT_EQ(test, gen_pool_avail(pool), gen_pool_size(pool));
	gen_pool_destroy(pool);
}

/* A thousand pieces of random sizes, against a plain bitmap: first fit, exactly. */
static void genalloc_agrees_with_model(struct kunit *test)
{
	struct gen_pool *pool = pool_new(test, NR * UNIT);
	DECLARE_BITMAP(model, NR);
	unsigned char start[64] = { }, len[64] = { };
	u32 seed = 1;

	bitmap_zero(model, NR);
	for (int step = 0; step < 5000; step++) {
		unsigned int i = next_pseudo_random32(seed) % 64;
		unsigned long at, addr;

		seed = next_pseudo_random32(seed) ^ step;
		if (len[i]) {
			gen_pool_free(pool, BASE + start[i] * UNIT, len[i] * UNIT);
			bitmap_clear(model, start[i], len[i]);
			len[i] = 0;
			continue;
		}
		len[i] = 1 + seed % 12;
		at = bitmap_find_next_zero_area(model, NR, 0, len[i], 0);
		addr = gen_pool_alloc(pool, len[i] * UNIT);
		KUNIT_EXPECT_EQ(test, addr, at < NR ? BASE + at * UNIT : 0UL);
		start[i] = at;
		if (addr)
			bitmap_set(model, at, len[i]);
		else
			len[i] = 0;
		KUNIT_EXPECT_EQ(test, gen_pool_avail(pool), (size_t)(NR - bitmap_weight(model, NR)) * UNIT);
	}
	for (int i = 0; i < 64; i++)
		if (len[i])
			gen_pool_free(pool, BASE + start[i] * UNIT, len[i] * UNIT);
	gen_pool_destroy(pool);
}

/* ---- owners, memory for devices, a device's own pools ---- */

static void chunk_count(struct gen_pool *pool, struct gen_pool_chunk *chunk, void *data)
{
	++*(unsigned int *)data;
}

/* Who added a range is told with each piece of it, and when it comes back. */
static void genalloc_tells_the_owner(struct kunit *test)
{
	struct gen_pool *pool = gen_pool_create(4, NUMA_NO_NODE);
	void *owner = NULL, *back = NULL;
	unsigned int nr_chunks = 0;
	unsigned long addr;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	KUNIT_ASSERT_EQ(test, gen_pool_add_owner(pool, 0x10000, 0x5000, 256, NUMA_NO_NODE, &nr_chunks), 0);
	addr = gen_pool_alloc_owner(pool, 256, &owner);
	KUNIT_EXPECT_EQ(test, addr, 0x10000UL);
	KUNIT_EXPECT_PTR_EQ(test, owner, (void *)&nr_chunks);
	KUNIT_EXPECT_EQ(test, gen_pool_virt_to_phys(pool, 0x10010), (phys_addr_t)0x5010);
	gen_pool_for_each_chunk(pool, chunk_count, &nr_chunks);
	KUNIT_EXPECT_EQ(test, nr_chunks, 1U);
	gen_pool_free_owner(pool, addr, 256, &back);
	KUNIT_EXPECT_PTR_EQ(test, back, (void *)&nr_chunks);
	gen_pool_destroy(pool);
}

/* Real memory: the address that the device uses, zeroed, aligned; and the pool's own algorithm. */
static void genalloc_dma_forms_zero_and_align(struct kunit *test)
{
	struct gen_pool *pool = gen_pool_create(4, NUMA_NO_NODE);
	u8 *memory = kunit_kmalloc(test, 4096, GFP_KERNEL), *p, *out[6];
	struct genpool_data_align align = { .align = 256 };
	dma_addr_t dma;

	KUNIT_ASSERT_TRUE(test, pool && memory);
	memset(memory, 0xee, 4096);
	KUNIT_ASSERT_EQ(test, gen_pool_add_virt(pool, (unsigned long)memory, 0x100000, 4096, NUMA_NO_NODE), 0);
	p = gen_pool_dma_zalloc(pool, 16, &dma);
	KUNIT_EXPECT_PTR_EQ(test, p, memory);
	KUNIT_EXPECT_EQ(test, dma, (dma_addr_t)0x100000);
	KUNIT_EXPECT_NULL(test, memchr_inv(memory, 0, 16));
	KUNIT_EXPECT_EQ(test, memory[16], 0xee);
	out[0] = p;
	out[1] = p = gen_pool_dma_alloc_align(pool, 16, &dma, 256);
	KUNIT_EXPECT_EQ(test, (unsigned long)p % 256, 0UL);
	KUNIT_EXPECT_EQ(test, p[15], 0xee);
	out[2] = p = gen_pool_dma_zalloc_align(pool, 16, &dma, 512);
	KUNIT_EXPECT_EQ(test, (unsigned long)p % 512, 0UL);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 16));
	out[3] = p = gen_pool_dma_alloc_algo(pool, 16, &dma, gen_pool_first_fit_align, &align);
	KUNIT_EXPECT_EQ(test, (unsigned long)p % 256, 0UL);
	out[4] = p = gen_pool_dma_zalloc_algo(pool, 16, &dma, gen_pool_first_fit, NULL);
	KUNIT_EXPECT_PTR_EQ(test, p, memory + 16);
	gen_pool_set_algo(pool, gen_pool_first_fit_align, &align);
	out[5] = p = (u8 *)gen_pool_alloc(pool, 16);
	KUNIT_EXPECT_EQ(test, (unsigned long)p % 256, 0UL);
	KUNIT_EXPECT_EQ(test, gen_pool_avail(pool), (size_t)(4096 - 6 * 16));
	for (unsigned int i = 0; i < ARRAY_SIZE(out); i++)
		gen_pool_free(pool, (unsigned long)out[i], 16);
	gen_pool_destroy(pool);
}

static struct kunit_case genalloc_cases[] = {
	KUNIT_CASE(genalloc_counts_units),
	KUNIT_CASE(genalloc_algorithms_choose_their_hole),
	KUNIT_CASE(genalloc_agrees_with_model),
	KUNIT_CASE(genalloc_tells_the_owner),
	KUNIT_CASE(genalloc_dma_forms_zero_and_align),
	{}
};

static struct kunit_suite genalloc_suite = { .name = "genalloc", .test_cases = genalloc_cases };
kunit_test_suite(genalloc_suite);
