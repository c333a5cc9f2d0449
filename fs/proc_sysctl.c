// SPDX-License-Identifier: MIT
/*
 * fs/proc_sysctl.c - /proc/sys: a file for each variable of the registered tables
 *
 * Folders on the way are made as they are needed, shared with the host's (a name that Quarry does not
 * have is the host's), and go with the last name in them. A table may be unregistered while
 * programs have its files open: removal waits for calls that run; later ones fail with -ENOENT.
 * Locking	none beyond the nodes' own (fs/node.c).
 * Linux	as 6.1; permissions are not asked, since the user of the machine owns it.
 */
#include <linux/sysctl.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "fs/vfs.h"

#define PATH_MAX_BYTES	128
#define WRITE_MAX	PAGE_SIZE	/* of one write; the value of every handler is much shorter */

/* What is registered together: its files are removed together. */
struct ctl_table_header {
	struct list_head files;
};

struct sysctl_file {
	struct vfs_node node;
	struct list_head link;		/* of the header; registration and removal only */
	struct ctl_table *table;
};

static struct sysctl_file *file_sysctl(struct file *file)
{
	return container_of(inode_node(file_inode(file)), struct sysctl_file, node);
}

static void sysctl_file_free(struct vfs_node *node)
{
	kfree(container_of(node, struct sysctl_file, node));
}

/* ---- reads and writes ---- */

static ssize_t handler_call(struct ctl_table *table, bool write, char __user *ubuf, size_t count,
			    loff_t *ppos)
{
	char *buf;
	int err = -EFAULT;

	if (!table->proc_handler)
		return -EINVAL;
	if (count >= WRITE_MAX) {
		if (write)
			return -ENOMEM;
		count = WRITE_MAX - 1;
	}
	buf = kzalloc(count + 1, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	if (!write || !copy_from_user(buf, ubuf, count)) {
		err = table->proc_handler(table, write, buf, &count, ppos);
		if (!err && !write && copy_to_user(ubuf, buf, count))
			err = -EFAULT;
	}
	kfree(buf);
	return err ?: (ssize_t)count;
}

static ssize_t sysctl_rw(struct file *file, bool write, char __user *ubuf, size_t count, loff_t *ppos)
{
	struct sysctl_file *sf = file_sysctl(file);
	ssize_t ret;

	if (!vfs_node_use(&sf->node))
		return -ENOENT;
	ret = handler_call(sf->table, write, ubuf, count, ppos);
	vfs_node_unuse(&sf->node);
	return ret;
}

static ssize_t sysctl_read(struct file *file, char __user *ubuf, size_t count, loff_t *ppos)
{
	return sysctl_rw(file, false, ubuf, count, ppos);
}

static ssize_t sysctl_write(struct file *file, const char __user *ubuf, size_t count, loff_t *ppos)
{
	return sysctl_rw(file, true, (char __user *)ubuf, count, ppos);
}

static const struct file_operations sysctl_fops = {
	.read	= sysctl_read,
	.write	= sysctl_write,
	.llseek	= default_llseek,
};

/* ---- tables ---- */

static int file_add(struct ctl_table_header *header, const char *folder, struct ctl_table *table)
{
	static const struct vfs_make shared = { .kind = VFS_SHARED_DIR, .transient = true };
	char path[PATH_MAX_BYTES];
	struct sysctl_file *sf;
	struct vfs_node *dir;
	const char *last;
	int err = -ENOMEM;

	if (snprintf(path, sizeof(path), "proc/sys/%s%s%s", folder, *folder ? "/" : "",
		     table->procname) >= sizeof(path))
		return -ENAMETOOLONG;
	dir = vfs_dir_of(&vfs_root, path, &shared, &last);
	if (!dir)
		return -ENOMEM;
	sf = kzalloc(sizeof(*sf), GFP_KERNEL);
	if (!sf)
		goto out_put_dir;
	if (vfs_node_init(&sf->node, last, VFS_FILE, table->mode, sysctl_file_free)) {
		kfree(sf);
		goto out_put_dir;
	}
	sf->table = table;
	sf->node.inode.i_fop = &sysctl_fops;
	err = vfs_node_link(dir, &sf->node);
	if (err) {
		if (err == -EEXIST)
			pr_err("sysctl duplicate entry: /%s\n", path);
		vfs_node_put(&sf->node);
	} else {
		list_add(&sf->link, &header->files);
	}
out_put_dir:
	vfs_node_put(dir);
	return err;
}

/* Depth is that of the caller's tables, which are static and a few folders deep. */
static int table_add(struct ctl_table_header *header, const char *folder, struct ctl_table *table)
{
	char below[PATH_MAX_BYTES];
	int err = 0;

	for (; table->procname && !err; table++) {
		if (!table->child) {
			err = file_add(header, folder, table);
			continue;
		}
		snprintf(below, sizeof(below), "%s%s%s", folder, *folder ? "/" : "", table->procname);
		err = table_add(header, below, table->child);
	}
	return err;
}

/**
 * unregister_sysctl_table - remove what was registered together
 * @header:	what register_sysctl() returned; NULL is safe
 *
 * When it returns, no handler of the table is running or will be called.
 * Context: may sleep; not from a handler of the table. Row B7.
 */
void unregister_sysctl_table(struct ctl_table_header *header)
{
	struct sysctl_file *sf, *next;

	if (!header)
		return;
	list_for_each_entry_safe(sf, next, &header->files, link) {
		vfs_node_unlink(&sf->node);
		vfs_node_kill(&sf->node);
		vfs_node_put(&sf->node);
	}
	kfree(header);
}
EXPORT_SYMBOL(unregister_sysctl_table);

/**
 * register_sysctl - make the files of a table
 * @path:	folder below /proc/sys: "vm", "dev/mine"
 * @table:	ends with an entry without name; stays the caller's, and in use
 *
 * Context: may sleep. Row B7.
 * Return: what unregister_sysctl_table() takes, or NULL: no memory, or a name is taken (reported).
 */
struct ctl_table_header *register_sysctl(const char *path, struct ctl_table *table)
{
	struct ctl_table_header *header = kzalloc(sizeof(*header), GFP_KERNEL);

	if (!header)
		return NULL;
	INIT_LIST_HEAD(&header->files);
	if (!table_add(header, path, table))
		return header;
	unregister_sysctl_table(header);
	return NULL;
}
EXPORT_SYMBOL(register_sysctl);

/**
 * register_sysctl_table - make the files of a table from /proc/sys down
 * @table:	its folders are entries with a child
 *
 * Context: may sleep. Row B7.
 * Return: as register_sysctl().
 */
struct ctl_table_header *register_sysctl_table(struct ctl_table *table)
{
	return register_sysctl("", table);
}
EXPORT_SYMBOL(register_sysctl_table);

/**
 * register_sysctl_paths - make the files of a table in a folder given by parts
 * @path:	the folders' names, ended by NULL
 * @table:	as in register_sysctl()
 *
 * Context: may sleep. Row B7.
 * Return: as register_sysctl().
 */
struct ctl_table_header *register_sysctl_paths(const struct ctl_path *path, struct ctl_table *table)
{
	char folder[PATH_MAX_BYTES] = "";
	size_t len = 0;

	for (; path->procname; path++)
		len += scnprintf(folder + len, sizeof(folder) - len, "%s%s", len ? "/" : "",
				 path->procname);
	return register_sysctl(folder, table);
}
EXPORT_SYMBOL(register_sysctl_paths);
