// SPDX-License-Identifier: MIT
/*
 * kernel/stop_machine.c - take every CPU's token, call a function, give them back
 *
 * The caller holds its own CPU and collects the others. A holder may itself be waiting for a CPU that
 * is already collected (smp_call_function_single()), so who does not get a token soon gives back
 * all it has and begins again: nobody is waited for without bound while others are kept waiting.
 * Locking    cpu_hotplug_lock, so that the set of CPUs stays, but for what the function does to it; then
 *            stop_mutex: one at a time, else two would collect halves.
 */
#include <asm-generic/arch.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/irqflags.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/stop_machine.h>
#include "kernel/sched.h"

/* How long one CPU's holder may keep the collected ones waiting, before all are let go. */
#define COLLECT_WAIT_NS		1000000

static DEFINE_MUTEX(stop_mutex);

static bool collect_one(unsigned int cpu)
{
	u64 end = arch_clock_ns() + COLLECT_WAIT_NS;

	while (!cpu_token_seize(cpu)) {
		if (arch_clock_ns() > end)
			return false;
		arch_yield();
	}
	return true;
}

/* A CPU that the function took offline stays seized. */
static void release_below(unsigned int end, unsigned int own)
{
	unsigned int cpu;

	for_each_online_cpu(cpu)
		if (cpu < end && cpu != own)
			cpu_token_unseize(cpu);
}

/* The caller holds CPU @own. */
static bool collect_all(unsigned int own)
{
	unsigned int cpu;

	for_each_online_cpu(cpu)
		if (cpu != own && !collect_one(cpu)) {
			release_below(cpu, own);
			return false;
		}
	return true;
}

static int call_on_each(cpu_stop_fn_t fn, void *data, const struct cpumask *cpus, unsigned int own)
{
	int err = 0;
	unsigned int cpu;

	for_each_cpu(cpu, cpus) {
		int ret;

		if (cpu >= nr_cpu_ids || !cpu_online(cpu))
			continue;
		cpu_token_borrow(cpu);
		ret = fn(data);
		cpu_token_borrow(own);
		err = err ?: ret;
	}
	return err;
}

/**
 * stop_machine_cpuslocked - stop_machine(), where cpus_read_lock() is held
 *
 * Context: may sleep; holds no CPU. Row D4.
 * Return: as stop_machine().
 */
int stop_machine_cpuslocked(cpu_stop_fn_t fn, void *data, const struct cpumask *cpus)
{
	unsigned long flags;
	unsigned int own;
	int err;

	might_sleep();
	mutex_lock(&stop_mutex);
	for (;;) {
		local_irq_save(flags);
		own = raw_smp_processor_id();
		if (collect_all(own))
			break;
		local_irq_restore(flags);
		cond_resched();
	}
	err = cpus ? call_on_each(fn, data, cpus, own) : fn(data);
	release_below(nr_cpu_ids, own);
	local_irq_restore(flags);
	mutex_unlock(&stop_mutex);
	return err;
}

int stop_machine(cpu_stop_fn_t fn, void *data, const struct cpumask *cpus)
{
	int err;

	cpus_read_lock();
	err = stop_machine_cpuslocked(fn, data, cpus);
	cpus_read_unlock();
	return err;
}
EXPORT_SYMBOL_GPL(stop_machine);
