// SPDX-License-Identifier: MIT
/*
 * bench/slab_called_kern.c - some rows of bench/slab_kern.c, with Quarry's functions called as the peers' are
 *
 * Elsewhere they are inlined (<asm/slab_inline.h>), as in whatever is compiled against Quarry's headers.
 */
#define QUARRY_NO_INLINE
#include <linux/kernel.h>
#include <linux/slab.h>

#include "bench/slab_kern.h"

#define SIZE	64

static void *held[SLAB_BATCH];
static struct kmem_cache *cache;

/* Made by the first round. */
static const void *the_cache(void)
{
	if (!cache)
		cache = kmem_cache_create("bench-called", SIZE, 0, SLAB_NOLEAKTRACE, NULL);
	return cache;
}

static void cache_pair(unsigned long n, const void *arg)
{
	slab_pair(n, SIZE, the_cache(), cache_get, cache_put);
}

static void kmalloc_pair(unsigned long n, const void *arg)
{
	slab_pair(n, SIZE, NULL, kmalloc_get, kmalloc_put);
}

static void cache_batch(unsigned long n, const void *order)
{
	slab_held(n, SIZE, (long)order, held, the_cache(), cache_get, cache_put);
}

static const char *const orders[] = { "in order", "in reverse", "at random" };

static void slab_called_rows(void)
{
	slab_row_time(bench_text(SLAB_PAIR, SIZE), "quarry, called", cache_pair, NULL, 1);
	slab_row_time(bench_text(SLAB_PAIR, SIZE), "kmalloc, called", kmalloc_pair, NULL, 1);
	for (long order = 0; order < NR_SLAB_ORDERS; order++)
		slab_row_time(bench_text(SLAB_HELD, SIZE, orders[order]), "quarry, called", cache_batch, (void *)order, 1);
}
BENCH_TABLE(slab_called_rows);
