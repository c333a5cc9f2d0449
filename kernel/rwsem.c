// SPDX-License-Identifier: MIT
/*
 * kernel/rwsem.c - sleeping reader-writer locks
 *
 * First come first served: while anybody waits, newcomers queue, and who gives the lock back
 * hands it to the first in the queue, and if that is a reader, to the readers behind it.
 *
 * Invariants R1 RWSEM_WAITING is set exactly while wait_list has a waiter (wait_lock held); it keeps
 *               newcomers out, so then count only goes down but for what rwsem_grant() gives.
 *            R2 a waiter off the list holds the lock (granted), or has given up.
 * Barriers   taking acquires, giving back releases; the grant itself passes through wait_lock.
 */
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/spinlock.h>

#define RWSEM_WRITER	1L
#define RWSEM_WAITING	2L
#define RWSEM_READER	4L

struct rwsem_waiter {
	struct list_head	list;
	struct task_struct	*task;
	bool			is_writer;
	bool			granted;	/* wait_lock */
};

static bool rwsem_try_read(struct rw_semaphore *sem)
{
	long count = atomic_long_read(&sem->count);

	do {
		if (count & (RWSEM_WRITER | RWSEM_WAITING))
			return false;
	} while (!atomic_long_try_cmpxchg_acquire(&sem->count, &count, count + RWSEM_READER));
	return true;
}

static bool rwsem_try_write(struct rw_semaphore *sem)
{
	long count = 0;

	if (!atomic_long_try_cmpxchg_acquire(&sem->count, &count, RWSEM_WRITER))
		return false;
	WRITE_ONCE(sem->owner, (unsigned long)current);
	return true;
}

/* After this the waiter may be gone: the task is woken while wait_lock keeps it from looking. */
static void rwsem_grant_one(struct rw_semaphore *sem, struct rwsem_waiter *waiter)
{
	if (waiter->is_writer)
		WRITE_ONCE(sem->owner, (unsigned long)waiter->task);
	atomic_long_add(waiter->is_writer ? RWSEM_WRITER : RWSEM_READER, &sem->count);
	list_del(&waiter->list);
	waiter->granted = true;
	wake_up_process(waiter->task);
}

/* wait_lock held: whoever may go, goes. */
static void rwsem_grant(struct rw_semaphore *sem)
{
	struct rwsem_waiter *waiter;
	long count;

	while ((waiter = list_first_entry_or_null(&sem->wait_list, struct rwsem_waiter, list))) {
		count = atomic_long_read_acquire(&sem->count) & ~RWSEM_WAITING;
		if (waiter->is_writer ? count != 0 : count & RWSEM_WRITER)
			return;
		rwsem_grant_one(sem, waiter);
	}
	atomic_long_andnot(RWSEM_WAITING, &sem->count);
}

static noinline int rwsem_wait(struct rw_semaphore *sem, bool is_writer, unsigned int state)
{
	struct rwsem_waiter waiter = { .task = current, .is_writer = is_writer };
	int ret = 0;

	raw_spin_lock_irq(&sem->wait_lock);
	list_add_tail(&waiter.list, &sem->wait_list);
	atomic_long_or(RWSEM_WAITING, &sem->count);
	rwsem_grant(sem);	/* it may have become free in between */
	while (!waiter.granted) {
		if (signal_pending_state(state, current)) {
			list_del(&waiter.list);
			rwsem_grant(sem);
			ret = -EINTR;
			break;
		}
		set_current_state(state);
		raw_spin_unlock_irq(&sem->wait_lock);
		schedule();
		raw_spin_lock_irq(&sem->wait_lock);
	}
	__set_current_state(TASK_RUNNING);
	raw_spin_unlock_irq(&sem->wait_lock);
	return ret;
}

/* Both: 0, or -EINTR. Readers queue behind a waiting writer, so a class is not read twice. */
static __always_inline int rwsem_read_state(struct rw_semaphore *sem, unsigned int state, int sub)
{
	int ret;

	might_sleep();
	rwsem_acquire_read(&sem->dep_map, sub, 0, _RET_IP_);
	ret = likely(rwsem_try_read(sem)) ? 0 : rwsem_wait(sem, false, state);
	if (ret)
		rwsem_release(&sem->dep_map, _RET_IP_);
	return ret;
}

static __always_inline int rwsem_write_state(struct rw_semaphore *sem, unsigned int state, int sub)
{
	int ret;

	might_sleep();
	rwsem_acquire(&sem->dep_map, sub, 0, _RET_IP_);
	ret = likely(rwsem_try_write(sem)) ? 0 : rwsem_wait(sem, true, state);
	if (ret)
		rwsem_release(&sem->dep_map, _RET_IP_);
	return ret;
}

static void rwsem_wake(struct rw_semaphore *sem)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&sem->wait_lock, flags);
	rwsem_grant(sem);
	raw_spin_unlock_irqrestore(&sem->wait_lock, flags);
}

void down_read(struct rw_semaphore *sem)
{
	(void)rwsem_read_state(sem, TASK_UNINTERRUPTIBLE, 0);
}
EXPORT_SYMBOL(down_read);

/**
 * down_read_interruptible - down_read(), unless a signal comes first
 * @sem:	the lock
 *
 * Context: may sleep. Row D6.
 * Return: 0 with @sem held, or -EINTR.
 */
int down_read_interruptible(struct rw_semaphore *sem)
{
	return rwsem_read_state(sem, TASK_INTERRUPTIBLE, 0);
}
EXPORT_SYMBOL(down_read_interruptible);

int down_read_killable(struct rw_semaphore *sem)
{
	return rwsem_read_state(sem, TASK_KILLABLE, 0);
}
EXPORT_SYMBOL(down_read_killable);

int down_read_trylock(struct rw_semaphore *sem)
{
	if (!rwsem_try_read(sem))
		return 0;
	rwsem_acquire_read(&sem->dep_map, 0, 1, _RET_IP_);
	return 1;
}
EXPORT_SYMBOL(down_read_trylock);

void down_write(struct rw_semaphore *sem)
{
	(void)rwsem_write_state(sem, TASK_UNINTERRUPTIBLE, 0);
}
EXPORT_SYMBOL(down_write);

/**
 * down_write_killable - down_write(), unless a fatal signal comes first
 * @sem:	the lock
 *
 * Context: may sleep. Row D6.
 * Return: 0 with @sem held, or -EINTR.
 */
int down_write_killable(struct rw_semaphore *sem)
{
	return rwsem_write_state(sem, TASK_KILLABLE, 0);
}
EXPORT_SYMBOL(down_write_killable);

/**
 * down_write_trylock - take a lock for writing if it is free and nobody waits
 * @sem:	the lock
 *
 * Context: any task; does not sleep. Row D6.
 * Return: 1 taken, 0 not.
 */
int down_write_trylock(struct rw_semaphore *sem)
{
	if (!rwsem_try_write(sem))
		return 0;
	rwsem_acquire(&sem->dep_map, 0, 1, _RET_IP_);
	return 1;
}
EXPORT_SYMBOL(down_write_trylock);

/**
 * down_read_nested - down_read() within another lock of the same class
 * @sem:	the lock, not held by the caller
 * @sub:	the level, 1 to 7; the checker takes each for a class of its own
 *
 * Context: may sleep. Row D6.
 */
void down_read_nested(struct rw_semaphore *sem, int sub)
{
	(void)rwsem_read_state(sem, TASK_UNINTERRUPTIBLE, sub);
}
EXPORT_SYMBOL(down_read_nested);

/**
 * down_read_killable_nested - down_read_killable() within another lock of the same class
 * @sem:	the lock, not held by the caller
 * @sub:	the level, 1 to 7; the checker takes each for a class of its own
 *
 * Context: may sleep. Row D6.
 * Return: 0 with @sem held, or -EINTR.
 */
int down_read_killable_nested(struct rw_semaphore *sem, int sub)
{
	return rwsem_read_state(sem, TASK_KILLABLE, sub);
}
EXPORT_SYMBOL(down_read_killable_nested);

/**
 * down_write_nested - down_write() within another lock of the same class
 * @sem:	the lock, not held by the caller
 * @sub:	the level, 1 to 7; the checker takes each for a class of its own
 *
 * Context: may sleep. Row D6.
 */
void down_write_nested(struct rw_semaphore *sem, int sub)
{
	(void)rwsem_write_state(sem, TASK_UNINTERRUPTIBLE, sub);
}
EXPORT_SYMBOL(down_write_nested);

/**
 * down_write_killable_nested - down_write_killable() within another lock of the same class
 * @sem:	the lock, not held by the caller
 * @sub:	the level, 1 to 7; the checker takes each for a class of its own
 *
 * Context: may sleep. Row D6.
 * Return: 0 with @sem held, or -EINTR.
 */
int down_write_killable_nested(struct rw_semaphore *sem, int sub)
{
	return rwsem_write_state(sem, TASK_KILLABLE, sub);
}
EXPORT_SYMBOL(down_write_killable_nested);

/**
 * down_read_non_owner - down_read(), for another task to give back
 * @sem:	the lock
 *
 * Context: may sleep. Row D6.
 */
void down_read_non_owner(struct rw_semaphore *sem)
{
	might_sleep();
	if (!rwsem_try_read(sem))
		(void)rwsem_wait(sem, false, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(down_read_non_owner);

/**
 * up_read - give back a lock held for reading
 * @sem:	the lock; one that no reader holds is reported and left alone
 *
 * Context: any; does not sleep; takes the lock's wait_lock if somebody waits. Row D6.
 */
void up_read(struct rw_semaphore *sem)
{
	rwsem_release(&sem->dep_map, _RET_IP_);
	up_read_non_owner(sem);
}
EXPORT_SYMBOL(up_read);

/**
 * up_read_non_owner - give back what another task took with down_read_non_owner()
 * @sem:	the lock; one that no reader holds is reported and left alone
 *
 * Context: any; does not sleep; takes the lock's wait_lock if somebody waits. Row D6.
 */
void up_read_non_owner(struct rw_semaphore *sem)
{
	long count = atomic_long_read(&sem->count);

	if (WARN_ON((count & RWSEM_WRITER) || count < RWSEM_READER))
		return;
	count = atomic_long_sub_return_release(RWSEM_READER, &sem->count);
	if (unlikely(count == RWSEM_WAITING))
		rwsem_wake(sem);
}
EXPORT_SYMBOL(up_read_non_owner);

/**
 * up_write - give back a lock held for writing
 * @sem:	the lock; one that the caller does not hold so is reported and left alone
 *
 * Context: the task that took it; does not sleep; takes the lock's wait_lock if somebody waits.
 * Row D6.
 */
void up_write(struct rw_semaphore *sem)
{
	if (WARN_ON(READ_ONCE(sem->owner) != (unsigned long)current))
		return;
	rwsem_release(&sem->dep_map, _RET_IP_);
	WRITE_ONCE(sem->owner, 0);
	if (unlikely(atomic_long_sub_return_release(RWSEM_WRITER, &sem->count) & RWSEM_WAITING))
		rwsem_wake(sem);
}
EXPORT_SYMBOL(up_write);

void downgrade_write(struct rw_semaphore *sem)
{
	if (WARN_ON(READ_ONCE(sem->owner) != (unsigned long)current))
		return;
	rwsem_release(&sem->dep_map, _RET_IP_);
	rwsem_acquire_read(&sem->dep_map, 0, 1, _RET_IP_);
	WRITE_ONCE(sem->owner, 0);
	if (atomic_long_add_return_release(RWSEM_READER - RWSEM_WRITER, &sem->count) & RWSEM_WAITING)
		rwsem_wake(sem);
}
EXPORT_SYMBOL(downgrade_write);

int rwsem_is_locked(struct rw_semaphore *sem)
{
	return (atomic_long_read(&sem->count) & ~RWSEM_WAITING) != 0;
}
EXPORT_SYMBOL(rwsem_is_locked);

int rwsem_is_contended(struct rw_semaphore *sem)
{
	return (atomic_long_read(&sem->count) & RWSEM_WAITING) != 0;
}
EXPORT_SYMBOL(rwsem_is_contended);

void __init_rwsem(struct rw_semaphore *sem, const char *name, struct lock_class_key *key)
{
	*sem = (struct rw_semaphore)__RWSEM_INITIALIZER(*sem);
	lockdep_init_map(&sem->dep_map, name, key, 0);
}
EXPORT_SYMBOL(__init_rwsem);

/**
 * rwsem_is_write_held - does the caller hold a lock for writing?
 * @sem:	the lock
 *
 * Context: any; takes no lock.
 * Return: true if it does.
 */
bool rwsem_is_write_held(const struct rw_semaphore *sem)
{
	return READ_ONCE(sem->owner) == (unsigned long)current;
}
EXPORT_SYMBOL(rwsem_is_write_held);

/**
 * rwsem_is_held - does the caller hold a lock for writing, or anybody for reading?
 * @sem:	the lock; it does not know who its readers are
 *
 * Context: any; takes no lock.
 * Return: true if so.
 */
bool rwsem_is_held(const struct rw_semaphore *sem)
{
	return rwsem_is_write_held(sem) || atomic_long_read(&sem->count) >= RWSEM_READER;
}
EXPORT_SYMBOL(rwsem_is_held);
