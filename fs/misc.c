// SPDX-License-Identifier: MIT
/*
 * fs/misc.c - misc devices: major 10, one minor each
 *
 * Minors asked for dynamically are 127 down to 0. Row D5.
 *
 * Locking	misc_lock covers the list and the bitmap; opens take it to find the device.
 * Linux	as 6.1.
 */
#include <linux/bitmap.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/major.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fs/vfs.h"

#define DYNAMIC_MINORS	128

static LIST_HEAD(misc_list);
static DEFINE_MUTEX(misc_lock);
static DECLARE_BITMAP(misc_minors, DYNAMIC_MINORS);	/* bit i is minor 127 - i */
static struct class *misc_class;

static struct miscdevice *misc_find_locked(int minor)
{
	struct miscdevice *misc;

	list_for_each_entry(misc, &misc_list, list)
		if (misc->minor == minor)
			return misc;
	return NULL;
}

static int misc_open(struct inode *inode, struct file *file)
{
	const struct file_operations *fops = NULL;
	struct miscdevice *misc;

	mutex_lock(&misc_lock);
	misc = misc_find_locked(iminor(inode));
	if (misc)
		fops = fops_get(misc->fops);
	mutex_unlock(&misc_lock);
	if (!fops)
		return -ENODEV;
	/* The device in private_data: open() finds its own structure with container_of(). */
	file->private_data = misc;
	replace_fops(file, fops);
	return fops->open ? fops->open(inode, file) : 0;
}

static const struct file_operations misc_fops = {
	.open	= misc_open,
	.llseek	= noop_llseek,
};

static int minor_take_locked(struct miscdevice *misc)
{
	unsigned int bit;

	if (misc->minor != MISC_DYNAMIC_MINOR) {
		if (misc_find_locked(misc->minor))
			return -EBUSY;
		if (misc->minor < DYNAMIC_MINORS)
			set_bit(DYNAMIC_MINORS - 1 - misc->minor, misc_minors);
		return 0;
	}
	bit = find_first_zero_bit(misc_minors, DYNAMIC_MINORS);
	if (bit >= DYNAMIC_MINORS)
		return -EBUSY;
	set_bit(bit, misc_minors);
	misc->minor = DYNAMIC_MINORS - 1 - bit;
	return 0;
}

static void minor_give_locked(int minor)
{
	if (minor < DYNAMIC_MINORS)
		clear_bit(DYNAMIC_MINORS - 1 - minor, misc_minors);
}

/**
 * misc_register - make @misc a device, with node /dev/<name>
 *
 * Context: may sleep.
 * Return: 0, -EBUSY if the minor is taken, or another negative errno. Row D5.
 */
int misc_register(struct miscdevice *misc)
{
	bool dynamic = misc->minor == MISC_DYNAMIC_MINOR;
	int ret;

	INIT_LIST_HEAD(&misc->list);
	mutex_lock(&misc_lock);
	ret = minor_take_locked(misc);
	if (ret)
		goto out_unlock;
	misc->this_device = device_create_with_groups(misc_class, misc->parent,
						      MKDEV(MISC_MAJOR, misc->minor), misc,
						      misc->groups, "%s", misc->name);
	if (IS_ERR(misc->this_device)) {
		ret = PTR_ERR(misc->this_device);
		minor_give_locked(misc->minor);
		if (dynamic)
			misc->minor = MISC_DYNAMIC_MINOR;
		goto out_unlock;
	}
	list_add(&misc->list, &misc_list);
out_unlock:
	mutex_unlock(&misc_lock);
	return ret;
}
EXPORT_SYMBOL(misc_register);

/**
 * misc_deregister - the opposite; files that are open stay so
 *
 * Context: may sleep.
 */
void misc_deregister(struct miscdevice *misc)
{
	if (WARN_ON(list_empty(&misc->list)))
		return;
	mutex_lock(&misc_lock);
	list_del_init(&misc->list);
	device_destroy(misc_class, MKDEV(MISC_MAJOR, misc->minor));
	minor_give_locked(misc->minor);
	mutex_unlock(&misc_lock);
}
EXPORT_SYMBOL(misc_deregister);

static char *misc_devnode(struct device *dev, umode_t *mode)
{
	struct miscdevice *misc = dev_get_drvdata(dev);

	if (mode && misc->mode)
		*mode = misc->mode;
	return misc->nodename ? kstrdup(misc->nodename, GFP_KERNEL) : NULL;
}

static int misc_show(struct seq_file *m, void *v)
{
	struct miscdevice *misc;

	mutex_lock(&misc_lock);
	list_for_each_entry(misc, &misc_list, list)
		seq_printf(m, "%3i %s\n", misc->minor, misc->name ?: "");
	mutex_unlock(&misc_lock);
	return 0;
}

/** misc_init - boot: the class, the major, /proc/misc */
void __init misc_init(void)
{
	misc_class = class_create(NULL, "misc");
	BUG_ON(IS_ERR(misc_class));
	misc_class->devnode = misc_devnode;
	BUG_ON(register_chrdev(MISC_MAJOR, "misc", &misc_fops));
	proc_create_single("misc", 0, NULL, misc_show);
}
