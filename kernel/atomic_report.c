// SPDX-License-Identifier: MIT
/*
 * kernel/atomic_report.c - reports of code that sleeps, or may, where it must not
 *
 * Each call site of might_sleep() is reported at most once a second, as the log would
 * otherwise fill with one mistake. Row D4.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/jiffies.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/uaccess.h>
#include "kernel/sched.h"

#define SITE_BITS	6

/*
 * The last call site of that hash that was reported, and when. Races cost or save a line. Where the
 * CPU was taken is part of it, and so is the kind of context: two callers of kmalloc() that both may
 * not sleep are two bugs, and so is one that does it in a handler as well.
 */
static struct {
	unsigned long	site;
	unsigned long	when;	/* jiffies */
} sites_reported[1 << SITE_BITS];

static bool site_is_quiet(const char *file, int line)
{
	struct thread_info *ti = current_thread_info();
	unsigned long site = (unsigned long)file * 31 + line + ti->hold_ip +
			     (ti->count >> SOFTIRQ_SHIFT);
	unsigned long now = jiffies;
	unsigned int i = hash_long(site, SITE_BITS);

	if (READ_ONCE(sites_reported[i].site) == site &&
	    time_before(now, READ_ONCE(sites_reported[i].when) + HZ))
		return true;
	WRITE_ONCE(sites_reported[i].site, site);
	WRITE_ONCE(sites_reported[i].when, now);
	return false;
}

static void print_hold_ip(void)
{
	struct thread_info *ti = current_thread_info();

	if (ti->count)
		pr_err("Preemption disabled at:\n[<%px>] %pS\n", (void *)ti->hold_ip,
		       (void *)ti->hold_ip);
}

/**
 * __might_resched - report unless the caller may sleep
 * @offsets:	the preempt_count() that it should have
 */
void __might_resched(const char *file, int line, unsigned int offsets)
{
	struct task_struct *task = current;
	unsigned long ip = task->thread_info.hold_ip;
	unsigned int count = task->thread_info.count;

	if (likely(count == offsets && !task->non_block_count))
		return;
	if (site_is_quiet(file, line))
		return;
	pr_err("BUG: sleeping function called from invalid context at %s:%d\n", file, line);
	pr_err("in_atomic(): %d, irqs_disabled(): %d, non_block: %d, pid: %d, name: %s\n",
	       (count & PREEMPT_COUNT_MASK) != 0, (count & CPU_IRQS_OFF) != 0,
	       task->non_block_count, task->pid, task->comm);
	pr_err("preempt_count: %x, expected: %x\n", count & PREEMPT_COUNT_MASK, offsets);
	if (count)
		pr_err("Preemption disabled at:\n[<%px>] %pS\n", (void *)ip, (void *)ip);
	dump_stack();
}
EXPORT_SYMBOL(__might_resched);

void __might_sleep(const char *file, int line)
{
	struct task_struct *task = current;
	unsigned int state = READ_ONCE(task->__state);

	if (unlikely(state != TASK_RUNNING && task->task_state_change))
		WARN_ONCE(1, "do not call blocking ops when !TASK_RUNNING; state=%x set at [<%px>] %pS\n",
			  state, (void *)task->task_state_change, (void *)task->task_state_change);
	__might_resched(file, line, 0);
}
EXPORT_SYMBOL(__might_sleep);

void __might_fault(const char *file, int line)
{
	if (!current->pagefault_disabled)
		__might_sleep(file, line);
}
EXPORT_SYMBOL(__might_fault);

void __cant_sleep(const char *file, int line, int preempt_offset)
{
	struct task_struct *task = current;

	if (task->thread_info.count > (unsigned int)preempt_offset || site_is_quiet(file, line))
		return;
	pr_err("BUG: assuming atomic context at %s:%d\n", file, line);
	pr_err("in_atomic(): %d, irqs_disabled(): %d, pid: %d, name: %s\n", in_atomic() != 0,
	       irqs_disabled(), task->pid, task->comm);
	dump_stack();
}
EXPORT_SYMBOL_GPL(__cant_sleep);

void __cant_migrate(const char *file, int line)
{
	struct task_struct *task = current;

	if (task->thread_info.count || task->thread_info.bound_cpu >= 0 || site_is_quiet(file, line))
		return;
	pr_err("BUG: assuming non migratable context at %s:%d\n", file, line);
	dump_stack();
}
EXPORT_SYMBOL_GPL(__cant_migrate);

void non_block_start(void)
{
	current->non_block_count++;
}
EXPORT_SYMBOL_GPL(non_block_start);

/**
 * non_block_end - the end of what non_block_start() began
 *
 * Context: the same task; one too many is reported.
 */
void non_block_end(void)
{
	WARN_ON(current->non_block_count-- == 0);
}
EXPORT_SYMBOL_GPL(non_block_end);

/* A task that is bound to one CPU, or a machine with one only, is no case for a report. */
static void report_preemptible(const char *prefix, const char *name, unsigned long caller)
{
	struct task_struct *task = current;

	if (task->thread_info.bound_cpu >= 0 || nr_cpu_ids == 1 || site_is_quiet(__FILE__, (int)caller))
		return;
	pr_err("BUG: using %s%s() in preemptible [%08x] code: %s/%d\n", prefix, name, preempt_count(),
	       task->comm, task->pid);
	pr_err("caller is %pS\n", (void *)caller);
	dump_stack();
}

/**
 * cpu_id_checked - smp_processor_id() of a task that holds no CPU: report it
 *
 * Context: any.
 * Return: the CPU that the task had last.
 */
unsigned int cpu_id_checked(void)
{
	report_preemptible("", "smp_processor_id", _RET_IP_);
	return current_thread_info()->cpu;
}
EXPORT_SYMBOL(cpu_id_checked);

/**
 * __this_cpu_preempt_check - report an operation on this CPU's data by a task that holds no CPU
 * @op:	what comes behind "__this_cpu_" in its name
 *
 * Context: any. Row C4.
 */
void __this_cpu_preempt_check(const char *op)
{
	report_preemptible("__this_cpu_", op, _RET_IP_);
}
EXPORT_SYMBOL(__this_cpu_preempt_check);

void report_scheduling_while_atomic(struct task_struct *task)
{
	unsigned int count = preempt_count();

	pr_err("BUG: scheduling while atomic: %s/%d/0x%08x\n", task->comm, task->pid, count);
	print_hold_ip();
	dump_stack();
}
