/* SPDX-License-Identifier: MIT */
/*
 * asm/slab_inline.h - kmalloc(), kfree() and their kin, inlined where modules and programs call them
 *
 * For <linux/slab.h>. A call and the way back are dearer than what is done there: the magazine's
 * sequence (<asm/slab_fast.h>) costs less than two calls of functions that do nothing. What it does
 * not have at hand is left to the function of the same name, in the core; so is all where sequences
 * do not work, or an image is not patched: a program that was compiled against another Quarry's
 * headers, a host that lets nobody change code.
 *
 * Each image that inlines opens itself to the core when it is loaded, and closes when it is
 * unloaded. An address of these functions is that of the core's. Probes (<linux/kmem_probe.h>) are
 * here as they are there, and name the place itself as the caller.
 *
 * Not with sanitizers or the lock checker, which have to see each call; without optimisation; and in the core.
 */
#ifndef _ASM_SLAB_INLINE_H
#define _ASM_SLAB_INLINE_H

#include <asm/rseq.h>

#if defined(ARCH_HAS_RSEQ) && defined(__OPTIMIZE__) && !defined(__OPTIMIZE_SIZE__) && !defined(QUARRY_NO_INLINE) && \
	!defined(CONFIG_PROVE_LOCKING) && !defined(__CHECKER__)

#include <linux/kmem_probe.h>
#include <linux/slab.h>
#include <linux/slab_def.h>
#include <asm/slab_fast.h>

/* ---- the image ---- */

#define __rseq_image	__attribute__((weak, visibility("hidden")))

extern struct rseq_image rseq_image;
__rseq_image struct rseq_image rseq_image = {
	.places = __start_rseq_patched, .places_end = __stop_rseq_patched,
	.descriptors = __start___rseq_cs, .descriptors_end = __stop___rseq_cs,
	.layout = SLAB_LAYOUT,
};

/*
 * The first and the last that are called: the image's other constructors and destructors may allocate.
 * Said where they are declared, as gcc forgets the number otherwise.
 */
void rseq_image_load(void) __attribute__((constructor(101)));
void rseq_image_unload(void) __attribute__((destructor(101)));

__rseq_image void rseq_image_load(void)
{
	arch_rseq_open(&rseq_image);
}

__rseq_image void rseq_image_unload(void)
{
	arch_rseq_close(&rseq_image);
}

/* ---- the functions ---- */

#define KMEM_CALL_SITE	"8@%%rip "

__slab_inline void *kmem_cache_alloc(struct kmem_cache *s, gfp_t flags)
{
	void *object = arch_slab_pop(s);

	if (unlikely(!object))
		return kmem_cache_alloc_called(s, flags);
	KMEM_PROBE(kmem_cache_alloc, KMEM_CALL_SITE KMEM_PROBE_ARG(1) KMEM_PROBE_ARG(2) KMEM_PROBE_ARG(3)
		   KMEM_PROBE_ARG(4) KMEM_PROBE_ARG(5), KMEM_PROBE_OPERAND(1, object), KMEM_PROBE_OPERAND(2, s->name),
		   KMEM_PROBE_OPERAND(3, s->object_size), KMEM_PROBE_OPERAND(4, s->size), KMEM_PROBE_OPERAND(5, flags));
	return flags & __GFP_ZERO ? memset(object, 0, READ_ONCE(s->object_size)) : object;
}

__slab_inline void *__kmalloc_inline(struct kmem_cache *s, gfp_t flags, size_t size)
{
	void *object = arch_slab_pop(s);

	if (unlikely(!object))
		return NULL;
	KMEM_PROBE(kmalloc, KMEM_CALL_SITE KMEM_PROBE_ARG(1) KMEM_PROBE_ARG(2) KMEM_PROBE_ARG(3)
		   KMEM_PROBE_ARG(4), KMEM_PROBE_OPERAND(1, object), KMEM_PROBE_OPERAND(2, size),
		   KMEM_PROBE_OPERAND(3, s->size), KMEM_PROBE_OPERAND(4, flags));
	return flags & __GFP_ZERO ? memset(object, 0, size) : object;
}

__slab_inline void *kmalloc_trace(struct kmem_cache *s, gfp_t flags, size_t size)
{
	void *object = __kmalloc_inline(s, flags, size);

	return likely(object) ? object : kmalloc_trace_called(s, flags, size);
}

__slab_inline void *__kmalloc(size_t size, gfp_t flags)
{
	void *object = NULL;

	if (size <= KMALLOC_TABLE_MAX && !(flags & GFP_OTHER_KMALLOC))
		object = __kmalloc_inline(kmalloc_by_size[(size + KMALLOC_MIN_SIZE - 1) / KMALLOC_MIN_SIZE], flags, size);
	return likely(object) ? object : __kmalloc_called(size, flags);
}

__slab_inline void kmem_cache_free(struct kmem_cache *s, void *objp)
{
	switch (arch_slab_put(s, objp)) {
	case SLAB_PUT_DONE:
		KMEM_PROBE(kmem_cache_free, KMEM_CALL_SITE KMEM_PROBE_ARG(1) KMEM_PROBE_ARG(2),
			   KMEM_PROBE_OPERAND(1, objp), KMEM_PROBE_OPERAND(2, s->name));
		break;
	case SLAB_PUT_NOT:
		kmem_cache_free_called(s, objp);
		break;
	case SLAB_PUT_AGAIN:
		kmem_cache_free_again(s, objp);
		break;
	}
}

__slab_inline void kfree(const void *objp)
{
	switch (arch_slab_put_any((void *)objp)) {
	case SLAB_PUT_DONE:
		KMEM_PROBE(kfree, KMEM_CALL_SITE KMEM_PROBE_ARG(1), KMEM_PROBE_OPERAND(1, objp));
		break;
	case SLAB_PUT_NOT:
		kfree_called(objp);
		break;
	case SLAB_PUT_AGAIN:
		kfree_again(objp);
		break;
	}
}

#endif

#endif /* _ASM_SLAB_INLINE_H */
