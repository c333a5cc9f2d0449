// SPDX-License-Identifier: MIT
/*
 * kernel/cpu.c - the sets of CPUs: all that the machine has, from boot on
 */
#include <linux/cpu.h>
#include <linux/export.h>
#include <linux/percpu-rwsem.h>
#include "kernel/sched.h"

unsigned int nr_cpu_ids = 1;
EXPORT_SYMBOL(nr_cpu_ids);
struct cpumask __cpu_possible_mask = { { 1 } };
EXPORT_SYMBOL(__cpu_possible_mask);
struct cpumask __cpu_online_mask = { { 1 } };
EXPORT_SYMBOL(__cpu_online_mask);
const struct cpumask cpu_none_mask;
EXPORT_SYMBOL(cpu_none_mask);
struct cpumask cpu_single_mask[NR_CPUS];
EXPORT_SYMBOL(cpu_single_mask);

/* Nobody writes yet: CPUs neither come nor go after boot. */
DEFINE_STATIC_PERCPU_RWSEM(cpu_hotplug_lock);

void cpumask_init_boot(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < nr_cpu_ids; cpu++) {
		cpumask_set_cpu(cpu, &__cpu_possible_mask);
		cpumask_set_cpu(cpu, &__cpu_online_mask);
		cpumask_set_cpu(cpu, &cpu_single_mask[cpu]);
	}
}

void cpus_read_lock(void)
{
	percpu_down_read(&cpu_hotplug_lock);
}
EXPORT_SYMBOL_GPL(cpus_read_lock);

/**
 * cpus_read_trylock - cpus_read_lock(), if it need not wait
 *
 * Context: any task; does not sleep.
 * Return: 1 taken, 0 not.
 */
int cpus_read_trylock(void)
{
	return percpu_down_read_trylock(&cpu_hotplug_lock);
}
EXPORT_SYMBOL_GPL(cpus_read_trylock);

/**
 * cpus_read_unlock - the end of what cpus_read_lock() began
 *
 * Context: the task that took it; does not sleep.
 */
void cpus_read_unlock(void)
{
	percpu_up_read(&cpu_hotplug_lock);
}
EXPORT_SYMBOL_GPL(cpus_read_unlock);
