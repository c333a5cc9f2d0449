// SPDX-License-Identifier: MIT
/*
 * bench/alloc_kern.c - objects and pages; peers in bench/alloc.c
 */
#include <linux/gfp.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "bench/bench.h"

#define NR_HELD	100

static void quarry_pair_64(unsigned long n)
{
	while (n--) {
		void *p = kmalloc(64, GFP_KERNEL);

		bench_keep(p);
		kfree(p);
	}
}
BENCH("allocate and free 64 bytes", "quarry", quarry_pair_64);
BENCH_THREADS("allocate and free 64 bytes, 2 threads", "quarry", quarry_pair_64, 2);

static void quarry_pair_2000(unsigned long n)
{
	while (n--) {
		void *p = kmalloc(2000, GFP_KERNEL);

		bench_keep(p);
		kfree(p);
	}
}
BENCH("allocate and free 2000 bytes", "quarry", quarry_pair_2000);

static void quarry_hold_64(unsigned long n)
{
	void *held[NR_HELD];
	int i;

	while (n--) {
		for (i = 0; i < NR_HELD; i++)
			held[i] = kmalloc(64, GFP_KERNEL);
		bench_keep(held);
		for (i = 0; i < NR_HELD; i++)
			kfree(held[i]);
	}
}
BENCH("allocate 100 of 64 bytes, free them", "quarry", quarry_hold_64);
BENCH_THREADS("allocate 100 of 64 bytes, free them, 2 threads", "quarry", quarry_hold_64, 2);

static struct kmem_cache *cache;

static void cache_make(void)
{
	if (!cache)
		cache = kmem_cache_create("bench-200", 200, 0, 0, NULL);
}

static void quarry_pair_cache(unsigned long n)
{
	while (n--) {
		void *p = kmem_cache_alloc(cache, GFP_KERNEL);

		bench_keep(p);
		kmem_cache_free(cache, p);
	}
}
BENCH_SETUP("allocate and free from a cache of 200 bytes", "quarry", quarry_pair_cache, cache_make);

static void quarry_pair_page(unsigned long n)
{
	while (n--) {
		struct page *page = alloc_page(GFP_KERNEL);

		bench_keep(page);
		__free_page(page);
	}
}
BENCH("allocate and free a page", "quarry", quarry_pair_page);

static void quarry_pair_order_4(unsigned long n)
{
	while (n--) {
		struct page *page = alloc_pages(GFP_KERNEL, 4);

		bench_keep(page);
		__free_pages(page, 4);
	}
}
BENCH("allocate and free 64 KB", "quarry", quarry_pair_order_4);
