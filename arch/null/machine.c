// SPDX-License-Identifier: MIT
/*
 * arch/null/machine.c - clock, console, entropy, power, and what this machine has not
 */
#include <linux/align.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <asm-generic/arch.h>

#include "arch/null/null.h"

/* The host's calls, by their x86-64 numbers. */
#define SYS_WRITE		1
#define SYS_NANOSLEEP		35
#define SYS_CLOCK_GETTIME	228
#define SYS_EXIT_GROUP		231
#define SYS_GETRANDOM		318

#define HOST_CLOCK_REALTIME	0
#define HOST_CLOCK_MONOTONIC	1

struct host_time {
	s64	sec, nsec;
};

static long host_call(long number, unsigned long a, unsigned long b, unsigned long c)
{
	long ret;

	__asm__ volatile("syscall"
			 : "=a"(ret)
			 : "a"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return ret;
}

unsigned int arch_features(void)
{
	return 0;
}

/* ---- CPUs ---- */

unsigned int arch_nr_cpus(void)
{
	return 1;
}

unsigned int arch_cpu_hint(void)
{
	return 0;
}

/* One CPU sees its own stores in order; only the compiler has to be told. */
void arch_fence_cpus(void)
{
	barrier();
}

/* ---- clock, console, entropy, power ---- */

static u64 host_clock(unsigned long clock)
{
	struct host_time time = { 0 };

	host_call(SYS_CLOCK_GETTIME, clock, (unsigned long)&time, 0);
	return time.sec * 1000000000ULL + time.nsec;
}

u64 arch_clock_ns(void)
{
	return host_clock(HOST_CLOCK_MONOTONIC);
}

u64 arch_clock_real_ns(void)
{
	return host_clock(HOST_CLOCK_REALTIME);
}

void null_sleep(u64 ns)
{
	struct host_time time = { .sec = ns / 1000000000, .nsec = ns % 1000000000 };

	host_call(SYS_NANOSLEEP, (unsigned long)&time, 0, 0);
}

void null_write(int fd, const char *text, size_t len)
{
	while (len) {
		long done = host_call(SYS_WRITE, fd, (unsigned long)text, len);

		if (done <= 0)
			return;
		text += done;
		len -= done;
	}
}

void arch_console_write(const char *text, size_t len, int level)
{
	null_write(2, text, len);
}

void arch_random(void *buf, size_t n)
{
	char *at = buf;

	while (n) {
		long done = host_call(SYS_GETRANDOM, (unsigned long)at, n, 0);

		if (done <= 0)
			arch_halt(1);	/* no entropy: the promise can't be kept */
		at += done;
		n -= done;
	}
}

void arch_halt(int status)
{
	for (;;)
		host_call(SYS_EXIT_GROUP, status, 0, 0);
}

/* ---- faults: they end the machine, so there is nothing to come back from ---- */

long arch_try(long (*fn)(void *), void *arg, bool *oopsed)
{
	*oopsed = false;
	return fn(arg);
}

unsigned int arch_backtrace(unsigned long pc, unsigned long fp,
			    unsigned long *entries, unsigned int max)
{
	unsigned long low, high;
	unsigned int nr = 0;

	arch_stack_bounds(&low, &high);
	if (pc && max)
		entries[nr++] = pc;
	if (!pc)
		fp = (unsigned long)__builtin_frame_address(0);
	/* At a frame pointer lie the caller's, which is further up, and the return address. */
	while (nr < max && IS_ALIGNED(fp, sizeof(long)) && fp >= low && fp <= high - 2 * sizeof(long)) {
		const unsigned long *frame = (const unsigned long *)fp;

		if (!frame[1])
			break;
		entries[nr++] = frame[1];
		if (frame[0] <= fp)
			break;
		fp = frame[0];
	}
	return nr;
}

int arch_symbolize(unsigned long addr, bool is_return, char *buf, size_t size)
{
	return scnprintf(buf, size, "0x%lx", addr);
}

/* ---- user processes and modules: none ---- */

int arch_signal_pending(struct task_struct *task)
{
	return 0;
}

int arch_send_signal(struct task_struct *task, int sig)
{
	return -ESRCH;
}

int arch_module_load(const void *image, size_t len, const char *name, struct arch_module *m,
		     char *why, size_t why_size)
{
	snprintf(why, why_size, "this port loads no modules");
	return -ENOEXEC;
}

int arch_module_unload(struct arch_module *m)
{
	return 0;
}
