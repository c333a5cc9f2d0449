// SPDX-License-Identifier: MIT
/*
 * bench/dpdk.c - the work of bench/slab_kern.c by DPDK's pools of objects
 *
 * rte_mempool_get() and rte_mempool_put() are inline functions of its headers, so this file is
 * compiled and linked only where pkg-config finds libdpdk. Each thread has a cache of the largest
 * size that DPDK allows: a thread of a gang gets one by registering, the first one is DPDK's main
 * thread. Neither runs on other processors than it would without DPDK.
 *
 * A pool has all its objects from the start. So there is no row of bytes kept, and in the rows of live
 * memory it has as many objects as the row needs: what a user would have to know beforehand.
 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_lcore.h>
#include <rte_mempool.h>

#include "bench/peers.h"
#include "bench/slab.h"

struct work {
	unsigned int size, nr;
	int order;
	struct rte_mempool *pool;	/* made by the row's first round */
};

static struct work works[32];
static int nr_works;
static void *held[SLAB_MEMORY_OBJECTS];
static struct slab_ring ring;

static const struct work *work_new(unsigned int size, unsigned int nr, int order)
{
	struct work *w = &works[nr_works++];

	*w = (struct work) { .size = size, .nr = nr, .order = order };
	return w;
}

static void fail(const char *what)
{
	fprintf(stderr, "bench: DPDK: %s: %s\n", what, rte_strerror(rte_errno));
	exit(1);
}

/* Called by the program's first thread, before others run. */
static void dpdk_start(void)
{
	static char *args[] = {
		"bench", "--no-huge", "--no-pci", "--no-shconf", "--no-telemetry",
		"-m", "256", "--log-level=error", NULL,
	};
	static int started;
	cpu_set_t cpus;

	if (started)
		return;
	sched_getaffinity(0, sizeof(cpus), &cpus);
	if (rte_eal_init(sizeof(args) / sizeof(args[0]) - 1, args) < 0)
		fail("rte_eal_init");
	sched_setaffinity(0, sizeof(cpus), &cpus);
	started = 1;
}

/* Threads of one row share it; its objects' number leaves room for each one's cache. */
static struct rte_mempool *work_pool(const void *arg)
{
	static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	struct work *w = (struct work *)arg;

	pthread_mutex_lock(&mutex);
	if (!w->pool)
		w->pool = rte_mempool_create(bench_text("bench-%td", w - works), w->nr, w->size,
					     RTE_MEMPOOL_CACHE_MAX_SIZE, 0, NULL, NULL, NULL, NULL,
					     SOCKET_ID_ANY, 0);
	pthread_mutex_unlock(&mutex);
	if (!w->pool)
		fail("rte_mempool_create");
	return w->pool;
}

static void *pool_get(const void *arg, unsigned long size)
{
	void *p;

	return rte_mempool_get((struct rte_mempool *)arg, &p) ? NULL : p;
}

static void pool_put(const void *arg, void *p)
{
	rte_mempool_put((struct rte_mempool *)arg, p);
}

static void pair(unsigned long n, const void *arg)
{
	slab_pair(n, 0, work_pool(arg), pool_get, pool_put);
}

static void batch(unsigned long n, const void *arg)
{
	slab_held(n, 0, ((const struct work *)arg)->order, held, work_pool(arg), pool_get, pool_put);
}

static void thread_register(void)
{
	if (rte_thread_register())
		fail("rte_thread_register");
}

static void gang_pair(unsigned long n, const void *arg)
{
	thread_register();
	pair(n, arg);
	rte_thread_unregister();
}

static void gang_cross(unsigned long n, const void *arg)
{
	thread_register();
	slab_cross(n, &ring, work_pool(arg), pool_get, pool_put);
	rte_thread_unregister();
}

/* What the pool takes as a whole, before the first object is used and by its use. */
static double memory(const void *arg)
{
	const struct work *w = arg;
	unsigned long before;
	double taken;

	dpdk_start();
	before = bench_resident();
	work_pool(w);
	taken = (bench_resident() - before) * 1000.0 / ((double)w->size * SLAB_MEMORY_OBJECTS);
	return taken + slab_memory(w->size, held, w->pool, pool_get, pool_put);
}

static void row(const char *workload, void (*run)(unsigned long, const void *), const struct work *w, int threads)
{
	bench_add(&(struct bench_case) {
		.workload = workload, .contender = PEER_POOLS, .run_arg = run, .arg = w, .threads = threads,
		.cpu_time = threads > 2, .setup = dpdk_start,
	});
}

static const unsigned int sizes[] = SLAB_SIZES;
static const char *const orders[] = { "in order", "in reverse", "at random" };
static const unsigned int batch_sizes[] = SLAB_HELD_SIZES;
static const unsigned int memory_sizes[] = SLAB_MEMORY_SIZES;
static const char *const memory_names[] = SLAB_MEMORY_NAMES;

#define NR_PAIR		1023	/* DPDK wants some more than a cache holds */
#define NR_MORE		16383	/* a batch, or the ring between two threads, or 16 threads' caches */

static void dpdk_rows(void)
{
	size_t i;
	int order, threads;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		row(bench_text(SLAB_PAIR, sizes[i]), pair, work_new(sizes[i], NR_PAIR, 0), 1);
	for (order = 0; order < NR_SLAB_ORDERS; order++)
		for (i = 0; i < sizeof(batch_sizes) / sizeof(batch_sizes[0]); i++)
			row(bench_text(SLAB_HELD, batch_sizes[i], orders[order]), batch,
			    work_new(batch_sizes[i], NR_MORE, order), 1);
	row(SLAB_CROSS, gang_cross, work_new(64, NR_MORE, 0), 2);
	for (threads = 2; threads <= 16; threads *= 8)
		row(bench_text(SLAB_THREADS, threads), gang_pair, work_new(64, NR_MORE, 0), threads);
	for (i = 0; i < sizeof(memory_sizes) / sizeof(memory_sizes[0]); i++)
		if (memory_sizes[i])
			slab_memory_row(memory_names[i], PEER_POOLS, memory,
					work_new(memory_sizes[i], SLAB_MEMORY_OBJECTS, 0));
}
BENCH_TABLE(dpdk_rows);
