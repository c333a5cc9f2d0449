// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_model_test.c - suite "page_model": random work on pages agrees with a bitmap of frames
 *
 * Several tasks, hrtimers and calls to other CPUs allocate and free blocks of all orders, from all
 * zones, with all kinds of GFP flags, in all the ways that there are; most blocks are freed by
 * another actor than the one that allocated them. The model is a bit for each frame: set after it
 * was given out, cleared before it is freed. It says that
 *	- no frame is given out that somebody owns, no block crosses a zone or is of a zone too high;
 *	- what somebody wrote at a block's ends is there until it is freed;
 *	- at any moment, with the machine stopped: no block on a free list has an owned frame;
 *	- at the end of each round, when all is freed: as many frames are in use as before it.
 * mm_verify() is content all the while.
 * The number of operations is a parameter, which `--boot page_model.ops=10000000` sets.
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/leak.h>
#include <linux/mm.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include <asm-generic/arch.h>
#include "mm/page_buddy.h"
#include "tests/mm/model.h"

#define DEFAULT_OPS	300000UL
#define NR_ROUNDS	5
#define NR_SLOTS	512
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
	struct model_run run;
	unsigned long *owned;		/* a bit for each frame */
	u64 slots[NR_SLOTS];
};

static struct model *model_of(const struct actor *a)
{
	return container_of(a->run, struct model, run);
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
		model_expect(&m->run, test_and_change_bit(pfn + i, m->owned) != own);
}

static void block_given(struct model *m, struct page *page, unsigned int order, gfp_t gfp, union block *b)
{
	struct zone *zone = page_zone(page);

	*b = (union block) {
		.pfn = page_to_pfn(page), .order = order, .present = 1,
		.compound = order && (gfp & __GFP_COMP),
	};
	model_expect(&m->run, page_count(page) == 1 && !page->mapping && !page_mapcount(page));
	model_expect(&m->run, IS_ALIGNED(page_to_pfn(page), 1UL << order));
	model_expect(&m->run, zone_idx(zone) <= gfp_zone(gfp));
	model_expect(&m->run, zone_spans_pfn(zone, b->pfn + (1UL << order) - 1));
	model_expect(&m->run, !!PageHead(page) == (bool)b->compound);
	if (gfp & __GFP_ZERO)
		model_expect(&m->run, block_is_zero(b));
	frames_own(m, b->pfn, order, true);
	ends_write(b);
	atomic_long_inc(&m->run.nr_given);
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
		atomic_long_inc(&a->run->nr_refused);
		return 0;
	}
	block_given(model_of(a), page, order, gfp, &b);
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
	model_expect(a->run, page_count(page) == 1 && ends_are_whole(&b));
	frames_own(model_of(a), b.pfn, b.order, false);
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
	u64 *slot = &model_of(a)->slots[next_random(a) % NR_SLOTS];

	block_end(a, xchg(slot, 0));
	if (next_random(a) % 2)
		block_end(a, xchg(slot, block_take(a, may_sleep)));
}

/* ---- comparing ---- */

static void zone_compare(struct model *m, struct zone *zone)
{
	unsigned int order, type;
	struct page *page;

	for_each_migratetype_order(order, type)
		list_for_each_entry(page, &zone->free_area[order].free_list[type], lru) {
			unsigned long pfn = page_to_pfn(page);

			model_expect(&m->run, find_next_bit(m->owned, pfn + (1UL << order), pfn) >=
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

/* While the actors are at work, and once they rest. */
static void free_blocks_look(struct model_run *run)
{
	stop_machine(free_blocks_compare, container_of(run, struct model, run), NULL);
}

static const struct model_kind kind = {
	.operation	= one_operation,
	.look		= free_blocks_look,
	.seed		= 4711,
	.call_every	= 64,
	.timer_ns	= 100000,
	.ops_a_timer	= 16,
};

static void round_run(struct kunit *test, struct model *m, unsigned long nr_ops)
{
	struct leak_snapshot before, after;

	leak_snapshot(&before);
	model_round(test, &m->run, nr_ops);
	KUNIT_EXPECT_GT(test, bitmap_weight(m->owned, max_pfn), 0U);
	for (int i = 0; i < NR_SLOTS; i++)
		block_end(&m->run.actors[0], xchg(&m->slots[i], 0));
	KUNIT_EXPECT_EQ(test, bitmap_weight(m->owned, max_pfn), 0U);
	leak_snapshot(&after);
	KUNIT_EXPECT_LE(test, after.pages, before.pages);
	model_expect_right(test, &m->run);
}

static void page_model_random_work_agrees_with_bitmap(struct kunit *test)
{
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	unsigned long nr_ops = model_ops_wanted(test, DEFAULT_OPS);

	KUNIT_ASSERT_NOT_NULL(test, m);
	m->owned = kvcalloc(BITS_TO_LONGS(max_pfn), sizeof(long), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m->owned);
	model_init(&m->run, &kind);
	for (int i = 0; i < NR_ROUNDS; i++)
		round_run(test, m, nr_ops / NR_ROUNDS);
	kunit_info(test, "%lu operations: %ld blocks given, %ld refused, %ld operations in interrupts\n",
		   nr_ops, atomic_long_read(&m->run.nr_given), atomic_long_read(&m->run.nr_refused),
		   atomic_long_read(&m->run.nr_in_irq));
	KUNIT_EXPECT_GT(test, atomic_long_read(&m->run.nr_given), (long)nr_ops / 4);
	if (arch_features() & ARCH_HAS_SMP)
		KUNIT_EXPECT_GT(test, atomic_long_read(&m->run.nr_in_irq), (long)nr_ops / 100);
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
