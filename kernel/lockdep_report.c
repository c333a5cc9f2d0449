// SPDX-License-Identifier: MIT
/*
 * kernel/lockdep_report.c - what the lock order checker has to say, in Linux's shape
 *
 * Terms: kernel/lockdep.h. A report is printed with the checker off for the task, and ends all
 * checking, so the graph may be read without its lock.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include "kernel/lockdep.h"

#define PATH_MAX_CLASSES	32

static unsigned int nr_reports;

unsigned int lockdep_nr_reports(void)
{
	return READ_ONCE(nr_reports);
}

/* What broke the order stays in the graph, so each wrong order is reported once. */
void lockdep_rearm(void)
{
	WRITE_ONCE(debug_locks, 1);
}

/* True for the one that may speak. */
static bool report_begin(const char *title)
{
	if (!xchg(&debug_locks, 0))
		return false;
	nr_reports++;
	pr_warn("\n");
	pr_warn("======================================================\n");
	pr_warn("WARNING: %s\n", title);
	pr_warn("------------------------------------------------------\n");
	return true;
}

/* Those were wanted. */
void lockdep_forgive(unsigned int nr)
{
	nr_reports -= nr;
}

static void report_held(void)
{
	struct lockdep_task *lt = &current->lockdep;
	char name[80];

	pr_warn("%u lock%s held by %s/%d:\n", lt->depth, lt->depth == 1 ? "" : "s", current->comm,
		current->pid);
	for (unsigned int i = 0; i < lt->depth; i++)
		pr_warn(" #%u: %px (%s), at: %pS\n", i, lt->held[i].map,
			lock_class_name(lt->held[i].class, name, sizeof(name)), (void *)lt->held[i].ip);
}

static void report_end(void)
{
	report_held();
	pr_warn("stack backtrace:\n");
	dump_stack();
}

static void report_edge(unsigned int nr, unsigned int from, unsigned int to)
{
	const struct lock_edge *edge = lockdep_edge(from, to);
	char outer[80], inner[80];

	pr_warn("-> #%u %s, taken inside %s:\n", nr, lock_class_name(to, inner, sizeof(inner)),
		lock_class_name(from, outer, sizeof(outer)));
	for (unsigned int i = 0; edge && i < LOCKDEP_CHAIN && edge->chain[i]; i++)
		pr_warn("       %pS\n", (void *)edge->chain[i]);
}

void lockdep_report_cycle(unsigned int held, unsigned int wanted, unsigned long held_ip,
			  unsigned long ip)
{
	u16 path[PATH_MAX_CLASSES];
	unsigned int nr;
	char name[80];

	if (!report_begin("possible circular locking dependency detected"))
		return;
	pr_warn("%s/%d is trying to acquire lock:\n (%s), at: %pS\n", current->comm, current->pid,
		lock_class_name(wanted, name, sizeof(name)), (void *)ip);
	pr_warn("but task is already holding lock:\n (%s), at: %pS\n",
		lock_class_name(held, name, sizeof(name)), (void *)held_ip);
	pr_warn("which lock already depends on the new lock.\n");
	pr_warn("the existing dependency chain (in reverse order) is:\n");
	nr = lockdep_path(wanted, held, path, PATH_MAX_CLASSES);
	while (nr-- > 1)
		report_edge(nr, path[nr - 1], path[nr]);
	report_end();
}

void lockdep_report_recursion(unsigned int class, unsigned long held_ip, unsigned long ip)
{
	char name[80];

	if (!report_begin("possible recursive locking detected"))
		return;
	lock_class_name(class, name, sizeof(name));
	pr_warn("%s/%d is trying to acquire lock:\n (%s), at: %pS\n", current->comm, current->pid, name,
		(void *)ip);
	pr_warn("but task is already holding lock:\n (%s), at: %pS\n", name, (void *)held_ip);
	report_end();
}

static const char *usage_text(unsigned int usage)
{
	if (usage & (LOCK_USED_IN_HARDIRQ | LOCK_USED_IN_HARDIRQ_READ))
		return "IN-HARDIRQ";
	if (usage & (LOCK_USED_IN_SOFTIRQ | LOCK_USED_IN_SOFTIRQ_READ))
		return "IN-SOFTIRQ";
	if (usage & (LOCK_HELD_HARDIRQ_ON | LOCK_HELD_HARDIRQ_ON_READ))
		return "HARDIRQ-ON";
	return "SOFTIRQ-ON";
}

void lockdep_report_usage(unsigned int class, unsigned int usage, unsigned long ip)
{
	char name[80];

	if (!report_begin("inconsistent lock state"))
		return;
	pr_warn("inconsistent {%s} use of a lock that is also used the other way.\n", usage_text(usage));
	pr_warn("%s/%d takes:\n (%s), at: %pS\n", current->comm, current->pid,
		lock_class_name(class, name, sizeof(name)), (void *)ip);
	pr_warn("it was first taken at %pS\n", (void *)lock_classes[class].ip);
	report_end();
}

void lockdep_report_inversion(unsigned int safe, unsigned int unsafe, unsigned int usage,
			      unsigned long ip)
{
	u16 path[PATH_MAX_CLASSES];
	unsigned int nr;
	char name[80];

	if (!report_begin(usage & (LOCK_USED_IN_HARDIRQ | LOCK_USED_IN_HARDIRQ_READ) ?
			  "HARDIRQ-safe -> HARDIRQ-unsafe lock order detected" :
			  "SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected"))
		return;
	pr_warn("%s/%d, at: %pS\n", current->comm, current->pid, (void *)ip);
	pr_warn("a lock that handlers take: (%s)\n", lock_class_name(safe, name, sizeof(name)));
	pr_warn("leads to one held while they may run: (%s)\n",
		lock_class_name(unsafe, name, sizeof(name)));
	nr = lockdep_path(safe, unsafe, path, PATH_MAX_CLASSES);
	while (nr-- > 1)
		report_edge(nr, path[nr - 1], path[nr]);
	report_end();
}

void lockdep_report_held(const char *what)
{
	if (report_begin(what))
		report_end();
}

void lockdep_report_limit(const char *what)
{
	if (xchg(&debug_locks, 0))
		pr_warn("lockdep: too many %s: the locking correctness validator is turned off\n", what);
}
