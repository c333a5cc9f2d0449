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

/*
 * Host CPU's number -> token of the CPU that it is home to, or one that is never free. Two entries
 * before the first are for threads without an area (numbers -1 and -2). NULL: nothing is patched.
 */
#define NUMBERS_BELOW	2
static struct cpu_token *core_tokens;
static unsigned int nr_core_tokens;

/* Where RSEQ_PATCH() was used; the distances are from the fields themselves. */
struct patch {
	s32 where;
	s32 kind;		/* enum rseq_patch */
	s32 descriptor;
};
extern const struct patch __start_rseq_patched[] __attribute__((visibility("hidden")));
extern const struct patch __stop_rseq_patched[] __attribute__((visibility("hidden")));
extern const u8 __start___rseq_cs[] __attribute__((visibility("hidden")));
extern const u8 __stop___rseq_cs[] __attribute__((visibility("hidden")));
#endif

long arch_rseq_offset;
EXPORT_SYMBOL(arch_rseq_offset);

static bool rseq_works;

#ifdef ARCH_HAS_RSEQ

static u8 *patch_where(const struct patch *p)
{
	return (u8 *)&p->where + p->where;
}

static size_t tokens_bytes(unsigned int nr)
{
	return (NUMBERS_BELOW + nr) * sizeof(struct cpu_token);
}

/* movq $descriptor, %fs:area.rseq_cs */
static void publish_patch(u8 *at, u32 descriptor, s32 area)
{
	static const u8 opcode[] = { 0x64, 0x48, 0xc7, 0x04, 0x25 };
	s32 field = area + RSEQ_CS_AT;

	memcpy(at, opcode, sizeof(opcode));
	memcpy(at + sizeof(opcode), &field, sizeof(field));
	memcpy(at + sizeof(opcode) + sizeof(field), &descriptor, sizeof(descriptor));
}

#define OPCODE_ADD	0x01	/* behind a prefix; subq has 0x29 there */

static void field_add(u8 *at, s32 addend)
{
	s32 field;

	memcpy(&field, at, sizeof(field));
	field += addend;
	memcpy(at, &field, sizeof(field));
}

/* @descriptors: where the copy of their section is. */
static void instruction_patch(const struct patch *p, const u8 *descriptors, long offset)
{
	const u8 *descriptor = (const u8 *)&p->descriptor + p->descriptor;

	switch (p->kind) {
	case RSEQ_PATCH_PUBLISH:
		publish_patch(patch_where(p), (long)(descriptors + (descriptor - __start___rseq_cs)), offset);
		break;
	case RSEQ_PATCH_AREA:
		field_add(patch_where(p), offset);
		break;
	case RSEQ_PATCH_TABLE:
		field_add(patch_where(p), (long)(core_tokens + NUMBERS_BELOW));
		break;
	case RSEQ_PATCH_SUB:
		if (host_image_is_low())
			patch_where(p)[1] = OPCODE_ADD;
		break;
	}
}

/* Tokens, none of them free, and behind them the descriptors. */
static u8 *low_tables_make(unsigned int nr)
{
	size_t bytes = __stop___rseq_cs - __start___rseq_cs;
	u8 *low = os_low_memory(tokens_bytes(nr) + bytes);

	if (!low)
		return NULL;
	core_tokens = (struct cpu_token *)low;
	nr_core_tokens = NUMBERS_BELOW + nr;
	for (unsigned int i = 0; i < nr_core_tokens; i++)
		core_tokens[i] = (struct cpu_token) { .word = CPU_TOKEN_SHARED, .home = CPU_HOME_NONE };
	return memcpy(low + tokens_bytes(nr), __start___rseq_cs, bytes);
}

/* As nobody calls the core before its constructors have run, no thread is within the instructions. */
static void core_patch(long offset)
{
	u8 *start = (u8 *)~0UL, *end = NULL, *descriptors;
	unsigned int nr = os_host_cpus();
	const struct patch *p;

	for (p = __start_rseq_patched; p < __stop_rseq_patched; p++) {
		start = min(start, patch_where(p));
		end = max(end, patch_where(p) + RSEQ_PUBLISH_BYTES);
	}
	if (!offset || !end || !nr || nr > HOST_CPUS || os_text_writable(start, end, true))
		return;
	descriptors = low_tables_make(nr);
	for (p = __start_rseq_patched; descriptors && p < __stop_rseq_patched; p++)
		instruction_patch(p, descriptors, offset);
	os_text_writable(start, end, false);
}

/*
 * Sequences that do not ask for the task (RSEQ_HERE_BEGIN) leave, and their slow ways do ask. The
 * table is the child's own copy; what the sequences would change is not.
 */
void host_rseq_forked(void)
{
	for (unsigned int i = 0; i < nr_core_tokens; i++)
		core_tokens[i].word = CPU_TOKEN_HELD | CPU_TOKEN_SHARED;
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
	if (!core_tokens || arch_cpu_home(cpu) == CPU_HOME_NONE)
		return NULL;
	return &core_tokens[NUMBERS_BELOW + home_of[cpu]];
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
