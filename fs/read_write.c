// SPDX-License-Identifier: MIT
/*
 * fs/read_write.c - read, write, seek and sync, as the system calls of those names
 *
 * Which error comes first is part of the interface: -EBADF for the direction, -EINVAL if the driver
 * has no such operation, -EFAULT for the buffer, then the position's. On regular files (of /proc and
 * /sys) the calls that move f_pos exclude each other; devices see them as they come. Row D5.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include "fs/vfs.h"

static bool unsigned_offsets(const struct file *file)
{
	return file->f_mode & FMODE_UNSIGNED_OFFSET;
}

static int verify_area(const struct file *file, const loff_t *ppos, size_t count)
{
	loff_t pos;

	if ((ssize_t)count < 0)
		return -EINVAL;
	if (!ppos)
		return 0;
	pos = *ppos;
	if (pos < 0) {
		if (!unsigned_offsets(file))
			return -EINVAL;
		return count >= -pos ? -EOVERFLOW : 0;
	}
	if ((loff_t)((u64)pos + count) < 0 && !unsigned_offsets(file))
		return -EINVAL;
	return 0;
}

/**
 * init_sync_kiocb - describe a call whose caller waits for it
 *
 * Context: any.
 */
void init_sync_kiocb(struct kiocb *kiocb, struct file *filp)
{
	*kiocb = (struct kiocb) {
		.ki_filp = filp,
		.ki_flags = (filp->f_flags & O_APPEND ? IOCB_APPEND : 0) |
			    (filp->f_flags & O_DIRECT ? IOCB_DIRECT : 0) |
			    (filp->f_flags & O_DSYNC ? IOCB_DSYNC : 0) |
			    (filp->f_flags & __O_SYNC ? IOCB_SYNC : 0),
	};
}
EXPORT_SYMBOL(init_sync_kiocb);

/* One call of read_iter() or write_iter(), which @iter's direction tells apart. */
static ssize_t call_iter(struct file *file, struct iov_iter *iter, loff_t *ppos)
{
	struct kiocb kiocb;
	ssize_t ret;

	init_sync_kiocb(&kiocb, file);
	kiocb.ki_pos = ppos ? *ppos : 0;
	if (iov_iter_rw(iter) == READ) {
		ret = file->f_op->read_iter(&kiocb, iter);
	} else {
		kiocb.ki_flags |= IOCB_WRITE;
		ret = file->f_op->write_iter(&kiocb, iter);
	}
	WARN_ON_ONCE(ret == -EIOCBQUEUED);
	if (ppos)
		*ppos = kiocb.ki_pos;
	return ret;
}

/* Whether it was opened for that, and can do it; the program's addresses and the position. */
static int rw_refused(const struct file *file, fmode_t opened, fmode_t can, const void __user *buf,
		      size_t count, const loff_t *pos)
{
	if (!(file->f_mode & opened))
		return -EBADF;
	if (!(file->f_mode & can))
		return -EINVAL;
	if (unlikely(!access_ok(buf, count)))
		return -EFAULT;
	return verify_area(file, pos, count);
}

/**
 * vfs_read - read(2) on @file at *@pos
 * @buf:	of the program
 * @pos:	position, moved by what was read; NULL for a stream
 *
 * Context: may sleep.
 * Return: bytes, 0 at the end, or a negative errno.
 */
ssize_t vfs_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct iov_iter iter;
	int ret = rw_refused(file, FMODE_READ, FMODE_CAN_READ, buf, count, pos);

	if (ret)
		return ret;
	count = min_t(size_t, count, MAX_RW_COUNT);
	if (file->f_op->read)
		return file->f_op->read(file, buf, count, pos);
	iov_iter_ubuf(&iter, READ, buf, count);
	return call_iter(file, &iter, pos);
}

/** vfs_write - write(2) on @file at *@pos; otherwise as vfs_read() */
ssize_t vfs_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	struct iov_iter iter;
	int ret = rw_refused(file, FMODE_WRITE, FMODE_CAN_WRITE, buf, count, pos);

	if (ret)
		return ret;
	count = min_t(size_t, count, MAX_RW_COUNT);
	if (file->f_op->write)
		return file->f_op->write(file, buf, count, pos);
	iov_iter_ubuf(&iter, WRITE, (void __user *)buf, count);
	return call_iter(file, &iter, pos);
}

/**
 * vfs_iter_read - read into @iter; -EINVAL if the driver has no read_iter()
 *
 * Context: may sleep.
 * Return: bytes, -EINVAL, -EBADF, or the error of the driver.
 */
ssize_t vfs_iter_read(struct file *file, struct iov_iter *iter, loff_t *ppos, int flags)
{
	if (!file->f_op->read_iter)
		return -EINVAL;
	if (!(file->f_mode & FMODE_READ))
		return -EBADF;
	return iov_iter_count(iter) ? call_iter(file, iter, ppos) : 0;
}
EXPORT_SYMBOL(vfs_iter_read);

/**
 * vfs_iter_write - write from @iter; as vfs_iter_read()
 *
 * Context: may sleep.
 * Return: bytes, -EINVAL, -EBADF, or the error of the driver.
 */
ssize_t vfs_iter_write(struct file *file, struct iov_iter *iter, loff_t *ppos, int flags)
{
	if (!file->f_op->write_iter)
		return -EINVAL;
	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	return iov_iter_count(iter) ? call_iter(file, iter, ppos) : 0;
}
EXPORT_SYMBOL(vfs_iter_write);

static ssize_t kernel_rw(struct file *file, int direction, void *buf, size_t count, loff_t *pos)
{
	struct kvec kvec = { .iov_base = buf, .iov_len = min_t(size_t, count, MAX_RW_COUNT) };
	struct iov_iter iter;

	iov_iter_kvec(&iter, direction, &kvec, 1, kvec.iov_len);
	return call_iter(file, &iter, pos);
}

/**
 * kernel_read - read into a kernel buffer; only from files that have read_iter() and no read()
 *
 * Context: may sleep.
 * Return: bytes, -EBADF, -EINVAL, or the error of the driver.
 */
ssize_t kernel_read(struct file *file, void *buf, size_t count, loff_t *pos)
{
	if (!(file->f_mode & FMODE_READ))
		return -EBADF;
	if (!file->f_op->read_iter || file->f_op->read)
		return -EINVAL;
	return kernel_rw(file, READ, buf, count, pos);
}
EXPORT_SYMBOL(kernel_read);

/**
 * kernel_write - write from a kernel buffer; as kernel_read()
 *
 * Context: may sleep.
 * Return: bytes, -EBADF, -EINVAL, or the error of the driver.
 */
ssize_t kernel_write(struct file *file, const void *buf, size_t count, loff_t *pos)
{
	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (!file->f_op->write_iter || file->f_op->write)
		return -EINVAL;
	return kernel_rw(file, WRITE, (void *)buf, count, pos);
}
EXPORT_SYMBOL(kernel_write);

/* ---- the system calls ---- */

static bool pos_lock(struct file *file)
{
	bool needed = file->f_mode & FMODE_ATOMIC_POS;

	if (needed)
		mutex_lock(&file->f_pos_lock);
	return needed;
}

static void pos_unlock(struct file *file, bool locked)
{
	if (locked)
		mutex_unlock(&file->f_pos_lock);
}

/* The driver works on a copy of f_pos, which counts only if it succeeds. */
static ssize_t file_rw(struct file *file, char __user *buf, size_t count, bool write)
{
	bool stream = file->f_mode & FMODE_STREAM;
	bool locked = pos_lock(file);
	loff_t pos = file->f_pos;
	loff_t *ppos = stream ? NULL : &pos;
	ssize_t ret;

	ret = write ? vfs_write(file, buf, count, ppos) : vfs_read(file, buf, count, ppos);
	if (ret >= 0 && ppos)
		file->f_pos = pos;
	pos_unlock(file, locked);
	return ret;
}

/** file_read - read(2): at the file's own position */
ssize_t file_read(struct file *file, char __user *buf, size_t count)
{
	return file_rw(file, buf, count, false);
}

/** file_write - write(2): at the file's own position */
ssize_t file_write(struct file *file, const char __user *buf, size_t count)
{
	return file_rw(file, (char __user *)buf, count, true);
}

/** file_pread - pread64(2): at @pos, leaving the file's own position alone */
ssize_t file_pread(struct file *file, char __user *buf, size_t count, loff_t pos)
{
	if (pos < 0)
		return -EINVAL;
	if (!(file->f_mode & FMODE_PREAD))
		return -ESPIPE;
	return vfs_read(file, buf, count, &pos);
}

ssize_t file_pwrite(struct file *file, const char __user *buf, size_t count, loff_t pos)
{
	if (pos < 0)
		return -EINVAL;
	if (!(file->f_mode & FMODE_PWRITE))
		return -ESPIPE;
	return vfs_write(file, buf, count, &pos);
}

/**
 * vfs_llseek - lseek(2) on @file; -ESPIPE if the driver has no llseek()
 *
 * Context: may sleep.
 * Return: the new position, -ESPIPE, or the error of the driver.
 */
loff_t vfs_llseek(struct file *file, loff_t offset, int whence)
{
	if (!(file->f_mode & FMODE_LSEEK))
		return -ESPIPE;
	return file->f_op->llseek(file, offset, whence);
}
EXPORT_SYMBOL(vfs_llseek);

/** file_lseek - lseek(2) */
loff_t file_lseek(struct file *file, loff_t offset, int whence)
{
	bool locked;
	loff_t ret;

	if (whence < 0 || whence > SEEK_MAX)
		return -EINVAL;
	locked = pos_lock(file);
	ret = vfs_llseek(file, offset, whence);
	pos_unlock(file, locked);
	return ret;
}

/**
 * vfs_fsync_range - have the driver write out @start to @end; -EINVAL if it has no fsync()
 *
 * Context: may sleep.
 * Return: 0, -EINVAL, or the error of the driver.
 */
int vfs_fsync_range(struct file *file, loff_t start, loff_t end, int datasync)
{
	if (!file->f_op->fsync)
		return -EINVAL;
	return file->f_op->fsync(file, start, end, datasync);
}
EXPORT_SYMBOL(vfs_fsync_range);

/**
 * vfs_fsync - vfs_fsync_range() of all
 *
 * Context: may sleep.
 * Return: 0, -EINVAL, or the error of the driver.
 */
int vfs_fsync(struct file *file, int datasync)
{
	return vfs_fsync_range(file, 0, LLONG_MAX, datasync);
}
EXPORT_SYMBOL(vfs_fsync);
