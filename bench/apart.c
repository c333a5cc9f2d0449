// SPDX-License-Identifier: MIT
/*
 * bench/apart.c - numbers that need a process of their own, and how large a process is
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/apart.h"
#include "bench/bench.h"

#define APART_WORD	"--apart"	/* FD ROW */

static void __attribute__((noreturn)) start_anew(int fd, int row)
{
	char fd_text[12], row_text[12];

	snprintf(fd_text, sizeof(fd_text), "%d", fd);
	snprintf(row_text, sizeof(row_text), "%d", row);
	setenv("QUARRY_CMDLINE", "quiet", 0);
	execl("/proc/self/exe", "bench", APART_WORD, fd_text, row_text, (char *)NULL);
	_exit(1);
}

int apart_begin(struct apart *child, int row)
{
	int ends[2];

	if (pipe(ends))
		return -1;
	child->pid = fork();
	if (child->pid == 0) {
		close(ends[0]);
		start_anew(ends[1], row);
	}
	child->answer = ends[0];
	close(ends[1]);
	if (child->pid > 0)
		return 0;
	close(ends[0]);
	return -1;
}

int apart_row(int argc, char **argv)
{
	return argc == 4 && !strcmp(argv[1], APART_WORD) ? atoi(argv[3]) : -1;
}

void apart_answer(char **argv, double number)
{
	_exit(write(atoi(argv[2]), &number, sizeof(number)) != sizeof(number));
}

int apart_end(const struct apart *child, double *number)
{
	int status, got = read(child->answer, number, sizeof(*number)) == sizeof(*number);

	close(child->answer);
	return waitpid(child->pid, &status, 0) == child->pid && !status && got ? 0 : -1;
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
