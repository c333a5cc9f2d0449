// SPDX-License-Identifier: MIT
/*
 * fs/debugfs.c - /sys/kernel/debug: files without rules, for who debugs a driver
 *
 * A file's own operations run while an open holds their module; removal waits for no one, as long
 * as that module stays. debugfs_remove() takes a folder with everything in it.
 */
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "fs/vfs.h"

static struct vfs_node *debug_dir;

static struct vfs_node *dentry_node(struct dentry *dentry)
{
	return container_of(dentry, struct vfs_node, dentry);
}

static struct dentry *add_node(const char *name, enum vfs_kind kind, umode_t mode,
			       struct dentry *parent, void *data, const struct file_operations *fops,
			       const char *target)
{
	struct vfs_node *node;
	int ret;

	if (IS_ERR(parent))
		return parent;
	node = vfs_node_new(name, kind, mode);
	if (!node)
		return ERR_PTR(-ENOMEM);
	node->inode.i_private = data;
	if (fops)
		node->inode.i_fop = fops;
	if (target)
		node->target = kstrdup(target, GFP_KERNEL);
	ret = target && !node->target ? -ENOMEM :
	      vfs_node_link(parent ? dentry_node(parent) : debug_dir, node);
	vfs_node_put(node);
	return ret ? ERR_PTR(ret) : &node->dentry;
}

/**
 * debugfs_create_dir - a folder in @parent (NULL: the top); ERR_PTR() on failure
 *
 * Context: may sleep.
 * Return: its dentry or ERR_PTR().
 */
struct dentry *debugfs_create_dir(const char *name, struct dentry *parent)
{
	return add_node(name, VFS_DIR, 0755, parent, NULL, NULL, NULL);
}
EXPORT_SYMBOL_GPL(debugfs_create_dir);

/**
 * debugfs_create_file - a file with operations @fops and i_private @data; ERR_PTR() on failure
 *
 * Context: may sleep.
 * Return: its dentry or ERR_PTR().
 */
struct dentry *debugfs_create_file(const char *name, umode_t mode, struct dentry *parent,
				   void *data, const struct file_operations *fops)
{
	return add_node(name, VFS_FILE, mode, parent, data, fops, NULL);
}
EXPORT_SYMBOL_GPL(debugfs_create_file);

/**
 * debugfs_create_symlink - a symbolic link to @dest in @parent
 *
 * Context: may sleep.
 * Return: its dentry or ERR_PTR().
 */
struct dentry *debugfs_create_symlink(const char *name, struct dentry *parent, const char *dest)
{
	return add_node(name, VFS_LINK, 0777, parent, NULL, NULL, dest);
}
EXPORT_SYMBOL_GPL(debugfs_create_symlink);

/**
 * debugfs_lookup - the entry @name in @parent, or NULL; it stays as long as nobody removes it
 *
 * Context: may sleep.
 * Return: its dentry or NULL.
 */
struct dentry *debugfs_lookup(const char *name, struct dentry *parent)
{
	struct vfs_node *node = vfs_node_child(parent ? dentry_node(parent) : debug_dir, name);

	if (!node)
		return NULL;
	vfs_node_put(node);
	return &node->dentry;
}
EXPORT_SYMBOL_GPL(debugfs_lookup);

/* The innermost first entry below @node, with a reference; @node itself if it is empty. */
static struct vfs_node *leaf_of(struct vfs_node *node)
{
	struct vfs_node *child;

	vfs_node_get(node);
	while ((child = vfs_node_first_child(node))) {
		vfs_node_put(node);
		node = child;
	}
	return node;
}

/**
 * debugfs_remove - remove an entry with all that is below it. NULL and errors are safe.
 *
 * Context: may sleep.
 */
void debugfs_remove(struct dentry *dentry)
{
	struct vfs_node *top, *leaf;
	bool last = false;

	if (IS_ERR_OR_NULL(dentry))
		return;
	top = dentry_node(dentry);
	while (!last) {
		leaf = leaf_of(top);
		last = leaf == top;
		vfs_node_unlink(leaf);
		vfs_node_put(leaf);
	}
}
EXPORT_SYMBOL_GPL(debugfs_remove);

/* ---- a variable as a file ---- */

#define DEBUGFS_VARIABLE(name, type, fmt) \
static int name##_get(void *data, u64 *val) \
{ \
	*val = *(type *)data; \
	return 0; \
} \
static int name##_set(void *data, u64 val) \
{ \
	*(type *)data = val; \
	return 0; \
} \
DEFINE_SIMPLE_ATTRIBUTE(name##_fops, name##_get, name##_set, fmt); \
void debugfs_create_##name(const char *file, umode_t mode, struct dentry *parent, type *value) \
{ \
	debugfs_create_file(file, mode, parent, value, &name##_fops); \
} \
EXPORT_SYMBOL_GPL(debugfs_create_##name)

DEBUGFS_VARIABLE(u8, u8, "%llu\n");
DEBUGFS_VARIABLE(u16, u16, "%llu\n");
DEBUGFS_VARIABLE(u32, u32, "%llu\n");
DEBUGFS_VARIABLE(u64, u64, "%llu\n");
DEBUGFS_VARIABLE(ulong, unsigned long, "%llu\n");
DEBUGFS_VARIABLE(size_t, size_t, "%llu\n");
DEBUGFS_VARIABLE(x32, u32, "0x%08llx\n");
DEBUGFS_VARIABLE(xul, unsigned long, "0x%08llx\n");
DEBUGFS_VARIABLE(x64, u64, "0x%016llx\n");

static int atomic_get(void *data, u64 *val)
{
	*val = atomic_read((atomic_t *)data);
	return 0;
}

static int atomic_put(void *data, u64 val)
{
	atomic_set((atomic_t *)data, val);
	return 0;
}
DEFINE_SIMPLE_ATTRIBUTE(atomic_fops, atomic_get, atomic_put, "%lld\n");

/**
 * debugfs_create_atomic_t - an atomic_t as a file with a number
 *
 * Context: may sleep.
 */
void debugfs_create_atomic_t(const char *name, umode_t mode, struct dentry *parent,
			     atomic_t *value)
{
	debugfs_create_file(name, mode, parent, value, &atomic_fops);
}
EXPORT_SYMBOL_GPL(debugfs_create_atomic_t);

static ssize_t bool_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	const bool *value = file->private_data;

	return simple_read_from_buffer(buf, count, ppos, *value ? "Y\n" : "N\n", 2);
}

static ssize_t bool_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	bool *value = file->private_data;
	bool new;
	int ret = kstrtobool_from_user(buf, count, &new);

	if (ret)
		return ret;
	*value = new;
	return count;
}

static const struct file_operations bool_fops = {
	.open	= simple_open,
	.read	= bool_read,
	.write	= bool_write,
	.llseek	= default_llseek,
};

/**
 * debugfs_create_bool - a bool as a file with Y or N
 *
 * Context: may sleep.
 */
void debugfs_create_bool(const char *name, umode_t mode, struct dentry *parent, bool *value)
{
	debugfs_create_file(name, mode, parent, value, &bool_fops);
}
EXPORT_SYMBOL_GPL(debugfs_create_bool);

/** debugfs_init - boot: /sys/kernel/debug */
void __init debugfs_init(void)
{
	struct vfs_node *kernel = vfs_node_child(vfs_node_child(&vfs_root, "sys"), "kernel");

	debug_dir = vfs_node_new("debug", VFS_DIR, 0700);
	BUG_ON(!kernel || !debug_dir || vfs_node_link(kernel, debug_dir));
}
