/* SPDX-License-Identifier: MIT */
/*
 * mm/slab_lists.h - a node's slabs: on three lists, counted, taken from and given back to
 *
 * What is the same for all designs that cut slabs into objects of one size. How a slab knows its free
 * objects is the design's: struct slab_form.
 *
 *	node	partial: [x.x..] [..x..]	full: [xxxxx] [xxxxx]	  empty: [.....]
 *
 * Invariants L1 a slab is on full if inuse = objects, on empty if inuse = 0, else on partial. L2 the counts
 *            of a node are those of its slabs; nr_free is the sum of objects - inuse.
 * Locking    list_lock covers lists, counts and what a slab's free objects are known by; taken with
 *            interrupts off. Pages come and go without it.
 */
#ifndef MM_SLAB_LISTS_H
#define MM_SLAB_LISTS_H

#include <linux/list.h>
#include <linux/spinlock.h>
#include "mm/slab.h"

struct slab_node {
	spinlock_t list_lock;
	/* list_lock held: */
	struct list_head partial;
	struct list_head full;
	struct list_head empty;
	unsigned long nr_slabs;
	unsigned long nr_full;
	unsigned long nr_empty;		/* read without lock, too */
	unsigned long nr_pages;
	unsigned long nr_objects;	/* in all slabs */
	unsigned long nr_free;		/* of these: in no one's hands */
	unsigned int colour_next;	/* slab's: of the next new slab */
	bool touched;			/* an empty slab was of use since somebody cleared it */
};

/**
 * struct slab_form - how the slabs of a design know their free objects
 * @create:	a new slab, its objects free and marked, near node @nid; or NULL. Sleeps where @gfp says so.
 * @gone:	what a slab has besides its pages, which go next, is to go. Any context. Or NULL.
 * @take:	@nr objects of @page, which has as many, to @objects; counts them in page->inuse. list_lock held.
 *		Return: how many; fewer only if it found the rest spoilt, and counted that as in use, or if the
 *		rest would be objects whose memory nobody has touched yet; at least one in that case.
 * @give:	an object back, and out of page->inuse. list_lock held.
 * @surplus:	how many slabs the node has too many, if they are empty. list_lock held.
 * @verify:	say what is wrong with @page's free objects; the machine is stopped. Return: how many there are.
 * @freed_last:	a slab that an object comes back to is from then on the last that objects are taken from
 */
struct slab_form {
	struct page *(*create)(struct kmem_cache *s, gfp_t gfp, int nid);
	void (*gone)(struct kmem_cache *s, struct page *page);
	unsigned int (*take)(struct kmem_cache *s, struct page *page, void **objects, unsigned int nr);
	void (*give)(struct kmem_cache *s, struct page *page, void *object);
	unsigned long (*surplus)(const struct kmem_cache *s, const struct slab_node *n);
	unsigned int (*verify)(struct kmem_cache *s, const struct page *page, struct verify_report *report);
	bool freed_last;
};

/* Nodes are the first that a design has at s->design. */
static inline struct slab_node *slab_node(struct kmem_cache *s, int nid)
{
	return (struct slab_node *)s->design + nid;
}

/** slab_lists_open - @s has no slabs yet */
void slab_lists_open(struct kmem_cache *s);
/** slab_node_drop_locked - the last ones of @n's empty slabs, at most @nr, to the list @to */
void slab_node_drop_locked(struct slab_node *n, unsigned long nr, struct list_head *to);
/** slabs_discard - slabs that have left their node, to the page allocator; no lock is held */
void slabs_discard(struct kmem_cache *s, struct list_head *slabs);

/* Members of struct slab_ops; others may be made of them. */
size_t slab_lists_cache_bytes(void);
unsigned int slab_lists_take(struct kmem_cache *s, int nid, gfp_t gfp, void **objects, unsigned int nr);
void slab_lists_give(struct kmem_cache *s, void **objects, unsigned int nr);
unsigned long slab_lists_shrink(struct kmem_cache *s);
void slab_lists_info(struct kmem_cache *s, int nid, struct slabinfo *info);
void slab_lists_walk(struct kmem_cache *s, slab_visit_t visit, void *arg);
void slab_lists_verify(struct kmem_cache *s, struct verify_report *report);

#endif /* MM_SLAB_LISTS_H */
