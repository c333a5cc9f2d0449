/* SPDX-License-Identifier: MIT */
/*
 * linux/sched/clock.h - nanoseconds since boot, cheap
 */
#ifndef _LINUX_SCHED_CLOCK_H
#define _LINUX_SCHED_CLOCK_H

#include <linux/types.h>

/**
 * sched_clock - nanoseconds since boot
 *
 * Context: any; takes no lock.
 * Return: the nanoseconds.
 */
u64 sched_clock(void);

static inline u64 local_clock(void)
{
	return sched_clock();
}

static inline u64 cpu_clock(int cpu)
{
	return sched_clock();
}

static inline u64 running_clock(void)
{
	return sched_clock();
}

#endif /* _LINUX_SCHED_CLOCK_H */
