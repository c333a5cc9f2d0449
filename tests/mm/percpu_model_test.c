// SPDX-License-Identifier: MIT
/*
 * tests/mm/percpu_model_test.c - suite "percpu_model": random work on per-CPU memory agrees with a bitmap
 *
 * Several tasks and hrtimers allocate per-CPU memory of all sizes and alignments, sleeping or not; most is freed by
 * another actor than the one that allocated it. The model is a bit for each four bytes of CPU 0's window.
 * It says that
 *	- no byte is given out twice, and all are zero on each possible CPU at first;
 *	- what somebody wrote at both ends, on each CPU's copy, is there until it is freed;
 *	- when all is freed, chunks and frames go back.
 * mm_verify() is content all the while.
 * The number of operations is a parameter, which `--boot percpu_model.ops=1000000` sets.
 */
#include <kunit/test.h>
#include <linux/hrtimer.h>
#include <linux/leak.h>
#include <linux/mm.h>
#include <linux/mm_verify.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm-generic/arch.h>
#include "mm/percpu.h"
#include "mm/percpu_chunk.h"
#include "mm/percpu_vm.h"
#include "tests/kernel/threads.h"

#define DEFAULT_OPS	40000UL
#define NR_TASKS	4
#define NR_TIMERS	2
#define NR_SLOTS	512
#define TIMER_NS	200000
#define OPS_A_TIMER	4

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
	unsigned long *owned;		/* a bit for each unit */
	unsigned long base;
	u64 slots[NR_SLOTS];
	unsigned long nr_ops;
	atomic_long_t nr_done, nr_given, nr_refused, nr_in_irq;
	atomic_t nr_wrong, first_line;
};

struct actor {
	struct model *model;
	struct hrtimer timer;
	u32 seed;
};

#define model_expect(m, cond)								\
	do {										\
		if (unlikely(!(cond))) {						\
			atomic_cmpxchg(&(m)->first_line, 0, __LINE__);			\
			atomic_inc(&(m)->nr_wrong);					\
		}									\
	} while (0)

static u32 next_random(struct actor *a)
{
	a->seed = a->seed * 1664525 + 1013904223;
	return a->seed >> 9;
}

/* ---- one allocation ---- */

static void units_own(struct model *m, const union item *item, bool own)
{
	unsigned long unit = item->offset / PCPU_MIN_ALLOC_SIZE, end;

	for (end = unit + DIV_ROUND_UP(item->size, PCPU_MIN_ALLOC_SIZE); unit < end; unit++)
		model_expect(m, test_and_change_bit(unit, m->owned) != own);
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

		model_expect(m, !memchr_inv(copy, 0, item->size));
		copy[0] = copy[item->size - 1] = mark_of(item, cpu);
	}
}

static void copies_check(struct model *m, const union item *item)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		u8 *copy = copy_of(m, item, cpu);

		model_expect(m, copy[0] == mark_of(item, cpu) && copy[item->size - 1] == mark_of(item, cpu));
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
		atomic_long_inc(&a->model->nr_refused);
		return 0;
	}
	item.offset = (unsigned long)p - a->model->base;
	model_expect(a->model, IS_ALIGNED((unsigned long)p, align));
	units_own(a->model, &item, true);
	copies_begin(a->model, &item);
	atomic_long_inc(&a->model->nr_given);
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
	struct model *m = a->model;
	u64 *slot = &m->slots[next_random(a) % NR_SLOTS];

	item_end(m, xchg(slot, 0));
	if (next_random(a) % 4)
		item_end(m, xchg(slot, item_take(a, may_sleep)));
	atomic_long_inc(&m->nr_done);
	if (in_hardirq())
		atomic_long_inc(&m->nr_in_irq);
}

/* ---- actors ---- */

static bool goes_on(const struct model *m)
{
	return atomic_long_read(&m->nr_done) < m->nr_ops;
}

static enum hrtimer_restart timer_acts(struct hrtimer *timer)
{
	struct actor *a = container_of(timer, struct actor, timer);

	for (int i = 0; i < OPS_A_TIMER && goes_on(a->model); i++)
		one_operation(a, false);
	hrtimer_forward_now(timer, ns_to_ktime(TIMER_NS));
	return HRTIMER_RESTART;
}

static void task_acts(void *actors, unsigned int i)
{
	struct actor *a = (struct actor *)actors + i;

	while (goes_on(a->model))
		one_operation(a, true);
}

static void timers_start(struct actor *actors)
{
	for (int i = NR_TASKS; i < NR_TASKS + NR_TIMERS; i++) {
		hrtimer_init(&actors[i].timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
		actors[i].timer.function = timer_acts;
		hrtimer_start(&actors[i].timer, ns_to_ktime(TIMER_NS), HRTIMER_MODE_REL);
	}
}

static void line_print(void *test, const char *line)
{
	kunit_err((struct kunit *)test, "%s\n", line);
}

static void model_run(struct kunit *test, struct model *m, struct actor *actors)
{
	static struct test_threads threads;

	timers_start(actors);
	test_threads_start(test, &threads, NR_TASKS, task_acts, actors);
	while (goes_on(m)) {
		msleep(50);
		KUNIT_EXPECT_EQ(test, mm_verify(line_print, test), 0);
	}
	test_threads_join(&threads);
	for (int i = NR_TASKS; i < NR_TASKS + NR_TIMERS; i++)
		hrtimer_cancel(&actors[i].timer);
}

static unsigned long ops_wanted(void)
{
	const char *text = strstr(saved_command_line, "percpu_model.ops=");

	return text ? simple_strtoul(text + strlen("percpu_model.ops="), NULL, 0) : DEFAULT_OPS;
}

static void percpu_model_random_work_agrees_with_bitmap(struct kunit *test)
{
	const unsigned int nr_units = PCPU_WINDOW_SIZE / PCPU_MIN_ALLOC_SIZE;
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	struct actor *actors = kunit_kcalloc(test, NR_TASKS + NR_TIMERS, sizeof(*actors), GFP_KERNEL);
	unsigned int nr_chunks, most_chunks;
	struct leak_snapshot before, after;

	KUNIT_ASSERT_NOT_NULL(test, actors);
	leak_snapshot(&before);
	nr_chunks = percpu_nr_chunks();
	m->owned = kvcalloc(BITS_TO_LONGS(nr_units), sizeof(long), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m->owned);
	m->base = percpu_chunk_at(0)->base;
	m->nr_ops = ops_wanted();
	for (int i = 0; i < NR_TASKS + NR_TIMERS; i++)
		actors[i] = (struct actor) { .model = m, .seed = 815 + i };
	model_run(test, m, actors);
	most_chunks = percpu_nr_chunks();
	for (int i = 0; i < NR_SLOTS; i++)
		item_end(m, xchg(&m->slots[i], 0));
	KUNIT_EXPECT_EQ(test, bitmap_weight(m->owned, nr_units), 0U);
	kvfree(m->owned);
	leak_snapshot(&after);
	KUNIT_EXPECT_EQ(test, after.percpu, before.percpu);
	KUNIT_EXPECT_TRUE(test, test_eventually(percpu_nr_chunks() <= nr_chunks + 1));
	KUNIT_EXPECT_EQ(test, mm_verify(line_print, test), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&m->first_line), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&m->nr_wrong), 0);
	kunit_info(test, "%lu operations: %ld given, %ld refused, %ld in interrupts, %u chunks in the end\n",
		   m->nr_ops, atomic_long_read(&m->nr_given), atomic_long_read(&m->nr_refused),
		   atomic_long_read(&m->nr_in_irq), most_chunks);
	KUNIT_EXPECT_GT(test, atomic_long_read(&m->nr_given), (long)m->nr_ops / 4);
	if (arch_features() & ARCH_HAS_SMP)
		KUNIT_EXPECT_GT(test, atomic_long_read(&m->nr_in_irq), 0);
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
