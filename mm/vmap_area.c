// SPDX-License-Identifier: MIT
/*
 * mm/vmap_area.c - which addresses of a space are taken: a tree of the free ranges and one of the others
 *
 *	order    | taken | lazy | free ........ | taken | going | free ............. |
 *	           used    used   free            used    used    free         <- which tree
 *
 * All ranges are on one list by address and leave no gap, so a range finds its neighbours at once. The
 * free ones are in a tree by address whose nodes know the largest range below them: the lowest
 * range that is large enough is found on one way down. All others are in a second tree.
 * A range that is given back becomes lazy: its addresses rest until a purge puts all that rest
 * back at once, so a stray pointer is not soon a pointer to something else.
 *
 * Invariants V1 the ranges on the order list ascend without gaps; V2 no two free neighbours; V3 a
 *            range is in the tree of its state; V4 each free node's `largest` is right; V5 the
 *            counts are right.
 * Cost       to find, take, claim, give back and purge a range is O(log n) in the ranges of the space.
 * Locking    space->lock, with interrupts off, covers all of it; descriptors are allocated before it is
 *            taken and freed after it is released. A purge releases it now and then.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/err.h>
#include <linux/rbtree_augmented.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>
#include "mm/verify.h"
#include "mm/vmap_area.h"

#define PURGE_BATCH	64	/* ranges that are put back at most before others get the lock */

struct kmem_cache *vmap_area_cachep;

static unsigned long area_size(const struct vmap_area *area)
{
	return area->end - area->start;
}

static struct vmap_area *area_of(struct rb_node *node)
{
	return rb_entry_safe(node, struct vmap_area, node);
}

RB_DECLARE_CALLBACKS_MAX(static, largest_callbacks, struct vmap_area, node, unsigned long, largest, area_size)

/* ---- the trees ---- */

static void free_insert(struct vmap_space *space, struct vmap_area *area)
{
	struct rb_node **link = &space->free.rb_node, *parent = NULL;

	area->state = VMAP_FREE;
	area->largest = area_size(area);
	while (*link) {
		struct vmap_area *above = area_of(*link);

		parent = *link;
		above->largest = max(above->largest, area->largest);
		link = area->start < above->start ? &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&area->node, parent, link);
	rb_insert_augmented(&area->node, &space->free, &largest_callbacks);
	space->nr_spare++;
}

static void free_erase(struct vmap_space *space, struct vmap_area *area)
{
	rb_erase_augmented(&area->node, &space->free, &largest_callbacks);
	space->nr_spare--;
}

/*
 * A free range has new bounds; its place in the tree is the same, since it grew or shrank where it
 * is. Nothing else may change the tree in between: what is summed up by the way would not be handed
 * upwards.
 */
static void free_resized(struct vmap_area *area)
{
	largest_callbacks.propagate(&area->node, NULL);
}

static void used_insert(struct vmap_space *space, struct vmap_area *area)
{
	struct rb_node **link = &space->used.rb_node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = area->start < area_of(parent)->start ? &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&area->node, parent, link);
	rb_insert_color(&area->node, &space->used);
}

/* The first range of a tree that ends behind @addr. */
static struct vmap_area *first_behind(const struct rb_root *root, unsigned long addr)
{
	struct rb_node *node = root->rb_node;
	struct vmap_area *best = NULL;

	while (node) {
		struct vmap_area *area = area_of(node);

		if (area->end > addr) {
			best = area;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}
	return best;
}

static struct vmap_area *used_find(struct vmap_space *space, unsigned long addr)
{
	struct vmap_area *area = first_behind(&space->used, addr);

	return area && area->start <= addr ? area : NULL;
}

/* ---- finding a hole ---- */

static bool has_large(struct rb_node *node, unsigned long size)
{
	return node && area_of(node)->largest >= size;
}

/* The lowest free range of @size bytes below @node, which has one. */
static struct vmap_area *large_first(struct rb_node *node, unsigned long size)
{
	for (;;) {
		if (has_large(node->rb_left, size))
			node = node->rb_left;
		else if (area_size(area_of(node)) >= size)
			return area_of(node);
		else
			node = node->rb_right;
	}
}

/* The next one by address; NULL if there is none. */
static struct vmap_area *large_next(struct vmap_area *area, unsigned long size)
{
	struct rb_node *node = &area->node, *from;

	if (has_large(node->rb_right, size))
		return large_first(node->rb_right, size);
	while (from = node, (node = rb_parent(from))) {
		if (from == node->rb_right)
			continue;
		if (area_size(area_of(node)) >= size)
			return area_of(node);
		if (has_large(node->rb_right, size))
			return large_first(node->rb_right, size);
	}
	return NULL;
}

static unsigned long fit_start(const struct vmap_area *area, const struct vmap_request *r)
{
	return ALIGN(max(area->start, r->start), r->align);
}

static bool area_fits(const struct vmap_area *area, const struct vmap_request *r)
{
	unsigned long start = fit_start(area, r), end = min(area->end, r->end);

	return start >= area->start && start < end && end - start >= r->size;
}

/*
 * A range with room for the alignment fits wherever it begins, so at most the one that @r->start
 * cuts is looked at in vain. A smaller one may fit by luck, and is taken only if the bounds leave
 * no more.
 */
static struct vmap_area *fit_find(struct vmap_space *space, const struct vmap_request *r)
{
	unsigned long size = r->size + r->align - PAGE_SIZE;
	struct vmap_area *area;

	if (r->end - r->start < size)
		size = r->size;
	if (size < r->size || !has_large(space->free.rb_node, size))
		return NULL;
	area = first_behind(&space->free, r->start);
	if (area && area_size(area) < size)
		area = large_next(area, size);
	for (; area && area->start < r->end; area = large_next(area, size))
		if (area_fits(area, r))
			return area;
	return NULL;
}

/* ---- descriptors: a pool is a list of some that are of no range, linked by wait_list ---- */

static int pool_fill(struct list_head *pool, unsigned int nr, gfp_t gfp)
{
	while (nr--) {
		struct vmap_area *area = kmem_cache_zalloc(vmap_area_cachep, gfp);

		if (!area)
			return -ENOMEM;
		list_add(&area->wait_list, pool);
	}
	return 0;
}

static struct vmap_area *pool_take(struct list_head *pool)
{
	struct vmap_area *area = list_first_entry(pool, struct vmap_area, wait_list);

	list_del(&area->wait_list);
	return area;
}

static void pool_free(struct list_head *pool)
{
	while (!list_empty(pool))
		kmem_cache_free(vmap_area_cachep, pool_take(pool));
}

/* ---- taking ---- */

/*
 * Cut @area's bounds out of the free range @hole, which keeps what is left before, or else behind
 * it.
 */
static void hole_cut(struct vmap_space *space, struct vmap_area *hole, struct vmap_area *area,
		     struct list_head *pool)
{
	struct vmap_area *rest;
	unsigned long end;

	if (hole->start == area->start && hole->end == area->end) {
		list_replace(&hole->order_list, &area->order_list);
		free_erase(space, hole);
		list_add(&hole->wait_list, pool);
		return;
	}
	if (hole->start == area->start) {
		hole->start = area->end;
		list_add_tail(&area->order_list, &hole->order_list);
		free_resized(hole);
		return;
	}
	list_add(&area->order_list, &hole->order_list);
	end = hole->end;
	hole->end = area->start;
	free_resized(hole);
	if (end != area->end) {
		rest = pool_take(pool);
		rest->start = area->end;
		rest->end = end;
		list_add(&rest->order_list, &area->order_list);
		free_insert(space, rest);
	}
}

static struct vmap_area *area_take(struct vmap_space *space, const struct vmap_request *r,
				   struct vm_struct *vm, struct list_head *pool)
{
	struct vmap_area *hole, *area = NULL;
	unsigned long flags;

	spin_lock_irqsave(&space->lock, flags);
	hole = fit_find(space, r);
	if (hole) {
		area = pool_take(pool);
		area->start = fit_start(hole, r);
		area->end = area->start + r->size;
		hole_cut(space, hole, area, pool);
		area->state = VMAP_TAKEN;
		area->vm = vm;
		if (vm)
			vm->addr = (void *)area->start;
		used_insert(space, area);
	}
	spin_unlock_irqrestore(&space->lock, flags);
	return area;
}

struct vmap_area *vmap_area_alloc(struct vmap_space *space, const struct vmap_request *request,
				  struct vm_struct *vm, gfp_t gfp)
{
	/* What begins where its hole does leaves at most one piece. */
	bool from_start = request->align <= PAGE_SIZE && request->start <= space->start;
	struct vmap_area *area = ERR_PTR(-ENOMEM);
	LIST_HEAD(pool);

	if (!pool_fill(&pool, from_start ? 1 : 2, gfp)) {
		area = area_take(space, request, vm, &pool);
		if (!area && vmap_space_purge(space))
			area = area_take(space, request, vm, &pool);
	}
	pool_free(&pool);
	return area ? area : ERR_PTR(-EBUSY);
}

/* ---- looking up ---- */

struct vmap_area *vmap_area_find(struct vmap_space *space, unsigned long addr)
{
	struct vmap_area *area;
	unsigned long flags;

	spin_lock_irqsave(&space->lock, flags);
	area = used_find(space, addr);
	if (area && area->state != VMAP_TAKEN)
		area = NULL;
	spin_unlock_irqrestore(&space->lock, flags);
	return area;
}

struct vmap_area *vmap_area_claim(struct vmap_space *space, unsigned long addr,
				  bool (*fits)(const struct vmap_area *area))
{
	struct vmap_area *area;
	unsigned long flags;

	spin_lock_irqsave(&space->lock, flags);
	area = used_find(space, addr);
	if (area && area->start == addr && area->state == VMAP_TAKEN && fits(area))
		area->state = VMAP_GOING;
	else
		area = NULL;
	spin_unlock_irqrestore(&space->lock, flags);
	return area;
}

bool vmap_area_visit(struct vmap_space *space, unsigned long addr,
		     void (*fn)(const struct vmap_area *area, void *arg), void *arg)
{
	struct vmap_area *area;
	unsigned long flags;

	spin_lock_irqsave(&space->lock, flags);
	area = first_behind(&space->used, addr);
	if (area)
		fn(area, arg);
	spin_unlock_irqrestore(&space->lock, flags);
	return area;
}

bool vmap_area_try_visit(struct vmap_space *space, unsigned long addr,
			 void (*fn)(const struct vmap_area *area, void *arg), void *arg)
{
	struct vmap_area *area;
	unsigned long flags;

	local_irq_save(flags);
	if (!spin_trylock(&space->lock)) {
		local_irq_restore(flags);
		return false;
	}
	area = used_find(space, addr);
	if (!area) {
		area = first_behind(&space->free, addr);
		if (area && area->start > addr)
			area = NULL;
	}
	if (area)
		fn(area, arg);
	spin_unlock_irqrestore(&space->lock, flags);
	return area;
}

/* ---- giving back ---- */

unsigned long vmap_area_free(struct vmap_space *space, struct vmap_area *area)
{
	const void *caller = area->vm ? area->vm->caller : NULL;
	unsigned long flags, nr_lazy;

	spin_lock_irqsave(&space->lock, flags);
	area->state = VMAP_LAZY;
	area->caller = caller;
	area->frames = NULL;
	area->nr_claimed = 0;
	list_add_tail(&area->wait_list, &space->lazy);
	space->nr_spare++;
	nr_lazy = space->nr_lazy += area_size(area) >> PAGE_SHIFT;
	spin_unlock_irqrestore(&space->lock, flags);
	return nr_lazy;
}

static struct vmap_area *free_neighbour(struct vmap_space *space, struct list_head *link)
{
	struct vmap_area *area = list_entry(link, struct vmap_area, order_list);

	return link != &space->order && area->state == VMAP_FREE ? area : NULL;
}

/* A lazy range becomes free: part of its free neighbours, if it has any. */
static void area_settle(struct vmap_space *space, struct vmap_area *area, struct list_head *pool)
{
	struct vmap_area *prev = free_neighbour(space, area->order_list.prev);
	struct vmap_area *next = free_neighbour(space, area->order_list.next);

	if (!prev && !next) {
		free_insert(space, area);
		return;
	}
	list_del(&area->order_list);
	list_add(&area->wait_list, pool);
	if (!prev) {
		next->start = area->start;
		free_resized(next);
		return;
	}
	if (next) {
		list_del(&next->order_list);
		free_erase(space, next);
		list_add(&next->wait_list, pool);
	}
	prev->end = next ? next->end : area->end;
	free_resized(prev);
}

/* Returns the pages of a batch; 0 if nothing is lazy. */
static unsigned long batch_purge(struct vmap_space *space, struct list_head *pool)
{
	unsigned long flags, nr_pages = 0;
	struct vmap_area *area, *next;
	unsigned int nr = 0;

	spin_lock_irqsave(&space->lock, flags);
	list_for_each_entry_safe(area, next, &space->lazy, wait_list) {
		if (nr++ == PURGE_BATCH)
			break;
		list_del(&area->wait_list);
		space->nr_spare--;
		rb_erase(&area->node, &space->used);
		nr_pages += area_size(area) >> PAGE_SHIFT;
		area_settle(space, area, pool);
	}
	space->nr_lazy -= nr_pages;
	spin_unlock_irqrestore(&space->lock, flags);
	return nr_pages;
}

unsigned long vmap_space_purge(struct vmap_space *space)
{
	unsigned long nr_pages, total = 0;

	do {
		LIST_HEAD(pool);

		nr_pages = batch_purge(space, &pool);
		pool_free(&pool);
		total += nr_pages;
		cond_resched();
	} while (nr_pages);
	return total;
}

/* ---- beginning and end ---- */

void __init vmap_area_init(void)
{
	vmap_area_cachep = KMEM_CACHE(vmap_area, SLAB_PANIC);
}

int vmap_space_init(struct vmap_space *space, unsigned long start, unsigned long end)
{
	struct vmap_area *area;

	*space = (struct vmap_space) {
		.start = start, .free = RB_ROOT, .used = RB_ROOT,
		.order = LIST_HEAD_INIT(space->order), .lazy = LIST_HEAD_INIT(space->lazy),
	};
	spin_lock_init(&space->lock);
	if (start == end)
		return 0;
	area = kmem_cache_zalloc(vmap_area_cachep, GFP_KERNEL);
	if (!area)
		return -ENOMEM;
	area->start = start;
	area->end = end;
	list_add(&area->order_list, &space->order);
	free_insert(space, area);
	return 0;
}

void vmap_space_destroy(struct vmap_space *space)
{
	struct vmap_area *area, *next;

	list_for_each_entry_safe(area, next, &space->order, order_list)
		kmem_cache_free(vmap_area_cachep, area);
}

/* ---- invariants ---- */

/* Returns false where going on makes no sense. */
static bool area_check(struct verify_report *report, struct vmap_space *space,
		       const struct vmap_area *area, const struct vmap_area *prev)
{
	const struct rb_root *tree = area->state == VMAP_FREE ? &space->free : &space->used;

	if (area->state > VMAP_LAZY || area->start >= area->end ||
	    !IS_ALIGNED(area->start | area->end, PAGE_SIZE)) {
		verify_violation(report, "vmap: the range %#lx-%#lx (state %u) is not one of pages",
				 area->start, area->end, area->state);
		return false;
	}
	if (prev && prev->end != area->start)
		verify_violation(report, "vmap: V1: the range at %#lx follows one that ends at %#lx",
				 area->start, prev->end);
	if (prev && prev->state == VMAP_FREE && area->state == VMAP_FREE)
		verify_violation(report, "vmap: V2: the free ranges at %#lx and %#lx touch", prev->start,
				 area->start);
	if (first_behind(tree, area->start) != area)
		verify_violation(report, "vmap: V3: the range at %#lx (state %u) is not in its tree",
				 area->start, area->state);
	return true;
}

static unsigned long tree_check(struct verify_report *report, const struct rb_root *root, bool augmented)
{
	struct rb_node *node;
	unsigned long nr = 0;

	for (node = rb_first(root); node; node = rb_next(node), nr++) {
		const struct vmap_area *area = area_of(node);
		unsigned long largest = area_size(area);

		if (!augmented)
			continue;
		if (node->rb_left)
			largest = max(largest, area_of(node->rb_left)->largest);
		if (node->rb_right)
			largest = max(largest, area_of(node->rb_right)->largest);
		if (area->largest != largest)
			verify_violation(report, "vmap: V4: the free range at %#lx knows of %#lx bytes, there are %#lx",
					 area->start, area->largest, largest);
	}
	return nr;
}

static void count_check(struct verify_report *report, const char *what, unsigned long counted,
			unsigned long found)
{
	if (counted != found)
		verify_violation(report, "vmap: V5: %s: %lu are counted, there are %lu", what, counted, found);
}

void vmap_space_verify(struct vmap_space *space, struct verify_report *report)
{
	unsigned long nr[VMAP_LAZY + 1] = {}, nr_lazy = 0, nr_waiting = 0;
	const struct vmap_area *area, *prev = NULL;

	list_for_each_entry(area, &space->order, order_list) {
		if (!area_check(report, space, area, prev))
			return;
		nr[area->state]++;
		prev = area;
	}
	list_for_each_entry(area, &space->lazy, wait_list) {
		nr_lazy += area_size(area) >> PAGE_SHIFT;
		nr_waiting++;
	}
	count_check(report, "free ranges in the tree", tree_check(report, &space->free, true), nr[VMAP_FREE]);
	count_check(report, "other ranges in the tree", tree_check(report, &space->used, false),
		    nr[VMAP_TAKEN] + nr[VMAP_GOING] + nr[VMAP_LAZY]);
	count_check(report, "lazy ranges on the list", nr_waiting, nr[VMAP_LAZY]);
	count_check(report, "lazy pages", space->nr_lazy, nr_lazy);
	count_check(report, "spare descriptors", space->nr_spare, nr[VMAP_FREE] + nr[VMAP_LAZY]);
}
