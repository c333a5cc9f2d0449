/* SPDX-License-Identifier: MIT */
/* lib/xarray_tree.h - what is in a slot of the array's tree, and where (lib/xarray.c draws it) */
#ifndef LIB_XARRAY_TREE_H
#define LIB_XARRAY_TREE_H

#include <linux/xarray.h>

static inline bool is_node(const void *entry)
{
	return xa_is_internal(entry) && (unsigned long)entry > 4096 && !xa_is_err(entry);
}

static inline struct xa_node *to_node(const void *entry)
{
	return (struct xa_node *)((unsigned long)entry - 2);
}

static inline void *from_node(const struct xa_node *node)
{
	return (void *)((unsigned long)node | 2);
}

static inline void *error_entry(int err)
{
	return xa_mk_internal(err);
}

static inline unsigned int slot_of(const struct xa_node *node, unsigned long index)
{
	return (index >> node->shift) & XA_CHUNK_MASK;
}

/* Largest index that a tree with this head can hold. */
static inline unsigned long head_max(const void *head)
{
	if (!is_node(head))
		return 0;
	return (XA_CHUNK_SIZE << to_node(head)->shift) - 1;
}

static inline bool tracks_free(const struct xarray *xa)
{
	return xa->xa_flags & XA_FLAGS_TRACK_FREE;
}

/* What readers are shown: a reserved index is NULL. */
static inline void *shown(void *entry)
{
	return xa_is_zero(entry) ? NULL : entry;
}

/* The first slot from @slot on of which something is to be found; XA_CHUNK_SIZE if there is none. */
static inline unsigned int next_slot(const struct xa_node *node, unsigned int slot, xa_mark_t filter)
{
	if (filter != XA_PRESENT)
		return find_next_bit(node->marks[filter], XA_CHUNK_SIZE, slot);
	while (slot < XA_CHUNK_SIZE && !READ_ONCE(node->slots[slot]))
		slot++;
	return slot;
}

/* If *index is not below @slot, the first index that is. Behind the last slot it may wrap to 0. */
static inline void go_to_slot(unsigned long *index, const struct xa_node *node, unsigned int slot)
{
	if (slot == slot_of(node, *index))
		return;
	*index &= ~((XA_CHUNK_SIZE << node->shift) - 1);
	*index += (unsigned long)slot << node->shift;
}

/** xa_node_free_rcu - free a node that readers may be in */
void xa_node_free_rcu(struct xa_node *node);

#endif /* LIB_XARRAY_TREE_H */
