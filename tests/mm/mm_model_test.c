// SPDX-License-Identifier: MIT
/*
 * tests/mm/mm_model_test.c - suite "mm_model": random work by several threads against simple models
 *
 * The model of frames is a bitmap: no frame belongs to two owners. The model of objects is their
 * contents: each object holds its owner's pattern, of its own size, until it is freed. Objects
 * are handed from thread to thread, so that most are freed on another CPU.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include "mm/page_buddy.h"

#define NR_THREADS	4
#define NR_SLOTS	64
#define NR_STEPS	60000

struct item {
	void *memory;
	unsigned int size;		/* bytes; of pages: the order */
	unsigned char pattern;
	unsigned char kind;
};

enum { KIND_KMALLOC, KIND_CACHE, KIND_PAGES, NR_KINDS };

struct model {
	struct kmem_cache *cache;
	unsigned long *owned;		/* a bit for each frame */
	struct item *shared[NR_SLOTS];	/* items that wait for any thread to free them */
	atomic_t wrong;
};

struct worker {
	struct model *model;
	struct task_struct *task;
	struct completion done;
	u32 seed;
};

static u32 next_random(struct worker *w)
{
	w->seed = w->seed * 1664525 + 1013904223;
	return w->seed >> 8;
}

static void frames_own(struct model *m, void *memory, unsigned int order, bool own)
{
	unsigned long pfn = virt_to_pfn(memory);

	for (unsigned int i = 0; i < 1U << order; i++)
		if (test_and_change_bit(pfn + i, m->owned) == own)
			atomic_inc(&m->wrong);
}

static size_t item_bytes(const struct item *item)
{
	return item->kind == KIND_PAGES ? PAGE_SIZE << item->size : item->size;
}

static struct item *item_make(struct worker *w)
{
	struct item *item = kmalloc(sizeof(*item), GFP_KERNEL);

	if (!item)
		return NULL;
	item->kind = next_random(w) % NR_KINDS;
	item->pattern = next_random(w);
	if (item->kind == KIND_KMALLOC) {
		item->size = 1 + next_random(w) % (next_random(w) % 16 ? 500 : 12000);
		item->memory = kmalloc(item->size, next_random(w) % 4 ? GFP_KERNEL : GFP_ATOMIC);
	} else if (item->kind == KIND_CACHE) {
		item->size = 144;
		item->memory = kmem_cache_alloc(w->model->cache, GFP_KERNEL);
	} else {
		item->size = next_random(w) % 5;
		item->memory = (void *)__get_free_pages(GFP_KERNEL, item->size);
	}
	if (!item->memory) {
		kfree(item);
		return NULL;
	}
	if (item->kind == KIND_PAGES)
		frames_own(w->model, item->memory, item->size, true);
	memset(item->memory, item->pattern, item_bytes(item));
	return item;
}

static void item_end(struct model *m, struct item *item)
{
	if (!item)
		return;
	if (memchr_inv(item->memory, item->pattern, item_bytes(item)))
		atomic_inc(&m->wrong);
	if (item->kind == KIND_KMALLOC) {
		kfree(item->memory);
	} else if (item->kind == KIND_CACHE) {
		kmem_cache_free(m->cache, item->memory);
	} else {
		frames_own(m, item->memory, item->size, false);
		free_pages((unsigned long)item->memory, item->size);
	}
	kfree(item);
}

static int model_thread(void *arg)
{
	struct worker *w = arg;
	struct model *m = w->model;

	for (int step = 0; step < NR_STEPS; step++) {
		struct item *item = next_random(w) % 8 ? item_make(w) : NULL;

		item_end(m, xchg(&m->shared[next_random(w) % NR_SLOTS], item));
	}
	complete(&w->done);
	return 0;
}

static void mm_model_random_work_is_consistent(struct kunit *test)
{
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	struct worker *workers = kunit_kcalloc(test, NR_THREADS, sizeof(*workers), GFP_KERNEL);
	struct zone *zone;
	char why[160];

	KUNIT_ASSERT_NOT_NULL(test, workers);
	m->owned = kvzalloc(BITS_TO_LONGS(max_pfn) * sizeof(long), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m->owned);
	m->cache = kmem_cache_create("mm-model", 144, 0, SLAB_HWCACHE_ALIGN, NULL);
	KUNIT_ASSERT_NOT_NULL(test, m->cache);
	for (int i = 0; i < NR_THREADS; i++) {
		workers[i] = (struct worker) { .model = m, .seed = 1000 + i };
		init_completion(&workers[i].done);
		workers[i].task = kthread_create(model_thread, &workers[i], "mm-model/%d", i);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, workers[i].task);
		get_task_struct(workers[i].task);
		wake_up_process(workers[i].task);
	}
	for (int i = 0; i < NR_THREADS; i++) {
		wait_for_completion(&workers[i].done);
		kthread_stop(workers[i].task);	/* its task_struct is no leak */
		put_task_struct(workers[i].task);
	}
	for (int i = 0; i < NR_SLOTS; i++)
		item_end(m, m->shared[i]);
	KUNIT_EXPECT_EQ(test, atomic_read(&m->wrong), 0);
	for_each_populated_zone(zone)
		KUNIT_EXPECT_TRUE_MSG(test, buddy_check(zone, why, sizeof(why)), "%s", why);
	kmem_cache_destroy(m->cache);
	kvfree(m->owned);
}

static struct kunit_case mm_model_cases[] = {
	KUNIT_CASE_SLOW(mm_model_random_work_is_consistent),
	{}
};

static struct kunit_suite mm_model_suite = {
	.name = "mm_model",
	.test_cases = mm_model_cases,
};
kunit_test_suite(mm_model_suite);
