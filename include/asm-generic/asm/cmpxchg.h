/* SPDX-License-Identifier: MIT */
/*
 * asm/cmpxchg.h - exchange and compare-and-exchange of any 1, 2, 4 or 8 byte object
 *
 * xchg(ptr, v)			store v; returns the old value
 * cmpxchg(ptr, old, new)	store new if *ptr == old; returns what was there
 * try_cmpxchg(ptr, &old, new)	true if stored; else old receives what was there
 * Suffixes _relaxed, _acquire, _release order less; without one it is a full barrier when the
 * store is done. A compare that fails orders nothing.
 */
#ifndef _ASM_CMPXCHG_H
#define _ASM_CMPXCHG_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/barrier.h>

#define __rmw_full_if(order) \
	do { if ((order) == __ATOMIC_SEQ_CST) __smp_rmw_full(); } while (0)

#define __quarry_xchg(ptr, v, order)					\
({									\
	typeof(ptr) __xp = (ptr);					\
	typeof(*(ptr)) __xr;						\
	__rmw_full_if(order);						\
	__xr = __atomic_exchange_n(__xp, (v), order);			\
	__rmw_full_if(order);						\
	__xr;								\
})

#define __quarry_try_cmpxchg(ptr, oldp, new, order)			\
({									\
	typeof(ptr) __cp = (ptr);					\
	bool __cr;							\
	__rmw_full_if(order);						\
	__cr = __atomic_compare_exchange_n(__cp, (oldp), (new), 0, order, __ATOMIC_RELAXED); \
	__rmw_full_if(order);						\
	__cr;								\
})

#define __quarry_cmpxchg(ptr, old, new, order)				\
({									\
	typeof(*(ptr)) __co = (old);					\
	(void)__quarry_try_cmpxchg(ptr, &__co, new, order);		\
	__co;								\
})

#define xchg(ptr, v)		__quarry_xchg(ptr, v, __ATOMIC_SEQ_CST)
#define xchg_relaxed(ptr, v)	__quarry_xchg(ptr, v, __ATOMIC_RELAXED)
#define xchg_acquire(ptr, v)	__quarry_xchg(ptr, v, __ATOMIC_ACQUIRE)
#define xchg_release(ptr, v)	__quarry_xchg(ptr, v, __ATOMIC_RELEASE)

#define cmpxchg(ptr, o, n)		__quarry_cmpxchg(ptr, o, n, __ATOMIC_SEQ_CST)
#define cmpxchg_relaxed(ptr, o, n)	__quarry_cmpxchg(ptr, o, n, __ATOMIC_RELAXED)
#define cmpxchg_acquire(ptr, o, n)	__quarry_cmpxchg(ptr, o, n, __ATOMIC_ACQUIRE)
#define cmpxchg_release(ptr, o, n)	__quarry_cmpxchg(ptr, o, n, __ATOMIC_RELEASE)
#define cmpxchg_local(ptr, o, n)	cmpxchg_relaxed(ptr, o, n)
#define sync_cmpxchg(ptr, o, n)		cmpxchg(ptr, o, n)

#define cmpxchg64(ptr, o, n)		cmpxchg(ptr, o, n)
#define cmpxchg64_relaxed(ptr, o, n)	cmpxchg_relaxed(ptr, o, n)
#define cmpxchg64_acquire(ptr, o, n)	cmpxchg_acquire(ptr, o, n)
#define cmpxchg64_release(ptr, o, n)	cmpxchg_release(ptr, o, n)
#define cmpxchg64_local(ptr, o, n)	cmpxchg_relaxed(ptr, o, n)

#define try_cmpxchg(ptr, op, n)		__quarry_try_cmpxchg(ptr, op, n, __ATOMIC_SEQ_CST)
#define try_cmpxchg_relaxed(ptr, op, n)	__quarry_try_cmpxchg(ptr, op, n, __ATOMIC_RELAXED)
#define try_cmpxchg_acquire(ptr, op, n)	__quarry_try_cmpxchg(ptr, op, n, __ATOMIC_ACQUIRE)
#define try_cmpxchg_release(ptr, op, n)	__quarry_try_cmpxchg(ptr, op, n, __ATOMIC_RELEASE)
#define try_cmpxchg64(ptr, op, n)	try_cmpxchg(ptr, op, n)

#endif /* _ASM_CMPXCHG_H */
