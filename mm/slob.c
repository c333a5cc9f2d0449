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
 * Invariants O1 page->inuse is the number of bytes of the map that are not FREE, the map's own left
 *            out.
 *            O2 BODY never follows FREE. O3 a cache's nr_objects and nr_units are what maps say.
 * Locking    slob_node.lock covers maps, lists and counts of a node's pages; interrupts off.
 * Linux      6.1's lists and limits; it has headers before kmalloc()'s objects, links in free pieces, no
 *            check of what is freed, and calls constructors at each allocation.
 */
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/nodemask.h>
#include "mm/slob.h"

struct slob_node slob_nodes[MAX_NUMNODES];
struct kmem_cache *slob_caches[SLOB_MAX_CACHES + 1];	/* by number */

/*
 * The caches that the shared pages belong to. No object is theirs; they stand in the list of caches
 * so that what counts pages finds these.
 */
struct kmem_cache slob_pages[NR_SLOB_KINDS] = {
	[SLOB_UNMOVABLE]   = { .name = "slob" },
	[SLOB_RECLAIMABLE] = { .name = "slob-rcl", .flags = SLAB_RECLAIM_ACCOUNT,
			       .allocflags = __GFP_RECLAIMABLE },
	[SLOB_DMA]	   = { .name = "slob-dma", .allocflags = GFP_DMA },
	[SLOB_DMA32]	   = { .name = "slob-dma32", .allocflags = GFP_DMA32 },
};

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

/*
 * One grace period at a time for what readers may still look at; what comes in between waits for
 * the next.
 */
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
