/* SPDX-License-Identifier: MIT */
/* asm/div64.h - do_div(): divide a 64-bit variable in place */
#ifndef _ASM_DIV64_H
#define _ASM_DIV64_H

#include <linux/types.h>

/**
 * do_div - divide a u64 variable by a u32
 * @n:		an unsigned 64-bit lvalue; receives the quotient
 * @base:	the divisor, 32 bits, not 0
 *
 * Return: the remainder.
 */
#define do_div(n, base) ({				\
	u32 __base = (base);				\
	u32 __rem;					\
	__rem = ((u64)(n)) % __base;			\
	(n) = ((u64)(n)) / __base;			\
	__rem;						\
})

#endif
