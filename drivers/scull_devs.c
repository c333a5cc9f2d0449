// SPDX-License-Identifier: MIT
/*
 * drivers/scull_devs.c - the devices of scullc, scullp and scullv, their settings, and what /proc says of them
 *
 * A setting is a number that a module parameter starts and ioctls change: how large a quantum is
 * (the kind's), and how many a set has. A device that has contents keeps what it was made with.
 *
 * Locking	settings_lock covers the settings and what a kind keeps for them. Order: a device's lock first.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "scull.h"

#define SCULL_DEVS		4
#define SCULL_DEVS_MAX		64
#define SCULL_QSET		500
#define SCULL_QSET_MAX		65536

static int devs = SCULL_DEVS;
module_param(devs, int, 0444);
MODULE_PARM_DESC(devs, "number of devices");

static int qset = SCULL_QSET;
module_param(qset, int, 0444);
MODULE_PARM_DESC(qset, "quanta of a set");

static const struct scull_kind *kind;
static struct scull_dev *devices;
static dev_t first_number;
static char proc_name[24];

/* ---- settings ---- */

static DEFINE_MUTEX(settings_lock);
static struct scull_setting qset_setting = SCULL_SETTING(QSET, qset, 1, SCULL_QSET_MAX);

/** scull_prepare - before a device's first byte: it gets the settings of now */
void scull_prepare(struct scull_dev *dev)
{
	mutex_lock(&settings_lock);
	dev->qset = qset_setting.now;
	kind->prepare(dev);
	mutex_unlock(&settings_lock);
}

/** scull_finish - after its last byte: the opposite */
void scull_finish(struct scull_dev *dev)
{
	if (!kind->finish)
		return;
	mutex_lock(&settings_lock);
	kind->finish(dev);
	mutex_unlock(&settings_lock);
}

static int setting_change(struct scull_setting *s, int value)
{
	int ret = 0;

	if (value < s->min || value > s->max)
		return -EINVAL;
	mutex_lock(&settings_lock);
	if (s->change)
		ret = s->change(value);
	if (!ret)
		WRITE_ONCE(s->now, value);
	mutex_unlock(&settings_lock);
	return ret;
}

static int settings_reset(void)
{
	int ret = setting_change(kind->size, *kind->size->param);

	return ret ?: setting_change(&qset_setting, qset);
}

/* The four commands of a setting. */
static long setting_ioctl(struct scull_setting *s, unsigned int cmd, unsigned long arg)
{
	int __user *user = (int __user *)arg;
	int value;

	if (cmd == s->ioc_set)
		return get_user(value, user) ? -EFAULT : setting_change(s, value);
	if (cmd == s->ioc_tell)
		return setting_change(s, arg);
	if (cmd == s->ioc_get)
		return put_user(READ_ONCE(s->now), user);
	if (cmd == s->ioc_query)
		return READ_ONCE(s->now);
	return -ENOTTY;
}

/** scull_ioctl - the commands of scull_ioctl.h; they act on the driver, whichever device is asked */
long scull_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	long ret;

	if (cmd == SCULL_IOCRESET)
		return settings_reset();
	ret = setting_ioctl(kind->size, cmd, arg);
	return ret != -ENOTTY ? ret : setting_ioctl(&qset_setting, cmd, arg);
}

/* ---- /proc/<name>mem: a record for each device ---- */

static void *mem_start(struct seq_file *m, loff_t *pos)
{
	return *pos < devs ? &devices[*pos] : NULL;
}

static void *mem_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return mem_start(m, pos);
}

static void mem_stop(struct seq_file *m, void *v)
{
}

static int mem_show(struct seq_file *m, void *v)
{
	struct scull_dev *dev = v;
	struct scull_set *set;
	unsigned int i, used;

	if (mutex_lock_interruptible(&dev->lock))
		return -ERESTARTSYS;
	seq_printf(m, "%s%u: size %lld, quanta %lu of %zu bytes, %u a set\n",
		   dev->kind->name, (unsigned int)(dev - devices), dev->size, dev->nr_quanta, dev->quantum,
		   dev->quantum ? dev->qset : 0);
	list_for_each_entry(set, &dev->sets, link) {
		for (i = used = 0; i < dev->qset; i++)
			used += set->quantum[i] != NULL;
		seq_printf(m, "  set %llu: %u quanta\n", (unsigned long long)set->index, used);
	}
	mutex_unlock(&dev->lock);
	return 0;
}

static const struct seq_operations mem_ops = {
	.start	= mem_start,
	.next	= mem_next,
	.stop	= mem_stop,
	.show	= mem_show,
};

/* ---- coming and going ---- */

static int device_add_one(struct scull_dev *dev, unsigned int i)
{
	mutex_init(&dev->lock);
	INIT_LIST_HEAD(&dev->sets);
	dev->kind = kind;
	cdev_init(&dev->cdev, &scull_fops);
	dev->cdev.owner = THIS_MODULE;
	return cdev_add(&dev->cdev, first_number + i, 1);
}

static void devices_remove(unsigned int nr)
{
	while (nr--) {
		cdev_del(&devices[nr].cdev);
		scull_trim(&devices[nr]);
	}
}

/**
 * scull_register - make the devices <name>0, <name>1, ... and /proc/<name>mem, as the module's parameters say
 *
 * Once in a module. Return: 0 or a negative errno, with nothing left behind but what @k's @change made.
 */
int scull_register(const struct scull_kind *k)
{
	unsigned int i;
	int ret;

	kind = k;
	ret = settings_reset();
	if (ret)
		return ret;
	if (devs < 1 || devs > SCULL_DEVS_MAX)
		return -EINVAL;
	ret = alloc_chrdev_region(&first_number, 0, devs, k->name);
	if (ret)
		return ret;
	ret = -ENOMEM;
	devices = kcalloc(devs, sizeof(*devices), GFP_KERNEL);
	if (!devices)
		goto out_region;
	for (i = 0; i < devs; i++) {
		ret = device_add_one(&devices[i], i);
		if (ret)
			goto out_devices;
	}
	snprintf(proc_name, sizeof(proc_name), "%smem", k->name);
	ret = -ENOMEM;
	if (!proc_create_seq(proc_name, 0, NULL, &mem_ops))
		goto out_devices;
	return 0;
out_devices:
	devices_remove(i);
	kfree(devices);
out_region:
	unregister_chrdev_region(first_number, devs);
	return ret;
}

/** scull_unregister - the opposite, and everything that the devices remember is freed */
void scull_unregister(void)
{
	remove_proc_entry(proc_name, NULL);
	devices_remove(devs);
	kfree(devices);
	unregister_chrdev_region(first_number, devs);
}
