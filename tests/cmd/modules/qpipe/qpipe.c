// SPDX-License-Identifier: MIT
/*
 * qpipe.c - a device that blocks: what is written to /dev/qpipe can be read once, by whoever waits
 *
 * For tests of reads that sleep, of signals that end them, and of poll. A write when the buffer is full
 * fails with -ENOSPC. "release_delay" makes the last close take so many milliseconds.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

static int release_delay;
module_param(release_delay, int, 0644);

static char qpipe_data[4096];
static size_t qpipe_len;
static DEFINE_MUTEX(qpipe_mutex);
static DECLARE_WAIT_QUEUE_HEAD(qpipe_readers);

static ssize_t qpipe_take(char __user *buf, size_t count)
{
	size_t n = min(count, qpipe_len);

	if (copy_to_user(buf, qpipe_data, n))
		return -EFAULT;
	qpipe_len -= n;
	memmove(qpipe_data, qpipe_data + n, qpipe_len);
	return n;
}

static ssize_t qpipe_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	ssize_t ret;

	if (mutex_lock_interruptible(&qpipe_mutex))
		return -ERESTARTSYS;
	while (!qpipe_len) {
		mutex_unlock(&qpipe_mutex);
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (wait_event_interruptible(qpipe_readers, READ_ONCE(qpipe_len)))
			return -ERESTARTSYS;
		if (mutex_lock_interruptible(&qpipe_mutex))
			return -ERESTARTSYS;
	}
	ret = qpipe_take(buf, count);
	mutex_unlock(&qpipe_mutex);
	return ret;
}

static ssize_t qpipe_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	ssize_t ret = count;

	if (mutex_lock_interruptible(&qpipe_mutex))
		return -ERESTARTSYS;
	if (count > sizeof(qpipe_data) - qpipe_len)
		ret = -ENOSPC;
	else if (copy_from_user(qpipe_data + qpipe_len, buf, count))
		ret = -EFAULT;
	else
		qpipe_len += count;
	mutex_unlock(&qpipe_mutex);
	wake_up_interruptible(&qpipe_readers);
	return ret;
}

static __poll_t qpipe_poll(struct file *file, poll_table *wait)
{
	poll_wait(file, &qpipe_readers, wait);
	return EPOLLOUT | EPOLLWRNORM | (READ_ONCE(qpipe_len) ? EPOLLIN | EPOLLRDNORM : 0);
}

static int qpipe_release(struct inode *inode, struct file *file)
{
	if (release_delay)
		msleep(release_delay);
	return 0;
}

static const struct file_operations qpipe_fops = {
	.owner		= THIS_MODULE,
	.read		= qpipe_read,
	.write		= qpipe_write,
	.poll		= qpipe_poll,
	.release	= qpipe_release,
	.llseek		= no_llseek,
};

static struct miscdevice qpipe_device = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "qpipe",
	.fops	= &qpipe_fops,
	.mode	= 0666,
};

module_misc_device(qpipe_device);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("a device that blocks");
