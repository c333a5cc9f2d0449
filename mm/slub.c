// SPDX-License-Identifier: MIT
/*
 * mm/slub.c - the SLUB design: free lists inside the objects
 *
 * Terms      slab: a block of pages, cut into objects; its struct page says whose and how full.
 *            Link word: the mark of a free object (mm/slab.h) leads to the next free object of its slab:
 *
 *	upper half of the word = s->link_key ^ object ^ next	(next = object itself at the end of the list)
 *
 *            Object and next lie in one slab, aligned to its size, so object ^ next is smaller than
 *            a slab: that makes it a mark.
 * Lists      of slabs: mm/slab_lists.h. Empty ones go back to the page allocator when more than min_partial
 *            have free objects.
 * Invariants S1 inuse + length of freelist + objects that are not prepared yet = objects. S2 an object
 *            in a magazine counts as in use for its slab.
 * Linux      as 6.1 in what callers see; magazines replace the per-CPU slab, and a wrong free is
 *            always noticed, not only with debugging on.
 */
#include <linux/boot_options.h>
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include "mm/slab_lists.h"
#include "mm/verify.h"

/* Linux's: a slab should hold this many objects if order 3 allows it. */
#define SLUB_MAX_ORDER		PAGE_ALLOC_COSTLY_ORDER
#define SLUB_MAX_OBJECTS	32767
#define SLUB_MIN_PARTIAL	5
#define SLUB_MAX_PARTIAL	10

/* ---- the link word ---- */

/* @next: NULL for none. */
static __always_inline void link_set(const struct kmem_cache *s, void *object, const void *next)
{
	unsigned long distance = next ? (unsigned long)object ^ (unsigned long)next : 0;

	*link_word(s, object) = slab_link_mark(s, distance);
}

static __always_inline void *link_next(const struct kmem_cache *s, const void *object)
{
	unsigned long distance = slab_link(s, object);

	return distance ? (void *)((unsigned long)object ^ distance) : NULL;
}

/* ---- slabs ---- */

/* All objects of a slab. */
static void slab_carve(struct kmem_cache *s, struct page *page)
{
	char *base = slab_first_object(page), *object;
	unsigned int nr = page->objects;
	struct slab_shuffle order;

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

/* The first page of @page's slab that is not prepared: the objects that begin there are its free list. */
static void slab_carve_page(struct kmem_cache *s, struct page *page)
{
	unsigned int from = page[1].objects, at = from * s->size >> PAGE_SHIFT;
	unsigned int to = min_t(unsigned int, DIV_ROUND_UP((at + 1) << PAGE_SHIFT, s->size), page->objects);
	char *base = slab_first_object(page);

	for (unsigned int i = to; i-- > from;) {
		slab_object_init(s, page, base + (size_t)i * s->size);
		link_set(s, base + (size_t)i * s->size, i + 1 < to ? base + (size_t)(i + 1) * s->size : NULL);
	}
	page->freelist = base + (size_t)from * s->size;
	WRITE_ONCE(page[1].objects, to);
	slab_page_plain(s, page + at);
}

/*
 * A slab of several pages is prepared page by page, as objects are asked for, so that a cache with few
 * objects has few of its slab's pages touched. Not where somebody counts on it at once: a
 * constructor, a random order, checks.
 */
static bool slab_is_lazy(const struct kmem_cache *s, struct page *page)
{
	return compound_order(page) && slab_is_plain(s, page) && !s->link_offset && !s->ctor && !s->old &&
	       !boot_options.slab_freelist_random;
}

static void slab_begin(struct kmem_cache *s, struct page *page)
{
	page->inuse = 0;
	page->objects = min_t(unsigned long, slab_room(s, compound_order(page)) / s->size, SLUB_MAX_OBJECTS);
	if (slab_is_lazy(s, page)) {
		page->freelist = NULL;
		page[1].objects = 0;
	} else {
		slab_carve(s, page);
	}
}

/* Preferably of s->order; of the smallest possible one when memory is in pieces. */
static struct page *slub_create(struct kmem_cache *s, gfp_t gfp, int nid)
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
		slab_begin(s, page);
	return page;
}

/* ---- objects out and in ---- */

/*
 * The head of @page's free list was written to: the rest of the list, found by the marks. NULL if
 * there is none, or if marks don't tell: objects of the slab are in magazines, or on their way.
 */
static void *freelist_rescue(struct kmem_cache *s, struct page *page)
{
	unsigned int nr = 0, ready = slab_nr_ready(page), wanted = ready - page->inuse - 1;
	char *object = slab_first_object(page);
	void *list = NULL;

	for (unsigned int i = 0; i < ready; i++)
		nr += object_is_free(s, object + (size_t)i * s->size);
	if (nr != wanted)
		return NULL;
	for (unsigned int i = 0; i < ready; i++, object += s->size)
		if (object_is_free(s, object)) {
			link_set(s, object, list);
			list = object;
		}
	return list;
}

/*
 * Not beyond the list's end: the slab's untouched pages wait. The rest of a list that was overwritten is
 * out of use.
 */
static unsigned int slub_take(struct kmem_cache *s, struct page *page, void **objects, unsigned int nr)
{
	unsigned int got = 0;
	void *object;

	if (!page->freelist && slab_nr_ready(page) < page->objects)
		slab_carve_page(s, page);
	object = page->freelist;
	while (object && got < nr) {
		void *next;

		if (likely(object_is_free(s, object))) {
			next = link_next(s, object);
			object_mark(s, object);
		} else {
			next = freelist_rescue(s, page);
		}
		page->inuse++;
		objects[got++] = object;
		object = next;
	}
	page->freelist = object;
	if (!object)
		page->inuse = slab_nr_ready(page);
	return got;
}

static void slub_give(struct kmem_cache *s, struct page *page, void *object)
{
	link_set(s, object, page->freelist);
	page->freelist = object;
	page->inuse--;
}

/* ---- a cache ---- */

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

/* The smallest order that leaves at most 1/32 unused, then 1/16, 1/8. */
static unsigned int slab_order_tight(const struct kmem_cache *s)
{
	unsigned int smallest = get_order(s->size + s->start);

	for (unsigned int fraction = 32; fraction >= 8; fraction /= 2)
		for (unsigned int order = smallest; order <= SLUB_MAX_ORDER; order++)
			if (slab_room(s, order) % s->size <= (PAGE_SIZE << order) / fraction)
				return order;
	return slab_order(s);
}

static int slub_open(struct kmem_cache *s)
{
	unsigned int order;
	int err = slab_layout(s);

	if (err)
		return err;
	order = s->flags & SLAB_TIGHT ? slab_order_tight(s) : slab_order(s);
	slab_set_order(s, order, min_t(unsigned long, slab_room(s, order) / s->size,
					  SLUB_MAX_OBJECTS));
	s->min_partial = clamp_t(unsigned int, ilog2(s->size) / 2, SLUB_MIN_PARTIAL,
					  SLUB_MAX_PARTIAL);
	slab_lists_open(s);
	return 0;
}

static unsigned long slub_surplus(const struct kmem_cache *s, const struct slab_node *n)
{
	unsigned long nr_partial = n->nr_slabs - n->nr_full;

	return nr_partial > s->min_partial ? nr_partial - s->min_partial : 0;
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

static unsigned int slub_verify(struct kmem_cache *s, const struct page *page,
				struct verify_report *report)
{
	unsigned int nr_free = freelist_verify(s, page, report);

	nr_free += page->objects - slab_nr_ready(page);
	if (page->inuse + nr_free != page->objects)
		verify_violation(report, "cache %s: slab at pfn %#lx: S1: %u objects in use and %u free of %u",
				 s->name, page_to_pfn(page), page->inuse, nr_free, page->objects);
	return nr_free;
}

static const struct slab_form slub_form = {
	.create = slub_create,
	.take = slub_take,
	.give = slub_give,
	.surplus = slub_surplus,
	.verify = slub_verify,
};

const struct slab_ops slub_ops = {
	.name = "slub",
	.magazines = true,
	.form = &slub_form,
	.cache_bytes = slab_lists_cache_bytes,
	.open = slub_open,
	.take = slab_lists_take,
	.give = slab_lists_give,
	.shrink = slab_lists_shrink,
	.info = slab_lists_info,
	.check = slab_object_check,
	.walk = slab_lists_walk,
	.verify = slab_lists_verify,
};
