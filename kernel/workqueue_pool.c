// SPDX-License-Identifier: MIT
/*
 * kernel/workqueue_pool.c - the worker threads of all work queues, and the thread that makes and ends them
 *
 * Terms, invariants, locking: kernel/workqueue.h.
 */
#include <linux/bug.h>
#include <linux/cpu.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include "kernel/sched.h"
#include "kernel/workqueue.h"

/* Workers that stay when idle; and the most that may be, all of them asleep in functions. */
#define WORKERS_KEPT	2
#define WORKERS_MAX	512

DEFINE_RAW_SPINLOCK(wq_lock);
static LIST_HEAD(wq_ready);
static LIST_HEAD(workers_all);
static LIST_HEAD(workers_idle);
static LIST_HEAD(workers_surplus);
LIST_HEAD(wq_flushers);
static unsigned int nr_workers, nr_idle, nr_running;
static u64 next_seq = 1;
static struct task_struct *manager;
static bool is_creating;	/* a worker that has not begun yet */
/* For workqueue_quiesce(): one more is idle, or one is gone. */
static DECLARE_WAIT_QUEUE_HEAD(workers_changed);

/* ---- wq_lock held: who is to run ---- */

void wq_update_ready(struct workqueue_struct *wq)
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

void wq_wake_worker(void)
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

struct worker *wq_worker_of(struct work_struct *work)
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

	list_for_each_entry_safe(flusher, next, &wq_flushers, node)
		if (flusher->work == work && flusher->seq == seq) {
			list_del(&flusher->node);
			complete(&flusher->done);
		}
}

void wq_insert_work(struct workqueue_struct *wq, struct work_struct *work, unsigned int cpu)
{
	work->wq = wq;
	work->cpu = cpu;
	work->seq = wq->last_seq = next_seq++;
	list_add_tail(&work->entry, &wq->items);
	wq_update_ready(wq);
	wq_wake_worker();
}

void wq_remove_work(struct work_struct *work)
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
	wq_wake_worker();
}

bool wq_has_older(struct workqueue_struct *wq, u64 seq)
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
		other = wq_worker_of(work);
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
	wq_clear_pending(work);
	wq_update_ready(wq);
	nr_running++;
	wq_wake_worker();
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
	wq_wake_worker();
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
 * wq_wake_worker() with its first item, and so asks for the next.
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

static bool workers_settled(void)
{
	bool settled;

	raw_spin_lock_irq(&wq_lock);
	settled = nr_workers == nr_idle && !is_creating;
	raw_spin_unlock_irq(&wq_lock);
	return settled;
}

void wq_pool_settle(void)
{
	wait_event_timeout(workers_changed, workers_settled(), HZ);
}

void __init wq_pool_init(void)
{
	struct task_struct *task;
	unsigned int i;

	for (i = 0; i < WORKERS_KEPT; i++)
		BUG_ON(worker_create());
	task = kthread_create(manager_main, NULL, "kworker/mgr");
	BUG_ON(IS_ERR(task));
	raw_spin_lock_irq(&wq_lock);
	manager = task;
	raw_spin_unlock_irq(&wq_lock);
	wake_up_process(task);
}
