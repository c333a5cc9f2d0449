// SPDX-License-Identifier: MIT
/*
 * asker.c - a device that asks who its caller is: read() says from which terminal it was opened;
 * write() sleeps until a signal comes, and logs what current->pending says
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/tty.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(never);
static dev_t terminal;

static int asker_open(struct inode *inode, struct file *file)
{
	terminal = current->signal->tty ? tty_devnum(current->signal->tty) : 0;
	return 0;
}

static ssize_t asker_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	char line[32];
	int len = snprintf(line, sizeof(line), "%x:%x\n", MAJOR(terminal), MINOR(terminal));

	return simple_read_from_buffer(buf, count, pos, line, len);
}

static ssize_t asker_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	int i, found = 0;

	if (!wait_event_interruptible(never, false))
		return count;
	for (i = 0; i < _NSIG_WORDS; i++)
		found |= (current->pending.signal.sig[i] & ~current->blocked.sig[i]) != 0;
	pr_warn("asker: found %d, pending %lx\n", found, current->pending.signal.sig[0]);
	return -EINTR;
}

static const struct file_operations asker_fops = {
	.owner = THIS_MODULE,
	.open = asker_open,
	.read = asker_read,
	.write = asker_write,
};

static struct miscdevice asker = { .minor = MISC_DYNAMIC_MINOR, .name = "asker", .fops = &asker_fops };
module_misc_device(asker);

MODULE_LICENSE("GPL");
