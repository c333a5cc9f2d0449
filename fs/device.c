// SPDX-License-Identifier: MIT
/*
 * fs/device.c - devices
 *
 * A device without a parent lies in /sys/devices/virtual/<class>/<name>, with links from
 * /sys/class/<class> and /sys/dev/char; if it has a number, its node is /dev/<name>.
 *
 * Locking	tops_lock covers the making of the folders above all devices.
 * Linux	as 6.1, without buses and power management; drivers meet their devices in fs/platform.c.
 */
#include <linux/bug.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "fs/device.h"
#include "fs/vfs.h"
#include "init/calls.h"

static DEFINE_MUTEX(tops_lock);
struct device_tops device_tops;

int device_tops_make(void)
{
	struct device_tops *t = &device_tops;
	struct kobject *dev_kobj;

	mutex_lock(&tops_lock);
	if (!t->numbers) {
		t->classes = t->classes ?: kset_create_and_add("class", NULL, NULL);
		t->devices = t->devices ?: kset_create_and_add("devices", NULL, NULL);
		if (t->devices && !t->virtual)
			t->virtual = kobject_create_and_add("virtual", &t->devices->kobj);
		dev_kobj = t->classes && t->virtual ? kobject_create_and_add("dev", NULL) : NULL;
		if (dev_kobj)
			t->numbers = kobject_create_and_add("char", dev_kobj);
	}
	mutex_unlock(&tops_lock);
	return t->numbers ? 0 : -ENOMEM;
}

struct kobject *__init system_kobject(void)
{
	return device_tops_make() ? NULL : kobject_create_and_add("system", &device_tops.devices->kobj);
}

static ssize_t dev_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return print_dev_t(buf, dev->devt);
}
static DEVICE_ATTR_RO(dev);

static void device_kobj_release(struct kobject *kobj)
{
	struct device *dev = kobj_to_dev(kobj);

	devres_release_all(dev);
	if (dev->release)
		dev->release(dev);
	else if (dev->type && dev->type->release)
		dev->type->release(dev);
	else if (dev->class && dev->class->dev_release)
		dev->class->dev_release(dev);
	else
		WARN(1, "Device '%s' does not have a release() function, it is broken and must be fixed.\n",
		     dev_name(dev));
}

static const struct kobj_type device_ktype = {
	.release	= device_kobj_release,
	.sysfs_ops	= &device_sysfs_ops,
};

/**
 * device_initialize - the first half of device_register(): put_device() ends @dev from now on
 *
 * Context: any.
 */
void device_initialize(struct device *dev)
{
	kobject_init(&dev->kobj, &device_ktype);
	mutex_init(&dev->mutex);
	spin_lock_init(&dev->devres_lock);
	INIT_LIST_HEAD(&dev->devres_head);
	INIT_LIST_HEAD(&dev->class_node);
}
EXPORT_SYMBOL_GPL(device_initialize);

/**
 * dev_set_name - name a device before device_add()
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int dev_set_name(struct device *dev, const char *fmt, ...)
{
	va_list vargs;
	int ret;

	va_start(vargs, fmt);
	ret = kobject_set_name_vargs(&dev->kobj, fmt, vargs);
	va_end(vargs);
	return ret;
}
EXPORT_SYMBOL_GPL(dev_set_name);

const char *dev_bus_name(const struct device *dev)
{
	return dev->class ? dev->class->name : "";
}

/**
 * dev_driver_string - what to call the device's driver in a message
 *
 * Context: any.
 * Return: the name, perhaps "".
 */
const char *dev_driver_string(const struct device *dev)
{
	return dev->driver ? dev->driver->name : dev_bus_name(dev);
}
EXPORT_SYMBOL(dev_driver_string);

/* The folder for @dev: below its parent; /sys/devices/virtual/<class>; /sys/devices. */
static struct kobject *device_place(struct device *dev)
{
	if (dev->parent)
		return &dev->parent->kobj;
	return dev->class ? dev->class->p->dir : &device_tops.devices->kobj;
}

/* The name and the mode of the node in /dev; a name in *@tmp is to be freed. */
static const char *node_name(struct device *dev, umode_t *mode, char **tmp)
{
	kuid_t uid;
	kgid_t gid;

	*tmp = NULL;
	if (dev->type && dev->type->devnode)
		*tmp = dev->type->devnode(dev, mode, &uid, &gid);
	if (!*tmp && dev->class && dev->class->devnode)
		*tmp = dev->class->devnode(dev, mode);
	return *tmp ?: dev_name(dev);
}

static void node_create(struct device *dev)
{
	umode_t mode = 0;
	char *tmp;
	const char *name = node_name(dev, &mode, &tmp);

	devtmpfs_create_node(name, mode, GLOBAL_ROOT_UID, GLOBAL_ROOT_GID, dev->devt);
	kfree(tmp);
}

static void node_delete(struct device *dev)
{
	char *tmp;
	const char *name = node_name(dev, NULL, &tmp);

	devtmpfs_delete_node(name, dev->devt);
	kfree(tmp);
}

static int add_attributes(struct device *dev)
{
	int ret = dev->class ? device_add_groups(dev, dev->class->dev_groups) : 0;

	if (ret)
		return ret;
	ret = dev->type ? device_add_groups(dev, dev->type->groups) : 0;
	if (ret)
		goto out_class;
	ret = device_add_groups(dev, dev->groups);
	if (ret)
		goto out_type;
	ret = dev->devt ? device_create_file(dev, &dev_attr_dev) : 0;
	if (!ret)
		return 0;
	device_remove_groups(dev, dev->groups);
out_type:
	if (dev->type)
		device_remove_groups(dev, dev->type->groups);
out_class:
	if (dev->class)
		device_remove_groups(dev, dev->class->dev_groups);
	return ret;
}

static void add_links(struct device *dev)
{
	char number[16];

	if (dev->class) {
		WARN_ON(sysfs_create_link(&dev->kobj, &dev->class->p->subsys.kobj, "subsystem"));
		WARN_ON(sysfs_create_link(&dev->class->p->subsys.kobj, &dev->kobj, dev_name(dev)));
	}
	if (dev->devt)
		WARN_ON(sysfs_create_link(device_tops.numbers, &dev->kobj, format_dev_t(number, dev->devt)));
}

static void remove_links(struct device *dev)
{
	char number[16];

	if (dev->devt)
		sysfs_remove_link(device_tops.numbers, format_dev_t(number, dev->devt));
	if (dev->class)
		sysfs_remove_link(&dev->class->p->subsys.kobj, dev_name(dev));
}

/**
 * device_add - make @dev known: its folder, its attributes, its node
 *
 * After a failure too the caller ends @dev with put_device().
 * Context: may sleep.
 * Return: 0, -EINVAL without a name, -EEXIST, -ENOMEM.
 */
int device_add(struct device *dev)
{
	int ret = device_tops_make();

	if (ret)
		return ret;
	if (dev->init_name) {
		ret = dev_set_name(dev, "%s", dev->init_name);
		if (ret)
			return ret;
		dev->init_name = NULL;
	}
	if (!kobject_name(&dev->kobj))
		return -EINVAL;
	get_device(dev);
	get_device(dev->parent);
	ret = kobject_add(&dev->kobj, device_place(dev), NULL);
	if (ret)
		goto out_put;
	ret = add_attributes(dev);
	if (ret)
		goto out_del;
	add_links(dev);
	if (dev->devt)
		node_create(dev);
	if (dev->class) {
		mutex_lock(&dev->class->p->lock);
		list_add_tail(&dev->class_node, &dev->class->p->devices);
		mutex_unlock(&dev->class->p->lock);
	}
	put_device(dev);
	return 0;
out_del:
	kobject_del(&dev->kobj);
out_put:
	put_device(dev->parent);
	put_device(dev);
	return ret;
}
EXPORT_SYMBOL_GPL(device_add);

/**
 * device_register - device_initialize() and device_add()
 *
 * Context: may sleep.
 * Return: 0 or a negative errno; the caller ends @dev with put_device() then.
 */
int device_register(struct device *dev)
{
	device_initialize(dev);
	return device_add(dev);
}
EXPORT_SYMBOL_GPL(device_register);

/**
 * device_del - the opposite of device_add(); what it owns (devm_*) is given back
 *
 * Context: may sleep.
 */
void device_del(struct device *dev)
{
	struct device *parent = dev->parent;

	if (dev->class) {
		mutex_lock(&dev->class->p->lock);
		list_del_init(&dev->class_node);
		mutex_unlock(&dev->class->p->lock);
	}
	if (dev->devt)
		node_delete(dev);
	remove_links(dev);
	devres_release_all(dev);
	kobject_del(&dev->kobj);
	put_device(parent);
}
EXPORT_SYMBOL_GPL(device_del);

/**
 * device_unregister - device_del() and put_device()
 *
 * Context: may sleep.
 */
void device_unregister(struct device *dev)
{
	device_del(dev);
	put_device(dev);
}
EXPORT_SYMBOL_GPL(device_unregister);

/**
 * get_device - take a reference; NULL is safe
 *
 * Context: any.
 * Return: @dev.
 */
struct device *get_device(struct device *dev)
{
	return dev ? kobj_to_dev(kobject_get(&dev->kobj)) : NULL;
}
EXPORT_SYMBOL_GPL(get_device);

/**
 * put_device - give a reference back; the last one releases the device. NULL is safe
 *
 * Context: may sleep.
 */
void put_device(struct device *dev)
{
	if (dev)
		kobject_put(&dev->kobj);
}
EXPORT_SYMBOL_GPL(put_device);

static void device_create_release(struct device *dev)
{
	kfree(dev);
}

static struct device *device_new(void)
{
	struct device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);

	if (!dev)
		return NULL;
	device_initialize(dev);
	dev->release = device_create_release;
	return dev;
}

/* Of device_new(), and @ret says whether it has its name: make it known, or end it. */
static struct device *device_new_add(struct device *dev, int ret)
{
	if (!ret)
		ret = device_add(dev);
	if (ret) {
		put_device(dev);
		return ERR_PTR(ret);
	}
	return dev;
}

static struct device *create_vargs(struct class *cls, struct device *parent, dev_t devt,
				   void *drvdata, const struct attribute_group **groups,
				   const char *fmt, va_list args)
{
	struct device *dev;

	if (IS_ERR_OR_NULL(cls))
		return ERR_PTR(-ENODEV);
	dev = device_new();
	if (!dev)
		return ERR_PTR(-ENOMEM);
	dev->devt = devt;
	dev->class = cls;
	dev->parent = parent;
	dev->groups = groups;
	dev_set_drvdata(dev, drvdata);
	return device_new_add(dev, kobject_set_name_vargs(&dev->kobj, fmt, args));
}

/**
 * device_create - a device by itself, with node /dev/<name>
 * @devt:	its number; 0: no node
 * @fmt:	its name; '!' becomes '/' in the node's path
 *
 * Context: may sleep.
 * Return: the device or ERR_PTR(). Row D5.
 */
struct device *device_create(struct class *cls, struct device *parent, dev_t devt, void *drvdata,
			     const char *fmt, ...)
{
	struct device *dev;
	va_list vargs;

	va_start(vargs, fmt);
	dev = create_vargs(cls, parent, devt, drvdata, NULL, fmt, vargs);
	va_end(vargs);
	return dev;
}
EXPORT_SYMBOL_GPL(device_create);

/**
 * device_create_with_groups - device_create(), with attributes from the start
 *
 * Context: may sleep.
 * Return: the device or ERR_PTR().
 */
struct device *device_create_with_groups(struct class *cls, struct device *parent, dev_t devt,
					 void *drvdata, const struct attribute_group **groups,
					 const char *fmt, ...)
{
	struct device *dev;
	va_list vargs;

	va_start(vargs, fmt);
	dev = create_vargs(cls, parent, devt, drvdata, groups, fmt, vargs);
	va_end(vargs);
	return dev;
}
EXPORT_SYMBOL_GPL(device_create_with_groups);

static int match_devt(struct device *dev, const void *devt)
{
	return dev->devt == *(const dev_t *)devt;
}

/**
 * device_destroy - end the device of @cls that device_create() made with number @devt
 *
 * Context: may sleep.
 */
void device_destroy(struct class *cls, dev_t devt)
{
	struct device *dev = class_find_device(cls, NULL, &devt, match_devt);

	if (dev) {
		put_device(dev);
		device_unregister(dev);
	}
}
EXPORT_SYMBOL_GPL(device_destroy);

/** __root_device_register - root_device_register(): a device that only is others' parent */
struct device *__root_device_register(const char *name, struct module *owner)
{
	struct device *dev = device_new();

	return dev ? device_new_add(dev, dev_set_name(dev, "%s", name)) : ERR_PTR(-ENOMEM);
}
EXPORT_SYMBOL_GPL(__root_device_register);

/**
 * root_device_unregister - undo root_device_register()
 *
 * Context: may sleep.
 */
void root_device_unregister(struct device *dev)
{
	device_unregister(dev);
}
EXPORT_SYMBOL_GPL(root_device_unregister);
