// SPDX-License-Identifier: MIT
/*
 * bench/slab_kern.c - objects of caches and of kmalloc(); peers in bench/slab.c
 *
 * "quarry" is kmem_cache_alloc() and kmem_cache_free(), "kmalloc(constant)" and "kmalloc(variable)"
 * are what they say, with kfree().
 */
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include "bench/slab_kern.h"

static void *held[SLAB_MEMORY_OBJECTS];
static struct slab_ring ring;

/* A row's cache, made by its first round. */
struct work {
	unsigned int size;
	int order;
	struct kmem_cache *cache;
};

static struct work works[64];
static int nr_works;

static struct work *work_new(unsigned int size, int order)
{
	struct work *w = &works[nr_works++];

	w->size = size;
	w->order = order;
	return w;
}

static DEFINE_MUTEX(caches_mutex);

/* Threads of one row share it. */
static struct kmem_cache *work_cache(const void *arg)
{
	struct work *w = (struct work *)arg;

	if (READ_ONCE(w->cache))
		return w->cache;
	mutex_lock(&caches_mutex);
	if (!w->cache)
		WRITE_ONCE(w->cache, kmem_cache_create(bench_text("bench-%td", w - works), w->size, 0,
						       SLAB_NOLEAKTRACE, NULL));
	mutex_unlock(&caches_mutex);
	return w->cache;
}

static void first_if_none(unsigned long n)
{
	if (!n)
		slab_first(NULL, kmalloc_get, kmalloc_put);
}

/* ---- pairs ---- */

static void cache_pair(unsigned long n, const void *arg)
{
	first_if_none(n);
	slab_pair(n, 0, work_cache(arg), cache_get, cache_put);
}

static void kmalloc_variable_pair(unsigned long n, const void *arg)
{
	const volatile struct work *w = arg;

	first_if_none(n);
	while (n--) {
		void *p = kmalloc(w->size, GFP_KERNEL);

		bench_keep(p);
		kfree(p);
	}
}

#define KMALLOC_CONSTANT_PAIR(size)							\
	static void kmalloc_pair_##size(unsigned long n, const void *arg)		\
	{										\
		first_if_none(n);							\
		slab_pair(n, size, NULL, kmalloc_get, kmalloc_put);			\
	}
KMALLOC_CONSTANT_PAIR(8)
KMALLOC_CONSTANT_PAIR(32)
KMALLOC_CONSTANT_PAIR(64)
KMALLOC_CONSTANT_PAIR(128)
KMALLOC_CONSTANT_PAIR(256)
KMALLOC_CONSTANT_PAIR(512)
KMALLOC_CONSTANT_PAIR(1024)
KMALLOC_CONSTANT_PAIR(4096)
KMALLOC_CONSTANT_PAIR(8192)

static void (*const constant_pairs[])(unsigned long n, const void *arg) = {
	kmalloc_pair_8, kmalloc_pair_32, kmalloc_pair_64, kmalloc_pair_128, kmalloc_pair_256,
	kmalloc_pair_512, kmalloc_pair_1024, kmalloc_pair_4096, kmalloc_pair_8192,
};

static void kzalloc_pair(unsigned long n, const void *arg)
{
	slab_pair(n, 64, NULL, kzalloc_get, kmalloc_put);
}

/* ---- the rest ---- */

static void cache_batch(unsigned long n, const void *arg)
{
	first_if_none(n);
	slab_held(n, 0, ((const struct work *)arg)->order, held, work_cache(arg), cache_get, cache_put);
}

static void kmalloc_churn(unsigned long n, const void *arg)
{
	first_if_none(n);
	slab_churn(n, held, arg, kmalloc_get, kmalloc_put);
}

static void cache_cross(unsigned long n, const void *arg)
{
	first_if_none(n);
	slab_cross(n, &ring, work_cache(arg), cache_get, cache_put);
}

static double cache_memory(const void *arg)
{
	first_if_none(0);
	return slab_memory(((const struct work *)arg)->size, held, work_cache(arg), cache_get, cache_put);
}

static double kmalloc_memory(const void *arg)
{
	first_if_none(0);
	return slab_memory(0, held, NULL, kmalloc_get, kmalloc_put);
}

static const unsigned int sizes[] = SLAB_SIZES;
static const char *const orders[] = { "in order", "in reverse", "at random" };

static void pair_rows(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		const char *work = bench_text(SLAB_PAIR, sizes[i]);

		slab_row(work, "quarry", cache_pair, work_new(sizes[i], 0), 1);
		slab_row(work, "kmalloc(const)", constant_pairs[i], NULL, 1);
		slab_row(work, "kmalloc(var)", kmalloc_variable_pair, work_new(sizes[i], 0), 1);
	}
}

static const unsigned int memory_sizes[] = SLAB_MEMORY_SIZES;
static const char *const memory_names[] = SLAB_MEMORY_NAMES;

static void slab_rows(void)
{
	pair_rows();
	slab_row_time(SLAB_ZEROED, "kzalloc", kzalloc_pair, NULL, 1);
	for (int order = 0; order < NR_SLAB_ORDERS; order++) {
		slab_row_rest(bench_text(SLAB_HELD, 64, orders[order]), "quarry", cache_batch,
			 work_new(64, order), 1);
		slab_row_rest(bench_text(SLAB_HELD, 512, orders[order]), "quarry", cache_batch,
			 work_new(512, order), 1);
	}
	slab_row_rest(SLAB_MIXED, "quarry", kmalloc_churn, NULL, 1);
	slab_row_rest(SLAB_CROSS, "quarry", cache_cross, work_new(64, 0), 2);
	for (int threads = 2; threads <= 16; threads *= 8)
		slab_row(bench_text(SLAB_THREADS, threads), "quarry", cache_pair, work_new(64, 0),
			 threads);
	for (unsigned int i = 0; i < ARRAY_SIZE(memory_sizes); i++)
		slab_memory_row(memory_names[i], "quarry",
				memory_sizes[i] ? cache_memory : kmalloc_memory,
				work_new(memory_sizes[i], 0));
}
BENCH_TABLE(slab_rows);
