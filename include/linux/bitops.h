/* SPDX-License-Identifier: MIT */
/*
 * linux/bitops.h - operations on single bits, and counts over words
 *
 * A bitmap is an array of unsigned long; bit n is bit n % BITS_PER_LONG of word n / BITS_PER_LONG.
 * set_bit() and its kin are atomic; __set_bit() and its kin are for data that nobody else
 * touches. Their order against other memory: see asm/bitops.h.
 */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H

#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/const.h>
#include <linux/typecheck.h>
#include <linux/types.h>

#define BITS_PER_TYPE(type)	(sizeof(type) * BITS_PER_BYTE)
#define BITS_TO_LONGS(nr)	__KERNEL_DIV_ROUND_UP(nr, BITS_PER_TYPE(long))
#define BITS_TO_U64(nr)		__KERNEL_DIV_ROUND_UP(nr, BITS_PER_TYPE(u64))
#define BITS_TO_U32(nr)		__KERNEL_DIV_ROUND_UP(nr, BITS_PER_TYPE(u32))
#define BITS_TO_BYTES(nr)	__KERNEL_DIV_ROUND_UP(nr, BITS_PER_TYPE(char))

/* Bits set in a word. The names without underscores are for variables, HWEIGHT for constants. */
static __always_inline unsigned int __sw_hweight64(u64 w)
{
	w -= (w >> 1) & 0x5555555555555555ULL;
	w = (w & 0x3333333333333333ULL) + ((w >> 2) & 0x3333333333333333ULL);
	w = (w + (w >> 4)) & 0x0f0f0f0f0f0f0f0fULL;
	return (w * 0x0101010101010101ULL) >> 56;
}
#define __const_hweight8(w) ((unsigned int)(				\
	(!!((w) & (1ULL << 0))) + (!!((w) & (1ULL << 1))) +		\
	(!!((w) & (1ULL << 2))) + (!!((w) & (1ULL << 3))) +		\
	(!!((w) & (1ULL << 4))) + (!!((w) & (1ULL << 5))) +		\
	(!!((w) & (1ULL << 6))) + (!!((w) & (1ULL << 7)))))
#define __const_hweight16(w)	(__const_hweight8(w) + __const_hweight8((w) >> 8))
#define __const_hweight32(w)	(__const_hweight16(w) + __const_hweight16((w) >> 16))
#define __const_hweight64(w)	(__const_hweight32(w) + __const_hweight32((u64)(w) >> 32))
#define HWEIGHT8(w)	(BUILD_BUG_ON_ZERO(!__builtin_constant_p(w)) + __const_hweight8(w))
#define HWEIGHT16(w)	(BUILD_BUG_ON_ZERO(!__builtin_constant_p(w)) + __const_hweight16(w))
#define HWEIGHT32(w)	(BUILD_BUG_ON_ZERO(!__builtin_constant_p(w)) + __const_hweight32(w))
#define HWEIGHT64(w)	(BUILD_BUG_ON_ZERO(!__builtin_constant_p(w)) + __const_hweight64(w))
#define hweight8(w)	__sw_hweight64((u8)(w))
#define hweight16(w)	__sw_hweight64((u16)(w))
#define hweight32(w)	__sw_hweight64((u32)(w))
#define hweight64(w)	__sw_hweight64(w)
static __always_inline unsigned long hweight_long(unsigned long w)
{
	return __sw_hweight64(w);
}
static __always_inline unsigned long __hweight_long(unsigned long w)
{
	return __sw_hweight64(w);
}

/** ffs - position of the lowest bit set, from 1; 0 if none */
static __always_inline int ffs(int x)
{
	return __builtin_ffs(x);
}

/** fls - position of the highest bit set, from 1; 0 if none */
static __always_inline int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

static __always_inline int fls64(u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

static __always_inline unsigned int fls_long(unsigned long l)
{
	return fls64(l);
}

/** __ffs - position of the lowest bit set, from 0; @word is not 0 */
static __always_inline unsigned long __ffs(unsigned long word)
{
	return __builtin_ctzl(word);
}

static __always_inline unsigned long __ffs64(u64 word)
{
	return __builtin_ctzll(word);
}

/** __fls - position of the highest bit set, from 0; @word is not 0 */
static __always_inline unsigned long __fls(unsigned long word)
{
	return BITS_PER_LONG - 1 - __builtin_clzl(word);
}

/** ffz - position of the lowest bit clear, from 0; @word is not all ones */
static __always_inline unsigned long ffz(unsigned long word)
{
	return __ffs(~word);
}

/** fns - position of the @n-th bit set, n from 0; BITS_PER_LONG if there are fewer */
static inline unsigned long fns(unsigned long word, unsigned int n)
{
	while (word) {
		unsigned int bit = __ffs(word);

		if (n-- == 0)
			return bit;
		word &= word - 1;
	}
	return BITS_PER_LONG;
}

#include <asm/bitops.h>

#define set_bit_le(nr, addr)		set_bit(nr, addr)
#define clear_bit_le(nr, addr)		clear_bit(nr, addr)
#define __set_bit_le(nr, addr)		__set_bit(nr, addr)
#define __clear_bit_le(nr, addr)	__clear_bit(nr, addr)
#define test_bit_le(nr, addr)		test_bit(nr, addr)
#define test_and_set_bit_le(nr, addr)	test_and_set_bit(nr, addr)
#define test_and_clear_bit_le(nr, addr)	test_and_clear_bit(nr, addr)
#define __test_and_set_bit_le(nr, addr)	__test_and_set_bit(nr, addr)
#define __test_and_clear_bit_le(nr, addr) __test_and_clear_bit(nr, addr)

static inline int get_bitmask_order(unsigned int count)
{
	return fls(count);
}

static __always_inline int get_count_order(unsigned int count)
{
	return count == 0 ? -1 : fls(--count);
}

static __always_inline int get_count_order_long(unsigned long l)
{
	return l == 0UL ? -1 : (int)fls_long(--l);
}

#define __quarry_rotate(bits)						\
static inline __u##bits rol##bits(__u##bits word, unsigned int shift)	\
{									\
	return (word << (shift & (bits - 1))) | (word >> ((-shift) & (bits - 1))); \
}									\
static inline __u##bits ror##bits(__u##bits word, unsigned int shift)	\
{									\
	return (word >> (shift & (bits - 1))) | (word << ((-shift) & (bits - 1))); \
}
__quarry_rotate(8)
__quarry_rotate(16)
__quarry_rotate(32)
__quarry_rotate(64)
#undef __quarry_rotate

/** sign_extend32 - make bit @index (from 0) of @value its sign */
static __always_inline __s32 sign_extend32(__u32 value, int index)
{
	__u8 shift = 31 - index;

	return (__s32)(value << shift) >> shift;
}

static __always_inline __s64 sign_extend64(__u64 value, int index)
{
	__u8 shift = 63 - index;

	return (__s64)(value << shift) >> shift;
}

static inline unsigned int parity8(u8 value)
{
	return __builtin_parity(value);
}

/** assign_bit - set or clear a bit by @value, atomically */
static __always_inline void assign_bit(long nr, volatile unsigned long *addr, bool value)
{
	if (value)
		set_bit(nr, addr);
	else
		clear_bit(nr, addr);
}

static __always_inline void __assign_bit(long nr, volatile unsigned long *addr, bool value)
{
	if (value)
		__set_bit(nr, addr);
	else
		__clear_bit(nr, addr);
}

/* Atomically: clear the bits of mask, then set those of bits. Returns the old value. */
#define set_mask_bits(ptr, mask, bits)					\
({									\
	const typeof(*(ptr)) mask__ = (mask), bits__ = (bits);		\
	typeof(*(ptr)) old__, new__;					\
									\
	old__ = READ_ONCE(*(ptr));					\
	do {								\
		new__ = (old__ & ~mask__) | bits__;			\
	} while (!__atomic_compare_exchange_n((ptr), &old__, new__, 0,	\
				__ATOMIC_SEQ_CST, __ATOMIC_RELAXED));	\
	old__;								\
})

/* Atomically: clear the bits of clear unless one of test is set. True if they were cleared. */
#define bit_clear_unless(ptr, clear, test)				\
({									\
	const typeof(*(ptr)) clear__ = (clear), test__ = (test);	\
	typeof(*(ptr)) old__, new__;					\
									\
	old__ = READ_ONCE(*(ptr));					\
	do {								\
		if (old__ & test__)					\
			break;						\
		new__ = old__ & ~clear__;				\
	} while (!__atomic_compare_exchange_n((ptr), &old__, new__, 0,	\
				__ATOMIC_SEQ_CST, __ATOMIC_RELAXED));	\
	!(old__ & test__);						\
})

#include <linux/find.h>

#endif /* _LINUX_BITOPS_H */
