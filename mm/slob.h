/* SPDX-License-Identifier: MIT */
/*
 * mm/slob.h - the pages of the slob design: between who changes them (mm/slob.c) and who looks
 * (mm/slob_look.c)
 */
#ifndef MM_SLOB_H
#define MM_SLOB_H

#include <linux/mm.h>
#include <linux/numa.h>
#include <linux/rcupdate.h>
#include "mm/slab.h"

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

extern struct slob_node slob_nodes[MAX_NUMNODES];
extern struct kmem_cache *slob_caches[SLOB_MAX_CACHES + 1];	/* by number */
extern struct kmem_cache slob_pages[NR_SLOB_KINDS];

static inline struct slob_cache *slob_of(struct kmem_cache *s)
{
	return (struct slob_cache *)s->design;
}

static inline bool cache_is_pages(const struct kmem_cache *s)
{
	return s >= slob_pages && s < slob_pages + NR_SLOB_KINDS;
}

static inline bool page_is_shared(const struct page *page)
{
	return cache_is_pages(page->slab_cache);
}

static inline u8 *page_map(const struct page *page)
{
	return lowmem_page_address(page);
}

static inline unsigned int unit_of(const void *object)
{
	return offset_in_page(object) / SLOB_UNIT;
}

static inline void *unit_address(const struct page *page, unsigned int unit)
{
	return (char *)lowmem_page_address(page) + unit * SLOB_UNIT;
}

/*
 * Units of the object that begins at @unit. Its owner needs no lock: no byte behind it becomes BODY
 * meanwhile.
 */
static inline unsigned int map_length(const u8 *map, unsigned int unit)
{
	unsigned int end = unit + 1;

	while (end < SLOB_UNITS && READ_ONCE(map[end]) == SLOB_BODY)
		end++;
	return end - unit;
}

static inline bool cache_keeps(const struct kmem_cache *s)
{
	return s->ctor || (s->flags & SLAB_TYPESAFE_BY_RCU);
}

/* Of struct slab_ops: */
void *slob_find(const struct page *page, const void *address, struct kmem_cache **s, size_t *size);
enum slab_misuse slob_check(const struct kmem_cache *s, const struct page *page, const void *object);
void slob_walk(struct kmem_cache *s, slab_visit_t visit, void *arg);
void slob_verify(struct kmem_cache *s, struct verify_report *report);

#endif /* MM_SLOB_H */
