/* SPDX-License-Identifier: MIT */
/*
 * linux/workqueue.h - functions called later, in process context, by worker threads
 *
 * A work item runs at most once at a time. Items of one queue start in the order in which they
 * were queued, up to max_active of them at once. When all workers are busy and there is
 * something to do, another is made, so an item that sleeps does not hold up the others.
 */
#ifndef _LINUX_WORKQUEUE_H
#define _LINUX_WORKQUEUE_H

#include <linux/timer.h>
#include <linux/bitops.h>
#include <linux/lockdep_types.h>
#include <linux/threads.h>
#include <linux/atomic.h>
#include <linux/cpumask.h>

struct workqueue_struct;
struct work_struct;
typedef void (*work_func_t)(struct work_struct *work);

#define WORK_STRUCT_PENDING_BIT	0
#define WORK_STRUCT_CANCELING_BIT 1
#define WORK_CPU_UNBOUND	NR_CPUS

/**
 * struct work_struct - one item
 * @data:	bit 0: queued, or about to be; bit 1: somebody waits for its end to cancel it
 * @entry:	in its queue. Guarded by wq_lock of kernel/workqueue.c, as all below:
 * @func:	what to call; it may free the item
 * @wq:		where it was queued last
 * @seq:	number of that queueing
 * @cpu:	run it there; WORK_CPU_UNBOUND: anywhere, or where it was queued if its queue is bound
 */
struct work_struct {
	atomic_long_t		data;
	struct list_head	entry;
	work_func_t		func;
	struct workqueue_struct	*wq;
	u64			seq;
	unsigned int		cpu;
};

struct delayed_work {
	struct work_struct	work;
	struct timer_list	timer;
	struct workqueue_struct	*wq;
	int			cpu;
};

struct rcu_work {
	struct work_struct	work;
	struct rcu_head		rcu;
	struct workqueue_struct	*wq;
};

enum {
	WQ_UNBOUND		= 1 << 1,
	WQ_FREEZABLE		= 1 << 2,
	WQ_MEM_RECLAIM		= 1 << 3,
	WQ_HIGHPRI		= 1 << 4,
	WQ_CPU_INTENSIVE	= 1 << 5,
	WQ_SYSFS		= 1 << 6,
	WQ_POWER_EFFICIENT	= 1 << 7,
	__WQ_ORDERED		= 1 << 17,

	WQ_MAX_ACTIVE		= 512,
	WQ_DFL_ACTIVE		= WQ_MAX_ACTIVE / 2,
};

#define __WORK_INITIALIZER(n, f) { \
	.data = ATOMIC_LONG_INIT(0), .entry = { &(n).entry, &(n).entry }, .func = (f) }
#define __DELAYED_WORK_INITIALIZER(n, f, tflags) { \
	.work = __WORK_INITIALIZER((n).work, (f)), \
	.timer = __TIMER_INITIALIZER(delayed_work_timer_fn, (tflags) | TIMER_IRQSAFE) }
#define DECLARE_WORK(n, f)		struct work_struct n = __WORK_INITIALIZER(n, f)
#define DECLARE_DELAYED_WORK(n, f)	struct delayed_work n = __DELAYED_WORK_INITIALIZER(n, f, 0)
#define DECLARE_DEFERRABLE_WORK(n, f)	\
	struct delayed_work n = __DELAYED_WORK_INITIALIZER(n, f, TIMER_DEFERRABLE)

#define INIT_WORK(_work, _func) do { \
	(_work)->data = (atomic_long_t)ATOMIC_LONG_INIT(0); \
	INIT_LIST_HEAD(&(_work)->entry); \
	(_work)->func = (_func); \
} while (0)
#define INIT_WORK_ONSTACK(_work, _func)		INIT_WORK(_work, _func)
#define INIT_DELAYED_WORK(_work, _func) do { \
	INIT_WORK(&(_work)->work, (_func)); \
	timer_setup(&(_work)->timer, delayed_work_timer_fn, TIMER_IRQSAFE); \
} while (0)
#define INIT_DELAYED_WORK_ONSTACK(_work, _func)	INIT_DELAYED_WORK(_work, _func)
#define INIT_DEFERRABLE_WORK(_work, _func)	INIT_DELAYED_WORK(_work, _func)
#define INIT_RCU_WORK(_work, _func)		INIT_WORK(&(_work)->work, (_func))
#define PREPARE_WORK(_work, _func)		do { (_work)->func = (_func); } while (0)

#define work_pending(work)		test_bit(WORK_STRUCT_PENDING_BIT, \
						 (unsigned long *)&(work)->data)
#define delayed_work_pending(w)		work_pending(&(w)->work)

static inline struct delayed_work *to_delayed_work(struct work_struct *work)
{
	return container_of(work, struct delayed_work, work);
}

static inline struct rcu_work *to_rcu_work(struct work_struct *work)
{
	return container_of(work, struct rcu_work, work);
}

static inline void destroy_work_on_stack(struct work_struct *work)
{
}

static inline void destroy_delayed_work_on_stack(struct delayed_work *work)
{
}

/** system_wq and its kin - queues that everybody may use */
extern struct workqueue_struct *system_wq, *system_highpri_wq, *system_long_wq, *system_unbound_wq,
	*system_freezable_wq, *system_power_efficient_wq, *system_freezable_power_efficient_wq;

/**
 * alloc_workqueue - a queue of one's own
 * @fmt:	its name, as printf has it
 * @flags:	WQ_*
 * @max_active:	how many items may run at once; 0: the default
 *
 * Context: may sleep. Return: NULL without memory. Row D6.
 */
__printf(1, 4)
struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...);
/** alloc_ordered_workqueue - one item at a time, in order */
#define alloc_ordered_workqueue(fmt, flags, args...) \
	alloc_workqueue(fmt, WQ_UNBOUND | __WQ_ORDERED | (flags), 1, ##args)
#define create_workqueue(name)		alloc_workqueue("%s", WQ_MEM_RECLAIM, 1, (name))
#define create_freezable_workqueue(name) \
	alloc_workqueue("%s", WQ_FREEZABLE | WQ_UNBOUND | WQ_MEM_RECLAIM, 1, (name))
#define create_singlethread_workqueue(name) alloc_ordered_workqueue("%s", WQ_MEM_RECLAIM, name)
/** destroy_workqueue - wait for what is queued, then free it. Context: may sleep. */
void destroy_workqueue(struct workqueue_struct *wq);

/** queue_work_on - call work->func later, on @cpu. Context: any. Return: false if already queued. */
bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work);
bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			   unsigned long delay);
/**
 * mod_delayed_work_on - set a delayed item's time anew, pending or not
 * @cpu:	where to run, or WORK_CPU_UNBOUND
 * @wq:	the queue
 * @dwork:	the item; nothing happens while somebody cancels it and waits
 * @delay:	jiffies from now; 0 queues at once
 *
 * Context: any; takes timer_base.lock and wq_lock with interrupts off. Row D6.
 * Return: true if it was pending (or is being cancelled), false if it was idle.
 */
bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			 unsigned long delay);
bool queue_rcu_work(struct workqueue_struct *wq, struct rcu_work *rwork);
void delayed_work_timer_fn(struct timer_list *t);

/**
 * flush_work - wait until an item's last queueing has run
 * @work:	the item
 *
 * Context: may sleep; not from the item's own function. Row D6.
 * Return: true if it waited, false if the item was idle.
 */
bool flush_work(struct work_struct *work);
/**
 * cancel_work_sync - take an item out of its queue, and wait for its function if it runs
 * @work:	the item; can't be queued, even by its own function, until this returns
 *
 * Context: may sleep; not from the item's own function. Row D6.
 * Return: true if it was pending.
 */
bool cancel_work_sync(struct work_struct *work);
bool cancel_work(struct work_struct *work);
bool flush_delayed_work(struct delayed_work *dwork);
bool cancel_delayed_work(struct delayed_work *dwork);
bool cancel_delayed_work_sync(struct delayed_work *dwork);
bool flush_rcu_work(struct rcu_work *rwork);
/** flush_workqueue - wait until everything queued before now is done. Context: may sleep. */
void flush_workqueue(struct workqueue_struct *wq);
/**
 * drain_workqueue - wait until nothing is left on a queue, what its items queue included
 * @wq:	the queue; others must not go on queueing
 *
 * Context: may sleep; not from an item of @wq. Row D6.
 */
void drain_workqueue(struct workqueue_struct *wq);
/**
 * schedule_on_each_cpu - run a function in a worker on each online CPU, and wait for all
 * @func:	the function
 *
 * Context: may sleep; allocates with GFP_KERNEL.
 * Return: 0 or -ENOMEM.
 */
int schedule_on_each_cpu(work_func_t func);
long work_on_cpu(int cpu, long (*fn)(void *), void *arg);
unsigned int work_busy(struct work_struct *work);
struct work_struct *current_work(void);
bool current_is_workqueue_rescuer(void);
void workqueue_set_max_active(struct workqueue_struct *wq, int max_active);

enum { WORK_BUSY_PENDING = 1 << 0, WORK_BUSY_RUNNING = 1 << 1 };

static inline bool queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	return queue_work_on(WORK_CPU_UNBOUND, wq, work);
}

static inline bool queue_delayed_work(struct workqueue_struct *wq, struct delayed_work *dwork,
				      unsigned long delay)
{
	return queue_delayed_work_on(WORK_CPU_UNBOUND, wq, dwork, delay);
}

static inline bool mod_delayed_work(struct workqueue_struct *wq, struct delayed_work *dwork,
				    unsigned long delay)
{
	return mod_delayed_work_on(WORK_CPU_UNBOUND, wq, dwork, delay);
}

static inline bool schedule_work_on(int cpu, struct work_struct *work)
{
	return queue_work_on(cpu, system_wq, work);
}

/** schedule_work - queue_work() on system_wq */
static inline bool schedule_work(struct work_struct *work)
{
	return queue_work(system_wq, work);
}

static inline bool schedule_delayed_work_on(int cpu, struct delayed_work *dwork, unsigned long delay)
{
	return queue_delayed_work_on(cpu, system_wq, dwork, delay);
}

static inline bool schedule_delayed_work(struct delayed_work *dwork, unsigned long delay)
{
	return queue_delayed_work(system_wq, dwork, delay);
}

#define flush_scheduled_work()	flush_workqueue(system_wq)

void workqueue_init(void);

#endif /* _LINUX_WORKQUEUE_H */
