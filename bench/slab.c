// SPDX-License-Identifier: MIT
/*
 * bench/slab.c - the work of bench/slab_kern.c by other allocators
 */
#include <sched.h>
#include <stddef.h>

#include "bench/peers.h"
#include "bench/slab.h"

unsigned short slab_shuffled[SLAB_BATCH];

void slab_yield(void)
{
	sched_yield();
}

struct work {
	const struct peer *peer;
	unsigned int size;
	int order;
};

static struct work works[256];
static int nr_works;
static void *held[SLAB_MEMORY_OBJECTS];
static struct slab_ring ring;

static const struct work *work_new(const struct peer *peer, unsigned int size, int order)
{
	struct work *w = &works[nr_works++];

	*w = (struct work) { peer, size, order };
	return w;
}

static void *peer_get(const void *arg, unsigned long size)
{
	return ((const struct work *)arg)->peer->malloc(size);
}

static void *peer_get_zeroed(const void *arg, unsigned long size)
{
	return ((const struct work *)arg)->peer->calloc(1, size);
}

static void peer_put(const void *arg, void *p)
{
	((const struct work *)arg)->peer->free(p);
}

static void first_if_none(unsigned long n, const void *arg)
{
	if (!n)
		slab_first(arg, peer_get, peer_put);
}

static void pair(unsigned long n, const void *arg)
{
	first_if_none(n, arg);
	slab_pair(n, ((const struct work *)arg)->size, arg, peer_get, peer_put);
}

static void zeroed_pair(unsigned long n, const void *arg)
{
	slab_pair(n, 64, arg, peer_get_zeroed, peer_put);
}

static void batch(unsigned long n, const void *arg)
{
	const struct work *w = arg;

	first_if_none(n, arg);
	slab_held(n, w->size, w->order, held, arg, peer_get, peer_put);
}

static void churn(unsigned long n, const void *arg)
{
	first_if_none(n, arg);
	slab_churn(n, held, arg, peer_get, peer_put);
}

static void cross(unsigned long n, const void *arg)
{
	first_if_none(n, arg);
	slab_cross(n, &ring, arg, peer_get, peer_put);
}

static double memory(const void *arg)
{
	first_if_none(0, arg);
	return slab_memory(((const struct work *)arg)->size, held, arg, peer_get, peer_put);
}

/* Below that nobody comes: functions that do nothing, called as the allocators are. */
#define SLAB_FLOOR	"slab: a pair of calls"

static __attribute__((noinline)) void *nothing_get(size_t size)
{
	static char object[64];

	bench_keep(object);
	return object;
}

static __attribute__((noinline)) void nothing_put(void *p)
{
	bench_keep(p);
}

static const struct peer nothing = { .name = "empty functions", .malloc = nothing_get, .free = nothing_put };

static void shuffle(void)
{
	unsigned int random = 2463534242u, i, j;

	for (i = 0; i < SLAB_BATCH; i++)
		slab_shuffled[i] = i;
	for (i = SLAB_BATCH - 1; i > 0; i--) {
		unsigned short swap = slab_shuffled[i];

		random = random * 1664525u + 1013904223u;
		j = (random >> 8) % (i + 1);
		slab_shuffled[i] = slab_shuffled[j];
		slab_shuffled[j] = swap;
	}
}

static const unsigned int sizes[] = SLAB_SIZES, held_sizes[] = SLAB_HELD_SIZES;
static const char *const orders[] = { "in order", "in reverse", "at random" };

static const unsigned int memory_sizes[] = SLAB_MEMORY_SIZES;
static const char *const memory_names[] = SLAB_MEMORY_NAMES;

static void peer_rows(const struct peer *p)
{
	size_t i;
	int order, threads;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		slab_row(bench_text(SLAB_PAIR, sizes[i]), p->name, pair, work_new(p, sizes[i], 0), 1);
	slab_row_time(SLAB_ZEROED, p->name, zeroed_pair, work_new(p, 64, 0), 1);
	for (i = 0; i < sizeof(held_sizes) / sizeof(held_sizes[0]); i++)
		for (order = 0; order < NR_SLAB_ORDERS; order++)
			slab_row_rest(bench_text(SLAB_HELD, held_sizes[i], orders[order]), p->name, batch,
				      work_new(p, held_sizes[i], order), 1);
	slab_row_rest(SLAB_MIXED, p->name, churn, work_new(p, 0, 0), 1);
	slab_row_rest(SLAB_CROSS, p->name, cross, work_new(p, 64, 0), 2);
	for (threads = 2; threads <= 16; threads *= 8)
		slab_row(bench_text(SLAB_THREADS, threads), p->name, pair, work_new(p, 64, 0), threads);
	for (i = 0; i < sizeof(memory_sizes) / sizeof(memory_sizes[0]); i++)
		slab_memory_row(memory_names[i], p->name, memory, work_new(p, memory_sizes[i], 0));
}

static void goal(const char *work, const char *who, double most)
{
	bench_goal(bench_text("%s, %s / best peer", work, who), work, who, work, NULL, most);
}

/* Of memory: strictly, the least that any peer has; and what the fastest one at the same work has. */
static void goals_memory(const char *memory, const char *work)
{
	goal(memory, "quarry", 1.0);
	bench_goal_fastest(memory, "quarry", work, 1.0);
}

/* Of time, and of memory at the end. */
static void goal_both(const char *work, const char *who, double most)
{
	goal(work, who, most);
	goals_memory(bench_text(SLAB_KEPT, work), work);
}

static void goals_rest(const char *work, double most)
{
	goal_both(work, "quarry", most);
	goals_memory(bench_text(SLAB_RESTED, work), work);
}

static void goals(void)
{
	size_t i;
	int order, threads;

	bench_goal("slab: empty functions / best peer's pair of 64 bytes", SLAB_FLOOR, nothing.name,
		   bench_text(SLAB_PAIR, 64), NULL, 1.0);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		goal_both(bench_text(SLAB_PAIR, sizes[i]), "quarry", 0.6);
		goal(bench_text(SLAB_PAIR, sizes[i]), "kmalloc(const)", 0.6);
		goal(bench_text(SLAB_PAIR, sizes[i]), "kmalloc(var)", 0.8);
	}
	goal(SLAB_ZEROED, "kzalloc", 0.6);
	for (i = 0; i < sizeof(held_sizes) / sizeof(held_sizes[0]); i++)
		for (order = 0; order < NR_SLAB_ORDERS; order++)
			goals_rest(bench_text(SLAB_HELD, held_sizes[i], orders[order]), 0.9);
	goals_rest(SLAB_MIXED, 0.8);
	goals_rest(SLAB_CROSS, 0.9);
	for (threads = 2; threads <= 16; threads *= 8)
		goal_both(bench_text(SLAB_THREADS, threads), "quarry", 0.6);
	for (i = 0; i < sizeof(memory_sizes) / sizeof(memory_sizes[0]); i++)
		goals_memory(bench_text(SLAB_MEMORY, memory_names[i]), memory_sizes[i] ?
			     bench_text(SLAB_HELD, memory_sizes[i], orders[SLAB_FIFO]) : SLAB_MIXED);
}

static void slab_rows(void)
{
	const struct peer *p;

	shuffle();
	for (p = peers; p->name; p++)
		peer_rows(p);
	bench_row(SLAB_FLOOR, nothing.name, pair, work_new(&nothing, 64, 0));
	goals();
}
BENCH_TABLE(slab_rows);
