// SPDX-License-Identifier: MIT
/*
 * mm/shrinker.c - asking caches for memory
 *
 * A round of priority p asks each cache for 1/2^p of its freeable objects, weighted by what they
 * cost to make again (seeks); what a cache could not do now is deferred to its next round.
 * Locking    shrinker_rwsem: read while shrinkers run, written to register and unregister. A round
 *            that finds it taken is skipped, so that registering can allocate.
 */
#include <linux/shrinker.h>
#include <linux/kernel.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/export.h>
#include <linux/stdarg.h>
#include <linux/vmstat.h>

#define SHRINK_BATCH	128

static LIST_HEAD(shrinker_list);
static DECLARE_RWSEM(shrinker_rwsem);

int register_shrinker(struct shrinker *shrinker, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	shrinker->name = kvasprintf_const(GFP_KERNEL, fmt, ap);
	va_end(ap);
	if (!shrinker->name)
		return -ENOMEM;

	atomic_long_set(&shrinker->nr_deferred, 0);
	down_write(&shrinker_rwsem);
	list_add_tail(&shrinker->list, &shrinker_list);
	shrinker->flags |= SHRINKER_REGISTERED;
	up_write(&shrinker_rwsem);
	return 0;
}
EXPORT_SYMBOL(register_shrinker);

void unregister_shrinker(struct shrinker *shrinker)
{
	if (!(shrinker->flags & SHRINKER_REGISTERED))
		return;
	down_write(&shrinker_rwsem);
	list_del(&shrinker->list);
	shrinker->flags &= ~SHRINKER_REGISTERED;
	up_write(&shrinker_rwsem);
	kfree_const(shrinker->name);
	shrinker->name = NULL;
}
EXPORT_SYMBOL(unregister_shrinker);

void synchronize_shrinkers(void)
{
	down_write(&shrinker_rwsem);
	up_write(&shrinker_rwsem);
}
EXPORT_SYMBOL(synchronize_shrinkers);

/* How many of @freeable to try in a round of this priority. */
static long shrinker_share(const struct shrinker *shrinker, long freeable, int priority)
{
	if (!shrinker->seeks)
		return freeable / 2;
	return (freeable >> priority) * 4 / shrinker->seeks;
}

static unsigned long shrinker_scan(struct shrinker *shrinker, struct shrink_control *sc, long todo,
				   long freeable)
{
	long batch = shrinker->batch ? shrinker->batch : SHRINK_BATCH;
	unsigned long freed = 0;

	while (todo >= batch || todo >= freeable) {
		unsigned long nr = min(batch, todo), got;

		sc->nr_to_scan = sc->nr_scanned = nr;
		got = nr ? shrinker->scan_objects(shrinker, sc) : SHRINK_STOP;
		if (got == SHRINK_STOP)
			break;
		freed += got;
		count_vm_events(SLABS_SCANNED, sc->nr_scanned);
		todo -= sc->nr_scanned;
		if (todo <= 0 || !sc->nr_scanned)
			break;
		cond_resched();
	}
	atomic_long_add(max(todo, 0L), &shrinker->nr_deferred);
	return freed;
}

static unsigned long shrinker_run(struct shrinker *shrinker, struct shrink_control *sc, int priority)
{
	unsigned long count = shrinker->count_objects(shrinker, sc);
	long freeable = count, todo;

	if (!count || count == SHRINK_EMPTY)
		return 0;
	todo = atomic_long_xchg(&shrinker->nr_deferred, 0) +
	       shrinker_share(shrinker, freeable, priority);
	return shrinker_scan(shrinker, sc, min(todo, 2 * freeable), freeable);
}

unsigned long shrink_slab(gfp_t gfp_mask, int nid, struct mem_cgroup *memcg, int priority)
{
	struct shrinker *shrinker;
	unsigned long freed = 0;

	if (!down_read_trylock(&shrinker_rwsem))
		return 0;
	list_for_each_entry(shrinker, &shrinker_list, list) {
		struct shrink_control sc = { .gfp_mask = gfp_mask, .nid = nid };

		freed += shrinker_run(shrinker, &sc, priority);
	}
	up_read(&shrinker_rwsem);
	return freed;
}
