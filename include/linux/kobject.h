/* SPDX-License-Identifier: MIT */
/*
 * linux/kobject.h - counted objects with a folder in /sys
 *
 * A kobject's folder is /sys/<parent's>/<name>; ktype->release() frees what it is embedded in when
 * the last reference goes. A kset is a kobject whose folder holds others.
 */
#ifndef _LINUX_KOBJECT_H
#define _LINUX_KOBJECT_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/sysfs.h>
#include <linux/types.h>

#define UEVENT_NUM_ENVP		64
#define UEVENT_BUFFER_SIZE	2048

enum kobject_action {
	KOBJ_ADD,
	KOBJ_REMOVE,
	KOBJ_CHANGE,
	KOBJ_MOVE,
	KOBJ_ONLINE,
	KOBJ_OFFLINE,
	KOBJ_BIND,
	KOBJ_UNBIND,
};

struct kset;
struct kobj_type;
struct vfs_node;

struct kobject {
	const char		*name;
	struct list_head	entry;		/* kset->list_lock held: on kset->list */
	struct kobject		*parent;
	struct kset		*kset;
	const struct kobj_type	*ktype;
	struct vfs_node		*sd;		/* the folder; NULL while not added */
	struct kref		kref;
	unsigned int		state_initialized:1;
	unsigned int		state_in_sysfs:1;
};

struct kobj_type {
	void (*release)(struct kobject *kobj);
	const struct sysfs_ops *sysfs_ops;
	const struct attribute_group **default_groups;
};

struct kobj_uevent_env {
	char	*argv[3];
	char	*envp[UEVENT_NUM_ENVP];
	int	envp_idx;
	char	buf[UEVENT_BUFFER_SIZE];
	int	buflen;
};

struct kset_uevent_ops {
	int (*const filter)(struct kobject *kobj);
	const char *(*const name)(struct kobject *kobj);
	int (*const uevent)(struct kobject *kobj, struct kobj_uevent_env *env);
};

struct kset {
	struct list_head	list;
	spinlock_t		list_lock;
	struct kobject		kobj;
	const struct kset_uevent_ops *uevent_ops;
};

/** struct kobj_attribute - an attribute whose functions take the kobject itself */
struct kobj_attribute {
	struct attribute attr;
	ssize_t (*show)(struct kobject *kobj, struct kobj_attribute *attr, char *buf);
	ssize_t (*store)(struct kobject *kobj, struct kobj_attribute *attr, const char *buf,
			 size_t count);
};

extern const struct sysfs_ops kobj_sysfs_ops;

/* /sys/kernel, /sys/fs */
extern struct kobject *kernel_kobj;
extern struct kobject *fs_kobj;

__printf(2, 3) int kobject_set_name(struct kobject *kobj, const char *name, ...);
__printf(2, 0) int kobject_set_name_vargs(struct kobject *kobj, const char *fmt, va_list vargs);
void kobject_init(struct kobject *kobj, const struct kobj_type *ktype);
__printf(3, 4) __must_check int kobject_add(struct kobject *kobj, struct kobject *parent,
					    const char *fmt, ...);
__printf(4, 5) __must_check int kobject_init_and_add(struct kobject *kobj,
						     const struct kobj_type *ktype,
						     struct kobject *parent, const char *fmt, ...);
void kobject_del(struct kobject *kobj);
struct kobject *kobject_create_and_add(const char *name, struct kobject *parent);
struct kobject *kobject_get(struct kobject *kobj);
struct kobject *kobject_get_unless_zero(struct kobject *kobj);
void kobject_put(struct kobject *kobj);
char *kobject_get_path(const struct kobject *kobj, gfp_t flag);
int kobject_uevent(struct kobject *kobj, enum kobject_action action);
int kobject_uevent_env(struct kobject *kobj, enum kobject_action action, char *envp[]);
__printf(2, 3) int add_uevent_var(struct kobj_uevent_env *env, const char *format, ...);

void kset_init(struct kset *kset);
int __must_check kset_register(struct kset *kset);
void kset_unregister(struct kset *kset);
struct kset *kset_create_and_add(const char *name, const struct kset_uevent_ops *u,
				 struct kobject *parent_kobj);
struct kobject *kset_find_obj(struct kset *kset, const char *name);

static inline const char *kobject_name(const struct kobject *kobj)
{
	return kobj->name;
}

static inline const struct kobj_type *get_ktype(const struct kobject *kobj)
{
	return kobj->ktype;
}

static inline struct kset *to_kset(struct kobject *kobj)
{
	return kobj ? container_of(kobj, struct kset, kobj) : NULL;
}

static inline struct kset *kset_get(struct kset *k)
{
	return k ? to_kset(kobject_get(&k->kobj)) : NULL;
}

static inline void kset_put(struct kset *k)
{
	kobject_put(&k->kobj);
}

#endif /* _LINUX_KOBJECT_H */
