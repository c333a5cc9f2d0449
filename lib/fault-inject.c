// SPDX-License-Identifier: MIT
/*
 * lib/fault-inject.c - failures on purpose: the rules, their report, their files
 *
 *	the task's nth            it is this one: fails; it is not: does not, whatever else the rules say
 *	probability, task filter, times, call chain, space, interval, chance: all must agree
 *
 * Locking    none: the rules are single words that a user changes while others read them; count may miss a
 *            call of two at the same time.
 * Linux      as 6.1. A report names the folder in debugfs, and "(null)" when there is none yet.
 */
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fault-inject.h>
#include <linux/hardirq.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/prandom.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

int setup_fault_attr(struct fault_attr *attr, char *str)
{
	unsigned long interval, probability;
	int times, space;

	if (sscanf(str, "%lu,%lu,%d,%d", &interval, &probability, &space, &times) < 4) {
		printk(KERN_WARNING "FAULT_INJECTION: failed to parse arguments\n");
		return 0;
	}
	attr->probability = probability;
	attr->interval = interval;
	atomic_set(&attr->times, times);
	atomic_set(&attr->space, space);
	return 1;
}
EXPORT_SYMBOL_GPL(setup_fault_attr);

static noinline void fail_dump(struct fault_attr *attr)
{
	if (!READ_ONCE(attr->verbose) || !__ratelimit(&attr->ratelimit_state))
		return;
	printk(KERN_NOTICE "FAULT_INJECTION: forcing a failure.\n"
	       "name %s, interval %lu, probability %lu, space %d, times %d\n",
	       attr->dname ? (const char *)attr->dname->d_name.name : "(null)", attr->interval,
	       attr->probability, atomic_read(&attr->space), atomic_read(&attr->times));
	if (attr->verbose > 1)
		dump_stack();
}

#define STACKTRACE_DEPTH_MAX	32

/* Does the call chain agree? Without a range it is not looked at. */
static bool chain_agrees(const struct fault_attr *attr)
{
	unsigned long entries[STACKTRACE_DEPTH_MAX], depth = READ_ONCE(attr->stacktrace_depth);
	bool found = !attr->require_start && attr->require_end == ULONG_MAX;
	unsigned int nr;

	if (!depth || (found && !attr->reject_end))
		return found;
	nr = stack_trace_save(entries, min_t(unsigned long, depth, STACKTRACE_DEPTH_MAX), 1);
	for (unsigned int i = 0; i < nr; i++) {
		if (attr->reject_start <= entries[i] && entries[i] < attr->reject_end)
			return false;
		if (attr->require_start <= entries[i] && entries[i] < attr->require_end)
			found = true;
	}
	return found;
}

/* Whether the call is @task's nth; *@decided: the task has a number, and no other rule counts. */
static bool is_nth(const struct fault_attr *attr, struct task_struct *task, bool *decided)
{
	unsigned int nth = READ_ONCE(task->fail_nth);

	*decided = nth != 0;
	if (!nth || !chain_agrees(attr))
		return false;
	WRITE_ONCE(task->fail_nth, nth - 1);
	return nth == 1;
}

/* Calls at the same time may be counted as one, as on Linux. */
static bool interval_is_over(struct fault_attr *attr)
{
	unsigned long interval = READ_ONCE(attr->interval), count;

	if (interval <= 1)
		return true;
	count = READ_ONCE(attr->count) + 1;
	WRITE_ONCE(attr->count, count);
	return count % interval == 0;
}

static bool rules_agree(struct fault_attr *attr, ssize_t size)
{
	if (READ_ONCE(attr->probability) == 0)
		return false;
	if (READ_ONCE(attr->task_filter) && !(in_task() && current->make_it_fail))
		return false;
	if (atomic_read(&attr->times) == 0 || !chain_agrees(attr))
		return false;
	if (atomic_read(&attr->space) > size) {
		atomic_sub(size, &attr->space);
		return false;
	}
	return interval_is_over(attr) && READ_ONCE(attr->probability) > prandom_u32_max(100);
}

bool should_fail_ex(struct fault_attr *attr, ssize_t size, int flags)
{
	bool fails = false, decided = false;

	if (in_task())
		fails = is_nth(attr, current, &decided);
	if (!decided)
		fails = rules_agree(attr, size);
	if (!fails)
		return false;
	if (!(flags & FAULT_NOWARN))
		fail_dump(attr);
	if (atomic_read(&attr->times) != -1)
		atomic_dec_if_positive(&attr->times);
	return true;
}
EXPORT_SYMBOL_GPL(should_fail_ex);

bool should_fail(struct fault_attr *attr, ssize_t size)
{
	return should_fail_ex(attr, size, 0);
}
EXPORT_SYMBOL_GPL(should_fail);

/* ---- files ---- */

static int probability_get(void *data, u64 *val)
{
	*val = ((struct fault_attr *)data)->probability;
	return 0;
}

static int probability_set(void *data, u64 val)
{
	struct fault_attr *attr = data;

	WRITE_ONCE(attr->probability, val);
	if (attr->changed)
		attr->changed();
	return 0;
}
DEFINE_SIMPLE_ATTRIBUTE(probability_fops, probability_get, probability_set, "%llu\n");

static int depth_get(void *data, u64 *val)
{
	*val = *(unsigned long *)data;
	return 0;
}

static int depth_set(void *data, u64 val)
{
	*(unsigned long *)data = min_t(u64, val, STACKTRACE_DEPTH_MAX);
	return 0;
}
DEFINE_SIMPLE_ATTRIBUTE(depth_fops, depth_get, depth_set, "%llu\n");

static int ms_get(void *data, u64 *val)
{
	*val = jiffies_to_msecs(*(int *)data);
	return 0;
}

static int ms_set(void *data, u64 val)
{
	if (val > INT_MAX)
		return -EINVAL;
	*(int *)data = msecs_to_jiffies(val);
	return 0;
}
DEFINE_SIMPLE_ATTRIBUTE(ms_fops, ms_get, ms_set, "%llu\n");

struct dentry *fault_create_debugfs_attr(const char *name, struct dentry *parent,
					 struct fault_attr *attr)
{
	const umode_t mode = 0600;
	struct dentry *dir = debugfs_create_dir(name, parent);

	if (IS_ERR(dir))
		return dir;
	debugfs_create_file("probability", mode, dir, attr, &probability_fops);
	debugfs_create_ulong("interval", mode, dir, &attr->interval);
	debugfs_create_atomic_t("times", mode, dir, &attr->times);
	debugfs_create_atomic_t("space", mode, dir, &attr->space);
	debugfs_create_ulong("verbose", mode, dir, &attr->verbose);
	debugfs_create_file("verbose_ratelimit_interval_ms", mode, dir, &attr->ratelimit_state.interval,
			    &ms_fops);
	debugfs_create_u32("verbose_ratelimit_burst", mode, dir, (u32 *)&attr->ratelimit_state.burst);
	debugfs_create_bool("task-filter", mode, dir, &attr->task_filter);
	debugfs_create_file("stacktrace-depth", mode, dir, &attr->stacktrace_depth, &depth_fops);
	debugfs_create_xul("require-start", mode, dir, &attr->require_start);
	debugfs_create_xul("require-end", mode, dir, &attr->require_end);
	debugfs_create_xul("reject-start", mode, dir, &attr->reject_start);
	debugfs_create_xul("reject-end", mode, dir, &attr->reject_end);
	attr->dname = dir;
	return dir;
}
EXPORT_SYMBOL_GPL(fault_create_debugfs_attr);
