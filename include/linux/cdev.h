/* SPDX-License-Identifier: MIT */
/* linux/cdev.h - a driver's hold on a range of character device numbers. Row D5. */
#ifndef _LINUX_CDEV_H
#define _LINUX_CDEV_H

#include <linux/device.h>
#include <linux/kdev_t.h>
#include <linux/kobject.h>
#include <linux/list.h>

struct file_operations;
struct inode;
struct module;

/**
 * struct cdev - operations for @count device numbers from @dev up
 * @kobj:	its life; drivers may set kobj.parent to what must outlive it
 * @owner:	the module that an open file keeps loaded
 * @list:	inodes whose i_cdev points here
 */
struct cdev {
	struct kobject			kobj;
	struct module			*owner;
	const struct file_operations	*ops;
	struct list_head		list;
	dev_t				dev;
	unsigned int			count;
};

void cdev_init(struct cdev *cdev, const struct file_operations *fops);
struct cdev *cdev_alloc(void);
void cdev_put(struct cdev *p);
int cdev_add(struct cdev *p, dev_t dev, unsigned int count);
void cdev_set_parent(struct cdev *p, struct kobject *kobj);
int cdev_device_add(struct cdev *cdev, struct device *dev);
void cdev_device_del(struct cdev *cdev, struct device *dev);
void cdev_del(struct cdev *p);
void cd_forget(struct inode *inode);

#endif /* _LINUX_CDEV_H */
