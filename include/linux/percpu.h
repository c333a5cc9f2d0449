/* SPDX-License-Identifier: MIT */
/*
 * linux/percpu.h - allocating per-CPU data, and operations on this CPU's copy
 *
 * this_cpu_*() are one step with regard to anything else on the same CPU, interrupts too, and the
 * CPU is the one that the caller is on during that step. Variables have 1, 2, 4 or 8 bytes.
 * __this_cpu_*() and raw_cpu_*() leave all that to the caller. Rows C4, C5.
 */
#ifndef _LINUX_PERCPU_H
#define _LINUX_PERCPU_H

#include <linux/types.h>
#include <linux/gfp_types.h>
#include <linux/irqflags.h>
#include <linux/pfn.h>
#include <linux/smp.h>
#include <linux/cpumask.h>
#include <linux/percpu-defs.h>

/* The largest allocation, per CPU: whole pages. */
#define PCPU_MIN_UNIT_SIZE	PFN_ALIGN(32 << 10)
#define PCPU_MIN_ALLOC_SHIFT	2
#define PCPU_MIN_ALLOC_SIZE	(1 << PCPU_MIN_ALLOC_SHIFT)
#define PERCPU_DYNAMIC_SIZE_SHIFT 10

/**
 * __alloc_percpu_gfp - @size bytes for each possible CPU, zeroed
 * @size:	bytes per CPU, at most PCPU_MIN_UNIT_SIZE
 * @align:	power of two, at most PAGE_SIZE
 * @gfp:	without GFP_KERNEL's bits only memory that is already mapped will do
 *
 * Context: may sleep if @gfp contains GFP_KERNEL; else any.
 * Return: a per-CPU pointer (for per_cpu_ptr() and this_cpu_ptr() only), or NULL. Row C5.
 */
void __percpu *__alloc_percpu_gfp(size_t size, size_t align, gfp_t gfp);
/** __alloc_percpu - the same with GFP_KERNEL. May sleep. */
void __percpu *__alloc_percpu(size_t size, size_t align);
/** free_percpu - give back what alloc_percpu() gave; NULL is safe. Context: any. */
void free_percpu(void __percpu *ptr);

#define alloc_percpu_gfp(type, gfp) \
	((__typeof__(type) __percpu *)__alloc_percpu_gfp(sizeof(type), __alignof__(type), gfp))
#define alloc_percpu(type) \
	((__typeof__(type) __percpu *)__alloc_percpu(sizeof(type), __alignof__(type)))

/**
 * is_kernel_percpu_address - does an address lie in CPU 0's copy of a static per-CPU variable?
 * @addr:	the address
 *
 * Context: any; waits in a loop for who changes the list of sections.
 * Return: true if it does, for the kernel's variables and modules' alike. Row C4.
 */
bool is_kernel_percpu_address(unsigned long addr);

/**
 * per_cpu_ptr_to_phys - the physical address behind a CPU's copy of allocated per-CPU data
 * @addr:	from per_cpu_ptr() on what alloc_percpu() gave, not freed meanwhile
 *
 * Context: any; takes no lock.
 * Return: the address in bytes, or 0 if @addr is no such pointer. Row C5.
 */
phys_addr_t per_cpu_ptr_to_phys(void *addr);

/**
 * percpu_module_add - make the other CPUs' copies of a module's per-CPU variables
 * @start:	of its section "percpu", as loaded
 * @size:	bytes; 0 is safe
 *
 * Context: may sleep. Return: 0 or -ENOMEM. A section that is known already is no error.
 */
int percpu_module_add(void *start, size_t size);

/* ---- operations on one CPU's copy; @pcp is the variable, or *ptr ---- */

#define raw_cpu_read(pcp)		READ_ONCE(*raw_cpu_ptr(&(pcp)))
#define raw_cpu_write(pcp, val)		WRITE_ONCE(*raw_cpu_ptr(&(pcp)), (val))
#define raw_cpu_add(pcp, val)							\
	do {									\
		__typeof__(&(pcp)) __pcp_p = raw_cpu_ptr(&(pcp));		\
		WRITE_ONCE(*__pcp_p, *__pcp_p + (val));				\
	} while (0)
#define raw_cpu_and(pcp, val)		(*raw_cpu_ptr(&(pcp)) &= (val))
#define raw_cpu_or(pcp, val)		(*raw_cpu_ptr(&(pcp)) |= (val))
#define raw_cpu_add_return(pcp, val)						\
	({									\
		__typeof__(&(pcp)) __pcp_p = raw_cpu_ptr(&(pcp));		\
		WRITE_ONCE(*__pcp_p, *__pcp_p + (val));				\
		*__pcp_p;							\
	})
#define raw_cpu_xchg(pcp, nval)							\
	({									\
		__typeof__(&(pcp)) __pcp_p = raw_cpu_ptr(&(pcp));		\
		__typeof__(pcp) __pcp_old = *__pcp_p;				\
		WRITE_ONCE(*__pcp_p, (nval));					\
		__pcp_old;							\
	})
#define raw_cpu_cmpxchg(pcp, oval, nval)					\
	({									\
		__typeof__(&(pcp)) __pcp_p = raw_cpu_ptr(&(pcp));		\
		__typeof__(pcp) __pcp_old = *__pcp_p;				\
		if (__pcp_old == (oval))					\
			WRITE_ONCE(*__pcp_p, (nval));				\
		__pcp_old;							\
	})
#define raw_cpu_sub(pcp, val)		raw_cpu_add(pcp, -(__typeof__(pcp))(val))
#define raw_cpu_inc(pcp)		raw_cpu_add(pcp, 1)
#define raw_cpu_dec(pcp)		raw_cpu_sub(pcp, 1)
#define raw_cpu_sub_return(pcp, val)	raw_cpu_add_return(pcp, -(__typeof__(pcp))(val))
#define raw_cpu_inc_return(pcp)		raw_cpu_add_return(pcp, 1)
#define raw_cpu_dec_return(pcp)		raw_cpu_add_return(pcp, -1)

#define raw_cpu_cmpxchg_double(pcp1, pcp2, oval1, oval2, nval1, nval2)		\
	({									\
		__typeof__(&(pcp1)) __pcp_p1 = raw_cpu_ptr(&(pcp1));		\
		__typeof__(&(pcp2)) __pcp_p2 = raw_cpu_ptr(&(pcp2));		\
		bool __pcp_same = *__pcp_p1 == (oval1) && *__pcp_p2 == (oval2);	\
		if (__pcp_same) {						\
			WRITE_ONCE(*__pcp_p1, (nval1));				\
			WRITE_ONCE(*__pcp_p2, (nval2));				\
		}								\
		__pcp_same;							\
	})

/*
 * The caller has said that it can't leave its CPU: with preemption on that is reported, as
 * "BUG: using __this_cpu_add() in preemptible".
 */
void __this_cpu_preempt_check(const char *op);
#define __percpu_checked(op, expr) \
	({ if (unlikely(preemptible())) __this_cpu_preempt_check(op); expr; })
#define __percpu_checked_do(op, stmt)						\
	do {									\
		if (unlikely(preemptible()))					\
			__this_cpu_preempt_check(op);				\
		stmt;								\
	} while (0)

#define __this_cpu_read(pcp)		__percpu_checked("read", raw_cpu_read(pcp))
#define __this_cpu_write(pcp, val)	__percpu_checked_do("write", raw_cpu_write(pcp, val))
#define __this_cpu_add(pcp, val)	__percpu_checked_do("add", raw_cpu_add(pcp, val))
#define __this_cpu_and(pcp, val)	__percpu_checked_do("and", raw_cpu_and(pcp, val))
#define __this_cpu_or(pcp, val)		__percpu_checked_do("or", raw_cpu_or(pcp, val))
#define __this_cpu_add_return(pcp, val)	__percpu_checked("add_return", raw_cpu_add_return(pcp, val))
#define __this_cpu_xchg(pcp, nval)	__percpu_checked("xchg", raw_cpu_xchg(pcp, nval))
#define __this_cpu_cmpxchg(pcp, o, n)	__percpu_checked("cmpxchg", raw_cpu_cmpxchg(pcp, o, n))
#define __this_cpu_cmpxchg_double(pcp1, pcp2, o1, o2, n1, n2) \
	__percpu_checked("cmpxchg_double", raw_cpu_cmpxchg_double(pcp1, pcp2, o1, o2, n1, n2))
#define __this_cpu_sub(pcp, val)	__this_cpu_add(pcp, -(__typeof__(pcp))(val))
#define __this_cpu_inc(pcp)		__this_cpu_add(pcp, 1)
#define __this_cpu_dec(pcp)		__this_cpu_sub(pcp, 1)
#define __this_cpu_sub_return(pcp, val)	__this_cpu_add_return(pcp, -(__typeof__(pcp))(val))
#define __this_cpu_inc_return(pcp)	__this_cpu_add_return(pcp, 1)
#define __this_cpu_dec_return(pcp)	__this_cpu_add_return(pcp, -1)

/* this_cpu_write, add, and, or, add_return, xchg, cmpxchg: the port's. */
#include <asm/percpu.h>

/* A single load; whose value it is may change at once, unless the caller holds the CPU. */
#define this_cpu_read(pcp)		raw_cpu_read(pcp)
#define this_cpu_sub(pcp, val)		this_cpu_add(pcp, -(__typeof__(pcp))(val))
#define this_cpu_inc(pcp)		this_cpu_add(pcp, 1)
#define this_cpu_dec(pcp)		this_cpu_sub(pcp, 1)
#define this_cpu_sub_return(pcp, val)	this_cpu_add_return(pcp, -(__typeof__(pcp))(val))
#define this_cpu_inc_return(pcp)	this_cpu_add_return(pcp, 1)
#define this_cpu_dec_return(pcp)	this_cpu_add_return(pcp, -1)
/* Two neighbours as one step, by holding the CPU with interrupts off. Return: were they as expected? */
#define this_cpu_cmpxchg_double(pcp1, pcp2, o1, o2, n1, n2)			\
	({									\
		unsigned long __pcp_flags = cpu_irqs_save();			\
		bool __pcp_ret = raw_cpu_cmpxchg_double(pcp1, pcp2, o1, o2, n1, n2);	\
		cpu_irqs_restore(__pcp_flags);					\
		__pcp_ret;							\
	})

#ifdef QUARRY_API
#include <linux/percpu_old.h>
#endif

#endif /* _LINUX_PERCPU_H */
