/* SPDX-License-Identifier: MIT */
/*
 * mm/slab_fast.h - the fast paths over the magazine, to be inlined where an interface is defined
 *
 *	out	pop; it must be marked; unmark			else slab_alloc_slow()
 *	in	it must be a live object; mark; push		else slab_free_slow()
 *
 * They take no lock, no CPU token and execute no locked instruction. All that is unusual (debugging,
 * other nodes, __GFP_ZERO, a context to report, an empty or full magazine) fails one of their few
 * tests. Between mark and push an object belongs to nobody but the freeing task; a handler that
 * interrupts after the push may have it again already.
 */
#ifndef MM_SLAB_FAST_H
#define MM_SLAB_FAST_H

#include <linux/percpu_stack.h>
#include <linux/sched/mm.h>
#include <linux/topology.h>
#include "mm/slab_debug.h"

/** slab_alloc_slow - @object: from the magazine, but not to be given out just like that; or NULL */
void *slab_alloc_slow(struct kmem_cache *s, gfp_t gfp, int nid, size_t size, unsigned long caller,
		      void *object);
/** slab_free_slow - a wrong one, a full magazine, another node's; @marked: found right, and marked, already */
void slab_free_slow(struct kmem_cache *s, struct page *page, void *object, unsigned long caller,
		    bool marked);

/* An object for a caller; @size is what __GFP_ZERO zeroes. Any context that @gfp allows. */
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

/* The same of node @nid; NUMA_NO_NODE: the CPU's. */
static __always_inline void *slab_alloc_node(struct kmem_cache *s, gfp_t gfp, int nid, size_t size,
					     unsigned long caller)
{
	if (likely(nid == NUMA_NO_NODE || nr_node_ids == 1))
		return slab_alloc(s, gfp, size, caller);
	return slab_alloc_slow(s, gfp, nid, size, caller, NULL);
}

/*
 * Is @object, @pa bytes into the direct map, a live object of @page, a slab of s->order, and is there nothing
 * else to be done about it? Slabs are aligned to their size. False also for what only slab_design->check() can tell.
 */
static __always_inline bool object_is_plain(const struct kmem_cache *s, const struct page *page,
					    const void *object, unsigned long pa)
{
	unsigned long offset = (pa & (s->slab_bytes - 1)) -
			       ((unsigned long)page->slab_colour << SLAB_COLOUR_SHIFT);

	return likely(page->objects == s->objects && offset < s->slab_span &&
		      (u64)offset * s->size_inverse < s->size_inverse &&
		      !object_is_free(s, object) && !(s->flags & (SLAB_DEBUG_FLAGS | SLAB_MANY_NODES)));
}

/* Only its flags say that it is not plain: it is of this CPU's node. */
static __always_inline bool object_is_local(const struct kmem_cache *s, const struct page *page,
					    const void *object)
{
	return (s->flags & (SLAB_DEBUG_FLAGS | SLAB_MANY_NODES)) == SLAB_MANY_NODES &&
	       page->slab_nid == numa_mem_id() && !slab_object_check(s, page, object);
}

/* @page is the slab, verified to be one of @s; @object, @pa bytes into the direct map, is not yet. Any context. */
static __always_inline void slab_free(struct kmem_cache *s, struct page *page, void *object,
				      unsigned long pa, unsigned long caller)
{
	if (unlikely(!current_or_null() || !(object_is_plain(s, page, object, pa) || object_is_local(s, page, object)))) {
		slab_free_slow(s, page, object, caller, false);
		return;
	}
	object_mark(s, object);
	if (unlikely(!percpu_stack_push(s->magazine, object)))
		slab_free_slow(s, page, object, caller, true);
}

#endif /* MM_SLAB_FAST_H */
