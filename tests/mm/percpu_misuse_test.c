// SPDX-License-Identifier: MIT
/*
 * tests/mm/percpu_misuse_test.c - suite "percpu_misuse": wrong uses of per-CPU memory, each reported and not carried out
 *
 * docs/debugging.md has the same table; tests/misuse.t compares.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include "mm/percpu.h"

struct percpu_mistake {
	const char *name;
	void (*make)(char __percpu *live);
	const char *says;
};

static DEFINE_PER_CPU(int, a_variable);

static void err_variable(char __percpu *live)
{
	free_percpu(&a_variable);
}

static void err_foreign(char __percpu *live)
{
	int on_stack;

	free_percpu((void __percpu *)&on_stack);
}

static void err_kmalloc(char __percpu *live)
{
	void *object = kmalloc(64, GFP_KERNEL);

	free_percpu((void __percpu *)object);
	kfree(object);
}

static void err_copy(char __percpu *live)
{
	free_percpu((void __percpu *)per_cpu_ptr(live, nr_cpu_ids - 1));
}

static void err_inside(char __percpu *live)
{
	free_percpu(live + 4);
}

static void err_unaligned(char __percpu *live)
{
	free_percpu(live + 1);
}

static void err_twice(char __percpu *live)
{
	char __percpu *p = __alloc_percpu(64, 64);

	free_percpu(p);
	free_percpu(p);
}

static void err_size(char __percpu *live)
{
	free_percpu(__alloc_percpu(PCPU_MIN_UNIT_SIZE + 1, 8));
}

static void err_align(char __percpu *live)
{
	free_percpu(__alloc_percpu(8, 2 * PAGE_SIZE));
}

static void err_plain_preemptible(char __percpu *live)
{
	__this_cpu_inc(a_variable);
}

static void err_atomic(char __percpu *live)
{
	preempt_disable();
	free_percpu(alloc_percpu(int));
	preempt_enable();
}

#define ROW(name, fn, says) { name, fn, says }

static const struct percpu_mistake mistakes[] = {
	ROW("percpu-variable", err_variable, "was not allocated by alloc_percpu"),
	ROW("percpu-foreign", err_foreign, "was not allocated by alloc_percpu"),
	ROW("percpu-kmalloc", err_kmalloc, "was not allocated by alloc_percpu"),
	ROW("percpu-copy", err_copy, "was not allocated by alloc_percpu"),
	ROW("percpu-inside", err_inside, "is not the start of a live allocation"),
	ROW("percpu-unaligned", err_unaligned, "is not the start of a live allocation"),
	ROW("percpu-twice", err_twice, "is not in use: freed twice?"),
	ROW("percpu-size", err_size, "illegal size"),
	ROW("percpu-align", err_align, "illegal size"),
	ROW("percpu-preemptible", err_plain_preemptible, "BUG: using __this_cpu_add() in preemptible"),
	ROW("percpu-atomic", err_atomic, "BUG: sleeping function called from invalid context"),
};

static void mistake_describe(const struct percpu_mistake *m, char *desc)
{
	strscpy(desc, m->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(percpu_mistake, mistakes, mistake_describe);

static void percpu_misuse_is_named_and_not_done(struct kunit *test)
{
	const struct percpu_mistake *m = test->param_value;
	struct printk_capture c;
	char __percpu *live;
	unsigned long nr;

	if (nr_cpu_ids == 1 && (m->make == err_copy || m->make == err_plain_preemptible))
		kunit_skip(test, "with one CPU there is one copy, and nowhere to go");
	live = __alloc_percpu(64, 64);
	KUNIT_ASSERT_NOT_NULL(test, live);
	nr = percpu_nr_allocs();
	printk_capture_begin(&c);
	m->make(live);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE_MSG(test, printk_capture_contains(&c, m->says), "%s", m->name);
	KUNIT_EXPECT_EQ(test, percpu_nr_allocs(), nr);
	free_percpu(live);
	KUNIT_EXPECT_EQ(test, percpu_nr_allocs(), nr - 1);
}

static struct kunit_case percpu_misuse_cases[] = {
	KUNIT_CASE_PARAM(percpu_misuse_is_named_and_not_done, percpu_mistake_gen_params),
	{}
};

static struct kunit_suite percpu_misuse_suite = {
	.name = "percpu_misuse",
	.test_cases = percpu_misuse_cases,
};
kunit_test_suite(percpu_misuse_suite);
