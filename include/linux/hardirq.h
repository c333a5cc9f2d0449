/* SPDX-License-Identifier: MIT */
/*
 * linux/hardirq.h - entering and leaving interrupt context
 *
 * irq_enter() and nmi_enter() mark the running task's context as an interrupt's. Real interrupts are
 * marked where they arrive (kernel/irq_cpu.c). Handlers run with interrupts off.
 */
#ifndef _LINUX_HARDIRQ_H
#define _LINUX_HARDIRQ_H

#include <linux/preempt.h>
#include <linux/irqflags.h>
#include <linux/bottom_half.h>

/**
 * irq_enter - the caller acts as a hardware interrupt handler until irq_exit()
 *
 * Context: any; holds a CPU, with interrupts off, from now on. Row D4.
 */
void irq_enter(void);
void irq_exit(void);
void nmi_enter(void);
void nmi_exit(void);
/**
 * softirq_enter - the caller acts as a softirq handler until softirq_exit()
 *
 * Context: any; holds a CPU from now on. Row D4.
 */
void softirq_enter(void);
void softirq_exit(void);
/** synchronize_irq - see <linux/interrupt.h> */
void synchronize_irq(unsigned int irq);

#endif /* _LINUX_HARDIRQ_H */
