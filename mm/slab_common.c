// SPDX-License-Identifier: MIT
/*
 * mm/slab_common.c - the slab front: caches by name, kmalloc by size, and what may be freed
 *
 *	kmalloc(size) <= 8 KB   the cache of its size class          -> slub.c
 *	              <= 4 MB   a block of pages, marked PG_kmalloc  -> page_alloc.c
 *
 * Merging    none: every cache has its own slabs, as in a Linux kernel built without
 *            CONFIG_SLAB_MERGE_DEFAULT, so that what is left behind can be named.
 * Locking    slab_mutex covers the list of caches, their names and reference counts. It is taken
 *            before everything else here; allocation and freeing never take it.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/log2.h>
#include "init/calls.h"
#include "mm/slab.h"

#define SLAB_FLAGS_PERMITTED	(SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE | SLAB_POISON |	\
				 SLAB_HWCACHE_ALIGN | SLAB_CACHE_DMA | SLAB_CACHE_DMA32 |	\
				 SLAB_STORE_USER | SLAB_RECLAIM_ACCOUNT | SLAB_PANIC |		\
				 SLAB_TYPESAFE_BY_RCU | SLAB_MEM_SPREAD | SLAB_TRACE |		\
				 SLAB_DEBUG_OBJECTS | SLAB_NOLEAKTRACE | SLAB_FAILSLAB |	\
				 SLAB_ACCOUNT | SLAB_KASAN | SLAB_NO_USER_FLAGS)

LIST_HEAD(slab_caches);
DEFINE_MUTEX(slab_mutex);

struct kmem_cache *kmalloc_caches[NR_KMALLOC_TYPES][KMALLOC_SHIFT_HIGH + 1];
EXPORT_SYMBOL(kmalloc_caches);

static struct kmem_cache cache_cache;		/* of struct kmem_cache */
static bool slab_up;

bool slab_is_available(void)
{
	return slab_up;
}

/* ---- wrong frees ---- */

static const char * const misuse_text[NR_SLAB_MISUSE] = {
	[SLAB_MISUSE_NONE]	  = "nothing wrong",
	[SLAB_MISUSE_WILD]	  = "address is not memory of any allocator",
	[SLAB_MISUSE_VMALLOC]	  = "address belongs to vmalloc: vfree() is for it",
	[SLAB_MISUSE_NOT_SLAB]	  = "page belongs neither to a slab nor to kmalloc",
	[SLAB_MISUSE_INSIDE]	  = "address is not the start of an object",
	[SLAB_MISUSE_FREE]	  = "Object already free",
	[SLAB_MISUSE_OTHER_CACHE] = "object belongs to another cache",
	[SLAB_MISUSE_OVERWRITTEN] = "free object was written to (use after free)",
};

const char *slab_misuse_text(enum slab_misuse kind)
{
	return misuse_text[kind];
}

void slab_misuse_report(enum slab_misuse kind, struct kmem_cache *s, const void *object)
{
	struct page *page = virt_addr_valid(object) ? virt_to_head_page(object) : NULL;

	pr_err("=============================================================================\n");
	pr_err("BUG %s: %s\n", s ? s->name : "kmalloc", misuse_text[kind]);
	pr_err("-----------------------------------------------------------------------------\n");
	pr_err("Address 0x%px, task %s/%d\n", object, current->comm, current->pid);
	if (page && PageSlab(page))
		pr_err("Slab 0x%px of cache %s, objects=%u used=%u, object size %u, @offset=%lu\n", page,
		       page->slab_cache->name, page->objects, page->inuse,
		       page->slab_cache->object_size,
		       (unsigned long)object - (unsigned long)page_address(page));
	dump_stack();
}

static noinline struct page *object_page_none(struct kmem_cache *s, const void *object)
{
	slab_misuse_report(is_vmalloc_addr(object) ? SLAB_MISUSE_VMALLOC : SLAB_MISUSE_WILD, s, object);
	return NULL;
}

/* The slab or the block that @object is in; NULL, and a report, if there is none. */
static __always_inline struct page *object_page(struct kmem_cache *s, const void *object)
{
	if (likely(virt_addr_valid(object)))
		return virt_to_head_page(object);
	return object_page_none(s, object);
}

/* ---- caches ---- */

static unsigned int cache_alignment(slab_flags_t flags, unsigned int align, unsigned int size)
{
	if (flags & SLAB_HWCACHE_ALIGN) {
		unsigned int line = cache_line_size();

		while (size <= line / 2)
			line /= 2;
		align = max(align, line);
	}
	return ALIGN(max_t(unsigned int, align, ARCH_SLAB_MINALIGN), sizeof(void *));
}

static int cache_arguments_check(const char *name, unsigned int size, unsigned int align,
				 slab_flags_t flags)
{
	if (!name || !size || size > KMALLOC_MAX_SIZE || in_interrupt())
		return -EINVAL;
	if (flags & ~SLAB_FLAGS_PERMITTED)
		return -EINVAL;
	if (align && (!is_power_of_2(align) || align > PAGE_SIZE))
		return -EINVAL;
	return 0;
}

static int cache_open(struct kmem_cache *s, const char *name, unsigned int size,
		      unsigned int align, slab_flags_t flags, void (*ctor)(void *))
{
	s->name = name;
	s->object_size = size;
	s->align = cache_alignment(flags, align, size);
	s->flags = flags;
	s->ctor = ctor;
	s->refcount = 1;
	return slub_cache_open(s);
}

static void cache_announce(struct kmem_cache *s)
{
	mutex_lock(&slab_mutex);
	list_add(&s->list, &slab_caches);
	mutex_unlock(&slab_mutex);
}

static int cache_make(const char *name, unsigned int size, unsigned int align,
		      slab_flags_t flags, void (*ctor)(void *), struct kmem_cache **cache)
{
	struct kmem_cache *s;
	const char *copy;
	int err = cache_arguments_check(name, size, align, flags);

	if (err)
		return err;
	copy = kstrdup_const(name, GFP_KERNEL);
	s = kmem_cache_zalloc(&cache_cache, GFP_KERNEL);
	err = copy && s ? cache_open(s, copy, size, align, flags, ctor) : -ENOMEM;
	if (err) {
		kfree_const(copy);
		if (s)
			kmem_cache_free(&cache_cache, s);
		return err;
	}
	*cache = s;
	return 0;
}

/**
 * kmem_cache_create_usercopy - make a cache, part of whose objects may be copied from and to
 * users
 * @name:	for reports and /proc/slabinfo; copied
 * @size:	bytes of an object
 * @align:	bytes, a power of two; 0 for the usual
 * @flags:	SLAB_ flags
 * @useroffset:	first byte of that part
 * @usersize:	bytes of that part; a part beyond the object is reported, and then there is none
 * @ctor:	called once for each object of a new slab; may be NULL
 *
 * Context: may sleep.
 * Return: the cache; NULL, with a report, if it can't be made, or a panic with SLAB_PANIC.
 * Row B2.
 */
struct kmem_cache *kmem_cache_create_usercopy(const char *name, unsigned int size,
					      unsigned int align, slab_flags_t flags,
					      unsigned int useroffset, unsigned int usersize,
					      void (*ctor)(void *))
{
	struct kmem_cache *s = NULL;
	int err;

	might_sleep();
	if (WARN_ON(size < usersize || size - usersize < useroffset))
		useroffset = usersize = 0;
	err = cache_make(name, size, align, flags, ctor, &s);
	if (err) {
		if (flags & SLAB_PANIC)
			panic("%s: Failed to create slab '%s'. Error %d\n", __func__, name, err);
		pr_warn("%s(%s) failed with error %d\n", __func__, name ? name : "(null)", err);
		dump_stack();
		return NULL;
	}
	s->useroffset = useroffset;
	s->usersize = usersize;
	cache_announce(s);
	return s;
}
EXPORT_SYMBOL(kmem_cache_create_usercopy);

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *))
{
	return kmem_cache_create_usercopy(name, size, align, flags, 0, 0, ctor);
}
EXPORT_SYMBOL(kmem_cache_create);

void kmem_cache_destroy(struct kmem_cache *s)
{
	bool closed;

	if (!s)
		return;
	might_sleep();
	mutex_lock(&slab_mutex);
	if (--s->refcount) {
		mutex_unlock(&slab_mutex);
		return;
	}
	closed = slub_cache_close(s);
	if (closed)
		list_del(&s->list);
	mutex_unlock(&slab_mutex);

	if (!closed) {
		pr_err("BUG %s: Objects remaining in %s on kmem_cache_destroy()\n", s->name, s->name);
		slub_report_objects(s);
		WARN(1, "kmem_cache_destroy %s: Slab cache still has objects when called from %pS\n",
		     s->name, __builtin_return_address(0));
		return;
	}
	slub_cache_forget(s);
	kfree_const(s->name);
	kmem_cache_free(&cache_cache, s);
}
EXPORT_SYMBOL(kmem_cache_destroy);

int kmem_cache_shrink(struct kmem_cache *s)
{
	might_sleep();
	return slub_shrink(s) != 0;
}
EXPORT_SYMBOL(kmem_cache_shrink);

unsigned int kmem_cache_size(struct kmem_cache *s)
{
	return s->object_size;
}
EXPORT_SYMBOL(kmem_cache_size);

/**
 * kmem_cache_name - how a cache is called
 * @s:		the cache
 *
 * Context: any.
 * Return: the name, which lives as long as the cache. Row B2.
 */
const char *kmem_cache_name(struct kmem_cache *s)
{
	return s->name;
}
EXPORT_SYMBOL(kmem_cache_name);

void slab_shrink_all(void)
{
	struct kmem_cache *s;

	mutex_lock(&slab_mutex);
	list_for_each_entry(s, &slab_caches, list)
		slub_shrink(s);
	mutex_unlock(&slab_mutex);
}

/* Part of reclaim: who holds slab_mutex may be allocating, so it is only tried. */
unsigned long slab_reclaim_empty(void)
{
	unsigned long nr_slabs = 0;
	struct kmem_cache *s;

	if (!slab_up || !mutex_trylock(&slab_mutex))
		return 0;
	list_for_each_entry(s, &slab_caches, list) {
		unsigned long had = READ_ONCE(s->node[0].nr_slabs);
		unsigned long has = slub_shrink(s);

		nr_slabs += had > has ? had - has : 0;
	}
	mutex_unlock(&slab_mutex);
	return nr_slabs;
}

/* ---- objects ---- */

void *kmem_cache_alloc(struct kmem_cache *s, gfp_t flags)
{
	return slub_alloc(s, flags, s->object_size);
}
EXPORT_SYMBOL(kmem_cache_alloc);

/**
 * kmem_cache_alloc_lru - allocate an object that goes on a list_lru
 * @s:		the cache
 * @lru:	not used: there is nothing to prepare for it
 * @gfpflags:	what the allocator may do
 *
 * Context: any that @gfpflags allows.
 * Return: the object, for kmem_cache_free(), or NULL. Row B2.
 */
void *kmem_cache_alloc_lru(struct kmem_cache *s, struct list_lru *lru, gfp_t gfpflags)
{
	return slub_alloc(s, gfpflags, s->object_size);
}
EXPORT_SYMBOL(kmem_cache_alloc_lru);

/**
 * kmem_cache_alloc_node - allocate an object near a node
 * @s:		the cache
 * @flags:	what the allocator may do
 * @node:	the node, or NUMA_NO_NODE; not used as long as there is one node
 *
 * Context: any that @flags allows.
 * Return: the object, for kmem_cache_free(), or NULL. Row B2.
 */
void *kmem_cache_alloc_node(struct kmem_cache *s, gfp_t flags, int node)
{
	return slub_alloc(s, flags, s->object_size);
}
EXPORT_SYMBOL(kmem_cache_alloc_node);

void kmem_cache_free(struct kmem_cache *s, void *objp)
{
	struct page *page = object_page(s, objp);

	if (unlikely(!page))
		return;
	if (likely(PageSlab(page) && page->slab_cache == s))
		slub_free(s, page, objp);
	else
		slab_misuse_report(PageSlab(page) ? SLAB_MISUSE_OTHER_CACHE : SLAB_MISUSE_NOT_SLAB, s,
				   objp);
}
EXPORT_SYMBOL(kmem_cache_free);

int kmem_cache_alloc_bulk(struct kmem_cache *s, gfp_t flags, size_t size, void **p)
{
	for (size_t i = 0; i < size; i++) {
		p[i] = kmem_cache_alloc(s, flags);
		if (!p[i]) {
			kmem_cache_free_bulk(s, i, p);
			return 0;
		}
	}
	return size;
}
EXPORT_SYMBOL(kmem_cache_alloc_bulk);

/**
 * kmem_cache_free_bulk - free several objects
 * @s:		their cache; NULL: each is from kmalloc()
 * @size:	objects
 * @p:		their addresses
 *
 * Row B2.
 * Context: any.
 */
void kmem_cache_free_bulk(struct kmem_cache *s, size_t size, void **p)
{
	for (size_t i = 0; i < size; i++) {
		if (s)
			kmem_cache_free(s, p[i]);
		else
			kfree(p[i]);
	}
}
EXPORT_SYMBOL(kmem_cache_free_bulk);

/**
 * kfree_bulk - free several pieces of kmalloc() memory
 * @size:	pieces
 * @p:		their addresses
 *
 * Row B1.
 * Context: any.
 */
void kfree_bulk(size_t size, void **p)
{
	kmem_cache_free_bulk(NULL, size, p);
}
EXPORT_SYMBOL(kfree_bulk);

/* ---- kmalloc ---- */

static struct page *kmalloc_large_page(size_t size, gfp_t flags, int node)
{
	struct page *page;

	if (WARN_ON_ONCE(flags & __GFP_HIGHMEM))
		flags &= ~__GFP_HIGHMEM;
	page = alloc_pages_node(node, flags | __GFP_COMP, get_order(size));
	if (page) {
		set_bit(PG_kmalloc, &page->flags);
		mod_node_page_state(page_pgdat(page), NR_SLAB_UNRECLAIMABLE_B, compound_nr(page));
	}
	return page;
}

/**
 * kmalloc_large_node - kmalloc_node() of whole pages, behind no cache
 * @size:	bytes, rounded up to a power of two of pages
 * @flags:	what the allocator may do
 * @node:	node to prefer, or NUMA_NO_NODE
 *
 * Context: any that @flags allows.
 * Return: the memory, for kfree(); NULL if there is none or @size is above KMALLOC_MAX_SIZE.
 * Row B1.
 */
void *kmalloc_large_node(size_t size, gfp_t flags, int node)
{
	struct page *page;

	if (size > KMALLOC_MAX_SIZE) {
		WARN_ON_ONCE(!(flags & __GFP_NOWARN));
		return NULL;
	}
	page = kmalloc_large_page(size, flags, node);
	return page ? lowmem_page_address(page) : NULL;
}
EXPORT_SYMBOL(kmalloc_large_node);

/**
 * kmalloc_large - kmalloc() of whole pages, behind no cache
 * @size:	bytes, rounded up to a power of two of pages
 * @flags:	what the allocator may do
 *
 * Context: any that @flags allows.
 * Return: the memory, for kfree(); NULL if there is none or @size is above KMALLOC_MAX_SIZE.
 * Row B1.
 */
void *kmalloc_large(size_t size, gfp_t flags)
{
	return kmalloc_large_node(size, flags, NUMA_NO_NODE);
}
EXPORT_SYMBOL(kmalloc_large);

void *__kmalloc_node(size_t size, gfp_t flags, int node)
{
	if (unlikely(!size))
		return ZERO_SIZE_PTR;
	if (unlikely(size > KMALLOC_MAX_CACHE_SIZE))
		return kmalloc_large_node(size, flags, node);
	if (unlikely(!slab_up))
		get_current();		/* boots a machine if there is none */
	return slub_alloc(kmalloc_caches[kmalloc_type(flags)][kmalloc_index(size)], flags, size);
}
EXPORT_SYMBOL(__kmalloc_node);

void *__kmalloc(size_t size, gfp_t flags)
{
	return __kmalloc_node(size, flags, NUMA_NO_NODE);
}
EXPORT_SYMBOL(__kmalloc);

/**
 * kmalloc_trace - kmalloc() from a cache that the caller found; kmalloc() is the name to use
 * @s:		the cache, read before the call; NULL before boot, and then it is looked up here
 * @flags:	what the allocator may do
 * @size:	bytes asked for, at most the cache's
 *
 * Context: any that @flags allows.
 * Return: the memory, for kfree(), or NULL. Row B1.
 */
void *kmalloc_trace(struct kmem_cache *s, gfp_t flags, size_t size)
{
	if (unlikely(!s))
		return __kmalloc(size, flags);
	return slub_alloc(s, flags, size);
}
EXPORT_SYMBOL(kmalloc_trace);

/**
 * kmalloc_node_trace - kmalloc_node() from a cache that the caller found
 * @s:		the cache, as for kmalloc_trace()
 * @gfpflags:	what the allocator may do
 * @node:	the node, or NUMA_NO_NODE; not used as long as there is one node
 * @size:	bytes asked for, at most the cache's
 *
 * Context: any that @gfpflags allows.
 * Return: the memory, for kfree(), or NULL. Row B1.
 */
void *kmalloc_node_trace(struct kmem_cache *s, gfp_t gfpflags, int node, size_t size)
{
	return kmalloc_trace(s, gfpflags, size);
}
EXPORT_SYMBOL(kmalloc_node_trace);

static void kfree_large(struct page *page, const void *objp)
{
	if (unlikely(objp != lowmem_page_address(page))) {
		slab_misuse_report(SLAB_MISUSE_INSIDE, NULL, objp);
		return;
	}
	mod_node_page_state(page_pgdat(page), NR_SLAB_UNRECLAIMABLE_B, -(long)compound_nr(page));
	clear_bit(PG_kmalloc, &page->flags);
	__free_pages(page, compound_order(page));
}

static bool page_is_kmalloc(const struct page *page)
{
	return page->flags & (1UL << PG_kmalloc);
}

void kfree(const void *objp)
{
	struct page *page;

	if (unlikely(ZERO_OR_NULL_PTR(objp)))
		return;
	page = object_page(NULL, objp);
	if (unlikely(!page))
		return;
	if (likely(PageSlab(page)))
		slub_free(page->slab_cache, page, (void *)objp);
	else if (page_is_kmalloc(page))
		kfree_large(page, objp);
	else
		slab_misuse_report(page->flags & (1UL << PG_buddy | 1UL << PG_pcp) ?
				   SLAB_MISUSE_FREE : SLAB_MISUSE_NOT_SLAB, NULL, objp);
}
EXPORT_SYMBOL(kfree);

static size_t cache_usable_size(const struct kmem_cache *s)
{
	return s->link_offset >= s->object_size ? s->object_size : s->size;
}

size_t __ksize(const void *objp)
{
	enum slab_misuse kind;
	struct page *page;

	if (ZERO_OR_NULL_PTR(objp))
		return 0;
	page = object_page(NULL, objp);
	if (!page)
		return 0;
	if (!PageSlab(page)) {
		if (page_is_kmalloc(page) && objp == lowmem_page_address(page))
			return page_size(page);
		slab_misuse_report(SLAB_MISUSE_NOT_SLAB, NULL, objp);
		return 0;
	}
	kind = slub_object_check(page->slab_cache, page, objp);
	if (!kind)
		return cache_usable_size(page->slab_cache);
	slab_misuse_report(kind, page->slab_cache, objp);
	return 0;
}
EXPORT_SYMBOL(__ksize);

size_t ksize(const void *objp)
{
	return __ksize(objp);
}
EXPORT_SYMBOL(ksize);

size_t kmalloc_size_roundup(size_t size)
{
	if (!size)
		return 0;
	if (size > KMALLOC_MAX_SIZE)
		return size;
	if (size > KMALLOC_MAX_CACHE_SIZE)
		return PAGE_SIZE << get_order(size);
	return kmalloc_caches[KMALLOC_NORMAL][kmalloc_index(size)]->object_size;
}
EXPORT_SYMBOL(kmalloc_size_roundup);

void *krealloc(const void *objp, size_t new_size, gfp_t flags)
{
	size_t have;
	void *moved;

	if (!new_size) {
		kfree(objp);
		return ZERO_SIZE_PTR;
	}
	have = ksize(objp);
	if (have >= new_size)
		return (void *)objp;
	moved = __kmalloc(new_size, flags);
	if (moved && have) {
		memcpy(moved, objp, have);
		kfree(objp);
	}
	return moved;
}
EXPORT_SYMBOL(krealloc);

/**
 * kmem_valid_obj - does an address lie in a slab?
 * @object:	the address
 *
 * Context: any.
 * Return: true if kmem_dump_obj() has something to say about it. Row B2.
 */
bool kmem_valid_obj(void *object)
{
	return virt_addr_valid(object) && PageSlab(virt_to_head_page(object));
}
EXPORT_SYMBOL_GPL(kmem_valid_obj);

/**
 * kmem_dump_obj - print which object of which cache an address lies in
 * @object:	the address
 *
 * Context: any; continues a line of the log.
 * Return: true if it lies in a slab; else false, and nothing is printed. Row B2.
 */
bool kmem_dump_obj(void *object)
{
	struct page *page;
	struct kmem_cache *s;
	unsigned long offset;

	if (!kmem_valid_obj(object))
		return false;
	page = virt_to_head_page(object);
	s = page->slab_cache;
	offset = (unsigned long)object - (unsigned long)page_address(page);
	pr_cont(" slab %s start %px pointer offset %lu size %u\n", s->name,
		(char *)page_address(page) + offset / s->size * s->size, offset % s->size,
		s->object_size);
	return true;
}
EXPORT_SYMBOL_GPL(kmem_dump_obj);

/* ---- boot ---- */

static const struct {
	const char *name[NR_KMALLOC_TYPES];
	unsigned int size;
} kmalloc_info[KMALLOC_SHIFT_HIGH + 1] = {
#define KMALLOC_CLASS(text, bytes)	\
	{ { "kmalloc-" text, "kmalloc-rcl-" text, "dma-kmalloc-" text }, bytes }
	[1]  = KMALLOC_CLASS("96", 96),
	[2]  = KMALLOC_CLASS("192", 192),
	[3]  = KMALLOC_CLASS("8", 8),
	[4]  = KMALLOC_CLASS("16", 16),
	[5]  = KMALLOC_CLASS("32", 32),
	[6]  = KMALLOC_CLASS("64", 64),
	[7]  = KMALLOC_CLASS("128", 128),
	[8]  = KMALLOC_CLASS("256", 256),
	[9]  = KMALLOC_CLASS("512", 512),
	[10] = KMALLOC_CLASS("1k", 1 << 10),
	[11] = KMALLOC_CLASS("2k", 2 << 10),
	[12] = KMALLOC_CLASS("4k", 4 << 10),
	[13] = KMALLOC_CLASS("8k", 8 << 10),
#if KMALLOC_SHIFT_HIGH >= 14
	[14] = KMALLOC_CLASS("16k", 16 << 10),
#endif
#if KMALLOC_SHIFT_HIGH >= 15
	[15] = KMALLOC_CLASS("32k", 32 << 10),
#endif
#if KMALLOC_SHIFT_HIGH >= 17
	[16] = KMALLOC_CLASS("64k", 64 << 10),
	[17] = KMALLOC_CLASS("128k", 128 << 10),
#endif
#undef KMALLOC_CLASS
};

static const slab_flags_t kmalloc_flags[NR_KMALLOC_TYPES] = {
	[KMALLOC_RECLAIM] = SLAB_RECLAIM_ACCOUNT,
	[KMALLOC_DMA] = SLAB_CACHE_DMA,
};

/* A power of two is aligned to itself. */
static void __init kmalloc_class_make(int type, unsigned int index)
{
	unsigned int size = kmalloc_info[index].size;
	unsigned int align = is_power_of_2(size) ? min_t(unsigned int, size, PAGE_SIZE) : 0;
	struct kmem_cache *s = kmem_cache_zalloc(&cache_cache, GFP_KERNEL);

	if (!s || cache_open(s, kmalloc_info[index].name[type], size, align, kmalloc_flags[type], NULL))
		panic("Creation of kmalloc slab %s failed", kmalloc_info[index].name[type]);
	s->kmalloc_class = true;
	s->flags |= SLAB_KMALLOC;
	list_add(&s->list, &slab_caches);
	kmalloc_caches[type][index] = s;
}

void __init kmem_cache_init(void)
{
	if (cache_open(&cache_cache, "kmem_cache", sizeof(struct kmem_cache), 0, SLAB_HWCACHE_ALIGN, NULL))
		panic("Creation of slab kmem_cache failed");
	list_add(&cache_cache.list, &slab_caches);
	for (int type = 0; type < NR_KMALLOC_TYPES; type++)
		for (unsigned int index = 1; index <= KMALLOC_SHIFT_HIGH; index++)
			kmalloc_class_make(type, index);
	WRITE_ONCE(slab_up, true);
}
