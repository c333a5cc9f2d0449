// SPDX-License-Identifier: MIT
/*
 * tests/fs/file_test.c - read, write, seek, ioctl, fcntl on open files, against a driver in the test
 *
 * The "program's" memory is the test's own: a task without a user process copies within the process.
 */
#include <kunit/test.h>
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include <asm/ioctls.h>

#include "fs/vfs.h"

#define SIZE	100

/* What the driver saw last. */
static struct {
	char		data[SIZE];
	unsigned int	open_flags;
	int		released, flushed, synced;
	loff_t		*ppos;
	unsigned int	cmd;
	int		fasync_on;
	struct fasync_struct *fasync;
} drv;

static int drv_open(struct inode *inode, struct file *file)
{
	drv.open_flags = file->f_flags;
	return 0;
}

static int drv_release(struct inode *inode, struct file *file)
{
	drv.released++;
	return 0;
}

static int drv_flush(struct file *file, fl_owner_t id)
{
	drv.flushed++;
	return 0;
}

static ssize_t drv_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	drv.ppos = ppos;
	if (!ppos)
		return 0;
	return simple_read_from_buffer(buf, count, ppos, drv.data, SIZE);
}

static ssize_t drv_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	return simple_write_to_buffer(drv.data, SIZE, ppos, buf, count);
}

static loff_t drv_llseek(struct file *file, loff_t offset, int whence)
{
	return fixed_size_llseek(file, offset, whence, SIZE);
}

static long drv_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	drv.cmd = cmd;
	return cmd == 1 ? 77 : cmd == 3 ? -ENOIOCTLCMD : -EINVAL;
}

static int drv_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	drv.synced = 1 + datasync;
	return 0;
}

static int drv_fasync(int fd, struct file *file, int on)
{
	drv.fasync_on = on;
	return fasync_helper(fd, file, on, &drv.fasync);
}

static const struct file_operations full_fops = {
	.owner = THIS_MODULE, .open = drv_open, .release = drv_release, .flush = drv_flush,
	.read = drv_read, .write = drv_write, .llseek = drv_llseek, .unlocked_ioctl = drv_ioctl,
	.fsync = drv_fsync, .fasync = drv_fasync,
};

static const struct file_operations empty_fops = { .owner = THIS_MODULE };

static const struct file_operations stream_fops = {
	.owner = THIS_MODULE, .open = stream_open, .read = drv_read, .llseek = drv_llseek,
};

static const struct file_operations pipe_fops = {
	.owner = THIS_MODULE, .open = nonseekable_open, .read = drv_read, .llseek = drv_llseek,
};

static ssize_t iter_read(struct kiocb *iocb, struct iov_iter *to)
{
	size_t n;

	if (iocb->ki_pos >= SIZE)
		return 0;
	n = copy_to_iter(drv.data + iocb->ki_pos, SIZE - iocb->ki_pos, to);
	iocb->ki_pos += n;
	return n ?: -EFAULT;
}

static ssize_t iter_write(struct kiocb *iocb, struct iov_iter *from)
{
	size_t n;

	if (iocb->ki_pos >= SIZE)
		return -ENOSPC;
	n = copy_from_iter(drv.data + iocb->ki_pos, SIZE - iocb->ki_pos, from);
	iocb->ki_pos += n;
	return n ?: -EFAULT;
}

static const struct file_operations iter_fops = {
	.owner = THIS_MODULE, .read_iter = iter_read, .write_iter = iter_write,
};

#define DEVICE(id, ops) { .minor = MISC_DYNAMIC_MINOR, .name = "filetest_" id, .fops = ops }

static struct miscdevice devices[] = {
	DEVICE("full", &full_fops), DEVICE("empty", &empty_fops), DEVICE("stream", &stream_fops),
	DEVICE("pipe", &pipe_fops), DEVICE("iter", &iter_fops),
};

static int file_test_init(struct kunit *test)
{
	int i, ret;

	memset(&drv, 0, sizeof(drv));
	for (i = 0; i < SIZE; i++)
		drv.data[i] = i;
	for (i = 0; i < ARRAY_SIZE(devices); i++)
		devices[i].this_device = NULL;
	for (i = 0; i < ARRAY_SIZE(devices); i++) {
		devices[i].minor = MISC_DYNAMIC_MINOR;
		ret = misc_register(&devices[i]);
		if (ret) {
			devices[i].this_device = NULL;
			return ret;
		}
	}
	return 0;
}

static void file_test_exit(struct kunit *test)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(devices); i++)
		if (devices[i].this_device)
			misc_deregister(&devices[i]);
}

static void close_file(void *file)
{
	filp_close(file, NULL);
}

static struct file *open_device(struct kunit *test, const char *id, int flags)
{
	struct file *file;
	char path[40];

	snprintf(path, sizeof(path), "/dev/filetest_%s", id);
	file = filp_open(path, flags, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, close_file, file), 0);
	return file;
}

/* The program's memory: kernel addresses do for a task without a user process. */
static char buffer[2 * SIZE];
#define USER	((char __user *)buffer)

/* f_pos moves with reads and writes, and stands still under pread and pwrite. */
static void position_moves_with_read_and_write(struct kunit *test)
{
	struct file *file = open_device(test, "full", O_RDWR);

	KUNIT_EXPECT_EQ(test, file_read(file, USER, 10), 10);
	KUNIT_EXPECT_EQ(test, file->f_pos, 10);
	KUNIT_EXPECT_EQ(test, file_pread(file, USER, 10, 50), 10);
	KUNIT_EXPECT_EQ(test, buffer[0], 50);
	KUNIT_EXPECT_EQ(test, file->f_pos, 10);
	KUNIT_EXPECT_EQ(test, file_write(file, USER, 5), 5);
	KUNIT_EXPECT_EQ(test, file->f_pos, 15);
	KUNIT_EXPECT_EQ(test, drv.data[10], 50);
	KUNIT_EXPECT_EQ(test, file_pwrite(file, USER, 1, 99), 1);
	KUNIT_EXPECT_EQ(test, drv.data[99], 50);
	KUNIT_EXPECT_EQ(test, file_pread(file, USER, 10, -1), -EINVAL);
	KUNIT_EXPECT_EQ(test, file_lseek(file, -3, SEEK_END), 97);
	KUNIT_EXPECT_EQ(test, file_read(file, USER, 10), 3);
	KUNIT_EXPECT_EQ(test, file_read(file, USER, 10), 0);
}

/* Seeking: the rules of a device of a fixed size. */
static void seek_stays_within_the_device(struct kunit *test)
{
	struct file *file = open_device(test, "full", O_RDONLY);

	KUNIT_EXPECT_EQ(test, file_lseek(file, 40, SEEK_SET), 40);
	KUNIT_EXPECT_EQ(test, file_lseek(file, 2, SEEK_CUR), 42);
	KUNIT_EXPECT_EQ(test, file_lseek(file, 0, SEEK_END), SIZE);
	KUNIT_EXPECT_EQ(test, file_lseek(file, 1, SEEK_END), -EINVAL);
	KUNIT_EXPECT_EQ(test, file_lseek(file, -1, SEEK_SET), -EINVAL);
	KUNIT_EXPECT_EQ(test, file_lseek(file, 0, 9), -EINVAL);
	KUNIT_EXPECT_EQ(test, file->f_pos, SIZE);
}

/*
 * The direction of the open is checked first, then that the driver has the operation, then the
 * address.
 */
static void errors_come_in_order(struct kunit *test)
{
	struct file *rd = open_device(test, "full", O_RDONLY);
	struct file *wr = open_device(test, "full", O_WRONLY);
	struct file *empty = open_device(test, "empty", O_RDWR);
	char __user *bad = (char __user *)~0UL;

	KUNIT_EXPECT_EQ(test, file_write(rd, bad, 1), -EBADF);
	KUNIT_EXPECT_EQ(test, file_read(wr, bad, 1), -EBADF);
	KUNIT_EXPECT_EQ(test, file_read(empty, bad, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, file_write(empty, bad, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, file_read(rd, bad, 1), -EFAULT);
	KUNIT_EXPECT_EQ(test, file_ioctl(empty, 5, 0), -ENOTTY);
	KUNIT_EXPECT_EQ(test, file_lseek(empty, 0, SEEK_SET), -ESPIPE);
	KUNIT_EXPECT_EQ(test, vfs_fsync(empty, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, vfs_watch(empty, EPOLLIN, NULL, NULL, NULL), EPOLLIN);
}

/* A stream has no position; a nonseekable file has one that only read and write move. */
static void stream_and_nonseekable_refuse_positions(struct kunit *test)
{
	struct file *stream = open_device(test, "stream", O_RDONLY);
	struct file *pipe = open_device(test, "pipe", O_RDONLY);

	drv.ppos = (loff_t *)1;
	KUNIT_EXPECT_EQ(test, file_read(stream, USER, 4), 0);
	KUNIT_EXPECT_NULL(test, drv.ppos);
	KUNIT_EXPECT_EQ(test, file_lseek(stream, 0, SEEK_CUR), -ESPIPE);
	KUNIT_EXPECT_EQ(test, file_pread(stream, USER, 4, 0), -ESPIPE);
	KUNIT_EXPECT_EQ(test, file_read(pipe, USER, 4), 4);
	KUNIT_EXPECT_EQ(test, pipe->f_pos, 4);
	KUNIT_EXPECT_EQ(test, file_lseek(pipe, 0, SEEK_CUR), -ESPIPE);
	KUNIT_EXPECT_EQ(test, file_pread(pipe, USER, 4, 0), -ESPIPE);
}

/* A driver that has only read_iter and write_iter is served through them. */
static void iterator_driver_is_served(struct kunit *test)
{
	struct file *file = open_device(test, "iter", O_RDWR);
	struct kvec kvec = { .iov_base = buffer + 50, .iov_len = 20 };
	struct iov_iter iter;
	loff_t pos = 30;

	KUNIT_EXPECT_EQ(test, file_read(file, USER, 25), 25);
	KUNIT_EXPECT_EQ(test, buffer[24], 24);
	KUNIT_EXPECT_EQ(test, file_write(file, USER, 5), 5);
	KUNIT_EXPECT_EQ(test, file->f_pos, 30);
	KUNIT_EXPECT_EQ(test, drv.data[25], 0);
	iov_iter_kvec(&iter, READ, &kvec, 1, 20);
	KUNIT_EXPECT_EQ(test, vfs_iter_read(file, &iter, &pos, 0), 20);
	KUNIT_EXPECT_EQ(test, buffer[50], 30);
	KUNIT_EXPECT_EQ(test, pos, 50);
	KUNIT_EXPECT_EQ(test, kernel_read(file, buffer, 100, &pos), 50);
	KUNIT_EXPECT_EQ(test, file_read(file, (char __user *)-4096UL, 5), -EFAULT);
	KUNIT_EXPECT_EQ(test, file->f_pos, 30);
}

/* The driver sees O_TRUNC and O_CREAT at its open; afterwards only the lasting flags remain. */
static void open_flags_are_kept_as_linux_does(struct kunit *test)
{
	struct file *file = open_device(test, "full", O_WRONLY | O_CREAT | O_TRUNC | O_APPEND);
	struct file *direct;

	KUNIT_EXPECT_EQ(test, drv.open_flags & (O_TRUNC | O_CREAT), O_TRUNC | O_CREAT);
	KUNIT_EXPECT_EQ(test, file->f_flags, O_WRONLY | O_APPEND);
	direct = filp_open("/dev/filetest_full", O_RDONLY | O_DIRECT, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(direct), -EINVAL);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(filp_open("/dev/filetest_full", O_CREAT | O_EXCL, 0)),
			-EEXIST);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(filp_open("/dev/filetest_full", O_DIRECTORY, 0)),
			-ENOTDIR);
}

/* fcntl(F_SETFL) changes what it may, and tells the driver about FASYNC. */
static void set_flags_changes_what_it_may(struct kunit *test)
{
	struct file *file = open_device(test, "full", O_RDWR);

	KUNIT_EXPECT_EQ(test, file_set_flags(file, O_NONBLOCK | O_WRONLY), 0);
	KUNIT_EXPECT_EQ(test, file->f_flags, O_RDWR | O_NONBLOCK);
	KUNIT_EXPECT_EQ(test, file_set_flags(file, FASYNC), 0);
	KUNIT_EXPECT_EQ(test, file->f_flags, O_RDWR | FASYNC);
	KUNIT_EXPECT_TRUE(test, drv.fasync_on);
	KUNIT_EXPECT_NOT_NULL(test, drv.fasync);
	kill_fasync(&drv.fasync, SIGIO, 0);
	KUNIT_EXPECT_EQ(test, file_set_flags(file, 0), 0);
	KUNIT_EXPECT_NULL(test, drv.fasync);
	KUNIT_EXPECT_EQ(test, file_set_flags(file, O_DIRECT), -EINVAL);
}

/* The commands that every file knows, and the two ways of a driver to refuse the others. */
static void ioctl_common_commands_and_drivers(struct kunit *test)
{
	struct file *file = open_device(test, "full", O_RDWR);
	int on = 1;

	KUNIT_EXPECT_EQ(test, file_ioctl(file, FIONBIO, (unsigned long)&on), 0);
	KUNIT_EXPECT_TRUE(test, file->f_flags & O_NONBLOCK);
	KUNIT_EXPECT_EQ(test, file_ioctl(file, FIONBIO, -8UL), -EFAULT);
	KUNIT_EXPECT_EQ(test, file_ioctl(file, FIOASYNC, (unsigned long)&on), 0);
	KUNIT_EXPECT_NOT_NULL(test, drv.fasync);
	KUNIT_EXPECT_EQ(test, file_ioctl(file, 1, 0), 77);
	KUNIT_EXPECT_EQ(test, file_ioctl(file, 3, 0), -ENOTTY);
	KUNIT_EXPECT_EQ(test, file_ioctl(file, FIGETBSZ, 0), -EINVAL);
	KUNIT_EXPECT_NE(test, drv.cmd, FIGETBSZ);
	KUNIT_EXPECT_EQ(test, file_ioctl(file, TCGETS, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, drv.cmd, TCGETS);
	KUNIT_EXPECT_EQ(test, vfs_fsync(file, 1), 0);
	KUNIT_EXPECT_EQ(test, drv.synced, 2);
}

/*
 * release() comes once, with the last reference; a file that wanted SIGIO is taken off the list
 * first.
 */
static void release_comes_with_the_last_reference(struct kunit *test)
{
	struct file *file = filp_open("/dev/filetest_full", O_RDWR, 0);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_EQ(test, file_set_flags(file, FASYNC), 0);
	get_file(file);
	filp_close(file, NULL);
	KUNIT_EXPECT_EQ(test, drv.flushed, 1);
	KUNIT_EXPECT_EQ(test, drv.released, 0);
	fput(file);
	KUNIT_EXPECT_EQ(test, drv.released, 1);
	KUNIT_EXPECT_NULL(test, drv.fasync);
}

/* Counts over what one call moves are cut; negative ones are refused. */
static void huge_counts_are_cut_or_refused(struct kunit *test)
{
	struct file *file = open_device(test, "full", O_RDONLY);

	KUNIT_EXPECT_EQ(test, file_read(file, USER, (size_t)1 << 32), SIZE);
	KUNIT_EXPECT_EQ(test, file_pread(file, USER, 10, LLONG_MAX - 5), -EINVAL);
	KUNIT_EXPECT_LT(test, file_read(file, USER, (size_t)-1), 0);
}

static struct kunit_case file_cases[] = {
	KUNIT_CASE(position_moves_with_read_and_write),
	KUNIT_CASE(seek_stays_within_the_device),
	KUNIT_CASE(errors_come_in_order),
	KUNIT_CASE(stream_and_nonseekable_refuse_positions),
	KUNIT_CASE(iterator_driver_is_served),
	KUNIT_CASE(open_flags_are_kept_as_linux_does),
	KUNIT_CASE(set_flags_changes_what_it_may),
	KUNIT_CASE(ioctl_common_commands_and_drivers),
	KUNIT_CASE(release_comes_with_the_last_reference),
	KUNIT_CASE(huge_counts_are_cut_or_refused),
	{}
};

static struct kunit_suite file_suite = {
	.name = "file", .init = file_test_init, .exit = file_test_exit, .test_cases = file_cases,
};
kunit_test_suite(file_suite);
