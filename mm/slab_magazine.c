// SPDX-License-Identifier: MIT
/*
 * mm/slab_magazine.c - free objects between the callers and the slabs: a stack per CPU
 *
 *	caller <-> magazine of the CPU <-> depot of the node <-> slabs (the design)
 *	      one        restartable, no lock     a batch, one lock     many, the design's locks
 *
 * Terms      magazine: a CPU's stack of marked objects of its own node. Batch, depot: a large part of
 *            a magazine's worth of objects, and a node's stack of those (mm/slab_depot.c). Stash: a CPU's
 *            few objects of other nodes, on their way home.
 * Flow       the magazine is full: the older part of it goes to the depot as a batch. It is empty: a batch
 *            comes back; without one the design is asked. So a CPU that only frees and another that only
 *            allocates meet once a batch, and the slabs' lists are not touched. What no CPU asked the depot
 *            for within an interval goes back to the slabs (mm/slab_trim.c), as does all of it when
 *            memory is short.
 * None       a cache whose objects must be seen one by one (debugging), or a design without marks, has
 *            slab_no_magazine, which is empty and full at once: the fast paths need no test for it.
 * Locking    who holds the CPU, interrupts off, has its magazine and stash (_held).
 * Row B6.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/fault-inject.h>
#include <linux/init.h>
#include <linux/percpu.h>
#include <linux/percpu_stack.h>
#include <linux/smp.h>
#include <linux/topology.h>
#include "mm/slab.h"
#include "mm/verify.h"

#define STASH_MAX	16

/* Objects asked of the design at once when there is no batch: they pass over the stack. */
#define TAKE_MAX	32

struct slab_cpu {
	unsigned int nr_stash;
	void *stash[STASH_MAX];
};

/* The mark of what is no object. */
static unsigned long slab_no_mark;

/* The slow paths of a cache that has it for a while go on with its own magazine. */
DEFINE_PER_CPU(struct slab_magazine, slab_no_magazine) = { .last = &slab_no_mark };

struct kmem_cache slab_no_cache = { .magazine = &slab_no_magazine, .magazine_any = &slab_no_magazine };

/* ---- magazines ---- */

static struct percpu_stack *stack_here_held(struct kmem_cache *s)
{
	return &this_cpu_ptr(s->magazine_own)->stack;
}

/* A batch from the depot; false if there is none. The magazine is empty. */
static bool magazine_load_held(struct kmem_cache *s, struct percpu_stack *m)
{
	unsigned int nr = depot_get(s, m->slot);

	percpu_stack_set_nr(m, nr);
	return nr;
}

/*
 * Make room: the oldest objects go to the depot, or to their slabs. The magazine has a batch of
 * them, or more.
 */
static void magazine_unload_held(struct kmem_cache *s, struct percpu_stack *m)
{
	unsigned int has = percpu_stack_nr(m), nr = s->batch;

	if (!depot_put(s, m->slot))
		slab_design->give(s, m->slot, nr);
	memmove(m->slot, m->slot + nr, (has - nr) * sizeof(void *));
	percpu_stack_set_nr(m, has - nr);
}

/* @nr objects into this CPU's magazine; those that do not fit back to the design. */
static void magazine_fill(struct kmem_cache *s, void **objects, unsigned int nr)
{
	struct percpu_stack *m;
	unsigned long flags;
	unsigned int has, fit;

	if (!nr)
		return;
	local_irq_save(flags);
	m = stack_here_held(s);
	has = percpu_stack_nr(m);
	fit = min(nr, m->cap - has);
	memcpy(m->slot + has, objects, fit * sizeof(void *));
	percpu_stack_set_nr(m, has + fit);
	local_irq_restore(flags);
	if (fit < nr)
		slab_design->give(s, objects + fit, nr - fit);
}

static void *magazine_no_object(const struct kmem_cache *s)
{
	return (void *)&slab_no_mark - s->link_offset;
}

void *magazine_top(const struct kmem_cache *s, unsigned int cpu)
{
	void *last = READ_ONCE(per_cpu_ptr(s->magazine_own, cpu)->last);

	return READ_ONCE(*link_word(s, last)) == slab_top_mark(cpu) ? last : NULL;
}

static void *magazine_top_held(struct kmem_cache *s)
{
	void *top = magazine_top(s, smp_processor_id());

	if (top)
		object_mark(s, top);
	return top;
}

/* Counted as a pop, so that slab_trim sees that the magazine is of use. */
static void *magazine_pop_held(struct percpu_stack *m)
{
	WRITE_ONCE(m->state, m->state + PERCPU_STACK_POP);
	return m->slot[percpu_stack_nr(m)];
}

static bool magazine_push_held(struct percpu_stack *m, void *object)
{
	unsigned int nr = percpu_stack_nr(m);

	if (nr == m->cap)
		return false;
	m->slot[nr] = object;
	percpu_stack_set_nr(m, nr + 1);
	return true;
}

static void *magazine_take_here(struct kmem_cache *s, int *nid)
{
	struct percpu_stack *m;
	void *object = NULL;
	unsigned long flags;

	local_irq_save(flags);
	m = stack_here_held(s);
	object = magazine_top_held(s);
	if (!object && (percpu_stack_nr(m) || magazine_load_held(s, m)))
		object = magazine_pop_held(m);
	*nid = numa_mem_id();
	local_irq_restore(flags);
	return object;
}

void *magazine_take(struct kmem_cache *s, gfp_t gfp)
{
	void *objects[TAKE_MAX];
	unsigned int got;
	int nid;

	objects[0] = magazine_take_here(s, &nid);
	if (objects[0])
		return objects[0];
	got = slab_design->take(s, nid, gfp, objects, clamp(s->batch, 1U, (unsigned int)TAKE_MAX));
	if (!got)
		return NULL;
	magazine_fill(s, objects + 1, got - 1);
	return objects[0];
}

/* What this CPU's magazine has, batch by batch if the depot has them. */
static size_t magazine_take_here_bulk(struct kmem_cache *s, size_t nr, void **objects, int *nid)
{
	struct percpu_stack *m;
	unsigned long flags;
	size_t got = 0;

	local_irq_save(flags);
	m = stack_here_held(s);
	if (nr && (objects[0] = magazine_top_held(s)))
		got = 1;
	do {
		unsigned int has = percpu_stack_nr(m), some = min_t(size_t, has, nr - got);

		memcpy(objects + got, m->slot + has - some, some * sizeof(void *));
		percpu_stack_set_nr(m, has - some);
		got += some;
	} while (got < nr && magazine_load_held(s, m));
	*nid = numa_mem_id();
	local_irq_restore(flags);
	return got;
}

size_t magazine_take_bulk(struct kmem_cache *s, gfp_t gfp, size_t nr, void **objects)
{
	int nid;
	size_t got = magazine_take_here_bulk(s, nr, objects, &nid);

	while (got < nr) {
		unsigned int some = slab_design->take(s, nid, gfp, objects + got,
						      min_t(size_t, nr - got, UINT_MAX));

		if (!some)
			break;
		got += some;
	}
	return got;
}

void magazine_give_bulk(struct kmem_cache *s, void **objects, unsigned int nr)
{
	struct percpu_stack *m;
	unsigned long flags;
	unsigned int has;

	local_irq_save(flags);
	m = stack_here_held(s);
	has = percpu_stack_nr(m);
	if (has >= s->batch && has + nr > m->cap) {
		magazine_unload_held(s, m);
		has = percpu_stack_nr(m);
	}
	if (likely(has + nr <= m->cap)) {
		memcpy(m->slot + has, objects, nr * sizeof(void *));
		percpu_stack_set_nr(m, has + nr);
		nr = 0;
	}
	local_irq_restore(flags);
	if (nr)
		slab_design->give(s, objects, nr);
}

static void stash_flush_held(struct kmem_cache *s, struct slab_cpu *cpu)
{
	slab_design->give(s, cpu->stash, cpu->nr_stash);
	cpu->nr_stash = 0;
}

void magazine_give(struct kmem_cache *s, struct page *page, void *object)
{
	struct percpu_stack *m;
	struct slab_cpu *cpu;
	unsigned long flags;

	local_irq_save(flags);
	if (likely(page->slab_nid == numa_mem_id() || !s->cpu)) {
		m = stack_here_held(s);
		if (!magazine_push_held(m, object)) {
			magazine_unload_held(s, m);
			if (!magazine_push_held(m, object))
				slab_design->give(s, &object, 1);
		}
	} else {
		cpu = this_cpu_ptr(s->cpu);
		if (cpu->nr_stash == STASH_MAX)
			stash_flush_held(s, cpu);
		cpu->stash[cpu->nr_stash++] = object;
	}
	local_irq_restore(flags);
}

void slab_magazine_return(struct kmem_cache *s, void *object)
{
	if (!percpu_stack_push(&READ_ONCE(s->magazine_any)->stack, object))
		magazine_give(s, virt_to_head_page(object), object);
}

/* ---- all CPUs ---- */

void magazine_drain_here(void *cache)
{
	struct kmem_cache *s = cache;
	struct percpu_stack *m;
	unsigned long flags;
	void *top;

	local_irq_save(flags);
	top = magazine_top_held(s);
	if (top)
		slab_design->give(s, &top, 1);
	m = stack_here_held(s);
	slab_design->give(s, m->slot, percpu_stack_nr(m));
	percpu_stack_set_nr(m, 0);
	if (s->cpu)
		stash_flush_held(s, this_cpu_ptr(s->cpu));
	local_irq_restore(flags);
}

void magazine_drain_all(struct kmem_cache *s)
{
	if (s->magazine_own)
		on_each_cpu(magazine_drain_here, s, 1);
	depots_drain(s);
}

void slab_magazine_off(struct kmem_cache *s)
{
	WRITE_ONCE(s->magazine, arch_first_copy(&slab_no_magazine));
	WRITE_ONCE(s->magazine_far, arch_first_copy(&slab_no_magazine));
	WRITE_ONCE(s->magazine_any, &slab_no_magazine);
}

void slab_magazine_on(struct kmem_cache *s)
{
	if (!s->magazine_own)
		return;
	WRITE_ONCE(s->magazine_any, s->magazine_own);
	if (s->link_offset)
		WRITE_ONCE(s->magazine_far, arch_first_copy(s->magazine_own));
	else
		WRITE_ONCE(s->magazine, arch_first_copy(s->magazine_own));
}

/*
 * Nobody can put such an object on top meanwhile, since none of them is in use. What else the fast
 * paths of that CPU store over it is as good as what is stored here.
 */
void magazine_forget(struct kmem_cache *s, struct page *page, unsigned int order)
{
	unsigned long begin = (unsigned long)lowmem_page_address(page);
	unsigned int cpu;

	if (!s->magazine_own)
		return;
	for_each_possible_cpu(cpu) {
		struct slab_magazine *m = per_cpu_ptr(s->magazine_own, cpu);
		void *last = READ_ONCE(m->last);

		if ((unsigned long)last - begin < PAGE_SIZE << order)
			cmpxchg(&m->last, last, magazine_no_object(s));
	}
}

unsigned long magazine_objects(const struct kmem_cache *s)
{
	unsigned long nr = 0;
	unsigned int cpu;

	if (!s->magazine_own)
		return 0;
	for_each_possible_cpu(cpu) {
		const struct slab_magazine *m = per_cpu_ptr(s->magazine_own, cpu);

		nr += percpu_stack_nr(&m->stack) + (magazine_top(s, cpu) != NULL);
		if (s->cpu)
			nr += READ_ONCE(per_cpu_ptr(s->cpu, cpu)->nr_stash);
	}
	return nr + depots_batches(s) * s->batch;
}

void magazine_verify(struct kmem_cache *s, struct verify_report *report)
{
	const struct percpu_stack *m;
	unsigned int cpu;

	if (!s->magazine_own)
		return;
	for_each_possible_cpu(cpu) {
		const void *top = magazine_top(s, cpu);

		m = &per_cpu_ptr(s->magazine_own, cpu)->stack;
		if (top)
			slab_object_verify(s, top, "CPU", cpu, report);
		if (percpu_stack_nr(m) > m->cap)
			verify_violation(report, "cache %s: CPU %u has %u objects, room is for %u", s->name,
					 cpu, percpu_stack_nr(m), m->cap);
		for (unsigned int i = 0; i < min(percpu_stack_nr(m), m->cap); i++)
			slab_object_verify(s, m->slot[i], "CPU", cpu, report);
	}
}

/* ---- a cache's ---- */

static unsigned int magazine_cap(const struct kmem_cache *s)
{
	if (s->size <= 128)
		return 508;
	if (s->size <= 512)
		return 254;
	if (s->size <= 1024)
		return 62;
	return s->size <= PAGE_SIZE ? 32 : 8;
}

/*
 * What one move costs is shared by a batch of objects; what a magazine does not move keeps those who take and free
 * a few by turns from moving a batch each time. Of few objects half of them does.
 */
static unsigned int magazine_batch(unsigned int cap)
{
	return cap > 100 ? cap / 4 * 3 : cap / 2;
}

unsigned int magazine_room(const struct kmem_cache *s)
{
	return s->magazine_own ? magazine_cap(s) : 0;
}

int magazine_open(struct kmem_cache *s)
{
	unsigned int cap = magazine_cap(s), cpu;

	slab_magazine_off(s);
	if (!slab_design->magazines || (s->flags & SLAB_DEBUG_FLAGS))
		return 0;
	s->batch = magazine_batch(cap);
	s->magazine_own = __alloc_percpu(struct_size((struct slab_magazine *)NULL, stack.slot, cap), SMP_CACHE_BYTES);
	if (!s->magazine_own)
		return -ENOMEM;
	if (nr_node_ids > 1) {
		s->cpu = alloc_percpu(struct slab_cpu);
		if (!s->cpu) {
			free_percpu(s->magazine_own);
			return -ENOMEM;
		}
	}
	for_each_possible_cpu(cpu) {
		struct slab_magazine *m = per_cpu_ptr(s->magazine_own, cpu);

		m->last = magazine_no_object(s);
		m->stack.cap = cap;
	}
	depots_open(s);
	if (likely(!fault_diverted))
		slab_magazine_on(s);
	return 0;
}

void magazine_close(struct kmem_cache *s)
{
	if (s->magazine_own)
		cpu_tokens_forget_magazine(s->magazine_own);
	free_percpu(s->magazine_own);
	free_percpu(s->cpu);
}
