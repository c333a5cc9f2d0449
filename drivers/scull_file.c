// SPDX-License-Identifier: MIT
/*
 * drivers/scull_file.c - what scullc, scullp and scullv remember, as a file
 *
 * Open for writing only empties a device, unless it is for appending. Reads past the end are at the
 * end; a stretch that was never written reads as zeros and takes no memory. A transfer ends early
 * only at the end, at a bad address, for want of memory, or when the program is being killed.
 *
 * Locking	each device's lock is held for a whole transfer, so a read sees a write whole or not
 *		at all. It is taken so that signals interrupt the wait.
 */
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "scull.h"

/* Where a byte is. */
struct place {
	u64		set;
	unsigned int	quantum;
	size_t		offset;
};

static struct place place_of(const struct scull_dev *dev, loff_t pos)
{
	struct place p;
	u64 index = div64_u64(pos, dev->quantum);

	p.offset = pos - index * dev->quantum;
	p.set = div64_u64(index, dev->qset);
	p.quantum = index - p.set * dev->qset;
	return p;
}

/* The last set at or before @index, or NULL. */
static struct scull_set *set_before(struct scull_dev *dev, u64 index)
{
	struct scull_set *set = dev->recent;

	if (!set || set->index > index) {
		set = NULL;
		if (list_empty(&dev->sets) ||
		    list_first_entry(&dev->sets, struct scull_set, link)->index > index)
			return NULL;
		set = list_first_entry(&dev->sets, struct scull_set, link);
	}
	while (!list_is_last(&set->link, &dev->sets) && list_next_entry(set, link)->index <= index)
		set = list_next_entry(set, link);
	dev->recent = set;
	return set;
}

static struct scull_set *set_find(struct scull_dev *dev, u64 index)
{
	struct scull_set *set = set_before(dev, index);

	return set && set->index == index ? set : NULL;
}

/* The set @index, made if it is not there; NULL without memory. */
static struct scull_set *set_make(struct scull_dev *dev, u64 index)
{
	struct scull_set *before = set_before(dev, index), *set;

	if (before && before->index == index)
		return before;
	set = kvzalloc(struct_size(set, quantum, dev->qset), GFP_KERNEL);
	if (!set)
		return NULL;
	set->index = index;
	list_add(&set->link, before ? &before->link : &dev->sets);
	dev->recent = set;
	return set;
}

/** scull_trim - forget everything. The device's lock is held, or nobody can know it. */
void scull_trim(struct scull_dev *dev)
{
	struct scull_set *set, *next;
	unsigned int i;

	list_for_each_entry_safe(set, next, &dev->sets, link) {
		for (i = 0; i < dev->qset; i++)
			if (set->quantum[i])
				dev->kind->put(dev, set->quantum[i]);
		kvfree(set);
	}
	INIT_LIST_HEAD(&dev->sets);
	dev->recent = NULL;
	if (dev->quantum)
		scull_finish(dev);
	dev->quantum = 0;
	dev->nr_quanta = 0;
	dev->size = 0;
}

static int scull_open(struct inode *inode, struct file *filp)
{
	struct scull_dev *dev = container_of(inode->i_cdev, struct scull_dev, cdev);

	filp->private_data = dev;
	if ((filp->f_flags & O_ACCMODE) == O_WRONLY && !(filp->f_flags & O_APPEND)) {
		if (mutex_lock_interruptible(&dev->lock))
			return -ERESTARTSYS;
		scull_trim(dev);
		mutex_unlock(&dev->lock);
	}
	return 0;
}

/* Read @n bytes that lie in one quantum: bytes NOT copied. */
static unsigned long read_piece(struct scull_dev *dev, const struct place *p, char __user *buf,
				size_t n)
{
	struct scull_set *set = set_find(dev, p->set);

	if (!set || !set->quantum[p->quantum])
		return clear_user(buf, n);
	return copy_to_user(buf, set->quantum[p->quantum] + p->offset, n);
}

static ssize_t read_locked(struct scull_dev *dev, char __user *buf, size_t count, loff_t *pos)
{
	unsigned long left = 0;
	size_t done = 0, n;
	struct place p;

	if (*pos >= dev->size)
		return 0;
	count = min_t(u64, count, dev->size - *pos);
	while (done < count && !left && !fatal_signal_pending(current)) {
		p = place_of(dev, *pos);
		n = min(count - done, dev->quantum - p.offset);
		left = read_piece(dev, &p, buf + done, n);
		done += n - left;
		*pos += n - left;
	}
	return done || !count ? done : left ? -EFAULT : -EINTR;
}

static ssize_t scull_read(struct file *filp, char __user *buf, size_t count, loff_t *pos)
{
	struct scull_dev *dev = filp->private_data;
	ssize_t ret;

	if (mutex_lock_interruptible(&dev->lock))
		return -ERESTARTSYS;
	ret = read_locked(dev, buf, count, pos);
	mutex_unlock(&dev->lock);
	return ret;
}

/* Write @n bytes that lie in one quantum: how many were, or -ENOMEM, -EFAULT. */
static ssize_t write_piece(struct scull_dev *dev, const struct place *p, const char __user *buf,
			   size_t n)
{
	struct scull_set *set = set_make(dev, p->set);
	unsigned long left;

	if (!set)
		return -ENOMEM;
	if (!set->quantum[p->quantum]) {
		set->quantum[p->quantum] = dev->kind->get(dev);
		if (!set->quantum[p->quantum])
			return -ENOMEM;
		dev->nr_quanta++;
	}
	left = copy_from_user(set->quantum[p->quantum] + p->offset, buf, n);
	return left < n ? n - left : -EFAULT;
}

static ssize_t write_locked(struct scull_dev *dev, const char __user *buf, size_t count,
			    loff_t *pos)
{
	ssize_t n = 0;
	size_t done = 0;
	struct place p;

	if (!dev->quantum)
		scull_prepare(dev);
	while (done < count && !fatal_signal_pending(current)) {
		p = place_of(dev, *pos);
		n = write_piece(dev, &p, buf + done, min(count - done, dev->quantum - p.offset));
		if (n < 0)
			break;
		done += n;
		*pos += n;
		dev->size = max(dev->size, *pos);
	}
	return done || !count ? done : n < 0 ? n : -EINTR;
}

static ssize_t scull_write(struct file *filp, const char __user *buf, size_t count, loff_t *pos)
{
	struct scull_dev *dev = filp->private_data;
	ssize_t ret;

	if (mutex_lock_interruptible(&dev->lock))
		return -ERESTARTSYS;
	if (filp->f_flags & O_APPEND)
		*pos = dev->size;
	ret = write_locked(dev, buf, count, pos);
	mutex_unlock(&dev->lock);
	return ret;
}

static loff_t scull_llseek(struct file *filp, loff_t offset, int whence)
{
	struct scull_dev *dev = filp->private_data;

	switch (whence) {
	case SEEK_SET:
	case SEEK_CUR:
	case SEEK_END:
		return generic_file_llseek_size(filp, offset, whence, MAX_LFS_FILESIZE, dev->size);
	default:
		return -EINVAL;
	}
}

const struct file_operations scull_fops = {
	.owner		= THIS_MODULE,
	.llseek		= scull_llseek,
	.read		= scull_read,
	.write		= scull_write,
	.unlocked_ioctl	= scull_ioctl,
	.open		= scull_open,
};
