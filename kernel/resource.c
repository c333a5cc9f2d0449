// SPDX-License-Identifier: MIT
/*
 * kernel/resource.c - the trees of physical addresses and ports: who has what
 *
 *	iomem_resource   0 .......................................................... 2^46 - 1
 *	  child          |System RAM|     |System RAM|        |csum.0      |--> sibling
 *	    its child                                         |csum.0, busy|
 *
 * Invariants R1 siblings ascend and do not overlap; R2 a child lies within its parent.
 * Locking    resource_lock (kernel/resource.h) covers both trees.
 * Linux      as 6.1, without the walks over System RAM and memory hotplug.
 */
#include <linux/align.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/ioport.h>
#include <linux/kernel.h>

#include "kernel/resource.h"

struct resource ioport_resource = {
	.name	= "PCI IO",
	.start	= 0,
	.end	= 0xffff,
	.flags	= IORESOURCE_IO,
};
EXPORT_SYMBOL(ioport_resource);

/* The end is set at boot. */
struct resource iomem_resource = {
	.name	= "PCI mem",
	.start	= 0,
	.end	= -1,
	.flags	= IORESOURCE_MEM,
};
EXPORT_SYMBOL(iomem_resource);

DEFINE_RWLOCK(resource_lock);

struct resource *resource_link(struct resource *root, struct resource *new)
{
	struct resource **at = &root->child;

	if (new->end < new->start || new->start < root->start || new->end > root->end)
		return root;
	while (*at && (*at)->end < new->start)
		at = &(*at)->sibling;
	if (*at && (*at)->start <= new->end)
		return *at;
	new->sibling = *at;
	*at = new;
	new->parent = root;
	return NULL;
}

/* The pointer that leads to @old from its parent; NULL if it is in no tree. */
static struct resource **link_to(struct resource *old)
{
	struct resource **at;

	if (!old->parent)
		return NULL;
	for (at = &old->parent->child; *at; at = &(*at)->sibling)
		if (*at == old)
			return at;
	return NULL;
}

static struct resource *last_sibling(struct resource *res)
{
	while (res->sibling)
		res = res->sibling;
	return res;
}

int resource_unlink(struct resource *old, bool with_children)
{
	struct resource **at = link_to(old), *child;

	if (!at)
		return -EINVAL;
	if (with_children || !old->child) {
		*at = old->sibling;
	} else {
		for (child = old->child; child; child = child->sibling)
			child->parent = old->parent;
		last_sibling(old->child)->sibling = old->sibling;
		*at = old->child;
		old->child = NULL;
	}
	old->parent = NULL;
	old->sibling = NULL;
	return 0;
}

/**
 * request_resource_conflict - request_resource() that says what is in the way
 * @root:	the resource that @new is a part of
 * @new:	the range; must live until release_resource()
 *
 * Row C2.
 * Context: not from interrupts.
 * Return: NULL on success; what it overlaps with, or @root if it is not within that.
 */
struct resource *request_resource_conflict(struct resource *root, struct resource *new)
{
	struct resource *conflict;

	write_lock(&resource_lock);
	conflict = resource_link(root, new);
	write_unlock(&resource_lock);
	return conflict;
}
EXPORT_SYMBOL_GPL(request_resource_conflict);

/**
 * request_resource - put a range into a tree
 * @root:	the resource that @new is a part of
 * @new:	the range; must live until release_resource()
 *
 * Row C2.
 * Context: not from interrupts.
 * Return: 0; -EBUSY if it overlaps with another or is not within @root.
 */
int request_resource(struct resource *root, struct resource *new)
{
	return request_resource_conflict(root, new) ? -EBUSY : 0;
}
EXPORT_SYMBOL(request_resource);

/**
 * release_resource - take a range out of its tree, with all that is in it
 * @old:	from request_resource()
 *
 * Row C2.
 * Context: not from interrupts.
 * Return: 0; -EINVAL if it is in no tree.
 */
int release_resource(struct resource *old)
{
	int ret;

	write_lock(&resource_lock);
	ret = resource_unlink(old, true);
	write_unlock(&resource_lock);
	return ret;
}
EXPORT_SYMBOL(release_resource);

static void children_unlink(struct resource *r)
{
	struct resource *child, *next;

	for (child = r->child; child; child = next) {
		next = child->sibling;
		child->parent = NULL;
		child->sibling = NULL;
		children_unlink(child);
	}
	r->child = NULL;
}

/**
 * release_child_resources - take all that is in a range out of it
 * @r:		the range, which stays
 *
 * Row C2.
 * Context: not from interrupts.
 */
void release_child_resources(struct resource *r)
{
	write_lock(&resource_lock);
	children_unlink(r);
	write_unlock(&resource_lock);
}
EXPORT_SYMBOL_GPL(release_child_resources);

/* ---- between a parent and its children ---- */

/*
 * @new goes in above @first and those behind it that it covers, below *@parent. Returns NULL, or what it
 * overlaps with only partly.
 */
static struct resource *insert_above(struct resource *parent, struct resource *first,
				     struct resource *new)
{
	struct resource **at = link_to(first), *last = first, *child;

	for (;;) {
		if (last->start < new->start || last->end > new->end)
			return last;
		if (!last->sibling || last->sibling->start > new->end)
			break;
		last = last->sibling;
	}
	new->parent = parent;
	new->sibling = last->sibling;
	new->child = first;
	last->sibling = NULL;
	for (child = first; child; child = child->sibling)
		child->parent = new;
	*at = new;
	return NULL;
}

static struct resource *insert_locked(struct resource *parent, struct resource *new)
{
	struct resource *first;

	for (;;) {
		first = resource_link(parent, new);
		if (!first || first == parent || WARN_ON(first == new))
			return first;
		/* Deeper, as long as @new fits into what is there; over a range of its own size. */
		if (first->start > new->start || first->end < new->end)
			break;
		if (first->start == new->start && first->end == new->end)
			break;
		parent = first;
	}
	return insert_above(parent, first, new);
}

/**
 * insert_resource_conflict - insert_resource() that says what is in the way
 * @parent:	the resource that @new is a part of
 * @new:	the range
 *
 * Row C2.
 * Context: not from interrupts.
 * Return: NULL on success, or what it overlaps with only partly.
 */
struct resource *insert_resource_conflict(struct resource *parent, struct resource *new)
{
	struct resource *conflict;

	write_lock(&resource_lock);
	conflict = insert_locked(parent, new);
	write_unlock(&resource_lock);
	return conflict;
}
EXPORT_SYMBOL_GPL(insert_resource_conflict);

/**
 * insert_resource - request_resource() that makes ranges that are there already children of the new one
 * @parent:	the resource that @new is a part of
 * @new:	the range; into the innermost one that holds all of it
 *
 * Row C2.
 * Context: not from interrupts.
 * Return: 0; -EBUSY if it overlaps with another only partly.
 */
int insert_resource(struct resource *parent, struct resource *new)
{
	return insert_resource_conflict(parent, new) ? -EBUSY : 0;
}
EXPORT_SYMBOL_GPL(insert_resource);

/**
 * remove_resource - undo insert_resource(): what is in the range moves up
 * @old:	the range
 *
 * Row C2.
 * Context: not from interrupts.
 * Return: 0; -EINVAL if it is in no tree.
 */
int remove_resource(struct resource *old)
{
	int ret;

	write_lock(&resource_lock);
	ret = resource_unlink(old, false);
	write_unlock(&resource_lock);
	return ret;
}
EXPORT_SYMBOL_GPL(remove_resource);

/**
 * lookup_resource - the child of a range that begins at an address
 * @root:	the range; its children's children are not looked at
 * @start:	the address
 *
 * Row C2.
 * Context: not from interrupts.
 * Return: the child or NULL.
 */
struct resource *lookup_resource(struct resource *root, resource_size_t start)
{
	struct resource *res;

	read_lock(&resource_lock);
	for (res = root->child; res && res->start != start; res = res->sibling)
		;
	read_unlock(&resource_lock);
	return res;
}
EXPORT_SYMBOL_GPL(lookup_resource);

/* May @res become [@start, @end]? Its neighbours, its parent and its children have a say. */
static bool adjust_fits(struct resource *res, resource_size_t start, resource_size_t end)
{
	struct resource *other;

	if (end < start)
		return false;
	if (res->parent && (start < res->parent->start || end > res->parent->end))
		return false;
	for (other = res->parent ? res->parent->child : NULL; other; other = other->sibling)
		if (other != res && other->start <= end && other->end >= start)
			return false;
	for (other = res->child; other; other = other->sibling)
		if (other->start < start || other->end > end)
			return false;
	return true;
}

/**
 * adjust_resource - move the ends of a range that is in a tree
 * @res:	the range
 * @start:	its new first address
 * @size:	its new size
 *
 * Row C2.
 * Context: not from interrupts.
 * Return: 0; -EBUSY if a neighbour, the parent or a child is in the way.
 */
int adjust_resource(struct resource *res, resource_size_t start, resource_size_t size)
{
	resource_size_t end = start + size - 1;
	int ret = -EBUSY;

	write_lock(&resource_lock);
	if (adjust_fits(res, start, end)) {
		res->start = start;
		res->end = end;
		ret = 0;
	}
	write_unlock(&resource_lock);
	return ret;
}
EXPORT_SYMBOL(adjust_resource);

/**
 * resource_alignment - what a range's start must be a multiple of
 * @res:	with IORESOURCE_SIZEALIGN or IORESOURCE_STARTALIGN
 *
 * Context: any.
 * Return: the alignment, 0 if it has none of the two.
 */
resource_size_t resource_alignment(struct resource *res)
{
	switch (res->flags & (IORESOURCE_SIZEALIGN | IORESOURCE_STARTALIGN)) {
	case IORESOURCE_SIZEALIGN:
		return resource_size(res);
	case IORESOURCE_STARTALIGN:
		return res->start;
	default:
		return 0;
	}
}

/* ---- a range that is free ---- */

struct place_wanted {
	resource_size_t min, max, size, align;
	resource_size_t (*alignf)(void *, const struct resource *, resource_size_t, resource_size_t);
	void *alignf_data;
};

/* The first place within the gap [@gap_start, @gap_end], in *@new; false: none. */
static bool gap_place(const struct place_wanted *want, resource_size_t gap_start,
		      resource_size_t gap_end, struct resource *new)
{
	struct resource gap = *new;

	gap.start = ALIGN(max(gap_start, want->min), want->align);
	gap.end = min(gap_end, want->max);
	if (gap.start < gap_start || gap.start > gap.end)
		return false;
	if (want->alignf)
		gap.start = want->alignf(want->alignf_data, &gap, want->size, want->align);
	if (gap.start < gap_start || gap.start > gap.end || gap.end - gap.start < want->size - 1)
		return false;
	new->start = gap.start;
	new->end = gap.start + want->size - 1;
	return true;
}

static bool place_find(const struct resource *root, const struct place_wanted *want,
		       struct resource *new)
{
	resource_size_t gap_start = root->start;
	const struct resource *child;

	for (child = root->child; child; child = child->sibling) {
		if (child->start > gap_start &&
		    gap_place(want, gap_start, child->start - 1, new))
			return true;
		if (child->end == (resource_size_t)-1)
			return false;
		gap_start = child->end + 1;
	}
	return gap_start <= root->end && gap_place(want, gap_start, root->end, new);
}

/**
 * allocate_resource - find the lowest free range, and put it into the tree
 * @root:	where to look; only between its children
 * @new:	receives the range
 * @size:	its size
 * @min, @max:	its bounds
 * @align:	power of two; the start is a multiple of it
 * @alignf:	may move the start up further; may be NULL
 *
 * Row C2.
 * Context: not from interrupts.
 * Return: 0 or -EBUSY.
 */
int allocate_resource(struct resource *root, struct resource *new, resource_size_t size,
		      resource_size_t min, resource_size_t max, resource_size_t align,
		      resource_size_t (*alignf)(void *, const struct resource *, resource_size_t,
						resource_size_t),
		      void *alignf_data)
{
	const struct place_wanted want = {
		.min = min, .max = max, .size = size, .align = align ?: 1,
		.alignf = alignf, .alignf_data = alignf_data,
	};
	int ret = -EBUSY;

	write_lock(&resource_lock);
	if (size && place_find(root, &want, new) && !resource_link(root, new))
		ret = 0;
	write_unlock(&resource_lock);
	return ret;
}
EXPORT_SYMBOL(allocate_resource);

/**
 * region_intersects - is a range of addresses of a certain kind?
 * @offset:	its first address
 * @size:	its size
 * @flags:	the kind: all of these flags, as IORESOURCE_SYSTEM_RAM
 * @desc:	and this IORES_DESC_; IORES_DESC_NONE: any
 *
 * Row C2.
 * Context: not from interrupts.
 * Return: REGION_DISJOINT no byte of it, REGION_INTERSECTS nothing but that, REGION_MIXED some of it.
 */
int region_intersects(resource_size_t offset, size_t size, unsigned long flags, unsigned long desc)
{
	const struct resource range = { .start = offset, .end = offset + size - 1 };
	bool of_kind = false, other = false;
	struct resource *res;

	read_lock(&resource_lock);
	for (res = iomem_resource.child; res; res = res->sibling) {
		if (!resource_overlaps(res, &range))
			continue;
		if ((res->flags & flags) == flags && (desc == IORES_DESC_NONE || desc == res->desc))
			of_kind = true;
		else
			other = true;
	}
	read_unlock(&resource_lock);
	if (!of_kind)
		return REGION_DISJOINT;
	return other ? REGION_MIXED : REGION_INTERSECTS;
}
EXPORT_SYMBOL_GPL(region_intersects);
