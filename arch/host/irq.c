// SPDX-License-Identifier: MIT
/*
 * arch/host/irq.c - interrupts on the host: a signal to the thread that holds the CPU
 */
#include <linux/interrupt.h>
#include <linux/sched.h>
#include <asm-generic/arch.h>

#include "arch/host/os/os.h"
#include "kernel/irq.h"

u32 arch_irq_context(void)
{
	return os_irq_open();
}

void arch_irq_kick(u32 context)
{
	os_irq_kick(context);
}

void arch_irq_nest(bool open)
{
	os_irq_nest(open);
}

/* A thread between two tasks, or at its end, has none. */
void host_irq_kicked(void)
{
	if (current_or_null())
		irq_deliver();
}
