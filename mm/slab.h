/* SPDX-License-Identifier: MIT */
/*
 * mm/slab.h - the three layers of the slab allocator, and what each offers to the others
 *
 *	front		names, flags, merging, kmalloc's sizes, checks of what is freed	mm/slab_*.c
 *	magazines	free objects per CPU, depots per node				mm/slab_magazine.c
 *	design		slabs: memory cut into objects					mm/{slub,slab,slob}.c
 *
 * A design is one struct slab_ops. It never sees a CPU's objects: take() hands objects up,
 * give() brings them back, several at a time, and in between they are in use for it.
 *
 * Mark       each free object has a word, at s->link_offset, that says so: see object_is_free().
 *            Objects are marked when a slab is made, stay marked in slabs and magazines, and
 *            lose the mark when they are allocated. A design may keep its own link in it.
 * Lock order slab_mutex, depot->lock, then the design's locks. All but slab_mutex are taken with
 *            interrupts off, and no design's lock is held while pages are asked for.
 * Rows B4 to B6. docs/slab.md has the picture.
 */
#ifndef MM_SLAB_H
#define MM_SLAB_H

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/slab_def.h>
#include <linux/spinlock.h>
#include <linux/mutex.h>
#include <linux/percpu-defs.h>
#include <linux/percpu_stack.h>

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

/* Set in each cache when a memory checker watches the machine (arch_memory_watched()). */
#define SLAB_WATCHED		((slab_flags_t __force)0x40000000U)

/* What slub_debug= switches on. */
#define SLAB_SWITCH_FLAGS	(SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE | SLAB_POISON |	\
				 SLAB_STORE_USER | SLAB_TRACE)
/* Any of these: each allocation and each free passes slab_debug_alloc() and slab_debug_free(). */
#define SLAB_DEBUG_FLAGS	(SLAB_SWITCH_FLAGS | SLAB_WATCHED)
/* Any of these: there is something behind the object, and the mark is there too. */
#define SLAB_METADATA_FLAGS	(SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER | SLAB_WATCHED)

/* Set in each cache of a machine with more than one node: a freed object's node must be looked at. */
#define SLAB_MANY_NODES		((slab_flags_t __force)0x20000000U)

/* Small slabs that leave little unused, rather than of many objects; no colours: kmalloc's fine classes. */
#define SLAB_TIGHT		((slab_flags_t __force)0x08000000U)

struct verify_report;
struct slab_form;

/**
 * struct slab_magazine - one CPU's free objects of a cache
 * @last:	the object that the fast path gave out last. If it comes back next it stays here, the *top*, and is
 *		the first to go out again: it is in exactly while its mark is slab_top_mark(). As long as it
 *		stands here it is this cache's, free or not. Or magazine_no_object(), which never is.
 * @stack:	the other free objects
 *
 * The top is for ports that have sequences for it (<asm/slab_fast.h>).
 */
struct slab_magazine {
	void *last;
	struct percpu_stack stack;
};

/* Each CPU's: empty, and full. */
DECLARE_PER_CPU(struct slab_magazine, slab_no_magazine);

/* A cache that never has an object (mm/slab_magazine.c). */
extern struct kmem_cache slab_no_cache;

extern struct list_head slab_caches;
extern struct mutex slab_mutex;

/* ---- a design ---- */

/**
 * struct slabinfo - what a cache has, added up by the design's info()
 * @num_objs:	objects in all slabs
 * @free_objs:	of these: free for the design; what is in magazines it counts as in use
 * @num_slabs:	slabs
 * @partial_slabs: of these: with free objects
 * @num_pages:	frames of all slabs
 * @active_objs: objects that callers have; slab_get_info() computes it
 */
struct slabinfo {
	unsigned long num_objs;
	unsigned long free_objs;
	unsigned long num_slabs;
	unsigned long partial_slabs;
	unsigned long num_pages;
	unsigned long active_objs;
};

/* Called for each object of a cache, free or not, with a lock of the design held, interrupts off. */
typedef void (*slab_visit_t)(void *arg, struct kmem_cache *s, struct page *page, void *object);

/**
 * struct slab_ops - a design of the slab layer
 * @name:	for slab= and reports
 * @magazines:	does it mark free objects, so that the layer above may keep some per CPU and per node?
 * @form:	how its slabs know their free objects, if they stand on mm/slab_lists.h's lists; else NULL
 * @cache_bytes: of its part of a struct kmem_cache (s->design), for nr_node_ids nodes; zeroed before open()
 * @open:	make @s ready; object_size, align, flags, ctor and link_key are set, the other sizes and
 *		the group "slabs" are the design's to set: slab_layout() and slab_set_order() help.
 *		Return: 0, -ENOMEM, -E2BIG. May sleep.
 * @close:	undo open(); no slab is left, all RCU callbacks have run. May sleep. Or NULL.
 * @take:	up to @nr marked objects to @objects, at least one if there is memory: from slabs of node
 *		@nid, then from a new slab (of @nid's memory, or a node's that the zonelist names, unless
 *		__GFP_THISNODE). Any context that @gfp allows; sleeps only to get pages.
 *		Return: how many.
 * @give:	@nr marked objects, of slabs of any nodes, back to their slabs. Any context.
 * @shrink:	empty slabs back to the page allocator. May sleep. Return: slabs that remain.
 * @reap:	called every few seconds while @reapable says so: empty slabs that were of no use in the
 *		meantime back to the page allocator. May sleep. Or NULL, and @reapable too.
 * @reapable:	empty slabs. Any context. Who makes one calls slab_trim_kick().
 * @info:	add node @nid's numbers to @info; what the design itself holds counts as free. Any context.
 * @check:	is @object, in slab @page of @s, the address of a live object? Any context.
 * @walk:	call @visit for each object. Any context.
 * @verify:	say what is wrong with its structures; the machine is stopped (mm/verify.h)
 * @find:	for a design whose pages caches share: the object in use at @address in slab @page, whose it is,
 *		and its usable bytes. Any context. Return: its beginning, or NULL. Else the field is NULL.
 * @kmalloc:	for a design that can do better than size classes: an object of @size bytes on its own,
 *		or NULL. Else the field is NULL.
 * @usable:	with @kmalloc: usable bytes that a request for @size bytes gets
 */
struct slab_ops {
	const char *name;
	bool magazines;
	const struct slab_form *form;
	size_t (*cache_bytes)(void);
	int (*open)(struct kmem_cache *s);
	void (*close)(struct kmem_cache *s);
	unsigned int (*take)(struct kmem_cache *s, int nid, gfp_t gfp, void **objects,
			     unsigned int nr);
	void (*give)(struct kmem_cache *s, void **objects, unsigned int nr);
	unsigned long (*shrink)(struct kmem_cache *s);
	void (*reap)(struct kmem_cache *s);
	unsigned long (*reapable)(struct kmem_cache *s);
	void (*info)(struct kmem_cache *s, int nid, struct slabinfo *info);
	enum slab_misuse (*check)(const struct kmem_cache *s, const struct page *page, const void *object);
	void (*walk)(struct kmem_cache *s, slab_visit_t visit, void *arg);
	void (*verify)(struct kmem_cache *s, struct verify_report *report);
	void *(*find)(const struct page *page, const void *address, struct kmem_cache **s, size_t *size);
	void *(*kmalloc)(struct kmem_cache *s, size_t size, gfp_t gfp, int nid);
	size_t (*usable)(size_t size);
};

/* The one chosen at boot. */
extern const struct slab_ops *slab_design;

extern const struct slab_ops slab_classic_ops;
extern const struct slab_ops slub_ops;
extern const struct slab_ops slob_ops;

/* ---- marks ---- */

static __always_inline unsigned long *link_word(const struct kmem_cache *s, const void *object)
{
	return (unsigned long *)((char *)object + s->link_offset);
}

static __always_inline unsigned long slab_top_mark(unsigned int cpu)
{
	return (unsigned long)arch_cpu_home(cpu) << 32 | SLAB_MARK_LOW;
}

static __always_inline unsigned long slab_link_mark(const struct kmem_cache *s, u32 link)
{
	return (unsigned long)(s->link_key ^ link) << 32 | SLAB_MARK_LOW;
}

/* 0 where there is none; out of bounds where the word was written to. */
static __always_inline unsigned long slab_link(const struct kmem_cache *s, const void *object)
{
	u32 upper = *link_word(s, object) >> 32;

	return ~upper ? upper ^ s->link_key : 0;
}

static __always_inline bool object_is_free(const struct kmem_cache *s, const void *object)
{
	unsigned long word = *link_word(s, object);

	if ((u32)word != SLAB_MARK_LOW)
		return false;
	return (long)word < 0 ? slab_link(s, object) < s->slab_bytes : word >> 32 < SLAB_TOP_NUMBERS;
}

static __always_inline void object_mark(const struct kmem_cache *s, void *object)
{
	*link_word(s, object) = SLAB_MARK;
}

static __always_inline void object_unmark(const struct kmem_cache *s, void *object)
{
	*link_word(s, object) = 0;
}

/* The unit of page->slab_colour. */
#define SLAB_COLOUR_SHIFT	6

/* Where the first object of slab @page begins. */
static __always_inline char *slab_first_object(const struct page *page)
{
	return (char *)lowmem_page_address(page) + ((size_t)page->slab_colour << SLAB_COLOUR_SHIFT);
}

/*
 * How many objects of slab @page, from the first one on, were ever prepared; the others' memory was not
 * touched yet, and nobody may look for marks there. A tail page's field: a slab of one page is ready.
 */
static __always_inline unsigned int slab_nr_ready(const struct page *page)
{
	return PageHead(page) ? min(READ_ONCE(page[1].objects), page->objects) : page->objects;
}

/* Is @object a live object of slab @page? For designs whose slabs are arrays of objects. */
static __always_inline enum slab_misuse slab_object_check(const struct kmem_cache *s,
							  const struct page *page, const void *object)
{
	unsigned long offset = (unsigned long)object - (unsigned long)slab_first_object(page);

	if (unlikely(offset >= (unsigned long)page->objects * s->size ||
		     (u64)offset * s->size_inverse >= s->size_inverse))
		return SLAB_MISUSE_INSIDE;
	if (unlikely(offset >= (unsigned long)slab_nr_ready(page) * s->size || object_is_free(s, object)))
		return SLAB_MISUSE_FREE;
	return SLAB_MISUSE_NONE;
}

/* What no request for an object may say: its memory is the cache's concern. */
#define GFP_SLAB_BUG_MASK	(__GFP_DMA32 | __GFP_HIGHMEM | ~__GFP_BITS_MASK)

/* ---- what designs share (mm/slab_pages.c) ---- */

/** slab_layout - from size, align, flags, ctor: the stride and the mark's place; 0 or -E2BIG */
int slab_layout(struct kmem_cache *s);
/** slab_room - bytes for objects in a slab of @order */
static inline unsigned long slab_room(const struct kmem_cache *s, unsigned int order)
{
	return (PAGE_SIZE << order) - s->start;
}

/** slab_set_order - slabs of @s are of @order and hold @objects: sets what follows from that */
void slab_set_order(struct kmem_cache *s, unsigned int order, unsigned int objects);
/** slab_pages_alloc - a slab's pages, near @nid, marked as @s's, accounted; NULL if there are none */
struct page *slab_pages_alloc(struct kmem_cache *s, gfp_t gfp, int nid, unsigned int order);
/** slab_fix_flags - @gfp less what objects can't have, and a report of it; for use when GFP_SLAB_BUG_MASK hits */
gfp_t slab_fix_flags(gfp_t gfp);
/**
 * slab_is_plain - is nothing about slab @page unusual?
 *
 * Unusual are another order than s->order, a first object that is not at the start, debugging, and
 * nodes.
 */
bool slab_is_plain(const struct kmem_cache *s, struct page *page);
/**
 * slab_page_plain - frees of the objects that begin in @page, of a slab that is plain, may take the short way
 *
 * They need not look for the slab's first page then. All these objects are marked by now.
 */
void slab_page_plain(struct kmem_cache *s, struct page *page);
/** slab_pages_plain - all of slab @page is ready: the same for each of its pages, if it is plain */
void slab_pages_plain(struct kmem_cache *s, struct page *page);
/** slab_pages_free - give a slab's pages back, for SLAB_TYPESAFE_BY_RCU after a grace period */
void slab_pages_free(struct kmem_cache *s, struct page *page);
/** slab_object_init - an object of a new slab: hooks, constructor, mark */
void slab_object_init(struct kmem_cache *s, struct page *page, void *object);

/**
 * struct slab_shuffle - an order of a new slab's objects that nobody can foresee
 * @nr:		objects
 * @half:	bits of half an index
 * @key:	of each round; all 0: the plain order
 */
struct slab_shuffle {
	unsigned int nr;
	unsigned int half;
	u32 key[4];
};

/** slab_shuffle_begin - for a slab of @nr objects: random with slab_freelist_random, else plain */
void slab_shuffle_begin(struct slab_shuffle *order, unsigned int nr);
/** slab_shuffle_at - which object is the @i-th; each comes once for i from 0 to nr - 1 */
unsigned int slab_shuffle_at(const struct slab_shuffle *order, unsigned int i);

/* ---- caches of 2.6.10 (mm/slab_old.c) ---- */

/** slab_old_construct - call the old constructor for an object of the new slab @page */
void slab_old_construct(struct kmem_cache *s, struct page *page, void *object);
/** slab_old_destruct - call the old destructor for all objects of @page, which is about to go */
void slab_old_destruct(struct kmem_cache *s, struct page *page);
/** slab_cache_create_old - kmem_cache_create() with @old, which is the cache's if there is one. May sleep. */
struct kmem_cache *slab_cache_create_old(const char *name, unsigned int size, unsigned int align,
					 slab_flags_t flags, struct slab_old_form *old,
					 void (*ctor)(void *object));

/* ---- magazines (mm/slab_magazine.c) ---- */

/** magazine_open - give @s its magazines, or none if its objects are debugged; 0 or -ENOMEM. May sleep. */
int magazine_open(struct kmem_cache *s);
/** magazine_close - free what magazine_open() made; all are drained */
void magazine_close(struct kmem_cache *s);
/** magazine_drain_here - the objects of the caller's CPU back to their slabs; @cache: a cache with magazines */
void magazine_drain_here(void *cache);
/** magazine_drain_all - the objects of all CPUs and depots back to their slabs. May sleep. */
void magazine_drain_all(struct kmem_cache *s);
/** magazine_top - what the fast paths left on top of @cpu's; NULL: it is out. A hint unless the CPU is held, or stopped. */
void *magazine_top(const struct kmem_cache *s, unsigned int cpu);
/** magazine_objects - how many objects are on the way between slabs and callers. Any context. */
unsigned long magazine_objects(const struct kmem_cache *s);
/** magazine_room - how many objects a CPU keeps at most, but for the top. Any context. */
unsigned int magazine_room(const struct kmem_cache *s);
/** magazine_take - an object, marked, for a CPU whose magazine is empty. Any context that @gfp allows. */
void *magazine_take(struct kmem_cache *s, gfp_t gfp);
/** magazine_take_bulk - up to @nr marked objects: fewer only if memory is short. Any context that @gfp allows. */
size_t magazine_take_bulk(struct kmem_cache *s, gfp_t gfp, size_t nr, void **objects);
/** magazine_give_bulk - @nr marked objects, most of them of this CPU's node. Any context. */
void magazine_give_bulk(struct kmem_cache *s, void **objects, unsigned int nr);
/** magazine_forget - @page, a slab of @s of 1 << @order pages, goes: no magazine's last is one of its objects any more */
void magazine_forget(struct kmem_cache *s, struct page *page, unsigned int order);
/** magazine_give - a marked object, when the magazine is full or it is another node's. Any context. */
void magazine_give(struct kmem_cache *s, struct page *page, void *object);
/** slab_magazine_return - @object, which was popped just now, back to where it was. Any context. */
void slab_magazine_return(struct kmem_cache *s, void *object);
/** slab_magazine_off - from now on each allocation and free passes the slow path. Any context. */
void slab_magazine_off(struct kmem_cache *s);
/** slab_magazine_on - the opposite */
void slab_magazine_on(struct kmem_cache *s);
/** slab_cache_trim - one look at @s: what it does not need goes; is anything left for the next one? slab_mutex held */
bool slab_cache_trim(struct kmem_cache *s);
/** slab_trim_kick - a depot has got a batch, or a cache a slab, or one is empty. Any context. */
void slab_trim_kick(void);
/** magazine_verify - say what is wrong with magazines; the machine is stopped */
void magazine_verify(struct kmem_cache *s, struct verify_report *report);

/* ---- depots (mm/slab_depot.c) ---- */

/* Objects of a batch at most, and pointers that an array has room for which receives one. */
#define SLAB_BATCH_MAX	381
#define SLAB_BATCH_ROOM	(SLAB_BATCH_MAX + 2)

/** depots_bytes - of the depots in a struct kmem_cache */
size_t depots_bytes(void);
/** depots_open - give @s its depots; s->batch and the layout of its objects are known */
void depots_open(struct kmem_cache *s);
/** depot_put - s->batch marked objects of the caller's node go to its depot; false: it is full, or memory short. CPU held. */
bool depot_put(struct kmem_cache *s, void **objects);
/** depot_get - a batch from the depot of the caller's node, at most s->batch objects, to an array of two more. CPU held. Return: how many. */
unsigned int depot_get(struct kmem_cache *s, void **objects);
/** depots_drain - all that @s's depots have back to the slabs. May sleep. */
void depots_drain(struct kmem_cache *s);
/** depots_trim - batches that @s's depots had for long back to the slabs; slab_mutex held. May sleep. */
void depots_trim(struct kmem_cache *s);
/** depots_batches - how many batches @s's depots have. Any context. */
unsigned long depots_batches(const struct kmem_cache *s);
/** depots_verify - say what is wrong with depots; the machine is stopped */
void depots_verify(struct kmem_cache *s, struct verify_report *report);

/* ---- the front ---- */

/** slab_get_info - counts of all nodes, magazines and depots counted as free. Any context. */
void slab_get_info(struct kmem_cache *s, struct slabinfo *info);

/** slab_object_find - the object in use that @address, in slab @page, lies in; or NULL. Any context. */
void *slab_object_find(const struct page *page, const void *address, struct kmem_cache **s, size_t *size);
/** slab_object_cache - whose object @object, in slab @page, is; the page's cache if nobody's. Any context. */
struct kmem_cache *slab_object_cache(const struct page *page, const void *object);
const char *slab_misuse_text(enum slab_misuse kind);
/** slab_object_verify - is @object, which @place @number (a CPU, a node) has, a free object of @s? The machine is stopped. */
void slab_object_verify(struct kmem_cache *s, const void *object, const char *place, unsigned int number,
			struct verify_report *report);
/** slab_misuse_report - print @kind, the object, its cache and the call chain */
void slab_misuse_report(enum slab_misuse kind, struct kmem_cache *s, const void *object);
/** slab_report_objects - print the objects in use, a few of them */
void slab_report_objects(struct kmem_cache *s);
/** slab_reclaim_empty - return the empty slabs of all caches; how many there were. May sleep. */
unsigned long slab_reclaim_empty(void);
/** slab_shrink - a cache's magazines, depots and empty slabs given back; how many slabs remain. May sleep. */
unsigned long slab_shrink(struct kmem_cache *s);
/** slab_shrink_all - kmem_cache_shrink() of every cache */
void slab_shrink_all(void);

/** slab_merge - the cache that @with, described but not yet open, can be an alias of: now it is; or NULL */
struct kmem_cache *slab_merge(const struct kmem_cache *with);
/** slab_cache_destroy - kmem_cache_destroy() for @caller; 0, or -EBUSY: objects are in use. May sleep. */
int slab_cache_destroy(struct kmem_cache *s, unsigned long caller);
/** slab_cache_make_early - kmem_cache_create() at boot, of a name that stays; panics rather than fail */
struct kmem_cache *slab_cache_make_early(const char *name, unsigned int size, unsigned int align,
					 slab_flags_t flags);

/** kmalloc_init - kmalloc() from now on */
void kmalloc_init(void);
/** kmalloc_caches_make - make kmalloc's caches, those of the classes that the machine has */
void kmalloc_caches_make(void);
/** slab_sysfs_add - @s gets its folder, once /sys is up. May sleep. */
void slab_sysfs_add(struct kmem_cache *s);
/** slab_sysfs_alias - @name, which became another one of @s, is a link to its folder. May sleep. */
void slab_sysfs_alias(struct kmem_cache *s, const char *name);
/** slab_sysfs_unalias - one of the names of @s, a cache that never goes, was given up: links may go. May sleep. */
void slab_sysfs_unalias(struct kmem_cache *s);
/** slab_sysfs_remove - the folder goes, and the links to it. May sleep. */
void slab_sysfs_remove(struct kmem_cache *s);
/** slab_sysfs_rest - files that nobody has open back to memory, until they are looked for again. May sleep. */
void slab_sysfs_rest(void);
/** slab_proc_init - /proc/slabinfo */
void slab_proc_init(void);

#endif /* MM_SLAB_H */
