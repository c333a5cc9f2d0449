// SPDX-License-Identifier: MIT
/*
 * lib/idr.c - numbers for pointers, over the xarray
 *
 * Each function takes the array's lock with interrupts off, since callers come from any context
 * with locks of their own; so memory is fetched with the lock dropped, a node at a time.
 */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/idr.h>
#include <linux/slab.h>
#include "lib/xarray.h"

/* 0, -ENOSPC, -ENOMEM. */
static int alloc_number(struct xarray *xa, void *ptr, unsigned long min, unsigned long max,
			unsigned long *index, gfp_t gfp)
{
	struct xa_node *spare = NULL, *node;
	unsigned long flags;
	int err;

	for (;;) {
		xa_lock_irqsave(xa, flags);
		err = xa_alloc_atomic(xa, index, ptr, min, max, &spare);
		xa_unlock_irqrestore(xa, flags);
		if (err != -ENOMEM)
			break;
		node = xa_node_alloc(gfp);
		if (!node)
			break;
		node->next_free = spare;
		spare = node;
	}
	xa_free_spare(spare);
	return err == -EBUSY ? -ENOSPC : err;
}

static void *remove_number(struct xarray *xa, unsigned long index, bool *was_taken)
{
	unsigned long flags;
	void *entry;

	xa_lock_irqsave(xa, flags);
	*was_taken = xa_load_raw(xa, index) != NULL;
	entry = __xa_erase(xa, index);
	xa_unlock_irqrestore(xa, flags);
	return entry;
}

void idr_preload(gfp_t gfp_mask)
{
	xa_preload(gfp_mask, 32);
}
EXPORT_SYMBOL(idr_preload);

/**
 * idr_preload_end - allow preemption again after idr_preload()
 *
 * Context: the task that called idr_preload(), on the same CPU.
 */
void idr_preload_end(void)
{
	xa_preload_end();
}
EXPORT_SYMBOL(idr_preload_end);

int radix_tree_preload(gfp_t gfp_mask)
{
	int err = xa_preload(gfp_mask, BITS_PER_LONG);

	if (err)
		xa_preload_end();
	return err;
}
EXPORT_SYMBOL(radix_tree_preload);

/**
 * radix_tree_preload_end - allow preemption again after radix_tree_preload()
 *
 * Context: the task that called radix_tree_preload(), on the same CPU.
 */
void radix_tree_preload_end(void)
{
	xa_preload_end();
}
EXPORT_SYMBOL(radix_tree_preload_end);

/**
 * radix_tree_maybe_preload - radix_tree_preload() if one may sleep for it
 * @gfp_mask:	for that memory; if it doesn't allow to sleep, nothing is set aside
 *
 * Context: may sleep if @gfp_mask says so.
 * Return: 0, and preemption is off until radix_tree_preload_end(); or -ENOMEM, and it is on.
 */
int radix_tree_maybe_preload(gfp_t gfp_mask)
{
	if (gfpflags_allow_blocking(gfp_mask))
		return radix_tree_preload(gfp_mask);
	preempt_disable();
	return 0;
}
EXPORT_SYMBOL(radix_tree_maybe_preload);

int idr_alloc_u32(struct idr *idr, void *ptr, u32 *id, unsigned long max, gfp_t gfp)
{
	unsigned long index, base = idr->idr_base;
	unsigned long min = *id > base ? *id - base : 0;
	int err;

	if (max < base)
		return -ENOSPC;
	err = alloc_number(&idr->idr_rt, ptr, min, max - base, &index, gfp);
	if (!err)
		*id = index + base;
	return err;
}
EXPORT_SYMBOL_GPL(idr_alloc_u32);

int idr_alloc(struct idr *idr, void *ptr, int start, int end, gfp_t gfp)
{
	u32 id = start;
	int err;

	if (WARN_ON_ONCE(start < 0))
		return -EINVAL;
	err = idr_alloc_u32(idr, ptr, &id, end > 0 ? end - 1 : INT_MAX, gfp);
	return err ? err : (int)id;
}
EXPORT_SYMBOL_GPL(idr_alloc);

int idr_alloc_cyclic(struct idr *idr, void *ptr, int start, int end, gfp_t gfp)
{
	u32 id = idr_get_cursor(idr);
	unsigned long max = end > 0 ? end - 1 : INT_MAX;
	int err;

	if ((int)id < start)
		id = start;
	err = id > max ? -ENOSPC : idr_alloc_u32(idr, ptr, &id, max, gfp);
	if (err == -ENOSPC && id > (u32)start) {
		id = start;
		err = idr_alloc_u32(idr, ptr, &id, max, gfp);
	}
	if (err)
		return err;
	idr_set_cursor(idr, id + 1);
	return id;
}
EXPORT_SYMBOL(idr_alloc_cyclic);

void *idr_remove(struct idr *idr, unsigned long id)
{
	bool was_taken;

	return remove_number(&idr->idr_rt, id - idr->idr_base, &was_taken);
}
EXPORT_SYMBOL_GPL(idr_remove);

/**
 * idr_find - the pointer of a number
 * @idr:	the table
 * @id:		the number
 *
 * Context: any; takes the RCU read lock. Its owner says how long what it points to lives.
 * Return: the pointer; NULL if the number has none or is not taken.
 */
void *idr_find(const struct idr *idr, unsigned long id)
{
	return xa_load((struct xarray *)&idr->idr_rt, id - idr->idr_base);
}
EXPORT_SYMBOL_GPL(idr_find);

int idr_for_each(const struct idr *idr, int (*fn)(int id, void *p, void *data), void *data)
{
	unsigned long index;
	void *entry;
	int ret;

	xa_for_each((struct xarray *)&idr->idr_rt, index, entry) {
		ret = fn(index + idr->idr_base, entry, data);
		if (ret)
			return ret;
	}
	return 0;
}
EXPORT_SYMBOL(idr_for_each);

/**
 * idr_get_next_ul - the first pointer from a number on
 * @idr:	the table
 * @nextid:	in: where to begin; out: the pointer's number
 *
 * Context: any; takes the RCU read lock.
 * Return: the pointer; NULL at the end, and @nextid as it was.
 */
void *idr_get_next_ul(struct idr *idr, unsigned long *nextid)
{
	unsigned long base = idr->idr_base;
	unsigned long index = *nextid > base ? *nextid - base : 0;
	void *entry = xa_find(&idr->idr_rt, &index, ULONG_MAX, XA_PRESENT);

	if (entry)
		*nextid = index + base;
	return entry;
}
EXPORT_SYMBOL(idr_get_next_ul);

void *idr_get_next(struct idr *idr, int *nextid)
{
	unsigned long id = *nextid;
	void *entry = idr_get_next_ul(idr, &id);

	if (WARN_ON_ONCE(entry && id > INT_MAX))
		return NULL;
	*nextid = id;
	return entry;
}
EXPORT_SYMBOL(idr_get_next);

void *idr_replace(struct idr *idr, void *ptr, unsigned long id)
{
	struct xarray *xa = &idr->idr_rt;
	unsigned long index = id - idr->idr_base, flags;
	void *raw, *old = ERR_PTR(-ENOENT);

	xa_lock_irqsave(xa, flags);
	raw = xa_load_raw(xa, index);
	if (raw)
		old = __xa_cmpxchg(xa, index, raw, ptr ? ptr : XA_ZERO_ENTRY, 0);
	xa_unlock_irqrestore(xa, flags);
	return old;
}
EXPORT_SYMBOL(idr_replace);

/**
 * idr_destroy - free the table's memory, not what its pointers lead to
 * @idr:	the table, empty afterwards
 *
 * Context: any; takes the table's lock with interrupts off.
 */
void idr_destroy(struct idr *idr)
{
	xa_destroy(&idr->idr_rt);
}
EXPORT_SYMBOL(idr_destroy);

/* ---- numbers alone ---- */

int ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max, gfp_t gfp)
{
	unsigned long index;
	int err;

	if ((int)min < 0)
		return -ENOSPC;
	if ((int)max < 0)
		max = INT_MAX;
	err = alloc_number(&ida->xa, xa_mk_value(0), min, max, &index, gfp);
	return err ? err : (int)index;
}
EXPORT_SYMBOL(ida_alloc_range);

void ida_free(struct ida *ida, unsigned int id)
{
	bool was_taken;

	if ((int)id < 0)
		return;
	remove_number(&ida->xa, id, &was_taken);
	WARN(!was_taken, "ida_free called for id=%d which is not allocated.\n", id);
}
EXPORT_SYMBOL(ida_free);

/**
 * ida_destroy - give all numbers back, and the memory
 * @ida:	the numbers, usable afterwards
 *
 * Context: any; takes the lock of @ida with interrupts off.
 */
void ida_destroy(struct ida *ida)
{
	xa_destroy(&ida->xa);
}
EXPORT_SYMBOL(ida_destroy);
