// SPDX-License-Identifier: MIT
/*
 * kernel/cpuhp.c - the states of a CPU that comes or goes, and the functions called for each
 *
 * Terms      <linux/cpuhotplug.h>. step: a state's name and functions.
 *            instance	of a multi-instance step, one user of it: its functions are called for each.
 * Invariants H1 a CPU in state S has had the startup of all steps up to S called, of none above.
 *            H2 a step changes only while no CPU is on its way: cpus_read_lock() is held.
 *            H3 what fails is undone: the steps passed since, and of the failing one the instances done.
 * Locking    cpu_hotplug_lock for writing: a CPU's state. For reading, and then cpuhp_state_mutex: the
 *            steps. Functions may take anything but these.
 * Linux      functions that run in a task on the CPU are called by the task that changes it or
 *            registers them, bound to that CPU, rather than by a thread of each CPU.
 */
#include <linux/bug.h>
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include "kernel/cpuhp.h"
#include "kernel/sched.h"

typedef int (*cpuhp_fn)(unsigned int cpu);
typedef int (*cpuhp_multi_fn)(unsigned int cpu, struct hlist_node *node);

struct cpuhp_step {
	const char		*name;
	cpuhp_fn		startup, teardown;
	bool			is_multi;
	struct hlist_head	instances;
};

static struct cpuhp_step cpuhp_steps[CPUHP_ONLINE + 1] = {
	[CPUHP_OFFLINE] = { .name = "offline" },
	[CPUHP_HRTIMERS_PREPARE] = { .name = "hrtimers:prepare", .teardown = hrtimers_dead_cpu },
	[CPUHP_TIMERS_PREPARE] = { .name = "timers:prepare", .teardown = timers_dead_cpu },
	[CPUHP_SOFTIRQ_DEAD] = { .name = "softirq:dead", .teardown = softirqs_dead_cpu },
	[CPUHP_BRINGUP_CPU] = { .name = "cpu:bringup", .startup = cpu_bring_up },
	[CPUHP_AP_OFFLINE] = { .name = "ap:offline" },
	[CPUHP_AP_SMPCFD_DYING] = { .name = "smpcfd:dying", .teardown = irq_cpu_dying },
	[CPUHP_AP_ONLINE] = { .name = "ap:online" },
	[CPUHP_TEARDOWN_CPU] = { .name = "cpu:teardown", .teardown = cpu_take_down },
	[CPUHP_AP_SMPBOOT_THREADS] = {
		.name = "smpboot/threads:online", .startup = ksoftirqd_unpark, .teardown = ksoftirqd_park,
	},
	[CPUHP_AP_ACTIVE] = {
		.name = "sched:active", .startup = cpu_activate, .teardown = cpu_deactivate,
	},
	[CPUHP_ONLINE] = { .name = "online" },
};

static enum cpuhp_state cpuhp_states[NR_CPUS];
static DEFINE_MUTEX(cpuhp_state_mutex);

void __init cpuhp_boot(void)
{
	unsigned int cpu;

	for_each_online_cpu(cpu)
		cpuhp_states[cpu] = CPUHP_ONLINE;
}

/* ---- calling one step's functions ---- */

static bool in_task_on_cpu(enum cpuhp_state state)
{
	return state > CPUHP_TEARDOWN_CPU;
}

/* @node: NULL for a step of one instance. */
static int fn_call(const struct cpuhp_step *step, bool up, unsigned int cpu, struct hlist_node *node)
{
	cpuhp_fn fn = up ? step->startup : step->teardown;

	if (!fn)
		return 0;
	if (!node)
		return fn(cpu);
	return ((cpuhp_multi_fn)(void *)fn)(cpu, node);
}

/* All instances; those done before one that fails are undone. */
static int instances_call(struct cpuhp_step *step, bool up, unsigned int cpu)
{
	struct hlist_node *node, *undo;
	int err = 0;

	hlist_for_each(node, &step->instances) {
		err = fn_call(step, up, cpu, node);
		if (err)
			break;
	}
	if (err)
		hlist_for_each(undo, &step->instances) {
			if (undo == node)
				break;
			WARN_ON_ONCE(fn_call(step, !up, cpu, undo));
		}
	return err;
}

static int step_call_here(struct cpuhp_step *step, bool up, unsigned int cpu, struct hlist_node *node)
{
	if (step->is_multi && !node)
		return instances_call(step, up, cpu);
	return fn_call(step, up, cpu, node);
}

/* One step, for one instance or all, where its functions are to be called. */
static int step_call(enum cpuhp_state state, bool up, unsigned int cpu, struct hlist_node *node)
{
	int bound = current_thread_info()->bound_cpu, err;

	if (!in_task_on_cpu(state))
		return step_call_here(&cpuhp_steps[state], up, cpu, node);
	cpu_bind_set(cpu);
	err = step_call_here(&cpuhp_steps[state], up, cpu, node);
	cpu_bind_set(bound);
	return err;
}

/* ---- a CPU's way ---- */

static void must_not_fail(int err, enum cpuhp_state state, unsigned int cpu)
{
	WARN(err, "CPU%u: state %s (%d) failed (%d)\n", cpu, cpuhp_steps[state].name, state, err);
}

void cpuhp_go_online_atomic(unsigned int cpu)
{
	enum cpuhp_state state;

	for (state = CPUHP_BRINGUP_CPU + 1; state <= CPUHP_AP_ONLINE; state++)
		must_not_fail(step_call_here(&cpuhp_steps[state], true, cpu, NULL), state, cpu);
	cpuhp_states[cpu] = CPUHP_AP_ONLINE;
}

void cpuhp_go_offline_atomic(unsigned int cpu)
{
	enum cpuhp_state state;

	for (state = CPUHP_AP_ONLINE; state > CPUHP_BRINGUP_CPU; state--)
		must_not_fail(step_call_here(&cpuhp_steps[state], false, cpu, NULL), state, cpu);
	cpuhp_states[cpu] = CPUHP_BRINGUP_CPU;
}

/* One state up. CPUHP_BRINGUP_CPU goes on to CPUHP_AP_ONLINE by itself. */
static int step_up(unsigned int cpu)
{
	enum cpuhp_state next = cpuhp_states[cpu] + 1;
	int err = step_call(next, true, cpu, NULL);

	if (!err && cpuhp_states[cpu] < next)
		cpuhp_states[cpu] = next;
	return err;
}

/* One state down. CPUHP_TEARDOWN_CPU goes on to CPUHP_BRINGUP_CPU by itself. */
static int step_down(unsigned int cpu)
{
	enum cpuhp_state now = cpuhp_states[cpu];
	int err = step_call(now, false, cpu, NULL);

	if (!err && cpuhp_states[cpu] == now)
		cpuhp_states[cpu] = now - 1;
	return err;
}

/* Back to @target after an error: what fails now is told, and passed over. */
static void undo_up(unsigned int cpu, enum cpuhp_state target)
{
	while (cpuhp_states[cpu] > target) {
		enum cpuhp_state now = cpuhp_states[cpu];
		int err = step_down(cpu);

		must_not_fail(err, now, cpu);
		if (err)
			cpuhp_states[cpu] = now - 1;
	}
}

static void undo_down(unsigned int cpu, enum cpuhp_state target)
{
	while (cpuhp_states[cpu] < target) {
		enum cpuhp_state next = cpuhp_states[cpu] + 1;
		int err = step_up(cpu);

		must_not_fail(err, next, cpu);
		if (err)
			cpuhp_states[cpu] = next;
	}
}

int cpuhp_go_up(unsigned int cpu, enum cpuhp_state target)
{
	enum cpuhp_state from = cpuhp_states[cpu];
	int err = 0;

	while (!err && cpuhp_states[cpu] < target)
		err = step_up(cpu);
	if (err)
		undo_up(cpu, from);
	return err;
}

/* Once the CPU is offline there is no way back: then teardown functions that fail are told. */
int cpuhp_go_down(unsigned int cpu, enum cpuhp_state target)
{
	enum cpuhp_state from = cpuhp_states[cpu];
	int err = 0;

	while (!err && cpuhp_states[cpu] > target && cpuhp_states[cpu] > CPUHP_BRINGUP_CPU)
		err = step_down(cpu);
	if (err)
		undo_down(cpu, from);
	else
		undo_up(cpu, target);
	return err;
}

/* ---- registering ---- */

static bool state_is_dynamic(enum cpuhp_state state)
{
	return state == CPUHP_AP_ONLINE_DYN || state == CPUHP_BP_PREPARE_DYN;
}

static int state_choose(enum cpuhp_state state)
{
	enum cpuhp_state last = state == CPUHP_AP_ONLINE_DYN ? CPUHP_AP_ONLINE_DYN_END :
				state == CPUHP_BP_PREPARE_DYN ? CPUHP_BP_PREPARE_DYN_END : state;
	bool dynamic = state_is_dynamic(state);

	for (; state <= last; state++)
		if (!cpuhp_steps[state].name)
			return state;
	if (!dynamic)
		return -EBUSY;
	WARN(1, "No more dynamic states available for CPU hotplug\n");
	return -ENOSPC;
}

/* Tear down what was started up for the CPUs before @end. */
static void calls_undo(enum cpuhp_state state, unsigned int end, struct hlist_node *node)
{
	unsigned int cpu;

	for_each_present_cpu(cpu) {
		if (cpu >= end)
			break;
		if (cpuhp_states[cpu] >= state)
			must_not_fail(step_call(state, false, cpu, node), state, cpu);
	}
}

/* For each CPU that has passed @state. */
static int calls_make(enum cpuhp_state state, bool up, struct hlist_node *node)
{
	unsigned int cpu;

	for_each_present_cpu(cpu) {
		int err;

		if (cpuhp_states[cpu] < state)
			continue;
		err = step_call(state, up, cpu, node);
		if (err && up) {
			calls_undo(state, cpu, node);
			return err;
		}
		must_not_fail(err, state, cpu);
	}
	return 0;
}

static bool state_is_for_all(enum cpuhp_state state)
{
	return state > CPUHP_OFFLINE && state < CPUHP_ONLINE;
}

/**
 * __cpuhp_setup_state_cpuslocked - __cpuhp_setup_state(), where cpus_read_lock() is held
 *
 * Context: may sleep. Row C5.
 * Return: as cpuhp_setup_state().
 */
int __cpuhp_setup_state_cpuslocked(enum cpuhp_state state, const char *name, bool invoke,
				   int (*startup)(unsigned int cpu),
				   int (*teardown)(unsigned int cpu), bool multi_instance)
{
	bool dynamic = state_is_dynamic(state);
	int chosen, err = 0;

	if (!state_is_for_all(state) || !name)
		return -EINVAL;
	mutex_lock(&cpuhp_state_mutex);
	chosen = state_choose(state);
	if (chosen < 0) {
		mutex_unlock(&cpuhp_state_mutex);
		return chosen;
	}
	cpuhp_steps[chosen] = (struct cpuhp_step){
		.name = name, .startup = startup, .teardown = teardown, .is_multi = multi_instance,
	};
	if (invoke && startup)
		err = calls_make(chosen, true, NULL);
	if (err)
		cpuhp_steps[chosen] = (struct cpuhp_step){};
	mutex_unlock(&cpuhp_state_mutex);
	return err ? err : dynamic ? chosen : 0;
}
EXPORT_SYMBOL(__cpuhp_setup_state_cpuslocked);

/**
 * __cpuhp_setup_state - cpuhp_setup_state() and its like are the names to use
 *
 * Context: may sleep; takes cpus_read_lock(). Row C5.
 * Return: as cpuhp_setup_state().
 */
int __cpuhp_setup_state(enum cpuhp_state state, const char *name, bool invoke,
			int (*startup)(unsigned int cpu), int (*teardown)(unsigned int cpu),
			bool multi_instance)
{
	int ret;

	cpus_read_lock();
	ret = __cpuhp_setup_state_cpuslocked(state, name, invoke, startup, teardown, multi_instance);
	cpus_read_unlock();
	return ret;
}
EXPORT_SYMBOL(__cpuhp_setup_state);

/**
 * __cpuhp_remove_state_cpuslocked - __cpuhp_remove_state(), where cpus_read_lock() is held
 *
 * Context: may sleep. Row C5.
 */
void __cpuhp_remove_state_cpuslocked(enum cpuhp_state state, bool invoke)
{
	struct cpuhp_step *step = &cpuhp_steps[state];

	BUG_ON(!state_is_for_all(state));
	mutex_lock(&cpuhp_state_mutex);
	if (WARN(step->is_multi && !hlist_empty(&step->instances),
		 "Error: Removing state %d which has instances left.\n", state)) {
		mutex_unlock(&cpuhp_state_mutex);
		return;
	}
	if (invoke && step->teardown)
		calls_make(state, false, NULL);
	*step = (struct cpuhp_step){};
	mutex_unlock(&cpuhp_state_mutex);
}
EXPORT_SYMBOL(__cpuhp_remove_state_cpuslocked);

/**
 * __cpuhp_remove_state - cpuhp_remove_state() and its like are the names to use
 *
 * Context: may sleep; takes cpus_read_lock(). Row C5.
 */
void __cpuhp_remove_state(enum cpuhp_state state, bool invoke)
{
	cpus_read_lock();
	__cpuhp_remove_state_cpuslocked(state, invoke);
	cpus_read_unlock();
}
EXPORT_SYMBOL(__cpuhp_remove_state);

/**
 * __cpuhp_state_add_instance_cpuslocked - __cpuhp_state_add_instance(), where cpus_read_lock() is held
 *
 * Context: may sleep. Row C5.
 * Return: 0, or what the startup function returned.
 */
int __cpuhp_state_add_instance_cpuslocked(enum cpuhp_state state, struct hlist_node *node, bool invoke)
{
	struct cpuhp_step *step = &cpuhp_steps[state];
	int err = 0;

	if (!step->is_multi)
		return -EINVAL;
	mutex_lock(&cpuhp_state_mutex);
	if (invoke && step->startup)
		err = calls_make(state, true, node);
	if (!err)
		hlist_add_head(node, &step->instances);
	mutex_unlock(&cpuhp_state_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(__cpuhp_state_add_instance_cpuslocked);

/**
 * __cpuhp_state_add_instance - cpuhp_state_add_instance() and its like are the names to use
 *
 * Context: may sleep; takes cpus_read_lock(). Row C5.
 * Return: 0, -EINVAL if the state has no instances, or what the startup function returned.
 */
int __cpuhp_state_add_instance(enum cpuhp_state state, struct hlist_node *node, bool invoke)
{
	int err;

	cpus_read_lock();
	err = __cpuhp_state_add_instance_cpuslocked(state, node, invoke);
	cpus_read_unlock();
	return err;
}
EXPORT_SYMBOL_GPL(__cpuhp_state_add_instance);

/**
 * __cpuhp_state_remove_instance - cpuhp_state_remove_instance() and its like are the names to use
 *
 * Context: may sleep; takes cpus_read_lock(). Row C5.
 * Return: 0, or -EINVAL if the state has no instances.
 */
int __cpuhp_state_remove_instance(enum cpuhp_state state, struct hlist_node *node, bool invoke)
{
	struct cpuhp_step *step = &cpuhp_steps[state];

	if (!step->is_multi)
		return -EINVAL;
	cpus_read_lock();
	mutex_lock(&cpuhp_state_mutex);
	if (invoke && step->teardown)
		calls_make(state, false, node);
	hlist_del(node);
	mutex_unlock(&cpuhp_state_mutex);
	cpus_read_unlock();
	return 0;
}
EXPORT_SYMBOL_GPL(__cpuhp_state_remove_instance);
