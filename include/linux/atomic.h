/* SPDX-License-Identifier: MIT */
/*
 * linux/atomic.h - atomic_t (int), atomic64_t (s64) and atomic_long_t (long)
 *
 * One list of operations, below, is expanded for the three types. For T in atomic, atomic64,
 * atomic_long (row D3):
 *
 * T_read, T_set			one access, no order; T_read_acquire, T_set_release
 * T_add, sub, inc, dec, and, andnot, or, xor			atomic, no result, no order
 * T_{add,sub,inc,dec}_return[order]				the new value
 * T_fetch_{add,sub,inc,dec,and,andnot,or,xor}[order]		the old value
 * T_xchg[order], T_cmpxchg[order], T_try_cmpxchg[order]	as in asm/cmpxchg.h
 * T_{sub,dec,inc}_and_test, T_add_negative			is the new value 0? negative?
 * T_fetch_add_unless(v, a, u), T_add_unless(v, a, u)		add a unless v is u
 * T_inc_not_zero, T_inc_unless_negative, T_dec_unless_positive, T_dec_if_positive
 *
 * [order] is nothing (a full barrier), _relaxed, _acquire or _release. A conditional operation
 * that does not change the value orders nothing. Overflow wraps. Any context.
 */
#ifndef _LINUX_ATOMIC_H
#define _LINUX_ATOMIC_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/barrier.h>
#include <asm/cmpxchg.h>

typedef atomic64_t atomic_long_t;

#define ATOMIC64_INIT(i)	{ (i) }
#define ATOMIC_LONG_INIT(i)	ATOMIC64_INIT(i)

#define __ATOMIC_PLAIN(T, S, C)							\
static __always_inline C T##_read(const S *v)					\
{										\
	return READ_ONCE(v->counter);						\
}										\
static __always_inline C T##_read_acquire(const S *v)				\
{										\
	return smp_load_acquire(&v->counter);					\
}										\
static __always_inline void T##_set(S *v, C i)					\
{										\
	WRITE_ONCE(v->counter, i);						\
}										\
static __always_inline void T##_set_release(S *v, C i)				\
{										\
	smp_store_release(&v->counter, i);					\
}

/* An operation with an operand: no result, and the old value in each order. */
#define __ATOMIC_VOID(T, S, C, name, op, operand)				\
static __always_inline void T##_##name(C i, S *v)				\
{										\
	__atomic_fetch_##op(&v->counter, operand, __ATOMIC_RELAXED);		\
}
#define __ATOMIC_FETCH(T, S, C, name, op, operand, sfx, order)			\
static __always_inline C T##_fetch_##name##sfx(C i, S *v)			\
{										\
	C old;									\
										\
	__rmw_full_if(order);							\
	old = __atomic_fetch_##op(&v->counter, operand, order);			\
	__rmw_full_if(order);							\
	return old;								\
}
#define __ATOMIC_FETCH_OP(T, S, C, name, op, operand)				\
	__ATOMIC_VOID(T, S, C, name, op, operand)				\
	__ATOMIC_FETCH(T, S, C, name, op, operand, , __ATOMIC_SEQ_CST)		\
	__ATOMIC_FETCH(T, S, C, name, op, operand, _relaxed, __ATOMIC_RELAXED)	\
	__ATOMIC_FETCH(T, S, C, name, op, operand, _acquire, __ATOMIC_ACQUIRE)	\
	__ATOMIC_FETCH(T, S, C, name, op, operand, _release, __ATOMIC_RELEASE)

/* What follows from fetch_add and fetch_sub, and the exchanges, in one order. */
#define __ATOMIC_ORDERED(T, S, C, sfx, order)					\
static __always_inline C T##_add_return##sfx(C i, S *v)				\
{										\
	return T##_fetch_add##sfx(i, v) + i;					\
}										\
static __always_inline C T##_sub_return##sfx(C i, S *v)				\
{										\
	return T##_fetch_sub##sfx(i, v) - i;					\
}										\
static __always_inline C T##_inc_return##sfx(S *v)				\
{										\
	return T##_add_return##sfx(1, v);					\
}										\
static __always_inline C T##_dec_return##sfx(S *v)				\
{										\
	return T##_sub_return##sfx(1, v);					\
}										\
static __always_inline C T##_fetch_inc##sfx(S *v)				\
{										\
	return T##_fetch_add##sfx(1, v);					\
}										\
static __always_inline C T##_fetch_dec##sfx(S *v)				\
{										\
	return T##_fetch_sub##sfx(1, v);					\
}										\
static __always_inline C T##_xchg##sfx(S *v, C i)				\
{										\
	return __quarry_xchg(&v->counter, i, order);				\
}										\
static __always_inline bool T##_try_cmpxchg##sfx(S *v, C *old, C new)		\
{										\
	return __quarry_try_cmpxchg(&v->counter, (typeof(&v->counter))old, new, order); \
}										\
static __always_inline C T##_cmpxchg##sfx(S *v, C old, C new)			\
{										\
	T##_try_cmpxchg##sfx(v, &old, new);					\
	return old;								\
}

#define __ATOMIC_TESTS(T, S, C)							\
static __always_inline void T##_inc(S *v)					\
{										\
	T##_add(1, v);								\
}										\
static __always_inline void T##_dec(S *v)					\
{										\
	T##_sub(1, v);								\
}										\
static __always_inline bool T##_sub_and_test(C i, S *v)				\
{										\
	return T##_sub_return(i, v) == 0;					\
}										\
static __always_inline bool T##_dec_and_test(S *v)				\
{										\
	return T##_dec_return(v) == 0;						\
}										\
static __always_inline bool T##_inc_and_test(S *v)				\
{										\
	return T##_inc_return(v) == 0;						\
}										\
static __always_inline bool T##_add_negative(C i, S *v)				\
{										\
	return T##_add_return(i, v) < 0;					\
}

/* Change the value from c to @next unless @stop holds of c. Leaves c as it was found last. */
#define __ATOMIC_UNLESS(T, v, c, stop, next)					\
	do {									\
		if (unlikely(stop))						\
			break;							\
	} while (!T##_try_cmpxchg(v, &c, next))

#define __ATOMIC_CONDITIONAL(T, S, C)						\
static __always_inline C T##_fetch_add_unless(S *v, C a, C u)			\
{										\
	C c = T##_read(v);							\
										\
	__ATOMIC_UNLESS(T, v, c, c == u, c + a);				\
	return c;								\
}										\
static __always_inline bool T##_add_unless(S *v, C a, C u)			\
{										\
	return T##_fetch_add_unless(v, a, u) != u;				\
}										\
static __always_inline bool T##_inc_not_zero(S *v)				\
{										\
	return T##_add_unless(v, 1, 0);						\
}										\
static __always_inline bool T##_inc_unless_negative(S *v)			\
{										\
	C c = T##_read(v);							\
										\
	__ATOMIC_UNLESS(T, v, c, c < 0, c + 1);					\
	return c >= 0;								\
}										\
static __always_inline bool T##_dec_unless_positive(S *v)			\
{										\
	C c = T##_read(v);							\
										\
	__ATOMIC_UNLESS(T, v, c, c > 0, c - 1);					\
	return c <= 0;								\
}										\
static __always_inline C T##_dec_if_positive(S *v)				\
{										\
	C c = T##_read(v);							\
										\
	__ATOMIC_UNLESS(T, v, c, c - 1 < 0, c - 1);				\
	return c - 1;								\
}

#define __ATOMIC_FAMILY(T, S, C)						\
	__ATOMIC_PLAIN(T, S, C)							\
	__ATOMIC_FETCH_OP(T, S, C, add, add, i)					\
	__ATOMIC_FETCH_OP(T, S, C, sub, sub, i)					\
	__ATOMIC_FETCH_OP(T, S, C, and, and, i)					\
	__ATOMIC_FETCH_OP(T, S, C, andnot, and, ~i)				\
	__ATOMIC_FETCH_OP(T, S, C, or, or, i)					\
	__ATOMIC_FETCH_OP(T, S, C, xor, xor, i)					\
	__ATOMIC_ORDERED(T, S, C, , __ATOMIC_SEQ_CST)				\
	__ATOMIC_ORDERED(T, S, C, _relaxed, __ATOMIC_RELAXED)			\
	__ATOMIC_ORDERED(T, S, C, _acquire, __ATOMIC_ACQUIRE)			\
	__ATOMIC_ORDERED(T, S, C, _release, __ATOMIC_RELEASE)			\
	__ATOMIC_TESTS(T, S, C)							\
	__ATOMIC_CONDITIONAL(T, S, C)

__ATOMIC_FAMILY(atomic, atomic_t, int)
__ATOMIC_FAMILY(atomic64, atomic64_t, s64)
__ATOMIC_FAMILY(atomic_long, atomic_long_t, long)

#define atomic_cond_read_relaxed(v, c)		smp_cond_load_relaxed(&(v)->counter, (c))
#define atomic_cond_read_acquire(v, c)		smp_cond_load_acquire(&(v)->counter, (c))
#define atomic64_cond_read_relaxed(v, c)	smp_cond_load_relaxed(&(v)->counter, (c))
#define atomic64_cond_read_acquire(v, c)	smp_cond_load_acquire(&(v)->counter, (c))
#define atomic_long_cond_read_relaxed(v, c)	smp_cond_load_relaxed(&(v)->counter, (c))
#define atomic_long_cond_read_acquire(v, c)	smp_cond_load_acquire(&(v)->counter, (c))

#endif /* _LINUX_ATOMIC_H */
