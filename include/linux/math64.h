/* SPDX-License-Identifier: MIT */
/* linux/math64.h - 64-bit division and multiplication, by names that 32-bit machines share */
#ifndef _LINUX_MATH64_H
#define _LINUX_MATH64_H

#include <linux/types.h>
#include <linux/math.h>

#define div64_long(x, y)	div64_s64((x), (y))
#define div64_ul(x, y)		div64_u64((x), (y))

static inline u64 div_u64_rem(u64 dividend, u32 divisor, u32 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

static inline s64 div_s64_rem(s64 dividend, s32 divisor, s32 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

static inline u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

static inline s64 div64_s64(s64 dividend, s64 divisor)
{
	return dividend / divisor;
}

static inline u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

static inline s64 div_s64(s64 dividend, s32 divisor)
{
	return dividend / divisor;
}

/** iter_div_u64_rem - a division whose quotient is known to be small */
static inline u32 iter_div_u64_rem(u64 dividend, u32 divisor, u64 *remainder)
{
	*remainder = dividend % divisor;
	return (u32)(dividend / divisor);
}

static inline u64 mul_u32_u32(u32 a, u32 b)
{
	return (u64)a * b;
}

static inline u64 mul_u64_u32_shr(u64 a, u32 mul, unsigned int shift)
{
	return (u64)(((unsigned __int128)a * mul) >> shift);
}

static inline u64 mul_u64_u64_shr(u64 a, u64 mul, unsigned int shift)
{
	return (u64)(((unsigned __int128)a * mul) >> shift);
}

/**
 * mul_u64_u64_div_u64 - multiply and divide with 128 bits in between
 * @a:		a factor
 * @mul:	a factor
 * @div:	the divisor, not 0
 *
 * Context: any.
 * Return: the quotient's low 64 bits.
 */
u64 mul_u64_u64_div_u64(u64 a, u64 mul, u64 div);

static inline u64 mul_u64_u32_div(u64 a, u32 mul, u32 div)
{
	return mul_u64_u64_div_u64(a, mul, div);
}

#define DIV64_U64_ROUND_UP(ll, d) \
	({ u64 __d = (d); div64_u64((ll) + __d - 1, __d); })
#define DIV64_U64_ROUND_CLOSEST(dividend, divisor) \
	({ u64 __d = (divisor); div64_u64((dividend) + __d / 2, __d); })
#define DIV_U64_ROUND_CLOSEST(dividend, divisor) \
	({ u32 __d = (divisor); div_u64((u64)(dividend) + __d / 2, __d); })
#define DIV_U64_ROUND_UP(ll, d) \
	({ u32 __d = (d); div_u64((ll) + __d - 1, __d); })
#define DIV_S64_ROUND_CLOSEST(dividend, divisor)(			\
{									\
	s64 __n = (dividend);						\
	s32 __d = (divisor);						\
	((__n > 0) == (__d > 0)) ?					\
		div_s64((__n + (__d / 2)), __d) :			\
		div_s64((__n - (__d / 2)), __d);			\
}									\
)

#endif /* _LINUX_MATH64_H */
