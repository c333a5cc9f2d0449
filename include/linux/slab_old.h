/* SPDX-License-Identifier: MIT */
/*
 * linux/slab_old.h - caches as Linux 2.6.10 and 2.6.34 spoke of them, for modules of that time
 *
 * <linux/slab.h> reads it where a build sets QUARRY_API. Names that came later are taken away, so that
 * sources that look for them choose rightly. Row B2.
 */
#ifndef _LINUX_SLAB_OLD_H
#define _LINUX_SLAB_OLD_H

#include <linux/slab.h>

/* What an old constructor is told. */
#define SLAB_CTOR_CONSTRUCTOR	0x001UL		/* it is the constructor, not the destructor, that is called */
#define SLAB_CTOR_ATOMIC	0x002UL		/* it must not sleep */
#define SLAB_CTOR_VERIFY	0x004UL		/* only look whether the object is as constructed */

typedef void (*slab_old_ctor_t)(void *object, struct kmem_cache *s, unsigned long flags);

/**
 * kmem_cache_create_old - kmem_cache_create() of 2.6.10
 * @name:	shown in /proc/slabinfo; copied
 * @size:	bytes of an object
 * @align:	bytes, a power of two; 0 for the usual
 * @flags:	SLAB_*
 * @ctor:	called once for each object of a new slab, with SLAB_CTOR_CONSTRUCTOR, and with SLAB_CTOR_ATOMIC if
 *		the slab was made for a caller that can't wait; or NULL
 * @dtor:	called once for each object before its slab goes, with 0; only with @ctor; or NULL
 *
 * Context: may sleep.
 * Return: the cache; NULL, with a report, if it can't be made. Row B2.
 */
struct kmem_cache *kmem_cache_create_old(const char *name, size_t size, size_t align,
					 unsigned long flags, slab_old_ctor_t ctor, slab_old_ctor_t dtor);

/**
 * kmem_cache_destroy_old - kmem_cache_destroy() that says how it went
 * @s:		the cache
 *
 * Context: may sleep.
 * Return: 0; not 0, with a report, while objects are in use: the cache stays, and the call can be repeated. Row B2.
 */
int kmem_cache_destroy_old(struct kmem_cache *s);

#ifdef QUARRY_API

#define SLAB_DEBUG_FREE		0x00000100UL	/* now SLAB_CONSISTENCY_CHECKS */
#define SLAB_DESTROY_BY_RCU	0x00080000UL	/* now SLAB_TYPESAFE_BY_RCU */
#undef SLAB_CONSISTENCY_CHECKS
#undef SLAB_TYPESAFE_BY_RCU
#define kmem_cache_destroy	kmem_cache_destroy_old

#if QUARRY_API < 20634

typedef struct kmem_cache kmem_cache_t;

/* Flags that ask for nothing, here: an age for free slabs, and a look at each object that is freed. */
#define SLAB_NO_REAP		0UL
#define SLAB_DEBUG_INITIAL	0UL
#define SLAB_MUST_HWCACHE_ALIGN	SLAB_HWCACHE_ALIGN

#define SLAB_KERNEL		GFP_KERNEL
#define SLAB_ATOMIC		GFP_ATOMIC
#define SLAB_USER		GFP_USER
#define SLAB_NOFS		GFP_NOFS
#define SLAB_NOIO		GFP_NOIO
#define SLAB_DMA		GFP_DMA

#undef KMEM_CACHE
#undef KMEM_CACHE_USERCOPY
#define kmem_cache_create	kmem_cache_create_old

#endif /* QUARRY_API < 20634 */
#endif /* QUARRY_API */

#endif /* _LINUX_SLAB_OLD_H */
