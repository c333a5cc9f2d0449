// SPDX-License-Identifier: MIT
/*
 * kernel/mutex.c - a sleeping lock with an owner
 *
 * Terms      owner word	the holder's task_struct and the flags below; 0: free, nobody waits.
 *            hand over	give the mutex to the first waiter instead of setting it free.
 * Invariants M1 MUTEX_WAITERS is set exactly while wait_list has a waiter (wait_lock held).
 *            M2 whoever gives a mutex with MUTEX_WAITERS back wakes the first waiter, unless
 *               MUTEX_WOKEN says that it is awake.
 *            M3 MUTEX_WOKEN: the first waiter clears it, and then tries again, before it sleeps or leaves.
 * Locking    wait_lock guards the list and changes of the flags; the holder alone frees it.
 * Barriers   taking acquires, giving back releases. The waiter's last try and the wake-up, and M3:
 *            docs/locking.md, "Mutexes".
 * Spinning   While the holder runs, whoever wants the mutex spins: to sleep and to be woken takes
 *            longer than most holders hold it. Not longer than MUTEX_SPIN_NS, since nobody knows when the
 *            host has stopped a holder.
 * Fairness   A free mutex goes to whoever comes, as that costs no switch. A first waiter that has
 *            waited for long asks for it to be handed over, so nobody waits for ever.
 */
#include <asm-generic/arch.h>
#include <asm/processor.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/time64.h>

#define MUTEX_WAITERS	1UL
#define MUTEX_HANDOVER	2UL
#define MUTEX_WOKEN	4UL
#define MUTEX_FLAGS	7UL

/* What a sleep and a wake-up cost the two together; so spinning in vain doubles it at the most. */
#define MUTEX_SPIN_NS	(20 * NSEC_PER_USEC)
/* Looks at the owner word for each one at the clock and at what the holder does. */
#define MUTEX_LOOKS	16
/* Until then a first waiter lets others pass: a mutex that is handed over is nobody's until he runs. */
#define MUTEX_PATIENCE	NSEC_PER_MSEC

struct mutex_waiter {
	struct list_head	list;
	struct task_struct	*task;
	u64			since;
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

/*
 * May it be free soon? Not if the holder sleeps, or was last seen on the very CPU where the caller is;
 * nor does anybody spin while others wait for a CPU. The holder's task_struct stays while the
 * caller holds a CPU: it is freed by RCU.
 */
static bool mutex_holder_runs(const struct mutex *lock)
{
	const struct task_struct *holder;
	bool runs;

	if (READ_ONCE(cpu_token_waiters))
		return false;
	rcu_read_lock();
	holder = (const struct task_struct *)mutex_holder(mutex_owner_word(lock));
	runs = !holder || (READ_ONCE(holder->__state) == TASK_RUNNING &&
			   READ_ONCE(task_cpu(holder)) != smp_processor_id());
	rcu_read_unlock();
	return runs;
}

/* @waits: it may have been handed to the caller. */
static bool mutex_look(struct mutex *lock, bool waits)
{
	unsigned int i;

	for (i = 0; i < MUTEX_LOOKS; i++) {
		if (mutex_try(lock) || (waits && mutex_was_handed(lock)))
			return true;
		cpu_relax();
	}
	return false;
}

static bool mutex_spin(struct mutex *lock, bool waits)
{
	u64 end;

	if (mutex_look(lock, waits))
		return true;
	end = arch_clock_ns() + MUTEX_SPIN_NS;
	while (mutex_holder_runs(lock) && arch_clock_ns() < end)
		if (mutex_look(lock, waits))
			return true;
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

static bool mutex_is_first(const struct mutex *lock, const struct mutex_waiter *waiter)
{
	return list_first_entry(&lock->wait_list, struct mutex_waiter, list) == waiter;
}

/* It was woken and somebody else has the mutex: the next wake-up, please, or the mutex itself. */
static void mutex_first_again(struct mutex *lock, const struct mutex_waiter *waiter)
{
	atomic_long_andnot(MUTEX_WOKEN, &lock->owner);
	if (arch_clock_ns() - waiter->since > MUTEX_PATIENCE)
		atomic_long_or(MUTEX_HANDOVER, &lock->owner);
}

/* wait_lock held; returns so. */
static int mutex_wait(struct mutex *lock, struct mutex_waiter *waiter, unsigned int state)
{
	while (!mutex_try(lock)) {
		if (signal_pending_state(state, current))
			return -EINTR;
		set_current_state(state);
		raw_spin_unlock(&lock->wait_lock);
		schedule();
		mutex_spin(lock, true);
		raw_spin_lock(&lock->wait_lock);
		if (mutex_was_handed(lock))
			return 0;
		if (mutex_is_first(lock, waiter))
			mutex_first_again(lock, waiter);
	}
	return 0;
}

static void mutex_leave(struct mutex *lock, struct mutex_waiter *waiter)
{
	bool first = mutex_is_first(lock, waiter);

	list_del(&waiter->list);
	if (list_empty(&lock->wait_list))
		atomic_long_andnot(MUTEX_FLAGS, &lock->owner);
	else if (first)
		atomic_long_andnot(MUTEX_HANDOVER | MUTEX_WOKEN, &lock->owner);
}

static noinline int mutex_lock_slow(struct mutex *lock, unsigned int state)
{
	struct mutex_waiter waiter = { .task = current };
	int ret;

	if (mutex_spin(lock, false))
		return 0;
	mutex_check_recursion(lock);
	waiter.since = arch_clock_ns();
	raw_spin_lock(&lock->wait_lock);
	list_add_tail(&waiter.list, &lock->wait_list);
	atomic_long_or(MUTEX_WAITERS, &lock->owner);
	ret = mutex_wait(lock, &waiter, state);
	__set_current_state(TASK_RUNNING);
	mutex_leave(lock, &waiter);
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

/* Set it free; the flags stay. Return: them; with MUTEX_HANDOVER it is not free. */
static unsigned long mutex_set_free(struct mutex *lock)
{
	long word = mutex_owner_word(lock);

	do {
		if (word & MUTEX_HANDOVER)
			break;
	} while (!atomic_long_try_cmpxchg_release(&lock->owner, &word, word & MUTEX_FLAGS));
	return word & MUTEX_FLAGS;
}

static noinline void mutex_unlock_slow(struct mutex *lock)
{
	unsigned long word = mutex_owner_word(lock), flags;
	struct mutex_waiter *first;

	if (mutex_holder(word) != (unsigned long)current) {
		WARN(1, "DEBUG_LOCKS_WARN_ON(lock->owner != current): mutex %pS, owner %px\n", lock,
		     (void *)mutex_holder(word));
		return;
	}
	flags = mutex_set_free(lock);
	if (!(flags & MUTEX_HANDOVER) && (flags & MUTEX_WOKEN))
		return;
	raw_spin_lock(&lock->wait_lock);
	first = list_first_entry_or_null(&lock->wait_list, struct mutex_waiter, list);
	if (flags & MUTEX_HANDOVER)
		atomic_long_set_release(&lock->owner, first ?
					(unsigned long)first->task | MUTEX_WAITERS : 0);
	else if (first)
		atomic_long_or(MUTEX_WOKEN, &lock->owner);
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
