// SPDX-License-Identifier: MIT
/*
 * tests/kernel/preempt_test.c - CPU tokens and the contexts that hold them (row D4)
 */
#include <linux/cpu.h>
#include <linux/hardirq.h>
#include <linux/interrupt.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include "threads.h"

#define ROUNDS		3000
#define NR_THREADS	8

static DEFINE_PER_CPU(unsigned long, test_counter);

struct crowd {
	atomic_t	inside, most;
	atomic_t	on_cpu[NR_CPUS];
	atomic_t	shared;		/* a CPU was seen with two tasks on it */
};

static void crowd_member(void *ctx, unsigned int i)
{
	struct crowd *crowd = ctx;
	unsigned int round;

	for (round = 0; round < ROUNDS; round++) {
		int now, most, cpu = get_cpu();

		now = atomic_inc_return(&crowd->inside);
		most = atomic_read(&crowd->most);
		while (now > most && !atomic_try_cmpxchg(&crowd->most, &most, now))
			;
		if (atomic_inc_return(&crowd->on_cpu[cpu]) != 1)
			atomic_inc(&crowd->shared);
		/* A plain read and write: only holding the CPU makes it exact. */
		*this_cpu_ptr(&test_counter) += 1;
		atomic_dec(&crowd->on_cpu[cpu]);
		atomic_dec(&crowd->inside);
		put_cpu();
		if (round % 64 == 0)
			cond_resched();
	}
}

/* More threads than CPUs: no CPU has two of them, and no count of a per-CPU counter is lost. */
static void preempt_disable_more_threads_than_cpus_shares_no_cpu(struct kunit *test)
{
	struct crowd *crowd = kunit_kzalloc(test, sizeof(*crowd), GFP_KERNEL);
	unsigned long sum = 0;
	int cpu;

	KUNIT_ASSERT_NOT_NULL(test, crowd);
	for_each_possible_cpu(cpu)
		per_cpu(test_counter, cpu) = 0;
	test_threads_run(test, NR_THREADS, crowd_member, crowd);
	for_each_possible_cpu(cpu)
		sum += per_cpu(test_counter, cpu);
	KUNIT_EXPECT_EQ(test, sum, (unsigned long)NR_THREADS * ROUNDS);
	KUNIT_EXPECT_EQ(test, atomic_read(&crowd->shared), 0);
	KUNIT_EXPECT_LE(test, (unsigned int)atomic_read(&crowd->most), nr_cpu_ids);
}

/* Each way to be non-preemptible shows in preempt_count() and the in_*() questions, and nests. */
static void preempt_count_of_each_context_is_linux_s(struct kunit *test)
{
	unsigned long flags;

	KUNIT_EXPECT_EQ(test, preempt_count(), 0U);
	KUNIT_EXPECT_TRUE(test, preemptible());
	preempt_disable();
	preempt_disable();
	KUNIT_EXPECT_EQ(test, preempt_count(), 2U);
	KUNIT_EXPECT_TRUE(test, in_atomic() && !in_interrupt() && in_task());
	preempt_enable();
	preempt_enable();

	local_bh_disable();
	KUNIT_EXPECT_EQ(test, preempt_count(), 0x200U);
	KUNIT_EXPECT_TRUE(test, in_interrupt() && in_softirq() && !in_serving_softirq() && in_task());
	local_bh_enable();

	local_irq_save(flags);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0U);
	KUNIT_EXPECT_TRUE(test, irqs_disabled() && !preemptible() && !in_atomic());
	local_irq_disable();
	local_irq_restore(flags);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());

	softirq_enter();
	KUNIT_EXPECT_TRUE(test, in_interrupt() && in_serving_softirq() && !in_task());
	irq_enter();
	KUNIT_EXPECT_TRUE(test, in_hardirq() && irqs_disabled());
	irq_exit();
	softirq_exit();
	KUNIT_EXPECT_TRUE(test, preemptible());
}

/* smp_processor_id() is stable while the CPU is held, and below nr_cpu_ids. */
static void smp_processor_id_held_is_stable(struct kunit *test)
{
	int cpu = get_cpu(), i;

	KUNIT_EXPECT_LT(test, (unsigned int)cpu, nr_cpu_ids);
	for (i = 0; i < 100; i++)
		KUNIT_EXPECT_EQ(test, smp_processor_id(), cpu);
	put_cpu();
}

/* A preempt_enable() too many is reported and changes nothing. */
static void preempt_enable_unbalanced_is_reported(struct kunit *test)
{
	struct printk_capture c;

	printk_capture_begin(&c);
	preempt_enable();
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "preempt_count underflow"));
	KUNIT_EXPECT_TRUE(test, preemptible());
}

struct where {
	cpumask_t	seen;
	atomic_t	wrong;
};

static void note_where(void *info)
{
	struct where *where = info;

	if (!irqs_disabled())
		atomic_inc(&where->wrong);
	cpumask_set_cpu(smp_processor_id(), &where->seen);
}

/* on_each_cpu() runs on each of them, with interrupts off; from atomic context too. */
static void on_each_cpu_runs_on_each(struct kunit *test)
{
	struct where where = { .wrong = ATOMIC_INIT(0) };

	cpumask_clear(&where.seen);
	on_each_cpu(note_where, &where, 1);
	KUNIT_EXPECT_TRUE(test, cpumask_equal(&where.seen, cpu_online_mask));
	KUNIT_EXPECT_EQ(test, atomic_read(&where.wrong), 0);

	cpumask_clear(&where.seen);
	preempt_disable();
	on_each_cpu(note_where, &where, 1);
	preempt_enable();
	KUNIT_EXPECT_TRUE(test, cpumask_equal(&where.seen, cpu_online_mask));
	KUNIT_EXPECT_TRUE(test, preemptible());
	KUNIT_EXPECT_EQ(test, smp_call_function_single(nr_cpu_ids, note_where, &where, 1), -ENXIO);
}

static void call_all_held(void *ctx, unsigned int i)
{
	int round;

	for (round = 0; round < 50; round++) {
		preempt_disable();
		on_each_cpu(note_where, ctx, 1);
		preempt_enable();
		cond_resched();
	}
}

/* Tasks that hold CPUs and call each other's CPUs get through. */
static void on_each_cpu_crosswise_does_not_deadlock(struct kunit *test)
{
	struct where where = { .wrong = ATOMIC_INIT(0) };

	cpumask_clear(&where.seen);
	test_threads_run(test, 3, call_all_held, &where);
	KUNIT_EXPECT_TRUE(test, cpumask_equal(&where.seen, cpu_online_mask));
}

static void bound_member(void *ctx, unsigned int i)
{
	atomic_t *wrong = ctx;
	int cpu, round;

	migrate_disable();
	cpu = raw_smp_processor_id();
	for (round = 0; round < 200; round++) {
		if (get_cpu() != cpu)
			atomic_inc(wrong);
		put_cpu();
		if (round % 50 == 0)
			usleep_range(10, 20);
	}
	migrate_enable();
}

/* migrate_disable() keeps the CPU, across sleeps. */
static void migrate_disable_keeps_cpu(struct kunit *test)
{
	atomic_t wrong = ATOMIC_INIT(0);

	test_threads_run(test, NR_THREADS, bound_member, &wrong);
	KUNIT_EXPECT_EQ(test, atomic_read(&wrong), 0);
}

/* task_recover() gives back what an abandoned call held, and says so. */
static void task_recover_gives_cpu_back(struct kunit *test)
{
	struct task_context ctx;
	struct printk_capture c;

	task_save(&ctx);
	preempt_disable();
	local_irq_disable();
	printk_capture_begin(&c);
	task_recover(&ctx);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, preemptible());
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "exited with preempt_count 1"));
}

static struct kunit_case preempt_cases[] = {
	KUNIT_CASE(preempt_disable_more_threads_than_cpus_shares_no_cpu),
	KUNIT_CASE(preempt_count_of_each_context_is_linux_s),
	KUNIT_CASE(smp_processor_id_held_is_stable),
	KUNIT_CASE(preempt_enable_unbalanced_is_reported),
	KUNIT_CASE(on_each_cpu_runs_on_each),
	KUNIT_CASE(on_each_cpu_crosswise_does_not_deadlock),
	KUNIT_CASE(migrate_disable_keeps_cpu),
	KUNIT_CASE(task_recover_gives_cpu_back),
	{}
};

static struct kunit_suite preempt_suite = { .name = "preempt", .test_cases = preempt_cases };
kunit_test_suite(preempt_suite);
