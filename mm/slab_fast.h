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
void slab_free_slow(struct kmem_cache *s, void *object, unsigned long caller, bool marked);

/* Zeros, or a context that may forbid what @gfp allows. A thread without a task forbids nothing. */
static __always_inline bool alloc_is_special(gfp_t gfp)
{
	struct task_struct *task = current_or_null();

	return (gfp & __GFP_ZERO) ||
	       (task && (task->thread_info.count | task->non_block_count | READ_ONCE(task->__state)));
}

/* For the functions that are little more than a fast path: their slow paths are called in their place. */
#define __slab_fast	__attribute__((optimize("omit-frame-pointer")))

/*
 * An object for a caller; @size is what __GFP_ZERO zeroes. Any context that @gfp allows. A macro, so that @caller is
 * worked out on the slow way only.
 */
#define slab_alloc(s, gfp, size, caller)						\
({											\
	void *__object = alloc_is_special(gfp) ? NULL : percpu_stack_pop_here((s)->magazine);	\
											\
	if (unlikely(!__object))							\
		__object = slab_alloc_slow(s, gfp, NUMA_NO_NODE, size, caller, NULL);	\
	else if (unlikely(*link_word(s, __object) != (s)->link_key))			\
		__object = slab_alloc_slow(s, gfp, NUMA_NO_NODE, size, caller, __object);	\
	else										\
		object_unmark(s, __object);						\
	__object;									\
})

/* The same of node @nid; NUMA_NO_NODE: the CPU's. */
static __always_inline void *slab_alloc_node(struct kmem_cache *s, gfp_t gfp, int nid, size_t size,
					     unsigned long caller)
{
	if (likely(nid == NUMA_NO_NODE || nr_node_ids == 1))
		return slab_alloc(s, gfp, size, caller);
	return slab_alloc_slow(s, gfp, nid, size, caller, NULL);
}

/* The hidden names let the code address them directly. */
extern unsigned long core_page_offset __attribute__((visibility("hidden")));
extern unsigned long core_direct_map_size __attribute__((visibility("hidden")));
extern struct page *core_vmemmap __attribute__((visibility("hidden")));

/*
 * @object, @pa bytes into the direct map, is in a plain slab of @s (slab_pages_plain()); @known: the caller named @s. Any context.
 * _RET_IP_ is that of the function that this is inlined into.
 */
static __always_inline void slab_free(struct kmem_cache *s, void *object, unsigned long pa,
				      bool known)
{
	unsigned long *link = link_word(s, object);

	if (unlikely((pa & s->slab_mask) * s->size_inverse >= s->offset_limit ||
		     (*link ^ s->link_key) <= s->slab_mask)) {
		slab_free_slow(s, object, _RET_IP_, false);
		return;
	}
	WRITE_ONCE(*link, s->link_key);
	if (unlikely(!(known ? percpu_stack_push_here(s->magazine, object) :
			       percpu_stack_push_likely(&s->magazine, object))))
		slab_free_slow(s, object, _RET_IP_, true);
}

#endif /* MM_SLAB_FAST_H */
