/* SPDX-License-Identifier: MIT */
/*
 * linux/bit_spinlock.h - a spin lock of one bit, for when there is no room for more
 *
 * It knows no owner: nothing is checked. A long waiter yields instead of blocking.
 */
#ifndef _LINUX_BIT_SPINLOCK_H
#define _LINUX_BIT_SPINLOCK_H

#include <linux/bitops.h>
#include <linux/preempt.h>
#include <linux/bug.h>

void bit_spin_wait(int bitnum, unsigned long *addr);

/** bit_spin_lock - take the lock that is bit @bitnum of @addr. Context: as spin_lock(). */
static inline void bit_spin_lock(int bitnum, unsigned long *addr)
{
	preempt_disable();
	while (unlikely(test_and_set_bit_lock(bitnum, addr)))
		bit_spin_wait(bitnum, addr);
}

static inline int bit_spin_trylock(int bitnum, unsigned long *addr)
{
	preempt_disable();
	if (likely(!test_and_set_bit_lock(bitnum, addr)))
		return 1;
	preempt_enable();
	return 0;
}

static inline void bit_spin_unlock(int bitnum, unsigned long *addr)
{
	BUG_ON(!test_bit(bitnum, addr));
	clear_bit_unlock(bitnum, addr);
	preempt_enable();
}

#define __bit_spin_unlock(bitnum, addr)	bit_spin_unlock(bitnum, addr)

static inline int bit_spin_is_locked(int bitnum, unsigned long *addr)
{
	return test_bit(bitnum, addr);
}

#endif /* _LINUX_BIT_SPINLOCK_H */
