// SPDX-License-Identifier: MIT
/*
 * tests/module/printk_test.c - the log: levels, records, continuation, capture
 *
 * The suites look at the ring through the capture hook and through ring_read(); what others log
 * meanwhile may lie between, so texts are searched for, not expected at a place.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/completion.h>
#include <linux/string.h>
#include <linux/err.h>
#include <linux/slab.h>

#include "kernel/printk.h"

/* The record of @c that contains @text, into @info and @buf; false if there is none. */
static bool find_record(const struct printk_capture *c, const char *text,
			struct printk_info *info, char *buf, size_t size)
{
	u64 seq;

	for (seq = c->begin; seq < c->end && !ring_read(&seq, info, buf, size); seq++)
		if (strstr(buf, text))
			return true;
	return false;
}

/* Each KERN_ level ends up in the record, and a text without one has the default level, 4. */
static void printk_level_is_stored(struct kunit *test)
{
	static const struct {
		const char	*text;
		int		level;
	} cases[] = {
		{ "level zero", 0 }, { "level one", 1 }, { "level two", 2 }, { "level three", 3 },
		{ "level four", 4 }, { "level five", 5 }, { "level six", 6 }, { "level seven", 7 },
		{ "level none", MESSAGE_LOGLEVEL_DEFAULT },
	};
	struct printk_capture c;
	struct printk_info info;
	char buf[128];
	int i;

	printk_capture_begin(&c);
	pr_emerg("level zero\n");
	pr_alert("level one\n");
	pr_crit("level two\n");
	pr_err("level three\n");
	pr_warn("level four\n");
	pr_notice("level five\n");
	pr_info("level six\n");
	printk(KERN_DEBUG "level seven\n");
	printk("level none\n");
	printk_capture_end(&c);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		KUNIT_ASSERT_TRUE(test, find_record(&c, cases[i].text, &info, buf, sizeof(buf)));
		KUNIT_EXPECT_EQ(test, (int)info.level, cases[i].level);
		KUNIT_EXPECT_STREQ(test, buf, cases[i].text);
	}
}

/* The value is the text's length without level and newline. */
static void printk_returns_stored_length(struct kunit *test)
{
	struct printk_capture c;
	int with, without;

	printk_capture_begin(&c);
	with = printk(KERN_INFO "12345\n");
	without = printk("123%d", 45);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, with, 5);
	KUNIT_EXPECT_EQ(test, without, 5);
}

/* Without DEBUG, pr_debug() logs nothing; its arguments are not evaluated. */
static void printk_debug_is_off(struct kunit *test)
{
	struct printk_capture c;
	int n = 0;

	printk_capture_begin(&c);
	pr_debug("not logged %d\n", ++n);
	pr_devel("not logged %d\n", ++n);
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, n, 0);
	KUNIT_EXPECT_FALSE(test, printk_capture_contains(&c, "not logged"));
}

/* Pieces of the same context become one record; a new message ends the line. */
static void printk_cont_joins_pieces(struct kunit *test)
{
	struct printk_capture c;
	struct printk_info info;
	char buf[128];

	printk_capture_begin(&c);
	printk(KERN_NOTICE "one");
	printk(KERN_CONT " two");
	pr_cont(" three\n");
	printk(KERN_INFO "ended by the next");
	printk(KERN_INFO "message\n");
	printk(KERN_CONT "alone\n");
	printk_capture_end(&c);

	KUNIT_ASSERT_TRUE(test, find_record(&c, "one", &info, buf, sizeof(buf)));
	KUNIT_EXPECT_STREQ(test, buf, "one two three");
	KUNIT_EXPECT_EQ(test, (int)info.level, LOGLEVEL_NOTICE);
	KUNIT_ASSERT_TRUE(test, find_record(&c, "ended", &info, buf, sizeof(buf)));
	KUNIT_EXPECT_STREQ(test, buf, "ended by the next");
	KUNIT_ASSERT_TRUE(test, find_record(&c, "alone", &info, buf, sizeof(buf)));
	KUNIT_EXPECT_TRUE(test, info.flags & PRINTK_CONT);
}

/* An unfinished line can't be read until it ends. */
static void printk_unfinished_is_held_back(struct kunit *test)
{
	struct printk_capture c;

	printk_capture_begin(&c);
	printk(KERN_INFO "half a");
	KUNIT_EXPECT_FALSE(test, printk_capture_contains(&c, "half a"));
	printk(KERN_CONT " line\n");
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "half a line"));
	printk_capture_end(&c);
}

/* A text that is too long is cut, and the record is whole all the same. */
static void printk_long_text_is_cut(struct kunit *test)
{
	struct printk_capture c;
	struct printk_info info;
	char *text = kunit_kzalloc(test, 4096, GFP_KERNEL);
	char *buf = kunit_kzalloc(test, 2048, GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, text);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	memset(text, 'x', 4095);
	printk_capture_begin(&c);
	pr_info("long %s", text);
	printk_capture_end(&c);
	KUNIT_ASSERT_TRUE(test, find_record(&c, "long xxx", &info, buf, 2048));
	KUNIT_EXPECT_LE(test, (int)info.text_len, PRINTK_TEXT_MAX);
	KUNIT_EXPECT_GT(test, (int)info.text_len, PRINTK_TEXT_MAX - 8);
}

/* More text than the ring holds: the oldest go, numbers go on, reading starts at the oldest left. */
static void ring_overwrites_oldest(struct kunit *test)
{
	struct printk_capture c;
	struct printk_info info;
	u64 seq = 0, first;
	char buf[64];
	int i, ret;

	printk_capture_begin(&c);
	for (i = 0; i < PRINTK_RING_RECORDS + 10; i++)
		pr_info("filler %d\n", i);
	printk_capture_end(&c);
	first = ring_first();
	ret = ring_read(&seq, &info, buf, sizeof(buf));
	KUNIT_EXPECT_EQ(test, ret, 0);
	KUNIT_EXPECT_GT(test, first, c.begin);
	KUNIT_EXPECT_EQ(test, seq, first);
	KUNIT_EXPECT_EQ(test, info.seq, first);
	KUNIT_EXPECT_LE(test, ring_next() - ring_first(), (u64)PRINTK_RING_RECORDS);
	seq = c.end - 1;
	ret = ring_read(&seq, &info, buf, sizeof(buf));
	KUNIT_EXPECT_EQ(test, ret, 0);
	KUNIT_EXPECT_NOT_NULL(test, strstr(buf, "filler"));
}

/* Records with much text: the text ring wraps, and no record is damaged by another. */
static void ring_text_wraps_whole(struct kunit *test)
{
	struct printk_capture c;
	struct printk_info info;
	char *pattern = kunit_kzalloc(test, 801, GFP_KERNEL);
	char *buf = kunit_kzalloc(test, 1024, GFP_KERNEL);
	int i, wrong = 0;
	u64 seq;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pattern);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buf);
	printk_capture_begin(&c);
	for (i = 0; i < 2 * PRINTK_RING_TEXT / 800; i++) {
		memset(pattern, 'a' + i % 26, 800);
		pr_info("%s\n", pattern);
	}
	printk_capture_end(&c);
	for (seq = c.begin; seq < c.end && !ring_read(&seq, &info, buf, 1024); seq++)
		for (i = 1; info.text_len == 800 && i < 800; i++)
			wrong += buf[i] != buf[0];
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

/* Numbers rise by one, and times never fall. */
static void ring_numbers_and_times_rise(struct kunit *test)
{
	struct printk_info info;
	struct printk_capture c;
	u64 seq, last_seq = 0, last_ts = 0;
	int wrong = 0;

	printk_capture_begin(&c);
	pr_info("a\n");
	pr_info("b\n");
	pr_info("c\n");
	printk_capture_end(&c);
	for (seq = c.begin; seq < c.end && !ring_read(&seq, &info, NULL, 0); seq++) {
		if (last_seq)
			wrong += info.seq != last_seq + 1 || info.ts_nsec + 1000000000 < last_ts;
		last_seq = info.seq;
		last_ts = info.ts_nsec;
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

/* What is rendered has a time before each line, and the level when asked for. */
static void printk_render_prefixes_each_line(struct kunit *test)
{
	struct printk_info info = { .ts_nsec = 12345678901ull, .level = 6 };
	char buf[128];

	printk_render(&info, "one\ntwo", false, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "[   12.345678] one\n[   12.345678] two\n");
	printk_render(&info, "one", true, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "<6>[   12.345678] one\n");
	/* A line that does not fit is left out. */
	KUNIT_EXPECT_EQ(test, printk_render(&info, "one\ntwo", false, buf, 24), (size_t)19);
	KUNIT_EXPECT_STREQ(test, buf, "[   12.345678] one\n");
}

/* A line with _once is logged once however often it is reached. */
static void printk_once_logs_once(struct kunit *test)
{
	struct printk_capture c;
	int i;

	printk_capture_begin(&c);
	for (i = 0; i < 3; i++)
		pr_info_once("once and never again\n");
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "once and never again"), 1u);
}

/* Of many events in one interval the burst is let through. */
static void ratelimit_allows_burst(struct kunit *test)
{
	DEFINE_RATELIMIT_STATE(rs, 1000 * HZ, 3);
	int i, allowed = 0;

	for (i = 0; i < 10; i++)
		allowed += __ratelimit(&rs);
	KUNIT_EXPECT_EQ(test, allowed, 3);
	KUNIT_EXPECT_EQ(test, rs.missed, 7);
}

/* An interval of 0 limits nothing. */
static void ratelimit_disabled_allows_all(struct kunit *test)
{
	struct ratelimit_state rs = RATELIMIT_STATE_INIT_DISABLED;
	int i, allowed = 0;

	for (i = 0; i < 20; i++)
		allowed += __ratelimit(&rs);
	KUNIT_EXPECT_EQ(test, allowed, 20);
}

#define LOGGERS		4
#define LINES_EACH	200

struct logger {
	int			nr;
	struct completion	done;
};

static int logger_run(void *arg)
{
	struct logger *l = arg;
	int i;

	for (i = 0; i < LINES_EACH; i++)
		pr_info("logger %d begin %d end\n", l->nr, i);
	complete(&l->done);
	return 0;
}

/* Four threads log at once: every line is there, once, whole. */
static void printk_concurrent_lines_stay_whole(struct kunit *test)
{
	struct logger loggers[LOGGERS];
	struct printk_capture c;
	unsigned int lines;
	int i, started = 0;

	printk_capture_begin(&c);
	for (i = 0; i < LOGGERS; i++) {
		loggers[i].nr = i;
		init_completion(&loggers[i].done);
		if (IS_ERR(kthread_run(logger_run, &loggers[i], "logger%d", i)))
			break;
		started++;
	}
	for (i = 0; i < started; i++)
		wait_for_completion(&loggers[i].done);
	printk_capture_end(&c);
	lines = 0;
	for (i = 0; i < started; i++) {
		char text[24];

		scnprintf(text, sizeof(text), "logger %d begin", i);
		lines += printk_capture_count(&c, text);
	}
	KUNIT_EXPECT_EQ(test, lines, (unsigned int)(started * LINES_EACH));
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "logger"), lines);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, " end"), lines);
}

static struct kunit_case printk_cases[] = {
	KUNIT_CASE(printk_level_is_stored),
	KUNIT_CASE(printk_returns_stored_length),
	KUNIT_CASE(printk_debug_is_off),
	KUNIT_CASE(printk_cont_joins_pieces),
	KUNIT_CASE(printk_unfinished_is_held_back),
	KUNIT_CASE(printk_long_text_is_cut),
	KUNIT_CASE(ring_overwrites_oldest),
	KUNIT_CASE(ring_text_wraps_whole),
	KUNIT_CASE(ring_numbers_and_times_rise),
	KUNIT_CASE(printk_render_prefixes_each_line),
	KUNIT_CASE(printk_once_logs_once),
	KUNIT_CASE(ratelimit_allows_burst),
	KUNIT_CASE(ratelimit_disabled_allows_all),
	KUNIT_CASE(printk_concurrent_lines_stay_whole),
	{}
};

static struct kunit_suite printk_suite = {
	.name = "printk",
	.test_cases = printk_cases,
};
kunit_test_suite(printk_suite);
