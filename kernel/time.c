// SPDX-License-Identifier: MIT
/*
 * kernel/time.c - clocks, jiffies, delays
 *
 * There is no tick. jiffies is the time since boot, in units of 1/HZ s, plus INITIAL_JIFFIES.
 */
#include <asm-generic/arch.h>
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched/clock.h>
#include <linux/sched/signal.h>
#include <linux/time.h>
#include "kernel/sched.h"

#define SECS_PER_DAY	86400
/* Days of 400 years of the Gregorian calendar, and of the years from 1 March 0000 to 1970. */
#define DAYS_PER_ERA	146097
#define DAYS_TO_1970	719468

static u64 boot_clock_ns;

void time_init_early(void)
{
	boot_clock_ns = arch_clock_ns();
}

u64 sched_clock(void)
{
	return arch_clock_ns() - boot_clock_ns;
}
EXPORT_SYMBOL_GPL(sched_clock);

u64 get_jiffies_64(void)
{
	return INITIAL_JIFFIES + sched_clock() / TICK_NSEC;
}
EXPORT_SYMBOL(get_jiffies_64);

u64 jiffies_to_clock_ns(unsigned long j)
{
	long since_boot = j - INITIAL_JIFFIES;

	return since_boot > 0 ? boot_clock_ns + (u64)since_boot * TICK_NSEC : 0;
}

ktime_t ktime_get(void)
{
	return arch_clock_ns();
}
EXPORT_SYMBOL_GPL(ktime_get);

ktime_t ktime_get_real(void)
{
	return arch_clock_real_ns();
}
EXPORT_SYMBOL_GPL(ktime_get_real);

/**
 * ns_to_timespec64 - nanoseconds as seconds and nanoseconds
 * @nsec:	any number
 *
 * Context: any.
 * Return: the same time, with tv_nsec from 0 to 999999999.
 */
struct timespec64 ns_to_timespec64(s64 nsec)
{
	struct timespec64 ts = { .tv_sec = nsec / NSEC_PER_SEC, .tv_nsec = nsec % NSEC_PER_SEC };

	if (ts.tv_nsec < 0) {
		ts.tv_sec--;
		ts.tv_nsec += NSEC_PER_SEC;
	}
	return ts;
}
EXPORT_SYMBOL(ns_to_timespec64);

void set_normalized_timespec64(struct timespec64 *ts, time64_t sec, s64 nsec)
{
	struct timespec64 rest = ns_to_timespec64(nsec);

	ts->tv_sec = sec + rest.tv_sec;
	ts->tv_nsec = rest.tv_nsec;
}
EXPORT_SYMBOL(set_normalized_timespec64);

/* Years are counted from March, so that the leap day is the last of one. */
static void days_to_date(s64 days, struct tm *tm)
{
	s64 z = days + DAYS_TO_1970;
	s64 era = (z >= 0 ? z : z - DAYS_PER_ERA + 1) / DAYS_PER_ERA;
	unsigned int doe = z - era * DAYS_PER_ERA;
	unsigned int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned int mp = (5 * doy + 2) / 153;
	s64 year = era * 400 + yoe + (mp >= 10);
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	tm->tm_mday = doy - (153 * mp + 2) / 5 + 1;
	tm->tm_mon = mp < 10 ? mp + 2 : mp - 10;
	tm->tm_year = year - 1900;
	tm->tm_wday = ((days % 7) + 11) % 7;
	/* 1 March is day 59 of its year, or 60; January and February are the end of doy. */
	tm->tm_yday = mp < 10 ? doy + 59 + leap : doy - 306;
}

void time64_to_tm(time64_t totalsecs, int offset, struct tm *result)
{
	s64 secs = totalsecs + offset, days = secs / SECS_PER_DAY;
	int rest = secs % SECS_PER_DAY;

	if (rest < 0) {
		rest += SECS_PER_DAY;
		days--;
	}
	result->tm_hour = rest / 3600;
	result->tm_min = rest / 60 % 60;
	result->tm_sec = rest % 60;
	days_to_date(days, result);
}
EXPORT_SYMBOL(time64_to_tm);

/* ---- delays ---- */

void ndelay(unsigned long nsecs)
{
	u64 end = arch_clock_ns() + nsecs;

	while (arch_clock_ns() < end)
		cpu_relax();
}
EXPORT_SYMBOL(ndelay);

/**
 * udelay - let time pass without sleeping
 * @usecs:	microseconds, at least
 *
 * Context: any.
 */
void udelay(unsigned long usecs)
{
	ndelay(usecs * NSEC_PER_USEC);
}
EXPORT_SYMBOL(udelay);

static void sleep_ns(s64 ns, unsigned int state)
{
	might_sleep();
	while (ns > 0) {
		__set_current_state(state);
		ns = schedule_timeout_ns(ns);
	}
}

void msleep(unsigned int msecs)
{
	sleep_ns((s64)msecs * NSEC_PER_MSEC, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(msleep);

unsigned long msleep_interruptible(unsigned int msecs)
{
	s64 ns = (s64)msecs * NSEC_PER_MSEC;

	might_sleep();
	while (ns > 0 && !signal_pending(current)) {
		__set_current_state(TASK_INTERRUPTIBLE);
		ns = schedule_timeout_ns(ns);
	}
	return (ns + NSEC_PER_MSEC - 1) / NSEC_PER_MSEC;
}
EXPORT_SYMBOL(msleep_interruptible);

/**
 * usleep_range_state - sleep for a number of microseconds in a state
 * @min:	microseconds, at least
 * @max:	not used
 * @state:	the task state; a wake-up does not end the sleep
 *
 * Context: may sleep.
 */
void usleep_range_state(unsigned long min, unsigned long max, unsigned int state)
{
	sleep_ns((s64)min * NSEC_PER_USEC, state);
}
EXPORT_SYMBOL(usleep_range_state);

void usleep_range(unsigned long min, unsigned long max)
{
	usleep_range_state(min, max, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(usleep_range);

/**
 * usleep_idle_range - usleep_range() in TASK_IDLE, which is no load
 * @min:	microseconds, at least
 * @max:	not used
 *
 * Context: may sleep.
 */
void usleep_idle_range(unsigned long min, unsigned long max)
{
	usleep_range_state(min, max, TASK_IDLE);
}
EXPORT_SYMBOL(usleep_idle_range);

/**
 * ssleep - sleep for a number of seconds
 * @seconds:	the seconds
 *
 * Context: may sleep.
 */
void ssleep(unsigned int seconds)
{
	sleep_ns((s64)seconds * NSEC_PER_SEC, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(ssleep);

void fsleep(unsigned long usecs)
{
	if (usecs <= 10)
		udelay(usecs);
	else
		usleep_range(usecs, 2 * usecs);
}
EXPORT_SYMBOL(fsleep);

int schedule_hrtimeout(ktime_t *expires, const enum hrtimer_mode mode)
{
	s64 left;

	if (!expires) {
		schedule();
		return -EINTR;
	}
	left = *expires - (mode & HRTIMER_MODE_REL ? 0 : ktime_get());
	if (left <= 0) {
		__set_current_state(TASK_RUNNING);
		return 0;
	}
	return schedule_timeout_ns(left) ? -EINTR : 0;
}
EXPORT_SYMBOL_GPL(schedule_hrtimeout);

/**
 * schedule_hrtimeout_range - schedule_hrtimeout(); that it may be late is not used
 * @expires:	as there
 * @delta:	not used
 * @mode:	as there
 *
 * Context: may sleep.
 * Return: as there.
 */
int schedule_hrtimeout_range(ktime_t *expires, u64 delta, const enum hrtimer_mode mode)
{
	return schedule_hrtimeout(expires, mode);
}
EXPORT_SYMBOL_GPL(schedule_hrtimeout_range);
