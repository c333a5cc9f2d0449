// SPDX-License-Identifier: MIT
/*
 * mm/vmap_area.c - which kernel addresses are taken: boundary tags and free lists by size
 *
 * All ranges, free and taken, are on one list by address, and leave no gap. Free ones are also on the
 * list of their size class, floor(log2(pages)): a request looks in its own class for a
 * range that fits, and takes the first of any larger class without looking.
 * Invariants V1 the ranges on the address list ascend without gaps; V2 no two free neighbours;
 *            V3 a range is in the tree exactly while it is taken.
 * Locking    vmap_area_lock covers all of it; descriptors are allocated before it is taken.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/err.h>
#include <linux/bitmap.h>
#include <linux/log2.h>
#include "mm/verify.h"
#include "mm/vmap_area.h"

#define NR_CLASSES	64

static DEFINE_SPINLOCK(vmap_area_lock);
static LIST_HEAD(all_areas);
static struct list_head free_classes[NR_CLASSES];
static DECLARE_BITMAP(classes_nonempty, NR_CLASSES);
static struct rb_root taken_areas = RB_ROOT;
static unsigned long nr_free_areas;

struct kmem_cache *vmap_area_cachep;

unsigned long vmap_area_nr_free(void)
{
	return READ_ONCE(nr_free_areas);
}

static unsigned int size_class(unsigned long size)
{
	return ilog2(size >> PAGE_SHIFT);
}

static void free_link(struct vmap_area *area)
{
	unsigned int class = size_class(area->end - area->start);

	area->taken = false;
	area->vm = NULL;
	list_add(&area->free_list, &free_classes[class]);
	nr_free_areas++;
	__set_bit(class, classes_nonempty);
}

static void free_unlink(struct vmap_area *area)
{
	unsigned int class = size_class(area->end - area->start);

	list_del(&area->free_list);
	nr_free_areas--;
	if (list_empty(&free_classes[class]))
		__clear_bit(class, classes_nonempty);
}

static void taken_insert(struct vmap_area *area)
{
	struct rb_node **link = &taken_areas.rb_node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = area->start < rb_entry(parent, struct vmap_area, node)->start ?
		       &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&area->node, parent, link);
	rb_insert_color(&area->node, &taken_areas);
	area->taken = true;
}

static struct vmap_area *find_locked(unsigned long addr)
{
	struct rb_node *node = taken_areas.rb_node;

	while (node) {
		struct vmap_area *area = rb_entry(node, struct vmap_area, node);

		if (addr < area->start)
			node = node->rb_left;
		else if (addr >= area->end)
			node = node->rb_right;
		else
			return area;
	}
	return NULL;
}

static bool area_fits(const struct vmap_area *area, unsigned long size, unsigned long align)
{
	unsigned long start = ALIGN(area->start, align);

	return start < area->end && area->end - start >= size;
}

static struct vmap_area *fit_find(unsigned long size, unsigned long align)
{
	unsigned int class = find_next_bit(classes_nonempty, NR_CLASSES, size_class(size));
	struct vmap_area *area;

	for (; class < NR_CLASSES; class = find_next_bit(classes_nonempty, NR_CLASSES, class + 1))
		list_for_each_entry(area, &free_classes[class], free_list)
			if (area_fits(area, size, align))
				return area;
	return NULL;
}

/* Cut [start, start + size) out of free @area with the descriptors @cut and @rest; the unused stay. */
static struct vmap_area *area_cut(struct vmap_area *area, unsigned long start, unsigned long size,
				  struct vmap_area **spare)
{
	unsigned long end = start + size;

	free_unlink(area);
	if (area->start < start) {
		struct vmap_area *before = area;

		area = *spare++;
		area->start = start;
		area->end = before->end;
		list_add(&area->order_list, &before->order_list);
		before->end = start;
		free_link(before);
		spare[-1] = NULL;
	} else {
		spare++;
	}
	if (area->end > end) {
		struct vmap_area *after = *spare;

		after->start = end;
		after->end = area->end;
		list_add(&after->order_list, &area->order_list);
		area->end = end;
		free_link(after);
		*spare = NULL;
	}
	return area;
}

void vmap_area_init(unsigned long start, unsigned long end)
{
	struct vmap_area *area;

	for (int i = 0; i < NR_CLASSES; i++)
		INIT_LIST_HEAD(&free_classes[i]);
	vmap_area_cachep = KMEM_CACHE(vmap_area, SLAB_PANIC);
	if (start == end)
		return;
	area = kmem_cache_zalloc(vmap_area_cachep, GFP_KERNEL);
	if (!area)
		panic("No memory for the map of kernel addresses");
	area->start = start;
	area->end = end;
	list_add(&area->order_list, &all_areas);
	free_link(area);
}

static void area_put(struct vmap_area *area)
{
	if (area)
		kmem_cache_free(vmap_area_cachep, area);
}

struct vmap_area *vmap_area_alloc(unsigned long size, unsigned long align, struct vm_struct *vm,
				  gfp_t gfp)
{
	struct vmap_area *spare[2] = {
		kmem_cache_zalloc(vmap_area_cachep, gfp), kmem_cache_zalloc(vmap_area_cachep, gfp),
	};
	struct vmap_area *area = ERR_PTR(-ENOMEM);

	if (spare[0] && spare[1]) {
		spin_lock(&vmap_area_lock);
		area = fit_find(size, align);
		if (area) {
			area = area_cut(area, ALIGN(area->start, align), size, spare);
			area->vm = vm;
			taken_insert(area);
		}
		spin_unlock(&vmap_area_lock);
	}
	area_put(spare[0]);
	area_put(spare[1]);
	return area ? area : ERR_PTR(-EBUSY);
}

/* @area and the next one become one, if that is free too; returns the descriptor that is left over. */
static struct vmap_area *merge_next(struct vmap_area *area)
{
	struct vmap_area *next;

	if (list_is_last(&area->order_list, &all_areas))
		return NULL;
	next = list_next_entry(area, order_list);
	if (next->taken)
		return NULL;
	free_unlink(next);
	area->end = next->end;
	list_del(&next->order_list);
	return next;
}

void vmap_area_free(struct vmap_area *area)
{
	struct vmap_area *left[2] = { NULL, NULL };

	spin_lock(&vmap_area_lock);
	rb_erase(&area->node, &taken_areas);
	left[0] = merge_next(area);
	if (!list_is_first(&area->order_list, &all_areas)) {
		struct vmap_area *prev = list_prev_entry(area, order_list);

		if (!prev->taken) {
			free_unlink(prev);
			prev->end = area->end;
			list_del(&area->order_list);
			left[1] = area;
			area = prev;
		}
	}
	free_link(area);
	spin_unlock(&vmap_area_lock);
	area_put(left[0]);
	area_put(left[1]);
}

struct vmap_area *vmap_area_find(unsigned long addr)
{
	struct vmap_area *area;

	spin_lock(&vmap_area_lock);
	area = find_locked(addr);
	spin_unlock(&vmap_area_lock);
	return area;
}

void vmap_area_for_each(bool (*fn)(struct vmap_area *area, void *arg), void *arg)
{
	struct rb_node *node;

	spin_lock(&vmap_area_lock);
	for (node = rb_first(&taken_areas); node; node = rb_next(node))
		if (!fn(rb_entry(node, struct vmap_area, node), arg))
			break;
	spin_unlock(&vmap_area_lock);
}

/* ---- invariants ---- */

static bool is_in_class_list(const struct vmap_area *area)
{
	const struct list_head *head = &free_classes[size_class(area->end - area->start)], *pos;

	list_for_each(pos, head)
		if (pos == &area->free_list)
			return true;
	return false;
}

static void area_check(struct verify_report *report, const struct vmap_area *area,
		       const struct vmap_area *prev)
{
	if (area->start >= area->end || !IS_ALIGNED(area->start | area->end, PAGE_SIZE))
		verify_violation(report, "vmap: the range %#lx-%#lx is not one of pages", area->start, area->end);
	if (prev && prev->end != area->start)
		verify_violation(report, "vmap: V1: the range at %#lx follows one that ends at %#lx",
				 area->start, prev->end);
	if (prev && !prev->taken && !area->taken)
		verify_violation(report, "vmap: V2: the free ranges at %#lx and %#lx touch", prev->start,
				 area->start);
	if (area->taken && find_locked(area->start) != area)
		verify_violation(report, "vmap: V3: the taken range at %#lx is not in the tree", area->start);
	if (!area->taken && !is_in_class_list(area))
		verify_violation(report, "vmap: the free range at %#lx is not on the list of its size",
				 area->start);
}

int vmap_verify(struct verify_report *report)
{
	unsigned int before = report->nr_violations;
	const struct vmap_area *area, *prev = NULL;
	unsigned long nr_taken = 0, nr_in_tree = 0;
	struct rb_node *node;

	list_for_each_entry(area, &all_areas, order_list) {
		area_check(report, area, prev);
		nr_taken += area->taken;
		prev = area;
	}
	for (node = rb_first(&taken_areas); node; node = rb_next(node))
		nr_in_tree++;
	if (nr_taken != nr_in_tree)
		verify_violation(report, "vmap: V3: %lu ranges are taken, the tree has %lu", nr_taken, nr_in_tree);
	return report->nr_violations - before;
}
