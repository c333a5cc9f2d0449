// SPDX-License-Identifier: MIT
/*
 * kernel/workqueue.c - work queues over one pool of worker threads
 *
 * Terms      queueing	one trip of an item: queue_work() until its function has returned. Numbered by
 *			seq, in order.
 *            ready	a queue that has an item to start and fewer than max_active running.
 *            running	a worker that calls a function and does not sleep in it.
 *            deferred	an item that runs already when its turn comes: it waits for that very worker.
 *            surplus	a worker more than WORKERS_KEPT idle ones; the manager ends it.
 * Invariants Q1 an item is in one list (its queue's, or a worker's deferred) exactly while it is queued.
 *            Q2 while something is ready and fewer workers run than CPUs are online, an idle worker
 *               has been woken, or the manager is making one. So a function that sleeps,
 *               for ever even, holds up nothing but its own queue's max_active.
 *            Q3 wq->nr_active counts what workers have taken from the queue and not finished.
 * Locking    wq_lock guards all of it, with interrupts off. Functions are called without it.
 * Barriers   the function's loads come after queue_work()'s caller's stores, through wq_lock.
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/stdarg.h>
#include <linux/string.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include "kernel/sched.h"

/* Workers that stay when idle; and the most that may be, all of them asleep in functions. */
#define WORKERS_KEPT	2
#define WORKERS_MAX	512
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

static DEFINE_RAW_SPINLOCK(wq_lock);
static LIST_HEAD(wq_ready);
static LIST_HEAD(workers_all);
static LIST_HEAD(workers_idle);
static LIST_HEAD(workers_surplus);
static LIST_HEAD(flushers);
static unsigned int nr_workers, nr_idle, nr_running;
static u64 next_seq = 1;
static struct task_struct *manager;
static bool is_creating;	/* a worker that has not begun yet */
/* For workqueue_quiesce(): one more is idle, or one is gone. */
static DECLARE_WAIT_QUEUE_HEAD(workers_changed);

struct workqueue_struct *system_wq, *system_highpri_wq, *system_long_wq, *system_unbound_wq,
	*system_freezable_wq, *system_power_efficient_wq, *system_freezable_power_efficient_wq;
EXPORT_SYMBOL(system_wq);
EXPORT_SYMBOL_GPL(system_highpri_wq);
EXPORT_SYMBOL_GPL(system_long_wq);
EXPORT_SYMBOL_GPL(system_unbound_wq);
EXPORT_SYMBOL_GPL(system_freezable_wq);
EXPORT_SYMBOL_GPL(system_power_efficient_wq);
EXPORT_SYMBOL_GPL(system_freezable_power_efficient_wq);

/* ---- wq_lock held: who is to run ---- */

static void wq_update_ready(struct workqueue_struct *wq)
{
	bool ready = !list_empty(&wq->items) && wq->nr_active < wq->max_active;

	if (ready == wq->is_ready)
		return;
	wq->is_ready = ready;
	if (ready)
		list_add_tail(&wq->ready, &wq_ready);
	else
		list_del_init(&wq->ready);
}

static bool need_worker(void)
{
	return !list_empty(&wq_ready) && nr_running < num_online_cpus();
}

/* Keeps Q2. */
static void wake_worker(void)
{
	struct worker *worker = list_first_entry_or_null(&workers_idle, struct worker, idle);

	if (!need_worker())
		return;
	if (worker) {
		list_del_init(&worker->idle);
		nr_idle--;
		wake_up_process(worker->task);
	} else if (manager) {
		wake_up_process(manager);
	}
}

/* Who runs @work? Another function: the memory was freed by it, and is another item now. */
static struct worker *worker_of(struct work_struct *work)
{
	struct worker *worker;

	list_for_each_entry(worker, &workers_all, node)
		if (worker->work == work && worker->func == work->func)
			return worker;
	return NULL;
}

static void finish_flushers(struct work_struct *work, u64 seq)
{
	struct flusher *flusher, *next;

	list_for_each_entry_safe(flusher, next, &flushers, node)
		if (flusher->work == work && flusher->seq == seq) {
			list_del(&flusher->node);
			complete(&flusher->done);
		}
}

static void clear_pending(struct work_struct *work)
{
	clear_bit_unlock(WORK_STRUCT_PENDING_BIT, (unsigned long *)&work->data);
}

static bool grab_pending(struct work_struct *work)
{
	return !test_and_set_bit(WORK_STRUCT_PENDING_BIT, (unsigned long *)&work->data);
}

static void insert_work(struct workqueue_struct *wq, struct work_struct *work, unsigned int cpu)
{
	work->wq = wq;
	work->cpu = cpu;
	work->seq = wq->last_seq = next_seq++;
	list_add_tail(&work->entry, &wq->items);
	wq_update_ready(wq);
	wake_worker();
}

/* Take a queued item out again. Its pending bit stays. */
static void remove_work(struct work_struct *work)
{
	struct workqueue_struct *wq = work->wq;
	struct worker *worker;

	list_for_each_entry(worker, &workers_all, node) {
		struct work_struct *deferred;

		list_for_each_entry(deferred, &worker->deferred, entry)
			if (deferred == work)
				wq->nr_active--;
	}
	list_del_init(&work->entry);
	wq_update_ready(wq);
	finish_flushers(work, work->seq);
	wake_up_all(&wq->flush_wait);
	wake_worker();
}

/* Is anything of @wq left that was queued up to @seq? */
static bool wq_has_older(struct workqueue_struct *wq, u64 seq)
{
	struct work_struct *work;
	struct worker *worker;

	list_for_each_entry(work, &wq->items, entry)
		if (work->seq <= seq)
			return true;
	list_for_each_entry(worker, &workers_all, node) {
		if (worker->work && worker->wq == wq && worker->seq <= seq)
			return true;
		list_for_each_entry(work, &worker->deferred, entry)
			if (work->wq == wq && work->seq <= seq)
				return true;
	}
	return false;
}

/* ---- workers ---- */

/* wq_lock held. What @worker does next; NULL: nothing. Items that run elsewhere go there. */
static struct work_struct *worker_pick(struct worker *worker)
{
	struct work_struct *work = list_first_entry_or_null(&worker->deferred, struct work_struct,
							    entry);

	if (work)
		return work;
	while (!list_empty(&wq_ready)) {
		struct workqueue_struct *wq = list_first_entry(&wq_ready, struct workqueue_struct,
							       ready);
		struct worker *other;

		work = list_first_entry(&wq->items, struct work_struct, entry);
		other = worker_of(work);
		wq->nr_active++;
		if (!other) {
			/* Queues take turns. */
			list_move_tail(&wq->ready, &wq_ready);
			return work;
		}
		list_move_tail(&work->entry, &other->deferred);
		wq_update_ready(wq);
	}
	return NULL;
}

static void report_leak(struct worker *worker)
{
	struct thread_info *ti = &worker->task->thread_info;

	pr_err("BUG: workqueue leaked lock or atomic: %s/0x%08x/%d\n     last function: %ps\n",
	       worker->task->comm, preempt_count(), worker->task->pid, (void *)worker->func);
	dump_stack();
	cpu_drop(ti->count);
}

static void worker_call(struct worker *worker, struct work_struct *work, unsigned int cpu)
{
	bool bind = cpu < nr_cpu_ids;

	if (bind)
		cpu_bind_set(cpu);
	worker->func(work);
	if (unlikely(worker->task->thread_info.count))
		report_leak(worker);
	if (bind)
		cpu_bind_set(-1);
}

/* wq_lock held; dropped for the call. The item may be gone afterwards. */
static void worker_run(struct worker *worker, struct work_struct *work)
{
	struct workqueue_struct *wq = work->wq;
	unsigned int cpu = work->cpu;

	worker->work = work;
	worker->func = work->func;
	worker->wq = wq;
	worker->seq = work->seq;
	list_del_init(&work->entry);
	clear_pending(work);
	wq_update_ready(wq);
	nr_running++;
	wake_worker();
	raw_spin_unlock_irq(&wq_lock);

	worker_call(worker, work, cpu);

	raw_spin_lock_irq(&wq_lock);
	nr_running--;
	worker->work = NULL;
	wq->nr_active--;
	wq_update_ready(wq);
	finish_flushers(work, worker->seq);
	wake_up_all(&wq->flush_wait);
}

/* wq_lock held; dropped to sleep. Whoever wakes the worker has taken it off the list. */
static void worker_idle(struct worker *worker)
{
	bool surplus = nr_idle >= WORKERS_KEPT;

	if (surplus) {
		list_add_tail(&worker->idle, &workers_surplus);
		wake_up_process(manager);
	} else {
		list_add(&worker->idle, &workers_idle);
		nr_idle++;
		wake_up_all(&workers_changed);
	}
	while (!list_empty(&worker->idle)) {
		set_current_state(TASK_IDLE);
		raw_spin_unlock_irq(&wq_lock);
		schedule();
		raw_spin_lock_irq(&wq_lock);
	}
	__set_current_state(TASK_RUNNING);
}

/* wq_lock held: a worker that was to come is there, or will not come. */
static void create_done(void)
{
	is_creating = false;
	wake_up_all(&workers_changed);
}

static int worker_main(void *arg)
{
	struct worker *worker = arg;
	struct work_struct *work;

	WRITE_ONCE(current->flags, current->flags | PF_WQ_WORKER);
	raw_spin_lock_irq(&wq_lock);
	create_done();
	while (!worker->ended) {
		work = worker_pick(worker);
		if (work)
			worker_run(worker, work);
		else
			worker_idle(worker);
	}
	raw_spin_unlock_irq(&wq_lock);
	return 0;
}

/* schedule() tells: the function that @task calls goes to sleep. */
void wq_worker_sleeping(struct task_struct *task)
{
	struct worker *worker = kthread_data(task);
	unsigned long flags;

	if (!READ_ONCE(worker->work))
		return;
	raw_spin_lock_irqsave(&wq_lock, flags);
	worker->sleeping = true;
	nr_running--;
	wake_worker();
	raw_spin_unlock_irqrestore(&wq_lock, flags);
}

void wq_worker_running(struct task_struct *task)
{
	struct worker *worker = kthread_data(task);
	unsigned long flags;

	if (!worker->sleeping)
		return;
	raw_spin_lock_irqsave(&wq_lock, flags);
	worker->sleeping = false;
	nr_running++;
	raw_spin_unlock_irqrestore(&wq_lock, flags);
}

/* ---- the manager makes workers, as queue_work() can't, and ends them ---- */

static int worker_create(void)
{
	struct worker *worker = kzalloc(sizeof(*worker), GFP_KERNEL);
	struct task_struct *task;

	if (!worker)
		return -ENOMEM;
	INIT_LIST_HEAD(&worker->idle);
	INIT_LIST_HEAD(&worker->deferred);
	task = kthread_create(worker_main, worker, "kworker/u%u", nr_cpu_ids);
	if (IS_ERR(task)) {
		kfree(worker);
		return PTR_ERR(task);
	}
	worker->task = task;
	raw_spin_lock_irq(&wq_lock);
	list_add_tail(&worker->node, &workers_all);
	nr_workers++;
	raw_spin_unlock_irq(&wq_lock);
	wake_up_process(task);
	return 0;
}

/*
 * One at a time: until the last one made has begun, it may be the one that is needed. It calls
 * wake_worker() with its first item, and so asks for the next.
 */
static bool must_create(void)
{
	bool must;

	raw_spin_lock_irq(&wq_lock);
	must = !is_creating && need_worker() && list_empty(&workers_idle) &&
	       nr_workers < WORKERS_MAX;
	if (must)
		is_creating = true;
	raw_spin_unlock_irq(&wq_lock);
	return must;
}

static struct worker *take_surplus(void)
{
	struct worker *worker;

	raw_spin_lock_irq(&wq_lock);
	worker = list_first_entry_or_null(&workers_surplus, struct worker, idle);
	if (worker) {
		list_del_init(&worker->idle);
		list_del(&worker->node);
		worker->ended = true;
	}
	raw_spin_unlock_irq(&wq_lock);
	return worker;
}

static void worker_end(struct worker *worker)
{
	kthread_stop(worker->task);
	kfree(worker);
	raw_spin_lock_irq(&wq_lock);
	nr_workers--;
	raw_spin_unlock_irq(&wq_lock);
	wake_up_all(&workers_changed);
}

static int manager_main(void *unused)
{
	struct worker *surplus;

	for (;;) {
		bool create;

		set_current_state(TASK_IDLE);
		surplus = take_surplus();
		create = must_create();
		if (!surplus && !create) {
			schedule();
			continue;
		}
		__set_current_state(TASK_RUNNING);
		if (surplus)
			worker_end(surplus);
		if (!create)
			continue;
		if (!worker_create())
			continue;
		schedule_timeout_idle(HZ / 10);
		raw_spin_lock_irq(&wq_lock);
		create_done();
		raw_spin_unlock_irq(&wq_lock);
	}
	return 0;
}

/* ---- queueing ---- */

static void queue_pending(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&wq_lock, flags);
	if (cpu == WORK_CPU_UNBOUND && !(wq->flags & WQ_UNBOUND))
		cpu = raw_smp_processor_id();	/* it runs where it was queued */
	insert_work(wq, work, cpu);
	raw_spin_unlock_irqrestore(&wq_lock, flags);
}

bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	if (!grab_pending(work))
		return false;
	queue_pending(cpu, wq, work);
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

	queue_pending(dwork->cpu, dwork->wq, &dwork->work);
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
		queue_pending(cpu, wq, &dwork->work);
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
	if (!grab_pending(&dwork->work))
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
	if (grab_pending(work))
		return 0;
	raw_spin_lock_irqsave(&wq_lock, flags);
	if (!list_empty(&work->entry)) {
		remove_work(work);
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
	struct worker *worker = worker_of(work);
	bool queued = !running_only && !list_empty(&work->entry);

	if (!queued && !worker)
		return false;
	flusher->work = work;
	flusher->seq = queued ? work->seq : worker->seq;
	init_completion(&flusher->done);
	list_add_tail(&flusher->node, &flushers);
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
		clear_pending(work);
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
	clear_pending(work);
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
		queue_pending(dwork->cpu, dwork->wq, &dwork->work);
	return flush_work(&dwork->work);
}
EXPORT_SYMBOL(flush_delayed_work);

static void rcu_work_fn(struct rcu_head *head)
{
	struct rcu_work *rwork = container_of(head, struct rcu_work, rcu);

	queue_pending(WORK_CPU_UNBOUND, rwork->wq, &rwork->work);
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
	if (!grab_pending(&rwork->work))
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

/* ---- whole queues ---- */

static bool wq_is_done(struct workqueue_struct *wq, u64 seq)
{
	bool done;

	raw_spin_lock_irq(&wq_lock);
	done = !wq_has_older(wq, seq);
	raw_spin_unlock_irq(&wq_lock);
	return done;
}

void flush_workqueue(struct workqueue_struct *wq)
{
	u64 seq;

	might_sleep();
	raw_spin_lock_irq(&wq_lock);
	seq = wq->last_seq;
	raw_spin_unlock_irq(&wq_lock);
	wait_event(wq->flush_wait, wq_is_done(wq, seq));
}
EXPORT_SYMBOL(flush_workqueue);

void drain_workqueue(struct workqueue_struct *wq)
{
	wait_event(wq->flush_wait, wq_is_done(wq, U64_MAX));
}
EXPORT_SYMBOL_GPL(drain_workqueue);

__printf(1, 4)
struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...)
{
	struct workqueue_struct *wq = kzalloc(sizeof(*wq), GFP_KERNEL);
	va_list args;

	if (!wq)
		return NULL;
	va_start(args, max_active);
	vsnprintf(wq->name, sizeof(wq->name), fmt, args);
	va_end(args);
	wq->flags = flags;
	wq->max_active = clamp(max_active ?: WQ_DFL_ACTIVE, 1, (int)WQ_MAX_ACTIVE);
	INIT_LIST_HEAD(&wq->ready);
	INIT_LIST_HEAD(&wq->items);
	init_waitqueue_head(&wq->flush_wait);
	return wq;
}
EXPORT_SYMBOL_GPL(alloc_workqueue);

void destroy_workqueue(struct workqueue_struct *wq)
{
	drain_workqueue(wq);
	kfree(wq);
}
EXPORT_SYMBOL_GPL(destroy_workqueue);

/**
 * workqueue_set_max_active - change how many items of a queue may run at a time
 * @wq:	the queue
 * @max_active:	the limit, cut to 1 .. WQ_MAX_ACTIVE; 0: WQ_DFL_ACTIVE
 *
 * Context: a task with interrupts on; takes wq_lock.
 */
void workqueue_set_max_active(struct workqueue_struct *wq, int max_active)
{
	raw_spin_lock_irq(&wq_lock);
	wq->max_active = clamp(max_active ?: WQ_DFL_ACTIVE, 1, (int)WQ_MAX_ACTIVE);
	wq_update_ready(wq);
	wake_worker();
	raw_spin_unlock_irq(&wq_lock);
}
EXPORT_SYMBOL_GPL(workqueue_set_max_active);

/* ---- the rest ---- */

int schedule_on_each_cpu(work_func_t func)
{
	struct work_struct *works = kcalloc(nr_cpu_ids, sizeof(*works), GFP_KERNEL);
	int cpu;

	if (!works)
		return -ENOMEM;
	cpus_read_lock();
	for_each_online_cpu(cpu) {
		INIT_WORK(&works[cpu], func);
		schedule_work_on(cpu, &works[cpu]);
	}
	for_each_online_cpu(cpu)
		flush_work(&works[cpu]);
	cpus_read_unlock();
	kfree(works);
	return 0;
}
EXPORT_SYMBOL(schedule_on_each_cpu);

struct work_for_cpu {
	struct work_struct	work;
	long			(*fn)(void *);
	void			*arg;
	long			ret;
};

static void work_for_cpu_fn(struct work_struct *work)
{
	struct work_for_cpu *wfc = container_of(work, struct work_for_cpu, work);

	wfc->ret = wfc->fn(wfc->arg);
}

/**
 * work_on_cpu - run a function in a worker on a CPU, and wait
 * @cpu:	the CPU
 * @fn:	the function
 * @arg:	for it
 *
 * Context: may sleep.
 * Return: what @fn returned.
 */
long work_on_cpu(int cpu, long (*fn)(void *), void *arg)
{
	struct work_for_cpu wfc = { .fn = fn, .arg = arg };

	INIT_WORK_ONSTACK(&wfc.work, work_for_cpu_fn);
	schedule_work_on(cpu, &wfc.work);
	flush_work(&wfc.work);
	return wfc.ret;
}
EXPORT_SYMBOL_GPL(work_on_cpu);

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
	if (worker_of(work))
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

static bool workers_settled(void)
{
	bool settled;

	raw_spin_lock_irq(&wq_lock);
	settled = nr_workers == nr_idle && !is_creating;
	raw_spin_unlock_irq(&wq_lock);
	return settled;
}

/* Nothing on system_wq is queued, and only the workers that always stay are left. */
void workqueue_quiesce(void)
{
	flush_workqueue(system_wq);
	wait_event_timeout(workers_changed, workers_settled(), HZ);
}

/** workqueue_init - queues exist from now on. Boot list: after timers_init(). */
void __init workqueue_init(void)
{
	struct task_struct *task;
	unsigned int i;

	system_wq = alloc_workqueue("events", 0, 0);
	system_highpri_wq = alloc_workqueue("events_highpri", WQ_HIGHPRI, 0);
	system_long_wq = alloc_workqueue("events_long", 0, 0);
	system_unbound_wq = alloc_workqueue("events_unbound", WQ_UNBOUND, WQ_MAX_ACTIVE);
	system_freezable_wq = alloc_workqueue("events_freezable", WQ_FREEZABLE, 0);
	system_power_efficient_wq = alloc_workqueue("events_power_efficient", WQ_POWER_EFFICIENT, 0);
	system_freezable_power_efficient_wq = alloc_workqueue("events_freezable_power_efficient",
							      WQ_FREEZABLE | WQ_POWER_EFFICIENT, 0);
	BUG_ON(!system_wq || !system_highpri_wq || !system_long_wq || !system_unbound_wq ||
	       !system_freezable_wq || !system_power_efficient_wq ||
	       !system_freezable_power_efficient_wq);
	for (i = 0; i < WORKERS_KEPT; i++)
		BUG_ON(worker_create());
	task = kthread_create(manager_main, NULL, "kworker/mgr");
	BUG_ON(IS_ERR(task));
	raw_spin_lock_irq(&wq_lock);
	manager = task;
	raw_spin_unlock_irq(&wq_lock);
	wake_up_process(task);
}
