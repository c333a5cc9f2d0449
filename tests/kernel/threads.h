/* SPDX-License-Identifier: MIT */
/*
 * tests/kernel/threads.h - run one function in several kernel threads, and wait for all of them
 */
#ifndef TESTS_KERNEL_THREADS_H
#define TESTS_KERNEL_THREADS_H

#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>

#define TEST_THREADS_MAX 16

/* The body of the threads: @i counts them from 0. */
typedef void (*test_thread_fn)(void *ctx, unsigned int i);

struct test_threads {
	struct test_thread {
		struct test_threads	*all;
		unsigned int		i;
		struct task_struct	*task;
	} thread[TEST_THREADS_MAX];
	test_thread_fn		fn;
	void			*ctx;
	unsigned int		nr;
	atomic_t		running;
	struct completion	done;
};

/* Returns only for kthread_stop(), so that the task is there until then. */
static inline int test_thread_main(void *arg)
{
	struct test_thread *thread = arg;

	thread->all->fn(thread->all->ctx, thread->i);
	if (atomic_dec_and_test(&thread->all->running))
		complete(&thread->all->done);
	for (;;) {
		set_current_state(TASK_IDLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static inline void test_threads_start(struct kunit *test, struct test_threads *all, unsigned int nr,
				      test_thread_fn fn, void *ctx)
{
	unsigned int i;

	all->fn = fn;
	all->ctx = ctx;
	all->nr = nr;
	atomic_set(&all->running, nr);
	init_completion(&all->done);
	for (i = 0; i < nr; i++) {
		struct test_thread *thread = &all->thread[i];

		thread->all = all;
		thread->i = i;
		thread->task = kthread_create(test_thread_main, thread, "test/%u", i);
		KUNIT_ASSERT_FALSE(test, IS_ERR(thread->task));
	}
	for (i = 0; i < nr; i++)
		wake_up_process(all->thread[i].task);
}

static inline void test_threads_join(struct test_threads *all)
{
	unsigned int i;

	/* A thread that is stopped before it began does not begin at all. */
	wait_for_completion(&all->done);
	for (i = 0; i < all->nr; i++)
		kthread_stop(all->thread[i].task);
}

static inline void test_threads_run(struct kunit *test, unsigned int nr, test_thread_fn fn, void *ctx)
{
	struct test_threads all;

	test_threads_start(test, &all, nr, fn, ctx);
	test_threads_join(&all);
}

/* Wait until @cond holds, thirty seconds at most. Is it true in the end? */
#define test_eventually(cond) ({ \
	unsigned long __end = jiffies + 30 * HZ; \
	while (!(cond) && time_before(jiffies, __end)) \
		usleep_range(100, 200); \
	(bool)(cond); \
})

#endif /* TESTS_KERNEL_THREADS_H */
