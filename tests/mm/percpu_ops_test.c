// SPDX-License-Identifier: MIT
/*
 * tests/mm/percpu_ops_test.c - suite "percpu_ops": this_cpu_*() of each size, alone and many at once (row C4)
 */
#include <linux/percpu.h>
#include <linux/percpu_ops.h>
#include <linux/sched.h>
#include "tests/kernel/threads.h"

#define NR_THREADS	16
#define ROUNDS		300000

static DEFINE_PER_CPU(u8, var8);
static DEFINE_PER_CPU(u16, var16);
static DEFINE_PER_CPU(u32, var32);
static DEFINE_PER_CPU(u64, var64);
static DEFINE_PER_CPU(s8, small);
static DEFINE_PER_CPU(void *, pointer);

/* What each operation returns and leaves, wrapping at the type's size; the neighbours stay. */
#define CHECK_OPS(test, var, type)								\
	do {											\
		const type ones = (type)~0ULL;							\
												\
		this_cpu_write(var, 5);								\
		this_cpu_add(var, ones);							\
		KUNIT_EXPECT_EQ(test, (u64)this_cpu_read(var), 4ULL);				\
		this_cpu_or(var, 0x53);								\
		this_cpu_and(var, 0x3e);							\
		KUNIT_EXPECT_EQ(test, (u64)this_cpu_read(var), 0x16ULL);			\
		this_cpu_inc(var);								\
		this_cpu_sub(var, 3);								\
		this_cpu_dec(var);								\
		KUNIT_EXPECT_EQ(test, (u64)this_cpu_add_return(var, 0x10), 0x23ULL);		\
		KUNIT_EXPECT_EQ(test, (u64)this_cpu_sub_return(var, 0x24), (u64)ones);		\
		KUNIT_EXPECT_EQ(test, (u64)this_cpu_inc_return(var), 0ULL);			\
		KUNIT_EXPECT_EQ(test, (u64)this_cpu_dec_return(var), (u64)ones);		\
		this_cpu_write(var, 0);								\
		KUNIT_EXPECT_EQ(test, (u64)this_cpu_xchg(var, ones), 0ULL);			\
		KUNIT_EXPECT_EQ(test, (u64)this_cpu_cmpxchg(var, 1, 2), (u64)ones);		\
		KUNIT_EXPECT_EQ(test, (u64)this_cpu_cmpxchg(var, ones, 7), (u64)ones);		\
		KUNIT_EXPECT_EQ(test, (u64)this_cpu_read(var), 7ULL);				\
	} while (0)

#define CHECK_PLAIN_OPS(test, var, type)							\
	do {											\
		__this_cpu_write(var, 5);							\
		__this_cpu_add(var, 2);								\
		__this_cpu_inc(var);								\
		__this_cpu_sub(var, 3);								\
		__this_cpu_dec(var);								\
		__this_cpu_or(var, 0x18);							\
		__this_cpu_and(var, 0x0c);							\
		KUNIT_EXPECT_EQ(test, (u64)__this_cpu_read(var), 0x0cULL);			\
		KUNIT_EXPECT_EQ(test, (u64)__this_cpu_add_return(var, 4), 0x10ULL);		\
		KUNIT_EXPECT_EQ(test, (u64)__this_cpu_sub_return(var, 1), 0x0fULL);		\
		KUNIT_EXPECT_EQ(test, (u64)__this_cpu_inc_return(var), 0x10ULL);		\
		KUNIT_EXPECT_EQ(test, (u64)__this_cpu_dec_return(var), 0x0fULL);		\
		KUNIT_EXPECT_EQ(test, (u64)__this_cpu_xchg(var, 9), 0x0fULL);			\
		KUNIT_EXPECT_EQ(test, (u64)__this_cpu_cmpxchg(var, 9, 1), 9ULL);		\
		KUNIT_EXPECT_EQ(test, (u64)raw_cpu_read(var), 1ULL);				\
	} while (0)

/* With preemption off these are as good as the others. */
#define CHECK_RAW_OPS(test, var, type)								\
	do {											\
		raw_cpu_write(var, 5);								\
		raw_cpu_add(var, 2);								\
		raw_cpu_inc(var);								\
		raw_cpu_sub(var, 3);								\
		raw_cpu_dec(var);								\
		raw_cpu_or(var, 0x18);								\
		raw_cpu_and(var, 0x0c);								\
		KUNIT_EXPECT_EQ(test, (u64)raw_cpu_read(var), 0x0cULL);				\
		KUNIT_EXPECT_EQ(test, (u64)raw_cpu_add_return(var, 4), 0x10ULL);		\
		KUNIT_EXPECT_EQ(test, (u64)raw_cpu_sub_return(var, 0x11), (u64)(type)~0ULL);	\
		KUNIT_EXPECT_EQ(test, (u64)raw_cpu_inc_return(var), 0ULL);			\
		KUNIT_EXPECT_EQ(test, (u64)raw_cpu_dec_return(var), (u64)(type)~0ULL);		\
		KUNIT_EXPECT_EQ(test, (u64)raw_cpu_xchg(var, 9), (u64)(type)~0ULL);		\
		KUNIT_EXPECT_EQ(test, (u64)raw_cpu_cmpxchg(var, 8, 1), 9ULL);			\
		KUNIT_EXPECT_EQ(test, (u64)raw_cpu_cmpxchg(var, 9, 1), 9ULL);			\
		KUNIT_EXPECT_EQ(test, (u64)this_cpu_read(var), 1ULL);				\
	} while (0)

static DEFINE_PER_CPU(u64, pair[2]);

/* Both change, or neither. */
static void double_check(struct kunit *test)
{
	this_cpu_write(pair[0], 1);
	this_cpu_write(pair[1], 2);
	KUNIT_EXPECT_FALSE(test, this_cpu_cmpxchg_double(pair[0], pair[1], 1, 3, 7, 8));
	KUNIT_EXPECT_FALSE(test, this_cpu_cmpxchg_double(pair[0], pair[1], 2, 2, 7, 8));
	KUNIT_EXPECT_EQ(test, this_cpu_read(pair[0]), 1ULL);
	KUNIT_EXPECT_EQ(test, this_cpu_read(pair[1]), 2ULL);
	KUNIT_EXPECT_TRUE(test, this_cpu_cmpxchg_double(pair[0], pair[1], 1, 2, 7, 8));
	KUNIT_EXPECT_EQ(test, this_cpu_read(pair[0]), 7ULL);
	KUNIT_EXPECT_EQ(test, this_cpu_read(pair[1]), 8ULL);
}

/* What says that it can't leave its CPU is believed only if that is so. */
static void percpu_ops_plain_in_preemptible_code_are_reported(struct kunit *test)
{
	struct printk_capture c;

	preempt_disable();
	printk_capture_begin(&c);
	CHECK_PLAIN_OPS(test, var8, u8);
	CHECK_PLAIN_OPS(test, var16, u16);
	CHECK_PLAIN_OPS(test, var32, u32);
	CHECK_PLAIN_OPS(test, var64, u64);
	printk_capture_end(&c);
	preempt_enable();
	KUNIT_EXPECT_FALSE(test, printk_capture_contains(&c, "BUG:"));
	if (nr_cpu_ids == 1)
		return;
	printk_capture_begin(&c);
	__this_cpu_add(var32, 1);
	__this_cpu_read(var32);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "BUG: using __this_cpu_add() in preemptible ["));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "BUG: using __this_cpu_read() in preemptible ["));
	printk_capture_begin(&c);
	raw_cpu_add(var32, 1);
	this_cpu_add(var32, 1);
	printk_capture_end(&c);
	KUNIT_EXPECT_FALSE(test, printk_capture_contains(&c, "BUG:"));
}

static void percpu_ops_raw_change_this_cpus_copy(struct kunit *test)
{
	u64 *mine = get_cpu_ptr(&var64);

	KUNIT_EXPECT_PTR_EQ(test, mine, per_cpu_ptr(&var64, smp_processor_id()));
	KUNIT_EXPECT_PTR_EQ(test, raw_cpu_ptr(&var64), mine);
	CHECK_RAW_OPS(test, var8, u8);
	CHECK_RAW_OPS(test, var16, u16);
	CHECK_RAW_OPS(test, var32, u32);
	CHECK_RAW_OPS(test, var64, u64);
	KUNIT_EXPECT_EQ(test, *mine, 1ULL);
	raw_cpu_write(pair[0], 1);
	raw_cpu_write(pair[1], 2);
	KUNIT_EXPECT_FALSE(test, raw_cpu_cmpxchg_double(pair[0], pair[1], 1, 1, 7, 8));
	KUNIT_EXPECT_TRUE(test, raw_cpu_cmpxchg_double(pair[0], pair[1], 1, 2, 7, 8));
	KUNIT_EXPECT_FALSE(test, __this_cpu_cmpxchg_double(pair[0], pair[1], 7, 9, 3, 4));
	KUNIT_EXPECT_TRUE(test, __this_cpu_cmpxchg_double(pair[0], pair[1], 7, 8, 3, 4));
	KUNIT_EXPECT_EQ(test, this_cpu_read(pair[0]) + this_cpu_read(pair[1]), 7ULL);
	put_cpu_ptr(&var64);
}

static void ops_check(struct kunit *test)
{
	double_check(test);
	int there;

	CHECK_OPS(test, var8, u8);
	CHECK_OPS(test, var16, u16);
	CHECK_OPS(test, var32, u32);
	CHECK_OPS(test, var64, u64);
	this_cpu_write(small, -3);
	KUNIT_EXPECT_EQ(test, this_cpu_add_return(small, -2), -5);
	this_cpu_write(pointer, &there);
	KUNIT_EXPECT_PTR_EQ(test, this_cpu_cmpxchg(pointer, &there, NULL), (void *)&there);
	KUNIT_EXPECT_NULL(test, this_cpu_read(pointer));
}

/* Bound to one CPU, but preemptible: results follow each other. */
static void percpu_ops_without_the_cpu_return_what_linux_says(struct kunit *test)
{
	migrate_disable();
	ops_check(test);
	migrate_enable();
}

static void percpu_ops_with_the_cpu_held_return_the_same(struct kunit *test)
{
	preempt_disable();
	ops_check(test);
	local_irq_disable();
	ops_check(test);
	local_irq_enable();
	preempt_enable();
	KUNIT_EXPECT_TRUE(test, preemptible());
}

/* What the inline forms fall back on does the same. */
static void percpu_op_slow_returns_the_same(struct kunit *test)
{
	preempt_disable();
	percpu_op_slow(PERCPU_WRITE, &var16, 2, 0xfff0, 0);
	KUNIT_EXPECT_EQ(test, percpu_op_slow(PERCPU_ADD_RETURN, &var16, 2, 0x11, 0), 1ULL);
	percpu_op_slow(PERCPU_OR, &var16, 2, 6, 0);
	percpu_op_slow(PERCPU_AND, &var16, 2, 5, 0);
	percpu_op_slow(PERCPU_ADD, &var16, 2, 2, 0);
	KUNIT_EXPECT_EQ(test, percpu_op_slow(PERCPU_CMPXCHG, &var16, 2, 7, 9), 7ULL);
	KUNIT_EXPECT_EQ(test, percpu_op_slow(PERCPU_XCHG, &var16, 2, 3, 0), 9ULL);
	KUNIT_EXPECT_EQ(test, this_cpu_read(var16), 3);
	preempt_enable();
}

struct sums {
	u8 __percpu	*c8;
	u32 __percpu	*c32;
	u64 __percpu	*c64, *held;
	u64 __percpu	*tickets;
	atomic_t	begun;
	atomic64_t	exchanged;
};

static void summer(void *ctx, unsigned int i)
{
	struct sums *sums = ctx;
	u64 exchanged = 0;

	atomic_inc(&sums->begun);
	while (atomic_read(&sums->begun) < NR_THREADS)
		cond_resched();
	for (unsigned int round = 0; round < ROUNDS; round++) {
		this_cpu_inc(*sums->c8);
		this_cpu_add(*sums->c32, 3);
		this_cpu_add_return(*sums->c64, 5);
		this_cpu_inc(*sums->tickets);
		if (round % 8 == 0)
			exchanged += this_cpu_xchg(*sums->tickets, 0);
		if (round % 16 == i) {	/* plain, under the CPU: the others' single steps must not come between */
			preempt_disable();
			*this_cpu_ptr(sums->held) += 1;
			this_cpu_add(*sums->held, 1);
			preempt_enable();
		}
		if (round % 512 == i)
			cond_resched();
	}
	atomic64_add(exchanged, &sums->exchanged);
}

/* Sixteen threads on few CPUs: every sum is exact, in one byte as in eight, taken away or not. */
static void percpu_ops_many_threads_sums_are_exact(struct kunit *test)
{
	struct sums *sums = kunit_kzalloc(test, sizeof(*sums), GFP_KERNEL);
	u64 n = (u64)NR_THREADS * ROUNDS, c8 = 0, c32 = 0, c64 = 0, held = 0, tickets = 0;
	unsigned int cpu;

	KUNIT_ASSERT_NOT_NULL(test, sums);
	sums->c8 = alloc_percpu(u8);
	sums->c32 = alloc_percpu(u32);
	sums->c64 = alloc_percpu(u64);
	sums->held = alloc_percpu(u64);
	sums->tickets = alloc_percpu(u64);
	KUNIT_ASSERT_TRUE(test, sums->c8 && sums->c32 && sums->c64 && sums->held && sums->tickets);
	test_threads_run(test, NR_THREADS, summer, sums);
	for_each_possible_cpu(cpu) {
		c8 += *per_cpu_ptr(sums->c8, cpu);
		c32 += *per_cpu_ptr(sums->c32, cpu);
		c64 += *per_cpu_ptr(sums->c64, cpu);
		held += *per_cpu_ptr(sums->held, cpu);
		tickets += *per_cpu_ptr(sums->tickets, cpu);
	}
	KUNIT_EXPECT_EQ(test, (u8)c8, (u8)n);
	KUNIT_EXPECT_EQ(test, c32, 3 * n);
	KUNIT_EXPECT_EQ(test, c64, 5 * n);
	KUNIT_EXPECT_EQ(test, held, 2 * n / 16);
	KUNIT_EXPECT_EQ(test, tickets + (u64)atomic64_read(&sums->exchanged), n);
	free_percpu(sums->tickets);
	free_percpu(sums->held);
	free_percpu(sums->c64);
	free_percpu(sums->c32);
	free_percpu(sums->c8);
}

static struct kunit_case percpu_ops_cases[] = {
	KUNIT_CASE(percpu_ops_without_the_cpu_return_what_linux_says),
	KUNIT_CASE(percpu_ops_with_the_cpu_held_return_the_same),
	KUNIT_CASE(percpu_op_slow_returns_the_same),
	KUNIT_CASE(percpu_ops_plain_in_preemptible_code_are_reported),
	KUNIT_CASE(percpu_ops_raw_change_this_cpus_copy),
	KUNIT_CASE(percpu_ops_many_threads_sums_are_exact),
	{}
};

static struct kunit_suite percpu_ops_suite = {
	.name = "percpu_ops",
	.test_cases = percpu_ops_cases,
};
kunit_test_suite(percpu_ops_suite);
