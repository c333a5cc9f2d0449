/* SPDX-License-Identifier: MIT */
/*
 * linux/percpu_old.h - per-CPU operations by the names that Linux 2.6.34 had for them
 *
 * <linux/percpu.h> reads it where a build sets QUARRY_API. Linux 2.6.10 has none of them. Row C4.
 */
#ifndef _LINUX_PERCPU_OLD_H
#define _LINUX_PERCPU_OLD_H

#include <linux/percpu.h>

#ifdef QUARRY_API

#define __this_cpu_ptr(ptr)		raw_cpu_ptr(ptr)

#if QUARRY_API >= 20634
/* The variable of whatever CPU it succeeds on, as one step. */
#define irqsafe_cpu_xor(var, val)						\
	do {									\
		__typeof__(var) __pcp_seen;					\
										\
		do								\
			__pcp_seen = this_cpu_read(var);			\
		while (this_cpu_cmpxchg(var, __pcp_seen, __pcp_seen ^ (val)) != __pcp_seen);	\
	} while (0)
#define irqsafe_cpu_add(var, val)	this_cpu_add(var, val)
#define irqsafe_cpu_sub(var, val)	this_cpu_sub(var, val)
#define irqsafe_cpu_inc(var)		this_cpu_inc(var)
#define irqsafe_cpu_dec(var)		this_cpu_dec(var)
#define irqsafe_cpu_and(var, val)	this_cpu_and(var, val)
#define irqsafe_cpu_or(var, val)	this_cpu_or(var, val)

#define percpu_read(var)		this_cpu_read(var)
#define percpu_write(var, val)		this_cpu_write(var, val)
#define percpu_add(var, val)		this_cpu_add(var, val)
#define percpu_sub(var, val)		this_cpu_sub(var, val)
#define percpu_and(var, val)		this_cpu_and(var, val)
#define percpu_or(var, val)		this_cpu_or(var, val)
#define percpu_xor(var, val)		irqsafe_cpu_xor(var, val)
#endif

#endif /* QUARRY_API */

#endif /* _LINUX_PERCPU_OLD_H */
