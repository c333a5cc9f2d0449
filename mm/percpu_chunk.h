/* SPDX-License-Identifier: MIT */
/*
 * mm/percpu_chunk.h - a chunk: a range of each CPU's window, cut into units that are handed out in runs
 *
 *	CPU n's window	| chunk 0 | chunk 1 | (none) | chunk 3 | ...
 *	a chunk		| page 0: populated | page 1 | page 2: populated | ...
 *	a page		|uuuL|.|uL|......|uuuuL|...|	u, L: a unit in use; L the last of its allocation
 *
 * Terms      unit: PCPU_MIN_ALLOC_SIZE bytes. Run: free units in a row, as long as possible; it belongs to the page
 *            that it begins in. Populated page: one that has a frame on every CPU. Empty: without a
 *            unit in use. Reserve: all empty populated pages; who can't wait lives on it.
 * Invariants R1 longest[p] is at least the length of each run of page p; exact after a search that
 *               found nothing. contig is the largest of them.
 *            R2 a chunk is on the list of its slot: SLOT_FREE if nothing is in use, else that of contig.
 *            R3 a unit in use has frames, but while its allocation or its end is under way under pcpu_mutex.
 * Locking    pcpu_lock (spin, interrupts off) for all but frames[], which changes with pcpu_mutex held
 *            and its page not populated. Chunks come and go with both held.
 */
#ifndef MM_PERCPU_CHUNK_H
#define MM_PERCPU_CHUNK_H

#include <linux/bitmap.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>

#define PCPU_CHUNK_SIZE		(PAGE_SIZE > (16UL << 10) ? 4 * PAGE_SIZE : 64UL << 10)
#define PCPU_CHUNK_UNITS	(PCPU_CHUNK_SIZE / PCPU_MIN_ALLOC_SIZE)
#define PCPU_CHUNK_PAGES	(PCPU_CHUNK_SIZE / PAGE_SIZE)
#define PCPU_PAGE_UNITS		(PAGE_SIZE / PCPU_MIN_ALLOC_SIZE)

/* Slot n > 0: the longest run has 2^(n-1) units or more, but less than 2^n. Slot 0: no free unit. */
#define PCPU_SLOT_FREE		(ilog2(PCPU_CHUNK_UNITS) + 2)
#define PCPU_NR_SLOTS		(PCPU_SLOT_FREE + 1)

struct pcpu_chunk {
	struct list_head list;			/* of its slot */
	unsigned int slot;
	unsigned long base;			/* of CPU 0's copy */
	unsigned int nr_free;			/* units */
	unsigned int contig;
	unsigned int nr_empty;			/* pages of the reserve */
	unsigned int longest[PCPU_CHUNK_PAGES];
	unsigned int page_used[PCPU_CHUNK_PAGES];	/* units in use */
	DECLARE_BITMAP(populated, PCPU_CHUNK_PAGES);
	DECLARE_BITMAP(used, PCPU_CHUNK_UNITS);
	DECLARE_BITMAP(last, PCPU_CHUNK_UNITS);
	u8 site[PCPU_CHUNK_UNITS];		/* at an allocation's first unit: who made it (mm/percpu_site.c) */
	u32 frames[];				/* nr_cpu_ids for each page */
};

extern spinlock_t pcpu_lock;
extern struct list_head pcpu_slots[PCPU_NR_SLOTS];
/* Pages of the reserve, in all chunks. */
extern unsigned int pcpu_nr_empty;

/** pcpu_slots_init - no chunk yet */
void pcpu_slots_init(void);
/** pcpu_slot_of - where chunks are whose longest run has @units */
unsigned int pcpu_slot_of(unsigned int units);
/** pcpu_chunk_bytes - of a chunk's description, frames[] included */
size_t pcpu_chunk_bytes(void);
/** pcpu_chunk_add - @chunk, zeroed but for @base, is there, with nothing in use. pcpu_lock held. */
void pcpu_chunk_add(struct pcpu_chunk *chunk);
/** pcpu_chunk_del - the opposite; nothing is in use. pcpu_lock held. */
void pcpu_chunk_del(struct pcpu_chunk *chunk);

/**
 * pcpu_area_take - find @nr free units and have them in use. pcpu_lock held.
 * @align:	in units, a power of two
 * @populated:	only from pages that have frames
 * @at:		receives the first unit
 *
 * Return: the chunk; NULL if there is no such run.
 */
struct pcpu_chunk *pcpu_area_take(unsigned int nr, unsigned int align, bool populated, unsigned int *at);
/** pcpu_area_give - the allocation that begins at unit @at is free again. pcpu_lock held. Return: its units. */
unsigned int pcpu_area_give(struct pcpu_chunk *chunk, unsigned int at);
/** pcpu_page_populated - @page has frames from now on; or no more, if it is empty. pcpu_lock held. */
void pcpu_page_populated(struct pcpu_chunk *chunk, unsigned int page, bool populated);

/* ---- who has it: mm/percpu_site.c ---- */

#define PCPU_NR_SITES	256	/* the first is of all who are not told apart */

struct verify_report;

/** pcpu_site_add - the line at @ip (a module's, or 0) has @bytes more; its number. pcpu_lock held. */
u8 pcpu_site_add(unsigned long ip, size_t bytes);
/** pcpu_site_sub - the line with number @nr has an allocation of @bytes less. pcpu_lock held. */
void pcpu_site_sub(u8 nr, size_t bytes);
/** pcpu_sites_verify - are @counts[] the numbers of allocations of all sites? The machine is stopped. */
void pcpu_sites_verify(const unsigned int *counts, struct verify_report *report);

#endif /* MM_PERCPU_CHUNK_H */
