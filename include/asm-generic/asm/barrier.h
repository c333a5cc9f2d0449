/* SPDX-License-Identifier: MIT */
/*
 * asm/barrier.h - memory barriers
 *
 * smp_mb		full: accesses before it happen before those after it
 * smp_rmb, smp_wmb	the same for loads, for stores
 * smp_store_release(p, v), smp_load_acquire(p): what came before the store is seen by who
 *			loaded the value it stored
 * smp_mb__before_atomic, smp_mb__after_atomic: make an atomic operation that orders nothing
 *			(atomic_inc, set_bit) a full barrier on that side
 *
 * __smp_rmw_full() stands on both sides of each read-modify-write that Linux defines as fully
 * ordered: a C11 seq_cst operation is not a full barrier on every machine. On x86 its locked
 * instruction is one, so only the compiler needs to be told.
 *
 * The thread sanitizer doesn't understand fences. For it they are an acquire-release operation on
 * one common word: more order than promised, so that correct code is not reported.
 */
#ifndef _ASM_BARRIER_H
#define _ASM_BARRIER_H

#include <linux/compiler.h>

#ifdef __QUARRY_TSAN
extern int quarry_tsan_fence_word;
#define __smp_fence(order) \
	((void)__atomic_fetch_add(&quarry_tsan_fence_word, 0, __ATOMIC_ACQ_REL))
#else
#define __smp_fence(order)	__atomic_thread_fence(order)
#endif

#if defined(__x86_64__) || defined(__i386__)
#define __smp_rmw_full()	barrier()
#else
#define __smp_rmw_full()	__smp_fence(__ATOMIC_SEQ_CST)
#endif

#define smp_mb()		__smp_fence(__ATOMIC_SEQ_CST)
#define smp_rmb()		__smp_fence(__ATOMIC_ACQUIRE)
#define smp_wmb()		__smp_fence(__ATOMIC_RELEASE)
#define smp_mb__before_atomic()	__smp_rmw_full()
#define smp_mb__after_atomic()	__smp_rmw_full()
#define smp_mb__after_spinlock() smp_mb()
#define smp_acquire__after_ctrl_dep() smp_rmb()
#define smp_read_barrier_depends() barrier()

/* Against devices too. */
#define mb()			smp_mb()
#define rmb()			smp_rmb()
#define wmb()			smp_wmb()
#define dma_mb()		smp_mb()
#define dma_rmb()		smp_rmb()
#define dma_wmb()		smp_wmb()
#define pmem_wmb()		wmb()
#define io_stop_wc()		do { } while (0)
#define __smp_mb()		smp_mb()
#define __smp_rmb()		smp_rmb()
#define __smp_wmb()		smp_wmb()
#define virt_mb()		smp_mb()
#define virt_rmb()		smp_rmb()
#define virt_wmb()		smp_wmb()

#define smp_store_mb(var, value)				\
do {								\
	WRITE_ONCE(var, value);					\
	smp_mb();						\
} while (0)

#define smp_store_release(p, v)					\
do {								\
	typeof(*(p)) __ssr = (v);				\
	compiletime_assert_atomic_type(*(p));			\
	__atomic_store((p), &__ssr, __ATOMIC_RELEASE);		\
} while (0)

#define smp_load_acquire(p)					\
({								\
	compiletime_assert_atomic_type(*(p));			\
	__atomic_load_n((p), __ATOMIC_ACQUIRE);			\
})
#define virt_store_release(p, v)	smp_store_release(p, v)
#define virt_load_acquire(p)		smp_load_acquire(p)

/**
 * smp_cond_load_relaxed - spin until a condition on *@ptr holds
 * @ptr:	what to read; its value is VAL within @cond_expr
 *
 * Return: the value for which it held.
 */
#define smp_cond_load_relaxed(ptr, cond_expr) ({		\
	typeof(ptr) __PTR = (ptr);				\
	__unqual_scalar_typeof(*ptr) VAL;			\
	for (;;) {						\
		VAL = READ_ONCE(*__PTR);			\
		if (cond_expr)					\
			break;					\
		barrier();					\
	}							\
	(typeof(*ptr))VAL;					\
})

/** smp_cond_load_acquire - the same, and what follows comes after the last read */
#define smp_cond_load_acquire(ptr, cond_expr) ({		\
	typeof(ptr) __PTR = (ptr);				\
	__unqual_scalar_typeof(*ptr) VAL;			\
	for (;;) {						\
		VAL = smp_load_acquire(__PTR);			\
		if (cond_expr)					\
			break;					\
		barrier();					\
	}							\
	(typeof(*ptr))VAL;					\
})

#define nop()			__asm__ __volatile__("")
#define barrier_nospec()	barrier()
#define array_index_mask_nospec(index, size) \
	(~(long)((index) | ((size) - 1UL - (index))) >> (BITS_PER_LONG - 1))

#endif /* _ASM_BARRIER_H */
