// SPDX-License-Identifier: MIT
/*
 * mm/slob.c - the SLOB design: pages shared by all caches, cut first-fit into pieces of any size
 *
 * Terms      Unit: SLOB_UNIT bytes. Map: at the start of each page, a byte for each of its units:
 *
 *	| map (itself marked BODY) | object | free | object | object | free ...                | a page
 *	  page:  FF FF .. FF         07 FF FF 00 00  1C FF    07 FF FF   00 00 ...                map
 *	                             ^ an object of the cache with number 7, three units
 *
 *            The map is all there is: no header before an object, no link in a free piece. Two free
 *            pieces side by side are one. It tells what an address is, for each free there is.
 *            Kind: which zone and mobility the page is of. Number: a cache's, up to 253 of them.
 * Lists      of pages with free units, per node, kind and size of request (below 256 bytes, below 1024,
 *            above): the small ones do not break up pages that are good for large ones.
 *            A page is on the list that fits what was allocated or freed in it last.
 * Large      objects beyond what a page can hold have a block of pages each; kmalloc()s of that size are
 *            whole pages as in every design.
 * Kept       free objects of a cache with constructor or SLAB_TYPESAFE_BY_RCU stay what they are, on
 *            the cache's own list, until it is shrunk; then, after a grace period, their units are free.
 * Invariants O1 page->inuse is the number of bytes of the map that are not FREE, the map's own left out.
 *            O2 BODY never follows FREE. O3 a cache's nr_objects and nr_units are what maps say.
 * Locking    slob_node.lock covers maps, lists and counts of a node's pages; interrupts off.
 * Linux      6.1's lists and limits; it has headers before kmalloc()'s objects, links in free pieces, no
 *            check of what is freed, and calls constructors at each allocation.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/nodemask.h>
#include <linux/numa.h>
#include <linux/rcupdate.h>
#include "mm/slab.h"
#include "mm/verify.h"

#define SLOB_UNIT		16UL
#define SLOB_UNITS		(PAGE_SIZE / SLOB_UNIT)		/* of a page */
#define SLOB_MAP_UNITS		(SLOB_UNITS / SLOB_UNIT)	/* of them: the map's own */
#define SLOB_ROOM		((SLOB_UNITS - SLOB_MAP_UNITS) * SLOB_UNIT)

#define SLOB_SMALL		256
#define SLOB_MEDIUM		1024
#define NR_SLOB_SIZES		3

/* A map's byte, if it is not a cache's number and so the beginning of an object in use. */
#define SLOB_FREE		0
#define SLOB_KEPT		254	/* beginning of an object that its cache keeps */
#define SLOB_BODY		255	/* not the beginning */
#define SLOB_MAX_CACHES		253

enum slob_kind { SLOB_UNMOVABLE, SLOB_RECLAIMABLE, SLOB_DMA, SLOB_DMA32, NR_SLOB_KINDS };

struct slob_node {
	spinlock_t lock;
	/* lock held: */
	struct list_head free[NR_SLOB_KINDS][NR_SLOB_SIZES];
	struct list_head full;
	unsigned long nr_pages[NR_SLOB_KINDS];
};

/* What a cache has of a node's memory. The node's lock held: */
struct slob_share {
	struct list_head large;		/* blocks of pages */
	void *kept;			/* linked by their link words */
	unsigned long nr_kept;		/* on that list, or leaving */
	unsigned long nr_objects;	/* kept ones among them */
	unsigned long nr_units;
	unsigned long nr_large_pages;
	/* who has set slob_cache.leaves: */
	void *leaving;			/* were kept, and wait for a grace period */
};

/* A cache's own part, at s->design. */
struct slob_cache {
	u8 number;
	bool large;			/* each object has its own pages */
	int leaves;			/* 1: a grace period is on its way */
	struct rcu_head rcu;
	struct slob_share share[];
};

static struct slob_node slob_nodes[MAX_NUMNODES];
static struct kmem_cache *slob_caches[SLOB_MAX_CACHES + 1];	/* by number */

/*
 * The caches that the shared pages belong to. No object is theirs; they stand in the list of caches
 * so that what counts pages finds these.
 */
static struct kmem_cache slob_pages[NR_SLOB_KINDS] = {
	[SLOB_UNMOVABLE]   = { .name = "slob" },
	[SLOB_RECLAIMABLE] = { .name = "slob-rcl", .flags = SLAB_RECLAIM_ACCOUNT,
			       .allocflags = __GFP_RECLAIMABLE },
	[SLOB_DMA]	   = { .name = "slob-dma", .allocflags = GFP_DMA },
	[SLOB_DMA32]	   = { .name = "slob-dma32", .allocflags = GFP_DMA32 },
};

static struct slob_cache *slob_of(struct kmem_cache *s)
{
	return (struct slob_cache *)s->design;
}

static bool cache_is_pages(const struct kmem_cache *s)
{
	return s >= slob_pages && s < slob_pages + NR_SLOB_KINDS;
}

static bool page_is_shared(const struct page *page)
{
	return cache_is_pages(page->slab_cache);
}

static enum slob_kind cache_kind(const struct kmem_cache *s)
{
	if (s->allocflags & GFP_DMA)
		return SLOB_DMA;
	if (s->allocflags & GFP_DMA32)
		return SLOB_DMA32;
	return s->allocflags & __GFP_RECLAIMABLE ? SLOB_RECLAIMABLE : SLOB_UNMOVABLE;
}

static enum slob_kind page_kind(const struct page *page)
{
	return page->slab_cache - slob_pages;
}

/* ---- a page's map ---- */

static u8 *page_map(const struct page *page)
{
	return lowmem_page_address(page);
}

static unsigned int unit_of(const void *object)
{
	return offset_in_page(object) / SLOB_UNIT;
}

static void *unit_address(const struct page *page, unsigned int unit)
{
	return (char *)lowmem_page_address(page) + unit * SLOB_UNIT;
}

/* Where @units of them, the first one aligned, are free; 0 if nowhere. */
static unsigned int map_find(const u8 *map, unsigned int units, unsigned int align_units)
{
	unsigned int unit = ALIGN(SLOB_MAP_UNITS, align_units);

	while (unit + units <= SLOB_UNITS) {
		const u8 *used = memchr_inv(map + unit, SLOB_FREE, units);

		if (!used)
			return unit;
		unit = ALIGN(used - map + 1, align_units);
	}
	return 0;
}

/* Units of the object that begins at @unit. Its owner needs no lock: no byte behind it becomes BODY meanwhile. */
static unsigned int map_length(const u8 *map, unsigned int unit)
{
	unsigned int end = unit + 1;

	while (end < SLOB_UNITS && READ_ONCE(map[end]) == SLOB_BODY)
		end++;
	return end - unit;
}

/* The byte that others than the object's owner may look at without lock. */
static void map_mark(u8 *map, unsigned int unit, u8 mark)
{
	WRITE_ONCE(map[unit], mark);
}

/* ---- pages ---- */

static unsigned int size_class(unsigned int units)
{
	unsigned int size = units * SLOB_UNIT;

	return size < SLOB_SMALL ? 0 : size < SLOB_MEDIUM ? 1 : 2;
}

/* To the list where a request like the last one, of @units, looks for it. */
static void page_list_locked(struct slob_node *n, struct page *page, unsigned int units)
{
	if (page->inuse == page->objects)
		list_move(&page->slab_list, &n->full);
	else
		list_move(&page->slab_list, &n->free[page_kind(page)][size_class(units)]);
}

static void *page_take_locked(struct page *page, struct kmem_cache *s, unsigned int units,
			      unsigned int align)
{
	struct slob_share *share = &slob_of(s)->share[page->slab_nid];
	u8 *map = page_map(page);
	unsigned int unit;

	if (page->objects - page->inuse < units)
		return NULL;
	unit = map_find(map, units, DIV_ROUND_UP(align, SLOB_UNIT));
	if (!unit)
		return NULL;
	map_mark(map, unit, slob_of(s)->number);
	memset(map + unit + 1, SLOB_BODY, units - 1);
	page->inuse += units;
	share->nr_units += units;
	share->nr_objects++;
	return unit_address(page, unit);
}

/* The object's units are free. Return: the page, if that was all there was in it, off its list. */
static struct page *page_give_locked(struct slob_node *n, struct page *page, struct kmem_cache *s, void *object)
{
	struct slob_share *share = &slob_of(s)->share[page->slab_nid];
	u8 *map = page_map(page);
	unsigned int unit = unit_of(object), units = map_length(map, unit);

	share->nr_kept -= map[unit] == SLOB_KEPT;
	map_mark(map, unit, SLOB_FREE);
	memset(map + unit + 1, SLOB_FREE, units - 1);
	page->inuse -= units;
	share->nr_units -= units;
	share->nr_objects--;
	if (page->inuse) {
		page_list_locked(n, page, units);
		return NULL;
	}
	list_del(&page->slab_list);
	n->nr_pages[page_kind(page)]--;
	return page;
}

static struct page *page_new(enum slob_kind kind, gfp_t gfp, int nid)
{
	struct page *page = slab_pages_alloc(&slob_pages[kind], gfp & ~__GFP_ZERO, nid, 0);

	if (!page)
		return NULL;
	memset(page_map(page), SLOB_FREE, SLOB_UNITS);
	memset(page_map(page), SLOB_BODY, SLOB_MAP_UNITS);
	page->objects = SLOB_UNITS - SLOB_MAP_UNITS;
	page->inuse = 0;
	return page;
}

/* ---- objects that share pages ---- */

/* First fit, from where the last one was found: the list is turned so that this page is first. */
static void *node_take_locked(struct slob_node *n, struct kmem_cache *s, unsigned int units, unsigned int align)
{
	struct list_head *list = &n->free[cache_kind(s)][size_class(units)];
	struct page *page;

	list_for_each_entry(page, list, slab_list) {
		void *object = page_take_locked(page, s, units, align);

		if (!object)
			continue;
		list_rotate_to_front(&page->slab_list, list);
		if (page->inuse == page->objects)
			list_move(&page->slab_list, &n->full);
		return object;
	}
	return NULL;
}

static void *piece_take(struct kmem_cache *s, int nid, gfp_t gfp, size_t size, unsigned int align)
{
	unsigned int units = DIV_ROUND_UP(size, SLOB_UNIT);
	struct slob_node *n = &slob_nodes[nid];
	struct page *page;
	unsigned long flags;
	void *object;

	spin_lock_irqsave(&n->lock, flags);
	object = node_take_locked(n, s, units, align);
	spin_unlock_irqrestore(&n->lock, flags);
	if (object)
		return object;
	page = page_new(cache_kind(s), gfp, nid);
	if (!page)
		return NULL;
	n = &slob_nodes[page->slab_nid];
	spin_lock_irqsave(&n->lock, flags);
	n->nr_pages[page_kind(page)]++;
	INIT_LIST_HEAD(&page->slab_list);
	object = page_take_locked(page, s, units, align);
	page_list_locked(n, page, units);
	spin_unlock_irqrestore(&n->lock, flags);
	return object;
}

static void piece_give(struct kmem_cache *s, struct page *page, void *object)
{
	struct slob_node *n = &slob_nodes[page->slab_nid];
	unsigned long flags;

	spin_lock_irqsave(&n->lock, flags);
	page = page_give_locked(n, page, s, object);
	spin_unlock_irqrestore(&n->lock, flags);
	if (page)
		slab_pages_free(page->slab_cache, page);
}

/* ---- objects with pages of their own ---- */

static void *large_take(struct kmem_cache *s, int nid, gfp_t gfp)
{
	struct page *page = slab_pages_alloc(s, gfp & ~__GFP_ZERO, nid, s->order);
	struct slob_share *share;
	unsigned long flags;

	if (!page)
		return NULL;
	share = &slob_of(s)->share[page->slab_nid];
	page->objects = 1;
	page->inuse = 1;
	spin_lock_irqsave(&slob_nodes[page->slab_nid].lock, flags);
	list_add(&page->slab_list, &share->large);
	share->nr_objects++;
	share->nr_large_pages += compound_nr(page);
	spin_unlock_irqrestore(&slob_nodes[page->slab_nid].lock, flags);
	return lowmem_page_address(page);
}

static void large_give(struct kmem_cache *s, struct page *page)
{
	struct slob_share *share = &slob_of(s)->share[page->slab_nid];
	unsigned long flags;

	spin_lock_irqsave(&slob_nodes[page->slab_nid].lock, flags);
	list_del(&page->slab_list);
	share->nr_kept -= !page->inuse;
	share->nr_objects--;
	share->nr_large_pages -= compound_nr(page);
	spin_unlock_irqrestore(&slob_nodes[page->slab_nid].lock, flags);
	slab_pages_free(s, page);
}

/* ---- objects that are kept ---- */

static bool cache_keeps(const struct kmem_cache *s)
{
	return s->ctor || (s->flags & SLAB_TYPESAFE_BY_RCU);
}

/* Mark @object as one that is in use, or as one that is not. */
static void object_state_locked(struct kmem_cache *s, struct page *page, void *object, bool in_use)
{
	if (!page_is_shared(page))
		page->inuse = in_use;
	else
		map_mark(page_map(page), unit_of(object), in_use ? slob_of(s)->number : SLOB_KEPT);
}

static void kept_put(struct kmem_cache *s, struct page *page, void *object)
{
	struct slob_share *share = &slob_of(s)->share[page->slab_nid];
	unsigned long flags;

	spin_lock_irqsave(&slob_nodes[page->slab_nid].lock, flags);
	object_state_locked(s, page, object, false);
	*link_word(s, object) = (unsigned long)share->kept;
	share->kept = object;
	share->nr_kept++;
	spin_unlock_irqrestore(&slob_nodes[page->slab_nid].lock, flags);
}

static void *kept_get(struct kmem_cache *s, int nid)
{
	struct slob_share *share = &slob_of(s)->share[nid];
	unsigned long flags;
	void *object;

	spin_lock_irqsave(&slob_nodes[nid].lock, flags);
	object = share->kept;
	if (object) {
		share->kept = (void *)*link_word(s, object);
		share->nr_kept--;
		object_state_locked(s, virt_to_head_page(object), object, true);
	}
	spin_unlock_irqrestore(&slob_nodes[nid].lock, flags);
	return object;
}

/* All that a node has kept, linked; it counts as kept until it is released. */
static void *kept_get_all(struct kmem_cache *s, int nid)
{
	struct slob_share *share = &slob_of(s)->share[nid];
	unsigned long flags;
	void *objects;

	spin_lock_irqsave(&slob_nodes[nid].lock, flags);
	objects = share->kept;
	share->kept = NULL;
	spin_unlock_irqrestore(&slob_nodes[nid].lock, flags);
	return objects;
}

static void object_release(struct kmem_cache *s, void *object)
{
	struct page *page = virt_to_head_page(object);

	if (page_is_shared(page))
		piece_give(s, page, object);
	else
		large_give(s, page);
}

static void objects_release(struct kmem_cache *s, void *objects)
{
	while (objects) {
		void *next = (void *)*link_word(s, objects);

		object_release(s, objects);
		objects = next;
	}
}

static void leaving_release(struct rcu_head *head)
{
	struct slob_cache *c = container_of(head, struct slob_cache, rcu);
	struct kmem_cache *s = slob_caches[c->number];

	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		objects_release(s, c->share[nid].leaving);
	smp_store_release(&c->leaves, 0);
}

/* One grace period at a time for what readers may still look at; what comes in between waits for the next. */
static void kept_release(struct kmem_cache *s)
{
	struct slob_cache *c = slob_of(s);

	if (!(s->flags & SLAB_TYPESAFE_BY_RCU)) {
		for (unsigned int nid = 0; nid < nr_node_ids; nid++)
			objects_release(s, kept_get_all(s, nid));
	} else if (!cmpxchg(&c->leaves, 0, 1)) {
		for (unsigned int nid = 0; nid < nr_node_ids; nid++)
			c->share[nid].leaving = kept_get_all(s, nid);
		call_rcu(&c->rcu, leaving_release);
	}
}

/* ---- a cache ---- */

static size_t slob_cache_bytes(void)
{
	return struct_size((struct slob_cache *)NULL, share, nr_node_ids);
}

/* Can a page have a piece of @size bytes, aligned like that? */
static bool fits_page(size_t size, size_t align)
{
	return ALIGN(SLOB_MAP_UNITS * SLOB_UNIT, max(align, SLOB_UNIT)) + size <= PAGE_SIZE;
}

static void slob_init(void)
{
	for (unsigned int nid = 0; nid < nr_node_ids; nid++) {
		struct slob_node *n = &slob_nodes[nid];

		spin_lock_init(&n->lock);
		INIT_LIST_HEAD(&n->full);
		for (int kind = 0; kind < NR_SLOB_KINDS; kind++)
			for (int size = 0; size < NR_SLOB_SIZES; size++)
				INIT_LIST_HEAD(&n->free[kind][size]);
	}
	for (int kind = 0; kind < NR_SLOB_KINDS; kind++) {
		struct kmem_cache *s = &slob_pages[kind];

		s->flags |= SLAB_NO_USER_FLAGS;
		s->size = s->object_size = PAGE_SIZE;
		s->objects = s->refcount = 1;
		list_add(&s->list, &slab_caches);
	}
}

static int number_choose(struct kmem_cache *s)
{
	for (unsigned int number = 1; number <= SLOB_MAX_CACHES; number++)
		if (!cmpxchg(&slob_caches[number], NULL, s)) {
			slob_of(s)->number = number;
			return 0;
		}
	return -ENOSPC;
}

/* Debugging needs room and marks that there are none of: as in Linux these flags do nothing here. */
static int slob_open(struct kmem_cache *s)
{
	struct slob_cache *c = slob_of(s);
	int err;

	s->flags &= ~SLAB_DEBUG_FLAGS;
	err = slab_layout(s);
	if (err)
		return err;
	if (!slob_caches[1])
		slob_init();
	s->size = ALIGN(cache_keeps(s) ? s->link_offset + sizeof(void *) : s->object_size, SLOB_UNIT);
	c->large = !fits_page(s->size, s->align);
	slab_set_order(s, c->large ? get_order(max(s->size, s->align)) : 0,
		       c->large ? 1 : SLOB_ROOM / s->size);
	s->size_inverse = 0;
	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		INIT_LIST_HEAD(&c->share[nid].large);
	return number_choose(s);
}

static void slob_close(struct kmem_cache *s)
{
	if (s->flags & SLAB_TYPESAFE_BY_RCU) {
		synchronize_rcu();
		rcu_barrier();
	}
	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		objects_release(s, kept_get_all(s, nid));
	WRITE_ONCE(slob_caches[slob_of(s)->number], NULL);
}

static void *slob_take_one(struct kmem_cache *s, int nid, gfp_t gfp)
{
	void *object = cache_keeps(s) ? kept_get(s, nid) : NULL;

	if (object)
		return object;
	if (slob_of(s)->large)
		object = large_take(s, nid, gfp);
	else
		object = piece_take(s, nid, gfp, s->size, s->align);
	if (object && s->ctor)
		s->ctor(object);
	return object;
}

static unsigned int slob_take(struct kmem_cache *s, int nid, gfp_t gfp, void **objects, unsigned int nr)
{
	unsigned int got = 0;

	while (got < nr && (objects[got] = slob_take_one(s, nid, gfp)))
		got++;
	return got;
}

static void slob_give(struct kmem_cache *s, void **objects, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++)
		if (cache_keeps(s))
			kept_put(s, virt_to_head_page(objects[i]), objects[i]);
		else
			object_release(s, objects[i]);
}

static void *slob_kmalloc(struct kmem_cache *s, size_t size, gfp_t gfp, int nid)
{
	size_t align = is_power_of_2(size) ? size : SLOB_UNIT;

	if (!fits_page(size, align))
		return kmalloc_large_node(size, gfp, nid);
	return piece_take(s, nid, gfp, size, align);
}

static size_t slob_usable(size_t size)
{
	size_t align = is_power_of_2(size) ? size : SLOB_UNIT;

	return fits_page(size, align) ? ALIGN(size, SLOB_UNIT) : PAGE_SIZE << get_order(size);
}

static unsigned long slob_shrink(struct kmem_cache *s)
{
	unsigned long in_use = 0;

	if (cache_is_pages(s))
		return 0;
	if (cache_keeps(s))
		kept_release(s);
	for (unsigned int nid = 0; nid < nr_node_ids; nid++) {
		struct slob_share *share = &slob_of(s)->share[nid];
		unsigned long flags;

		spin_lock_irqsave(&slob_nodes[nid].lock, flags);
		in_use += share->nr_objects - share->nr_kept;
		spin_unlock_irqrestore(&slob_nodes[nid].lock, flags);
	}
	return in_use;
}

/* Pages are counted once: those that are shared with "slob", the others with their caches. */
static void slob_info(struct kmem_cache *s, int nid, struct slabinfo *info)
{
	struct slob_node *n = &slob_nodes[nid];
	struct slob_share *share;
	unsigned long flags;

	spin_lock_irqsave(&n->lock, flags);
	if (cache_is_pages(s)) {
		info->num_pages += n->nr_pages[s - slob_pages];
		info->num_slabs += n->nr_pages[s - slob_pages];
	} else {
		share = &slob_of(s)->share[nid];
		info->num_objs += share->nr_objects;
		info->free_objs += share->nr_kept;
		info->num_slabs += DIV_ROUND_UP(share->nr_units * SLOB_UNIT, PAGE_SIZE) +
				   share->nr_large_pages / (1UL << s->order);
		info->num_pages += share->nr_large_pages;
	}
	spin_unlock_irqrestore(&n->lock, flags);
}

/* ---- what an address is ---- */

static void *slob_find(const struct page *page, const void *address, struct kmem_cache **s, size_t *size)
{
	unsigned int unit = unit_of(address);
	const u8 *map = page_map(page);
	u8 mark;

	*s = page->slab_cache;
	*size = (*s)->object_size;
	if (!page_is_shared(page))
		return page->inuse ? lowmem_page_address(page) : NULL;
	while ((mark = READ_ONCE(map[unit])) == SLOB_BODY && unit > SLOB_MAP_UNITS)
		unit--;
	if (mark == SLOB_FREE || mark > SLOB_MAX_CACHES)
		return NULL;
	*s = READ_ONCE(slob_caches[mark]);
	*size = cache_keeps(*s) ? (*s)->object_size : map_length(map, unit) * SLOB_UNIT;
	return unit_address(page, unit);
}

static enum slab_misuse slob_check(struct kmem_cache *s, const struct page *page, const void *object)
{
	bool shared = page_is_shared(page);
	u8 byte;

	if (!shared && object != lowmem_page_address(page))
		return SLAB_MISUSE_INSIDE;
	if (!shared && s != page->slab_cache)
		return SLAB_MISUSE_OTHER_CACHE;
	if (!shared)
		return page->inuse ? SLAB_MISUSE_NONE : SLAB_MISUSE_FREE;
	byte = READ_ONCE(page_map(page)[unit_of(object)]);
	if (!IS_ALIGNED((unsigned long)object, SLOB_UNIT) || byte == SLOB_BODY)
		return SLAB_MISUSE_INSIDE;
	if (byte == SLOB_FREE || byte == SLOB_KEPT)
		return SLAB_MISUSE_FREE;
	return cache_is_pages(s) || s == READ_ONCE(slob_caches[byte]) ? SLAB_MISUSE_NONE : SLAB_MISUSE_OTHER_CACHE;
}

/* ---- each page, each object ---- */

typedef void (*page_visit_t)(void *arg, struct kmem_cache *s, struct page *page);

static void node_pages_visit(struct slob_node *n, struct kmem_cache *s, page_visit_t visit, void *arg)
{
	struct page *page;

	list_for_each_entry(page, &n->full, slab_list)
		visit(arg, s, page);
	for (int i = 0; i < NR_SLOB_KINDS * NR_SLOB_SIZES; i++)
		list_for_each_entry(page, &n->free[i / NR_SLOB_SIZES][i % NR_SLOB_SIZES], slab_list)
			visit(arg, s, page);
}

struct walk {
	slab_visit_t visit;
	void *arg;
};

static void page_walk(void *arg, struct kmem_cache *s, struct page *page)
{
	const struct walk *walk = arg;
	const u8 *map = page_map(page);

	for (unsigned int unit = SLOB_MAP_UNITS; unit < SLOB_UNITS; unit++)
		if (map[unit] == slob_of(s)->number)
			walk->visit(walk->arg, s, page, unit_address(page, unit));
}

static void node_walk_locked(struct kmem_cache *s, int nid, struct walk *walk)
{
	struct slob_share *share = &slob_of(s)->share[nid];
	struct page *page;

	list_for_each_entry(page, &share->large, slab_list)
		walk->visit(walk->arg, s, page, lowmem_page_address(page));
	node_pages_visit(&slob_nodes[nid], s, page_walk, walk);
	for (void *object = share->kept; object; object = (void *)*link_word(s, object))
		if (page_is_shared(virt_to_head_page(object)))
			walk->visit(walk->arg, s, virt_to_page(object), object);
}

static void slob_walk(struct kmem_cache *s, slab_visit_t visit, void *arg)
{
	struct walk walk = { visit, arg };
	unsigned long flags;

	if (cache_is_pages(s))
		return;
	for (unsigned int nid = 0; nid < nr_node_ids; nid++) {
		spin_lock_irqsave(&slob_nodes[nid].lock, flags);
		node_walk_locked(s, nid, &walk);
		spin_unlock_irqrestore(&slob_nodes[nid].lock, flags);
	}
}

/* ---- invariants ---- */

static void page_verify(void *report, struct kmem_cache *s, struct page *page)
{
	const u8 *map = page_map(page);
	unsigned int used = 0;

	if (!PageSlab(page) || !cache_is_pages(page->slab_cache)) {
		verify_violation(report, "slob: page at pfn %#lx is on its lists, but is none of its pages",
				 page_to_pfn(page));
		return;
	}
	for (unsigned int unit = SLOB_MAP_UNITS; unit < SLOB_UNITS; unit++) {
		used += map[unit] != SLOB_FREE;
		if (map[unit] == SLOB_BODY && (map[unit - 1] == SLOB_FREE || unit == SLOB_MAP_UNITS))
			verify_violation(report, "slob: page at pfn %#lx: O2: unit %u has no beginning",
					 page_to_pfn(page), unit);
		if (map[unit] && map[unit] <= SLOB_MAX_CACHES && !slob_caches[map[unit]])
			verify_violation(report, "slob: page at pfn %#lx: unit %u is of cache %u, which does not exist",
					 page_to_pfn(page), unit, map[unit]);
	}
	if (used != page->inuse)
		verify_violation(report, "slob: page at pfn %#lx: O1: %u units are in use, counted are %u",
				 page_to_pfn(page), used, page->inuse);
}

struct tally {
	unsigned long nr_objects;
	unsigned long nr_units;
};

static void page_count_objects(void *arg, struct kmem_cache *s, struct page *page)
{
	struct tally *tally = arg;
	const u8 *map = page_map(page);

	for (unsigned int unit = SLOB_MAP_UNITS; unit < SLOB_UNITS; unit++)
		if (map[unit] == slob_of(s)->number) {
			tally->nr_objects++;
			tally->nr_units += map_length(map, unit);
		}
}

static void share_verify(struct kmem_cache *s, int nid, struct verify_report *report)
{
	const struct slob_share *share = &slob_of(s)->share[nid];
	struct tally tally = { };
	const struct page *page;

	list_for_each_entry(page, &share->large, slab_list)
		tally.nr_objects += page->inuse;
	node_pages_visit(&slob_nodes[nid], s, page_count_objects, &tally);
	if (tally.nr_objects != share->nr_objects - share->nr_kept)
		verify_violation(report, "cache %s: O3: pages have %lu objects in use, counted are %lu", s->name,
				 tally.nr_objects, share->nr_objects - share->nr_kept);
	if (!cache_keeps(s) && tally.nr_units != share->nr_units)
		verify_violation(report, "cache %s: O3: its objects have %lu units, counted are %lu", s->name,
				 tally.nr_units, share->nr_units);
}

static void slob_verify(struct kmem_cache *s, struct verify_report *report)
{
	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		if (s == &slob_pages[SLOB_UNMOVABLE])
			node_pages_visit(&slob_nodes[nid], s, page_verify, report);
		else if (!cache_is_pages(s))
			share_verify(s, nid, report);
}

const struct slab_ops slob_ops = {
	.name = "slob",
	.cache_bytes = slob_cache_bytes,
	.open = slob_open,
	.close = slob_close,
	.take = slob_take,
	.give = slob_give,
	.shrink = slob_shrink,
	.info = slob_info,
	.check = slob_check,
	.walk = slob_walk,
	.verify = slob_verify,
	.find = slob_find,
	.kmalloc = slob_kmalloc,
	.usable = slob_usable,
};
