/* SPDX-License-Identifier: MIT */
/*
 * bench/slab.h - the work of the slab benchmark, common to both halves
 *
 * The workloads are written once, as functions that are inlined into a caller that says how an
 * object is allocated and freed: bench/slab_kern.c by kmem_cache and kmalloc, bench/slab.c by the
 * peers. Each object's first word is written, as whoever allocates it would. Callers that are asked
 * for work done no times call slab_first() besides.
 */
#ifndef BENCH_SLAB_H
#define BENCH_SLAB_H

#include "bench/bench.h"

#define SLAB_BATCH		10000
#define SLAB_CHURN		1000	/* objects alive */
#define SLAB_RING		4096	/* objects between two threads */

#define SLAB_PAIR		"slab: %u bytes, pair"
#define SLAB_ZEROED		"slab: 64 bytes, zeroed, pair"
#define SLAB_HELD		"slab: %u bytes, 10000 freed %s"
#define SLAB_MIXED		"slab: 8 to 1279 bytes, churn"
#define SLAB_CROSS		"slab: 64 bytes, freed by another thread"
#define SLAB_THREADS		"slab: 64 bytes, pair, %d threads"

#define SLAB_MEMORY		"slab: %s: bytes for 1000 live"
#define SLAB_MEMORY_OBJECTS	100000

enum slab_order { SLAB_FIFO, SLAB_LIFO, SLAB_RANDOM, NR_SLAB_ORDERS };

#define SLAB_SIZES		{ 8, 32, 64, 128, 256, 512, 1024, 4096, 8192 }
#define SLAB_HELD_SIZES		{ 64, 512 }

/* Which is freed as the i-th, when they are not in order. Filled once. */
extern unsigned short slab_shuffled[SLAB_BATCH];

/* Give another thread the processor; for waits of the cross-thread work. */
void slab_yield(void);

typedef void *(*slab_get_fn)(const void *arg, unsigned long size);
typedef void (*slab_put_fn)(const void *arg, void *p);

/*
 * Work done no times: what has to exist before the first object exists now. Its size is that of no row, so
 * that what a row's first object costs in memory counts, for all contenders.
 */
#define SLAB_FIRST		24

static inline __attribute__((always_inline)) void slab_first(const void *arg, slab_get_fn get, slab_put_fn put)
{
	put(arg, get(arg, SLAB_FIRST));
}

static inline __attribute__((always_inline)) void slab_pair(unsigned long n, unsigned long size,
							    const void *arg, slab_get_fn get, slab_put_fn put)
{
	while (n--) {
		void *p = get(arg, size);

		bench_keep(p);
		put(arg, p);
	}
}

/* The workload's own memory is there before it counts. */
static inline __attribute__((always_inline)) void slab_touch(void **held, unsigned long nr)
{
	for (unsigned long i = 0; i < nr; i++)
		*(void *volatile *)&held[i] = (void *)1;
}

/* @n objects, 10000 at a time. */
static inline __attribute__((always_inline)) void slab_held(unsigned long n, unsigned long size, int order,
							    void **held, const void *arg,
							    slab_get_fn get, slab_put_fn put)
{
	unsigned long i;

	if (!n)
		slab_touch(held, SLAB_BATCH);
	for (; n >= SLAB_BATCH; n -= SLAB_BATCH) {
		for (i = 0; i < SLAB_BATCH; i++) {
			held[i] = get(arg, size);
			*(volatile unsigned long *)held[i] = i;
		}
		for (i = 0; i < SLAB_BATCH; i++)
			put(arg, held[order == SLAB_FIFO ? i : order == SLAB_LIFO ? SLAB_BATCH - 1 - i :
				 slab_shuffled[i]]);
	}
}

/*
 * @n times one of SLAB_CHURN objects is replaced by one of another size; small ones are more
 * frequent.
 */
static inline __attribute__((always_inline)) void slab_churn(unsigned long n, void **held, const void *arg,
							     slab_get_fn get, slab_put_fn put)
{
	unsigned long random = 88172645463325252, i;

	if (!n) {
		slab_touch(held, SLAB_CHURN);
		return;
	}
	for (i = 0; i < SLAB_CHURN; i++)
		held[i] = get(arg, 64);
	while (n--) {
		random ^= random << 13;
		random ^= random >> 7;
		random ^= random << 17;
		i = (random >> 20) % SLAB_CHURN;
		put(arg, held[i]);
		held[i] = get(arg, (8UL << (random & 7)) + (random >> 3 & 255));
		*(volatile unsigned long *)held[i] = random;
	}
	for (i = 0; i < SLAB_CHURN; i++)
		put(arg, held[i]);
}

/*
 * What the process grows by for 1000 bytes of live objects; @size 0: of 8 to 1279 bytes, most of
 * them replaced once.
 */
static inline __attribute__((always_inline)) double slab_memory(unsigned long size, void **held,
								const void *arg, slab_get_fn get,
								slab_put_fn put)
{
	unsigned long nr = SLAB_MEMORY_OBJECTS / (size ? 1 : 8), live = 0, random = 88172645463325252, i, before;

	slab_touch(held, nr);
	before = bench_resident();
	for (i = 0; i < 2 * nr; i++) {
		unsigned long at = i < nr ? i : (random >> 20) % nr, bytes = size;

		random ^= random << 13;
		random ^= random >> 7;
		random ^= random << 17;
		if (i >= nr && size)
			break;
		if (!size)
			bytes = (8UL << (random & 7)) + (random >> 3 & 255);
		if (i >= nr) {
			live -= *(unsigned long *)held[at];
			put(arg, held[at]);
		}
		held[at] = get(arg, bytes);
		__builtin_memset(held[at], 1, bytes);
		*(unsigned long *)held[at] = bytes;
		live += bytes;
	}
	before = bench_resident() - before;
	for (i = 0; i < nr; i++)
		put(arg, held[i]);
	return before * 1000.0 / live;
}

/* One thread's objects on their way to another. */
struct slab_ring {
	unsigned long role;
	unsigned long in __attribute__((aligned(64)));
	unsigned long out __attribute__((aligned(64)));
	void *slot[SLAB_RING] __attribute__((aligned(64)));
};

/* Called by two threads: the first one produces. Blocks of 64 keep the ring itself cheap. */
static inline __attribute__((always_inline)) void slab_cross(unsigned long n, struct slab_ring *ring,
							     const void *arg, slab_get_fn get,
							     slab_put_fn put)
{
	unsigned long role = __atomic_fetch_add(&ring->role, 1, __ATOMIC_ACQ_REL) & 1, i, j;

	if (!n)
		slab_touch(ring->slot, SLAB_RING);
	for (i = 0; i + 64 <= n; i += 64) {
		if (role == 0) {
			while (ring->in + 64 - __atomic_load_n(&ring->out, __ATOMIC_ACQUIRE) > SLAB_RING)
				slab_yield();
			for (j = 0; j < 64; j++) {
				void *p = get(arg, 64);

				*(volatile unsigned long *)p = j;
				ring->slot[(ring->in + j) % SLAB_RING] = p;
			}
			__atomic_store_n(&ring->in, ring->in + 64, __ATOMIC_RELEASE);
		} else {
			while (__atomic_load_n(&ring->in, __ATOMIC_ACQUIRE) == ring->out)
				slab_yield();
			for (j = 0; j < 64; j++)
				put(arg, ring->slot[(ring->out + j) % SLAB_RING]);
			__atomic_store_n(&ring->out, ring->out + 64, __ATOMIC_RELEASE);
		}
	}
}

/* One row of time; the text stays. */
static inline struct bench_case slab_row_time(const char *work, const char *who,
					      void (*run)(unsigned long, const void *), const void *arg, int threads)
{
	struct bench_case c = {
		.workload = work, .contender = who, .run_arg = run, .arg = arg, .threads = threads, .unit = SLAB_BATCH,
		.cpu_time = threads > 2,
	};

	bench_add(&c);
	return c;
}

/* What the process has grown by when a workload has come to its end, with all objects freed. */
#define SLAB_KEPT		"%s: bytes kept"
#define SLAB_KEPT_TIMES		200000
/* And after a rest: what a machine without work costs. */
#define SLAB_RESTED		"%s: bytes at rest"

/* One row of time, and one of memory at the end. */
static inline void slab_row(const char *work, const char *who, void (*run)(unsigned long, const void *),
			    const void *arg, int threads)
{
	struct bench_case c = slab_row_time(work, who, run, arg, threads);

	c.workload = bench_text(SLAB_KEPT, work);
	c.kept = SLAB_KEPT_TIMES;
	bench_add(&c);
}

/* The same, and a third one of memory after a rest. */
static inline void slab_row_rest(const char *work, const char *who, void (*run)(unsigned long, const void *),
				 const void *arg, int threads)
{
	slab_row(work, who, run, arg, threads);
	bench_add(&(struct bench_case) {
		.workload = bench_text(SLAB_RESTED, work), .contender = who, .run_arg = run, .arg = arg,
		.threads = threads, .kept = SLAB_KEPT_TIMES, .rest = 1,
	});
}

/* One row of memory. */
static inline void slab_memory_row(const char *what, const char *who, double (*count)(const void *),
				   const void *arg)
{
	bench_add(&(struct bench_case) {
		.workload = bench_text(SLAB_MEMORY, what), .contender = who, .count = count, .arg = arg,
		.apart = 1,
	});
}

#define SLAB_MEMORY_SIZES	{ 64, 512, 0 }
#define SLAB_MEMORY_NAMES	{ "64 bytes", "512 bytes", "8 to 1279 bytes" }

#endif /* BENCH_SLAB_H */
