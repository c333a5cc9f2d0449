// SPDX-License-Identifier: MIT
/*
 * tests/kernel/tasklet_test.c - tasklets (row D4)
 */
#include <linux/interrupt.h>
#include <linux/smp.h>
#include "threads.h"

struct job {
	struct tasklet_struct	tasklet;
	atomic_t		ran;
	unsigned int		again;
	unsigned long		data;
	int			cpu;
	bool			context, slow;
};

static struct job *last;

static void job_work(struct job *job)
{
	job->context = in_serving_softirq() && in_interrupt() && !in_task();
	job->cpu = smp_processor_id();
	last = job;
	if (job->slow)
		mdelay(20);
	if (job->again) {
		job->again--;
		tasklet_schedule(&job->tasklet);
	}
	(void)atomic_inc_return(&job->ran);	/* releases the notes above */
}

static void job_callback(struct tasklet_struct *t)
{
	struct job *job = from_tasklet(job, t, tasklet);

	job_work(job);
}

static void job_func(unsigned long data)
{
	struct job *job = (struct job *)data;

	job->data = data;
	job_work(job);
}

static struct job *job_new(struct kunit *test)
{
	struct job *job = kunit_kzalloc(test, sizeof(*job), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, job);
	tasklet_setup(&job->tasklet, job_callback);
	return job;
}

static void it_runs_once_in_softirq_context_on_the_cpu_that_scheduled_it(struct kunit *test)
{
	struct job *job = job_new(test);
	int cpu = get_cpu();

	tasklet_schedule(&job->tasklet);
	tasklet_schedule(&job->tasklet);	/* it can't have begun: we hold its CPU */
	put_cpu();
	tasklet_kill(&job->tasklet);
	KUNIT_EXPECT_EQ(test, atomic_read(&job->ran), 1);
	KUNIT_EXPECT_TRUE(test, job->context);
	KUNIT_EXPECT_EQ(test, job->cpu, cpu);
}

static void a_function_gets_its_data(struct kunit *test)
{
	struct job *job = job_new(test);

	tasklet_init(&job->tasklet, job_func, (unsigned long)job);
	tasklet_schedule(&job->tasklet);
	tasklet_kill(&job->tasklet);
	KUNIT_EXPECT_EQ(test, job->data, (unsigned long)job);
}

static void it_may_schedule_itself(struct kunit *test)
{
	struct job *job = job_new(test);

	job->again = 5;
	tasklet_schedule(&job->tasklet);
	while (atomic_read(&job->ran) < 6)
		msleep(1);
	tasklet_kill(&job->tasklet);
	KUNIT_EXPECT_EQ(test, atomic_read(&job->ran), 6);
}

static void a_disabled_one_waits_for_tasklet_enable(struct kunit *test)
{
	struct job *job = job_new(test), *other = job_new(test);

	tasklet_disable(&job->tasklet);
	tasklet_schedule(&job->tasklet);
	tasklet_schedule(&other->tasklet);
	tasklet_kill(&other->tasklet);		/* it is not held up by the one before it */
	KUNIT_EXPECT_EQ(test, atomic_read(&other->ran), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&job->ran), 0);
	tasklet_enable(&job->tasklet);
	tasklet_kill(&job->tasklet);
	KUNIT_EXPECT_EQ(test, atomic_read(&job->ran), 1);
}

static void high_ones_go_first(struct kunit *test)
{
	struct job *high = job_new(test), *normal = job_new(test);

	preempt_disable();
	tasklet_schedule(&normal->tasklet);
	tasklet_hi_schedule(&high->tasklet);
	preempt_enable();
	tasklet_kill(&normal->tasklet);
	tasklet_kill(&high->tasklet);
	KUNIT_EXPECT_PTR_EQ(test, last, normal);
}

static void tasklet_disable_waits_for_one_that_runs(struct kunit *test)
{
	struct job *job = job_new(test);

	job->slow = true;
	tasklet_schedule(&job->tasklet);
	while (test_bit(TASKLET_STATE_SCHED, &job->tasklet.state))
		cpu_relax();
	tasklet_disable(&job->tasklet);
	KUNIT_EXPECT_EQ(test, atomic_read(&job->ran), 1);
	tasklet_enable(&job->tasklet);
	tasklet_kill(&job->tasklet);
}

static struct kunit_case tasklet_cases[] = {
	KUNIT_CASE(it_runs_once_in_softirq_context_on_the_cpu_that_scheduled_it),
	KUNIT_CASE(a_function_gets_its_data),
	KUNIT_CASE(it_may_schedule_itself),
	KUNIT_CASE(a_disabled_one_waits_for_tasklet_enable),
	KUNIT_CASE(high_ones_go_first),
	KUNIT_CASE(tasklet_disable_waits_for_one_that_runs),
	{}
};

static struct kunit_suite tasklet_suite = { .name = "tasklet", .test_cases = tasklet_cases };
kunit_test_suite(tasklet_suite);
