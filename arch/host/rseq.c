// SPDX-License-Identifier: MIT
/*
 * arch/host/rseq.c - homes of CPUs, and whether restartable sequences work here, and where
 *
 * The host CPUs that the process may use, in order, are home to CPUs 0, 1, ... If the affinity
 * changes later, the homes stay as they are: threads elsewhere take tokens from elsewhere.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/string.h>
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

#ifdef ARCH_HAS_RSEQ
static_assert(sizeof(struct cpu_token) == 64);	/* RSEQ_HERE_BEGIN shifts by 6 */
struct cpu_token arch_core_tokens[2 + HOST_CPUS] = {
	[0 ... 1 + HOST_CPUS] = { .word = CPU_TOKEN_SHARED, .home = CPU_HOME_NONE }
};
struct no_rseq arch_core_no_rseq = { .cpu_id = ~0U };

/* Where RSEQ_PATCHED() was used: distances from the entries themselves. */
extern const s32 __start_rseq_patched[] __attribute__((visibility("hidden")));
extern const s32 __stop_rseq_patched[] __attribute__((visibility("hidden")));
#endif

long arch_rseq_offset;
EXPORT_SYMBOL(arch_rseq_offset);

static bool rseq_works;

#ifdef ARCH_HAS_RSEQ

/*
 * "3e 3e REX op modrm disp32", relative to the next instruction, becomes "64 REX op modrm SIB
 * disp32", which is relative to %fs. @offset: of the struct rseq.
 */
#define PATCHED_BYTES	9

static void instruction_patch(u8 *at, long offset)
{
	s32 disp;

	memcpy(&disp, at + 5, sizeof(disp));
	disp += (long)(at + PATCHED_BYTES) - (long)&arch_core_no_rseq + offset;
	at[0] = 0x64;
	at[1] = at[2];
	at[2] = at[3];
	at[3] = (at[4] & 0x38) | 4;
	at[4] = 0x25;
	memcpy(at + 5, &disp, sizeof(disp));
}

/* As nobody calls the core before its constructors have run, no thread is within the instructions. */
static void core_patch(long offset)
{
	u8 *start = (u8 *)~0UL, *end = NULL;
	const s32 *site;

	for (site = __start_rseq_patched; site < __stop_rseq_patched; site++) {
		start = min(start, (u8 *)site + *site);
		end = max(end, (u8 *)site + *site + PATCHED_BYTES);
	}
	if (!offset || !end || os_text_writable(start, end, true))
		return;
	for (site = __start_rseq_patched; site < __stop_rseq_patched; site++)
		instruction_patch((u8 *)site + *site, offset);
	os_text_writable(start, end, false);
}

/*
 * Sequences that do not ask for the task (RSEQ_HERE_BEGIN) leave, and their slow ways do ask. The
 * table is the child's own copy; what the sequences would change is not.
 */
void host_rseq_forked(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(arch_core_tokens); i++)
		arch_core_tokens[i].word = CPU_TOKEN_HELD | CPU_TOKEN_SHARED;
}
#else
static void core_patch(long offset)
{
}

void host_rseq_forked(void)
{
}
#endif

/* A kfree(NULL) before boot finds no token that is free. */
static void __attribute__((constructor(101))) no_rseq_at_first(void)
{
	arch_rseq_offset = (long)&no_rseq - (long)os_thread_pointer();
	core_patch(os_rseq_offset());
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
	return arch_cpu_home(cpu) == CPU_HOME_NONE ? NULL : &arch_core_tokens[2 + home_of[cpu]];
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
