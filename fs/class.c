// SPDX-License-Identifier: MIT
/*
 * fs/class.c - classes of devices: /sys/class/<name>
 *
 * Locking	a class's lock covers the list of its devices.
 * Linux	as 6.1.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#include "fs/device.h"

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
	int ret = device_tops_make();

	if (ret)
		return ret;
	cp = kzalloc(sizeof(*cp), GFP_KERNEL);
	if (!cp)
		return -ENOMEM;
	mutex_init(&cp->lock);
	INIT_LIST_HEAD(&cp->devices);
	cp->class = cls;
	cp->subsys.kobj.kset = device_tops.classes;
	cp->subsys.kobj.ktype = &class_ktype;
	ret = kobject_set_name(&cp->subsys.kobj, "%s", cls->name);
	if (ret)
		goto out_free;
	cp->dir = kobject_create_and_add(cls->name, device_tops.virtual);
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
