/* SPDX-License-Identifier: MIT */
/*
 * bench/preempt.h - the work of threads that need a mutex for half of it
 */
#ifndef BENCH_PREEMPT_H
#define BENCH_PREEMPT_H

#define TURNS_STEPS	2000	/* with the mutex, and as many without */

/* Some @steps of arithmetic that no compiler leaves out. */
static inline void turns_work(unsigned int steps)
{
	while (steps--)
		__asm__ volatile("" : "+r"(steps));
}

#endif /* BENCH_PREEMPT_H */
