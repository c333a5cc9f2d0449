/* SPDX-License-Identifier: MIT */
/*
 * kernel/cpuhp.h - a CPU's way through the states, for cpuhp.c and cpu_hotplug.c
 */
#ifndef KERNEL_CPUHP_H
#define KERNEL_CPUHP_H

#include <linux/cpuhotplug.h>

/* cpu.c */
/** cpus_write_lock - nobody has cpus_read_lock() until cpus_write_unlock(). May sleep. */
void cpus_write_lock(void);
void cpus_write_unlock(void);

/* cpuhp.c: the caller has cpus_write_lock() */
/** cpuhp_go_up - call the startup functions up to @target's. An error undoes all, down to where @cpu was. */
int cpuhp_go_up(unsigned int cpu, enum cpuhp_state target);
/** cpuhp_go_down - call the teardown functions down to that above @target. An error undoes all. */
int cpuhp_go_down(unsigned int cpu, enum cpuhp_state target);
/** cpuhp_go_online_atomic - the states from CPUHP_BRINGUP_CPU to CPUHP_AP_ONLINE; on @cpu, interrupts off */
void cpuhp_go_online_atomic(unsigned int cpu);
/** cpuhp_go_offline_atomic - the same states downwards */
void cpuhp_go_offline_atomic(unsigned int cpu);
/** cpuhp_boot - all CPUs are there, with all states that the core has */
void cpuhp_boot(void);

/* cpu_hotplug.c */
/** cpu_bring_up - startup of CPUHP_BRINGUP_CPU */
int cpu_bring_up(unsigned int cpu);
/** cpu_take_down - teardown of CPUHP_TEARDOWN_CPU */
int cpu_take_down(unsigned int cpu);
/** cpu_activate - startup of CPUHP_AP_ACTIVE: any task may use @cpu */
int cpu_activate(unsigned int cpu);
/** cpu_deactivate - its teardown: only tasks that are bound to @cpu use it */
int cpu_deactivate(unsigned int cpu);

/* What a CPU that goes leaves to the caller's, which may be any: @cpu is offline. */
int timers_dead_cpu(unsigned int cpu);
int hrtimers_dead_cpu(unsigned int cpu);
int softirqs_dead_cpu(unsigned int cpu);
/** tasklets_take_over - @cpu's queues are the caller's CPU's now; interrupts off */
void tasklets_take_over(unsigned int cpu);
/** irq_cpu_dying - serve what other CPUs wait for on @cpu, the caller's. All stopped. */
int irq_cpu_dying(unsigned int cpu);
/** irq_lines_leave - no line is @cpu's, the caller's, any more. All stopped. */
void irq_lines_leave(unsigned int cpu);
/** irq_lines_raise_again - lines that were raised on @cpu, and not served, are raised where they are now */
void irq_lines_raise_again(unsigned int cpu);
/** irq_cpu_park - @cpu is offline: its interrupt thread sleeps until irq_cpu_unpark() */
void irq_cpu_park(unsigned int cpu);
void irq_cpu_unpark(unsigned int cpu);
/* ksoftirqd/N sleeps while its CPU is going. */
int ksoftirqd_park(unsigned int cpu);
int ksoftirqd_unpark(unsigned int cpu);

#endif /* KERNEL_CPUHP_H */
