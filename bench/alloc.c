// SPDX-License-Identifier: MIT
/*
 * bench/alloc.c - libc's malloc on the work of bench/alloc_kern.c
 */
#include <stdlib.h>

#include "bench/bench.h"

#define NR_HELD	100

static void pair(unsigned long n, size_t size)
{
	while (n--) {
		void *p = malloc(size);

		bench_keep(p);
		free(p);
	}
}

static void pair_64(unsigned long n)
{
	pair(n, 64);
}
BENCH("allocate and free 64 bytes", "malloc", pair_64);
BENCH_THREADS("allocate and free 64 bytes, 2 threads", "malloc", pair_64, 2);

static void pair_2000(unsigned long n)
{
	pair(n, 2000);
}
BENCH("allocate and free 2000 bytes", "malloc", pair_2000);

static void pair_200(unsigned long n)
{
	pair(n, 200);
}
BENCH("allocate and free from a cache of 200 bytes", "malloc", pair_200);

static void hold_64(unsigned long n)
{
	void *held[NR_HELD];
	int i;

	while (n--) {
		for (i = 0; i < NR_HELD; i++)
			held[i] = malloc(64);
		bench_keep(held);
		for (i = 0; i < NR_HELD; i++)
			free(held[i]);
	}
}
BENCH("allocate 100 of 64 bytes, free them", "malloc", hold_64);
BENCH_THREADS("allocate 100 of 64 bytes, free them, 2 threads", "malloc", hold_64, 2);

static void pair_aligned(unsigned long n, size_t size)
{
	while (n--) {
		void *p = aligned_alloc(size, size);

		bench_keep(p);
		free(p);
	}
}

static void pair_page(unsigned long n)
{
	pair_aligned(n, 4096);
}
BENCH("allocate and free a page", "malloc", pair_page);

static void pair_order_4(unsigned long n)
{
	pair_aligned(n, 65536);
}
BENCH("allocate and free 64 KB", "malloc", pair_order_4);
