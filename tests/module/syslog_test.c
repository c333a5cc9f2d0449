// SPDX-License-Identifier: MIT
/*
 * tests/module/syslog_test.c - syslog(2)
 *
 * The buffers are the suite's own: for a task without a user process, user memory is this one.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/syslog.h>

#include "kernel/printk.h"

#define ALL_SIZE	65536

/* The last messages, oldest first, with level and time; what does not fit is the oldest. */
static void syslog_read_all_gives_last(struct kunit *test)
{
	char *buf = kunit_kzalloc(test, ALL_SIZE + 1, GFP_KERNEL);
	struct printk_capture c;
	char *first, *second;
	long n;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	printk_capture_begin(&c);
	pr_notice("syslog first\n");
	pr_err("syslog second\n");
	n = do_syslog(SYSLOG_ACTION_READ_ALL, (char __user *)buf, ALL_SIZE);
	KUNIT_ASSERT_GT(test, n, 0L);
	buf[n] = '\0';
	first = strstr(buf, "syslog first\n");
	second = strstr(buf, "syslog second\n");
	KUNIT_EXPECT_NOT_NULL(test, first);
	KUNIT_EXPECT_NOT_NULL(test, second);
	KUNIT_EXPECT_TRUE(test, first < second);

	n = do_syslog(SYSLOG_ACTION_READ_ALL, (char __user *)buf, 48);
	printk_capture_end(&c);
	KUNIT_ASSERT_GT(test, n, 0L);
	buf[n] = '\0';
	KUNIT_EXPECT_EQ(test, strncmp(buf, "<3>[", 4), 0);
	KUNIT_EXPECT_NOT_NULL(test, strstr(buf, "syslog second\n"));
}

/* After CLEAR, READ_ALL gives only what came later. */
static void syslog_clear_hides_earlier(struct kunit *test)
{
	char *buf = kunit_kzalloc(test, ALL_SIZE + 1, GFP_KERNEL);
	struct printk_capture c;
	long n;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	printk_capture_begin(&c);
	pr_info("before clear\n");
	KUNIT_EXPECT_EQ(test, do_syslog(SYSLOG_ACTION_CLEAR, NULL, 0), 0L);
	pr_info("after clear\n");
	n = do_syslog(SYSLOG_ACTION_READ_CLEAR, (char __user *)buf, ALL_SIZE);
	KUNIT_ASSERT_GT(test, n, 0L);
	buf[n] = '\0';
	KUNIT_EXPECT_NULL(test, strstr(buf, "before clear"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(buf, "after clear"));
	n = do_syslog(SYSLOG_ACTION_READ_ALL, (char __user *)buf, ALL_SIZE);
	buf[max(n, 0L)] = '\0';
	KUNIT_EXPECT_NULL(test, strstr(buf, "after clear"));
	printk_capture_end(&c);
}

/* READ gives each byte once, also through a small buffer; SIZE_UNREAD counts down to 0. */
static void syslog_read_gives_each_byte_once(struct kunit *test)
{
	char *buf = kunit_kzalloc(test, ALL_SIZE + 1, GFP_KERNEL);
	struct printk_capture c;
	char part[8];
	size_t done = 0;
	long n;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	printk_capture_begin(&c);
	while (do_syslog(SYSLOG_ACTION_SIZE_UNREAD, NULL, 0) > 0)
		do_syslog(SYSLOG_ACTION_READ, (char __user *)buf, ALL_SIZE);
	pr_info("read me in pieces\n");
	n = do_syslog(SYSLOG_ACTION_SIZE_UNREAD, NULL, 0);
	KUNIT_EXPECT_GE(test, n, 30L);
	while (do_syslog(SYSLOG_ACTION_SIZE_UNREAD, NULL, 0) > 0 && done < ALL_SIZE - 8) {
		n = do_syslog(SYSLOG_ACTION_READ, (char __user *)part, sizeof(part));
		KUNIT_ASSERT_GT(test, n, 0L);
		memcpy(buf + done, part, n);
		done += n;
	}
	buf[done] = '\0';
	KUNIT_EXPECT_NOT_NULL(test, strstr(buf, "] read me in pieces\n"));
	printk_capture_end(&c);
}

/* The console's level: set, off, on again. */
static void syslog_console_level_is_set(struct kunit *test)
{
	int before = console_loglevel;

	KUNIT_EXPECT_EQ(test, do_syslog(SYSLOG_ACTION_CONSOLE_LEVEL, NULL, 5), 0L);
	KUNIT_EXPECT_EQ(test, console_loglevel, 5);
	KUNIT_EXPECT_EQ(test, do_syslog(SYSLOG_ACTION_CONSOLE_OFF, NULL, 0), 0L);
	KUNIT_EXPECT_EQ(test, console_loglevel, minimum_console_loglevel);
	KUNIT_EXPECT_EQ(test, do_syslog(SYSLOG_ACTION_CONSOLE_ON, NULL, 0), 0L);
	KUNIT_EXPECT_EQ(test, console_loglevel, 5);
	console_loglevel = before;
}

/* Wrong calls. */
static void syslog_bad_arguments_are_refused(struct kunit *test)
{
	char buf[8];

	KUNIT_EXPECT_EQ(test, do_syslog(SYSLOG_ACTION_CONSOLE_LEVEL, NULL, 0), (long)-EINVAL);
	KUNIT_EXPECT_EQ(test, do_syslog(SYSLOG_ACTION_CONSOLE_LEVEL, NULL, 9), (long)-EINVAL);
	KUNIT_EXPECT_EQ(test, do_syslog(SYSLOG_ACTION_READ, NULL, 8), (long)-EINVAL);
	KUNIT_EXPECT_EQ(test, do_syslog(SYSLOG_ACTION_READ_ALL, (char __user *)buf, -1),
			(long)-EINVAL);
	KUNIT_EXPECT_EQ(test, do_syslog(SYSLOG_ACTION_READ_ALL, (char __user *)buf, 0), 0L);
	KUNIT_EXPECT_EQ(test, do_syslog(11, NULL, 0), (long)-EINVAL);
	KUNIT_EXPECT_EQ(test, do_syslog(SYSLOG_ACTION_SIZE_BUFFER, NULL, 0), (long)PRINTK_RING_TEXT);
}

static struct kunit_case syslog_cases[] = {
	KUNIT_CASE(syslog_read_all_gives_last),
	KUNIT_CASE(syslog_clear_hides_earlier),
	KUNIT_CASE(syslog_read_gives_each_byte_once),
	KUNIT_CASE(syslog_console_level_is_set),
	KUNIT_CASE(syslog_bad_arguments_are_refused),
	{}
};

static struct kunit_suite syslog_suite = {
	.name = "syslog",
	.test_cases = syslog_cases,
};
kunit_test_suite(syslog_suite);
