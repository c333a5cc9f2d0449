/* SPDX-License-Identifier: MIT */
/*
 * linux/spinlock_types.h - what a spin lock is: the task that holds it
 *
 * An all-zero lock is free and ready to use.
 */
#ifndef _LINUX_SPINLOCK_TYPES_H
#define _LINUX_SPINLOCK_TYPES_H

#include <linux/types.h>
#include <linux/lockdep_types.h>

/**
 * struct raw_spinlock - a spin lock
 * @owner:	address of the task that holds it; 0: free
 */
typedef struct raw_spinlock {
	unsigned long	owner;
	LOCKDEP_MAP
} raw_spinlock_t;

/* The second form of the union names the map as all locks do: lock->dep_map. */
typedef struct spinlock {
	union {
		struct raw_spinlock rlock;
		struct {
			unsigned long __owner;
			LOCKDEP_MAP
		};
	};
} spinlock_t;

/**
 * struct rwlock - a lock of one writer or many readers
 * @word:	RWLOCK_WRITER with the writer's address, or readers * RWLOCK_READER; and
 *		RWLOCK_WAITING when a writer waits, which keeps new readers out
 */
typedef struct rwlock {
	unsigned long	word;
	LOCKDEP_MAP
} rwlock_t;

#define RWLOCK_WRITER	1UL
#define RWLOCK_WAITING	2UL
#define RWLOCK_READER	4UL

#define __RAW_SPIN_LOCK_INITIALIZER(name)	{ .owner = 0, LOCKDEP_MAP_INIT(name) }
#define __RAW_SPIN_LOCK_UNLOCKED(name)	((raw_spinlock_t)__RAW_SPIN_LOCK_INITIALIZER(name))
#define DEFINE_RAW_SPINLOCK(name)	raw_spinlock_t name = __RAW_SPIN_LOCK_UNLOCKED(name)
#define __SPIN_LOCK_INITIALIZER(name)	{ .rlock = __RAW_SPIN_LOCK_INITIALIZER(name) }
#define __SPIN_LOCK_UNLOCKED(name)	((spinlock_t)__SPIN_LOCK_INITIALIZER(name))
#define DEFINE_SPINLOCK(name)		spinlock_t name = __SPIN_LOCK_UNLOCKED(name)
#define __RW_LOCK_UNLOCKED(name)	((rwlock_t){ .word = 0, LOCKDEP_MAP_INIT(name) })
#define DEFINE_RWLOCK(name)		rwlock_t name = __RW_LOCK_UNLOCKED(name)

#endif /* _LINUX_SPINLOCK_TYPES_H */
