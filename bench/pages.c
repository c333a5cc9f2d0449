// SPDX-License-Identifier: MIT
/*
 * bench/pages.c - the work of bench/pages_kern.c by malloc, aligned_alloc and mmap
 *
 * Nobody touches the memory: it is the allocators that are compared, not page faults.
 */
#include <sys/mman.h>
#include <sys/resource.h>

#include "bench/bench.h"
#include "bench/pages.h"
#include "bench/peers.h"

/* One row: who, and how much. Given to bench_add(), so they stay. */
struct work {
	const struct peer *peer;
	unsigned int order;
	size_t size;
};

static struct work works[16 * PAGES_NR_ORDERS];
static int nr_works;

static const struct work *work_new(const struct peer *peer, unsigned int order, size_t size)
{
	struct work *w = &works[nr_works++];

	*w = (struct work) { peer, order, size };
	return w;
}

static void malloc_pair(unsigned long n, const void *arg)
{
	const struct work *w = arg;
	void *(*alloc)(size_t) = w->peer->malloc;
	void (*release)(void *) = w->peer->free;

	while (n--) {
		void *p = alloc(w->size);

		bench_keep(p);
		release(p);
	}
}

static void aligned_pair(unsigned long n, const void *arg)
{
	const struct work *w = arg;

	while (n--) {
		void *p = w->peer->aligned_alloc(w->size, w->size);

		bench_keep(p);
		w->peer->free(p);
	}
}

static void aligned_held(unsigned long n, const void *arg)
{
	const struct work *w = arg;
	unsigned int nr = pages_nr_held(w->order), i;
	void *held[PAGES_NR_HELD];

	while (n--) {
		for (i = 0; i < nr; i++)
			held[i] = w->peer->aligned_alloc(w->size, w->size);
		bench_keep(held);
		for (i = 0; i < nr; i++)
			w->peer->free(held[i]);
	}
}

static void mmap_pair(unsigned long n, const void *arg)
{
	peer_mmap_pair(n, ((const struct work *)arg)->size);
}

static void mmap_held(unsigned long n, const void *arg)
{
	const struct work *w = arg;
	unsigned int nr = pages_nr_held(w->order), i;
	void *held[PAGES_NR_HELD];

	while (n--) {
		for (i = 0; i < nr; i++)
			held[i] = peer_mmap(w->size);
		bench_keep(held);
		for (i = 0; i < nr; i++)
			munmap(held[i], w->size);
	}
}

static void rows_of_order(unsigned int order)
{
	const char *pair = bench_text(PAGES_PAIR, order);
	const char *held = bench_text(PAGES_HELD, order, pages_nr_held(order));
	const struct peer *p;

	for (p = peers; p->name; p++) {
		const struct work *w = work_new(p, order, (size_t)4096 << order);

		bench_row(pair, p->name, malloc_pair, w);
		bench_row(pair, bench_text("%s aligned", p->name), aligned_pair, w);
		bench_row(held, bench_text("%s aligned", p->name), aligned_held, w);
	}
	bench_row(pair, "mmap", mmap_pair, work_new(NULL, order, (size_t)4096 << order));
	bench_row(held, "mmap", mmap_held, work_new(NULL, order, (size_t)4096 << order));
}

/* ---- memory that nobody has touched yet: bench/pages.sh asks for it, on a machine of 1 TB ---- */

#define TOUCH_BYTES	(1ul << 30)

/* Processor time in ms: all, or what is spent outside of the host's kernel. */
static double used_ms(int user_only)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_utime.tv_sec * 1e3 + u.ru_utime.tv_usec / 1e3 +
	       (user_only ? 0 : u.ru_stime.tv_sec * 1e3 + u.ru_stime.tv_usec / 1e3);
}

struct touch {
	unsigned int order;
	int user_only;
};

static double touch_quarry(const void *arg)
{
	const struct touch *t = arg;
	double before;

	pages_take_and_touch(0, 1);	/* boots the machine */
	before = used_ms(t->user_only);
	pages_take_and_touch(t->order, TOUCH_BYTES / 4096 >> t->order);
	return used_ms(t->user_only) - before;
}

static double touch_mmap(const void *user_only)
{
	double before = used_ms(!!user_only);
	char *mem = mmap(NULL, TOUCH_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t at;

	if (mem == MAP_FAILED)
		return 0;
	for (at = 0; at < TOUCH_BYTES; at += 4096)
		*(volatile unsigned long *)(mem + at) = at;
	return used_ms(!!user_only) - before;
}

static void first_touch_row(const char *contender, unsigned int order, int user_only)
{
	static struct touch touches[4];
	static int nr;

	touches[nr] = (struct touch) { order, user_only };
	bench_add(&(struct bench_case) {
		.workload = PAGES_FIRST_TOUCH, .contender = contender, .count = touch_quarry,
		.arg = &touches[nr++],
	});
}

/* "Own" is what is not spent in the host's kernel, which has a page fault for each frame. */
static void first_touch_rows(void)
{
	first_touch_row("quarry", 0, 0);
	first_touch_row("own, order 0", 0, 1);
	first_touch_row("own, order 10", 10, 1);
	bench_add(&(struct bench_case) {
		.workload = PAGES_FIRST_TOUCH, .contender = "mmap", .count = touch_mmap,
	});
	bench_add(&(struct bench_case) {
		.workload = PAGES_FIRST_TOUCH, .contender = "own, mmap", .count = touch_mmap, .arg = "user",
	});
}

/* What the order-0 pair is measured by: the cheapest thing that a C library does. */
static void goal_rows(void)
{
	const char *pair = bench_text(PAGES_PAIR, 0);

	bench_row(pair, "glibc, 64 bytes", malloc_pair, work_new(peers, 0, 64));
	bench_goal("order-0 pair / malloc and free of 64 bytes by glibc", pair, "quarry", pair,
		   "glibc, 64 bytes", 1.0);
	bench_goal("order-0 pair: a machine of 1 TB / of 64 MB", PAGES_BY_MEMORY, "mem=1T",
		   PAGES_BY_MEMORY, "mem=64M", 1.2);
}

static void pages_rows(void)
{
	unsigned int order;

	goal_rows();
	first_touch_rows();
	for (order = 0; order < PAGES_NR_ORDERS; order++)
		rows_of_order(order);
}
BENCH_TABLE(pages_rows);
