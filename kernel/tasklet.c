// SPDX-License-Identifier: MIT
/*
 * kernel/tasklet.c - tasklets: functions that run soon, as softirqs, one at a time
 *
 * Terms      queue	tasklets to run, in the order in which they came; those of
 *			tasklet_hi_schedule() have one of their own, which goes first.
 * Invariants T1 TASKLET_STATE_SCHED is set exactly while the tasklet is in a queue, or on its way.
 *            T2 TASKLET_STATE_RUN is set from before its function is called until it has returned.
 *            T3 a tasklet is named as running while the thread holds the tasklet's CPU: so
 *               whoever holds that CPU finds it not running, and does not wait for himself.
 *            T4 once RUN is cleared a tasklet is not touched: it may be freed.
 * Locking    tasklet_base.lock, interrupts off, inside any lock; functions are called without it.
 * Order      tasklet_disable() counts, then looks at RUN; the thread sets RUN, then looks at the
 *            count: full barriers between the two, on either side.
 *
 * One thread runs them all: it becomes the CPU on which the tasklet was scheduled.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/spinlock.h>
#include <linux/wait_bit.h>
#include "init/calls.h"
#include "kernel/sched.h"

enum { QUEUE_HI, QUEUE_NORMAL, NR_QUEUES };

static struct {
	raw_spinlock_t		lock;
	/* lock held */
	struct tasklet_struct	*first[NR_QUEUES];
	/* atomic */
	u32			kick;		/* a tasklet was queued, or enabled */
} tasklet_base;

static void tasklet_kick(void)
{
	__atomic_fetch_add(&tasklet_base.kick, 1, __ATOMIC_RELEASE);
	arch_wake(&tasklet_base.kick, 1);
}

static void tasklet_queue(struct tasklet_struct *t, int queue)
{
	struct tasklet_struct **end = &tasklet_base.first[queue];
	unsigned long flags;

	raw_spin_lock_irqsave(&tasklet_base.lock, flags);
	t->next = NULL;
	t->cpu = raw_smp_processor_id();
	while (*end)
		end = &(*end)->next;
	*end = t;
	raw_spin_unlock_irqrestore(&tasklet_base.lock, flags);
	tasklet_kick();
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

/* Lock held. Where the first tasklet that may run is hung up: one of @cpu, or of any if it is -1. */
static struct tasklet_struct **first_enabled(int cpu)
{
	int queue;

	for (queue = 0; queue < NR_QUEUES; queue++) {
		struct tasklet_struct **at = &tasklet_base.first[queue];

		for (; *at; at = &(*at)->next)
			if (!atomic_read(&(*at)->count) && (cpu < 0 || (*at)->cpu == cpu))
				return at;
	}
	return NULL;
}

/* The CPU that the first tasklet wants; -1: there is none to run. */
static int next_cpu(void)
{
	struct tasklet_struct **at;
	unsigned long flags;
	int cpu;

	raw_spin_lock_irqsave(&tasklet_base.lock, flags);
	at = first_enabled(-1);
	cpu = at ? (*at)->cpu : -1;
	raw_spin_unlock_irqrestore(&tasklet_base.lock, flags);
	return cpu;
}

/* Take one of @cpu, which the caller holds, and mark it as running; NULL if none may run. */
static struct tasklet_struct *tasklet_take(int cpu)
{
	struct tasklet_struct **at, *t = NULL;

	raw_spin_lock_irq(&tasklet_base.lock);
	while (!t && (at = first_enabled(cpu))) {
		t = *at;
		set_bit(TASKLET_STATE_RUN, &t->state);
		smp_mb__after_atomic();
		if (atomic_read(&t->count)) {	/* disabled meanwhile: it stays where it is */
			tasklet_unlock(t);
			t = NULL;
			continue;
		}
		*at = t->next;
		clear_bit(TASKLET_STATE_SCHED, &t->state);
	}
	raw_spin_unlock_irq(&tasklet_base.lock);
	return t;
}

static void tasklet_run(struct tasklet_struct *t)
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
	tasklet_unlock(t);
}

static int tasklet_thread_main(void *unused)
{
	for (;;) {
		u32 kick = smp_load_acquire(&tasklet_base.kick);
		int cpu = next_cpu();
		struct tasklet_struct *t;

		if (cpu < 0) {
			arch_block(&tasklet_base.kick, kick, -1);
			continue;
		}
		cpu_bind_set(cpu);
		softirq_enter();
		t = tasklet_take(cpu);
		if (t)
			tasklet_run(t);
		softirq_exit();
		cpu_bind_set(-1);
	}
	return 0;
}

/** tasklets_init - tasklets run from now on. Boot list: after timers_init(). */
void __init tasklets_init(void)
{
	BUG_ON(IS_ERR(kthread_run(tasklet_thread_main, NULL, "ksoftirqd/0")));
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
	if (atomic_dec_and_test(&t->count))
		tasklet_kick();
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
