/* SPDX-License-Identifier: MIT */
/*
 * linux/slab.h - objects: kmalloc() and object caches
 *
 * A cache hands out objects of one size from slabs, blocks of pages cut into objects; kmalloc()
 * is a family of caches by size. Rows B1, B2, B6. How it works: docs/slab.md.
 *
 * kmalloc() sizes are rounded up to one of 41 classes up to 8 KB, or of Linux's 13 (mm/slab_classes.c),
 * and beyond that to whole blocks of pages, up to KMALLOC_MAX_SIZE. Memory is physically contiguous,
 * has a direct-map address, and is aligned to 8 bytes; a power-of-two size is aligned to itself.
 */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/types.h>
#include <linux/gfp.h>
#include <linux/overflow.h>
#include <linux/build_bug.h>
#include <linux/string.h>
#include <linux/err.h>

struct kmem_cache;
struct list_lru;
struct mem_cgroup;
struct seq_file;

#define __assume_kmalloc_alignment	__attribute__((assume_aligned(ARCH_KMALLOC_MINALIGN)))
#define __assume_slab_alignment		__attribute__((assume_aligned(ARCH_SLAB_MINALIGN)))

#define SLAB_CONSISTENCY_CHECKS	((slab_flags_t __force)0x00000100U)
#define SLAB_RED_ZONE		((slab_flags_t __force)0x00000400U)
#define SLAB_POISON		((slab_flags_t __force)0x00000800U)
#define SLAB_KMALLOC		((slab_flags_t __force)0x00001000U)
#define SLAB_HWCACHE_ALIGN	((slab_flags_t __force)0x00002000U)	/* objects begin cache lines */
#define SLAB_CACHE_DMA		((slab_flags_t __force)0x00004000U)	/* of ZONE_DMA */
#define SLAB_CACHE_DMA32	((slab_flags_t __force)0x00008000U)
#define SLAB_STORE_USER		((slab_flags_t __force)0x00010000U)
#define SLAB_RECLAIM_ACCOUNT	((slab_flags_t __force)0x00020000U)	/* a shrinker can free them */
#define SLAB_TEMPORARY		SLAB_RECLAIM_ACCOUNT
#define SLAB_PANIC		((slab_flags_t __force)0x00040000U)	/* no cache, no machine */
#define SLAB_TYPESAFE_BY_RCU	((slab_flags_t __force)0x00080000U)	/* slabs freed after a grace period */
#define SLAB_MEM_SPREAD		((slab_flags_t __force)0x00100000U)
#define SLAB_TRACE		((slab_flags_t __force)0x00200000U)
#define SLAB_DEBUG_OBJECTS	((slab_flags_t __force)0x00400000U)
#define SLAB_NOLEAKTRACE	((slab_flags_t __force)0x00800000U)
#define SLAB_FAILSLAB		((slab_flags_t __force)0x02000000U)
#define SLAB_ACCOUNT		((slab_flags_t __force)0x04000000U)
#define SLAB_KASAN		0
#define SLAB_NO_USER_FLAGS	((slab_flags_t __force)0x10000000U)

/* What kmalloc(0) returns: not NULL, not to be touched, fine for kfree(). */
#define ZERO_SIZE_PTR		((void *)16)
#define ZERO_OR_NULL_PTR(x)	((unsigned long)(x) <= (unsigned long)ZERO_SIZE_PTR)

#define ARCH_KMALLOC_MINALIGN	8
#define ARCH_SLAB_MINALIGN	8

/* Up to MAX_CACHE_SIZE from caches; up to MAX_SIZE from the page allocator. */
#define KMALLOC_SHIFT_HIGH	(PAGE_SHIFT + 1)
#define KMALLOC_SHIFT_MAX	(MAX_ORDER + PAGE_SHIFT - 1)
#define KMALLOC_SHIFT_LOW	3
#define KMALLOC_MAX_SIZE	(1UL << KMALLOC_SHIFT_MAX)
#define KMALLOC_MAX_CACHE_SIZE	(1UL << KMALLOC_SHIFT_HIGH)
#define KMALLOC_MAX_ORDER	(KMALLOC_SHIFT_MAX - PAGE_SHIFT)
#define KMALLOC_MIN_SIZE	(1 << KMALLOC_SHIFT_LOW)
#define SLAB_OBJ_MIN_SIZE	KMALLOC_MIN_SIZE

/* Sizes up to KMALLOC_FINE_MAX have classes that Linux has not, behind those that it has. */
#define KMALLOC_FINE_MAX	8192
#define NR_KMALLOC_FINE		41
#define NR_KMALLOC_CLASSES	(KMALLOC_SHIFT_HIGH + 1 + NR_KMALLOC_FINE)

/* ---- caches ---- */

/**
 * kmem_cache_create - a cache of objects
 * @name:	shown in /proc/slabinfo; copied
 * @size:	bytes of an object
 * @align:	power of two, or 0
 * @flags:	SLAB_*
 * @ctor:	run once for each object when its slab is made; a freed object must be left as
 *		the constructor made it
 *
 * With slab_merge on the boot command line it may be one that exists.
 * Context: may sleep.
 * Return: the cache, or NULL (with SLAB_PANIC: never). Row B2.
 */
struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *));
struct kmem_cache *kmem_cache_create_usercopy(const char *name, unsigned int size,
					      unsigned int align, slab_flags_t flags,
					      unsigned int useroffset, unsigned int usersize,
					      void (*ctor)(void *));
/**
 * kmem_cache_destroy - give the cache up; NULL is safe
 *
 * While objects are in use this is reported, with their addresses, and the cache stays.
 * Context: may sleep.
 */
void kmem_cache_destroy(struct kmem_cache *s);

/**
 * kmem_cache_shrink - return a cache's empty slabs to the page allocator
 * @s:		the cache
 *
 * Context: may sleep.
 * Return: 0 if no slab is left, else 1. Row B2.
 */
int kmem_cache_shrink(struct kmem_cache *s);

/**
 * kmem_cache_size - how large a cache's objects are
 * @s:		the cache
 *
 * Context: any.
 * Return: bytes, as it was created with. Row B2.
 */
unsigned int kmem_cache_size(struct kmem_cache *s);
const char *kmem_cache_name(struct kmem_cache *s);

#define KMEM_CACHE(__struct, __flags)						\
	kmem_cache_create(#__struct, sizeof(struct __struct),			\
			  __alignof__(struct __struct), (__flags), NULL)
#define KMEM_CACHE_USERCOPY(__struct, __flags, __field)				\
	kmem_cache_create_usercopy(#__struct, sizeof(struct __struct),		\
				   __alignof__(struct __struct), (__flags),	\
				   offsetof(struct __struct, __field),		\
				   sizeof_field(struct __struct, __field), NULL)

/**
 * kmem_cache_alloc - allocate an object
 * @s:		the cache
 * @flags:	what the allocator may do; __GFP_ZERO for zeros
 *
 * Context: any that @flags allows.
 * Return: the object, for kmem_cache_free(), or NULL. Row B2.
 */
void *kmem_cache_alloc(struct kmem_cache *s, gfp_t flags) __assume_slab_alignment __malloc;
void *kmem_cache_alloc_lru(struct kmem_cache *s, struct list_lru *lru, gfp_t gfpflags)
	__assume_slab_alignment __malloc;
void *kmem_cache_alloc_node(struct kmem_cache *s, gfp_t flags, int node)
	__assume_slab_alignment __malloc;
/**
 * kmem_cache_free - give one back
 *
 * Anything but a live object of this cache is reported and left alone.
 * Context: any.
 */
void kmem_cache_free(struct kmem_cache *s, void *objp);

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
int kmem_cache_alloc_bulk(struct kmem_cache *s, gfp_t flags, size_t size, void **p);
void kmem_cache_free_bulk(struct kmem_cache *s, size_t size, void **p);

static inline void *kmem_cache_zalloc(struct kmem_cache *k, gfp_t flags)
{
	return kmem_cache_alloc(k, flags | __GFP_ZERO);
}

bool slab_is_available(void);
bool kmem_valid_obj(void *object);
bool kmem_dump_obj(void *object);

/* ---- kmalloc ---- */

enum kmalloc_cache_type {
	KMALLOC_NORMAL = 0,
	KMALLOC_CGROUP = KMALLOC_NORMAL,
	KMALLOC_RECLAIM,
	KMALLOC_DMA,
	NR_KMALLOC_TYPES
};

/*
 * By kmalloc_index() Linux's caches, by kmalloc_class() those that kmalloc() takes. None until boot,
 * which the first allocation of a program may be: see kmalloc_trace().
 */
extern struct kmem_cache *kmalloc_caches[NR_KMALLOC_TYPES][NR_KMALLOC_CLASSES];

/* Sizes up to this are looked up in a table: with the usual frames, all that have a cache. */
#define KMALLOC_TABLE_MAX	(KMALLOC_MAX_CACHE_SIZE < 8192 ? KMALLOC_MAX_CACHE_SIZE : 8192)

/* By DIV_ROUND_UP(size, KMALLOC_MIN_SIZE). That of 0 never has an object, nor has any before boot. */
extern struct kmem_cache *kmalloc_by_size[KMALLOC_TABLE_MAX / KMALLOC_MIN_SIZE + 1];

/* Not from the caches that the table holds. */
#define GFP_OTHER_KMALLOC	(__GFP_DMA | __GFP_RECLAIMABLE)

static __always_inline enum kmalloc_cache_type kmalloc_type(gfp_t flags)
{
	if (likely((flags & (__GFP_DMA | __GFP_RECLAIMABLE)) == 0))
		return KMALLOC_NORMAL;
	return (flags & __GFP_DMA) ? KMALLOC_DMA : KMALLOC_RECLAIM;
}

/**
 * kmalloc_index - which of Linux's kmalloc caches holds @size
 *
 * Context: any.
 * Return: 0 for 0; 1 for 65..96, 2 for 129..192; else log2 of the cache's size. -1 above.
 */
static __always_inline unsigned int kmalloc_index(size_t size)
{
	if (!size)
		return 0;
	if (size <= KMALLOC_MIN_SIZE)
		return KMALLOC_SHIFT_LOW;
	if (size > 64 && size <= 96)
		return 1;
	if (size > 128 && size <= 192)
		return 2;
	if (size > KMALLOC_MAX_CACHE_SIZE)
		return -1;
	return 64 - __builtin_clzl(size - 1);
}

/**
 * kmalloc_class - which kmalloc cache holds @size, the finer ones included
 *
 * Classes are 16 bytes apart up to 128, then 32 up to 512, 64 up to 1 KB, 128 up to 2 KB; the rest are
 * 3, 4, 6 and 8 KB.
 * Context: any.
 * Return: an index of kmalloc_caches[type], for sizes from 1 to KMALLOC_MAX_CACHE_SIZE.
 */
static __always_inline unsigned int kmalloc_class(size_t size)
{
	unsigned int fine;

	if (size <= 8)
		fine = 0;
	else if (size <= 128)
		fine = (size + 15) / 16;		/* 16 to 128: 1 to 8 */
	else if (size <= 512)
		fine = 4 + (size + 31) / 32;		/* 160 to 512: 9 to 20 */
	else if (size <= 1024)
		fine = 12 + (size + 63) / 64;		/* 576 to 1024: 21 to 28 */
	else if (size <= 2048)
		fine = 20 + (size + 127) / 128;		/* 1152 to 2048: 29 to 36 */
	else if (size <= 4096)
		fine = 34 + (size + 1023) / 1024;	/* 3072, 4096: 37, 38 */
	else if (size <= KMALLOC_FINE_MAX)
		fine = 36 + (size + 2047) / 2048;	/* 6144, 8192: 39, 40 */
	else
		return kmalloc_index(size);
	return KMALLOC_SHIFT_HIGH + 1 + fine;
}

void *__kmalloc(size_t size, gfp_t flags) __assume_kmalloc_alignment __alloc_size(1);
void *__kmalloc_node(size_t size, gfp_t flags, int node) __assume_kmalloc_alignment __alloc_size(1);
void *kmalloc_trace(struct kmem_cache *s, gfp_t flags, size_t size)
	__assume_kmalloc_alignment __alloc_size(3);
void *kmalloc_node_trace(struct kmem_cache *s, gfp_t gfpflags, int node, size_t size)
	__assume_kmalloc_alignment __alloc_size(4);
void *kmalloc_large(size_t size, gfp_t flags) __alloc_size(1);
void *kmalloc_large_node(size_t size, gfp_t flags, int node) __alloc_size(1);

/**
 * kmalloc - @size bytes
 * @size:	bytes; up to KMALLOC_MAX_SIZE, above it fails
 * @flags:	GFP_*; high memory will not do
 *
 * Context: any that @flags allows.
 * Return: the memory; NULL if there is none; ZERO_SIZE_PTR for 0 bytes. Row B1.
 */
static __always_inline __alloc_size(1) void *kmalloc(size_t size, gfp_t flags)
{
	if (__builtin_constant_p(size) && size) {
		if (size > KMALLOC_MAX_CACHE_SIZE)
			return kmalloc_large(size, flags);
		return kmalloc_trace(kmalloc_caches[kmalloc_type(flags)][kmalloc_class(size)],
				     flags, size);
	}
	return __kmalloc(size, flags);
}

/** kmalloc_node - kmalloc() from node @node first */
static __always_inline __alloc_size(1) void *kmalloc_node(size_t size, gfp_t flags, int node)
{
	if (__builtin_constant_p(size) && size) {
		if (size > KMALLOC_MAX_CACHE_SIZE)
			return kmalloc_large_node(size, flags, node);
		return kmalloc_node_trace(kmalloc_caches[kmalloc_type(flags)][kmalloc_class(size)],
					  flags, node, size);
	}
	return __kmalloc_node(size, flags, node);
}

/** kmalloc_array - @n elements of @size; NULL when the product overflows */
static inline __alloc_size(1, 2) void *kmalloc_array(size_t n, size_t size, gfp_t flags)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(n, size, &bytes)))
		return NULL;
	if (__builtin_constant_p(n) && __builtin_constant_p(size))
		return kmalloc(bytes, flags);
	return __kmalloc(bytes, flags);
}

static inline __alloc_size(1, 2) void *kmalloc_array_node(size_t n, size_t size, gfp_t flags,
							  int node)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(n, size, &bytes)))
		return NULL;
	return __kmalloc_node(bytes, flags, node);
}

static inline __alloc_size(1, 2) void *kcalloc(size_t n, size_t size, gfp_t flags)
{
	return kmalloc_array(n, size, flags | __GFP_ZERO);
}

static inline __alloc_size(1, 2) void *kcalloc_node(size_t n, size_t size, gfp_t flags, int node)
{
	return kmalloc_array_node(n, size, flags | __GFP_ZERO, node);
}

static __always_inline __alloc_size(1) void *kzalloc(size_t size, gfp_t flags)
{
	return kmalloc(size, flags | __GFP_ZERO);
}

static __always_inline __alloc_size(1) void *kzalloc_node(size_t size, gfp_t flags, int node)
{
	return kmalloc_node(size, flags | __GFP_ZERO, node);
}

void *__kmalloc_node_track_caller(size_t size, gfp_t flags, int node, unsigned long caller)
	__assume_kmalloc_alignment __alloc_size(1);

/* kmalloc() and kmalloc_node() of a helper whose caller is the one to be named in reports. */
#define kmalloc_node_track_caller(size, flags, node)	\
	__kmalloc_node_track_caller(size, flags, node, _RET_IP_)
#define kmalloc_track_caller(size, flags)		\
	__kmalloc_node_track_caller(size, flags, NUMA_NO_NODE, _RET_IP_)

/**
 * krealloc - make kmalloc() memory larger or smaller, moving it if it must
 * @objp:	the memory, or NULL
 * @new_size:	bytes; 0 frees it
 * @flags:	what the allocator may do
 *
 * Context: any that @flags allows.
 * Return: the memory; NULL if there is none, and then @objp is as before; ZERO_SIZE_PTR, and
 * @objp freed, for 0 bytes. Row B1.
 */
void * __must_check krealloc(const void *objp, size_t new_size, gfp_t flags) __alloc_size(2);

static inline __must_check __alloc_size(2, 3) void *krealloc_array(void *p, size_t new_n,
								   size_t new_size, gfp_t flags)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(new_n, new_size, &bytes)))
		return NULL;
	return krealloc(p, bytes, flags);
}

/**
 * kfree - give back what kmalloc() and its kin, or kmem_cache_alloc(), gave; NULL is safe
 *
 * Anything but a live object is reported and left alone. Context: any. Row B1.
 */
void kfree(const void *objp);
/** kfree_sensitive - wipe it first */
void kfree_sensitive(const void *objp);
void kfree_bulk(size_t size, void **p);

/**
 * ksize - how much of a piece of kmalloc() memory may be used
 * @objp:	the memory
 *
 * Context: any.
 * Return: bytes: those of its size class, not those asked for; often fewer than in Linux, which has
 * larger classes. Row B1.
 */
size_t ksize(const void *objp);
size_t __ksize(const void *objp);

/**
 * kmalloc_size_roundup - what ksize() would say of kmalloc() memory
 * @size:	bytes to ask for
 *
 * Context: any, after boot.
 * Return: bytes, of Quarry's classes; @size itself if it is 0 or above KMALLOC_MAX_SIZE. Row B1.
 */
size_t kmalloc_size_roundup(size_t size);

/* ---- contiguous or not ---- */

/** kvmalloc - kmalloc(), or vmalloc() when that can't; free with kvfree(). May sleep. */
void *kvmalloc_node(size_t size, gfp_t flags, int node) __alloc_size(1);

static inline __alloc_size(1) void *kvmalloc(size_t size, gfp_t flags)
{
	return kvmalloc_node(size, flags, NUMA_NO_NODE);
}

static inline __alloc_size(1) void *kvzalloc_node(size_t size, gfp_t flags, int node)
{
	return kvmalloc_node(size, flags | __GFP_ZERO, node);
}

static inline __alloc_size(1) void *kvzalloc(size_t size, gfp_t flags)
{
	return kvmalloc(size, flags | __GFP_ZERO);
}

static inline __alloc_size(1, 2) void *kvmalloc_array(size_t n, size_t size, gfp_t flags)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(n, size, &bytes)))
		return NULL;
	return kvmalloc(bytes, flags);
}

static inline __alloc_size(1, 2) void *kvcalloc(size_t n, size_t size, gfp_t flags)
{
	return kvmalloc_array(n, size, flags | __GFP_ZERO);
}

void *kvrealloc(const void *p, size_t oldsize, size_t newsize, gfp_t flags) __alloc_size(3);
void kvfree(const void *addr);
void kvfree_sensitive(const void *addr, size_t len);

#include <asm/slab_inline.h>

#ifdef QUARRY_API
#include <linux/slab_old.h>
#endif

#endif /* _LINUX_SLAB_H */
