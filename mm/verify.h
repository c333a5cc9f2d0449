/* SPDX-License-Identifier: MIT */
/*
 * mm/verify.h - does what the memory system's structures say agree with itself?
 *
 * Each file of mm/ that owns structures offers NAME_verify(): it walks them and says each
 * thing that is wrong by verify_violation(). mm/verify.c calls them all, in the order of the list
 * below, with the machine stopped: no other task is inside of a spin lock or of any other
 * section that holds a CPU, and none can enter one. So NAME_verify() takes no locks, and must not
 * sleep, allocate or print. What a mutex guards is held still by mm/verify.c taking it before.
 *
 * A task that holds no CPU may be stopped anywhere, also between two steps that belong together: a
 * page may be off its list and have no user yet. What looks wrong for this reason is noted by
 * verify_suspect(): the machine goes on for a while and is stopped again, and what is still so after
 * many passes is a violation.
 */
#ifndef MM_VERIFY_H
#define MM_VERIFY_H

#include <linux/compiler.h>
#include <linux/types.h>

/**
 * struct verify_report - what a walk found
 * @nr_violations:	sentences, also those for which there was no room
 * @nr_suspects:	of this pass
 * @text:		one sentence a line, each ended by a newline; always NUL-terminated
 * @size:		bytes at @text
 * @len:		of them in use, without the NUL
 * @nr_zones:		zones with memory that were walked
 * @nr_pages:		frames whose place is known: free, in use, reserved
 * @nr_caches:		slab caches
 *
 * The caller provides @text; the rest begins as zeros.
 */
struct verify_report {
	unsigned int nr_violations;
	unsigned int nr_suspects;
	char *text;
	size_t size;
	size_t len;
	unsigned int nr_zones;
	unsigned int nr_caches;
	unsigned long nr_pages;
};

/**
 * verify_violation - note a sentence that names the zone, page, order, cache, ... and what is wrong
 *
 * @fmt has no newline. Begin with what it is about: "zone DMA32: order 3: block at pfn 0x1230 ...".
 * Context: any; takes no lock.
 */
void verify_violation(struct verify_report *report, const char *fmt, ...) __printf(2, 3);

/**
 * verify_suspect - note what is wrong only if it stays so
 * @key:	what it is about: an address, a frame number
 * @value:	how it looks; must be the same in each pass
 *
 * Context: any; takes no lock.
 */
void verify_suspect(struct verify_report *report, unsigned long key, unsigned long value,
		    const char *fmt, ...) __printf(4, 5);

/* Each returns how many violations it noted. The machine is stopped. */
struct zone;
/** zones_verify - bounds, marks, the table of zones, zone lists */
int zones_verify(struct verify_report *report);
/** pages_verify - every frame of every zone: free lists, per-CPU lists, blocks in use, the counts */
int pages_verify(struct verify_report *report);
/** slab_verify - the caches and their slabs; slab_mutex is held */
int slab_verify(struct verify_report *report);
/** vmap_verify - the map of kernel addresses */
int vmap_verify(struct verify_report *report);
/** vmalloc_verify - the pages of vmalloc areas */
int vmalloc_verify(struct verify_report *report);
/** percpu_verify - chunks of per-CPU memory */
int percpu_verify(struct verify_report *report);

/** highmem_verify - windows on high memory */
int highmem_verify(struct verify_report *report);

#endif /* MM_VERIFY_H */
