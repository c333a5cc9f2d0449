/* SPDX-License-Identifier: MIT */
/*
 * mm/slab_fast.h - the fast paths over the magazine, to be inlined where an interface is defined
 *
 *	out	pop; it must be marked; unmark			else slab_alloc_slow()
 *	in	it must be a live object; mark; push		else the caller's slow path
 *
 * Both are the port's (<asm/slab_fast.h>). They take no lock, no CPU token and execute no
 * locked instruction. All that is unusual (debugging, other nodes, a context to report,
 * an empty or full magazine) fails one of their few tests. Once an object is in, a handler that
 * interrupts may have it again already.
 */
#ifndef MM_SLAB_FAST_H
#define MM_SLAB_FAST_H

#include <linux/percpu_stack.h>
#include <linux/sched/mm.h>
#include <linux/topology.h>
#include <linux/kmem_probe.h>
#include "mm/slab_debug.h"

/** slab_alloc_slow - an object where the fast path has none, or one that was written to */
void *slab_alloc_slow(struct kmem_cache *s, gfp_t gfp, int nid, size_t size, unsigned long caller);

/** slab_alloc_second - the same, after another fast path where an object's mark is behind it */
void *slab_alloc_second(struct kmem_cache *s, gfp_t gfp, int nid, size_t size, unsigned long caller);

/** slab_free_slow - @object, in a slab of @s, and not for the fast path: a wrong one, a full magazine, another node's */
void slab_free_slow(struct kmem_cache *s, void *object, unsigned long caller, enum slab_put put);

/*
 * @object, @pa bytes into the direct map, in a plain slab of @s, to the magazine of this CPU, which the
 * caller may hold. Any context.
 */
static __always_inline enum slab_put slab_put_plain(struct kmem_cache *s, void *object, unsigned long pa)
{
	if (unlikely((pa & s->slab_mask) * s->size_inverse >= s->offset_limit || object_is_free(s, object)))
		return SLAB_PUT_NOT;
	object_mark(s, object);
	return percpu_stack_push(&READ_ONCE(s->magazine_any)->stack, object) ? SLAB_PUT_DONE : SLAB_PUT_AGAIN;
}

#include <asm/slab_fast.h>

/*
 * Is it anything but memory, as it is? A caller who must not sleep although @gfp says that he may
 * is found on the slow path: who holds a CPU finds no magazine open, unless the host has just moved
 * his thread to where another CPU is at home, which is free. With lock checking whoever holds a CPU
 * goes there, and so does who is about to wait, or promised not to; else the look at the task would
 * cost a tenth of kmalloc().
 */
static __always_inline bool alloc_is_special(gfp_t gfp, gfp_t special)
{
	if (IS_ENABLED(CONFIG_PROVE_LOCKING) && current_or_null() &&
	    (READ_ONCE(current->must_not_sleep) || current->thread_info.count))
		return true;
	return unlikely(gfp & special);
}

/*
 * For the functions that are little more than a fast path: their slow paths are called in their
 * place, whose frame then says who called. The thread sanitizer's calls at a function's end forbid
 * that, so the frame stays there. Each begins a cache line, so that what a pair costs does not
 * depend on the code before it.
 */
#if __has_attribute(optimize) && !defined(__QUARRY_TSAN)
#define __slab_fast	__attribute__((optimize("omit-frame-pointer"), aligned(64)))
#else
#define __slab_fast
#endif

/* What is told of an object of @s that @caller gets for @size bytes: one of the two. */
#define slab_probe_kmalloc(s, object, size, gfp, caller)				\
	KMEM_PROBE5(kmalloc, caller, object, size, (s)->size, gfp)
#define slab_probe_cache(s, object, object_bytes, gfp, caller)				\
	KMEM_PROBE6(kmem_cache_alloc, caller, object, (s)->name, object_bytes, (s)->size, gfp)

/*
 * An object for a caller by @pop(), or @slow(@arguments). Any context that @gfp allows. A macro, so that the
 * arguments are worked out on the slow way only.
 */
#define slab_alloc_or(probe, s, bytes, gfp, caller, special, pop, slow, ...)		\
({											\
	void *__object = alloc_is_special(gfp, special) ? NULL : pop(s);		\
											\
	if (likely(__object)) {								\
		slab_probe_##probe(s, __object, bytes, gfp, caller);			\
		if (unlikely((gfp) & __GFP_ZERO)) {					\
			barrier();	/* the size is read here, not before */		\
			__object = memset(__object, 0, bytes);				\
		}									\
	} else {									\
		__object = slow(__VA_ARGS__);						\
	}										\
	__object;									\
})

/* @size is what __GFP_ZERO zeroes. */
#define slab_alloc(s, gfp, size, caller)						\
	slab_alloc_or(cache, s, size, gfp, caller, 0, arch_slab_pop, slab_alloc_second,	\
		      s, gfp, NUMA_NO_NODE, size, caller)

/* The same of node @nid; NUMA_NO_NODE: the CPU's. */
static __always_inline void *slab_alloc_node(struct kmem_cache *s, gfp_t gfp, int nid, size_t size,
					     unsigned long caller)
{
	if (likely(nid == NUMA_NO_NODE || nr_node_ids == 1))
		return slab_alloc(s, gfp, size, caller);
	return slab_alloc_slow(s, gfp, nid, size, caller);
}

#endif /* MM_SLAB_FAST_H */
