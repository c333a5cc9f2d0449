// SPDX-License-Identifier: MIT
/*
 * tests/mm/slab_stops_test.c - suite "slab_stops": the fast paths of objects, stopped before each of their instructions
 *
 * A task allocates and frees on one CPU. Before each instruction that ktest --stops names (tests/stops.h)
 * it is stopped in turn, and what could come in between happens there: somebody else uses the same
 * CPU's magazine, holds the CPU, takes it away, drains it; or the task itself is moved. Then it goes on.
 * No object may be given out twice or be lost, nobody but its holder may touch a held CPU's
 * magazine, and nobody that of one that is offline. Without the option all is skipped: tests/cmd/stops.t
 * has it.
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
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include "mm/slab.h"
#include "tests/mm/verified.h"
#include "tests/stops.h"

#define SIZE	720
#define KEPT	24

static struct kmem_cache *cache, *far_cache;	/* of the latter the marks are not at the beginning */
static unsigned int cpu;		/* whose home the stopped task runs on */
static size_t size;			/* SIZE, which the compiler does not know */

/* ---- what is out: touched by one of the two tasks at a time ---- */

static void *out[KEPT + 2], *kept[KEPT];
static unsigned int nr_out, nr_kept, twice;

static void *taken(void *object)
{
	for (unsigned int i = 0; i < nr_out; i++)
		twice += out[i] == object;
	if (object && nr_out < ARRAY_SIZE(out))
		out[nr_out++] = object;
	return object;
}

static void *given(void *object)
{
	for (unsigned int i = 0; i < nr_out; i++)
		if (out[i] == object) {
			out[i] = out[--nr_out];
			break;
		}
	return object;
}

/* ---- the interfaces ---- */

/* The core's functions; their names alone are inlined, as in a module. */
static void *(*volatile called_kmem_cache_alloc)(struct kmem_cache *s, gfp_t flags) = kmem_cache_alloc;
static void (*volatile called_kmem_cache_free)(struct kmem_cache *s, void *objp) = kmem_cache_free;
static void *(*volatile called_kmalloc_trace)(struct kmem_cache *s, gfp_t flags, size_t size) = kmalloc_trace;
static void *(*volatile called_kmalloc)(size_t size, gfp_t flags) = __kmalloc;
static void (*volatile called_kfree)(const void *objp) = kfree;

static void *called_cache_take(void)
{
	return called_kmem_cache_alloc(cache, GFP_ATOMIC);
}

static void called_cache_give(void *object)
{
	called_kmem_cache_free(cache, object);
}

static void *cache_take(void)
{
	return kmem_cache_alloc(cache, GFP_ATOMIC);
}

static void cache_give(void *object)
{
	kmem_cache_free(cache, object);
}

static void *far_take(void)
{
	return called_kmem_cache_alloc(far_cache, GFP_ATOMIC);
}

static void far_give(void *object)
{
	called_kmem_cache_free(far_cache, object);
}

static void *called_constant_take(void)
{
	return called_kmalloc_trace(kmalloc_caches[KMALLOC_NORMAL][kmalloc_class(SIZE)], GFP_ATOMIC, SIZE);
}

static void *constant_take(void)
{
	return kmalloc(SIZE, GFP_ATOMIC);
}

static void *called_size_take(void)
{
	return called_kmalloc(size, GFP_ATOMIC);
}

static void *size_take(void)
{
	return kmalloc(size, GFP_ATOMIC);
}

static void called_kmalloc_give(void *object)
{
	called_kfree(object);
}

static void kmalloc_give(void *object)
{
	kfree(object);
}

static const struct interface {
	const char *name;
	void *(*take)(void);
	void (*give)(void *object);
} interfaces[] = {
	{ "kmem_cache_alloc", called_cache_take, called_cache_give },
	{ "kmem_cache_alloc with a constructor", far_take, far_give },
	{ "kmalloc_trace", called_constant_take, called_kmalloc_give },
	{ "kmalloc", called_size_take, called_kmalloc_give },
	{ "kmem_cache_alloc, inlined", cache_take, cache_give },
	{ "kmalloc_trace, inlined", constant_take, kmalloc_give },
	{ "kmalloc, inlined", size_take, kmalloc_give },
}, *interface;

static struct kmem_cache *used_cache;	/* by @interface */

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

static void pair(void *unused)
{
	interface->give(interface->take());
}

static void none(void)
{
}

static void pair_here(void)
{
	pair(NULL);
}

static void keep_here(void)
{
	keep_one(NULL);
}

static void give_here(void)
{
	give_one(NULL);
}

static void swap_here(void)
{
	keep_one(NULL);
	keep_one(NULL);
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

static void shrink(void)
{
	kmem_cache_shrink(used_cache);
}

static void magazine_off(void)
{
	slab_magazine_off(used_cache);
}

static void magazine_on(void)
{
	slab_magazine_on(used_cache);
}

static struct slab_magazine before;
static bool before_top;		/* and what it has on top is in */

static bool top_is_in(const struct slab_magazine *m)
{
	return READ_ONCE(*link_word(used_cache, m->last)) == slab_top_mark(cpu);
}

static unsigned int touched;

/* A magazine of @cpu's that nobody may use until magazine_compare(). */
static void magazine_remember(void)
{
	const struct slab_magazine *m = used_cache->magazine_own ? per_cpu_ptr(used_cache->magazine_own, cpu) : NULL;

	if (m) {
		before = *m;
		before_top = top_is_in(m);
	}
}

static void magazine_compare(void)
{
	const struct slab_magazine *m = used_cache->magazine_own ? per_cpu_ptr(used_cache->magazine_own, cpu) : NULL;

	if (m)
		touched += memcmp(&before, m, sizeof(before)) || top_is_in(m) != before_top;
}

static bool is_offline;

static void offline(void)
{
	is_offline = !remove_cpu(cpu);
	magazine_remember();
}

static void online(void)
{
	magazine_compare();
	if (is_offline)
		add_cpu(cpu);
	is_offline = false;
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
	{ "swap", true, false, false, swap_here, none },
	{ "hold", true, false, false, hold, none },
	{ "shrink", true, false, false, shrink, none },
	{ "magazine-off", true, false, false, magazine_off, magazine_on },
	{ "foreign-sequence", true, false, true, none, none },
	{ "foreign-and-keep", true, false, true, keep_here, none },
	{ "call-keeps", false, false, false, keep_by_call, none },
	{ "call-gives", false, false, false, give_by_call, none },
	{ "shrink-from-elsewhere", false, false, false, shrink, none },
	{ "cpu-goes", false, false, false, offline, online },
	{ "moved", true, true, false, none, none },
	{ "moved-and-keep", true, true, false, keep_here, none },
	{ "moved-and-give", true, true, false, give_here, none },
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

	preempt_disable();
	if (raw_smp_processor_id() == cpu)
		magazine_remember();
	other_answer();
	while (smp_load_acquire(&turn) == IDLE && time_before(jiffies, end))
		arch_yield();
	if (raw_smp_processor_id() == cpu)
		magazine_compare();
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

/* Not who allocates or frees with its CPU held, as depots do with containers: a CPU that goes waits for that. */
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
static unsigned long first_at;
static unsigned int first_step;

static void note_failure(unsigned int at, unsigned int step)
{
	if (!twice && !touched)
		return;
	if (!failures++) {
		first_at = stops_offset(at);
		first_step = step;
		printk("slab_stops: %s, %s: stopped at 0x%lx in step %u: %u objects given out twice, %u magazines touched\n",
		       disturbance->name, interface->name, first_at, step, twice, touched);
	}
	twice = touched = 0;
}

static void step_do(const struct step *step, unsigned int at, void **mine)
{
	void **object = &mine[step->which], *got = NULL;

	stops_arm(at, stopped, NULL);
	if (step->take)
		got = interface->take();
	else
		interface->give(*object);
	if (stops_disarm() && disturbed) {
		hits++;
		other_do(UNDO);
		if (disturbance->moves)
			stops_pin(cpu);
	}
	if (step->take)
		*object = taken(got);
}

static int stopped_main(void *unused)
{
	void *mine[2] = { };

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

static void construct(void *object)
{
	memset(object, 0, SIZE);
}

static void run_interface(struct kunit *test)
{
	void *object = interface->take();

	KUNIT_ASSERT_NOT_NULL(test, object);
	used_cache = virt_to_head_page(object)->slab_cache;
	interface->give(object);
	init_completion(&ended);
	turn = IDLE;
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(other_main, NULL, "disturbing")));
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(stopped_main, NULL, "stopped")));
	wait_for_completion(&ended);
	smp_store_release(&turn, END);
	arch_wake(&turn, 1);
	wait_for_completion(&ended);
	EXPECT_VERIFIED(test);
}

static void slab_stops_disturbed(struct kunit *test)
{
	struct slabinfo info;

	disturbance = test->param_value;
	if (!stops_nr || !stops_nr())
		kunit_skip(test, "for tests/cmd/stops.t");
	if (nr_cpu_ids == 1 && (!disturbance->here || disturbance->moves))
		kunit_skip(test, "one CPU");
	cpu = nr_cpu_ids > 1;
	size = SIZE;
	OPTIMIZER_HIDE_VAR(size);
	hits = failures = 0;
	cache = kmem_cache_create("stops", SIZE, 0, SLAB_NOLEAKTRACE, NULL);
	KUNIT_ASSERT_NOT_NULL(test, cache);
	far_cache = kmem_cache_create("stops-far", SIZE, 0, SLAB_NOLEAKTRACE, construct);
	KUNIT_ASSERT_NOT_NULL(test, far_cache);
	for (interface = interfaces; interface < interfaces + ARRAY_SIZE(interfaces); interface++)
		run_interface(test);
	KUNIT_EXPECT_EQ(test, failures, 0U);
	KUNIT_EXPECT_GT(test, hits, stops_nr() / 4);
	slab_get_info(cache, &info);
	KUNIT_EXPECT_EQ(test, info.active_objs, 0UL);
	kmem_cache_destroy(cache);
	kmem_cache_destroy(far_cache);
	kunit_info(test, "%s: %u stops\n", disturbance->name, hits);
}

static struct kunit_case slab_stops_cases[] = {
	KUNIT_CASE_PARAM(slab_stops_disturbed, disturbance_gen_params),
	{ }
};

static struct kunit_suite slab_stops_suite = {
	.name = "slab_stops",
	.test_cases = slab_stops_cases,
};

kunit_test_suite(slab_stops_suite);
