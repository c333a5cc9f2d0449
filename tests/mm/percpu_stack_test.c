// SPDX-License-Identifier: MIT
/*
 * tests/mm/percpu_stack_test.c - suite "percpu_stack": pops and pushes that race lose nothing
 */
#include <linux/bitmap.h>
#include <linux/percpu.h>
#include <linux/percpu_stack.h>
#include <linux/sched.h>
#include "tests/kernel/threads.h"

#define NR_THREADS	16
#define ROUNDS		1000000
#define CAP		8
/* The objects are numbers from 1: each is on one stack, or with one thread, at any time. */
#define PER_THREAD	6
#define NR_OBJECTS	(NR_THREADS * PER_THREAD)

static struct percpu_stack __percpu *stack_alloc(struct kunit *test, unsigned int cap)
{
	struct percpu_stack __percpu *stack;
	unsigned int cpu;

	stack = __alloc_percpu(percpu_stack_bytes(cap), sizeof(void *));
	KUNIT_ASSERT_NOT_NULL(test, stack);
	for_each_possible_cpu(cpu)
		per_cpu_ptr(stack, cpu)->cap = cap;
	return stack;
}

/* Last in, first out; empty and full are said; with the CPU held as well as without. */
static void percpu_stack_pop_returns_what_was_pushed_last(struct kunit *test)
{
	struct percpu_stack __percpu *stack = stack_alloc(test, 2);
	int a, b, c;

	preempt_disable();
	KUNIT_EXPECT_NULL(test, percpu_stack_pop(stack));
	KUNIT_EXPECT_TRUE(test, percpu_stack_push(stack, &a));
	KUNIT_EXPECT_TRUE(test, percpu_stack_push(stack, &b));
	KUNIT_EXPECT_FALSE(test, percpu_stack_push(stack, &c));
	KUNIT_EXPECT_EQ(test, percpu_stack_nr(this_cpu_ptr(stack)), 2U);
	KUNIT_EXPECT_EQ(test, percpu_stack_pops(this_cpu_ptr(stack)), 0ULL);
	KUNIT_EXPECT_PTR_EQ(test, percpu_stack_pop(stack), (void *)&b);
	local_irq_disable();
	KUNIT_EXPECT_PTR_EQ(test, percpu_stack_pop(stack), (void *)&a);
	KUNIT_EXPECT_NULL(test, percpu_stack_pop(stack));
	KUNIT_EXPECT_EQ(test, percpu_stack_pops(this_cpu_ptr(stack)), 2ULL);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	local_irq_enable();
	KUNIT_EXPECT_EQ(test, preempt_count(), 1U);
	preempt_enable();
	KUNIT_EXPECT_TRUE(test, preemptible());
	free_percpu(stack);
}

/* A stack of zeros is empty and full: allocators may meet one before it is set up. */
static void percpu_stack_of_no_slots_takes_and_gives_nothing(struct kunit *test)
{
	struct percpu_stack __percpu *stack = stack_alloc(test, 0);
	int a;

	KUNIT_EXPECT_NULL(test, percpu_stack_pop(stack));
	KUNIT_EXPECT_FALSE(test, percpu_stack_push(stack, &a));
	free_percpu(stack);
}

struct trade {
	struct percpu_stack __percpu *stack;
	atomic_t	owned[NR_OBJECTS + 1];	/* by how many threads: never 2 */
	atomic_t	doubled, begun;
	atomic_long_t	hits, pops;
	unsigned long	hands[NR_THREADS][NR_OBJECTS];
};

static void trade_take(struct trade *t, unsigned long *mine, unsigned int *nr, void *object)
{
	unsigned long id = (unsigned long)object;

	if (id == 0 || id > NR_OBJECTS || atomic_inc_return(&t->owned[id]) != 1)
		atomic_inc(&t->doubled);
	else
		mine[(*nr)++] = id;
}

static bool trade_give(struct trade *t, unsigned long *mine, unsigned int *nr)
{
	unsigned long id = mine[*nr - 1];

	atomic_dec(&t->owned[id]);
	if (!percpu_stack_push(t->stack, (void *)id)) {
		atomic_inc(&t->owned[id]);
		return false;
	}
	(*nr)--;
	return true;
}

/* What a slow path does: turn the whole stack upside down, as plain memory. */
static void trade_turn(struct trade *t)
{
	struct percpu_stack *s;
	unsigned long flags;
	unsigned int nr;

	local_irq_save(flags);
	s = this_cpu_ptr(t->stack);
	nr = percpu_stack_nr(s);
	for (unsigned int i = 0; i < nr / 2; i++)
		swap(s->slot[i], s->slot[nr - 1 - i]);
	local_irq_restore(flags);
}

/* Takes and gives, now with the CPU held, now without, and now and then moves to another host CPU. */
static void trader(void *ctx, unsigned int i)
{
	struct trade *t = ctx;
	unsigned long *mine = t->hands[i];
	unsigned int nr = 0, hits = 0, pops = 0, round;

	for (unsigned int k = 0; k < PER_THREAD; k++)
		trade_take(t, mine, &nr, (void *)(unsigned long)(i * PER_THREAD + k + 1));
	atomic_inc(&t->begun);
	while (atomic_read(&t->begun) < NR_THREADS)
		cond_resched();
	for (round = 0; round < ROUNDS; round++) {
		bool hold = (round + i) % 5 == 0;
		void *object;

		if (hold)
			preempt_disable();
		if ((round / 3 + i) % 2 && nr)
			hits += trade_give(t, mine, &nr);
		else if ((object = percpu_stack_pop(t->stack)))
			trade_take(t, mine, &nr, object), hits++, pops++;
		if (hold)
			preempt_enable();
		if (round % 97 == i)
			trade_turn(t);
		if (round % 256 == i)
			cond_resched();
	}
	while (nr)
		atomic_add(0x100, &t->owned[mine[--nr]]);	/* counted where it ends */
	atomic_long_add(hits, &t->hits);
	atomic_long_add(pops, &t->pops);
}

/*
 * Sixteen threads trade objects over the stacks: each object ends at one place, and was never at
 * two.
 */
static void percpu_stack_many_threads_lose_and_double_nothing(struct kunit *test)
{
	struct trade *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	unsigned int cpu, wrong = 0;
	u64 pops = 0;

	KUNIT_ASSERT_NOT_NULL(test, t);
	t->stack = stack_alloc(test, CAP);
	test_threads_run(test, NR_THREADS, trader, t);
	for_each_possible_cpu(cpu) {
		struct percpu_stack *s = per_cpu_ptr(t->stack, cpu);

		KUNIT_EXPECT_LE(test, percpu_stack_nr(s), s->cap);
		pops += percpu_stack_pops(s);
		for (unsigned int i = 0; i < percpu_stack_nr(s); i++)
			atomic_add(0x101, &t->owned[(unsigned long)s->slot[i]]);
	}
	for (unsigned int id = 1; id <= NR_OBJECTS; id++)
		wrong += atomic_read(&t->owned[id]) != 0x101;
	KUNIT_EXPECT_EQ(test, wrong, 0U);
	KUNIT_EXPECT_EQ(test, atomic_read(&t->doubled), 0);
	/* Failing at once every time would be safe, too. */
	KUNIT_EXPECT_GT(test, atomic_long_read(&t->hits), NR_THREADS * ROUNDS / 50L);
	KUNIT_EXPECT_EQ(test, pops, (u64)atomic_long_read(&t->pops));
	free_percpu(t->stack);
}

static struct kunit_case percpu_stack_cases[] = {
	KUNIT_CASE(percpu_stack_pop_returns_what_was_pushed_last),
	KUNIT_CASE(percpu_stack_of_no_slots_takes_and_gives_nothing),
	KUNIT_CASE(percpu_stack_many_threads_lose_and_double_nothing),
	{}
};

static struct kunit_suite percpu_stack_suite = {
	.name = "percpu_stack",
	.test_cases = percpu_stack_cases,
};
kunit_test_suite(percpu_stack_suite);
