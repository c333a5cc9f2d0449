// SPDX-License-Identifier: MIT
/*
 * kernel/softirq.c - softirqs: what interrupts leave for when interrupts are on again
 *
 * Terms      pending	bits of the softirqs raised on a CPU, in its token: only the holder
 *			touches them, with interrupts off.
 * Who runs   The way out of the outermost interrupt; the outermost local_bh_enable(); and ksoftirqd/N,
 *            for what was raised in task context, and for the rest when new ones keep coming.
 * Invariants S1 a softirq runs on the CPU that raised it, with a softirq count and interrupts on;
 *               none on top of another on the same CPU.
 *            S2 when the softirq count of a task goes to 0, pending is looked at afterwards, with
 *               the CPU still held: an interrupt that comes before the store leaves its softirqs
 *               to this look, one that comes later runs them itself.
 * Linux      the limits of one go are Linux's: ten rounds, two milliseconds.
 */
#include <asm-generic/arch.h>
#include <linux/bug.h>
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/time64.h>
#include "init/calls.h"
#include "kernel/cpuhp.h"
#include "kernel/sched.h"
#include "kernel/softirq.h"
#include "kernel/stack.h"

#define MAX_SOFTIRQ_TIME	(2 * NSEC_PER_MSEC)
#define MAX_SOFTIRQ_RESTART	10
/* These run even when ksoftirqd is about to. */
#define SOFTIRQ_NOW_MASK	(BIT(HI_SOFTIRQ) | BIT(TASKLET_SOFTIRQ))

const char * const softirq_to_name[NR_SOFTIRQS] = {
	"HI", "TIMER", "NET_TX", "NET_RX", "BLOCK", "IRQ_POLL", "TASKLET", "SCHED", "HRTIMER", "RCU"
};

static struct softirq_action softirq_vec[NR_SOFTIRQS];
static struct task_struct *ksoftirqd[NR_CPUS];
/* The holder's. */
static unsigned long softirq_counts[NR_CPUS][NR_SOFTIRQS];

void open_softirq(int nr, void (*action)(struct softirq_action *))
{
	softirq_vec[nr].action = action;
}

unsigned long softirq_count_of(unsigned int cpu, unsigned int nr)
{
	return READ_ONCE(softirq_counts[cpu][nr]);
}

/* ---- running them ---- */

static void softirq_run_one(struct thread_info *ti, unsigned int nr)
{
	unsigned int count = ti->count;

	softirq_counts[ti->cpu][nr]++;
	softirq_vec[nr].action(&softirq_vec[nr]);
	if (likely(ti->count == count))
		return;
	pr_err("huh, entered softirq %u %s %px with preempt_count %08x, exited with %08x?\n", nr,
	       softirq_to_name[nr], (void *)softirq_vec[nr].action, count & PREEMPT_COUNT_MASK,
	       ti->count & PREEMPT_COUNT_MASK);
	ti->count = count;
}

static void ksoftirqd_wake(unsigned int cpu)
{
	if (ksoftirqd[cpu])
		wake_up_process(ksoftirqd[cpu]);
}

/*
 * Holds a CPU, with interrupts off and no softirq count; returns so. On the CPU's interrupt stack,
 * or ksoftirqd's.
 */
static void softirq_run(void *unused)
{
	struct thread_info *ti = current_thread_info();
	u64 end = arch_clock_ns() + MAX_SOFTIRQ_TIME;
	unsigned int rounds = MAX_SOFTIRQ_RESTART;
	u32 pending = ti->token->softirq_pending;

	WRITE_ONCE(ti->count, ti->count + SOFTIRQ_OFFSET);
	do {
		WRITE_ONCE(ti->token->softirq_pending, 0);
		arch_irq_nest(true);
		local_irq_enable();
		for (; pending; pending &= pending - 1)
			softirq_run_one(ti, __builtin_ctz(pending));
		local_irq_disable();
		arch_irq_nest(false);
		pending = ti->token->softirq_pending;
	} while (pending && arch_clock_ns() < end && --rounds);
	if (pending)
		ksoftirqd_wake(ti->cpu);
	WRITE_ONCE(ti->count, ti->count - SOFTIRQ_OFFSET);
}

/* Has the thread been woken, so that all but the most urgent can wait for it? */
static bool ksoftirqd_running(unsigned int cpu, u32 pending)
{
	return !(pending & SOFTIRQ_NOW_MASK) && ksoftirqd[cpu] && ksoftirqd[cpu] != current &&
	       task_is_running(ksoftirqd[cpu]);
}

void softirq_irq_exit(void)
{
	struct thread_info *ti = current_thread_info();
	u32 pending = ti->token->softirq_pending;

	if (pending && !ksoftirqd_running(ti->cpu, pending))
		call_on_irq_stack(softirq_run, NULL);
}

/**
 * do_softirq - run the softirqs that are pending on the caller's CPU
 *
 * In an interrupt nothing happens: they run when that is over. With interrupts off they are left to
 * ksoftirqd, as they want them on.
 *
 * Context: holds a CPU.
 */
void do_softirq(void)
{
	if (in_interrupt())
		return;
	if (irqs_disabled()) {
		ksoftirqd_wake(raw_smp_processor_id());
		return;
	}
	local_irq_disable();
	softirq_irq_exit();
	local_irq_enable();
}
EXPORT_SYMBOL(do_softirq);

/* ---- raising them ---- */

/**
 * __raise_softirq_irqoff - raise softirq @nr, without having it run soon
 *
 * Context: interrupts off.
 */
void __raise_softirq_irqoff(unsigned int nr)
{
	struct cpu_token *token = current_thread_info()->token;

	WRITE_ONCE(token->softirq_pending, token->softirq_pending | BIT(nr));
}

void raise_softirq_irqoff(unsigned int nr)
{
	__raise_softirq_irqoff(nr);
	if (!in_interrupt())
		ksoftirqd_wake(raw_smp_processor_id());
}

void raise_softirq(unsigned int nr)
{
	unsigned long flags;

	local_irq_save(flags);
	raise_softirq_irqoff(nr);
	local_irq_restore(flags);
}

/* ---- ksoftirqd ---- */

/* The CPU is the thread's while interrupts are off. */
static bool ksoftirqd_round(void)
{
	bool ran;

	local_irq_disable();
	ran = current_thread_info()->token->softirq_pending != 0;
	if (ran)
		softirq_run(NULL);
	local_irq_enable();
	return ran;
}

static int ksoftirqd_main(void *unused)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_park())
			kthread_parkme();
		else if (READ_ONCE(current_thread_info()->token->softirq_pending)) {
			__set_current_state(TASK_RUNNING);
			ksoftirqd_round();
			cond_resched();
		} else {
			schedule();
		}
	}
	return 0;
}

int ksoftirqd_park(unsigned int cpu)
{
	return kthread_park(ksoftirqd[cpu]);
}

int ksoftirqd_unpark(unsigned int cpu)
{
	kthread_unpark(ksoftirqd[cpu]);
	return 0;
}

/* What is pending on @cpu, which is offline, runs on the caller's. Its timers have been moved. */
int softirqs_dead_cpu(unsigned int cpu)
{
	struct cpu_token *token = cpu_tokens[cpu];
	u32 pending = token->softirq_pending;

	local_irq_disable();
	tasklets_take_over(cpu);
	WRITE_ONCE(token->softirq_pending, 0);
	for (; pending; pending &= pending - 1)
		raise_softirq_irqoff(__builtin_ctz(pending));
	local_irq_enable();
	return 0;
}

void __init softirqs_init(void)
{
	unsigned int cpu;

	for_each_online_cpu(cpu) {
		struct task_struct *task = kthread_create(ksoftirqd_main, NULL, "ksoftirqd/%u", cpu);

		BUG_ON(IS_ERR(task));
		kthread_bind(task, cpu);
		WRITE_ONCE(ksoftirqd[cpu], task);
		wake_up_process(task);
	}
}

/* ---- marks: who runs as an interrupt without being one ---- */

void softirq_enter(void)
{
	cpu_hold(SOFTIRQ_OFFSET);
}
EXPORT_SYMBOL_GPL(softirq_enter);

/**
 * softirq_exit - the end of what softirq_enter() began
 *
 * Context: the task that called it. Row D4.
 */
void softirq_exit(void)
{
	cpu_softirq_drop(SOFTIRQ_OFFSET);
}
EXPORT_SYMBOL_GPL(softirq_exit);

/* Also what the handler did to the interrupt mask is undone. */
static void irq_mark_end(unsigned int offset)
{
	struct thread_info *ti = current_thread_info();

	WARN_ONCE(!irqs_disabled(), "interrupt handler enabled interrupts\n");
	local_irq_disable();
	WRITE_ONCE(ti->count, ti->count - offset);
	if (!in_interrupt())
		softirq_irq_exit();
	local_irq_enable();
}

void irq_enter(void)
{
	cpu_hold(HARDIRQ_OFFSET | CPU_IRQS_OFF);
}
EXPORT_SYMBOL_GPL(irq_enter);

/**
 * irq_exit - the end of what irq_enter() began; that a handler enabled interrupts is reported
 *
 * Context: the task that called it. Row D4.
 */
void irq_exit(void)
{
	irq_mark_end(HARDIRQ_OFFSET);
}
EXPORT_SYMBOL_GPL(irq_exit);

/**
 * nmi_enter - the caller acts as the handler of an interrupt that can't be masked, until
 * nmi_exit()
 *
 * Context: any; holds a CPU, with interrupts off, from now on. Row D4.
 */
void nmi_enter(void)
{
	cpu_hold(NMI_OFFSET | HARDIRQ_OFFSET | CPU_IRQS_OFF);
}
EXPORT_SYMBOL_GPL(nmi_enter);

/**
 * nmi_exit - the end of what nmi_enter() began; that a handler enabled interrupts is reported
 *
 * Context: the task that called it. Row D4.
 */
void nmi_exit(void)
{
	irq_mark_end(NMI_OFFSET | HARDIRQ_OFFSET);
}
EXPORT_SYMBOL_GPL(nmi_exit);
