/* SPDX-License-Identifier: MIT */
/*
 * asm/slab_fast.h - objects into and out of magazines, each by one restartable sequence
 *
 * For mm/slab_fast.h and <asm/slab_inline.h>; struct slab_magazine (mm/slab.h) says what is what.
 * The sequences are those of the CPU whose home the thread runs on (RSEQ_HERE_BEGIN), and each does
 * all there is to do: it finds the magazine, checks the object, and commits by one store: the mark
 * of the top, or the stack's state.
 *
 * Of an object that goes onto the stack the mark is stored before the commit, and in between a
 * sequence may be stopped. So one that is stopped does not begin anew, and the caller's slow way is
 * told (SLAB_PUT_AGAIN).
 */
#ifndef _ASM_SLAB_FAST_H
#define _ASM_SLAB_FAST_H

#include <asm/rseq.h>

#ifndef ARCH_HAS_RSEQ
#include <asm-generic/asm/slab_fast.h>
#else

#include <linux/mm_types.h>
#include <linux/page-flags.h>
#include <linux/slab_def.h>

static_assert(SLAB_TOP_NUMBERS >= RSEQ_HOST_CPUS);

/* Never compiled for itself: what calls it is not static. */
#define __slab_inline	extern inline __attribute__((gnu_inline, always_inline))

/* Of struct slab_magazine; the last slot in use is at 16 + 8 * nr. */
#define MAGAZINE_LAST		"0"
#define MAGAZINE_STATE		"8"
#define MAGAZINE_CAP		"16"
#define MAGAZINE_SLOT		"24"
#ifdef MM_SLAB_H
static_assert(offsetof(struct slab_magazine, last) == 0 && offsetof(struct slab_magazine, stack.state) == 8 &&
	      offsetof(struct slab_magazine, stack.cap) == 16 && offsetof(struct slab_magazine, stack.slot) == 24);
#endif

/* What is known of structures where this is inlined, in one number. */
#define SLAB_LAYOUT_VERSION	1	/* one more whenever what is done with them changes */
#define SLAB_LAYOUT_ADD(sum, structure, member)	((sum) * 521 + offsetof(structure, member))
#define SLAB_LAYOUT_CACHE(sum)								\
	SLAB_LAYOUT_ADD(SLAB_LAYOUT_ADD(SLAB_LAYOUT_ADD(SLAB_LAYOUT_ADD(SLAB_LAYOUT_ADD(SLAB_LAYOUT_ADD(	\
		sum, struct kmem_cache, magazine), struct kmem_cache, slab_mask), struct kmem_cache, size_inverse),	\
		struct kmem_cache, offset_limit), struct kmem_cache, object_size), struct kmem_cache, name)
#define SLAB_LAYOUT									\
	SLAB_LAYOUT_ADD(SLAB_LAYOUT_ADD(						\
		SLAB_LAYOUT_CACHE((SLAB_LAYOUT_VERSION * 64ULL + PG_slab_plain) * 64 + PAGE_SHIFT),	\
		struct page, slab_cache), struct cpu_token, last_magazine)

#define SLAB_MARK_INPUTS	[slab_mark] "i" ((long)SLAB_MARK), [mark_low] "i" (SLAB_MARK_LOW)

/* mark := slab_top_mark(), after RSEQ_HERE_PTR(t) */
#define SLAB_TOP_MARK(t, mark)						\
	"movl %[mark_low], %k[" #mark "]\n\t"				\
	"orq %[" #t "], %[" #mark "]\n\t"

/*
 * Where an object's mark is, for both functions: at its beginning (near), or behind it (far), and then
 * it must be looked for: m := that place.
 */
#define SLAB_NEAR_FIND		""
#define SLAB_NEAR		"%[object]"
#define SLAB_FAR_FIND							\
	"movl %c[link](%[s]), %k[m]\n\t"				\
	"addq %[object], %[m]\n\t"
#define SLAB_FAR		"%[m]"
#define SLAB_CACHE_INPUTS(field)						\
	[magazine] "i" (offsetof(struct kmem_cache, field)),			\
	[link] "i" (offsetof(struct kmem_cache, link_offset))

/*
 * The top if it is in: then the commit takes its mark away (at is where that is, t is 0). Else from the
 * stack, and what comes from there is the last one; it is nobody else's once t, the new state, is
 * stored, and loses its mark then (a top does so twice, which is cheaper than to ask). Once past the
 * asm there is an object.
 */
#define SLAB_POP(magazine_field, FIND, MARK)						\
	asm_inline volatile goto(								\
		RSEQ_HERE_BEGIN(t)							\
		"movq %c[magazine](%[s]), %[p]\n\t"					\
		RSEQ_HERE_PTR(t, p)							\
		"movq " MAGAZINE_LAST "(%[p]), %[object]\n\t"				\
		FIND									\
		SLAB_TOP_MARK(t, nr)							\
		"xorl %k[t], %k[t]\n\t"						\
		"movq " MARK ", %[at]\n\t"						\
		"cmpq %[nr], (" MARK ")\n\t"						\
		"je 889f\n\t"								\
		"movq " MAGAZINE_STATE "(%[p]), %[t]\n\t"				\
		"movzwl %w[t], %k[nr]\n\t"						\
		"testl %k[nr], %k[nr]\n\t"						\
		"je %l[fail]\n\t"							\
		"movq -8+" MAGAZINE_SLOT "(%[p], %[nr], 8), %[object]\n\t"		\
		FIND									\
		"cmpq %[slab_mark], (" MARK ")\n\t"					\
		"jne %l[fail]\n\t"							\
		"movq %[object], " MAGAZINE_LAST "(%[p])\n\t"				\
		"addq $0xffff, %[t]\n\t"						\
		"leaq " MAGAZINE_STATE "(%[p]), %[at]\n"				\
		"889:\n\t"								\
		"movq %[t], (%[at])\n"							\
		RSEQ_HERE_END								\
		"movq $0, (" MARK ")\n"							\
		: [p] "=&r" (p), [t] "=&r" (t), [nr] "=&r" (nr), [at] "=&r" (at),	\
		  [object] "=&r" (object), [m] "=&r" (m)				\
		: RSEQ_HERE_INPUTS, SLAB_CACHE_INPUTS(magazine_field), [s] "r" (s), SLAB_MARK_INPUTS	\
		: "memory", "cc" : fail)

__slab_inline void *arch_slab_pop(struct kmem_cache *s)
{
	unsigned long p, t, nr, at, m;
	void *object;

	SLAB_POP(magazine, SLAB_NEAR_FIND, SLAB_NEAR);
	if (!object)
		__builtin_unreachable();
	return object;
fail:
	return NULL;
}

__slab_inline void *arch_slab_pop_far(struct kmem_cache *s)
{
	unsigned long p, t, nr, at, m;
	void *object;

	SLAB_POP(magazine_far, SLAB_FAR_FIND, SLAB_FAR);
	if (!object)
		__builtin_unreachable();
	return object;
fail:
	return NULL;
}

/* x := bytes into the direct map, page := the object's struct page; or leave */
#define SLAB_PAGE							\
	"movq %[object], %[x]\n\t"					\
	RSEQ_MEMORY("subq", RSEQ_PAGE_OFFSET, "%[x]")			\
	RSEQ_MEMORY("cmpq", RSEQ_DIRECT_MAP_SIZE, "%[x]")		\
	"jae %l[fail]\n\t"						\
	"movq %[x], %[page]\n\t"					\
	"shrq %[page_shift], %[page]\n\t"				\
	"shlq $6, %[page]\n\t"						\
	RSEQ_MEMORY("addq", RSEQ_VMEMMAP, "%[page]")			\
	"testl %[plain], (%[page])\n\t"					\
	"je %l[fail]\n\t"

#define SLAB_NOT_FREE(MARK)						\
	"cmpl %[mark_low], (" MARK ")\n\t"				\
	"je %l[fail]\n\t"

/*
 * From x: is it one of the slab's objects? Then it goes on the stack. 889: it was on top, and comes
 * back there; TOP_HERE is what RSEQ_HERE_PTR() does with t, if that was not used.
 */
#define SLAB_PUT(TOP_HERE, FIND, MARK)					\
	"andq %c[mask](%[s]), %[x]\n\t"				\
	"imulq %c[inverse](%[s]), %[x]\n\t"				\
	"cmpq %c[objects](%[s]), %[x]\n\t"				\
	"jae %l[fail]\n\t"						\
	FIND								\
	SLAB_NOT_FREE(MARK)						\
	"movq " MAGAZINE_STATE "(%[p]), %[page]\n\t"			\
	"movzwl %w[page], %k[x]\n\t"					\
	"cmpl " MAGAZINE_CAP "(%[p]), %k[x]\n\t"			\
	"jae %l[fail]\n\t"						\
	"movq %[object], " MAGAZINE_SLOT "(%[p], %[x], 8)\n\t"	\
	"movq %[slab_mark], (" MARK ")\n\t"				\
	"incq %[page]\n\t"						\
	"leaq " MAGAZINE_STATE "(%[p]), %[x]\n\t"			\
	"jmp 878f\n"							\
	"889:\n\t"							\
	FIND								\
	SLAB_NOT_FREE(MARK)						\
	TOP_HERE							\
	SLAB_TOP_MARK(t, page)						\
	"movq " MARK ", %[x]\n"						\
	"878:\n\t"							\
	"movq %[page], (%[x])\n"					\
	"883:\n\t"							\
	".pushsection __rseq_failure, \"ax\"\n\t"			\
	".byte 0x0f, 0xb9, 0x3d\n\t"					\
	".long " RSEQ_SIGNATURE "\n"					\
	"884:\n\t"							\
	"jmp %l[again]\n\t"						\
	".popsection\n\t"

#define SLAB_PUT_INPUTS							\
	SLAB_MARK_INPUTS,							\
	RSEQ_HERE_INPUTS, [object] "r" (object),						\
	[page_shift] "i" (PAGE_SHIFT), [plain] "i" (1U << PG_slab_plain),			\
	[slab_cache] "i" (offsetof(struct page, slab_cache)),					\
	[mask] "i" (offsetof(struct kmem_cache, slab_mask)),					\
	[inverse] "i" (offsetof(struct kmem_cache, size_inverse)),				\
	[objects] "i" (offsetof(struct kmem_cache, offset_limit))

static_assert(sizeof(struct page) == 64 && offsetof(struct page, flags) == 0);

/* An object of @s. That it is the magazine's last says enough. */
#define SLAB_PUT_CACHE(magazine_field, FIND, MARK)					\
	asm_inline volatile goto(								\
		RSEQ_HERE_BEGIN(t)							\
		"movq %c[magazine](%[s]), %[p]\n\t"					\
		RSEQ_HERE_PTR(t, p)							\
		"cmpq %[object], " MAGAZINE_LAST "(%[p])\n\t"				\
		"je 889f\n\t"								\
		SLAB_PAGE								\
		"cmpq %[s], %c[slab_cache](%[page])\n\t"				\
		"jne %l[fail]\n\t"							\
		SLAB_PUT("", FIND, MARK)						\
		: [p] "=&r" (p), [t] "=&r" (t), [x] "=&r" (x), [page] "=&r" (page), [m] "=&r" (m)	\
		: SLAB_PUT_INPUTS, SLAB_CACHE_INPUTS(magazine_field), [s] "r" (s)	\
		: "memory", "cc" : fail, again)

__slab_inline enum slab_put arch_slab_put(struct kmem_cache *s, void *object)
{
	unsigned long p, t, x, page, m;

	SLAB_PUT_CACHE(magazine, SLAB_NEAR_FIND, SLAB_NEAR);
	return SLAB_PUT_DONE;
fail:
	return SLAB_PUT_NOT;
again:
	return SLAB_PUT_AGAIN;
}

__slab_inline enum slab_put arch_slab_put_far(struct kmem_cache *s, void *object)
{
	unsigned long p, t, x, page, m;

	SLAB_PUT_CACHE(magazine_far, SLAB_FAR_FIND, SLAB_FAR);
	return SLAB_PUT_DONE;
fail:
	return SLAB_PUT_NOT;
again:
	return SLAB_PUT_AGAIN;
}

/*
 * Of whatever cache whose marks are near: perhaps the last one of the magazine that it was the last
 * time on this CPU. Else the page says. The guess may be a magazine that is not its cache's any more
 * (slab_magazine_off()), and as good as what the slow way does then.
 */
__slab_inline enum slab_put arch_slab_put_any(void *object)
{
	unsigned long p, t, x, page, s;

	asm_inline volatile goto(
		RSEQ_HERE_BEGIN(t)
		"%{disp32%} movq %c[last](%[t]), %[p]\n\t"
		RSEQ_PATCH_FIELD("%c[patch_table]", "0")
		"cmpq %[object], " MAGAZINE_LAST "(%[p])\n\t"
		"je 889f\n\t"
		SLAB_PAGE
		"movq %c[slab_cache](%[page]), %[s]\n\t"
		"movq %c[magazine](%[s]), %[p]\n\t"
		"movq %[t], %[page]\n\t"
		RSEQ_HERE_PTR(page, p)
		"%{disp32%} movq %[p], %c[last](%[t])\n\t"
		RSEQ_PATCH_FIELD("%c[patch_table]", "0")
		SLAB_PUT("shlq $26, %[t]\n\t", SLAB_NEAR_FIND, SLAB_NEAR)
		: [p] "=&r" (p), [t] "=&r" (t), [x] "=&r" (x), [page] "=&r" (page), [s] "=&r" (s)
		: SLAB_PUT_INPUTS, SLAB_CACHE_INPUTS(magazine), [last] "i" (offsetof(struct cpu_token, last_magazine))
		: "memory", "cc" : fail, again);
	return SLAB_PUT_DONE;
fail:
	return SLAB_PUT_NOT;
again:
	return SLAB_PUT_AGAIN;
}

#endif

#endif /* _ASM_SLAB_FAST_H */
