// SPDX-License-Identifier: MIT
/*
 * mm/slab_alloc.c - objects out and in: what the fast paths (mm/slab_fast.h) fall back to, and the caches' interface
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/fault-inject.h>
#include <linux/vmalloc.h>
#include <linux/export.h>
#include "mm/slab_fast.h"

/* ---- out ---- */

static void *slab_take(struct kmem_cache *s, gfp_t gfp, int nid, size_t size)
{
	void *object;

	if (s->magazine_own && (nid == NUMA_NO_NODE || nid == numa_mem_id())) {
		object = magazine_take(s, gfp);
		if (nid == NUMA_NO_NODE || !object || virt_to_head_page(object)->slab_nid == nid)
			return object;
		slab_design->give(s, &object, 1);	/* the CPU changed, or that node has no memory */
	}
	if (nid == NUMA_NO_NODE)
		nid = numa_mem_id();
	if (slab_design->kmalloc && (s->flags & SLAB_KMALLOC))
		return slab_design->kmalloc(s, size, gfp, nid);
	return slab_design->take(s, nid, gfp, &object, 1) ? object : NULL;
}

/* May it be given out? If not it stays lost: nobody knows what else is wrong with it. */
static bool slab_object_out(struct kmem_cache *s, void *object, size_t size, unsigned long caller)
{
	if (!slab_design->magazines)
		return true;
	if (slab_is_debugged(s))
		return slab_debug_alloc(s, virt_to_head_page(object), object, size, caller);
	if (unlikely(!object_is_free(s, object))) {
		slab_misuse_report(SLAB_MISUSE_OVERWRITTEN, s, object);
		object_unmark(s, object);
		return false;
	}
	object_unmark(s, object);
	return true;
}

void *slab_alloc_slow(struct kmem_cache *s, gfp_t gfp, int nid, size_t size, unsigned long caller)
{
	void *object = NULL;

	might_alloc(gfp);
	if (unlikely(READ_ONCE(fault_diverted)) && should_failslab(s, gfp))
		return NULL;
	gfp = current_gfp_context(gfp);
	if (nid == NUMA_NO_NODE)
		object = percpu_stack_pop(&READ_ONCE(s->magazine_any)->stack);
	while (object || (object = slab_take(s, gfp, nid, size))) {
		if (likely(slab_object_out(s, object, size, caller)))
			break;
		object = NULL;
	}
	if (object && (gfp & __GFP_ZERO))
		memset(object, 0, size);
	if (s->flags & SLAB_KMALLOC)
		slab_probe_kmalloc(s, object, size, gfp, caller);
	else
		slab_probe_cache(s, object, s->object_size, gfp, caller);
	return object;
}

noinline void *slab_alloc_second(struct kmem_cache *s, gfp_t gfp, int nid, size_t size, unsigned long caller)
{
	if (s->link_offset)
		return slab_alloc_or(cache, s, size, gfp, caller, 0, arch_slab_pop_far,
				     slab_alloc_slow, s, gfp, nid, size, caller);
	return slab_alloc_slow(s, gfp, nid, size, caller);
}

/**
 * kmem_cache_alloc - allocate an object
 * @s:		the cache
 * @flags:	what the allocator may do; __GFP_ZERO for zeros
 *
 * Context: any that @flags allows.
 * Return: the object, for kmem_cache_free(), or NULL. Row B2.
 */
__slab_fast void *kmem_cache_alloc(struct kmem_cache *s, gfp_t flags)
{
	return slab_alloc(s, flags, s->object_size, _RET_IP_);
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
	return slab_alloc(s, gfpflags, s->object_size, _RET_IP_);
}
EXPORT_SYMBOL(kmem_cache_alloc_lru);

/**
 * kmem_cache_alloc_node - allocate an object near a node
 * @s:		the cache
 * @flags:	what the allocator may do; with __GFP_THISNODE: nowhere else
 * @node:	the node, or NUMA_NO_NODE for that of the CPU
 *
 * Context: any that @flags allows.
 * Return: the object, for kmem_cache_free(), or NULL. Row B2.
 */
void *kmem_cache_alloc_node(struct kmem_cache *s, gfp_t flags, int node)
{
	return slab_alloc_node(s, flags, node, s->object_size, _RET_IP_);
}
EXPORT_SYMBOL(kmem_cache_alloc_node);

/* ---- in ---- */

/* All that a sequence looks at but whether a CPU is held: who does so with a spin lock held comes here. */
static __always_inline bool slab_put_held(struct kmem_cache *s, void *object, enum slab_put *put)
{
	if (*put == SLAB_PUT_NOT && test_bit(PG_slab_plain, &virt_to_page(object)->flags) && !slab_is_debugged(s))
		*put = slab_put_plain(s, object, __pa(object));
	return *put == SLAB_PUT_DONE;
}

void slab_free_slow(struct kmem_cache *s, void *object, unsigned long caller, enum slab_put put)
{
	struct page *page = virt_to_head_page(object);
	enum slab_misuse kind;

	if (likely(slab_put_held(s, object, &put)))
		return;
	kind = slab_design->check(s, page, object);
	if (unlikely(kind && (kind != SLAB_MISUSE_FREE || put != SLAB_PUT_AGAIN))) {
		slab_misuse_report(kind, s, object);
		return;
	}
	s = slab_object_cache(page, object);
	if (slab_is_debugged(s)) {
		if (!slab_debug_free(s, page, object, caller))
			return;
	} else if (slab_design->magazines) {
		object_mark(s, object);
	}
	if (page->slab_nid == numa_mem_id() && percpu_stack_push(&READ_ONCE(s->magazine_any)->stack, object))
		return;
	if (s->magazine_own)
		magazine_give(s, page, object);
	else
		slab_design->give(s, &object, 1);
}

/* A slab that is not plain, none of @s, or an object of @s where caches share pages. */
static noinline void cache_free_unusual(struct kmem_cache *s, void *object, unsigned long caller,
					enum slab_put put)
{
	struct page *page = virt_is_direct(object) ? virt_to_head_page(object) : NULL;
	enum slab_misuse kind = SLAB_MISUSE_WILD;

	if (s->link_offset && put == SLAB_PUT_NOT) {
		put = arch_slab_put_far(s, object);
		if (put == SLAB_PUT_DONE)
			return;
	}
	if (page && PageSlab(page) && (page->slab_cache == s || slab_design->find)) {
		slab_free_slow(s, object, caller, put);
		return;
	}
	if (page)
		kind = PageSlab(page) ? SLAB_MISUSE_OTHER_CACHE : SLAB_MISUSE_NOT_SLAB;
	else if (is_vmalloc_addr(object))
		kind = SLAB_MISUSE_VMALLOC;
	slab_misuse_report(kind, s, object);
}

/**
 * kmem_cache_free - give an object back
 * @s:		its cache
 * @objp:	the object; anything but a live object of @s is reported and left alone
 *
 * Context: any. Row B2.
 */
__slab_fast void kmem_cache_free(struct kmem_cache *s, void *objp)
{
	enum slab_put put;

	KMEM_PROBE3(kmem_cache_free, _RET_IP_, objp, s->name);
	put = arch_slab_put(s, objp);
	if (unlikely(put != SLAB_PUT_DONE))
		cache_free_unusual(s, objp, _RET_IP_, put);
}
EXPORT_SYMBOL(kmem_cache_free);

/**
 * kmem_cache_free_again - kmem_cache_free() after an inlined one that was stopped, perhaps when it had
 *	marked the object as free
 * @s:		its cache
 * @objp:	the object
 *
 * Context: any. Row B2.
 */
void kmem_cache_free_again(struct kmem_cache *s, void *objp)
{
	KMEM_PROBE3(kmem_cache_free, _RET_IP_, objp, s->name);
	cache_free_unusual(s, objp, _RET_IP_, SLAB_PUT_AGAIN);
}
EXPORT_SYMBOL(kmem_cache_free_again);

/* ---- several ---- */

static bool bulk_is_plain(const struct kmem_cache *s, gfp_t gfp)
{
	return s->magazine_own && s->magazine_any == s->magazine_own && !(gfp & __GFP_ZERO);
}

/* Unmark what came in one piece; what may not be given out is replaced. Return: how many are good. */
static size_t bulk_out(struct kmem_cache *s, gfp_t flags, size_t nr, void **p, unsigned long caller)
{
	for (size_t i = 0; i < nr; i++)
		if (unlikely(!slab_object_out(s, p[i], s->object_size, caller))) {
			p[i] = slab_alloc_slow(s, flags, NUMA_NO_NODE, s->object_size, caller);
			if (!p[i]) {
				magazine_give_bulk(s, p + i + 1, nr - i - 1);
				return i;
			}
		}
	return nr;
}

/**
 * kmem_cache_alloc_bulk - allocate several objects, or none
 * @s:		the cache
 * @flags:	what the allocator may do
 * @size:	objects
 * @p:		receives their addresses
 *
 * Context: any that @flags allows.
 * Return: @size; 0 if there is not memory for all, and then none is allocated. Row B2.
 */
int kmem_cache_alloc_bulk(struct kmem_cache *s, gfp_t flags, size_t size, void **p)
{
	size_t got = 0;

	might_alloc(flags);
	flags = current_gfp_context(flags);
	if (bulk_is_plain(s, flags)) {
		size_t nr = magazine_take_bulk(s, flags, size, p);

		got = bulk_out(s, flags, nr, p, _RET_IP_);
	} else {
		while (got < size && (p[got] = slab_alloc(s, flags, s->object_size, _RET_IP_)))
			got++;
	}
	if (got == size)
		return size;
	kmem_cache_free_bulk(s, got, p);
	return 0;
}
EXPORT_SYMBOL(kmem_cache_alloc_bulk);

/* The next of @p that are live objects of @s, up to @max, marked and moved to @objects. */
static unsigned int bulk_in(struct kmem_cache *s, size_t *i, size_t size, void **p, void **objects,
			    unsigned int max)
{
	unsigned int nr = 0;

	for (; *i < size && nr < max; (*i)++) {
		struct page *page = virt_is_direct(p[*i]) ? virt_to_head_page(p[*i]) : NULL;

		if (likely(page && PageSlab(page) && page->slab_cache == s &&
			   !slab_object_check(s, page, p[*i]) && page->slab_nid == numa_mem_id())) {
			object_mark(s, p[*i]);
			objects[nr++] = p[*i];
		} else {
			kmem_cache_free(s, p[*i]);
		}
	}
	return nr;
}

#define BULK_MAX	32

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
	void *objects[BULK_MAX];
	size_t i = 0;

	if (s && bulk_is_plain(s, 0)) {
		while (i < size)
			magazine_give_bulk(s, objects, bulk_in(s, &i, size, p, objects, BULK_MAX));
		return;
	}
	for (; i < size; i++) {
		if (s)
			kmem_cache_free(s, p[i]);
		else
			kfree(p[i]);
	}
}
EXPORT_SYMBOL(kmem_cache_free_bulk);
