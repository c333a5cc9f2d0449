/* SPDX-License-Identifier: MIT */
/*
 * linux/interrupt.h - interrupt contexts, as far as code that asks for them needs
 */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <linux/kernel.h>
#include <linux/bitops.h>
#include <linux/preempt.h>
#include <linux/cpumask.h>
#include <linux/irqreturn.h>
#include <linux/hardirq.h>
#include <linux/irqflags.h>
#include <linux/bottom_half.h>

typedef irqreturn_t (*irq_handler_t)(int irq, void *dev_id);

#endif /* _LINUX_INTERRUPT_H */
