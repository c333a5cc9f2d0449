/* SPDX-License-Identifier: MIT */
/*
 * linux/cpu.h - CPUs that come and go
 */
#ifndef _LINUX_CPU_H
#define _LINUX_CPU_H

#include <linux/types.h>
#include <linux/cpumask.h>
#include <linux/cpuhotplug.h>
#include <linux/might_sleep.h>

/**
 * cpus_read_lock - the set of online CPUs does not change until cpus_read_unlock()
 *
 * Context: may sleep.
 */
void cpus_read_lock(void);
void cpus_read_unlock(void);
int cpus_read_trylock(void);
#define get_online_cpus()	cpus_read_lock()
#define put_online_cpus()	cpus_read_unlock()
void lockdep_assert_cpus_held(void);

/**
 * remove_cpu - take a CPU offline
 * @cpu:	its number
 *
 * Nobody is inside of its per-CPU data then, or will be: tasks bound to it run elsewhere. Waits
 * until no task is on it by migrate_disable().
 * Context: may sleep; not from a function called for a CPU that comes or goes. Row C5.
 * Return: 0; 1 if it was offline; -EPERM for CPU 0, which stays; -EBUSY for the last one, or while
 * cpu_hotplug_disable() is in force; -EINVAL if there is no such CPU; or the error of a teardown
 * function.
 */
int remove_cpu(unsigned int cpu);
/**
 * add_cpu - take a CPU back into use
 * @cpu:	its number
 *
 * Context: as remove_cpu(). Row C5.
 * Return: 0; 1 if it was online; -EBUSY, -EINVAL as there; or the error of a startup function.
 */
int add_cpu(unsigned int cpu);
/**
 * cpu_hotplug_disable - CPUs neither come nor go until cpu_hotplug_enable(); nests
 *
 * Context: may sleep. Row C5.
 */
void cpu_hotplug_disable(void);
void cpu_hotplug_enable(void);
/**
 * cpu_dead_call - call a function with an offline CPU's per-CPU data as this_cpu's, for the core
 * @cpu:	offline, and stays so
 * @fn:		called with interrupts off; must not sleep
 * @arg:	for it
 *
 * Context: a teardown function of a state before CPUHP_BRINGUP_CPU. Row C5.
 */
void cpu_dead_call(unsigned int cpu, void (*fn)(void *arg), void *arg);

#endif /* _LINUX_CPU_H */
