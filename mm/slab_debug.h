/* SPDX-License-Identifier: MIT */
/*
 * mm/slab_debug.h - what happens to each object of a cache with one of SLAB_DEBUG_FLAGS
 *
 * Such a cache has no magazine, so every allocation and every free comes by the slow path, and
 * calls these there. No lock is held.
 */
#ifndef MM_SLAB_DEBUG_H
#define MM_SLAB_DEBUG_H

#include "mm/slab.h"

static __always_inline bool slab_is_debugged(const struct kmem_cache *s)
{
	return unlikely(s->flags & SLAB_DEBUG_FLAGS);
}

/** slab_debug_alloc - @object, still marked, is about to be given out. False: it must not be, take another. */
bool slab_debug_alloc(struct kmem_cache *s, struct page *page, void *object, unsigned long caller);
/** slab_debug_free - @object, found to be live, is about to be marked. False: leave it alone. */
bool slab_debug_free(struct kmem_cache *s, struct page *page, void *object, unsigned long caller);

#endif /* MM_SLAB_DEBUG_H */
