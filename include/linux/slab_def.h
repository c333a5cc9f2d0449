/* SPDX-License-Identifier: MIT */
/*
 * linux/slab_def.h - what a cache is made of, for those fast paths that are compiled into modules and programs
 *
 * Like Linux's <linux/slub_def.h> it is in sight of everybody, and nobody else's business: what reads it is
 * <asm/slab_fast.h>, and mm/, whose mm/slab.h says how the parts belong together.
 */
#ifndef _LINUX_SLAB_DEF_H
#define _LINUX_SLAB_DEF_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/cache.h>

struct slab_magazine;
struct slab_old_form;
struct slab_cpu;
struct slab_depot;
struct slab_dir;

/**
 * struct kmem_cache - a cache
 *
 * The design's own part follows, and then the depots; the part's type is the design's business.
 */
struct kmem_cache {
	/* read by the fast paths: one cache line */
	struct slab_magazine *magazine;		/* arch_first_copy(); one that stays empty if there is to be none, */
	struct slab_magazine *magazine_far;	/* and likewise: one of the two, by where the marks are */
	unsigned long slab_mask;	/* slab_bytes - 1 */
	u64 size_inverse;		/* offset * this < this: the offset is a multiple of size */
	u64 offset_limit;		/* offset * size_inverse < this: and of one of s->objects objects */
	unsigned int size;		/* from object to object */
	unsigned int object_size;	/* as it was asked for */
	unsigned int link_offset;	/* of the word that marks a free object */
	u32 link_key;			/* of links in it; even, and negative */
	slab_flags_t flags;

	struct slab_magazine __percpu *magazine_any;	/* for the slow paths: one that stays empty if there is to be none */
	unsigned long slab_bytes;	/* of a slab of the usual order, a power of two */

	/* slabs, laid out by the design's open() */
	void (*ctor)(void *object);
	struct slab_old_form *old;	/* constructor and destructor of 2.6.10's kind; NULL: none */
	gfp_t allocflags;
	unsigned int start;		/* of the first object in a slab whose colour is the usual */
	unsigned int order;
	unsigned int objects;		/* a slab of that order has */
	unsigned int tail;		/* bytes at a slab's end that are the design's */
	unsigned int align;
	unsigned int min_partial;	/* empty slabs kept, if the design keeps any */

	/* debugging (mm/slab_debug.h): offsets from the object */
	unsigned int red_left;		/* bytes of the red zone before it */
	unsigned int red_end;		/* of the one behind it, which begins at object_size */
	unsigned int track;		/* of the notes on who allocated and who freed it; 0: none */
	unsigned int used;		/* end of all that is known; padding up to size - red_left */

	/* magazines */
	struct slab_magazine __percpu *magazine_own;	/* what @magazine is when all is usual */
	struct slab_cpu __percpu *cpu;		/* objects of other nodes on their way home */
	struct slab_depot *depot;	/* one for each node; NULL: none */
	unsigned int batch;		/* objects moved at a time */
	unsigned int batch_words;	/* addresses that one of them names in a batch (mm/slab_batch.c); 0: containers do */

	/* slab_mutex held: */
	struct list_head list;
	const char *name;
	int refcount;
	unsigned int useroffset;
	unsigned int usersize;
	struct slab_dir *dir;		/* its folder in /sys/kernel/slab; or NULL */
	unsigned long rest_seen;	/* mm/slab_trim.c: what was seen of the magazines at its last look */
	bool rested;			/* the cache has been shrunk, and nothing has moved since */
	unsigned long objects_before;	/* mm/leak.c: in use at the end of boot, */
	unsigned long objects_found;	/* and when it last looked */

	unsigned long design[] __aligned(64);
};

/*
 * The word of a free object has SLAB_MARK's lower half. The upper half says where the object is:
 *
 *	SLAB_MARK's			in a stack, a depot, on its way, or its design needs no link
 *	else, if it is negative		in its slab or a depot: s->link_key ^ what its holder likes, even,
 *					and less than a slab
 *	a processor's number		on top of a magazine of that one's CPU
 *
 * The mark is what one instruction stores in 64 bits.
 */
#define SLAB_MARK_LOW		0xc6e5a1b7U
#define SLAB_MARK		(~0UL << 32 | SLAB_MARK_LOW)

/* Processors' numbers are below this. */
#define SLAB_TOP_NUMBERS	1024U

/* What became of an object that a fast path was to put into a magazine. */
enum slab_put {
	SLAB_PUT_DONE,
	SLAB_PUT_NOT,
	SLAB_PUT_AGAIN,		/* not, and if it is marked that may have happened here */
};

/* The core's functions by names that nobody inlines. */
void *kmem_cache_alloc_called(struct kmem_cache *s, gfp_t flags) __malloc;
void kmem_cache_free_called(struct kmem_cache *s, void *objp);
void *__kmalloc_called(size_t size, gfp_t flags) __alloc_size(1);
void *kmalloc_trace_called(struct kmem_cache *s, gfp_t flags, size_t size) __alloc_size(3);
void kfree_called(const void *objp);

/* For an object that is marked as free, perhaps by an inlined sequence of the caller that was stopped. */
void kmem_cache_free_again(struct kmem_cache *s, void *objp);
void kfree_again(const void *objp);

#endif /* _LINUX_SLAB_DEF_H */
