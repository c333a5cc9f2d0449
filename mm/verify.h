/* SPDX-License-Identifier: MIT */
/*
 * mm/verify.h - does what the memory system's structures say agree with itself?
 *
 * Each file of mm/ that owns structures offers NAME_verify(): it walks them and says each
 * thing that is wrong by verify_violation(). mm/verify.c calls them all, in the order of the list
 * below, with the machine stopped: no other task is inside of a spin lock or of any other
 * section that holds a CPU, and none can enter one. So NAME_verify() takes no locks, and must not sleep,
 * allocate or print. What a mutex guards is held still by mm/verify.c taking it before.
 */
#ifndef MM_VERIFY_H
#define MM_VERIFY_H

#include <linux/compiler.h>
#include <linux/types.h>

/**
 * struct verify_report - what a walk found
 * @nr_violations:	sentences, also those for which there was no room
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

/* Each returns how many violations it noted. */

#endif /* MM_VERIFY_H */
