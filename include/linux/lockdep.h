/* SPDX-License-Identifier: MIT */
/*
 * linux/lockdep.h - claims about locks, and the order in which they are taken
 *
 * lockdep_assert_held() works in every build, for spinlock_t, raw_spinlock_t, rwlock_t, struct mutex
 * and struct rw_semaphore: it asks the owner that the lock records. A writer is known by its task; a
 * reader only as "somebody reads".
 * Classes and their order are watched with CONFIG_PROVE_LOCKING only: docs/locking.md, "The checker".
 */
#ifndef _LINUX_LOCKDEP_H
#define _LINUX_LOCKDEP_H

#include <linux/lockdep_types.h>
#include <linux/bug.h>
#include <linux/irqflags.h>
#include <linux/instruction_pointer.h>

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

/* ---- classes and their order: kernel/lockdep.c ---- */

#ifdef CONFIG_PROVE_LOCKING

/* Are locks watched? A report of the checker ends it, as what follows would be noise. */
extern int debug_locks;

/**
 * lock_acquire - note that the running task takes a lock, and check that it may
 * @lock:	what the lock carries
 * @subclass:	0, or the level that an _nested() form was given
 * @trylock:	1: it was taken without waiting, so it can't be part of a deadlock as the inner one
 * @read:	0 to write, 1 to read, 2 to read what may be read twice
 * @check:	not used
 * @nest_lock:	a lock that guards the order of others of the class, or NULL
 * @ip:		where
 *
 * Called before the wait, or after a trylock. Context: any; may print a report. Row D6.
 */
void lock_acquire(struct lockdep_map *lock, unsigned int subclass, int trylock, int read, int check,
		  struct lockdep_map *nest_lock, unsigned long ip);
/** lock_release - the running task gives it back. Context: any. */
void lock_release(struct lockdep_map *lock, unsigned long ip);
void lockdep_init_map(struct lockdep_map *lock, const char *name, struct lock_class_key *key,
		      int subclass);
void lockdep_register_key(struct lock_class_key *key);
void lockdep_unregister_key(struct lock_class_key *key);
void lockdep_free_key_range(void *start, unsigned long size);
void lockdep_off(void);
void lockdep_on(void);
void debug_check_no_locks_held(void);

#define lockdep_depth(task)		((task)->lockdep.depth)
/* After an oops: whoever abandons a call forgets what it took; the locks stay taken. */
#define lockdep_forget_held(task, nr)	((task)->lockdep.depth = (nr))
/* How many reports there were; a new one may come after lockdep_rearm(). For tests. */
unsigned int lockdep_nr_reports(void);
void lockdep_rearm(void);
void lockdep_forgive(unsigned int nr);
#define lockdep_set_class(lock, key)	lockdep_set_class_and_name(lock, key, #key)
#define lockdep_set_class_and_name(lock, class_key, text) \
	lockdep_init_map(&(lock)->dep_map, text, class_key, 0)
#define lockdep_set_subclass(lock, sub)	((lock)->dep_map.subclass = (sub))
#define lockdep_set_novalidate_class(lock) \
	lockdep_init_map(&(lock)->dep_map, #lock, &__lockdep_no_validate__, 0)
#define might_lock(lock)		lockdep_touch(lock, 0, 0)
#define might_lock_read(lock)		lockdep_touch(lock, 0, 1)
#define might_lock_nested(lock, sub)	lockdep_touch(lock, sub, 0)

extern struct lock_class_key __lockdep_no_validate__;

#define LOCKDEP_MAP_OF(lock)		(&(lock)->dep_map)

#define lockdep_touch(lock, sub, read) do { \
	lock_acquire(&(lock)->dep_map, sub, 0, read, 1, NULL, _THIS_IP_); \
	lock_release(&(lock)->dep_map, _THIS_IP_); \
} while (0)

#else

#define debug_locks			0
#define LOCKDEP_MAP_OF(lock)		((struct lockdep_map *)NULL)
#define lock_acquire(lock, sub, trylock, read, check, nest, ip)	do { } while (0)
#define lock_release(lock, ip)		do { } while (0)
#define lockdep_depth(task)		0
#define lockdep_forget_held(task, nr)	do { } while (0)
#define lockdep_nr_reports()		0u
#define lockdep_rearm()			do { } while (0)
#define lockdep_forgive(nr)		do { (void)(nr); } while (0)
#define lockdep_init_map(lock, name, key, sub) do { (void)(name); (void)(key); } while (0)
#define lockdep_register_key(key)	do { (void)(key); } while (0)
#define lockdep_unregister_key(key)	do { (void)(key); } while (0)
#define lockdep_free_key_range(start, size) do { (void)(start); (void)(size); } while (0)
#define lockdep_set_class(lock, key)	do { (void)(lock); (void)(key); } while (0)
#define lockdep_set_class_and_name(lock, key, name) do { (void)(lock); (void)(key); } while (0)
#define lockdep_set_subclass(lock, sub)	do { (void)(lock); } while (0)
#define lockdep_set_novalidate_class(lock) do { (void)(lock); } while (0)
#define might_lock(lock)		do { (void)(lock); } while (0)
#define might_lock_read(lock)		do { (void)(lock); } while (0)
#define might_lock_nested(lock, sub)	do { (void)(lock); } while (0)
#define lockdep_off()			do { } while (0)
#define lockdep_on()			do { } while (0)
#define debug_check_no_locks_held()	do { } while (0)

#endif

#define lock_map_acquire(map)		lock_acquire(map, 0, 0, 0, 1, NULL, _THIS_IP_)
#define lock_map_acquire_read(map)	lock_acquire(map, 0, 0, 2, 1, NULL, _THIS_IP_)
#define lock_map_acquire_tryread(map)	lock_acquire(map, 0, 1, 2, 1, NULL, _THIS_IP_)
#define lock_map_release(map)		lock_release(map, _THIS_IP_)
#define mutex_acquire(map, sub, t, ip)	lock_acquire(map, sub, t, 0, 1, NULL, ip)
#define mutex_acquire_nest(map, sub, t, nest, ip) lock_acquire(map, sub, t, 0, 1, nest, ip)
#define mutex_release(map, ip)		lock_release(map, ip)
#define rwsem_acquire(map, sub, t, ip)	lock_acquire(map, sub, t, 0, 1, NULL, ip)
#define rwsem_acquire_read(map, sub, t, ip) lock_acquire(map, sub, t, 1, 1, NULL, ip)
#define rwsem_release(map, ip)		lock_release(map, ip)
#define SINGLE_DEPTH_NESTING			1

#endif /* _LINUX_LOCKDEP_H */
