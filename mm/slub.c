// SPDX-License-Identifier: MIT
/*
 * mm/slub.c - the SLUB design: free lists inside the objects, partial lists per node
 *
 * Terms      slab: a block of pages, cut into objects; its struct page says whose and how full.
 *            Link word: the mark of a free object (mm/slab.h) leads to the next free object of its slab:
 *
 *	word = s->link_key ^ object ^ next        (next = object itself at the end of the list)
 *
 *            Object and next lie in one slab, aligned to its size, so word ^ link_key is smaller than
 *            a slab: that makes it a mark.
 * States     of a slab: full (on node->full, freelist NULL), partial and empty (both on
 *            node->partial). Empty ones beyond MIN_PARTIAL go back to the page allocator.
 * Invariants S1 inuse + length of freelist = objects. S2 an object in a magazine counts as in use for
 *            its slab. S3 nr_free is the sum of the free lists' lengths.
 * Locking    node->list_lock covers lists, free lists and counts of the node's slabs; taken with
 *            interrupts off; the page allocator is called without it.
 * Linux      as 6.1 in what callers see; magazines replace the per-CPU slab, and a wrong free is
 *            always noticed, not only with debugging on.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/nodemask.h>
#include "mm/slab.h"
#include "mm/verify.h"

/* Linux's: a slab should hold this many objects if order 3 allows it. */
#define SLUB_MAX_ORDER		PAGE_ALLOC_COSTLY_ORDER
#define SLUB_MAX_OBJECTS	32767
#define SLUB_MIN_PARTIAL	5
#define SLUB_MAX_PARTIAL	10

struct slub_node {
	spinlock_t list_lock;
	/* list_lock held: */
	struct list_head partial;
	struct list_head full;
	unsigned long nr_partial;
	unsigned long nr_slabs;
	unsigned long nr_pages;
	unsigned long nr_objects;	/* in all slabs */
	unsigned long nr_free;		/* on free lists */
};

/* A cache's own part, at s->design, is one for each node. */
static struct slub_node *slub_node(struct kmem_cache *s, int nid)
{
	return (struct slub_node *)s->design + nid;
}

/* ---- the link word ---- */

/* @next: NULL for none. */
static __always_inline void link_set(const struct kmem_cache *s, void *object, const void *next)
{
	unsigned long distance = next ? (unsigned long)object ^ (unsigned long)next : 0;

	*link_word(s, object) = s->link_key ^ distance;
}

static __always_inline void *link_next(const struct kmem_cache *s, const void *object)
{
	unsigned long distance = *link_word(s, object) ^ s->link_key;

	return distance ? (void *)((unsigned long)object ^ distance) : NULL;
}

/* ---- slabs ---- */

static void slab_carve(struct kmem_cache *s, struct page *page)
{
	char *base = slab_first_object(page);
	struct slab_shuffle order;
	unsigned int nr = min_t(unsigned long, slab_room(s, compound_order(page)) / s->size,
				SLUB_MAX_OBJECTS);

	char *object;

	page->inuse = 0;
	page->objects = nr;
	for (unsigned int i = 0; i < nr; i++)
		slab_object_init(s, page, base + (size_t)i * s->size);
	slab_shuffle_begin(&order, nr);
	object = base + (size_t)slab_shuffle_at(&order, 0) * s->size;
	page->freelist = object;
	for (unsigned int i = 1; i < nr; i++) {
		char *next = base + (size_t)slab_shuffle_at(&order, i) * s->size;

		link_set(s, object, next);
		object = next;
	}
	slab_pages_plain(s, page);
}

/* Preferably of s->order; of the smallest possible one when memory is in pieces. */
static struct page *slab_new(struct kmem_cache *s, gfp_t gfp, int nid)
{
	unsigned int smallest = get_order(s->size + s->start);
	struct page *page = NULL;

	if (s->order > smallest) {
		gfp_t opportunistic = (gfp | __GFP_NOWARN | __GFP_NORETRY) &
				      ~(__GFP_NOFAIL | __GFP_DIRECT_RECLAIM);

		page = slab_pages_alloc(s, opportunistic, nid, s->order);
	}
	if (!page)
		page = slab_pages_alloc(s, gfp, nid, s->order > smallest ? smallest : s->order);
	if (page)
		slab_carve(s, page);
	return page;
}

static void node_add_slab_locked(struct slub_node *n, struct page *page)
{
	list_add_tail(&page->slab_list, &n->partial);
	n->nr_partial++;
	n->nr_slabs++;
	n->nr_pages += compound_nr(page);
	n->nr_objects += page->objects;
	n->nr_free += page->objects;
}

static void node_drop_slab_locked(struct slub_node *n, struct page *page, struct list_head *to)
{
	list_move(&page->slab_list, to);
	n->nr_partial--;
	n->nr_slabs--;
	n->nr_pages -= compound_nr(page);
	n->nr_objects -= page->objects;
	n->nr_free -= page->objects;
}

/* Slabs that have left their lists; no lock is held. */
static void slabs_discard(struct kmem_cache *s, struct list_head *slabs)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, slabs, slab_list) {
		list_del(&page->slab_list);
		slab_pages_free(s, page);
	}
}

/* ---- objects out ---- */

/*
 * The head of @page's free list was written to: the rest of the list, found by the marks. NULL if
 * there is none, or if marks don't tell: objects of the slab are in magazines, or on their way.
 */
static void *freelist_rescue_locked(struct kmem_cache *s, struct page *page)
{
	unsigned int nr = 0, wanted = page->objects - page->inuse - 1;
	char *object = slab_first_object(page);
	void *list = NULL;

	for (unsigned int i = 0; i < page->objects; i++)
		nr += object_is_free(s, object + (size_t)i * s->size);
	if (nr != wanted)
		return NULL;
	for (unsigned int i = 0; i < page->objects; i++, object += s->size)
		if (object_is_free(s, object)) {
			link_set(s, object, list);
			list = object;
		}
	return list;
}

/*
 * Up to @nr objects of @page, a partial slab; the rest of a slab whose list was overwritten is out
 * of use.
 */
static unsigned int slab_take_locked(struct kmem_cache *s, struct slub_node *n, struct page *page,
				     void **objects, unsigned int nr)
{
	void *object = page->freelist;
	unsigned int got = 0;

	while (object && got < nr) {
		void *next = NULL;

		n->nr_free--;
		if (likely(object_is_free(s, object))) {
			next = link_next(s, object);
			object_mark(s, object);
			page->inuse++;
		} else {
			next = freelist_rescue_locked(s, page);
			page->inuse++;
			if (!next) {
				n->nr_free -= page->objects - page->inuse;
				page->inuse = page->objects;
			}
		}
		objects[got++] = object;
		object = next;
	}
	page->freelist = object;
	if (!object) {
		list_move(&page->slab_list, &n->full);
		n->nr_partial--;
	}
	return got;
}

static unsigned int node_take_locked(struct kmem_cache *s, struct slub_node *n, void **objects,
				     unsigned int nr)
{
	unsigned int got = 0;

	while (got < nr && !list_empty(&n->partial))
		got += slab_take_locked(s, n, list_first_entry(&n->partial, struct page, slab_list),
					objects + got, nr - got);
	return got;
}

static unsigned int slub_take(struct kmem_cache *s, int nid, gfp_t gfp, void **objects,
			      unsigned int nr)
{
	struct slub_node *n = slub_node(s, nid);
	unsigned long flags;
	struct page *page;
	unsigned int got;

	spin_lock_irqsave(&n->list_lock, flags);
	got = node_take_locked(s, n, objects, nr);
	spin_unlock_irqrestore(&n->list_lock, flags);
	if (got)
		return got;
	page = slab_new(s, gfp, nid);
	if (!page)
		return 0;
	n = slub_node(s, page->slab_nid);
	spin_lock_irqsave(&n->list_lock, flags);
	node_add_slab_locked(n, page);
	got = node_take_locked(s, n, objects, nr);
	spin_unlock_irqrestore(&n->list_lock, flags);
	return got;
}

/* ---- objects in ---- */

static void object_give_locked(struct kmem_cache *s, struct slub_node *n, struct page *page,
			       void *object, struct list_head *empty)
{
	if (!page->freelist) {
		list_move(&page->slab_list, &n->partial);
		n->nr_partial++;
	}
	link_set(s, object, page->freelist);
	page->freelist = object;
	page->inuse--;
	n->nr_free++;
	if (!page->inuse && n->nr_partial > s->min_partial)
		node_drop_slab_locked(n, page, empty);
}

/* Those at the front of @objects that are of one node, under its lock. Return: how many. */
static unsigned int node_give(struct kmem_cache *s, void **objects, unsigned int nr,
			      struct list_head *empty)
{
	struct page *page = virt_to_head_page(objects[0]);
	int nid = page->slab_nid;
	struct slub_node *n = slub_node(s, nid);
	unsigned long flags;
	unsigned int i = 0;

	spin_lock_irqsave(&n->list_lock, flags);
	do {
		object_give_locked(s, n, page, objects[i], empty);
		if (++i == nr)
			break;
		page = virt_to_head_page(objects[i]);
	} while (page->slab_nid == nid);
	spin_unlock_irqrestore(&n->list_lock, flags);
	return i;
}

static void slub_give(struct kmem_cache *s, void **objects, unsigned int nr)
{
	unsigned int done = 0;
	LIST_HEAD(empty);

	while (done < nr)
		done += node_give(s, objects + done, nr - done, &empty);
	slabs_discard(s, &empty);
}

/* ---- a cache ---- */

static size_t slub_cache_bytes(void)
{
	return array_size(nr_node_ids, sizeof(struct slub_node));
}

/* The smallest order that holds enough objects and leaves at most 1/16, then 1/8, 1/4 unused. */
static unsigned int slab_order(const struct kmem_cache *s)
{
	unsigned int wanted = 4 * (fls(nr_cpu_ids) + 1);

	wanted = min_t(unsigned int, wanted, (PAGE_SIZE << SLUB_MAX_ORDER) / s->size);
	for (; wanted > 1; wanted--)
		for (unsigned int fraction = 16; fraction >= 4; fraction /= 2)
			for (unsigned int order = get_order(wanted * s->size + s->start);
			     order <= SLUB_MAX_ORDER; order++)
				if (slab_room(s, order) % s->size <= (PAGE_SIZE << order) / fraction)
					return order;
	return get_order(s->size + s->start);
}

static int slub_open(struct kmem_cache *s)
{
	unsigned int order;
	int err = slab_layout(s);

	if (err)
		return err;
	order = slab_order(s);
	slab_set_order(s, order, min_t(unsigned long, slab_room(s, order) / s->size,
					  SLUB_MAX_OBJECTS));
	s->min_partial = clamp_t(unsigned int, ilog2(s->size) / 2, SLUB_MIN_PARTIAL,
					  SLUB_MAX_PARTIAL);
	for (unsigned int nid = 0; nid < nr_node_ids; nid++) {
		struct slub_node *n = slub_node(s, nid);

		spin_lock_init(&n->list_lock);
		INIT_LIST_HEAD(&n->partial);
		INIT_LIST_HEAD(&n->full);
	}
	return 0;
}

static unsigned long node_shrink(struct slub_node *n, struct list_head *empty)
{
	struct page *page, *next;
	unsigned long flags, remain;

	spin_lock_irqsave(&n->list_lock, flags);
	list_for_each_entry_safe(page, next, &n->partial, slab_list)
		if (!page->inuse)
			node_drop_slab_locked(n, page, empty);
	remain = n->nr_slabs;
	spin_unlock_irqrestore(&n->list_lock, flags);
	return remain;
}

static unsigned long slub_shrink(struct kmem_cache *s)
{
	unsigned long remain = 0;
	LIST_HEAD(empty);

	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		remain += node_shrink(slub_node(s, nid), &empty);
	slabs_discard(s, &empty);
	return remain;
}

static void slub_info(struct kmem_cache *s, int nid, struct slabinfo *info)
{
	struct slub_node *n = slub_node(s, nid);
	unsigned long flags;

	spin_lock_irqsave(&n->list_lock, flags);
	info->num_objs += n->nr_objects;
	info->free_objs += n->nr_free;
	info->num_slabs += n->nr_slabs;
	info->partial_slabs += n->nr_partial;
	info->num_pages += n->nr_pages;
	spin_unlock_irqrestore(&n->list_lock, flags);
}

static void slub_walk(struct kmem_cache *s, slab_visit_t visit, void *arg)
{
	for (unsigned int nid = 0; nid < nr_node_ids; nid++) {
		struct slub_node *n = slub_node(s, nid);
		unsigned long flags;

		spin_lock_irqsave(&n->list_lock, flags);
		slabs_walk_locked(s, &n->partial, visit, arg);
		slabs_walk_locked(s, &n->full, visit, arg);
		spin_unlock_irqrestore(&n->list_lock, flags);
	}
}

/* ---- invariants ---- */

static bool object_in_slab(const struct kmem_cache *s, const struct page *page, const void *object)
{
	unsigned long offset = (unsigned long)object - (unsigned long)slab_first_object(page);

	return offset / s->size < page->objects && offset % s->size == 0;
}

/* Returns the length of the slab's free list. */
static unsigned int freelist_verify(struct kmem_cache *s, const struct page *page,
				    struct verify_report *report)
{
	const void *object = page->freelist;
	unsigned int nr = 0;

	for (; object && nr <= page->objects; object = link_next(s, object), nr++) {
		if (!object_in_slab(s, page, object)) {
			verify_violation(report, "cache %s: slab at pfn %#lx: the free list leads to %px, which is no object of it",
					 s->name, page_to_pfn(page), object);
			break;
		}
		if (!object_is_free(s, object)) {
			verify_violation(report, "cache %s: slab at pfn %#lx: object %px was written to while it was free",
					 s->name, page_to_pfn(page), object);
			break;
		}
	}
	return nr;
}

static unsigned int slab_page_verify(struct kmem_cache *s, const struct page *page,
				     struct verify_report *report)
{
	unsigned int nr_free;

	if (!PageSlab(page) || page->slab_cache != s || page_ref_count(page) <= 0) {
		verify_violation(report, "cache %s: page at pfn %#lx is on its lists, but is no slab of it",
				 s->name, page_to_pfn(page));
		return 0;
	}
	nr_free = freelist_verify(s, page, report);
	if (page->inuse + nr_free != page->objects)
		verify_violation(report, "cache %s: slab at pfn %#lx: S1: %u objects in use and %u free of %u",
				 s->name, page_to_pfn(page), page->inuse, nr_free, page->objects);
	return nr_free;
}

static void node_verify(struct kmem_cache *s, struct slub_node *n, struct verify_report *report)
{
	unsigned long nr_partial = 0, nr_full = 0, nr_free = 0;
	const struct page *page;

	list_for_each_entry(page, &n->partial, slab_list) {
		nr_free += slab_page_verify(s, page, report);
		nr_partial++;
	}
	list_for_each_entry(page, &n->full, slab_list) {
		nr_free += slab_page_verify(s, page, report);
		nr_full++;
		if (page->freelist)
			verify_violation(report, "cache %s: slab at pfn %#lx: on the list of full ones, but has free objects",
					 s->name, page_to_pfn(page));
	}
	if (nr_partial != n->nr_partial || nr_partial + nr_full != n->nr_slabs)
		verify_violation(report, "cache %s: %lu slabs, %lu of them partial, are on lists; counted are %lu and %lu",
				 s->name, nr_partial + nr_full, nr_partial, n->nr_slabs, n->nr_partial);
	if (nr_free != n->nr_free)
		verify_violation(report, "cache %s: S3: %lu objects are on free lists, counted are %lu", s->name,
				 nr_free, n->nr_free);
}

static void slub_verify(struct kmem_cache *s, struct verify_report *report)
{
	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		node_verify(s, slub_node(s, nid), report);
}

const struct slab_ops slub_ops = {
	.name = "slub",
	.magazines = true,
	.cache_bytes = slub_cache_bytes,
	.open = slub_open,
	.take = slub_take,
	.give = slub_give,
	.shrink = slub_shrink,
	.info = slub_info,
	.check = slab_object_check,
	.walk = slub_walk,
	.verify = slub_verify,
};
