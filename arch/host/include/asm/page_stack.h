/* SPDX-License-Identifier: MIT */
/*
 * asm/page_stack.h - stacks of free pages by restartable sequences
 *
 * For mm/page_stack.h only. The page is not mapped. In the section the page's count is 1: nobody else
 * can bring it to 0 while the caller's use is among those counted. A section that was stopped may
 * have stored the 0, from which nobody brings it up. Who takes uses from pages that it has none of first
 * sets page_put_watch and has all sections stopped; after that they leave the count alone.
 */
#ifndef _ASM_PAGE_STACK_H
#define _ASM_PAGE_STACK_H

#include <asm/rseq.h>

#ifdef ARCH_HAS_RSEQ
#include <asm/current.h>
#include <linux/mm_types.h>
#include <linux/page_ref.h>

struct percpu_stack;

/* mm/page_stack.h */
extern unsigned int page_put_watch;

static __always_inline bool arch_page_stack_put(struct percpu_stack __percpu *stack, struct page *page)
{
	struct thread_info *ti = (struct thread_info *)current_or_null();
	unsigned long s, state, nr;

	if (__builtin_expect(!ti, 0))
		return false;

	asm volatile goto(
		RSEQ_SECTION_BEGIN(t)
		RSEQ_CPU_CHECK(t)
		"addq %[stack], %[p]\n\t"
		"cmpl $0, %[watch]\n\t"
		"jne " RSEQ_LEAVE "\n\t"
		"movq (%[p]), %[t]\n\t"
		"movzwl %w[t], %k[nr]\n\t"
		"cmpl 8(%[p]), %k[nr]\n\t"
		"jae " RSEQ_LEAVE "\n\t"
		"movq %[page], 16(%[p], %[nr], 8)\n\t"
		"movq $0, %[counts]\n\t"
		"incq %[t]\n\t"
		"movq %[t], (%[p])\n"
		RSEQ_SECTION_END(fail)
		: [p] "=&r" (s), [t] "=&r" (state), [nr] "=&r" (nr)
		: RSEQ_INPUTS(ti), [stack] "r" (stack), [page] "r" (page),
		  [counts] "m" (page->_mapcount), [watch] "m" (page_put_watch)
		: "memory", "cc" : fail);
	return true;
fail:
	return false;
}

#else
#include <asm-generic/asm/page_stack.h>
#endif

#endif /* _ASM_PAGE_STACK_H */
