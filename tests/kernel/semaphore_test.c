// SPDX-License-Identifier: MIT
/*
 * tests/kernel/semaphore_test.c - counting semaphores (row D6)
 */
#include <linux/sched/signal.h>
#include <linux/semaphore.h>
#include "threads.h"

#define ROUNDS		1500
#define NR_THREADS	6
#define UNITS		2

struct pool {
	struct semaphore	sem;
	atomic_t		inside, too_many, started;
	int			ret;
};

static struct pool *pool_new(struct kunit *test, int units)
{
	struct pool *pool = kunit_kzalloc(test, sizeof(*pool), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pool);
	sema_init(&pool->sem, units);
	return pool;
}

static void pool_member(void *ctx, unsigned int i)
{
	struct pool *pool = ctx;
	unsigned int round;

	for (round = 0; round < ROUNDS; round++) {
		down(&pool->sem);
		if (atomic_inc_return(&pool->inside) > UNITS)
			atomic_inc(&pool->too_many);
		atomic_dec(&pool->inside);
		up(&pool->sem);
	}
}

static void semaphore_contended_admits_count(struct kunit *test)
{
	struct pool *pool = pool_new(test, UNITS);

	test_threads_run(test, NR_THREADS, pool_member, pool);
	KUNIT_EXPECT_EQ(test, atomic_read(&pool->too_many), 0);
	KUNIT_EXPECT_EQ(test, pool->sem.count, (unsigned int)UNITS);
}

static void down_trylock_empty_returns_1(struct kunit *test)
{
	struct pool *pool = pool_new(test, 1);

	KUNIT_EXPECT_EQ(test, down_trylock(&pool->sem), 0);
	KUNIT_EXPECT_EQ(test, down_trylock(&pool->sem), 1);
	up(&pool->sem);
	KUNIT_EXPECT_EQ(test, down_interruptible(&pool->sem), 0);
}

static void down_timeout_empty_returns_etime(struct kunit *test)
{
	struct pool *pool = pool_new(test, 0);
	unsigned long before = jiffies;

	KUNIT_EXPECT_EQ(test, down_timeout(&pool->sem, 5), -ETIME);
	KUNIT_EXPECT_GE(test, jiffies - before, 5UL);
	up(&pool->sem);
	KUNIT_EXPECT_EQ(test, down_timeout(&pool->sem, 5), 0);
}

static void interruptible_member(void *ctx, unsigned int i)
{
	struct pool *pool = ctx;

	allow_signal(SIGINT);
	atomic_inc(&pool->started);
	pool->ret = down_interruptible(&pool->sem);
}

/* A signal ends the wait, and the unit that comes later goes to another. */
static void down_interruptible_signal_returns_eintr(struct kunit *test)
{
	struct pool *pool = pool_new(test, 0);
	struct test_threads threads;

	test_threads_start(test, &threads, 1, interruptible_member, pool);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&pool->started)));
	send_sig(SIGINT, threads.thread[0].task, 0);
	test_threads_join(&threads);
	KUNIT_EXPECT_EQ(test, pool->ret, -EINTR);
	up(&pool->sem);
	KUNIT_EXPECT_EQ(test, down_trylock(&pool->sem), 0);
}

static struct kunit_case semaphore_cases[] = {
	KUNIT_CASE(semaphore_contended_admits_count),
	KUNIT_CASE(down_trylock_empty_returns_1),
	KUNIT_CASE(down_timeout_empty_returns_etime),
	KUNIT_CASE(down_interruptible_signal_returns_eintr),
	{}
};

static struct kunit_suite semaphore_suite = { .name = "semaphore", .test_cases = semaphore_cases };
kunit_test_suite(semaphore_suite);
