/* SPDX-License-Identifier: MIT */
/*
 * linux/radix-tree.h - the older names of the xarray
 *
 * The users' own lock orders changes, as ever; the array's lock, taken inside, adds nothing for
 * them. The gfp mask given to INIT_RADIX_TREE() is used by radix_tree_insert().
 */
#ifndef _LINUX_RADIX_TREE_H
#define _LINUX_RADIX_TREE_H

#include <linux/gfp.h>
#include <linux/preempt.h>
#include <linux/types.h>
#include <linux/xarray.h>

#define radix_tree_root			xarray
#define radix_tree_node			xa_node

#define RADIX_TREE_MAX_TAGS		XA_MAX_MARKS
#define RADIX_TREE_INIT(name, mask)	XARRAY_INIT(name, mask)
#define RADIX_TREE(name, mask)		struct radix_tree_root name = RADIX_TREE_INIT(name, mask)
#define INIT_RADIX_TREE(root, mask)	xa_init_flags(root, mask)

static inline bool radix_tree_empty(const struct radix_tree_root *root)
{
	return xa_empty(root);
}

static inline gfp_t __radix_tree_gfp(const struct radix_tree_root *root)
{
	return root->xa_flags & GENMASK(23, 6);
}

/** radix_tree_insert - 0, -EEXIST, -ENOMEM */
static inline int radix_tree_insert(struct radix_tree_root *root, unsigned long index, void *item)
{
	int err = xa_insert(root, index, item, __radix_tree_gfp(root));

	return err == -EBUSY ? -EEXIST : err;
}

static inline void *radix_tree_lookup(const struct radix_tree_root *root, unsigned long index)
{
	return xa_load((struct xarray *)root, index);
}

static inline void *radix_tree_delete(struct radix_tree_root *root, unsigned long index)
{
	return xa_erase(root, index);
}

/** radix_tree_delete_item - delete if it is @item (or @item is NULL); what was there */
static inline void *radix_tree_delete_item(struct radix_tree_root *root, unsigned long index,
					   void *item)
{
	return item ? xa_cmpxchg(root, index, item, NULL, 0) : xa_erase(root, index);
}

static inline unsigned int radix_tree_gang_lookup(const struct radix_tree_root *root,
						  void **results, unsigned long first_index,
						  unsigned int max_items)
{
	return xa_extract((struct xarray *)root, results, first_index, ULONG_MAX, max_items,
			  XA_PRESENT);
}

static inline unsigned int radix_tree_gang_lookup_tag(const struct radix_tree_root *root,
						      void **results, unsigned long first_index,
						      unsigned int max_items, unsigned int tag)
{
	return xa_extract((struct xarray *)root, results, first_index, ULONG_MAX, max_items,
			  (__force xa_mark_t)tag);
}

static inline void *radix_tree_tag_set(struct radix_tree_root *root, unsigned long index,
				       unsigned int tag)
{
	xa_set_mark(root, index, (__force xa_mark_t)tag);
	return xa_load(root, index);
}

static inline void *radix_tree_tag_clear(struct radix_tree_root *root, unsigned long index,
					 unsigned int tag)
{
	xa_clear_mark(root, index, (__force xa_mark_t)tag);
	return xa_load(root, index);
}

static inline int radix_tree_tag_get(const struct radix_tree_root *root, unsigned long index,
				     unsigned int tag)
{
	return xa_get_mark((struct xarray *)root, index, (__force xa_mark_t)tag);
}

static inline int radix_tree_tagged(const struct radix_tree_root *root, unsigned int tag)
{
	return xa_marked(root, (__force xa_mark_t)tag);
}

/**
 * radix_tree_preload - set memory aside for one insertion that may not sleep
 * @gfp_mask:	for that memory
 *
 * Context: may sleep if @gfp_mask says so.
 * Return: 0, and preemption is off until radix_tree_preload_end(); or -ENOMEM, and it is on.
 */
int radix_tree_preload(gfp_t gfp_mask);
int radix_tree_maybe_preload(gfp_t gfp_mask);
void radix_tree_preload_end(void);

/* A walk: slot points to a copy of the entry, not into the tree. */
struct radix_tree_iter {
	unsigned long	index;
	void		*entry;
};

static inline void **radix_tree_iter_from(const struct radix_tree_root *root,
					  struct radix_tree_iter *iter)
{
	iter->entry = xa_find((struct xarray *)root, &iter->index, ULONG_MAX, XA_PRESENT);
	return iter->entry ? &iter->entry : NULL;
}

static inline void **radix_tree_iter_after(const struct radix_tree_root *root,
					   struct radix_tree_iter *iter)
{
	iter->entry = xa_find_after((struct xarray *)root, &iter->index, ULONG_MAX, XA_PRESENT);
	return iter->entry ? &iter->entry : NULL;
}

#define radix_tree_deref_slot(slot)	(*(slot))
#define radix_tree_for_each_slot(slot, root, iter, start)			\
	for ((iter)->index = (start), slot = radix_tree_iter_from(root, iter);	\
	     slot; slot = radix_tree_iter_after(root, iter))

#endif /* _LINUX_RADIX_TREE_H */
