/* SPDX-License-Identifier: MIT */
/* linux/log2.h - logarithms to base 2 and powers of two; constants give constants */
#ifndef _LINUX_LOG2_H
#define _LINUX_LOG2_H

#include <linux/bitops.h>
#include <linux/types.h>

/** const_ilog2 - floor of the logarithm, as a constant expression */
#define const_ilog2(n) (__builtin_constant_p(n) ? ((n) < 2 ? 0 : 63 - __builtin_clzll(n)) : -1)
/** ilog2 - floor of the logarithm to base 2; @n is above 0 */
#define ilog2(n) ((n) < 2 ? 0 : 63 - __builtin_clzll(n))

static inline __attribute_const__ bool is_power_of_2(unsigned long n)
{
	return n != 0 && ((n & (n - 1)) == 0);
}

/** __roundup_pow_of_two - the power of two at or above @n, which is not 0 */
static inline __attribute_const__ unsigned long __roundup_pow_of_two(unsigned long n)
{
	return 1UL << fls_long(n - 1);
}

static inline __attribute_const__ unsigned long __rounddown_pow_of_two(unsigned long n)
{
	return 1UL << (fls_long(n) - 1);
}

#define roundup_pow_of_two(n) \
	(__builtin_constant_p(n) ? ((n) == 1 ? 1 : 1UL << (ilog2((n) - 1) + 1)) \
				 : __roundup_pow_of_two(n))
#define rounddown_pow_of_two(n) \
	(__builtin_constant_p(n) ? 1UL << ilog2(n) : __rounddown_pow_of_two(n))

/** order_base_2 - the smallest order for which 1 << order is at least @n; 0 for 0 and 1 */
#define order_base_2(n)		((n) > 1 ? ilog2((n) - 1) + 1 : 0)
/** bits_per - bits needed to write @n; 1 for 0 */
#define bits_per(n)		((n) > 1 ? ilog2(n) + 1 : 1)

#endif
