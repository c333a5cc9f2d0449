/* SPDX-License-Identifier: MIT */
/*
 * kernel/softirq.h - softirqs, for the way out of an interrupt
 */
#ifndef KERNEL_SOFTIRQ_H
#define KERNEL_SOFTIRQ_H

/** softirq_irq_exit - a hard interrupt is over: run the CPU's softirqs. Holds the CPU, interrupts off. */
void softirq_irq_exit(void);

/** softirq_count_of - how often softirq @nr has run on @cpu */
unsigned long softirq_count_of(unsigned int cpu, unsigned int nr);

/** tasklets_serve_enabled - a tasklet queued on @cpu, the caller's, was enabled. Hard interrupt. */
void tasklets_serve_enabled(unsigned int cpu);

#endif /* KERNEL_SOFTIRQ_H */
