// SPDX-License-Identifier: MIT
/*
 * fs/proc_file.c - open files of /proc: each call goes to the entry's function, if the entry is still there
 *
 * Locking	openers_lock of an entry covers its list of open files and each one's `closing`.
 * Linux	as 6.1, a call on a removed entry included (-EIO, -ENOTTY, -EINVAL for lseek).
 */
#include <linux/completion.h>
#include <linux/poll.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "fs/proc.h"

/* An open file that has a release() to be called: by its close, or by the entry's removal. */
struct proc_opener {
	struct list_head	link;
	struct file		*file;
	bool			closing;
	struct completion	*closed;
};

static struct proc_dir_entry *file_pde(const struct file *file)
{
	return inode_pde(file_inode(file));
}

/* ---- entries made from an iterator, or from one show() ---- */

static int seq_entry_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *de = inode_pde(inode);

	if (de->state_size)
		return seq_open_private(file, de->seq_ops, de->state_size);
	return seq_open(file, de->seq_ops);
}

static int seq_entry_release(struct inode *inode, struct file *file)
{
	if (inode_pde(inode)->state_size)
		return seq_release_private(inode, file);
	return seq_release(inode, file);
}

const struct proc_ops proc_seq_ops = {
	.proc_open	= seq_entry_open,
	.proc_read	= seq_read,
	.proc_lseek	= seq_lseek,
	.proc_release	= seq_entry_release,
};

static int single_entry_open(struct inode *inode, struct file *file)
{
	return single_open(file, inode_pde(inode)->show, pde_data(inode));
}

const struct proc_ops proc_single_ops = {
	.proc_open	= single_entry_open,
	.proc_read	= seq_read,
	.proc_lseek	= seq_lseek,
	.proc_release	= single_release,
};

/* ---- files ---- */

/* Have @o's release() called once; who comes second waits for it. Takes openers_lock, gives it back. */
static void opener_close(struct proc_dir_entry *de, struct proc_opener *o)
{
	DECLARE_COMPLETION_ONSTACK(closed);
	struct file *file = o->file;

	if (o->closing) {
		/* Only the closing of the file and the entry's removal meet here. */
		o->closed = &closed;
		spin_unlock(&de->openers_lock);
		wait_for_completion(&closed);
		return;
	}
	o->closing = true;
	spin_unlock(&de->openers_lock);
	de->ops->proc_release(file_inode(file), file);
	spin_lock(&de->openers_lock);
	list_del(&o->link);
	if (o->closed)
		complete(o->closed);
	spin_unlock(&de->openers_lock);
	kfree(o);
}

static int proc_file_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *de = inode_pde(inode);
	struct proc_opener *o = NULL;
	int ret = -ENOMEM;

	if (!vfs_node_use(&de->node))
		return -ENOENT;
	if (!de->ops->proc_lseek)
		file->f_mode &= ~FMODE_LSEEK;
	if (de->ops->proc_release) {
		o = kzalloc(sizeof(*o), GFP_KERNEL);
		if (!o)
			goto out;
		o->file = file;
	}
	ret = de->ops->proc_open ? de->ops->proc_open(inode, file) : 0;
	if (ret) {
		kfree(o);
	} else if (o) {
		spin_lock(&de->openers_lock);
		list_add(&o->link, &de->openers);
		spin_unlock(&de->openers_lock);
	}
out:
	vfs_node_unuse(&de->node);
	return ret;
}

static int proc_file_release(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *de = inode_pde(inode);
	struct proc_opener *o;

	spin_lock(&de->openers_lock);
	list_for_each_entry(o, &de->openers, link) {
		if (o->file == file) {
			opener_close(de, o);
			return 0;
		}
	}
	spin_unlock(&de->openers_lock);
	return 0;
}

static ssize_t proc_file_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct proc_dir_entry *de = file_pde(file);
	ssize_t ret = -EIO;

	if (!vfs_node_use(&de->node))
		return ret;
	if (de->ops->proc_read)
		ret = de->ops->proc_read(file, buf, count, ppos);
	vfs_node_unuse(&de->node);
	return ret;
}

static ssize_t proc_file_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct proc_dir_entry *de = file_pde(iocb->ki_filp);
	ssize_t ret = -EIO;

	if (!vfs_node_use(&de->node))
		return ret;
	ret = de->ops->proc_read_iter(iocb, iter);
	vfs_node_unuse(&de->node);
	return ret;
}

static ssize_t proc_file_write(struct file *file, const char __user *buf, size_t count,
			       loff_t *ppos)
{
	struct proc_dir_entry *de = file_pde(file);
	ssize_t ret = -EIO;

	if (!vfs_node_use(&de->node))
		return ret;
	if (de->ops->proc_write)
		ret = de->ops->proc_write(file, buf, count, ppos);
	vfs_node_unuse(&de->node);
	return ret;
}

static loff_t proc_file_llseek(struct file *file, loff_t offset, int whence)
{
	struct proc_dir_entry *de = file_pde(file);
	loff_t ret = -EINVAL;

	if (!vfs_node_use(&de->node))
		return ret;
	ret = de->ops->proc_lseek(file, offset, whence);
	vfs_node_unuse(&de->node);
	return ret;
}

static __poll_t proc_file_poll(struct file *file, poll_table *pt)
{
	struct proc_dir_entry *de = file_pde(file);
	__poll_t ret = DEFAULT_POLLMASK;

	if (!vfs_node_use(&de->node))
		return ret;
	if (de->ops->proc_poll)
		ret = de->ops->proc_poll(file, pt);
	vfs_node_unuse(&de->node);
	return ret;
}

static long proc_file_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct proc_dir_entry *de = file_pde(file);
	long ret = -ENOTTY;

	if (!vfs_node_use(&de->node))
		return ret;
	if (de->ops->proc_ioctl)
		ret = de->ops->proc_ioctl(file, cmd, arg);
	vfs_node_unuse(&de->node);
	return ret;
}

const struct file_operations proc_file_fops = {
	.llseek		= proc_file_llseek,
	.read		= proc_file_read,
	.write		= proc_file_write,
	.poll		= proc_file_poll,
	.unlocked_ioctl	= proc_file_ioctl,
	.open		= proc_file_open,
	.release	= proc_file_release,
};

const struct file_operations proc_iter_file_fops = {
	.llseek		= proc_file_llseek,
	.read_iter	= proc_file_read_iter,
	.write		= proc_file_write,
	.poll		= proc_file_poll,
	.unlocked_ioctl	= proc_file_ioctl,
	.open		= proc_file_open,
	.release	= proc_file_release,
};

void proc_close_all(struct proc_dir_entry *de)
{
	struct proc_opener *o;

	spin_lock(&de->openers_lock);
	while ((o = list_first_entry_or_null(&de->openers, struct proc_opener, link))) {
		opener_close(de, o);
		spin_lock(&de->openers_lock);
	}
	spin_unlock(&de->openers_lock);
}
