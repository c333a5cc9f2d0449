// SPDX-License-Identifier: MIT
/*
 * fs/proc.c - /proc: entries of drivers and of the kernel itself
 *
 * An entry may be removed, and the module behind it go, while programs have it open: removal lets no
 * new call in, waits for those that run, and then calls release() for every file that is still
 * open (the file itself stays, and its calls fail from then on). So no entry needs an owner.
 *
 * Linux	as 6.1. Row D6.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fs/proc.h"
#include "init/calls.h"

static struct vfs_node *proc_dir;

/**
 * pde_data - the driver's pointer of proc_create_data()
 *
 * Context: any.
 * Return: that pointer.
 */
void *pde_data(const struct inode *inode)
{
	return inode_node(inode)->data;
}
EXPORT_SYMBOL(pde_data);

/**
 * proc_get_parent_data - that of the folder
 *
 * Context: any.
 * Return: that pointer.
 */
void *proc_get_parent_data(const struct inode *inode)
{
	return inode_node(inode)->parent->data;
}
EXPORT_SYMBOL_GPL(proc_get_parent_data);

/* ---- entries ---- */

static void pde_free(struct vfs_node *node)
{
	kfree(node_pde(node));
}

/*
 * A new entry called @name, which may be a path whose folders are there; it is not linked yet.
 * *@dir: the folder that it belongs into, with a reference.
 */
static struct proc_dir_entry *pde_new(const char *name, struct proc_dir_entry *parent,
				      enum vfs_kind kind, umode_t mode, void *data,
				      struct vfs_node **dir)
{
	struct proc_dir_entry *de;
	const char *last;

	*dir = vfs_dir_of(parent ? &parent->node : proc_dir, name, NULL, &last);
	if (WARN(!*dir, "name '%s'\n", name))
		return NULL;
	if (WARN(!*last, "proc: a name is missing: '%s'\n", name))
		goto out_put_dir;
	de = kzalloc(sizeof(*de), GFP_KERNEL);
	if (!de)
		goto out_put_dir;
	if (vfs_node_init(&de->node, last, kind, mode, pde_free))
		goto out_free;
	de->node.data = data;
	spin_lock_init(&de->openers_lock);
	INIT_LIST_HEAD(&de->openers);
	return de;
out_free:
	kfree(de);
out_put_dir:
	vfs_node_put(*dir);
	return NULL;
}

/* Make @de visible; its reference is then the caller's hold on it until proc_remove(). */
static struct proc_dir_entry *pde_link(struct vfs_node *dir, struct proc_dir_entry *de)
{
	int ret = vfs_node_link(dir, &de->node);

	if (ret) {
		WARN(ret == -EEXIST, "proc_dir_entry '%s/%s' already registered\n",
		     dir->dentry.d_name.name, de->node.dentry.d_name.name);
		vfs_node_put(&de->node);
		de = NULL;
	}
	vfs_node_put(dir);
	return de;
}

static struct proc_dir_entry *create_file(const char *name, umode_t mode,
					  struct proc_dir_entry *parent,
					  const struct proc_ops *ops, void *data,
					  struct vfs_node **dir)
{
	struct proc_dir_entry *de;

	de = pde_new(name, parent, VFS_FILE, (mode & S_IALLUGO) ?: S_IRUGO, data, dir);
	if (de) {
		de->ops = ops;
		de->node.inode.i_fop = ops->proc_read_iter ? &proc_iter_file_fops
							   : &proc_file_fops;
	}
	return de;
}

/**
 * proc_create_data - make the file /proc/<parent's>/<name>
 * @mode:	permissions; 0 means 0444
 * @parent:	folder, NULL for /proc itself
 * @proc_ops:	what it does
 * @data:	pde_data() of its inode
 *
 * Context: may sleep.
 * Return: the entry, or NULL (no memory; the name is taken, which is warned about). Row D6.
 */
struct proc_dir_entry *proc_create_data(const char *name, umode_t mode,
					struct proc_dir_entry *parent,
					const struct proc_ops *proc_ops, void *data)
{
	struct vfs_node *dir;
	struct proc_dir_entry *de = create_file(name, mode, parent, proc_ops, data, &dir);

	return de ? pde_link(dir, de) : NULL;
}
EXPORT_SYMBOL(proc_create_data);

/**
 * proc_create - proc_create_data() without data
 *
 * Context: may sleep.
 * Return: the entry or NULL. Row D6.
 */
struct proc_dir_entry *proc_create(const char *name, umode_t mode, struct proc_dir_entry *parent,
				   const struct proc_ops *proc_ops)
{
	return proc_create_data(name, mode, parent, proc_ops, NULL);
}
EXPORT_SYMBOL(proc_create);

/**
 * proc_create_seq_private - a file made by an iterator, with @state_size bytes of m->private
 *
 * Context: may sleep.
 * Return: the entry or NULL. Row D6.
 */
struct proc_dir_entry *proc_create_seq_private(const char *name, umode_t mode,
					       struct proc_dir_entry *parent,
					       const struct seq_operations *ops,
					       unsigned int state_size, void *data)
{
	struct vfs_node *dir;
	struct proc_dir_entry *de = create_file(name, mode, parent, &proc_seq_ops, data, &dir);

	if (!de)
		return NULL;
	de->seq_ops = ops;
	de->state_size = state_size;
	return pde_link(dir, de);
}
EXPORT_SYMBOL(proc_create_seq_private);

/**
 * proc_create_single_data - a file made by one show(), with m->private = @data
 *
 * Context: may sleep.
 * Return: the entry or NULL. Row D6.
 */
struct proc_dir_entry *proc_create_single_data(const char *name, umode_t mode,
					       struct proc_dir_entry *parent,
					       int (*show)(struct seq_file *, void *), void *data)
{
	struct vfs_node *dir;
	struct proc_dir_entry *de = create_file(name, mode, parent, &proc_single_ops, data, &dir);

	if (!de)
		return NULL;
	de->show = show;
	return pde_link(dir, de);
}
EXPORT_SYMBOL(proc_create_single_data);

/**
 * proc_mkdir_data - make a folder; the names in it are Quarry's alone
 *
 * Context: may sleep.
 * Return: the entry or NULL. Row D6.
 */
struct proc_dir_entry *proc_mkdir_data(const char *name, umode_t mode,
				       struct proc_dir_entry *parent, void *data)
{
	struct vfs_node *dir;
	struct proc_dir_entry *de = pde_new(name, parent, VFS_DIR, mode ?: 0555, data, &dir);

	return de ? pde_link(dir, de) : NULL;
}
EXPORT_SYMBOL_GPL(proc_mkdir_data);

/**
 * proc_mkdir_mode - make a folder with mode @mode
 *
 * Context: may sleep.
 * Return: the entry or NULL.
 */
struct proc_dir_entry *proc_mkdir_mode(const char *name, umode_t mode,
				       struct proc_dir_entry *parent)
{
	return proc_mkdir_data(name, mode, parent, NULL);
}
EXPORT_SYMBOL(proc_mkdir_mode);

/**
 * proc_mkdir - make a folder with mode 0555
 *
 * Context: may sleep.
 * Return: the entry or NULL. Row D6.
 */
struct proc_dir_entry *proc_mkdir(const char *name, struct proc_dir_entry *parent)
{
	return proc_mkdir_data(name, 0, parent, NULL);
}
EXPORT_SYMBOL(proc_mkdir);

/**
 * proc_symlink - make a symbolic link to @dest
 *
 * Context: may sleep.
 * Return: the entry or NULL. Row D6.
 */
struct proc_dir_entry *proc_symlink(const char *name, struct proc_dir_entry *parent,
				    const char *dest)
{
	struct vfs_node *dir;
	struct proc_dir_entry *de = pde_new(name, parent, VFS_LINK, 0777, NULL, &dir);

	if (!de)
		return NULL;
	de->node.target = kstrdup(dest, GFP_KERNEL);
	if (!de->node.target) {
		vfs_node_put(&de->node);
		vfs_node_put(dir);
		return NULL;
	}
	de->node.inode.i_size = strlen(dest);
	return pde_link(dir, de);
}
EXPORT_SYMBOL(proc_symlink);

/**
 * proc_set_size - what stat(2) shows as the file's size
 *
 * Context: any.
 */
void proc_set_size(struct proc_dir_entry *de, loff_t size)
{
	i_size_write(&de->node.inode, size);
}
EXPORT_SYMBOL(proc_set_size);

/**
 * proc_set_user - what stat(2) shows as the owner
 *
 * Context: any.
 */
void proc_set_user(struct proc_dir_entry *de, kuid_t uid, kgid_t gid)
{
	de->node.inode.i_uid = uid;
	de->node.inode.i_gid = gid;
}
EXPORT_SYMBOL(proc_set_user);

/* ---- removal ---- */

static void pde_remove_one(struct proc_dir_entry *de)
{
	vfs_node_unlink(&de->node);
	if (de->ops) {
		vfs_node_kill(&de->node);
		proc_close_all(de);
	}
	vfs_node_put(&de->node);
}

/* The innermost first entry below @de, with a reference; @de itself if it is empty. */
static struct proc_dir_entry *pde_leaf(struct proc_dir_entry *de)
{
	struct vfs_node *child;

	vfs_node_get(&de->node);
	while ((child = vfs_node_first_child(&de->node))) {
		vfs_node_put(&de->node);
		de = node_pde(child);
	}
	return de;
}

/**
 * proc_remove - remove an entry and, of a folder, everything in it. NULL is safe.
 *
 * When it returns, no function of the entry is running or will be called.
 * Context: may sleep; not from a function of the entry itself.
 */
void proc_remove(struct proc_dir_entry *de)
{
	struct proc_dir_entry *leaf;
	bool last = !de;

	while (!last) {
		leaf = pde_leaf(de);
		last = leaf == de;
		vfs_node_put(&leaf->node);
		pde_remove_one(leaf);
	}
}
EXPORT_SYMBOL(proc_remove);

/* The entry at @name, a path, below @parent; its reference is the one of its maker. */
static struct proc_dir_entry *pde_find(const char *name, struct proc_dir_entry *parent)
{
	struct vfs_node *dir, *node;
	const char *last;

	dir = vfs_dir_of(parent ? &parent->node : proc_dir, name, NULL, &last);
	if (!dir)
		return NULL;
	node = vfs_node_child(dir, last);
	vfs_node_put(dir);
	if (!node)
		return NULL;
	vfs_node_put(node);
	return node_pde(node);
}

/**
 * remove_proc_entry - remove by name; a folder must be empty
 *
 * Context: may sleep.
 */
void remove_proc_entry(const char *name, struct proc_dir_entry *parent)
{
	struct proc_dir_entry *de = pde_find(name, parent);

	if (WARN(!de, "name '%s'\n", name))
		return;
	WARN(!list_empty(&de->node.children),
	     "%s: removing non-empty directory '%s', leaking at least '%s'\n", __func__, name,
	     list_first_entry(&de->node.children, struct vfs_node,
			      sibling)->dentry.d_name.name);
	pde_remove_one(de);
}
EXPORT_SYMBOL(remove_proc_entry);

/**
 * remove_proc_subtree - remove by name, with everything below: 0 or -ENOENT
 *
 * Context: may sleep.
 * Return: 0 or -ENOENT.
 */
int remove_proc_subtree(const char *name, struct proc_dir_entry *parent)
{
	struct proc_dir_entry *de = pde_find(name, parent);

	if (WARN(!de, "name '%s'\n", name))
		return -ENOENT;
	proc_remove(de);
	return 0;
}
EXPORT_SYMBOL(remove_proc_subtree);

/* ---- boot ---- */

static int cmdline_show(struct seq_file *m, void *v)
{
	seq_puts(m, saved_command_line);
	seq_putc(m, '\n');
	return 0;
}

/** proc_dir_init - boot: remember the folder /proc, which vfs_init() made */
void __init proc_dir_init(void)
{
	proc_dir = vfs_node_child(&vfs_root, "proc");
	BUG_ON(!proc_dir);
}

/** proc_init - boot: the files that belong to no other part */
void __init proc_init(void)
{
	proc_create_single("cmdline", 0, NULL, cmdline_show);
}
