/* SPDX-License-Identifier: MIT */
/*
 * asm/percpu_stack.h - per-CPU stacks by restartable sequences
 *
 * For <linux/percpu_stack.h> only. A task that has moved to another host CPU fails, until the
 * caller's slow path has taken a CPU for it.
 */
#ifndef _ASM_PERCPU_STACK_H
#define _ASM_PERCPU_STACK_H

#include <asm/rseq.h>

#ifdef ARCH_HAS_RSEQ
#include <asm/current.h>

struct percpu_stack;

/* slot[] begins at 16: the last one in use is at 8 + 8 * nr. */
static __always_inline void *arch_percpu_stack_pop(struct percpu_stack __percpu *stack)
{
	struct thread_info *ti = current_thread_info();
	unsigned long s, state, nr;
	void *object;

	asm volatile(
		RSEQ_SECTION_BEGIN(t)
		RSEQ_CPU_CHECK(t)
		"addq %[stack], %[p]\n\t"
		"movq (%[p]), %[t]\n\t"
		"movzwl %w[t], %k[nr]\n\t"
		"testl %k[nr], %k[nr]\n\t"
		"je " RSEQ_LEAVE "\n\t"
		"movq 8(%[p], %[nr], 8), %[object]\n\t"
		"addq $0xffff, %[t]\n\t"
		"movq %[t], (%[p])\n"
		RSEQ_SECTION_END_OR_ZERO(object)
		: [p] "=&r" (s), [t] "=&r" (state), [nr] "=&r" (nr), [object] "=&r" (object)
		: RSEQ_INPUTS(ti), [stack] "r" (stack)
		: "memory", "cc");
	return object;
}

static __always_inline bool arch_percpu_stack_push(struct percpu_stack __percpu *stack, void *object)
{
	struct thread_info *ti = current_thread_info();
	unsigned long s, state, nr;

	asm volatile goto(
		RSEQ_SECTION_BEGIN(t)
		RSEQ_CPU_CHECK(t)
		"addq %[stack], %[p]\n\t"
		"movq (%[p]), %[t]\n\t"
		"movzwl %w[t], %k[nr]\n\t"
		"cmpl 8(%[p]), %k[nr]\n\t"
		"jae " RSEQ_LEAVE "\n\t"
		"movq %[object], 16(%[p], %[nr], 8)\n\t"
		"incq %[t]\n\t"
		"movq %[t], (%[p])\n"
		RSEQ_SECTION_END(fail)
		: [p] "=&r" (s), [t] "=&r" (state), [nr] "=&r" (nr)
		: RSEQ_INPUTS(ti), [stack] "r" (stack), [object] "r" (object)
		: "memory", "cc" : fail);
	return true;
fail:
	return false;
}

#include <linux/percpu_stack.h>

#else
#include <asm-generic/asm/percpu_stack.h>
#endif

#endif /* _ASM_PERCPU_STACK_H */
