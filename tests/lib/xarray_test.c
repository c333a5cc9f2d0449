// SPDX-License-Identifier: MIT
/* tests/lib/xarray_test.c - xarray, idr, ida and radix tree; a plain array is the model */
#include <kunit/test.h>
#include <linux/idr.h>
#include <linux/prandom.h>
#include <linux/radix-tree.h>
#include <linux/xarray.h>
#include "tests/kernel/threads.h"

/* Places where levels begin and end. */
static const unsigned long corners[] = {
	0, 1, 62, 63, 64, 65, 4095, 4096, 4097, 262143, 262144, 1ul << 24, 1ul << 31, 1ul << 32,
	1ul << 59, (1ul << 60) - 1, 1ul << 60, 1ul << 63, ULONG_MAX - 1, ULONG_MAX,
};

static void xarray_single_entry_at_every_corner(struct kunit *test)
{
	unsigned long index, i, j;
	DEFINE_XARRAY(xa);

	for (i = 0; i < ARRAY_SIZE(corners); i++) {
		KUNIT_EXPECT_NULL(test, xa_store(&xa, corners[i], xa_mk_value(i), GFP_KERNEL));
		for (j = 0; j < ARRAY_SIZE(corners); j++)
			KUNIT_EXPECT_PTR_EQ(test, xa_load(&xa, corners[j]),
					    j == i ? xa_mk_value(i) : NULL);
		index = 0;
		KUNIT_EXPECT_PTR_EQ(test, xa_find(&xa, &index, ULONG_MAX, XA_PRESENT), xa_mk_value(i));
		KUNIT_EXPECT_EQ(test, index, corners[i]);
		KUNIT_EXPECT_NULL(test, xa_find_after(&xa, &index, ULONG_MAX, XA_PRESENT));
		KUNIT_EXPECT_PTR_EQ(test, xa_erase(&xa, corners[i]), xa_mk_value(i));
		KUNIT_EXPECT_TRUE(test, xa_empty(&xa));
	}
}

static void xarray_all_corners_at_once(struct kunit *test)
{
	unsigned long index, i = 0;
	DEFINE_XARRAY(xa);
	void *entry;

	for (i = ARRAY_SIZE(corners); i-- > 0;)
		xa_store(&xa, corners[i], xa_mk_value(i), GFP_KERNEL);
	i = 0;
	xa_for_each(&xa, index, entry) {
		KUNIT_EXPECT_EQ(test, index, corners[i]);
		KUNIT_EXPECT_PTR_EQ(test, entry, xa_mk_value(i));
		i++;
	}
	KUNIT_EXPECT_EQ(test, i, ARRAY_SIZE(corners));
	for (i = 0; i < ARRAY_SIZE(corners); i++)
		KUNIT_EXPECT_PTR_EQ(test, xa_erase(&xa, corners[i]), xa_mk_value(i));
	KUNIT_EXPECT_TRUE(test, xa_empty(&xa));
}

#define MODEL 700	/* three levels, with a stride of 97 */
#define STRIDE 97

struct model {
	u8 value[MODEL];
	bool mark[MODEL][XA_MAX_MARKS];
};

static void *model_entry(const struct model *m, unsigned int i)
{
	return m->value[i] ? xa_mk_value(m->value[i]) : NULL;
}

static void expect_same(struct kunit *test, struct xarray *xa, const struct model *m)
{
	unsigned int i, mark, any[XA_MAX_MARKS] = { 0 };
	unsigned long index;
	void *entry;

	for (i = 0; i < MODEL; i++) {
		KUNIT_ASSERT_PTR_EQ(test, xa_load(xa, i * STRIDE), model_entry(m, i));
		for (mark = 0; mark < XA_MAX_MARKS; mark++) {
			any[mark] += m->mark[i][mark];
			KUNIT_ASSERT_EQ(test, xa_get_mark(xa, i * STRIDE, (xa_mark_t)mark),
					m->mark[i][mark]);
		}
	}
	for (mark = 0; mark < XA_MAX_MARKS; mark++) {
		KUNIT_ASSERT_EQ(test, xa_marked(xa, (xa_mark_t)mark), any[mark] > 0);
		i = 0;
		xa_for_each_marked(xa, index, entry, (xa_mark_t)mark) {
			while (!m->mark[i][mark])
				i++;
			KUNIT_ASSERT_EQ(test, index, (unsigned long)i * STRIDE);
			i++;
			any[mark]--;
		}
		KUNIT_ASSERT_EQ(test, any[mark], 0);
	}
}

static void xarray_matches_model_under_random_operations(struct kunit *test)
{
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	struct rnd_state rnd;
	DEFINE_XARRAY(xa);
	int step;

	KUNIT_ASSERT_NOT_NULL(test, m);
	prandom_seed_state(&rnd, 7);
	for (step = 0; step < 6000; step++) {
		/* Fill and empty the array in turns, so that levels come and go. */
		bool filling = step / 1500 % 2 == 0;
		unsigned int i = prandom_u32_state(&rnd) % MODEL, op = prandom_u32_state(&rnd) % 10;
		unsigned int mark = op % XA_MAX_MARKS;

		if (op < (filling ? 6 : 1)) {
			void *old = model_entry(m, i);

			m->value[i] = 1 + step % 255;
			KUNIT_ASSERT_PTR_EQ(test, xa_store(&xa, i * STRIDE, model_entry(m, i), GFP_KERNEL),
					    old);
		} else if (op < 7) {
			KUNIT_ASSERT_PTR_EQ(test, xa_erase(&xa, i * STRIDE), model_entry(m, i));
			m->value[i] = 0;
			memset(m->mark[i], 0, sizeof(m->mark[i]));
		} else if (prandom_u32_state(&rnd) % 2) {
			xa_set_mark(&xa, i * STRIDE, (xa_mark_t)mark);
			m->mark[i][mark] = m->value[i] != 0;
		} else {
			xa_clear_mark(&xa, i * STRIDE, (xa_mark_t)mark);
			m->mark[i][mark] = false;
		}
		if (step % 50 == 0)
			expect_same(test, &xa, m);
	}
	expect_same(test, &xa, m);
	xa_destroy(&xa);
	KUNIT_EXPECT_TRUE(test, xa_empty(&xa));
}

static void xarray_conditional_stores(struct kunit *test)
{
	DEFINE_XARRAY(xa);
	int a, b;

	KUNIT_EXPECT_EQ(test, xa_insert(&xa, 5, &a, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, xa_insert(&xa, 5, &b, GFP_KERNEL), -EBUSY);
	KUNIT_EXPECT_PTR_EQ(test, xa_cmpxchg(&xa, 5, &b, NULL, GFP_KERNEL), &a);
	KUNIT_EXPECT_PTR_EQ(test, xa_cmpxchg(&xa, 5, &a, &b, GFP_KERNEL), &a);
	KUNIT_EXPECT_PTR_EQ(test, xa_load(&xa, 5), &b);
	KUNIT_EXPECT_EQ(test, xa_reserve(&xa, 5, GFP_KERNEL), 0);
	KUNIT_EXPECT_PTR_EQ(test, xa_load(&xa, 5), &b);
	KUNIT_EXPECT_EQ(test, xa_reserve(&xa, 9, GFP_KERNEL), 0);
	KUNIT_EXPECT_NULL(test, xa_load(&xa, 9));
	KUNIT_EXPECT_EQ(test, xa_insert(&xa, 9, &a, GFP_KERNEL), -EBUSY);
	KUNIT_EXPECT_EQ(test, xa_err(xa_store(&xa, 9, XA_ZERO_ENTRY, GFP_KERNEL)), 0);
	xa_release(&xa, 9);
	KUNIT_EXPECT_EQ(test, xa_insert(&xa, 9, &a, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, xa_err(xa_mk_internal(-ENOMEM)), -ENOMEM);
	KUNIT_EXPECT_EQ(test, xa_err(&a), 0);
	xa_destroy(&xa);
}

static void xarray_alloc_gives_lowest_free(struct kunit *test)
{
	DEFINE_XARRAY_ALLOC1(one);
	DEFINE_XARRAY_ALLOC(xa);
	u32 id, i, next = 0;

	for (i = 0; i < 200; i++) {
		KUNIT_ASSERT_EQ(test, xa_alloc(&xa, &id, xa_mk_value(i), xa_limit_32b, GFP_KERNEL), 0);
		KUNIT_ASSERT_EQ(test, id, i);
	}
	xa_erase(&xa, 77);
	xa_erase(&xa, 150);
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, NULL, XA_LIMIT(0, 199), GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, id, 77);
	KUNIT_EXPECT_NULL(test, xa_load(&xa, 77));
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, &xa, XA_LIMIT(100, 199), GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, id, 150);
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, &xa, XA_LIMIT(0, 199), GFP_KERNEL), -EBUSY);
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, &xa, XA_LIMIT(5000, 6000), GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, id, 5000);
	xa_destroy(&xa);
	KUNIT_EXPECT_EQ(test, xa_alloc(&one, &id, &xa, xa_limit_32b, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, id, 1);
	xa_erase(&one, 1);
	for (i = 0; i < 6; i++) {
		int want = i == 3;	/* it wraps behind 2 */

		KUNIT_EXPECT_EQ(test, xa_alloc_cyclic(&xa, &id, &one, XA_LIMIT(0, 2), &next,
						      GFP_KERNEL), want);
		KUNIT_EXPECT_EQ(test, id, i % 3);
		if (i < 5)
			xa_erase(&xa, i % 3);
		if (i == 3)
			next = 1;
	}
	xa_destroy(&xa);
}

static void idr_gives_and_takes_numbers(struct kunit *test)
{
	static char things[100 * 4] __aligned(8);
	DEFINE_IDR(idr);
	void *p = things, *entry;
	int i, id, sum = 0;

	KUNIT_EXPECT_TRUE(test, idr_is_empty(&idr));
	for (i = 0; i < 100; i++)
		KUNIT_ASSERT_EQ(test, idr_alloc(&idr, p + 4 * i, 10, 0, GFP_KERNEL), 10 + i);
	KUNIT_EXPECT_EQ(test, idr_alloc(&idr, p, 10, 110, GFP_KERNEL), -ENOSPC);
	KUNIT_EXPECT_PTR_EQ(test, idr_remove(&idr, 50), p + 160);
	KUNIT_EXPECT_NULL(test, idr_remove(&idr, 50));
	KUNIT_EXPECT_EQ(test, idr_alloc(&idr, NULL, 10, 110, GFP_KERNEL), 50);
	KUNIT_EXPECT_NULL(test, idr_find(&idr, 50));
	KUNIT_EXPECT_NULL(test, idr_replace(&idr, p, 50));
	KUNIT_EXPECT_PTR_EQ(test, idr_find(&idr, 50), p);
	KUNIT_EXPECT_EQ(test, PTR_ERR(idr_replace(&idr, p, 500)), -ENOENT);
	idr_for_each_entry(&idr, entry, id)
		sum++;
	KUNIT_EXPECT_EQ(test, sum, 100);
	idr_destroy(&idr);
	idr_init(&idr);
	for (i = 0; i < 4; i++) {
		KUNIT_EXPECT_EQ(test, idr_alloc_cyclic(&idr, p, 1, 4, GFP_KERNEL), i % 3 + 1);
		idr_remove(&idr, i % 3 + 1);
	}
	idr_preload(GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, idr_alloc(&idr, p, 0, 0, GFP_NOWAIT), 0);
	idr_preload_end();
	idr_destroy(&idr);
}

static void ida_gives_each_number_once(struct kunit *test)
{
	DEFINE_IDA(ida);
	int i;

	for (i = 0; i < 1000; i++)
		KUNIT_ASSERT_EQ(test, ida_alloc(&ida, GFP_KERNEL), i);
	ida_free(&ida, 333);
	KUNIT_EXPECT_EQ(test, ida_alloc_range(&ida, 400, 999, GFP_KERNEL), -ENOSPC);
	KUNIT_EXPECT_EQ(test, ida_alloc_max(&ida, 999, GFP_KERNEL), 333);
	KUNIT_EXPECT_EQ(test, ida_alloc_min(&ida, 2000, GFP_KERNEL), 2000);
	ida_destroy(&ida);
	KUNIT_EXPECT_TRUE(test, ida_is_empty(&ida));
}

static void radix_tree_names_work(struct kunit *test)
{
	RADIX_TREE(root, GFP_KERNEL);
	struct radix_tree_iter iter;
	void *results[4], **slot;
	int i, n = 0;

	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test, radix_tree_insert(&root, i * 100, &root), 0);
	KUNIT_EXPECT_EQ(test, radix_tree_insert(&root, 100, &n), -EEXIST);
	radix_tree_tag_set(&root, 300, 1);
	KUNIT_EXPECT_EQ(test, radix_tree_gang_lookup_tag(&root, results, 0, 4, 1), 1u);
	KUNIT_EXPECT_EQ(test, radix_tree_gang_lookup(&root, results, 150, 4), 4u);
	radix_tree_for_each_slot(slot, &root, &iter, 0) {
		KUNIT_EXPECT_PTR_EQ(test, radix_tree_deref_slot(slot), &root);
		KUNIT_EXPECT_EQ(test, iter.index, 100ul * n++);
	}
	KUNIT_EXPECT_PTR_EQ(test, radix_tree_delete(&root, 300), &root);
	KUNIT_EXPECT_FALSE(test, radix_tree_tagged(&root, 1));
	xa_destroy(&root);
	KUNIT_EXPECT_TRUE(test, radix_tree_empty(&root));
}

struct race {
	struct xarray xa;
	atomic_t wrong, stop;
};

/* Thread 0 changes; the others see at each index nothing, or what belongs there. */
static void race_body(void *ctx, unsigned int thread)
{
	struct race *race = ctx;
	unsigned long index, i;
	void *entry;

	for (i = 0; thread == 0 && i < 3000; i++) {
		index = corners[i % 10];
		if (i / 10 % 2)
			xa_erase(&race->xa, index);
		else
			xa_store(&race->xa, index, xa_mk_value(index), GFP_KERNEL);
	}
	if (thread == 0)
		atomic_set(&race->stop, 1);
	while (!atomic_read(&race->stop)) {
		for (i = 0; i < 10; i++) {
			entry = xa_load(&race->xa, corners[i]);
			if (entry && entry != xa_mk_value(corners[i]))
				atomic_inc(&race->wrong);
		}
		xa_for_each(&race->xa, index, entry)
			if (entry != xa_mk_value(index))
				atomic_inc(&race->wrong);
	}
}

static void xarray_readers_race_with_a_writer(struct kunit *test)
{
	struct race *race = kunit_kzalloc(test, sizeof(*race), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, race);
	xa_init(&race->xa);
	test_threads_run(test, 3, race_body, race);
	KUNIT_EXPECT_EQ(test, atomic_read(&race->wrong), 0);
	xa_destroy(&race->xa);
}

static struct kunit_case xarray_cases[] = {
	KUNIT_CASE(xarray_single_entry_at_every_corner),
	KUNIT_CASE(xarray_all_corners_at_once),
	KUNIT_CASE(xarray_matches_model_under_random_operations),
	KUNIT_CASE(xarray_conditional_stores),
	KUNIT_CASE(xarray_alloc_gives_lowest_free),
	KUNIT_CASE(idr_gives_and_takes_numbers),
	KUNIT_CASE(ida_gives_each_number_once),
	KUNIT_CASE(radix_tree_names_work),
	KUNIT_CASE(xarray_readers_race_with_a_writer),
	{}
};

static struct kunit_suite xarray_suite = {
	.name = "xarray",
	.test_cases = xarray_cases,
};
kunit_test_suite(xarray_suite);
