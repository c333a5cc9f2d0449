/* SPDX-License-Identifier: MIT */
/*
 * linux/interrupt.h - interrupt contexts, as far as code that asks for them needs
 */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <linux/atomic.h>
#include <linux/kernel.h>
#include <linux/bitops.h>
#include <linux/preempt.h>
#include <linux/cpumask.h>
#include <linux/irqreturn.h>
#include <linux/hardirq.h>
#include <linux/irqflags.h>
#include <linux/bottom_half.h>

typedef irqreturn_t (*irq_handler_t)(int irq, void *dev_id);

/* ---- tasklets: row D4 ---- */

enum {
	TASKLET_STATE_SCHED,	/* bit of tasklet_struct.state: to be run */
	TASKLET_STATE_RUN,	/* its function is being called */
};

/**
 * struct tasklet_struct - a function to be called soon, in softirq context
 * @count:	0: it may run; else, how often it was disabled
 * @use_callback: whether @callback is called with the tasklet, or @func with @data
 * @cpu:	where it was scheduled and so will run
 */
struct tasklet_struct {
	struct tasklet_struct	*next;
	unsigned long		state;
	atomic_t		count;
	bool			use_callback;
	union {
		void (*func)(unsigned long data);
		void (*callback)(struct tasklet_struct *t);
	};
	unsigned long		data;
	int			cpu;
};

#define DECLARE_TASKLET(name, _callback) \
	struct tasklet_struct name = { .use_callback = true, .callback = _callback }
#define DECLARE_TASKLET_DISABLED(name, _callback) \
	struct tasklet_struct name = { .count = ATOMIC_INIT(1), .use_callback = true, .callback = _callback }
#define DECLARE_TASKLET_OLD(name, _func) \
	struct tasklet_struct name = { .func = _func }
#define DECLARE_TASKLET_DISABLED_OLD(name, _func) \
	struct tasklet_struct name = { .count = ATOMIC_INIT(1), .func = _func }
#define from_tasklet(var, callback_tasklet, tasklet_fieldname) \
	container_of(callback_tasklet, typeof(*var), tasklet_fieldname)

/** tasklet_setup - prepare @t, to call @callback. Context: any. */
void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *));
/** tasklet_init - the same with a function that gets @data */
void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long), unsigned long data);

void __tasklet_schedule(struct tasklet_struct *t);
void __tasklet_hi_schedule(struct tasklet_struct *t);

/**
 * tasklet_schedule - have @t run once, soon, on this CPU
 *
 * Before it has begun to run, scheduling it again changes nothing. Context: any.
 */
static inline void tasklet_schedule(struct tasklet_struct *t)
{
	if (!test_and_set_bit(TASKLET_STATE_SCHED, &t->state))
		__tasklet_schedule(t);
}

/** tasklet_hi_schedule - the same, before those of tasklet_schedule() */
static inline void tasklet_hi_schedule(struct tasklet_struct *t)
{
	if (!test_and_set_bit(TASKLET_STATE_SCHED, &t->state))
		__tasklet_hi_schedule(t);
}

void tasklet_unlock(struct tasklet_struct *t);
/** tasklet_unlock_wait - until @t does not run. Context: may sleep. */
void tasklet_unlock_wait(struct tasklet_struct *t);
void tasklet_unlock_spin_wait(struct tasklet_struct *t);

/** tasklet_disable_nosync - @t does not begin to run until tasklet_enable(). Nests. Context: any. */
static inline void tasklet_disable_nosync(struct tasklet_struct *t)
{
	atomic_inc(&t->count);
	smp_mb__after_atomic();
}

/** tasklet_disable - and does not run now. Context: may sleep. */
static inline void tasklet_disable(struct tasklet_struct *t)
{
	tasklet_disable_nosync(t);
	tasklet_unlock_wait(t);
	smp_mb();
}

/** tasklet_disable_in_atomic - tasklet_disable() where one must not sleep */
static inline void tasklet_disable_in_atomic(struct tasklet_struct *t)
{
	tasklet_disable_nosync(t);
	tasklet_unlock_spin_wait(t);
	smp_mb();
}

/** tasklet_enable - undo one tasklet_disable(). Context: any. */
void tasklet_enable(struct tasklet_struct *t);
/** tasklet_kill - until @t has run, if it is scheduled, and runs no more. Context: may sleep. */
void tasklet_kill(struct tasklet_struct *t);

#endif /* _LINUX_INTERRUPT_H */
