// SPDX-License-Identifier: MIT
/*
 * tests/mm/mm_model_test.c - suite "mm_model": random work by several threads against simple models
 *
 * The model of frames is a bitmap: no frame belongs to two owners. The model of objects is their
 * contents: each object holds its owner's pattern, of its own size, until it is freed. Objects
 * are handed from thread to thread, so that most are freed on another CPU.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include "tests/mm/model.h"

#define DEFAULT_OPS	240000UL
#define NR_SLOTS	64

struct item {
	void *memory;
	unsigned int size;		/* bytes; of pages: the order */
	unsigned char pattern;
	unsigned char kind;
};

enum { KIND_KMALLOC, KIND_CACHE, KIND_PAGES, NR_KINDS };

struct model {
	struct model_run run;
	struct kmem_cache *cache;
	unsigned long *owned;		/* a bit for each frame */
	struct item *shared[NR_SLOTS];	/* items that wait for any thread to free them */
};

static struct model *model_of(const struct actor *a)
{
	return container_of(a->run, struct model, run);
}

static void frames_own(struct model *m, void *memory, unsigned int order, bool own)
{
	unsigned long pfn = virt_to_pfn(memory);

	for (unsigned int i = 0; i < 1U << order; i++)
		model_expect(&m->run, test_and_change_bit(pfn + i, m->owned) != own);
}

static size_t item_bytes(const struct item *item)
{
	return item->kind == KIND_PAGES ? PAGE_SIZE << item->size : item->size;
}

static struct item *item_make(struct actor *a)
{
	struct item *item = kmalloc(sizeof(*item), GFP_KERNEL);

	if (!item)
		return NULL;
	item->kind = next_random(a) % NR_KINDS;
	item->pattern = next_random(a);
	if (item->kind == KIND_KMALLOC) {
		item->size = 1 + next_random(a) % (next_random(a) % 16 ? 500 : 12000);
		item->memory = kmalloc(item->size, next_random(a) % 4 ? GFP_KERNEL : GFP_ATOMIC);
	} else if (item->kind == KIND_CACHE) {
		item->size = 144;
		item->memory = kmem_cache_alloc(model_of(a)->cache, GFP_KERNEL);
	} else {
		item->size = next_random(a) % 5;
		item->memory = (void *)__get_free_pages(GFP_KERNEL, item->size);
	}
	if (!item->memory) {
		kfree(item);
		return NULL;
	}
	if (item->kind == KIND_PAGES)
		frames_own(model_of(a), item->memory, item->size, true);
	memset(item->memory, item->pattern, item_bytes(item));
	return item;
}

static void item_end(struct model *m, struct item *item)
{
	if (!item)
		return;
	model_expect(&m->run, !memchr_inv(item->memory, item->pattern, item_bytes(item)));
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

static void one_operation(struct actor *a, bool may_sleep)
{
	struct model *m = model_of(a);
	struct item *item = next_random(a) % 8 ? item_make(a) : NULL;

	item_end(m, xchg(&m->shared[next_random(a) % NR_SLOTS], item));
}

static const struct model_kind kind = {
	.operation	= one_operation,
	.seed		= 1000,
};

static void mm_model_random_work_is_consistent(struct kunit *test)
{
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, m);
	model_init(&m->run, &kind);
	m->owned = kvzalloc(BITS_TO_LONGS(max_pfn) * sizeof(long), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m->owned);
	m->cache = kmem_cache_create("mm-model", 144, 0, SLAB_HWCACHE_ALIGN, NULL);
	KUNIT_ASSERT_NOT_NULL(test, m->cache);
	model_round(test, &m->run, model_ops_wanted(test, DEFAULT_OPS));
	for (int i = 0; i < NR_SLOTS; i++)
		item_end(m, m->shared[i]);
	model_expect_right(test, &m->run);
	EXPECT_VERIFIED(test);
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
