/* SPDX-License-Identifier: MIT */
/*
 * linux/kern_levels.h - the levels of a log message, as prefixes of its text
 *
 * A level is two characters before the text: SOH and a digit (0 most urgent), or SOH and
 * 'c' for text that continues the line before.
 */
#ifndef _LINUX_KERN_LEVELS_H
#define _LINUX_KERN_LEVELS_H

#define KERN_SOH	"\001"
#define KERN_SOH_ASCII	'\001'

#define KERN_EMERG	KERN_SOH "0"	/* the system is unusable */
#define KERN_ALERT	KERN_SOH "1"	/* somebody must act at once */
#define KERN_CRIT	KERN_SOH "2"	/* critical conditions */
#define KERN_ERR	KERN_SOH "3"	/* errors */
#define KERN_WARNING	KERN_SOH "4"	/* warnings */
#define KERN_NOTICE	KERN_SOH "5"	/* normal, but worth a look */
#define KERN_INFO	KERN_SOH "6"	/* information */
#define KERN_DEBUG	KERN_SOH "7"	/* for who looks for an error */
#define KERN_DEFAULT	""		/* the level of text without one */
#define KERN_CONT	KERN_SOH "c"	/* goes on where the last unfinished line ended */

#define LOGLEVEL_SCHED		-2
#define LOGLEVEL_DEFAULT	-1
#define LOGLEVEL_EMERG		0
#define LOGLEVEL_ALERT		1
#define LOGLEVEL_CRIT		2
#define LOGLEVEL_ERR		3
#define LOGLEVEL_WARNING	4
#define LOGLEVEL_NOTICE		5
#define LOGLEVEL_INFO		6
#define LOGLEVEL_DEBUG		7

#endif /* _LINUX_KERN_LEVELS_H */
