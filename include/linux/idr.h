/* SPDX-License-Identifier: MIT */
/*
 * linux/idr.h - small integers for pointers (idr), and small integers alone (ida)
 *
 * Over the xarray. The functions are safe against each other. Looking up takes no lock:
 * hold rcu_read_lock() as long as you use what idr_find() returned, and free it after a grace period.
 * A pointer may be NULL: its number is taken, idr_find() returns NULL.
 */
#ifndef _LINUX_IDR_H
#define _LINUX_IDR_H

#include <linux/gfp.h>
#include <linux/preempt.h>
#include <linux/radix-tree.h>
#include <linux/types.h>

struct idr {
	struct radix_tree_root	idr_rt;
	unsigned int		idr_base;
	unsigned int		idr_next;
};

#define IDR_INIT_BASE(name, base) {				\
	.idr_rt = XARRAY_INIT((name).idr_rt, XA_FLAGS_ALLOC),	\
	.idr_base = (base),					\
	.idr_next = 0,						\
}
#define IDR_INIT(name)	IDR_INIT_BASE(name, 0)
#define DEFINE_IDR(name) struct idr name = IDR_INIT(name)

static inline void idr_init_base(struct idr *idr, int base)
{
	xa_init_flags(&idr->idr_rt, XA_FLAGS_ALLOC);
	idr->idr_base = base;
	idr->idr_next = 0;
}

static inline void idr_init(struct idr *idr)
{
	idr_init_base(idr, 0);
}

static inline unsigned int idr_get_cursor(const struct idr *idr)
{
	return READ_ONCE(idr->idr_next);
}

static inline void idr_set_cursor(struct idr *idr, unsigned int val)
{
	WRITE_ONCE(idr->idr_next, val);
}

/**
 * idr_preload - set memory aside for one idr_alloc() that may not sleep
 * @gfp_mask:	for that memory; that there was none shows in idr_alloc()
 *
 * Preemption is off from here to idr_preload_end().
 * Context: may sleep if @gfp_mask says so.
 */
void idr_preload(gfp_t gfp_mask);
void idr_preload_end(void);

/**
 * idr_alloc - give a pointer the lowest free number of a range
 * @idr:	the table
 * @ptr:	the pointer; NULL reserves the number
 * @start:	the lowest number, at least 0
 * @end:	one above the highest; 0 or less means no limit
 * @gfp:	for the table's memory
 *
 * Context: any that @gfp allows; takes the table's lock with interrupts off.
 * Return: the number; -EINVAL for a @start below 0; -ENOSPC if all are taken; -ENOMEM.
 */
int idr_alloc(struct idr *idr, void *ptr, int start, int end, gfp_t gfp);

/**
 * idr_alloc_u32 - give a pointer the lowest free number of a range
 * @idr:	the table
 * @ptr:	the pointer; NULL reserves the number
 * @id:		in: the lowest number; out: the number, stored after the pointer can be found
 * @max:	the highest number
 * @gfp:	for the table's memory
 *
 * Context: any that @gfp allows; takes the table's lock with interrupts off.
 * Return: 0; -ENOSPC if all are taken; -ENOMEM.
 */
int __must_check idr_alloc_u32(struct idr *idr, void *ptr, u32 *id, unsigned long max, gfp_t gfp);

/**
 * idr_alloc_cyclic - idr_alloc() that goes on behind the number given last, then begins anew
 * @idr:	the table
 * @ptr:	the pointer; NULL reserves the number
 * @start:	the lowest number, at least 0
 * @end:	one above the highest; 0 or less means no limit
 * @gfp:	for the table's memory
 *
 * Context: any that @gfp allows; takes the table's lock with interrupts off. Callers at the same
 * time may begin at the same place, but never get the same number.
 * Return: the number; -ENOSPC if all are taken; -ENOMEM.
 */
int idr_alloc_cyclic(struct idr *idr, void *ptr, int start, int end, gfp_t gfp);

/**
 * idr_remove - give a number back
 * @idr:	the table
 * @id:		the number
 *
 * Context: any; takes the table's lock with interrupts off.
 * Return: the number's pointer; NULL if it had none or was not taken.
 */
void *idr_remove(struct idr *idr, unsigned long id);
void *idr_find(const struct idr *idr, unsigned long id);

/**
 * idr_for_each - call a function for each pointer, in the order of numbers
 * @idr:	the table
 * @fn:		gets the number, the pointer and @data; may remove the number
 * @data:	for @fn
 *
 * Context: as @fn; no lock is held while it runs.
 * Return: 0, or what @fn returned if that was not 0: then no more are called.
 */
int idr_for_each(const struct idr *idr, int (*fn)(int id, void *p, void *data), void *data);

/**
 * idr_get_next - the first pointer from a number on
 * @idr:	the table
 * @nextid:	in: where to begin; out: the pointer's number
 *
 * Context: any; takes the RCU read lock.
 * Return: the pointer; NULL at the end. A number above INT_MAX is reported, and NULL returned.
 */
void *idr_get_next(struct idr *idr, int *nextid);
void *idr_get_next_ul(struct idr *idr, unsigned long *nextid);

/**
 * idr_replace - give a number another pointer
 * @idr:	the table
 * @ptr:	the pointer; NULL keeps the number reserved
 * @id:		the number
 *
 * Context: any; takes the table's lock with interrupts off, and allocates nothing.
 * Return: the old pointer, or ERR_PTR(-ENOENT) if the number is not taken.
 */
void *idr_replace(struct idr *idr, void *ptr, unsigned long id);
void idr_destroy(struct idr *idr);

static inline bool idr_is_empty(const struct idr *idr)
{
	return xa_empty(&idr->idr_rt);
}

#define idr_for_each_entry(idr, entry, id) \
	for (id = 0; ((entry) = idr_get_next(idr, &(id))) != NULL; id += 1U)
#define idr_for_each_entry_continue(idr, entry, id) \
	for ((entry) = idr_get_next((idr), &(id)); entry; \
	     ++id, (entry) = idr_get_next((idr), &(id)))
#define idr_for_each_entry_ul(idr, entry, tmp, id)			\
	for (tmp = 0, id = 0;						\
	     ((entry) = tmp <= id ? idr_get_next_ul(idr, &(id)) : NULL) != NULL; \
	     tmp = id, ++id)

struct ida {
	struct xarray xa;
};

#define IDA_INIT(name)	{ .xa = XARRAY_INIT((name).xa, XA_FLAGS_ALLOC) }
#define DEFINE_IDA(name) struct ida name = IDA_INIT(name)

static inline void ida_init(struct ida *ida)
{
	xa_init_flags(&ida->xa, XA_FLAGS_ALLOC);
}

/**
 * ida_alloc_range - take the lowest free number of a range
 * @ida:	the numbers
 * @min:	the lowest
 * @max:	the highest; above INT_MAX means INT_MAX
 * @gfp:	for memory
 *
 * Context: any that @gfp allows; takes the lock of @ida with interrupts off.
 * Return: the number; -ENOSPC if all are taken or @min is above INT_MAX; -ENOMEM.
 */
int ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max, gfp_t gfp);

/**
 * ida_free - give a number back
 * @ida:	the numbers
 * @id:		the number; one that is not taken is reported, one above INT_MAX ignored
 *
 * Context: any; takes the lock of @ida with interrupts off.
 */
void ida_free(struct ida *ida, unsigned int id);
void ida_destroy(struct ida *ida);

static inline int ida_alloc(struct ida *ida, gfp_t gfp)
{
	return ida_alloc_range(ida, 0, ~0, gfp);
}

static inline int ida_alloc_min(struct ida *ida, unsigned int min, gfp_t gfp)
{
	return ida_alloc_range(ida, min, ~0, gfp);
}

static inline int ida_alloc_max(struct ida *ida, unsigned int max, gfp_t gfp)
{
	return ida_alloc_range(ida, 0, max, gfp);
}

static inline bool ida_is_empty(const struct ida *ida)
{
	return xa_empty(&ida->xa);
}

#define ida_simple_get(ida, start, end, gfp)	ida_alloc_range(ida, start, (end) - 1, gfp)
#define ida_simple_remove(ida, id)		ida_free(ida, id)

#endif /* _LINUX_IDR_H */
