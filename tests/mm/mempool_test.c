// SPDX-License-Identifier: MIT
/*
 * tests/mm/mempool_test.c - pools: the reserve, waiting, resizing (row B8)
 *
 * The allocator below the pool is a counter that can be told to fail, so each test decides when
 * the reserve is needed.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/poison.h>
#include <linux/slab.h>
#include "mm/mempool_poison.h"

struct below {
	bool empty;		/* every allocation fails */
	atomic_t out;		/* allocated, not freed */
};

static void *below_alloc(gfp_t gfp, void *data)
{
	struct below *below = data;
	void *element = READ_ONCE(below->empty) ? NULL : kmalloc(64, gfp);

	if (element)
		atomic_inc(&below->out);
	return element;
}

static void below_free(void *element, void *data)
{
	struct below *below = data;

	atomic_dec(&below->out);
	kfree(element);
}

/* A new pool has its minimum ready, and gives all of it back at the end. */
static void mempool_create_fills_reserve(struct kunit *test)
{
	struct below below = {};
	mempool_t *pool = mempool_create(5, below_alloc, below_free, &below);

	KUNIT_ASSERT_NOT_NULL(test, pool);
	KUNIT_EXPECT_EQ(test, pool->curr_nr, 5);
	KUNIT_EXPECT_EQ(test, atomic_read(&below.out), 5);
	mempool_destroy(pool);
	KUNIT_EXPECT_EQ(test, atomic_read(&below.out), 0);
}

/* Without memory below there is no pool, and nothing is left of the attempt. */
static void mempool_create_without_memory_returns_null(struct kunit *test)
{
	struct below below = { .empty = true };

	KUNIT_EXPECT_NULL(test, mempool_create(1, below_alloc, below_free, &below));
	KUNIT_EXPECT_EQ(test, atomic_read(&below.out), 0);
}

/* Below is asked first: the reserve stays full while it can give. */
static void mempool_alloc_asks_below_first(struct kunit *test)
{
	struct below below = {};
	mempool_t *pool = mempool_create(2, below_alloc, below_free, &below);
	void *element;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	element = mempool_alloc(pool, GFP_KERNEL);
	KUNIT_EXPECT_NOT_NULL(test, element);
	KUNIT_EXPECT_EQ(test, pool->curr_nr, 2);
	mempool_free(element, pool);
	KUNIT_EXPECT_EQ(test, atomic_read(&below.out), 2);
	mempool_destroy(pool);
}

/* With nothing below, exactly min_nr atomic allocations succeed; the next one fails at once. */
static void mempool_alloc_atomic_empty_returns_null(struct kunit *test)
{
	struct below below = {};
	mempool_t *pool = mempool_create(3, below_alloc, below_free, &below);
	void *elements[3];
	int i;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	below.empty = true;
	for (i = 0; i < 3; i++) {
		elements[i] = mempool_alloc(pool, GFP_ATOMIC);
		KUNIT_EXPECT_NOT_NULL(test, elements[i]);
	}
	KUNIT_EXPECT_NULL(test, mempool_alloc(pool, GFP_ATOMIC));
	KUNIT_EXPECT_NULL(test, mempool_alloc(pool, GFP_NOWAIT));
	for (i = 0; i < 3; i++)
		mempool_free(elements[i], pool);
	KUNIT_EXPECT_EQ(test, pool->curr_nr, 3);
	mempool_destroy(pool);
	KUNIT_EXPECT_EQ(test, atomic_read(&below.out), 0);
}

struct waiter {
	mempool_t *pool;
	void *element;
	struct completion done;
};

static int waiter_run(void *data)
{
	struct waiter *waiter = data;

	waiter->element = mempool_alloc(waiter->pool, GFP_KERNEL);
	complete(&waiter->done);
	return 0;
}

/* A caller that may sleep waits with nothing below, and is given the element that comes back. */
static void mempool_alloc_waits_for_free(struct kunit *test)
{
	struct below below = {};
	mempool_t *pool = mempool_create(1, below_alloc, below_free, &below);
	struct waiter waiter = { .pool = pool };
	void *held;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	init_completion(&waiter.done);
	below.empty = true;
	held = mempool_alloc(pool, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, held);
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(waiter_run, &waiter, "waiter")));
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&waiter.done, msecs_to_jiffies(50)), 0UL);
	mempool_free(held, pool);
	wait_for_completion(&waiter.done);
	KUNIT_EXPECT_PTR_EQ(test, waiter.element, held);
	mempool_free(waiter.element, pool);
	mempool_destroy(pool);
	KUNIT_EXPECT_EQ(test, atomic_read(&below.out), 0);
}

/* Growing fills the new places; shrinking frees what is too many. */
static void mempool_resize_grows_and_shrinks(struct kunit *test)
{
	struct below below = {};
	mempool_t *pool = mempool_create(2, below_alloc, below_free, &below);

	KUNIT_ASSERT_NOT_NULL(test, pool);
	KUNIT_EXPECT_EQ(test, mempool_resize(pool, 9), 0);
	KUNIT_EXPECT_EQ(test, pool->curr_nr, 9);
	KUNIT_EXPECT_EQ(test, atomic_read(&below.out), 9);
	KUNIT_EXPECT_EQ(test, mempool_resize(pool, 1), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&below.out), 1);
	mempool_destroy(pool);
	KUNIT_EXPECT_EQ(test, atomic_read(&below.out), 0);
}

/* The three kinds that Linux supplies hand out what they say. */
static void mempool_helpers_give_their_kind(struct kunit *test)
{
	struct kmem_cache *cache = kmem_cache_create("mempool_test", 48, 0, 0, NULL);
	mempool_t *slab = cache ? mempool_create_slab_pool(2, cache) : NULL;
	mempool_t *small = mempool_create_kmalloc_pool(2, 200);
	mempool_t *pages = mempool_create_page_pool(2, 1);
	struct page *page;
	void *element;

	KUNIT_ASSERT_NOT_NULL(test, cache);
	KUNIT_ASSERT_TRUE(test, slab && small && pages);
	element = mempool_alloc(slab, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, element);
	memset(element, 1, 48);
	mempool_free(element, slab);
	element = mempool_alloc(small, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, element);
	KUNIT_EXPECT_GE(test, ksize(element), (size_t)200);
	mempool_free(element, small);
	page = mempool_alloc(pages, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	memset(page_address(page), 1, 2 * PAGE_SIZE);
	mempool_free(page, pages);
	mempool_destroy(slab);
	mempool_destroy(small);
	mempool_destroy(pages);
	kmem_cache_destroy(cache);
}

/* ---- elements of the reserve ---- */

static bool poisons_before;

static void poisons_restore(void *unused)
{
	mempool_poisons = poisons_before;
}

static void poisons_set(struct kunit *test)
{
	poisons_before = mempool_poisons;
	mempool_poisons = true;
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, poisons_restore, NULL), 0);
}

/* The element is nobody's: a memory checker must not see this. */
static noinline __no_sanitize_address u8 wild_byte(u8 *element, size_t at, int set)
{
	u8 was = READ_ONCE(element[at]);

	if (set >= 0)
		WRITE_ONCE(element[at], set);
	return was;
}

/*
 * How often a pool that is given up reports an element; @write: after its last element got a byte
 * at @at.
 */
static unsigned int mismatches(struct kunit *test, mempool_t *pool, size_t size, bool write)
{
	struct printk_capture c;
	u8 *element;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	element = pool->elements[pool->curr_nr - 1];
	if (pool->free == mempool_free_pages)
		element = page_address((struct page *)element);
	KUNIT_EXPECT_EQ(test, wild_byte(element, 0, -1), POISON_FREE);
	KUNIT_EXPECT_EQ(test, wild_byte(element, size - 1, -1), POISON_END);
	if (write)
		wild_byte(element, size / 2, 0x11);
	printk_capture_begin(&c);
	mempool_destroy(pool);
	printk_capture_end(&c);
	return printk_capture_count(&c, "mempool element poison mismatch");
}

/* slub_debug=P: a write to an element of the reserve is reported, of each kind; and nothing else is. */
static void mempool_element_written_in_reserve_is_reported(struct kunit *test)
{
	struct kmem_cache *cache = kmem_cache_create("mempool_test", 48, 0, SLAB_NOLEAKTRACE, NULL);

	KUNIT_ASSERT_NOT_NULL(test, cache);
	poisons_set(test);
	for (int write = 0; write < 2; write++) {
		KUNIT_EXPECT_EQ(test, mismatches(test, mempool_create_kmalloc_pool(3, 200), 200, write), 0U + write);
		KUNIT_EXPECT_EQ(test, mismatches(test, mempool_create_slab_pool(3, cache), 48, write), 0U + write);
		KUNIT_EXPECT_EQ(test, mismatches(test, mempool_create_page_pool(3, 1), PAGE_SIZE, write), 0U + write);
	}
	kmem_cache_destroy(cache);
}

static void element_construct(void *object)
{
	memset(object, 0x22, 48);
}

/* What a constructor made stays as it is. */
static void mempool_constructed_element_is_not_poisoned(struct kunit *test)
{
	struct kmem_cache *cache = kmem_cache_create("mempool_ctor", 48, 0, 0, element_construct);
	mempool_t *pool;

	KUNIT_ASSERT_NOT_NULL(test, cache);
	poisons_set(test);
	pool = mempool_create_slab_pool(1, cache);
	KUNIT_ASSERT_NOT_NULL(test, pool);
	KUNIT_EXPECT_EQ(test, wild_byte(pool->elements[0], 20, -1), 0x22);
	mempool_destroy(pool);
	kmem_cache_destroy(cache);
}

#define CHURNERS	4

struct churn {
	mempool_t *pool;
	atomic_t left;
	struct completion done;
};

static int churn_run(void *data)
{
	struct churn *churn = data;
	int i;

	for (i = 0; i < 2000; i++) {
		unsigned long *element = mempool_alloc(churn->pool, GFP_KERNEL);

		WRITE_ONCE(*element, (unsigned long)current);
		if (i % 16 == 0)
			cond_resched();
		if (READ_ONCE(*element) != (unsigned long)current)
			return -EINVAL;		/* and never completes: shared with somebody */
		mempool_free(element, churn->pool);
	}
	if (atomic_dec_and_test(&churn->left))
		complete(&churn->done);
	return 0;
}

/* More tasks than elements, nothing below: everybody is served, nobody shares, nothing is lost. */
static void mempool_contended_serves_everybody(struct kunit *test)
{
	struct below below = {};
	struct churn churn = { .left = ATOMIC_INIT(CHURNERS) };
	int i;

	churn.pool = mempool_create(2, below_alloc, below_free, &below);
	KUNIT_ASSERT_NOT_NULL(test, churn.pool);
	init_completion(&churn.done);
	below.empty = true;
	for (i = 0; i < CHURNERS; i++)
		KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(churn_run, &churn, "churn/%d", i)));
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&churn.done, 60 * HZ), 0UL);
	KUNIT_EXPECT_EQ(test, churn.pool->curr_nr, 2);
	mempool_destroy(churn.pool);
	KUNIT_EXPECT_EQ(test, atomic_read(&below.out), 0);
}

static struct kunit_case mempool_cases[] = {
	KUNIT_CASE(mempool_create_fills_reserve),
	KUNIT_CASE(mempool_create_without_memory_returns_null),
	KUNIT_CASE(mempool_alloc_asks_below_first),
	KUNIT_CASE(mempool_alloc_atomic_empty_returns_null),
	KUNIT_CASE(mempool_alloc_waits_for_free),
	KUNIT_CASE(mempool_resize_grows_and_shrinks),
	KUNIT_CASE(mempool_helpers_give_their_kind),
	KUNIT_CASE(mempool_element_written_in_reserve_is_reported),
	KUNIT_CASE(mempool_constructed_element_is_not_poisoned),
	KUNIT_CASE(mempool_contended_serves_everybody),
	{}
};

static struct kunit_suite mempool_suite = {
	.name		= "mempool",
	.test_cases	= mempool_cases,
};
kunit_test_suite(mempool_suite);
