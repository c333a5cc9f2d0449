// SPDX-License-Identifier: MIT
/*
 * lib/kobject.c - counted objects with a folder in /sys, and sets of them
 *
 * A kobject that was added holds a reference to its parent (its kset's kobject if it has no other) and
 * to its kset. Uevents have nobody to go to: the functions check and succeed.
 *
 * Locking	kset->list_lock covers kset->list and its members' entry.
 * Linux	as 6.1, without namespaces and uevent delivery.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

/**
 * kobject_init - give @kobj its type and one reference; kobject_put() ends it from now on
 *
 * Context: any.
 */
void kobject_init(struct kobject *kobj, const struct kobj_type *ktype)
{
	if (!kobj || !ktype) {
		pr_err("kobject (%p): must have a %s to be initialized properly!\n", kobj,
		       kobj ? "ktype" : "kobject");
		dump_stack();
		return;
	}
	if (kobj->state_initialized) {
		pr_err("kobject (%p): tried to init an initialized object, something is seriously wrong.\n",
		       kobj);
		dump_stack();
	}
	kref_init(&kobj->kref);
	INIT_LIST_HEAD(&kobj->entry);
	kobj->state_in_sysfs = 0;
	kobj->state_initialized = 1;
	kobj->ktype = ktype;
}
EXPORT_SYMBOL(kobject_init);

int kobject_set_name_vargs(struct kobject *kobj, const char *fmt, va_list vargs)
{
	char *name;

	if (kobj->name && !fmt)
		return 0;
	name = kvasprintf(GFP_KERNEL, fmt, vargs);
	if (!name)
		return -ENOMEM;
	strreplace(name, '/', '!');		/* a name is one part of a path */
	kfree_const(kobj->name);
	kobj->name = name;
	return 0;
}

/**
 * kobject_set_name - before kobject_add(): 0 or -ENOMEM
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int kobject_set_name(struct kobject *kobj, const char *fmt, ...)
{
	va_list vargs;
	int ret;

	va_start(vargs, fmt);
	ret = kobject_set_name_vargs(kobj, fmt, vargs);
	va_end(vargs);
	return ret;
}
EXPORT_SYMBOL(kobject_set_name);

static void kset_join(struct kobject *kobj)
{
	if (!kobj->kset)
		return;
	kset_get(kobj->kset);
	spin_lock(&kobj->kset->list_lock);
	list_add_tail(&kobj->entry, &kobj->kset->list);
	spin_unlock(&kobj->kset->list_lock);
}

static void kset_leave(struct kobject *kobj)
{
	if (!kobj->kset)
		return;
	spin_lock(&kobj->kset->list_lock);
	list_del_init(&kobj->entry);
	spin_unlock(&kobj->kset->list_lock);
	kset_put(kobj->kset);
}

static int kobject_make_dir(struct kobject *kobj)
{
	int ret = sysfs_create_dir(kobj);

	if (!ret) {
		ret = sysfs_create_groups(kobj, kobj->ktype->default_groups);
		if (ret)
			sysfs_remove_dir(kobj);
	}
	return ret;
}

static int kobject_add_internal(struct kobject *kobj)
{
	struct kobject *parent;
	int ret;

	if (!kobj->name || !kobj->name[0]) {
		WARN(1, "kobject: (%p): attempted to be registered with empty name!\n", kobj);
		return -EINVAL;
	}
	parent = kobject_get(kobj->parent);
	if (kobj->kset && !parent)
		parent = kobject_get(&kobj->kset->kobj);
	kset_join(kobj);
	kobj->parent = parent;

	ret = kobject_make_dir(kobj);
	if (ret) {
		kset_leave(kobj);
		kobject_put(parent);
		kobj->parent = NULL;
		pr_err("kobject_add failed for %s (error: %d parent: %s)\n", kobject_name(kobj), ret,
		       parent ? kobject_name(parent) : "'none'");
		return ret;
	}
	kobj->state_in_sysfs = 1;
	return 0;
}

static int kobject_add_varg(struct kobject *kobj, struct kobject *parent, const char *fmt,
			    va_list vargs)
{
	int ret = kobject_set_name_vargs(kobj, fmt, vargs);

	if (ret)
		return ret;
	kobj->parent = parent;
	return kobject_add_internal(kobj);
}

/**
 * kobject_add - make @kobj's folder
 * @parent:	whose folder it lies in; NULL: the kset's, or /sys
 * @fmt:	its name
 *
 * After a failure too the caller ends @kobj with kobject_put().
 * Context: may sleep.
 * Return: 0, -EEXIST, -ENOMEM, -EINVAL.
 */
int kobject_add(struct kobject *kobj, struct kobject *parent, const char *fmt, ...)
{
	va_list args;
	int ret;

	if (!kobj)
		return -EINVAL;
	if (WARN(!kobj->state_initialized,
		 "kobject '%s' (%p): tried to add an uninitialized object\n",
		 kobject_name(kobj) ?: "", kobj))
		return -EINVAL;
	va_start(args, fmt);
	ret = kobject_add_varg(kobj, parent, fmt, args);
	va_end(args);
	return ret;
}
EXPORT_SYMBOL(kobject_add);

/**
 * kobject_init_and_add - kobject_init() and kobject_add()
 *
 * Context: may sleep.
 * Return: 0, -EEXIST, -ENOMEM, -EINVAL; the caller ends @kobj with kobject_put() in any case.
 */
int kobject_init_and_add(struct kobject *kobj, const struct kobj_type *ktype,
			 struct kobject *parent, const char *fmt, ...)
{
	va_list args;
	int ret;

	kobject_init(kobj, ktype);
	va_start(args, fmt);
	ret = kobject_add_varg(kobj, parent, fmt, args);
	va_end(args);
	return ret;
}
EXPORT_SYMBOL_GPL(kobject_init_and_add);

/**
 * kobject_del - remove the folder; who holds references keeps the object
 *
 * Context: may sleep.
 */
void kobject_del(struct kobject *kobj)
{
	struct kobject *parent;

	if (!kobj || !kobj->state_in_sysfs)
		return;
	parent = kobj->parent;
	sysfs_remove_groups(kobj, kobj->ktype->default_groups);
	sysfs_remove_dir(kobj);
	kobj->state_in_sysfs = 0;
	kset_leave(kobj);
	kobj->parent = NULL;
	kobject_put(parent);
}
EXPORT_SYMBOL(kobject_del);

/**
 * kobject_get - take a reference; NULL is safe
 *
 * Context: any.
 * Return: @kobj.
 */
struct kobject *kobject_get(struct kobject *kobj)
{
	if (kobj) {
		WARN(!kobj->state_initialized,
		     "kobject: '%s' (%p): is not initialized, yet kobject_get() is being called.\n",
		     kobject_name(kobj) ?: "", kobj);
		kref_get(&kobj->kref);
	}
	return kobj;
}
EXPORT_SYMBOL(kobject_get);

/**
 * kobject_get_unless_zero - take a reference to what may be going
 *
 * Context: any.
 * Return: @kobj, or NULL if its last reference is gone.
 */
struct kobject *kobject_get_unless_zero(struct kobject *kobj)
{
	return kobj && kref_get_unless_zero(&kobj->kref) ? kobj : NULL;
}
EXPORT_SYMBOL(kobject_get_unless_zero);

static void kobject_release(struct kref *kref)
{
	struct kobject *kobj = container_of(kref, struct kobject, kref);
	const char *name = kobj->name;

	kobject_del(kobj);
	if (kobj->ktype->release)
		kobj->ktype->release(kobj);
	else
		pr_warn("Device '%s' does not have a release() function, it is broken and must be fixed.\n",
			name ?: "");
	kfree_const(name);
}

/**
 * kobject_put - give a reference back; the last one removes the folder and calls release()
 *
 * Context: may sleep.
 */
void kobject_put(struct kobject *kobj)
{
	if (!kobj)
		return;
	WARN(!kobj->state_initialized,
	     "kobject: '%s' (%p): is not initialized, yet kobject_put() is being called.\n",
	     kobject_name(kobj) ?: "", kobj);
	kref_put(&kobj->kref, kobject_release);
}
EXPORT_SYMBOL(kobject_put);

/**
 * kobject_get_path - the folder's path without "/sys", in new memory; or NULL
 *
 * Context: as @flag says.
 * Return: the path, to be freed with kfree(), or NULL.
 */
char *kobject_get_path(const struct kobject *kobj, gfp_t flag)
{
	const struct kobject *k;
	size_t len = 1;
	char *path;

	for (k = kobj; k; k = k->parent)
		len += strlen(kobject_name(k)) + 1;
	path = kzalloc(len, flag);
	if (!path)
		return NULL;
	for (k = kobj, len--; k; k = k->parent) {
		size_t part = strlen(kobject_name(k));

		len -= part;
		memcpy(path + len, kobject_name(k), part);
		path[--len] = '/';
	}
	return path;
}
EXPORT_SYMBOL_GPL(kobject_get_path);

static void dynamic_release(struct kobject *kobj)
{
	kfree(kobj);
}

static const struct kobj_type dynamic_ktype = {
	.release	= dynamic_release,
	.sysfs_ops	= &kobj_sysfs_ops,
};

/**
 * kobject_create_and_add - a kobject by itself: a folder; NULL on failure
 *
 * Context: may sleep.
 * Return: the kobject or NULL.
 */
struct kobject *kobject_create_and_add(const char *name, struct kobject *parent)
{
	struct kobject *kobj = kzalloc(sizeof(*kobj), GFP_KERNEL);

	if (!kobj)
		return NULL;
	kobject_init(kobj, &dynamic_ktype);
	if (kobject_add(kobj, parent, "%s", name)) {
		kobject_put(kobj);
		return NULL;
	}
	return kobj;
}
EXPORT_SYMBOL_GPL(kobject_create_and_add);

static ssize_t kobj_attr_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct kobj_attribute *kattr = container_of(attr, struct kobj_attribute, attr);

	return kattr->show ? kattr->show(kobj, kattr, buf) : -EIO;
}

static ssize_t kobj_attr_store(struct kobject *kobj, struct attribute *attr, const char *buf,
			       size_t count)
{
	struct kobj_attribute *kattr = container_of(attr, struct kobj_attribute, attr);

	return kattr->store ? kattr->store(kobj, kattr, buf, count) : -EIO;
}

const struct sysfs_ops kobj_sysfs_ops = {
	.show	= kobj_attr_show,
	.store	= kobj_attr_store,
};
EXPORT_SYMBOL_GPL(kobj_sysfs_ops);

/* ---- ksets ---- */

/** kset_init - for a kset that is part of another structure */
void kset_init(struct kset *k)
{
	kref_init(&k->kobj.kref);
	INIT_LIST_HEAD(&k->kobj.entry);
	k->kobj.state_initialized = 1;
	INIT_LIST_HEAD(&k->list);
	spin_lock_init(&k->list_lock);
}

/**
 * kset_register - initialise @k and make its folder
 *
 * Context: may sleep.
 * Return: 0, -EEXIST, -ENOMEM, -EINVAL.
 */
int kset_register(struct kset *k)
{
	if (!k)
		return -EINVAL;
	kset_init(k);
	return kobject_add_internal(&k->kobj);
}
EXPORT_SYMBOL(kset_register);

/**
 * kset_unregister - remove the folder and give up the reference of who made the kset
 *
 * Context: may sleep.
 */
void kset_unregister(struct kset *k)
{
	if (!k)
		return;
	kobject_del(&k->kobj);
	kobject_put(&k->kobj);
}
EXPORT_SYMBOL(kset_unregister);

static void kset_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct kset, kobj));
}

static const struct kobj_type kset_ktype = {
	.release	= kset_release,
	.sysfs_ops	= &kobj_sysfs_ops,
};

/**
 * kset_create_and_add - a kset by itself; NULL on failure
 *
 * Context: may sleep.
 * Return: the kset or NULL.
 */
struct kset *kset_create_and_add(const char *name, const struct kset_uevent_ops *uevent_ops,
				 struct kobject *parent_kobj)
{
	struct kset *kset = kzalloc(sizeof(*kset), GFP_KERNEL);

	if (!kset)
		return NULL;
	kset->uevent_ops = uevent_ops;
	kset->kobj.parent = parent_kobj;
	kset->kobj.ktype = &kset_ktype;
	if (kobject_set_name(&kset->kobj, "%s", name) || kset_register(kset)) {
		kfree_const(kset->kobj.name);
		kfree(kset);
		return NULL;
	}
	return kset;
}
EXPORT_SYMBOL_GPL(kset_create_and_add);

/**
 * kset_find_obj - the member called @name, with a reference; or NULL
 *
 * Context: any.
 * Return: the member, to be given back with kobject_put(), or NULL.
 */
struct kobject *kset_find_obj(struct kset *kset, const char *name)
{
	struct kobject *k, *found = NULL;

	spin_lock(&kset->list_lock);
	list_for_each_entry(k, &kset->list, entry) {
		if (kobject_name(k) && !strcmp(kobject_name(k), name)) {
			found = kobject_get_unless_zero(k);
			break;
		}
	}
	spin_unlock(&kset->list_lock);
	return found;
}
EXPORT_SYMBOL_GPL(kset_find_obj);

/* ---- uevents: there is no listener ---- */

/**
 * kobject_uevent_env - kobject_uevent() with more variables
 *
 * Context: any.
 * Return: 0.
 */
int kobject_uevent_env(struct kobject *kobj, enum kobject_action action, char *envp[])
{
	return 0;
}
EXPORT_SYMBOL_GPL(kobject_uevent_env);

/**
 * kobject_uevent - tell programs of @action; nobody listens
 *
 * Context: any.
 * Return: 0.
 */
int kobject_uevent(struct kobject *kobj, enum kobject_action action)
{
	return kobject_uevent_env(kobj, action, NULL);
}
EXPORT_SYMBOL_GPL(kobject_uevent);

/**
 * add_uevent_var - add "KEY=value" to an event: 0 or -ENOMEM if it is full
 *
 * Context: any.
 * Return: 0 or -ENOMEM.
 */
int add_uevent_var(struct kobj_uevent_env *env, const char *format, ...)
{
	va_list args;
	int len;

	if (env->envp_idx >= ARRAY_SIZE(env->envp))
		return -ENOMEM;
	va_start(args, format);
	len = vsnprintf(&env->buf[env->buflen], sizeof(env->buf) - env->buflen, format, args);
	va_end(args);
	if (len >= sizeof(env->buf) - env->buflen)
		return -ENOMEM;
	env->envp[env->envp_idx++] = &env->buf[env->buflen];
	env->buflen += len + 1;
	return 0;
}
EXPORT_SYMBOL_GPL(add_uevent_var);
