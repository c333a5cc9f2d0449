// SPDX-License-Identifier: MIT
/*
 * mm/slab_alloc.c - objects out and in: the fast paths over the magazine, and what they fall back to
 *
 *	out	pop; it must be marked; unmark		else slab_alloc_slow()
 *	in	it must be a live object; mark; push	else slab_free_slow()
 *
 * The fast paths take no lock, no CPU token and execute no locked instruction. All that is unusual
 * (debugging, other nodes, __GFP_ZERO, a context to report, an empty or full magazine) fails one of their
 * few tests. Between mark and push an object belongs to nobody but the freeing task, so the order
 * is free; a handler that interrupts after the push may already have it again.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/percpu_stack.h>
#include <linux/sched/mm.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>
#include <linux/export.h>
#include "mm/slab_debug.h"

/* ---- out ---- */

static void *slab_take(struct kmem_cache *s, gfp_t gfp, int nid, size_t size)
{
	void *object;

	if (nid == NUMA_NO_NODE && s->magazine_own)
		return magazine_take(s, gfp);
	if (nid == NUMA_NO_NODE)
		nid = numa_mem_id();
	if (slab_design->kmalloc && (s->flags & SLAB_KMALLOC))
		return slab_design->kmalloc(s, size, gfp, nid);
	return slab_design->take(s, nid, gfp, &object, 1) ? object : NULL;
}

/* May it be given out? If not it stays lost: nobody knows what else is wrong with it. */
static bool slab_object_out(struct kmem_cache *s, void *object, unsigned long caller)
{
	if (!slab_design->magazines)
		return true;
	if (unlikely(!object_is_free(s, object))) {
		slab_misuse_report(SLAB_MISUSE_OVERWRITTEN, s, object);
		object_unmark(s, object);
		return false;
	}
	if (slab_is_debugged(s) && !slab_debug_alloc(s, virt_to_head_page(object), object, caller))
		return false;
	object_unmark(s, object);
	return true;
}

/* @object: from the magazine, but not to be given out just like that; or NULL. */
static noinline void *slab_alloc_slow(struct kmem_cache *s, gfp_t gfp, int nid, size_t size,
				      unsigned long caller, void *object)
{
	might_alloc(gfp);
	gfp = current_gfp_context(gfp);
	while (object || (object = slab_take(s, gfp, nid, size))) {
		if (likely(slab_object_out(s, object, caller)))
			break;
		object = NULL;
	}
	if (object && (gfp & __GFP_ZERO))
		memset(object, 0, size);
	return object;
}

static __always_inline void *slab_alloc(struct kmem_cache *s, gfp_t gfp, size_t size,
					unsigned long caller)
{
	struct task_struct *task = current_or_null();
	void *object;

	if (unlikely(!task || alloc_is_suspect(task, gfp)))
		return slab_alloc_slow(s, gfp, NUMA_NO_NODE, size, caller, NULL);
	object = percpu_stack_pop(s->magazine);
	if (unlikely(!object || (gfp & __GFP_ZERO) || !object_is_free(s, object)))
		return slab_alloc_slow(s, gfp, NUMA_NO_NODE, size, caller, object);
	object_unmark(s, object);
	return object;
}

void *slab_alloc_node(struct kmem_cache *s, gfp_t gfp, int nid, size_t size, unsigned long caller)
{
	if (nr_node_ids == 1 || nid == NUMA_NO_NODE)
		return slab_alloc(s, gfp, size, caller);
	return slab_alloc_slow(s, gfp, nid, size, caller, NULL);
}

/**
 * kmem_cache_alloc - allocate an object
 * @s:		the cache
 * @flags:	what the allocator may do; __GFP_ZERO for zeros
 *
 * Context: any that @flags allows.
 * Return: the object, for kmem_cache_free(), or NULL. Row B2.
 */
void *kmem_cache_alloc(struct kmem_cache *s, gfp_t flags)
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
	return slab_alloc(s, flags, size, _RET_IP_);
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
	if (unlikely(!s))
		return __kmalloc_node(size, gfpflags, node);
	return slab_alloc_node(s, gfpflags, node, size, _RET_IP_);
}
EXPORT_SYMBOL(kmalloc_node_trace);

/* ---- in ---- */

/* A wrong one, a full magazine, another node's; @marked: found to be right, and marked, already. */
static noinline void slab_free_slow(struct kmem_cache *s, struct page *page, void *object,
				    unsigned long caller, bool marked)
{
	enum slab_misuse kind = marked ? SLAB_MISUSE_NONE : slab_design->check(s, page, object);

	if (unlikely(kind)) {
		slab_misuse_report(kind, s, object);
		return;
	}
	if (slab_is_debugged(s) && !slab_debug_free(s, page, object, caller))
		return;
	if (slab_design->magazines)
		object_mark(s, object);
	if (s->magazine_own)
		magazine_give(s, page, object);
	else
		slab_design->give(s, &object, 1);
}

void slab_free(struct kmem_cache *s, struct page *page, void *object, unsigned long caller)
{
	if (unlikely(slab_object_check(s, page, object) || slab_is_debugged(s) ||
		     (nr_node_ids > 1 && page->slab_nid != numa_mem_id()))) {
		slab_free_slow(s, page, object, caller, false);
		return;
	}
	object_mark(s, object);
	if (unlikely(!percpu_stack_push(s->magazine, object)))
		slab_free_slow(s, page, object, caller, true);
}

static noinline void cache_free_wrong(struct kmem_cache *s, const void *object)
{
	enum slab_misuse kind = SLAB_MISUSE_WILD;

	if (virt_addr_valid(object))
		kind = PageSlab(virt_to_head_page(object)) ? SLAB_MISUSE_OTHER_CACHE :
							     SLAB_MISUSE_NOT_SLAB;
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
void kmem_cache_free(struct kmem_cache *s, void *objp)
{
	struct page *page;

	if (unlikely(!virt_addr_valid(objp))) {
		cache_free_wrong(s, objp);
		return;
	}
	page = virt_to_head_page(objp);
	if (likely(PageSlab(page) && page->slab_cache == s))
		slab_free(s, page, objp, _RET_IP_);
	else
		cache_free_wrong(s, objp);
}
EXPORT_SYMBOL(kmem_cache_free);

/* ---- several ---- */

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
