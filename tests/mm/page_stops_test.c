// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_stops_test.c - suite "page_stops": the short way of single pages, stopped before each of its instructions
 *
 * As slab_stops_test.c, for mm/page_fast.h: a task takes and gives pages on one CPU, is stopped before each
 * instruction that ktest --stops names (tests/stops.h), and another task does there what could come
 * in between. No page may be given out twice, with a wrong count or be lost; nobody but its holder may
 * touch a held CPU's stacks, and nobody those of a CPU that is offline; and who waits for a
 * page to be freed hears of it. Without the option all is skipped: tests/cmd/stops.t has it.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include "mm/page_pcp.h"
#include "mm/page_stack.h"
#include "mm/page_zonelist.h"
#include "tests/mm/disturb.h"

static struct zone *zone;

static void thing_look(void *thing)
{
	struct page *page = thing;

	wrong += page_ref_count(page) != 1 || page->flags || page->private;
	page->private = 1;		/* as an owner may leave it */
}

/* ---- the interfaces ---- */

static void *single_take(void)
{
	return alloc_page(GFP_ATOMIC);
}

static void single_give(void *page)
{
	__free_page(page);
}

static void *any_take(void)
{
	return __alloc_pages(GFP_ATOMIC | __GFP_MOVABLE, 0, 0, NULL);
}

static void any_give(void *page)
{
	put_page(page);
}

/* Types in turn, so that where the last page went is the wrong stack for the next one. */
static void *mixed_take(void)
{
	static bool movable;

	movable = !movable;
	return movable ? any_take() : single_take();
}

static const struct interface interfaces[] = {
	{ "alloc_page", single_take, single_give },
	{ "__alloc_pages", any_take, any_give },
	{ "both", mixed_take, single_give },
};

/* ---- what the other task does; in any context ---- */

static void drain(void)
{
	drain_all_pages(zone);
}

static u64 before[NR_PCP_LISTS];

/* The stacks of @cpu, that nobody may use until held_compare(). */
static void held_remember(void)
{
	for (unsigned int i = 0; i < NR_PCP_LISTS; i++)
		before[i] = READ_ONCE(per_cpu_ptr(zone->pcp_stacks[i], cpu)->state);
}

static void held_compare(void)
{
	for (unsigned int i = 0; i < NR_PCP_LISTS; i++)
		touched += before[i] != READ_ONCE(per_cpu_ptr(zone->pcp_stacks[i], cpu)->state);
}

/* As who sleeps until a page is freed (mm/page_slow.c): then all that are free are on the zone's lists. */
static void wait_begin(void)
{
	__atomic_add_fetch(&page_put_watch, PAGE_PUT_WAITER, __ATOMIC_SEQ_CST);
	arch_restart_cpus();
	arch_fence_cpus();
	drain_all_pages(NULL);
}

static void wait_end(void)
{
	touched += giving && pcp_nr_cpu(zone, cpu);
	__atomic_sub_fetch(&page_put_watch, PAGE_PUT_WAITER, __ATOMIC_SEQ_CST);
}

static const struct disturbance disturbances[] = {
	{ "nothing", true, false, false, none, none },
	{ "pair", true, false, false, pair_here, none },
	{ "keep", true, false, false, keep_here, none },
	{ "give", true, false, false, give_here, none },
	{ "swap", true, false, false, swap_here, none },
	{ "hold", true, false, false, hold, none },
	{ "drain", true, false, false, drain, none },
	{ "wait", true, false, false, wait_begin, wait_end },
	{ "foreign-and-keep", true, false, true, keep_here, none },
	{ "call-keeps", false, false, false, keep_by_call, none },
	{ "call-gives", false, false, false, give_by_call, none },
	{ "drain-from-elsewhere", false, false, false, drain, none },
	{ "cpu-goes", false, false, false, offline, online },
	{ "moved", true, true, false, none, none },
	{ "moved-and-keep", true, true, false, keep_here, none },
	{ "moved-and-hold", true, true, false, hold, none },
};

/* ---- cases ---- */

static void describe(const struct disturbance *d, char *desc)
{
	strscpy(desc, d->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(disturbance, disturbances, describe);

static void page_stops_disturbed(struct kunit *test)
{
	disturbance = test->param_value;
	if (!stops_nr || !stops_nr())
		kunit_skip(test, "for tests/cmd/stops.t");
	if (!disturbance_is_possible())
		kunit_skip(test, "one CPU");
	zone = kernel_zones[0];
	cpu = nr_cpu_ids > 1;
	hits = failures = 0;
	for (interface = interfaces; interface < interfaces + ARRAY_SIZE(interfaces); interface++)
		disturb(test);
	KUNIT_EXPECT_EQ(test, failures, 0U);
	KUNIT_EXPECT_GT(test, hits, stops_nr() / 4);
	kunit_info(test, "%s: %u stops\n", disturbance->name, hits);
}

static struct kunit_case page_stops_cases[] = {
	KUNIT_CASE_PARAM(page_stops_disturbed, disturbance_gen_params),
	{ }
};

static struct kunit_suite page_stops_suite = {
	.name = "page_stops",
	.test_cases = page_stops_cases,
};

kunit_test_suite(page_stops_suite);
