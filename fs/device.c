// SPDX-License-Identifier: MIT
/*
 * fs/device.c - devices and their classes
 *
 * A device without a parent lies in /sys/devices/virtual/<class>/<name>, with links from
 * /sys/class/<class> and /sys/dev/char; if it has a number, its node is /dev/<name>.
 *
 * Locking	a class's lock covers the list of its devices.
 * Linux	as 6.1, without buses, drivers' binding and power management.
 */
#include <linux/bug.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/kstrtox.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "fs/vfs.h"
#include "init/calls.h"

/**
 * struct class_private - a class's own side
 * @subsys:	/sys/class/<name>
 * @dir:	/sys/devices/virtual/<name>
 * @devices:	its devices, by @lock
 */
struct class_private {
	struct kset		subsys;
	struct kobject		*dir;
	struct class		*class;
	struct mutex		lock;
	struct list_head	devices;
};

static DEFINE_MUTEX(tops_lock);
static struct kset *class_kset;
static struct kset *devices_kset;
static struct kobject *virtual_kobj;
static struct kobject *char_kobj;

/* /sys/class, /sys/devices/virtual and /sys/dev/char, made at the first class or device. */
static int tops_make(void)
{
	struct kobject *dev_kobj;

	mutex_lock(&tops_lock);
	if (!char_kobj) {
		class_kset = class_kset ?: kset_create_and_add("class", NULL, NULL);
		devices_kset = devices_kset ?: kset_create_and_add("devices", NULL, NULL);
		if (devices_kset && !virtual_kobj)
			virtual_kobj = kobject_create_and_add("virtual", &devices_kset->kobj);
		dev_kobj = class_kset && virtual_kobj ? kobject_create_and_add("dev", NULL) : NULL;
		if (dev_kobj)
			char_kobj = kobject_create_and_add("char", dev_kobj);
	}
	mutex_unlock(&tops_lock);
	return char_kobj ? 0 : -ENOMEM;
}

struct kobject *__init system_kobject(void)
{
	return tops_make() ? NULL : kobject_create_and_add("system", &devices_kset->kobj);
}

/* ---- classes ---- */

static struct class_private *to_class_private(struct kobject *kobj)
{
	return container_of(kobj, struct class_private, subsys.kobj);
}

static ssize_t class_attr_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct class_attribute *ca = container_of(attr, struct class_attribute, attr);

	return ca->show ? ca->show(to_class_private(kobj)->class, ca, buf) : -EIO;
}

static ssize_t class_attr_store(struct kobject *kobj, struct attribute *attr, const char *buf,
				size_t count)
{
	struct class_attribute *ca = container_of(attr, struct class_attribute, attr);

	return ca->store ? ca->store(to_class_private(kobj)->class, ca, buf, count) : -EIO;
}

static void class_kobj_release(struct kobject *kobj)
{
	struct class_private *cp = to_class_private(kobj);
	struct class *class = cp->class;

	kobject_put(cp->dir);
	class->p = NULL;
	kfree(cp);
	if (class->class_release)
		class->class_release(class);
}

static const struct sysfs_ops class_sysfs_ops = {
	.show	= class_attr_show,
	.store	= class_attr_store,
};

static const struct kobj_type class_ktype = {
	.sysfs_ops	= &class_sysfs_ops,
	.release	= class_kobj_release,
};

/** __class_register - class_register(): make /sys/class/<name>: 0, -EEXIST, -ENOMEM */
int __class_register(struct class *cls, struct lock_class_key *key)
{
	struct class_private *cp;
	int ret = tops_make();

	if (ret)
		return ret;
	cp = kzalloc(sizeof(*cp), GFP_KERNEL);
	if (!cp)
		return -ENOMEM;
	mutex_init(&cp->lock);
	INIT_LIST_HEAD(&cp->devices);
	cp->class = cls;
	cp->subsys.kobj.kset = class_kset;
	cp->subsys.kobj.ktype = &class_ktype;
	ret = kobject_set_name(&cp->subsys.kobj, "%s", cls->name);
	if (ret)
		goto out_free;
	cp->dir = kobject_create_and_add(cls->name, virtual_kobj);
	ret = cp->dir ? kset_register(&cp->subsys) : -ENOMEM;
	if (ret)
		goto out_free_name;
	cls->p = cp;
	ret = sysfs_create_groups(&cp->subsys.kobj, cls->class_groups);
	if (ret)
		class_unregister(cls);
	return ret;
out_free_name:
	kobject_put(cp->dir);
	kfree_const(cp->subsys.kobj.name);
out_free:
	kfree(cp);
	return ret;
}
EXPORT_SYMBOL_GPL(__class_register);

/**
 * class_unregister - undo class_register()
 *
 * Context: may sleep.
 */
void class_unregister(struct class *cls)
{
	sysfs_remove_groups(&cls->p->subsys.kobj, cls->class_groups);
	kset_unregister(&cls->p->subsys);
}
EXPORT_SYMBOL_GPL(class_unregister);

static void class_create_release(struct class *cls)
{
	kfree(cls);
}

/** __class_create - class_create(): a class by itself, or ERR_PTR() */
struct class *__class_create(struct module *owner, const char *name, struct lock_class_key *key)
{
	struct class *cls = kzalloc(sizeof(*cls), GFP_KERNEL);
	int ret;

	if (!cls)
		return ERR_PTR(-ENOMEM);
	cls->name = name;
	cls->owner = owner;
	cls->class_release = class_create_release;
	ret = __class_register(cls, key);
	if (ret) {
		kfree(cls);
		return ERR_PTR(ret);
	}
	return cls;
}
EXPORT_SYMBOL_GPL(__class_create);

/**
 * class_destroy - end a class of class_create(); NULL and errors are safe
 *
 * Context: may sleep.
 */
void class_destroy(struct class *cls)
{
	if (!IS_ERR_OR_NULL(cls))
		class_unregister(cls);
}
EXPORT_SYMBOL_GPL(class_destroy);

/**
 * class_create_file - add an attribute to the folder of a class
 *
 * Context: may sleep.
 * Return: 0, -EEXIST, -ENOMEM, -EINVAL without a class.
 */
int class_create_file(struct class *cls, const struct class_attribute *attr)
{
	return cls ? sysfs_create_file(&cls->p->subsys.kobj, &attr->attr) : -EINVAL;
}
EXPORT_SYMBOL_GPL(class_create_file);

/**
 * class_remove_file - undo class_create_file()
 *
 * Context: may sleep.
 */
void class_remove_file(struct class *cls, const struct class_attribute *attr)
{
	if (cls)
		sysfs_remove_file(&cls->p->subsys.kobj, &attr->attr);
}
EXPORT_SYMBOL_GPL(class_remove_file);

/**
 * class_find_device - the first device (after @start) that @match accepts, with a reference
 *
 * Context: may sleep.
 * Return: the device, to be given back with put_device(), or NULL.
 */
struct device *class_find_device(struct class *cls, struct device *start, const void *data,
				 int (*match)(struct device *, const void *))
{
	struct device *dev, *found = NULL;
	bool begun = !start;

	mutex_lock(&cls->p->lock);
	list_for_each_entry(dev, &cls->p->devices, class_node) {
		if (begun && match(dev, data)) {
			found = get_device(dev);
			break;
		}
		begun |= dev == start;
	}
	mutex_unlock(&cls->p->lock);
	return found;
}
EXPORT_SYMBOL_GPL(class_find_device);

/**
 * class_for_each_device - call @fn until it answers non-zero; that answer
 *
 * Context: may sleep.
 * Return: what @fn answered last, or 0.
 */
int class_for_each_device(struct class *cls, struct device *start, void *data,
			  int (*fn)(struct device *dev, void *data))
{
	bool begun = !start;
	struct device *dev;
	int ret = 0;

	mutex_lock(&cls->p->lock);
	list_for_each_entry(dev, &cls->p->devices, class_node) {
		if (begun)
			ret = fn(dev, data);
		if (ret)
			break;
		begun |= dev == start;
	}
	mutex_unlock(&cls->p->lock);
	return ret;
}
EXPORT_SYMBOL_GPL(class_for_each_device);

/* ---- attributes ---- */

static ssize_t dev_attr_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct device_attribute *da = container_of(attr, struct device_attribute, attr);

	return da->show ? da->show(kobj_to_dev(kobj), da, buf) : -EIO;
}

static ssize_t dev_attr_store(struct kobject *kobj, struct attribute *attr, const char *buf,
			      size_t count)
{
	struct device_attribute *da = container_of(attr, struct device_attribute, attr);

	return da->store ? da->store(kobj_to_dev(kobj), da, buf, count) : -EIO;
}

static const struct sysfs_ops dev_sysfs_ops = {
	.show	= dev_attr_show,
	.store	= dev_attr_store,
};

static struct dev_ext_attribute *to_ext(struct device_attribute *attr)
{
	return container_of(attr, struct dev_ext_attribute, attr);
}

/**
 * device_show_ulong - show() of the attribute that is an unsigned long
 *
 * Context: any.
 * Return: length of the text.
 */
ssize_t device_show_ulong(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "0x%lx\n", *(unsigned long *)to_ext(attr)->var);
}
EXPORT_SYMBOL_GPL(device_show_ulong);

/**
 * device_store_ulong - store() of the attribute that is an unsigned long
 *
 * Context: any.
 * Return: @count, -EINVAL, -ERANGE.
 */
ssize_t device_store_ulong(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t count)
{
	int ret = kstrtoul(buf, 0, to_ext(attr)->var);

	return ret ?: count;
}
EXPORT_SYMBOL_GPL(device_store_ulong);

/**
 * device_show_int - show() of the attribute that is an int
 *
 * Context: any.
 * Return: length of the text.
 */
ssize_t device_show_int(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", *(int *)to_ext(attr)->var);
}
EXPORT_SYMBOL_GPL(device_show_int);

/**
 * device_store_int - store() of the attribute that is an int
 *
 * Context: any.
 * Return: @count, -EINVAL, -ERANGE.
 */
ssize_t device_store_int(struct device *dev, struct device_attribute *attr, const char *buf,
			 size_t count)
{
	int ret = kstrtoint(buf, 0, to_ext(attr)->var);

	return ret ?: count;
}
EXPORT_SYMBOL_GPL(device_store_int);

/**
 * device_show_bool - show() of the attribute that is a bool
 *
 * Context: any.
 * Return: length of the text.
 */
ssize_t device_show_bool(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", *(bool *)to_ext(attr)->var);
}
EXPORT_SYMBOL_GPL(device_show_bool);

/**
 * device_store_bool - store() of the attribute that is a bool
 *
 * Context: any.
 * Return: @count, -EINVAL, -ERANGE.
 */
ssize_t device_store_bool(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t count)
{
	int ret = kstrtobool(buf, to_ext(attr)->var);

	return ret ?: count;
}
EXPORT_SYMBOL_GPL(device_store_bool);

/**
 * device_create_file - add an attribute to a device
 *
 * Context: may sleep.
 * Return: 0, -EEXIST, -ENOMEM.
 */
int device_create_file(struct device *dev, const struct device_attribute *attr)
{
	return dev ? sysfs_create_file(&dev->kobj, &attr->attr) : 0;
}
EXPORT_SYMBOL_GPL(device_create_file);

/**
 * device_remove_file - undo device_create_file()
 *
 * Context: may sleep.
 */
void device_remove_file(struct device *dev, const struct device_attribute *attr)
{
	if (dev)
		sysfs_remove_file(&dev->kobj, &attr->attr);
}
EXPORT_SYMBOL_GPL(device_remove_file);

/**
 * device_create_bin_file - add a binary attribute to a device
 *
 * Context: may sleep.
 * Return: 0, -EEXIST, -ENOMEM, -EINVAL.
 */
int device_create_bin_file(struct device *dev, const struct bin_attribute *attr)
{
	return dev ? sysfs_create_bin_file(&dev->kobj, attr) : -EINVAL;
}
EXPORT_SYMBOL_GPL(device_create_bin_file);

/**
 * device_remove_bin_file - undo device_create_bin_file()
 *
 * Context: may sleep.
 */
void device_remove_bin_file(struct device *dev, const struct bin_attribute *attr)
{
	if (dev)
		sysfs_remove_bin_file(&dev->kobj, attr);
}
EXPORT_SYMBOL_GPL(device_remove_bin_file);

/**
 * device_add_groups - add groups of attributes to a device
 *
 * Context: may sleep.
 * Return: 0 or a negative errno, with none added.
 */
int device_add_groups(struct device *dev, const struct attribute_group **groups)
{
	return sysfs_create_groups(&dev->kobj, groups);
}
EXPORT_SYMBOL_GPL(device_add_groups);

/**
 * device_remove_groups - undo device_add_groups()
 *
 * Context: may sleep.
 */
void device_remove_groups(struct device *dev, const struct attribute_group **groups)
{
	sysfs_remove_groups(&dev->kobj, groups);
}
EXPORT_SYMBOL_GPL(device_remove_groups);

static void group_devres_release(struct device *dev, void *res)
{
	sysfs_remove_group(&dev->kobj, *(const struct attribute_group **)res);
}

/**
 * devm_device_add_group - sysfs_create_group() that is undone with the device
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int devm_device_add_group(struct device *dev, const struct attribute_group *grp)
{
	const struct attribute_group **res;
	int ret;

	res = devres_alloc(group_devres_release, sizeof(*res), GFP_KERNEL);
	if (!res)
		return -ENOMEM;
	ret = sysfs_create_group(&dev->kobj, grp);
	if (ret) {
		devres_free(res);
		return ret;
	}
	*res = grp;
	devres_add(dev, res);
	return 0;
}
EXPORT_SYMBOL_GPL(devm_device_add_group);

/**
 * devm_device_add_groups - device_add_groups() that is undone with the device
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int devm_device_add_groups(struct device *dev, const struct attribute_group **groups)
{
	int ret = 0;

	for (; groups && *groups && !ret; groups++)
		ret = devm_device_add_group(dev, *groups);
	return ret;
}
EXPORT_SYMBOL_GPL(devm_device_add_groups);

static ssize_t dev_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return print_dev_t(buf, dev->devt);
}
static DEVICE_ATTR_RO(dev);

/* ---- devices ---- */

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
	.sysfs_ops	= &dev_sysfs_ops,
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
	return dev->class ? dev->class->p->dir : &devices_kset->kobj;
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
		WARN_ON(sysfs_create_link(char_kobj, &dev->kobj, format_dev_t(number, dev->devt)));
}

static void remove_links(struct device *dev)
{
	char number[16];

	if (dev->devt)
		sysfs_remove_link(char_kobj, format_dev_t(number, dev->devt));
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
	int ret = tops_make();

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

static struct device *create_vargs(struct class *cls, struct device *parent, dev_t devt,
				   void *drvdata, const struct attribute_group **groups,
				   const char *fmt, va_list args)
{
	struct device *dev;
	int ret;

	if (IS_ERR_OR_NULL(cls))
		return ERR_PTR(-ENODEV);
	dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	if (!dev)
		return ERR_PTR(-ENOMEM);
	device_initialize(dev);
	dev->devt = devt;
	dev->class = cls;
	dev->parent = parent;
	dev->groups = groups;
	dev->release = device_create_release;
	dev_set_drvdata(dev, drvdata);
	ret = kobject_set_name_vargs(&dev->kobj, fmt, args);
	if (!ret)
		ret = device_add(dev);
	if (ret) {
		put_device(dev);
		return ERR_PTR(ret);
	}
	return dev;
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
	struct device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	int ret;

	if (!dev)
		return ERR_PTR(-ENOMEM);
	device_initialize(dev);
	dev->release = device_create_release;
	ret = dev_set_name(dev, "%s", name);
	if (!ret)
		ret = device_add(dev);
	if (ret) {
		put_device(dev);
		return ERR_PTR(ret);
	}
	return dev;
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
