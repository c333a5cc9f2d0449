/* SPDX-License-Identifier: MIT */
/*
 * linux/wait.h - wait queues: sleep until a condition holds
 *
 * The sleeper queues itself and sets its state, and only then looks at the condition; who makes
 * the condition true does so first and then looks at the queue and the state. Each side has
 * a full barrier between its two steps, so one of them sees the other (docs/locking.md,
 * "Sleep and wake"). A caller of waitqueue_active() without the lock needs that barrier itself.
 */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <linux/list.h>
#include <linux/stddef.h>
#include <linux/spinlock.h>
#include <linux/might_sleep.h>
#include <linux/errno.h>
#include <linux/sched.h>

typedef struct wait_queue_entry wait_queue_entry_t;
typedef int (*wait_queue_func_t)(struct wait_queue_entry *wq_entry, unsigned int mode, int flags,
				 void *key);

#define WQ_FLAG_EXCLUSIVE	0x01
#define WQ_FLAG_WOKEN		0x02
#define WQ_FLAG_BOOKMARK	0x04
#define WQ_FLAG_CUSTOM		0x08
#define WQ_FLAG_DONE		0x10
#define WQ_FLAG_PRIORITY	0x20

/**
 * struct wait_queue_entry - one sleeper
 * @flags:	WQ_FLAG_*
 * @private:	for the usual @func: the task
 * @func:	called for each wake-up with the head's lock held; not 0: it took the wake-up
 * @entry:	in the head's list
 */
struct wait_queue_entry {
	unsigned int		flags;
	void			*private;
	wait_queue_func_t	func;
	struct list_head	entry;
};

typedef struct wait_queue_head {
	spinlock_t		lock;
	struct list_head	head;
} wait_queue_head_t;

int default_wake_function(struct wait_queue_entry *wq_entry, unsigned int mode, int flags, void *key);
int autoremove_wake_function(struct wait_queue_entry *wq_entry, unsigned int mode, int sync, void *key);

#define __WAITQUEUE_INITIALIZER(name, tsk) { \
	.private = (tsk), .func = default_wake_function, .entry = { NULL, NULL } }
#define DECLARE_WAITQUEUE(name, tsk) \
	struct wait_queue_entry name = __WAITQUEUE_INITIALIZER(name, tsk)
#define __WAIT_QUEUE_HEAD_INITIALIZER(name) { \
	.lock = __SPIN_LOCK_INITIALIZER((name).lock), .head = LIST_HEAD_INIT((name).head) }
#define DECLARE_WAIT_QUEUE_HEAD(name) \
	struct wait_queue_head name = __WAIT_QUEUE_HEAD_INITIALIZER(name)
#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name)	DECLARE_WAIT_QUEUE_HEAD(name)
#define DEFINE_WAIT_FUNC(name, function) \
	struct wait_queue_entry name = { \
		.private = current, .func = function, .entry = LIST_HEAD_INIT((name).entry) }
#define DEFINE_WAIT(name)	DEFINE_WAIT_FUNC(name, autoremove_wake_function)

void __init_waitqueue_head(struct wait_queue_head *wq_head, const char *name, struct lock_class_key *key);
#define init_waitqueue_head(wq_head) do { \
	static struct lock_class_key __key; \
	__init_waitqueue_head((wq_head), #wq_head, &__key); \
} while (0)


static inline void init_waitqueue_entry(struct wait_queue_entry *wq_entry, struct task_struct *p)
{
	wq_entry->flags = 0;
	wq_entry->private = p;
	wq_entry->func = default_wake_function;
}

static inline void init_waitqueue_func_entry(struct wait_queue_entry *wq_entry, wait_queue_func_t func)
{
	wq_entry->flags = 0;
	wq_entry->private = NULL;
	wq_entry->func = func;
}

#define init_wait(wait) do { \
	(wait)->private = current; \
	(wait)->func = autoremove_wake_function; \
	INIT_LIST_HEAD(&(wait)->entry); \
	(wait)->flags = 0; \
} while (0)
void init_wait_entry(struct wait_queue_entry *wq_entry, int flags);

/** waitqueue_active - is anybody queued? Without the lock only a hint: see the top. */
static inline int waitqueue_active(struct wait_queue_head *wq_head)
{
	return !list_empty(&wq_head->head);
}

/** wq_has_sleeper - the same, with the barrier */
static inline bool wq_has_sleeper(struct wait_queue_head *wq_head)
{
	smp_mb();
	return waitqueue_active(wq_head);
}

static inline bool wq_has_single_sleeper(struct wait_queue_head *wq_head)
{
	return list_is_singular(&wq_head->head);
}

void add_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);
void add_wait_queue_exclusive(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);
void add_wait_queue_priority(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);
void remove_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);

static inline void __add_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	list_add(&wq_entry->entry, &wq_head->head);
}

static inline void __add_wait_queue_exclusive(struct wait_queue_head *wq_head,
					      struct wait_queue_entry *wq_entry)
{
	wq_entry->flags |= WQ_FLAG_EXCLUSIVE;
	__add_wait_queue(wq_head, wq_entry);
}

static inline void __add_wait_queue_entry_tail(struct wait_queue_head *wq_head,
					       struct wait_queue_entry *wq_entry)
{
	list_add_tail(&wq_entry->entry, &wq_head->head);
}

static inline void __add_wait_queue_entry_tail_exclusive(struct wait_queue_head *wq_head,
							 struct wait_queue_entry *wq_entry)
{
	wq_entry->flags |= WQ_FLAG_EXCLUSIVE;
	__add_wait_queue_entry_tail(wq_head, wq_entry);
}

static inline void __remove_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	list_del(&wq_entry->entry);
}

/**
 * __wake_up - wake sleepers in a state of @mode
 * @nr:		at most this many exclusive ones; 0: all
 * @key:	passed to their functions
 *
 * Context: any. Return: how many exclusive ones were woken.
 */
int __wake_up(struct wait_queue_head *wq_head, unsigned int mode, int nr, void *key);
void __wake_up_locked(struct wait_queue_head *wq_head, unsigned int mode, int nr);
void __wake_up_locked_key(struct wait_queue_head *wq_head, unsigned int mode, void *key);
void __wake_up_sync(struct wait_queue_head *wq_head, unsigned int mode);
void __wake_up_sync_key(struct wait_queue_head *wq_head, unsigned int mode, void *key);
void __wake_up_pollfree(struct wait_queue_head *wq_head);

#define wake_up(x)			__wake_up(x, TASK_NORMAL, 1, NULL)
#define wake_up_nr(x, nr)		__wake_up(x, TASK_NORMAL, nr, NULL)
#define wake_up_all(x)			__wake_up(x, TASK_NORMAL, 0, NULL)
#define wake_up_locked(x)		__wake_up_locked((x), TASK_NORMAL, 1)
#define wake_up_all_locked(x)		__wake_up_locked((x), TASK_NORMAL, 0)
#define wake_up_sync(x)			__wake_up_sync(x, TASK_NORMAL)
#define wake_up_interruptible(x)	__wake_up(x, TASK_INTERRUPTIBLE, 1, NULL)
#define wake_up_interruptible_nr(x, nr)	__wake_up(x, TASK_INTERRUPTIBLE, nr, NULL)
#define wake_up_interruptible_all(x)	__wake_up(x, TASK_INTERRUPTIBLE, 0, NULL)
#define wake_up_interruptible_sync(x)	__wake_up_sync((x), TASK_INTERRUPTIBLE)

/* The key of a poll wake-up is its events. */
#define poll_to_key(m)			((void *)(uintptr_t)(__poll_t)(m))
#define key_to_poll(m)			((__poll_t)(uintptr_t)(void *)(m))
#define wake_up_poll(x, m)		__wake_up(x, TASK_NORMAL, 1, poll_to_key(m))
#define wake_up_poll_on_current_cpu(x, m) wake_up_poll(x, m)
#define wake_up_locked_poll(x, m)	__wake_up_locked_key((x), TASK_NORMAL, poll_to_key(m))
#define wake_up_interruptible_poll(x, m) __wake_up(x, TASK_INTERRUPTIBLE, 1, poll_to_key(m))
#define wake_up_interruptible_sync_poll(x, m) __wake_up_sync_key((x), TASK_INTERRUPTIBLE, poll_to_key(m))
#define wake_up_interruptible_sync_poll_locked(x, m) \
	__wake_up_locked_key((x), TASK_INTERRUPTIBLE, poll_to_key(m))
#define wake_up_pollfree(x)		do { if (wq_has_sleeper(x)) __wake_up_pollfree(x); } while (0)

void prepare_to_wait(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry, int state);
bool prepare_to_wait_exclusive(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry,
			       int state);
long prepare_to_wait_event(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry, int state);
void finish_wait(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);
long wait_woken(struct wait_queue_entry *wq_entry, unsigned int mode, long timeout);
int woken_wake_function(struct wait_queue_entry *wq_entry, unsigned int mode, int sync, void *key);

/*
 * The loop of the whole family. @condition and @sleep see the local __ret, which begins as @ret0
 * and is the value in the end, but for a signal: then the signal's error code is.
 */
#define wait_loop(wq_head, condition, state, exclusive, ret0, sleep) ({ \
	__label__ __out; \
	struct wait_queue_entry __entry; \
	long __ret = (ret0); \
	init_wait_entry(&__entry, (exclusive) ? WQ_FLAG_EXCLUSIVE : 0); \
	for (;;) { \
		long __intr = prepare_to_wait_event(&(wq_head), &__entry, (state)); \
		if (condition) \
			break; \
		if (__intr) { \
			__ret = __intr; \
			goto __out; \
		} \
		sleep; \
	} \
	finish_wait(&(wq_head), &__entry); \
__out:	__ret; \
})

/* True also when the time ran out; a condition that holds just then counts as 1 jiffy left. */
#define wait_cond_timeout(condition) ({ \
	bool __cond = (condition); \
	if (__cond && !__ret) \
		__ret = 1; \
	__cond || !__ret; \
})

#define wait_plain(wq_head, condition, state, exclusive, sleep) ({ \
	long __plain = 0; \
	might_sleep(); \
	if (!(condition)) \
		__plain = wait_loop(wq_head, condition, state, exclusive, 0, sleep); \
	(int)__plain; \
})

#define wait_timed(wq_head, condition, state, timeout, before, after) ({ \
	long __ret = (timeout); \
	might_sleep(); \
	if (!wait_cond_timeout(condition)) \
		__ret = wait_loop(wq_head, wait_cond_timeout(condition), state, 0, timeout, \
				  before; __ret = schedule_timeout(__ret); after); \
	__ret; \
})

/* For conditions that are looked at with the caller's lock held. */
#define wait_with_lock(wq_head, condition, state, before, after) ({ \
	long __plain = 0; \
	if (!(condition)) \
		__plain = wait_loop(wq_head, condition, state, 0, 0, before; schedule(); after); \
	(int)__plain; \
})

/**
 * wait_event - sleep until @condition holds
 *
 * The condition is looked at before sleeping and after each wake-up of @wq_head; make it true
 * first, then wake. The forms:
 *   _interruptible, _killable	return -ERESTARTSYS for a signal, or a fatal one
 *   _timeout			return the jiffies left, at least 1, or 0 when the time ran out
 *   _exclusive			one sleeper is woken at a time
 *   _lock_irq			the condition is looked at under a lock, which is dropped to sleep
 *   _cmd			with statements before and after each sleep
 * Context: may sleep. Row D6.
 */
#define wait_event(wq_head, condition) \
	((void)wait_plain(wq_head, condition, TASK_UNINTERRUPTIBLE, 0, schedule()))
#define wait_event_exclusive(wq_head, condition) \
	((void)wait_plain(wq_head, condition, TASK_UNINTERRUPTIBLE, 1, schedule()))
#define io_wait_event(wq_head, condition)	wait_event(wq_head, condition)
#define wait_event_idle(wq_head, condition) \
	((void)wait_plain(wq_head, condition, TASK_IDLE, 0, schedule()))
#define wait_event_idle_exclusive(wq_head, condition) \
	((void)wait_plain(wq_head, condition, TASK_IDLE, 1, schedule()))
#define wait_event_cmd(wq_head, condition, before, after) \
	((void)wait_plain(wq_head, condition, TASK_UNINTERRUPTIBLE, 0, before; schedule(); after))
#define wait_event_exclusive_cmd(wq_head, condition, before, after) \
	((void)wait_plain(wq_head, condition, TASK_UNINTERRUPTIBLE, 1, before; schedule(); after))
#define wait_event_interruptible(wq_head, condition) \
	wait_plain(wq_head, condition, TASK_INTERRUPTIBLE, 0, schedule())
#define wait_event_interruptible_exclusive(wq_head, condition) \
	wait_plain(wq_head, condition, TASK_INTERRUPTIBLE, 1, schedule())
#define wait_event_killable(wq_head, condition) \
	wait_plain(wq_head, condition, TASK_KILLABLE, 0, schedule())
#define wait_event_killable_exclusive(wq_head, condition) \
	wait_plain(wq_head, condition, TASK_KILLABLE, 1, schedule())
#define wait_event_state(wq_head, condition, state) \
	wait_plain(wq_head, condition, state, 0, schedule())
#define wait_event_freezable(wq_head, condition)	wait_event_interruptible(wq_head, condition)
#define wait_event_freezable_exclusive(wq_head, condition) \
	wait_event_interruptible_exclusive(wq_head, condition)

#define wait_event_timeout(wq_head, condition, timeout) \
	wait_timed(wq_head, condition, TASK_UNINTERRUPTIBLE, timeout, , )
#define wait_event_interruptible_timeout(wq_head, condition, timeout) \
	wait_timed(wq_head, condition, TASK_INTERRUPTIBLE, timeout, , )
#define wait_event_killable_timeout(wq_head, condition, timeout) \
	wait_timed(wq_head, condition, TASK_KILLABLE, timeout, , )
#define wait_event_idle_timeout(wq_head, condition, timeout) \
	wait_timed(wq_head, condition, TASK_IDLE, timeout, , )
#define wait_event_freezable_timeout(wq_head, condition, timeout) \
	wait_event_interruptible_timeout(wq_head, condition, timeout)

#define wait_event_lock_irq(wq_head, condition, lock) \
	((void)wait_with_lock(wq_head, condition, TASK_UNINTERRUPTIBLE, \
			      spin_unlock_irq(&(lock)), spin_lock_irq(&(lock))))
#define wait_event_lock_irq_cmd(wq_head, condition, lock, cmd) \
	((void)wait_with_lock(wq_head, condition, TASK_UNINTERRUPTIBLE, \
			      spin_unlock_irq(&(lock)); cmd, spin_lock_irq(&(lock))))
#define wait_event_interruptible_lock_irq(wq_head, condition, lock) \
	wait_with_lock(wq_head, condition, TASK_INTERRUPTIBLE, \
		       spin_unlock_irq(&(lock)), spin_lock_irq(&(lock)))
#define wait_event_interruptible_lock_irq_cmd(wq_head, condition, lock, cmd) \
	wait_with_lock(wq_head, condition, TASK_INTERRUPTIBLE, \
		       spin_unlock_irq(&(lock)); cmd, spin_lock_irq(&(lock)))
#define wait_timed_lock_irq(wq_head, condition, lock, timeout, state) ({ \
	long __ret = (timeout); \
	if (!wait_cond_timeout(condition)) \
		__ret = wait_loop(wq_head, wait_cond_timeout(condition), state, 0, timeout, \
				  spin_unlock_irq(&(lock)); __ret = schedule_timeout(__ret); \
				  spin_lock_irq(&(lock))); \
	__ret; \
})
#define wait_event_lock_irq_timeout(wq_head, condition, lock, timeout) \
	wait_timed_lock_irq(wq_head, condition, lock, timeout, TASK_UNINTERRUPTIBLE)
#define wait_event_interruptible_lock_irq_timeout(wq_head, condition, lock, timeout) \
	wait_timed_lock_irq(wq_head, condition, lock, timeout, TASK_INTERRUPTIBLE)

/* The caller holds @wq_head's own lock, here and when the condition is looked at. */
int do_wait_intr(struct wait_queue_head *wq, struct wait_queue_entry *wait);
int do_wait_intr_irq(struct wait_queue_head *wq, struct wait_queue_entry *wait);
#define wait_locked(wq, condition, exclusive, fn) ({ \
	long __locked = 0; \
	if (!(condition)) { \
		DEFINE_WAIT(__wait); \
		if (exclusive) \
			__wait.flags |= WQ_FLAG_EXCLUSIVE; \
		do { \
			__locked = fn(&(wq), &__wait); \
			if (__locked) \
				break; \
		} while (!(condition)); \
		list_del_init(&__wait.entry); \
		__set_current_state(TASK_RUNNING); \
	} \
	(int)__locked; \
})
#define wait_event_interruptible_locked(wq, condition) \
	wait_locked(wq, condition, 0, do_wait_intr)
#define wait_event_interruptible_locked_irq(wq, condition) \
	wait_locked(wq, condition, 0, do_wait_intr_irq)
#define wait_event_interruptible_exclusive_locked(wq, condition) \
	wait_locked(wq, condition, 1, do_wait_intr)
#define wait_event_interruptible_exclusive_locked_irq(wq, condition) \
	wait_locked(wq, condition, 1, do_wait_intr_irq)

#endif /* _LINUX_WAIT_H */
