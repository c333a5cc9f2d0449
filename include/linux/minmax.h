/* SPDX-License-Identifier: MIT */
/*
 * linux/minmax.h - the smaller and the larger of two values of one type
 *
 * The arguments are evaluated once. min() of different types is a build warning; min_t() names
 * the type to compare in. With constants the result is a constant expression.
 */
#ifndef _LINUX_MINMAX_H
#define _LINUX_MINMAX_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/types.h>

#define __mm_typecheck(x, y)	(!!(sizeof((typeof(x) *)1 == (typeof(y) *)1)))
#define __mm_no_side_effects(x, y)	(__is_constexpr(x) && __is_constexpr(y))
#define __mm_safe_cmp(x, y)	(__mm_typecheck(x, y) && __mm_no_side_effects(x, y))

#define __mm_cmp(x, y, op)	((x) op (y) ? (x) : (y))
#define __mm_cmp_once(x, y, ux, uy, op) ({	\
		typeof(x) ux = (x);		\
		typeof(y) uy = (y);		\
		__mm_cmp(ux, uy, op); })
#define __careful_cmp(x, y, op)						\
	__builtin_choose_expr(__mm_safe_cmp(x, y),			\
		__mm_cmp(x, y, op),					\
		__mm_cmp_once(x, y, __UNIQUE_ID(__x), __UNIQUE_ID(__y), op))

#define min(x, y)		__careful_cmp(x, y, <)
#define max(x, y)		__careful_cmp(x, y, >)
#define min3(x, y, z)		min((typeof(x))min(x, y), z)
#define max3(x, y, z)		max((typeof(x))max(x, y), z)
#define min_t(type, x, y)	__careful_cmp((type)(x), (type)(y), <)
#define max_t(type, x, y)	__careful_cmp((type)(x), (type)(y), >)

/* The smaller of those that are not 0. */
#define min_not_zero(x, y) ({			\
	typeof(x) __x = (x);			\
	typeof(y) __y = (y);			\
	__x == 0 ? __y : ((__y == 0) ? __x : min(__x, __y)); })

#define clamp(val, lo, hi) ({						\
	typeof(val) __cv = (val);					\
	typeof(lo) __clo = (lo);					\
	typeof(hi) __chi = (hi);					\
	(void)__mm_typecheck(val, lo);					\
	(void)__mm_typecheck(val, hi);					\
	__cv < __clo ? __clo : __cv > __chi ? __chi : __cv; })
#define clamp_t(type, val, lo, hi)	clamp((type)(val), (type)(lo), (type)(hi))
#define clamp_val(val, lo, hi)		clamp_t(typeof(val), val, lo, hi)

#define swap(a, b) \
	do { typeof(a) __tmp = (a); (a) = (b); (b) = __tmp; } while (0)

#endif /* _LINUX_MINMAX_H */
