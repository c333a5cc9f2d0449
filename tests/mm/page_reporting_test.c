// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_reporting_test.c - suite "page_reporting": a driver is told which blocks are free
 *
 * The two seconds before a run are cut short by run_now().
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/mm.h>
#include <linux/page_reporting.h>
#include "mm/page_buddy.h"

#define ORDER		3	/* least that is told */
#define NR_BLOCKS	8
/*
 * Freed, it may be the smallest block there is, of which a CPU takes a batch: its last page stays
 * in a part that is told.
 */
#define BLOCK		7

static struct driver {
	struct page_reporting_dev_info dev;
	unsigned int nr_calls, nr_blocks, nr_wrong;
	struct page *wanted;		/* is this page told of? */
	bool told;
	struct page *held;		/* a block in use */
	int err;			/* what report() returns */
	unsigned int sleep_ms;
	bool inside;
} *driver;

static bool covers(struct page *block, unsigned int order, struct page *page)
{
	return page && page >= block && page < block + (1UL << order);
}

static int report(struct page_reporting_dev_info *dev, struct scatterlist *sgl, unsigned int nents)
{
	struct driver *d = container_of(dev, struct driver, dev);
	struct scatterlist *sg;
	unsigned int i;

	WRITE_ONCE(d->inside, true);
	d->nr_calls++;
	d->nr_wrong += !nents || nents > PAGE_REPORTING_CAPACITY || sg_nents(sgl) != nents;
	for_each_sg(sgl, sg, nents, i) {
		struct page *page = sg_page(sg);
		unsigned int order = get_order(sg->length);

		d->nr_blocks++;
		if (covers(page, order, d->wanted))
			WRITE_ONCE(d->told, true);
		d->nr_wrong += order < ORDER || sg->offset || page_count(page) || PageBuddy(page) ||
			       page_to_pfn(page) & ((1UL << order) - 1) || covers(page, order, d->held);
	}
	if (d->sleep_ms)
		msleep(d->sleep_ms);
	WRITE_ONCE(d->inside, false);
	return d->err;
}

static struct page *last(struct page *block)
{
	return block + (1UL << BLOCK) - 1;
}

/* One run, now; how many blocks it told of. */
static unsigned int run_now(struct page *wanted)
{
	driver->nr_blocks = driver->nr_calls = 0;
	driver->wanted = wanted;
	driver->told = false;
	mod_delayed_work(system_wq, &driver->dev.work, 0);
	flush_delayed_work(&driver->dev.work);
	return driver->nr_blocks;
}

/* Runs until all that is free has been told of: a run tells a part of each list. */
static void run_all(struct kunit *test)
{
	int runs = 0;

	while (run_now(NULL) && runs++ < 100)
		;
	KUNIT_EXPECT_LT(test, runs, 100);
}

static unsigned int order_before;

static int reporting_init(struct kunit *test)
{
	driver = kunit_kzalloc(test, sizeof(*driver), GFP_KERNEL);
	if (!driver)
		return -ENOMEM;
	driver->dev.report = report;
	order_before = page_reporting_order;
	page_reporting_order = ORDER;
	return page_reporting_register(&driver->dev);
}

static void reporting_exit(struct kunit *test)
{
	struct zone *zone;
	char why[96];

	if (!driver)
		return;
	page_reporting_unregister(&driver->dev);
	page_reporting_order = order_before;
	KUNIT_EXPECT_EQ(test, driver->nr_wrong, 0U);
	for_each_populated_zone(zone)
		KUNIT_EXPECT_TRUE_MSG(test, buddy_check(zone, why, sizeof(why)), "%s", why);
}

static void reporting_has_one_driver(struct kunit *test)
{
	struct page_reporting_dev_info other = { .report = report };

	KUNIT_EXPECT_EQ(test, page_reporting_register(&other), -EBUSY);
	page_reporting_unregister(&other);
	KUNIT_EXPECT_EQ(test, page_reporting_register(&other), -EBUSY);
	page_reporting_unregister(&driver->dev);
	KUNIT_EXPECT_EQ(test, page_reporting_register(&driver->dev), 0);
}

/* Freed: told of once. Taken: no trace of it in the page. Freed again: told of once more. */
static void reporting_tells_once_each_time(struct kunit *test)
{
	struct page *page;

	run_all(test);
	for (int i = 0; i < 3; i++) {
		page = alloc_pages(GFP_KERNEL, BLOCK);
		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_FALSE(test, PageReported(page));
		memset(page_address(page), i, PAGE_SIZE << BLOCK);
		__free_pages(page, BLOCK);
		run_now(last(page));
		KUNIT_EXPECT_TRUE(test, driver->told);
		run_all(test);
		run_now(last(page));
		KUNIT_EXPECT_FALSE(test, driver->told);
	}
}

/* Without a push: a block that is freed is told of after some seconds. */
static void reporting_starts_by_itself(struct kunit *test)
{
	unsigned int waited = 0;
	struct page *page;

	run_all(test);
	page = alloc_pages(GFP_KERNEL, BLOCK);
	KUNIT_ASSERT_NOT_NULL(test, page);
	driver->wanted = last(page);
	driver->told = false;
	__free_pages(page, BLOCK);
	for (; !READ_ONCE(driver->told) && waited < 10000; waited += 100)
		msleep(100);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(driver->told));
	KUNIT_EXPECT_GE(test, waited, 1000U);
}

/* What is in use is not told of (report() looks), nor does its content change. */
static void reporting_leaves_what_is_used(struct kunit *test)
{
	struct page *page[NR_BLOCKS];

	for (int i = 0; i < NR_BLOCKS; i++) {
		page[i] = alloc_pages(GFP_KERNEL, ORDER);
		KUNIT_ASSERT_NOT_NULL(test, page[i]);
		memset(page_address(page[i]), i + 1, PAGE_SIZE << ORDER);
	}
	for (int i = 0; i < NR_BLOCKS; i += 2)
		__free_pages(page[i], ORDER);
	driver->held = page[1];
	drain_all_pages(NULL);
	run_all(test);
	for (int i = 1; i < NR_BLOCKS; i += 2) {
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(page_address(page[i]), i + 1, PAGE_SIZE << ORDER), NULL);
		__free_pages(page[i], ORDER);
	}
}

/* The driver fails: nothing counts as told, all of it comes again. And no frame is lost over it. */
static void reporting_failure_is_tried_again(struct kunit *test)
{
	struct page *page;
	unsigned long nr_free;

	run_all(test);
	page = alloc_pages(GFP_KERNEL, BLOCK);
	KUNIT_ASSERT_NOT_NULL(test, page);
	__free_pages(page, BLOCK);
	nr_free = nr_free_pages();
	driver->err = -EIO;
	for (int i = 0; i < 3; i++) {
		run_now(last(page));
		KUNIT_EXPECT_TRUE(test, driver->told);
	}
	KUNIT_EXPECT_LE(test, abs((long)(nr_free - nr_free_pages())), 64L);
	driver->err = 0;
	run_now(last(page));
	KUNIT_EXPECT_TRUE(test, driver->told);
}

/* The driver leaves while report() sleeps: it has come back before unregister does. */
static void reporting_unregister_waits(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, BLOCK);

	KUNIT_ASSERT_NOT_NULL(test, page);
	__free_pages(page, BLOCK);
	driver->sleep_ms = 100;
	mod_delayed_work(system_wq, &driver->dev.work, 0);
	for (int i = 0; i < 1000 && !READ_ONCE(driver->inside); i++)
		msleep(1);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(driver->inside));
	page_reporting_unregister(&driver->dev);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(driver->inside));
	driver->nr_calls = 0;
	page = alloc_pages(GFP_KERNEL, BLOCK);
	KUNIT_ASSERT_NOT_NULL(test, page);
	__free_pages(page, BLOCK);
	msleep(2500);
	KUNIT_EXPECT_EQ(test, driver->nr_calls, 0U);
	KUNIT_EXPECT_EQ(test, page_reporting_register(&driver->dev), 0);
}

static struct kunit_case reporting_cases[] = {
	KUNIT_CASE(reporting_has_one_driver),
	KUNIT_CASE(reporting_tells_once_each_time),
	KUNIT_CASE(reporting_starts_by_itself),
	KUNIT_CASE(reporting_leaves_what_is_used),
	KUNIT_CASE(reporting_failure_is_tried_again),
	KUNIT_CASE(reporting_unregister_waits),
	{}
};

static struct kunit_suite reporting_suite = {
	.name = "page_reporting",
	.init = reporting_init,
	.exit = reporting_exit,
	.test_cases = reporting_cases,
};
kunit_test_suite(reporting_suite);
