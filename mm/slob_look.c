// SPDX-License-Identifier: MIT
/*
 * mm/slob_look.c - looking at the pages of the slob design: what an address is, each object, the invariants
 *
 * Locking	slob_node.lock for whole pages. What an address is, single bytes of the map tell without it.
 */
#include <linux/kernel.h>
#include <linux/nodemask.h>
#include "mm/slob.h"
#include "mm/verify.h"

/* ---- what an address is ---- */

void *slob_find(const struct page *page, const void *address, struct kmem_cache **s, size_t *size)
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

enum slab_misuse slob_check(const struct kmem_cache *s, const struct page *page, const void *object)
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

void slob_walk(struct kmem_cache *s, slab_visit_t visit, void *arg)
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

void slob_verify(struct kmem_cache *s, struct verify_report *report)
{
	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		if (s == &slob_pages[SLOB_UNMOVABLE])
			node_pages_visit(&slob_nodes[nid], s, page_verify, report);
		else if (!cache_is_pages(s))
			share_verify(s, nid, report);
}
