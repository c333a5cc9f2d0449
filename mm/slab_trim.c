// SPDX-License-Identifier: MIT
/*
 * mm/slab_trim.c - the thread "slab_trim": what a cache does not need goes back to its slabs, and empty slabs to the pages
 *
 * It sleeps until a depot gets a batch or a cache a slab, or for SLEEP_MOST, and then looks every
 * TRIM_INTERVAL until nothing is left to do. A depot notes the lowest number of batches that it had since the last look: so
 * many were not needed. So a workload that keeps freeing and allocating keeps its batches, and what
 * a burst has left behind is slab memory again after two looks. Then the design looks at its empty
 * slabs (slab_ops.reap).
 *
 * Rest       a cache in none of whose magazines anything has moved from one look to the next is shrunk, once:
 *            magazines and depots, and the empty slabs that a design keeps. Otherwise a few objects in
 *            magazines would hold their slabs for as long as the machine is at rest.
 * Sleep and wake  who puts a batch stores it, and reads trim_idle after the depot's lock; the thread
 *            sets trim_idle, full barrier, and looks at the caches once more before it sleeps. Whoever
 *            comes second sees the other's store, since slab_trim_kick() has a full barrier too.
 */
#include <linux/mm.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/percpu.h>
#include <linux/percpu_stack.h>
#include <linux/sched.h>
#include "init/calls.h"
#include "mm/page_release.h"
#include "mm/slab.h"

#define TRIM_INTERVAL	(2 * HZ)
/* The last objects and pages to be freed stay with their CPU, and nobody is told. */
#define SLEEP_MOST	(60 * HZ)

static struct task_struct *trimmer;
static bool trim_idle;

void slab_trim_kick(void)
{
	smp_mb();
	if (likely(!READ_ONCE(trim_idle)) || !xchg(&trim_idle, false))
		return;
	wake_up_process(trimmer);
}

/*
 * A number that is another one when something has moved in a magazine. A CPU that does nothing but
 * put back what it took last may not be seen: it loses that one object.
 */
static unsigned long magazines_look(const struct kmem_cache *s)
{
	unsigned long sum = 1;
	unsigned int cpu;

	if (!s->magazine_own)
		return sum;
	for_each_possible_cpu(cpu) {
		const struct slab_magazine *m = per_cpu_ptr(s->magazine_own, cpu);

		sum = hash_long(sum ^ (unsigned long)READ_ONCE(m->last), BITS_PER_LONG) + READ_ONCE(m->stack.state);
	}
	return sum;
}

bool slab_cache_trim(struct kmem_cache *s)
{
	unsigned long seen = magazines_look(s);

	if (seen != s->rest_seen) {
		s->rest_seen = seen;
		s->rested = false;
		depots_trim(s);
	} else if (!s->rested) {
		slab_shrink(s);
		s->rest_seen = magazines_look(s);
		s->rested = true;
	}
	if (slab_design->reap)
		slab_design->reap(s);
	return !s->rested;
}

static bool cache_is_trimmed(const struct kmem_cache *s)
{
	return s->rested && s->rest_seen == magazines_look(s);
}

/* Look at all caches, and trim them. Return: is anything left in one? */
static bool caches_trim(bool look_only)
{
	struct kmem_cache *s;
	bool left = false;

	mutex_lock(&slab_mutex);
	list_for_each_entry(s, &slab_caches, list) {
		left |= look_only ? !cache_is_trimmed(s) : slab_cache_trim(s);
		left |= depots_batches(s) || (slab_design->reapable && slab_design->reapable(s));
	}
	mutex_unlock(&slab_mutex);
	page_release_kick();
	return left;
}

static void wait_for_kick(void)
{
	long timeout = SLEEP_MOST;

	WRITE_ONCE(trim_idle, true);
	smp_mb();
	if (caches_trim(true)) {
		WRITE_ONCE(trim_idle, false);
		return;
	}
	while (timeout) {
		set_current_state(TASK_IDLE);
		if (!READ_ONCE(trim_idle))
			break;
		timeout = schedule_timeout(timeout);
	}
	__set_current_state(TASK_RUNNING);
	WRITE_ONCE(trim_idle, false);
}

static int trim_run(void *arg)
{
	for (;;) {
		wait_for_kick();
		do
			schedule_timeout_idle(TRIM_INTERVAL);
		while (caches_trim(false));
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
