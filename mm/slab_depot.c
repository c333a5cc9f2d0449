// SPDX-License-Identifier: MIT
/*
 * mm/slab_depot.c - a cache's free objects that no CPU has room for: batches of them, for each node
 *
 * Terms      batch: s->batch marked objects of one node (mm/slab_batch.c). Depot: a node's stack of batches.
 * Locking    depot->lock, interrupts off, covers a depot; drain_mutex the array through which batches go back
 *            to their slabs. Order: docs/locking.md.
 * Row B6.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/topology.h>
#include "mm/slab_batch.h"
#include "mm/verify.h"

struct slab_depot {
	spinlock_t lock;
	/* lock held: */
	struct batch full;		/* the one put last; if there are any, which nr_full says */
	unsigned int nr_full;
	unsigned int lowest;		/* that nr_full was since the last trim */
	unsigned int limit;		/* of nr_full */
} ____cacheline_aligned;

/* ---- a depot ---- */

static void depot_set_locked(struct slab_depot *depot, const struct batch *full, unsigned int nr)
{
	depot->full = *full;
	WRITE_ONCE(depot->nr_full, nr);
	WRITE_ONCE(depot->lowest, min(depot->lowest, nr));
}

/* A batch's objects; 0: there is none, or nothing of it could be read. */
static unsigned int depot_take(struct kmem_cache *s, struct slab_depot *depot, void **objects)
{
	enum batch_state state;
	struct batch batch, next;
	unsigned long flags;
	unsigned int nr;

	if (!READ_ONCE(depot->nr_full))
		return 0;
	spin_lock_irqsave(&depot->lock, flags);
	nr = depot->nr_full;
	if (nr) {
		batch = depot->full;
		state = batch_next(s, &batch, objects, &next);
		depot_set_locked(depot, &next, likely(state != BATCH_LOST) ? nr - 1 : 0);
	}
	spin_unlock_irqrestore(&depot->lock, flags);
	if (unlikely(!nr))
		return 0;
	if (unlikely(state == BATCH_LOST)) {
		batch_lost(s, batch.head[0], (unsigned long)nr * s->batch - 1);
		return 0;
	}
	return batch_take(s, &batch, objects, state);
}

unsigned int depot_get(struct kmem_cache *s, void **objects)
{
	return depot_take(s, &s->depot[numa_mem_id()], objects);
}

bool depot_put(struct kmem_cache *s, void **objects)
{
	struct slab_depot *depot = &s->depot[numa_mem_id()];
	unsigned long flags;
	struct batch batch;

	if (READ_ONCE(depot->nr_full) >= depot->limit || !batch_make(s, objects, &batch))
		return false;
	spin_lock_irqsave(&depot->lock, flags);
	batch_link(s, &batch, objects, &depot->full);
	depot_set_locked(depot, &batch, depot->nr_full + 1);
	spin_unlock_irqrestore(&depot->lock, flags);
	slab_trim_kick();
	return true;
}

/* ---- back to the slabs ---- */

static DEFINE_MUTEX(drain_mutex);
/* drain_mutex held: */
static void *drained[SLAB_BATCH_ROOM];

/* Up to @nr batches of @depot. */
static void depot_drain(struct kmem_cache *s, struct slab_depot *depot, unsigned int nr)
{
	mutex_lock(&drain_mutex);
	while (nr-- && READ_ONCE(depot->nr_full)) {
		unsigned int got = depot_take(s, depot, drained);

		if (got)
			slab_design->give(s, drained, got);
	}
	mutex_unlock(&drain_mutex);
}

void depots_drain(struct kmem_cache *s)
{
	for (unsigned int nid = 0; s->depot && nid < nr_node_ids; nid++)
		depot_drain(s, &s->depot[nid], UINT_MAX);
}

static void depot_trim(struct kmem_cache *s, struct slab_depot *depot)
{
	unsigned long flags;

	depot_drain(s, depot, READ_ONCE(depot->lowest));
	spin_lock_irqsave(&depot->lock, flags);
	WRITE_ONCE(depot->lowest, depot->nr_full);
	spin_unlock_irqrestore(&depot->lock, flags);
}

void depots_trim(struct kmem_cache *s)
{
	for (unsigned int nid = 0; s->depot && nid < nr_node_ids; nid++)
		depot_trim(s, &s->depot[nid]);
}

unsigned long depots_batches(const struct kmem_cache *s)
{
	unsigned long nr = 0;

	for (unsigned int nid = 0; s->depot && nid < nr_node_ids; nid++)
		nr += READ_ONCE(s->depot[nid].nr_full);
	return nr;
}

/* ---- invariants ---- */

/* Return: is @next the one below? */
static bool batch_verify(struct kmem_cache *s, const struct batch *batch, unsigned int nid, struct batch *next,
			 struct verify_report *report)
{
	static void *objects[SLAB_BATCH_ROOM];		/* verify_mutex covers it */
	enum batch_state state = batch_next(s, batch, objects, next);
	unsigned int nr = batch_look(s, batch, objects, state);

	if (nr < s->batch)
		verify_violation(report, "cache %s: node %u: object %px was written to while it was free",
				 s->name, nid, batch_written(s, objects, nr));
	for (unsigned int i = 0; i < nr; i++)
		slab_object_verify(s, objects[i], "node", nid, report);
	return state != BATCH_LOST;
}

void depots_verify(struct kmem_cache *s, struct verify_report *report)
{
	for (unsigned int nid = 0; s->depot && nid < nr_node_ids; nid++) {
		unsigned int left = s->depot[nid].nr_full;
		struct batch batch = s->depot[nid].full, next;

		for (; left && batch_verify(s, &batch, nid, &next, report); left--)
			batch = next;
		if (left)
			verify_violation(report, "cache %s: node %u: %u batches below it cannot be found", s->name, nid,
					 left - 1);
	}
}

/* ---- a cache's ---- */

size_t depots_bytes(void)
{
	return nr_node_ids * sizeof(struct slab_depot);
}

void depots_open(struct kmem_cache *s)
{
	unsigned long end = (unsigned long)s->design + slab_design->cache_bytes();
	unsigned long bytes = (totalram_pages() << PAGE_SHIFT) / 32;

	batch_open(s);
	s->depot = (struct slab_depot *)ALIGN(end, __alignof__(struct slab_depot));
	for (unsigned int nid = 0; nid < nr_node_ids; nid++) {
		spin_lock_init(&s->depot[nid].lock);
		s->depot[nid].limit = bytes / ((unsigned long)s->size * s->batch);
	}
}
