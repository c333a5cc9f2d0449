/* SPDX-License-Identifier: MIT */
/*
 * linux/timekeeping.h - what time it is. Every function: any context.
 */
#ifndef _LINUX_TIMEKEEPING_H
#define _LINUX_TIMEKEEPING_H

#include <linux/errno.h>
#include <linux/time64.h>

/**
 * ktime_get - the monotonic clock
 *
 * Context: any; takes no lock.
 * Return: nanoseconds.
 */
ktime_t ktime_get(void);
/**
 * ktime_get_real - the clock of the date
 *
 * Context: any; takes no lock.
 * Return: nanoseconds since 1970.
 */
ktime_t ktime_get_real(void);

#define ktime_get_raw()			ktime_get()
#define ktime_get_boottime()		ktime_get()
#define ktime_get_coarse()		ktime_get()
#define ktime_get_coarse_real()		ktime_get_real()

static inline u64 ktime_get_ns(void)
{
	return ktime_get();
}

static inline u64 ktime_get_real_ns(void)
{
	return ktime_get_real();
}

static inline u64 ktime_get_boottime_ns(void)
{
	return ktime_get();
}

static inline u64 ktime_get_raw_ns(void)
{
	return ktime_get();
}

static inline u64 ktime_get_mono_fast_ns(void)
{
	return ktime_get();
}

static inline time64_t ktime_get_real_seconds(void)
{
	return div_u64(ktime_get_real(), NSEC_PER_SEC);
}

static inline time64_t ktime_get_seconds(void)
{
	return div_u64(ktime_get(), NSEC_PER_SEC);
}

static inline void ktime_get_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(ktime_get());
}

static inline void ktime_get_real_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(ktime_get_real());
}

#define ktime_get_boottime_ts64(ts)	ktime_get_ts64(ts)
#define ktime_get_coarse_ts64(ts)	ktime_get_ts64(ts)
#define ktime_get_coarse_real_ts64(ts)	ktime_get_real_ts64(ts)

#endif /* _LINUX_TIMEKEEPING_H */
