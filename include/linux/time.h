/* SPDX-License-Identifier: MIT */
/*
 * linux/time.h - time, as most files include it
 */
#ifndef _LINUX_TIME_H
#define _LINUX_TIME_H

#include <linux/cache.h>
#include <linux/math64.h>
#include <linux/time64.h>

struct tm {
	int	tm_sec, tm_min, tm_hour;
	int	tm_mday, tm_mon;
	long	tm_year;
	int	tm_wday, tm_yday;
};

/**
 * time64_to_tm - the date and time of day of a time
 * @totalsecs:	seconds since 1970
 * @offset:	seconds to add, for a place east of Greenwich
 * @result:	receives them
 *
 * Context: any.
 */
void time64_to_tm(time64_t totalsecs, int offset, struct tm *result);

#endif /* _LINUX_TIME_H */
