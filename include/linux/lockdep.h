/* SPDX-License-Identifier: MIT */
/*
 * linux/lockdep.h - claims about locks, checked against the owner that each lock records
 *
 * lockdep_assert_held() works for spinlock_t, raw_spinlock_t, rwlock_t, struct mutex and struct
 * rw_semaphore. A writer is known by its task; a reader only as "somebody reads".
 * Lock classes and orders are not tracked.
 */
#ifndef _LINUX_LOCKDEP_H
#define _LINUX_LOCKDEP_H

#include <linux/lockdep_types.h>
#include <linux/bug.h>
#include <linux/irqflags.h>

struct raw_spinlock;
struct spinlock;
struct rwlock;
struct mutex;
struct rw_semaphore;

bool raw_spin_is_held(const struct raw_spinlock *lock);
bool spin_is_held(const struct spinlock *lock);
bool rwlock_is_held(const struct rwlock *lock);
bool rwlock_is_write_held(const struct rwlock *lock);
bool mutex_is_held(const struct mutex *lock);
bool rwsem_is_held(const struct rw_semaphore *sem);
bool rwsem_is_write_held(const struct rw_semaphore *sem);

/* Does the running task hold it (a reader's lock: does anybody)? */
#define lockdep_is_held(lock) _Generic((lock), \
	struct raw_spinlock *: raw_spin_is_held, const struct raw_spinlock *: raw_spin_is_held, \
	struct spinlock *: spin_is_held, const struct spinlock *: spin_is_held, \
	struct rwlock *: rwlock_is_held, const struct rwlock *: rwlock_is_held, \
	struct mutex *: mutex_is_held, const struct mutex *: mutex_is_held, \
	struct rw_semaphore *: rwsem_is_held, const struct rw_semaphore *: rwsem_is_held)(lock)

#define lockdep_is_write_held(lock) _Generic((lock), \
	struct raw_spinlock *: raw_spin_is_held, const struct raw_spinlock *: raw_spin_is_held, \
	struct spinlock *: spin_is_held, const struct spinlock *: spin_is_held, \
	struct rwlock *: rwlock_is_write_held, const struct rwlock *: rwlock_is_write_held, \
	struct mutex *: mutex_is_held, const struct mutex *: mutex_is_held, \
	struct rw_semaphore *: rwsem_is_write_held, \
	const struct rw_semaphore *: rwsem_is_write_held)(lock)

#define lockdep_assert(cond)		WARN_ON(!(cond))
#define lockdep_assert_once(cond)	WARN_ON_ONCE(!(cond))
#define lockdep_assert_held(lock)	lockdep_assert(lockdep_is_held(lock))
#define lockdep_assert_held_write(lock)	lockdep_assert(lockdep_is_write_held(lock))
#define lockdep_assert_held_read(lock)	lockdep_assert(lockdep_is_held(lock))
#define lockdep_assert_held_once(lock)	lockdep_assert_once(lockdep_is_held(lock))
#define lockdep_assert_not_held(lock)	lockdep_assert(!lockdep_is_write_held(lock))
#define lockdep_assert_none_held_once()	do { } while (0)
#define lockdep_assert_irqs_disabled()	WARN_ON_ONCE(!irqs_disabled())
#define lockdep_assert_irqs_enabled()	WARN_ON_ONCE(irqs_disabled())
#define lockdep_assert_preemption_disabled() WARN_ON_ONCE(preemptible())
#define lockdep_assert_preemption_enabled() WARN_ON_ONCE(!preemptible())
#define lockdep_assert_in_softirq()	WARN_ON_ONCE(!in_softirq())

#define lockdep_set_class(lock, key)		do { (void)(lock); (void)(key); } while (0)
#define lockdep_set_class_and_name(lock, key, name) do { (void)(lock); (void)(key); } while (0)
#define lockdep_set_subclass(lock, sub)		do { (void)(lock); } while (0)
#define lockdep_set_novalidate_class(lock)	do { (void)(lock); } while (0)
#define lockdep_init_map(map, name, key, sub)	do { (void)(map); (void)(key); } while (0)
#define lockdep_register_key(key)		do { (void)(key); } while (0)
#define lockdep_unregister_key(key)		do { (void)(key); } while (0)
#define lock_map_acquire(map)			do { (void)(map); } while (0)
#define lock_map_acquire_read(map)		do { (void)(map); } while (0)
#define lock_map_release(map)			do { (void)(map); } while (0)
#define rwsem_acquire(map, sub, t, ip)		do { (void)(map); } while (0)
#define rwsem_acquire_read(map, sub, t, ip)	do { (void)(map); } while (0)
#define rwsem_release(map, ip)			do { (void)(map); } while (0)
#define might_lock(lock)			do { (void)(lock); } while (0)
#define might_lock_read(lock)			do { (void)(lock); } while (0)
#define might_lock_nested(lock, sub)		do { (void)(lock); } while (0)
#define lockdep_off()				do { } while (0)
#define lockdep_on()				do { } while (0)
#define SINGLE_DEPTH_NESTING			1

static inline void debug_check_no_locks_held(void)
{
}

#endif /* _LINUX_LOCKDEP_H */
