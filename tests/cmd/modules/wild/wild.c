// SPDX-License-Identifier: MIT
/*
 * wild.c - a driver that goes wrong on request, for tests/cmd/oops.t
 *
 * Writing a word to /dev/wild chooses what the next read does: "pointer" loads through a wild
 * pointer, "null" through NULL, "bug" runs into BUG(), "warn" into WARN_ON(), "locked" oopses with a
 * spin lock held, "atomic" sleeps with one held. Any other read returns "fine\n".
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/uaccess.h>

static char wild_mode[16];
static DEFINE_SPINLOCK(wild_lock);

static noinline int wild_load(const int *pointer)
{
	return READ_ONCE(*pointer);
}

static noinline int wild_misbehave(void)
{
	if (!strcmp(wild_mode, "pointer"))
		return wild_load((const int *)0x123456789000);
	if (!strcmp(wild_mode, "null"))
		return wild_load(NULL);
	if (!strcmp(wild_mode, "bug"))
		BUG();
	if (!strcmp(wild_mode, "warn"))
		WARN_ON(1);
	if (!strcmp(wild_mode, "locked")) {
		int value;

		spin_lock(&wild_lock);
		value = wild_load(NULL);
		spin_unlock(&wild_lock);
		return value;
	}
	if (!strcmp(wild_mode, "atomic")) {
		spin_lock(&wild_lock);
		msleep(1);
		spin_unlock(&wild_lock);
	}
	return 0;
}

static ssize_t wild_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	static const char fine[] = "fine\n";

	if (wild_misbehave())
		return -EIO;
	return simple_read_from_buffer(buf, count, pos, fine, sizeof(fine) - 1);
}

static ssize_t wild_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	size_t len = min(count, sizeof(wild_mode) - 1);

	if (copy_from_user(wild_mode, buf, len))
		return -EFAULT;
	wild_mode[len] = '\0';
	strim(wild_mode);
	return count;
}

static const struct file_operations wild_fops = {
	.owner	= THIS_MODULE,
	.read	= wild_read,
	.write	= wild_write,
	.llseek	= default_llseek,
};

static struct miscdevice wild_device = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "wild",
	.fops	= &wild_fops,
};

module_misc_device(wild_device);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("a driver that goes wrong on request");
