// SPDX-License-Identifier: MIT
/*
 * kernel/workqueue.c - items of work: queueing them, taking them back, waiting for them
 *
 * Terms, invariants, locking: kernel/workqueue.h.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include "kernel/workqueue.h"

/* ---- queueing ---- */

/* Without wq_lock: queue an item whose pending bit is the caller's. */
static void wq_queue_pending(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&wq_lock, flags);
	if (cpu == WORK_CPU_UNBOUND && !(wq->flags & WQ_UNBOUND))
		cpu = raw_smp_processor_id();	/* it runs where it was queued */
	wq_insert_work(wq, work, cpu);
	raw_spin_unlock_irqrestore(&wq_lock, flags);
}

bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	if (!wq_grab_pending(work))
		return false;
	wq_queue_pending(cpu, wq, work);
	return true;
}
EXPORT_SYMBOL(queue_work_on);

/**
 * delayed_work_timer_fn - the function of a delayed item's timer: queue the item
 * @t:	the timer inside the delayed item
 *
 * Context: softirq; takes wq_lock.
 */
void delayed_work_timer_fn(struct timer_list *t)
{
	struct delayed_work *dwork = from_timer(dwork, t, timer);

	wq_queue_pending(dwork->cpu, dwork->wq, &dwork->work);
}
EXPORT_SYMBOL(delayed_work_timer_fn);

static void queue_delayed_pending(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
				  unsigned long delay)
{
	dwork->wq = wq;
	dwork->cpu = cpu;
	if (delay)
		mod_timer(&dwork->timer, jiffies + delay);
	else
		wq_queue_pending(cpu, wq, &dwork->work);
}

/**
 * queue_delayed_work_on - queue an item after a time, for one CPU
 * @cpu:	where to run, or WORK_CPU_UNBOUND
 * @wq:	the queue
 * @dwork:	the item
 * @delay:	jiffies; 0 queues at once
 *
 * Context: any; takes timer_base.lock or wq_lock with interrupts off. Row D6.
 * Return: false, and nothing is changed, if the item is pending already.
 */
bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			   unsigned long delay)
{
	if (!wq_grab_pending(&dwork->work))
		return false;
	queue_delayed_pending(cpu, wq, dwork, delay);
	return true;
}
EXPORT_SYMBOL(queue_delayed_work_on);

/* ---- taking back ---- */

static bool is_canceling(struct work_struct *work)
{
	return test_bit(WORK_STRUCT_CANCELING_BIT, (unsigned long *)&work->data);
}

/*
 * Make the pending bit the caller's, taking the item out of where it waits.
 * Return: 1 it was queued, 0 it was not, -EAGAIN it is between two places: try again, -ENOENT
 * somebody cancels it and waits for its end.
 */
static int steal_pending(struct work_struct *work, struct timer_list *timer)
{
	unsigned long flags;
	int ret = -EAGAIN;

	if (timer && del_timer(timer))
		return 1;
	if (wq_grab_pending(work))
		return 0;
	raw_spin_lock_irqsave(&wq_lock, flags);
	if (!list_empty(&work->entry)) {
		wq_remove_work(work);
		ret = 1;
	} else if (is_canceling(work)) {
		ret = -ENOENT;
	}
	raw_spin_unlock_irqrestore(&wq_lock, flags);
	return ret;
}

static int steal_pending_wait(struct work_struct *work, struct timer_list *timer)
{
	int ret;

	while ((ret = steal_pending(work, timer)) == -EAGAIN)
		cpu_relax();
	return ret;
}

bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			 unsigned long delay)
{
	int was = steal_pending_wait(&dwork->work, &dwork->timer);

	if (was >= 0)
		queue_delayed_pending(cpu, wq, dwork, delay);
	return was;
}
EXPORT_SYMBOL_GPL(mod_delayed_work_on);

/* wq_lock held: have @flusher told when the last queueing of @work ends. False: it is idle. */
static bool flusher_add(struct flusher *flusher, struct work_struct *work, bool running_only)
{
	struct worker *worker = wq_worker_of(work);
	bool queued = !running_only && !list_empty(&work->entry);

	if (!queued && !worker)
		return false;
	flusher->work = work;
	flusher->seq = queued ? work->seq : worker->seq;
	init_completion(&flusher->done);
	list_add_tail(&flusher->node, &wq_flushers);
	return true;
}

static bool wait_for_work(struct work_struct *work, bool running_only)
{
	struct flusher flusher;
	bool waits;

	raw_spin_lock_irq(&wq_lock);
	waits = flusher_add(&flusher, work, running_only);
	raw_spin_unlock_irq(&wq_lock);
	if (waits)
		wait_for_completion(&flusher.done);
	return waits;
}

bool flush_work(struct work_struct *work)
{
	might_sleep();
	return wait_for_work(work, false);
}
EXPORT_SYMBOL(flush_work);

static bool cancel_async(struct work_struct *work, struct timer_list *timer)
{
	int was = steal_pending_wait(work, timer);

	if (was >= 0)
		wq_clear_pending(work);
	return was > 0;
}

/* The pending bit is ours until the end, so that the function can't queue itself again. */
static bool cancel_sync(struct work_struct *work, struct timer_list *timer)
{
	int was;

	might_sleep();
	while ((was = steal_pending_wait(work, timer)) < 0)
		schedule_timeout_uninterruptible(1);
	set_bit(WORK_STRUCT_CANCELING_BIT, (unsigned long *)&work->data);
	wait_for_work(work, true);
	clear_bit(WORK_STRUCT_CANCELING_BIT, (unsigned long *)&work->data);
	wq_clear_pending(work);
	return was;
}

bool cancel_work_sync(struct work_struct *work)
{
	return cancel_sync(work, NULL);
}
EXPORT_SYMBOL_GPL(cancel_work_sync);

/**
 * cancel_work - take an item out of its queue; its function may still be running
 * @work:	the item
 *
 * Context: any; takes wq_lock with interrupts off.
 * Return: true if it was pending.
 */
bool cancel_work(struct work_struct *work)
{
	return cancel_async(work, NULL);
}
EXPORT_SYMBOL(cancel_work);

/**
 * cancel_delayed_work - stop a delayed item's timer, or take the item out of its queue
 * @dwork:	the item; its function may still be running
 *
 * Context: any; takes timer_base.lock and wq_lock with interrupts off. Row D6.
 * Return: true if it was pending.
 */
bool cancel_delayed_work(struct delayed_work *dwork)
{
	return cancel_async(&dwork->work, &dwork->timer);
}
EXPORT_SYMBOL(cancel_delayed_work);

/**
 * cancel_delayed_work_sync - cancel_delayed_work(), and wait for the function if it runs
 * @dwork:	the item; can't be queued, even by its own function, until this returns
 *
 * Context: may sleep; not from the item's own function. Row D6.
 * Return: true if it was pending.
 */
bool cancel_delayed_work_sync(struct delayed_work *dwork)
{
	return cancel_sync(&dwork->work, &dwork->timer);
}
EXPORT_SYMBOL(cancel_delayed_work_sync);

/**
 * flush_delayed_work - queue a delayed item now, and wait until it has run
 * @dwork:	the item
 *
 * Context: may sleep; not from the item's own function. Row D6.
 * Return: true if it waited, false if the item was idle.
 */
bool flush_delayed_work(struct delayed_work *dwork)
{
	if (del_timer_sync(&dwork->timer))
		wq_queue_pending(dwork->cpu, dwork->wq, &dwork->work);
	return flush_work(&dwork->work);
}
EXPORT_SYMBOL(flush_delayed_work);

static void rcu_work_fn(struct rcu_head *head)
{
	struct rcu_work *rwork = container_of(head, struct rcu_work, rcu);

	wq_queue_pending(WORK_CPU_UNBOUND, rwork->wq, &rwork->work);
}

/**
 * queue_rcu_work - queue an item after a grace period
 * @wq:	the queue
 * @rwork:	the item
 *
 * Context: any.
 * Return: false, and nothing is changed, if the item is pending already.
 */
bool queue_rcu_work(struct workqueue_struct *wq, struct rcu_work *rwork)
{
	if (!wq_grab_pending(&rwork->work))
		return false;
	rwork->wq = wq;
	call_rcu(&rwork->rcu, rcu_work_fn);
	return true;
}
EXPORT_SYMBOL(queue_rcu_work);

/**
 * flush_rcu_work - wait for an RCU item's grace period and function
 * @rwork:	the item
 *
 * Context: may sleep; not from the item's own function.
 * Return: true if it waited, false if the item was idle.
 */
bool flush_rcu_work(struct rcu_work *rwork)
{
	bool pending = work_pending(&rwork->work);

	if (pending)
		rcu_barrier();
	return flush_work(&rwork->work) || pending;
}
EXPORT_SYMBOL(flush_rcu_work);

/* ---- what they are at ---- */

/**
 * work_busy - what an item is at
 * @work:	the item
 *
 * Context: any; takes wq_lock with interrupts off; the answer may be old.
 * Return: 0, or WORK_BUSY_PENDING and WORK_BUSY_RUNNING, each if so.
 */
unsigned int work_busy(struct work_struct *work)
{
	unsigned int busy = work_pending(work) ? WORK_BUSY_PENDING : 0;
	unsigned long flags;

	raw_spin_lock_irqsave(&wq_lock, flags);
	if (wq_worker_of(work))
		busy |= WORK_BUSY_RUNNING;
	raw_spin_unlock_irqrestore(&wq_lock, flags);
	return busy;
}
EXPORT_SYMBOL_GPL(work_busy);

/**
 * current_work - the item whose function the caller runs in
 *
 * Context: any task.
 * Return: the item, or NULL if the caller is no worker. The item may have been freed by its
 * function.
 */
struct work_struct *current_work(void)
{
	struct worker *worker;

	if (!(current->flags & PF_WQ_WORKER))
		return NULL;
	worker = kthread_data(current);
	return worker->work;
}
EXPORT_SYMBOL(current_work);

/**
 * current_is_workqueue_rescuer - is the caller a worker kept for times without memory?
 *
 * Context: any.
 * Return: false: there are none.
 */
bool current_is_workqueue_rescuer(void)
{
	return false;
}
EXPORT_SYMBOL_GPL(current_is_workqueue_rescuer);
