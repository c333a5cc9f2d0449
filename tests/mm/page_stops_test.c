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
#include <asm-generic/arch.h>
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include "mm/page_pcp.h"
#include "mm/page_stack.h"
#include "mm/page_zonelist.h"
#include "tests/mm/verified.h"
#include "tests/stops.h"

#define KEPT	24

static struct zone *zone;
static unsigned int cpu;		/* whose home the stopped task runs on */

/* ---- what is out: touched by one of the two tasks at a time ---- */

static struct page *out[KEPT + 2], *kept[KEPT];
static unsigned int nr_out, nr_kept, wrong;

static struct page *taken(struct page *page)
{
	if (!page)
		return NULL;
	wrong += page_ref_count(page) != 1 || page->flags || page->private;
	for (unsigned int i = 0; i < nr_out; i++)
		wrong += out[i] == page;
	if (nr_out < ARRAY_SIZE(out))
		out[nr_out++] = page;
	page->private = 1;		/* as an owner may leave it */
	return page;
}

static struct page *given(struct page *page)
{
	for (unsigned int i = 0; i < nr_out; i++)
		if (out[i] == page) {
			out[i] = out[--nr_out];
			break;
		}
	return page;
}

/* ---- the interfaces ---- */

static struct page *single_take(void)
{
	return alloc_page(GFP_ATOMIC);
}

static void single_give(struct page *page)
{
	__free_page(page);
}

static struct page *any_take(void)
{
	return __alloc_pages(GFP_ATOMIC | __GFP_MOVABLE, 0, 0, NULL);
}

static void any_give(struct page *page)
{
	put_page(page);
}

/* Types in turn, so that where the last page went is the wrong stack for the next one. */
static struct page *mixed_take(void)
{
	static bool movable;

	movable = !movable;
	return movable ? any_take() : single_take();
}

static const struct interface {
	const char *name;
	struct page *(*take)(void);
	void (*give)(struct page *page);
} interfaces[] = {
	{ "alloc_page", single_take, single_give },
	{ "__alloc_pages", any_take, any_give },
	{ "both", mixed_take, single_give },
}, *interface;

/* ---- what the other task does; in any context ---- */

static void keep_one(void *unused)
{
	if (nr_kept == KEPT)
		while (nr_kept)
			interface->give(given(kept[--nr_kept]));
	kept[nr_kept] = taken(interface->take());
	nr_kept += kept[nr_kept] != NULL;
}

static void give_one(void *unused)
{
	if (!nr_kept)
		for (unsigned int i = 0; i < 4; i++)
			keep_one(NULL);
	interface->give(given(kept[--nr_kept]));
}

static void none(void)
{
}

static void pair_here(void)
{
	interface->give(interface->take());
}

static void keep_here(void)
{
	keep_one(NULL);
}

static void give_here(void)
{
	give_one(NULL);
}

static void keep_by_call(void)
{
	smp_call_function_single(cpu, keep_one, NULL, 1);
}

static void give_by_call(void)
{
	smp_call_function_single(cpu, give_one, NULL, 1);
}

static void drain(void)
{
	drain_all_pages(zone);
}

static u64 before[NR_PCP_LISTS];
static unsigned int touched;

/* The stacks of @cpu, that nobody may use until stacks_compare(). */
static void stacks_remember(void)
{
	for (unsigned int i = 0; i < NR_PCP_LISTS; i++)
		before[i] = READ_ONCE(per_cpu_ptr(zone->pcp_stacks[i], cpu)->state);
}

static void stacks_compare(void)
{
	for (unsigned int i = 0; i < NR_PCP_LISTS; i++)
		touched += before[i] != READ_ONCE(per_cpu_ptr(zone->pcp_stacks[i], cpu)->state);
}

static bool is_offline;

static void offline(void)
{
	is_offline = !remove_cpu(cpu);
	stacks_remember();
}

static void online(void)
{
	if (is_offline) {
		stacks_compare();
		add_cpu(cpu);
	}
	is_offline = false;
}

/* As who sleeps until a page is freed (mm/page_slow.c): then all that are free are on the zone's lists. */
static void wait_begin(void)
{
	__atomic_add_fetch(&page_put_watch, PAGE_PUT_WAITER, __ATOMIC_SEQ_CST);
	arch_restart_cpus();
	arch_fence_cpus();
	drain_all_pages(NULL);
}

static bool giving;		/* it was a page's last use that was stopped */

static void wait_end(void)
{
	touched += giving && pcp_nr_cpu(zone, cpu);
	__atomic_sub_fetch(&page_put_watch, PAGE_PUT_WAITER, __ATOMIC_SEQ_CST);
}

static void hold(void);

/**
 * struct disturbance - what happens at a stop
 * @name:	in the case's description
 * @here:	by a task on the same host CPU; else on another
 * @moves:	and the stopped task is moved to another one first
 * @foreign:	and it leaves somebody else's descriptor behind
 * @run:	at the stop
 * @undo:	when the stopped task's call has returned
 */
static const struct disturbance {
	const char *name;
	bool here, moves, foreign;
	void (*run)(void);
	void (*undo)(void);
} disturbances[] = {
	{ "nothing", true, false, false, none, none },
	{ "pair", true, false, false, pair_here, none },
	{ "keep", true, false, false, keep_here, none },
	{ "give", true, false, false, give_here, none },
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
}, *disturbance;

/* ---- two tasks that take turns ---- */

enum { IDLE, RUN, UNDO, END };

static u32 turn;
static struct completion ended;

static void other_answer(void)
{
	smp_store_release(&turn, IDLE);
	arch_wake(&turn, 1);
}

/* In a signal handler too. */
static void other_do(u32 what)
{
	smp_store_release(&turn, what);
	arch_wake(&turn, 1);
	while (smp_load_acquire(&turn) == what)
		arch_block(&turn, what, -1);
}

/* The other one goes on, and may want this CPU for a while in vain. */
static void hold(void)
{
	unsigned long end = jiffies + 2;
	bool is_it;

	preempt_disable();
	is_it = raw_smp_processor_id() == cpu;
	if (is_it)
		stacks_remember();
	other_answer();
	while (smp_load_acquire(&turn) == IDLE && time_before(jiffies, end))
		arch_yield();
	if (is_it)
		stacks_compare();
	preempt_enable();
}

static int other_main(void *unused)
{
	u32 what;

	stops_pin(disturbance->here ? cpu : !cpu);
	while ((what = smp_load_acquire(&turn)) != END) {
		if (what == IDLE) {
			arch_block(&turn, IDLE, -1);
			continue;
		}
		(what == RUN ? disturbance->run : disturbance->undo)();
		if (smp_load_acquire(&turn) == what)
			other_answer();
	}
	complete(&ended);
	return 0;
}

static bool disturbed;

/* Not who holds a CPU: then others wait for it. */
static void stopped(void *unused)
{
	disturbed = !current_thread_info()->count;
	if (!disturbed)
		return;
	if (disturbance->moves)
		stops_pin(!cpu);
	other_do(RUN);
	if (disturbance->foreign)
		stops_foreign();
}

/* ---- the task that is stopped ---- */

static const struct step {
	bool take;
	unsigned int which;
} steps[] = {
	{ true, 0 }, { true, 1 }, { false, 1 }, { true, 1 }, { false, 0 }, { true, 0 }, { false, 0 }, { false, 1 },
};

static unsigned int hits, failures;

static void note_failure(unsigned int at, unsigned int step)
{
	if (!wrong && !touched)
		return;
	if (!failures++)
		printk("page_stops: %s, %s: stopped at 0x%lx in step %u: %u wrong pages, %u stacks touched\n",
		       disturbance->name, interface->name, stops_offset(at), step, wrong, touched);
	wrong = touched = 0;
}

static void step_do(const struct step *step, unsigned int at, struct page **mine)
{
	struct page **page = &mine[step->which], *got = NULL;

	giving = !step->take && *page;
	stops_arm(at, stopped, NULL);
	if (step->take)
		got = interface->take();
	else if (*page)
		interface->give(*page);
	if (stops_disarm() && disturbed) {
		hits++;
		other_do(UNDO);
		if (disturbance->moves)
			stops_pin(cpu);
	}
	if (step->take)
		*page = taken(got);
}

static int stopped_main(void *unused)
{
	struct page *mine[2] = { };

	stops_pin(cpu);
	for (unsigned int at = 0; at < stops_nr(); at++)
		for (unsigned int i = 0; i < ARRAY_SIZE(steps); i++) {
			if (!steps[i].take)
				given(mine[steps[i].which]);
			step_do(&steps[i], at, mine);
			note_failure(at, i);
		}
	while (nr_kept)
		interface->give(given(kept[--nr_kept]));
	complete(&ended);
	return 0;
}

/* ---- cases ---- */

static void describe(const struct disturbance *d, char *desc)
{
	strscpy(desc, d->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(disturbance, disturbances, describe);

static void run_interface(struct kunit *test)
{
	init_completion(&ended);
	turn = IDLE;
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(other_main, NULL, "disturbing")));
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(stopped_main, NULL, "stopped")));
	wait_for_completion(&ended);
	smp_store_release(&turn, END);
	arch_wake(&turn, 1);
	wait_for_completion(&ended);
	KUNIT_EXPECT_EQ(test, nr_out, 0U);
	EXPECT_VERIFIED(test);
}

static void page_stops_disturbed(struct kunit *test)
{
	disturbance = test->param_value;
	if (!stops_nr || !stops_nr())
		kunit_skip(test, "for tests/cmd/stops.t");
	if (nr_cpu_ids == 1 && (!disturbance->here || disturbance->moves))
		kunit_skip(test, "one CPU");
	zone = kernel_zones[0];
	cpu = nr_cpu_ids > 1;
	hits = failures = 0;
	for (interface = interfaces; interface < interfaces + ARRAY_SIZE(interfaces); interface++)
		run_interface(test);
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
