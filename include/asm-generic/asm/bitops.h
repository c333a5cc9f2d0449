/* SPDX-License-Identifier: MIT */
/*
 * asm/bitops.h - atomic and plain operations on a bit of a bitmap
 *
 * set_bit, clear_bit, change_bit		atomic, order nothing
 * test_and_{set,clear,change}_bit		atomic, a full barrier
 * test_and_set_bit_lock			atomic, acquire
 * clear_bit_unlock				atomic, release
 * test_bit					one read, orders nothing; test_bit_acquire: acquire
 * the same names with two underscores		not atomic
 * Any context.
 */
#ifndef _ASM_BITOPS_H
#define _ASM_BITOPS_H

#include <linux/bits.h>
#include <linux/compiler.h>
#include <asm/barrier.h>

static __always_inline volatile unsigned long *__bit_word(long nr, const volatile unsigned long *addr)
{
	return (volatile unsigned long *)addr + nr / BITS_PER_LONG;
}

static __always_inline void set_bit(long nr, volatile unsigned long *addr)
{
	__atomic_fetch_or(__bit_word(nr, addr), BIT_MASK(nr), __ATOMIC_RELAXED);
}

static __always_inline void clear_bit(long nr, volatile unsigned long *addr)
{
	__atomic_fetch_and(__bit_word(nr, addr), ~BIT_MASK(nr), __ATOMIC_RELAXED);
}

static __always_inline void change_bit(long nr, volatile unsigned long *addr)
{
	__atomic_fetch_xor(__bit_word(nr, addr), BIT_MASK(nr), __ATOMIC_RELAXED);
}

#define __quarry_test_and(verb, op, mask)						\
static __always_inline bool test_and_##verb##_bit(long nr, volatile unsigned long *addr) \
{											\
	unsigned long old;								\
											\
	__smp_rmw_full();								\
	old = __atomic_fetch_##op(__bit_word(nr, addr), mask, __ATOMIC_SEQ_CST);	\
	__smp_rmw_full();								\
	return old & BIT_MASK(nr);							\
}
__quarry_test_and(set, or, BIT_MASK(nr))
__quarry_test_and(clear, and, ~BIT_MASK(nr))
__quarry_test_and(change, xor, BIT_MASK(nr))
#undef __quarry_test_and

static __always_inline bool test_and_set_bit_lock(long nr, volatile unsigned long *addr)
{
	return __atomic_fetch_or(__bit_word(nr, addr), BIT_MASK(nr), __ATOMIC_ACQUIRE) & BIT_MASK(nr);
}

static __always_inline void clear_bit_unlock(long nr, volatile unsigned long *addr)
{
	__atomic_fetch_and(__bit_word(nr, addr), ~BIT_MASK(nr), __ATOMIC_RELEASE);
}

/** __clear_bit_unlock - for a holder that knows that nobody else writes the word */
static __always_inline void __clear_bit_unlock(long nr, volatile unsigned long *addr)
{
	volatile unsigned long *word = __bit_word(nr, addr);

	__atomic_store_n(word, *word & ~BIT_MASK(nr), __ATOMIC_RELEASE);
}

static __always_inline bool clear_bit_unlock_is_negative_byte(long nr, volatile unsigned long *addr)
{
	unsigned long old = __atomic_fetch_and(__bit_word(nr, addr), ~BIT_MASK(nr), __ATOMIC_RELEASE);

	return old & BIT(7);
}

static __always_inline bool test_bit(long nr, const volatile unsigned long *addr)
{
	return READ_ONCE(*__bit_word(nr, addr)) & BIT_MASK(nr);
}

static __always_inline bool test_bit_acquire(long nr, const volatile unsigned long *addr)
{
	return __atomic_load_n(__bit_word(nr, addr), __ATOMIC_ACQUIRE) & BIT_MASK(nr);
}

static __always_inline void __set_bit(long nr, volatile unsigned long *addr)
{
	*(unsigned long *)__bit_word(nr, addr) |= BIT_MASK(nr);
}

static __always_inline void __clear_bit(long nr, volatile unsigned long *addr)
{
	*(unsigned long *)__bit_word(nr, addr) &= ~BIT_MASK(nr);
}

static __always_inline void __change_bit(long nr, volatile unsigned long *addr)
{
	*(unsigned long *)__bit_word(nr, addr) ^= BIT_MASK(nr);
}

static __always_inline bool __test_and_set_bit(long nr, volatile unsigned long *addr)
{
	unsigned long *word = (unsigned long *)__bit_word(nr, addr), old = *word;

	*word = old | BIT_MASK(nr);
	return old & BIT_MASK(nr);
}

static __always_inline bool __test_and_clear_bit(long nr, volatile unsigned long *addr)
{
	unsigned long *word = (unsigned long *)__bit_word(nr, addr), old = *word;

	*word = old & ~BIT_MASK(nr);
	return old & BIT_MASK(nr);
}

static __always_inline bool __test_and_change_bit(long nr, volatile unsigned long *addr)
{
	unsigned long *word = (unsigned long *)__bit_word(nr, addr), old = *word;

	*word = old ^ BIT_MASK(nr);
	return old & BIT_MASK(nr);
}

#endif /* _ASM_BITOPS_H */
