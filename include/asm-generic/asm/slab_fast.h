/* SPDX-License-Identifier: MIT */
/*
 * asm-generic/asm/slab_fast.h - objects into and out of magazines, for a port without restartable sequences
 *
 * For mm/slab_fast.h only, which has included "mm/slab.h". Nothing is ever on top of a magazine here.
 */
#ifndef _ASM_GENERIC_SLAB_FAST_H
#define _ASM_GENERIC_SLAB_FAST_H

#ifdef MM_SLAB_H

/*
 * Who holds a CPU takes the slow path, which asks whether he may sleep; it is also the one to find an
 * object that was written to.
 */
static __always_inline void *arch_slab_pop(struct kmem_cache *s)
{
	struct slab_magazine __percpu *magazine = READ_ONCE(s->magazine_any);
	void *object = current_thread_info()->count ? NULL : percpu_stack_pop(&magazine->stack);

	if (unlikely(object && *link_word(s, object) != SLAB_MARK)) {
		slab_magazine_return(s, object);
		return NULL;
	}
	if (object)
		object_unmark(s, object);
	return object;
}

static __always_inline enum slab_put arch_slab_put(struct kmem_cache *s, void *object)
{
	unsigned long pa = __pa(object);
	struct page *page = pfn_to_page(PHYS_PFN(pa));

	if (unlikely(pa >= direct_map_size || page->slab_cache != s || !(page->flags & (1UL << PG_slab_plain))))
		return SLAB_PUT_NOT;
	return slab_put_plain(s, object, pa);
}

static __always_inline enum slab_put arch_slab_put_any(void *object)
{
	unsigned long pa = __pa(object);
	struct page *page = pfn_to_page(PHYS_PFN(pa));

	if (unlikely(pa >= direct_map_size || !(page->flags & (1UL << PG_slab_plain))))
		return SLAB_PUT_NOT;
	return slab_put_plain(page->slab_cache, object, pa);
}

/* Those above look for the mark wherever it is. */
static __always_inline void *arch_slab_pop_far(struct kmem_cache *s)
{
	return NULL;
}

static __always_inline enum slab_put arch_slab_put_far(struct kmem_cache *s, void *object)
{
	return SLAB_PUT_NOT;
}

#endif /* MM_SLAB_H */

#endif /* _ASM_GENERIC_SLAB_FAST_H */
