/* SPDX-License-Identifier: MIT */
/*
 * kernel/irq_desc.h - one interrupt line, for kernel/irq*.c
 */
#ifndef KERNEL_IRQ_DESC_H
#define KERNEL_IRQ_DESC_H

#include <asm-generic/arch.h>
#include <linux/interrupt.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/threads.h>
#include <linux/wait.h>
#include "kernel/irq.h"

/* Bits of irq_desc.state. */
#define LINE_PENDING	1u	/* an edge came while the line was masked, or being served */
#define LINE_INPROGRESS	2u	/* its handlers are being called */

/* Bits of irq_action.state, atomic. */
#define ACTION_THREAD_WANTED	0

/**
 * struct irq_action - one request
 * @thread_mask:	its bit in the line's threads_oneshot; 0 without IRQF_ONESHOT
 * @state:		ACTION_*
 */
struct irq_action {
	struct irq_action	*next;
	struct irq_desc		*desc;
	irq_handler_t		handler;
	irq_handler_t		thread_fn;
	struct task_struct	*thread;
	unsigned long		thread_mask;
	unsigned long		state;
	unsigned long		flags;
	const char		*name;
	void			*dev;
};

/** struct irq_desc - one line; kernel/irq.c says what is locked how */
struct irq_desc {
	unsigned int		irq;
	unsigned int		cpu;		/* where its handlers run; READ_ONCE */
	struct mutex		request_mutex;
	raw_spinlock_t		lock;
	/* lock held */
	struct irq_action	*actions;
	unsigned int		state;
	unsigned int		depth;		/* of disable_irq() */
	unsigned long		threads_oneshot;
	unsigned int		counts[NR_CPUS];
	/* of the CPU that serves the line */
	unsigned int		seen, unhandled;
	unsigned long		last_unhandled;	/* jiffies */
	/* atomic */
	atomic_t		threads_active;
	wait_queue_head_t	wait_for_threads;
};

extern struct irq_desc irq_descs[NR_IRQS];
/** irq_note_result - its handlers answered @ret: report nonsense, and lines that nobody handles (irq_spurious.c) */
void irq_note_result(struct irq_desc *desc, irqreturn_t ret);

/** irq_relax - let time pass, for a wait for what runs on another CPU. Context: any. */
static inline void irq_relax(void)
{
	arch_yield();
}

#endif /* KERNEL_IRQ_DESC_H */
