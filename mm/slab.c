// SPDX-License-Identifier: MIT
/*
 * mm/slab.c - the SLAB design: full, partial and empty slabs on lists, free objects by their numbers
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
 * Invariants L1 a slab is on node->full if inuse = objects, on node->empty if inuse = 0, else on
 *            node->partial. L2 bufctl[inuse...] are numbers of different, marked objects. L3 nr_free is the
 *            sum of objects - inuse.
 * Locking    node->list_lock covers lists, bufctls and counts of the node's slabs; taken with
 *            interrupts off; page allocator and bufctl caches are called without it.
 * Linux      as 6.1, with the common magazines in the place of the array caches, and an object's mark to tell
 *            at each free, not only in debugging, that it is in use.
 */
#include <linux/mm.h>
#include <linux/bitmap.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/nodemask.h>
#include <linux/topology.h>
#include "mm/slab.h"
#include "mm/verify.h"

typedef u16 bufctl_t;

#define CLASSIC_MAX_OBJECTS	32767
#define OFF_SLAB_MIN_SIZE	(PAGE_SIZE >> 3)

struct classic_node {
	spinlock_t list_lock;
	/* list_lock held: */
	struct list_head partial;
	struct list_head full;
	struct list_head empty;
	unsigned long nr_slabs;
	unsigned long nr_empty;
	unsigned long nr_full;
	unsigned long nr_free;		/* objects of partial and empty slabs */
	unsigned int colour_next;
	bool touched;			/* an empty slab was of use since the last reap */
};

/* A cache's own part, at s->design. */
struct classic_cache {
	unsigned int nr_colours;
	unsigned int colour_off;	/* bytes from one colour to the next */
	struct kmem_cache *bufctl_cache;	/* NULL: on-slab */
	atomic_long_t nr_bufctls;	/* objects of this cache that are bufctls of others */
	struct classic_node node[];
};

static struct classic_cache *classic_of(struct kmem_cache *s)
{
	return (struct classic_cache *)s->design;
}

static struct classic_node *classic_node(struct kmem_cache *s, int nid)
{
	return &classic_of(s)->node[nid];
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

static void bufctl_free(struct kmem_cache *s, struct page *page)
{
	struct kmem_cache *from = classic_of(s)->bufctl_cache;

	if (!from)
		return;
	atomic_long_dec(&classic_of(from)->nr_bufctls);
	kmem_cache_free(from, page->freelist);
}

/* Bytes by which the node's next slab shifts its objects. */
static unsigned int colour_choose(struct kmem_cache *s, struct classic_node *n)
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

static struct page *slab_new(struct kmem_cache *s, gfp_t gfp, int nid)
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
	page->slab_colour += colour_choose(s, classic_node(s, page->slab_nid)) >> SLAB_COLOUR_SHIFT;
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

/* Slabs that have left their lists; no lock is held. */
static void slabs_discard(struct kmem_cache *s, struct list_head *slabs)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, slabs, slab_list) {
		list_del(&page->slab_list);
		bufctl_free(s, page);
		slab_pages_free(s, page);
	}
}

/* classic_reapable() reads it without lock. */
static void nr_empty_add_locked(struct classic_node *n, long more)
{
	WRITE_ONCE(n->nr_empty, n->nr_empty + more);
}

static void node_add_slab_locked(struct classic_node *n, struct page *page)
{
	list_add(&page->slab_list, &n->empty);
	n->nr_slabs++;
	nr_empty_add_locked(n, 1);
	n->nr_free += page->objects;
}

/* The last ones of the empty slabs, at most @nr, while more than @limit objects are free. */
static void node_drop_locked(struct classic_node *n, unsigned long nr, unsigned long limit,
			     struct list_head *to)
{
	while (nr-- && n->nr_free > limit && n->nr_empty) {
		struct page *page = list_last_entry(&n->empty, struct page, slab_list);

		list_move(&page->slab_list, to);
		n->nr_slabs--;
		nr_empty_add_locked(n, -1);
		n->nr_free -= page->objects;
	}
}

/* Free objects that a node keeps: what its CPUs may ask for next, and a slab. */
static unsigned long node_free_limit(const struct kmem_cache *s)
{
	return (1UL + DIV_ROUND_UP(nr_cpu_ids, nr_node_ids)) * s->batch + s->objects;
}

/* ---- objects out ---- */

static struct page *node_first_slab_locked(struct classic_node *n)
{
	struct page *page = list_first_entry_or_null(&n->partial, struct page, slab_list);

	if (page)
		return page;
	n->touched = true;
	return list_first_entry_or_null(&n->empty, struct page, slab_list);
}

static unsigned int slab_take_locked(struct kmem_cache *s, struct classic_node *n, struct page *page,
				     void **objects, unsigned int nr)
{
	const bufctl_t *bufctl = slab_bufctl(page);
	unsigned int got = min_t(unsigned int, nr, page->objects - page->inuse);

	nr_empty_add_locked(n, -!page->inuse);
	for (unsigned int i = 0; i < got; i++)
		objects[i] = object_of(s, page, bufctl[page->inuse++]);
	n->nr_free -= got;
	n->nr_full += page->inuse == page->objects;
	list_move(&page->slab_list, page->inuse == page->objects ? &n->full : &n->partial);
	return got;
}

static unsigned int node_take_locked(struct kmem_cache *s, struct classic_node *n, void **objects,
				     unsigned int nr)
{
	unsigned int got = 0;
	struct page *page;

	while (got < nr && (page = node_first_slab_locked(n)))
		got += slab_take_locked(s, n, page, objects + got, nr - got);
	return got;
}

static unsigned int classic_take(struct kmem_cache *s, int nid, gfp_t gfp, void **objects,
				 unsigned int nr)
{
	struct classic_node *n = classic_node(s, nid);
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
	n = classic_node(s, page->slab_nid);
	spin_lock_irqsave(&n->list_lock, flags);
	node_add_slab_locked(n, page);
	got = node_take_locked(s, n, objects, nr);
	spin_unlock_irqrestore(&n->list_lock, flags);
	return got;
}

/* ---- objects in ---- */

static void object_give_locked(struct kmem_cache *s, struct classic_node *n, struct page *page,
			       void *object)
{
	n->nr_full -= page->inuse == page->objects;
	slab_bufctl(page)[--page->inuse] = number_of(s, page, object);
	n->nr_free++;
	nr_empty_add_locked(n, !page->inuse);
	if (page->inuse)	/* to the end: its other objects get most time to be freed, too */
		list_move_tail(&page->slab_list, &n->partial);
	else
		list_move(&page->slab_list, &n->empty);
}

/* Those at the front of @objects that are of one node, under its lock. Return: how many. */
static unsigned int node_give(struct kmem_cache *s, void **objects, unsigned int nr,
			      struct list_head *unused, bool *left)
{
	struct page *page = virt_to_head_page(objects[0]);
	int nid = page->slab_nid;
	struct classic_node *n = classic_node(s, nid);
	unsigned long flags;
	unsigned int i = 0;

	spin_lock_irqsave(&n->list_lock, flags);
	do {
		object_give_locked(s, n, page, objects[i]);
		if (++i == nr)
			break;
		page = virt_to_head_page(objects[i]);
	} while (page->slab_nid == nid);
	node_drop_locked(n, ULONG_MAX, node_free_limit(s), unused);
	*left |= n->nr_empty != 0;
	spin_unlock_irqrestore(&n->list_lock, flags);
	return i;
}

static void classic_give(struct kmem_cache *s, void **objects, unsigned int nr)
{
	unsigned int done = 0;
	bool left = false;
	LIST_HEAD(unused);

	while (done < nr)
		done += node_give(s, objects + done, nr - done, &unused, &left);
	slabs_discard(s, &unused);
	if (left)
		slab_trim_kick();
}

/* ---- a cache ---- */

static size_t classic_cache_bytes(void)
{
	return struct_size((struct classic_cache *)NULL, node, nr_node_ids);
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

static void colours_set(struct kmem_cache *s, size_t left)
{
	struct classic_cache *c = classic_of(s);

	c->colour_off = max_t(unsigned int, s->align, cache_line_size());
	c->colour_off = ALIGN(c->colour_off, 1U << SLAB_COLOUR_SHIFT);
	left = min_t(size_t, left, (U8_MAX << SLAB_COLOUR_SHIFT) - s->start);
	c->nr_colours = left / c->colour_off + 1;
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
	for (unsigned int nid = 0; nid < nr_node_ids; nid++) {
		struct classic_node *n = classic_node(s, nid);

		spin_lock_init(&n->list_lock);
		INIT_LIST_HEAD(&n->partial);
		INIT_LIST_HEAD(&n->full);
		INIT_LIST_HEAD(&n->empty);
	}
	return 0;
}

static unsigned long classic_shrink(struct kmem_cache *s)
{
	unsigned long remain = 0;
	LIST_HEAD(unused);

	for (unsigned int nid = 0; nid < nr_node_ids; nid++) {
		struct classic_node *n = classic_node(s, nid);
		unsigned long flags;

		spin_lock_irqsave(&n->list_lock, flags);
		node_drop_locked(n, ULONG_MAX, 0, &unused);
		remain += n->nr_slabs;
		spin_unlock_irqrestore(&n->list_lock, flags);
	}
	slabs_discard(s, &unused);
	return remain;
}

/* A fifth of what is kept, where no empty slab was of use since the last time; as Linux does. */
static void node_reap(struct kmem_cache *s, struct classic_node *n, struct list_head *unused)
{
	unsigned long nr = DIV_ROUND_UP(node_free_limit(s), 5 * s->objects), flags;

	spin_lock_irqsave(&n->list_lock, flags);
	if (!n->touched)
		node_drop_locked(n, nr, 0, unused);
	n->touched = false;
	spin_unlock_irqrestore(&n->list_lock, flags);
}

static void classic_reap(struct kmem_cache *s)
{
	LIST_HEAD(unused);

	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		node_reap(s, classic_node(s, nid), &unused);
	slabs_discard(s, &unused);
}

static unsigned long classic_reapable(struct kmem_cache *s)
{
	unsigned long nr = 0;

	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		nr += READ_ONCE(classic_node(s, nid)->nr_empty);
	return nr;
}

/* Bufctls of other caches are not in use by any caller. */
static void classic_info(struct kmem_cache *s, int nid, struct slabinfo *info)
{
	struct classic_node *n = classic_node(s, nid);
	unsigned long flags;

	spin_lock_irqsave(&n->list_lock, flags);
	info->num_objs += n->nr_slabs * s->objects;
	info->free_objs += n->nr_free;
	info->num_slabs += n->nr_slabs;
	info->partial_slabs += n->nr_slabs - n->nr_full;
	info->num_pages += n->nr_slabs << s->order;
	spin_unlock_irqrestore(&n->list_lock, flags);
	if (!nid)
		info->free_objs += atomic_long_read(&classic_of(s)->nr_bufctls);
}

static void classic_walk(struct kmem_cache *s, slab_visit_t visit, void *arg)
{
	for (unsigned int nid = 0; nid < nr_node_ids; nid++) {
		struct classic_node *n = classic_node(s, nid);
		unsigned long flags;

		spin_lock_irqsave(&n->list_lock, flags);
		slabs_walk_locked(s, &n->partial, visit, arg);
		slabs_walk_locked(s, &n->full, visit, arg);
		slabs_walk_locked(s, &n->empty, visit, arg);
		spin_unlock_irqrestore(&n->list_lock, flags);
	}
}

/* ---- invariants ---- */

/* L2. The machine is stopped, so there is one caller. */
static void bufctl_verify(struct kmem_cache *s, const struct page *page, struct verify_report *report)
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
}

static const char *slab_state(const struct page *page)
{
	if (!page->inuse)
		return "empty";
	if (page->inuse > page->objects)
		return "more than full";
	return page->inuse == page->objects ? "full" : "partial";
}

/* Those of one list, which are all to be in @state. Return: their free objects; their number to @nr. */
static unsigned long list_verify(struct kmem_cache *s, struct list_head *slabs, const char *state,
				 unsigned long *nr, struct verify_report *report)
{
	const struct page *page;
	unsigned long nr_free = 0;

	*nr = 0;
	list_for_each_entry(page, slabs, slab_list) {
		++*nr;
		if (!PageSlab(page) || page->slab_cache != s) {
			verify_violation(report, "cache %s: page at pfn %#lx is on its lists, but is no slab of it",
					 s->name, page_to_pfn(page));
			continue;
		}
		if (slab_state(page) != state)
			verify_violation(report, "cache %s: slab at pfn %#lx: L1: %s, on the list of %s ones",
					 s->name, page_to_pfn(page), slab_state(page), state);
		bufctl_verify(s, page, report);
		nr_free += max(page->objects, page->inuse) - page->inuse;
	}
	return nr_free;
}

static void node_verify(struct kmem_cache *s, struct classic_node *n, struct verify_report *report)
{
	unsigned long nr_partial, nr_full, nr_empty, nr_free;

	nr_free = list_verify(s, &n->partial, "partial", &nr_partial, report);
	nr_free += list_verify(s, &n->full, "full", &nr_full, report);
	nr_free += list_verify(s, &n->empty, "empty", &nr_empty, report);
	if (nr_full != n->nr_full || nr_empty != n->nr_empty || nr_partial + nr_full + nr_empty != n->nr_slabs)
		verify_violation(report, "cache %s: lists have %lu partial, %lu full, %lu empty slabs; counted are %lu full, %lu empty, %lu in all",
				 s->name, nr_partial, nr_full, nr_empty, n->nr_full, n->nr_empty, n->nr_slabs);
	if (nr_free != n->nr_free)
		verify_violation(report, "cache %s: L3: slabs have %lu free objects, counted are %lu", s->name,
				 nr_free, n->nr_free);
}

static void classic_verify(struct kmem_cache *s, struct verify_report *report)
{
	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		node_verify(s, classic_node(s, nid), report);
}

const struct slab_ops slab_classic_ops = {
	.name = "slab",
	.magazines = true,
	.cache_bytes = classic_cache_bytes,
	.open = classic_open,
	.take = classic_take,
	.give = classic_give,
	.shrink = classic_shrink,
	.reap = classic_reap,
	.reapable = classic_reapable,
	.info = classic_info,
	.check = slab_object_check,
	.walk = classic_walk,
	.verify = classic_verify,
};
