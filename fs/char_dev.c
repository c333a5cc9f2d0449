// SPDX-License-Identifier: MIT
/*
 * fs/char_dev.c - which driver serves a character device number
 *
 * A cdev is a driver's operations for a range of numbers. Ranges are a sorted list: machines have tens
 * of them. A number that several cdevs cover belongs to the one with the smallest range.
 *
 * Locking	cdev_ranges_lock covers the list; cdev_lock covers inode->i_cdev, i_devices, cdev->list.
 *		Order: cdev_ranges_lock, cdev_lock.
 * Linux	as 6.1. Row D5.
 */
#include <linux/bug.h>
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include "fs/vfs.h"

/* A cdev_add(): kept apart from struct cdev, whose memory is the driver's. */
struct cdev_range {
	struct list_head	link;
	struct cdev		*cdev;
	dev_t			dev;
	unsigned int		count;
};

static DEFINE_MUTEX(cdev_ranges_lock);
static LIST_HEAD(cdev_ranges);			/* smallest first */
static DEFINE_SPINLOCK(cdev_lock);

/* The cdev is not to be found from inodes any more. */
static void cdev_purge(struct cdev *cdev)
{
	struct inode *inode, *next;

	spin_lock(&cdev_lock);
	list_for_each_entry_safe(inode, next, &cdev->list, i_devices) {
		list_del_init(&inode->i_devices);
		inode->i_cdev = NULL;
	}
	spin_unlock(&cdev_lock);
}

static void cdev_release(struct kobject *kobj)
{
	struct kobject *parent = kobj->parent;

	cdev_purge(container_of(kobj, struct cdev, kobj));
	kobject_put(parent);
}

static void cdev_free(struct kobject *kobj)
{
	struct kobject *parent = kobj->parent;
	struct cdev *cdev = container_of(kobj, struct cdev, kobj);

	cdev_purge(cdev);
	kfree(cdev);
	kobject_put(parent);
}

static const struct kobj_type cdev_ktype_embedded = { .release = cdev_release };
static const struct kobj_type cdev_ktype_allocated = { .release = cdev_free };

/**
 * cdev_init - prepare a cdev that is part of the driver's own structure
 *
 * Context: any.
 */
void cdev_init(struct cdev *cdev, const struct file_operations *fops)
{
	memset(cdev, 0, sizeof(*cdev));
	INIT_LIST_HEAD(&cdev->list);
	kobject_init(&cdev->kobj, &cdev_ktype_embedded);
	cdev->ops = fops;
}
EXPORT_SYMBOL(cdev_init);

/**
 * cdev_alloc - a cdev that frees itself after cdev_del(); NULL without memory
 *
 * Context: may sleep.
 * Return: the cdev or NULL.
 */
struct cdev *cdev_alloc(void)
{
	struct cdev *cdev = kzalloc(sizeof(*cdev), GFP_KERNEL);

	if (cdev) {
		INIT_LIST_HEAD(&cdev->list);
		kobject_init(&cdev->kobj, &cdev_ktype_allocated);
	}
	return cdev;
}
EXPORT_SYMBOL(cdev_alloc);

/**
 * cdev_add - from now on, opens of @count numbers from @dev up go to @p
 *
 * The numbers should be reserved. The device is live when this returns, or sooner.
 * Context: may sleep.
 * Return: 0, -EBUSY for number 0, -ENOMEM. Row D5.
 */
int cdev_add(struct cdev *p, dev_t dev, unsigned int count)
{
	struct cdev_range *range, *other;
	struct list_head *before = &cdev_ranges;

	p->dev = dev;
	p->count = count;
	if (WARN_ON(dev == 0))
		return -EBUSY;
	range = kzalloc(sizeof(*range), GFP_KERNEL);
	if (!range)
		return -ENOMEM;
	range->cdev = p;
	range->dev = dev;
	range->count = count;
	kobject_get(p->kobj.parent);

	mutex_lock(&cdev_ranges_lock);
	list_for_each_entry(other, &cdev_ranges, link) {
		if (other->count >= count) {
			before = &other->link;
			break;
		}
	}
	list_add_tail(&range->link, before);
	mutex_unlock(&cdev_ranges_lock);
	return 0;
}
EXPORT_SYMBOL(cdev_add);

/**
 * cdev_set_parent - before cdev_add(): @kobj shall live as long as the cdev
 *
 * Context: any.
 */
void cdev_set_parent(struct cdev *p, struct kobject *kobj)
{
	WARN_ON(!kobj->state_initialized);
	p->kobj.parent = kobj;
}
EXPORT_SYMBOL(cdev_set_parent);

/**
 * cdev_device_add - cdev_add() and device_add(), the device being the cdev's parent
 *
 * Context: may sleep.
 * Return: 0 or a negative errno, with nothing added.
 */
int cdev_device_add(struct cdev *cdev, struct device *dev)
{
	int ret = 0;

	if (dev->devt) {
		cdev_set_parent(cdev, &dev->kobj);
		ret = cdev_add(cdev, dev->devt, 1);
		if (ret)
			return ret;
	}
	ret = device_add(dev);
	if (ret && dev->devt)
		cdev_del(cdev);
	return ret;
}
EXPORT_SYMBOL(cdev_device_add);

/**
 * cdev_device_del - undo cdev_device_add()
 *
 * Context: may sleep.
 */
void cdev_device_del(struct cdev *cdev, struct device *dev)
{
	device_del(dev);
	if (dev->devt)
		cdev_del(cdev);
}
EXPORT_SYMBOL(cdev_device_del);

/**
 * cdev_del - no more opens of @p's numbers; gives up the reference of who made it
 *
 * Files that are open stay so, and keep using its operations.
 *
 * Context: may sleep.
 */
void cdev_del(struct cdev *p)
{
	struct cdev_range *range, *next, *found = NULL;

	mutex_lock(&cdev_ranges_lock);
	list_for_each_entry_safe(range, next, &cdev_ranges, link) {
		if (range->cdev == p && range->dev == p->dev && range->count == p->count) {
			list_del(&range->link);
			found = range;
			break;
		}
	}
	mutex_unlock(&cdev_ranges_lock);
	kfree(found);
	kobject_put(&p->kobj);
}
EXPORT_SYMBOL(cdev_del);

static bool cdev_get(struct cdev *p)
{
	if (!try_module_get(p->owner))
		return false;
	if (kobject_get_unless_zero(&p->kobj))
		return true;
	module_put(p->owner);
	return false;
}

/**
 * cdev_put - give back what an open took: the cdev, then its module. NULL is safe.
 *
 * Context: may sleep.
 */
void cdev_put(struct cdev *p)
{
	struct module *owner;

	if (!p)
		return;
	owner = p->owner;
	kobject_put(&p->kobj);
	module_put(owner);
}
EXPORT_SYMBOL(cdev_put);

/** cd_forget - @inode goes away */
void cd_forget(struct inode *inode)
{
	spin_lock(&cdev_lock);
	list_del_init(&inode->i_devices);
	inode->i_cdev = NULL;
	spin_unlock(&cdev_lock);
}

/* The cdev that serves @dev, with a reference to it and its module; NULL if there is none. */
static struct cdev *cdev_lookup(dev_t dev)
{
	struct cdev_range *range;
	struct cdev *found = NULL;

	mutex_lock(&cdev_ranges_lock);
	list_for_each_entry(range, &cdev_ranges, link) {
		if (dev >= range->dev && dev - range->dev < range->count &&
		    cdev_get(range->cdev)) {
			found = range->cdev;
			break;
		}
	}
	mutex_unlock(&cdev_ranges_lock);
	return found;
}

/* The open() of every device node: find the driver, and let it take over the file. */
static int chrdev_open(struct inode *inode, struct file *filp)
{
	struct vfs_file *vf = to_vfs_file(filp);
	const struct file_operations *fops;

	vf->cdev = cdev_lookup(inode->i_rdev);
	if (!vf->cdev)
		return -ENXIO;
	spin_lock(&cdev_lock);
	inode->i_cdev = vf->cdev;
	list_move(&inode->i_devices, &vf->cdev->list);
	spin_unlock(&cdev_lock);

	fops = fops_get(vf->cdev->ops);
	if (!fops)
		return -ENXIO;
	replace_fops(filp, fops);
	return fops->open ? fops->open(inode, filp) : 0;
}

const struct file_operations def_chr_fops = {
	.open	= chrdev_open,
	.llseek	= noop_llseek,
};
