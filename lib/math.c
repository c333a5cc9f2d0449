// SPDX-License-Identifier: MIT
/* lib/math.c - integer square root, and multiplication through 128 bits */
#include <linux/bitops.h>
#include <linux/export.h>
#include <linux/math.h>
#include <linux/math64.h>

/* Bit by bit from the highest: root holds the bits found, doubled and shifted as far as @bit. */
unsigned long int_sqrt(unsigned long x)
{
	unsigned long root = 0, bit;

	if (x <= 1)
		return x;
	for (bit = 1UL << (__fls(x) & ~1UL); bit; bit >>= 2) {
		unsigned long trial = root + bit;

		root >>= 1;
		if (x >= trial) {
			x -= trial;
			root += bit;
		}
	}
	return root;
}
EXPORT_SYMBOL(int_sqrt);

/* Long division by bits: compilers would call their own library for a 128-bit quotient. */
u64 mul_u64_u64_div_u64(u64 a, u64 mul, u64 div)
{
	unsigned __int128 product = (unsigned __int128)a * mul;
	u64 rest = product >> 64, low = product, quotient = 0;
	int i;

	rest %= div;
	for (i = 0; i < 64; i++) {
		bool carry = rest >> 63;

		rest = rest << 1 | low >> 63;
		low <<= 1;
		quotient <<= 1;
		if (carry || rest >= div) {
			rest -= div;
			quotient |= 1;
		}
	}
	return quotient;
}
EXPORT_SYMBOL(mul_u64_u64_div_u64);
