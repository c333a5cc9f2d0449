// SPDX-License-Identifier: MIT
/*
 * mm/slab.c - the SLAB design: free objects are known by their numbers
 *
 * Terms      Bufctl: a slab's array of object numbers, one for each object; page->freelist points to it.
 *
 *	          page->slab_colour        on-slab: behind the objects, at the slab's end
 *	                |                                 |
 *	| colour | object 0 | object 1 | ... | unused | bufctl |          off-slab: an object of a
 *	                                                                  small kmalloc cache
 *	bufctl:  [ (given out) ... | 5 | 0 | 3 ]
 *	                             ^ page->inuse: the next one; from here on: free objects
 *
 *            Colour: bytes left free before the first object, another number of cache lines in each
 *            new slab of a node, so that the first lines of objects do not compete for the same
 *            cache lines.
 * Off-slab   where objects are at least an eighth of a page, unless the slab has room left anyhow. What
 *            bufctls come from is on-slab, and so are caches with SLAB_NOLEAKTRACE, the depots'
 *            containers among them: a slab of them must not need an object of another cache.
 * Lists      of slabs: mm/slab_lists.h. Empty ones go back at once while a node has more free objects than
 *            node_free_limit(), the others when they are reaped.
 * Invariants C1 bufctl[inuse...] are numbers of different, marked objects.
 * Locking    node->list_lock; bufctl caches are called without it.
 * Linux      as 6.1, with the common magazines in the place of the array caches, and an object's mark to tell
 *            at each free, not only in debugging, that it is in use.
 */
#include <linux/mm.h>
#include <linux/bitmap.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/nodemask.h>
#include <linux/topology.h>
#include "mm/slab_lists.h"
#include "mm/verify.h"

typedef u16 bufctl_t;

#define CLASSIC_MAX_OBJECTS	32767
#define OFF_SLAB_MIN_SIZE	(PAGE_SIZE >> 3)

/* A cache's own part, behind its nodes. */
struct classic_cache {
	unsigned int nr_colours;
	unsigned int colour_off;	/* bytes from one colour to the next */
	struct kmem_cache *bufctl_cache;	/* NULL: on-slab */
	atomic_long_t nr_bufctls;	/* objects of this cache that are bufctls of others */
};

static struct classic_cache *classic_of(struct kmem_cache *s)
{
	return (struct classic_cache *)slab_node(s, nr_node_ids);
}

/* ---- objects and their numbers ---- */

static bufctl_t *slab_bufctl(const struct page *page)
{
	return page->freelist;
}

static void *object_of(const struct kmem_cache *s, const struct page *page, unsigned int number)
{
	return slab_first_object(page) + (size_t)number * s->size;
}

/* Exact, since offsets are multiples of the size that size_inverse belongs to. */
static unsigned int number_of(const struct kmem_cache *s, const struct page *page, const void *object)
{
	unsigned long offset = (unsigned long)object - (unsigned long)slab_first_object(page);

	return ((unsigned __int128)offset * s->size_inverse) >> 64;
}

/* ---- slabs ---- */

static size_t bufctl_bytes(unsigned int objects)
{
	return objects * sizeof(bufctl_t);
}

static void *bufctl_alloc(struct kmem_cache *s, struct page *page, gfp_t gfp)
{
	struct kmem_cache *from = classic_of(s)->bufctl_cache;
	void *bufctl;

	if (!from)
		return (char *)lowmem_page_address(page) + (PAGE_SIZE << s->order) - s->tail;
	bufctl = kmem_cache_alloc_node(from, gfp & ~(__GFP_ZERO | GFP_SLAB_BUG_MASK), page->slab_nid);
	if (bufctl)
		atomic_long_inc(&classic_of(from)->nr_bufctls);
	return bufctl;
}

static void classic_gone(struct kmem_cache *s, struct page *page)
{
	struct kmem_cache *from = classic_of(s)->bufctl_cache;

	if (!from)
		return;
	atomic_long_dec(&classic_of(from)->nr_bufctls);
	kmem_cache_free(from, page->freelist);
}

/* Bytes by which the node's next slab shifts its objects. */
static unsigned int colour_choose(struct kmem_cache *s, struct slab_node *n)
{
	struct classic_cache *c = classic_of(s);
	unsigned int colour;
	unsigned long flags;

	spin_lock_irqsave(&n->list_lock, flags);
	colour = n->colour_next;
	n->colour_next = colour + 1 < c->nr_colours ? colour + 1 : 0;
	spin_unlock_irqrestore(&n->list_lock, flags);
	return colour * c->colour_off;
}

static struct page *classic_create(struct kmem_cache *s, gfp_t gfp, int nid)
{
	struct page *page = slab_pages_alloc(s, gfp, nid, s->order);
	struct slab_shuffle order;

	if (!page)
		return NULL;
	page->freelist = bufctl_alloc(s, page, gfp);
	if (!page->freelist) {
		slab_pages_free(s, page);
		return NULL;
	}
	page->slab_colour += colour_choose(s, slab_node(s, page->slab_nid)) >> SLAB_COLOUR_SHIFT;
	page->inuse = 0;
	page->objects = s->objects;
	slab_shuffle_begin(&order, s->objects);
	for (unsigned int i = 0; i < s->objects; i++) {
		slab_object_init(s, page, object_of(s, page, i));
		slab_bufctl(page)[i] = slab_shuffle_at(&order, i);
	}
	slab_pages_plain(s, page);
	return page;
}

/* ---- objects out and in ---- */

static unsigned int classic_take(struct kmem_cache *s, struct page *page, void **objects, unsigned int nr)
{
	const bufctl_t *bufctl = slab_bufctl(page) + page->inuse;

	for (unsigned int i = 0; i < nr; i++)
		objects[i] = object_of(s, page, bufctl[i]);
	page->inuse += nr;
	return nr;
}

static void classic_give(struct kmem_cache *s, struct page *page, void *object)
{
	slab_bufctl(page)[--page->inuse] = number_of(s, page, object);
}

/* ---- a cache ---- */

static size_t classic_cache_bytes(void)
{
	return slab_lists_cache_bytes() + sizeof(struct classic_cache);
}

/* Objects that a slab of @order holds, with a bufctl or without; and the bytes that are left over. */
static unsigned int slab_fit(const struct kmem_cache *s, unsigned int order, bool off_slab, size_t *left)
{
	size_t room = s->start < PAGE_SIZE << order ? slab_room(s, order) : 0;
	size_t each = s->size + (off_slab ? 0 : sizeof(bufctl_t));
	unsigned int nr = min_t(size_t, room / each, CLASSIC_MAX_OBJECTS);

	*left = room - nr * each;
	return nr;
}

/* How slabs are to look. */
struct slab_shape {
	unsigned int order;
	unsigned int objects;
	size_t left;
};

/* Linux's: an order of 1 if that leaves less unused, above that only what does not fit at all. */
static struct slab_shape slab_shape(const struct kmem_cache *s, bool off_slab)
{
	unsigned int max = totalram_pages() > (32UL << 20) >> PAGE_SHIFT;
	struct slab_shape shape = { };

	while (!(shape.objects = slab_fit(s, shape.order, off_slab, &shape.left)))
		shape.order++;
	if (s->flags & SLAB_RECLAIM_ACCOUNT)
		return shape;
	while (shape.order < max && shape.left * 8 > PAGE_SIZE << shape.order)
		shape.objects = slab_fit(s, ++shape.order, off_slab, &shape.left);
	return shape;
}

/* Where bufctls of @objects numbers come from; NULL: from nowhere, so early. */
static struct kmem_cache *bufctl_cache_find(unsigned int objects)
{
	struct kmem_cache *from = kmalloc_caches[KMALLOC_NORMAL][kmalloc_index(bufctl_bytes(objects))];

	return from != &slab_no_cache && !classic_of(from)->bufctl_cache ? from : NULL;
}

/* None where time counts more: frees into coloured slabs take the longer way. */
static void colours_set(struct kmem_cache *s, size_t left)
{
	struct classic_cache *c = classic_of(s);

	c->colour_off = max_t(unsigned int, s->align, cache_line_size());
	c->colour_off = ALIGN(c->colour_off, 1U << SLAB_COLOUR_SHIFT);
	left = min_t(size_t, left, (U8_MAX << SLAB_COLOUR_SHIFT) - s->start);
	c->nr_colours = s->flags & SLAB_TIGHT ? 1 : left / c->colour_off + 1;
}

static int classic_layout(struct kmem_cache *s)
{
	bool off_slab = s->object_size >= OFF_SLAB_MIN_SIZE && !(s->flags & SLAB_NOLEAKTRACE);
	struct classic_cache *c = classic_of(s);
	struct slab_shape shape;
	int err = slab_layout(s);

	if (err)
		return err;
	shape = slab_shape(s, off_slab);
	if (off_slab && shape.left >= bufctl_bytes(shape.objects)) {
		shape.left -= bufctl_bytes(shape.objects);
	} else if (off_slab) {
		c->bufctl_cache = bufctl_cache_find(shape.objects);
		if (!c->bufctl_cache)
			shape = slab_shape(s, false);
	}
	if (shape.order >= MAX_ORDER)
		return -E2BIG;
	slab_set_order(s, shape.order, shape.objects);
	s->tail = c->bufctl_cache ? 0 : bufctl_bytes(shape.objects);
	colours_set(s, shape.left);
	return 0;
}

static int classic_open(struct kmem_cache *s)
{
	int err = classic_layout(s);

	if (err)
		return err;
	slab_lists_open(s);
	return 0;
}

/* ---- empty slabs ---- */

/* Free objects that a node keeps: what its CPUs may ask for next, and a slab. */
static unsigned long node_free_limit(const struct kmem_cache *s)
{
	return (1UL + DIV_ROUND_UP(nr_cpu_ids, nr_node_ids)) * s->batch + s->objects;
}

static unsigned long classic_surplus(const struct kmem_cache *s, const struct slab_node *n)
{
	unsigned long limit = node_free_limit(s);

	return n->nr_free > limit ? DIV_ROUND_UP(n->nr_free - limit, s->objects) : 0;
}

/* A fifth of what is kept, where no empty slab was of use since the last time; as Linux does. */
static void node_reap(struct kmem_cache *s, struct slab_node *n, struct list_head *unused)
{
	unsigned long nr = DIV_ROUND_UP(node_free_limit(s), 5 * s->objects), flags;

	spin_lock_irqsave(&n->list_lock, flags);
	if (!n->touched)
		slab_node_drop_locked(n, nr, unused);
	n->touched = false;
	spin_unlock_irqrestore(&n->list_lock, flags);
}

static void classic_reap(struct kmem_cache *s)
{
	LIST_HEAD(unused);

	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		node_reap(s, slab_node(s, nid), &unused);
	slabs_discard(s, &unused);
}

static unsigned long classic_reapable(struct kmem_cache *s)
{
	unsigned long nr = 0;

	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		nr += READ_ONCE(slab_node(s, nid)->nr_empty);
	return nr;
}

/* Bufctls of other caches are not in use by any caller. */
static void classic_info(struct kmem_cache *s, int nid, struct slabinfo *info)
{
	slab_lists_info(s, nid, info);
	if (!nid)
		info->free_objs += atomic_long_read(&classic_of(s)->nr_bufctls);
}

/* ---- invariants ---- */

/* C1. The machine is stopped, so there is one caller. */
static unsigned int classic_verify(struct kmem_cache *s, const struct page *page,
				   struct verify_report *report)
{
	static DECLARE_BITMAP(seen, CLASSIC_MAX_OBJECTS);
	const bufctl_t *bufctl = slab_bufctl(page);

	bitmap_zero(seen, page->objects);
	for (unsigned int i = page->inuse; i < page->objects; i++) {
		if (bufctl[i] >= page->objects)
			verify_violation(report, "cache %s: slab at pfn %#lx: bufctl[%u] is %u of %u", s->name,
					 page_to_pfn(page), i, bufctl[i], page->objects);
		else if (test_and_set_bit(bufctl[i], seen))
			verify_violation(report, "cache %s: slab at pfn %#lx: object %u is free twice",
					 s->name, page_to_pfn(page), bufctl[i]);
		else if (!object_is_free(s, object_of(s, page, bufctl[i])))
			verify_violation(report, "cache %s: slab at pfn %#lx: object %px was written to while it was free",
					 s->name, page_to_pfn(page), object_of(s, page, bufctl[i]));
	}
	return page->objects > page->inuse ? page->objects - page->inuse : 0;
}

static const struct slab_form classic_form = {
	.create = classic_create,
	.gone = classic_gone,
	.take = classic_take,
	.give = classic_give,
	.surplus = classic_surplus,
	.verify = classic_verify,
	.freed_last = true,
};

const struct slab_ops slab_classic_ops = {
	.name = "slab",
	.magazines = true,
	.form = &classic_form,
	.cache_bytes = classic_cache_bytes,
	.open = classic_open,
	.take = slab_lists_take,
	.give = slab_lists_give,
	.shrink = slab_lists_shrink,
	.reap = classic_reap,
	.reapable = classic_reapable,
	.info = classic_info,
	.check = slab_object_check,
	.walk = slab_lists_walk,
	.verify = slab_lists_verify,
};
