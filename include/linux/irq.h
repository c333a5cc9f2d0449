/* SPDX-License-Identifier: MIT */
/*
 * linux/irq.h - interrupt lines, as far as drivers see them
 *
 * Row D4.
 */
#ifndef _LINUX_IRQ_H
#define _LINUX_IRQ_H

#include <linux/irqreturn.h>
#include <linux/cpumask.h>

/* How a line is triggered: the sense bits of IRQF_*. */
enum {
	IRQ_TYPE_NONE		= 0x00000000,
	IRQ_TYPE_EDGE_RISING	= 0x00000001,
	IRQ_TYPE_EDGE_FALLING	= 0x00000002,
	IRQ_TYPE_EDGE_BOTH	= (IRQ_TYPE_EDGE_FALLING | IRQ_TYPE_EDGE_RISING),
	IRQ_TYPE_LEVEL_HIGH	= 0x00000004,
	IRQ_TYPE_LEVEL_LOW	= 0x00000008,
	IRQ_TYPE_SENSE_MASK	= 0x0000000f,
};

#endif /* _LINUX_IRQ_H */
