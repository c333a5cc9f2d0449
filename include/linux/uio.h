/* SPDX-License-Identifier: MIT */
/*
 * linux/uio.h - iov_iter: where the bytes of a read or write come from or go to
 *
 * An iterator walks over one user buffer (ITER_UBUF), a user's iovec array (ITER_IOVEC), or kernel
 * buffers (ITER_KVEC), and remembers how much is left. The direction is the data's: READ fills the
 * buffers, WRITE empties them.
 */
#ifndef _LINUX_UIO_H
#define _LINUX_UIO_H

#include <linux/compiler.h>
#include <linux/stddef.h>
#include <linux/types.h>

#define UIO_FASTIOV	8
#define UIO_MAXIOV	1024

#ifndef READ
#define READ		0
#define WRITE		1
#endif

struct page;

struct iovec {
	void __user		*iov_base;
	__kernel_size_t		iov_len;
};

struct kvec {
	void	*iov_base;
	size_t	iov_len;
};

enum iter_type {
	ITER_IOVEC,
	ITER_KVEC,
	ITER_BVEC,
	ITER_PIPE,
	ITER_XARRAY,
	ITER_DISCARD,
	ITER_UBUF,
};

/**
 * struct iov_iter - a position in a list of buffers
 * @iter_type:		enum iter_type: which member of the union is in use
 * @data_source:	WRITE: the buffers are read from
 * @user_backed:	the buffers are a program's
 * @iov_offset:		bytes of the current segment that are behind us
 * @count:		bytes that remain, over all segments
 * @nr_segs:		segments that remain, the current one included
 */
struct iov_iter {
	u8		iter_type;
	bool		nofault;
	bool		data_source;
	bool		user_backed;
	size_t		iov_offset;
	size_t		count;
	union {
		const struct iovec	*iov;
		const struct kvec	*kvec;
		void __user		*ubuf;
	};
	unsigned long	nr_segs;
};

struct iov_iter_state {
	size_t		iov_offset;
	size_t		count;
	unsigned long	nr_segs;
};

static inline enum iter_type iov_iter_type(const struct iov_iter *i)
{
	return i->iter_type;
}

static inline bool iter_is_ubuf(const struct iov_iter *i)
{
	return i->iter_type == ITER_UBUF;
}

static inline bool iter_is_iovec(const struct iov_iter *i)
{
	return i->iter_type == ITER_IOVEC;
}

static inline bool iov_iter_is_kvec(const struct iov_iter *i)
{
	return i->iter_type == ITER_KVEC;
}

static inline bool iov_iter_is_discard(const struct iov_iter *i)
{
	return i->iter_type == ITER_DISCARD;
}

static inline bool user_backed_iter(const struct iov_iter *i)
{
	return i->user_backed;
}

static inline unsigned char iov_iter_rw(const struct iov_iter *i)
{
	return i->data_source ? WRITE : READ;
}

static inline size_t iov_iter_count(const struct iov_iter *i)
{
	return i->count;
}

/** iov_iter_truncate - let no more than @count bytes remain */
static inline void iov_iter_truncate(struct iov_iter *i, u64 count)
{
	if (i->count > count)
		i->count = count;
}

/** iov_iter_reexpand - undo iov_iter_truncate(): @count bytes remain */
static inline void iov_iter_reexpand(struct iov_iter *i, size_t count)
{
	i->count = count;
}

static inline void iov_iter_save_state(struct iov_iter *i, struct iov_iter_state *state)
{
	state->iov_offset = i->iov_offset;
	state->count = i->count;
	state->nr_segs = i->nr_segs;
}

static inline size_t iov_length(const struct iovec *iov, unsigned long nr_segs)
{
	size_t total = 0;

	while (nr_segs--)
		total += iov++->iov_len;
	return total;
}

void iov_iter_init(struct iov_iter *i, unsigned int direction, const struct iovec *iov,
		   unsigned long nr_segs, size_t count);
void iov_iter_kvec(struct iov_iter *i, unsigned int direction, const struct kvec *kvec,
		   unsigned long nr_segs, size_t count);
void iov_iter_ubuf(struct iov_iter *i, unsigned int direction, void __user *buf, size_t count);
void iov_iter_discard(struct iov_iter *i, unsigned int direction, size_t count);
int import_single_range(int direction, void __user *buf, size_t len, struct iovec *iov,
			struct iov_iter *i);

void iov_iter_advance(struct iov_iter *i, size_t bytes);
void iov_iter_revert(struct iov_iter *i, size_t bytes);
void iov_iter_restore(struct iov_iter *i, struct iov_iter_state *state);
size_t iov_iter_single_seg_count(const struct iov_iter *i);

size_t _copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i);
size_t _copy_from_iter(void *addr, size_t bytes, struct iov_iter *i);
size_t iov_iter_zero(size_t bytes, struct iov_iter *i);
size_t copy_page_to_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i);
size_t copy_page_from_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i);

/** copy_to_iter - copy @bytes from @addr to where @i stands; how many were copied. Row D1. */
static __always_inline __must_check
size_t copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i)
{
	return _copy_to_iter(addr, bytes, i);
}

/** copy_from_iter - copy @bytes from where @i stands to @addr; how many were copied. Row D1. */
static __always_inline __must_check
size_t copy_from_iter(void *addr, size_t bytes, struct iov_iter *i)
{
	return _copy_from_iter(addr, bytes, i);
}

/** copy_from_iter_full - all of @bytes, or none: then @i has not moved */
static __always_inline __must_check
bool copy_from_iter_full(void *addr, size_t bytes, struct iov_iter *i)
{
	size_t copied = copy_from_iter(addr, bytes, i);

	if (likely(copied == bytes))
		return true;
	iov_iter_revert(i, copied);
	return false;
}

#endif /* _LINUX_UIO_H */
