/* SPDX-License-Identifier: MIT */
/*
 * tests/kernel/victim.h - a CPU for suites to take offline: the last one; with one CPU the case is
 * skipped
 */
#ifndef TESTS_KERNEL_VICTIM_H
#define TESTS_KERNEL_VICTIM_H

#include <kunit/test.h>
#include <linux/cpu.h>
#include <linux/workqueue.h>

static unsigned int victim;

static inline bool one_cpu(struct kunit *test)
{
	victim = cpumask_last(cpu_possible_mask);
	if (num_online_cpus() > 1)
		return false;
	kunit_skip(test, "one CPU: it can't go");
	return true;
}

static inline void cpu_goes(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, remove_cpu(victim), 0);
}

static inline void cpu_comes(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, add_cpu(victim), 0);
}

/* Runs @fn on the victim, as a task bound to it. */
static inline void on_victim(long (*fn)(void *), void *arg)
{
	work_on_cpu(victim, fn, arg);
}

#endif /* TESTS_KERNEL_VICTIM_H */
