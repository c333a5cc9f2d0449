// SPDX-License-Identifier: MIT
/*
 * kernel/wait.c - wait queues
 *
 * The head's lock guards its list and the entries on it. Waking happens under it, so that a
 * sleeper which sees itself off the list is past the waker's last look at it.
 * Wakers may be in any context: the lock is taken with interrupts off.
 */
#include <linux/export.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/wait.h>

void __init_waitqueue_head(struct wait_queue_head *wq_head, const char *name, struct lock_class_key *key)
{
	spin_lock_init(&wq_head->lock);
	lockdep_set_class_and_name(&wq_head->lock, key, name);
	INIT_LIST_HEAD(&wq_head->head);
}
EXPORT_SYMBOL(__init_waitqueue_head);

/**
 * init_wait_entry - make an entry of the caller's, which a wake-up takes off its queue
 * @wq_entry:	the entry, on the caller's stack
 * @flags:	WQ_FLAG_EXCLUSIVE, or 0
 *
 * Context: any task.
 */
void init_wait_entry(struct wait_queue_entry *wq_entry, int flags)
{
	wq_entry->flags = flags;
	wq_entry->private = current;
	wq_entry->func = autoremove_wake_function;
	INIT_LIST_HEAD(&wq_entry->entry);
}
EXPORT_SYMBOL(init_wait_entry);

/* ---- queueing ---- */

/**
 * add_wait_queue - put an entry on a queue, to be woken by every wake-up
 * @wq_head:	the queue
 * @wq_entry:	on no queue; loses WQ_FLAG_EXCLUSIVE
 *
 * Context: any; takes the queue's lock with interrupts off. Row D6.
 */
void add_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	unsigned long flags;

	wq_entry->flags &= ~WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&wq_head->lock, flags);
	__add_wait_queue(wq_head, wq_entry);
	spin_unlock_irqrestore(&wq_head->lock, flags);
}
EXPORT_SYMBOL(add_wait_queue);

/**
 * add_wait_queue_exclusive - put an entry at the end of a queue, to be woken one at a time
 * @wq_head:	the queue
 * @wq_entry:	on no queue; gets WQ_FLAG_EXCLUSIVE
 *
 * Context: any; takes the queue's lock with interrupts off. Row D6.
 */
void add_wait_queue_exclusive(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	unsigned long flags;

	spin_lock_irqsave(&wq_head->lock, flags);
	__add_wait_queue_entry_tail_exclusive(wq_head, wq_entry);
	spin_unlock_irqrestore(&wq_head->lock, flags);
}
EXPORT_SYMBOL(add_wait_queue_exclusive);

/**
 * add_wait_queue_priority - put an exclusive entry before all others of a queue
 * @wq_head:	the queue
 * @wq_entry:	on no queue; gets WQ_FLAG_EXCLUSIVE and WQ_FLAG_PRIORITY
 *
 * Context: any; takes the queue's lock with interrupts off.
 */
void add_wait_queue_priority(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	unsigned long flags;

	wq_entry->flags |= WQ_FLAG_EXCLUSIVE | WQ_FLAG_PRIORITY;
	spin_lock_irqsave(&wq_head->lock, flags);
	__add_wait_queue(wq_head, wq_entry);
	spin_unlock_irqrestore(&wq_head->lock, flags);
}
EXPORT_SYMBOL_GPL(add_wait_queue_priority);

/**
 * remove_wait_queue - take an entry off its queue
 * @wq_head:	the queue
 * @wq_entry:	on it
 *
 * Context: any; takes the queue's lock with interrupts off. Row D6.
 */
void remove_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	unsigned long flags;

	spin_lock_irqsave(&wq_head->lock, flags);
	__remove_wait_queue(wq_head, wq_entry);
	spin_unlock_irqrestore(&wq_head->lock, flags);
}
EXPORT_SYMBOL(remove_wait_queue);

/* ---- waking ---- */

/* Lock held. Entries that are not exclusive are all woken, those that are, @nr of. */
static int wake_entries(struct wait_queue_head *wq_head, unsigned int mode, int nr, void *key)
{
	struct wait_queue_entry *entry, *next;
	int woken = 0;

	list_for_each_entry_safe(entry, next, &wq_head->head, entry) {
		unsigned int flags = READ_ONCE(entry->flags);
		int ret = entry->func(entry, mode, 0, key);

		if (ret < 0)
			break;
		if (ret && (flags & WQ_FLAG_EXCLUSIVE) && ++woken == nr)
			break;
	}
	return woken;
}

int __wake_up(struct wait_queue_head *wq_head, unsigned int mode, int nr, void *key)
{
	unsigned long flags;
	int woken;

	spin_lock_irqsave(&wq_head->lock, flags);
	woken = wake_entries(wq_head, mode, nr, key);
	spin_unlock_irqrestore(&wq_head->lock, flags);
	return woken;
}
EXPORT_SYMBOL(__wake_up);

void __wake_up_locked(struct wait_queue_head *wq_head, unsigned int mode, int nr)
{
	wake_entries(wq_head, mode, nr, NULL);
}
EXPORT_SYMBOL_GPL(__wake_up_locked);

void __wake_up_locked_key(struct wait_queue_head *wq_head, unsigned int mode, void *key)
{
	wake_entries(wq_head, mode, 1, key);
}
EXPORT_SYMBOL_GPL(__wake_up_locked_key);

void __wake_up_sync(struct wait_queue_head *wq_head, unsigned int mode)
{
	__wake_up(wq_head, mode, 1, NULL);
}
EXPORT_SYMBOL_GPL(__wake_up_sync);

void __wake_up_sync_key(struct wait_queue_head *wq_head, unsigned int mode, void *key)
{
	__wake_up(wq_head, mode, 1, key);
}
EXPORT_SYMBOL_GPL(__wake_up_sync_key);

/* The queue is about to be freed: pollers take themselves off it. */
void __wake_up_pollfree(struct wait_queue_head *wq_head)
{
	__wake_up(wq_head, TASK_NORMAL, 0, poll_to_key(EPOLLHUP | POLLFREE));
	WARN_ON_ONCE(waitqueue_active(wq_head));
}
EXPORT_SYMBOL_GPL(__wake_up_pollfree);

/**
 * default_wake_function - an entry's function: wake the task that it names
 * @wq_entry:	the entry; its private is the task
 * @mode:	task states that are woken
 * @flags:	for try_to_wake_up()
 * @key:	not used
 *
 * Context: any; called with the queue's lock held.
 * Return: 1 if the task was woken, 0 if it was in none of these states.
 */
int default_wake_function(struct wait_queue_entry *wq_entry, unsigned int mode, int flags, void *key)
{
	return try_to_wake_up(wq_entry->private, mode, flags);
}
EXPORT_SYMBOL(default_wake_function);

/**
 * autoremove_wake_function - an entry's function: wake its task, and take the entry off if that
 * was done
 * @wq_entry:	the entry; its private is the task
 * @mode:	task states that are woken
 * @sync:	for default_wake_function()
 * @key:	not used
 *
 * finish_wait() looks at the entry without the lock: the removal must be the last touch of it.
 *
 * Context: any; called with the queue's lock held.
 * Return: 1 if the task was woken, else 0.
 */
int autoremove_wake_function(struct wait_queue_entry *wq_entry, unsigned int mode, int sync, void *key)
{
	int ret = default_wake_function(wq_entry, mode, sync, key);

	if (ret)
		list_del_init_careful(&wq_entry->entry);
	return ret;
}
EXPORT_SYMBOL(autoremove_wake_function);

/* ---- sleeping ---- */

/**
 * prepare_to_wait - be on a queue, and be in a state, before looking at the condition
 * @wq_head:	the queue
 * @wq_entry:	the caller's entry; put on the queue unless it is on it
 * @state:	the caller's next task state
 *
 * Context: a task; does not sleep itself; takes the queue's lock with interrupts off. Row D6.
 */
void prepare_to_wait(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry, int state)
{
	unsigned long flags;

	wq_entry->flags &= ~WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&wq_head->lock, flags);
	if (list_empty(&wq_entry->entry))
		__add_wait_queue(wq_head, wq_entry);
	set_current_state(state);
	spin_unlock_irqrestore(&wq_head->lock, flags);
}
EXPORT_SYMBOL(prepare_to_wait);

/**
 * prepare_to_wait_exclusive - prepare_to_wait(), to be woken one at a time
 * @wq_head:	the queue
 * @wq_entry:	the caller's entry; put at the end unless it is on the queue
 * @state:	the caller's next task state
 *
 * Context: a task; does not sleep itself; takes the queue's lock with interrupts off. Row D6.
 * Return: true if the entry was put on a queue that was empty.
 */
bool prepare_to_wait_exclusive(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry,
			       int state)
{
	unsigned long flags;
	bool was_empty = false;

	wq_entry->flags |= WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&wq_head->lock, flags);
	if (list_empty(&wq_entry->entry)) {
		was_empty = list_empty(&wq_head->head);
		__add_wait_queue_entry_tail(wq_head, wq_entry);
	}
	set_current_state(state);
	spin_unlock_irqrestore(&wq_head->lock, flags);
	return was_empty;
}
EXPORT_SYMBOL(prepare_to_wait_exclusive);

/**
 * prepare_to_wait_event - prepare_to_wait(), unless a signal that counts in that state is pending
 * @wq_head:	the queue
 * @wq_entry:	from init_wait_entry(); exclusive if its flags say so
 * @state:	the caller's next task state
 *
 * A signal takes the entry off the queue, so that no exclusive wake-up goes to one who leaves.
 * The task's state then stays as it was.
 *
 * Context: a task; does not sleep itself; takes the queue's lock with interrupts off. Row D6.
 * Return: 0, or -ERESTARTSYS for a signal.
 */
long prepare_to_wait_event(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry, int state)
{
	bool interrupted = signal_pending_state(state, current);
	unsigned long flags;

	spin_lock_irqsave(&wq_head->lock, flags);
	if (interrupted) {
		list_del_init(&wq_entry->entry);
	} else {
		if (list_empty(&wq_entry->entry)) {
			if (wq_entry->flags & WQ_FLAG_EXCLUSIVE)
				__add_wait_queue_entry_tail(wq_head, wq_entry);
			else
				__add_wait_queue(wq_head, wq_entry);
		}
		set_current_state(state);
	}
	spin_unlock_irqrestore(&wq_head->lock, flags);
	return interrupted ? -ERESTARTSYS : 0;
}
EXPORT_SYMBOL(prepare_to_wait_event);

/**
 * finish_wait - run again, and be off the queue
 * @wq_head:	the queue
 * @wq_entry:	the caller's entry, on it or taken off by a waker
 *
 * Context: a task; may take the queue's lock with interrupts off. Row D6.
 */
void finish_wait(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	unsigned long flags;

	__set_current_state(TASK_RUNNING);
	if (list_empty_careful(&wq_entry->entry))
		return;
	spin_lock_irqsave(&wq_head->lock, flags);
	list_del_init(&wq_entry->entry);
	spin_unlock_irqrestore(&wq_head->lock, flags);
}
EXPORT_SYMBOL(finish_wait);

static int wait_intr_schedule(struct wait_queue_head *wq, struct wait_queue_entry *wait)
{
	if (list_empty(&wait->entry))
		__add_wait_queue_entry_tail(wq, wait);
	set_current_state(TASK_INTERRUPTIBLE);
	return signal_pending(current) ? -ERESTARTSYS : 0;
}

/**
 * do_wait_intr - one round of a sleep that signals end, with the queue's lock held around it
 * @wq:	the queue; its lock is held, dropped to sleep, and held again
 * @wait:	the caller's entry; put at the end unless it is on the queue
 *
 * Context: may sleep; the lock was taken with interrupts on.
 * Return: 0 after a wake-up, or -ERESTARTSYS, without having slept, when a signal is pending.
 */
int do_wait_intr(struct wait_queue_head *wq, struct wait_queue_entry *wait)
{
	int ret = wait_intr_schedule(wq, wait);

	if (ret)
		return ret;
	spin_unlock(&wq->lock);
	schedule();
	spin_lock(&wq->lock);
	return 0;
}
EXPORT_SYMBOL(do_wait_intr);

/**
 * do_wait_intr_irq - do_wait_intr() for a lock taken by spin_lock_irq()
 * @wq:	the queue; its lock is held, dropped to sleep, and held again
 * @wait:	the caller's entry; put at the end unless it is on the queue
 *
 * Context: may sleep; interrupts are off, and on while it sleeps.
 * Return: 0 after a wake-up, or -ERESTARTSYS, without having slept, when a signal is pending.
 */
int do_wait_intr_irq(struct wait_queue_head *wq, struct wait_queue_entry *wait)
{
	int ret = wait_intr_schedule(wq, wait);

	if (ret)
		return ret;
	spin_unlock_irq(&wq->lock);
	schedule();
	spin_lock_irq(&wq->lock);
	return 0;
}
EXPORT_SYMBOL(do_wait_intr_irq);

/**
 * wait_woken - sleep unless the entry was woken since the last call
 * @wq_entry:	on a queue; its function is woken_wake_function()
 * @mode:	task state to sleep in
 * @timeout:	jiffies, or MAX_SCHEDULE_TIMEOUT
 *
 * For loops that must not set their state before looking at the condition: the wake-up is
 * remembered in the entry. Both sides have a full barrier between their two steps.
 *
 * Context: may sleep. Row D6.
 * Return: jiffies left, @timeout if it did not sleep, 0 when the time ran out.
 */
long wait_woken(struct wait_queue_entry *wq_entry, unsigned int mode, long timeout)
{
	set_current_state(mode);
	if (!(READ_ONCE(wq_entry->flags) & WQ_FLAG_WOKEN))
		timeout = schedule_timeout(timeout);
	__set_current_state(TASK_RUNNING);
	__atomic_fetch_and(&wq_entry->flags, ~WQ_FLAG_WOKEN, __ATOMIC_SEQ_CST);
	return timeout;
}
EXPORT_SYMBOL(wait_woken);

/**
 * woken_wake_function - an entry's function for wait_woken(): remember the wake-up, and wake the
 * task
 * @wq_entry:	the entry; its private is the task
 * @mode:	task states that are woken
 * @sync:	for default_wake_function()
 * @key:	not used
 *
 * Context: any; called with the queue's lock held.
 * Return: 1 if the task was woken, else 0.
 */
int woken_wake_function(struct wait_queue_entry *wq_entry, unsigned int mode, int sync, void *key)
{
	__atomic_fetch_or(&wq_entry->flags, WQ_FLAG_WOKEN, __ATOMIC_SEQ_CST);
	return default_wake_function(wq_entry, mode, sync, key);
}
EXPORT_SYMBOL(woken_wake_function);
