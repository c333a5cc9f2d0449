// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_model_test.c - suite "page_model": random work on pages agrees with a bitmap of frames
 *
 * Several tasks, hrtimers and calls to other CPUs allocate and free blocks of all orders, from all zones,
 * with all kinds of GFP flags, in all the ways that there are; most blocks are freed by another actor
 * than the one that allocated them. The model is a bit for each frame: set after it was given out,
 * cleared before it is freed. It says that
 *	- no frame is given out that somebody owns, no block crosses a zone or is of a zone too high;
 *	- what somebody wrote at a block's ends is there until it is freed;
 *	- at any moment, with the machine stopped: no block on a free list has an owned frame;
 *	- at the end of each round, when all is freed: as many frames are in use as before it.
 * mm_verify() is content all the while.
 * The number of operations is a parameter, which `--boot page_model.ops=10000000` sets.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/highmem.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/leak.h>
#include <linux/mm.h>
#include <linux/mm_verify.h>
#include <linux/sched/task.h>
#include <linux/smp.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include <asm-generic/arch.h>
#include "mm/page_buddy.h"

#define DEFAULT_OPS	300000UL
#define NR_ROUNDS	5
#define NR_TASKS	4
#define NR_TIMERS	2
#define NR_SLOTS	512
#define TIMER_NS	100000
#define OPS_A_TIMER	16
#define OPS_A_CALL	4
#define MAX_PARTS	8	/* of a block that is freed in parts */

/* What a slot holds, in one word that is exchanged: 0 is nothing. */
union block {
	u64 word;
	struct {
		u64 pfn		: 44;
		u64 order	: 5;
		u64 compound	: 1;
		u64 present	: 1;
	};
};

struct model {
	unsigned long *owned;		/* a bit for each frame */
	u64 slots[NR_SLOTS];
	atomic_long_t nr_ops;		/* done in this round */
	unsigned long end;		/* of the round */
	atomic_long_t nr_given, nr_refused, nr_in_irq;
	atomic_t nr_wrong;
	atomic_t first_line;		/* of the first that was wrong */
};

struct actor {
	struct model *model;
	struct task_struct *task;
	struct completion done;
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

/* ---- the model's side of giving and taking ---- */

static unsigned long pattern_of(unsigned long pfn)
{
	return pfn * 0x9e3779b97f4a7c15UL;
}

static void ends_write(const union block *b)
{
	unsigned long *first;

	if (PageHighMem(pfn_to_page(b->pfn)))
		return;
	first = pfn_to_virt(b->pfn);
	first[0] = pattern_of(b->pfn);
	first[(PAGE_SIZE << b->order) / sizeof(long) - 1] = ~pattern_of(b->pfn);
}

static bool ends_are_whole(const union block *b)
{
	unsigned long *first;

	if (PageHighMem(pfn_to_page(b->pfn)))
		return true;
	first = pfn_to_virt(b->pfn);
	return first[0] == pattern_of(b->pfn) &&
	       first[(PAGE_SIZE << b->order) / sizeof(long) - 1] == ~pattern_of(b->pfn);
}

static bool block_is_zero(const union block *b)
{
	struct page *page = pfn_to_page(b->pfn);

	return PageHighMem(page) || !memchr_inv(page_address(page), 0, PAGE_SIZE << b->order);
}

static void frames_own(struct model *m, unsigned long pfn, unsigned int order, bool own)
{
	for (unsigned long i = 0; i < 1UL << order; i++)
		model_expect(m, test_and_change_bit(pfn + i, m->owned) != own);
}

static void block_given(struct model *m, struct page *page, unsigned int order, gfp_t gfp, union block *b)
{
	struct zone *zone = page_zone(page);

	*b = (union block) {
		.pfn = page_to_pfn(page), .order = order, .present = 1,
		.compound = order && (gfp & __GFP_COMP),
	};
	model_expect(m, page_count(page) == 1 && !page->mapping && !page_mapcount(page));
	model_expect(m, IS_ALIGNED(page_to_pfn(page), 1UL << order));
	model_expect(m, zone_idx(zone) <= gfp_zone(gfp));
	model_expect(m, zone_spans_pfn(zone, b->pfn + (1UL << order) - 1));
	model_expect(m, !!PageHead(page) == (bool)b->compound);
	if (gfp & __GFP_ZERO)
		model_expect(m, block_is_zero(b));
	frames_own(m, b->pfn, order, true);
	ends_write(b);
	atomic_long_inc(&m->nr_given);
}

/* ---- the allocator's side ---- */

static gfp_t random_gfp(struct actor *a, bool may_sleep)
{
	static const gfp_t sleeping[] = {
		GFP_KERNEL, GFP_NOIO, GFP_NOFS, GFP_USER, GFP_HIGHUSER, GFP_HIGHUSER_MOVABLE,
		GFP_KERNEL | __GFP_RECLAIMABLE, GFP_KERNEL | GFP_DMA32, GFP_KERNEL | __GFP_NORETRY,
		GFP_KERNEL | __GFP_RETRY_MAYFAIL, GFP_KERNEL | __GFP_NOMEMALLOC, GFP_KERNEL | __GFP_WRITE,
	};
	static const gfp_t atomic[] = {
		GFP_ATOMIC, GFP_NOWAIT, GFP_ATOMIC | __GFP_HIGHMEM, GFP_ATOMIC | __GFP_NOMEMALLOC,
		GFP_NOWAIT | __GFP_MOVABLE | __GFP_HIGHMEM, GFP_NOWAIT | __GFP_RECLAIMABLE,
	};
	u32 r = next_random(a);
	gfp_t gfp = may_sleep && r % 8 ? sleeping[r / 8 % ARRAY_SIZE(sleeping)] :
					 atomic[r / 8 % ARRAY_SIZE(atomic)];

	r = next_random(a);
	if (r % 16 == 0)
		gfp = (gfp & ~GFP_ZONEMASK) | GFP_DMA;
	if (r & 0x100)
		gfp |= __GFP_COMP;
	if ((r & 0xe00) == 0xe00)
		gfp |= __GFP_ZERO;
	return gfp | __GFP_NOWARN;
}

static unsigned int random_order(struct actor *a)
{
	u32 r = next_random(a), kind = r % 32;

	r /= 32;
	return kind < 18 ? 0 : kind < 27 ? 1 + r % 3 : kind < 31 ? 4 + r % 5 : 9 + r % (MAX_ORDER - 9);
}

static u64 block_take(struct actor *a, bool may_sleep)
{
	gfp_t gfp = random_gfp(a, may_sleep);
	unsigned int order = random_order(a);
	struct page *page;
	union block b;

	if (!may_sleep && order > PAGE_ALLOC_COSTLY_ORDER && next_random(a) % 4)
		order = 0;
	page = alloc_pages(gfp, order);
	if (!page) {
		atomic_long_inc(&a->model->nr_refused);
		return 0;
	}
	block_given(a->model, page, order, gfp, &b);
	return b.word;
}

/* Its pages one by one, or runs of them: the first half at once, then the rest. */
static void block_free_split(struct page *page, unsigned int order)
{
	split_page(page, order);
	for (unsigned int i = 0; i < 1U << order; i++)
		if (i & 1)
			put_page(page + i);
		else
			__free_page(page + i);
}

static void block_end(struct actor *a, u64 word)
{
	union block b = { .word = word };
	struct page *page = pfn_to_page(b.pfn);

	if (!word)
		return;
	model_expect(a->model, page_count(page) == 1 && ends_are_whole(&b));
	frames_own(a->model, b.pfn, b.order, false);
	switch (next_random(a) % 4) {
	case 0:
		if (!PageHighMem(page)) {
			free_pages((unsigned long)page_address(page), b.order);
			break;
		}
		fallthrough;
	case 1:
		if (b.order <= ilog2(MAX_PARTS) && !b.compound) {
			block_free_split(page, b.order);
			break;
		}
		fallthrough;
	case 2:
		if (!b.order || b.compound) {
			put_page(page);
			break;
		}
		fallthrough;
	default:
		__free_pages(page, b.order);
	}
}

static void one_operation(struct actor *a, bool may_sleep)
{
	u64 *slot = &a->model->slots[next_random(a) % NR_SLOTS];

	block_end(a, xchg(slot, 0));
	if (next_random(a) % 2)
		block_end(a, xchg(slot, block_take(a, may_sleep)));
	atomic_long_inc(&a->model->nr_ops);
	if (in_hardirq())
		atomic_long_inc(&a->model->nr_in_irq);
}

/* ---- actors ---- */

static bool round_goes_on(const struct model *m)
{
	return atomic_long_read(&m->nr_ops) < m->end;
}

static enum hrtimer_restart timer_acts(struct hrtimer *timer)
{
	struct actor *a = container_of(timer, struct actor, timer);

	for (int i = 0; i < OPS_A_TIMER && round_goes_on(a->model); i++)
		one_operation(a, false);
	hrtimer_forward_now(timer, ns_to_ktime(TIMER_NS));
	return HRTIMER_RESTART;
}

/* On another CPU, for the task that waits for it. */
static void call_acts(void *arg)
{
	for (int i = 0; i < OPS_A_CALL; i++)
		one_operation(arg, false);
}

static int task_acts(void *arg)
{
	struct actor *a = arg;

	while (round_goes_on(a->model)) {
		u32 r = next_random(a);

		if (r % 64 == 0)
			smp_call_function_single(r / 64 % nr_cpu_ids, call_acts, a, 1);
		else
			one_operation(a, true);
		if (r % 4096 == 1)
			cond_resched();
	}
	complete(&a->done);
	return 0;
}

static void actors_start(struct kunit *test, struct actor *actors)
{
	for (int i = 0; i < NR_TASKS; i++) {
		init_completion(&actors[i].done);
		actors[i].task = kthread_create(task_acts, &actors[i], "page-model/%d", i);
		KUNIT_ASSERT_FALSE(test, IS_ERR(actors[i].task));
		get_task_struct(actors[i].task);
	}
	for (int i = 0; i < NR_TIMERS; i++) {
		struct hrtimer *timer = &actors[NR_TASKS + i].timer;

		hrtimer_init(timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
		timer->function = timer_acts;
		hrtimer_start(timer, ns_to_ktime(TIMER_NS), HRTIMER_MODE_REL);
	}
	for (int i = 0; i < NR_TASKS; i++)
		wake_up_process(actors[i].task);
}

static void actors_join(struct actor *actors)
{
	for (int i = 0; i < NR_TASKS; i++) {
		wait_for_completion(&actors[i].done);
		kthread_stop(actors[i].task);
		put_task_struct(actors[i].task);
	}
	for (int i = 0; i < NR_TIMERS; i++)
		hrtimer_cancel(&actors[NR_TASKS + i].timer);
}

/* ---- comparing ---- */

static void zone_compare(struct model *m, struct zone *zone)
{
	unsigned int order, type;
	struct page *page;

	for_each_migratetype_order(order, type)
		list_for_each_entry(page, &zone->free_area[order].free_list[type], lru) {
			unsigned long pfn = page_to_pfn(page);

			model_expect(m, find_next_bit(m->owned, pfn + (1UL << order), pfn) >=
					pfn + (1UL << order));
		}
}

static int free_blocks_compare(void *arg)
{
	struct zone *zone;

	for_each_populated_zone(zone)
		zone_compare(arg, zone);
	return 0;
}

static void line_print(void *test, const char *line)
{
	kunit_err((struct kunit *)test, "%s\n", line);
}

static void machine_compare(struct kunit *test, struct model *m)
{
	KUNIT_EXPECT_EQ(test, mm_verify(line_print, test), 0);
	stop_machine(free_blocks_compare, m, NULL);
}

/* While the actors are at work, and once they rest. */
static void round_run(struct kunit *test, struct model *m, struct actor *actors, unsigned long nr_ops)
{
	struct leak_snapshot before, after;

	leak_snapshot(&before);
	atomic_long_set(&m->nr_ops, 0);
	m->end = nr_ops;
	actors_start(test, actors);
	while (round_goes_on(m)) {
		msleep(50);
		machine_compare(test, m);
	}
	actors_join(actors);
	machine_compare(test, m);
	KUNIT_EXPECT_GT(test, bitmap_weight(m->owned, max_pfn), 0U);
	for (int i = 0; i < NR_SLOTS; i++)
		block_end(&actors[0], xchg(&m->slots[i], 0));
	KUNIT_EXPECT_EQ(test, bitmap_weight(m->owned, max_pfn), 0U);
	leak_snapshot(&after);
	KUNIT_EXPECT_LE(test, after.pages, before.pages);
	KUNIT_EXPECT_EQ(test, atomic_read(&m->nr_wrong), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&m->first_line), 0);
}

static unsigned long ops_wanted(void)
{
	const char *text = strstr(saved_command_line, "page_model.ops=");

	return text ? simple_strtoul(text + strlen("page_model.ops="), NULL, 0) : DEFAULT_OPS;
}

static void page_model_random_work_agrees_with_bitmap(struct kunit *test)
{
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	struct actor *actors = kunit_kcalloc(test, NR_TASKS + NR_TIMERS, sizeof(*actors), GFP_KERNEL);
	unsigned long nr_ops = ops_wanted();

	KUNIT_ASSERT_NOT_NULL(test, m);
	KUNIT_ASSERT_NOT_NULL(test, actors);
	m->owned = kvcalloc(BITS_TO_LONGS(max_pfn), sizeof(long), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m->owned);
	for (int i = 0; i < NR_TASKS + NR_TIMERS; i++) {
		actors[i].model = m;
		actors[i].seed = 4711 + i;
	}
	for (int i = 0; i < NR_ROUNDS; i++)
		round_run(test, m, actors, nr_ops / NR_ROUNDS);
	kunit_info(test, "%lu operations: %ld blocks given, %ld refused, %ld operations in interrupts\n",
		   nr_ops, atomic_long_read(&m->nr_given), atomic_long_read(&m->nr_refused),
		   atomic_long_read(&m->nr_in_irq));
	KUNIT_EXPECT_GT(test, atomic_long_read(&m->nr_given), (long)nr_ops / 4);
	if (arch_features() & ARCH_HAS_SMP)
		KUNIT_EXPECT_GT(test, atomic_long_read(&m->nr_in_irq), (long)nr_ops / 100);
	kvfree(m->owned);
}

static struct kunit_case page_model_cases[] = {
	KUNIT_CASE_SLOW(page_model_random_work_agrees_with_bitmap),
	{}
};

static struct kunit_suite page_model_suite = {
	.name = "page_model",
	.test_cases = page_model_cases,
};
kunit_test_suite(page_model_suite);
