// SPDX-License-Identifier: MIT
/* tests/lib/percpu_counter_test.c - counters that CPUs change without meeting (row C5) */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/percpu_counter.h>

/* Sums are exact whatever the batch left behind; reading alone may lag by less than the batches. */
static void percpu_counter_sum_is_exact(struct kunit *test)
{
	struct percpu_counter counter;
	s64 want = 1000;
	int i;

	KUNIT_ASSERT_EQ(test, percpu_counter_init(&counter, 1000, GFP_KERNEL), 0);
	for (i = 0; i < 5000; i++) {
		int amount = i % 7 - 2;

		percpu_counter_add(&counter, amount);
		want += amount;
	}
	KUNIT_EXPECT_EQ(test, percpu_counter_sum(&counter), want);
	KUNIT_EXPECT_LT(test, abs(percpu_counter_read(&counter) - want),
			(s64)percpu_counter_batch * nr_cpu_ids);
	percpu_counter_sync(&counter);
	KUNIT_EXPECT_EQ(test, percpu_counter_sum(&counter), want);
	percpu_counter_set(&counter, -3);
	KUNIT_EXPECT_EQ(test, percpu_counter_sum(&counter), -3LL);
	KUNIT_EXPECT_EQ(test, percpu_counter_sum_positive(&counter), 0LL);
	percpu_counter_destroy(&counter);
	KUNIT_EXPECT_FALSE(test, percpu_counter_initialized(&counter));
	percpu_counter_destroy(&counter);
}

/* A comparison is right also where the shared count alone would mislead. */
static void percpu_counter_compare_is_exact_near_the_number(struct kunit *test)
{
	struct percpu_counter counter;

	KUNIT_ASSERT_EQ(test, percpu_counter_init(&counter, 0, GFP_KERNEL), 0);
	percpu_counter_add(&counter, 5);
	KUNIT_EXPECT_EQ(test, percpu_counter_compare(&counter, 4), 1);
	KUNIT_EXPECT_EQ(test, percpu_counter_compare(&counter, 5), 0);
	KUNIT_EXPECT_EQ(test, percpu_counter_compare(&counter, 6), -1);
	percpu_counter_destroy(&counter);
}

/* The shared count is touched once a CPU has gathered a batch, and gets all of it. */
static void percpu_counter_gathers_a_batch(struct kunit *test)
{
	struct percpu_counter counter;

	KUNIT_ASSERT_EQ(test, percpu_counter_init(&counter, 100, GFP_KERNEL), 0);
	preempt_disable();
	for (int i = 0; i < 9; i++)
		percpu_counter_add_batch(&counter, 1, 10);
	KUNIT_EXPECT_EQ(test, percpu_counter_read(&counter), 100LL);
	percpu_counter_add_batch(&counter, 1, 10);
	KUNIT_EXPECT_EQ(test, percpu_counter_read(&counter), 110LL);
	percpu_counter_add_batch(&counter, -25, 10);
	KUNIT_EXPECT_EQ(test, percpu_counter_read(&counter), 85LL);
	percpu_counter_sub(&counter, percpu_counter_batch);
	KUNIT_EXPECT_EQ(test, percpu_counter_read(&counter), 85LL - percpu_counter_batch);
	percpu_counter_add_local(&counter, 1000000);
	percpu_counter_sub_local(&counter, 1);
	KUNIT_EXPECT_EQ(test, percpu_counter_read(&counter), 85LL - percpu_counter_batch);
	percpu_counter_sync(&counter);
	KUNIT_EXPECT_EQ(test, percpu_counter_read(&counter), 85LL - percpu_counter_batch + 999999);
	preempt_enable();
	KUNIT_EXPECT_EQ(test, percpu_counter_sum(&counter), percpu_counter_read(&counter));
	KUNIT_EXPECT_EQ(test, __percpu_counter_compare(&counter, percpu_counter_sum(&counter), 1), 0);
	percpu_counter_destroy(&counter);
}

#define ADDERS	8
#define ROUNDS	20000

struct adders {
	struct percpu_counter counter;
	atomic_t left;
	struct completion done;
};

static int adder_run(void *data)
{
	struct adders *adders = data;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		percpu_counter_add(&adders->counter, 3);
		percpu_counter_dec(&adders->counter);
	}
	if (atomic_dec_and_test(&adders->left))
		complete(&adders->done);
	return 0;
}

/* Eight tasks on however many CPUs there are: not one change is lost. */
static void percpu_counter_concurrent_changes_are_kept(struct kunit *test)
{
	struct adders adders = { .left = ATOMIC_INIT(ADDERS) };
	int i;

	KUNIT_ASSERT_EQ(test, percpu_counter_init(&adders.counter, 0, GFP_KERNEL), 0);
	init_completion(&adders.done);
	for (i = 0; i < ADDERS; i++)
		KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(adder_run, &adders, "adder/%d", i)));
	wait_for_completion(&adders.done);
	KUNIT_EXPECT_EQ(test, percpu_counter_sum(&adders.counter), (s64)2 * ADDERS * ROUNDS);
	percpu_counter_destroy(&adders.counter);
}

static struct kunit_case percpu_counter_cases[] = {
	KUNIT_CASE(percpu_counter_sum_is_exact),
	KUNIT_CASE(percpu_counter_gathers_a_batch),
	KUNIT_CASE(percpu_counter_compare_is_exact_near_the_number),
	KUNIT_CASE(percpu_counter_concurrent_changes_are_kept),
	{}
};

static struct kunit_suite percpu_counter_suite = {
	.name		= "percpu_counter",
	.test_cases	= percpu_counter_cases,
};
kunit_test_suite(percpu_counter_suite);
