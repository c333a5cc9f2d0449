// SPDX-License-Identifier: MIT
/*
 * fs/sysfs.c - /sys: a folder for each kobject, a file for each of its attributes
 *
 * An attribute's functions do not run any more once it is removed: removal waits.
 *
 * Linux	as 6.1.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "fs/sysfs.h"

static struct vfs_node *sys_dir;

static void sysfs_file_free(struct vfs_node *node)
{
	kfree(container_of(node, struct sysfs_file, node));
}

/**
 * sysfs_create_dir - the folder of @kobj, in its parent's or in /sys: 0, -EEXIST, -ENOMEM
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int sysfs_create_dir(struct kobject *kobj)
{
	struct vfs_node *parent = kobj->parent ? kobj->parent->sd : sys_dir;
	struct vfs_node *dir;
	int ret;

	if (!parent)
		return -ENOENT;
	dir = vfs_node_child(parent, kobject_name(kobj));
	if (dir && dir->kind == VFS_SHARED_DIR && !dir->data) {
		dir->data = kobj;		/* one that vfs_init() made */
		kobj->sd = dir;
		return 0;
	}
	if (dir) {
		vfs_node_put(dir);
		pr_warn("sysfs: cannot create duplicate filename '%s/%s'\n",
			parent->dentry.d_name.name, kobject_name(kobj));
		return -EEXIST;
	}
	dir = vfs_node_new(kobject_name(kobj), VFS_DIR, 0755);
	if (!dir)
		return -ENOMEM;
	dir->data = kobj;
	ret = vfs_node_link(parent, dir);
	if (ret) {
		vfs_node_put(dir);
		return ret;
	}
	kobj->sd = dir;
	return 0;
}
EXPORT_SYMBOL_GPL(sysfs_create_dir);

/* Take away everything in @dir: attribute files, links, groups' folders. Children are gone by now. */
static void empty_dir(struct vfs_node *dir)
{
	struct vfs_node *child;

	while ((child = vfs_node_first_child(dir))) {
		if (child->kind == VFS_DIR && !child->data) {
			struct vfs_node *inner;

			while ((inner = vfs_node_first_child(child))) {
				vfs_node_unlink(inner);
				if (inner->kind == VFS_FILE)
					vfs_node_kill(inner);
				vfs_node_put(inner);
			}
		}
		vfs_node_unlink(child);
		if (child->kind == VFS_FILE)
			vfs_node_kill(child);
		vfs_node_put(child);
	}
}

/**
 * sysfs_remove_dir - remove @kobj's folder with what is in it
 *
 * Context: may sleep.
 */
void sysfs_remove_dir(struct kobject *kobj)
{
	struct vfs_node *dir = kobj->sd;

	if (!dir)
		return;
	kobj->sd = NULL;
	vfs_node_fill_later(dir, NULL);
	empty_dir(dir);
	vfs_node_unlink(dir);
	vfs_node_put(dir);
}
EXPORT_SYMBOL_GPL(sysfs_remove_dir);

static int add_file(struct vfs_node *dir, struct kobject *kobj, const struct attribute *attr,
		    const struct bin_attribute *bin, umode_t mode)
{
	struct sysfs_file *sf;
	int ret;

	if (!dir)
		return -EINVAL;
	sf = kzalloc(sizeof(*sf), GFP_KERNEL);
	if (!sf)
		return -ENOMEM;
	if (vfs_node_init(&sf->node, attr->name, VFS_FILE, mode, sysfs_file_free)) {
		kfree(sf);
		return -ENOMEM;
	}
	sf->kobj = kobj;
	sf->attr = attr;
	sf->bin = bin;
	sf->node.inode.i_fop = bin ? &sysfs_bin_fops : &sysfs_attr_fops;
	sf->node.inode.i_size = bin ? bin->size : PAGE_SIZE;
	ret = vfs_node_link(dir, &sf->node);
	if (ret == -EEXIST)
		pr_warn("sysfs: cannot create duplicate filename '%s/%s'\n",
			dir->dentry.d_name.name, attr->name);
	vfs_node_put(&sf->node);		/* the tree holds it now, or nobody */
	return ret;
}

/* Take @name out of @dir and wait until its functions are not running. */
static void remove_name(struct vfs_node *dir, const char *name)
{
	struct vfs_node *node = dir ? vfs_node_child(dir, name) : NULL;

	if (!node)
		return;
	vfs_node_unlink(node);
	if (node->kind == VFS_FILE)
		vfs_node_kill(node);
	vfs_node_put(node);
}

/**
 * sysfs_create_file - add an attribute: 0, -EEXIST, -ENOMEM, -EINVAL if @kobj has no folder
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int sysfs_create_file(struct kobject *kobj, const struct attribute *attr)
{
	return add_file(kobj->sd, kobj, attr, NULL, attr->mode);
}
EXPORT_SYMBOL_GPL(sysfs_create_file);

/**
 * sysfs_remove_file - take it away; its functions are not running when this returns
 *
 * Context: may sleep.
 */
void sysfs_remove_file(struct kobject *kobj, const struct attribute *attr)
{
	remove_name(kobj->sd, attr->name);
}
EXPORT_SYMBOL_GPL(sysfs_remove_file);

/**
 * sysfs_create_files - add a NULL-terminated list of attributes
 *
 * Context: may sleep.
 * Return: 0 or a negative errno, with none added.
 */
int sysfs_create_files(struct kobject *kobj, const struct attribute *const *attr)
{
	int i, ret = 0;

	for (i = 0; attr[i] && !ret; i++)
		ret = sysfs_create_file(kobj, attr[i]);
	if (ret)
		while (--i)
			sysfs_remove_file(kobj, attr[i - 1]);
	return ret;
}
EXPORT_SYMBOL_GPL(sysfs_create_files);

/**
 * sysfs_remove_files - undo sysfs_create_files()
 *
 * Context: may sleep.
 */
void sysfs_remove_files(struct kobject *kobj, const struct attribute *const *attr)
{
	for (; *attr; attr++)
		sysfs_remove_file(kobj, *attr);
}
EXPORT_SYMBOL_GPL(sysfs_remove_files);

/**
 * sysfs_create_bin_file - add a binary attribute
 *
 * Context: may sleep.
 * Return: 0, -EEXIST, -ENOMEM, -EINVAL.
 */
int sysfs_create_bin_file(struct kobject *kobj, const struct bin_attribute *attr)
{
	return add_file(kobj->sd, kobj, &attr->attr, attr, attr->attr.mode);
}
EXPORT_SYMBOL_GPL(sysfs_create_bin_file);

/**
 * sysfs_remove_bin_file - undo sysfs_create_bin_file()
 *
 * Context: may sleep.
 */
void sysfs_remove_bin_file(struct kobject *kobj, const struct bin_attribute *attr)
{
	remove_name(kobj->sd, attr->attr.name);
}
EXPORT_SYMBOL_GPL(sysfs_remove_bin_file);

/* ---- groups ---- */

static void remove_group_files(struct vfs_node *dir, const struct attribute_group *grp)
{
	struct attribute **attr;
	struct bin_attribute **bin;

	for (attr = grp->attrs; attr && *attr; attr++)
		remove_name(dir, (*attr)->name);
	for (bin = grp->bin_attrs; bin && *bin; bin++)
		remove_name(dir, (*bin)->attr.name);
}

static int create_group_files(struct vfs_node *dir, struct kobject *kobj,
			      const struct attribute_group *grp)
{
	umode_t mode;
	int i, ret = 0;

	for (i = 0; grp->attrs && grp->attrs[i] && !ret; i++) {
		mode = grp->attrs[i]->mode;
		if (grp->is_visible)
			mode = grp->is_visible(kobj, grp->attrs[i], i);
		if (mode)
			ret = add_file(dir, kobj, grp->attrs[i], NULL, mode);
	}
	for (i = 0; grp->bin_attrs && grp->bin_attrs[i] && !ret; i++) {
		mode = grp->bin_attrs[i]->attr.mode;
		if (grp->is_bin_visible)
			mode = grp->is_bin_visible(kobj, grp->bin_attrs[i], i);
		if (mode)
			ret = add_file(dir, kobj, &grp->bin_attrs[i]->attr, grp->bin_attrs[i],
				       mode);
	}
	if (ret)
		remove_group_files(dir, grp);
	return ret;
}

/**
 * sysfs_create_group - add attributes together, all or none
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int sysfs_create_group(struct kobject *kobj, const struct attribute_group *grp)
{
	struct vfs_node *dir;
	int ret;

	if (WARN_ON(!kobj->sd))
		return -EINVAL;
	if (!grp->name)
		return create_group_files(kobj->sd, kobj, grp);
	dir = vfs_node_new(grp->name, VFS_DIR, 0755);
	if (!dir)
		return -ENOMEM;
	ret = vfs_node_link(kobj->sd, dir);
	if (!ret) {
		ret = create_group_files(dir, kobj, grp);
		if (ret)
			vfs_node_unlink(dir);
	}
	vfs_node_put(dir);
	return ret;
}
EXPORT_SYMBOL_GPL(sysfs_create_group);

static int fill_dir(struct vfs_node *dir)
{
	return create_group_files(dir, dir->data, dir->inode.i_private);
}

/**
 * sysfs_create_group_later - sysfs_create_group() once somebody looks into @kobj's folder
 * @kobj:	whose folder nothing else is put into
 * @grp:	a group without a folder of its own
 *
 * For folders that there are many of, and that are hardly ever read.
 * Context: may sleep.
 */
void sysfs_create_group_later(struct kobject *kobj, const struct attribute_group *grp)
{
	kobj->sd->inode.i_private = (void *)grp;
	vfs_node_fill_later(kobj->sd, fill_dir);
}

/**
 * sysfs_groups_rest - files of groups that were created later back to memory, where none is open
 * @parent:	whose folder has the folders of the groups' kobjects
 *
 * Context: may sleep.
 */
void sysfs_groups_rest(struct kobject *parent)
{
	vfs_node_unfill(parent->sd);
}

/**
 * sysfs_remove_group - undo sysfs_create_group()
 *
 * Context: may sleep.
 */
void sysfs_remove_group(struct kobject *kobj, const struct attribute_group *grp)
{
	struct vfs_node *dir;

	if (!kobj->sd)
		return;
	if (!grp->name) {
		remove_group_files(kobj->sd, grp);
		return;
	}
	dir = vfs_node_child(kobj->sd, grp->name);
	if (WARN(!dir, "sysfs group '%s' not found for kobject '%s'\n", grp->name,
		 kobject_name(kobj)))
		return;
	remove_group_files(dir, grp);
	vfs_node_unlink(dir);
	vfs_node_put(dir);
}
EXPORT_SYMBOL_GPL(sysfs_remove_group);

/**
 * sysfs_create_groups - add a NULL-terminated list of groups
 *
 * Context: may sleep.
 * Return: 0 or a negative errno, with none added.
 */
int sysfs_create_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	int i, ret = 0;

	for (i = 0; groups && groups[i]; i++) {
		ret = sysfs_create_group(kobj, groups[i]);
		if (ret) {
			while (i--)
				sysfs_remove_group(kobj, groups[i]);
			break;
		}
	}
	return ret;
}
EXPORT_SYMBOL_GPL(sysfs_create_groups);

/**
 * sysfs_remove_groups - undo sysfs_create_groups()
 *
 * Context: may sleep.
 */
void sysfs_remove_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	for (; groups && *groups; groups++)
		sysfs_remove_group(kobj, *groups);
}
EXPORT_SYMBOL_GPL(sysfs_remove_groups);

/**
 * sysfs_create_link - in @kobj's folder (NULL: /sys), a link to @target's
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int sysfs_create_link(struct kobject *kobj, struct kobject *target, const char *name)
{
	struct vfs_node *dir = kobj ? kobj->sd : sys_dir, *link;
	int ret = -ENOMEM;
	char *path;

	if (!dir || !target->sd)
		return -ENOENT;
	path = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!path)
		return -ENOMEM;
	link = vfs_node_new(name, VFS_LINK, 0777);
	if (link) {
		ret = vfs_node_path(target->sd, path, PATH_MAX);
		link->target = ret ? NULL : kstrdup(path, GFP_KERNEL);
		if (link->target) {
			link->inode.i_size = strlen(path);
			ret = vfs_node_link(dir, link);
		} else if (!ret) {
			ret = -ENOMEM;
		}
		vfs_node_put(link);
	}
	kfree(path);
	return ret;
}
EXPORT_SYMBOL_GPL(sysfs_create_link);

/**
 * sysfs_remove_link - undo sysfs_create_link()
 *
 * Context: may sleep.
 */
void sysfs_remove_link(struct kobject *kobj, const char *name)
{
	remove_name(kobj ? kobj->sd : sys_dir, name);
}
EXPORT_SYMBOL_GPL(sysfs_remove_link);

/**
 * sysfs_create_mount_point - an empty folder
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int sysfs_create_mount_point(struct kobject *parent_kobj, const char *name)
{
	struct vfs_node *dir = vfs_node_new(name, VFS_DIR, 0755);
	int ret;

	if (!dir)
		return -ENOMEM;
	ret = vfs_node_link(parent_kobj->sd, dir);
	vfs_node_put(dir);
	return ret;
}
EXPORT_SYMBOL_GPL(sysfs_create_mount_point);

/**
 * sysfs_remove_mount_point - undo sysfs_create_mount_point()
 *
 * Context: may sleep.
 */
void sysfs_remove_mount_point(struct kobject *parent_kobj, const char *name)
{
	remove_name(parent_kobj->sd, name);
}
EXPORT_SYMBOL_GPL(sysfs_remove_mount_point);

struct kobject *kernel_kobj;
EXPORT_SYMBOL_GPL(kernel_kobj);
struct kobject *fs_kobj;
EXPORT_SYMBOL_GPL(fs_kobj);

/** sysfs_init - boot: /sys, /sys/kernel, /sys/fs */
void __init sysfs_init(void)
{
	sys_dir = vfs_node_child(&vfs_root, "sys");
	BUG_ON(!sys_dir);
	kernel_kobj = kobject_create_and_add("kernel", NULL);
	fs_kobj = kobject_create_and_add("fs", NULL);
	BUG_ON(!kernel_kobj || !fs_kobj);
}
