// SPDX-License-Identifier: MIT
/*
 * arch/host/os/cpu.c - the host's CPUs: how many, which one, and a fence on all of them
 *
 * The fence is membarrier(2), private and expedited: a full barrier on every CPU that runs a
 * thread of this process, and on the others at their next switch to one. Where the
 * host has it not (old kernels, strict seccomp filters) the page protection of a page of ours is
 * changed instead: to take a right away the host interrupts every CPU that may hold the old
 * translation, which is every CPU that runs us, and an interrupt is a full barrier on x86. On
 * machines that broadcast such changes without an interrupt, the slow global membarrier is tried
 * before. The trick needs the page to be in use, so it is written first.
 */
#include <errno.h>
#include <linux/membarrier.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "arch/host/os/os.h"

static int fence_command;		/* a MEMBARRIER_CMD_*; 0: by page protection */
static volatile char *fence_page;
static pthread_mutex_t fence_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t fence_once = PTHREAD_ONCE_INIT;

unsigned int os_nr_cpus(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return CPU_COUNT(&set);
	return 1;
}

int os_cpu_nth(unsigned int n)
{
	cpu_set_t set;
	int cpu;

	if (sched_getaffinity(0, sizeof(set), &set))
		return n ? -1 : 0;
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &set) && !n--)
			return cpu;
	return -1;
}

/* libc answers from the thread's rseq area where the host has one: no system call. */
unsigned int os_cpu(void)
{
	int cpu = sched_getcpu();

	return cpu < 0 ? 0 : cpu;
}

static void fence_setup(void)
{
	long commands = syscall(SYS_membarrier, MEMBARRIER_CMD_QUERY, 0, 0);

	if (commands > 0 && (commands & MEMBARRIER_CMD_PRIVATE_EXPEDITED) &&
	    syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0) {
		fence_command = MEMBARRIER_CMD_PRIVATE_EXPEDITED;
		return;
	}
	if (commands > 0 && (commands & MEMBARRIER_CMD_GLOBAL)) {
		fence_command = MEMBARRIER_CMD_GLOBAL;
		return;
	}
	fence_page = os_pages_alloc(4096);
}

static void fence_by_protection(void)
{
	pthread_mutex_lock(&fence_lock);
	mprotect((void *)fence_page, 4096, PROT_READ | PROT_WRITE);
	*fence_page = 1;
	mprotect((void *)fence_page, 4096, PROT_READ);
	pthread_mutex_unlock(&fence_lock);
}

void os_fence_cpus(void)
{
	pthread_once(&fence_once, fence_setup);
	__sync_synchronize();
	if (fence_command && syscall(SYS_membarrier, fence_command, 0, 0) == 0)
		return;
	if (fence_page)
		fence_by_protection();
}
