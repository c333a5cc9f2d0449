/* SPDX-License-Identifier: MIT */
/* linux/math.h - rounding, division with rounding, absolute values, square roots */
#ifndef _LINUX_MATH_H
#define _LINUX_MATH_H

#include <linux/const.h>
#include <linux/types.h>
#include <asm/div64.h>

/* To a multiple of a power of two; see roundup() for other numbers. */
#define __round_mask(x, y)	((typeof(x))((y) - 1))
#define round_up(x, y)		((((x) - 1) | __round_mask(x, y)) + 1)
#define round_down(x, y)	((x) & ~__round_mask(x, y))

#define DIV_ROUND_UP		__KERNEL_DIV_ROUND_UP
#define DIV_ROUND_DOWN_ULL(ll, d) \
	({ unsigned long long __tmp = (ll); do_div(__tmp, d); __tmp; })
#define DIV_ROUND_UP_ULL(ll, d) \
	DIV_ROUND_DOWN_ULL((unsigned long long)(ll) + (d) - 1, (d))
#define DIV_ROUND_UP_SECTOR_T(ll, d)	DIV_ROUND_UP_ULL(ll, d)

#define roundup(x, y) (						\
{								\
	typeof(y) __ruy = y;					\
	(((x) + (__ruy - 1)) / __ruy) * __ruy;			\
}								\
)
#define rounddown(x, y) (					\
{								\
	typeof(x) __rdx = (x);					\
	__rdx - (__rdx % (y));					\
}								\
)

/* To the nearest whole number, for a positive or negative dividend and positive divisor. */
#define DIV_ROUND_CLOSEST(x, divisor)(					\
{									\
	typeof(x) __drx = x;						\
	typeof(divisor) __drd = divisor;				\
	(((typeof(x))-1) > 0 || ((typeof(divisor))-1) > 0 ||		\
	 (((__drx) > 0) == ((__drd) > 0))) ?				\
		(((__drx) + ((__drd) / 2)) / (__drd)) :			\
		(((__drx) - ((__drd) / 2)) / (__drd));			\
}									\
)
#define DIV_ROUND_CLOSEST_ULL(x, divisor)(				\
{									\
	typeof(divisor) __drd = divisor;				\
	unsigned long long __drt = (x) + (__drd) / 2;			\
	do_div(__drt, __drd);						\
	__drt;								\
}									\
)

/* x * n / d without losing the high bits of x * n. */
#define mult_frac(x, n, d)						\
({									\
	typeof(x) __mfx = (x);						\
	typeof(n) __mfn = (n);						\
	typeof(d) __mfd = (d);						\
	typeof(x) __mfq = __mfx / __mfd;				\
	typeof(x) __mfr = __mfx % __mfd;				\
	(typeof(x))(__mfq * __mfn + __mfr * __mfn / __mfd);		\
})
#define sector_div(a, b)	do_div(a, b)

/* Of any signed or unsigned integer; the result of char and short is signed as given. */
#define abs(x)	__abs_choose_expr(x, long long,				\
		__abs_choose_expr(x, long,				\
		__abs_choose_expr(x, int,				\
		__abs_choose_expr(x, short,				\
		__abs_choose_expr(x, char,				\
		__builtin_choose_expr(					\
			__builtin_types_compatible_p(typeof(x), char),	\
			(char)({ signed char __ax = (x); __ax < 0 ? -__ax : __ax; }), \
			((void)0)))))))
#define __abs_choose_expr(x, type, other) __builtin_choose_expr(	\
	__builtin_types_compatible_p(typeof(x), signed type) ||		\
	__builtin_types_compatible_p(typeof(x), unsigned type),		\
	({ signed type __ax = (x); __ax < 0 ? -__ax : __ax; }), other)
#define abs_diff(a, b) ({			\
	typeof(a) __a = (a);			\
	typeof(b) __b = (b);			\
	(void)(&__a == &__b);			\
	__a > __b ? (__a - __b) : (__b - __a);	\
})

/** reciprocal_scale - map @val, spread over 32 bits, onto 0 .. @ep_ro - 1 without a division */
static inline u32 reciprocal_scale(u32 val, u32 ep_ro)
{
	return (u32)(((u64)val * ep_ro) >> 32);
}

/**
 * int_sqrt - the square root of an integer
 * @x:		the integer
 *
 * Context: any.
 * Return: the largest integer whose square is not above @x.
 */
unsigned long int_sqrt(unsigned long x);
static inline u32 int_sqrt64(u64 x)
{
	return (u32)int_sqrt((unsigned long)x);
}

#endif /* _LINUX_MATH_H */
