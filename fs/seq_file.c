// SPDX-License-Identifier: MIT
/*
 * fs/seq_file.c - text made record by record, handed out in pieces of any size
 *
 * A read first gives what is left in the buffer, then runs the iterator from record `index`
 * until the buffer has something to give: one record at least, made again in a buffer twice as
 * large if it did not fit, and more while they fit and the reader has room.
 *
 * Invariants	S1 records before `index` have been shown; the buffer holds the end of what they
 *		gave, bytes from .. from + count. S2 read_pos is the file position of buf[from].
 *		S3 count == size means: a record did not fit. Row D6.
 * Locking	m->lock is held over each read and seek, the iterator's calls included.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

static void *seq_buf_alloc(size_t size)
{
	if (size > MAX_RW_COUNT)
		return NULL;
	return kvmalloc(size, GFP_KERNEL_ACCOUNT);
}

/**
 * seq_open - make @file a seq_file
 * @op:		its iterator
 *
 * The file's private_data becomes the seq_file; seq_release() must be its release().
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int seq_open(struct file *file, const struct seq_operations *op)
{
	struct seq_file *m;

	WARN_ON(file->private_data);
	m = kzalloc(sizeof(*m), GFP_KERNEL);
	if (!m)
		return -ENOMEM;
	mutex_init(&m->lock);
	m->op = op;
	m->file = file;
	file->private_data = m;
	/* The position is where the text stands, so pwrite() means nothing. */
	file->f_mode &= ~FMODE_PWRITE;
	return 0;
}
EXPORT_SYMBOL(seq_open);

/* Twice the buffer; what was in it is lost. */
static int seq_grow(struct seq_file *m)
{
	kvfree(m->buf);
	m->count = 0;
	m->buf = seq_buf_alloc(m->size <<= 1);
	return m->buf ? 0 : -ENOMEM;
}

static int seq_need_buf(struct seq_file *m)
{
	if (m->buf)
		return 0;
	m->buf = seq_buf_alloc(m->size = PAGE_SIZE);
	return m->buf ? 0 : -ENOMEM;
}

/* The next record; an iterator that leaves the position alone would be asked for it for ever. */
static void *seq_step(struct seq_file *m, void *v)
{
	loff_t before = m->index;

	v = m->op->next(m, v, &m->index);
	if (m->index == before) {
		pr_info_ratelimited("buggy .next function %ps did not update position index\n",
				    m->op->next);
		m->index++;
	}
	return v;
}

/* @v's text into the empty buffer; of a record that says SEQ_SKIP nothing stays. */
static int seq_show(struct seq_file *m, void *v)
{
	int ret = m->op->show(m, v);

	if (ret <= 0)
		return ret;
	m->count = 0;
	return 0;
}

/*
 * Make the text again from its beginning, up to file position @offset, which lies in the buffer
 * then or at the text's end.
 */
static int seq_traverse(struct seq_file *m, loff_t offset)
{
	loff_t pos = 0;
	int ret = 0;
	void *v;

	m->index = 0;
	m->count = m->from = 0;
	if (!offset)
		return 0;
	if (seq_need_buf(m))
		return -ENOMEM;
	v = m->op->start(m, &m->index);
	while (v) {
		ret = PTR_ERR(v);
		if (IS_ERR(v))
			break;
		ret = seq_show(m, v);
		if (ret)
			break;
		if (seq_has_overflowed(m)) {
			ret = -EAGAIN;
			break;
		}
		v = seq_step(m, v);
		if (pos + m->count > offset) {
			m->from = offset - pos;
			m->count -= m->from;
			break;
		}
		pos += m->count;
		m->count = 0;
		if (pos == offset)
			break;
	}
	m->op->stop(m, v);
	if (ret != -EAGAIN)
		return ret;
	return seq_grow(m) ?: -EAGAIN;
}

/* Bring the buffer to file position @pos. */
static int seq_reposition(struct seq_file *m, loff_t pos)
{
	int ret;

	do
		ret = seq_traverse(m, pos);
	while (ret == -EAGAIN);
	if (ret) {
		m->read_pos = 0;
		m->index = 0;
		m->count = 0;
	} else {
		m->read_pos = pos;
	}
	return ret;
}

/* Give the reader what the buffer has; how much it took. */
static size_t seq_flush(struct seq_file *m, struct iov_iter *iter)
{
	size_t n = copy_to_iter(m->buf + m->from, m->count, iter);

	m->count -= n;
	m->from += n;
	return n;
}

/* More records, while they fit and fewer than @wanted bytes are there; the last one is cut off. */
static void *seq_fill_more(struct seq_file *m, void *v, size_t wanted)
{
	size_t before;
	int ret;

	for (;;) {
		before = m->count;
		v = seq_step(m, v);
		if (IS_ERR_OR_NULL(v) || before >= wanted)
			return v;
		ret = m->op->show(m, v);
		if (ret > 0) {
			m->count = before;
		} else if (ret || seq_has_overflowed(m)) {
			m->count = before;	/* `index` still is this record's */
			return v;
		}
	}
}

/* Run the iterator until there is text in the empty buffer; 0 also at the end. */
static int seq_fill(struct seq_file *m, size_t wanted)
{
	int ret = 0;
	void *v;

	m->from = 0;
	v = m->op->start(m, &m->index);
	for (;;) {
		ret = PTR_ERR_OR_ZERO(v);
		if (!v || ret)
			break;
		ret = seq_show(m, v);
		if (ret)
			break;
		if (!m->count) {
			v = seq_step(m, v);
			continue;
		}
		if (!seq_has_overflowed(m)) {
			v = seq_fill_more(m, v, wanted);
			break;
		}
		m->op->stop(m, v);
		if (seq_grow(m))
			return -ENOMEM;
		v = m->op->start(m, &m->index);
	}
	m->op->stop(m, v);
	if (ret < 0)
		m->count = 0;
	return ret;
}

/**
 * seq_read_iter - the read_iter() of a seq_file
 *
 * Context: may sleep.
 * Return: bytes, 0 at the end, -ENOMEM, -EFAULT, or the error of show().
 */
ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct seq_file *m = iocb->ki_filp->private_data;
	size_t copied = 0;
	int ret = 0;

	if (!iov_iter_count(iter))
		return 0;
	mutex_lock(&m->lock);
	if (iocb->ki_pos == 0) {
		m->index = 0;
		m->count = 0;
		m->read_pos = 0;
	}
	if (iocb->ki_pos != m->read_pos)
		ret = seq_reposition(m, iocb->ki_pos);
	if (!ret)
		ret = seq_need_buf(m);
	if (!ret && m->count) {
		copied = seq_flush(m, iter);
		if (m->count)
			goto out;		/* the reader's buffer is full, or bad */
	}
	if (!ret && iov_iter_count(iter)) {
		ret = seq_fill(m, iov_iter_count(iter));
		if (!ret)
			copied += seq_flush(m, iter);
	}
out:
	if (copied) {
		iocb->ki_pos += copied;
		m->read_pos += copied;
	} else if (!ret && m->count) {
		ret = -EFAULT;
	}
	mutex_unlock(&m->lock);
	return copied ?: ret;
}
EXPORT_SYMBOL(seq_read_iter);

/**
 * seq_read - the read() of a seq_file. Row D6.
 *
 * Context: may sleep.
 * Return: bytes, 0 at the end, -ENOMEM, -EFAULT, or the error of show().
 */
ssize_t seq_read(struct file *file, char __user *buf, size_t size, loff_t *ppos)
{
	struct iov_iter iter;
	struct kiocb kiocb;
	ssize_t ret;

	iov_iter_ubuf(&iter, READ, buf, size);
	init_sync_kiocb(&kiocb, file);
	kiocb.ki_pos = *ppos;
	ret = seq_read_iter(&kiocb, &iter);
	*ppos = kiocb.ki_pos;
	return ret;
}
EXPORT_SYMBOL(seq_read);

/**
 * seq_lseek - the llseek() of a seq_file: SEEK_SET and SEEK_CUR; -EINVAL otherwise
 *
 * Context: may sleep.
 * Return: the new position, -EINVAL, or the error of show().
 */
loff_t seq_lseek(struct file *file, loff_t offset, int whence)
{
	struct seq_file *m = file->private_data;
	loff_t ret = -EINVAL;

	mutex_lock(&m->lock);
	if (whence == SEEK_CUR)
		offset += file->f_pos;
	if ((whence == SEEK_SET || whence == SEEK_CUR) && offset >= 0) {
		ret = offset;
		if (offset != m->read_pos) {
			int err = seq_reposition(m, offset);

			if (err) {
				file->f_pos = 0;
				ret = err;
			}
		}
		if (ret >= 0)
			file->f_pos = offset;
	}
	mutex_unlock(&m->lock);
	return ret;
}
EXPORT_SYMBOL(seq_lseek);

/**
 * seq_release - the release() of a seq_file
 *
 * Context: may sleep.
 * Return: 0.
 */
int seq_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	kvfree(m->buf);
	kfree(m);
	return 0;
}
EXPORT_SYMBOL(seq_release);

/* ---- one record only ---- */

static void *single_start(struct seq_file *p, loff_t *pos)
{
	return *pos ? NULL : SEQ_START_TOKEN;
}

static void *single_next(struct seq_file *p, void *v, loff_t *pos)
{
	++*pos;
	return NULL;
}

static void single_stop(struct seq_file *p, void *v)
{
}

/**
 * single_open - make @file a seq_file of one record
 * @show:	makes the text
 * @data:	m->private for it
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM. single_release() must be the file's release().
 */
int single_open(struct file *file, int (*show)(struct seq_file *, void *), void *data)
{
	struct seq_operations *op = kmalloc(sizeof(*op), GFP_KERNEL_ACCOUNT);
	int ret;

	if (!op)
		return -ENOMEM;
	op->start = single_start;
	op->next = single_next;
	op->stop = single_stop;
	op->show = show;
	ret = seq_open(file, op);
	if (ret)
		kfree(op);
	else
		((struct seq_file *)file->private_data)->private = data;
	return ret;
}
EXPORT_SYMBOL(single_open);

/**
 * single_open_size - single_open() with a buffer of @size bytes from the start
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int single_open_size(struct file *file, int (*show)(struct seq_file *, void *), void *data,
		     size_t size)
{
	char *buf = seq_buf_alloc(size);
	struct seq_file *m;
	int ret;

	if (!buf)
		return -ENOMEM;
	ret = single_open(file, show, data);
	if (ret) {
		kvfree(buf);
		return ret;
	}
	m = file->private_data;
	m->buf = buf;
	m->size = size;
	return 0;
}
EXPORT_SYMBOL(single_open_size);

/**
 * single_release - release() after single_open()
 *
 * Context: may sleep.
 * Return: 0.
 */
int single_release(struct inode *inode, struct file *file)
{
	const struct seq_operations *op = ((struct seq_file *)file->private_data)->op;
	int ret = seq_release(inode, file);

	kfree(op);
	return ret;
}
EXPORT_SYMBOL(single_release);

/** __seq_open_private - seq_open() with @psize zeroed bytes as m->private; them, or NULL */
void *__seq_open_private(struct file *file, const struct seq_operations *ops, int psize)
{
	void *private = kzalloc(psize, GFP_KERNEL_ACCOUNT);

	if (!private)
		return NULL;
	if (seq_open(file, ops)) {
		kfree(private);
		return NULL;
	}
	((struct seq_file *)file->private_data)->private = private;
	return private;
}
EXPORT_SYMBOL(__seq_open_private);

/**
 * seq_open_private - __seq_open_private() that only says how it went
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int seq_open_private(struct file *file, const struct seq_operations *ops, int psize)
{
	return __seq_open_private(file, ops, psize) ? 0 : -ENOMEM;
}
EXPORT_SYMBOL(seq_open_private);

/**
 * seq_release_private - release() after seq_open_private()
 *
 * Context: may sleep.
 * Return: 0.
 */
int seq_release_private(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	kfree(m->private);
	m->private = NULL;
	return seq_release(inode, file);
}
EXPORT_SYMBOL(seq_release_private);
