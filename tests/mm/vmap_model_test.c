// SPDX-License-Identifier: MIT
/*
 * tests/mm/vmap_model_test.c - suite "vmap_model": random work on maps of addresses agrees with bitmaps
 *
 * First one task: a bit for each page of a space says what is not free. The model computes from it
 * which address a request must get, with whatever size, alignment and bounds, and when a purge must
 * come before. Then several tasks at once, on one space: what one of them gets must be nobody's,
 * until it gives it back; meanwhile they vmalloc() and vfree() too, and look whether what they
 * wrote is still there. The number of operations is a parameter, which `--boot
 * vmap_model.ops=1000000` sets.
 */
#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm-generic/arch.h>
#include "mm/verify.h"
#include "mm/vmap_area.h"
#include "tests/mm/model.h"

#define DEFAULT_OPS	60000UL
#define BASE		0x40000000UL
#define NR_PAGES	2048UL
#define NR_SLOTS	96
#define NR_MAPPED	8		/* vmalloc areas of a task */
#define MAX_MAPPED	20		/* pages of one, at most */
#define PAGES(n)	((unsigned long)(n) << PAGE_SHIFT)
#define VERIFY_EVERY	1024

/* What an actor has of vmalloc(). */
struct mapped {
	unsigned char *area;
	unsigned long size;
};

struct model {
	struct model_run run;
	struct vmap_space space;
	DECLARE_BITMAP(busy, NR_PAGES);		/* taken or at rest */
	DECLARE_BITMAP(resting, NR_PAGES);
	struct vmap_area *slots[NR_SLOTS];
	unsigned long nr_given, nr_refused, nr_purged;
	struct mapped mapped[MODEL_TASKS][NR_MAPPED];
};

static struct model *model_of(const struct actor *a)
{
	return container_of(a->run, struct model, run);
}

static unsigned long page_of(unsigned long addr)
{
	return (addr - BASE) >> PAGE_SHIFT;
}

static bool any(const struct vmap_area *area)
{
	return true;
}

static void random_request(u32 *seed, struct vmap_request *r)
{
	u32 kind = random_next(seed) % 16;

	r->size = PAGES(1 + random_next(seed) % (kind < 12 ? 8 : 120));
	r->align = kind % 4 ? PAGE_SIZE : PAGES(1 << random_next(seed) % 7);
	r->start = BASE;
	r->end = BASE + PAGES(NR_PAGES);
	if (kind % 5 == 0) {
		r->start += PAGES(random_next(seed) % (NR_PAGES / 2));
		r->end = r->start + PAGES(random_next(seed) % (NR_PAGES / 2) + 1);
	}
}

/* ---- one task: the address is known beforehand ---- */

/* The page that a request must get, or NR_PAGES. */
static unsigned long model_fit(const struct model *m, const struct vmap_request *r)
{
	unsigned long size = r->size >> PAGE_SHIFT, least = size + (r->align >> PAGE_SHIFT) - 1;
	unsigned long hole, end = 0, last = page_of(r->end);

	if (last - page_of(r->start) < least)
		least = size;
	for (;;) {
		unsigned long at;

		hole = find_next_zero_bit(m->busy, NR_PAGES, end);
		if (hole >= last)
			return NR_PAGES;
		end = find_next_bit(m->busy, NR_PAGES, hole);
		at = page_of(ALIGN(max(BASE + PAGES(hole), r->start), r->align));
		if (end - hole >= least && at >= hole && at + size <= min(end, last))
			return at;
	}
}

static void model_purge(struct model *m)
{
	bitmap_andnot(m->busy, m->busy, m->resting, NR_PAGES);
	m->nr_purged += bitmap_weight(m->resting, NR_PAGES);
	bitmap_zero(m->resting, NR_PAGES);
}

static void slot_take(struct model *m, struct vmap_area **slot, u32 *seed)
{
	struct vmap_request r;
	unsigned long want;

	random_request(seed, &r);
	want = model_fit(m, &r);
	if (want == NR_PAGES && !bitmap_empty(m->resting, NR_PAGES)) {
		model_purge(m);
		want = model_fit(m, &r);
	}
	*slot = vmap_area_alloc(&m->space, &r, NULL, GFP_KERNEL);
	model_expect(&m->run, IS_ERR(*slot) == (want == NR_PAGES));
	if (IS_ERR(*slot)) {
		m->nr_refused++;
		*slot = NULL;
		return;
	}
	m->nr_given++;
	model_expect(&m->run, page_of((*slot)->start) == want && (*slot)->end - (*slot)->start == r.size);
	bitmap_set(m->busy, page_of((*slot)->start), r.size >> PAGE_SHIFT);
}

static void slot_give(struct model *m, struct vmap_area **slot, u32 *seed)
{
	unsigned long start = (*slot)->start, size = (*slot)->end - start;
	unsigned long inside = start + random_next(seed) % size;

	model_expect(&m->run, vmap_area_find(&m->space, inside) == *slot);
	model_expect(&m->run, inside == start || !vmap_area_claim(&m->space, inside, any));
	model_expect(&m->run, vmap_area_claim(&m->space, start, any) == *slot);
	vmap_area_free(&m->space, *slot);
	model_expect(&m->run, !vmap_area_find(&m->space, inside));
	bitmap_set(m->resting, page_of(start), size >> PAGE_SHIFT);
	*slot = NULL;
}

static void space_verify(struct kunit *test, struct model *m)
{
	char *text = kunit_kzalloc(test, 512, GFP_KERNEL);
	struct verify_report report = { .text = text, .size = 512 };

	KUNIT_ASSERT_NOT_NULL(test, text);
	vmap_space_verify(&m->space, &report);
	KUNIT_EXPECT_STREQ(test, text, "");
	kunit_kfree(test, text);
}

static void one_task_gets_what_model_says(struct kunit *test, struct model *m, unsigned long nr_ops)
{
	u32 seed = 2024;

	for (unsigned long i = 0; i < nr_ops; i++) {
		struct vmap_area **slot = &m->slots[random_next(&seed) % NR_SLOTS];

		if (*slot)
			slot_give(m, slot, &seed);
		else
			slot_take(m, slot, &seed);
		if (random_next(&seed) % 512 == 0) {
			model_purge(m);
			vmap_space_purge(&m->space);
		}
		if (i % VERIFY_EVERY == 0)
			space_verify(test, m);
	}
	for (int i = 0; i < NR_SLOTS; i++)
		if (m->slots[i])
			slot_give(m, &m->slots[i], &seed);
	vmap_space_purge(&m->space);
	model_purge(m);
	space_verify(test, m);
	KUNIT_EXPECT_TRUE(test, list_is_singular(&m->space.order));
	KUNIT_EXPECT_TRUE(test, bitmap_empty(m->busy, NR_PAGES));
	KUNIT_EXPECT_GT(test, m->nr_given, nr_ops / 4);
	KUNIT_EXPECT_GT(test, m->nr_refused, 0UL);
	KUNIT_EXPECT_GT(test, m->nr_purged, nr_ops / 16);
}

/* ---- several tasks ---- */

static void bits_flip(struct model *m, const struct vmap_area *area, bool taken)
{
	for (unsigned long i = page_of(area->start); i < page_of(area->end); i++)
		model_expect(&m->run, test_and_change_bit(i, m->busy) != taken);
}

static void shared_operation(struct actor *a)
{
	struct model *m = model_of(a);
	struct vmap_area *area, **slot = &m->slots[next_random(a) % NR_SLOTS];
	struct vmap_request r;

	area = xchg(slot, NULL);
	if (area) {
		model_expect(&m->run, vmap_area_find(&m->space, area->end - 1) == area);
		bits_flip(m, area, false);
		model_expect(&m->run, vmap_area_claim(&m->space, area->start, any) == area);
		vmap_area_free(&m->space, area);
		return;
	}
	random_request(&a->seed, &r);
	area = vmap_area_alloc(&m->space, &r, NULL, GFP_KERNEL);
	if (IS_ERR(area))
		return;
	model_expect(&m->run, IS_ALIGNED(area->start, r.align) && area->start >= r.start && area->end <= r.end);
	bits_flip(m, area, true);
	area = xchg(slot, area);
	if (!area)
		return;
	bits_flip(m, area, false);
	model_expect(&m->run, vmap_area_claim(&m->space, area->start, any) == area);
	vmap_area_free(&m->space, area);
}

static void mapped_operation(struct actor *a)
{
	unsigned int i = next_random(a) % NR_MAPPED, task = a - a->run->actors;
	struct mapped *mapped = &model_of(a)->mapped[task][i];
	unsigned char mark = task * NR_MAPPED + i + 1;

	if (mapped->area) {
		model_expect(a->run, !memchr_inv(mapped->area, mark, mapped->size));
		vfree(mapped->area);
		mapped->area = NULL;
		return;
	}
	mapped->size = 1 + next_random(a) % PAGES(MAX_MAPPED);
	mapped->area = vmalloc(mapped->size);
	if (mapped->area)
		memset(mapped->area, mark, mapped->size);
}

static void one_operation(struct actor *a, bool may_sleep)
{
	u32 r = next_random(a);

	if ((arch_features() & ARCH_HAS_MMU) && r % 32 == 0)
		mapped_operation(a);
	else if (r % 512 == 1)
		vmap_space_purge(&model_of(a)->space);
	else
		shared_operation(a);
}

static const struct model_kind kind = {
	.operation	= one_operation,
	.seed		= 77,
};

static void several_tasks_share_nothing(struct kunit *test, struct model *m, unsigned long nr_ops)
{
	model_init(&m->run, &kind);
	model_round(test, &m->run, nr_ops);
	for (int i = 0; i < MODEL_TASKS * NR_MAPPED; i++)
		vfree(m->mapped[i / NR_MAPPED][i % NR_MAPPED].area);
	space_verify(test, m);
	EXPECT_VERIFIED(test);
}

/* ---- the case ---- */

static void vmap_model_random_work_agrees_with_bitmap(struct kunit *test)
{
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	unsigned long nr_ops = model_ops_wanted(test, DEFAULT_OPS);

	KUNIT_ASSERT_NOT_NULL(test, m);
	KUNIT_ASSERT_EQ(test, vmap_space_init(&m->space, BASE, BASE + PAGES(NR_PAGES)), 0);
	one_task_gets_what_model_says(test, m, nr_ops / 2);
	several_tasks_share_nothing(test, m, nr_ops / 2);
	kunit_info(test, "%lu operations; of one task's: %lu given, %lu refused, %lu pages purged\n", nr_ops,
		   m->nr_given, m->nr_refused, m->nr_purged);
	model_expect_right(test, &m->run);
	vmap_space_destroy(&m->space);
}

static struct kunit_case vmap_model_cases[] = {
	KUNIT_CASE_SLOW(vmap_model_random_work_agrees_with_bitmap),
	{}
};

static struct kunit_suite vmap_model_suite = {
	.name = "vmap_model",
	.test_cases = vmap_model_cases,
};
kunit_test_suite(vmap_model_suite);
