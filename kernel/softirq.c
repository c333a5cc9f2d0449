// SPDX-License-Identifier: MIT
/*
 * kernel/softirq.c - marking what runs as an interrupt handler: timers, RCU callbacks, calls
 * to another CPU
 *
 * The marks are true: a marked context holds a CPU, in_interrupt() says so, and might_sleep()
 * and GFP_KERNEL are reported in it. Row D4.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/rcupdate.h>

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
	cpu_drop(SOFTIRQ_OFFSET);
}
EXPORT_SYMBOL_GPL(softirq_exit);

/* Also what the handler did to the interrupt mask is undone. */
static void irq_mark_end(unsigned int offset)
{
	WARN_ONCE(!irqs_disabled(), "interrupt handler enabled interrupts\n");
	local_irq_disable();
	cpu_drop(offset | CPU_IRQS_OFF);
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

/**
 * synchronize_irq - wait until the handlers that run now are done
 * @irq:	not used: it waits for those of every interrupt
 *
 * A handler holds its CPU, as an RCU reader does.
 *
 * Context: may sleep. Row D4.
 */
void synchronize_irq(unsigned int irq)
{
	synchronize_rcu();
}
EXPORT_SYMBOL(synchronize_irq);
