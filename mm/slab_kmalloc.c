// SPDX-License-Identifier: MIT
/*
 * mm/slab_kmalloc.c - kmalloc() and its kin: memory by size
 *
 *	size <= 8 KB   the cache of its size class            -> slab_classes.c, slab_alloc.c
 *	     <= 4 MB   a block of pages, marked PG_kmalloc    -> page_alloc.c
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/init.h>
#include <linux/export.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>
#include "mm/slab_fast.h"

/* ---- out ---- */

static struct page *kmalloc_large_page(size_t size, gfp_t flags, int node)
{
	struct page *page;

	if (unlikely(flags & GFP_SLAB_BUG_MASK))
		flags = slab_fix_flags(flags);
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
	void *object;

	if (size > KMALLOC_MAX_SIZE) {
		WARN_ON_ONCE(!(flags & __GFP_NOWARN));
		return NULL;
	}
	page = kmalloc_large_page(size, flags, node);
	object = page ? lowmem_page_address(page) : NULL;
	KMEM_PROBE5(kmalloc, _RET_IP_, object, size, PAGE_SIZE << get_order(size), flags);
	return object;
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

static struct kmem_cache *cache_by_size[] = {
	[0 ... KMALLOC_TABLE_MAX / KMALLOC_MIN_SIZE] = &slab_no_cache,
};
extern struct kmem_cache *kmalloc_by_size[ARRAY_SIZE(cache_by_size)] __attribute__((alias("cache_by_size")));
EXPORT_SYMBOL(kmalloc_by_size);

/* @size is one that a cache is for. */
static __always_inline struct kmem_cache *kmalloc_normal(size_t size)
{
	if (likely(size <= KMALLOC_TABLE_MAX))
		return cache_by_size[DIV_ROUND_UP(size, KMALLOC_MIN_SIZE)];
	return kmalloc_caches[KMALLOC_NORMAL][fls64(size - 1)];
}

static noinline void *kmalloc_slow(size_t size, gfp_t flags, int node, unsigned long caller)
{
	if (!size)
		return ZERO_SIZE_PTR;
	if (size > KMALLOC_MAX_CACHE_SIZE)
		return kmalloc_large_node(size, flags, node);
	get_current();		/* boots a machine, if there is none yet */
	return slab_alloc_slow(kmalloc_caches[kmalloc_type(flags)][kmalloc_class(size)], flags, node, size, caller);
}

static __always_inline void *kmalloc_node_any(size_t size, gfp_t flags, int node, unsigned long caller)
{
	if (size - 1 < KMALLOC_MAX_CACHE_SIZE && (node == NUMA_NO_NODE || nr_node_ids == 1)) {
		struct kmem_cache *s = kmalloc_normal(size);

		return slab_alloc_or(kmalloc, s, size, flags, caller, GFP_OTHER_KMALLOC, arch_slab_pop, kmalloc_slow,
				     size, flags, node, caller);
	}
	return kmalloc_slow(size, flags, node, caller);
}

__slab_fast void *__kmalloc(size_t size, gfp_t flags)
{
	struct kmem_cache *s;

	if (unlikely(size > KMALLOC_MAX_CACHE_SIZE))
		return kmalloc_slow(size, flags, NUMA_NO_NODE, _RET_IP_);
	s = kmalloc_normal(size);
	return slab_alloc_or(kmalloc, s, size, flags, _RET_IP_, GFP_OTHER_KMALLOC, arch_slab_pop, kmalloc_slow,
			     size, flags, NUMA_NO_NODE, _RET_IP_);
}
EXPORT_SYMBOL(__kmalloc);

void *__kmalloc_node(size_t size, gfp_t flags, int node)
{
	return kmalloc_node_any(size, flags, node, _RET_IP_);
}
EXPORT_SYMBOL(__kmalloc_node);

/**
 * __kmalloc_node_track_caller - kmalloc_node() on behalf of somebody else
 * @size:	bytes
 * @flags:	what the allocator may do
 * @node:	the node, or NUMA_NO_NODE
 * @caller:	who is to be named in reports
 *
 * Context: any that @flags allows.
 * Return: the memory, for kfree(), or NULL. Row B1.
 */
void *__kmalloc_node_track_caller(size_t size, gfp_t flags, int node, unsigned long caller)
{
	return kmalloc_node_any(size, flags, node, caller);
}
EXPORT_SYMBOL(__kmalloc_node_track_caller);

/**
 * kmalloc_trace - kmalloc() from a cache that the caller found; kmalloc() is the name to use
 * @s:		the cache, read before the call; before boot there is none, and then it is looked up here
 * @flags:	what the allocator may do
 * @size:	bytes asked for, at most the cache's
 *
 * Context: any that @flags allows.
 * Return: the memory, for kfree(), or NULL. Row B1.
 */
__slab_fast void *kmalloc_trace(struct kmem_cache *s, gfp_t flags, size_t size)
{
	return slab_alloc_or(kmalloc, s, size, flags, _RET_IP_, 0, arch_slab_pop, kmalloc_slow,
			     size, flags, NUMA_NO_NODE, _RET_IP_);
}
EXPORT_SYMBOL(kmalloc_trace);

/**
 * kmalloc_node_trace - kmalloc_node() from a cache that the caller found
 * @s:		the cache, as for kmalloc_trace()
 * @gfpflags:	what the allocator may do
 * @node:	the node, or NUMA_NO_NODE for that of the CPU
 * @size:	bytes asked for, at most the cache's
 *
 * Context: any that @gfpflags allows.
 * Return: the memory, for kfree(), or NULL. Row B1.
 */
void *kmalloc_node_trace(struct kmem_cache *s, gfp_t gfpflags, int node, size_t size)
{
	if (node == NUMA_NO_NODE || nr_node_ids == 1)
		return slab_alloc_or(kmalloc, s, size, gfpflags, _RET_IP_, 0, arch_slab_pop, kmalloc_slow,
				     size, gfpflags, node, _RET_IP_);
	return kmalloc_slow(size, gfpflags, node, _RET_IP_);
}
EXPORT_SYMBOL(kmalloc_node_trace);

/* ---- in ---- */

static noinline struct page *object_page_none(struct kmem_cache *s, const void *object)
{
	slab_misuse_report(is_vmalloc_addr(object) ? SLAB_MISUSE_VMALLOC : SLAB_MISUSE_WILD, s, object);
	return NULL;
}

/* The slab or the block that @object is in; NULL, and a report, if there is none. */
static __always_inline struct page *object_page(struct kmem_cache *s, const void *object)
{
	if (likely(virt_is_direct(object)))
		return virt_to_head_page(object);
	return object_page_none(s, object);
}

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

static noinline void kfree_unusual(void *object, unsigned long caller, enum slab_put put)
{
	struct page *page;

	if (ZERO_OR_NULL_PTR(object))
		return;
	page = object_page(NULL, object);
	if (!page)
		return;
	if (PageSlab(page))
		slab_free_slow(page->slab_cache, object, caller, put);
	else if (page_is_kmalloc(page))
		kfree_large(page, object);
	else
		slab_misuse_report(!page_count(page) ?
				   SLAB_MISUSE_FREE : SLAB_MISUSE_NOT_SLAB, NULL, object);
}

__slab_fast void kfree(const void *objp)
{
	enum slab_put put;

	KMEM_PROBE2(kfree, _RET_IP_, objp);
	put = arch_slab_put_any((void *)objp);
	if (unlikely(put != SLAB_PUT_DONE))
		kfree_unusual((void *)objp, _RET_IP_, put);
}
EXPORT_SYMBOL(kfree);

/**
 * kfree_again - kfree() after an inlined one that was stopped, perhaps when it had marked the object as free
 * @objp:	the object
 *
 * Context: any. Row B1.
 */
void kfree_again(const void *objp)
{
	KMEM_PROBE2(kfree, _RET_IP_, objp);
	kfree_unusual((void *)objp, _RET_IP_, SLAB_PUT_AGAIN);
}
EXPORT_SYMBOL(kfree_again);

/* How much of an object of @s its owner may use, as ksize() says. */
static size_t slab_usable_size(const struct kmem_cache *s)
{
	return s->link_offset >= s->object_size ? s->object_size : s->size;
}

void *slab_object_find(const struct page *page, const void *address, struct kmem_cache **s, size_t *size)
{
	unsigned long offset = (unsigned long)address - (unsigned long)slab_first_object(page);
	void *object;

	if (slab_design->find)
		return slab_design->find(page, address, s, size);
	*s = page->slab_cache;
	*size = slab_usable_size(*s);
	object = slab_first_object(page) + offset / (*s)->size * (*s)->size;
	return slab_design->check(*s, page, object) ? NULL : object;
}

struct kmem_cache *slab_object_cache(const struct page *page, const void *object)
{
	struct kmem_cache *s = page->slab_cache;
	size_t size;

	if (slab_design->find)
		slab_design->find(page, object, &s, &size);
	return s;
}

size_t __ksize(const void *objp)
{
	struct kmem_cache *s;
	struct page *page;
	size_t size;

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
	if (slab_object_find(page, objp, &s, &size) == objp) {
		if (slab_is_debugged(s))
			slab_debug_extend(s, objp);
		return size;
	}
	slab_misuse_report(slab_design->check(s, page, objp), s, objp);
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
	if (slab_design->usable)
		return slab_design->usable(size);
	if (size > KMALLOC_MAX_CACHE_SIZE)
		return PAGE_SIZE << get_order(size);
	return kmalloc_caches[KMALLOC_NORMAL][kmalloc_class(size)]->object_size;
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
	moved = __kmalloc_node_track_caller(new_size, flags, NUMA_NO_NODE, _RET_IP_);
	if (moved && have) {
		memcpy(moved, objp, have);
		kfree(objp);
	}
	return moved;
}
EXPORT_SYMBOL(krealloc);

/**
 * kfree_sensitive - wipe kmalloc() memory, all that ksize() says of it, and give it back
 * @objp:	the memory; NULL is safe
 *
 * Context: any. Row B1.
 */
void kfree_sensitive(const void *objp)
{
	size_t size = ksize(objp);

	if (size)
		memzero_explicit((void *)objp, size);
	kfree(objp);
}
EXPORT_SYMBOL(kfree_sensitive);

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

/* ---- boot ---- */

void __init kmalloc_init(void)
{
	kmalloc_caches_make();
	for (unsigned int i = 1; i < ARRAY_SIZE(cache_by_size); i++)
		cache_by_size[i] = kmalloc_caches[KMALLOC_NORMAL][kmalloc_class(i * KMALLOC_MIN_SIZE)];
}
