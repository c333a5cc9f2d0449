// SPDX-License-Identifier: MIT
/*
 * fs/libfs.c - seeking rules and small readers that drivers put into their file_operations
 *
 * Positions: a file of size `eof` may be seeked to from 0 to its maximum size, past its end too;
 * SEEK_DATA answers the position itself and SEEK_HOLE the end, as files without holes do. Row D5.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

/**
 * vfs_setpos - set the file's position if @offset is one: 0 to @maxsize
 *
 * Context: any.
 * Return: the position, or -EINVAL.
 */
loff_t vfs_setpos(struct file *file, loff_t offset, loff_t maxsize)
{
	if (offset < 0 && !(file->f_mode & FMODE_UNSIGNED_OFFSET))
		return -EINVAL;
	if (offset > maxsize)
		return -EINVAL;
	if (offset != file->f_pos) {
		file->f_pos = offset;
		file->f_version = 0;
	}
	return offset;
}
EXPORT_SYMBOL(vfs_setpos);

/**
 * generic_file_llseek_size - llseek() for a file of a known size
 * @maxsize:	largest position that can be set
 * @eof:	what SEEK_END counts from
 *
 * Context: any.
 * Return: the new position; -EINVAL, or -ENXIO for SEEK_DATA and SEEK_HOLE past the end.
 */
loff_t generic_file_llseek_size(struct file *file, loff_t offset, int whence, loff_t maxsize,
				loff_t eof)
{
	loff_t pos;

	switch (whence) {
	case SEEK_END:
		offset += eof;
		break;
	case SEEK_CUR:
		if (offset == 0)
			return file->f_pos;
		/* f_lock makes the sum and the store one step for two who seek at once. */
		spin_lock(&file->f_lock);
		pos = vfs_setpos(file, file->f_pos + offset, maxsize);
		spin_unlock(&file->f_lock);
		return pos;
	case SEEK_DATA:
		if ((u64)offset >= eof)
			return -ENXIO;
		break;
	case SEEK_HOLE:
		if ((u64)offset >= eof)
			return -ENXIO;
		offset = eof;
		break;
	}
	return vfs_setpos(file, offset, maxsize);
}
EXPORT_SYMBOL(generic_file_llseek_size);

/**
 * generic_file_llseek - llseek() by the inode's i_size
 *
 * Context: may sleep.
 * Return: the new position, -EINVAL, -ENXIO.
 */
loff_t generic_file_llseek(struct file *file, loff_t offset, int whence)
{
	return generic_file_llseek_size(file, offset, whence, MAX_LFS_FILESIZE,
					i_size_read(file->f_inode));
}
EXPORT_SYMBOL(generic_file_llseek);

/**
 * fixed_size_llseek - llseek() within a thing of @size bytes; past it is -EINVAL
 *
 * Context: may sleep.
 * Return: the new position or -EINVAL.
 */
loff_t fixed_size_llseek(struct file *file, loff_t offset, int whence, loff_t size)
{
	switch (whence) {
	case SEEK_SET:
	case SEEK_CUR:
	case SEEK_END:
		return generic_file_llseek_size(file, offset, whence, size, size);
	default:
		return -EINVAL;
	}
}
EXPORT_SYMBOL(fixed_size_llseek);

/**
 * no_seek_end_llseek - llseek() for a thing without an end
 *
 * Context: may sleep.
 * Return: the new position or -EINVAL.
 */
loff_t no_seek_end_llseek(struct file *file, loff_t offset, int whence)
{
	return no_seek_end_llseek_size(file, offset, whence, LLONG_MAX);
}
EXPORT_SYMBOL(no_seek_end_llseek);

/**
 * no_seek_end_llseek_size - no_seek_end_llseek(), up to @size
 *
 * Context: any.
 * Return: the new position or -EINVAL.
 */
loff_t no_seek_end_llseek_size(struct file *file, loff_t offset, int whence, loff_t size)
{
	switch (whence) {
	case SEEK_SET:
	case SEEK_CUR:
		return generic_file_llseek_size(file, offset, whence, size, 0);
	default:
		return -EINVAL;
	}
}
EXPORT_SYMBOL(no_seek_end_llseek_size);

/**
 * noop_llseek - llseek() that succeeds and does nothing
 *
 * Context: any.
 * Return: the position as it is.
 */
loff_t noop_llseek(struct file *file, loff_t offset, int whence)
{
	return file->f_pos;
}
EXPORT_SYMBOL(noop_llseek);

/**
 * default_llseek - llseek() by i_size, without an upper limit, under the inode's lock
 *
 * Context: may sleep.
 * Return: the new position or -EINVAL.
 */
loff_t default_llseek(struct file *file, loff_t offset, int whence)
{
	struct inode *inode = file_inode(file);
	loff_t ret = -EINVAL;

	inode_lock(inode);
	switch (whence) {
	case SEEK_END:
		offset += i_size_read(inode);
		break;
	case SEEK_CUR:
		if (offset == 0) {
			ret = file->f_pos;
			goto out;
		}
		offset += file->f_pos;
		break;
	case SEEK_DATA:
		if (offset >= i_size_read(inode)) {
			ret = -ENXIO;
			goto out;
		}
		break;
	case SEEK_HOLE:
		if (offset >= i_size_read(inode)) {
			ret = -ENXIO;
			goto out;
		}
		offset = i_size_read(inode);
		break;
	}
	if (offset >= 0 || (file->f_mode & FMODE_UNSIGNED_OFFSET)) {
		file->f_pos = offset;
		file->f_version = 0;
		ret = offset;
	}
out:
	inode_unlock(inode);
	return ret;
}
EXPORT_SYMBOL(default_llseek);

/**
 * noop_fsync - fsync() of a thing that has nothing to write out
 *
 * Context: any.
 * Return: 0.
 */
int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	return 0;
}
EXPORT_SYMBOL(noop_fsync);

/* How many of @count bytes there are in a buffer from @pos on: 0 at the end, -EINVAL. */
static ssize_t bytes_at(loff_t pos, size_t count, size_t available)
{
	if (pos < 0)
		return -EINVAL;
	return pos < available ? min_t(size_t, count, available - pos) : 0;
}

/* @left of @count bytes could not be copied. */
static ssize_t bytes_copied(loff_t *ppos, size_t count, size_t left)
{
	if (left == count)
		return -EFAULT;
	*ppos += count - left;
	return count - left;
}

/**
 * simple_read_from_buffer - read() out of a buffer
 * @to:		the program's, @count bytes
 * @ppos:	position in the buffer, moved
 * @from:	the buffer, @available bytes long
 *
 * Context: may sleep.
 * Return: bytes copied, 0 at the end, -EINVAL, -EFAULT if none could be copied. Row D1.
 */
ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *ppos, const void *from,
				size_t available)
{
	ssize_t n = bytes_at(*ppos, count, available);

	return n > 0 ? bytes_copied(ppos, n, copy_to_user(to, from + *ppos, n)) : n;
}
EXPORT_SYMBOL(simple_read_from_buffer);

/**
 * simple_write_to_buffer - write() into a buffer of @available bytes; as the reader above
 *
 * Context: may sleep.
 * Return: bytes copied, 0 at the end, -EINVAL, -EFAULT.
 */
ssize_t simple_write_to_buffer(void *to, size_t available, loff_t *ppos, const void __user *from,
			       size_t count)
{
	ssize_t n = bytes_at(*ppos, count, available);

	return n > 0 ? bytes_copied(ppos, n, copy_from_user(to + *ppos, from, n)) : n;
}
EXPORT_SYMBOL(simple_write_to_buffer);

/**
 * memory_read_from_buffer - simple_read_from_buffer() to kernel memory
 *
 * Context: any.
 * Return: bytes copied, 0 at the end, -EINVAL.
 */
ssize_t memory_read_from_buffer(void *to, size_t count, loff_t *ppos, const void *from,
				size_t available)
{
	ssize_t n = bytes_at(*ppos, count, available);

	if (n > 0) {
		memcpy(to, from + *ppos, n);
		*ppos += n;
	}
	return n;
}
EXPORT_SYMBOL(memory_read_from_buffer);

/* ---- one number, as text: DEFINE_SIMPLE_ATTRIBUTE ---- */

#define SIMPLE_ATTR_TEXT	24		/* 20 digits, sign, newline, NUL */

struct simple_attr {
	int (*get)(void *data, u64 *val);
	int (*set)(void *data, u64 val);
	char		text[SIMPLE_ATTR_TEXT];
	void		*data;
	const char	*fmt;
	struct mutex	lock;
};

/**
 * simple_attr_open - a file whose text is @fmt of what @get yields, and where @set takes what is written
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int simple_attr_open(struct inode *inode, struct file *file, int (*get)(void *, u64 *),
		     int (*set)(void *, u64), const char *fmt)
{
	struct simple_attr *attr = kzalloc(sizeof(*attr), GFP_KERNEL);

	if (!attr)
		return -ENOMEM;
	attr->get = get;
	attr->set = set;
	attr->data = inode->i_private;
	attr->fmt = fmt;
	mutex_init(&attr->lock);
	file->private_data = attr;
	return nonseekable_open(inode, file);
}
EXPORT_SYMBOL_GPL(simple_attr_open);

/**
 * simple_attr_release - release() of such a file
 *
 * Context: may sleep.
 * Return: 0.
 */
int simple_attr_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}
EXPORT_SYMBOL_GPL(simple_attr_release);

/**
 * simple_attr_read - read() of such a file
 *
 * Context: may sleep.
 * Return: bytes, -EACCES without a get function, or its error.
 */
ssize_t simple_attr_read(struct file *file, char __user *buf, size_t len, loff_t *ppos)
{
	struct simple_attr *attr = file->private_data;
	ssize_t ret;
	u64 val;

	if (!attr->get)
		return -EACCES;
	ret = mutex_lock_interruptible(&attr->lock);
	if (ret)
		return ret;
	/* A read that goes on where one ended shows the text that the first one saw. */
	if (!*ppos || !attr->text[0]) {
		ret = attr->get(attr->data, &val);
		if (!ret)
			scnprintf(attr->text, sizeof(attr->text), attr->fmt,
				  (unsigned long long)val);
	}
	if (!ret)
		ret = simple_read_from_buffer(buf, len, ppos, attr->text, strlen(attr->text));
	mutex_unlock(&attr->lock);
	return ret;
}
EXPORT_SYMBOL_GPL(simple_attr_read);

/**
 * simple_attr_write - write() of such a file
 *
 * Context: may sleep.
 * Return: bytes, -EACCES without a set function, -EINVAL, or its error.
 */
ssize_t simple_attr_write(struct file *file, const char __user *buf, size_t len, loff_t *ppos)
{
	struct simple_attr *attr = file->private_data;
	char text[SIMPLE_ATTR_TEXT];
	size_t size = min(sizeof(text) - 1, len);
	long long signed_val;
	u64 val;
	int ret;

	if (!attr->set)
		return -EACCES;
	if (copy_from_user(text, buf, size))
		return -EFAULT;
	text[size] = '\0';
	ret = kstrtoull(text, 0, &val);
	if (ret == -EINVAL && !kstrtoll(text, 0, &signed_val)) {
		val = signed_val;
		ret = 0;
	}
	if (ret)
		return ret;
	ret = mutex_lock_interruptible(&attr->lock);
	if (ret)
		return ret;
	ret = attr->set(attr->data, val);
	mutex_unlock(&attr->lock);
	return ret ?: len;
}
EXPORT_SYMBOL_GPL(simple_attr_write);
