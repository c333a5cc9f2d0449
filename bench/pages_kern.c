// SPDX-License-Identifier: MIT
/*
 * bench/pages_kern.c - blocks of pages, by order; peers in bench/pages.c
 */
#include <linux/gfp.h>

#include "bench/bench.h"
#include "bench/pages.h"

static void pages_pair_0(unsigned long n, const void *arg)
{
	while (n--) {
		struct page *page = alloc_page(GFP_KERNEL);

		bench_keep(page);
		__free_page(page);
	}
}

static void pages_pair(unsigned long n, const void *arg)
{
	unsigned int order = (unsigned long)arg;

	while (n--) {
		struct page *page = alloc_pages(GFP_KERNEL, order);

		bench_keep(page);
		__free_pages(page, order);
	}
}

static __always_inline void held(unsigned long n, unsigned int order)
{
	unsigned int nr = pages_nr_held(order), i;
	struct page *held[PAGES_NR_HELD];

	while (n--) {
		for (i = 0; i < nr; i++)
			held[i] = alloc_pages(GFP_KERNEL, order);
		bench_keep(held);
		for (i = 0; i < nr; i++)
			if (order)
				__free_pages(held[i], order);
			else
				__free_page(held[i]);
	}
}

static void pages_held_0(unsigned long n, const void *arg)
{
	held(n, 0);
}

static void pages_held(unsigned long n, const void *arg)
{
	held(n, (unsigned long)arg);
}

/* The same as pages_held() of order 0, but that they come by one call. */
static void pages_bulk(unsigned long n, const void *arg)
{
	struct page *held[PAGES_NR_HELD] = { };
	unsigned int i;

	while (n--) {
		alloc_pages_bulk_array(GFP_KERNEL, PAGES_NR_HELD, held);
		bench_keep(held);
		for (i = 0; i < PAGES_NR_HELD; i++) {
			__free_page(held[i]);
			held[i] = NULL;
		}
	}
}

/* They stay taken: the process has nothing else to do. */
void pages_take_and_touch(unsigned int order, unsigned long nr_blocks)
{
	while (nr_blocks--) {
		char *block = (char *)__get_free_pages(GFP_KERNEL, order);

		for (unsigned long at = 0; block && at < PAGE_SIZE << order; at += PAGE_SIZE)
			*(unsigned long *)(block + at) = at;
	}
}

static void by_threads(void)
{
	int threads;

	bench_add(&(struct bench_case) {
		.workload = PAGES_BY_THREADS, .contender = "quarry", .run_arg = pages_pair_0,
	});
	for (threads = 2; threads <= 16; threads *= 2)
		bench_add(&(struct bench_case) {
			.workload = PAGES_BY_THREADS, .contender = bench_text("%d threads", threads),
			.run_arg = pages_pair_0, .threads = threads, .cpu_time = 1,
		});
	bench_goal("order-0 pair, processor time: 16 threads / 1", PAGES_BY_THREADS, "16 threads",
		   PAGES_BY_THREADS, "quarry", 1.2);
}

static void by_order(void)
{
	unsigned long order;

	for (order = 0; order < PAGES_NR_ORDERS; order++) {
		bench_add(&(struct bench_case) {
			.workload = bench_text(PAGES_PAIR, (unsigned int)order), .contender = "quarry",
			.run_arg = order ? pages_pair : pages_pair_0, .arg = (void *)order,
		});
		bench_add(&(struct bench_case) {
			.workload = bench_text(PAGES_HELD, (unsigned int)order, pages_nr_held(order)),
			.contender = "quarry", .run_arg = order ? pages_held : pages_held_0, .arg = (void *)order,
		});
	}
}

static void pages_rows(void)
{
	by_order();
	bench_add(&(struct bench_case) {
		.workload = bench_text(PAGES_HELD, 0, PAGES_NR_HELD), .contender = "quarry, in bulk",
		.run_arg = pages_bulk,
	});
	by_threads();
	bench_add(&(struct bench_case) {
		.workload = PAGES_BY_MEMORY, .contender = "quarry", .run_arg = pages_pair_0,
	});
}
BENCH_TABLE(pages_rows);
