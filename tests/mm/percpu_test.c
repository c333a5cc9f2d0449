// SPDX-License-Identifier: MIT
/*
 * tests/mm/percpu_test.c - suite "percpu": a copy for each CPU (rows C4, C5)
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/percpu_counter.h>
#include "tests/kernel/threads.h"

static DEFINE_PER_CPU(int, initialised) = 42;
static DEFINE_PER_CPU(int[5], array);
static DEFINE_PER_CPU(unsigned long, hits);

/* The forms of a definition, each behind its declaration. */
DECLARE_PER_CPU(short, percpu_form_plain);
DECLARE_PER_CPU_FIRST(long, percpu_form_first);
DECLARE_PER_CPU_ALIGNED(int, percpu_form_aligned);
DECLARE_PER_CPU_SHARED_ALIGNED(char, percpu_form_shared_aligned);
DECLARE_PER_CPU_PAGE_ALIGNED(char[100], percpu_form_page_aligned);
DECLARE_PER_CPU_READ_MOSTLY(u64, percpu_form_read_mostly);
DECLARE_PER_CPU_DECRYPTED(int, percpu_form_decrypted);
DECLARE_PER_CPU_SECTION(int, percpu_form_section, "");

DEFINE_PER_CPU(short, percpu_form_plain) = 11;
DEFINE_PER_CPU_FIRST(long, percpu_form_first) = 12;
DEFINE_PER_CPU_ALIGNED(int, percpu_form_aligned) = 13;
DEFINE_PER_CPU_SHARED_ALIGNED(char, percpu_form_shared_aligned) = 14;
DEFINE_PER_CPU_PAGE_ALIGNED(char[100], percpu_form_page_aligned) = { 15 };
DEFINE_PER_CPU_READ_MOSTLY(u64, percpu_form_read_mostly) = 16;
DEFINE_PER_CPU_DECRYPTED(int, percpu_form_decrypted) = 17;
DEFINE_PER_CPU_SECTION(int, percpu_form_section, "") = 18;

static const struct form {
	const char *name;
	char *of_cpu0;
	size_t size, align;
	int value;
} forms[] = {
	{ "plain", (char *)&percpu_form_plain, sizeof(short), __alignof__(short), 11 },
	{ "first", (char *)&percpu_form_first, sizeof(long), __alignof__(long), 12 },
	{ "aligned", (char *)&percpu_form_aligned, sizeof(int), SMP_CACHE_BYTES, 13 },
	{ "shared_aligned", &percpu_form_shared_aligned, 1, SMP_CACHE_BYTES, 14 },
	{ "page_aligned", percpu_form_page_aligned, 100, PAGE_SIZE, 15 },
	{ "read_mostly", (char *)&percpu_form_read_mostly, sizeof(u64), __alignof__(u64), 16 },
	{ "decrypted", (char *)&percpu_form_decrypted, sizeof(int), __alignof__(int), 17 },
	{ "section", (char *)&percpu_form_section, sizeof(int), __alignof__(int), 18 },
};

/*
 * The same value in all copies at first (its low byte is looked at), each aligned, each its CPU's
 * own.
 */
static void percpu_forms_of_definition(struct kunit *test)
{
	unsigned int cpu;

	for (unsigned int i = 0; i < ARRAY_SIZE(forms); i++) {
		const struct form *f = &forms[i];

		KUNIT_EXPECT_TRUE_MSG(test, is_kernel_percpu_address((unsigned long)f->of_cpu0), "%s", f->name);
		for_each_possible_cpu(cpu) {
			char *copy = per_cpu_ptr(f->of_cpu0, cpu);

			KUNIT_EXPECT_TRUE_MSG(test, IS_ALIGNED((unsigned long)copy, f->align), "%s: %px", f->name, copy);
			KUNIT_EXPECT_EQ_MSG(test, *copy, f->value, "%s of CPU %u", f->name, cpu);
			copy[f->size - 1] ^= cpu + 100;
		}
		for_each_possible_cpu(cpu) {
			char *copy = per_cpu_ptr(f->of_cpu0, cpu);

			copy[f->size - 1] ^= cpu + 100;
			KUNIT_EXPECT_EQ_MSG(test, *copy, f->value, "%s of CPU %u, afterwards", f->name, cpu);
		}
	}
}

/* Each CPU's copy begins with the initial value, and is its own. */
static void percpu_static_copies_are_apart(struct kunit *test)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		KUNIT_EXPECT_EQ(test, per_cpu(initialised, cpu), 42);
		per_cpu(array, cpu)[4] = cpu + 1;
	}
	for_each_possible_cpu(cpu) {
		KUNIT_EXPECT_EQ(test, per_cpu(array, cpu)[4], (int)cpu + 1);
		KUNIT_EXPECT_EQ(test, per_cpu(array, cpu)[3], 0);
	}
	KUNIT_EXPECT_TRUE(test, is_kernel_percpu_address((unsigned long)&hits));
}

static void percpu_this_cpu_is_the_held_one(struct kunit *test)
{
	int *mine = &get_cpu_var(initialised);

	KUNIT_EXPECT_PTR_EQ(test, mine, per_cpu_ptr(&initialised, smp_processor_id()));
	KUNIT_EXPECT_EQ(test, this_cpu_add_return(initialised, 3), 45);
	KUNIT_EXPECT_EQ(test, this_cpu_xchg(initialised, 42), 45);
	KUNIT_EXPECT_EQ(test, this_cpu_cmpxchg(initialised, 1, 2), 42);
	KUNIT_EXPECT_EQ(test, this_cpu_read(initialised), 42);
	put_cpu_var(initialised);
}

/* Zeroed on every CPU, aligned as asked, apart from each other. */
static void percpu_alloc_is_zeroed_and_aligned(struct kunit *test)
{
	static const struct { size_t size, align; } kinds[] = {
		{ 1, 1 }, { 8, 8 }, { 24, 8 }, { 64, 64 }, { 100, 256 }, { 4096, 4096 },
		{ PCPU_MIN_UNIT_SIZE, 64 },
	};
	unsigned int cpu;

	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++) {
		void __percpu *p = __alloc_percpu(kinds[i].size, kinds[i].align);

		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_EQ(test, (unsigned long)p % kinds[i].align, 0UL);
		for_each_possible_cpu(cpu) {
			void *copy = SHIFT_PERCPU_PTR((char *)p, per_cpu_offset(cpu));

			KUNIT_EXPECT_NULL(test, memchr_inv(copy, 0, kinds[i].size));
			memset(copy, 0x80 + cpu, kinds[i].size);
		}
		for_each_possible_cpu(cpu)
			KUNIT_EXPECT_NULL(test, memchr_inv(SHIFT_PERCPU_PTR((char *)p, per_cpu_offset(cpu)),
							   0x80 + cpu, kinds[i].size));
		free_percpu(p);
	}
	free_percpu(NULL);
}

static void percpu_alloc_impossible_returns_null(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, __alloc_percpu_gfp(PCPU_MIN_UNIT_SIZE + 1, 8, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, __alloc_percpu_gfp(8, 24, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, __alloc_percpu_gfp(8, 2 * PAGE_SIZE, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, __alloc_percpu_gfp(0, 8, GFP_KERNEL | __GFP_NOWARN));
}

struct counters {
	unsigned long __percpu *dynamic;
	struct percpu_counter counter;
};

#define NR_THREADS	4
#define NR_ROUNDS	50000

static void count_thread(void *ctx, unsigned int unused)
{
	struct counters *c = ctx;

	for (int i = 0; i < NR_ROUNDS; i++) {
		this_cpu_inc(hits);
		this_cpu_add(*c->dynamic, 2);
		percpu_counter_add(&c->counter, 3);
	}
}

/* More threads than CPUs: no increment is lost. */
static void percpu_concurrent_counts_add_up(struct kunit *test)
{
	struct counters c;
	unsigned long before = 0, statics = 0, dynamics = 0;
	unsigned int cpu;

	c.dynamic = alloc_percpu(unsigned long);
	KUNIT_ASSERT_NOT_NULL(test, c.dynamic);
	KUNIT_ASSERT_EQ(test, percpu_counter_init(&c.counter, 5, GFP_KERNEL), 0);
	for_each_possible_cpu(cpu)
		before += per_cpu(hits, cpu);
	test_threads_run(test, NR_THREADS, count_thread, &c);
	for_each_possible_cpu(cpu) {
		statics += per_cpu(hits, cpu);
		dynamics += *per_cpu_ptr(c.dynamic, cpu);
	}
	KUNIT_EXPECT_EQ(test, statics - before, (unsigned long)NR_THREADS * NR_ROUNDS);
	KUNIT_EXPECT_EQ(test, dynamics, 2UL * NR_THREADS * NR_ROUNDS);
	KUNIT_EXPECT_EQ(test, percpu_counter_sum(&c.counter), 5LL + 3LL * NR_THREADS * NR_ROUNDS);
	percpu_counter_destroy(&c.counter);
	free_percpu(c.dynamic);
}

static struct kunit_case percpu_cases[] = {
	KUNIT_CASE(percpu_static_copies_are_apart),
	KUNIT_CASE(percpu_this_cpu_is_the_held_one),
	KUNIT_CASE(percpu_alloc_is_zeroed_and_aligned),
	KUNIT_CASE(percpu_alloc_impossible_returns_null),
	KUNIT_CASE(percpu_forms_of_definition),
	KUNIT_CASE(percpu_concurrent_counts_add_up),
	{}
};

static struct kunit_suite percpu_suite = {
	.name = "percpu",
	.test_cases = percpu_cases,
};
kunit_test_suite(percpu_suite);
