// SPDX-License-Identifier: MIT
/* tests/lib/bitmap_test.c - whole bitmaps and find_*_bit, against arrays of bool */
#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/prandom.h>

#define BITS 200

struct pair {
	DECLARE_BITMAP(map, BITS);
	bool model[BITS];
};

static void randomize(struct pair *p, struct rnd_state *rnd)
{
	unsigned int i, density = 1 + prandom_u32_state(rnd) % 20;

	bitmap_fill(p->map, BITS);	/* the bits above are garbage */
	for (i = 0; i < BITS; i++) {
		p->model[i] = prandom_u32_state(rnd) % 20 < density;
		__assign_bit(i, p->map, p->model[i]);
	}
}

static unsigned int model_find(const struct pair *p, unsigned int n, unsigned int from, bool value)
{
	while (from < n && p->model[from] != value)
		from++;
	return from;
}

static void find_matches_model(struct kunit *test)
{
	struct rnd_state rnd;
	struct pair p;
	unsigned int n, i, last;

	prandom_seed_state(&rnd, 3);
	for (n = 1; n <= BITS; n++) {
		randomize(&p, &rnd);
		for (i = 0, last = n; i < n; i++) {
			KUNIT_ASSERT_EQ(test, find_next_bit(p.map, n, i), model_find(&p, n, i, true));
			KUNIT_ASSERT_EQ(test, find_next_zero_bit(p.map, n, i), model_find(&p, n, i, false));
			last = p.model[i] ? i : last;
		}
		KUNIT_ASSERT_EQ(test, find_last_bit(p.map, n), last);
		KUNIT_ASSERT_EQ(test, find_first_bit(p.map, n), model_find(&p, n, 0, true));
		KUNIT_ASSERT_EQ(test, bitmap_empty(p.map, n), model_find(&p, n, 0, true) == n);
		KUNIT_ASSERT_EQ(test, bitmap_full(p.map, n), model_find(&p, n, 0, false) == n);
	}
}

static void logic_matches_model(struct kunit *test)
{
	struct pair *a = kunit_kzalloc(test, sizeof(*a), GFP_KERNEL);
	struct pair *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	DECLARE_BITMAP(r, BITS);
	struct rnd_state rnd;
	unsigned int n, i;

	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	prandom_seed_state(&rnd, 4);
	for (n = 1; n <= BITS; n++) {
		unsigned int weight = 0, common = 0, only_a = 0;

		randomize(a, &rnd);
		randomize(b, &rnd);
		for (i = 0; i < n; i++) {
			weight += a->model[i];
			common += a->model[i] && b->model[i];
			only_a += a->model[i] && !b->model[i];
		}
		KUNIT_ASSERT_EQ(test, bitmap_weight(a->map, n), weight);
		KUNIT_ASSERT_EQ(test, bitmap_intersects(a->map, b->map, n), common > 0);
		KUNIT_ASSERT_EQ(test, bitmap_subset(a->map, b->map, n), only_a == 0);
		KUNIT_ASSERT_EQ(test, bitmap_and(r, a->map, b->map, n), common > 0);
		KUNIT_ASSERT_EQ(test, bitmap_weight(r, n), common);
		KUNIT_ASSERT_EQ(test, bitmap_andnot(r, a->map, b->map, n), only_a > 0);
		KUNIT_ASSERT_EQ(test, bitmap_weight(r, n), only_a);
		bitmap_xor(r, a->map, b->map, n);
		bitmap_xor(r, r, b->map, n);
		KUNIT_ASSERT_TRUE(test, bitmap_equal(r, a->map, n));
		bitmap_complement(r, r, n);
		KUNIT_ASSERT_FALSE(test, bitmap_intersects(r, a->map, n));
	}
}

static void runs_and_shifts_match_model(struct kunit *test)
{
	DECLARE_BITMAP(r, BITS);
	struct rnd_state rnd;
	struct pair p;
	unsigned int step, i;

	prandom_seed_state(&rnd, 5);
	for (step = 0; step < 300; step++) {
		unsigned int from = prandom_u32_state(&rnd) % BITS;
		unsigned int len = prandom_u32_state(&rnd) % (BITS - from + 1);
		unsigned int shift = prandom_u32_state(&rnd) % BITS;

		randomize(&p, &rnd);
		(step % 2 ? bitmap_set : bitmap_clear)(p.map, from, len);
		for (i = from; i < from + len; i++)
			p.model[i] = step % 2;
		for (i = 0; i < BITS; i++)
			KUNIT_ASSERT_EQ(test, test_bit(i, p.map), p.model[i]);
		bitmap_shift_left(r, p.map, shift, BITS);
		for (i = 0; i < BITS; i++)
			KUNIT_ASSERT_EQ(test, test_bit(i, r), i >= shift && p.model[i - shift]);
		bitmap_shift_right(r, p.map, shift, BITS);
		for (i = 0; i < BITS; i++)
			KUNIT_ASSERT_EQ(test, test_bit(i, r), i + shift < BITS && p.model[i + shift]);
	}
}

static void areas_and_regions(struct kunit *test)
{
	DECLARE_BITMAP(map, BITS) = { 0 };

	bitmap_set(map, 0, 5);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, BITS, 0, 10, 0), 5ul);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, BITS, 0, 10, 7), 8ul);
	KUNIT_EXPECT_GT(test, bitmap_find_next_zero_area(map, BITS, 0, BITS, 0), (unsigned long)BITS);
	KUNIT_EXPECT_EQ(test, bitmap_find_free_region(map, BITS, 3), 8);
	KUNIT_EXPECT_EQ(test, bitmap_allocate_region(map, 8, 0), -EBUSY);
	bitmap_release_region(map, 8, 3);
	KUNIT_EXPECT_EQ(test, bitmap_weight(map, BITS), 5u);
}

static void lists_are_parsed(struct kunit *test)
{
	DECLARE_BITMAP(map, BITS);
	char *page = (char *)get_zeroed_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, bitmap_parselist("0-3, 8,100-111:2/4\n", map, BITS), 0);
	KUNIT_EXPECT_EQ(test, bitmap_print_to_pagebuf(true, page, map, BITS), 30);
	KUNIT_EXPECT_STREQ(test, page, "0-3,8,100-101,104-105,108-109\n");
	KUNIT_EXPECT_EQ(test, bitmap_parselist("3-1", map, BITS), -EINVAL);
	KUNIT_EXPECT_EQ(test, bitmap_parselist("1-x", map, BITS), -EINVAL);
	KUNIT_EXPECT_EQ(test, bitmap_parselist("200", map, BITS), -ERANGE);
	KUNIT_EXPECT_EQ(test, bitmap_parselist("", map, BITS), 0);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(map, BITS));
	free_page((unsigned long)page);
}

static struct kunit_case bitmap_cases[] = {
	KUNIT_CASE(find_matches_model),
	KUNIT_CASE(logic_matches_model),
	KUNIT_CASE(runs_and_shifts_match_model),
	KUNIT_CASE(areas_and_regions),
	KUNIT_CASE(lists_are_parsed),
	{}
};

static struct kunit_suite bitmap_suite = {
	.name = "bitmap",
	.test_cases = bitmap_cases,
};
kunit_test_suite(bitmap_suite);
