// SPDX-License-Identifier: MIT
/*
 * kernel/kmsg.c - /dev/kmsg: the log as a file of records, and a way to write to it
 *
 * A read() gives one record: "6,339,5140900,-;text\n": level and facility, number, microseconds,
 * flags ('c': it continued a line), text with odd bytes as \x1b. A write() logs a line.
 *
 * Waking the readers. printk() may be called with any lock held, so it can't take that of a wait
 * queue. It only counts (printk_news) and, if somebody wants to know, wakes a futex. A kernel
 * thread, the waker, sleeps there and wakes the queue in a context of its own. It exists only while
 * somebody waits or has polled, so an idle log costs no thread.
 *
 * Locking: kmsg_user.lock orders the readers of one open file; waker_mutex covers the
 * waker's start and stop. Order: kmsg_user.lock, waker_mutex.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/init.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/poll.h>
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/major.h>
#include <linux/kdev_t.h>
#include <linux/slab.h>
#include <linux/sched.h>
#include <linux/mutex.h>
#include <linux/wait.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/uaccess.h>
#include <linux/string.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/uio.h>
#include <asm-generic/arch.h>

#include "kernel/printk.h"
#include "kernel/kmsg.h"

#define KMSG_MINOR	11
/* Each byte of a text may become four, and the numbers before it are short. */
#define KMSG_RECORD_MAX	(4 * PRINTK_TEXT_MAX + 64)

/* ---- the waker ----------------------------------------------------------- */

static DECLARE_WAIT_QUEUE_HEAD(log_wait);
static DEFINE_MUTEX(waker_mutex);
static unsigned int waker_users;
static bool waker_stop;
static u32 waker_seen;
static DECLARE_COMPLETION(waker_done);

static int waker_run(void *unused)
{
	u32 seen = waker_seen;

	while (!READ_ONCE(waker_stop)) {
		u32 now;

		arch_block(&printk_news, seen, -1);
		now = READ_ONCE(printk_news);
		if (now == seen)
			continue;
		seen = now;
		wake_up_interruptible_all(&log_wait);
	}
	complete(&waker_done);
	return 0;
}

/* From its return until waker_put(), a record stored later wakes log_wait. */
static int waker_get(void)
{
	struct task_struct *task;
	int ret = 0;

	mutex_lock(&waker_mutex);
	if (!waker_users) {
		waker_stop = false;
		waker_seen = READ_ONCE(printk_news);
		task = kthread_run(waker_run, NULL, "klogd");
		ret = PTR_ERR_OR_ZERO(task);
	}
	if (!ret) {
		waker_users++;
		/* Pairs with the increment of printk_news: either that finds us, or we its record. */
		__atomic_fetch_add(&printk_news_wanted, 1, __ATOMIC_SEQ_CST);
	}
	mutex_unlock(&waker_mutex);
	return ret;
}

static void waker_put(void)
{
	mutex_lock(&waker_mutex);
	__atomic_fetch_sub(&printk_news_wanted, 1, __ATOMIC_SEQ_CST);
	if (!--waker_users) {
		WRITE_ONCE(waker_stop, true);
		__atomic_fetch_add(&printk_news, 1, __ATOMIC_SEQ_CST);
		arch_wake(&printk_news, INT_MAX);
		wait_for_completion(&waker_done);
	}
	mutex_unlock(&waker_mutex);
}

int kmsg_wait(u64 seq)
{
	int ret = waker_get();

	if (ret)
		return -EAGAIN;
	ret = wait_event_interruptible(log_wait, ring_next() > seq);
	waker_put();
	return ret;
}

/* ---- the file ---------------------------------------------------------------- */

/**
 * struct kmsg_user - one open /dev/kmsg
 * @seq:	the record to read next
 * @polled:	it holds the waker, since its first poll()
 */
struct kmsg_user {
	struct mutex	lock;
	u64		seq;
	bool		polled;
	char		text[PRINTK_TEXT_MAX + 1];
	char		record[KMSG_RECORD_MAX];
};

static int kmsg_open(struct inode *inode, struct file *file)
{
	struct kmsg_user *user;

	if ((file->f_flags & O_ACCMODE) == O_WRONLY)
		return 0;
	user = kzalloc(sizeof(*user), GFP_KERNEL);
	if (!user)
		return -ENOMEM;
	mutex_init(&user->lock);
	user->seq = ring_first();
	file->private_data = user;
	return 0;
}

static int kmsg_release(struct inode *inode, struct file *file)
{
	struct kmsg_user *user = file->private_data;

	if (user && user->polled)
		waker_put();
	kfree(user);
	return 0;
}

/* The record as a reader gets it; its length. */
static size_t kmsg_format(struct kmsg_user *user, const struct printk_info *info)
{
	u64 usec = info->ts_nsec / 1000;
	const char *s;
	size_t n;

	n = scnprintf(user->record, sizeof(user->record), "%u,%llu,%llu,%c;",
		      info->facility << 3 | info->level, (unsigned long long)info->seq,
		      (unsigned long long)usec, info->flags & PRINTK_CONT ? 'c' : '-');
	for (s = user->text; s < user->text + info->text_len; s++) {
		unsigned char c = *s;

		if (c < ' ' || c >= 127 || c == '\\')
			n += scnprintf(user->record + n, sizeof(user->record) - n, "\\x%02x", c);
		else
			user->record[n++] = c;
	}
	user->record[n++] = '\n';
	return n;
}

static ssize_t kmsg_read_locked(struct kmsg_user *user, struct file *file, char __user *buf,
				size_t count)
{
	struct printk_info info;
	u64 seq = user->seq;
	size_t len;
	int ret;

	while (ring_read(&seq, &info, user->text, sizeof(user->text))) {
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		ret = kmsg_wait(seq);
		if (ret)
			return ret;
	}
	if (seq != user->seq) {		/* records were lost: say so once, then go on */
		user->seq = seq;
		return -EPIPE;
	}
	len = kmsg_format(user, &info);
	if (len > count)
		return -EINVAL;
	if (copy_to_user(buf, user->record, len))
		return -EFAULT;
	user->seq++;
	return len;
}

static ssize_t kmsg_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct kmsg_user *user = file->private_data;
	ssize_t ret;

	if (!user)
		return -EBADF;
	ret = mutex_lock_interruptible(&user->lock);
	if (ret)
		return ret;
	ret = kmsg_read_locked(user, file, buf, count);
	mutex_unlock(&user->lock);
	return ret;
}

/* One complete message. */
static __printf(3, 4) void kmsg_log(int facility, int level, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vprintk_emit(facility, level, fmt, fmt, args);	/* not about a device, but complete */
	va_end(args);
}

/* "<30>text": facility and level. A message from outside is never the kernel's own (facility 0). */
static void kmsg_emit(char *line)
{
	int facility = 1, level = default_message_loglevel;
	unsigned int n = 0;
	char *s = line;

	if (*s == '<') {
		for (s++; isdigit(*s) && n < 1u << 12; s++)
			n = 10 * n + *s - '0';
		if (*s == '>' && s > line + 1) {
			level = n & 7;
			if (n >> 3)
				facility = n >> 3;
			line = s + 1;
		}
	}
	kmsg_log(facility, level, "%s", line);
}

static ssize_t kmsg_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	char *line;

	if (count > PRINTK_TEXT_MAX)
		return -EINVAL;
	line = kmalloc(count + 1, GFP_KERNEL);
	if (!line)
		return -ENOMEM;
	if (copy_from_user(line, buf, count)) {
		kfree(line);
		return -EFAULT;
	}
	line[count] = '\0';
	kmsg_emit(line);
	kfree(line);
	return count;
}

static loff_t kmsg_llseek(struct file *file, loff_t offset, int whence)
{
	struct kmsg_user *user = file->private_data;

	if (!user)
		return -EBADF;
	if (offset)
		return -ESPIPE;
	mutex_lock(&user->lock);
	switch (whence) {
	case SEEK_SET:
		user->seq = ring_first();
		break;
	case SEEK_DATA:		/* what was logged after the last SYSLOG_ACTION_CLEAR */
		user->seq = max(ring_first(), syslog_clear_seq());
		break;
	case SEEK_END:
		user->seq = ring_next();
		break;
	default:
		offset = -EINVAL;
	}
	mutex_unlock(&user->lock);
	return offset;
}

static __poll_t kmsg_poll(struct file *file, poll_table *wait)
{
	struct kmsg_user *user = file->private_data;
	__poll_t ready = 0;

	if (!user)
		return EPOLLERR | EPOLLNVAL;
	mutex_lock(&user->lock);
	if (!user->polled && !waker_get())
		user->polled = true;
	poll_wait(file, &log_wait, wait);
	if (ring_next() > user->seq) {
		ready = EPOLLIN | EPOLLRDNORM;
		if (ring_first() > user->seq)
			ready |= EPOLLERR | EPOLLPRI;
	}
	mutex_unlock(&user->lock);
	return ready;
}

static const struct file_operations kmsg_fops = {
	.open = kmsg_open,
	.read = kmsg_read,
	.write = kmsg_write,
	.llseek = kmsg_llseek,
	.poll = kmsg_poll,
	.release = kmsg_release,
};

static struct cdev kmsg_cdev;

/* Called once by module_init_subsys(): the log works without the file if this fails. */
void __init kmsg_init(void)
{
	dev_t dev = MKDEV(MEM_MAJOR, KMSG_MINOR);
	struct class *class;

	class = class_create(THIS_MODULE, "mem");
	if (IS_ERR(class) || register_chrdev_region(dev, 1, "mem"))
		goto fail;
	cdev_init(&kmsg_cdev, &kmsg_fops);
	if (cdev_add(&kmsg_cdev, dev, 1) ||
	    IS_ERR(device_create(class, NULL, dev, NULL, "kmsg")))
		goto fail;
	return;
fail:
	pr_err("kmsg: no /dev/kmsg\n");
}
