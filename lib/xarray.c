// SPDX-License-Identifier: MIT
/*
 * lib/xarray.c - the sparse array, a radix tree of nodes with 64 slots each: changing it
 *
 *	head -> [node shift 12] -> [node shift 6] -> [node shift 0] -> entries
 *
 * Invariants X1 a node has count > 0 (an empty one is taken out at once); X2 mark bit i of a node
 *            is set exactly if some entry below slot i has the mark, and XA_FLAGS_MARK if some
 *            entry of the array has;
 *            X3 the top node is needed: something lies behind its slot 0; an array that has only index 0
 *            keeps its entry in the head. X4 in arrays that track free indices, mark 0 means "below is
 *            a free index", and a slot that is NULL has it.
 *            Checked by tests/lib/xarray_test.c against a plain array.
 *
 * Locking    xa_lock for every change. Readers hold rcu_read_lock() and go down from the head.
 *            A node is filled in, then published by rcu_assign_pointer() (a release), which pairs with
 *            the reader's rcu_dereference(); its shift never changes. Nodes taken out are freed by
 *            call_rcu(), with their slots as they were. So a reader that is in one still reaches what the slot
 *            led to when the node was taken out: the value that it finds was in the array at some time
 *            since it began.
 *            Marks are read without order, as in Linux: without the lock they are hints.
 *
 * Linux      same results as 6.1, but: no entries that span several indices (xa_store_range), no
 *            xas_* interface.
 */
#include <linux/export.h>
#include <linux/sched/mm.h>
#include <linux/xarray.h>
#include "lib/xarray.h"
#include "lib/xarray_tree.h"

/* ---- marks: the lock held ---- */

static bool node_any_mark(const struct xa_node *node, unsigned int mark)
{
	return !bitmap_empty(node->marks[mark], XA_CHUNK_SIZE);
}

/* Readers may look at the word meanwhile. Returns the bit as it was. */
static bool write_mark(struct xa_node *node, unsigned int slot, unsigned int mark, bool on)
{
	unsigned long *word = &node->marks[mark][BIT_WORD(slot)], old = *word;

	WRITE_ONCE(*word, on ? old | BIT_MASK(slot) : old & ~BIT_MASK(slot));
	return old & BIT_MASK(slot);
}

static void write_flag(struct xarray *xa, unsigned int mark, bool on)
{
	gfp_t flag = XA_FLAGS_MARK(mark);

	WRITE_ONCE(xa->xa_flags, on ? xa->xa_flags | flag : xa->xa_flags & ~flag);
}

static void node_mark_set(struct xarray *xa, struct xa_node *node, unsigned int slot, unsigned int mark)
{
	for (; node; slot = node->offset, node = node->parent)
		if (write_mark(node, slot, mark, true))
			return;
	write_flag(xa, mark, true);
}

static void node_mark_clear(struct xarray *xa, struct xa_node *node, unsigned int slot,
			    unsigned int mark)
{
	for (; node; slot = node->offset, node = node->parent) {
		if (!write_mark(node, slot, mark, false) || node_any_mark(node, mark))
			return;
	}
	write_flag(xa, mark, false);
}

/* An entry became NULL or not NULL: its marks go; mark 0 says "free" where that is tracked. */
static void reset_marks(struct xarray *xa, struct xa_node *node, unsigned int slot, bool present)
{
	unsigned int mark;

	for (mark = 0; mark < XA_MAX_MARKS; mark++) {
		if (mark == XA_FREE_MARK && tracks_free(xa) && !present)
			node_mark_set(xa, node, slot, mark);
		else
			node_mark_clear(xa, node, slot, mark);
	}
}

/* ---- the place of an index: the lock held ---- */

/* @node NULL: the head itself. */
struct place {
	struct xa_node	*node;
	unsigned int	slot;
};

/* The place of @index, if the tree has it. */
static bool find_place(struct xarray *xa, unsigned long index, struct place *p)
{
	void *entry = xa->xa_head;

	*p = (struct place){ NULL, 0 };
	if (index > head_max(entry))
		return false;
	while (is_node(entry)) {
		p->node = to_node(entry);
		p->slot = slot_of(p->node, index);
		entry = p->node->slots[p->slot];
		if (!entry)
			return p->node->shift == 0;
	}
	return true;
}

static void *place_entry(const struct xarray *xa, const struct place *p)
{
	return p->node ? p->node->slots[p->slot] : xa->xa_head;
}

static void set_slot(struct xarray *xa, struct xa_node *parent, unsigned int slot, void *entry)
{
	if (!parent) {
		rcu_assign_pointer(xa->xa_head, entry);
		return;
	}
	parent->count += !parent->slots[slot] && entry;
	parent->count -= parent->slots[slot] && !entry;
	rcu_assign_pointer(parent->slots[slot], entry);
}

static struct xa_node *new_node(struct xarray *xa, struct xa_node **spare)
{
	struct xa_node *node = *spare;

	if (node)
		*spare = node->next_free;
	else
		node = xa_node_alloc(GFP_NOWAIT | __GFP_NOWARN);
	if (!node)
		return NULL;
	memset(node, 0, sizeof(*node));
	node->array = xa;
	if (tracks_free(xa))
		bitmap_fill(node->marks[XA_FREE_MARK], XA_CHUNK_SIZE);
	return node;
}

/* Shift of the top node that reaches @index in an empty tree. */
static unsigned int shift_for(unsigned long index)
{
	return (fls64(index | 1) - 1) / XA_CHUNK_SHIFT * XA_CHUNK_SHIFT;
}

/* Put the head below slot 0 of @node, which becomes the head. */
static void put_below(struct xarray *xa, struct xa_node *node, void *head)
{
	unsigned int mark;

	if (is_node(head)) {
		node->shift = to_node(head)->shift + XA_CHUNK_SHIFT;
		to_node(head)->parent = node;
		to_node(head)->offset = 0;
	}
	for (mark = 0; mark < XA_MAX_MARKS; mark++)
		__assign_bit(0, node->marks[mark], xa_marked(xa, mark));
	node->slots[0] = head;
	node->count = 1;
}

/* A new top node, so that the tree comes nearer to @index. */
static int grow(struct xarray *xa, unsigned long index, struct xa_node **spare)
{
	struct xa_node *node = new_node(xa, spare);

	if (!node)
		return -ENOMEM;
	if (xa->xa_head)
		put_below(xa, node, xa->xa_head);
	else
		node->shift = shift_for(index);
	if (tracks_free(xa))
		write_flag(xa, XA_FREE_MARK, true);
	rcu_assign_pointer(xa->xa_head, from_node(node));
	return 0;
}

/* The place of @index, made if need be. Nodes made in vain are taken out by prune(). */
static int make_place(struct xarray *xa, unsigned long index, struct place *p, struct xa_node **spare)
{
	while (index > head_max(xa->xa_head))
		if (grow(xa, index, spare))
			return -ENOMEM;
	while (!find_place(xa, index, p)) {
		struct xa_node *node = new_node(xa, spare);

		if (!node)
			return -ENOMEM;
		node->shift = p->node->shift - XA_CHUNK_SHIFT;
		node->offset = p->slot;
		node->parent = p->node;
		set_slot(xa, p->node, p->slot, from_node(node));
	}
	return 0;
}

/* X1: take out @node, and those above it, as far as they are empty. */
static void drop_empty(struct xarray *xa, struct xa_node *node)
{
	while (node && !node->count) {
		struct xa_node *parent = node->parent;

		set_slot(xa, parent, node->offset, NULL);
		if (parent)
			reset_marks(xa, parent, node->offset, false);
		xa_node_free_rcu(node);
		node = parent;
	}
}

/* X3: take out top nodes that have nothing but slot 0. */
static void drop_top(struct xarray *xa)
{
	while (is_node(xa->xa_head)) {
		struct xa_node *node = to_node(xa->xa_head);
		void *below = node->slots[0];

		if (node->count != 1 || !below)
			return;
		if (is_node(below))
			to_node(below)->parent = NULL;
		/* Of the free indices only those below slot 0 are still spoken of. */
		if (tracks_free(xa) && !test_bit(0, node->marks[XA_FREE_MARK]))
			write_flag(xa, XA_FREE_MARK, false);
		rcu_assign_pointer(xa->xa_head, below);
		xa_node_free_rcu(node);
	}
}

static void prune(struct xarray *xa, struct xa_node *node)
{
	drop_empty(xa, node);
	drop_top(xa);
}

/* The bottom-most node on the way to @index. */
static void prune_path(struct xarray *xa, unsigned long index)
{
	struct place p;

	find_place(xa, index, &p);
	if (!p.node && is_node(xa->xa_head))
		p.node = to_node(xa->xa_head);
	prune(xa, p.node);
}

static void put_entry(struct xarray *xa, const struct place *p, void *entry)
{
	void *old = place_entry(xa, p);

	set_slot(xa, p->node, p->slot, entry);
	if (!old != !entry)
		reset_marks(xa, p->node, p->slot, entry != NULL);
	if (!entry)
		prune(xa, p->node);
}

/* ---- storing: the lock held ---- */

static void unlock(struct xarray *xa)
{
	if (xa->xa_flags & XA_FLAGS_LOCK_IRQ)
		xa_unlock_irq(xa);
	else if (xa->xa_flags & XA_FLAGS_LOCK_BH)
		xa_unlock_bh(xa);
	else
		xa_unlock(xa);
}

static void relock(struct xarray *xa)
{
	if (xa->xa_flags & XA_FLAGS_LOCK_IRQ)
		xa_lock_irq(xa);
	else if (xa->xa_flags & XA_FLAGS_LOCK_BH)
		xa_lock_bh(xa);
	else
		xa_lock(xa);
}

/* One node more on @spare, with the lock dropped if @gfp lets us wait. */
static bool more_nodes(struct xarray *xa, struct xa_node **spare, gfp_t gfp)
{
	struct xa_node *node;

	if (gfpflags_allow_blocking(gfp)) {
		unlock(xa);
		node = xa_node_alloc(gfp);
		relock(xa);
	} else {
		node = xa_node_alloc(gfp);
	}
	if (!node)
		return false;
	node->next_free = *spare;
	*spare = node;
	return true;
}

/* An entry that users may store: XA_ZERO_ENTRY is what NULL becomes when it must keep its place. */
static bool storable(void *entry)
{
	return !xa_is_internal(entry) || xa_is_zero(entry);
}

enum { ANY, ONLY_IF_EQUAL, ONLY_IF_NULL };

/*
 * Store @entry at @index, if what is there now meets the condition: ANY; ONLY_IF_EQUAL to @expected
 * (a reserved index is not NULL); ONLY_IF_NULL: not even reserved. Returns what was there, raw, or
 * an error.
 */
static void *store_if(struct xarray *xa, unsigned long index, int condition, void *expected,
		      void *entry, gfp_t gfp)
{
	struct xa_node *spare = NULL;
	struct place p;
	void *old;

	if (WARN_ON_ONCE(!storable(entry)))
		return error_entry(-EINVAL);
	for (;;) {
		old = xa_load_raw(xa, index);
		if (condition == ONLY_IF_EQUAL && old != expected)
			break;
		if (condition == ONLY_IF_NULL && old)
			break;
		if (!entry && !old)
			break;
		if (!make_place(xa, index, &p, &spare)) {
			put_entry(xa, &p, entry);
			break;
		}
		prune_path(xa, index);
		/* The lock may be dropped: look again at what is there. */
		if (!more_nodes(xa, &spare, gfp)) {
			old = error_entry(-ENOMEM);
			break;
		}
	}
	xa_free_spare(spare);
	return old;
}

/* A NULL that is stored in an array that tracks free indices takes the index. */
static void *stored_form(const struct xarray *xa, void *entry)
{
	return !entry && tracks_free(xa) ? XA_ZERO_ENTRY : entry;
}

void *__xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	return shown(store_if(xa, index, ANY, NULL, stored_form(xa, entry), gfp));
}
EXPORT_SYMBOL(__xa_store);

void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	void *old;

	might_alloc(gfp);
	xa_lock(xa);
	old = __xa_store(xa, index, entry, gfp);
	xa_unlock(xa);
	return old;
}
EXPORT_SYMBOL(xa_store);

void *__xa_erase(struct xarray *xa, unsigned long index)
{
	return shown(store_if(xa, index, ANY, NULL, NULL, 0));
}
EXPORT_SYMBOL(__xa_erase);

void *xa_erase(struct xarray *xa, unsigned long index)
{
	void *entry;

	xa_lock(xa);
	entry = __xa_erase(xa, index);
	xa_unlock(xa);
	return entry;
}
EXPORT_SYMBOL(xa_erase);

void *__xa_cmpxchg(struct xarray *xa, unsigned long index, void *old, void *entry, gfp_t gfp)
{
	return shown(store_if(xa, index, ONLY_IF_EQUAL, old, entry, gfp));
}
EXPORT_SYMBOL(__xa_cmpxchg);

int __xa_insert(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	void *old = store_if(xa, index, ONLY_IF_NULL, NULL, entry ? entry : XA_ZERO_ENTRY, gfp);

	return xa_is_err(old) ? xa_err(old) : old ? -EBUSY : 0;
}
EXPORT_SYMBOL(__xa_insert);

/* ---- allocating: the lock held ---- */

/* As find_step(), along the free marks; behind the tree everything is free. */
static bool free_step(const struct xarray *xa, unsigned long *index)
{
	void *entry = xa->xa_head;

	if (*index > head_max(entry))
		return true;
	while (is_node(entry)) {
		struct xa_node *node = to_node(entry);
		unsigned int slot = next_slot(node, slot_of(node, *index), XA_FREE_MARK);

		go_to_slot(index, node, slot);
		if (slot == XA_CHUNK_SIZE)
			return false;
		entry = node->slots[slot];
	}
	if (!entry)
		return true;
	(*index)++;
	return false;
}

/* The first free index of @min .. @max; false if there is none. */
static bool find_free(struct xarray *xa, unsigned long min, unsigned long max, unsigned long *index)
{
	bool found;

	*index = min;
	do {
		found = *index <= max && free_step(xa, index);
	} while (!found && *index && *index <= max);
	return found && *index <= max;
}

int xa_alloc_atomic(struct xarray *xa, unsigned long *index, void *entry, unsigned long min,
		    unsigned long max, struct xa_node **spare)
{
	struct place p;

	if (WARN_ON_ONCE(!storable(entry)) || WARN_ON_ONCE(!tracks_free(xa)))
		return -EINVAL;
	if (!min && (xa->xa_flags & XA_FLAGS_ZERO_BUSY))
		min = 1;
	if (!find_free(xa, min, max, index))
		return -EBUSY;
	if (make_place(xa, *index, &p, spare)) {
		prune_path(xa, *index);
		return -ENOMEM;
	}
	put_entry(xa, &p, entry ? entry : XA_ZERO_ENTRY);
	return 0;
}

static int alloc_in(struct xarray *xa, u32 *id, void *entry, unsigned long min, unsigned long max,
		    gfp_t gfp)
{
	struct xa_node *spare = NULL;
	unsigned long index;
	int err;

	do {
		err = xa_alloc_atomic(xa, &index, entry, min, max, &spare);
	} while (err == -ENOMEM && more_nodes(xa, &spare, gfp));
	xa_free_spare(spare);
	if (!err)
		*id = index;
	return err;
}

int __xa_alloc(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit, gfp_t gfp)
{
	return alloc_in(xa, id, entry, limit.min, limit.max, gfp);
}
EXPORT_SYMBOL(__xa_alloc);

int __xa_alloc_cyclic(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit, u32 *next,
		      gfp_t gfp)
{
	u32 from = max(limit.min, *next);
	int err = from > limit.max ? -EBUSY : alloc_in(xa, id, entry, from, limit.max, gfp);
	bool wrapped = xa->xa_flags & XA_FLAGS_ALLOC_WRAPPED;

	if (!err) {
		xa->xa_flags &= ~XA_FLAGS_ALLOC_WRAPPED;
		err = wrapped;
	} else if (err == -EBUSY && from > limit.min) {
		err = alloc_in(xa, id, entry, limit.min, from - 1, gfp);
		err = err ? err : 1;
	}
	if (err >= 0) {
		*next = *id + 1;
		if (*next == 0)
			xa->xa_flags |= XA_FLAGS_ALLOC_WRAPPED;
	}
	return err;
}
EXPORT_SYMBOL(__xa_alloc_cyclic);

/* ---- marks ---- */

void __xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	struct place p;

	if (find_place(xa, index, &p) && place_entry(xa, &p))
		node_mark_set(xa, p.node, p.slot, mark);
}
EXPORT_SYMBOL(__xa_set_mark);

void __xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	struct place p;

	if (find_place(xa, index, &p))
		node_mark_clear(xa, p.node, p.slot, mark);
}
EXPORT_SYMBOL(__xa_clear_mark);

/**
 * xa_set_mark - mark an entry; where there is none nothing happens
 * @xa:		the array
 * @index:	where
 * @mark:	XA_MARK_0 to XA_MARK_2
 *
 * Context: any in which xa_lock may be taken; interrupts stay as they are.
 */
void xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	xa_lock(xa);
	__xa_set_mark(xa, index, mark);
	xa_unlock(xa);
}
EXPORT_SYMBOL(xa_set_mark);

/**
 * xa_clear_mark - take a mark off an entry
 * @xa:		the array
 * @index:	where
 * @mark:	XA_MARK_0 to XA_MARK_2
 *
 * Context: any in which xa_lock may be taken; interrupts stay as they are.
 */
void xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	xa_lock(xa);
	__xa_clear_mark(xa, index, mark);
	xa_unlock(xa);
}
EXPORT_SYMBOL(xa_clear_mark);

/* ---- the end ---- */

/* Bottom-up, without recursion: an emptied node's parent goes on behind its slot. */
static void free_tree(struct xa_node *node)
{
	unsigned int slot = 0;

	while (node) {
		while (slot < XA_CHUNK_SIZE && !is_node(node->slots[slot]))
			slot++;
		if (slot < XA_CHUNK_SIZE) {
			node = to_node(node->slots[slot]);
			slot = 0;
		} else {
			struct xa_node *parent = node->parent;

			slot = node->offset + 1;
			xa_node_free_rcu(node);
			node = parent;
		}
	}
}

void xa_destroy(struct xarray *xa)
{
	unsigned long flags;
	void *head;

	xa_lock_irqsave(xa, flags);
	head = xa->xa_head;
	rcu_assign_pointer(xa->xa_head, NULL);
	xa->xa_flags &= ~(XA_FLAGS_MARK(0) | XA_FLAGS_MARK(1) | XA_FLAGS_MARK(2));
	if (tracks_free(xa))
		xa->xa_flags |= XA_FLAGS_MARK(XA_FREE_MARK);
	if (is_node(head))
		free_tree(to_node(head));
	xa_unlock_irqrestore(xa, flags);
}
EXPORT_SYMBOL(xa_destroy);
