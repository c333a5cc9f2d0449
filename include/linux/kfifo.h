/* SPDX-License-Identifier: MIT */
/*
 * linux/kfifo.h - rings of elements of one type; their size is a power of two
 *
 * One writer and one reader need no lock between them: the writer publishes elements by a
 * release of `in`, which pairs with the reader's acquire, and the reader frees room by a release
 * of `out`. Several of either need a lock: the _spinlocked forms take one.
 *
 * DEFINE_KFIFO(fifo, type, size)	with its buffer within
 * DECLARE_KFIFO(fifo, type, size)	the same as a member: INIT_KFIFO(s->fifo)
 * DECLARE_KFIFO_PTR(fifo, type), struct kfifo: kfifo_alloc() or kfifo_init() gives the buffer
 */
#ifndef _LINUX_KFIFO_H
#define _LINUX_KFIFO_H

#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/stddef.h>
#include <linux/types.h>
#include <linux/uaccess.h>

/* in and out count elements for ever; their difference is what is in the ring. */
struct __kfifo {
	unsigned int	in;
	unsigned int	out;
	unsigned int	mask;
	unsigned int	esize;
	void		*data;
};

/* ptr is the type of the buffers that are copied: void for bytes. */
#define __STRUCT_KFIFO_COMMON(datatype, ptrtype) \
	union {					\
		struct __kfifo	kfifo;		\
		datatype	*type;		\
		const datatype	*const_type;	\
		ptrtype		*ptr;		\
		ptrtype const	*ptr_const;	\
	}
#define STRUCT_KFIFO(type, size) \
	struct { __STRUCT_KFIFO_COMMON(type, type); type buf[size]; }
#define STRUCT_KFIFO_PTR(type) \
	struct { __STRUCT_KFIFO_COMMON(type, type); type buf[0]; }
#define DECLARE_KFIFO(fifo, type, size)	STRUCT_KFIFO(type, size) fifo
#define DECLARE_KFIFO_PTR(fifo, type)	STRUCT_KFIFO_PTR(type) fifo

struct kfifo {
	__STRUCT_KFIFO_COMMON(unsigned char, void);
	unsigned char buf[0];
};

#define __is_kfifo_ptr(fifo)	(sizeof((fifo)->buf) == 0)
#define __kfifo_slots(fifo)	(__is_kfifo_ptr(fifo) ? 0 : sizeof((fifo)->buf) / sizeof(*(fifo)->type))

#define DEFINE_KFIFO(fifo, type, size)				\
	DECLARE_KFIFO(fifo, type, size) = {			\
		{ .kfifo = {					\
			.in = 0, .out = 0,			\
			.mask = (size) - 1 + BUILD_BUG_ON_ZERO((size) & ((size) - 1)), \
			.esize = sizeof(type),			\
			.data = fifo.buf,			\
		} },						\
		.buf = { },					\
	}

#define INIT_KFIFO(fifo)					\
(void)({							\
	typeof(&(fifo)) __tmp = &(fifo);			\
	__tmp->kfifo = (struct __kfifo){			\
		.mask = __is_kfifo_ptr(__tmp) ? 0 : __kfifo_slots(__tmp) - 1, \
		.esize = sizeof(*__tmp->type),			\
		.data = __is_kfifo_ptr(__tmp) ? NULL : (void *)__tmp->buf, \
	};							\
})

#define kfifo_initialized(fifo)	((fifo)->kfifo.mask)
#define kfifo_esize(fifo)	((fifo)->kfifo.esize)
#define kfifo_recsize(fifo)	0
#define kfifo_size(fifo)	((fifo)->kfifo.mask + 1)
#define kfifo_len(fifo)		(READ_ONCE((fifo)->kfifo.in) - READ_ONCE((fifo)->kfifo.out))
#define kfifo_is_empty(fifo)	(kfifo_len(fifo) == 0)
#define kfifo_is_full(fifo)	(kfifo_len(fifo) > (fifo)->kfifo.mask)
#define kfifo_avail(fifo)	(kfifo_size(fifo) - kfifo_len(fifo))
/* With neither reader nor writer about. */
#define kfifo_reset(fifo)	(void)((fifo)->kfifo.in = (fifo)->kfifo.out = 0)
/* By the reader. */
#define kfifo_reset_out(fifo)	smp_store_release(&(fifo)->kfifo.out, READ_ONCE((fifo)->kfifo.in))
#define kfifo_skip(fifo)	smp_store_release(&(fifo)->kfifo.out, (fifo)->kfifo.out + 1)
#define kfifo_is_empty_spinlocked(fifo, lock)			\
({								\
	unsigned long __flags;					\
	bool __empty;						\
	spin_lock_irqsave(lock, __flags);			\
	__empty = kfifo_is_empty(fifo);				\
	spin_unlock_irqrestore(lock, __flags);			\
	__empty;						\
})

/** kfifo_alloc - a buffer for @size elements, rounded up to a power of two; 0, -EINVAL, -ENOMEM */
#define kfifo_alloc(fifo, size, gfp_mask) \
	__kfifo_alloc(&(fifo)->kfifo, size, sizeof(*(fifo)->type), gfp_mask)
#define kfifo_free(fifo)	__kfifo_free(&(fifo)->kfifo)
/** kfifo_init - use @buffer of @size bytes, of which a power of two of elements is taken */
#define kfifo_init(fifo, buffer, size) \
	__kfifo_init(&(fifo)->kfifo, buffer, size, sizeof(*(fifo)->type))

/* One element: 1 if done, 0 if the ring is full, or empty. */
#define kfifo_put(fifo, val)					\
({								\
	typeof((fifo) + 1) __kf = (fifo);			\
	typeof(*__kf->const_type) __val = (val);		\
	(unsigned int)__kfifo_in(&__kf->kfifo, &__val, 1);	\
})
#define kfifo_get(fifo, val)					\
({								\
	typeof((fifo) + 1) __kf = (fifo);			\
	typeof(__kf->type) __val = (val);			\
	__kfifo_must_check(__kfifo_out(&__kf->kfifo, __val, 1)); \
})
#define kfifo_peek(fifo, val)					\
({								\
	typeof((fifo) + 1) __kf = (fifo);			\
	typeof(__kf->type) __val = (val);			\
	__kfifo_must_check(__kfifo_out_peek(&__kf->kfifo, __val, 1)); \
})

/* n elements: how many were copied. */
#define kfifo_in(fifo, buf, n)					\
({								\
	typeof((fifo) + 1) __kf = (fifo);			\
	typeof(__kf->ptr_const) __buf = (buf);			\
	__kfifo_in(&__kf->kfifo, __buf, n);			\
})
#define kfifo_out(fifo, buf, n)					\
({								\
	typeof((fifo) + 1) __kf = (fifo);			\
	typeof(__kf->ptr) __buf = (buf);			\
	__kfifo_must_check(__kfifo_out(&__kf->kfifo, __buf, n)); \
})
#define kfifo_out_peek(fifo, buf, n)				\
({								\
	typeof((fifo) + 1) __kf = (fifo);			\
	typeof(__kf->ptr) __buf = (buf);			\
	__kfifo_must_check(__kfifo_out_peek(&__kf->kfifo, __buf, n)); \
})
#define kfifo_in_spinlocked(fifo, buf, n, lock)			\
({								\
	unsigned long __flags;					\
	unsigned int __ret;					\
	spin_lock_irqsave(lock, __flags);			\
	__ret = kfifo_in(fifo, buf, n);				\
	spin_unlock_irqrestore(lock, __flags);			\
	__ret;							\
})
#define kfifo_out_spinlocked(fifo, buf, n, lock)		\
__kfifo_must_check(						\
({								\
	unsigned long __flags;					\
	unsigned int __ret;					\
	spin_lock_irqsave(lock, __flags);			\
	__ret = kfifo_out(fifo, buf, n);			\
	spin_unlock_irqrestore(lock, __flags);			\
	__ret;							\
})								\
)
#define kfifo_in_locked(fifo, buf, n, lock)	kfifo_in_spinlocked(fifo, buf, n, lock)
#define kfifo_out_locked(fifo, buf, n, lock)	kfifo_out_spinlocked(fifo, buf, n, lock)

/* Bytes from and to a program; *copied is set. 0 or -EFAULT. */
#define kfifo_from_user(fifo, from, len, copied) \
	__kfifo_must_check_int(__kfifo_from_user(&(fifo)->kfifo, from, len, copied))
#define kfifo_to_user(fifo, to, len, copied) \
	__kfifo_must_check_int(__kfifo_to_user(&(fifo)->kfifo, to, len, copied))

static inline unsigned int __must_check __kfifo_must_check(unsigned int val)
{
	return val;
}

static inline int __must_check __kfifo_must_check_int(int val)
{
	return val;
}

int __kfifo_alloc(struct __kfifo *fifo, unsigned int size, size_t esize, gfp_t gfp_mask);
void __kfifo_free(struct __kfifo *fifo);
int __kfifo_init(struct __kfifo *fifo, void *buffer, unsigned int size, size_t esize);
unsigned int __kfifo_in(struct __kfifo *fifo, const void *buf, unsigned int n);
unsigned int __kfifo_out(struct __kfifo *fifo, void *buf, unsigned int n);
unsigned int __kfifo_out_peek(struct __kfifo *fifo, void *buf, unsigned int n);
int __kfifo_from_user(struct __kfifo *fifo, const void __user *from, unsigned long len,
		      unsigned int *copied);
int __kfifo_to_user(struct __kfifo *fifo, void __user *to, unsigned long len, unsigned int *copied);

#endif /* _LINUX_KFIFO_H */
