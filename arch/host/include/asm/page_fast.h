/* SPDX-License-Identifier: MIT */
/*
 * asm/page_fast.h - single pages off and onto CPUs' stacks, each by one restartable sequence
 *
 * For mm/page_fast.h only, which says what the tables are. The sequences are those of the CPU whose
 * home the thread runs on (RSEQ_HERE_BEGIN), of the core only; their commit is the store of the
 * stack's state.
 *
 * The page that is put is not mapped. In the section its count is 1: nobody else can bring it to 0
 * while the caller's use is among those counted. A section that was stopped may have stored the 0,
 * from which nobody brings it up (page_put_watch, mm/page_stack.h).
 */
#ifndef _ASM_PAGE_FAST_H
#define _ASM_PAGE_FAST_H

#include <asm/rseq.h>

#ifndef ARCH_HAS_RSEQ
#include <asm-generic/asm/page_fast.h>
#elif defined(MM_PAGE_FAST_H)

/* Of struct percpu_stack; the last slot in use is at 8 + 8 * nr. */
static_assert(offsetof(struct percpu_stack, state) == 0 && offsetof(struct percpu_stack, cap) == 8 &&
	      offsetof(struct percpu_stack, tag) == 12 && offsetof(struct percpu_stack, slot) == 16);

static __always_inline struct page *arch_page_pop(unsigned long type)
{
	unsigned long p, t, nr;
	struct page *page;

	asm volatile goto(
		RSEQ_HERE_BEGIN(t)
		"movq (%[stacks], %[type]), %[p]\n\t"
		RSEQ_HERE_PTR(t, p)
		"movq (%[p]), %[t]\n\t"
		"movzwl %w[t], %k[nr]\n\t"
		"testl %k[nr], %k[nr]\n\t"
		"je %l[fail]\n\t"
		"movq 8(%[p], %[nr], 8), %[page]\n\t"
		"addq %[pop], %[t]\n\t"
		"movq %[t], (%[p])\n"
		RSEQ_HERE_END
		: [p] "=&r" (p), [t] "=&r" (t), [nr] "=&r" (nr), [page] "=&r" (page)
		: RSEQ_HERE_INPUTS, [stacks] "r" (page_fast_pops), [type] "r" (type), [pop] "i" (PERCPU_STACK_POP)
		: "memory", "cc" : fail);
	if (!page)
		__builtin_unreachable();
	return page;
fail:
	return NULL;
}

/*
 * Perhaps the stack of the page's class is where the last page went on this CPU. Else the table says. Not
 * only is that longer: the stack's address is needed for all that follows, here and at the next pop, and
 * the processor knows it before it has read the page if the guess is taken.
 */
static __always_inline bool arch_page_put(struct page *page)
{
	unsigned long p, t, nr;

	asm volatile goto(
		RSEQ_HERE_BEGIN(t)
		"cmpl $0, %[watch]\n\t"
		"jne %l[fail]\n\t"
		"%{disp32%} movq %c[last](%[t]), %[p]\n\t"
		RSEQ_PATCH_FIELD("%c[patch_table]", "0")
		"movzbl %c[class](%[page]), %k[nr]\n\t"
		"cmpl 12(%[p]), %k[nr]\n\t"
		"je 878f\n\t"
		"leaq %[stacks], %[p]\n\t"
		"movq (%[p], %[nr], 8), %[p]\n\t"
		"movq %[t], %[nr]\n\t"
		RSEQ_HERE_PTR(nr, p)
		"%{disp32%} movq %[p], %c[last](%[t])\n\t"
		RSEQ_PATCH_FIELD("%c[patch_table]", "0")
		"878:\n\t"
		"movq (%[p]), %[t]\n\t"
		"movzwl %w[t], %k[nr]\n\t"
		"cmpl 8(%[p]), %k[nr]\n\t"
		"jae %l[fail]\n\t"
		"movq %[page], 16(%[p], %[nr], 8)\n\t"
		"movq $0, %c[counts](%[page])\n\t"
		"incq %[t]\n\t"
		"movq %[t], (%[p])\n"
		RSEQ_HERE_END
		: [p] "=&r" (p), [t] "=&r" (t), [nr] "=&r" (nr)
		: RSEQ_HERE_INPUTS, [stacks] "m" (page_fast_puts[0]), [page] "r" (page), [watch] "m" (core_put_watch),
		  [last] "i" (offsetof(struct cpu_token, last_page_stack)),
		  [class] "i" (offsetof(struct page, pcp_class)), [counts] "i" (offsetof(struct page, _mapcount))
		: "memory", "cc" : fail);
	return true;
fail:
	return false;
}

#endif

#endif /* _ASM_PAGE_FAST_H */
