/* SPDX-License-Identifier: MIT */
/*
 * linux/smp.h - which CPU, and functions run on another
 */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

#include <linux/errno.h>
#include <linux/types.h>
#include <linux/list.h>
#include <linux/cpumask.h>
#include <linux/preempt.h>
#include <linux/thread_info.h>
#include <linux/smp_types.h>

typedef void (*smp_call_func_t)(void *info);
typedef bool (*smp_cond_func_t)(int cpu, void *info);

/**
 * struct __call_single_data - a call for another CPU: call_single_data_t
 * @node:	its place in that CPU's queue, and whether it is done
 */
struct __call_single_data {
	struct __call_single_node	node;
	smp_call_func_t			func;
	void				*info;
};
typedef struct __call_single_data call_single_data_t;

#define CSD_INIT(_func, _info) \
	(struct __call_single_data){ .func = (_func), .info = (_info) }
#define INIT_CSD(_csd, _func, _info)	do { *(_csd) = CSD_INIT((_func), (_info)); } while (0)

unsigned int cpu_id_checked(void);

/** raw_smp_processor_id - the CPU that the caller holds, or held last. Any context. */
#define raw_smp_processor_id()	(current_thread_info()->cpu)
/**
 * smp_processor_id - the CPU on which the caller runs
 *
 * Only what is not preemptible may ask: another caller is reported. Row C4.
 */
#define smp_processor_id()	((int)(preemptible() ? cpu_id_checked() : raw_smp_processor_id()))
/** get_cpu - preempt_disable(), and the CPU's number */
#define get_cpu()		({ preempt_disable(); (int)raw_smp_processor_id(); })
#define put_cpu()		preempt_enable()

/**
 * smp_call_function_single - run func(info) on @cpu, as an interrupt handler
 * @wait:	true: return when it is done
 *
 * On the caller's own CPU it is an ordinary call, with interrupts off.
 * Context: a task, interrupts on. Return: 0 or -ENXIO for a CPU that is not there.
 */
int smp_call_function_single(int cpu, smp_call_func_t func, void *info, int wait);
/**
 * smp_call_function_single_async - the same with the caller's own structure, without waiting
 * @cpu:	the CPU
 * @csd:	the function and its argument; may be used again when the function is about to begin
 *
 * Context: any. Row D4.
 * Return: 0, -EBUSY if @csd is under way, -ENXIO for a CPU that is not there.
 */
int smp_call_function_single_async(int cpu, struct __call_single_data *csd);
/**
 * smp_call_function_any - run a function on one CPU of a set, the caller's if it is in it
 * @mask:	the set
 * @func:	runs as an interrupt handler
 * @info:	for it
 * @wait:	return when it has run
 *
 * Context: interrupts on, but for the caller's own CPU. Row D4.
 * Return: 0, or -ENXIO if the CPU is not there.
 */
int smp_call_function_any(const struct cpumask *mask, smp_call_func_t func, void *info, int wait);
/** smp_call_function_many - on each CPU of @mask but the caller's. Context: preemption off. */
void smp_call_function_many(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait);
/**
 * smp_call_function - run a function on each online CPU but the caller's
 * @func:	runs as an interrupt handler
 * @info:	for it
 * @wait:	return when it has run
 *
 * Context: interrupts on. Row D4.
 */
void smp_call_function(smp_call_func_t func, void *info, int wait);
/**
 * on_each_cpu - run a function on each online CPU
 * @func:	runs as an interrupt handler, or with interrupts off on the caller's own CPU
 * @info:	for it
 * @wait:	return when it has run
 *
 * Context: interrupts on. Row D4.
 */
void on_each_cpu(smp_call_func_t func, void *info, int wait);
void on_each_cpu_mask(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait);
void on_each_cpu_cond(smp_cond_func_t cond, smp_call_func_t func, void *info, bool wait);

#endif /* _LINUX_SMP_H */
