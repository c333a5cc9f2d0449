// SPDX-License-Identifier: MIT
/*
 * arch/host/os/rseq.c - the host's restartable sequences: does the process have them, and restarting them
 *
 * The C library registers an area for each thread (glibc 2.35 and later, unless told not to by
 * glibc.pthread.rseq=0). Without it, or without the membarrier(2) that restarts the sequences
 * of one CPU (Linux 5.10), they are not used.
 */
#include <errno.h>
#include <linux/membarrier.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "arch/host/os/os.h"

/* Of glibc; older ones and other libraries do not have them. */
extern const ptrdiff_t __rseq_offset __attribute__((weak));
extern const unsigned int __rseq_size __attribute__((weak));

#define CPU_ID_OFFSET	4		/* of cpu_id in struct rseq; negative values: not registered */

void *os_thread_pointer(void)
{
	return __builtin_thread_pointer();
}

static int restart(int cpu)
{
	return syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ,
		       cpu < 0 ? 0 : MEMBARRIER_CMD_FLAG_CPU, cpu);
}

#define MASK_CPUS	8192		/* more than Linux can have */

/* The kernel answers with as many bytes as its CPUs' numbers need. */
unsigned int os_host_cpus(void)
{
	unsigned long mask[MASK_CPUS / (8 * sizeof(long))];
	long bytes = syscall(SYS_sched_getaffinity, 0, sizeof(mask), mask);

	return bytes > 0 ? 8 * bytes : 0;
}

void *os_low_memory(unsigned long bytes)
{
#ifdef MAP_32BIT
	void *low = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	return low == MAP_FAILED ? NULL : low;
#else
	return NULL;
#endif
}

long os_rseq_offset(void)
{
	return &__rseq_offset && &__rseq_size && __rseq_size ? __rseq_offset : 0;
}

int os_text_writable(void *start, void *end, int writable)
{
	uintptr_t page = sysconf(_SC_PAGESIZE), first = (uintptr_t)start & -page;

	return mprotect((void *)first, (uintptr_t)end - first, PROT_READ | PROT_EXEC | (writable ? PROT_WRITE : 0));
}

static bool exiting;

/* Before the images' destructors: the loader registered those before any boot. */
static void note_exit(void)
{
	__atomic_store_n(&exiting, true, __ATOMIC_RELAXED);
}

int os_exiting(void)
{
	return __atomic_load_n(&exiting, __ATOMIC_RELAXED);
}

int os_rseq_init(long *offset, unsigned int max_cpus)
{
	const volatile int32_t *cpu_id;

	if (!os_rseq_offset())
		return -ENOSYS;
	cpu_id = (const void *)((const char *)os_thread_pointer() + __rseq_offset + CPU_ID_OFFSET);
	if (*cpu_id < 0 || !os_host_cpus() || os_host_cpus() > max_cpus)
		return -ENOSYS;
	if (syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ, 0, 0) || restart(*cpu_id))
		return -ENOSYS;
	atexit(note_exit);
	*offset = __rseq_offset;
	return 0;
}

void os_rseq_restart(int cpu)
{
	int saved_errno = errno;

	restart(cpu);
	errno = saved_errno;
}
