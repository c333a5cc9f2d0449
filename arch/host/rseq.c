// SPDX-License-Identifier: MIT
/*
 * arch/host/rseq.c - homes of CPUs, and whether restartable sequences work here
 *
 * The host CPUs that the process may use, in order, are home to CPUs 0, 1, ... If the affinity
 * changes later, the homes stay as they are: threads elsewhere take tokens from elsewhere.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/threads.h>
#include <asm-generic/arch.h>
#include <asm/cpu_token.h>

#include "arch/host/boot.h"
#include "arch/host/os/os.h"

#ifdef ARCH_HAS_RSEQ
#define HOST_CPUS	RSEQ_HOST_CPUS
#else
#define HOST_CPUS	1024	/* those beyond are nobody's home */
#endif

static u8 cpu_at[HOST_CPUS];	/* 1 + the CPU whose home it is, or 0 */
static int home_of[NR_CPUS];
static unsigned int nr_homes;

/* Stands in for struct rseq where the host has none; nobody but its thread reads @section. */
static __thread struct {
	u32	cpu_id_start, cpu_id;
	u64	section;
} no_rseq __attribute__((tls_model("initial-exec"))) = { .cpu_id = ~0U };

long arch_rseq_offset;
EXPORT_SYMBOL(arch_rseq_offset);

static bool rseq_works;

/* A kfree(NULL) before boot finds no token that is free. */
static void __attribute__((constructor(101))) no_rseq_at_first(void)
{
	arch_rseq_offset = (long)&no_rseq - (long)os_thread_pointer();
	host_rseq_tables(HOST_CPUS);
}

void host_rseq_init(void)
{
	unsigned int i;

	for (i = 0; i < NR_CPUS; i++) {
		home_of[i] = os_cpu_nth(i);
		if (home_of[i] < 0 || home_of[i] >= HOST_CPUS)
			break;
		cpu_at[home_of[i]] = i + 1;
	}
	nr_homes = i;
	rseq_works = os_rseq_init(&arch_rseq_offset, HOST_CPUS) == 0;
}

unsigned int host_cpu_copy(unsigned int cpu)
{
	if (!nr_homes)
		return cpu;
	if (cpu < nr_homes)
		return home_of[cpu] - home_of[0];
	return home_of[nr_homes - 1] - home_of[0] + 1 + cpu - nr_homes;
}

unsigned int arch_cpu_hint(void)
{
	unsigned int host = os_cpu();

	return host < HOST_CPUS && cpu_at[host] ? cpu_at[host] - 1 : NR_CPUS + host;
}

#ifdef ARCH_HAS_RSEQ

int arch_cpu_home(unsigned int cpu)
{
	return rseq_works && cpu < nr_homes ? home_of[cpu] : CPU_HOME_NONE;
}

struct cpu_token *arch_cpu_token(unsigned int cpu)
{
	int home = arch_cpu_home(cpu);

	return home == CPU_HOME_NONE ? NULL : host_rseq_token(home);
}

void *arch_first_copy(void *percpu)
{
	long distance = nr_homes ? (long)home_of[0] << PERCPU_STRIDE_SHIFT : 0;

	return host_image_is_low() ? percpu - distance : percpu + distance;
}

void arch_cpu_restart(int home)
{
	os_rseq_restart(home);
}

void arch_restart_cpus(void)
{
	if (rseq_works)
		os_rseq_restart(-1);
}

#endif
