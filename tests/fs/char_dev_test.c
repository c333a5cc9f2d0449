// SPDX-License-Identifier: MIT
/* tests/fs/char_dev_test.c - who has which device numbers, and which driver an open reaches */
#include <kunit/test.h>
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/string.h>

#include "fs/vfs.h"

static int opened_minor;

static int note_open(struct inode *inode, struct file *file)
{
	opened_minor = iminor(inode);
	return 0;
}

static int refuse_open(struct inode *inode, struct file *file)
{
	return -EPERM;
}

static const struct file_operations note_fops = { .owner = THIS_MODULE, .open = note_open };
static const struct file_operations refuse_fops = { .owner = THIS_MODULE, .open = refuse_open };

static int try_open(const char *path)
{
	struct file *file = filp_open(path, O_RDWR, 0);

	if (IS_ERR(file))
		return PTR_ERR(file);
	return filp_close(file, NULL);
}

/* A fresh machine: dynamic majors count down, and one that was given back is given out again. */
static void alloc_region_gives_majors_downwards(struct kunit *test)
{
	dev_t a, b, again;

	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&a, 0, 1, "cdt_a"), 0);
	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&b, 5, 2, "cdt_b"), 0);
	KUNIT_EXPECT_LE(test, MAJOR(a), 254);
	KUNIT_EXPECT_GE(test, MAJOR(b), 234);
	KUNIT_EXPECT_LT(test, MAJOR(b), MAJOR(a));
	KUNIT_EXPECT_EQ(test, MINOR(b), 5);
	unregister_chrdev_region(a, 1);
	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&again, 0, 1, "cdt_a"), 0);
	KUNIT_EXPECT_EQ(test, again, a);
	unregister_chrdev_region(again, 1);
	unregister_chrdev_region(b, 2);
}

/* Ranges that overlap are refused, ranges side by side are not; bad ones are -EINVAL. */
static void register_region_refuses_overlap_and_bad_ranges(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, register_chrdev_region(MKDEV(700, 4), 4, "cdt"), 0);
	KUNIT_EXPECT_EQ(test, register_chrdev_region(MKDEV(700, 7), 4, "cdt2"), -EBUSY);
	KUNIT_EXPECT_EQ(test, register_chrdev_region(MKDEV(700, 0), 5, "cdt2"), -EBUSY);
	KUNIT_EXPECT_EQ(test, register_chrdev_region(MKDEV(700, 5), 1, "cdt2"), -EBUSY);
	KUNIT_EXPECT_EQ(test, register_chrdev_region(MKDEV(700, 8), 2, "cdt2"), 0);
	KUNIT_EXPECT_EQ(test, register_chrdev_region(MKDEV(700, 0), 4, "cdt3"), 0);
	unregister_chrdev_region(MKDEV(700, 0), 4);
	unregister_chrdev_region(MKDEV(700, 8), 2);
	unregister_chrdev_region(MKDEV(700, 4), 4);
}

/* A range over the end of a major's minors takes the beginning of the next major. */
static void register_region_spans_majors(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, register_chrdev_region(MKDEV(701, MINORMASK), 2, "cdt_span"), 0);
	KUNIT_EXPECT_EQ(test, register_chrdev_region(MKDEV(702, 0), 1, "x"), -EBUSY);
	unregister_chrdev_region(MKDEV(701, MINORMASK), 2);
	KUNIT_EXPECT_EQ(test, register_chrdev_region(MKDEV(702, 0), 1, "x"), 0);
	unregister_chrdev_region(MKDEV(702, 0), 1);
}

/* The numbers alone serve no open; the cdev does, for its range only, until it is deleted. */
static void open_reaches_the_cdev(struct kunit *test)
{
	struct cdev cdev;
	dev_t dev;

	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&dev, 0, 3, "cdtopen"), 0);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtopen1"), -ENXIO);
	cdev_init(&cdev, &note_fops);
	KUNIT_ASSERT_EQ(test, cdev_add(&cdev, dev, 2), 0);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtopen1"), 0);
	KUNIT_EXPECT_EQ(test, opened_minor, 1);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtopen2"), -ENXIO);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtopen3"), -ENOENT);
	cdev_del(&cdev);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtopen1"), -ENXIO);
	unregister_chrdev_region(dev, 3);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtopen1"), -ENOENT);
}

/* Of two cdevs over one number, the one with the smaller range serves it. */
static void open_prefers_the_smaller_range(struct kunit *test)
{
	struct cdev wide, narrow;
	dev_t dev;

	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&dev, 0, 4, "cdtr"), 0);
	cdev_init(&wide, &note_fops);
	cdev_init(&narrow, &refuse_fops);
	KUNIT_ASSERT_EQ(test, cdev_add(&wide, dev, 4), 0);
	KUNIT_ASSERT_EQ(test, cdev_add(&narrow, dev + 2, 1), 0);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtr1"), 0);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtr2"), -EPERM);
	cdev_del(&narrow);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtr2"), 0);
	cdev_del(&wide);
	unregister_chrdev_region(dev, 4);
}

/* A file that is open outlives cdev_del(): its operations still serve it. */
static void open_file_survives_cdev_del(struct kunit *test)
{
	struct cdev *cdev = cdev_alloc();
	struct file *file;
	dev_t dev;

	KUNIT_ASSERT_NOT_NULL(test, cdev);
	KUNIT_ASSERT_EQ(test, alloc_chrdev_region(&dev, 0, 1, "cdtgone"), 0);
	cdev->ops = &note_fops;
	cdev->owner = THIS_MODULE;
	KUNIT_ASSERT_EQ(test, cdev_add(cdev, dev, 1), 0);
	file = filp_open("/dev/cdtgone", O_RDONLY, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_PTR_EQ(test, file_inode(file)->i_cdev, cdev);
	cdev_del(cdev);
	KUNIT_EXPECT_PTR_EQ(test, file->f_op, &note_fops);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtgone"), -ENXIO);
	filp_close(file, NULL);
	unregister_chrdev_region(dev, 1);
}

/* The old call takes all minors of a major, and makes one node. */
static void old_register_chrdev_works(struct kunit *test)
{
	int major = register_chrdev(0, "cdtold", &note_fops);

	KUNIT_ASSERT_GT(test, major, 0);
	KUNIT_EXPECT_EQ(test, register_chrdev(major, "cdtold2", &note_fops), -EBUSY);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtold"), 0);
	KUNIT_EXPECT_EQ(test, opened_minor, 0);
	KUNIT_EXPECT_EQ(test, devtmpfs_mknod("/dev/cdtold_77", S_IFCHR | 0600, MKDEV(major, 77)), 0);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtold_77"), 0);
	KUNIT_EXPECT_EQ(test, opened_minor, 77);
	KUNIT_EXPECT_EQ(test, devtmpfs_unlink("/dev/cdtold_77"), 0);
	unregister_chrdev(major, "cdtold");
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtold"), -ENOENT);
}

static struct miscdevice *misc_seen;

static int misc_note_open(struct inode *inode, struct file *file)
{
	misc_seen = file->private_data;
	return 0;
}

static const struct file_operations misc_test_fops = {
	.owner = THIS_MODULE, .open = misc_note_open,
};

/* Two misc devices get minors, nodes with the asked mode, and themselves in private_data. */
static void misc_register_gives_minor_and_node(struct kunit *test)
{
	struct miscdevice a = { .minor = MISC_DYNAMIC_MINOR, .name = "cdtmisc_a",
				.fops = &misc_test_fops, .mode = 0640 };
	struct miscdevice b = { .minor = MISC_DYNAMIC_MINOR, .name = "cdtmisc_b",
				.fops = &misc_test_fops };
	struct vfs_node *node;

	KUNIT_ASSERT_EQ(test, misc_register(&a), 0);
	KUNIT_ASSERT_EQ(test, misc_register(&b), 0);
	KUNIT_EXPECT_LT(test, a.minor, 128);
	KUNIT_EXPECT_NE(test, a.minor, b.minor);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtmisc_b"), 0);
	KUNIT_EXPECT_PTR_EQ(test, misc_seen, &b);
	KUNIT_ASSERT_EQ(test, vfs_lookup("/dev/cdtmisc_a", true, &node), 0);
	KUNIT_EXPECT_EQ(test, node->inode.i_mode, S_IFCHR | 0640);
	KUNIT_EXPECT_EQ(test, node->inode.i_rdev, MKDEV(10, a.minor));
	vfs_node_put(node);
	misc_deregister(&a);
	misc_deregister(&b);
	KUNIT_EXPECT_EQ(test, try_open("/dev/cdtmisc_a"), -ENOENT);
}

/* A minor that is taken, by number, is refused. */
static void misc_register_refuses_a_taken_minor(struct kunit *test)
{
	struct miscdevice a = { .minor = 42, .name = "cdtmisc_a", .fops = &misc_test_fops };
	struct miscdevice b = { .minor = 42, .name = "cdtmisc_b", .fops = &misc_test_fops };

	KUNIT_ASSERT_EQ(test, misc_register(&a), 0);
	KUNIT_EXPECT_EQ(test, misc_register(&b), -EBUSY);
	misc_deregister(&a);
	KUNIT_EXPECT_EQ(test, misc_register(&b), 0);
	misc_deregister(&b);
}

static struct kunit_case char_dev_cases[] = {
	KUNIT_CASE(alloc_region_gives_majors_downwards),
	KUNIT_CASE(register_region_refuses_overlap_and_bad_ranges),
	KUNIT_CASE(register_region_spans_majors),
	KUNIT_CASE(open_reaches_the_cdev),
	KUNIT_CASE(open_prefers_the_smaller_range),
	KUNIT_CASE(open_file_survives_cdev_del),
	KUNIT_CASE(old_register_chrdev_works),
	KUNIT_CASE(misc_register_gives_minor_and_node),
	KUNIT_CASE(misc_register_refuses_a_taken_minor),
	{}
};

static struct kunit_suite char_dev_suite = { .name = "char_dev", .test_cases = char_dev_cases };
kunit_test_suite(char_dev_suite);
