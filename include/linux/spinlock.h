/* SPDX-License-Identifier: MIT */
/*
 * linux/spinlock.h - spin locks and reader-writer spin locks
 *
 * A holder holds a CPU, so at most nr_cpu_ids tasks compete for a lock. A waiter spins for a
 * short while and then blocks in the port: more host threads than host CPUs cost no burnt time.
 * An unlock is a store and a look at one rarely written word (docs/locking.md, "Spin locks").
 *
 * Reported, with the call chain: taking a lock twice ("BUG: spinlock recursion"), and unlocking
 * what another task holds or nobody ("wrong owner", "already unlocked"). Row D6.
 */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <linux/compiler.h>
#include <linux/typecheck.h>
#include <linux/atomic.h>
#include <linux/stringify.h>
#include <linux/preempt.h>
#include <linux/irqflags.h>
#include <linux/bottom_half.h>
#include <linux/spinlock_types.h>
#include <linux/lockdep.h>
#include <asm/barrier.h>
#include <asm/cmpxchg.h>
#include <asm/processor.h>

/* How many tasks are blocked for some spin lock; written by waiters only. */
extern unsigned int spin_parked;

void spin_acquire_slow(raw_spinlock_t *lock);
void spin_unlock_wake(const void *lock);
void spin_bad_unlock(raw_spinlock_t *lock, unsigned long owner);
void rwlock_read_slow(rwlock_t *lock);
void rwlock_write_slow(rwlock_t *lock);
void rwlock_bad_unlock(rwlock_t *lock, const char *what);

/* ---- the lock word; the caller holds a CPU ---- */

static __always_inline void spin_acquire(raw_spinlock_t *lock)
{
	unsigned long old = 0;

	if (unlikely(!try_cmpxchg_acquire(&lock->owner, &old, (unsigned long)current)))
		spin_acquire_slow(lock);
}

static __always_inline bool spin_try_acquire(raw_spinlock_t *lock)
{
	unsigned long old = 0;

	return !READ_ONCE(lock->owner) &&
	       try_cmpxchg_acquire(&lock->owner, &old, (unsigned long)current);
}

/* After the store the lock may already be gone: only its address is used. */
static __always_inline void spin_release(raw_spinlock_t *lock)
{
	unsigned long owner = READ_ONCE(lock->owner);

	if (unlikely(owner != (unsigned long)current)) {
		spin_bad_unlock(lock, owner);
		return;
	}
	smp_store_release(&lock->owner, 0UL);
	barrier();	/* the waiter's arch_fence_cpus() orders the two */
	if (unlikely(READ_ONCE(spin_parked)))
		spin_unlock_wake(lock);
}

static __always_inline bool rwlock_try_read(rwlock_t *lock)
{
	unsigned long word = READ_ONCE(lock->word);

	return !(word & (RWLOCK_WRITER | RWLOCK_WAITING)) &&
	       try_cmpxchg_acquire(&lock->word, &word, word + RWLOCK_READER);
}

static __always_inline bool rwlock_try_write(rwlock_t *lock)
{
	unsigned long word = READ_ONCE(lock->word);

	return !(word & ~RWLOCK_WAITING) &&
	       try_cmpxchg_acquire(&lock->word, &word, word | (unsigned long)current | RWLOCK_WRITER);
}

void rwlock_read_release(rwlock_t *lock);
void rwlock_write_release(rwlock_t *lock);

/* ---- raw_spinlock_t ---- */

#define __raw_spin_lock_init(lock, text) do { \
	static struct lock_class_key __key; \
	*(lock) = __RAW_SPIN_LOCK_UNLOCKED(lock); \
	lockdep_init_map(&(lock)->dep_map, text, &__key, 0); \
} while (0)
#define raw_spin_lock_init(lock)	__raw_spin_lock_init(lock, #lock)
#define raw_spin_is_locked(lock)	(READ_ONCE((lock)->owner) != 0)
#define raw_spin_is_contended(lock)	((void)(lock), 0)

/* The _nested forms: locks of one class in one another, told apart by @sub (kernel/lockdep.c). */
static __always_inline void raw_spin_lock_nested(raw_spinlock_t *lock, unsigned int sub)
{
	preempt_disable();
	lock_acquire(&lock->dep_map, sub, 0, 0, 1, NULL, _THIS_IP_);
	spin_acquire(lock);
}

static __always_inline void raw_spin_lock(raw_spinlock_t *lock)
{
	raw_spin_lock_nested(lock, 0);
}

static __always_inline void raw_spin_lock_bh(raw_spinlock_t *lock)
{
	cpu_hold(SOFTIRQ_LOCK_OFFSET);
	lock_acquire(&lock->dep_map, 0, 0, 0, 1, NULL, _THIS_IP_);
	spin_acquire(lock);
}

static __always_inline void raw_spin_lock_irq(raw_spinlock_t *lock)
{
	local_irq_disable();
	raw_spin_lock(lock);
}

static __always_inline unsigned long __raw_spin_lock_irqsave_nested(raw_spinlock_t *lock,
								    unsigned int sub)
{
	unsigned long flags = cpu_irqs_save();

	raw_spin_lock_nested(lock, sub);
	return flags;
}

static __always_inline void raw_spin_unlock(raw_spinlock_t *lock)
{
	lock_release(&lock->dep_map, _THIS_IP_);
	spin_release(lock);
	preempt_enable();
}

static __always_inline void raw_spin_unlock_bh(raw_spinlock_t *lock)
{
	lock_release(&lock->dep_map, _THIS_IP_);
	spin_release(lock);
	cpu_softirq_drop(SOFTIRQ_LOCK_OFFSET);
}

static __always_inline void raw_spin_unlock_irq(raw_spinlock_t *lock)
{
	raw_spin_unlock(lock);
	local_irq_enable();
}

static __always_inline void raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags)
{
	raw_spin_unlock(lock);
	cpu_irqs_restore(flags);
}

static __always_inline int raw_spin_trylock(raw_spinlock_t *lock)
{
	preempt_disable();
	if (spin_try_acquire(lock)) {
		lock_acquire(&lock->dep_map, 0, 1, 0, 1, NULL, _THIS_IP_);
		return 1;
	}
	preempt_enable();
	return 0;
}

static __always_inline int raw_spin_trylock_bh(raw_spinlock_t *lock)
{
	cpu_hold(SOFTIRQ_LOCK_OFFSET);
	if (spin_try_acquire(lock)) {
		lock_acquire(&lock->dep_map, 0, 1, 0, 1, NULL, _THIS_IP_);
		return 1;
	}
	cpu_softirq_drop(SOFTIRQ_LOCK_OFFSET);
	return 0;
}

static __always_inline int raw_spin_trylock_irq(raw_spinlock_t *lock)
{
	local_irq_disable();
	if (raw_spin_trylock(lock))
		return 1;
	local_irq_enable();
	return 0;
}

static __always_inline int __raw_spin_trylock_irqsave(raw_spinlock_t *lock, unsigned long *flags)
{
	*flags = cpu_irqs_save();
	if (raw_spin_trylock(lock))
		return 1;
	cpu_irqs_restore(*flags);
	return 0;
}

#define raw_spin_lock_irqsave(lock, flags) \
	raw_spin_lock_irqsave_nested(lock, flags, 0)
#define raw_spin_lock_irqsave_nested(lock, flags, sub) do { \
	typecheck(unsigned long, flags); \
	(flags) = __raw_spin_lock_irqsave_nested(lock, sub); \
} while (0)
#define raw_spin_trylock_irqsave(lock, flags)	__raw_spin_trylock_irqsave((lock), &(flags))

/* ---- spinlock_t ---- */

static __always_inline raw_spinlock_t *spinlock_check(spinlock_t *lock)
{
	return &lock->rlock;
}

#define spin_lock_init(lock)	__raw_spin_lock_init(spinlock_check(lock), #lock)

/**
 * spin_lock - take @lock, waiting as long as another task has it
 *
 * The caller is in atomic context until spin_unlock(). The _bh, _irq and _irqsave forms also keep
 * softirqs or interrupts off this CPU, for locks that handlers take.
 * Context: any that the form fits; never sleeps. Row D6.
 */
static __always_inline void spin_lock(spinlock_t *lock)
{
	raw_spin_lock(&lock->rlock);
}

static __always_inline void spin_lock_bh(spinlock_t *lock)
{
	raw_spin_lock_bh(&lock->rlock);
}

static __always_inline void spin_lock_irq(spinlock_t *lock)
{
	raw_spin_lock_irq(&lock->rlock);
}

static __always_inline void spin_unlock(spinlock_t *lock)
{
	raw_spin_unlock(&lock->rlock);
}

static __always_inline void spin_unlock_bh(spinlock_t *lock)
{
	raw_spin_unlock_bh(&lock->rlock);
}

static __always_inline void spin_unlock_irq(spinlock_t *lock)
{
	raw_spin_unlock_irq(&lock->rlock);
}

static __always_inline void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags)
{
	raw_spin_unlock_irqrestore(&lock->rlock, flags);
}

/** spin_trylock - take @lock if it is free. Return: 1 taken, 0 not. Context: as spin_lock(). */
static __always_inline int spin_trylock(spinlock_t *lock)
{
	return raw_spin_trylock(&lock->rlock);
}

static __always_inline int spin_trylock_bh(spinlock_t *lock)
{
	return raw_spin_trylock_bh(&lock->rlock);
}

static __always_inline int spin_trylock_irq(spinlock_t *lock)
{
	return raw_spin_trylock_irq(&lock->rlock);
}

/** spin_is_locked - does any task hold @lock? */
static __always_inline int spin_is_locked(spinlock_t *lock)
{
	return raw_spin_is_locked(&lock->rlock);
}

static __always_inline int spin_is_contended(spinlock_t *lock)
{
	return raw_spin_is_contended(&lock->rlock);
}

#define spin_lock_irqsave(lock, flags)	raw_spin_lock_irqsave(spinlock_check(lock), flags)
#define spin_trylock_irqsave(lock, flags) raw_spin_trylock_irqsave(spinlock_check(lock), flags)
#define spin_lock_nested(lock, sub)	raw_spin_lock_nested(spinlock_check(lock), sub)
#define spin_lock_bh_nested(lock, sub)	spin_lock_bh(lock)
#define spin_lock_nest_lock(lock, nest)	spin_lock(lock)
#define spin_lock_irqsave_nested(lock, flags, sub) \
	raw_spin_lock_irqsave_nested(spinlock_check(lock), flags, sub)
#define assert_spin_locked(lock)	BUG_ON(!spin_is_locked(lock))
#define assert_raw_spin_locked(lock)	BUG_ON(!raw_spin_is_locked(lock))
#define smp_mb__after_spinlock()	smp_mb()
#define spin_needbreak(lock)		0

/* ---- rwlock_t ---- */

#define rwlock_init(lock) do { \
	static struct lock_class_key __key; \
	*(lock) = __RW_LOCK_UNLOCKED(lock); \
	lockdep_init_map(&(lock)->dep_map, #lock, &__key, 0); \
} while (0)

/**
 * read_lock - share @lock with other readers
 *
 * A waiting writer keeps new readers out, except those in interrupt context: they alone may take
 * it twice. Context: as spin_lock().
 */
static __always_inline void read_lock(rwlock_t *lock)
{
	preempt_disable();
	lock_acquire(&lock->dep_map, 0, 0, 2, 1, NULL, _THIS_IP_);
	if (unlikely(!rwlock_try_read(lock)))
		rwlock_read_slow(lock);
}

static __always_inline void write_lock_nested(rwlock_t *lock, unsigned int sub)
{
	preempt_disable();
	lock_acquire(&lock->dep_map, sub, 0, 0, 1, NULL, _THIS_IP_);
	if (unlikely(!rwlock_try_write(lock)))
		rwlock_write_slow(lock);
}

/** write_lock - have @lock alone. Context: as spin_lock(). */
static __always_inline void write_lock(rwlock_t *lock)
{
	write_lock_nested(lock, 0);
}

static __always_inline void read_unlock(rwlock_t *lock)
{
	lock_release(&lock->dep_map, _THIS_IP_);
	rwlock_read_release(lock);
	preempt_enable();
}

static __always_inline void write_unlock(rwlock_t *lock)
{
	lock_release(&lock->dep_map, _THIS_IP_);
	rwlock_write_release(lock);
	preempt_enable();
}

static __always_inline int read_trylock(rwlock_t *lock)
{
	preempt_disable();
	if (rwlock_try_read(lock)) {
		lock_acquire(&lock->dep_map, 0, 1, 2, 1, NULL, _THIS_IP_);
		return 1;
	}
	preempt_enable();
	return 0;
}

static __always_inline int write_trylock(rwlock_t *lock)
{
	preempt_disable();
	if (rwlock_try_write(lock)) {
		lock_acquire(&lock->dep_map, 0, 1, 0, 1, NULL, _THIS_IP_);
		return 1;
	}
	preempt_enable();
	return 0;
}

#define read_lock_bh(lock)	do { local_bh_disable(); read_lock(lock); } while (0)
#define write_lock_bh(lock)	do { local_bh_disable(); write_lock(lock); } while (0)
#define read_lock_irq(lock)	do { local_irq_disable(); read_lock(lock); } while (0)
#define write_lock_irq(lock)	do { local_irq_disable(); write_lock(lock); } while (0)
#define read_lock_irqsave(lock, flags)	do { local_irq_save(flags); read_lock(lock); } while (0)
#define write_lock_irqsave(lock, flags)	do { local_irq_save(flags); write_lock(lock); } while (0)
#define read_unlock_bh(lock)	do { read_unlock(lock); local_bh_enable(); } while (0)
#define write_unlock_bh(lock)	do { write_unlock(lock); local_bh_enable(); } while (0)
#define read_unlock_irq(lock)	do { read_unlock(lock); local_irq_enable(); } while (0)
#define write_unlock_irq(lock)	do { write_unlock(lock); local_irq_enable(); } while (0)
#define read_unlock_irqrestore(lock, flags) do { read_unlock(lock); local_irq_restore(flags); } while (0)
#define write_unlock_irqrestore(lock, flags) do { write_unlock(lock); local_irq_restore(flags); } while (0)

/* ---- a counter's last reference under a lock ---- */


int _atomic_dec_and_lock(atomic_t *atomic, spinlock_t *lock);
int _atomic_dec_and_lock_irqsave(atomic_t *atomic, spinlock_t *lock, unsigned long *flags);
int _atomic_dec_and_raw_lock(atomic_t *atomic, raw_spinlock_t *lock);
/** atomic_dec_and_lock - decrement; if that made it 0, return 1 with @lock held, else 0 */
#define atomic_dec_and_lock(atomic, lock)	_atomic_dec_and_lock(atomic, lock)
#define atomic_dec_and_lock_irqsave(atomic, lock, flags) \
	_atomic_dec_and_lock_irqsave(atomic, lock, &(flags))
#define atomic_dec_and_raw_lock(atomic, lock)	_atomic_dec_and_raw_lock(atomic, lock)

#endif /* _LINUX_SPINLOCK_H */
