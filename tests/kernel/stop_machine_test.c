// SPDX-License-Identifier: MIT
/*
 * tests/kernel/stop_machine_test.c - suite "stop_machine": nobody holds a CPU while the function runs
 */
#include <kunit/test.h>
#include <linux/kthread.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/stop_machine.h>

#define NR_THREADS	3
#define NR_STOPS	200

/* Two halves that are equal outside of the section that changes them. */
struct halves {
	unsigned long first;
	unsigned long second;
};

static DEFINE_PER_CPU(struct halves, cpu_halves);
static struct halves lock_halves;
static DEFINE_SPINLOCK(halves_lock);

static int halves_change(void *unused)
{
	while (!kthread_should_stop()) {
		struct halves *h = &get_cpu_var(cpu_halves);

		h->first++;
		cpu_relax();
		h->second++;
		put_cpu_var(cpu_halves);
		spin_lock(&halves_lock);
		lock_halves.first++;
		cpu_relax();
		lock_halves.second++;
		spin_unlock(&halves_lock);
		yield();	/* a port without SMP takes turns */
	}
	return 0;
}

static int halves_compare(void *arg)
{
	int *nr_different = arg, cpu;

	*nr_different += lock_halves.first != lock_halves.second;
	for_each_possible_cpu(cpu) {
		const struct halves *h = per_cpu_ptr(&cpu_halves, cpu);

		*nr_different += h->first != h->second;
	}
	return irqs_disabled() ? 0 : -EINVAL;
}

static void stop_machine_no_section_is_halfway(struct kunit *test)
{
	struct task_struct *threads[NR_THREADS];
	int nr_different = 0;

	for (int i = 0; i < NR_THREADS; i++) {
		threads[i] = kthread_run(halves_change, NULL, "halves/%d", i);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, threads[i]);
	}
	for (int i = 0; i < NR_STOPS; i++)
		KUNIT_EXPECT_EQ(test, stop_machine(halves_compare, &nr_different, NULL), 0);
	for (int i = 0; i < NR_THREADS; i++)
		kthread_stop(threads[i]);
	KUNIT_EXPECT_EQ(test, nr_different, 0);
}

static int cpu_note(void *arg)
{
	cpumask_set_cpu(smp_processor_id(), arg);
	return smp_processor_id() ? 0 : -EDOM;
}

static void stop_machine_calls_on_each_cpu_of_mask(struct kunit *test)
{
	struct cpumask *seen = kunit_kzalloc(test, cpumask_size(), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, seen);
	KUNIT_EXPECT_EQ(test, stop_machine(cpu_note, seen, cpu_online_mask), -EDOM);
	KUNIT_EXPECT_TRUE(test, cpumask_equal(seen, cpu_online_mask));
	KUNIT_EXPECT_TRUE(test, preemptible());
}

static struct kunit_case stop_machine_cases[] = {
	KUNIT_CASE(stop_machine_no_section_is_halfway),
	KUNIT_CASE(stop_machine_calls_on_each_cpu_of_mask),
	{}
};

static struct kunit_suite stop_machine_suite = {
	.name = "stop_machine",
	.test_cases = stop_machine_cases,
};
kunit_test_suite(stop_machine_suite);
