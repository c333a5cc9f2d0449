/* SPDX-License-Identifier: MIT */
/*
 * linux/delay.h - waiting for a time to pass
 */
#ifndef _LINUX_DELAY_H
#define _LINUX_DELAY_H

#include <linux/sched.h>
#include <linux/jiffies.h>

/** ndelay - stay busy for @nsecs. Context: any. */
void ndelay(unsigned long nsecs);
void udelay(unsigned long usecs);
#define mdelay(n)	({ unsigned long __ms = (n); while (__ms--) udelay(1000); })
/** msleep - sleep for at least @msecs. Context: may sleep. */
void msleep(unsigned int msecs);
/**
 * msleep_interruptible - msleep(), or until a signal
 * @msecs:	milliseconds
 *
 * Context: may sleep.
 * Return: milliseconds left, rounded up; 0 when the time ran out.
 */
unsigned long msleep_interruptible(unsigned int msecs);
/** usleep_range - sleep for @min to @max microseconds. Context: may sleep. */
void usleep_range(unsigned long min, unsigned long max);
void usleep_range_state(unsigned long min, unsigned long max, unsigned int state);
void usleep_idle_range(unsigned long min, unsigned long max);
void ssleep(unsigned int seconds);
/**
 * fsleep - let time pass in the way that fits its length
 * @usecs:	microseconds, at least; up to 10 do not sleep
 *
 * Context: may sleep.
 */
void fsleep(unsigned long usecs);

#endif /* _LINUX_DELAY_H */
