// SPDX-License-Identifier: MIT
/*
 * bench/preempt_kern.c - taking a CPU, and the locks; peers in bench/preempt.c
 */
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

#include "bench/bench.h"
#include "bench/preempt.h"

static void preempt_pair(unsigned long n)
{
	while (n--) {
		preempt_disable();
		preempt_enable();
	}
}
BENCH("take and release a CPU or a lock", "preempt_disable", preempt_pair);
BENCH_THREADS("take and release own CPU or lock, 2 threads", "quarry", preempt_pair, 2);

static void preempt_nested_pair(unsigned long n)
{
	preempt_disable();
	preempt_pair(n);
	preempt_enable();
}
BENCH("take and release a CPU or a lock", "preempt_disable nested", preempt_nested_pair);

static DEFINE_SPINLOCK(lock);

static void spin_pair(unsigned long n)
{
	while (n--) {
		spin_lock(&lock);
		spin_unlock(&lock);
	}
}
BENCH("take and release a CPU or a lock", "quarry", spin_pair);
BENCH_THREADS("contend for a lock, 2 threads", "quarry", spin_pair, 2);

static void spin_irqsave_pair(unsigned long n)
{
	unsigned long flags;

	while (n--) {
		spin_lock_irqsave(&lock, flags);
		spin_unlock_irqrestore(&lock, flags);
	}
}
BENCH("take and release a CPU or a lock", "spin_lock_irqsave", spin_irqsave_pair);

static DEFINE_MUTEX(mutex);

static void mutex_pair(unsigned long n)
{
	while (n--) {
		mutex_lock(&mutex);
		mutex_unlock(&mutex);
	}
}
BENCH("take and release a CPU or a lock", "mutex", mutex_pair);
BENCH_THREADS("contend for a lock, 2 threads", "mutex", mutex_pair, 2);
BENCH_THREADS("contend for a lock, 16 threads", "mutex", mutex_pair, 16);

static void mutex_turns(unsigned long n)
{
	while (n--) {
		mutex_lock(&mutex);
		turns_work(TURNS_STEPS);
		mutex_unlock(&mutex);
		turns_work(TURNS_STEPS);
	}
}
BENCH_THREADS("work in turns, 2 threads", "mutex", mutex_turns, 2);
BENCH_THREADS("work in turns, 16 threads", "mutex", mutex_turns, 16);
