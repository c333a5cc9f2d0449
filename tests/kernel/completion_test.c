// SPDX-License-Identifier: MIT
/*
 * tests/kernel/completion_test.c - completions (row D6)
 */
#include <linux/sched/signal.h>
#include "threads.h"

#define ROUNDS 1000

struct pair {
	struct completion	ping, pong;
	atomic_t		done;
	long			ret;
};

static struct pair *pair_new(struct kunit *test)
{
	struct pair *pair = kunit_kzalloc(test, sizeof(*pair), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pair);
	init_completion(&pair->ping);
	init_completion(&pair->pong);
	return pair;
}

static void pair_member(void *ctx, unsigned int i)
{
	struct pair *pair = ctx;
	unsigned int round;

	for (round = 0; round < ROUNDS; round++) {
		if (i) {
			wait_for_completion(&pair->ping);
			complete(&pair->pong);
		} else {
			complete(&pair->ping);
			wait_for_completion(&pair->pong);
		}
	}
	atomic_inc(&pair->done);
}

static void completion_ping_pong_loses_nothing(struct kunit *test)
{
	struct pair *pair = pair_new(test);

	test_threads_run(test, 2, pair_member, pair);
	KUNIT_EXPECT_EQ(test, atomic_read(&pair->done), 2);
	KUNIT_EXPECT_FALSE(test, completion_done(&pair->ping));
}

/* complete() counts: as many waits go through as there were calls. */
static void complete_before_wait_counts(struct kunit *test)
{
	struct pair *pair = pair_new(test);

	complete(&pair->ping);
	complete(&pair->ping);
	KUNIT_EXPECT_TRUE(test, completion_done(&pair->ping));
	wait_for_completion(&pair->ping);
	KUNIT_EXPECT_TRUE(test, try_wait_for_completion(&pair->ping));
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&pair->ping));
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&pair->ping, 3), 0UL);
	complete(&pair->ping);
	KUNIT_EXPECT_GE(test, wait_for_completion_timeout(&pair->ping, 3), 1UL);
}

static void all_member(void *ctx, unsigned int i)
{
	struct pair *pair = ctx;

	wait_for_completion(&pair->ping);
	atomic_inc(&pair->done);
}

/* complete_all() lets everybody go, and stays done until reinit_completion(). */
static void complete_all_stays_done(struct kunit *test)
{
	struct pair *pair = pair_new(test);
	struct test_threads threads;

	test_threads_start(test, &threads, 4, all_member, pair);
	msleep(2);
	KUNIT_EXPECT_EQ(test, atomic_read(&pair->done), 0);
	complete_all(&pair->ping);
	test_threads_join(&threads);
	KUNIT_EXPECT_EQ(test, atomic_read(&pair->done), 4);
	wait_for_completion(&pair->ping);
	reinit_completion(&pair->ping);
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&pair->ping));
}

static void interruptible_member(void *ctx, unsigned int i)
{
	struct pair *pair = ctx;

	allow_signal(SIGTERM);
	atomic_inc(&pair->done);
	pair->ret = wait_for_completion_interruptible(&pair->ping);
}

static void wait_for_completion_interruptible_signal_returns_erestartsys(struct kunit *test)
{
	struct pair *pair = pair_new(test);
	struct test_threads threads;

	test_threads_start(test, &threads, 1, interruptible_member, pair);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&pair->done)));
	send_sig(SIGTERM, threads.thread[0].task, 0);
	test_threads_join(&threads);
	KUNIT_EXPECT_EQ(test, pair->ret, -(long)ERESTARTSYS);
}

static void on_stack_member(void *ctx, unsigned int i)
{
	complete(*(struct completion **)ctx);
}

/* A completion on the stack may go as soon as the wait is over. */
static void completion_on_stack_is_not_touched_after_wait(struct kunit *test)
{
	struct completion *place;
	unsigned int round;

	for (round = 0; round < 50; round++) {
		DECLARE_COMPLETION_ONSTACK(done);
		struct test_threads threads;

		place = &done;
		test_threads_start(test, &threads, 1, on_stack_member, &place);
		wait_for_completion(&done);
		memset(&done, 0xff, sizeof(done));
		test_threads_join(&threads);
		KUNIT_EXPECT_EQ(test, done.done, 0xffffffffU);
	}
}

static struct kunit_case completion_cases[] = {
	KUNIT_CASE(completion_ping_pong_loses_nothing),
	KUNIT_CASE(complete_before_wait_counts),
	KUNIT_CASE(complete_all_stays_done),
	KUNIT_CASE(wait_for_completion_interruptible_signal_returns_erestartsys),
	KUNIT_CASE(completion_on_stack_is_not_touched_after_wait),
	{}
};

static struct kunit_suite completion_suite = {
	.name = "completion", .test_cases = completion_cases,
};
kunit_test_suite(completion_suite);
