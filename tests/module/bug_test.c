// SPDX-License-Identifier: MIT
/*
 * tests/module/bug_test.c - the reports of WARN(), dump_stack() and die()
 */
#include <kunit/test.h>
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <asm-generic/arch.h>

/* WARN_ON() is true when its condition is, reports where, and goes on. */
static void warn_on_reports_and_goes_on(struct kunit *test)
{
	unsigned int before = get_taint();
	struct printk_capture c;
	int hit, miss;

	printk_capture_begin(&c);
	hit = WARN_ON(before == before);
	miss = WARN_ON(0);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, hit, 1);
	KUNIT_EXPECT_EQ(test, miss, 0);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "------------[ cut here ]------------"), 1u);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "WARNING: CPU: "), 1u);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "bug_test.c:"));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "Call Trace:"));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "PID: "));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "---[ end trace 0000000000000000 ]---"));
	KUNIT_EXPECT_TRUE(test, test_taint(TAINT_WARN));
}

/* WARN() has its message in the report. */
static void warn_prints_message(struct kunit *test)
{
	struct printk_capture c;

	printk_capture_begin(&c);
	WARN(1, "the answer is %d\n", 42);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "the answer is 42"));
}

/* The _ONCE forms report once, and are true each time. */
static void warn_once_reports_once(struct kunit *test)
{
	struct printk_capture c;
	int i, hits = 0;

	printk_capture_begin(&c);
	for (i = 0; i < 3; i++) {
		hits += WARN_ON_ONCE(i >= 0);
		hits += WARN_ONCE(i >= 0, "once only\n");
	}
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, hits, 6);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "WARNING: CPU: "), 2u);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "once only"), 1u);
}

/* dump_stack() names the task and its caller. */
static noinline void dump_from_here(void)
{
	dump_stack();
	barrier();
}

static void dump_stack_names_caller(struct kunit *test)
{
	struct printk_capture c;
	char name[256];

	printk_capture_begin(&c);
	dump_from_here();
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "CPU: "));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "Comm: "));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "6.1.0-quarry"));
	arch_symbolize((unsigned long)dump_from_here, false, name, sizeof(name));
	if (!strstr(name, "dump_from_here"))
		kunit_skip(test, "the port does not name addresses");
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "dump_from_here"));
}

static noinline unsigned long here(void)
{
	return (unsigned long)__builtin_return_address(0);
}

/* A page fault near 0 is a NULL pointer; others give their address; each has its number. */
static void die_tells_what_and_where(struct kunit *test)
{
	unsigned int before = oops_count();
	struct printk_capture c;
	char number[32];

	printk_capture_begin(&c);
	die("page fault", 0x18, here(), 0);
	die("page fault", 0xdead0000beef0000, here(), 0);
	die("divide error", 0, here(), 0);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c,
		"BUG: kernel NULL pointer dereference, address: 0000000000000018"));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c,
		"BUG: unable to handle page fault for address: dead0000beef0000"));
	scnprintf(number, sizeof(number), "Oops: divide error [#%u]", before + 3);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, number));
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "RIP: "), 3u);
	KUNIT_EXPECT_EQ(test, oops_count(), before + 3);
	KUNIT_EXPECT_TRUE(test, test_taint(TAINT_DIE));
}

/* The letters of the taint mask, at their places. */
static void taint_letters_are_linux_s(struct kunit *test)
{
	add_taint(TAINT_WARN, LOCKDEP_STILL_OK);
	add_taint(TAINT_DIE, LOCKDEP_STILL_OK);
	KUNIT_EXPECT_EQ(test, strncmp(print_tainted(), "Tainted: ", 9), 0);
	KUNIT_EXPECT_EQ(test, (int)strlen(print_tainted()), 9 + TAINT_FLAGS_COUNT);
	KUNIT_EXPECT_EQ(test, print_tainted()[9 + TAINT_WARN], 'W');
	KUNIT_EXPECT_EQ(test, print_tainted()[9 + TAINT_DIE], 'D');
}

static struct kunit_case bug_cases[] = {
	KUNIT_CASE(warn_on_reports_and_goes_on),
	KUNIT_CASE(warn_prints_message),
	KUNIT_CASE(warn_once_reports_once),
	KUNIT_CASE(dump_stack_names_caller),
	KUNIT_CASE(die_tells_what_and_where),
	KUNIT_CASE(taint_letters_are_linux_s),
	{}
};

static struct kunit_suite bug_suite = {
	.name = "bug",
	.test_cases = bug_cases,
};
kunit_test_suite(bug_suite);
