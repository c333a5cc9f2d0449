// SPDX-License-Identifier: MIT
/*
 * kernel/tasklet.c - tasklets: functions that run soon, as softirqs, one at a time
 *
 * Terms      queue	of each CPU, tasklets to run there, in the order in which they came; those
 *			of tasklet_hi_schedule() have one of their own, and a softirq that goes first.
 * Invariants T1 TASKLET_STATE_SCHED is set exactly while the tasklet is in a queue, or on its way.
 *            T2 TASKLET_STATE_RUN is set from before its function is called until it has returned:
 *               it does not run on two CPUs at once.
 *            T3 once RUN is cleared a tasklet is not touched: it may be freed.
 * Locking    a queue belongs to its CPU's holder, with interrupts off.
 * Order      tasklet_disable() counts, then looks at RUN; who runs it sets RUN, then looks at the
 *            count: full barriers between the two, on either side.
 * Linux      a disabled tasklet waits in its queue for tasklet_enable(), and does not keep
 *            the softirq busy meanwhile.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/sched.h>
#include <linux/wait_bit.h>
#include "init/calls.h"
#include "kernel/cpuhp.h"
#include "kernel/irq.h"
#include "kernel/softirq.h"

enum { QUEUE_HI, QUEUE_NORMAL, NR_QUEUES };

struct tasklet_queue {
	struct tasklet_struct	*first, **end;
};

static struct tasklet_queue queues[NR_CPUS][NR_QUEUES];
static const unsigned int queue_softirq[NR_QUEUES] = { HI_SOFTIRQ, TASKLET_SOFTIRQ };

/* Interrupts off. */
static void tasklet_append(struct tasklet_queue *q, struct tasklet_struct *t)
{
	t->next = NULL;
	*q->end = t;
	q->end = &t->next;
}

static void tasklet_queue(struct tasklet_struct *t, int queue)
{
	unsigned long flags;

	local_irq_save(flags);
	WRITE_ONCE(t->cpu, raw_smp_processor_id());
	tasklet_append(&queues[raw_smp_processor_id()][queue], t);
	raise_softirq_irqoff(queue_softirq[queue]);
	local_irq_restore(flags);
}

void __tasklet_schedule(struct tasklet_struct *t)
{
	tasklet_queue(t, QUEUE_NORMAL);
}
EXPORT_SYMBOL(__tasklet_schedule);

void __tasklet_hi_schedule(struct tasklet_struct *t)
{
	tasklet_queue(t, QUEUE_HI);
}
EXPORT_SYMBOL(__tasklet_hi_schedule);

static void tasklet_call(struct tasklet_struct *t)
{
	struct thread_info *ti = current_thread_info();
	unsigned int count = ti->count;
	void *func = t->use_callback ? (void *)t->callback : (void *)t->func;

	if (t->use_callback)
		t->callback(t);
	else
		t->func(t->data);
	if (ti->count != count) {
		WARN(1, "tasklet: %pS preempt leak: %08x -> %08x\n", func, count, ti->count);
		ti->count = count;
	}
}

enum tasklet_fate { RAN, RUNS_ELSEWHERE, DISABLED };

static enum tasklet_fate tasklet_try(struct tasklet_struct *t)
{
	if (test_and_set_bit(TASKLET_STATE_RUN, &t->state))
		return RUNS_ELSEWHERE;
	smp_mb__after_atomic();
	if (atomic_read(&t->count)) {
		tasklet_unlock(t);
		return DISABLED;
	}
	WARN_ONCE(!test_and_clear_bit(TASKLET_STATE_SCHED, &t->state),
		  "tasklet SCHED state not set: %s %pS\n",
		  t->use_callback ? "callback" : "func",
		  t->use_callback ? (void *)t->callback : (void *)t->func);
	tasklet_call(t);
	tasklet_unlock(t);
	return RAN;
}

static struct tasklet_struct *queue_take_all(struct tasklet_queue *q)
{
	struct tasklet_struct *first;

	local_irq_disable();
	first = q->first;
	q->first = NULL;
	q->end = &q->first;
	local_irq_enable();
	return first;
}

/* One that could not run stays queued; its other CPU, or tasklet_enable(), lets it go on. */
static void tasklets_run(int queue)
{
	struct tasklet_queue *q = &queues[raw_smp_processor_id()][queue];
	struct tasklet_struct *t = queue_take_all(q), *next;

	for (; t; t = next) {
		enum tasklet_fate fate;

		next = t->next;
		fate = tasklet_try(t);
		if (fate == RAN)
			continue;
		local_irq_disable();
		tasklet_append(q, t);
		/* Enabled between the two looks? Its kick found the queue without it. */
		if (fate == RUNS_ELSEWHERE || !atomic_read(&t->count))
			__raise_softirq_irqoff(queue_softirq[queue]);
		local_irq_enable();
	}
}

static void tasklet_action(struct softirq_action *unused)
{
	tasklets_run(QUEUE_NORMAL);
}

static void tasklet_hi_action(struct softirq_action *unused)
{
	tasklets_run(QUEUE_HI);
}

/* Hard interrupt, on the CPU in whose queue a tasklet was enabled. */
void tasklets_serve_enabled(unsigned int cpu)
{
	int queue;

	for (queue = 0; queue < NR_QUEUES; queue++)
		if (queues[cpu][queue].first)
			raise_softirq_irqoff(queue_softirq[queue]);
}

/*
 * In the order in which they came. Who enables one sees its new CPU, or the softirq that it is
 * enabled.
 */
void tasklets_take_over(unsigned int cpu)
{
	int queue;

	for (queue = 0; queue < NR_QUEUES; queue++) {
		struct tasklet_queue *from = &queues[cpu][queue];
		struct tasklet_struct *t = from->first, *next;

		from->first = NULL;
		from->end = &from->first;
		if (t)
			raise_softirq_irqoff(queue_softirq[queue]);
		for (; t; t = next) {
			next = t->next;
			WRITE_ONCE(t->cpu, raw_smp_processor_id());
			tasklet_append(&queues[raw_smp_processor_id()][queue], t);
		}
	}
}

/** tasklets_init - tasklets can be queued from now on. Boot list: before interrupts. */
void __init tasklets_init(void)
{
	unsigned int cpu, queue;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		for (queue = 0; queue < NR_QUEUES; queue++)
			queues[cpu][queue].end = &queues[cpu][queue].first;
	open_softirq(TASKLET_SOFTIRQ, tasklet_action);
	open_softirq(HI_SOFTIRQ, tasklet_hi_action);
}

/* ---- for drivers ---- */

void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *))
{
	*t = (struct tasklet_struct) { .use_callback = true, .callback = callback };
}
EXPORT_SYMBOL(tasklet_setup);

/**
 * tasklet_init - prepare a tasklet, in the older form
 * @t:		the tasklet
 * @func:	what it does
 * @data:	handed to @func
 *
 * Context: any; @t is not scheduled. Return: nothing. Row D4.
 */
void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long), unsigned long data)
{
	*t = (struct tasklet_struct) { .func = func, .data = data };
}
EXPORT_SYMBOL(tasklet_init);

/**
 * tasklet_unlock - @t does not run any more; who waits for that goes on
 *
 * Context: any. Return: nothing.
 */
void tasklet_unlock(struct tasklet_struct *t)
{
	clear_bit_unlock(TASKLET_STATE_RUN, &t->state);	/* pairs with the acquire of who waits for it */
	smp_mb__after_atomic();
	wake_up_var(&t->state);
}
EXPORT_SYMBOL_GPL(tasklet_unlock);

void tasklet_unlock_wait(struct tasklet_struct *t)
{
	wait_var_event(&t->state, !test_bit_acquire(TASKLET_STATE_RUN, &t->state));
}
EXPORT_SYMBOL_GPL(tasklet_unlock_wait);

/**
 * tasklet_unlock_spin_wait - wait without sleeping until @t does not run
 *
 * Context: any but @t itself. Return: nothing.
 */
void tasklet_unlock_spin_wait(struct tasklet_struct *t)
{
	while (test_bit_acquire(TASKLET_STATE_RUN, &t->state))
		arch_yield();
}
EXPORT_SYMBOL(tasklet_unlock_spin_wait);

void tasklet_enable(struct tasklet_struct *t)
{
	smp_mb__before_atomic();
	if (atomic_dec_and_test(&t->count) && test_bit(TASKLET_STATE_SCHED, &t->state))
		irq_post(READ_ONCE(t->cpu), IRQ_VECTOR_TASKLET);
}
EXPORT_SYMBOL(tasklet_enable);

/* Nobody else schedules it, says the caller: once it is not queued it will not be. */
void tasklet_kill(struct tasklet_struct *t)
{
	bool queued;

	WARN_ONCE(in_interrupt(), "tasklet_kill() in an interrupt\n");
	do {
		queued = test_and_set_bit(TASKLET_STATE_SCHED, &t->state);
		if (queued)
			schedule_timeout_uninterruptible(1);
	} while (queued);
	tasklet_unlock_wait(t);
	clear_bit(TASKLET_STATE_SCHED, &t->state);
}
EXPORT_SYMBOL(tasklet_kill);
