// SPDX-License-Identifier: MIT
/*
 * kernel/mutex.c - a sleeping lock with an owner
 *
 * Terms      owner word	the holder's task_struct and the flags below; 0: free, nobody waits.
 *            hand over	give the mutex to the first waiter instead of setting it free.
 * Invariants M1 MUTEX_WAITERS is set exactly while wait_list has a waiter (wait_lock held).
 *            M2 whoever gives a mutex with MUTEX_WAITERS back wakes the first waiter.
 * Locking    wait_lock guards the list and changes of the flags; the holder alone frees it.
 * Barriers   taking acquires, giving back releases. A waiter tries for the last time under
 *            wait_lock, with MUTEX_WAITERS set; who frees it after that takes wait_lock to wake, and so
 *            finds the waiter's state set.
 * Fairness   A free mutex goes to whoever comes, as that costs no switch. A first waiter that was
 *            woken in vain asks for it to be handed over, so nobody waits for ever.
 */
#include <asm/processor.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#define MUTEX_WAITERS	1UL
#define MUTEX_HANDOVER	2UL
#define MUTEX_FLAGS	3UL

/* A holder that does not sleep is done within them more often than not. */
#define MUTEX_SPINS	50

struct mutex_waiter {
	struct list_head	list;
	struct task_struct	*task;
};

static unsigned long mutex_owner_word(const struct mutex *lock)
{
	return atomic_long_read(&lock->owner);
}

static unsigned long mutex_holder(unsigned long word)
{
	return word & ~MUTEX_FLAGS;
}

/* Take it if it is free, or was handed to the caller. */
static bool mutex_try(struct mutex *lock)
{
	unsigned long self = (unsigned long)current;
	long word = mutex_owner_word(lock);

	do {
		if (mutex_holder(word))
			return false;
	} while (!atomic_long_try_cmpxchg_acquire(&lock->owner, &word, self | (word & MUTEX_FLAGS)));
	return true;
}

static bool mutex_was_handed(struct mutex *lock)
{
	return mutex_holder(atomic_long_read_acquire(&lock->owner)) == (unsigned long)current;
}

static bool mutex_spin(struct mutex *lock)
{
	unsigned int i;

	for (i = 0; i < MUTEX_SPINS; i++) {
		if (mutex_try(lock))
			return true;
		cpu_relax();
	}
	return false;
}

static void mutex_check_recursion(struct mutex *lock)
{
	if (mutex_holder(mutex_owner_word(lock)) != (unsigned long)current)
		return;
	pr_warn("WARNING: possible recursive locking detected\n");
	pr_warn("%s/%d is trying to acquire lock %pS, which it already holds\n", current->comm,
		current->pid, lock);
	dump_stack();
}

/* wait_lock held; returns so. */
static int mutex_wait(struct mutex *lock, struct mutex_waiter *waiter, unsigned int state)
{
	bool woken = false;

	while (!(woken && mutex_was_handed(lock)) && !mutex_try(lock)) {
		if (signal_pending_state(state, current))
			return -EINTR;
		if (woken && list_first_entry(&lock->wait_list, struct mutex_waiter, list) == waiter)
			atomic_long_or(MUTEX_HANDOVER, &lock->owner);
		set_current_state(state);
		raw_spin_unlock(&lock->wait_lock);
		schedule();
		raw_spin_lock(&lock->wait_lock);
		woken = true;
	}
	return 0;
}

static noinline int mutex_lock_slow(struct mutex *lock, unsigned int state)
{
	struct mutex_waiter waiter = { .task = current };
	int ret;

	if (mutex_spin(lock))
		return 0;
	mutex_check_recursion(lock);
	raw_spin_lock(&lock->wait_lock);
	list_add_tail(&waiter.list, &lock->wait_list);
	atomic_long_or(MUTEX_WAITERS, &lock->owner);
	ret = mutex_wait(lock, &waiter, state);
	__set_current_state(TASK_RUNNING);
	list_del(&waiter.list);
	atomic_long_andnot(list_empty(&lock->wait_list) ? MUTEX_FLAGS : MUTEX_HANDOVER, &lock->owner);
	raw_spin_unlock(&lock->wait_lock);
	return ret;
}

static int mutex_lock_state(struct mutex *lock, unsigned int state)
{
	long word = 0;

	if (likely(atomic_long_try_cmpxchg_acquire(&lock->owner, &word, (long)current)))
		return 0;
	return mutex_lock_slow(lock, state);
}

static __always_inline int mutex_lock_checked(struct mutex *lock, unsigned int state,
					      unsigned int sub, struct lockdep_map *nest)
{
	int ret;

	might_sleep();
	mutex_acquire_nest(&lock->dep_map, sub, 0, nest, _RET_IP_);
	ret = mutex_lock_state(lock, state);
	if (ret)
		mutex_release(&lock->dep_map, _RET_IP_);
	return ret;
}

void mutex_lock(struct mutex *lock)
{
	(void)mutex_lock_checked(lock, TASK_UNINTERRUPTIBLE, 0, NULL);
}
EXPORT_SYMBOL(mutex_lock);

/**
 * mutex_lock_nested - mutex_lock() within another mutex of the same class
 * @lock:	the mutex, not held by the caller
 * @sub:	the level, 1 to 7; the checker takes each for a class of its own
 *
 * Context: may sleep. Row D6.
 */
void mutex_lock_nested(struct mutex *lock, unsigned int sub)
{
	(void)mutex_lock_checked(lock, TASK_UNINTERRUPTIBLE, sub, NULL);
}
EXPORT_SYMBOL_GPL(mutex_lock_nested);

/**
 * _mutex_lock_nest_lock - what mutex_lock_nest_lock() calls
 * @lock:	the mutex, not held by the caller
 * @nest:	what the checker knows of the outer lock
 *
 * Context: may sleep. Row D6.
 */
void _mutex_lock_nest_lock(struct mutex *lock, struct lockdep_map *nest)
{
	(void)mutex_lock_checked(lock, TASK_UNINTERRUPTIBLE, 0, nest);
}
EXPORT_SYMBOL_GPL(_mutex_lock_nest_lock);

/**
 * mutex_lock_io - mutex_lock(), for callers that wait for a device
 * @lock:	the mutex, not held by the caller
 *
 * Nothing counts such waits here.
 *
 * Context: may sleep.
 */
void mutex_lock_io(struct mutex *lock)
{
	mutex_lock(lock);
}
EXPORT_SYMBOL_GPL(mutex_lock_io);

int mutex_lock_interruptible(struct mutex *lock)
{
	return mutex_lock_checked(lock, TASK_INTERRUPTIBLE, 0, NULL);
}
EXPORT_SYMBOL(mutex_lock_interruptible);

/**
 * mutex_lock_interruptible_nested - mutex_lock_nested(), unless a signal comes first
 * @lock:	the mutex, not held by the caller
 * @sub:	the level, 1 to 7
 *
 * Context: may sleep. Row D6.
 * Return: 0 with @lock held, or -EINTR.
 */
int mutex_lock_interruptible_nested(struct mutex *lock, unsigned int sub)
{
	return mutex_lock_checked(lock, TASK_INTERRUPTIBLE, sub, NULL);
}
EXPORT_SYMBOL_GPL(mutex_lock_interruptible_nested);

int mutex_lock_killable(struct mutex *lock)
{
	return mutex_lock_checked(lock, TASK_KILLABLE, 0, NULL);
}
EXPORT_SYMBOL(mutex_lock_killable);

/**
 * mutex_lock_killable_nested - mutex_lock_nested(), unless a fatal signal comes first
 * @lock:	the mutex, not held by the caller
 * @sub:	the level, 1 to 7
 *
 * Context: may sleep. Row D6.
 * Return: 0 with @lock held, or -EINTR.
 */
int mutex_lock_killable_nested(struct mutex *lock, unsigned int sub)
{
	return mutex_lock_checked(lock, TASK_KILLABLE, sub, NULL);
}
EXPORT_SYMBOL_GPL(mutex_lock_killable_nested);

int mutex_trylock(struct mutex *lock)
{
	if (!mutex_try(lock))
		return 0;
	mutex_acquire(&lock->dep_map, 0, 1, _RET_IP_);
	return 1;
}
EXPORT_SYMBOL(mutex_trylock);

/* Set it free; the flags stay. False: it is to be handed over, which wait_lock allows only. */
static bool mutex_set_free(struct mutex *lock)
{
	long word = mutex_owner_word(lock);

	do {
		if (word & MUTEX_HANDOVER)
			return false;
	} while (!atomic_long_try_cmpxchg_release(&lock->owner, &word, word & MUTEX_FLAGS));
	return true;
}

static noinline void mutex_unlock_slow(struct mutex *lock)
{
	unsigned long word = mutex_owner_word(lock);
	struct mutex_waiter *first;
	bool is_free;

	if (mutex_holder(word) != (unsigned long)current) {
		WARN(1, "DEBUG_LOCKS_WARN_ON(lock->owner != current): mutex %pS, owner %px\n", lock,
		     (void *)mutex_holder(word));
		return;
	}
	is_free = mutex_set_free(lock);
	raw_spin_lock(&lock->wait_lock);
	first = list_first_entry_or_null(&lock->wait_list, struct mutex_waiter, list);
	if (!is_free)
		atomic_long_set_release(&lock->owner, first ?
					(unsigned long)first->task | MUTEX_WAITERS : 0);
	if (first)
		wake_up_process(first->task);
	raw_spin_unlock(&lock->wait_lock);
}

void mutex_unlock(struct mutex *lock)
{
	long word = (long)current;

	mutex_release(&lock->dep_map, _RET_IP_);
	if (unlikely(!atomic_long_try_cmpxchg_release(&lock->owner, &word, 0)))
		mutex_unlock_slow(lock);
}
EXPORT_SYMBOL(mutex_unlock);

void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key)
{
	atomic_long_set(&lock->owner, 0);
	raw_spin_lock_init(&lock->wait_lock);
	INIT_LIST_HEAD(&lock->wait_list);
	lockdep_init_map(&lock->dep_map, name, key, 0);
}
EXPORT_SYMBOL(__mutex_init);

/**
 * mutex_destroy - report a mutex whose memory is about to go while it is held
 * @lock:	the mutex
 *
 * Context: any.
 */
void mutex_destroy(struct mutex *lock)
{
	WARN(mutex_is_locked(lock), "mutex %pS destroyed while locked\n", lock);
}
EXPORT_SYMBOL_GPL(mutex_destroy);

bool mutex_is_locked(struct mutex *lock)
{
	return mutex_holder(mutex_owner_word(lock)) != 0;
}
EXPORT_SYMBOL(mutex_is_locked);

/**
 * mutex_is_held - does the caller hold a mutex?
 * @lock:	the mutex
 *
 * Context: any; takes no lock.
 * Return: true if it does.
 */
bool mutex_is_held(const struct mutex *lock)
{
	return mutex_holder(mutex_owner_word(lock)) == (unsigned long)current;
}
EXPORT_SYMBOL(mutex_is_held);
