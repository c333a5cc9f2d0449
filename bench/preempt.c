// SPDX-License-Identifier: MIT
/*
 * bench/preempt.c - the C library's mutex on the work of bench/preempt_kern.c
 */
#include <pthread.h>

#include "bench/bench.h"
#include "bench/preempt.h"

static pthread_mutex_t shared = PTHREAD_MUTEX_INITIALIZER;
static __thread pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;

static void pthread_pair(unsigned long n)
{
	while (n--) {
		pthread_mutex_lock(&shared);
		pthread_mutex_unlock(&shared);
	}
}
BENCH("take and release a CPU or a lock", "pthread_mutex", pthread_pair);
BENCH_THREADS("contend for a lock, 2 threads", "pthread_mutex", pthread_pair, 2);
BENCH_THREADS("contend for a lock, 16 threads", "pthread_mutex", pthread_pair, 16);

static void pthread_turns(unsigned long n)
{
	while (n--) {
		pthread_mutex_lock(&shared);
		turns_work(TURNS_STEPS);
		pthread_mutex_unlock(&shared);
		turns_work(TURNS_STEPS);
	}
}
BENCH_THREADS("work in turns, 2 threads", "pthread_mutex", pthread_turns, 2);
BENCH_THREADS("work in turns, 16 threads", "pthread_mutex", pthread_turns, 16);

static void pthread_own_pair(unsigned long n)
{
	while (n--) {
		pthread_mutex_lock(&own);
		pthread_mutex_unlock(&own);
	}
}
BENCH_THREADS("take and release own CPU or lock, 2 threads", "pthread_mutex", pthread_own_pair, 2);
