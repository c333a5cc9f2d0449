// SPDX-License-Identifier: MIT
/*
 * kernel/irq_proc.c - /proc/interrupts and /proc/softirqs, in Linux's format (row D4)
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include "init/calls.h"
#include "kernel/irq_desc.h"
#include "kernel/softirq.h"

static void show_cpus(struct seq_file *m, int indent)
{
	unsigned int cpu;

	seq_printf(m, "%*s", indent, "");
	for_each_online_cpu(cpu)
		seq_printf(m, "CPU%-8u", cpu);
	seq_putc(m, '\n');
}

/* Under the lock the actions stay; the mutex would wait for a handler's end. */
static void show_line(struct seq_file *m, struct irq_desc *desc)
{
	struct irq_action *action;
	unsigned long flags;
	unsigned int cpu;

	raw_spin_lock_irqsave(&desc->lock, flags);
	if (!desc->actions)
		goto out;
	seq_printf(m, "%3u: ", desc->irq);
	for_each_online_cpu(cpu)
		seq_printf(m, "%10u ", desc->counts[cpu]);
	seq_printf(m, " %8s %4u Edge      %s", "quarry", desc->irq, desc->actions->name);
	for (action = desc->actions->next; action; action = action->next)
		seq_printf(m, ", %s", action->name);
	seq_putc(m, '\n');
out:
	raw_spin_unlock_irqrestore(&desc->lock, flags);
}

static void show_vector(struct seq_file *m, const char *name, enum irq_vector vector,
			const char *what)
{
	unsigned int cpu;

	seq_printf(m, "%3s: ", name);
	for_each_online_cpu(cpu)
		seq_printf(m, "%10lu ", irq_vector_count(cpu, vector));
	seq_printf(m, "  %s\n", what);
}

static int interrupts_show(struct seq_file *m, void *v)
{
	unsigned int irq;

	show_cpus(m, 11);
	for (irq = 0; irq < NR_IRQS; irq++)
		show_line(m, &irq_descs[irq]);
	show_vector(m, "LOC", IRQ_VECTOR_TIMER, "Local timer interrupts");
	show_vector(m, "IWI", IRQ_VECTOR_WORK, "IRQ work interrupts");
	show_vector(m, "CAL", IRQ_VECTOR_CALL, "Function call interrupts");
	return 0;
}

static int softirqs_show(struct seq_file *m, void *v)
{
	unsigned int nr, cpu;

	show_cpus(m, 20);
	for (nr = 0; nr < NR_SOFTIRQS; nr++) {
		seq_printf(m, "%12s:", softirq_to_name[nr]);
		for_each_possible_cpu(cpu)
			seq_printf(m, " %10lu", softirq_count_of(cpu, nr));
		seq_putc(m, '\n');
	}
	return 0;
}

void __init irq_proc_init(void)
{
	proc_create_single("interrupts", 0, NULL, interrupts_show);
	proc_create_single("softirqs", 0, NULL, softirqs_show);
}
