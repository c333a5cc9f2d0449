// SPDX-License-Identifier: MIT
/* tests/lib/math_test.c - overflow checks, rounding, division, byte order, sorting, random numbers */
#include <asm/unaligned.h>
#include <kunit/test.h>
#include <linux/bsearch.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/overflow.h>
#include <linux/random.h>
#include <linux/sort.h>

static void overflow_is_noticed(struct kunit *test)
{
	struct flex {
		int n;
		u64 items[];
	} *flex = NULL;
	volatile size_t many = SIZE_MAX / 4;
	int i;
	u8 byte;

	KUNIT_EXPECT_TRUE(test, check_add_overflow(INT_MAX, 1, &i));
	KUNIT_EXPECT_EQ(test, i, INT_MIN);
	KUNIT_EXPECT_FALSE(test, check_add_overflow(200, 55, &byte));
	KUNIT_EXPECT_TRUE(test, check_sub_overflow(0, 1, &byte));
	KUNIT_EXPECT_TRUE(test, check_mul_overflow(16, 16, &byte));
	KUNIT_EXPECT_TRUE(test, check_shl_overflow(1, 8, &byte));
	KUNIT_EXPECT_FALSE(test, check_shl_overflow(1, 7, &byte));
	KUNIT_EXPECT_EQ(test, size_mul(many, 5), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, size_add(SIZE_MAX, 1), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, size_sub(1, 2), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, struct_size(flex, items, many), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, struct_size(flex, items, 3), 32ul);
}

static void powers_and_rounding(struct kunit *test)
{
	volatile unsigned long n = 1000;
	int most_negative = INT_MIN + 1;

	KUNIT_EXPECT_EQ(test, ilog2(n), 9);
	KUNIT_EXPECT_EQ(test, roundup_pow_of_two(n), 1024ul);
	KUNIT_EXPECT_EQ(test, rounddown_pow_of_two(n), 512ul);
	KUNIT_EXPECT_EQ(test, order_base_2(n), 10);
	KUNIT_EXPECT_EQ(test, order_base_2(1), 0);
	KUNIT_EXPECT_FALSE(test, is_power_of_2(0));
	KUNIT_EXPECT_EQ(test, round_up(n, 64), 1024ul);
	KUNIT_EXPECT_EQ(test, roundup(n, 30), 1020ul);
	KUNIT_EXPECT_EQ(test, ALIGN_DOWN(n, 64), 960ul);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_UP(n, 300), 4ul);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(-7, 2), -4);
	KUNIT_EXPECT_EQ(test, abs(most_negative), INT_MAX);
	KUNIT_EXPECT_EQ(test, clamp(5, 7, 9), 7);
	KUNIT_EXPECT_EQ(test, min_not_zero(0, 3), 3);
	KUNIT_EXPECT_EQ(test, min3(3, 2, 5), 2);
	KUNIT_EXPECT_EQ(test, int_sqrt(1000000), 1000ul);
	KUNIT_EXPECT_EQ(test, int_sqrt(999999), 999ul);
	KUNIT_EXPECT_EQ(test, int_sqrt(ULONG_MAX), 0xfffffffful);
}

static void division_of_64_bits(struct kunit *test)
{
	u64 n = 10000000000ull;
	u32 rest;

	KUNIT_EXPECT_EQ(test, do_div(n, 7), 4u);
	KUNIT_EXPECT_EQ(test, n, 1428571428ull);
	KUNIT_EXPECT_EQ(test, div_u64_rem(1ull << 40, 1000, &rest), 1099511627ull);
	KUNIT_EXPECT_EQ(test, rest, 776u);
	KUNIT_EXPECT_EQ(test, div_s64(-7, 2), -3ll);
	KUNIT_EXPECT_EQ(test, mul_u64_u64_div_u64(U64_MAX, U64_MAX, U64_MAX), U64_MAX);
	KUNIT_EXPECT_EQ(test, mul_u64_u64_div_u64(1ull << 50, 3ull << 20, 1ull << 40), 3ull << 30);
	KUNIT_EXPECT_EQ(test, mul_u64_u32_shr(U64_MAX, 16, 4), U64_MAX);
}

static void byte_order(struct kunit *test)
{
	u8 raw[] = { 0x11, 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0 };

	KUNIT_EXPECT_EQ(test, get_unaligned_be32(raw + 1), 0x12345678u);
	KUNIT_EXPECT_EQ(test, get_unaligned_le32(raw + 1), 0x78563412u);
	KUNIT_EXPECT_EQ(test, get_unaligned_be64(raw + 1), 0x123456789abcdef0ull);
	KUNIT_EXPECT_EQ(test, get_unaligned_be24(raw + 1), 0x123456u);
	put_unaligned_le16(0xbeef, raw + 1);
	KUNIT_EXPECT_EQ(test, raw[1], 0xef);
	KUNIT_EXPECT_EQ(test, be16_to_cpu(cpu_to_be16(0x1234)), 0x1234);
	KUNIT_EXPECT_EQ(test, swab32(0x01020304), 0x04030201u);
	KUNIT_EXPECT_EQ(test, *(u8 *)&(u32){ htonl(0x01020304) }, 1);
}

static int cmp_u32(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

static void sort_orders_any_length(struct kunit *test)
{
	u32 *a = kunit_kcalloc(test, 257, sizeof(*a), GFP_KERNEL), missing = 1001;
	struct rnd_state rnd;
	u64 sum, sorted_sum;
	int n, i;

	KUNIT_ASSERT_NOT_NULL(test, a);
	prandom_seed_state(&rnd, 8);
	for (n = 0; n <= 257; n++) {
		for (i = 0, sum = 0; i < n; i++)
			sum += a[i] = prandom_u32_state(&rnd) % 1000;
		sort(a, n, sizeof(*a), cmp_u32, NULL);
		for (i = 0, sorted_sum = 0; i < n; i++) {
			sorted_sum += a[i];
			KUNIT_ASSERT_TRUE(test, i == 0 || a[i - 1] <= a[i]);
			KUNIT_ASSERT_EQ(test, *(u32 *)bsearch(&a[i], a, n, sizeof(*a), cmp_u32), a[i]);
		}
		KUNIT_ASSERT_EQ(test, sum, sorted_sum);
		KUNIT_ASSERT_NULL(test, bsearch(&missing, a, n, sizeof(*a), cmp_u32));
	}
}

static void random_numbers(struct kunit *test)
{
	struct rnd_state a, b;
	u32 seen = 0;
	int i;

	for (i = 0; i < 2000; i++)
		seen |= 1u << get_random_u32_below(10);
	KUNIT_EXPECT_EQ(test, seen, 0x3ffu);
	prandom_seed_state(&a, 5);
	prandom_seed_state(&b, 5);
	for (i = 0; i < 100; i++)
		KUNIT_EXPECT_EQ(test, prandom_u32_state(&a), prandom_u32_state(&b));
}

static struct kunit_case math_cases[] = {
	KUNIT_CASE(overflow_is_noticed),
	KUNIT_CASE(powers_and_rounding),
	KUNIT_CASE(division_of_64_bits),
	KUNIT_CASE(byte_order),
	KUNIT_CASE(sort_orders_any_length),
	KUNIT_CASE(random_numbers),
	{}
};

static struct kunit_suite math_suite = {
	.name = "math",
	.test_cases = math_cases,
};
kunit_test_suite(math_suite);
