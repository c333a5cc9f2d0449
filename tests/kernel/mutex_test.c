// SPDX-License-Identifier: MIT
/*
 * tests/kernel/mutex_test.c - mutexes (row D6)
 */
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>
#include "threads.h"

#define ROUNDS		2000
#define NR_THREADS	6

struct guarded {
	struct mutex	lock;
	unsigned long	a, b;
	atomic_t	torn, taken;
	int		ret;
};

static struct guarded *guarded_new(struct kunit *test)
{
	struct guarded *g = kunit_kzalloc(test, sizeof(*g), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, g);
	mutex_init(&g->lock);
	return g;
}

static void mutex_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;
	unsigned int round;

	for (round = 0; round < ROUNDS; round++) {
		mutex_lock(&g->lock);
		if (g->a != g->b)
			atomic_inc(&g->torn);
		g->a++;
		if (round % 256 == 0)
			usleep_range(5, 10);	/* holders may sleep */
		g->b++;
		mutex_unlock(&g->lock);
	}
}

static void mutex_lock_contended_excludes(struct kunit *test)
{
	struct guarded *g = guarded_new(test);

	test_threads_run(test, NR_THREADS, mutex_member, g);
	KUNIT_EXPECT_EQ(test, g->a, (unsigned long)NR_THREADS * ROUNDS);
	KUNIT_EXPECT_EQ(test, atomic_read(&g->torn), 0);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&g->lock));
}

static void mutex_trylock_taken_returns_0(struct kunit *test)
{
	struct guarded *g = guarded_new(test);

	KUNIT_EXPECT_EQ(test, mutex_trylock(&g->lock), 1);
	KUNIT_EXPECT_EQ(test, mutex_trylock(&g->lock), 0);
	KUNIT_EXPECT_TRUE(test, lockdep_is_held(&g->lock));
	mutex_unlock(&g->lock);
	KUNIT_EXPECT_FALSE(test, lockdep_is_held(&g->lock));
}

static void interruptible_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;

	allow_signal(SIGINT);
	atomic_inc(&g->taken);
	g->ret = mutex_lock_interruptible(&g->lock);
}

/* A waiter in mutex_lock_interruptible() leaves with -EINTR on a signal, and the mutex works on. */
static void mutex_lock_interruptible_signal_returns_eintr(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	struct test_threads threads;

	g->ret = 1;
	mutex_lock(&g->lock);
	test_threads_start(test, &threads, 1, interruptible_member, g);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&g->taken)));
	send_sig(SIGINT, threads.thread[0].task, 0);
	test_threads_join(&threads);
	KUNIT_EXPECT_EQ(test, g->ret, -EINTR);
	KUNIT_EXPECT_TRUE(test, lockdep_is_held(&g->lock));
	mutex_unlock(&g->lock);
	KUNIT_EXPECT_EQ(test, mutex_trylock(&g->lock), 1);
	mutex_unlock(&g->lock);
}

static void unlock_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;

	mutex_unlock(&g->lock);
}

/* Who does not hold it can't unlock it: reported, and it stays locked. */
static void mutex_unlock_by_other_task_is_reported(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	struct printk_capture c;

	mutex_lock(&g->lock);
	printk_capture_begin(&c);
	test_threads_run(test, 1, unlock_member, g);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "lock->owner != current"));
	KUNIT_EXPECT_TRUE(test, lockdep_is_held(&g->lock));
	mutex_unlock(&g->lock);
}

static void once_member(void *ctx, unsigned int i)
{
	struct guarded *g = ctx;

	mutex_lock(&g->lock);
	atomic_inc(&g->taken);
	mutex_unlock(&g->lock);
}

/* One who takes it again at once does not starve those who wait. */
static void mutex_lock_greedy_holder_lets_waiter_in(struct kunit *test)
{
	struct guarded *g = guarded_new(test);
	struct test_threads threads;
	unsigned long end;

	mutex_lock(&g->lock);
	test_threads_start(test, &threads, 1, once_member, g);
	end = jiffies + 30 * HZ;
	while (!atomic_read(&g->taken) && time_before(jiffies, end)) {
		udelay(50);
		mutex_unlock(&g->lock);
		mutex_lock(&g->lock);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&g->taken), 1);
	mutex_unlock(&g->lock);
	test_threads_join(&threads);
}

static struct kunit_case mutex_cases[] = {
	KUNIT_CASE(mutex_lock_contended_excludes),
	KUNIT_CASE(mutex_trylock_taken_returns_0),
	KUNIT_CASE(mutex_lock_interruptible_signal_returns_eintr),
	KUNIT_CASE(mutex_unlock_by_other_task_is_reported),
	KUNIT_CASE(mutex_lock_greedy_holder_lets_waiter_in),
	{}
};

static struct kunit_suite mutex_suite = { .name = "mutex", .test_cases = mutex_cases };
kunit_test_suite(mutex_suite);
