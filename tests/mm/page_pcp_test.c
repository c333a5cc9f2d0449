// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_pcp_test.c - suite "page_pcp": a CPU's own free pages (rows A4, A5)
 *
 * Most cases hold their CPU, so that nobody else touches its lists. `boot_options` may switch the
 * lists off (page_poison, page_owner): then there is nothing to test.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/topology.h>
#include "mm/page_buddy.h"
#include "mm/page_pcp.h"
#include "mm/page_watermark.h"
#include "tests/mm/borrowed_zone.h"
#include "tests/stops.h"

#define NR_HELD	200

static bool lists_are_on(struct kunit *test, struct zone *zone)
{
	if (zone->per_cpu_pageset && zone->pcp_class)
		return true;
	kunit_skip(test, "the machine runs without per-CPU lists");
	return false;
}

/* The zone that GFP_KERNEL prefers here. */
static struct zone *usual_zone(void)
{
	return first_zones_zonelist(node_zonelist(numa_node_id(), GFP_KERNEL), ZONE_NORMAL, NULL)->zone;
}

static void free_held(struct page **held, int nr)
{
	while (nr--)
		if (held[nr])
			__free_page(held[nr]);
}

/* What was freed last is warm: it is given out first. */
static void pcp_last_freed_comes_first(struct kunit *test)
{
	struct page *first, *second, *again[2];

	if (!lists_are_on(test, usual_zone()))
		return;
	preempt_disable();
	first = alloc_page(GFP_ATOMIC);
	second = alloc_page(GFP_ATOMIC);
	__free_page(first);
	__free_page(second);
	again[0] = alloc_page(GFP_ATOMIC);
	again[1] = alloc_page(GFP_ATOMIC);
	preempt_enable();
	KUNIT_EXPECT_PTR_EQ(test, again[0], second);
	KUNIT_EXPECT_PTR_EQ(test, again[1], first);
	free_held(again, 2);
}

/*
 * What is freed at the cold end comes back for __GFP_COLD, the last one first, and for others after
 * all warm ones.
 */
static void pcp_cold_end_is_the_other_end(struct kunit *test)
{
	struct page *page[3], *got[3];

	if (!lists_are_on(test, usual_zone()))
		return;
	preempt_disable();
	for (int i = 0; i < 3; i++)
		page[i] = alloc_page(GFP_ATOMIC);
	__free_page(page[0]);
	free_cold_page(page[1]);
	free_cold_page(page[2]);
	got[0] = alloc_page(GFP_ATOMIC);
	got[1] = alloc_page(GFP_ATOMIC | __GFP_COLD);
	got[2] = alloc_page(GFP_ATOMIC | __GFP_COLD);
	preempt_enable();
	KUNIT_EXPECT_PTR_EQ(test, got[0], page[0]);
	KUNIT_EXPECT_PTR_EQ(test, got[1], page[2]);
	KUNIT_EXPECT_PTR_EQ(test, got[2], page[1]);
	free_held(got, 3);
}

/* Pages on a CPU's lists are counted there, not as free; draining brings all of them to the zone. */
static void pcp_pages_are_not_free_until_drained(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned long kept, free_before, free_after, left;
	struct zone *zone;

	KUNIT_ASSERT_NOT_NULL(test, page);
	zone = page_zone(page);
	if (!lists_are_on(test, zone))
		goto out;
	preempt_disable();
	drain_local_pages(zone);
	free_before = zone_page_state(zone, NR_FREE_PAGES);
	__free_page(page);
	free_after = zone_page_state(zone, NR_FREE_PAGES);
	kept = pcp_nr_local(zone);
	drain_local_pages(zone);
	left = pcp_nr_local(zone);
	preempt_enable();
	KUNIT_EXPECT_EQ(test, free_after, free_before);
	KUNIT_EXPECT_EQ(test, kept, 1UL);
	KUNIT_EXPECT_EQ(test, left, 0UL);
	KUNIT_EXPECT_GE(test, zone_page_state(zone, NR_FREE_PAGES) + 2 * NR_HELD, free_before + 1);
	return;
out:
	__free_page(page);
}

/* However much is freed, a CPU keeps what high allows, and the stack that the last ones went to. */
static void pcp_keeps_no_more_than_high(struct kunit *test)
{
	struct zone *zone = usual_zone();
	unsigned long nr = 3 * zone->pageset_high, kept = 0, i;
	struct page **held;

	if (!lists_are_on(test, zone))
		return;
	nr = min(nr, zone_managed_pages(zone) / 4);
	held = kvcalloc(nr, sizeof(held[0]), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, held);
	for (i = 0; i < nr; i++)
		held[i] = alloc_page(GFP_KERNEL);
	preempt_disable();
	for (i = 0; i < nr; i++) {
		__free_page(held[i]);
		kept = max(kept, pcp_nr_local(zone));
	}
	preempt_enable();
	kvfree(held);
	KUNIT_EXPECT_LE(test, kept, zone->pageset_high + 2UL * zone->pageset_batch);
	KUNIT_EXPECT_GE(test, kept, min(nr, zone->pageset_high / 2UL));
}

/* More than a stack holds, taken and freed in turn: no page twice, none lost. */
static void pcp_stack_spills_and_fills(struct kunit *test)
{
	struct page **held = kunit_kzalloc(test, NR_HELD * sizeof(held[0]), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, held);
	for (int order = 0; order < NR_PCP_ORDERS; order++) {
		for (int round = 0; round < 4; round++) {
			for (int i = 0; i < NR_HELD >> order; i++) {
				held[i] = alloc_pages(GFP_KERNEL, order);
				KUNIT_ASSERT_NOT_NULL(test, held[i]);
				held[i]->private = i + 1;
			}
			for (int i = 0; i < NR_HELD >> order; i++) {
				KUNIT_EXPECT_EQ(test, held[i]->private, i + 1UL);
				held[i]->private = 0;
				__free_pages(held[i], order);
			}
		}
	}
}

/* What goes out and what comes back is counted to the page, on all ways. */
static void pcp_traffic_is_exact(struct kunit *test)
{
	unsigned long out[2], in[2];
	struct zone *zone = usual_zone();
	struct page *page[NR_PCP_ORDERS * 3];
	int nr = 0;

	if (!lists_are_on(test, zone))
		return;
	preempt_disable();
	drain_local_pages(zone);
	pcp_traffic(zone, &out[0], &in[0]);
	for (int order = 0; order < NR_PCP_ORDERS; order++)
		for (int i = 0; i < 3; i++)
			page[nr++] = alloc_pages(GFP_ATOMIC, order);
	while (nr--)
		__free_pages(page[nr], nr / 3);
	pcp_traffic(zone, &out[1], &in[1]);
	preempt_enable();
	/* Other CPUs may work meanwhile. */
	KUNIT_EXPECT_GE(test, out[1] - out[0], 3UL * 15);
	KUNIT_EXPECT_LE(test, out[1] - out[0], 3UL * 15 + 16);
	KUNIT_EXPECT_GE(test, in[1] - in[0], 3UL * 15);
	KUNIT_EXPECT_LE(test, in[1] - in[0], 3UL * 15 + 16);
}

/* A pageblock that goes to another type takes the class from its pages: the next free looks again. */
static void pcp_class_follows_pageblock(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned int before, during;
	struct page *again;
	struct zone *zone;
	int type;

	KUNIT_ASSERT_NOT_NULL(test, page);
	before = page->pcp_class;
	zone = page_zone(page);
	type = buddy_pageblock_type(zone, page_to_pfn(page));
	if (!lists_are_on(test, zone)) {
		__free_page(page);
		return;
	}
	KUNIT_EXPECT_EQ(test, before, (unsigned int)zone->pcp_class + type);
	spin_lock_irq(&zone->lock);
	pageblock_move_free_locked(zone, page_to_pfn(page), type, NULL);
	spin_unlock_irq(&zone->lock);
	during = page->pcp_class;
	KUNIT_EXPECT_EQ(test, during, 0U);
	preempt_disable();
	__free_page(page);
	again = alloc_page(GFP_ATOMIC);
	preempt_enable();
	KUNIT_ASSERT_NOT_NULL(test, again);
	KUNIT_EXPECT_PTR_EQ(test, again, page);
	KUNIT_EXPECT_EQ(test, (unsigned int)again->pcp_class, before);
	__free_page(again);
}

/* Parts of a block are single pages only when split_page() said so, and go where they belong. */
static void pcp_split_pages_have_no_class_yet(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);

	KUNIT_ASSERT_NOT_NULL(test, page);
	split_page(page, 2);
	for (int i = 0; i < 4; i++) {
		KUNIT_EXPECT_EQ(test, (unsigned int)page[i].pcp_class, 0U);
		__free_page(page + i);
	}
}

/* batch and high by 6.1's rules, for zones of several sizes with frames of 4 KB. */
static void pcp_sizes_are_those_of_linux(struct kunit *test)
{
	static const struct { unsigned long managed; int batch; } table[] = {
		{ 500, 1 }, { 3840, 1 }, { 16384, 3 }, { 61440, 15 }, { 131072, 31 }, { 262144, 63 },
		{ 1UL << 28, 63 },
	};
	struct zone *zone = kunit_kzalloc(test, sizeof(*zone), GFP_KERNEL);
	unsigned long cpus = max(cpumask_weight(cpumask_of_node(0)), 1U);

	if (PAGE_SHIFT != 12) {
		kunit_skip(test, "the table is for frames of 4 KB");
		return;
	}
	KUNIT_ASSERT_NOT_NULL(test, zone);
	zone->zone_pgdat = NODE_DATA(0);
	for (unsigned int i = 0; i < ARRAY_SIZE(table); i++) {
		unsigned long low = table[i].managed / 100;

		atomic_long_set(&zone->managed_pages, table[i].managed);
		zone->_watermark[WMARK_LOW] = low;
		pcp_zone_setup(zone);
		KUNIT_EXPECT_EQ(test, zone->pageset_batch, table[i].batch);
		KUNIT_EXPECT_EQ(test, (unsigned long)zone->pageset_high,
				max(low / cpus, 4UL * table[i].batch));
	}
}

/* above_low says at each moment what the comparison says. */
static void pcp_above_low_turns_at_the_mark(struct kunit *test)
{
	struct borrowed_zone *b;
	struct page *held[40];
	int i;

	if (nr_online_nodes > 1) {
		kunit_skip(test, "not used with several nodes");
		return;
	}
	KUNIT_ASSERT_EQ(test, borrowed_zone_init(test), 0);
	b = test->priv;
	b->zone._watermark[WMARK_LOW] = BORROWED_PAGES - 20;
	borrowed_fill(b);
	for (i = 0; i < 40; i++) {
		held[i] = borrowed_take(&b->zone, 0, MIGRATE_MOVABLE);
		KUNIT_EXPECT_EQ(test, b->zone.above_low, i + 1 < 20);
	}
	while (i--) {
		borrowed_give(&b->zone, held[i], 0);
		KUNIT_EXPECT_EQ(test, b->zone.above_low, i < 20);
	}
	borrowed_zone_exit(test);
}

/* ---- uses taken out of nothing, while their pages come and go ---- */

struct grabber {
	struct page *published;
	unsigned long grabbed;
	struct completion done;
	bool stop;
};

static int grabber_run(void *arg)
{
	struct grabber *g = arg;

	while (!READ_ONCE(g->stop)) {
		struct page *page = READ_ONCE(g->published);

		if (page && get_page_unless_zero(page)) {
			g->grabbed++;
			put_page(page);
		}
		cond_resched();
	}
	complete(&g->done);
	return 0;
}

static void pcp_last_use_races_with_get_page_unless_zero(struct kunit *test)
{
	struct grabber *g = kunit_kzalloc(test, sizeof(*g), GFP_KERNEL);
	struct task_struct *task;
	unsigned long wrong = 0;

	KUNIT_ASSERT_NOT_NULL(test, g);
	init_completion(&g->done);
	task = kthread_run(grabber_run, g, "grabber");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	for (int i = 0; i < 20000; i++) {
		struct page *page = alloc_page(GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, page);
		wrong += page_count(page) < 1 || page_count(page) > 2;
		WRITE_ONCE(g->published, page);
		if (!(i % 64))
			cond_resched();
		__free_page(page);
	}
	WRITE_ONCE(g->stop, true);
	wait_for_completion(&g->done);
	KUNIT_EXPECT_EQ(test, wrong, 0UL);
	kunit_info(test, "%lu uses taken out of nothing\n", g->grabbed);
}

/* ---- whose stack a page goes to ---- */

#define NR_SORTED	200

struct sorted {
	unsigned int cpu;
	unsigned int nr_here, nr_elsewhere, nr_wrong;	/* pages found on stacks of @cpu, of others, of another class */
	bool pinned;
	struct completion done;
};

/* Where is it now? Others may use the stacks meanwhile. */
static void page_look_up(struct sorted *s, struct zone *zone, struct page *page)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		for (int type = 0; type < MIGRATE_PCPTYPES; type++) {
			struct percpu_stack *stack = per_cpu_ptr(zone->pcp_stacks[pcp_list_index(0, type)], cpu);
			unsigned int nr = percpu_stack_nr(stack);

			if (!nr || READ_ONCE(stack->slot[nr - 1]) != page)
				continue;
			s->nr_wrong += stack->tag != page->pcp_class;
			*(cpu == s->cpu ? &s->nr_here : &s->nr_elsewhere) += 1;
		}
}

/* Types in turn, so that each page's stack is another one than the last page's. */
static int sorted_run(void *arg)
{
	struct sorted *s = arg;

	s->pinned = !stops_pin(s->cpu);
	for (int i = 0; s->pinned && i < NR_SORTED; i++) {
		struct page *page = alloc_page(GFP_ATOMIC | (i % 2 ? __GFP_MOVABLE : 0));

		if (!page)
			continue;
		__free_page(page);
		page_look_up(s, page_zone(page), page);
	}
	complete(&s->done);
	return 0;
}

static void pcp_page_goes_to_its_stack(struct kunit *test)
{
	static struct sorted s;

	if (!lists_are_on(test, usual_zone()))
		return;
	if (!stops_pin) {
		kunit_skip(test, "nobody can be kept on a processor here");
		return;
	}
	for (unsigned int cpu = 0; cpu < min(nr_cpu_ids, 2U); cpu++) {
		s = (struct sorted) { .cpu = cpu };
		init_completion(&s.done);
		KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(sorted_run, &s, "sorted")));
		wait_for_completion(&s.done);
		if (!s.pinned)
			continue;
		KUNIT_EXPECT_GT(test, s.nr_here, NR_SORTED / 2U);
		KUNIT_EXPECT_LT(test, s.nr_elsewhere, NR_SORTED / 20U);
		KUNIT_EXPECT_EQ(test, s.nr_wrong, 0U);
	}
}

static struct kunit_case pcp_cases[] = {
	KUNIT_CASE(pcp_last_freed_comes_first),
	KUNIT_CASE(pcp_cold_end_is_the_other_end),
	KUNIT_CASE(pcp_pages_are_not_free_until_drained),
	KUNIT_CASE(pcp_keeps_no_more_than_high),
	KUNIT_CASE(pcp_stack_spills_and_fills),
	KUNIT_CASE(pcp_traffic_is_exact),
	KUNIT_CASE(pcp_class_follows_pageblock),
	KUNIT_CASE(pcp_split_pages_have_no_class_yet),
	KUNIT_CASE(pcp_sizes_are_those_of_linux),
	KUNIT_CASE(pcp_above_low_turns_at_the_mark),
	KUNIT_CASE(pcp_page_goes_to_its_stack),
	KUNIT_CASE(pcp_last_use_races_with_get_page_unless_zero),
	{}
};

static struct kunit_suite pcp_suite = {
	.name = "page_pcp",
	.test_cases = pcp_cases,
};
kunit_test_suite(pcp_suite);
