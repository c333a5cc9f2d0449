/* SPDX-License-Identifier: MIT */
/*
 * linux/xarray.h - a sparse array of pointers, indexed by unsigned long
 *
 * Terms      entry: a pointer, 4-byte aligned, or a value (an integer of 63 bits, xa_mk_value()), or NULL.
 *            mark: one of three bits that each entry has; it goes when the entry becomes NULL.
 *            reserved: an index whose memory is there but that reads as NULL.
 * Locking    The array has its own lock, which every function that changes it takes. Names that begin
 *            with two underscores expect the caller to hold it (xa_lock()); those that take gfp flags
 *            drop it while they wait for memory. _bh and _irq take the lock that way. Reading
 *            takes rcu_read_lock(): free what was stored after a grace period. See lib/xarray.c.
 * Errors     xa_store() and its kin return the old entry, or an error for xa_err() to tell.
 */
#ifndef _LINUX_XARRAY_H
#define _LINUX_XARRAY_H

#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/kconfig.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/rcupdate.h>
#include <linux/sched/mm.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#define BITS_PER_XA_VALUE	(BITS_PER_LONG - 1)

static inline void *xa_mk_value(unsigned long v)
{
	WARN_ON((long)v < 0);
	return (void *)((v << 1) | 1);
}

static inline unsigned long xa_to_value(const void *entry)
{
	return (unsigned long)entry >> 1;
}

static inline bool xa_is_value(const void *entry)
{
	return (unsigned long)entry & 1;
}

/* A pointer with a tag of 0, 1 or 3 in its low bits; 1 looks like a value. */
static inline void *xa_tag_pointer(void *p, unsigned long tag)
{
	return (void *)((unsigned long)p | tag);
}

static inline void *xa_untag_pointer(void *entry)
{
	return (void *)((unsigned long)entry & ~3UL);
}

static inline unsigned int xa_pointer_tag(void *entry)
{
	return (unsigned long)entry & 3UL;
}

/* Low bits 10: the array's own: nodes, XA_ZERO_ENTRY, errors. */
static inline void *xa_mk_internal(unsigned long v)
{
	return (void *)((v << 2) | 2);
}

static inline unsigned long xa_to_internal(const void *entry)
{
	return (unsigned long)entry >> 2;
}

static inline bool xa_is_internal(const void *entry)
{
	return ((unsigned long)entry & 3) == 2;
}

#define XA_ZERO_ENTRY		xa_mk_internal(257)

static inline bool xa_is_zero(const void *entry)
{
	return unlikely(entry == XA_ZERO_ENTRY);
}

static inline bool xa_is_err(const void *entry)
{
	return unlikely(xa_is_internal(entry) && entry >= xa_mk_internal(-MAX_ERRNO));
}

/** xa_err - the errno that a store's result carries, 0 if it is an entry */
static inline int xa_err(void *entry)
{
	return xa_is_err(entry) ? (long)entry >> 2 : 0;
}

struct xa_limit {
	u32 max;
	u32 min;
};
#define XA_LIMIT(_min, _max)	(struct xa_limit) { .min = _min, .max = _max }
#define xa_limit_32b		XA_LIMIT(0, UINT_MAX)
#define xa_limit_31b		XA_LIMIT(0, INT_MAX)
#define xa_limit_16b		XA_LIMIT(0, USHRT_MAX)

typedef unsigned __bitwise xa_mark_t;
#define XA_MARK_0		((__force xa_mark_t)0U)
#define XA_MARK_1		((__force xa_mark_t)1U)
#define XA_MARK_2		((__force xa_mark_t)2U)
#define XA_PRESENT		((__force xa_mark_t)8U)
#define XA_MARK_MAX		XA_MARK_2
#define XA_FREE_MARK		XA_MARK_0

enum xa_lock_type {
	XA_LOCK_IRQ = 1,
	XA_LOCK_BH = 2,
};

#define XA_FLAGS_LOCK_IRQ	((__force gfp_t)XA_LOCK_IRQ)
#define XA_FLAGS_LOCK_BH	((__force gfp_t)XA_LOCK_BH)
#define XA_FLAGS_TRACK_FREE	((__force gfp_t)4U)
#define XA_FLAGS_ZERO_BUSY	((__force gfp_t)8U)
#define XA_FLAGS_ALLOC_WRAPPED	((__force gfp_t)16U)
#define XA_FLAGS_ACCOUNT	((__force gfp_t)32U)
#define XA_FLAGS_MARK(mark)	((__force gfp_t)((1U << 24) << (__force unsigned)(mark)))

/* For xa_alloc(): indices from 0, from 1. XA_MARK_0 is then the array's own. */
#define XA_FLAGS_ALLOC		(XA_FLAGS_TRACK_FREE | XA_FLAGS_MARK(XA_FREE_MARK))
#define XA_FLAGS_ALLOC1		(XA_FLAGS_TRACK_FREE | XA_FLAGS_ZERO_BUSY)

/**
 * struct xarray - the anchor of an array
 * @xa_lock:	see above
 * @xa_flags:	XA_FLAGS_*; XA_FLAGS_MARK(m): some entry has mark m. xa_lock held
 * @xa_head:	NULL; the entry at index 0, if it is the only one; or the top node. Readers: RCU
 */
struct xarray {
	spinlock_t	xa_lock;
	gfp_t		xa_flags;
	void __rcu	*xa_head;
};

#define XARRAY_INIT(name, flags) {				\
	.xa_lock = __SPIN_LOCK_UNLOCKED(name.xa_lock),		\
	.xa_flags = flags,					\
	.xa_head = NULL,					\
}
#define DEFINE_XARRAY_FLAGS(name, flags) struct xarray name = XARRAY_INIT(name, flags)
#define DEFINE_XARRAY(name)		DEFINE_XARRAY_FLAGS(name, 0)
#define DEFINE_XARRAY_ALLOC(name)	DEFINE_XARRAY_FLAGS(name, XA_FLAGS_ALLOC)
#define DEFINE_XARRAY_ALLOC1(name)	DEFINE_XARRAY_FLAGS(name, XA_FLAGS_ALLOC1)

static inline void xa_init_flags(struct xarray *xa, gfp_t flags)
{
	spin_lock_init(&xa->xa_lock);
	xa->xa_flags = flags;
	xa->xa_head = NULL;
}

static inline void xa_init(struct xarray *xa)
{
	xa_init_flags(xa, 0);
}

static inline bool xa_empty(const struct xarray *xa)
{
	return READ_ONCE(xa->xa_head) == NULL;
}

/** xa_marked - has any entry @mark? */
static inline bool xa_marked(const struct xarray *xa, xa_mark_t mark)
{
	return READ_ONCE(xa->xa_flags) & XA_FLAGS_MARK(mark);
}

#define xa_trylock(xa)			spin_trylock(&(xa)->xa_lock)
#define xa_lock(xa)			spin_lock(&(xa)->xa_lock)
#define xa_unlock(xa)			spin_unlock(&(xa)->xa_lock)
#define xa_lock_bh(xa)			spin_lock_bh(&(xa)->xa_lock)
#define xa_unlock_bh(xa)		spin_unlock_bh(&(xa)->xa_lock)
#define xa_lock_irq(xa)			spin_lock_irq(&(xa)->xa_lock)
#define xa_unlock_irq(xa)		spin_unlock_irq(&(xa)->xa_lock)
#define xa_lock_irqsave(xa, flags)	spin_lock_irqsave(&(xa)->xa_lock, flags)
#define xa_unlock_irqrestore(xa, flags)	spin_unlock_irqrestore(&(xa)->xa_lock, flags)

/**
 * xa_load - the entry at an index
 * @xa:		the array
 * @index:	where
 *
 * Context: any; takes the RCU read lock.
 * Return: the entry, or NULL. Its owner says how long it lives.
 */
void *xa_load(struct xarray *xa, unsigned long index);

/**
 * xa_store - put an entry at an index
 * @xa:		the array
 * @index:	where
 * @entry:	the entry; NULL takes away what is there
 * @gfp:	for the array's nodes
 *
 * Context: may sleep if @gfp says so; takes xa_lock, with interrupts as they are.
 * Return: the old entry, or an xa_err(): -EINVAL for what can't be an entry, -ENOMEM.
 */
void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);

/**
 * xa_erase - take away the entry at an index
 * @xa:		the array
 * @index:	where
 *
 * Context: any in which xa_lock may be taken; interrupts stay as they are.
 * Return: the old entry, or NULL.
 */
void *xa_erase(struct xarray *xa, unsigned long index);

/**
 * xa_get_mark - is an entry marked?
 * @xa:		the array
 * @index:	where
 * @mark:	XA_MARK_0 to XA_MARK_2
 *
 * Context: any; takes the RCU read lock.
 * Return: true if there is an entry with this mark.
 */
bool xa_get_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);
void xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);
void xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);

/**
 * xa_find - the first entry from an index on
 * @xa:		the array
 * @index:	in: where to begin; out: where it is
 * @max:	last index to look at
 * @filter:	a mark, or XA_PRESENT for any entry
 *
 * Context: any; takes the RCU read lock.
 * Return: the entry, or NULL (and @index as it was).
 */
void *xa_find(struct xarray *xa, unsigned long *index, unsigned long max, xa_mark_t filter);

/**
 * xa_find_after - the first entry behind an index
 * @xa:		the array
 * @index:	in: the index before the first one to look at; out: where the entry is
 * @max:	last index to look at
 * @filter:	a mark, or XA_PRESENT for any entry
 *
 * Context: any; takes the RCU read lock.
 * Return: the entry, or NULL (and @index as it was).
 */
void *xa_find_after(struct xarray *xa, unsigned long *index, unsigned long max, xa_mark_t filter);

/**
 * xa_extract - copy entries to a table
 * @xa:		the array
 * @dst:	the table
 * @start:	first index
 * @max:	last index
 * @n:		entries that the table has room for
 * @filter:	a mark, or XA_PRESENT for any entry
 *
 * Context: any; takes the RCU read lock for each entry, so changes made meanwhile may or may not
 * be seen.
 * Return: how many were copied.
 */
unsigned int xa_extract(struct xarray *xa, void **dst, unsigned long start, unsigned long max,
			unsigned int n, xa_mark_t filter);

/**
 * xa_destroy - make every entry NULL and free the array's memory, not what entries point to
 * @xa:		the array, usable afterwards
 *
 * Context: any; takes xa_lock with interrupts off.
 */
void xa_destroy(struct xarray *xa);

/* The lock held; may drop it and take it again to wait for memory. */
void *__xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
void *__xa_erase(struct xarray *xa, unsigned long index);
void *__xa_cmpxchg(struct xarray *xa, unsigned long index, void *old, void *entry, gfp_t gfp);
int __must_check __xa_insert(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
/** __xa_alloc - put @entry at the first free index of @limit; 0, -EBUSY if none is free, -ENOMEM */
int __must_check __xa_alloc(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit, gfp_t gfp);
/** __xa_alloc_cyclic - the same from *@next on, then from the start (returns 1 once that happened) */
int __must_check __xa_alloc_cyclic(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit,
				   u32 *next, gfp_t gfp);
void __xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);
void __xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);

/* Each of these with a plain lock, and with _bh and _irq. */
#define __XA_LOCKED(sfx)								\
static inline void *xa_cmpxchg##sfx(struct xarray *xa, unsigned long index, void *old,	\
				    void *entry, gfp_t gfp)				\
{											\
	void *curr;									\
											\
	might_alloc(gfp);								\
	xa_lock##sfx(xa);								\
	curr = __xa_cmpxchg(xa, index, old, entry, gfp);				\
	xa_unlock##sfx(xa);								\
	return curr;									\
}											\
static inline int __must_check xa_insert##sfx(struct xarray *xa, unsigned long index,	\
					      void *entry, gfp_t gfp)			\
{											\
	int err;									\
											\
	might_alloc(gfp);								\
	xa_lock##sfx(xa);								\
	err = __xa_insert(xa, index, entry, gfp);					\
	xa_unlock##sfx(xa);								\
	return err;									\
}											\
static inline __must_check int xa_alloc##sfx(struct xarray *xa, u32 *id, void *entry,	\
					     struct xa_limit limit, gfp_t gfp)		\
{											\
	int err;									\
											\
	might_alloc(gfp);								\
	xa_lock##sfx(xa);								\
	err = __xa_alloc(xa, id, entry, limit, gfp);					\
	xa_unlock##sfx(xa);								\
	return err;									\
}											\
static inline int xa_alloc_cyclic##sfx(struct xarray *xa, u32 *id, void *entry,		\
				       struct xa_limit limit, u32 *next, gfp_t gfp)	\
{											\
	int err;									\
											\
	might_alloc(gfp);								\
	xa_lock##sfx(xa);								\
	err = __xa_alloc_cyclic(xa, id, entry, limit, next, gfp);			\
	xa_unlock##sfx(xa);								\
	return err;									\
}											\
/* Make an index's memory ready: -ENOMEM now instead of at the store. */		\
static inline __must_check int xa_reserve##sfx(struct xarray *xa, unsigned long index,	\
					       gfp_t gfp)				\
{											\
	return xa_err(xa_cmpxchg##sfx(xa, index, NULL, XA_ZERO_ENTRY, gfp));		\
}
__XA_LOCKED()
__XA_LOCKED(_bh)
__XA_LOCKED(_irq)
#undef __XA_LOCKED

#define __XA_LOCKED2(sfx)								\
static inline void *xa_store##sfx(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp) \
{											\
	void *curr;									\
											\
	might_alloc(gfp);								\
	xa_lock##sfx(xa);								\
	curr = __xa_store(xa, index, entry, gfp);					\
	xa_unlock##sfx(xa);								\
	return curr;									\
}											\
static inline void *xa_erase##sfx(struct xarray *xa, unsigned long index)		\
{											\
	void *entry;									\
											\
	xa_lock##sfx(xa);								\
	entry = __xa_erase(xa, index);							\
	xa_unlock##sfx(xa);								\
	return entry;									\
}
__XA_LOCKED2(_bh)
__XA_LOCKED2(_irq)
#undef __XA_LOCKED2

/** xa_release - undo xa_reserve() if nothing was stored meanwhile */
static inline void xa_release(struct xarray *xa, unsigned long index)
{
	xa_cmpxchg(xa, index, XA_ZERO_ENTRY, NULL, 0);
}

/* Over the entries at start .. last; the body may change the array. No lock need be held. */
#define xa_for_each_range(xa, index, entry, start, last)		\
	for (index = start,						\
	     entry = xa_find(xa, &index, last, XA_PRESENT);		\
	     entry;							\
	     entry = xa_find_after(xa, &index, last, XA_PRESENT))
#define xa_for_each_start(xa, index, entry, start) \
	xa_for_each_range(xa, index, entry, start, ULONG_MAX)
#define xa_for_each(xa, index, entry) \
	xa_for_each_start(xa, index, entry, 0)
#define xa_for_each_marked(xa, index, entry, filter)			\
	for (index = 0, entry = xa_find(xa, &index, ULONG_MAX, filter);	\
	     entry; entry = xa_find_after(xa, &index, ULONG_MAX, filter))

/* ---- the tree ---- */

#define XA_CHUNK_SHIFT		6
#define XA_CHUNK_SIZE		(1UL << XA_CHUNK_SHIFT)
#define XA_CHUNK_MASK		(XA_CHUNK_SIZE - 1)
#define XA_MAX_MARKS		3
#define XA_MARK_LONGS		BITS_TO_LONGS(XA_CHUNK_SIZE)

/**
 * struct xa_node - 64 consecutive slots of one level
 * @shift:	slot i covers indices i << shift ...; 0 at the bottom. Never changes
 * @offset:	this node's slot in @parent
 * @count:	slots that are not NULL
 * @slots:	read under RCU; written with the lock held
 * @marks:	bit i: something below slot i has the mark. Likewise
 */
struct xa_node {
	unsigned char	shift;
	unsigned char	offset;
	unsigned char	count;
	struct xa_node	*parent;
	struct xarray	*array;
	union {
		struct xa_node	*next_free;
		struct rcu_head	rcu_head;
	};
	void __rcu	*slots[XA_CHUNK_SIZE];
	unsigned long	marks[XA_MAX_MARKS][XA_MARK_LONGS];
};

#endif /* _LINUX_XARRAY_H */
