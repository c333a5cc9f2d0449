// SPDX-License-Identifier: MIT
/*
 * tests/kernel/wait_test.c - wait queues, and waits on bits (row D6)
 */
#include <linux/sched/signal.h>
#include <linux/wait.h>
#include <linux/wait_bit.h>
#include "threads.h"

#define ROUNDS 1500

struct shop {
	wait_queue_head_t	wq;
	spinlock_t		lock;
	atomic_t		goods, taken, asleep, woken;
	unsigned long		bits;
	long			ret;
	bool			open;
};

static struct shop *shop_new(struct kunit *test)
{
	struct shop *shop = kunit_kzalloc(test, sizeof(*shop), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, shop);
	init_waitqueue_head(&shop->wq);
	spin_lock_init(&shop->lock);
	return shop;
}

static bool shop_take(struct shop *shop)
{
	return atomic_dec_if_positive(&shop->goods) >= 0;
}

/* Two make, two take. */
static void shop_member(void *ctx, unsigned int i)
{
	struct shop *shop = ctx;
	unsigned int round;

	for (round = 0; round < ROUNDS; round++) {
		if (i % 2) {
			atomic_inc(&shop->goods);
			wake_up(&shop->wq);
			if (round % 16 == 0)
				cond_resched();
		} else {
			wait_event(shop->wq, shop_take(shop));
			atomic_inc(&shop->taken);
		}
	}
}

/* No wake-up is lost between makers and takers. */
static void wait_event_producers_and_consumers_meet(struct kunit *test)
{
	struct shop *shop = shop_new(test);

	test_threads_run(test, 4, shop_member, shop);
	KUNIT_EXPECT_EQ(test, atomic_read(&shop->taken), 2 * ROUNDS);
	KUNIT_EXPECT_EQ(test, atomic_read(&shop->goods), 0);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&shop->wq));
}

/* The timeout forms return 0 when the time runs out, else what is left, at least 1. */
static void wait_event_timeout_returns_time_left(struct kunit *test)
{
	struct shop *shop = shop_new(test);
	unsigned long before = jiffies;

	KUNIT_EXPECT_EQ(test, wait_event_timeout(shop->wq, shop->open, 5), 0L);
	KUNIT_EXPECT_GE(test, jiffies - before, 5UL);
	shop->open = true;
	KUNIT_EXPECT_GE(test, wait_event_timeout(shop->wq, shop->open, 5), 1L);
	KUNIT_EXPECT_EQ(test, wait_event_timeout(shop->wq, shop->open, 0), 1L);
	KUNIT_EXPECT_EQ(test, wait_event_interruptible(shop->wq, shop->open), 0);
	KUNIT_EXPECT_EQ(test, wait_event_interruptible_timeout(shop->wq, !shop->open, 1), 0L);
	KUNIT_EXPECT_EQ(test, wait_event_killable(shop->wq, shop->open), 0);
	KUNIT_EXPECT_TRUE(test, list_empty(&shop->wq.head));
}

static void interruptible_member(void *ctx, unsigned int i)
{
	struct shop *shop = ctx;

	allow_signal(SIGINT);
	atomic_inc(&shop->asleep);
	shop->ret = wait_event_interruptible(shop->wq, shop->open);
}

static void wait_event_interruptible_signal_returns_erestartsys(struct kunit *test)
{
	struct shop *shop = shop_new(test);
	struct test_threads threads;

	test_threads_start(test, &threads, 1, interruptible_member, shop);
	KUNIT_EXPECT_TRUE(test, test_eventually(waitqueue_active(&shop->wq)));
	send_sig(SIGINT, threads.thread[0].task, 0);
	test_threads_join(&threads);
	KUNIT_EXPECT_EQ(test, shop->ret, -(long)ERESTARTSYS);
	KUNIT_EXPECT_TRUE(test, list_empty(&shop->wq.head));
}

static void exclusive_member(void *ctx, unsigned int i)
{
	struct shop *shop = ctx;
	DEFINE_WAIT(wait);

	prepare_to_wait_exclusive(&shop->wq, &wait, TASK_UNINTERRUPTIBLE);
	atomic_inc(&shop->asleep);
	schedule();
	finish_wait(&shop->wq, &wait);
	atomic_inc(&shop->woken);
}

/* wake_up() wakes one exclusive sleeper, wake_up_nr() so many, wake_up_all() the rest. */
static void wake_up_exclusive_wakes_as_many_as_asked(struct kunit *test)
{
	struct shop *shop = shop_new(test);
	struct test_threads threads;

	test_threads_start(test, &threads, 5, exclusive_member, shop);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&shop->asleep) == 5));
	wake_up(&shop->wq);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&shop->woken) == 1));
	wake_up_nr(&shop->wq, 2);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&shop->woken) == 3));
	msleep(2);
	KUNIT_EXPECT_EQ(test, atomic_read(&shop->woken), 3);
	wake_up_interruptible(&shop->wq);	/* not their state */
	msleep(2);
	KUNIT_EXPECT_EQ(test, atomic_read(&shop->woken), 3);
	wake_up_all(&shop->wq);
	test_threads_join(&threads);
	KUNIT_EXPECT_EQ(test, atomic_read(&shop->woken), 5);
}

static int note_key(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	*(__poll_t *)entry->private = key_to_poll(key);
	return 0;
}

/* A function entry is called with the key, and need not be a task. */
static void wake_up_poll_passes_key(struct kunit *test)
{
	struct shop *shop = shop_new(test);
	struct wait_queue_entry entry;
	__poll_t seen = 0;

	init_waitqueue_func_entry(&entry, note_key);
	entry.private = &seen;
	add_wait_queue(&shop->wq, &entry);
	wake_up_poll(&shop->wq, 0x41);
	KUNIT_EXPECT_EQ(test, seen, (__poll_t)0x41);
	spin_lock(&shop->wq.lock);
	wake_up_locked_poll(&shop->wq, 0x4);
	spin_unlock(&shop->wq.lock);
	KUNIT_EXPECT_EQ(test, seen, (__poll_t)0x4);
	remove_wait_queue(&shop->wq, &entry);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&shop->wq));
}

static void lock_irq_member(void *ctx, unsigned int i)
{
	struct shop *shop = ctx;

	spin_lock_irq(&shop->lock);
	wait_event_lock_irq(shop->wq, shop->open, shop->lock);
	if (irqs_disabled() && spin_is_locked(&shop->lock))
		atomic_inc(&shop->woken);
	spin_unlock_irq(&shop->lock);
}

/* wait_event_lock_irq() looks at the condition under the lock, and returns with it. */
static void wait_event_lock_irq_returns_locked(struct kunit *test)
{
	struct shop *shop = shop_new(test);
	struct test_threads threads;

	test_threads_start(test, &threads, 2, lock_irq_member, shop);
	KUNIT_EXPECT_TRUE(test, test_eventually(waitqueue_active(&shop->wq)));
	spin_lock_irq(&shop->lock);
	shop->open = true;
	spin_unlock_irq(&shop->lock);
	wake_up_all(&shop->wq);
	test_threads_join(&threads);
	KUNIT_EXPECT_EQ(test, atomic_read(&shop->woken), 2);
}

static void woken_member(void *ctx, unsigned int i)
{
	struct shop *shop = ctx;
	DEFINE_WAIT_FUNC(wait, woken_wake_function);

	add_wait_queue(&shop->wq, &wait);
	while (!shop_take(shop))
		wait_woken(&wait, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
	remove_wait_queue(&shop->wq, &wait);
	atomic_inc(&shop->taken);
}

static void wait_woken_remembers_wake_up(struct kunit *test)
{
	struct shop *shop = shop_new(test);
	struct test_threads threads;
	int i;

	test_threads_start(test, &threads, 3, woken_member, shop);
	for (i = 0; i < 3; i++) {
		atomic_inc(&shop->goods);
		wake_up_interruptible(&shop->wq);
	}
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&shop->taken) == 3));
	test_threads_join(&threads);
}

static void bit_member(void *ctx, unsigned int i)
{
	struct shop *shop = ctx;
	unsigned int round;

	for (round = 0; round < ROUNDS; round++) {
		if (wait_on_bit_lock(&shop->bits, 5, TASK_UNINTERRUPTIBLE))
			break;
		shop->ret++;
		clear_and_wake_up_bit(5, &shop->bits);
	}
}

/* A bit as a sleeping lock. */
static void wait_on_bit_lock_excludes(struct kunit *test)
{
	struct shop *shop = shop_new(test);

	test_threads_run(test, 4, bit_member, shop);
	KUNIT_EXPECT_EQ(test, shop->ret, 4L * ROUNDS);
	set_bit(7, &shop->bits);
	KUNIT_EXPECT_EQ(test, wait_on_bit_timeout(&shop->bits, 7, TASK_UNINTERRUPTIBLE, 2), -EAGAIN);
}

static struct kunit_case wait_cases[] = {
	KUNIT_CASE(wait_event_producers_and_consumers_meet),
	KUNIT_CASE(wait_event_timeout_returns_time_left),
	KUNIT_CASE(wait_event_interruptible_signal_returns_erestartsys),
	KUNIT_CASE(wake_up_exclusive_wakes_as_many_as_asked),
	KUNIT_CASE(wake_up_poll_passes_key),
	KUNIT_CASE(wait_event_lock_irq_returns_locked),
	KUNIT_CASE(wait_woken_remembers_wake_up),
	KUNIT_CASE(wait_on_bit_lock_excludes),
	{}
};

static struct kunit_suite wait_suite = { .name = "wait", .test_cases = wait_cases };
kunit_test_suite(wait_suite);
