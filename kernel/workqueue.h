/* SPDX-License-Identifier: MIT */
/*
 * kernel/workqueue.h - work queues over one pool of worker threads: what their files share
 *
 * Terms      queueing	one trip of an item: queue_work() until its function has returned. Numbered by
 *			seq, in order.
 *            ready	a queue that has an item to start and fewer than max_active running.
 *            running	a worker that calls a function and does not sleep in it.
 *            deferred	an item that runs already when its turn comes: it waits for that very worker.
 *            surplus	a worker more than WORKERS_KEPT idle ones; the manager ends it.
 * Invariants Q1 an item is in one list (its queue's, or a worker's deferred) exactly while it is
 *            queued.
 *            Q2 while something is ready and fewer workers run than CPUs are online, an idle worker
 *               has been woken, or the manager is making one. So a function that sleeps,
 *               for ever even, holds up nothing but its own queue's max_active.
 *            Q3 wq->nr_active counts what workers have taken from the queue and not finished.
 * Locking    wq_lock guards all of it, with interrupts off. Functions are called without it.
 * Barriers   the function's loads come after queue_work()'s caller's stores, through wq_lock.
 * Files      workqueue.c	items: queueing, taking back, waiting for them
 *            workqueue_queues.c	whole queues, and those of the system
 *            workqueue_pool.c	the workers, and their manager
 */
#ifndef _KERNEL_WORKQUEUE_H
#define _KERNEL_WORKQUEUE_H

#include <linux/bitops.h>
#include <linux/completion.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#define WQ_NAME_LEN	24

struct workqueue_struct {
	char			name[WQ_NAME_LEN];
	unsigned int		flags;
	/* wq_lock held: */
	int			max_active;
	int			nr_active;
	u64			last_seq;
	bool			is_ready;	/* on wq_ready */
	struct list_head	ready;
	struct list_head	items;
	wait_queue_head_t	flush_wait;
};

/* What a worker is at; the task's kthread data. wq_lock held. */
struct worker {
	struct task_struct	*task;
	struct list_head	node;		/* in workers_all */
	struct list_head	idle;		/* in workers_idle, or workers_surplus, or empty */
	struct list_head	deferred;
	struct work_struct	*work;		/* NULL: none */
	work_func_t		func;
	struct workqueue_struct	*wq;
	u64			seq;
	bool			sleeping;	/* in func */
	bool			ended;		/* by the manager */
};

/* Somebody who waits for the end of one queueing; on his stack. wq_lock held. */
struct flusher {
	struct list_head	node;
	struct work_struct	*work;
	u64			seq;
	struct completion	done;
};

extern raw_spinlock_t wq_lock;
extern struct list_head wq_flushers;

static inline void wq_clear_pending(struct work_struct *work)
{
	clear_bit_unlock(WORK_STRUCT_PENDING_BIT, (unsigned long *)&work->data);
}

static inline bool wq_grab_pending(struct work_struct *work)
{
	return !test_and_set_bit(WORK_STRUCT_PENDING_BIT, (unsigned long *)&work->data);
}

/* wq_lock held: */

/* After a change of @wq's items, nr_active or max_active. */
void wq_update_ready(struct workqueue_struct *wq);
/* Keeps Q2. */
void wq_wake_worker(void);
/* Who runs @work? Another function: the memory was freed by it, and is another item now. */
struct worker *wq_worker_of(struct work_struct *work);
void wq_insert_work(struct workqueue_struct *wq, struct work_struct *work, unsigned int cpu);
/* Take a queued item out again. Its pending bit stays. */
void wq_remove_work(struct work_struct *work);
/* Is anything of @wq left that was queued up to @seq? */
bool wq_has_older(struct workqueue_struct *wq, u64 seq);

/* The first workers, and the manager. */
void wq_pool_init(void);
/* Wait, a second at most, until only the workers that always stay are left. */
void wq_pool_settle(void);

#endif /* _KERNEL_WORKQUEUE_H */
