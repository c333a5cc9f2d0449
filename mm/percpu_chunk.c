// SPDX-License-Identifier: MIT
/*
 * mm/percpu_chunk.c - which units of per-CPU memory are in use, and finding some that are not
 *
 * A search begins at the chunks whose longest run may just do, and in a chunk skips pages whose
 * runs are all too short. So it reads bits of pages only where a run is likely to fit: the bounds
 * are too high after runs were used up, and the first search in vain puts them right. Terms,
 * invariants and locking: mm/percpu_chunk.h.
 */
#include <linux/bitmap.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include "mm/percpu_chunk.h"

struct list_head pcpu_slots[PCPU_NR_SLOTS];
unsigned int pcpu_nr_empty;

void pcpu_slots_init(void)
{
	for (int i = 0; i < PCPU_NR_SLOTS; i++)
		INIT_LIST_HEAD(&pcpu_slots[i]);
}

unsigned int pcpu_slot_of(unsigned int units)
{
	return units ? ilog2(units) + 1 : 0;
}

size_t pcpu_chunk_bytes(void)
{
	return sizeof(struct pcpu_chunk) + PCPU_CHUNK_PAGES * nr_cpu_ids * sizeof(u32);
}

/* It is also read without the lock. */
static void empty_count(struct pcpu_chunk *chunk, int change)
{
	chunk->nr_empty += change;
	WRITE_ONCE(pcpu_nr_empty, pcpu_nr_empty + change);
}

/* After changes of nr_free and longest[]. */
static void chunk_settle(struct pcpu_chunk *chunk)
{
	unsigned int slot, contig = 0;

	for (unsigned int page = 0; page < PCPU_CHUNK_PAGES; page++)
		contig = max(contig, chunk->longest[page]);
	chunk->contig = contig;
	slot = chunk->nr_free == PCPU_CHUNK_UNITS ? PCPU_SLOT_FREE : pcpu_slot_of(contig);
	if (slot == chunk->slot)
		return;
	chunk->slot = slot;
	list_move(&chunk->list, &pcpu_slots[slot]);
}

void pcpu_chunk_add(struct pcpu_chunk *chunk)
{
	chunk->nr_free = PCPU_CHUNK_UNITS;
	chunk->longest[0] = chunk->contig = PCPU_CHUNK_UNITS;
	chunk->slot = PCPU_SLOT_FREE;
	list_add(&chunk->list, &pcpu_slots[PCPU_SLOT_FREE]);
}

void pcpu_chunk_del(struct pcpu_chunk *chunk)
{
	list_del(&chunk->list);
	empty_count(chunk, -(int)chunk->nr_empty);
}

/* ---- searching ---- */

/* Where @nr units fit into the run from @start to before @end; or -1. */
static long run_fit(struct pcpu_chunk *chunk, unsigned long start, unsigned long end, unsigned int nr,
		    unsigned int align, bool populated)
{
	unsigned long at = ALIGN(start, align);

	while (at + nr <= end) {
		unsigned long beyond = DIV_ROUND_UP(at + nr, PCPU_PAGE_UNITS), hole;

		if (!populated)
			return at;
		hole = find_next_zero_bit(chunk->populated, beyond, at / PCPU_PAGE_UNITS);
		if (hole >= beyond)
			return at;
		at = ALIGN((hole + 1) * PCPU_PAGE_UNITS, align);
	}
	return -1;
}

/* In a run of @page. Without success its longest[] is exact. */
static long page_find(struct pcpu_chunk *chunk, unsigned int page, unsigned int nr, unsigned int align,
		      bool populated)
{
	unsigned long start = page * PCPU_PAGE_UNITS, end = start + PCPU_PAGE_UNITS;
	unsigned int longest = 0;

	if (start && !test_bit(start - 1, chunk->used))
		start = find_next_bit(chunk->used, end, start);	/* that run is an earlier page's */
	while ((start = find_next_zero_bit(chunk->used, end, start)) < end) {
		unsigned long stop = find_next_bit(chunk->used, PCPU_CHUNK_UNITS, start);
		long at = run_fit(chunk, start, stop, nr, align, populated);

		if (at >= 0)
			return at;
		longest = max_t(unsigned int, longest, stop - start);
		start = stop;
	}
	chunk->longest[page] = longest;
	return -1;
}

static long chunk_find(struct pcpu_chunk *chunk, unsigned int nr, unsigned int align, bool populated)
{
	if (chunk->contig < nr || (populated && bitmap_empty(chunk->populated, PCPU_CHUNK_PAGES)))
		return -1;
	for (unsigned int page = 0; page < PCPU_CHUNK_PAGES; page++) {
		long at;

		if (chunk->longest[page] < nr)
			continue;
		at = page_find(chunk, page, nr, align, populated);
		if (at >= 0)
			return at;
	}
	chunk_settle(chunk);
	return -1;
}

/* ---- in use, and free again ---- */

/* Units from @at on become used (+) or free (-): the pages' counts, and the reserve. */
static void pages_count(struct pcpu_chunk *chunk, unsigned int at, unsigned int nr, int sign)
{
	while (nr) {
		unsigned int page = at / PCPU_PAGE_UNITS;
		unsigned int part = min_t(unsigned int, nr, PCPU_PAGE_UNITS - at % PCPU_PAGE_UNITS);
		bool was_empty = !chunk->page_used[page];
		int change;

		chunk->page_used[page] += sign * (int)part;
		change = !chunk->page_used[page] - was_empty;
		if (test_bit(page, chunk->populated))
			empty_count(chunk, change);
		at += part;
		nr -= part;
	}
}

static void units_take(struct pcpu_chunk *chunk, unsigned int at, unsigned int nr)
{
	unsigned int end = at + nr, rest, *longest;

	bitmap_set(chunk->used, at, nr);
	__set_bit(end - 1, chunk->last);
	chunk->nr_free -= nr;
	pages_count(chunk, at, nr, 1);
	if (end < PCPU_CHUNK_UNITS) {
		rest = find_next_bit(chunk->used, PCPU_CHUNK_UNITS, end) - end;
		longest = &chunk->longest[end / PCPU_PAGE_UNITS];
		*longest = max(*longest, rest);
	}
	chunk_settle(chunk);
}

struct pcpu_chunk *pcpu_area_take(unsigned int nr, unsigned int align, bool populated, unsigned int *at)
{
	for (unsigned int slot = pcpu_slot_of(nr); slot < PCPU_NR_SLOTS; slot++) {
		struct pcpu_chunk *chunk, *next;

		list_for_each_entry_safe(chunk, next, &pcpu_slots[slot], list) {
			long found = chunk_find(chunk, nr, align, populated);

			if (found < 0)
				continue;
			units_take(chunk, found, nr);
			*at = found;
			return chunk;
		}
	}
	return NULL;
}

unsigned int pcpu_area_give(struct pcpu_chunk *chunk, unsigned int at)
{
	unsigned int nr = find_next_bit(chunk->last, PCPU_CHUNK_UNITS, at) - at + 1;
	unsigned long before = find_last_bit(chunk->used, at), start, stop;
	unsigned int *longest;

	bitmap_clear(chunk->used, at, nr);
	__clear_bit(at + nr - 1, chunk->last);
	chunk->nr_free += nr;
	pages_count(chunk, at, nr, -1);
	start = before < at ? before + 1 : 0;
	stop = find_next_bit(chunk->used, PCPU_CHUNK_UNITS, at + nr);
	longest = &chunk->longest[start / PCPU_PAGE_UNITS];
	*longest = max_t(unsigned int, *longest, stop - start);
	chunk_settle(chunk);
	return nr;
}

void pcpu_page_populated(struct pcpu_chunk *chunk, unsigned int page, bool populated)
{
	if (populated)
		__set_bit(page, chunk->populated);
	else
		__clear_bit(page, chunk->populated);
	if (!chunk->page_used[page])
		empty_count(chunk, populated ? 1 : -1);
}
