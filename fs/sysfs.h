/* SPDX-License-Identifier: MIT */
/* fs/sysfs.h - between the tree of /sys (fs/sysfs.c) and its open files (fs/sysfs_file.c) */
#ifndef FS_SYSFS_H
#define FS_SYSFS_H

#include <linux/kobject.h>
#include <linux/sysfs.h>

#include "fs/vfs.h"

/**
 * struct sysfs_file - an attribute's file
 * @attr:	for a plain attribute; @bin for a binary one
 * @event:	counts sysfs_notify()
 */
struct sysfs_file {
	struct vfs_node			node;
	struct kobject			*kobj;
	const struct attribute		*attr;
	const struct bin_attribute	*bin;
	int				event;
};

extern const struct file_operations sysfs_attr_fops, sysfs_bin_fops;

#endif /* FS_SYSFS_H */
