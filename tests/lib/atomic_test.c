// SPDX-License-Identifier: MIT
/* tests/lib/atomic_test.c - atomics, bit operations, refcount_t, kref (row D3), alone and raced */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/kref.h>
#include <linux/refcount.h>
#include "tests/kernel/threads.h"

#define LOOPS 20000

/* Every operation once, with its result and its effect; the same list for the three types. */
#define FAMILY_CASE(T, S, C)								\
static void T##_family(struct kunit *test)						\
{											\
	S v;										\
	C old;										\
											\
	T##_set(&v, 5);									\
	KUNIT_EXPECT_EQ(test, T##_read(&v), (C)5);					\
	T##_add(3, &v);									\
	T##_sub(2, &v);									\
	T##_inc(&v);									\
	T##_dec(&v);									\
	KUNIT_EXPECT_EQ(test, T##_read_acquire(&v), (C)6);				\
	KUNIT_EXPECT_EQ(test, T##_add_return(4, &v), (C)10);				\
	KUNIT_EXPECT_EQ(test, T##_sub_return_relaxed(4, &v), (C)6);			\
	KUNIT_EXPECT_EQ(test, T##_inc_return_acquire(&v), (C)7);			\
	KUNIT_EXPECT_EQ(test, T##_dec_return_release(&v), (C)6);			\
	KUNIT_EXPECT_EQ(test, T##_fetch_add(1, &v), (C)6);				\
	KUNIT_EXPECT_EQ(test, T##_fetch_sub(1, &v), (C)7);				\
	KUNIT_EXPECT_EQ(test, T##_fetch_inc(&v), (C)6);					\
	KUNIT_EXPECT_EQ(test, T##_fetch_dec(&v), (C)7);					\
	KUNIT_EXPECT_EQ(test, T##_fetch_or(9, &v), (C)6);				\
	KUNIT_EXPECT_EQ(test, T##_fetch_and(13, &v), (C)15);				\
	KUNIT_EXPECT_EQ(test, T##_fetch_andnot(1, &v), (C)13);				\
	KUNIT_EXPECT_EQ(test, T##_fetch_xor(8, &v), (C)12);				\
	T##_or(3, &v);									\
	T##_and(6, &v);									\
	T##_andnot(2, &v);								\
	T##_xor(1, &v);									\
	KUNIT_EXPECT_EQ(test, T##_xchg(&v, 20), (C)5);					\
	KUNIT_EXPECT_EQ(test, T##_cmpxchg(&v, 19, 1), (C)20);				\
	KUNIT_EXPECT_EQ(test, T##_cmpxchg(&v, 20, 21), (C)20);				\
	old = 20;									\
	KUNIT_EXPECT_FALSE(test, T##_try_cmpxchg(&v, &old, 1));				\
	KUNIT_EXPECT_EQ(test, old, (C)21);						\
	KUNIT_EXPECT_TRUE(test, T##_try_cmpxchg(&v, &old, 1));				\
	KUNIT_EXPECT_TRUE(test, T##_dec_and_test(&v));					\
	KUNIT_EXPECT_FALSE(test, T##_inc_not_zero(&v));					\
	KUNIT_EXPECT_FALSE(test, T##_dec_and_test(&v));					\
	KUNIT_EXPECT_TRUE(test, T##_inc_and_test(&v));					\
	KUNIT_EXPECT_FALSE(test, T##_sub_and_test(1, &v));				\
	KUNIT_EXPECT_FALSE(test, T##_inc_unless_negative(&v));				\
	KUNIT_EXPECT_FALSE(test, T##_add_negative(1, &v));				\
	KUNIT_EXPECT_TRUE(test, T##_dec_unless_positive(&v));				\
	KUNIT_EXPECT_EQ(test, T##_dec_if_positive(&v), (C)-2);				\
	T##_set_release(&v, 1);								\
	KUNIT_EXPECT_EQ(test, T##_dec_if_positive(&v), (C)0);				\
	KUNIT_EXPECT_EQ(test, T##_fetch_add_unless(&v, 5, 0), (C)0);			\
	KUNIT_EXPECT_TRUE(test, T##_add_unless(&v, 5, 1));				\
	KUNIT_EXPECT_EQ(test, T##_read(&v), (C)5);					\
}
FAMILY_CASE(atomic, atomic_t, int)
FAMILY_CASE(atomic64, atomic64_t, s64)
FAMILY_CASE(atomic_long, atomic_long_t, long)

static void atomic64_has_64_bits(struct kunit *test)
{
	atomic64_t v = ATOMIC64_INIT(U32_MAX);

	KUNIT_EXPECT_EQ(test, atomic64_inc_return(&v), 1ll << 32);
	KUNIT_EXPECT_EQ(test, atomic64_xchg(&v, S64_MIN), 1ll << 32);
	KUNIT_EXPECT_TRUE(test, atomic64_add_negative(S64_MAX, &v));
}

static void cmpxchg_of_every_size(struct kunit *test)
{
	u8 a = 1;
	u16 b = 2;
	u64 c = 3;
	void *p = NULL;

	KUNIT_EXPECT_EQ(test, cmpxchg(&a, 1, 200), 1);
	KUNIT_EXPECT_EQ(test, xchg(&a, 7), 200);
	KUNIT_EXPECT_EQ(test, cmpxchg(&b, 3, 4), 2);
	KUNIT_EXPECT_EQ(test, cmpxchg64(&c, 3, U64_MAX), 3ull);
	KUNIT_EXPECT_EQ(test, c, U64_MAX);
	KUNIT_EXPECT_NULL(test, cmpxchg(&p, NULL, &c));
	KUNIT_EXPECT_PTR_EQ(test, xchg(&p, NULL), &c);
}

static void bit_operations(struct kunit *test)
{
	unsigned long map[3] = { 0 };

	set_bit(70, map);
	KUNIT_EXPECT_EQ(test, map[1], 1ul << 6);
	KUNIT_EXPECT_TRUE(test, test_bit(70, map));
	KUNIT_EXPECT_TRUE(test, test_and_set_bit(70, map));
	KUNIT_EXPECT_FALSE(test, test_and_set_bit(0, map));
	KUNIT_EXPECT_TRUE(test, test_and_clear_bit(0, map));
	KUNIT_EXPECT_FALSE(test, test_and_change_bit(128, map));
	change_bit(128, map);
	clear_bit(70, map);
	KUNIT_EXPECT_FALSE(test, map[0] || map[1] || map[2]);
	KUNIT_EXPECT_FALSE(test, test_and_set_bit_lock(1, map));
	KUNIT_EXPECT_TRUE(test, test_bit_acquire(1, map));
	clear_bit_unlock(1, map);
	__set_bit(3, map);
	KUNIT_EXPECT_TRUE(test, __test_and_clear_bit(3, map));
	KUNIT_EXPECT_EQ(test, set_mask_bits(&map[0], 0xf0ul, 0x0ful), 0ul);
	KUNIT_EXPECT_FALSE(test, bit_clear_unless(&map[0], 1ul, 8ul));
	KUNIT_EXPECT_EQ(test, map[0], 0xful);
	KUNIT_EXPECT_EQ(test, fls(0) + ffs(0), 0);
	KUNIT_EXPECT_EQ(test, fls(0x80000000u), 32);
	KUNIT_EXPECT_EQ(test, ffs(8), 4);
	KUNIT_EXPECT_EQ(test, fls64(1ull << 40), 41);
	KUNIT_EXPECT_EQ(test, ffz(7ul), 3ul);
	KUNIT_EXPECT_EQ(test, hweight64(0xff00ff00ff00ff01ull), 33u);
	KUNIT_EXPECT_EQ(test, rol32(0x80000001u, 1), 3u);
	KUNIT_EXPECT_EQ(test, ror8(1, 1), 0x80);
	KUNIT_EXPECT_EQ(test, sign_extend32(0x80, 7), -128);
}

struct shared {
	atomic_t sum, woken;
	refcount_t refs;
	struct kref kref;
	unsigned long bits[2];
	u64 protected_by_bit;
	int released;
};

static void add_body(void *ctx, unsigned int i)
{
	struct shared *s = ctx;
	int n;

	for (n = 0; n < LOOPS; n++) {
		atomic_add(i + 1, &s->sum);
		while (test_and_set_bit_lock(65, s->bits))
			cpu_relax();
		s->protected_by_bit++;
		clear_bit_unlock(65, s->bits);
	}
}

static void atomic_adds_of_threads_all_count(struct kunit *test)
{
	struct shared *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	test_threads_run(test, 3, add_body, s);
	KUNIT_EXPECT_EQ(test, atomic_read(&s->sum), LOOPS * 6);
	KUNIT_EXPECT_EQ(test, s->protected_by_bit, 3ull * LOOPS);
}

/* A hand-written shim's refcount_dec_and_test() never returned true. */
static void refcount_reaches_zero_once(struct kunit *test)
{
	refcount_t r = REFCOUNT_INIT(1);

	refcount_inc(&r);
	KUNIT_EXPECT_EQ(test, refcount_read(&r), 2u);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&r));
	KUNIT_EXPECT_TRUE(test, refcount_inc_not_zero(&r));
	refcount_dec(&r);
	KUNIT_EXPECT_FALSE(test, refcount_dec_not_one(&r));
	KUNIT_EXPECT_TRUE(test, refcount_dec_and_test(&r));
	KUNIT_EXPECT_FALSE(test, refcount_inc_not_zero(&r));
	KUNIT_EXPECT_EQ(test, refcount_read(&r), 0u);
	refcount_set(&r, 1);
	KUNIT_EXPECT_TRUE(test, refcount_dec_if_one(&r));
	refcount_set(&r, 3);
	KUNIT_EXPECT_TRUE(test, refcount_sub_and_test(3, &r));
}

/* Misuse saturates and reports. The reports come once a kind, so only the value is looked at. */
static void refcount_saturates_on_misuse(struct kunit *test)
{
	struct printk_capture log;
	refcount_t r = REFCOUNT_INIT(0);

	printk_capture_begin(&log);
	refcount_inc(&r);
	KUNIT_EXPECT_EQ(test, (int)refcount_read(&r), REFCOUNT_SATURATED);
	refcount_set(&r, REFCOUNT_MAX);
	refcount_inc(&r);
	KUNIT_EXPECT_EQ(test, (int)refcount_read(&r), REFCOUNT_SATURATED);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&r));
	refcount_set(&r, 0);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&r));
	KUNIT_EXPECT_EQ(test, (int)refcount_read(&r), REFCOUNT_SATURATED);
	refcount_set(&r, 1);
	refcount_dec(&r);
	KUNIT_EXPECT_EQ(test, (int)refcount_read(&r), REFCOUNT_SATURATED);
	printk_capture_end(&log);
}

static void release_shared(struct kref *kref)
{
	container_of(kref, struct shared, kref)->released++;
}

static void ref_body(void *ctx, unsigned int i)
{
	struct shared *s = ctx;
	int n;

	for (n = 0; n < LOOPS; n++) {
		refcount_inc(&s->refs);
		if (refcount_dec_and_test(&s->refs))
			atomic_inc(&s->woken);
	}
	if (refcount_dec_and_test(&s->refs))
		atomic_inc(&s->woken);
	kref_put(&s->kref, release_shared);
}

static void references_of_threads_are_released_once(struct kunit *test)
{
	struct shared *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, s);
	refcount_set(&s->refs, 3);
	kref_init(&s->kref);
	for (i = 1; i < 3; i++)
		kref_get(&s->kref);
	test_threads_run(test, 3, ref_body, s);
	KUNIT_EXPECT_EQ(test, atomic_read(&s->woken), 1);
	KUNIT_EXPECT_EQ(test, s->released, 1);
	KUNIT_EXPECT_FALSE(test, kref_get_unless_zero(&s->kref));
}

static struct kunit_case atomic_cases[] = {
	KUNIT_CASE(atomic_family),
	KUNIT_CASE(atomic64_family),
	KUNIT_CASE(atomic_long_family),
	KUNIT_CASE(atomic64_has_64_bits),
	KUNIT_CASE(cmpxchg_of_every_size),
	KUNIT_CASE(bit_operations),
	KUNIT_CASE(atomic_adds_of_threads_all_count),
	KUNIT_CASE(refcount_reaches_zero_once),
	KUNIT_CASE(refcount_saturates_on_misuse),
	KUNIT_CASE(references_of_threads_are_released_once),
	{}
};

static struct kunit_suite atomic_suite = {
	.name = "atomic",
	.test_cases = atomic_cases,
};
kunit_test_suite(atomic_suite);
