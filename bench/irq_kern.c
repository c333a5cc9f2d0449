// SPDX-License-Identifier: MIT
/*
 * bench/irq_kern.c - from raising an interrupt to the end of its handler; peers in bench/irq.c
 *
 * The other thread holds its CPU and computes, with interrupts on; or it is nobody's, or the
 * caller's own.
 */
#include <linux/atomic.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/smp.h>

#include "bench/bench.h"

#define LINE	200

static atomic_t served, loop_cpu, loop_stop;

static irqreturn_t count_handler(int irq, void *dev)
{
	(void)atomic_inc_return(&served);
	return IRQ_HANDLED;
}

static int loop_main(void *unused)
{
	preempt_disable();
	atomic_set(&loop_cpu, smp_processor_id());
	while (!atomic_read(&loop_stop))
		cpu_relax();
	preempt_enable();
	atomic_set(&loop_cpu, -2);
	return 0;
}

static void raise_and_wait(unsigned long n)
{
	while (n--) {
		int before = atomic_read(&served);

		irq_inject_interrupt(LINE);
		while (atomic_read(&served) == before)
			cpu_relax();
	}
}

static void irq_over_a_loop(unsigned long n)
{
	atomic_set(&loop_cpu, -1);
	atomic_set(&loop_stop, 0);
	if (request_irq(LINE, count_handler, 0, "bench", &served))
		return;
	kthread_run(loop_main, NULL, "loop");
	while (atomic_read(&loop_cpu) == -1)
		schedule();
	irq_set_affinity(LINE, cpumask_of(atomic_read(&loop_cpu)));
	raise_and_wait(n);
	atomic_set(&loop_stop, 1);
	while (atomic_read(&loop_cpu) != -2)
		schedule();
	free_irq(LINE, &served);
}
BENCH("interrupt another thread, until its handler is over", "quarry", irq_over_a_loop);

static void irq_on_a_free_cpu(unsigned long n)
{
	if (request_irq(LINE, count_handler, 0, "bench", &served))
		return;
	raise_and_wait(n);
	free_irq(LINE, &served);
}
BENCH("interrupt another thread, until its handler is over", "quarry, CPU free", irq_on_a_free_cpu);

static void irq_on_own_cpu(unsigned long n)
{
	if (request_irq(LINE, count_handler, 0, "bench", &served))
		return;
	preempt_disable();
	irq_set_affinity(LINE, cpumask_of(smp_processor_id()));
	raise_and_wait(n);
	preempt_enable();
	free_irq(LINE, &served);
}
BENCH("interrupt another thread, until its handler is over", "quarry, own CPU", irq_on_own_cpu);
