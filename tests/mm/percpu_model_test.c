// SPDX-License-Identifier: MIT
/*
 * tests/mm/percpu_model_test.c - suite "percpu_model": random work on per-CPU memory agrees with a bitmap
 *
 * Several tasks and hrtimers allocate per-CPU memory of all sizes and alignments, sleeping or not;
 * most is freed by another actor than the one that allocated it. The model is a bit for each four
 * bytes of CPU 0's window. It says that
 *	- no byte is given out twice, and all are zero on each possible CPU at first;
 *	- what somebody wrote at both ends, on each CPU's copy, is there until it is freed;
 *	- when all is freed, chunks and frames go back.
 * mm_verify() is content all the while.
 * The number of operations is a parameter, which `--boot percpu_model.ops=1000000` sets.
 */
#include <kunit/test.h>
#include <linux/leak.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm-generic/arch.h>
#include "mm/percpu.h"
#include "mm/percpu_chunk.h"
#include "mm/percpu_vm.h"
#include "tests/mm/model.h"

#define DEFAULT_OPS	40000UL
#define NR_SLOTS	512

/* An allocation in one word, which is exchanged: 0 is none. */
union item {
	u64 word;
	struct {
		u64 offset	: 40;	/* from the window's first chunk */
		u64 size	: 20;
		u64 present	: 1;
	};
};

struct model {
	struct model_run run;
	unsigned long *owned;		/* a bit for each unit */
	unsigned long base;
	u64 slots[NR_SLOTS];
};

static struct model *model_of(const struct actor *a)
{
	return container_of(a->run, struct model, run);
}

/* ---- one allocation ---- */

static void units_own(struct model *m, const union item *item, bool own)
{
	unsigned long unit = item->offset / PCPU_MIN_ALLOC_SIZE, end;

	for (end = unit + DIV_ROUND_UP(item->size, PCPU_MIN_ALLOC_SIZE); unit < end; unit++)
		model_expect(&m->run, test_and_change_bit(unit, m->owned) != own);
}

static u8 *copy_of(struct model *m, const union item *item, unsigned int cpu)
{
	return (u8 *)(m->base + item->offset + per_cpu_offset(cpu));
}

static u8 mark_of(const union item *item, unsigned int cpu)
{
	return (item->offset / PCPU_MIN_ALLOC_SIZE + cpu) % 255 + 1;
}

static void copies_begin(struct model *m, const union item *item)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		u8 *copy = copy_of(m, item, cpu);

		model_expect(&m->run, !memchr_inv(copy, 0, item->size));
		copy[0] = copy[item->size - 1] = mark_of(item, cpu);
	}
}

static void copies_check(struct model *m, const union item *item)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		u8 *copy = copy_of(m, item, cpu);

		model_expect(&m->run, copy[0] == mark_of(item, cpu) && copy[item->size - 1] == mark_of(item, cpu));
	}
}

static size_t random_size(struct actor *a)
{
	u32 r = next_random(a), kind = r % 64;

	r /= 64;
	return 1 + (kind < 40 ? r % 64 : kind < 58 ? r % 1024 : kind < 63 ? r % 6000 : r % PCPU_MIN_UNIT_SIZE);
}

static size_t random_align(struct actor *a)
{
	u32 r = next_random(a), kind = r % 16;

	return kind < 10 ? 1UL << r / 16 % 4 : kind < 15 ? 1UL << r / 16 % 8 : 1UL << r / 16 % (PAGE_SHIFT + 1);
}

static u64 item_take(struct actor *a, bool may_sleep)
{
	gfp_t gfp = may_sleep && next_random(a) % 4 ? GFP_KERNEL : next_random(a) % 2 ? GFP_NOWAIT : GFP_ATOMIC;
	size_t size = random_size(a), align = random_align(a);
	void __percpu *p = __alloc_percpu_gfp(size, align, gfp | __GFP_NOWARN);
	union item item = { .size = size, .present = 1 };

	if (!p) {
		atomic_long_inc(&a->run->nr_refused);
		return 0;
	}
	item.offset = (unsigned long)p - model_of(a)->base;
	model_expect(a->run, IS_ALIGNED((unsigned long)p, align));
	units_own(model_of(a), &item, true);
	copies_begin(model_of(a), &item);
	atomic_long_inc(&a->run->nr_given);
	return item.word;
}

static void item_end(struct model *m, u64 word)
{
	union item item = { .word = word };

	if (!word)
		return;
	copies_check(m, &item);
	units_own(m, &item, false);
	free_percpu((void __percpu *)(m->base + item.offset));
}

static void one_operation(struct actor *a, bool may_sleep)
{
	struct model *m = model_of(a);
	u64 *slot = &m->slots[next_random(a) % NR_SLOTS];

	item_end(m, xchg(slot, 0));
	if (next_random(a) % 4)
		item_end(m, xchg(slot, item_take(a, may_sleep)));
}

static const struct model_kind kind = {
	.operation	= one_operation,
	.seed		= 815,
	.timer_ns	= 200000,
	.ops_a_timer	= 4,
};

static void percpu_model_random_work_agrees_with_bitmap(struct kunit *test)
{
	const unsigned int nr_units = PCPU_WINDOW_SIZE / PCPU_MIN_ALLOC_SIZE;
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	unsigned long nr_ops = model_ops_wanted(test, DEFAULT_OPS);
	unsigned int nr_chunks, most_chunks;
	struct leak_snapshot before, after;

	KUNIT_ASSERT_NOT_NULL(test, m);
	leak_snapshot(&before);
	nr_chunks = percpu_nr_chunks();
	m->owned = kvcalloc(BITS_TO_LONGS(nr_units), sizeof(long), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m->owned);
	m->base = percpu_chunk_at(0)->base;
	model_init(&m->run, &kind);
	model_round(test, &m->run, nr_ops);
	most_chunks = percpu_nr_chunks();
	for (int i = 0; i < NR_SLOTS; i++)
		item_end(m, xchg(&m->slots[i], 0));
	KUNIT_EXPECT_EQ(test, bitmap_weight(m->owned, nr_units), 0U);
	kvfree(m->owned);
	leak_snapshot(&after);
	KUNIT_EXPECT_EQ(test, after.percpu, before.percpu);
	KUNIT_EXPECT_TRUE(test, test_eventually(percpu_nr_chunks() <= nr_chunks + 1));
	EXPECT_VERIFIED(test);
	model_expect_right(test, &m->run);
	kunit_info(test, "%lu operations: %ld given, %ld refused, %ld in interrupts, %u chunks in the end\n",
		   nr_ops, atomic_long_read(&m->run.nr_given), atomic_long_read(&m->run.nr_refused),
		   atomic_long_read(&m->run.nr_in_irq), most_chunks);
	KUNIT_EXPECT_GT(test, atomic_long_read(&m->run.nr_given), (long)nr_ops / 4);
	if (arch_features() & ARCH_HAS_SMP)
		KUNIT_EXPECT_GT(test, atomic_long_read(&m->run.nr_in_irq), 0);
}

static struct kunit_case percpu_model_cases[] = {
	KUNIT_CASE_SLOW(percpu_model_random_work_agrees_with_bitmap),
	{}
};

static struct kunit_suite percpu_model_suite = {
	.name = "percpu_model",
	.test_cases = percpu_model_cases,
};
kunit_test_suite(percpu_model_suite);
