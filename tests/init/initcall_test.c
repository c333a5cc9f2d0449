// SPDX-License-Identifier: MIT
/*
 * tests/init/initcall_test.c - initcalls of built-in code
 */
#include <kunit/test.h>
#include <linux/init.h>

static unsigned int order[3], nr_called;

static int call_core(void)
{
	order[nr_called++] = 1;
	return 0;
}
/* Announced out of order, on purpose. */
static int call_late(void)
{
	order[nr_called++] = 7;
	return 0;
}
late_initcall(call_late);
core_initcall(call_core);

static int call_device(void)
{
	order[nr_called++] = 6;
	return 0;
}
device_initcall(call_device);

/* Boot made the three calls above, each once, by level. */
static void initcall_runs_by_level(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, nr_called, 3U);
	KUNIT_EXPECT_EQ(test, order[0], 1U);
	KUNIT_EXPECT_EQ(test, order[1], 6U);
	KUNIT_EXPECT_EQ(test, order[2], 7U);
}

static unsigned int nr_late;

static int call_after_boot(void)
{
	nr_late++;
	return 0;
}

/* As when a shared object with built-in code is opened while the machine runs. */
static void initcall_after_boot_runs_at_once(struct kunit *test)
{
	static struct initcall call = { .fn = call_after_boot, .name = "call_after_boot", .level = 6 };

	nr_late = 0;
	initcall_register(&call);
	KUNIT_EXPECT_EQ(test, nr_late, 1U);
}

static struct kunit_case initcall_cases[] = {
	KUNIT_CASE(initcall_runs_by_level),
	KUNIT_CASE(initcall_after_boot_runs_at_once),
	{}
};

static struct kunit_suite initcall_suite = {
	.name = "initcall",
	.test_cases = initcall_cases,
};
kunit_test_suite(initcall_suite);
