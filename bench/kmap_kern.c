// SPDX-License-Identifier: MIT
/*
 * bench/kmap_kern.c - windows on pages: of low memory here, of high memory by bench/kmap.sh; peer in bench/kmap.c
 */
#include <linux/highmem.h>

#include "bench/bench.h"

#define NR_PAGES	64	/* for those that map another page each time */

static struct page *pages[NR_PAGES];

static void pages_prepare(void)
{
	for (unsigned int i = 0; i < NR_PAGES; i++)
		if (!pages[i])
			pages[i] = alloc_page(GFP_HIGHUSER | __GFP_NOFAIL);
}

static void touch(char *at)
{
	*(volatile char *)at = 1;
}

static void kmap_pair(unsigned long n)
{
	while (n--) {
		touch(kmap(pages[0]));
		kunmap(pages[0]);
	}
}
BENCH_SETUP("window: map, touch, unmap", "quarry", kmap_pair, pages_prepare);

static void kmap_local_pair(unsigned long n)
{
	while (n--) {
		char *at = kmap_local_page(pages[0]);

		touch(at);
		kunmap_local(at);
	}
}
BENCH_SETUP("window: map, touch, unmap", "kmap_local_page", kmap_local_pair, pages_prepare);

static void kmap_atomic_pair(unsigned long n)
{
	while (n--) {
		char *at = kmap_atomic(pages[0]);

		touch(at);
		kunmap_atomic(at);
	}
}
BENCH_SETUP("window: map, touch, unmap", "kmap_atomic", kmap_atomic_pair, pages_prepare);

static void kmap_pair_others(unsigned long n)
{
	while (n--) {
		struct page *page = pages[n % NR_PAGES];

		touch(kmap(page));
		kunmap(page);
	}
}
BENCH_SETUP("window: map, touch, unmap, 64 pages in turn", "quarry", kmap_pair_others, pages_prepare);

static void kmap_local_pair_others(unsigned long n)
{
	while (n--) {
		char *at = kmap_local_page(pages[n % NR_PAGES]);

		touch(at);
		kunmap_local(at);
	}
}
BENCH_SETUP("window: map, touch, unmap, 64 pages in turn", "kmap_local_page", kmap_local_pair_others, pages_prepare);
