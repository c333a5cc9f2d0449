/* SPDX-License-Identifier: MIT */
/* asm/bitsperlong.h - BITS_PER_LONG */
#ifndef _ASM_BITSPERLONG_H
#define _ASM_BITSPERLONG_H

#include <linux/types.h>

#define small_const_nbits(nbits) \
	(__builtin_constant_p(nbits) && (nbits) <= BITS_PER_LONG && (nbits) > 0)

#endif
