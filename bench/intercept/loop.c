// SPDX-License-Identifier: MIT
/*
 * loop.c - what interception costs: system calls in a loop, timed by the program that makes them
 *
 * loop CONTENDER DEVICE	time the calls; lines for bench/main.c
 * loop trace CONTENDER DEVICE	the same with every call of the program stopped twice, as strace does
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char block[4096];
static int device, file;
static const char *device_path;

static double now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1e9 + ts.tv_nsec;
}

static void read_device(void)	{ if (pread(device, block, sizeof(block), 0) < 0) _exit(1); }
static void read_file(void)	{ if (pread(file, block, sizeof(block), 0) < 0) _exit(1); }
static void get_pid(void)	{ syscall(SYS_getppid); }
static void open_file(void)	{ close(open("/proc/self/exe", O_RDONLY)); }
static void open_device(void)	{ close(open(device_path, O_RDONLY)); }

static void stat_file(void)
{
	struct stat st;

	if (stat("/bin/sh", &st))
		_exit(1);
}

static const struct {
	const char *name;
	void (*call)(void);
	int n;
} loops[] = {
	{ "call: read 4 KB of a device", read_device, 2000 },
	{ "call: read 4 KB of a host file, a device open beside it", read_file, 5000 },
	{ "call: one that no filter looks at (getppid)", get_pid, 5000 },
	{ "call: stat a host file", stat_file, 1000 },
	{ "call: open and close a host file", open_file, 1000 },
	{ "call: open and close a device", open_device, 200 },
};

static int loop(const char *contender, const char *path)
{
	size_t i;
	int n;

	device_path = path;
	device = open(path, O_RDWR);
	file = open("/proc/self/exe", O_RDONLY);
	if (device < 0 || file < 0 || write(device, block, sizeof(block)) != sizeof(block)) {
		perror(path);
		return 1;
	}
	for (i = 0; i < sizeof(loops) / sizeof(loops[0]); i++) {
		double begin;

		loops[i].call();
		begin = now_ns();
		for (n = 0; n < loops[i].n; n++)
			loops[i].call();
		printf("%s\t%s\t%.1f\n", loops[i].name, contender, (now_ns() - begin) / loops[i].n);
	}
	return 0;
}

static int trace(char **argv)
{
	int status, pid = fork();

	if (!pid) {
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		raise(SIGSTOP);
		exit(loop(argv[0], argv[1]));
	}
	waitpid(pid, &status, 0);
	while (ptrace(PTRACE_SYSCALL, pid, 0, 0) == 0 && waitpid(pid, &status, 0) == pid && WIFSTOPPED(status))
		;
	return WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "trace"))
		return trace(argv + 2);
	return argc == 3 ? loop(argv[1], argv[2]) : 2;
}
