/* SPDX-License-Identifier: MIT */
/*
 * asm/slab_fast.h - objects into and out of magazines, each by one restartable sequence
 *
 * For mm/slab_fast.h only, which has included "mm/slab.h"; struct slab_magazine says what is what.
 * The sequences are those of the CPU whose home the thread runs on (RSEQ_HERE_BEGIN), of the core
 * only, and each does all there is to do: it finds the magazine, checks what comes in, marks it,
 * and commits by one store to either the top or the stack's state, which follows it.
 *
 * Between the mark and the commit a sequence may be stopped. So one that is stopped does not begin
 * anew: the object may be marked by it then, and the caller's slow way is told (SLAB_PUT_AGAIN).
 */
#ifndef _ASM_SLAB_FAST_H
#define _ASM_SLAB_FAST_H

#include <asm/rseq.h>

#ifndef ARCH_HAS_RSEQ
#include <asm-generic/asm/slab_fast.h>
#elif defined(MM_SLAB_H)

/*
 * Of struct slab_magazine: key at 8, link at 16, state at 24, cap at 32, slot[] at 40; the last
 * slot in use is at 32 + 8 * nr.
 */
static_assert(offsetof(struct slab_magazine, top) == 0 && offsetof(struct slab_magazine, link_key) == 8 &&
	      offsetof(struct slab_magazine, link_offset) == 16 && offsetof(struct slab_magazine, stack.state) == 24 &&
	      offsetof(struct slab_magazine, stack.cap) == 32 && offsetof(struct slab_magazine, stack.slot) == 40);

/*
 * The top if it is in, else from the stack, and what comes from there is the top. Once past the asm
 * there is an object.
 */
static __always_inline void *arch_slab_pop(struct kmem_cache *s)
{
	unsigned long p, t, nr;
	void *object;

	asm volatile goto(
		RSEQ_HERE_BEGIN(t)
		"movq %[magazine], %[p]\n\t"
		RSEQ_HERE_PTR(t, p)
		"movq (%[p]), %[object]\n\t"
		"btrq $0, %[object]\n\t"
		"movq %[object], %[t]\n\t"
		"jc 889f\n\t"
		"movq 24(%[p]), %[t]\n\t"
		"movzwl %w[t], %k[nr]\n\t"
		"testl %k[nr], %k[nr]\n\t"
		"je %l[fail]\n\t"
		"movq 32(%[p], %[nr], 8), %[object]\n\t"
		"addq $0xffff, %[t]\n\t"
		"movq %[object], (%[p])\n\t"
		"addq $24, %[p]\n"
		"889:\n\t"
		"movq %[t], (%[p])\n"
		RSEQ_HERE_END
		: [p] "=&r" (p), [t] "=&r" (t), [nr] "=&r" (nr), [object] "=&r" (object)
		: RSEQ_HERE_INPUTS, [magazine] "m" (s->magazine)
		: "memory", "cc" : fail);
	if (!object)
		__builtin_unreachable();
	return object;
fail:
	return NULL;
}

/* x := bytes into the direct map, page := the object's struct page; or leave */
#define SLAB_PAGE							\
	"movq %[object], %[x]\n\t"					\
	"subq %[base], %[x]\n\t"					\
	"cmpq %[limit], %[x]\n\t"					\
	"jae %l[fail]\n\t"						\
	"movq %[x], %[page]\n\t"					\
	"shrq %[page_shift], %[page]\n\t"				\
	"shlq $6, %[page]\n\t"						\
	"addq %[pages], %[page]\n\t"					\
	"testl %[plain], (%[page])\n\t"					\
	"je %l[fail]\n\t"

/*
 * x, page := where the mark is, and what: by the cache where it is known, as that is sooner; or by
 * the magazine
 */
#define SLAB_MARK							\
	"movl %c[link](%[s]), %k[x]\n\t"				\
	"movq %c[key](%[s]), %[page]\n\t"
#define SLAB_MARK_LAST							\
	"movl 16(%[p]), %k[x]\n\t"					\
	"movq 8(%[p]), %[page]\n\t"

/*
 * From x: is it one of the slab's objects? Then it goes on the stack. 889: it was on top, and comes
 * back there.
 */
#define SLAB_PUT(TOP_MARK)						\
	"andq %c[mask](%[s]), %[x]\n\t"					\
	"imulq %c[inverse](%[s]), %[x]\n\t"				\
	"cmpq %c[objects](%[s]), %[x]\n\t"				\
	"jae %l[fail]\n\t"						\
	"movq 24(%[p]), %[t]\n\t"					\
	"movzwl %w[t], %k[x]\n\t"					\
	"cmpl 32(%[p]), %k[x]\n\t"					\
	"jae %l[fail]\n\t"						\
	"movq %[object], 40(%[p], %[x], 8)\n\t"				\
	"incq %[t]\n\t"							\
	SLAB_MARK							\
	"addq $24, %[p]\n\t"						\
	"jmp 878f\n"							\
	"889:\n\t"							\
	"leaq 1(%[object]), %[t]\n\t"					\
	TOP_MARK							\
	"878:\n\t"							\
	"cmpl %k[page], 4(%[object], %[x])\n\t"				\
	"je %l[fail]\n\t"						\
	"movq %[page], (%[object], %[x])\n\t"				\
	"movq %[t], (%[p])\n"						\
	"883:\n\t"							\
	".pushsection __rseq_failure, \"ax\"\n\t"			\
	".byte 0x0f, 0xb9, 0x3d\n\t"					\
	".long " RSEQ_SIGNATURE "\n"					\
	"884:\n\t"							\
	"jmp %l[again]\n\t"						\
	".popsection\n\t"

#define SLAB_PUT_INPUTS							\
	RSEQ_HERE_INPUTS, [object] "r" (object), [base] "m" (core_page_offset),			\
	[limit] "m" (core_direct_map_size), [pages] "m" (core_vmemmap),			\
	[page_shift] "i" (PAGE_SHIFT), [plain] "i" (1U << PG_slab_plain),			\
	[slab_cache] "i" (offsetof(struct page, slab_cache)),					\
	[magazine] "i" (offsetof(struct kmem_cache, magazine)),					\
	[mask] "i" (offsetof(struct kmem_cache, slab_mask)),					\
	[inverse] "i" (offsetof(struct kmem_cache, size_inverse)),				\
	[objects] "i" (offsetof(struct kmem_cache, offset_limit)),				\
	[link] "i" (offsetof(struct kmem_cache, link_offset)),					\
	[key] "i" (offsetof(struct kmem_cache, link_key))

static_assert(sizeof(struct page) == 64 && offsetof(struct page, flags) == 0);

/* An object of @s. That the magazine's top is out and this is it says enough. */
static __always_inline enum slab_put arch_slab_put(struct kmem_cache *s, void *object)
{
	unsigned long p, t, x, page;

	asm volatile goto(
		RSEQ_HERE_BEGIN(t)
		"movq %c[magazine](%[s]), %[p]\n\t"
		RSEQ_HERE_PTR(t, p)
		"cmpq %[object], (%[p])\n\t"
		"je 889f\n\t"
		SLAB_PAGE
		"cmpq %[s], %c[slab_cache](%[page])\n\t"
		"jne %l[fail]\n\t"
		SLAB_PUT(SLAB_MARK)
		: [p] "=&r" (p), [t] "=&r" (t), [x] "=&r" (x), [page] "=&r" (page)
		: SLAB_PUT_INPUTS, [s] "r" (s)
		: "memory", "cc" : fail, again);
	return SLAB_PUT_DONE;
fail:
	return SLAB_PUT_NOT;
again:
	return SLAB_PUT_AGAIN;
}

/*
 * Of whatever cache: perhaps the top of the magazine that it was the last time on this CPU. Else
 * the page says. The guess may be a magazine that is not its cache's any more
 * (slab_magazine_off()), and as good as what the slow way does then.
 */
static __always_inline enum slab_put arch_slab_put_any(void *object)
{
	unsigned long p, t, x, page, s;

	asm volatile goto(
		RSEQ_HERE_BEGIN(t)
		"movq %c[last](%[t]), %[p]\n\t"
		"cmpq %[object], (%[p])\n\t"
		"je 889f\n\t"
		SLAB_PAGE
		"movq %c[slab_cache](%[page]), %[s]\n\t"
		"movq %c[magazine](%[s]), %[p]\n\t"
		RSEQ_HERE_PTR(t, p)
		"movq %[p], %c[last](%[t])\n\t"
		SLAB_PUT(SLAB_MARK_LAST)
		: [p] "=&r" (p), [t] "=&r" (t), [x] "=&r" (x), [page] "=&r" (page), [s] "=&r" (s)
		: SLAB_PUT_INPUTS, [last] "i" (offsetof(struct cpu_token, last_magazine))
		: "memory", "cc" : fail, again);
	return SLAB_PUT_DONE;
fail:
	return SLAB_PUT_NOT;
again:
	return SLAB_PUT_AGAIN;
}

#endif

#endif /* _ASM_SLAB_FAST_H */
