/* SPDX-License-Identifier: MIT */
/*
 * kernel/timers.h - what timer.c and hrtimer.c share: being called, and waiting for the end of that
 */
#ifndef KERNEL_TIMERS_H
#define KERNEL_TIMERS_H

#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/limits.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

/* Bit of the word that names a timer's base: it is on its way to another, wait. */
#define TIMER_BASE_MOVING	0x00040000	/* = TIMER_MIGRATING */
#define TIMER_BASE_CPU		0x0003ffff	/* = TIMER_CPUMASK */

/* timer.c */
/** timers_serve - the clock of @cpu, the caller's, has interrupted. Hard interrupt. */
void timers_serve(unsigned int cpu);
/* hrtimer.c */
void hrtimers_init(void);
/** hrtimers_serve - call the functions that are due in hard interrupts; the others' softirq is raised */
void hrtimers_serve(unsigned int cpu);

/**
 * struct timer_runner - calls timers' functions, one after the other
 * @running:	whose function is being called; its base's lock held
 * @finished:	changes when a function returns that somebody waits for
 */
struct timer_runner {
	const void	*running;
	u32		finished;
	unsigned int	waiters;
};

/* The base's lock is held. */
static inline void timer_runner_finished(struct timer_runner *r)
{
	WRITE_ONCE(r->running, NULL);	/* timer_runner_wait() looks without the lock first */
	if (!READ_ONCE(r->waiters))
		return;
	__atomic_fetch_add(&r->finished, 1, __ATOMIC_RELEASE);
	arch_wake(&r->finished, INT_MAX);
}

/* A function must return with the count with which it was called. */
static inline void timer_check_count(unsigned int before, const void *func)
{
	struct thread_info *ti = current_thread_info();

	if (likely(ti->count == before))
		return;
	WARN(1, "timer: %pS preempt leak: %08x -> %08x\n", func, before, ti->count);
	ti->count = before;
}

/** timer_runner_wait - until @timer's function, which @r was calling, is over. @lock: the base's */
void timer_runner_wait(struct timer_runner *r, raw_spinlock_t *lock, const void *timer);

#endif /* KERNEL_TIMERS_H */
