/* SPDX-License-Identifier: MIT */
/*
 * linux/mutex.h - a sleeping lock with an owner
 *
 * Reported: unlocking what another task holds, and taking a mutex twice.
 */
#ifndef _LINUX_MUTEX_H
#define _LINUX_MUTEX_H

#include <linux/list.h>
#include <linux/atomic.h>
#include <linux/spinlock_types.h>
#include <linux/lockdep.h>

struct device;

/**
 * struct mutex - see kernel/mutex.c
 * @owner:	the task that holds it, and MUTEX_* flags in the low bits
 * @wait_lock:	guards @wait_list
 * @wait_list:	struct mutex_waiter, longest waiting first
 */
struct mutex {
	atomic_long_t		owner;
	raw_spinlock_t		wait_lock;
	struct list_head	wait_list;
	LOCKDEP_MAP
};

#define __MUTEX_INITIALIZER(name) { \
	.owner = ATOMIC_LONG_INIT(0), \
	.wait_lock = __RAW_SPIN_LOCK_INITIALIZER(name.wait_lock), \
	.wait_list = LIST_HEAD_INIT(name.wait_list), \
	LOCKDEP_MAP_INIT(name) }
#define DEFINE_MUTEX(name)	struct mutex name = __MUTEX_INITIALIZER(name)

void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key);
/** mutex_init - make @lock a free mutex. Context: any; nobody uses it. */
#define mutex_init(lock) do { \
	static struct lock_class_key __key; \
	__mutex_init((lock), #lock, &__key); \
} while (0)
void mutex_destroy(struct mutex *lock);

/**
 * mutex_is_locked - does any task hold a mutex?
 * @lock:	the mutex
 *
 * Context: any; takes no lock, so the answer may be old.
 * Return: true if one does.
 */
bool mutex_is_locked(struct mutex *lock);

/** mutex_lock - take @lock, sleeping while another task has it. Context: may sleep. Row D6. */
void mutex_lock(struct mutex *lock);
/**
 * mutex_lock_interruptible - mutex_lock(), unless a signal comes first
 * @lock:	the mutex, not held by the caller
 *
 * Context: may sleep. Row D6.
 * Return: 0 with @lock held, or -EINTR.
 */
int __must_check mutex_lock_interruptible(struct mutex *lock);
/**
 * mutex_lock_killable - mutex_lock(), unless a fatal signal comes first
 * @lock:	the mutex, not held by the caller
 *
 * Context: may sleep. Row D6.
 * Return: 0 with @lock held, or -EINTR.
 */
int __must_check mutex_lock_killable(struct mutex *lock);
void mutex_lock_io(struct mutex *lock);
/** mutex_trylock - take @lock if it is free. Return: 1 taken, 0 not. Context: task. */
int mutex_trylock(struct mutex *lock);
/** mutex_unlock - give @lock back. Context: the task that took it. */
void mutex_unlock(struct mutex *lock);

/* The same, for several mutexes of one class in one another; @sub tells the levels apart. */
void mutex_lock_nested(struct mutex *lock, unsigned int sub);
int __must_check mutex_lock_interruptible_nested(struct mutex *lock, unsigned int sub);
int __must_check mutex_lock_killable_nested(struct mutex *lock, unsigned int sub);
void _mutex_lock_nest_lock(struct mutex *lock, struct lockdep_map *nest);
#define mutex_lock_io_nested(lock, sub)			mutex_lock_nested(lock, sub)
/** mutex_lock_nest_lock - mutex_lock(); @nest, which the caller holds, orders the others of its class */
#define mutex_lock_nest_lock(lock, nest)		_mutex_lock_nest_lock(lock, LOCKDEP_MAP_OF(nest))

/**
 * atomic_dec_and_mutex_lock - decrement; if that made it 0, keep the mutex
 * @cnt:	the counter
 * @lock:	taken only where the counter may become 0
 *
 * Context: may sleep. Row D3.
 * Return: 1 with @lock held if the counter became 0, else 0.
 */
int atomic_dec_and_mutex_lock(atomic_t *cnt, struct mutex *lock);

#endif /* _LINUX_MUTEX_H */
