// SPDX-License-Identifier: MIT
/*
 * bench/preempt.c - the C library's mutex on the work of bench/preempt_kern.c
 */
#include <pthread.h>

#include "bench/bench.h"

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

static void pthread_own_pair(unsigned long n)
{
	while (n--) {
		pthread_mutex_lock(&own);
		pthread_mutex_unlock(&own);
	}
}
BENCH_THREADS("take and release own CPU or lock, 2 threads", "pthread_mutex", pthread_own_pair, 2);
