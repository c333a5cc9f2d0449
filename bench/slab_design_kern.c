// SPDX-License-Identifier: MIT
/*
 * bench/slab_design_kern.c - what a design of the slab layer costs in time and memory; see slab_design.sh
 *
 * Memory is that of all slabs, as /proc/meminfo has it, divided by the bytes that were asked for.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmstat.h>

#include "bench/slab_kern.h"

#define NR_CACHES	40

static void *held[SLAB_BATCH];
static struct kmem_cache *cache_64;

static struct kmem_cache *cache(void)
{
	if (!cache_64)
		cache_64 = kmem_cache_create("bench-design", 64, 0, SLAB_NOLEAKTRACE, NULL);
	return cache_64;
}

static void pair(unsigned long n, const void *arg)
{
	slab_pair(n, 64, cache(), cache_get, cache_put);
}

static void batch(unsigned long n, const void *arg)
{
	slab_held(n, 64, SLAB_FIFO, held, cache(), cache_get, cache_put);
}

static void churn(unsigned long n, const void *arg)
{
	slab_churn(n, held, NULL, kmalloc_get, kmalloc_put);
}

/* ---- memory ---- */

static unsigned long slab_bytes(void)
{
	return (global_node_page_state(NR_SLAB_RECLAIMABLE_B) +
		global_node_page_state(NR_SLAB_UNRECLAIMABLE_B)) << PAGE_SHIFT;
}

static double boot_memory(const void *arg)
{
	kfree(kmalloc(8, GFP_KERNEL));		/* a machine */
	return slab_bytes() / 1024.0;
}

static double objects_memory(const void *arg)
{
	struct kmem_cache *s = cache();
	unsigned long before = slab_bytes();
	double bytes;

	for (int i = 0; i < SLAB_BATCH; i++)
		held[i] = kmem_cache_alloc(s, GFP_KERNEL);
	bytes = slab_bytes() - before;
	for (int i = 0; i < SLAB_BATCH; i++)
		kmem_cache_free(s, held[i]);
	return bytes * 1000 / (64 * SLAB_BATCH);
}

/* Sizes as names, headers and small tables have them. */
static unsigned long small_size(int i)
{
	return 8 + (i * 2654435761U >> 16) % 300;
}

static double kmalloc_memory(const void *arg)
{
	unsigned long before, asked = 0;
	double bytes;

	boot_memory(NULL);
	before = slab_bytes();
	for (int i = 0; i < SLAB_BATCH; i++) {
		held[i] = kmalloc(small_size(i), GFP_KERNEL);
		asked += small_size(i);
	}
	bytes = slab_bytes() - before;
	for (int i = 0; i < SLAB_BATCH; i++)
		kfree(held[i]);
	return bytes * 1000 / asked;
}

/* Many caches with few objects each: what a small machine has most of. */
static double caches_memory(const void *arg)
{
	static char names[NR_CACHES][16];
	struct kmem_cache *caches[NR_CACHES];
	unsigned long before, asked = 0;
	double bytes;

	for (int i = 0; i < NR_CACHES; i++) {
		snprintf(names[i], sizeof(names[i]), "design-%d", i);
		caches[i] = kmem_cache_create(names[i], small_size(i), 0, SLAB_NOLEAKTRACE, NULL);
	}
	before = slab_bytes();
	for (int i = 0; i < NR_CACHES; i++) {
		for (int j = 0; j < 10; j++)
			held[10 * i + j] = kmem_cache_alloc(caches[i], GFP_KERNEL);
		asked += 10 * small_size(i);
	}
	bytes = slab_bytes() - before;
	for (int i = 0; i < NR_CACHES; i++) {
		kmem_cache_free_bulk(caches[i], 10, held + 10 * i);
		kmem_cache_destroy(caches[i]);
	}
	return bytes * 1000 / asked;
}

#define DESIGN	"slab design: "

#define PER_1000	", bytes for 1000"

static void memory_row(const char *what, double (*count)(const void *))
{
	bench_add(&(struct bench_case) {
		.workload = bench_text(DESIGN "memory of %s", what), .contender = "quarry", .count = count,
	});
}

static void design_rows(void)
{
	slab_row_time(DESIGN "64 bytes, pair", "quarry", pair, NULL, 1);
	slab_row_time(DESIGN "64 bytes, 10000 held", "quarry", batch, NULL, 1);
	slab_row_time(DESIGN "8 to 1279 bytes, churn", "quarry", churn, NULL, 1);
	memory_row("a machine that has booted, KB", boot_memory);
	memory_row("10000 objects of 64 bytes" PER_1000, objects_memory);
	memory_row("10000 kmallocs of 8 to 307 bytes" PER_1000, kmalloc_memory);
	memory_row("40 caches of 10 objects" PER_1000, caches_memory);
}
BENCH_TABLE(design_rows);
