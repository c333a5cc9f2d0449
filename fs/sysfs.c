// SPDX-License-Identifier: MIT
/*
 * fs/sysfs.c - /sys: a folder for each kobject, a text file for each of its attributes
 *
 * A read calls show() once for the whole text (at most a page), a write calls store() once with all
 * that was written. Neither runs any more once the attribute is removed: removal waits.
 *
 * Linux	as 6.1; a removed attribute's calls are -ENODEV.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

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

static struct vfs_node *sys_dir;
static DECLARE_WAIT_QUEUE_HEAD(sysfs_event_queue);

static struct sysfs_file *inode_sysfs(const struct inode *inode)
{
	return container_of(inode_node(inode), struct sysfs_file, node);
}

/* ---- text attributes ---- */

static int attr_show(struct seq_file *m, void *v)
{
	struct sysfs_file *sf = m->private;
	const struct sysfs_ops *ops;
	ssize_t count;
	char *buf;

	if (seq_get_buf(m, &buf) < PAGE_SIZE) {
		seq_commit(m, -1);
		return 0;
	}
	if (!vfs_node_use(&sf->node))
		return -ENODEV;
	m->poll_event = READ_ONCE(sf->event);
	ops = sf->kobj->ktype->sysfs_ops;
	memset(buf, 0, PAGE_SIZE);
	count = ops && ops->show ? ops->show(sf->kobj, (struct attribute *)sf->attr, buf) : -EIO;
	vfs_node_unuse(&sf->node);
	if (count < 0)
		return count;
	if (count >= (ssize_t)PAGE_SIZE) {
		pr_err("fill_read_buffer: %pS returned bad count\n", ops->show);
		count = PAGE_SIZE - 1;
	}
	seq_commit(m, count);
	return 0;
}

/* As Linux, root too is refused what the attribute can't do. */
static int attr_may_open(const struct sysfs_file *sf, umode_t mode, fmode_t f_mode)
{
	const struct sysfs_ops *ops = sf->kobj->ktype->sysfs_ops;

	if (WARN(!ops, "missing sysfs attribute operations for kobject: %s\n",
		 kobject_name(sf->kobj)))
		return -EACCES;
	if ((f_mode & FMODE_WRITE) && (!(mode & S_IWUGO) || !ops->store))
		return -EACCES;
	if ((f_mode & FMODE_READ) && (!(mode & S_IRUGO) || !ops->show))
		return -EACCES;
	return 0;
}

static int attr_open(struct inode *inode, struct file *file)
{
	struct sysfs_file *sf = inode_sysfs(inode);
	int ret;

	if (!vfs_node_use(&sf->node))
		return -ENODEV;
	ret = attr_may_open(sf, inode->i_mode, file->f_mode);
	vfs_node_unuse(&sf->node);
	return ret ?: single_open_size(file, attr_show, sf, PAGE_SIZE);
}

static ssize_t attr_write(struct file *file, const char __user *ubuf, size_t count, loff_t *ppos)
{
	struct sysfs_file *sf = inode_sysfs(file_inode(file));
	ssize_t ret = -ENODEV;
	char *buf;

	count = min_t(size_t, count, PAGE_SIZE);
	if (!count)
		return 0;
	buf = memdup_user_nul(ubuf, count);
	if (IS_ERR(buf))
		return PTR_ERR(buf);
	if (vfs_node_use(&sf->node)) {
		ret = sf->kobj->ktype->sysfs_ops->store(sf->kobj, (struct attribute *)sf->attr,
							buf, count);
		vfs_node_unuse(&sf->node);
	}
	kfree(buf);
	if (ret > 0)
		*ppos += ret;
	return ret;
}

static __poll_t attr_poll(struct file *file, poll_table *pt)
{
	struct sysfs_file *sf = inode_sysfs(file_inode(file));
	struct seq_file *m = file->private_data;

	poll_wait(file, &sysfs_event_queue, pt);
	if (m->poll_event != READ_ONCE(sf->event))
		return DEFAULT_POLLMASK | EPOLLERR | EPOLLPRI;
	return DEFAULT_POLLMASK;
}

static const struct file_operations attr_fops = {
	.open		= attr_open,
	.read		= seq_read,
	.write		= attr_write,
	.llseek		= seq_lseek,
	.poll		= attr_poll,
	.release	= single_release,
};

/* ---- binary attributes ---- */

static ssize_t bin_rw(struct file *file, char __user *ubuf, size_t count, loff_t *ppos, bool write)
{
	struct sysfs_file *sf = inode_sysfs(file_inode(file));
	struct bin_attribute *bin = (struct bin_attribute *)sf->bin;
	ssize_t ret = -ENODEV;
	char *buf;

	count = min_t(size_t, count, PAGE_SIZE);
	if (bin->size) {
		if (*ppos >= bin->size)
			return write && *ppos > bin->size ? -EFBIG : 0;
		count = min_t(size_t, count, bin->size - *ppos);
	}
	if (!(write ? bin->write : bin->read))
		return -EIO;
	buf = write ? memdup_user_nul(ubuf, count) : kzalloc(PAGE_SIZE, GFP_KERNEL);
	if (IS_ERR_OR_NULL(buf))
		return buf ? PTR_ERR(buf) : -ENOMEM;
	if (vfs_node_use(&sf->node)) {
		ret = (write ? bin->write : bin->read)(file, sf->kobj, bin, buf, *ppos, count);
		vfs_node_unuse(&sf->node);
	}
	if (!write && ret > 0 && copy_to_user(ubuf, buf, ret))
		ret = -EFAULT;
	kfree(buf);
	if (ret > 0)
		*ppos += ret;
	return ret;
}

static ssize_t bin_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	return bin_rw(file, buf, count, ppos, false);
}

static ssize_t bin_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	return bin_rw(file, (char __user *)buf, count, ppos, true);
}

static const struct file_operations bin_fops = {
	.read	= bin_read,
	.write	= bin_write,
	.llseek	= generic_file_llseek,
};

/* ---- folders, files, links ---- */

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
	sf->node.inode.i_fop = bin ? &bin_fops : &attr_fops;
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

/**
 * sysfs_notify - wake who polls the attribute @attr (in group folder @dir, or NULL)
 *
 * Context: may sleep.
 */
void sysfs_notify(struct kobject *kobj, const char *dir, const char *attr)
{
	struct vfs_node *folder = kobj->sd, *node = NULL;

	if (folder && dir)
		folder = vfs_node_child(folder, dir);
	if (folder && attr)
		node = vfs_node_child(folder, attr);
	if (node && node->kind == VFS_FILE) {
		struct sysfs_file *sf = container_of(node, struct sysfs_file, node);

		WRITE_ONCE(sf->event, sf->event + 1);
		wake_up_interruptible(&sysfs_event_queue);
	}
	vfs_node_put(node);
	if (dir)
		vfs_node_put(folder);
}
EXPORT_SYMBOL_GPL(sysfs_notify);

/**
 * sysfs_emit - scnprintf() into the page that show() was given; its length
 *
 * Context: any.
 * Return: length of the text.
 */
int sysfs_emit(char *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	if (WARN(!buf || offset_in_page(buf), "invalid sysfs_emit: buf:%p\n", buf))
		return 0;
	va_start(args, fmt);
	len = vscnprintf(buf, PAGE_SIZE, fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL_GPL(sysfs_emit);

/**
 * sysfs_emit_at - sysfs_emit() from byte @at on
 *
 * Context: any.
 * Return: length of what was added.
 */
int sysfs_emit_at(char *buf, int at, const char *fmt, ...)
{
	va_list args;
	int len;

	if (WARN(!buf || offset_in_page(buf) || at < 0 || at >= PAGE_SIZE,
		 "invalid sysfs_emit_at: buf:%p at:%d\n", buf, at))
		return 0;
	va_start(args, fmt);
	len = vscnprintf(buf + at, PAGE_SIZE - at, fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL_GPL(sysfs_emit_at);

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
