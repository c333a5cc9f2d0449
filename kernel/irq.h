/* SPDX-License-Identifier: MIT */
/*
 * kernel/irq.h - interrupts, for device models, tests, and the files that make them up
 */
#ifndef KERNEL_IRQ_H
#define KERNEL_IRQ_H

#include <linux/types.h>

/* Interrupt lines, 0 to NR_IRQS - 1. */
#define NR_IRQS		256

/* What can be pending on a CPU, in the order in which it is served. */
enum irq_vector {
	IRQ_VECTOR_CALL,	/* smp_call_function*() */
	IRQ_VECTOR_WORK,	/* irq_work_queue() */
	IRQ_VECTOR_TIMER,
	IRQ_VECTOR_TASKLET,	/* a tasklet of the CPU was enabled */
	IRQ_VECTOR_LINES,	/* request_irq() */
	NR_IRQ_VECTORS
};

/* What a CPU's clock interrupt can be wanted for. */
enum irq_clock {
	IRQ_CLOCK_HARD,		/* hrtimers */
	IRQ_CLOCK_SOFT,		/* hrtimers of HRTIMER_MODE_SOFT */
	IRQ_CLOCK_WHEEL,	/* timer_list */
	NR_IRQ_CLOCKS
};

/* irq_cpu.c */
/**
 * irq_clock_program - have @cpu interrupted by IRQ_VECTOR_TIMER at @when, once
 * @which:	what for; each has its own time
 * @when:	arch_clock_ns(); 0: never
 *
 * Context: any; callers exclude each other for one @which of one CPU.
 */
void irq_clock_program(unsigned int cpu, enum irq_clock which, u64 when);
/**
 * irq_post - have @vector served on @cpu, as a hard interrupt
 *
 * Before it returns, if the caller holds @cpu with interrupts on, or holds none and finds it free.
 * Posted twice before it is served it is served once.
 * Context: any.
 */
void irq_post(unsigned int cpu, enum irq_vector vector);
/**
 * irq_deliver - the port has interrupted the caller's context: serve its CPU, if it has one and may
 *
 * Context: on top of any code of a task; async-signal-safe on the host.
 */
void irq_deliver(void);
/** irq_vector_count - how often @cpu has served @vector */
unsigned long irq_vector_count(unsigned int cpu, enum irq_vector vector);
/** irq_cpus_init - each CPU's interrupt thread. Boot list: before what needs interrupts. */
void irq_cpus_init(void);

/* irq.c */
/** irq_serve_lines - call the handlers of the lines that are raised on @cpu, the caller's. Hard interrupt. */
void irq_serve_lines(unsigned int cpu);
/**
 * irq_raise - a device asks for attention on line @irq
 *
 * An edge: raised again before its handlers begin, the line is served once; while they run, once
 * more after them. While the line is disabled the edge is kept.
 * Context: any. Return: 0, or -EINVAL for a line that does not exist.
 */
int irq_raise(unsigned int irq);

#endif /* KERNEL_IRQ_H */
