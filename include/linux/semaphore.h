/* SPDX-License-Identifier: MIT */
/*
 * linux/semaphore.h - a counting semaphore, first come first served
 */
#ifndef _LINUX_SEMAPHORE_H
#define _LINUX_SEMAPHORE_H

#include <linux/list.h>
#include <linux/spinlock_types.h>

/**
 * struct semaphore
 * @lock:	guards both of:
 * @count:	how many down() go through without waiting
 * @wait_list:	those that wait, longest first
 */
struct semaphore {
	raw_spinlock_t		lock;
	unsigned int		count;
	struct list_head	wait_list;
};

#define __SEMAPHORE_INITIALIZER(name, n) { \
	.lock = __RAW_SPIN_LOCK_INITIALIZER((name).lock), \
	.count = n, \
	.wait_list = LIST_HEAD_INIT((name).wait_list) }
#define DEFINE_SEMAPHORE(name)	struct semaphore name = __SEMAPHORE_INITIALIZER(name, 1)

static inline void sema_init(struct semaphore *sem, int val)
{
	*sem = (struct semaphore)__SEMAPHORE_INITIALIZER(*sem, val);
}

/** down - take one unit, sleeping until there is one. Context: may sleep. Row D6. */
void down(struct semaphore *sem);
/**
 * down_interruptible - down(), unless a signal comes first
 * @sem:	the semaphore
 *
 * Context: may sleep. Row D6.
 * Return: 0 with a unit taken, or -EINTR.
 */
int __must_check down_interruptible(struct semaphore *sem);
/**
 * down_killable - down(), unless a fatal signal comes first
 * @sem:	the semaphore
 *
 * Context: may sleep. Row D6.
 * Return: 0 with a unit taken, or -EINTR.
 */
int __must_check down_killable(struct semaphore *sem);
/** down_trylock - take one unit if there is one. Return: 0 taken, 1 not. Context: any. */
int __must_check down_trylock(struct semaphore *sem);
/**
 * down_timeout - down(), for a limited time
 * @sem:	the semaphore
 * @timeout:	jiffies
 *
 * Context: may sleep. Row D6.
 * Return: 0 with a unit taken, or -ETIME.
 */
int __must_check down_timeout(struct semaphore *sem, long timeout);
/** up - give one unit back; any task may. Context: any. */
void up(struct semaphore *sem);

#endif /* _LINUX_SEMAPHORE_H */
