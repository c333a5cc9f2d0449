/* SPDX-License-Identifier: MIT */
/* linux/device/class.h - kinds of devices: /sys/class/<name> */
#ifndef _LINUX_DEVICE_CLASS_H
#define _LINUX_DEVICE_CLASS_H

#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

struct device;
struct module;

/**
 * struct class - a kind of device
 * @devnode:	may choose the node's mode (*mode) and its path under /dev (kmalloc'ed); may be NULL
 * @dev_release: frees a device of this class that has no release() of its own
 * @p:		Quarry's side, from class_create() or class_register()
 */
struct class {
	const char			*name;
	struct module			*owner;
	const struct attribute_group	**class_groups;
	const struct attribute_group	**dev_groups;
	struct kobject			*dev_kobj;
	int (*dev_uevent)(struct device *dev, struct kobj_uevent_env *env);
	char *(*devnode)(struct device *dev, umode_t *mode);
	void (*class_release)(struct class *class);
	void (*dev_release)(struct device *dev);
	struct class_private		*p;
};

struct class_attribute {
	struct attribute attr;
	ssize_t (*show)(struct class *class, struct class_attribute *attr, char *buf);
	ssize_t (*store)(struct class *class, struct class_attribute *attr, const char *buf,
			 size_t count);
};

#define CLASS_ATTR_RW(_name)	struct class_attribute class_attr_##_name = __ATTR_RW(_name)
#define CLASS_ATTR_RO(_name)	struct class_attribute class_attr_##_name = __ATTR_RO(_name)
#define CLASS_ATTR_WO(_name)	struct class_attribute class_attr_##_name = __ATTR_WO(_name)

struct lock_class_key;

int __must_check __class_register(struct class *class, struct lock_class_key *key);
struct class *__must_check __class_create(struct module *owner, const char *name,
					  struct lock_class_key *key);
void class_unregister(struct class *class);
void class_destroy(struct class *cls);
int __must_check class_create_file(struct class *class, const struct class_attribute *attr);
void class_remove_file(struct class *class, const struct class_attribute *attr);
struct device *class_find_device(struct class *class, struct device *start, const void *data,
				 int (*match)(struct device *, const void *));
int class_for_each_device(struct class *class, struct device *start, void *data,
			  int (*fn)(struct device *dev, void *data));

#define class_register(class)		__class_register((class), NULL)
#define class_create(owner, name)	__class_create((owner), (name), NULL)

#endif /* _LINUX_DEVICE_CLASS_H */
