// SPDX-License-Identifier: MIT
/*
 * fs/char_dev.c - who has which character device numbers, and which driver serves them
 *
 * Terms
 *   region	minors base .. base + count - 1 of one major, reserved under a name
 *   cdev	a driver's operations for a range of numbers
 * Both are sorted lists: machines have tens of them. A number that several cdevs cover
 * belongs to the one with the smallest range.
 *
 * Locking	chrdev_lock covers both lists; cdev_lock covers inode->i_cdev, i_devices, cdev->list.
 *		Order: chrdev_lock, cdev_lock.
 * Linux	as 6.1, but that majors up to 4095 may be asked for (there: 511), since older
 *		drivers do. Dynamic majors: 254 down to 234, then 511 down to 384. Row D5.
 */
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kobject.h>
#include <linux/module.h>
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

/* A cdev_add(): kept apart from struct cdev, whose memory is the driver's. */
struct cdev_range {
	struct list_head	link;
	struct cdev		*cdev;
	dev_t			dev;
	unsigned int		count;
};

static DEFINE_MUTEX(chrdev_lock);
static LIST_HEAD(regions);			/* by major, then by minor */
static LIST_HEAD(cdev_ranges);			/* smallest first */
static DEFINE_SPINLOCK(cdev_lock);

/* ---- regions ---- */

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

/* ---- cdevs ---- */

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

	mutex_lock(&chrdev_lock);
	list_for_each_entry(other, &cdev_ranges, link) {
		if (other->count >= count) {
			before = &other->link;
			break;
		}
	}
	list_add_tail(&range->link, before);
	mutex_unlock(&chrdev_lock);
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

	mutex_lock(&chrdev_lock);
	list_for_each_entry_safe(range, next, &cdev_ranges, link) {
		if (range->cdev == p && range->dev == p->dev && range->count == p->count) {
			list_del(&range->link);
			found = range;
			break;
		}
	}
	mutex_unlock(&chrdev_lock);
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

	mutex_lock(&chrdev_lock);
	list_for_each_entry(range, &cdev_ranges, link) {
		if (dev >= range->dev && dev - range->dev < range->count &&
		    cdev_get(range->cdev)) {
			found = range->cdev;
			break;
		}
	}
	mutex_unlock(&chrdev_lock);
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
