/* SPDX-License-Identifier: MIT */
/* linux/sysfs.h - attributes: one-value text files in a kobject's folder */
#ifndef _LINUX_SYSFS_H
#define _LINUX_SYSFS_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/stat.h>
#include <linux/stringify.h>
#include <linux/types.h>

struct file;
struct kobject;
struct module;
struct vm_area_struct;

struct attribute {
	const char	*name;
	umode_t		mode;
};

#define sysfs_attr_init(attr)		do { } while (0)
#define sysfs_bin_attr_init(attr)	do { } while (0)

struct bin_attribute {
	struct attribute attr;
	size_t		size;
	void		*private;
	ssize_t (*read)(struct file *, struct kobject *, struct bin_attribute *, char *, loff_t,
			size_t);
	ssize_t (*write)(struct file *, struct kobject *, struct bin_attribute *, char *, loff_t,
			 size_t);
	int (*mmap)(struct file *, struct kobject *, struct bin_attribute *,
		    struct vm_area_struct *);
};

/**
 * struct attribute_group - attributes that come and go together
 * @name:	of a folder for them; NULL: in the kobject's own
 * @is_visible:	mode for an attribute, 0 to leave it out; may be NULL
 */
struct attribute_group {
	const char		*name;
	umode_t (*is_visible)(struct kobject *, struct attribute *, int);
	umode_t (*is_bin_visible)(struct kobject *, struct bin_attribute *, int);
	struct attribute	**attrs;
	struct bin_attribute	**bin_attrs;
};

/** struct sysfs_ops - how the attributes of a type are read and written: at most a page of text */
struct sysfs_ops {
	ssize_t (*show)(struct kobject *, struct attribute *, char *);
	ssize_t (*store)(struct kobject *, struct attribute *, const char *, size_t);
};

#define __ATTR(_name, _mode, _show, _store) { \
	.attr	= { .name = __stringify(_name), .mode = (_mode) }, \
	.show	= _show, \
	.store	= _store, \
}
#define __ATTR_PREALLOC(_name, _mode, _show, _store)	__ATTR(_name, _mode, _show, _store)
#define __ATTR_RO(_name)		__ATTR(_name, 0444, _name##_show, NULL)
#define __ATTR_RO_MODE(_name, _mode)	__ATTR(_name, _mode, _name##_show, NULL)
#define __ATTR_RW_MODE(_name, _mode)	__ATTR(_name, _mode, _name##_show, _name##_store)
#define __ATTR_WO(_name)		__ATTR(_name, 0200, NULL, _name##_store)
#define __ATTR_RW(_name)		__ATTR(_name, 0644, _name##_show, _name##_store)
#define __ATTR_NULL			{ .attr = { .name = NULL } }

#define __ATTRIBUTE_GROUPS(_name) \
static const struct attribute_group *_name##_groups[] = { \
	&_name##_group, \
	NULL, \
}
#define ATTRIBUTE_GROUPS(_name) \
static const struct attribute_group _name##_group = { \
	.attrs = _name##_attrs, \
}; \
__ATTRIBUTE_GROUPS(_name)

int __must_check sysfs_create_file(struct kobject *kobj, const struct attribute *attr);
int __must_check sysfs_create_files(struct kobject *kobj, const struct attribute *const *attr);
void sysfs_remove_file(struct kobject *kobj, const struct attribute *attr);
void sysfs_remove_files(struct kobject *kobj, const struct attribute *const *attr);
int __must_check sysfs_create_bin_file(struct kobject *kobj, const struct bin_attribute *attr);
void sysfs_remove_bin_file(struct kobject *kobj, const struct bin_attribute *attr);
int __must_check sysfs_create_group(struct kobject *kobj, const struct attribute_group *grp);
void sysfs_create_group_later(struct kobject *kobj, const struct attribute_group *grp);
void sysfs_groups_rest(struct kobject *parent);
int __must_check sysfs_create_groups(struct kobject *kobj, const struct attribute_group **groups);
void sysfs_remove_group(struct kobject *kobj, const struct attribute_group *grp);
void sysfs_remove_groups(struct kobject *kobj, const struct attribute_group **groups);
int __must_check sysfs_create_link(struct kobject *kobj, struct kobject *target, const char *name);
void sysfs_remove_link(struct kobject *kobj, const char *name);
int __must_check sysfs_create_mount_point(struct kobject *parent_kobj, const char *name);
void sysfs_remove_mount_point(struct kobject *parent_kobj, const char *name);
int __must_check sysfs_create_dir(struct kobject *kobj);
void sysfs_remove_dir(struct kobject *kobj);
void sysfs_notify(struct kobject *kobj, const char *dir, const char *attr);
__printf(2, 3) int sysfs_emit(char *buf, const char *fmt, ...);
__printf(3, 4) int sysfs_emit_at(char *buf, int at, const char *fmt, ...);

#endif /* _LINUX_SYSFS_H */
