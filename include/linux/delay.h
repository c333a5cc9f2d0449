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
/** msleep_interruptible - the same, or until a signal. Return: milliseconds left. */
unsigned long msleep_interruptible(unsigned int msecs);
/** usleep_range - sleep for @min to @max microseconds. Context: may sleep. */
void usleep_range(unsigned long min, unsigned long max);
void usleep_range_state(unsigned long min, unsigned long max, unsigned int state);
void usleep_idle_range(unsigned long min, unsigned long max);
void ssleep(unsigned int seconds);
/** fsleep - sleep for @usecs in whatever way fits */
void fsleep(unsigned long usecs);

#endif /* _LINUX_DELAY_H */
