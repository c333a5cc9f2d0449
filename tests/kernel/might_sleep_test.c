// SPDX-License-Identifier: MIT
/*
 * tests/kernel/might_sleep_test.c - sleeping where one must not is reported (row D4)
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

#define INVALID	"BUG: sleeping function called from invalid context at "

static DEFINE_MUTEX(test_mutex);
static DEFINE_SPINLOCK(test_lock);

/* In plain task context nothing is said. */
static void might_sleep_preemptible_is_silent(struct kunit *test)
{
	struct printk_capture c;

	printk_capture_begin(&c);
	might_sleep();
	mutex_lock(&test_mutex);
	might_sleep();
	mutex_unlock(&test_mutex);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "BUG:"), 0U);
}

/* Under a spin lock: the report, with what Linux's says, and the place where it was taken. */
static void might_sleep_under_spin_lock_is_reported(struct kunit *test)
{
	struct printk_capture c;

	printk_capture_begin(&c);
	spin_lock(&test_lock);
	might_sleep();
	spin_unlock(&test_lock);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, INVALID "tests/kernel/might_sleep_test.c:"));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "in_atomic(): 1, irqs_disabled(): 0, non_block: 0, pid: "));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "preempt_count: 1, expected: 0"));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "Preemption disabled at:"));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "Call Trace:"));
}

/* mutex_lock() in each atomic context, free as it is. One report for each, from one call site. */
static void mutex_lock_in_atomic_context_is_reported_once_a_second(struct kunit *test)
{
	struct printk_capture c;
	unsigned int i;

	msleep(1100);	/* the call site in kernel/mutex.c is quiet for a second */
	printk_capture_begin(&c);
	for (i = 0; i < 5; i++) {
		preempt_disable();
		mutex_lock(&test_mutex);
		mutex_unlock(&test_mutex);
		preempt_enable();
	}
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, INVALID "kernel/mutex.c"), 1U);
}

/* GFP_KERNEL under rcu_read_lock(), with interrupts off, in a non_block section. */
static void might_sleep_other_contexts_are_reported(struct kunit *test)
{
	struct printk_capture c;

	printk_capture_begin(&c);
	rcu_read_lock();
	might_sleep();
	rcu_read_unlock();
	local_irq_disable();
	might_sleep();
	local_irq_enable();
	non_block_start();
	might_sleep();
	non_block_end();
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, INVALID), 3U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "in_atomic(): 0, irqs_disabled(): 1"), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "non_block: 1"), 1U);
}

/* An allocation that may sleep says so; one that may not does not. */
static void kmalloc_kernel_in_atomic_context_is_reported(struct kunit *test)
{
	struct printk_capture c;

	printk_capture_begin(&c);
	preempt_disable();
	kfree(kmalloc(40, GFP_ATOMIC));
	preempt_enable();
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, INVALID), 0U);
	printk_capture_begin(&c);
	preempt_disable();
	kfree(kmalloc(40, GFP_KERNEL));
	preempt_enable();
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, INVALID), 1U);
}

/* schedule() in atomic context: reported, and the sleep is over when its time is. */
static void schedule_while_atomic_is_reported(struct kunit *test)
{
	struct printk_capture c;

	printk_capture_begin(&c);
	spin_lock(&test_lock);
	schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_EQ(test, preempt_count(), 1U);
	spin_unlock(&test_lock);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "BUG: scheduling while atomic: "));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "/0x00000001"));
	KUNIT_EXPECT_TRUE(test, preemptible());
}

/* Blocking in the middle of a wait loop loses the wake-up: reported. */
static void might_sleep_not_running_warns(struct kunit *test)
{
	struct printk_capture c;

	printk_capture_begin(&c);
	set_current_state(TASK_INTERRUPTIBLE);
	might_sleep();
	__set_current_state(TASK_RUNNING);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "do not call blocking ops when !TASK_RUNNING"));
}

static void smp_processor_id_preemptible_is_reported(struct kunit *test)
{
	struct printk_capture c;

	if (nr_cpu_ids < 2)
		kunit_skip(test, "with one CPU the answer is always right");
	printk_capture_begin(&c);
	(void)smp_processor_id();
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "BUG: using smp_processor_id() in preemptible"));
}

static struct kunit_case might_sleep_cases[] = {
	KUNIT_CASE(might_sleep_preemptible_is_silent),
	KUNIT_CASE(might_sleep_under_spin_lock_is_reported),
	KUNIT_CASE(mutex_lock_in_atomic_context_is_reported_once_a_second),
	KUNIT_CASE(might_sleep_other_contexts_are_reported),
	KUNIT_CASE(kmalloc_kernel_in_atomic_context_is_reported),
	KUNIT_CASE(schedule_while_atomic_is_reported),
	KUNIT_CASE(might_sleep_not_running_warns),
	KUNIT_CASE(smp_processor_id_preemptible_is_reported),
	{}
};

static struct kunit_suite might_sleep_suite = {
	.name = "might_sleep", .test_cases = might_sleep_cases,
};
kunit_test_suite(might_sleep_suite);
