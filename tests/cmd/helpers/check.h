/* SPDX-License-Identifier: MIT */
/*
 * check.h - for programs that run under quarry: CHECK(condition, name) prints a TAP line
 */
#ifndef CHECK_H
#define CHECK_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHECK(condition, name) \
	do { \
		if (condition) \
			printf("ok - %s\n", name); \
		else \
			printf("not ok - %s\n# %s:%d: %s (errno %d %s)\n", name, __FILE__, __LINE__, \
			       #condition, errno, strerror(errno)); \
		fflush(stdout); \
	} while (0)

static inline double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static inline int status_of(pid_t pid)
{
	int status = -1;

	waitpid(pid, &status, 0);
	return status;
}

#endif /* CHECK_H */
