/* SPDX-License-Identifier: MIT */
/* fs/device.h - what classes, devices, their attributes and what they own know of each other */
#ifndef FS_DEVICE_H
#define FS_DEVICE_H

#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/mutex.h>

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

/**
 * struct device_tops - the folders above all others
 * @classes:	/sys/class
 * @devices:	/sys/devices
 * @virtual:	/sys/devices/virtual
 * @numbers:	/sys/dev/char
 */
struct device_tops {
	struct kset	*classes, *devices;
	struct kobject	*virtual, *numbers;
};

extern struct device_tops device_tops;
extern const struct sysfs_ops device_sysfs_ops;

/** device_tops_make - before the first class or device, and any later one: 0 or -ENOMEM. May sleep. */
int device_tops_make(void);

/** devres_size - bytes that the caller of devres_alloc() asked for */
size_t devres_size(void *res);

#endif /* FS_DEVICE_H */
