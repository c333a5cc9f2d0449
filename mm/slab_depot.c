// SPDX-License-Identifier: MIT
/*
 * mm/slab_depot.c - a cache's free objects that no CPU has room for: batches of them, for each node
 *
 * Terms      batch: s->batch marked objects of one node. Depot: a node's stack of batches.
 * Layout     A batch is an array of its objects' addresses, which lies in the first of these objects,
 *            W = s->batch_words of it in each, so it needs no memory of its own:
 *
 *	object 0	| the next batch | object 1 | ... | object W-1 |
 *	object 1	| object W   | object W+1 | ...   | object 2W-1 |
 *	object k	| object kW  | ...
 *
 *            The words are the object's first ones but for the mark: of the cache line that whoever gets
 *            the object touches anyhow. Each leads to W others, so reading waits for few lines one
 *            after the other.
 * Sum        The link in the mark of such an object is a sum of its words (less than a slab).
 *            So a write to it is noticed before it leads anywhere.
 * Container  has the array for objects with room for less than two words, and for those whose contents
 *            must stay: constructors, readers under RCU.
 * Locking    depot->lock, interrupts off, covers a depot; drain_mutex the array through which batches go back
 *            to their slabs. Order: docs/locking.md.
 * Row B6.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/init.h>
#include <linux/topology.h>
#include "mm/slab_debug.h"
#include "mm/verify.h"

/* Of 64 bytes, less the mark. */
#define NODE_WORDS_MAX	7

struct slab_depot {
	spinlock_t lock;
	/* lock held: */
	void *full;			/* the batch put last: its object 0, or its container; NULL: none */
	unsigned int nr_full;
	unsigned int lowest;		/* that nr_full was since the last trim */
	unsigned int limit;		/* of nr_full */
} ____cacheline_aligned;

/* 2 KB. */
struct batch_container {
	struct batch_container *next;
	void *objects[SLAB_BATCH_MAX];
};

static struct kmem_cache *container_cache;

/* ---- a batch in its own objects ---- */

/* What a cache's objects look like that hold addresses (nodes); constants in the usual case. */
struct node_form {
	u32 key;
	unsigned int words;
	unsigned int mark;		/* which word is the mark, and none of these */
};

static __always_inline struct node_form node_form(const struct kmem_cache *s)
{
	return (struct node_form) { s->link_key, s->batch_words, s->link_offset / sizeof(unsigned long) };
}

/* Of objects of 64 bytes, and most larger ones. */
static __always_inline struct node_form node_form_usual(const struct kmem_cache *s)
{
	return (struct node_form) { s->link_key, NODE_WORDS_MAX, 0 };
}

static __always_inline bool node_is_usual(const struct kmem_cache *s)
{
	struct node_form form = node_form(s), usual = node_form_usual(s);

	return form.words == usual.words && form.mark == usual.mark;
}

/* @sum: of all words; of the product as many bits as a link can hold, which is even. */
static __always_inline unsigned long node_mark(struct node_form form, unsigned long sum)
{
	u32 link = sum * 0x9e3779b97f4a7c15UL >> (BITS_PER_LONG - PAGE_SHIFT);

	return (unsigned long)(form.key ^ (link & ~1U)) << 32 | SLAB_MARK_LOW;
}

static __always_inline void node_write(struct node_form form, unsigned long *node, void *const *objects)
{
	unsigned long sum = 0;

	#pragma GCC unroll 7
	for (unsigned int i = 0; i < form.words; i++) {
		unsigned long word = (unsigned long)objects[i];

		node[i + (i >= form.mark)] = word;
		sum += word;
	}
	node[form.mark] = node_mark(form, sum);
}

/* Return: is it as it was written? Else @objects says nothing. @open: it is like any free object from now on. */
static __always_inline bool node_read(struct node_form form, unsigned long *node, void **objects, bool open)
{
	unsigned long sum = 0;

	if (unlikely(!virt_is_direct(node)))
		return false;
	#pragma GCC unroll 7
	for (unsigned int i = 0; i < form.words; i++) {
		unsigned long word = node[i + (i >= form.mark)];

		objects[i] = (void *)word;
		sum += word;
	}
	if (unlikely(node[form.mark] != node_mark(form, sum)))
		return false;
	if (open)
		node[form.mark] = SLAB_MARK;
	return true;
}

/* All but the first one. */
static __always_inline void nodes_write_as(struct node_form form, void **objects, unsigned int nr)
{
	void **node = objects + 1;

	for (unsigned int i = form.words; i < nr; i += form.words)
		node_write(form, *node++, objects + i);
}

/* Return: how many are as they were written, the first one, which has been read, among them. */
static __always_inline unsigned int nodes_read_as(struct node_form form, void **objects, unsigned int nr, bool open)
{
	void **node = objects + 1;

	for (unsigned int i = form.words; i < nr; i += form.words) {
		if (unlikely(!node_read(form, *node, objects + i, open)))
			break;
		node++;
	}
	return node - objects;
}

static void nodes_write(const struct kmem_cache *s, void **objects)
{
	if (likely(node_is_usual(s)))
		nodes_write_as(node_form_usual(s), objects, s->batch);
	else
		nodes_write_as(node_form(s), objects, s->batch);
}

static unsigned int nodes_read(const struct kmem_cache *s, void **objects, bool open)
{
	if (likely(node_is_usual(s) && open))
		return nodes_read_as(node_form_usual(s), objects, s->batch, true);
	return nodes_read_as(node_form(s), objects, s->batch, open);
}

/* An overwritten node is lost, and with it all objects of its batch that only it knew of. */
static void node_report(struct kmem_cache *s, void *node, unsigned int nr_lost)
{
	slab_misuse_report(SLAB_MISUSE_OVERWRITTEN, s, node);
	slab_fix(s, "%u objects, which it led to, stay out of use", nr_lost);
}

/* The objects of a batch whose first node has been read. Return: how many there are. */
static unsigned int nodes_open(struct kmem_cache *s, void **objects)
{
	unsigned int intact = nodes_read(s, objects, true), nr = s->batch;

	object_mark(s, objects[0]);
	if (likely(intact * s->batch_words == nr))
		return nr;
	nr = intact * s->batch_words;
	node_report(s, objects[intact], s->batch - nr);
	objects[intact] = objects[nr - 1];
	return nr - 1;
}

/* ---- a batch, in whatever way ---- */

/* Return: what stands for a batch of @objects in a depot; NULL: no memory for a container. */
static void *batch_make(const struct kmem_cache *s, void **objects)
{
	struct batch_container *c;

	if (s->batch_words) {
		nodes_write(s, objects);
		return objects[0];
	}
	if (!container_cache)
		return NULL;
	c = kmem_cache_alloc(container_cache, GFP_NOWAIT | __GFP_NOWARN | __GFP_NOMEMALLOC);
	if (c)
		memcpy(c->objects, objects, s->batch * sizeof(void *));
	return c;
}

/* And of @objects we don't need the first one any more, as it is the batch. */
static void batch_link(const struct kmem_cache *s, struct batch_container *batch, void **objects, void *next)
{
	if (s->batch_words) {
		objects[0] = next;
		node_write(node_form(s), (unsigned long *)batch, objects);
	} else {
		batch->next = next;
	}
}

/* Return: is it known what is @next? */
static bool batch_unlink(const struct kmem_cache *s, struct batch_container *batch, void **objects, void **next)
{
	if (!s->batch_words) {
		*next = batch->next;
		return true;
	}
	if (!node_read(node_form(s), (unsigned long *)batch, objects, false))
		return false;
	*next = objects[0];
	objects[0] = batch;
	return true;
}

/* After batch_unlink(). Return: how many objects there are. */
static unsigned int batch_open(struct kmem_cache *s, struct batch_container *batch, void **objects)
{
	if (s->batch_words)
		return nodes_open(s, objects);
	memcpy(objects, batch->objects, s->batch * sizeof(void *));
	kmem_cache_free(container_cache, batch);
	return s->batch;
}

/* ---- a depot ---- */

static void depot_set_locked(struct slab_depot *depot, void *full, unsigned int nr)
{
	WRITE_ONCE(depot->full, full);
	WRITE_ONCE(depot->nr_full, nr);
	WRITE_ONCE(depot->lowest, min(depot->lowest, nr));
}

/* A batch's objects; 0: there is none, or nothing of it could be read. */
static unsigned int depot_take(struct kmem_cache *s, struct slab_depot *depot, void **objects)
{
	unsigned int nr_lost = 0;
	void *batch, *next = NULL;
	unsigned long flags;

	if (!READ_ONCE(depot->full))
		return 0;
	spin_lock_irqsave(&depot->lock, flags);
	batch = depot->full;
	if (batch && unlikely(!batch_unlink(s, batch, objects, &next)))
		nr_lost = depot->nr_full;
	if (batch)
		depot_set_locked(depot, next, depot->nr_full - (nr_lost ?: 1));
	spin_unlock_irqrestore(&depot->lock, flags);
	if (batch && likely(!nr_lost))
		return batch_open(s, batch, objects);
	if (nr_lost)
		node_report(s, batch, nr_lost * s->batch);
	return 0;
}

unsigned int depot_get(struct kmem_cache *s, void **objects)
{
	return depot_take(s, &s->depot[numa_mem_id()], objects);
}

bool depot_put(struct kmem_cache *s, void **objects)
{
	struct slab_depot *depot = &s->depot[numa_mem_id()];
	unsigned long flags;
	void *batch;

	if (READ_ONCE(depot->nr_full) >= depot->limit)
		return false;
	batch = batch_make(s, objects);
	if (!batch)
		return false;
	spin_lock_irqsave(&depot->lock, flags);
	batch_link(s, batch, objects, depot->full);
	depot_set_locked(depot, batch, depot->nr_full + 1);
	spin_unlock_irqrestore(&depot->lock, flags);
	slab_trim_kick();
	return true;
}

/* ---- back to the slabs ---- */

static DEFINE_MUTEX(drain_mutex);
/* drain_mutex held: */
static void *drained[SLAB_BATCH_MAX];

/* Up to @nr batches of @depot. */
static void depot_drain(struct kmem_cache *s, struct slab_depot *depot, unsigned int nr)
{
	mutex_lock(&drain_mutex);
	while (nr-- && READ_ONCE(depot->full)) {
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

/* The objects of @batch, as many as can be read. Return: their number. */
static unsigned int batch_look(struct kmem_cache *s, struct batch_container *batch, void **objects, void **next)
{
	bool intact = batch_unlink(s, batch, objects, next);

	if (!s->batch_words) {
		memcpy(objects, batch->objects, s->batch * sizeof(void *));
		return s->batch;
	}
	objects[0] = batch;
	return intact ? nodes_read(s, objects, false) * s->batch_words : 0;
}

/* Return: the next batch, or NULL. */
static void *batch_verify(struct kmem_cache *s, void *batch, unsigned int nid, struct verify_report *report)
{
	static void *objects[SLAB_BATCH_MAX];		/* verify_mutex covers it */
	void *next = NULL;
	unsigned int nr = batch_look(s, batch, objects, &next);

	if (nr < s->batch)
		verify_violation(report, "cache %s: node %u: object %px was written to while it was free",
				 s->name, nid, objects[nr / s->batch_words]);
	for (unsigned int i = 0; i < nr; i++)
		slab_object_verify(s, objects[i], "node", nid, report);
	return next;
}

void depots_verify(struct kmem_cache *s, struct verify_report *report)
{
	for (unsigned int nid = 0; s->depot && nid < nr_node_ids; nid++) {
		const struct slab_depot *depot = &s->depot[nid];
		unsigned int left = depot->nr_full;
		void *batch = depot->full;

		for (; batch && left; left--)
			batch = batch_verify(s, batch, nid, report);
		if (batch || left)
			verify_violation(report, "cache %s: node %u: %u batches are counted, its depot has %s", s->name,
					 nid, depot->nr_full, left ? "fewer" : "more");
	}
}

/* ---- a cache's ---- */

size_t depots_bytes(void)
{
	return nr_node_ids * sizeof(struct slab_depot);
}

static unsigned int batch_words(const struct kmem_cache *s)
{
	unsigned int words = min_t(unsigned int, s->size / sizeof(unsigned long) - 1, NODE_WORDS_MAX);

	if (words < 2 || s->ctor || s->old || (s->flags & SLAB_TYPESAFE_BY_RCU))
		return 0;
	return min(words, s->batch);
}

void depots_open(struct kmem_cache *s)
{
	unsigned long end = (unsigned long)s->design + slab_design->cache_bytes();
	unsigned long bytes = (totalram_pages() << PAGE_SHIFT) / 32;

	s->batch_words = batch_words(s);
	if (s->batch_words)
		s->batch -= s->batch % s->batch_words;
	s->depot = (struct slab_depot *)ALIGN(end, __alignof__(struct slab_depot));
	for (unsigned int nid = 0; nid < nr_node_ids; nid++) {
		spin_lock_init(&s->depot[nid].lock);
		s->depot[nid].limit = bytes / ((unsigned long)s->size * s->batch);
	}
}

void __init depots_init(void)
{
	container_cache = slab_cache_make_early("slab_batch", sizeof(struct batch_container), 0,
						SLAB_NO_USER_FLAGS | SLAB_NOLEAKTRACE);
}
