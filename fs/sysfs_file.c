// SPDX-License-Identifier: MIT
/*
 * fs/sysfs_file.c - open files of /sys: what show() and store() of attributes see of them
 *
 * A read calls show() once for the whole text (at most a page), a write calls store() once with all
 * that was written.
 *
 * Linux	as 6.1; a removed attribute's calls are -ENODEV.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "fs/sysfs.h"

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

const struct file_operations sysfs_attr_fops = {
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

const struct file_operations sysfs_bin_fops = {
	.read	= bin_read,
	.write	= bin_write,
	.llseek	= generic_file_llseek,
};

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
