/* SPDX-License-Identifier: MIT */
/*
 * linux/jiffies.h - time in ticks of 1/HZ seconds
 *
 * There is no tick: jiffies is computed from the clock when it is read.
 */
#ifndef _LINUX_JIFFIES_H
#define _LINUX_JIFFIES_H

#include <linux/types.h>
#include <linux/limits.h>
#include <linux/typecheck.h>
#include <linux/time64.h>
#include <asm/param.h>

/**
 * get_jiffies_64 - jiffies in 64 bits: 1/HZ s since boot, plus INITIAL_JIFFIES
 *
 * Context: any; takes no lock.
 * Return: the jiffies.
 */
u64 get_jiffies_64(void);

#define jiffies			((unsigned long)get_jiffies_64())
#define jiffies_64		get_jiffies_64()
/* The 32-bit count wraps five minutes after boot, so that code that can't cope shows. */
#define INITIAL_JIFFIES		((unsigned long)(unsigned int)(-300 * HZ))
#define MAX_JIFFY_OFFSET	((LONG_MAX >> 1) - 1)
#define TICK_NSEC		(NSEC_PER_SEC / HZ)
#define TICK_USEC		(USEC_PER_SEC / HZ)

#define time_after(a, b) \
	(typecheck(unsigned long, a) && typecheck(unsigned long, b) && ((long)((b) - (a)) < 0))
#define time_before(a, b)	time_after(b, a)
#define time_after_eq(a, b) \
	(typecheck(unsigned long, a) && typecheck(unsigned long, b) && ((long)((a) - (b)) >= 0))
#define time_before_eq(a, b)	time_after_eq(b, a)
#define time_in_range(a, b, c)	(time_after_eq(a, b) && time_before_eq(a, c))
#define time_in_range_open(a, b, c) (time_after_eq(a, b) && time_before(a, c))
#define time_after64(a, b) \
	(typecheck(__u64, a) && typecheck(__u64, b) && ((__s64)((b) - (a)) < 0))
#define time_before64(a, b)	time_after64(b, a)
#define time_after_eq64(a, b) \
	(typecheck(__u64, a) && typecheck(__u64, b) && ((__s64)((a) - (b)) >= 0))
#define time_before_eq64(a, b)	time_after_eq64(b, a)
#define time_is_before_jiffies(a)	time_after(jiffies, a)
#define time_is_after_jiffies(a)	time_before(jiffies, a)
#define time_is_before_eq_jiffies(a)	time_after_eq(jiffies, a)
#define time_is_after_eq_jiffies(a)	time_before_eq(jiffies, a)

/*
 * Durations to jiffies round up, so that a sleep is never shorter than asked; negative
 * milliseconds mean for ever.
 */
static inline unsigned long msecs_to_jiffies(const unsigned int m)
{
	u64 ticks = ((u64)m * HZ + MSEC_PER_SEC - 1) / MSEC_PER_SEC;

	return (int)m < 0 ? MAX_JIFFY_OFFSET : ticks;
}

static inline unsigned long usecs_to_jiffies(const unsigned int u)
{
	return ((u64)u * HZ + USEC_PER_SEC - 1) / USEC_PER_SEC;
}

static inline unsigned int jiffies_to_msecs(const unsigned long j)
{
	return (u64)j * MSEC_PER_SEC / HZ;
}

static inline unsigned int jiffies_to_usecs(const unsigned long j)
{
	return (u64)j * (USEC_PER_SEC / HZ);
}

static inline u64 jiffies_to_nsecs(const unsigned long j)
{
	return (u64)j * TICK_NSEC;
}

static inline unsigned long nsecs_to_jiffies(u64 n)
{
	return n / TICK_NSEC;
}

static inline u64 nsecs_to_jiffies64(u64 n)
{
	return n / TICK_NSEC;
}

static inline u64 jiffies64_to_nsecs(u64 j)
{
	return j * TICK_NSEC;
}

static inline u64 jiffies64_to_msecs(u64 j)
{
	return j * (MSEC_PER_SEC / HZ);
}

static inline unsigned long timespec64_to_jiffies(const struct timespec64 *value)
{
	return (timespec64_to_ns(value) + TICK_NSEC - 1) / TICK_NSEC;
}

static inline void jiffies_to_timespec64(const unsigned long j, struct timespec64 *value)
{
	*value = ns_to_timespec64((u64)j * TICK_NSEC);
}

static inline unsigned long jiffies_to_clock_t(unsigned long j)
{
	return j / (HZ / USER_HZ);
}

static inline u64 jiffies_64_to_clock_t(u64 j)
{
	return j / (HZ / USER_HZ);
}

static inline u64 nsec_to_clock_t(u64 n)
{
	return n / (NSEC_PER_SEC / USER_HZ);
}

#define jiffies_delta_to_msecs(delta)	jiffies_to_msecs((long)(delta) > 0 ? (delta) : 0)
#define round_jiffies(j)		(j)
#define round_jiffies_relative(j)	(j)
#define round_jiffies_up(j)		(j)

#endif /* _LINUX_JIFFIES_H */
