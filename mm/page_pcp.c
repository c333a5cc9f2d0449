// SPDX-License-Identifier: MIT
/*
 * mm/page_pcp.c - a CPU's own free blocks of a zone, so that most requests need no lock
 *
 *	              hot                                            cold
 *	pop, push  ->  stack, by order and type  <-half of it->  list  ->  the zone, a batch
 *	              one restartable step          this CPU held         zone->lock
 *
 * Terms      batch: frames that move to or from the zone at a time, under one taking of its lock;
 *            high: the most that a CPU keeps. Class: zone and migrate type in one byte of struct page,
 *            which leads to the stack that a freed page goes to.
 * Invariants P1 count equals the frames on the lists, without the stacks. P2 a block here has count
 *            0, no flags, alloc_order of its order, and is not in NR_FREE_PAGES. P3 when a stack
 *            has just spilled, lists and stacks together hold at most high frames, or a batch less
 *            than before.
 *            P4 a page in use whose class is not 0 is a single one, of that class's zone, in a
 *            pageblock of that type.
 * Locking    a stack's own steps: <linux/percpu_stack.h>. Lists, and stacks as plain memory: who
 *            holds the CPU, with interrupts off, has its sets to himself; zone->lock is taken inside.
 *            Another CPU's sets are reached by on_each_cpu().
 * Linux      6.1 has lists alone and a spin lock in each set; sizes are chosen as there: batch is a
 *            thousandth of the zone, at most 1 MB, quartered and cut to 2^n - 1; high is the zone's
 *            low mark shared among the node's CPUs, at least four batches.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <linux/log2.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/topology.h>
#include "mm/page_buddy.h"
#include "mm/page_debug.h"
#include "mm/page_fast.h"
#include "mm/page_pcp.h"
#include "mm/page_watermark.h"

/* Slots of a stack: two batches. */
static unsigned int stack_cap(struct zone *zone, unsigned int order)
{
	return max(2 * READ_ONCE(zone->pageset_batch) >> order, 1);
}

/* Until a zone has its own, and for class 0: never a page in it, never room for one. */
DEFINE_PER_CPU(struct percpu_stack, pcp_no_stack);

struct percpu_stack __percpu *pcp_class_stacks[PCP_NR_CLASSES] = {
	[0 ... PCP_NR_CLASSES - 1] = &pcp_no_stack,
};

/* ---- sizes ---- */

static int zone_batch(struct zone *zone)
{
	unsigned long batch = min(zone_managed_pages(zone) >> 10, (1UL << 20) / PAGE_SIZE) / 4;

	batch = max(batch, 1UL);
	return max(rounddown_pow_of_two(batch + batch / 2) - 1, 1UL);
}

static int zone_high(struct zone *zone, int batch)
{
	unsigned long total = low_wmark_pages(zone);
	unsigned int nr_cpus = cpumask_weight(cpumask_of_node(zone_to_nid(zone)));

	if (percpu_pagelist_high_fraction)
		total = zone_managed_pages(zone) / percpu_pagelist_high_fraction;
	return max_t(unsigned long, total / (nr_cpus ? nr_cpus : num_online_cpus()), 4UL * batch);
}

void pcp_zone_setup(struct zone *zone)
{
	int batch = zone_batch(zone), high = zone_high(zone, batch);
	unsigned int cpu;

	WRITE_ONCE(zone->pageset_batch, batch);
	WRITE_ONCE(zone->pageset_high, high);
	if (!zone->per_cpu_pageset)
		return;
	for_each_possible_cpu(cpu) {
		struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);

		WRITE_ONCE(pcp->batch, batch);
		WRITE_ONCE(pcp->high, high);
	}
}

/* ---- boot ---- */

void pcp_zone_early(struct zone *zone)
{
	for (int i = 0; i < NR_PCP_LISTS; i++)
		zone->pcp_stacks[i] = &pcp_no_stack;
}

static struct percpu_stack __percpu *stack_new(unsigned int cap, unsigned int class)
{
	struct percpu_stack __percpu *stack = __alloc_percpu(percpu_stack_bytes(cap), SMP_CACHE_BYTES);
	unsigned int cpu;

	if (!stack)
		panic("No memory for the per-CPU page lists");
	for_each_possible_cpu(cpu) {
		per_cpu_ptr(stack, cpu)->cap = cap;
		per_cpu_ptr(stack, cpu)->tag = class;
	}
	return stack;
}

static unsigned int page_class(const struct zone *zone, unsigned int order, int type)
{
	return zone->pcp_class && !order ? zone->pcp_class + type : 0;
}

static void page_set_class(const struct zone *zone, struct page *page, unsigned int order, int type)
{
	WRITE_ONCE(page->pcp_class, page_class(zone, order, type));
}

static void __init zone_init(struct zone *zone, unsigned int first_class)
{
	struct per_cpu_pages __percpu *pcps = alloc_percpu(struct per_cpu_pages);
	unsigned int cpu;

	if (!pcps)
		panic("No memory for the per-CPU page lists of zone %s", zone->name);
	for_each_possible_cpu(cpu)
		for (int i = 0; i < NR_PCP_LISTS; i++)
			INIT_LIST_HEAD(&per_cpu_ptr(pcps, cpu)->lists[i]);
	zone->per_cpu_pageset = pcps;
	pcp_zone_setup(zone);
	if (first_class + MIGRATE_PCPTYPES <= PCP_NR_CLASSES)
		zone->pcp_class = first_class;
	for (unsigned int order = 0; order < NR_PCP_ORDERS; order++)
		for (int type = 0; type < MIGRATE_PCPTYPES; type++)
			zone->pcp_stacks[pcp_list_index(order, type)] =
				stack_new(stack_cap(zone, order), page_class(zone, order, type));
	if (!zone->pcp_class)
		return;		/* its pages stay in class 0, and go by the slow path */
	for (int type = 0; type < MIGRATE_PCPTYPES; type++)
		pcp_class_stacks[first_class + type] = zone->pcp_stacks[pcp_list_index(0, type)];
}

void __init pcp_init(void)
{
	unsigned int class = 1;
	struct zone *zone;

	for_each_populated_zone(zone) {
		if (page_debug_on)
			break;		/* each block is to pass mm/page_debug.h's functions */
		zone_init(zone, class);
		class += MIGRATE_PCPTYPES;
	}
	page_fast_init();
}

/* ---- moving blocks; _held: the caller holds the CPU with interrupts off ---- */

static __always_inline struct percpu_stack *stack_held(struct zone *zone, unsigned int i)
{
	return this_cpu_ptr(zone->pcp_stacks[i]);
}

static void list_put_held(struct per_cpu_pages *pcp, struct list_head *list, struct page *page,
			  unsigned int order)
{
	list_add(&page->lru, list);
	WRITE_ONCE(pcp->count, pcp->count + (1 << order));
}

static void list_take_held(struct per_cpu_pages *pcp, struct page *page, unsigned int order)
{
	list_del(&page->lru);
	WRITE_ONCE(pcp->count, pcp->count - (1 << order));
}

/* The colder half of a full stack to the hot end of its list. */
static void stack_spill_held(struct per_cpu_pages *pcp, struct percpu_stack *s, struct list_head *list,
			     unsigned int order)
{
	unsigned int all = percpu_stack_nr(s), nr = (all + 1) / 2;

	for (unsigned int i = 0; i < nr; i++)
		list_put_held(pcp, list, s->slot[i], order);
	memmove(s->slot, s->slot + nr, (all - nr) * sizeof(s->slot[0]));
	percpu_stack_set_nr(s, all - nr);
}

/* Of the list's hot end as much as fills half of an empty stack, in the list's order. */
static void stack_fill_held(struct per_cpu_pages *pcp, struct percpu_stack *s, struct list_head *list,
			    unsigned int order)
{
	unsigned int nr = 0, most = (s->cap + 1) / 2;

	while (nr < most && !list_empty(list)) {
		struct page *page = list_first_entry(list, struct page, lru);

		list_take_held(pcp, page, order);
		s->slot[nr++] = page;
	}
	for (unsigned int i = 0; i < nr / 2; i++)
		swap(s->slot[i], s->slot[nr - 1 - i]);
	percpu_stack_set_nr(s, nr);
}

/*
 * Up to @nr_blocks from the zone: one for the caller, the others to the empty stack so that they leave
 * it in the order in which the zone gave them, by rising address more often than not.
 */
static struct page *stack_refill_held(struct zone *zone, struct percpu_stack *s, unsigned int order,
				      int type, unsigned int nr_blocks, unsigned int alloc_flags)
{
	struct per_cpu_pages *pcp = this_cpu_ptr(zone->per_cpu_pageset);
	unsigned int nr = 0, most = min(nr_blocks - 1, s->cap);
	struct page *first, *page;

	alloc_flags &= ~ALLOC_HARDER;	/* what is set aside is not for lists */
	spin_lock(&zone->lock);
	first = page = buddy_alloc_locked(zone, order, type, alloc_flags);
	while (page) {
		page->alloc_order = order;
		page_set_class(zone, page, order, pcp_block_type(zone, page));
		WRITE_ONCE(pcp->nr_refilled, pcp->nr_refilled + (1UL << order));
		if (page != first)
			s->slot[most - nr++ - 1] = page;
		page = nr < most ? buddy_alloc_locked(zone, order, type, alloc_flags) : NULL;
	}
	spin_unlock(&zone->lock);
	if (unlikely(nr < most))
		memmove(s->slot, s->slot + most - nr, nr * sizeof(s->slot[0]));
	percpu_stack_set_nr(s, nr);
	return first;
}

static void stack_count_pop(struct percpu_stack *s)
{
	WRITE_ONCE(s->state, s->state + PERCPU_STACK_POP + PERCPU_STACK_PUSH);
}

static unsigned int total_held(struct zone *zone, const struct per_cpu_pages *pcp)
{
	unsigned int total = pcp->count;

	for (unsigned int i = 0; i < NR_PCP_LISTS; i++)
		total += percpu_stack_nr(stack_held(zone, i)) << i / MIGRATE_PCPTYPES;
	return total;
}

/* The coldest block of one order and type; NULL if this CPU has none. */
static struct page *take_coldest_held(struct zone *zone, struct per_cpu_pages *pcp, unsigned int i)
{
	struct percpu_stack *s = stack_held(zone, i);
	unsigned int nr = percpu_stack_nr(s);
	struct page *page;

	if (!list_empty(&pcp->lists[i])) {
		page = list_last_entry(&pcp->lists[i], struct page, lru);
		list_take_held(pcp, page, i / MIGRATE_PCPTYPES);
		return page;
	}
	if (!nr)
		return NULL;
	page = s->slot[0];
	memmove(s->slot, s->slot + 1, (nr - 1) * sizeof(s->slot[0]));
	percpu_stack_set_nr(s, nr - 1);
	return page;
}

/*
 * @nr_pages frames, cold ones first, to the zone: from each list in turn, so that none is drained
 * alone.
 */
static void trim_held(struct zone *zone, struct per_cpu_pages *pcp, int nr_pages)
{
	unsigned int i = 0, idle = 0;

	spin_lock(&zone->lock);
	for (; nr_pages > 0 && idle < NR_PCP_LISTS; i = (i + 1) % NR_PCP_LISTS) {
		struct page *page = take_coldest_held(zone, pcp, i);

		idle = page ? 0 : idle + 1;
		if (!page)
			continue;
		nr_pages -= 1 << i / MIGRATE_PCPTYPES;
		WRITE_ONCE(pcp->nr_drained, pcp->nr_drained + (1UL << i / MIGRATE_PCPTYPES));
		buddy_free_locked(zone, page, i / MIGRATE_PCPTYPES);
	}
	spin_unlock(&zone->lock);
}

/* Freed in a row and nothing taken: the batches that go back double, as far as high allows. */
static void trim_if_high_held(struct zone *zone, struct per_cpu_pages *pcp)
{
	int high = READ_ONCE(pcp->high), batch = READ_ONCE(pcp->batch), most = high - batch;

	if ((int)total_held(zone, pcp) <= high)
		return;
	batch = clamp(batch << pcp->free_factor, READ_ONCE(pcp->batch), max(most, batch));
	if (batch < most)
		pcp->free_factor++;
	trim_held(zone, pcp, batch);
}

/* ---- slow paths ---- */

/* From the stack, the list or the zone; counted as if it had been popped. */
static struct page *alloc_held(struct zone *zone, unsigned int order, int type, unsigned int nr_blocks,
			       unsigned int alloc_flags)
{
	struct per_cpu_pages *pcp = this_cpu_ptr(zone->per_cpu_pageset);
	unsigned int i = pcp_list_index(order, type);
	struct percpu_stack *s = stack_held(zone, i);
	struct page *page;

	pcp->free_factor /= 2;
	if (!percpu_stack_nr(s))
		stack_fill_held(pcp, s, &pcp->lists[i], order);
	if (percpu_stack_nr(s)) {
		page = s->slot[percpu_stack_nr(s) - 1];
		WRITE_ONCE(s->state, s->state + PERCPU_STACK_POP);
		return page;
	}
	page = stack_refill_held(zone, s, order, type, nr_blocks, alloc_flags);
	if (page)
		stack_count_pop(s);
	return page;
}

struct page *pcp_alloc_slow(struct zone *zone, unsigned int order, int migratetype,
			    unsigned int nr_blocks, unsigned int alloc_flags)
{
	unsigned long flags;
	struct page *page;

	local_irq_save(flags);
	page = alloc_held(zone, order, migratetype, nr_blocks, alloc_flags);
	local_irq_restore(flags);
	return page;
}

struct page *pcp_alloc_cold(struct zone *zone, unsigned int order, int migratetype,
			    unsigned int nr_blocks, unsigned int alloc_flags)
{
	unsigned int i = pcp_list_index(order, migratetype);
	unsigned long flags;
	struct page *page;

	local_irq_save(flags);
	page = take_coldest_held(zone, this_cpu_ptr(zone->per_cpu_pageset), i);
	if (page)
		stack_count_pop(stack_held(zone, i));
	else
		page = alloc_held(zone, order, migratetype, nr_blocks, alloc_flags);
	local_irq_restore(flags);
	return page;
}

/* Up to @nr of what the stack has, the hottest first; counted as pops. */
static unsigned int stack_take_held(struct percpu_stack *s, struct page **pages, unsigned int nr)
{
	unsigned int all = percpu_stack_nr(s);

	nr = min(nr, all);
	for (unsigned int i = 0; i < nr; i++)
		pages[i] = s->slot[all - 1 - i];
	WRITE_ONCE(s->state, s->state + nr * PERCPU_STACK_POP);
	return nr;
}

unsigned int pcp_alloc_bulk(struct zone *zone, int migratetype, struct page **pages,
			    unsigned int nr, unsigned int alloc_flags)
{
	struct percpu_stack *s;
	unsigned long flags;
	unsigned int got;

	local_irq_save(flags);
	s = stack_held(zone, pcp_list_index(0, migratetype));
	got = stack_take_held(s, pages, nr);
	while (got < nr) {
		pages[got] = alloc_held(zone, 0, migratetype, READ_ONCE(zone->pageset_batch), alloc_flags);
		if (!pages[got])
			break;
		got++;
		got += stack_take_held(s, pages + got, nr - got);
	}
	local_irq_restore(flags);
	return got;
}

void pcp_free_held(struct zone *zone, struct page *page, unsigned int order, bool cold)
{
	struct per_cpu_pages *pcp = this_cpu_ptr(zone->per_cpu_pageset);
	int type = pcp_block_type(zone, page);
	unsigned int i = pcp_list_index(order, type);
	struct percpu_stack *s = stack_held(zone, i);

	page->alloc_order = order;
	page_set_class(zone, page, order, type);
	if (cold) {
		list_put_held(pcp, &pcp->lists[i], page, order);
		list_rotate_left(&pcp->lists[i]);
		trim_if_high_held(zone, pcp);
		return;
	}
	if (percpu_stack_nr(s) == s->cap) {
		stack_spill_held(pcp, s, &pcp->lists[i], order);
		trim_if_high_held(zone, pcp);
	}
	s->slot[percpu_stack_nr(s)] = page;
	WRITE_ONCE(s->state, s->state + PERCPU_STACK_PUSH);
}

/* ---- draining ---- */

void drain_local_pages(struct zone *only)
{
	unsigned long flags;
	struct zone *zone;

	for_each_populated_zone(zone) {
		if ((only && zone != only) || !zone->per_cpu_pageset)
			continue;
		local_irq_save(flags);
		trim_held(zone, this_cpu_ptr(zone->per_cpu_pageset), INT_MAX);
		local_irq_restore(flags);
	}
}
EXPORT_SYMBOL_GPL(drain_local_pages);

static void drain_on_cpu(void *zone)
{
	drain_local_pages(zone);
}

void drain_all_pages(struct zone *zone)
{
	on_each_cpu(drain_on_cpu, zone, 1);
}
EXPORT_SYMBOL_GPL(drain_all_pages);

/* ---- counts ---- */

unsigned long pcp_nr_cpu(struct zone *zone, unsigned int cpu)
{
	unsigned long nr_pages;

	if (!zone->per_cpu_pageset)
		return 0;
	nr_pages = READ_ONCE(per_cpu_ptr(zone->per_cpu_pageset, cpu)->count);
	for (unsigned int i = 0; i < NR_PCP_LISTS; i++)
		nr_pages += (unsigned long)percpu_stack_nr(per_cpu_ptr(zone->pcp_stacks[i], cpu))
			    << i / MIGRATE_PCPTYPES;
	return nr_pages;
}

unsigned long pcp_nr_local(struct zone *zone)
{
	return pcp_nr_cpu(zone, raw_smp_processor_id());
}

unsigned long pcp_nr_pages(struct zone *zone)
{
	unsigned long nr_pages = 0;
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		nr_pages += pcp_nr_cpu(zone, cpu);
	return nr_pages;
}

/* What came in, by a refill or a free, is what went out and what is there. */
static void traffic_add_cpu(struct zone *zone, unsigned int cpu, unsigned long *nr_alloc,
			    unsigned long *nr_free)
{
	const struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);
	unsigned long nr_popped = 0;

	for (unsigned int i = 0; i < NR_PCP_LISTS; i++)
		nr_popped += percpu_stack_pops(per_cpu_ptr(zone->pcp_stacks[i], cpu)) << i / MIGRATE_PCPTYPES;
	*nr_alloc += nr_popped;
	*nr_free += nr_popped + READ_ONCE(pcp->nr_drained) + pcp_nr_cpu(zone, cpu) -
		    READ_ONCE(pcp->nr_refilled);
}

void pcp_traffic(struct zone *zone, unsigned long *nr_alloc, unsigned long *nr_free)
{
	unsigned int cpu;

	*nr_alloc = *nr_free = 0;
	if (!zone->per_cpu_pageset)
		return;
	for_each_possible_cpu(cpu)
		traffic_add_cpu(zone, cpu, nr_alloc, nr_free);
}

void pcp_requests(struct zone *zone, unsigned long *all, unsigned long *far)
{
	unsigned int cpu;

	*all = *far = 0;
	for_each_possible_cpu(cpu) {
		unsigned long nr = 0;

		for (unsigned int i = 0; i < NR_PCP_LISTS; i++)
			nr += percpu_stack_pops(per_cpu_ptr(zone->pcp_stacks[i], cpu));
		*all += nr;
		if (cpu_to_node(cpu) != zone->node)
			*far += nr;
	}
}
