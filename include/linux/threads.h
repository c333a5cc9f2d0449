/* SPDX-License-Identifier: MIT */
/*
 * linux/threads.h - the most CPUs that a build can have
 */
#ifndef _LINUX_THREADS_H
#define _LINUX_THREADS_H

#define NR_CPUS			256
#define MIN_THREADS_LEFT_FOR_ROOT 4
#define PID_MAX_DEFAULT		0x8000
#define PID_MAX_LIMIT		(4 * 1024 * 1024)

#endif /* _LINUX_THREADS_H */
