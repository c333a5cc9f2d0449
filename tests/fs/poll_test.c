// SPDX-License-Identifier: MIT
/* tests/fs/poll_test.c - what a file is ready for, and being told when that may have changed */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/wait.h>

#include "fs/vfs.h"

static DECLARE_WAIT_QUEUE_HEAD(in_queue);
static DECLARE_WAIT_QUEUE_HEAD(out_queue);
static __poll_t mask;

static __poll_t drv_poll(struct file *file, poll_table *pt)
{
	poll_wait(file, &in_queue, pt);
	poll_wait(file, &out_queue, pt);
	return mask;
}

static const struct file_operations poll_fops = { .owner = THIS_MODULE, .poll = drv_poll };
static struct miscdevice poll_device = { .name = "polltest", .fops = &poll_fops };
static struct file *file;

static int poll_init(struct kunit *test)
{
	int ret;

	mask = 0;
	file = NULL;
	poll_device.minor = MISC_DYNAMIC_MINOR;
	ret = misc_register(&poll_device);
	if (ret)
		return ret;
	file = filp_open("/dev/polltest", O_RDWR, 0);
	if (IS_ERR(file)) {
		misc_deregister(&poll_device);
		ret = PTR_ERR(file);
		file = NULL;
	}
	return ret;
}

static void poll_exit(struct kunit *test)
{
	if (!file)
		return;
	filp_close(file, NULL);
	misc_deregister(&poll_device);
}

static void count(void *arg)
{
	++*(int *)arg;
}

/* Only what was asked for is answered, and errors always are. */
static void poll_answers_what_was_asked(struct kunit *test)
{
	mask = EPOLLIN | EPOLLRDNORM | EPOLLOUT;
	KUNIT_EXPECT_EQ(test, vfs_watch(file, EPOLLIN, NULL, NULL, NULL), EPOLLIN);
	KUNIT_EXPECT_EQ(test, vfs_watch(file, EPOLLPRI, NULL, NULL, NULL), 0);
	mask = EPOLLHUP;
	KUNIT_EXPECT_EQ(test, vfs_watch(file, EPOLLIN, NULL, NULL, NULL), EPOLLHUP);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&in_queue));
}

/* A watch hears wake-ups of both queues, but keyed ones only for its events, until it ends. */
static void watch_hears_wakeups_until_it_ends(struct kunit *test)
{
	struct vfs_watch *watch;
	int calls = 0;

	KUNIT_EXPECT_EQ(test, vfs_watch(file, EPOLLIN, count, &calls, &watch), 0);
	KUNIT_ASSERT_NOT_NULL(test, watch);
	KUNIT_EXPECT_TRUE(test, waitqueue_active(&in_queue));
	wake_up_interruptible(&in_queue);
	KUNIT_EXPECT_EQ(test, calls, 1);
	wake_up(&out_queue);
	KUNIT_EXPECT_EQ(test, calls, 2);
	wake_up_poll(&in_queue, EPOLLIN);
	KUNIT_EXPECT_EQ(test, calls, 3);
	wake_up_poll(&out_queue, EPOLLOUT);
	KUNIT_EXPECT_EQ(test, calls, 3);
	wake_up_poll(&out_queue, EPOLLERR);
	KUNIT_EXPECT_EQ(test, calls, 4);
	vfs_unwatch(watch);
	wake_up(&in_queue);
	KUNIT_EXPECT_EQ(test, calls, 4);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&in_queue));
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&out_queue));
}

/* Two watches on one file are independent; each keeps the file. */
static void watches_are_independent(struct kunit *test)
{
	struct vfs_watch *a, *b;
	int calls_a = 0, calls_b = 0;

	vfs_watch(file, EPOLLIN, count, &calls_a, &a);
	vfs_watch(file, EPOLLOUT, count, &calls_b, &b);
	KUNIT_EXPECT_EQ(test, file_count(file), 3);
	wake_up_poll(&in_queue, EPOLLIN);
	KUNIT_EXPECT_EQ(test, calls_a, 1);
	KUNIT_EXPECT_EQ(test, calls_b, 0);
	vfs_unwatch(a);
	wake_up_poll(&out_queue, EPOLLOUT);
	KUNIT_EXPECT_EQ(test, calls_a, 1);
	KUNIT_EXPECT_EQ(test, calls_b, 1);
	vfs_unwatch(b);
	KUNIT_EXPECT_EQ(test, file_count(file), 1);
}

static struct kunit_case poll_cases[] = {
	KUNIT_CASE(poll_answers_what_was_asked),
	KUNIT_CASE(watch_hears_wakeups_until_it_ends),
	KUNIT_CASE(watches_are_independent),
	{}
};

static struct kunit_suite poll_suite = {
	.name = "poll", .init = poll_init, .exit = poll_exit, .test_cases = poll_cases,
};
kunit_test_suite(poll_suite);
