// SPDX-License-Identifier: MIT
/*
 * lib/iov_iter.c - walk over the buffers of a read or write, copying
 *
 * All copies are one loop (iter_each): it cuts the way at segment ends, and a step function moves
 * the bytes of each piece and says how many it could not. A fault ends the walk where it happened.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

/**
 * iov_iter_init - over @nr_segs pieces of a program's memory
 * @direction:	READ: the pieces will be filled; WRITE: emptied
 * @count:	bytes in all
 *
 * Context: any.
 */
void iov_iter_init(struct iov_iter *i, unsigned int direction, const struct iovec *iov,
		   unsigned long nr_segs, size_t count)
{
	*i = (struct iov_iter) {
		.iter_type = ITER_IOVEC, .user_backed = true, .data_source = direction == WRITE,
		.iov = iov, .nr_segs = nr_segs, .count = count,
	};
}
EXPORT_SYMBOL(iov_iter_init);

/**
 * iov_iter_kvec - over pieces of kernel memory
 *
 * Context: any.
 */
void iov_iter_kvec(struct iov_iter *i, unsigned int direction, const struct kvec *kvec,
		   unsigned long nr_segs, size_t count)
{
	*i = (struct iov_iter) {
		.iter_type = ITER_KVEC, .data_source = direction == WRITE,
		.kvec = kvec, .nr_segs = nr_segs, .count = count,
	};
}
EXPORT_SYMBOL(iov_iter_kvec);

/**
 * iov_iter_ubuf - over one piece of a program's memory
 *
 * Context: any.
 */
void iov_iter_ubuf(struct iov_iter *i, unsigned int direction, void __user *buf, size_t count)
{
	*i = (struct iov_iter) {
		.iter_type = ITER_UBUF, .user_backed = true, .data_source = direction == WRITE,
		.ubuf = buf, .nr_segs = 1, .count = count,
	};
}
EXPORT_SYMBOL_GPL(iov_iter_ubuf);

/**
 * iov_iter_discard - over nothing: @count bytes that are thrown away
 *
 * Context: any.
 */
void iov_iter_discard(struct iov_iter *i, unsigned int direction, size_t count)
{
	*i = (struct iov_iter) {
		.iter_type = ITER_DISCARD, .data_source = direction == WRITE, .count = count,
	};
}
EXPORT_SYMBOL(iov_iter_discard);

/**
 * import_single_range - iov_iter_init() for one piece, checked: 0 or -EFAULT
 *
 * Context: any.
 * Return: 0 or -EFAULT.
 */
int import_single_range(int direction, void __user *buf, size_t len, struct iovec *iov,
			struct iov_iter *i)
{
	len = min_t(size_t, len, MAX_RW_COUNT);
	if (unlikely(!access_ok(buf, len)))
		return -EFAULT;
	iov->iov_base = buf;
	iov->iov_len = len;
	iov_iter_init(i, direction, iov, 1, len);
	return 0;
}
EXPORT_SYMBOL(import_single_range);

/* The address where @i stands, and how many bytes are there in one piece. */
static void *iter_piece(const struct iov_iter *i, size_t *len)
{
	char *base;

	if (i->iter_type == ITER_UBUF) {
		base = (char __force *)i->ubuf;
		*len = i->count;
	} else {
		/* iovec and kvec have one layout: an address and a length. */
		base = (char __force *)i->iov->iov_base;
		*len = min(i->iov->iov_len - i->iov_offset, i->count);
	}
	return base + i->iov_offset;
}

/**
 * iov_iter_advance - go on by @bytes, but not past the end
 *
 * Context: any.
 */
void iov_iter_advance(struct iov_iter *i, size_t bytes)
{
	bytes = min(bytes, i->count);
	i->count -= bytes;
	i->iov_offset += bytes;
	if (i->iter_type != ITER_IOVEC && i->iter_type != ITER_KVEC)
		return;
	while (i->nr_segs && i->iov_offset >= i->iov->iov_len &&
	       (i->iov_offset || !i->iov->iov_len) && (i->nr_segs > 1 || !i->count)) {
		i->iov_offset -= i->iov->iov_len;
		i->iov++;
		i->nr_segs--;
	}
}
EXPORT_SYMBOL(iov_iter_advance);

/**
 * iov_iter_revert - go back by @bytes, which must have been passed before
 *
 * Context: any.
 */
void iov_iter_revert(struct iov_iter *i, size_t bytes)
{
	if (!bytes || WARN_ON(bytes > MAX_RW_COUNT))
		return;
	i->count += bytes;
	if (i->iter_type == ITER_DISCARD)
		return;
	if (i->iter_type == ITER_UBUF || bytes <= i->iov_offset) {
		i->iov_offset -= bytes;
		return;
	}
	bytes -= i->iov_offset;
	for (;;) {
		i->iov--;
		i->nr_segs++;
		if (bytes <= i->iov->iov_len)
			break;
		bytes -= i->iov->iov_len;
	}
	i->iov_offset = i->iov->iov_len - bytes;
}
EXPORT_SYMBOL(iov_iter_revert);

/** iov_iter_restore - back to where iov_iter_save_state() saw it */
void iov_iter_restore(struct iov_iter *i, struct iov_iter_state *state)
{
	if (i->iter_type == ITER_IOVEC || i->iter_type == ITER_KVEC)
		i->iov -= state->nr_segs - i->nr_segs;
	i->iov_offset = state->iov_offset;
	i->count = state->count;
	i->nr_segs = state->nr_segs;
}

/**
 * iov_iter_single_seg_count - bytes that remain in the current piece
 *
 * Context: any.
 * Return: bytes.
 */
size_t iov_iter_single_seg_count(const struct iov_iter *i)
{
	size_t len = i->count;

	if (i->iter_type != ITER_DISCARD && i->count)
		iter_piece(i, &len);
	return len;
}
EXPORT_SYMBOL(iov_iter_single_seg_count);

/* Moves @len bytes between @piece of the iterator and @data; bytes NOT moved. */
typedef size_t (*iter_step_t)(bool user, void *piece, void *data, size_t len);

static size_t iter_each(struct iov_iter *i, size_t bytes, void *data, iter_step_t step)
{
	size_t done = 0, len, left;
	void *piece;

	bytes = min(bytes, i->count);
	if (i->iter_type == ITER_DISCARD) {
		i->count -= bytes;
		return bytes;
	}
	while (done < bytes) {
		piece = iter_piece(i, &len);
		len = min(len, bytes - done);
		left = len ? step(i->user_backed, piece, data + done, len) : 0;
		if (!len)
			iov_iter_advance(i, 0);		/* an empty segment */
		iov_iter_advance(i, len - left);
		done += len - left;
		if (left)
			break;
	}
	return done;
}

static size_t step_to(bool user, void *piece, void *data, size_t len)
{
	if (user)
		return _copy_to_user((void __user *)piece, data, len);
	memcpy(piece, data, len);
	return 0;
}

static size_t step_from(bool user, void *piece, void *data, size_t len)
{
	if (user)
		return arch_copy_from_user(data, (void __user *)piece, len);
	memcpy(data, piece, len);
	return 0;
}

static size_t step_zero(bool user, void *piece, void *data, size_t len)
{
	if (user)
		return clear_user((void __user *)piece, len);
	memset(piece, 0, len);
	return 0;
}

/**
 * _copy_to_iter - copy_to_iter() behind the inline
 *
 * Context: may sleep.
 * Return: bytes copied; fewer than @bytes after a fault or at the end.
 */
size_t _copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i)
{
	if (WARN_ON_ONCE(i->data_source))
		return 0;
	if (user_backed_iter(i))
		might_fault();
	return iter_each(i, bytes, (void *)addr, step_to);
}
EXPORT_SYMBOL(_copy_to_iter);

/**
 * _copy_from_iter - copy_from_iter() behind the inline
 *
 * Context: may sleep.
 * Return: bytes copied; fewer than @bytes after a fault or at the end.
 */
size_t _copy_from_iter(void *addr, size_t bytes, struct iov_iter *i)
{
	if (WARN_ON_ONCE(!i->data_source))
		return 0;
	if (user_backed_iter(i))
		might_fault();
	return iter_each(i, bytes, addr, step_from);
}
EXPORT_SYMBOL(_copy_from_iter);

/**
 * iov_iter_zero - fill @bytes with zeros; how many were
 *
 * Context: may sleep.
 * Return: bytes filled.
 */
size_t iov_iter_zero(size_t bytes, struct iov_iter *i)
{
	/* The step does not use its data; it only has to be an address that can be counted from. */
	return iter_each(i, bytes, i, step_zero);
}
EXPORT_SYMBOL(iov_iter_zero);

static size_t page_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i,
			bool to)
{
	size_t done = 0, part, n;
	void *addr;

	page += offset >> PAGE_SHIFT;
	offset &= ~PAGE_MASK;
	for (; done < bytes; page++, offset = 0) {
		part = min_t(size_t, bytes - done, PAGE_SIZE - offset);
		addr = kmap_local_page(page);
		n = to ? _copy_to_iter(addr + offset, part, i) :
			 _copy_from_iter(addr + offset, part, i);
		kunmap_local(addr);
		done += n;
		if (n < part)
			break;
	}
	return done;
}

/**
 * copy_page_to_iter - from @offset of @page, or of the compound page it heads
 *
 * Context: may sleep.
 * Return: bytes copied.
 */
size_t copy_page_to_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i)
{
	return page_iter(page, offset, bytes, i, true);
}
EXPORT_SYMBOL(copy_page_to_iter);

/**
 * copy_page_from_iter - to @offset of @page, or of the compound page it heads
 *
 * Context: may sleep.
 * Return: bytes copied.
 */
size_t copy_page_from_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i)
{
	return page_iter(page, offset, bytes, i, false);
}
EXPORT_SYMBOL(copy_page_from_iter);
