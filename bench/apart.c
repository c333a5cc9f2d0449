// SPDX-License-Identifier: MIT
/*
 * bench/apart.c - numbers that need a process of their own, and how large a process is
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/apart.h"
#include "bench/bench.h"

int apart(double (*count)(const void *arg), const void *arg, double *number)
{
	int ends[2], status, got;
	pid_t child;

	if (pipe(ends))
		return -1;
	child = fork();
	if (child == 0) {
		setenv("QUARRY_CMDLINE", "quiet", 0);
		*number = count(arg);
		_exit(write(ends[1], number, sizeof(*number)) != sizeof(*number));
	}
	close(ends[1]);
	got = child > 0 && read(ends[0], number, sizeof(*number)) == sizeof(*number);
	close(ends[0]);
	if (child < 0 || waitpid(child, &status, 0) != child || !got)
		return -1;
	return status;
}

static unsigned long kilobytes(const char *text, const char *name)
{
	const char *line = strstr(text, name);

	return line ? strtoul(line + strlen(name), NULL, 10) : 0;
}

/*
 * No stdio: its buffers would be memory of one of the contenders. Unlike statm, this file is exact,
 * and knows code from data.
 */
unsigned long bench_resident(void)
{
	static char text[4096];
	int fd = open("/proc/self/smaps_rollup", O_RDONLY);
	ssize_t len;

	len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (fd >= 0)
		close(fd);
	text[len > 0 ? len : 0] = '\0';
	return (kilobytes(text, "Pss_Anon:") + kilobytes(text, "Pss_Shmem:")) * 1024;
}
