/* SPDX-License-Identifier: MIT */
/*
 * mm/percpu.h - what parts of the per-CPU allocator want of each other, and the leak check of it
 */
#ifndef MM_PERCPU_H
#define MM_PERCPU_H

#include <linux/types.h>

/*
 * Pages of the reserve: when there are fewer than LOW, background work makes them HIGH. More than
 * HIGH are given back, those of a chunk that has enough of them.
 */
#define PCPU_EMPTY_POP_PAGES_LOW	2
#define PCPU_EMPTY_POP_PAGES_HIGH	4

struct module;
struct pcpu_chunk;

/** percpu_module_left - report what @mod has not freed when it is gone; how many allocations. May sleep. */
int percpu_module_left(const struct module *mod);
/** percpu_sections_copy - make the other CPUs' copies of all static sections; 0, or an errno and why */
int percpu_sections_copy(char *why, size_t why_size);
/** percpu_nr_allocs - allocations that are live */
unsigned long percpu_nr_allocs(void);
/** percpu_nr_pages - frames behind chunks, and of their tables */
unsigned long percpu_nr_pages(void);
/** percpu_nr_chunks - how many chunks there are */
unsigned int percpu_nr_chunks(void);
/** percpu_chunk_at - the chunk with number @index, or NULL; the machine is stopped, or pcpu_lock held */
struct pcpu_chunk *percpu_chunk_at(unsigned int index);

#endif /* MM_PERCPU_H */
