// SPDX-License-Identifier: MIT
/*
 * mm/slab_trim.c - the thread "slab_trim": batches that no CPU has asked a depot for go back to their slabs
 *
 * It sleeps until a depot gets something, and then looks every TRIM_INTERVAL until all are empty. A
 * depot notes the lowest number of batches that it had since the last look: so many were not
 * needed. So a workload that keeps freeing and allocating keeps its batches, and what a burst has
 * left behind is slab memory again after two looks. Then the design looks at its empty slabs
 * (slab_ops.reap).
 *
 * Sleep and wake  who puts a batch stores it, and reads trim_idle after the depot's lock; the thread
 *            sets trim_idle, full barrier, and looks at the depots once more before it sleeps. Whoever
 *            comes second sees the other's store, since slab_trim_kick() has a full barrier too.
 */
#include <linux/mm.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include "init/calls.h"
#include "mm/slab.h"

#define TRIM_INTERVAL	(2 * HZ)

static struct task_struct *trimmer;
static bool trim_idle;

void slab_trim_kick(void)
{
	smp_mb();
	if (likely(!READ_ONCE(trim_idle)) || !xchg(&trim_idle, false))
		return;
	wake_up_process(trimmer);
}

static void cache_trim(struct kmem_cache *s)
{
	magazine_trim(s);
	if (slab_design->reap)
		slab_design->reap(s);
}

/* Trim every depot, have empty slabs reaped. Return: is anything left in one? */
static bool depots_trim(bool look_only)
{
	struct kmem_cache *s;
	bool left = false;

	mutex_lock(&slab_mutex);
	list_for_each_entry(s, &slab_caches, list) {
		if (!look_only)
			cache_trim(s);
		left |= magazine_depot_batches(s) || (slab_design->reapable && slab_design->reapable(s));
	}
	mutex_unlock(&slab_mutex);
	return left;
}

static void wait_for_batches(void)
{
	WRITE_ONCE(trim_idle, true);
	smp_mb();
	if (depots_trim(true)) {
		WRITE_ONCE(trim_idle, false);
		return;
	}
	for (;;) {
		set_current_state(TASK_IDLE);
		if (!READ_ONCE(trim_idle))
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
}

static int trim_run(void *arg)
{
	for (;;) {
		wait_for_batches();
		do
			schedule_timeout_idle(TRIM_INTERVAL);
		while (depots_trim(false));
	}
	return 0;
}

void __init slab_trim_init(void)
{
	struct task_struct *task = kthread_create(trim_run, NULL, "slab_trim");

	if (IS_ERR(task))
		panic("No memory for the slab layer's thread");
	trimmer = task;
	wake_up_process(task);
}
