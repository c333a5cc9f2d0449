// SPDX-License-Identifier: MIT
/*
 * kernel/cpu.c - the sets of CPUs, and the lock that keeps them as they are
 *
 * Terms      possible	the machine has it, as nr_cpus= says; constant. Every one is present.
 *            online	tasks can take it. Set by the CPU as it comes; cleared with all CPUs stopped, so who
 *			holds a CPU may rely on what it has read.
 *            active	online, and tasks that are not bound to it may take it.
 */
#include <linux/cpu.h>
#include <linux/export.h>
#include <linux/percpu-rwsem.h>
#include "kernel/cpuhp.h"
#include "kernel/sched.h"

unsigned int nr_cpu_ids = 1;
EXPORT_SYMBOL(nr_cpu_ids);
struct cpumask __cpu_possible_mask = { { 1 } };
EXPORT_SYMBOL(__cpu_possible_mask);
struct cpumask __cpu_online_mask = { { 1 } };
EXPORT_SYMBOL(__cpu_online_mask);
struct cpumask __cpu_active_mask = { { 1 } };
EXPORT_SYMBOL(__cpu_active_mask);
const struct cpumask cpu_none_mask;
EXPORT_SYMBOL(cpu_none_mask);
struct cpumask cpu_single_mask[NR_CPUS];
EXPORT_SYMBOL(cpu_single_mask);

DEFINE_STATIC_PERCPU_RWSEM(cpu_hotplug_lock);

void cpumask_init_boot(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < nr_cpu_ids; cpu++) {
		cpumask_set_cpu(cpu, &__cpu_possible_mask);
		cpumask_set_cpu(cpu, &__cpu_online_mask);
		cpumask_set_cpu(cpu, &__cpu_active_mask);
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

/**
 * lockdep_assert_cpus_held - report it if nobody has cpus_read_lock()
 *
 * Context: any.
 */
void lockdep_assert_cpus_held(void)
{
	if (system_state >= SYSTEM_RUNNING)
		percpu_rwsem_assert_held(&cpu_hotplug_lock);
}
EXPORT_SYMBOL_GPL(lockdep_assert_cpus_held);

void cpus_write_lock(void)
{
	percpu_down_write(&cpu_hotplug_lock);
}

void cpus_write_unlock(void)
{
	percpu_up_write(&cpu_hotplug_lock);
}
