/* SPDX-License-Identifier: MIT */
/*
 * linux/stop_machine.h - run a function while no other CPU runs anything that can't be preempted
 */
#ifndef _LINUX_STOP_MACHINE_H
#define _LINUX_STOP_MACHINE_H

#include <linux/cpu.h>
#include <linux/cpumask.h>

typedef int (*cpu_stop_fn_t)(void *arg);

/**
 * stop_machine - call a function with all CPUs stopped
 * @fn:		called with interrupts off; must not sleep
 * @data:	for it
 * @cpus:	on which CPUs to call it, one after the other; NULL: on one of them, any
 *
 * Until it has returned no other task is inside of a spin lock, a preempt_disable() section, an
 * RCU read section or an interrupt handler. Tasks that hold no CPU go on until they want one.
 * Context: may sleep; holds no CPU; takes cpus_read_lock().
 * Return: what @fn returned; with several CPUs, the first result that is not 0. Row D4.
 */
int stop_machine(cpu_stop_fn_t fn, void *data, const struct cpumask *cpus);
int stop_machine_cpuslocked(cpu_stop_fn_t fn, void *data, const struct cpumask *cpus);

#endif /* _LINUX_STOP_MACHINE_H */
