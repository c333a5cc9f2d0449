// SPDX-License-Identifier: MIT
/*
 * fs/fcntl.c - the flags of an open file, and SIGIO
 *
 * A driver keeps a list of who wants SIGIO (fasync_helper), and signals it (kill_fasync).
 *
 * Locking	fasync_lock covers the lists; an entry's fa_lock covers fa_file, which is NULL from
 *		its removal on. Entries are freed by RCU, so kill_fasync() may run in any context.
 * Order	fasync_lock, f_lock; fa_lock, f_owner.lock.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "fs/vfs.h"

#define SETFL_MASK	(O_APPEND | O_NONBLOCK | O_DIRECT | O_NOATIME)

static DEFINE_SPINLOCK(fasync_lock);

/** file_set_fasync - have the driver add the file to its list of who wants SIGIO, or take it off */
int file_set_fasync(struct file *file, bool on)
{
	int ret = file->f_op->fasync(0, file, on);

	return ret > 0 ? 0 : ret;
}

/** file_set_flags - fcntl(F_SETFL): 0 or what the driver objects */
int file_set_flags(struct file *file, unsigned int flags)
{
	int ret;

	if ((flags & O_DIRECT) && !(file->f_mode & FMODE_CAN_ODIRECT))
		return -EINVAL;
	if (file->f_op->check_flags) {
		ret = file->f_op->check_flags(flags);
		if (ret)
			return ret;
	}
	if (((flags ^ file->f_flags) & FASYNC) && file->f_op->fasync) {
		ret = file_set_fasync(file, flags & FASYNC);
		if (ret)
			return ret;
	}
	spin_lock(&file->f_lock);
	file->f_flags = (flags & SETFL_MASK) | (file->f_flags & ~SETFL_MASK);
	spin_unlock(&file->f_lock);
	return 0;
}

/** file_set_owner - fcntl(F_SETOWN): the process to signal; 0: nobody */
void file_set_owner(struct file *file, int pid)
{
	write_lock_irq(&file->f_owner.lock);
	file->f_owner.pid = pid;
	file->f_owner.uid = current_uid();
	write_unlock_irq(&file->f_owner.lock);
}

static struct fasync_struct *fasync_find_locked(struct file *filp, struct fasync_struct **fapp,
						struct fasync_struct ***link)
{
	struct fasync_struct *fa;

	for (; (fa = *fapp); fapp = &fa->fa_next) {
		if (fa->fa_file == filp) {
			*link = fapp;
			return fa;
		}
	}
	return NULL;
}

static void fasync_free_rcu(struct rcu_head *head)
{
	kfree(container_of(head, struct fasync_struct, fa_rcu));
}

static int fasync_remove(struct file *filp, struct fasync_struct **fapp)
{
	struct fasync_struct *fa, **link;

	spin_lock(&filp->f_lock);
	spin_lock(&fasync_lock);
	fa = fasync_find_locked(filp, fapp, &link);
	if (fa) {
		write_lock_irq(&fa->fa_lock);
		fa->fa_file = NULL;
		write_unlock_irq(&fa->fa_lock);
		WRITE_ONCE(*link, fa->fa_next);
		filp->f_flags &= ~FASYNC;
		call_rcu(&fa->fa_rcu, fasync_free_rcu);
	}
	spin_unlock(&fasync_lock);
	spin_unlock(&filp->f_lock);
	return fa ? 1 : 0;
}

static int fasync_add(int fd, struct file *filp, struct fasync_struct **fapp)
{
	struct fasync_struct *new = kzalloc(sizeof(*new), GFP_KERNEL), *fa, **link;

	if (!new)
		return -ENOMEM;
	rwlock_init(&new->fa_lock);
	new->magic = FASYNC_MAGIC;
	new->fa_file = filp;
	new->fa_fd = fd;

	spin_lock(&filp->f_lock);
	spin_lock(&fasync_lock);
	fa = fasync_find_locked(filp, fapp, &link);
	if (fa) {
		fa->fa_fd = fd;
	} else {
		new->fa_next = *fapp;
		rcu_assign_pointer(*fapp, new);
		filp->f_flags |= FASYNC;
	}
	spin_unlock(&fasync_lock);
	spin_unlock(&filp->f_lock);
	if (fa)
		kfree(new);
	return fa ? 0 : 1;
}

/**
 * fasync_helper - a driver's fasync(): keep its list of who wants SIGIO
 * @on:		add the file, or take it off
 * @fapp:	the driver's list, initially NULL
 *
 * Context: may sleep.
 * Return: 1 if the list changed, 0 if not, -ENOMEM.
 */
int fasync_helper(int fd, struct file *filp, int on, struct fasync_struct **fapp)
{
	return on ? fasync_add(fd, filp, fapp) : fasync_remove(filp, fapp);
}
EXPORT_SYMBOL(fasync_helper);

static void fasync_signal(struct fasync_struct *fa, int sig)
{
	struct fown_struct *owner;
	struct task_struct *task;
	unsigned long flags;

	read_lock_irqsave(&fa->fa_lock, flags);
	if (fa->fa_file) {
		owner = &fa->fa_file->f_owner;
		read_lock(&owner->lock);
		task = owner->pid ? find_task_by_vpid(owner->pid) : NULL;
		if (task)
			arch_send_signal(task, owner->signum ?: sig);
		read_unlock(&owner->lock);
	}
	read_unlock_irqrestore(&fa->fa_lock, flags);
}

/**
 * kill_fasync - signal everybody on the list @fp
 * @sig:	SIGIO
 * @band:	POLL_IN, POLL_OUT: why
 *
 * Context: any.
 */
void kill_fasync(struct fasync_struct **fp, int sig, int band)
{
	struct fasync_struct *fa;

	if (!*fp)
		return;
	rcu_read_lock();
	for (fa = rcu_dereference(*fp); fa; fa = rcu_dereference(fa->fa_next))
		fasync_signal(fa, sig);
	rcu_read_unlock();
}
EXPORT_SYMBOL(kill_fasync);
