// SPDX-License-Identifier: MIT
/*
 * kernel/irq_cpu.c - how an interrupt reaches a CPU
 *
 * Terms      posted	a bit is set in the CPU's pending word; whoever serves it clears it first.
 *            kick	the port calls irq_deliver() on top of what the holder of a CPU does.
 *            swapper/N	the CPU's interrupt thread: it serves a CPU that nobody holds, and has the holder
 *			kicked of one that somebody does. It is the CPU's clock as well, and sleeps until
 *			the next timer is due: without timers and interrupts the machine is idle.
 * Who serves The poster, if it holds the CPU, or finds it free. Else the holder, interrupted by a kick,
 *            or, if he has interrupts off, when he switches them on. Else swapper/N.
 * Invariants I1 while a bit is pending, one of these is about to look: the poster changes
 *               the kick word after the bit, and swapper/N reads them the other way round.
 *            I2 handlers run with a CPU held, a hardirq count, interrupts off; softirqs afterwards,
 *               unless what was interrupted is an interrupt or a softirq itself.
 * Locking    none; pending words are atomic, the rest is the holder's.
 */
#include <asm-generic/arch.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/limits.h>
#include <linux/sched.h>
#include <linux/time64.h>
#include "init/calls.h"
#include "kernel/cpuhp.h"
#include "kernel/irq.h"
#include "kernel/sched.h"
#include "kernel/smp.h"
#include "kernel/softirq.h"
#include "kernel/timers.h"
#include "kernel/stack.h"

/* How often to look whether a CPU's thread sleeps. */
#define PARK_POLL_NS	(50 * NSEC_PER_USEC)

static struct irq_cpu {
	u32	pending;	/* atomic: vectors as bits */
	u32	kick;		/* atomic: changes after each post for swapper/N */
	u64	clock[NR_IRQ_CLOCKS];	/* atomic: when the clock interrupts; 0: never */
	u64	asleep_until;		/* the thread's promise to look at the clock; see there */
	struct task_struct *thread;
	bool	is_going;		/* the CPU is offline, or about to: the thread is to sleep */
	bool	is_parked;		/* it does, or looks at is_going before it does anything */
	unsigned long counts[NR_IRQ_VECTORS];	/* the holder's: times served */
} ____cacheline_aligned irq_cpus[NR_CPUS];

static void (* const vector_serve[NR_IRQ_VECTORS])(unsigned int cpu) = {
	[IRQ_VECTOR_CALL] = smp_serve_calls,
	[IRQ_VECTOR_WORK] = irq_work_serve,
	[IRQ_VECTOR_TIMER] = timers_serve,
	[IRQ_VECTOR_TASKLET] = tasklets_serve_enabled,
	[IRQ_VECTOR_LINES] = irq_serve_lines,
};

/* On the CPU's interrupt stack. */
static void serve_pending(void *arg)
{
	struct irq_cpu *ic = arg;
	unsigned int cpu = ic - irq_cpus;
	u32 pending;

	while ((pending = __atomic_exchange_n(&ic->pending, 0, __ATOMIC_ACQUIRE)))
		for (; pending; pending &= pending - 1) {
			unsigned int vector = __builtin_ctz(pending);

			ic->counts[vector]++;
			vector_serve[vector](cpu);
		}
}

unsigned long irq_vector_count(unsigned int cpu, enum irq_vector vector)
{
	return READ_ONCE(irq_cpus[cpu].counts[vector]);
}

/* The caller holds its CPU, and is no handler with interrupts off. The count comes back as it was. */
static void irq_run(struct thread_info *ti)
{
	unsigned int old = ti->count;

	WRITE_ONCE(ti->irq_pending, 0);
	if (!READ_ONCE(irq_cpus[ti->cpu].pending))
		return;
	WRITE_ONCE(ti->count, (old + HARDIRQ_OFFSET) | CPU_IRQS_OFF);
	barrier();
	call_on_irq_stack(serve_pending, &irq_cpus[ti->cpu]);
	barrier();
	WRITE_ONCE(ti->count, old | CPU_IRQS_OFF);
	if (!(old & (SOFTIRQ_MASK | HARDIRQ_MASK | NMI_MASK)))
		softirq_irq_exit();
	WRITE_ONCE(ti->count, old);
}

/**
 * irq_run_pending - interrupts go on, and some came meanwhile: run them
 *
 * In a handler nothing happens: interrupts stay off until it is over.
 *
 * Context: holds a CPU, with interrupts off.
 */
void irq_run_pending(void)
{
	struct thread_info *ti = current_thread_info();

	while (READ_ONCE(ti->irq_pending) && !(ti->count & (HARDIRQ_MASK | NMI_MASK)))
		irq_run(ti);
}
EXPORT_SYMBOL(irq_run_pending);

void irq_deliver(void)
{
	struct thread_info *ti = current_thread_info();
	unsigned int count = READ_ONCE(ti->count);

	if (!count)
		return;
	if (count & CPU_IRQS_OFF)
		WRITE_ONCE(ti->irq_pending, 1);
	else
		do
			irq_run(ti);
		while (READ_ONCE(ti->irq_pending));
}

/* The caller has just taken its CPU, and has a count of 0. */
static void irq_run_and_release(struct thread_info *ti)
{
	ti->hold_ip = _THIS_IP_;
	WRITE_ONCE(ti->count, CPU_IRQS_OFF);
	ti->irq_pending = 1;
	irq_run_pending();
	WRITE_ONCE(ti->count, 0);
	cpu_token_release(ti);
}

/* The earliest time for which the clock is wanted; 0: none. */
static u64 clock_first(const struct irq_cpu *ic)
{
	u64 first = 0;
	unsigned int i;

	for (i = 0; i < NR_IRQ_CLOCKS; i++) {
		u64 when = __atomic_load_n(&ic->clock[i], __ATOMIC_SEQ_CST);

		if (when && (!first || when < first))
			first = when;
	}
	return first;
}

static void swapper_kick(struct irq_cpu *ic)
{
	__atomic_fetch_add(&ic->kick, 1, __ATOMIC_RELEASE);
	arch_wake(&ic->kick, 1);
}

void irq_post(unsigned int cpu, enum irq_vector vector)
{
	struct thread_info *ti = current_thread_info();
	struct irq_cpu *ic = &irq_cpus[cpu];

	__atomic_fetch_or(&ic->pending, BIT(vector), __ATOMIC_SEQ_CST);
	if (ti->count && ti->cpu == cpu)
		irq_deliver();
	else if (!ti->count && cpu_token_take_free(cpu))
		irq_run_and_release(ti);
	else
		swapper_kick(ic);
}

/* ---- the clock ---- */

void irq_clock_program(unsigned int cpu, enum irq_clock which, u64 when)
{
	struct irq_cpu *ic = &irq_cpus[cpu];

	__atomic_exchange_n(&ic->clock[which], when, __ATOMIC_SEQ_CST);
	if (when && when < __atomic_load_n(&ic->asleep_until, __ATOMIC_SEQ_CST))
		swapper_kick(ic);
}

/*
 * When the thread must wake up next; 0: by kicks only. Barriers: *say until when it sleeps; look
 * at the clock* against *set the clock; look until when it sleeps*.
 */
static u64 clock_sleep_until(struct irq_cpu *ic)
{
	u64 first;

	do {
		first = clock_first(ic);
		__atomic_store_n(&ic->asleep_until, first ? first : U64_MAX, __ATOMIC_SEQ_CST);
	} while (clock_first(ic) != first);
	return first;
}

/* Post what is due. Return: nanoseconds to the next; -1: there is none. */
static s64 clock_poll(struct irq_cpu *ic)
{
	u64 first = clock_sleep_until(ic), now;
	unsigned int i;

	if (!first)
		return -1;
	now = arch_clock_ns();
	if (first > now)
		return first - now;
	for (i = 0; i < NR_IRQ_CLOCKS; i++) {
		u64 when = READ_ONCE(ic->clock[i]);

		if (when && when <= now)
			try_cmpxchg(&ic->clock[i], &when, 0);
	}
	__atomic_fetch_or(&ic->pending, BIT(IRQ_VECTOR_TIMER), __ATOMIC_SEQ_CST);
	return 0;
}

/* ---- the CPU's thread ---- */

/* Until the CPU comes back. In between the thread took others, so it has to be brought home. */
static void swapper_park(struct irq_cpu *ic)
{
	smp_store_release(&ic->is_parked, true);
	for (;;) {
		set_current_state(TASK_IDLE);
		if (!READ_ONCE(ic->is_going))
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	WRITE_ONCE(ic->is_parked, false);
	cpu_bind_set(ic - irq_cpus);
}

static int swapper_main(void *arg)
{
	struct irq_cpu *ic = arg;

	for (;;) {
		u32 kick = smp_load_acquire(&ic->kick);
		s64 wait;

		if (READ_ONCE(ic->is_going)) {
			swapper_park(ic);
			continue;
		}
		wait = clock_poll(ic);
		if (!READ_ONCE(ic->pending))
			arch_block(&ic->kick, kick, wait);
		else if (cpu_token_take_kicking(&ic->pending))
			irq_run_and_release(current_thread_info());
	}
	return 0;
}

void __init irq_cpus_init(void)
{
	unsigned int cpu;

	for_each_online_cpu(cpu) {
		struct task_struct *task = kthread_create(swapper_main, &irq_cpus[cpu],
							  "swapper/%u", cpu);

		if (IS_ERR(task))
			panic("No memory for the interrupts of CPU %u", cpu);
		kthread_bind(task, cpu);
		irq_cpus[cpu].thread = task;
		wake_up_process(task);
	}
}

/* ---- a CPU that goes ---- */

static void serve_for_others(void *arg)
{
	struct irq_cpu *ic = arg;

	__atomic_fetch_and(&ic->pending, ~(u32)(BIT(IRQ_VECTOR_CALL) | BIT(IRQ_VECTOR_WORK)),
			   __ATOMIC_ACQUIRE);
	smp_serve_calls(ic - irq_cpus);
	irq_work_serve(ic - irq_cpus);
}

int irq_cpu_dying(unsigned int cpu)
{
	struct thread_info *ti = current_thread_info();

	WRITE_ONCE(ti->count, ti->count + HARDIRQ_OFFSET);
	call_on_irq_stack(serve_for_others, &irq_cpus[cpu]);
	WRITE_ONCE(ti->count, ti->count - HARDIRQ_OFFSET);
	return 0;
}

/*
 * Nobody calls the CPU any more. Its thread may be trying to take it, for as long as something is
 * pending: the clock, or a line, which is raised elsewhere.
 */
void irq_cpu_park(unsigned int cpu)
{
	struct irq_cpu *ic = &irq_cpus[cpu];

	WRITE_ONCE(ic->is_going, true);
	__atomic_store_n(&ic->pending, 0, __ATOMIC_SEQ_CST);
	swapper_kick(ic);
	while (!smp_load_acquire(&ic->is_parked)) {
		__set_current_state(TASK_IDLE);
		schedule_timeout_ns(PARK_POLL_NS);
		__atomic_store_n(&ic->pending, 0, __ATOMIC_SEQ_CST);	/* a late post of a line */
	}
}

void irq_cpu_unpark(unsigned int cpu)
{
	struct irq_cpu *ic = &irq_cpus[cpu];

	__atomic_store_n(&ic->pending, 0, __ATOMIC_SEQ_CST);
	WRITE_ONCE(ic->is_going, false);
	wake_up_process(ic->thread);
}
