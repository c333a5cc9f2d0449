/* SPDX-License-Identifier: MIT */
/*
 * asm/percpu.h - this_cpu_*() as restartable sequences of one step
 *
 * For <linux/percpu.h> only. The commit is one instruction without a lock prefix: it can't be
 * interrupted half way, and that it hits the right CPU's copy is what the section sees to. A
 * section that leaves does the same by the token, out of line (mm/percpu_ops.c).
 */
#ifndef _ASM_PERCPU_H
#define _ASM_PERCPU_H

#include <asm/rseq.h>

#ifdef ARCH_HAS_RSEQ
#include <asm/current.h>

#include <linux/percpu_ops.h>

/* No result: "op value, memory". */
#define __RSEQ_DO(name, insn, op, suffix, type)						\
static __always_inline void rseq_cpu_##name##_##type(void *var, u64 val)			\
{											\
	struct thread_info *ti = current_thread_info();					\
	unsigned long p, t;								\
											\
	asm volatile goto(								\
		RSEQ_SINGLE_BEGIN(t)							\
		insn suffix " %[val], (%[var], %[p])\n"					\
		RSEQ_SECTION_END(slow)							\
		: [p] "=&r" (p), [t] "=&r" (t)						\
		: RSEQ_INPUTS(ti), [var] "r" (var), [val] "re" ((type)val)			\
		: "memory", "cc" : slow);						\
	return;										\
slow:											\
	percpu_op_slow(op, var, sizeof(type), val, 0);					\
}

/* An instruction that exchanges: @ret goes in with the new value and comes out with the old one. */
#define __RSEQ_ADD_RETURN(suffix, type)							\
static __always_inline type rseq_cpu_add_return_##type(void *var, u64 val)			\
{											\
	struct thread_info *ti = current_thread_info();					\
	type ret = val;									\
	unsigned long p, t;								\
											\
	asm volatile(									\
		RSEQ_SINGLE_BEGIN(t)							\
		"movl $1, %k[t]\n\t"							\
		"xadd" suffix " %[ret], (%[var], %[p])\n"				\
		RSEQ_SECTION_END_OR_ZERO(t)						\
		: [p] "=&r" (p), [t] "=&r" (t), [ret] "+&r" (ret)			\
		: RSEQ_INPUTS(ti), [var] "r" (var)					\
		: "memory", "cc");							\
	if (likely(t))									\
		return ret + val;							\
	return percpu_op_slow(PERCPU_ADD_RETURN, var, sizeof(type), val, 0);		\
}

/* Not xchg: with memory that one locks. */
#define __RSEQ_XCHG(suffix, type)							\
static __always_inline type rseq_cpu_xchg_##type(void *var, u64 val)			\
{											\
	struct thread_info *ti = current_thread_info();					\
	type ret;									\
	unsigned long p, t;								\
											\
	asm volatile(									\
		RSEQ_SECTION_BEGIN(t)							\
		RSEQ_CPU_CHECK(t)							\
		"mov" suffix " (%[var], %[p]), %[ret]\n\t"				\
		"movl $1, %k[t]\n\t"							\
		"mov" suffix " %[val], (%[var], %[p])\n"				\
		RSEQ_SECTION_END_OR_ZERO(t)						\
		: [p] "=&r" (p), [t] "=&r" (t), [ret] "=&r" (ret)			\
		: RSEQ_INPUTS(ti), [var] "r" (var), [val] "r" ((type)val)			\
		: "memory", "cc");							\
	if (likely(t))									\
		return ret;								\
	return percpu_op_slow(PERCPU_XCHG, var, sizeof(type), val, 0);			\
}

#define __RSEQ_CMPXCHG(suffix, type)							\
static __always_inline type rseq_cpu_cmpxchg_##type(void *var, u64 old, u64 val)		\
{											\
	struct thread_info *ti = current_thread_info();					\
	type ret = old;									\
	unsigned long p, t;								\
											\
	asm volatile(									\
		RSEQ_SINGLE_BEGIN(t)							\
		"movl $1, %k[t]\n\t"							\
		"cmpxchg" suffix " %[val], (%[var], %[p])\n"				\
		RSEQ_SECTION_END_OR_ZERO(t)						\
		: [p] "=&r" (p), [t] "=&r" (t), [ret] "+&a" (ret)			\
		: RSEQ_INPUTS(ti), [var] "r" (var), [val] "r" ((type)val)			\
		: "memory", "cc");							\
	if (likely(t))									\
		return ret;								\
	return percpu_op_slow(PERCPU_CMPXCHG, var, sizeof(type), old, val);		\
}

#define __RSEQ_OPS(suffix, type)							\
	__RSEQ_DO(write, "mov", PERCPU_WRITE, suffix, type)				\
	__RSEQ_DO(add, "add", PERCPU_ADD, suffix, type)					\
	__RSEQ_DO(and, "and", PERCPU_AND, suffix, type)					\
	__RSEQ_DO(or, "or", PERCPU_OR, suffix, type)					\
	__RSEQ_ADD_RETURN(suffix, type)							\
	__RSEQ_XCHG(suffix, type)							\
	__RSEQ_CMPXCHG(suffix, type)

__RSEQ_OPS("b", u8)
__RSEQ_OPS("w", u16)
__RSEQ_OPS("l", u32)
__RSEQ_OPS("q", u64)

/* A value of @pcp's type, integer or pointer, as a plain number. */
#define __rseq_number(pcp, val)	((unsigned long)(__typeof__(pcp))(val))

#define __rseq_do(name, pcp, val)							\
	do {										\
		void *__rseq_var = (void *)&(pcp);					\
		unsigned long __rseq_val = __rseq_number(pcp, val);			\
											\
		switch (sizeof(pcp)) {							\
		case 1: rseq_cpu_##name##_u8(__rseq_var, __rseq_val); break;		\
		case 2: rseq_cpu_##name##_u16(__rseq_var, __rseq_val); break;		\
		case 4: rseq_cpu_##name##_u32(__rseq_var, __rseq_val); break;		\
		case 8: rseq_cpu_##name##_u64(__rseq_var, __rseq_val); break;		\
		default: __bad_size_call_parameter();					\
		}									\
	} while (0)

#define __rseq_value(name, pcp, ...)							\
	({										\
		void *__rseq_var = (void *)&(pcp);					\
		unsigned long __rseq_ret = 0;						\
											\
		switch (sizeof(pcp)) {							\
		case 1: __rseq_ret = rseq_cpu_##name##_u8(__rseq_var, __VA_ARGS__); break;	\
		case 2: __rseq_ret = rseq_cpu_##name##_u16(__rseq_var, __VA_ARGS__); break;	\
		case 4: __rseq_ret = rseq_cpu_##name##_u32(__rseq_var, __VA_ARGS__); break;	\
		case 8: __rseq_ret = rseq_cpu_##name##_u64(__rseq_var, __VA_ARGS__); break;	\
		default: __bad_size_call_parameter();					\
		}									\
		(__typeof__(pcp))__rseq_ret;						\
	})

#define this_cpu_write(pcp, val)	__rseq_do(write, pcp, val)
#define this_cpu_add(pcp, val)		__rseq_do(add, pcp, val)
#define this_cpu_and(pcp, val)		__rseq_do(and, pcp, val)
#define this_cpu_or(pcp, val)		__rseq_do(or, pcp, val)
#define this_cpu_add_return(pcp, val)	__rseq_value(add_return, pcp, __rseq_number(pcp, val))
#define this_cpu_xchg(pcp, nval)	__rseq_value(xchg, pcp, __rseq_number(pcp, nval))
#define this_cpu_cmpxchg(pcp, o, n)	\
	__rseq_value(cmpxchg, pcp, __rseq_number(pcp, o), __rseq_number(pcp, n))

#else
#include <asm-generic/asm/percpu.h>
#endif

#endif /* _ASM_PERCPU_H */
