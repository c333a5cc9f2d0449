// SPDX-License-Identifier: MIT
/*
 * bench/vmalloc.c - the work of bench/vmalloc_kern.c by mmap and by malloc
 */
#include <sys/mman.h>

#include "bench/bench.h"
#include "bench/peers.h"
#include "bench/vmalloc.h"

struct work {
	const struct peer *peer;
	size_t size;
};

static struct work works[8 * VMALLOC_NR_SIZES];
static int nr_works;

static void mmap_touched(unsigned long n, const void *arg)
{
	const struct work *w = arg;

	while (n--) {
		void *p = peer_mmap(w->size);

		vmalloc_touch(p, w->size);
		munmap(p, w->size);
	}
}

static void malloc_touched(unsigned long n, const void *arg)
{
	const struct work *w = arg;

	while (n--) {
		void *p = w->peer->malloc(w->size);

		vmalloc_touch(p, w->size);
		w->peer->free(p);
	}
}

static void mmap_pair(unsigned long n, const void *arg)
{
	peer_mmap_pair(n, ((const struct work *)arg)->size);
}

static void vmalloc_rows(void)
{
	for (unsigned int i = 0; i < VMALLOC_NR_SIZES; i++) {
		const char *touched = bench_text(VMALLOC_TOUCHED, vmalloc_sizes[i]);
		const char *pair = bench_text(VMALLOC_PAIR, vmalloc_sizes[i]);
		size_t size = vmalloc_sizes[i] * VMALLOC_PAGE;
		const struct peer *p;

		works[nr_works] = (struct work) { NULL, size };
		bench_row(touched, "mmap", mmap_touched, &works[nr_works]);
		bench_row(pair, "mmap", mmap_pair, &works[nr_works++]);
		for (p = peers; p->name; p++) {
			works[nr_works] = (struct work) { p, size };
			bench_row(touched, p->name, malloc_touched, &works[nr_works++]);
		}
	}
	bench_goal("a page: 100,000 areas alive / 10", VMALLOC_BY_AREAS, "100000 areas", VMALLOC_BY_AREAS,
		   "quarry", 1.5);
}
BENCH_TABLE(vmalloc_rows);
