/* SPDX-License-Identifier: MIT */
/*
 * mm/slab.h - between the slab front (slab_common.c) and the design behind it (slub.c)
 *
 * The front owns names, flags, the list of caches and kmalloc's size classes; the design owns
 * objects and slabs. Row B5.
 */
#ifndef MM_SLAB_H
#define MM_SLAB_H

#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/percpu-defs.h>

/* What can be wrong with an object that is to be freed; each reported, then ignored. */
enum slab_misuse {
	SLAB_MISUSE_NONE,
	SLAB_MISUSE_WILD,		/* the address is not in the direct map */
	SLAB_MISUSE_VMALLOC,		/* it is vmalloc's: vfree() is for it */
	SLAB_MISUSE_NOT_SLAB,		/* the page is neither a slab's nor kmalloc's */
	SLAB_MISUSE_INSIDE,		/* it points into an object, or between objects */
	SLAB_MISUSE_FREE,		/* the object is free already */
	SLAB_MISUSE_OTHER_CACHE,	/* it belongs to another cache */
	SLAB_MISUSE_OVERWRITTEN,	/* a free object was written to */
	NR_SLAB_MISUSE
};

/**
 * struct kmem_cache_cpu - a CPU's magazine: objects ready to be given out, last in first out
 * @nr:	how many are in @objects
 * @cap: room in @objects
 *
 * Only touched by whoever holds the CPU, interrupts off.
 */
struct kmem_cache_cpu {
	unsigned int nr;
	unsigned int cap;
	unsigned long nr_alloc;
	unsigned long nr_free;
	void *objects[];
};

/* A node's slabs that have free objects. */
struct kmem_cache_node {
	spinlock_t list_lock;
	/* list_lock held: */
	struct list_head partial;
	struct list_head full;
	unsigned long nr_partial;
	unsigned long nr_slabs;
	unsigned long nr_pages;
	unsigned long nr_objects;	/* in all slabs */
	unsigned long nr_on_freelists;	/* in slabs; the magazines hold more */
};

struct kmem_cache {
	/* read by the fast paths */
	struct kmem_cache_cpu __percpu *cpu_slab;
	slab_flags_t flags;
	unsigned int size;		/* from object to object */
	unsigned int object_size;	/* as it was asked for */
	unsigned int link_offset;	/* of the link word in a free object */
	unsigned long link_key;		/* and what it is combined with */
	unsigned long slab_bytes;
	u64 size_inverse;		/* offset * this < this: the offset is a multiple of size */
	gfp_t allocflags;
	void (*ctor)(void *object);
	unsigned int order;
	unsigned int objects;		/* a slab has */
	unsigned int align;
	unsigned int min_partial;	/* empty slabs kept */

	/* slab_mutex held: */
	struct list_head list;
	const char *name;
	int refcount;
	bool kmalloc_class;
	unsigned int useroffset;
	unsigned int usersize;

	struct kmem_cache_node node[MAX_NUMNODES];
};

extern struct list_head slab_caches;
extern struct mutex slab_mutex;

/* ---- the design's side ---- */

/** slub_cache_open - lay out @s (size, align, flags, ctor, name are set) and make it ready: 0 or -ENOMEM, -E2BIG */
int slub_cache_open(struct kmem_cache *s);
/** slub_cache_close - return all memory; false, and nothing freed but empty slabs, if objects are in use. May sleep. */
bool slub_cache_close(struct kmem_cache *s);
/** slub_cache_forget - free what slub_cache_open() made; the slabs are gone */
void slub_cache_forget(struct kmem_cache *s);
/** slub_shrink - drain the CPUs and return empty slabs; how many slabs remain. May sleep. */
unsigned long slub_shrink(struct kmem_cache *s);
/** slub_report_objects - print the objects in use */
void slub_report_objects(struct kmem_cache *s);

void *slub_alloc(struct kmem_cache *s, gfp_t flags, size_t zero_size);
/** slub_free - @page is the slab, verified; @object not yet */
void slub_free(struct kmem_cache *s, struct page *page, void *object);

struct slabinfo {
	unsigned long active_objs;
	unsigned long num_objs;
	unsigned long active_slabs;
	unsigned long num_slabs;
	unsigned long num_pages;
};

/** slub_get_info - counts for /proc/slabinfo and the leak check */
void slub_get_info(struct kmem_cache *s, struct slabinfo *info);

/** slub_object_check - is @object the address of a live object of slab @page? */
enum slab_misuse slub_object_check(struct kmem_cache *s, const struct page *page,
				   const void *object);

/* ---- the front's side ---- */

const char *slab_misuse_text(enum slab_misuse kind);
/** slab_misuse_report - print @kind, the object, its cache and the call chain */
void slab_misuse_report(enum slab_misuse kind, struct kmem_cache *s, const void *object);
/** slab_reclaim_empty - return the empty slabs of all caches; how many there were. May sleep. */
unsigned long slab_reclaim_empty(void);
/** slab_shrink_all - kmem_cache_shrink() of every cache */
void slab_shrink_all(void);

#endif /* MM_SLAB_H */
