// SPDX-License-Identifier: MIT
/*
 * tests/kernel/cpuhp_test.c - suite "cpuhp": functions that are called when a CPU goes or comes
 */
#include <kunit/test.h>
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include "tests/kernel/victim.h"

#define NR_STEPS 3
#define LOG_MAX	(2 * NR_CPUS)

/* +(i+1): startup of step i; -(i+1): its teardown. */
static int call_log[LOG_MAX];
static unsigned int nr_logged;
static int fail_on;		/* the entry that answers -EDOM */
static bool context_is_wrong;

static int log_add(int entry)
{
	if (nr_logged < LOG_MAX)
		call_log[nr_logged++] = entry;
	return entry == fail_on ? -EDOM : 0;
}

static void log_reset(int fail)
{
	nr_logged = 0;
	fail_on = fail;
}

static int prepare_up(unsigned int cpu) { context_is_wrong |= cpu_online(cpu); return log_add(1); }
static int prepare_down(unsigned int cpu) { context_is_wrong |= cpu_online(cpu); return log_add(-1); }

static int starting_up(unsigned int cpu)
{
	context_is_wrong |= !irqs_disabled() || raw_smp_processor_id() != cpu;
	return log_add(2);
}

static int starting_down(unsigned int cpu)
{
	context_is_wrong |= !irqs_disabled() || raw_smp_processor_id() != cpu || cpu_online(cpu);
	return log_add(-2);
}

static void online_check(unsigned int cpu)
{
	might_sleep();
	preempt_disable();
	context_is_wrong |= smp_processor_id() != cpu;
	preempt_enable();
}

static int online_up(unsigned int cpu) { online_check(cpu); return log_add(3); }
static int online_down(unsigned int cpu) { online_check(cpu); return log_add(-3); }

static int states[NR_STEPS];

static void steps_add(struct kunit *test)
{
	context_is_wrong = false;
	log_reset(0);
	states[0] = cpuhp_setup_state_nocalls(CPUHP_BP_PREPARE_DYN, "test:prepare", prepare_up, prepare_down);
	KUNIT_ASSERT_GT(test, states[0], 0);
	states[1] = CPUHP_AP_KVM_STARTING;
	KUNIT_ASSERT_EQ(test, cpuhp_setup_state_nocalls(states[1], "test:starting", starting_up,
							starting_down), 0);
	states[2] = cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, "test:online", online_up, online_down);
	KUNIT_ASSERT_GT(test, states[2], 0);
	KUNIT_EXPECT_EQ(test, nr_logged, 0);
}

static void steps_remove(void)
{
	for (int i = 0; i < NR_STEPS; i++)
		cpuhp_remove_state_nocalls(states[i]);
}

static void log_expect(struct kunit *test, const int *entries, unsigned int nr)
{
	KUNIT_EXPECT_EQ(test, nr_logged, nr);
	for (unsigned int i = 0; i < min(nr, nr_logged); i++)
		KUNIT_EXPECT_EQ(test, call_log[i], entries[i]);
	log_reset(0);
}
#define LOG_EXPECT(test, ...) do {					\
	static const int entries[] = { __VA_ARGS__ };			\
	log_expect(test, entries, ARRAY_SIZE(entries));			\
} while (0)

static void callbacks_are_called_in_order(struct kunit *test)
{
	if (one_cpu(test))
		return;
	steps_add(test);
	cpu_goes(test);
	LOG_EXPECT(test, -3, -2, -1);
	cpu_comes(test);
	LOG_EXPECT(test, 1, 2, 3);
	steps_remove();
	KUNIT_EXPECT_FALSE(test, context_is_wrong);
	KUNIT_EXPECT_EQ(test, nr_logged, 0);
}

static int above_up(unsigned int cpu) { online_check(cpu); return log_add(4); }
static int above_down(unsigned int cpu) { online_check(cpu); return log_add(-4); }
static int failing_up(unsigned int cpu) { return -EDOM; }

static void callback_failure_rolls_back(struct kunit *test)
{
	int above;

	if (one_cpu(test))
		return;
	steps_add(test);
	/* Going: the CPU stays, and what was torn down before is started up again. */
	above = cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, "test:above", above_up, above_down);
	KUNIT_ASSERT_GT(test, above, states[2]);
	log_reset(-3);
	KUNIT_EXPECT_EQ(test, remove_cpu(victim), -EDOM);
	LOG_EXPECT(test, -4, -3, 4);
	KUNIT_EXPECT_TRUE(test, cpu_online(victim));
	KUNIT_EXPECT_TRUE(test, cpu_active(victim));
	cpuhp_remove_state_nocalls(above);
	/* Coming: from the top all the way down. */
	cpu_goes(test);
	log_reset(3);
	KUNIT_EXPECT_EQ(test, add_cpu(victim), -EDOM);
	LOG_EXPECT(test, 1, 2, 3, -2, -1);
	KUNIT_EXPECT_FALSE(test, cpu_online(victim));
	log_reset(1);
	KUNIT_EXPECT_EQ(test, add_cpu(victim), -EDOM);
	LOG_EXPECT(test, 1);
	cpu_comes(test);
	LOG_EXPECT(test, 1, 2, 3);
	steps_remove();
	KUNIT_EXPECT_FALSE(test, context_is_wrong);
}

static int count_up(unsigned int cpu) { return log_add(cpu + 1); }
static int count_down(unsigned int cpu) { return log_add(-(int)cpu - 1); }

static void setup_state_calls_for_cpus_that_are_there(struct kunit *test)
{
	int state;

	log_reset(0);
	state = cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "test:count", count_up, count_down);
	KUNIT_ASSERT_GT(test, state, 0);
	KUNIT_EXPECT_EQ(test, nr_logged, num_online_cpus());
	KUNIT_EXPECT_EQ(test, call_log[0], 1);
	log_reset(0);
	cpuhp_remove_state(state);
	KUNIT_EXPECT_EQ(test, nr_logged, num_online_cpus());
	KUNIT_EXPECT_EQ(test, call_log[0], -1);
	log_reset(0);
	KUNIT_EXPECT_EQ(test, cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "test:fails", failing_up, NULL), -EDOM);
	KUNIT_EXPECT_EQ(test, cpuhp_setup_state(CPUHP_AP_ONLINE, "test:taken", NULL, NULL), -EBUSY);
	KUNIT_EXPECT_EQ(test, cpuhp_setup_state(CPUHP_ONLINE, "test:wrong", NULL, NULL), -EINVAL);
}

static void setup_state_failure_on_last_cpu_is_undone(struct kunit *test)
{
	if (one_cpu(test))
		return;
	log_reset(victim + 1);
	KUNIT_EXPECT_EQ(test, cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "test:last", count_up, count_down),
			-EDOM);
	KUNIT_EXPECT_EQ(test, nr_logged, 2 * num_online_cpus() - 1);
	KUNIT_EXPECT_EQ(test, call_log[nr_logged - 1], -(int)victim);
	log_reset(0);
}

struct instance {
	struct hlist_node node;
	int nr_up;
};

static int instance_up(unsigned int cpu, struct hlist_node *node)
{
	hlist_entry(node, struct instance, node)->nr_up++;
	return 0;
}

static int instance_down(unsigned int cpu, struct hlist_node *node)
{
	hlist_entry(node, struct instance, node)->nr_up--;
	return 0;
}

static void multi_state_calls_for_each_instance(struct kunit *test)
{
	static struct instance a, b;
	int nr = num_online_cpus(), state;

	if (one_cpu(test))
		return;
	state = cpuhp_setup_state_multi(CPUHP_AP_ONLINE_DYN, "test:multi", instance_up, instance_down);
	KUNIT_ASSERT_GT(test, state, 0);
	KUNIT_EXPECT_EQ(test, cpuhp_state_add_instance(state, &a.node), 0);
	KUNIT_EXPECT_EQ(test, cpuhp_state_add_instance_nocalls(state, &b.node), 0);
	KUNIT_EXPECT_EQ(test, a.nr_up, nr);
	KUNIT_EXPECT_EQ(test, b.nr_up, 0);
	cpu_goes(test);
	KUNIT_EXPECT_EQ(test, a.nr_up, nr - 1);
	KUNIT_EXPECT_EQ(test, b.nr_up, -1);
	cpu_comes(test);
	KUNIT_EXPECT_EQ(test, cpuhp_state_remove_instance(state, &a.node), 0);
	KUNIT_EXPECT_EQ(test, cpuhp_state_remove_instance_nocalls(state, &b.node), 0);
	KUNIT_EXPECT_EQ(test, a.nr_up, 0);
	KUNIT_EXPECT_EQ(test, b.nr_up, 0);
	cpuhp_remove_multi_state(state);
}

static struct kunit_case cpuhp_cases[] = {
	KUNIT_CASE(callbacks_are_called_in_order),
	KUNIT_CASE(callback_failure_rolls_back),
	KUNIT_CASE(setup_state_calls_for_cpus_that_are_there),
	KUNIT_CASE(setup_state_failure_on_last_cpu_is_undone),
	KUNIT_CASE(multi_state_calls_for_each_instance),
	{}
};

static struct kunit_suite cpuhp_suite = {
	.name = "cpuhp",
	.test_cases = cpuhp_cases,
};
kunit_test_suite(cpuhp_suite);
