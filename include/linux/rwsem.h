/* SPDX-License-Identifier: MIT */
/*
 * linux/rwsem.h - a sleeping lock of one writer or many readers, first come first served
 */
#ifndef _LINUX_RWSEM_H
#define _LINUX_RWSEM_H

#include <linux/list.h>
#include <linux/atomic.h>
#include <linux/spinlock_types.h>
#include <linux/lockdep.h>

/**
 * struct rw_semaphore - see kernel/rwsem.c
 * @count:	RWSEM_WRITER, or readers * RWSEM_READER; and RWSEM_WAITING while @wait_list has any
 * @owner:	the task that writes; else 0
 * @wait_lock:	guards @wait_list
 * @wait_list:	struct rwsem_waiter, longest waiting first
 */
struct rw_semaphore {
	atomic_long_t		count;
	unsigned long		owner;
	raw_spinlock_t		wait_lock;
	struct list_head	wait_list;
	LOCKDEP_MAP
};

#define __RWSEM_INITIALIZER(name) { \
	.count = ATOMIC_LONG_INIT(0), \
	.owner = 0, \
	.wait_lock = __RAW_SPIN_LOCK_INITIALIZER((name).wait_lock), \
	.wait_list = LIST_HEAD_INIT((name).wait_list), \
	LOCKDEP_MAP_INIT(name) }
#define DECLARE_RWSEM(name)	struct rw_semaphore name = __RWSEM_INITIALIZER(name)

void __init_rwsem(struct rw_semaphore *sem, const char *name, struct lock_class_key *key);
/** init_rwsem - make @sem a free lock. Context: any; nobody uses it. */
#define init_rwsem(sem) do { \
	static struct lock_class_key __key; \
	__init_rwsem((sem), #sem, &__key); \
} while (0)

/**
 * rwsem_is_locked - does anybody hold a lock, for reading or writing?
 * @sem:	the lock
 *
 * Context: any; takes no lock, so the answer may be old.
 * Return: 1 if so, else 0.
 */
int rwsem_is_locked(struct rw_semaphore *sem);
/**
 * rwsem_is_contended - does any task wait for a lock?
 * @sem:	the lock
 *
 * Context: any; takes no lock, so the answer may be old.
 * Return: 1 if so, else 0.
 */
int rwsem_is_contended(struct rw_semaphore *sem);

/** down_read - share @sem with other readers. Context: may sleep. Row D6. */
void down_read(struct rw_semaphore *sem);
int __must_check down_read_interruptible(struct rw_semaphore *sem);
/**
 * down_read_killable - down_read(), unless a fatal signal comes first
 * @sem:	the lock
 *
 * Context: may sleep. Row D6.
 * Return: 0 with @sem held, or -EINTR.
 */
int __must_check down_read_killable(struct rw_semaphore *sem);
/** down_read_trylock - Return: 1 taken, 0 not. Context: any. */
int down_read_trylock(struct rw_semaphore *sem);
/** down_write - have @sem alone. Context: may sleep. */
void down_write(struct rw_semaphore *sem);
int __must_check down_write_killable(struct rw_semaphore *sem);
int down_write_trylock(struct rw_semaphore *sem);
void up_read(struct rw_semaphore *sem);
void up_write(struct rw_semaphore *sem);
/**
 * downgrade_write - from writer to reader, without letting a writer in between
 * @sem:	the lock; one that the caller does not hold for writing is reported and left
 *		alone
 *
 * Context: the task that took it; does not sleep; takes the lock's wait_lock if somebody waits.
 * Row D6.
 */
void downgrade_write(struct rw_semaphore *sem);

/* The same, for several locks of one class in one another; @sub tells the levels apart. */
void down_read_nested(struct rw_semaphore *sem, int sub);
void down_write_nested(struct rw_semaphore *sem, int sub);
int __must_check down_read_killable_nested(struct rw_semaphore *sem, int sub);
int __must_check down_write_killable_nested(struct rw_semaphore *sem, int sub);
#define down_write_nest_lock(sem, nest)		down_write_nested(sem, SINGLE_DEPTH_NESTING)
/* A lock that another task will give back: the checker does not follow it. */
void down_read_non_owner(struct rw_semaphore *sem);
void up_read_non_owner(struct rw_semaphore *sem);

#endif /* _LINUX_RWSEM_H */
