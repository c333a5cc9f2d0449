// SPDX-License-Identifier: MIT
/*
 * tests/mm/percpu_hammer_test.c - suite "percpu_hammer": many threads on few CPUs, interrupts on, and sums are exact
 *
 * Sixteen threads and two hrtimers count in a static and in an allocated per-CPU variable, and push
 * to and take from a lockless list of each CPU. For 200 ms, or as `--boot percpu_hammer.ms=10000`
 * says.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "tests/kernel/threads.h"

#define NR_THREADS	16
#define NR_TIMERS	2
#define TIMER_NS	100000
#define DEFAULT_MS	200
#define DYNAMIC_STEP	3

struct item {
	struct item *next;
	unsigned long value;
};

struct actor {
	struct hammer *hammer;
	struct hrtimer timer;
	unsigned long nr_counted, nr_pushed, nr_taken;
	unsigned long pushed, taken;	/* sums of the values */
};

struct hammer {
	unsigned long __percpu *dynamic;
	struct actor actors[NR_THREADS + NR_TIMERS];
	bool stop;
};

static DEFINE_PER_CPU(unsigned long, hits);
static DEFINE_PER_CPU(struct item *, items);

static void count(struct actor *a)
{
	this_cpu_inc(hits);
	this_cpu_add(*a->hammer->dynamic, DYNAMIC_STEP);
	a->nr_counted++;
}

/* The list may change, and the CPU too, between the steps: then once more. */
static void push(struct actor *a, gfp_t gfp)
{
	struct item *item = kmalloc(sizeof(*item), gfp | __GFP_NOWARN), *first;

	if (!item)
		return;
	item->value = a->nr_counted;
	a->nr_pushed++;
	a->pushed += item->value;
	do {
		first = this_cpu_read(items);
		item->next = first;
	} while (this_cpu_cmpxchg(items, first, item) != first);
}

static void free_all(struct actor *a, struct item *item)
{
	while (item) {
		struct item *next = item->next;

		a->nr_taken++;
		a->taken += item->value;
		kfree(item);
		item = next;
	}
}

static enum hrtimer_restart timer_acts(struct hrtimer *timer)
{
	struct actor *a = container_of(timer, struct actor, timer);

	count(a);
	push(a, GFP_ATOMIC);
	hrtimer_forward_now(timer, ns_to_ktime(TIMER_NS));
	return HRTIMER_RESTART;
}

static void thread_acts(void *ctx, unsigned int i)
{
	struct hammer *h = ctx;
	struct actor *a = &h->actors[i];

	while (!READ_ONCE(h->stop)) {
		for (int n = 0; n < 16; n++)
			count(a);
		push(a, GFP_KERNEL);
		if (a->nr_pushed % 8 == 0)
			free_all(a, this_cpu_xchg(items, NULL));
		cond_resched();
	}
}

static unsigned int ms_wanted(void)
{
	const char *text = strstr(saved_command_line, "percpu_hammer.ms=");

	return text ? simple_strtoul(text + strlen("percpu_hammer.ms="), NULL, 0) : DEFAULT_MS;
}

static void hammer_run(struct kunit *test, struct hammer *h)
{
	static struct test_threads threads;

	for (int i = 0; i < NR_THREADS + NR_TIMERS; i++)
		h->actors[i].hammer = h;
	for (int i = NR_THREADS; i < NR_THREADS + NR_TIMERS; i++) {
		hrtimer_init(&h->actors[i].timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
		h->actors[i].timer.function = timer_acts;
		hrtimer_start(&h->actors[i].timer, ns_to_ktime(TIMER_NS), HRTIMER_MODE_REL);
	}
	test_threads_start(test, &threads, NR_THREADS, thread_acts, h);
	msleep(ms_wanted());
	WRITE_ONCE(h->stop, true);
	test_threads_join(&threads);
	for (int i = NR_THREADS; i < NR_THREADS + NR_TIMERS; i++)
		hrtimer_cancel(&h->actors[i].timer);
}

static void percpu_hammered_sums_are_exact(struct kunit *test)
{
	struct hammer *h = kunit_kzalloc(test, sizeof(*h), GFP_KERNEL);
	unsigned long statics = 0, dynamics = 0;
	struct actor all = { 0 };
	int cpu;

	KUNIT_ASSERT_NOT_NULL(test, h);
	h->dynamic = alloc_percpu(unsigned long);
	KUNIT_ASSERT_NOT_NULL(test, h->dynamic);
	for_each_possible_cpu(cpu)
		per_cpu(hits, cpu) = 0;
	hammer_run(test, h);
	for_each_possible_cpu(cpu) {
		statics += per_cpu(hits, cpu);
		dynamics += *per_cpu_ptr(h->dynamic, cpu);
		free_all(&all, per_cpu(items, cpu));
		per_cpu(items, cpu) = NULL;
	}
	for (int i = 0; i < NR_THREADS + NR_TIMERS; i++) {
		all.nr_counted += h->actors[i].nr_counted;
		all.nr_pushed += h->actors[i].nr_pushed;
		all.nr_taken += h->actors[i].nr_taken;
		all.pushed += h->actors[i].pushed;
		all.taken += h->actors[i].taken;
	}
	KUNIT_EXPECT_GT(test, all.nr_counted, 1000UL);
	KUNIT_EXPECT_EQ(test, statics, all.nr_counted);
	KUNIT_EXPECT_EQ(test, dynamics, DYNAMIC_STEP * all.nr_counted);
	KUNIT_EXPECT_EQ(test, all.nr_taken, all.nr_pushed);
	KUNIT_EXPECT_EQ(test, all.taken, all.pushed);
	kunit_info(test, "%u ms: %lu counted, %lu pushed, %lu counted in interrupts\n", ms_wanted(),
		   all.nr_counted, all.nr_pushed,
		   h->actors[NR_THREADS].nr_counted + h->actors[NR_THREADS + 1].nr_counted);
	free_percpu(h->dynamic);
}

/* ---- nobody else is in the section ---- */

struct guarded {
	const void *owner;
	int cpu;
	unsigned long nr;	/* plain: exact only if nobody else is here */
};

static DEFINE_PER_CPU(struct guarded, guarded);
static atomic_t nr_met;

#define NR_SECTIONS	4000

static void sections_enter(void *ctx, unsigned int unused)
{
	for (int i = 0; i < NR_SECTIONS; i++) {
		struct guarded *g = &get_cpu_var(guarded);

		if (g->owner)
			atomic_inc(&nr_met);
		WRITE_ONCE(g->owner, current);
		g->cpu = smp_processor_id();
		for (int n = i % 64; n; n--)
			cpu_relax();
		if (READ_ONCE(g->owner) != current || g->cpu != smp_processor_id())
			atomic_inc(&nr_met);
		WRITE_ONCE(g->nr, g->nr + 1);
		WRITE_ONCE(g->owner, NULL);
		put_cpu_var(guarded);
	}
}

static void percpu_section_has_its_cpu_alone(struct kunit *test)
{
	unsigned long nr = 0;
	int cpu;

	atomic_set(&nr_met, 0);
	for_each_possible_cpu(cpu)
		per_cpu(guarded, cpu) = (struct guarded) { .owner = NULL };
	test_threads_run(test, NR_THREADS, sections_enter, NULL);
	for_each_possible_cpu(cpu)
		nr += per_cpu(guarded, cpu).nr;
	KUNIT_EXPECT_EQ(test, atomic_read(&nr_met), 0);
	KUNIT_EXPECT_EQ(test, nr, (unsigned long)NR_THREADS * NR_SECTIONS);
}

/* The form of before per-CPU variables: an array, and get_cpu() for the index. */
static unsigned long old_array[NR_CPUS];

static void old_array_count(void *ctx, unsigned int unused)
{
	for (int i = 0; i < NR_SECTIONS; i++) {
		int cpu = get_cpu();

		old_array[cpu]++;
		put_cpu();
	}
}

static void old_array_form_counts_exactly(struct kunit *test)
{
	unsigned long nr = 0;

	memset(old_array, 0, sizeof(old_array));
	test_threads_run(test, NR_THREADS, old_array_count, NULL);
	for (int cpu = 0; cpu < NR_CPUS; cpu++) {
		KUNIT_EXPECT_TRUE(test, cpu < nr_cpu_ids || !old_array[cpu]);
		nr += old_array[cpu];
	}
	KUNIT_EXPECT_EQ(test, nr, (unsigned long)NR_THREADS * NR_SECTIONS);
}

static struct kunit_case percpu_hammer_cases[] = {
	KUNIT_CASE(percpu_hammered_sums_are_exact),
	KUNIT_CASE(percpu_section_has_its_cpu_alone),
	KUNIT_CASE(old_array_form_counts_exactly),
	{}
};

static struct kunit_suite percpu_hammer_suite = {
	.name = "percpu_hammer",
	.test_cases = percpu_hammer_cases,
};
kunit_test_suite(percpu_hammer_suite);
