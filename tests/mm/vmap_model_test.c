// SPDX-License-Identifier: MIT
/*
 * tests/mm/vmap_model_test.c - suite "vmap_model": random work on maps of addresses agrees with bitmaps
 *
 * First one task: a bit for each page of a space says what is not free. The model computes from it which
 * address a request must get, with whatever size, alignment and bounds, and when a purge must come before.
 * Then several tasks at once, on one space: what one of them gets must be nobody's, until it gives it back;
 * meanwhile they vmalloc() and vfree() too, and look whether what they wrote is still there.
 * The number of operations is a parameter, which `--boot vmap_model.ops=1000000` sets.
 */
#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mm_verify.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm-generic/arch.h>
#include "mm/verify.h"
#include "mm/vmap_area.h"

#define DEFAULT_OPS	60000UL
#define BASE		0x40000000UL
#define NR_PAGES	2048UL
#define NR_SLOTS	96
#define NR_TASKS	4
#define NR_MAPPED	8		/* vmalloc areas of a task */
#define MAX_MAPPED	20		/* pages of one, at most */
#define PAGES(n)	((unsigned long)(n) << PAGE_SHIFT)
#define VERIFY_EVERY	1024

struct model {
	struct vmap_space space;
	DECLARE_BITMAP(busy, NR_PAGES);		/* taken or at rest */
	DECLARE_BITMAP(resting, NR_PAGES);
	struct vmap_area *slots[NR_SLOTS];
	unsigned long nr_given, nr_refused, nr_purged;
	atomic_long_t nr_ops;
	unsigned long end;
	atomic_t nr_wrong, first_line;
};

struct actor {
	struct model *model;
	struct task_struct *task;
	struct completion done;
	u32 seed;
	unsigned char *mapped[NR_MAPPED];
	unsigned long size[NR_MAPPED];
};

#define model_expect(m, cond)								\
	do {										\
		if (unlikely(!(cond))) {						\
			atomic_cmpxchg(&(m)->first_line, 0, __LINE__);			\
			atomic_inc(&(m)->nr_wrong);					\
		}									\
	} while (0)

static u32 next_random(u32 *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 9;
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
	u32 kind = next_random(seed) % 16;

	r->size = PAGES(1 + next_random(seed) % (kind < 12 ? 8 : 120));
	r->align = kind % 4 ? PAGE_SIZE : PAGES(1 << next_random(seed) % 7);
	r->start = BASE;
	r->end = BASE + PAGES(NR_PAGES);
	if (kind % 5 == 0) {
		r->start += PAGES(next_random(seed) % (NR_PAGES / 2));
		r->end = r->start + PAGES(next_random(seed) % (NR_PAGES / 2) + 1);
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
	model_expect(m, IS_ERR(*slot) == (want == NR_PAGES));
	if (IS_ERR(*slot)) {
		m->nr_refused++;
		*slot = NULL;
		return;
	}
	m->nr_given++;
	model_expect(m, page_of((*slot)->start) == want && (*slot)->end - (*slot)->start == r.size);
	bitmap_set(m->busy, page_of((*slot)->start), r.size >> PAGE_SHIFT);
}

static void slot_give(struct model *m, struct vmap_area **slot, u32 *seed)
{
	unsigned long start = (*slot)->start, size = (*slot)->end - start;
	unsigned long inside = start + next_random(seed) % size;

	model_expect(m, vmap_area_find(&m->space, inside) == *slot);
	model_expect(m, inside == start || !vmap_area_claim(&m->space, inside, any));
	model_expect(m, vmap_area_claim(&m->space, start, any) == *slot);
	vmap_area_free(&m->space, *slot);
	model_expect(m, !vmap_area_find(&m->space, inside));
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
		struct vmap_area **slot = &m->slots[next_random(&seed) % NR_SLOTS];

		if (*slot)
			slot_give(m, slot, &seed);
		else
			slot_take(m, slot, &seed);
		if (next_random(&seed) % 512 == 0) {
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
		model_expect(m, test_and_change_bit(i, m->busy) != taken);
}

static void shared_operation(struct actor *a)
{
	struct model *m = a->model;
	struct vmap_area *area, **slot = &m->slots[next_random(&a->seed) % NR_SLOTS];
	struct vmap_request r;

	area = xchg(slot, NULL);
	if (area) {
		model_expect(m, vmap_area_find(&m->space, area->end - 1) == area);
		bits_flip(m, area, false);
		model_expect(m, vmap_area_claim(&m->space, area->start, any) == area);
		vmap_area_free(&m->space, area);
		return;
	}
	random_request(&a->seed, &r);
	area = vmap_area_alloc(&m->space, &r, NULL, GFP_KERNEL);
	if (IS_ERR(area))
		return;
	model_expect(m, IS_ALIGNED(area->start, r.align) && area->start >= r.start && area->end <= r.end);
	bits_flip(m, area, true);
	area = xchg(slot, area);
	if (!area)
		return;
	bits_flip(m, area, false);
	model_expect(m, vmap_area_claim(&m->space, area->start, any) == area);
	vmap_area_free(&m->space, area);
}

static void mapped_operation(struct actor *a)
{
	unsigned int i = next_random(&a->seed) % NR_MAPPED;
	unsigned char mark = (unsigned long)a / sizeof(*a) + i;

	if (a->mapped[i]) {
		model_expect(a->model, !memchr_inv(a->mapped[i], mark, a->size[i]));
		vfree(a->mapped[i]);
		a->mapped[i] = NULL;
		return;
	}
	a->size[i] = 1 + next_random(&a->seed) % PAGES(MAX_MAPPED);
	a->mapped[i] = vmalloc(a->size[i]);
	if (a->mapped[i])
		memset(a->mapped[i], mark, a->size[i]);
}

static int task_acts(void *arg)
{
	bool mmu = arch_features() & ARCH_HAS_MMU;
	struct actor *a = arg;
	struct model *m = a->model;

	while ((unsigned long)atomic_long_inc_return(&m->nr_ops) <= m->end) {
		u32 r = next_random(&a->seed);

		if (mmu && r % 32 == 0)
			mapped_operation(a);
		else if (r % 512 == 1)
			vmap_space_purge(&m->space);
		else
			shared_operation(a);
		if (r % 1024 == 2)
			cond_resched();
	}
	for (int i = 0; i < NR_MAPPED; i++)
		vfree(a->mapped[i]);
	complete(&a->done);
	return 0;
}

static void line_print(void *test, const char *line)
{
	kunit_err((struct kunit *)test, "%s\n", line);
}

static void several_tasks_share_nothing(struct kunit *test, struct model *m, unsigned long nr_ops)
{
	struct actor *actors = kunit_kcalloc(test, NR_TASKS, sizeof(*actors), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, actors);
	m->end = nr_ops;
	for (int i = 0; i < NR_TASKS; i++) {
		actors[i].model = m;
		actors[i].seed = 77 + i;
		init_completion(&actors[i].done);
		actors[i].task = kthread_create(task_acts, &actors[i], "vmap-model/%d", i);
		get_task_struct(actors[i].task);
		wake_up_process(actors[i].task);
	}
	KUNIT_EXPECT_EQ(test, mm_verify(line_print, test), 0);
	for (int i = 0; i < NR_TASKS; i++) {
		wait_for_completion(&actors[i].done);
		kthread_stop(actors[i].task);
		put_task_struct(actors[i].task);
	}
	space_verify(test, m);
	KUNIT_EXPECT_EQ(test, mm_verify(line_print, test), 0);
}

/* ---- the case ---- */

static unsigned long ops_wanted(void)
{
	const char *text = strstr(saved_command_line, "vmap_model.ops=");

	return text ? simple_strtoul(text + strlen("vmap_model.ops="), NULL, 0) : DEFAULT_OPS;
}

static void vmap_model_random_work_agrees_with_bitmap(struct kunit *test)
{
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	unsigned long nr_ops = ops_wanted();

	KUNIT_ASSERT_NOT_NULL(test, m);
	KUNIT_ASSERT_EQ(test, vmap_space_init(&m->space, BASE, BASE + PAGES(NR_PAGES)), 0);
	one_task_gets_what_model_says(test, m, nr_ops / 2);
	several_tasks_share_nothing(test, m, nr_ops / 2);
	kunit_info(test, "%lu operations; of one task's: %lu given, %lu refused, %lu pages purged\n", nr_ops,
		   m->nr_given, m->nr_refused, m->nr_purged);
	KUNIT_EXPECT_EQ(test, atomic_read(&m->nr_wrong), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&m->first_line), 0);
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
