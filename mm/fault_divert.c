// SPDX-License-Identifier: MIT
/*
 * mm/fault_divert.c - while an allocation may have to fail, all of them take the slow paths
 *
 * The fast paths know nothing of failure injection: while a rule is set, they find each cache's
 * magazine and each CPU's stack of pages empty. The slow paths go on with the true ones, and ask
 * first. Rules are: a probability of failslab's or fail_page_alloc's above 0, and tasks with a
 * number in fail-nth.
 *
 * Locking    divert_mutex covers nr_tasks and the change; slab_mutex is taken inside. A task counts from
 *            fault_nth_set() until it sets 0 or ends, not until the failure, which may be anywhere.
 */
#include <linux/fault-inject.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include "init/calls.h"
#include "mm/fault.h"
#include "mm/page_fast.h"
#include "mm/slab.h"

bool fault_diverted __read_mostly;

static DEFINE_MUTEX(divert_mutex);
static unsigned int nr_tasks;		/* divert_mutex */

static void divert(bool on)
{
	struct kmem_cache *s;

	mutex_lock(&slab_mutex);
	WRITE_ONCE(fault_diverted, on);
	list_for_each_entry(s, &slab_caches, list)
		if (on)
			slab_magazine_off(s);
		else
			slab_magazine_on(s);
	page_fast_divert();
	mutex_unlock(&slab_mutex);
}

static void update_locked(void)
{
	bool on = nr_tasks || failslab_is_on() || fail_page_alloc_is_on();

	if (on != fault_diverted)
		divert(on);
}

void fault_divert_update(void)
{
	mutex_lock(&divert_mutex);
	update_locked();
	mutex_unlock(&divert_mutex);
}

static void task_count(struct task_struct *task, bool counts)
{
	if (task->fault_counted == counts)
		return;
	task->fault_counted = counts;
	mutex_lock(&divert_mutex);
	nr_tasks += counts ? 1 : -1;
	update_locked();
	mutex_unlock(&divert_mutex);
}

void fault_any_allocation(bool on)
{
	failslab.ignore_gfp_reclaim = fail_page_alloc.ignore_gfp_reclaim = !on;
	fail_page_alloc.ignore_gfp_highmem = !on;
	fail_page_alloc.min_order = on ? 0 : 1;
	failslab.attr.verbose = fail_page_alloc.attr.verbose = on ? 0 : 2;
}

struct dentry *__init fault_rules_init(struct fault_attr *attr, const char *name, char *option)
{
	if (*option)
		setup_fault_attr(attr, option);
	attr->changed = fault_divert_update;
	return fault_create_debugfs_attr(name, NULL, attr);
}

void __init fault_inject_init(void)
{
	failslab_init();
	fail_page_alloc_init();
	proc_fault_init();
	fault_divert_update();
}

void fault_nth_set(unsigned int nth)
{
	WRITE_ONCE(current->fail_nth, 0);
	task_count(current, nth != 0);
	WRITE_ONCE(current->fail_nth, nth);
}

unsigned int fault_nth_left(void)
{
	return READ_ONCE(current->fail_nth);
}

void fault_task_leave(struct task_struct *task)
{
	WRITE_ONCE(task->fail_nth, 0);
	task_count(task, false);
}
