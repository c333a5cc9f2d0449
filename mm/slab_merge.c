// SPDX-License-Identifier: MIT
/*
 * mm/slab_merge.c - one cache for several names, where nobody could tell the difference
 *
 * A new cache is an alias of an existing one whose objects are as large (less than a word is lost), as
 * strictly aligned and of the same kind of memory, unless either of them does something with its
 * objects that the other would notice: SLAB_NEVER_MERGE, a constructor, a part for users.
 *
 * Off where the design has caches share pages anyhow, and unless slab_merge is given at boot, as in
 * a Linux built without CONFIG_SLAB_MERGE_DEFAULT: what is merged can't be named when it is left
 * behind, nor noticed when it is freed to the wrong one of two caches.
 *
 * Locking    slab_mutex held throughout.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/boot_options.h>
#include "mm/slab.h"

#define SLAB_NEVER_MERGE	(SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER | SLAB_TRACE |	\
				 SLAB_TYPESAFE_BY_RCU | SLAB_NOLEAKTRACE | SLAB_FAILSLAB |	\
				 SLAB_NO_USER_FLAGS | SLAB_KASAN | SLAB_WATCHED)
#define SLAB_MERGE_SAME		(SLAB_RECLAIM_ACCOUNT | SLAB_CACHE_DMA | SLAB_CACHE_DMA32 |	\
				 SLAB_ACCOUNT)

static bool cache_is_mergeable(const struct kmem_cache *s)
{
	return !(s->flags & SLAB_NEVER_MERGE) && !s->ctor && !s->usersize;
}

/*
 * Objects of @s begin at multiples of its size and of @s->align, or of what a slab's first one
 * begins at.
 */
static bool cache_fits(const struct kmem_cache *s, unsigned int size, unsigned int align,
		       slab_flags_t flags)
{
	return size <= s->size && s->size - size < sizeof(void *) && IS_ALIGNED(s->size, align) &&
	       align <= max(s->align, 1U << SLAB_COLOUR_SHIFT) &&
	       (flags & SLAB_MERGE_SAME) == (s->flags & SLAB_MERGE_SAME);
}

struct kmem_cache *slab_merge(const struct kmem_cache *with)
{
	unsigned int size = ALIGN(ALIGN(with->object_size, sizeof(void *)), with->align);
	struct kmem_cache *s;

	if (!boot_options.slab_merge || slab_design->find || !cache_is_mergeable(with))
		return NULL;
	list_for_each_entry_reverse(s, &slab_caches, list) {
		if (!s->refcount || !cache_is_mergeable(s) ||
		    !cache_fits(s, size, with->align, with->flags))
			continue;
		WRITE_ONCE(s->refcount, s->refcount + 1);
		s->object_size = max(s->object_size, with->object_size);
		return s;
	}
	return NULL;
}
