// SPDX-License-Identifier: MIT
/*
 * lib/xarray_find.c - reading the sparse array: load, find, marks
 *
 * Locking	rcu_read_lock() or the lock; lib/xarray.c says what a reader may meet.
 */
#include <linux/export.h>
#include <linux/xarray.h>
#include "lib/xarray.h"
#include "lib/xarray_tree.h"

/* ---- reading: RCU or the lock ---- */

void *xa_load_raw(const struct xarray *xa, unsigned long index)
{
	void *entry = rcu_dereference_raw(xa->xa_head);

	if (index > head_max(entry))
		return NULL;
	while (is_node(entry)) {
		struct xa_node *node = to_node(entry);

		entry = rcu_dereference_raw(node->slots[slot_of(node, index)]);
	}
	return entry;
}

void *xa_load(struct xarray *xa, unsigned long index)
{
	void *entry;

	rcu_read_lock();
	entry = shown(xa_load_raw(xa, index));
	rcu_read_unlock();
	return entry;
}
EXPORT_SYMBOL(xa_load);

static bool head_has(const struct xarray *xa, xa_mark_t filter)
{
	return filter == XA_PRESENT || xa_marked(xa, filter);
}

/*
 * Go down to the first candidate at or behind *index. Found: the entry, and *index is its place.
 * Else NULL, and *index is where to go on; *index 0 means that nothing is left.
 */
static void *find_step(const struct xarray *xa, unsigned long *index, xa_mark_t filter)
{
	void *entry = rcu_dereference_raw(xa->xa_head);

	if (!entry || *index > head_max(entry) || !head_has(xa, filter)) {
		*index = 0;
		return NULL;
	}
	while (is_node(entry)) {
		struct xa_node *node = to_node(entry);
		unsigned int slot = next_slot(node, slot_of(node, *index), filter);

		go_to_slot(index, node, slot);
		if (slot == XA_CHUNK_SIZE)
			return NULL;
		entry = rcu_dereference_raw(node->slots[slot]);
	}
	if (!shown(entry)) {
		(*index)++;
		return NULL;
	}
	return entry;
}

static void *find_from(const struct xarray *xa, unsigned long *indexp, unsigned long index,
		       unsigned long max, xa_mark_t filter)
{
	void *entry = NULL;

	rcu_read_lock();
	do {
		entry = find_step(xa, &index, filter);
	} while (!entry && index && index <= max);
	rcu_read_unlock();
	if (!entry || index > max)
		return NULL;
	*indexp = index;
	return entry;
}

void *xa_find(struct xarray *xa, unsigned long *index, unsigned long max, xa_mark_t filter)
{
	return *index > max ? NULL : find_from(xa, index, *index, max, filter);
}
EXPORT_SYMBOL(xa_find);

void *xa_find_after(struct xarray *xa, unsigned long *index, unsigned long max, xa_mark_t filter)
{
	return *index >= max ? NULL : find_from(xa, index, *index + 1, max, filter);
}
EXPORT_SYMBOL(xa_find_after);

unsigned int xa_extract(struct xarray *xa, void **dst, unsigned long start, unsigned long max,
			unsigned int n, xa_mark_t filter)
{
	unsigned int found = 0;
	void *entry;

	if (!n)
		return 0;
	for (entry = xa_find(xa, &start, max, filter); entry;
	     entry = xa_find_after(xa, &start, max, filter)) {
		dst[found++] = entry;
		if (found == n)
			break;
	}
	return found;
}
EXPORT_SYMBOL(xa_extract);

static bool get_mark(const struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	void *entry = rcu_dereference_raw(xa->xa_head);
	bool marked = xa_marked(xa, mark);

	if (index > head_max(entry))
		return false;
	while (marked && is_node(entry)) {
		struct xa_node *node = to_node(entry);
		unsigned int slot = slot_of(node, index);

		marked = test_bit(slot, node->marks[mark]);
		entry = rcu_dereference_raw(node->slots[slot]);
	}
	return marked && entry;
}

bool xa_get_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	bool marked;

	rcu_read_lock();
	marked = get_mark(xa, index, mark);
	rcu_read_unlock();
	return marked;
}
EXPORT_SYMBOL(xa_get_mark);
