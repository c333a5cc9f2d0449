// SPDX-License-Identifier: MIT
/*
 * tests/mm/slab_model_test.c - suite "slab_model": random work on objects agrees with a plain set of them
 *
 * Several tasks, hrtimers and calls to other CPUs allocate and free objects of several caches and of
 * kmalloc(), singly and in bulk, mostly those that another actor allocated; caches are shrunk, made and
 * destroyed in between. The model is a table of slots, each with a live object, its cache, its size and
 * the seed of what was written to each of its bytes. It says that
 *	- an object has its whole contents from the moment it was given out until it is freed, so no two
 *	  live ones overlap, and one with a constructor comes constructed;
 *	- with the machine stopped mm_verify() is content, at intervals and at the end of each round;
 *	- at the end of each round each cache has as many objects in use as the table, and none when those
 *	  are freed; a cache without objects can be destroyed.
 * The number of operations is a parameter, which `--boot slab_model.ops=10000000` sets; `slab=`
 * chooses the design that is tested.
 */
#include <kunit/test.h>
#include <linux/leak.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm-generic/arch.h>
#include "mm/slab.h"
#include "tests/mm/model.h"

#define DEFAULT_OPS	300000UL
#define NR_ROUNDS	4
#define NR_SLOTS	2048
#define NR_CACHES	7
#define MAX_BULK	24

/* What a slot holds, in one word that is exchanged; 0: nothing. */
union live {
	u64 word;
	struct {
		u64 address	: 48;	/* its high bits are those of any other */
		u64 size	: 13;
		u64 cache	: 3;	/* NR_CACHES: kmalloc() */
	};
};

struct model {
	struct model_run run;
	struct kmem_cache *caches[NR_CACHES];
	u64 slots[NR_SLOTS];
	atomic_long_t nr_bulk, nr_shrunk, nr_caches;
};

static struct model *model_of(const struct actor *a)
{
	return container_of(a->run, struct model, run);
}

/* ---- caches ---- */

#define CONSTRUCTED	0xc7

static void construct_200(void *object)
{
	memset(object, CONSTRUCTED, 200);
}

static const struct {
	const char *name;
	unsigned int size, align;
	slab_flags_t flags;
	void (*ctor)(void *object);
} kinds[NR_CACHES] = {
	{ "model-8", 8, 0, 0, NULL },
	{ "model-40", 40, 0, 0, NULL },
	{ "model-72", 72, 64, SLAB_HWCACHE_ALIGN, NULL },
	{ "model-200", 200, 0, 0, construct_200 },
	{ "model-rcu", 328, 0, SLAB_TYPESAFE_BY_RCU, NULL },
	{ "model-700", 700, 0, SLAB_RECLAIM_ACCOUNT, NULL },
	{ "model-5000", 5000, 0, 0, NULL },
};

static bool caches_open(struct model *m)
{
	for (int i = 0; i < NR_CACHES; i++) {
		m->caches[i] = kmem_cache_create(kinds[i].name, kinds[i].size, kinds[i].align,
						 kinds[i].flags | SLAB_NOLEAKTRACE, kinds[i].ctor);
		if (!m->caches[i])
			return false;
	}
	return true;
}

/* ---- the model's side ---- */

static unsigned char *live_object(union live l)
{
	return (unsigned char *)((PAGE_OFFSET & ~(BIT_ULL(48) - 1)) | l.address);
}

static bool live_is_constructed(union live l)
{
	return l.cache < NR_CACHES && kinds[l.cache].ctor;
}

/* A byte that depends on where it is and whose it is. */
static unsigned char pattern_of(union live l)
{
	return (unsigned char)((l.address >> 3) * 37 + l.size + l.cache) ?: 1;
}

static bool live_is_whole(union live l)
{
	return !memchr_inv(live_object(l), pattern_of(l), l.size);
}

static u64 live_begin(struct actor *a, void *object, unsigned int size, unsigned int cache, gfp_t gfp)
{
	union live l = { .address = (unsigned long)object, .size = size, .cache = cache };

	model_expect(a->run, live_object(l) == object);
	if (gfp & __GFP_ZERO)
		model_expect(a->run, !memchr_inv(object, 0, size));
	if (live_is_constructed(l))
		model_expect(a->run, !memchr_inv(object, CONSTRUCTED, size));
	if (cache < NR_CACHES && kinds[cache].align)
		model_expect(a->run, IS_ALIGNED((unsigned long)object, kinds[cache].align));
	memset(object, pattern_of(l), size);
	atomic_long_inc(&a->run->nr_given);
	return l.word;
}

static void live_free(struct actor *a, union live l)
{
	model_expect(a->run, live_is_whole(l));
	if (live_is_constructed(l))
		memset(live_object(l), CONSTRUCTED, l.size);
	if (l.cache < NR_CACHES && next_random(a) % 4)
		kmem_cache_free(model_of(a)->caches[l.cache], live_object(l));
	else
		kfree(live_object(l));
}

static void live_end(struct actor *a, u64 word)
{
	if (word)
		live_free(a, (union live) { .word = word });
}

/* ---- the allocator's side ---- */

static gfp_t random_gfp(struct actor *a, bool may_sleep)
{
	static const gfp_t sleeping[] = { GFP_KERNEL, GFP_NOIO, GFP_NOFS, GFP_KERNEL | __GFP_NORETRY };

	return (may_sleep ? sleeping[next_random(a) % ARRAY_SIZE(sleeping)] : GFP_ATOMIC) | __GFP_NOWARN;
}

static unsigned int random_size(struct actor *a)
{
	u32 r = next_random(a);

	return 1 + (r & 7 ? r / 8 % 500 : r / 8 % 8000);
}

static u64 kmalloc_take(struct actor *a, gfp_t gfp)
{
	unsigned int size = random_size(a);
	void *p;

	if (next_random(a) % 8 == 0)
		gfp |= __GFP_ZERO;
	p = next_random(a) % 8 ? kmalloc(size, gfp) : kmalloc(size, gfp | __GFP_RECLAIMABLE);
	return p ? live_begin(a, p, size, NR_CACHES, gfp) : 0;
}

static u64 object_take(struct actor *a, bool may_sleep)
{
	gfp_t gfp = random_gfp(a, may_sleep);
	unsigned int i = next_random(a) % (2 * NR_CACHES);
	void *object;
	u64 word = 0;

	if (i >= NR_CACHES) {
		word = kmalloc_take(a, gfp);
	} else {
		if (!kinds[i].ctor && next_random(a) % 8 == 0)
			gfp |= __GFP_ZERO;
		object = kmem_cache_alloc(model_of(a)->caches[i], gfp);
		if (object)
			word = live_begin(a, object, kinds[i].size, i, gfp);
	}
	if (!word)
		atomic_long_inc(&a->run->nr_refused);
	return word;
}

static u64 *random_slot(struct actor *a)
{
	return &model_of(a)->slots[next_random(a) % NR_SLOTS];
}

static void bulk_take(struct actor *a, bool may_sleep)
{
	unsigned int i = next_random(a) % NR_CACHES, nr = 1 + next_random(a) % MAX_BULK;
	gfp_t gfp = random_gfp(a, may_sleep);
	void *objects[MAX_BULK];
	int got = kmem_cache_alloc_bulk(model_of(a)->caches[i], gfp, nr, objects);

	model_expect(a->run, !got || got == nr);
	for (int j = 0; j < got; j++)
		live_end(a, xchg(random_slot(a), live_begin(a, objects[j], kinds[i].size, i, gfp)));
	atomic_long_inc(&model_of(a)->nr_bulk);
}

/* All objects of some slots that are of one cache. */
static void bulk_give(struct actor *a)
{
	unsigned int cache = next_random(a) % NR_CACHES, nr = 0;
	void *objects[MAX_BULK];

	for (int i = 0; i < 4 * MAX_BULK && nr < MAX_BULK; i++) {
		u64 *slot = random_slot(a), word = READ_ONCE(*slot);
		union live l = { .word = word };

		if (!word || l.cache != cache || cmpxchg(slot, word, 0) != word)
			continue;
		model_expect(a->run, live_is_whole(l));
		if (live_is_constructed(l))
			memset(live_object(l), CONSTRUCTED, l.size);
		objects[nr++] = live_object(l);
	}
	kmem_cache_free_bulk(model_of(a)->caches[cache], nr, objects);
}

/* A cache of its own: filled, emptied, destroyed. */
static void cache_comes_and_goes(struct actor *a)
{
	unsigned int size = 1 + next_random(a) % 3000, nr = 1 + next_random(a) % MAX_BULK;
	unsigned char *objects[MAX_BULK];
	struct kmem_cache *s;
	char name[24];

	snprintf(name, sizeof(name), "model-passing-%d", current->pid);
	s = kmem_cache_create(name, size, 0, SLAB_NOLEAKTRACE, NULL);
	if (!s)
		return;
	for (unsigned int i = 0; i < nr; i++) {
		objects[i] = kmem_cache_alloc(s, GFP_KERNEL);
		if (objects[i])
			memset(objects[i], i + 1, size);
	}
	for (unsigned int i = 0; i < nr; i++) {
		model_expect(a->run, !objects[i] || !memchr_inv(objects[i], i + 1, size));
		kmem_cache_free(s, objects[i]);
	}
	model_expect(a->run, !slab_shrink(s));
	kmem_cache_destroy(s);
	atomic_long_inc(&model_of(a)->nr_caches);
}

static void rare_operation(struct actor *a, u32 r)
{
	if (r % 2) {
		cache_comes_and_goes(a);
	} else {
		kmem_cache_shrink(model_of(a)->caches[r / 2 % NR_CACHES]);
		atomic_long_inc(&model_of(a)->nr_shrunk);
	}
}

static void one_operation(struct actor *a, bool may_sleep)
{
	u64 *slot = random_slot(a);
	u32 r = next_random(a) % 64;

	if (may_sleep && next_random(a) % 8192 == 0) {
		rare_operation(a, next_random(a));
	} else if (r == 0) {
		bulk_take(a, may_sleep);
	} else if (r == 1) {
		bulk_give(a);
	} else {
		live_end(a, xchg(slot, 0));
		if (r % 2)
			live_end(a, xchg(slot, object_take(a, may_sleep)));
	}
}

/* ---- comparing ---- */

static unsigned long table_count(const struct model *m, unsigned int cache)
{
	unsigned long nr = 0;

	for (int i = 0; i < NR_SLOTS; i++) {
		union live l = { .word = m->slots[i] };

		nr += l.word && l.cache == cache;
	}
	return nr;
}

/* The actors rest: each cache has as many objects in use as the table. */
static void counts_compare(struct kunit *test, struct model *m)
{
	struct slabinfo info;

	for (int i = 0; i < NR_CACHES; i++) {
		slab_get_info(m->caches[i], &info);
		KUNIT_EXPECT_EQ(test, info.active_objs, table_count(m, i));
	}
}

static const struct model_kind kind = {
	.operation	= one_operation,
	.seed		= 2024,
	.call_every	= 256,
	.timer_ns	= 100000,
	.ops_a_timer	= 16,
};

static void round_run(struct kunit *test, struct model *m, unsigned long nr_ops)
{
	model_round(test, &m->run, nr_ops);
	counts_compare(test, m);
	for (int i = 0; i < NR_SLOTS; i++)
		live_end(&m->run.actors[0], xchg(&m->slots[i], 0));
	counts_compare(test, m);
	model_expect_right(test, &m->run);
}

static void model_report(struct kunit *test, const struct model *m, unsigned long nr_ops)
{
	kunit_info(test, "%s: %lu operations: %ld objects given, %ld refused, %ld operations in interrupts, %ld bulk, %ld shrunk, %ld caches\n",
		   slab_design->name, nr_ops, atomic_long_read(&m->run.nr_given), atomic_long_read(&m->run.nr_refused),
		   atomic_long_read(&m->run.nr_in_irq), atomic_long_read(&m->nr_bulk),
		   atomic_long_read(&m->nr_shrunk), atomic_long_read(&m->nr_caches));
	KUNIT_EXPECT_GT(test, atomic_long_read(&m->run.nr_given), (long)nr_ops / 4);
	if (arch_features() & ARCH_HAS_SMP)
		KUNIT_EXPECT_GT(test, atomic_long_read(&m->run.nr_in_irq), (long)nr_ops / 200);
}

static void slab_model_random_work_agrees_with_set(struct kunit *test)
{
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	unsigned long nr_ops = model_ops_wanted(test, DEFAULT_OPS);

	KUNIT_ASSERT_NOT_NULL(test, m);
	KUNIT_ASSERT_TRUE(test, caches_open(m));
	model_init(&m->run, &kind);
	for (int i = 0; i < NR_ROUNDS; i++)
		round_run(test, m, nr_ops / NR_ROUNDS);
	model_report(test, m, nr_ops);
	for (int i = 0; i < NR_CACHES; i++) {
		KUNIT_EXPECT_EQ(test, kmem_cache_shrink(m->caches[i]), 0);
		kmem_cache_destroy(m->caches[i]);
	}
}

static struct kunit_case slab_model_cases[] = {
	KUNIT_CASE_SLOW(slab_model_random_work_agrees_with_set),
	{}
};

static struct kunit_suite slab_model_suite = {
	.name = "slab_model",
	.test_cases = slab_model_cases,
};
kunit_test_suite(slab_model_suite);
