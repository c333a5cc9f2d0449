// SPDX-License-Identifier: MIT
/*
 * fs/device_attr.c - attributes of devices: the files in a device's folder
 *
 * Linux	as 6.1.
 */
#include <linux/device.h>
#include <linux/export.h>
#include <linux/kstrtox.h>
#include <linux/sysfs.h>

#include "fs/device.h"

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

const struct sysfs_ops device_sysfs_ops = {
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
