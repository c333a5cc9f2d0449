/* SPDX-License-Identifier: MIT */
/*
 * arch/host/boot.h - between the embedding API and the tasks: a machine on demand
 */
#ifndef ARCH_HOST_BOOT_H
#define ARCH_HOST_BOOT_H

/**
 * host_boot_wanted - return with a machine running: boot a default one, or wait for who does
 *
 * Ends the process if there can be none: the callers (any kernel function) can't report it.
 */
void host_boot_wanted(void);

/** host_rseq_init - find the homes of the CPUs; before anything of the core runs */
void host_rseq_init(void);

/* From one CPU's copy of per-CPU data to the next place for one. */
#define PERCPU_STRIDE_SHIFT	32

/** host_cpu_copy - in which place, counted from CPU 0's, is @cpu's copy: the places follow the homes */
unsigned int host_cpu_copy(unsigned int cpu);

/** host_image_is_low - the program lies so low that CPUs' data must be above it */
bool host_image_is_low(void);

/** host_rseq_tables - make the core's sequences work, if the host has at most @max_cpus CPUs; before all else of the core */
void host_rseq_tables(unsigned int max_cpus);

/** host_rseq_token - of the sequences' table, the entry of host CPU @home; NULL: there is no table */
struct cpu_token *host_rseq_token(unsigned int home);

struct page;

/** host_rseq_memory - tell the sequences where memory is */
void host_rseq_memory(unsigned long page_offset, unsigned long direct_map_size, struct page *vmemmap);

/** host_rseq_forked - in a forked child: no sequence finds a token free any more */
void host_rseq_forked(void);

/** host_boot_forked - is this a forked child, whose threads' tasks are the parent's? */
int host_boot_forked(void);

/** host_boot_fatal - one line on standard error, then abort */
void host_boot_fatal(const char *why) __attribute__((noreturn));

#endif /* ARCH_HOST_BOOT_H */
