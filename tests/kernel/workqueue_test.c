// SPDX-License-Identifier: MIT
/*
 * tests/kernel/workqueue_test.c - work queues (row D6)
 */
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include "threads.h"

#define NR_ITEMS 40

struct job {
	struct work_struct	work;
	struct delayed_work	delayed;
	struct completion	go;
	atomic_t		*counter;
	atomic_t		runs, inside, overlaps;
	unsigned int		order;
	int			cpu;
	bool			task_context;
};

static void job_run(struct work_struct *work)
{
	struct job *job = container_of(work, struct job, work);

	if (atomic_inc_return(&job->inside) != 1)
		atomic_inc(&job->overlaps);
	job->task_context = preemptible() && in_task() && (current->flags & PF_WQ_WORKER) &&
			    current_work() == work;
	job->cpu = raw_smp_processor_id();
	if (job->counter)
		job->order = atomic_inc_return(job->counter);
	atomic_dec(&job->inside);
	atomic_inc(&job->runs);
}

/* smp_processor_id() reports a task that may move. */
static void job_ask_cpu(struct work_struct *work)
{
	container_of(work, struct job, work)->cpu = smp_processor_id();
}

static struct job *jobs_new(struct kunit *test, unsigned int nr, work_func_t func, atomic_t *counter)
{
	struct job *jobs = kunit_kcalloc(test, nr, sizeof(*jobs), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, jobs);
	for (i = 0; i < nr; i++) {
		INIT_WORK(&jobs[i].work, func);
		init_completion(&jobs[i].go);
		jobs[i].counter = counter;
	}
	return jobs;
}

/* Every queued item runs once, in process context. */
static void queue_work_runs_each_item_once(struct kunit *test)
{
	atomic_t counter = ATOMIC_INIT(0);
	struct job *jobs = jobs_new(test, NR_ITEMS, job_run, &counter);
	unsigned int i;

	for (i = 0; i < NR_ITEMS; i++)
		KUNIT_EXPECT_TRUE(test, schedule_work(&jobs[i].work));
	flush_scheduled_work();
	KUNIT_EXPECT_EQ(test, atomic_read(&counter), NR_ITEMS);
	for (i = 0; i < NR_ITEMS; i++) {
		KUNIT_EXPECT_EQ(test, atomic_read(&jobs[i].runs), 1);
		KUNIT_EXPECT_TRUE(test, jobs[i].task_context);
	}
	KUNIT_EXPECT_FALSE(test, flush_work(&jobs[0].work));
}

static void job_wait(struct work_struct *work)
{
	struct job *job = container_of(work, struct job, work);

	wait_for_completion(&job->go);
	job_run(work);
}

/* Items that sleep, more than there are CPUs, do not keep the last one from running. */
static void queue_work_blocked_items_do_not_stop_others(struct kunit *test)
{
	struct job *jobs = jobs_new(test, 10, job_wait, NULL);
	struct job *last = jobs_new(test, 1, job_run, NULL);
	unsigned int i;

	for (i = 0; i < 10; i++)
		schedule_work(&jobs[i].work);
	schedule_work(&last->work);
	flush_work(&last->work);
	KUNIT_EXPECT_EQ(test, atomic_read(&last->runs), 1);
	for (i = 0; i < 10; i++) {
		KUNIT_EXPECT_EQ(test, atomic_read(&jobs[i].runs), 0);
		complete(&jobs[i].go);
	}
	flush_scheduled_work();
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test, atomic_read(&jobs[i].runs), 1);
}

/* An ordered queue runs one at a time, first come first served. */
static void alloc_ordered_workqueue_keeps_order(struct kunit *test)
{
	struct workqueue_struct *wq = alloc_ordered_workqueue("ordered-%d", 0, 1);
	atomic_t counter = ATOMIC_INIT(0);
	struct job *jobs = jobs_new(test, NR_ITEMS, job_run, &counter);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, wq);
	for (i = 0; i < NR_ITEMS; i++)
		queue_work(wq, &jobs[i].work);
	destroy_workqueue(wq);
	for (i = 0; i < NR_ITEMS; i++)
		KUNIT_EXPECT_EQ(test, jobs[i].order, i + 1);
}

/* Queued while it runs, an item runs again, but never beside itself. */
static void queue_work_running_item_runs_again_alone(struct kunit *test)
{
	struct job *job = jobs_new(test, 1, job_wait, NULL);

	schedule_work(&job->work);
	KUNIT_EXPECT_TRUE(test, test_eventually(!work_pending(&job->work)));
	KUNIT_EXPECT_TRUE(test, work_busy(&job->work) & WORK_BUSY_RUNNING);
	KUNIT_EXPECT_TRUE(test, schedule_work(&job->work));
	KUNIT_EXPECT_FALSE(test, schedule_work(&job->work));
	complete(&job->go);
	complete(&job->go);
	flush_work(&job->work);
	KUNIT_EXPECT_EQ(test, atomic_read(&job->runs), 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&job->overlaps), 0);
}

static int release_later(void *data)
{
	struct job *job = data;

	msleep(3);
	complete_all(&job->go);
	while (!kthread_should_stop())
		usleep_range(50, 100);
	return 0;
}

/* cancel_work_sync() takes a waiting item out, and waits for a running one. */
static void cancel_work_sync_waits_for_running(struct kunit *test)
{
	struct workqueue_struct *wq = alloc_ordered_workqueue("cancel", 0);
	struct job *jobs = jobs_new(test, 2, job_wait, NULL);
	struct task_struct *task;

	KUNIT_ASSERT_NOT_NULL(test, wq);
	queue_work(wq, &jobs[0].work);
	queue_work(wq, &jobs[1].work);
	KUNIT_EXPECT_TRUE(test, cancel_work_sync(&jobs[1].work));
	KUNIT_EXPECT_FALSE(test, cancel_work_sync(&jobs[1].work));
	KUNIT_EXPECT_TRUE(test, test_eventually(!work_pending(&jobs[0].work)));
	task = kthread_run(release_later, &jobs[0], "release");
	KUNIT_ASSERT_EQ(test, PTR_ERR_OR_ZERO(task), 0);
	KUNIT_EXPECT_FALSE(test, cancel_work_sync(&jobs[0].work));
	KUNIT_EXPECT_EQ(test, atomic_read(&jobs[0].runs), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&jobs[1].runs), 0);
	kthread_stop(task);
	destroy_workqueue(wq);
}

static void delayed_run(struct work_struct *work)
{
	struct job *job = container_of(to_delayed_work(work), struct job, delayed);

	atomic_inc(&job->runs);
}

/* A delayed item runs not before its time; it can be moved, flushed and cancelled. */
static void queue_delayed_work_waits_and_cancels(struct kunit *test)
{
	struct job *job = jobs_new(test, 1, job_run, NULL);
	unsigned long before = jiffies;

	INIT_DELAYED_WORK(&job->delayed, delayed_run);
	KUNIT_EXPECT_TRUE(test, schedule_delayed_work(&job->delayed, 4));
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&job->runs) == 1));
	KUNIT_EXPECT_GE(test, jiffies - before, 4UL);

	schedule_delayed_work(&job->delayed, 1000 * HZ);
	KUNIT_EXPECT_FALSE(test, schedule_delayed_work(&job->delayed, 4));
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&job->delayed));
	KUNIT_EXPECT_TRUE(test, cancel_delayed_work_sync(&job->delayed));
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&job->delayed));
	schedule_delayed_work(&job->delayed, 1000 * HZ);
	KUNIT_EXPECT_TRUE(test, mod_delayed_work(system_wq, &job->delayed, 1));
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&job->runs) == 2));
	schedule_delayed_work(&job->delayed, 1000 * HZ);
	flush_delayed_work(&job->delayed);
	KUNIT_EXPECT_EQ(test, atomic_read(&job->runs), 3);
}

static void job_free(struct work_struct *work)
{
	struct job *job = container_of(work, struct job, work);
	atomic_t *counter = job->counter;

	kfree(job);
	atomic_inc(counter);
}

/* An item's function may free it. */
static void queue_work_item_freed_by_function(struct kunit *test)
{
	atomic_t counter = ATOMIC_INIT(0);
	unsigned int i;

	for (i = 0; i < NR_ITEMS; i++) {
		struct job *job = kzalloc(sizeof(*job), GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, job);
		INIT_WORK(&job->work, job_free);
		job->counter = &counter;
		schedule_work(&job->work);
	}
	flush_scheduled_work();
	KUNIT_EXPECT_EQ(test, atomic_read(&counter), NR_ITEMS);
}

/* queue_work_on() runs there. */
static void queue_work_on_runs_on_cpu(struct kunit *test)
{
	struct job *job = jobs_new(test, 1, job_run, NULL);
	unsigned int cpu;

	for_each_online_cpu(cpu) {
		schedule_work_on(cpu, &job->work);
		flush_work(&job->work);
		KUNIT_EXPECT_EQ(test, job->cpu, (int)cpu);
	}
}

static void job_leak(struct work_struct *work)
{
	preempt_disable();
}

/* A function that returns in atomic context is reported and repaired. */
static void queue_work_leaked_preempt_count_is_reported(struct kunit *test)
{
	struct job *job = jobs_new(test, 1, job_leak, NULL);
	struct printk_capture c;

	printk_capture_begin(&c);
	schedule_work(&job->work);
	flush_work(&job->work);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "BUG: workqueue leaked lock or atomic"));
	INIT_WORK(&job->work, job_run);
	schedule_work(&job->work);
	flush_work(&job->work);
	KUNIT_EXPECT_TRUE(test, job->task_context);
}

/* An item runs on the CPU that queued it, and stays there, unless the queue is WQ_UNBOUND. */
static void schedule_work_runs_on_the_cpu_that_queued_it(struct kunit *test)
{
	struct job *job = jobs_new(test, 1, job_ask_cpu, NULL);
	struct printk_capture capture;
	unsigned int round;

	printk_capture_begin(&capture);
	for (round = 0; round < 20; round++) {
		int cpu = get_cpu();

		schedule_work(&job->work);
		put_cpu();
		flush_work(&job->work);
		KUNIT_EXPECT_EQ(test, job->cpu, cpu);
	}
	printk_capture_end(&capture);
	KUNIT_EXPECT_FALSE(test, printk_capture_contains(&capture, "using smp_processor_id()"));
}

static struct kunit_case workqueue_cases[] = {
	KUNIT_CASE(queue_work_runs_each_item_once),
	KUNIT_CASE(schedule_work_runs_on_the_cpu_that_queued_it),
	KUNIT_CASE(queue_work_blocked_items_do_not_stop_others),
	KUNIT_CASE(alloc_ordered_workqueue_keeps_order),
	KUNIT_CASE(queue_work_running_item_runs_again_alone),
	KUNIT_CASE(cancel_work_sync_waits_for_running),
	KUNIT_CASE(queue_delayed_work_waits_and_cancels),
	KUNIT_CASE(queue_work_item_freed_by_function),
	KUNIT_CASE(queue_work_on_runs_on_cpu),
	KUNIT_CASE(queue_work_leaked_preempt_count_is_reported),
	{}
};

static struct kunit_suite workqueue_suite = { .name = "workqueue", .test_cases = workqueue_cases };
kunit_test_suite(workqueue_suite);
