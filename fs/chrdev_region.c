// SPDX-License-Identifier: MIT
/*
 * fs/chrdev_region.c - who has which character device numbers
 *
 * A region is minors base .. base + count - 1 of one major, reserved under a name.
 *
 * Locking	chrdev_lock covers the list of regions.
 * Linux	as 6.1, but that majors up to 4095 may be asked for (there: 511), since older
 *		drivers do. Dynamic majors: 254 down to 234, then 511 down to 384. Row D5.
 */
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kobject.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fs/vfs.h"
#include "init/calls.h"

#define CHRDEV_MAJORS	4096
#define CHRDEV_NAME_LEN	64

struct chrdev_region {
	struct list_head	link;
	unsigned int		major;
	unsigned int		base;
	unsigned int		count;
	struct cdev		*cdev;		/* of the old register_chrdev() */
	char			name[CHRDEV_NAME_LEN];
};

static DEFINE_MUTEX(chrdev_lock);
static LIST_HEAD(regions);			/* by major, then by minor */

static bool major_is_free_locked(unsigned int major)
{
	struct chrdev_region *r;

	list_for_each_entry(r, &regions, link)
		if (r->major == major)
			return false;
	return true;
}

static int find_dynamic_major_locked(void)
{
	int major;

	for (major = 254; major >= CHRDEV_MAJOR_DYN_END; major--)
		if (major_is_free_locked(major))
			return major;
	for (major = CHRDEV_MAJOR_DYN_EXT_START; major >= CHRDEV_MAJOR_DYN_EXT_END; major--)
		if (major_is_free_locked(major))
			return major;
	return -EBUSY;
}

/* Put @new in its place; -EBUSY if it overlaps a region that is there. */
static int region_insert_locked(struct chrdev_region *new)
{
	struct list_head *after = &regions;
	struct chrdev_region *r;

	list_for_each_entry(r, &regions, link) {
		if (r->major > new->major)
			break;
		if (r->major == new->major) {
			if (r->base >= new->base + new->count)
				break;
			if (r->base + r->count > new->base)
				return -EBUSY;
		}
		after = &r->link;
	}
	list_add(&new->link, after);
	return 0;
}

static int region_check(unsigned int major, unsigned int base, unsigned int count,
			const char *name)
{
	if (major >= CHRDEV_MAJORS) {
		pr_err("CHRDEV \"%s\" major requested (%u) is greater than the maximum (%u)\n",
		       name, major, CHRDEV_MAJORS - 1);
		return -EINVAL;
	}
	if (!count || count > MINORMASK + 1 - base) {
		pr_err("CHRDEV \"%s\" minor range requested (%u-%u) is out of range of maximum range (%u-%u) for a single major\n",
		       name, base, base + count - 1, 0, MINORMASK);
		return -EINVAL;
	}
	return 0;
}

/* Reserve minors of @major, or of a free one for 0. */
static struct chrdev_region *region_add(unsigned int major, unsigned int base, unsigned int count,
					const char *name)
{
	struct chrdev_region *region;
	int ret = region_check(major, base, count, name);

	if (ret)
		return ERR_PTR(ret);
	region = kzalloc(sizeof(*region), GFP_KERNEL);
	if (!region)
		return ERR_PTR(-ENOMEM);
	mutex_lock(&chrdev_lock);
	ret = major ?: find_dynamic_major_locked();
	if (ret < 0) {
		pr_err("CHRDEV \"%s\" dynamic allocation region is full\n", name);
	} else {
		region->major = ret;
		region->base = base;
		region->count = count;
		strscpy(region->name, name, sizeof(region->name));
		ret = region_insert_locked(region);
	}
	mutex_unlock(&chrdev_lock);
	if (ret < 0) {
		kfree(region);
		return ERR_PTR(ret);
	}
	devtmpfs_imply(region->name, MKDEV(region->major, base), count);
	return region;
}

/* Take exactly this region off the list; NULL if there is none such. */
static struct chrdev_region *region_remove(unsigned int major, unsigned int base,
					   unsigned int count)
{
	struct chrdev_region *r, *found = NULL;

	mutex_lock(&chrdev_lock);
	list_for_each_entry(r, &regions, link) {
		if (r->major == major && r->base == base && r->count == count) {
			list_del(&r->link);
			found = r;
			break;
		}
	}
	mutex_unlock(&chrdev_lock);
	if (found)
		devtmpfs_unimply(MKDEV(major, base), count);
	return found;
}

/* Minors of the first major in @count numbers from @from. */
static unsigned int first_part(dev_t from, unsigned int count)
{
	return min_t(unsigned int, count, MINORMASK + 1 - MINOR(from));
}

/**
 * register_chrdev_region - reserve @count device numbers from @from up
 * @name:	as it is shown in /proc/devices; also names the nodes that appear in /dev
 *
 * Context: may sleep.
 * Return: 0, -EBUSY if a number is taken, -EINVAL, -ENOMEM. Row D5.
 */
int register_chrdev_region(dev_t from, unsigned int count, const char *name)
{
	unsigned int done, part;
	struct chrdev_region *region;

	for (done = 0; done < count; done += part) {
		part = first_part(from + done, count - done);
		region = region_add(MAJOR(from + done), MINOR(from + done), part, name);
		if (IS_ERR(region)) {
			unregister_chrdev_region(from, done);
			return PTR_ERR(region);
		}
	}
	return 0;
}
EXPORT_SYMBOL(register_chrdev_region);

/**
 * alloc_chrdev_region - reserve @count minors of a major that nobody has
 * @dev:	receives the first number
 * @baseminor:	the first minor
 *
 * Context: may sleep.
 * Return: 0 or a negative errno. Row D5.
 */
int alloc_chrdev_region(dev_t *dev, unsigned int baseminor, unsigned int count, const char *name)
{
	struct chrdev_region *region = region_add(0, baseminor, count, name);

	if (IS_ERR(region))
		return PTR_ERR(region);
	*dev = MKDEV(region->major, region->base);
	return 0;
}
EXPORT_SYMBOL(alloc_chrdev_region);

/**
 * unregister_chrdev_region - give the numbers back; cdevs are removed by cdev_del(), before
 *
 * Context: may sleep.
 */
void unregister_chrdev_region(dev_t from, unsigned int count)
{
	unsigned int done, part;

	for (done = 0; done < count; done += part) {
		part = first_part(from + done, count - done);
		kfree(region_remove(MAJOR(from + done), MINOR(from + done), part));
	}
}
EXPORT_SYMBOL(unregister_chrdev_region);

/**
 * __register_chrdev - reserve numbers and have @fops serve them all
 * @major:	0: pick one
 *
 * Return: 0, or the major that was picked; or a negative errno. Row D5.
 */
int __register_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
		      const char *name, const struct file_operations *fops)
{
	struct chrdev_region *region = region_add(major, baseminor, count, name);
	struct cdev *cdev;
	int ret = -ENOMEM;

	if (IS_ERR(region))
		return PTR_ERR(region);
	cdev = cdev_alloc();
	if (!cdev)
		goto out_remove;
	cdev->owner = fops->owner;
	cdev->ops = fops;
	ret = cdev_add(cdev, MKDEV(region->major, baseminor), count);
	if (ret)
		goto out_put;
	region->cdev = cdev;
	return major ? 0 : region->major;
out_put:
	kobject_put(&cdev->kobj);
out_remove:
	kfree(region_remove(region->major, baseminor, count));
	return ret;
}
EXPORT_SYMBOL(__register_chrdev);

void __unregister_chrdev(unsigned int major, unsigned int baseminor, unsigned int count,
			 const char *name)
{
	struct chrdev_region *region = region_remove(major, baseminor, count);

	if (region && region->cdev)
		cdev_del(region->cdev);
	kfree(region);
}
EXPORT_SYMBOL(__unregister_chrdev);

/** chrdev_is_reserved - has a driver of Quarry's reserved the number @dev? */
bool chrdev_is_reserved(dev_t dev)
{
	struct chrdev_region *r;
	bool reserved = false;

	mutex_lock(&chrdev_lock);
	list_for_each_entry(r, &regions, link)
		reserved |= r->major == MAJOR(dev) && MINOR(dev) - r->base < r->count;
	mutex_unlock(&chrdev_lock);
	return reserved;
}

/* ---- /proc/devices ---- */

static int devices_show(struct seq_file *m, void *v)
{
	struct chrdev_region *r;

	seq_puts(m, "Character devices:\n");
	mutex_lock(&chrdev_lock);
	list_for_each_entry(r, &regions, link)
		seq_printf(m, "%3d %s\n", r->major, r->name);
	mutex_unlock(&chrdev_lock);
	seq_puts(m, "\nBlock devices:\n");
	return 0;
}

/** chrdev_init - boot: the device part of fs/ */
void __init chrdev_init(void)
{
	devtmpfs_init();
	proc_create_single("devices", 0, NULL, devices_show);
	misc_init();
}
