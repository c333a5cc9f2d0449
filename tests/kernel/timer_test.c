// SPDX-License-Identifier: MIT
/*
 * tests/kernel/timer_test.c - timers, high-resolution timers, time (rows D4, D6)
 */
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/time.h>
#include <linux/timer.h>
#include "threads.h"

struct clock {
	struct timer_list	timer;
	struct hrtimer		hr;
	atomic_t		fired, inside;
	unsigned long		at;
	unsigned int		again;
	bool			context, slow;
};

static void clock_tick(struct timer_list *t)
{
	struct clock *clock = from_timer(clock, t, timer);

	atomic_inc(&clock->inside);
	clock->at = jiffies;
	clock->context = in_serving_softirq() && in_interrupt() && !in_task() && in_atomic();
	if (clock->slow)
		mdelay(3);
	if (clock->again) {
		clock->again--;
		mod_timer(t, jiffies + 1);
	}
	atomic_dec(&clock->inside);
	(void)atomic_inc_return(&clock->fired);	/* releases the notes above */
}

static struct clock *clock_new(struct kunit *test)
{
	struct clock *clock = kunit_kzalloc(test, sizeof(*clock), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, clock);
	timer_setup(&clock->timer, clock_tick, 0);
	return clock;
}

/* It fires once, not before its time, in softirq context. */
static void mod_timer_fires_in_softirq_context(struct kunit *test)
{
	struct clock *clock = clock_new(test);
	unsigned long when = jiffies + 3;

	KUNIT_EXPECT_EQ(test, mod_timer(&clock->timer, when), 0);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read_acquire(&clock->fired) == 1));
	KUNIT_EXPECT_TRUE(test, time_after_eq(clock->at, when));
	KUNIT_EXPECT_TRUE(test, clock->context);
	KUNIT_EXPECT_FALSE(test, timer_pending(&clock->timer));
	KUNIT_EXPECT_EQ(test, del_timer_sync(&clock->timer), 0);
}

static void mod_timer_moves_and_del_timer_disarms(struct kunit *test)
{
	struct clock *clock = clock_new(test);

	clock->timer.expires = jiffies + 1000 * HZ;
	add_timer(&clock->timer);
	KUNIT_EXPECT_TRUE(test, timer_pending(&clock->timer));
	KUNIT_EXPECT_EQ(test, mod_timer_pending(&clock->timer, jiffies + 2000 * HZ), 1);
	KUNIT_EXPECT_EQ(test, timer_reduce(&clock->timer, jiffies + 3000 * HZ), 1);
	KUNIT_EXPECT_TRUE(test, time_before(clock->timer.expires, jiffies + 2500 * HZ));
	KUNIT_EXPECT_EQ(test, del_timer(&clock->timer), 1);
	KUNIT_EXPECT_EQ(test, del_timer(&clock->timer), 0);
	KUNIT_EXPECT_EQ(test, mod_timer_pending(&clock->timer, jiffies), 0);
	KUNIT_EXPECT_FALSE(test, timer_pending(&clock->timer));
	KUNIT_EXPECT_EQ(test, atomic_read_acquire(&clock->fired), 0);
}

/* del_timer_sync() returns when the function is over, also one that arms itself again. */
static void del_timer_sync_waits_for_function(struct kunit *test)
{
	struct clock *clock = clock_new(test);

	clock->slow = true;
	clock->again = 3;
	mod_timer(&clock->timer, jiffies);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&clock->inside) ||
						atomic_read_acquire(&clock->fired)));
	del_timer_sync(&clock->timer);
	KUNIT_EXPECT_EQ(test, atomic_read(&clock->inside), 0);
	KUNIT_EXPECT_FALSE(test, timer_pending(&clock->timer));
	KUNIT_EXPECT_GE(test, atomic_read_acquire(&clock->fired), 1);
}

/* The same by one who holds a CPU, be it the only one: no deadlock. */
static void del_timer_sync_with_cpu_held(struct kunit *test)
{
	struct clock *clock = clock_new(test);
	unsigned int round;

	for (round = 0; round < 50; round++) {
		mod_timer(&clock->timer, jiffies);
		udelay(20);
		preempt_disable();
		del_timer_sync(&clock->timer);
		preempt_enable();
		KUNIT_EXPECT_EQ(test, atomic_read(&clock->inside), 0);
	}
}

static void timer_rearmed_by_function_fires_again(struct kunit *test)
{
	struct clock *clock = clock_new(test);

	clock->again = 4;
	mod_timer(&clock->timer, jiffies + 1);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read_acquire(&clock->fired) == 5));
	timer_shutdown_sync(&clock->timer);
	mod_timer(&clock->timer, jiffies);
	KUNIT_EXPECT_FALSE(test, timer_pending(&clock->timer));
}

static atomic_t nr_freed;

static void timer_free(struct timer_list *t)
{
	kfree(container_of(t, struct clock, timer));
	atomic_inc(&nr_freed);
}

/* A timer's function may free it; and they fire in order of time, not of arming. */
static void timer_freed_by_function(struct kunit *test)
{
	unsigned int i;

	atomic_set(&nr_freed, 0);
	for (i = 0; i < 20; i++) {
		struct clock *clock = kzalloc(sizeof(*clock), GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, clock);
		timer_setup(&clock->timer, timer_free, 0);
		mod_timer(&clock->timer, jiffies + (i * 7) % 5);
	}
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&nr_freed) == 20));
}

static void timer_sleeps(struct timer_list *t)
{
	void *p = kmalloc(16, GFP_ATOMIC);

	kfree(p);
	might_sleep();
	atomic_inc(&nr_freed);
}

/* In a timer GFP_ATOMIC works and sleeping is reported. */
static void timer_function_must_not_sleep(struct kunit *test)
{
	struct printk_capture c;
	struct timer_list timer;

	atomic_set(&nr_freed, 0);
	timer_setup_on_stack(&timer, timer_sleeps, 0);
	printk_capture_begin(&c);
	mod_timer(&timer, jiffies);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read(&nr_freed) == 1));
	del_timer_sync(&timer);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "sleeping function called from invalid"));
}

static enum hrtimer_restart hr_tick(struct hrtimer *hr)
{
	struct clock *clock = container_of(hr, struct clock, hr);

	clock->context = clock->slow ? in_serving_softirq() && !in_hardirq() :
				       in_hardirq() && irqs_disabled();
	(void)atomic_inc_return(&clock->fired);	/* releases the notes above */
	if (!clock->again)
		return HRTIMER_NORESTART;
	clock->again--;
	hrtimer_forward_now(hr, us_to_ktime(200));
	return HRTIMER_RESTART;
}

/* A high-resolution timer fires as an interrupt handler, or softirq, and restarts if asked to. */
static void hrtimer_fires_and_restarts(struct kunit *test)
{
	struct clock *clock = clock_new(test);
	ktime_t begin = ktime_get();

	hrtimer_init(&clock->hr, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	clock->hr.function = hr_tick;
	clock->again = 3;
	hrtimer_start(&clock->hr, us_to_ktime(300), HRTIMER_MODE_REL);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read_acquire(&clock->fired) == 4));
	KUNIT_EXPECT_GE(test, ktime_us_delta(ktime_get(), begin), 900LL);
	KUNIT_EXPECT_TRUE(test, clock->context);
	KUNIT_EXPECT_EQ(test, hrtimer_cancel(&clock->hr), 0);

	hrtimer_init(&clock->hr, CLOCK_REALTIME, HRTIMER_MODE_REL_SOFT);
	clock->hr.function = hr_tick;
	clock->slow = true;
	hrtimer_start(&clock->hr, 0, HRTIMER_MODE_REL_SOFT);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read_acquire(&clock->fired) == 5));
	KUNIT_EXPECT_TRUE(test, clock->context);
	hrtimer_start(&clock->hr, ms_to_ktime(100000), HRTIMER_MODE_REL_SOFT);
	KUNIT_EXPECT_TRUE(test, hrtimer_active(&clock->hr));
	KUNIT_EXPECT_EQ(test, hrtimer_cancel(&clock->hr), 1);
}

/* jiffies go with the clock and compare across the wrap. */
static void jiffies_follow_clock(struct kunit *test)
{
	unsigned long j = jiffies;
	ktime_t t = ktime_get();

	msleep(5);
	KUNIT_EXPECT_GE(test, jiffies - j, 5UL);
	KUNIT_EXPECT_GE(test, ktime_ms_delta(ktime_get(), t), 5LL);
	KUNIT_EXPECT_TRUE(test, time_after(0UL, ULONG_MAX) && time_before(ULONG_MAX - 1, 1UL));
	KUNIT_EXPECT_EQ(test, msecs_to_jiffies(1500), 1500UL * HZ / 1000);
	KUNIT_EXPECT_EQ(test, usecs_to_jiffies(1), 1UL);
	KUNIT_EXPECT_EQ(test, jiffies_to_msecs(HZ), 1000U);
}

/* Dates: the epoch, a leap day, the day before the epoch. */
static void time64_to_tm_knows_leap_years(struct kunit *test)
{
	struct tm tm;

	time64_to_tm(0, 0, &tm);
	KUNIT_EXPECT_EQ(test, tm.tm_year, 70L);
	KUNIT_EXPECT_EQ(test, tm.tm_mday, 1);
	KUNIT_EXPECT_EQ(test, tm.tm_wday, 4);
	KUNIT_EXPECT_EQ(test, tm.tm_yday, 0);
	time64_to_tm(951827696, 0, &tm);	/* 2000-02-29 12:34:56, a Tuesday */
	KUNIT_EXPECT_EQ(test, tm.tm_year, 100L);
	KUNIT_EXPECT_EQ(test, tm.tm_mon, 1);
	KUNIT_EXPECT_EQ(test, tm.tm_mday, 29);
	KUNIT_EXPECT_EQ(test, tm.tm_hour, 12);
	KUNIT_EXPECT_EQ(test, tm.tm_sec, 56);
	KUNIT_EXPECT_EQ(test, tm.tm_wday, 2);
	KUNIT_EXPECT_EQ(test, tm.tm_yday, 59);
	time64_to_tm(-1, 0, &tm);
	KUNIT_EXPECT_EQ(test, tm.tm_year, 69L);
	KUNIT_EXPECT_EQ(test, tm.tm_yday, 364);
	KUNIT_EXPECT_EQ(test, tm.tm_wday, 3);
	KUNIT_EXPECT_EQ(test, ns_to_timespec64(-1).tv_nsec, 999999999L);
}

static struct kunit_case timer_cases[] = {
	KUNIT_CASE(mod_timer_fires_in_softirq_context),
	KUNIT_CASE(mod_timer_moves_and_del_timer_disarms),
	KUNIT_CASE(del_timer_sync_waits_for_function),
	KUNIT_CASE(del_timer_sync_with_cpu_held),
	KUNIT_CASE(timer_rearmed_by_function_fires_again),
	KUNIT_CASE(timer_freed_by_function),
	KUNIT_CASE(timer_function_must_not_sleep),
	KUNIT_CASE(hrtimer_fires_and_restarts),
	KUNIT_CASE(jiffies_follow_clock),
	KUNIT_CASE(time64_to_tm_knows_leap_years),
	{}
};

static struct kunit_suite timer_suite = { .name = "timer", .test_cases = timer_cases };
kunit_test_suite(timer_suite);
