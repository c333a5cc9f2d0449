// SPDX-License-Identifier: MIT
/*
 * tests/ktest_stops.c - breakpoints at chosen instructions of the program itself: tests/stops.h on the host
 *
 * One breakpoint at a time, one thread that is to run into it. Another one that does so by chance
 * removes it, since it may hold a CPU that the first one needs to get there.
 */
#include <link.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "arch/host/os/os.h"
#include "tests/ktest.h"
#include "tests/stops.h"

#define STOPS_MAX	4096
#define BREAKPOINT	0xcc

static uintptr_t offsets[STOPS_MAX];
static uint8_t first_bytes[STOPS_MAX];
static unsigned int nr_offsets;
static uintptr_t program;		/* where it was loaded */

static struct {
	int at;				/* which; -1: not armed */
	int hits;
	pthread_t thread;
	void (*fn)(void *);
	void *arg;
} stop = { .at = -1 };

static int program_find(struct dl_phdr_info *info, size_t size, void *arg)
{
	(void)size;
	(void)arg;
	program = info->dlpi_addr;
	return 1;			/* the first is the program */
}

unsigned int stops_nr(void)
{
	return nr_offsets;
}

unsigned long stops_offset(unsigned int i)
{
	return offsets[i];
}

static volatile uint8_t *instruction(int i)
{
	return (void *)(program + offsets[i]);
}

/* Return: by the caller. */
static bool breakpoint_remove(void)
{
	int at = __atomic_exchange_n(&stop.at, -1, __ATOMIC_ACQ_REL);

	if (at >= 0)
		*instruction(at) = first_bytes[at];
	return at >= 0;
}

static int compare(const void *a, const void *b)
{
	uintptr_t x = *(const uintptr_t *)a, y = *(const uintptr_t *)b;

	return x < y ? -1 : x > y;
}

/* If the host has led the thread elsewhere already, out of a sequence, that is where it goes on. */
static void trapped(int signal, siginfo_t *info, void *context)
{
	greg_t *ip = &((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
	uintptr_t offset = *ip - 1 - program;

	(void)signal;
	(void)info;
	if (bsearch(&offset, offsets, nr_offsets, sizeof(offset), compare))
		--*ip;
	if (breakpoint_remove() && pthread_equal(stop.thread, pthread_self())) {
		stop.hits++;
		stop.fn(stop.arg);
	}
}

void stops_arm(unsigned int i, void (*fn)(void *), void *arg)
{
	stop.thread = pthread_self();
	stop.hits = 0;
	stop.fn = fn;
	stop.arg = arg;
	__atomic_store_n(&stop.at, (int)i, __ATOMIC_RELEASE);
	*instruction(i) = BREAKPOINT;
}

int stops_disarm(void)
{
	breakpoint_remove();
	return stop.hits;
}

/* Those of the process, before any of its threads has fewer. */
static int homes[CPU_SETSIZE];

static void __attribute__((constructor)) homes_find(void)
{
	for (unsigned int i = 0; i < CPU_SETSIZE; i++)
		homes[i] = os_cpu_nth(i);
}

int stops_pin(unsigned int cpu)
{
	cpu_set_t set;

	if (cpu >= CPU_SETSIZE || homes[cpu] < 0)
		return -1;
	CPU_ZERO(&set);
	CPU_SET(homes[cpu], &set);
	return sched_setaffinity(0, sizeof(set), &set);
}

extern const ptrdiff_t __rseq_offset __attribute__((weak));
extern const unsigned int __rseq_size __attribute__((weak));

void stops_foreign(void)
{
	static uint32_t abort_code[2] = { 0x53053053 };		/* the signature, and the code */
	static struct {
		uint32_t version, flags;
		uint64_t start, length, abort;
	} none __attribute__((aligned(32))) = { .length = 1 };

	none.start = (uintptr_t)&none;
	none.abort = (uintptr_t)&abort_code[1];
	if (&__rseq_size && __rseq_size)
		*(volatile uint64_t *)((char *)os_thread_pointer() + __rseq_offset + 8) = (uintptr_t)&none;
}

static int offsets_read(const char *path)
{
	FILE *file = fopen(path, "r");

	if (!file)
		return -1;
	while (nr_offsets < STOPS_MAX && fscanf(file, "%lx", &offsets[nr_offsets]) == 1) {
		first_bytes[nr_offsets] = *instruction((int)nr_offsets);
		nr_offsets++;
	}
	fclose(file);
	return nr_offsets ? 0 : -1;
}

int ktest_stops(const char *path)
{
	struct sigaction action = { .sa_sigaction = trapped, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	uintptr_t page = sysconf(_SC_PAGESIZE), first, end;

	dl_iterate_phdr(program_find, NULL);
	if (offsets_read(path))
		return -1;
	first = (program + offsets[0]) & -page;
	end = program + offsets[nr_offsets - 1] + 1;
	if (mprotect((void *)first, end - first, PROT_READ | PROT_WRITE | PROT_EXEC))
		return -1;
	return sigaction(SIGTRAP, &action, NULL);
}
