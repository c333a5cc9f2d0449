// SPDX-License-Identifier: MIT
/*
 * tests/kernel/kthread_test.c - kernel threads and what a task is (rows D4, D6, F)
 */
#include <linux/hrtimer.h>
#include <linux/rcupdate.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include "threads.h"

struct seen {
	atomic_t		loops;
	struct task_struct	*task;
	unsigned int		flags;
	int			cpu;
};

static int loop_until_stopped(void *data)
{
	struct seen *seen = data;

	seen->task = current;
	seen->flags = current->flags;
	while (!kthread_should_stop()) {
		atomic_inc(&seen->loops);
		if (kthread_should_park())
			kthread_parkme();
		usleep_range(50, 100);
	}
	return 42;
}

/* kthread_run() starts it, kthread_stop() ends it and gives its result. */
static void kthread_stop_returns_result(struct kunit *test)
{
	struct seen seen = { .loops = ATOMIC_INIT(0) };
	struct task_struct *task = kthread_run(loop_until_stopped, &seen, "looper/%d", 7);
	char comm[TASK_COMM_LEN];

	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&seen.loops) > 2));
	KUNIT_EXPECT_STREQ(test, get_task_comm(comm, task), "looper/7");
	KUNIT_EXPECT_PTR_EQ(test, kthread_data(task), (void *)&seen);
	KUNIT_EXPECT_EQ(test, kthread_stop(task), 42);
	KUNIT_EXPECT_PTR_EQ(test, seen.task, task);
	KUNIT_EXPECT_TRUE(test, seen.flags & PF_KTHREAD);
}

/* One that was never woken does not run at all. */
static void kthread_stop_unstarted_returns_eintr(struct kunit *test)
{
	struct seen seen = { .loops = ATOMIC_INIT(0) };
	struct task_struct *task = kthread_create(loop_until_stopped, &seen, "never");

	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	KUNIT_EXPECT_EQ(test, kthread_stop(task), -EINTR);
	KUNIT_EXPECT_EQ(test, atomic_read(&seen.loops), 0);
}

static void kthread_park_holds_thread(struct kunit *test)
{
	struct seen seen = { .loops = ATOMIC_INIT(0) };
	struct task_struct *task = kthread_run(loop_until_stopped, &seen, "parker");
	int loops;

	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&seen.loops) > 0));
	KUNIT_EXPECT_EQ(test, kthread_park(task), 0);
	loops = atomic_read(&seen.loops);
	msleep(3);
	KUNIT_EXPECT_EQ(test, atomic_read(&seen.loops), loops);
	kthread_unpark(task);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&seen.loops) > loops));
	kthread_stop(task);
}

static int note_cpu(void *data)
{
	struct seen *seen = data;

	seen->cpu = get_cpu();
	put_cpu();
	atomic_inc(&seen->loops);
	while (!kthread_should_stop())
		usleep_range(50, 100);
	return 0;
}

static void kthread_bind_runs_on_that_cpu(struct kunit *test)
{
	unsigned int cpu;

	for_each_online_cpu(cpu) {
		struct seen seen = { .loops = ATOMIC_INIT(0), .cpu = -1 };
		struct task_struct *task = kthread_create(note_cpu, &seen, "bound/%u", cpu);

		KUNIT_ASSERT_FALSE(test, IS_ERR(task));
		kthread_bind(task, cpu);
		wake_up_process(task);
		KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&seen.loops)));
		kthread_stop(task);
		KUNIT_EXPECT_EQ(test, seen.cpu, (int)cpu);
	}
}

static void find_self(void *ctx, unsigned int i)
{
	atomic_t *found = ctx;

	rcu_read_lock();
	if (find_task_by_vpid(task_pid_nr(current)) == current)
		atomic_inc(found);
	rcu_read_unlock();
}

/* Each thread has its own number, and is found by it as long as it lives. */
static void find_task_by_vpid_finds_living(struct kunit *test)
{
	atomic_t found = ATOMIC_INIT(0);

	test_threads_run(test, 5, find_self, &found);
	KUNIT_EXPECT_EQ(test, atomic_read(&found), 5);
	rcu_read_lock();
	KUNIT_EXPECT_NULL(test, find_task_by_vpid(0x7fffffff));
	rcu_read_unlock();
}

/* Many short lives: every task_struct comes back (the suite's leak check counts them). */
static void kthread_short_lives_leave_nothing(struct kunit *test)
{
	atomic_t found = ATOMIC_INIT(0);
	unsigned int round;

	for (round = 0; round < 20; round++)
		test_threads_run(test, 4, find_self, &found);
	KUNIT_EXPECT_EQ(test, atomic_read(&found), 80);
	sched_quiesce();
}

/* A user task has the host's numbers and is no kernel thread. */
static void task_alloc_user_has_given_numbers(struct kunit *test)
{
	struct task_struct *task = task_alloc_user(54321, 54320, 54000, "a-name-that-is-too-long");

	KUNIT_ASSERT_NOT_NULL(test, task);
	KUNIT_EXPECT_EQ(test, task_pid_nr(task), 54321);
	KUNIT_EXPECT_EQ(test, task_tgid_nr(task), 54320);
	KUNIT_EXPECT_EQ(test, task_ppid_nr(task), 54000);
	KUNIT_EXPECT_STREQ(test, task->comm, "a-name-that-is-");
	KUNIT_EXPECT_FALSE(test, task->flags & PF_KTHREAD);
	rcu_read_lock();
	KUNIT_EXPECT_PTR_EQ(test, find_task_by_vpid(54321), task);
	rcu_read_unlock();
	task_free_user(task);
}

/* schedule_timeout() sleeps at least so long, and tells what is left when woken before. */
static void schedule_timeout_counts_jiffies(struct kunit *test)
{
	unsigned long before = jiffies;
	ktime_t end = ktime_add_us(ktime_get(), 500);

	KUNIT_EXPECT_EQ(test, schedule_timeout_uninterruptible(4), 0L);
	KUNIT_EXPECT_GE(test, jiffies - before, 4UL);
	__set_current_state(TASK_RUNNING);
	KUNIT_EXPECT_GT(test, schedule_timeout(100 * HZ), 10L * HZ);
	set_current_state(TASK_UNINTERRUPTIBLE);
	KUNIT_EXPECT_EQ(test, schedule_hrtimeout(&end, HRTIMER_MODE_ABS), 0);
	KUNIT_EXPECT_GE(test, ktime_get(), end);
}

/* The memalloc scopes set and restore their flag, and bend the caller's gfp. */
static void memalloc_save_nests(struct kunit *test)
{
	unsigned int outer = memalloc_nofs_save(), inner = memalloc_nofs_save(), noio;

	KUNIT_EXPECT_EQ(test, current_gfp_context(GFP_KERNEL), GFP_NOFS);
	memalloc_nofs_restore(inner);
	KUNIT_EXPECT_EQ(test, current_gfp_context(GFP_KERNEL), GFP_NOFS);
	noio = memalloc_noio_save();
	KUNIT_EXPECT_EQ(test, current_gfp_context(GFP_KERNEL), GFP_NOIO);
	memalloc_noio_restore(noio);
	memalloc_nofs_restore(outer);
	KUNIT_EXPECT_EQ(test, current_gfp_context(GFP_KERNEL), GFP_KERNEL);
}

struct leaver {
	struct completion	ready, left;
};

static noinline void leave(struct leaver *leaver)
{
	kthread_complete_and_exit(&leaver->left, 7);
}

static int leave_in_the_middle(void *data)
{
	struct leaver *leaver = data;

	wait_for_completion(&leaver->ready);
	leave(leaver);
	return 1;
}

/* kthread_complete_and_exit() does not return; its code is what kthread_stop() gets. */
static void kthread_complete_and_exit_ends_the_thread(struct kunit *test)
{
	struct leaver leaver;
	struct task_struct *task;

	init_completion(&leaver.ready);
	init_completion(&leaver.left);
	task = kthread_run(leave_in_the_middle, &leaver, "leaver");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	get_task_struct(task);
	complete(&leaver.ready);
	wait_for_completion(&leaver.left);
	KUNIT_EXPECT_EQ(test, kthread_stop(task), 7);
	put_task_struct(task);
}

static struct kunit_case kthread_cases[] = {
	KUNIT_CASE(kthread_stop_returns_result),
	KUNIT_CASE(kthread_complete_and_exit_ends_the_thread),
	KUNIT_CASE(kthread_stop_unstarted_returns_eintr),
	KUNIT_CASE(kthread_park_holds_thread),
	KUNIT_CASE(kthread_bind_runs_on_that_cpu),
	KUNIT_CASE(find_task_by_vpid_finds_living),
	KUNIT_CASE(kthread_short_lives_leave_nothing),
	KUNIT_CASE(task_alloc_user_has_given_numbers),
	KUNIT_CASE(schedule_timeout_counts_jiffies),
	KUNIT_CASE(memalloc_save_nests),
	{}
};

static struct kunit_suite kthread_suite = { .name = "kthread", .test_cases = kthread_cases };
kunit_test_suite(kthread_suite);
