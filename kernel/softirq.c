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

void irq_exit(void)
{
	irq_mark_end(HARDIRQ_OFFSET);
}
EXPORT_SYMBOL_GPL(irq_exit);

void nmi_enter(void)
{
	cpu_hold(NMI_OFFSET | HARDIRQ_OFFSET | CPU_IRQS_OFF);
}
EXPORT_SYMBOL_GPL(nmi_enter);

void nmi_exit(void)
{
	irq_mark_end(NMI_OFFSET | HARDIRQ_OFFSET);
}
EXPORT_SYMBOL_GPL(nmi_exit);

/* A handler holds its CPU, as an RCU reader does. */
void synchronize_irq(unsigned int irq)
{
	synchronize_rcu();
}
EXPORT_SYMBOL(synchronize_irq);
