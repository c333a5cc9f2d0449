/* SPDX-License-Identifier: MIT */
/*
 * asm-generic/asm/percpu.h - this_cpu_*() by holding the CPU with interrupts off
 *
 * For <linux/percpu.h> only.
 */
#ifndef _ASM_GENERIC_PERCPU_H
#define _ASM_GENERIC_PERCPU_H

#include <linux/irqflags.h>

#define __percpu_held(stmt)					\
	do {							\
		unsigned long __pcp_irqs = cpu_irqs_save();	\
		stmt;						\
		cpu_irqs_restore(__pcp_irqs);			\
	} while (0)

#define __percpu_held_ret(type, expr)						\
	({									\
		__typeof__(type) __pcp_ret;					\
		__percpu_held(__pcp_ret = (expr));				\
		__pcp_ret;							\
	})

#define this_cpu_write(pcp, val)	__percpu_held(raw_cpu_write(pcp, val))
#define this_cpu_add(pcp, val)		__percpu_held(raw_cpu_add(pcp, val))
#define this_cpu_and(pcp, val)		__percpu_held(raw_cpu_and(pcp, val))
#define this_cpu_or(pcp, val)		__percpu_held(raw_cpu_or(pcp, val))
#define this_cpu_add_return(pcp, val)	__percpu_held_ret(pcp, raw_cpu_add_return(pcp, val))
#define this_cpu_xchg(pcp, nval)	__percpu_held_ret(pcp, raw_cpu_xchg(pcp, nval))
#define this_cpu_cmpxchg(pcp, o, n)	__percpu_held_ret(pcp, raw_cpu_cmpxchg(pcp, o, n))

#endif /* _ASM_GENERIC_PERCPU_H */
