// SPDX-License-Identifier: MIT
/*
 * kernel/cpu_hotplug.c - taking a CPU offline, and back into use
 *
 * A CPU goes:  not active: only tasks bound to it take it; a grace period -> teardown functions in a task
 *              on it -> all CPUs stopped: not online, calls for it made, its token kept for good -> its
 *              interrupt thread sleeps, its raised lines are raised elsewhere -> what it leaves (timers,
 *              softirqs, pages, objects) is fetched by any CPU.
 * A CPU comes: the same steps from the last to the first.
 * Why nobody is in its per-CPU data  Holders, interrupts among them: all CPUs are stopped when the token is
 *              seized. Restartable sequences: the seizing restarts them at its home, and they find
 *              it held (docs/locking.md). Tasks that are on it by migrate_disable(): waited for.
 * Locking    cpu_add_remove_lock, then cpu_hotplug_lock for writing.
 */
#include <linux/bug.h>
#include <linux/cpu.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/irqflags.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/stop_machine.h>
#include <linux/topology.h>
#include "kernel/cpuhp.h"
#include "kernel/sched.h"

/* Serializes those who change the set of CPUs. */
static DEFINE_MUTEX(cpu_add_remove_lock);
/* How many cpu_hotplug_disable() are in force; its lock held. */
static unsigned int cpu_hotplug_disabled;

/* ---- the core's steps ---- */

int cpu_activate(unsigned int cpu)
{
	cpumask_set_cpu(cpu, &__cpu_active_mask);
	return 0;
}

/* After the grace period all that was begun with the CPU active is over. */
int cpu_deactivate(unsigned int cpu)
{
	cpumask_clear_cpu(cpu, &__cpu_active_mask);
	synchronize_rcu();
	return 0;
}

/* All CPUs are stopped, and this is on the one that goes. */
static int take_down(void *unused)
{
	unsigned int cpu = raw_smp_processor_id();

	if (cpu_is_pinned(cpu))
		return -EAGAIN;
	cpumask_clear_cpu(cpu, &__cpu_online_mask);
	numa_remove_cpu(cpu);
	irq_lines_leave(cpu);
	cpuhp_go_offline_atomic(cpu);
	cpu_token_retire(cpu);
	return 0;
}

/* The caller must be elsewhere: it keeps its own CPU when all are given back. */
static int take_down_from_elsewhere(unsigned int cpu)
{
	int bound = current_thread_info()->bound_cpu, err;

	cpu_bind_set(cpumask_any_but(cpu_online_mask, cpu));
	err = stop_machine_cpuslocked(take_down, NULL, cpumask_of(cpu));
	cpu_bind_set(bound);
	return err;
}

int cpu_take_down(unsigned int cpu)
{
	while (take_down_from_elsewhere(cpu))
		schedule_timeout_uninterruptible(1);	/* a task is on it by migrate_disable() */
	irq_cpu_park(cpu);
	irq_lines_raise_again(cpu);
	return 0;
}

/* Interrupts off, and @cpu seized. */
static void call_on_seized(unsigned int cpu, void (*fn)(void *arg), void *arg)
{
	unsigned int own = raw_smp_processor_id();

	cpu_token_borrow(cpu);
	fn(arg);
	cpu_token_borrow(own);
}

static void come_online(void *unused)
{
	unsigned int cpu = raw_smp_processor_id();

	cpumask_set_cpu(cpu, &__cpu_online_mask);
	numa_add_cpu(cpu);
	cpuhp_go_online_atomic(cpu);
}

int cpu_bring_up(unsigned int cpu)
{
	irq_cpu_unpark(cpu);
	local_irq_disable();
	cpu_token_revive(cpu);
	call_on_seized(cpu, come_online, NULL);
	cpu_token_unseize(cpu);
	local_irq_enable();
	return 0;
}

void cpu_dead_call(unsigned int cpu, void (*fn)(void *arg), void *arg)
{
	unsigned long flags;

	if (WARN_ON(cpu_online(cpu)))
		return;
	local_irq_save(flags);
	call_on_seized(cpu, fn, arg);
	local_irq_restore(flags);
}

/* ---- for all ---- */

static int cpu_down_locked(unsigned int cpu)
{
	int err;

	if (!cpu_online(cpu))
		return 1;
	if (cpu_hotplug_disabled || num_online_cpus() == 1)
		return -EBUSY;
	cpus_write_lock();
	err = cpuhp_go_down(cpu, CPUHP_OFFLINE);
	cpus_write_unlock();
	return err;
}

static int cpu_up_locked(unsigned int cpu)
{
	int err;

	if (cpu_online(cpu))
		return 1;
	if (cpu_hotplug_disabled)
		return -EBUSY;
	cpus_write_lock();
	err = cpuhp_go_up(cpu, CPUHP_ONLINE);
	cpus_write_unlock();
	return err;
}

/* CPU 0 stays, as on Linux: the boot needs one. */
int remove_cpu(unsigned int cpu)
{
	int err;

	might_sleep();
	if (cpu >= nr_cpu_ids || !cpu_possible(cpu))
		return -EINVAL;
	if (!cpu)
		return -EPERM;
	mutex_lock(&cpu_add_remove_lock);
	err = cpu_down_locked(cpu);
	mutex_unlock(&cpu_add_remove_lock);
	return err;
}
EXPORT_SYMBOL_GPL(remove_cpu);

int add_cpu(unsigned int cpu)
{
	int err;

	might_sleep();
	if (cpu >= nr_cpu_ids || !cpu_possible(cpu))
		return -EINVAL;
	mutex_lock(&cpu_add_remove_lock);
	err = cpu_up_locked(cpu);
	mutex_unlock(&cpu_add_remove_lock);
	return err;
}
EXPORT_SYMBOL_GPL(add_cpu);

void cpu_hotplug_disable(void)
{
	mutex_lock(&cpu_add_remove_lock);
	cpu_hotplug_disabled++;
	mutex_unlock(&cpu_add_remove_lock);
}
EXPORT_SYMBOL_GPL(cpu_hotplug_disable);

/**
 * cpu_hotplug_enable - undo one cpu_hotplug_disable(); one too many is reported
 *
 * Context: may sleep. Row C5.
 */
void cpu_hotplug_enable(void)
{
	mutex_lock(&cpu_add_remove_lock);
	if (!WARN_ONCE(!cpu_hotplug_disabled, "Unbalanced cpu hotplug enable\n"))
		cpu_hotplug_disabled--;
	mutex_unlock(&cpu_add_remove_lock);
}
EXPORT_SYMBOL_GPL(cpu_hotplug_enable);
