// SPDX-License-Identifier: MIT
/*
 * arch/host/os/machine.c - clocks, console, entropy and power of the hosted machine
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "arch/host/os/os.h"

static unsigned long long clock_ns(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

unsigned long long os_clock_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

unsigned long long os_clock_real_ns(void)
{
	return clock_ns(CLOCK_REALTIME);
}

/* One write for a line keeps the lines of several threads and processes whole. */
void os_console_write(const char *text, unsigned long len)
{
	int saved_errno = errno;

	while (len) {
		ssize_t done = write(STDERR_FILENO, text, len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			break;
		text += done;
		len -= done;
	}
	errno = saved_errno;
}

void os_random(void *buf, unsigned long n)
{
	char *p = buf;

	while (n) {
		ssize_t done = getrandom(p, n, 0);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			abort();	/* no entropy: no promise of arch_random() could be kept */
		p += done;
		n -= done;
	}
}

/* A panic ends the process as a crash does, so that a debugger or a core file shows where. */
void os_halt(int status)
{
	if (status)
		abort();
	_exit(0);
}

const char *os_environment(const char *name)
{
	return getenv(name);
}
