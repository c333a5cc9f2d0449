// SPDX-License-Identifier: MIT
/*
 * fs/file.c - the life of an open file
 *
 * An open takes a reference to the node, and chrdev_open() one to the device and one to the
 * module behind its operations; the last fput() calls release() and gives them back in turn. Rules
 * for what may be opened how are Linux 6.1's; permissions are not asked, since the user of the
 * machine is its root, except where Linux refuses root too (a /sys file without the operation).
 *
 * Locking	open_files_lock covers the list of open files, which vfs_report_open() reads.
 */
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fs/vfs.h"

static LIST_HEAD(open_files);
static DEFINE_SPINLOCK(open_files_lock);

static const struct file_operations path_fops;

/**
 * fops_get - take a reference to the module that @fops belong to; NULL if it is going
 *
 * Context: any.
 * Return: @fops or NULL.
 */
const struct file_operations *fops_get(const struct file_operations *fops)
{
	return fops && try_module_get(fops->owner) ? fops : NULL;
}
EXPORT_SYMBOL(fops_get);

/**
 * fops_put - undo fops_get(); NULL is safe
 *
 * Context: any.
 */
void fops_put(const struct file_operations *fops)
{
	if (fops)
		module_put(fops->owner);
}
EXPORT_SYMBOL(fops_put);

static struct vfs_file *file_alloc(struct vfs_node *node, unsigned int flags)
{
	struct vfs_file *vf = kzalloc(sizeof(*vf), GFP_KERNEL);
	struct file *file;

	if (!vf)
		return NULL;
	vfs_node_get(node);
	vf->node = node;
	file = &vf->file;
	file->f_path.dentry = &node->dentry;
	file->f_inode = &node->inode;
	file->f_flags = flags;
	file->f_mode = OPEN_FMODE(flags);
	file->f_cred = get_current_cred();
	spin_lock_init(&file->f_lock);
	mutex_init(&file->f_pos_lock);
	rwlock_init(&file->f_owner.lock);
	atomic_long_set(&file->f_count, 1);

	spin_lock(&open_files_lock);
	list_add_tail(&vf->all, &open_files);
	spin_unlock(&open_files_lock);
	return vf;
}

static void file_free(struct vfs_file *vf)
{
	spin_lock(&open_files_lock);
	list_del(&vf->all);
	spin_unlock(&open_files_lock);
	cdev_put(vf->cdev);
	fops_put(vf->file.f_op);
	put_cred(vf->file.f_cred);
	vfs_node_put(vf->node);
	kfree(vf->name);
	kfree(vf);
}

static void file_release(struct file *file)
{
	if (file->f_mode & FMODE_OPENED) {
		if ((file->f_flags & FASYNC) && file->f_op->fasync)
			file->f_op->fasync(-1, file, 0);
		if (file->f_op->release)
			file->f_op->release(file->f_inode, file);
	}
	file_free(to_vfs_file(file));
}

/**
 * fput - give up a reference to an open file; the last one releases it
 *
 * Context: may sleep.
 */
void fput(struct file *file)
{
	if (atomic_long_dec_and_test(&file->f_count))
		file_release(file);
}
EXPORT_SYMBOL(fput);

/**
 * filp_close - a program's last descriptor, or the kernel's own use, is gone
 *
 * Context: may sleep.
 * Return: what the driver's flush() said, or 0. The file is closed in any case.
 */
int filp_close(struct file *filp, fl_owner_t id)
{
	int ret = 0;

	if (filp->f_op->flush)
		ret = filp->f_op->flush(filp, id);
	fput(filp);
	return ret;
}
EXPORT_SYMBOL(filp_close);

/* What the operations that open() left in place can do. */
static int file_set_abilities(struct file *file)
{
	const struct file_operations *op = file->f_op;

	if ((file->f_mode & FMODE_READ) && (op->read || op->read_iter))
		file->f_mode |= FMODE_CAN_READ;
	if ((file->f_mode & FMODE_WRITE) && (op->write || op->write_iter))
		file->f_mode |= FMODE_CAN_WRITE;
	if (!op->llseek)
		file->f_mode &= ~FMODE_LSEEK;
	file->f_flags &= ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC);
	if ((file->f_flags & O_DIRECT) && !(file->f_mode & FMODE_CAN_ODIRECT))
		return -EINVAL;
	return 0;
}

static int file_open(struct file *file)
{
	struct inode *inode = file->f_inode;
	int ret;

	if (file->f_flags & O_PATH) {
		file->f_mode = FMODE_PATH | FMODE_OPENED;
		file->f_op = &path_fops;
		return 0;
	}
	if (S_ISREG(inode->i_mode) || S_ISDIR(inode->i_mode))
		file->f_mode |= FMODE_ATOMIC_POS;
	file->f_mode |= FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE;
	file->f_op = fops_get(inode->i_fop);
	if (!file->f_op)
		return -ENODEV;
	if (file->f_op->open) {
		ret = file->f_op->open(inode, file);
		if (ret)
			return ret;
	}
	file->f_mode |= FMODE_OPENED;
	return file_set_abilities(file);
}

/**
 * vfs_open_node - open(2) on a node that was found already
 * @flags:	O_*
 *
 * Return: the file, or ERR_PTR() of what the driver's open() said, -ENXIO, -ENOMEM, -EINVAL.
 */
static struct file *vfs_open_node(struct vfs_node *node, int flags)
{
	struct vfs_file *vf = file_alloc(node, flags);
	int ret;

	if (!vf)
		return ERR_PTR(-ENOMEM);
	ret = file_open(&vf->file);
	if (ret) {
		fput(&vf->file);
		return ERR_PTR(ret);
	}
	return &vf->file;
}

/* The checks of open(2) that come before the driver's. */
static int open_allowed(const struct vfs_node *node, int flags)
{
	bool is_dir = S_ISDIR(node->inode.i_mode);

	if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
		return -EEXIST;
	if (node->kind == VFS_LINK && !(flags & O_PATH))
		return -ELOOP;
	if ((flags & O_DIRECTORY) && !is_dir)
		return -ENOTDIR;
	if (is_dir && ((flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT)))
		return -EISDIR;
	return 0;
}

/**
 * vfs_open_path - open(2) by name
 * @path:	absolute and clean
 * @flags:	O_*
 * @mode:	for a file to be created, which Quarry refuses
 * @file:	receives the open file
 *
 * Return: 0; VFS_FOREIGN if the host should answer; or a negative errno.
 */
int vfs_open_path(const char *path, int flags, umode_t mode, struct file **file)
{
	struct vfs_node *node;
	int ret;

	ret = vfs_lookup(path, !(flags & O_NOFOLLOW), &node);
	if (ret == -ENOENT && (flags & O_CREAT))
		return -EACCES;
	if (ret)
		return ret;
	ret = open_allowed(node, flags);
	if (!ret) {
		*file = vfs_open_node(node, flags);
		ret = PTR_ERR_OR_ZERO(*file);
	}
	vfs_node_put(node);
	return ret;
}

/**
 * filp_open - open a file of Quarry's from inside the kernel
 *
 * Context: may sleep.
 * Return: the file or ERR_PTR(); names of the host are -ENOENT.
 */
struct file *filp_open(const char *filename, int flags, umode_t mode)
{
	struct file *file;
	int ret = vfs_open_path(filename, flags, mode, &file);

	if (ret)
		return ERR_PTR(ret == VFS_FOREIGN ? -ENOENT : ret);
	return file;
}
EXPORT_SYMBOL(filp_open);

/** vfs_file_path - @file's path, valid as long as the file; "" without memory */
const char *vfs_file_path(struct file *file)
{
	struct vfs_file *vf = to_vfs_file(file);
	char *name = READ_ONCE(vf->name);

	if (name)
		return name;
	name = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!name || vfs_node_path(vf->node, name, PATH_MAX)) {
		kfree(name);
		return "";
	}
	if (cmpxchg(&vf->name, NULL, name)) {
		kfree(name);			/* somebody was faster */
		name = vf->name;
	}
	return name;
}

/**
 * vfs_report_open - say which files are open
 * @report:	called with a line for each
 *
 * Return: how many there are.
 */
unsigned int vfs_report_open(void (*report)(void *arg, const char *line), void *arg)
{
	struct vfs_file *vf;
	unsigned int nr = 0;
	char line[80];

	spin_lock(&open_files_lock);
	list_for_each_entry(vf, &open_files, all) {
		nr++;
		snprintf(line, sizeof(line), "open file: %s", vf->node->dentry.d_name.name);
		report(arg, line);
	}
	spin_unlock(&open_files_lock);
	return nr;
}

/* ---- what drivers call from their open() ---- */

/**
 * generic_file_open - an open() that has nothing to object
 *
 * Context: any.
 * Return: 0.
 */
int generic_file_open(struct inode *inode, struct file *filp)
{
	return 0;
}
EXPORT_SYMBOL(generic_file_open);

/**
 * nonseekable_open - this file has no position: lseek, pread and pwrite are -ESPIPE
 *
 * Context: any.
 * Return: 0.
 */
int nonseekable_open(struct inode *inode, struct file *filp)
{
	filp->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE);
	return 0;
}
EXPORT_SYMBOL(nonseekable_open);

/**
 * stream_open - nonseekable_open(), and read and write get no position at all (ppos NULL)
 *
 * Context: any.
 * Return: 0.
 */
int stream_open(struct inode *inode, struct file *filp)
{
	filp->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE | FMODE_ATOMIC_POS);
	filp->f_mode |= FMODE_STREAM;
	return 0;
}
EXPORT_SYMBOL(stream_open);

/**
 * simple_open - private_data is the inode's i_private
 *
 * Context: any.
 * Return: 0.
 */
int simple_open(struct inode *inode, struct file *file)
{
	if (inode->i_private)
		file->private_data = inode->i_private;
	return 0;
}
EXPORT_SYMBOL(simple_open);
