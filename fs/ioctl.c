// SPDX-License-Identifier: MIT
/*
 * fs/ioctl.c - ioctl(2): the commands that every file knows, then the driver's
 *
 * FIOCLEX and FIONCLEX act on a descriptor, which is the host's; they are accepted here.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/uaccess.h>
#include <asm/ioctls.h>

#include "fs/vfs.h"

/**
 * vfs_ioctl - hand @cmd to the driver
 *
 * Context: may sleep.
 * Return: the driver's answer; -ENOTTY if it has no unlocked_ioctl() or does not know @cmd.
 */
long vfs_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	long ret;

	if (!filp->f_op->unlocked_ioctl)
		return -ENOTTY;
	ret = filp->f_op->unlocked_ioctl(filp, cmd, arg);
	return ret == -ENOIOCTLCMD ? -ENOTTY : ret;
}
EXPORT_SYMBOL(vfs_ioctl);

static long ioctl_nonblock(struct file *file, int __user *arg)
{
	int on;

	if (get_user(on, arg))
		return -EFAULT;
	spin_lock(&file->f_lock);
	if (on)
		file->f_flags |= O_NONBLOCK;
	else
		file->f_flags &= ~O_NONBLOCK;
	spin_unlock(&file->f_lock);
	return 0;
}

static long ioctl_async(struct file *file, int __user *arg)
{
	int on;

	if (get_user(on, arg))
		return -EFAULT;
	if (!on == !(file->f_flags & FASYNC))
		return 0;
	return file->f_op->fasync ? file_set_fasync(file, on) : -ENOTTY;
}

/* FIOQSIZE: files of a known size only. */
static long ioctl_size(struct file *file, loff_t __user *arg)
{
	struct inode *inode = file_inode(file);
	loff_t size = i_size_read(inode);

	if (!S_ISREG(inode->i_mode) && !S_ISDIR(inode->i_mode))
		return -ENOTTY;
	return copy_to_user(arg, &size, sizeof(size)) ? -EFAULT : 0;
}

/** file_ioctl - ioctl(2) */
long file_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	if (file->f_mode & FMODE_PATH)
		return -EBADF;
	switch (cmd) {
	case FIOCLEX:
	case FIONCLEX:
		return 0;
	case FIONBIO:
		return ioctl_nonblock(file, (int __user *)arg);
	case FIOASYNC:
		return ioctl_async(file, (int __user *)arg);
	case FIOQSIZE:
		return ioctl_size(file, (loff_t __user *)arg);
	case FIGETBSZ:
		return -EINVAL;		/* no file system, no block size */
	default:
		return vfs_ioctl(file, cmd, arg);
	}
}
