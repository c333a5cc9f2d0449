/* SPDX-License-Identifier: MIT */
/*
 * linux/interrupt.h - interrupt lines, softirqs and tasklets
 *
 * How an interrupt reaches a CPU, and what runs when: docs/interrupts.md.
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

struct module;

/* ---- interrupt lines: row D4 ---- */

typedef irqreturn_t (*irq_handler_t)(int irq, void *dev_id);

#define IRQF_TRIGGER_NONE	0x00000000
#define IRQF_TRIGGER_RISING	0x00000001
#define IRQF_TRIGGER_FALLING	0x00000002
#define IRQF_TRIGGER_HIGH	0x00000004
#define IRQF_TRIGGER_LOW	0x00000008
#define IRQF_TRIGGER_MASK	(IRQF_TRIGGER_HIGH | IRQF_TRIGGER_LOW | \
				 IRQF_TRIGGER_RISING | IRQF_TRIGGER_FALLING)
#define IRQF_TRIGGER_PROBE	0x00000010
#define IRQF_SHARED		0x00000080	/* others may request the line too */
#define IRQF_PROBE_SHARED	0x00000100
#define __IRQF_TIMER		0x00000200
#define IRQF_PERCPU		0x00000400
#define IRQF_NOBALANCING	0x00000800
#define IRQF_IRQPOLL		0x00001000
#define IRQF_ONESHOT		0x00002000	/* the line stays masked until the thread function is over */
#define IRQF_NO_SUSPEND		0x00004000
#define IRQF_FORCE_RESUME	0x00008000
#define IRQF_NO_THREAD		0x00010000
#define IRQF_EARLY_RESUME	0x00020000
#define IRQF_COND_SUSPEND	0x00040000
#define IRQF_NO_AUTOEN		0x00080000	/* disabled until enable_irq() */
#define IRQF_NO_DEBUG		0x00100000
#define IRQF_TIMER		(__IRQF_TIMER | IRQF_NO_SUSPEND | IRQF_NO_THREAD)

/**
 * request_threaded_irq - have functions called when a line is raised
 * @irq:	the line
 * @handler:	called as a hard interrupt; NULL with IRQF_ONESHOT: only the thread runs
 * @thread_fn:	called in a thread of its own when @handler returns IRQ_WAKE_THREAD; may be NULL
 * @flags:	IRQF_*; sharers must agree in IRQF_SHARED, IRQF_ONESHOT and the trigger
 * @name:	for /proc/interrupts; must live as long as the request
 * @dev:	handed to the functions, and names this request; not NULL with IRQF_SHARED
 *
 * Context: may sleep. Row D4.
 * Return: 0; -EINVAL for what Linux does not take either; -EBUSY if the line is another's; -ENOMEM.
 */
int request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
			 unsigned long flags, const char *name, void *dev);

/** request_irq - request_threaded_irq() without a thread. Context: may sleep. Row D4. */
static inline int __must_check request_irq(unsigned int irq, irq_handler_t handler,
					   unsigned long flags, const char *name, void *dev)
{
	return request_threaded_irq(irq, handler, NULL, flags, name, dev);
}

/**
 * free_irq - undo a request; when this returns its functions are not running, and will not
 * @irq:	the line
 * @dev:	that of the request
 *
 * Context: may sleep. Row D4.
 * Return: the name that the request gave, or NULL if there is no such request, which is reported.
 */
const void *free_irq(unsigned int irq, void *dev);

struct device;

int devm_request_threaded_irq(struct device *dev, unsigned int irq, irq_handler_t handler,
			      irq_handler_t thread_fn, unsigned long irqflags, const char *devname,
			      void *dev_id);
void devm_free_irq(struct device *dev, unsigned int irq, void *dev_id);

/** devm_request_irq - request_irq() that is undone with the device. Context: may sleep. Row D4. */
static inline int __must_check devm_request_irq(struct device *dev, unsigned int irq,
						irq_handler_t handler, unsigned long irqflags,
						const char *devname, void *dev_id)
{
	return devm_request_threaded_irq(dev, irq, handler, NULL, irqflags, devname, dev_id);
}

/**
 * disable_irq_nosync - keep a line's handlers from being called until enable_irq(); nests
 * @irq:	the line; an edge that comes meanwhile is kept
 *
 * They may be running when this returns. Context: any. Return: nothing.
 */
void disable_irq_nosync(unsigned int irq);
/**
 * disable_irq - disable_irq_nosync(), and wait until the line's functions are over
 * @irq:	the line
 *
 * Context: may sleep. Row D4.
 */
void disable_irq(unsigned int irq);
/**
 * disable_hardirq - disable_irq_nosync(), and wait until the line's handlers are over
 * @irq:	the line; its threads may go on
 *
 * Context: any but a handler of the line. Return: true if no thread function is running either.
 */
bool disable_hardirq(unsigned int irq);
/**
 * enable_irq - undo one disable_irq(); an edge that came meanwhile is served now
 * @irq:	the line; one that is not disabled is reported
 *
 * Context: any. Row D4.
 */
void enable_irq(unsigned int irq);

/**
 * synchronize_irq - wait until the line's functions that run now are over
 * @irq:	the line
 *
 * Context: may sleep; must not hold what they wait for. Row D4.
 */
void synchronize_irq(unsigned int irq);
/**
 * synchronize_hardirq - wait until the line's handlers that run now are over, but not its threads
 * @irq:	the line
 *
 * Context: any but a handler of the line. Return: true if no thread function is running either.
 */
bool synchronize_hardirq(unsigned int irq);

/**
 * irq_set_affinity - say on which CPUs a line's handlers may run
 * @irq:	the line
 * @cpumask:	they run on the first online one of it
 *
 * Context: any. Return: 0, -EINVAL if the line does not exist or no CPU of the mask is online.
 */
int irq_set_affinity(unsigned int irq, const struct cpumask *cpumask);
/** irq_force_affinity - irq_set_affinity(). Context: any. Return: as there. */
int irq_force_affinity(unsigned int irq, const struct cpumask *cpumask);
/** irq_set_affinity_hint - irq_set_affinity(); NULL: nothing changes. Context: any. Return: as there. */
int irq_set_affinity_hint(unsigned int irq, const struct cpumask *m);

/**
 * irq_inject_interrupt - raise a line by hand, as its device would
 * @irq:	the line
 *
 * Context: any. Row D4.
 * Return: 0, -EINVAL if the line does not exist or nobody has requested it.
 */
int irq_inject_interrupt(unsigned int irq);

/* ---- softirqs: row D4 ---- */

enum {
	HI_SOFTIRQ = 0,
	TIMER_SOFTIRQ,
	NET_TX_SOFTIRQ,
	NET_RX_SOFTIRQ,
	BLOCK_SOFTIRQ,
	IRQ_POLL_SOFTIRQ,
	TASKLET_SOFTIRQ,
	SCHED_SOFTIRQ,
	HRTIMER_SOFTIRQ,
	RCU_SOFTIRQ,

	NR_SOFTIRQS
};

extern const char * const softirq_to_name[NR_SOFTIRQS];

struct softirq_action {
	void	(*action)(struct softirq_action *);
};

/** open_softirq - softirq @nr calls @action from now on. Context: boot. */
void open_softirq(int nr, void (*action)(struct softirq_action *));
/** raise_softirq - have softirq @nr run soon, on this CPU. Context: any. */
void raise_softirq(unsigned int nr);
/** raise_softirq_irqoff - raise_softirq() where interrupts are off */
void raise_softirq_irqoff(unsigned int nr);
void __raise_softirq_irqoff(unsigned int nr);
/** local_softirq_pending - softirqs raised on the caller's CPU, as bits. Context: holds a CPU. */
#define local_softirq_pending()	READ_ONCE(current_thread_info()->token->softirq_pending)

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
