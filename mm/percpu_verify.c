// SPDX-License-Identifier: MIT
/*
 * mm/percpu_verify.c - do the chunks of per-CPU memory agree with themselves?
 *
 * The machine is stopped; who populates pages may be stopped in the midst of it, so the frames'
 * number is a suspect.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include "mm/percpu.h"
#include "mm/percpu_chunk.h"
#include "mm/percpu_vm.h"
#include "mm/verify.h"

struct totals {
	unsigned long allocs, frames;
	unsigned int chunks, empty;
};

static unsigned int of_site[PCPU_NR_SITES];	/* allocations by who made them */

static void sites_count(const struct pcpu_chunk *chunk)
{
	bool begins = true;

	for (unsigned int unit = 0; unit < PCPU_CHUNK_UNITS; unit++) {
		bool used = test_bit(unit, chunk->used);

		if (used && begins)
			of_site[chunk->site[unit]]++;
		begins = !used || test_bit(unit, chunk->last);
	}
}

/* The runs of @chunk against the bounds of its pages. */
static void runs_verify(struct pcpu_chunk *chunk, struct verify_report *report)
{
	unsigned long start = 0, stop;

	while ((start = find_next_zero_bit(chunk->used, PCPU_CHUNK_UNITS, start)) < PCPU_CHUNK_UNITS) {
		unsigned int bound = chunk->longest[start / PCPU_PAGE_UNITS];

		stop = find_next_bit(chunk->used, PCPU_CHUNK_UNITS, start);
		if (stop - start > bound || bound > chunk->contig)
			verify_violation(report, "per-CPU chunk %lx: run of %lu units at %lu, bounds %u and %u",
					 chunk->base, stop - start, start, bound, chunk->contig);
		start = stop;
	}
}

static void pages_of_chunk_verify(struct pcpu_chunk *chunk, struct verify_report *report, struct totals *t)
{
	unsigned int nr_empty = 0;

	for (unsigned int page = 0; page < PCPU_CHUNK_PAGES; page++) {
		unsigned int used = 0;

		for (unsigned int i = 0; i < PCPU_PAGE_UNITS; i++)
			used += test_bit(page * PCPU_PAGE_UNITS + i, chunk->used);
		if (used != chunk->page_used[page])
			verify_violation(report, "per-CPU chunk %lx: page %u has %u units in use, counted %u",
					 chunk->base, page, used, chunk->page_used[page]);
		if (!test_bit(page, chunk->populated))
			continue;
		nr_empty += !used;
		t->frames += nr_cpu_ids;
	}
	if (nr_empty != chunk->nr_empty)
		verify_violation(report, "per-CPU chunk %lx: %u empty pages, counted %u", chunk->base, nr_empty,
				 chunk->nr_empty);
	t->empty += nr_empty;
}

static void chunk_verify(struct pcpu_chunk *chunk, struct verify_report *report, struct totals *t)
{
	unsigned int used = bitmap_weight(chunk->used, PCPU_CHUNK_UNITS);
	unsigned int slot = used ? pcpu_slot_of(chunk->contig) : PCPU_SLOT_FREE;

	t->chunks++;
	t->allocs += bitmap_weight(chunk->last, PCPU_CHUNK_UNITS);
	if (chunk->nr_free != PCPU_CHUNK_UNITS - used)
		verify_violation(report, "per-CPU chunk %lx: %u units in use, counted %lu", chunk->base, used,
				 PCPU_CHUNK_UNITS - chunk->nr_free);
	if (!bitmap_subset(chunk->last, chunk->used, PCPU_CHUNK_UNITS))
		verify_violation(report, "per-CPU chunk %lx: an allocation ends where nothing is in use",
				 chunk->base);
	if (chunk->slot != slot)
		verify_violation(report, "per-CPU chunk %lx: in slot %u, belongs in %u", chunk->base, chunk->slot,
				 slot);
	sites_count(chunk);
	runs_verify(chunk, report);
	pages_of_chunk_verify(chunk, report, t);
}

static void slots_verify(struct verify_report *report, unsigned int nr_chunks)
{
	struct pcpu_chunk *chunk;
	unsigned int nr = 0;

	for (unsigned int slot = 0; slot < PCPU_NR_SLOTS; slot++)
		list_for_each_entry(chunk, &pcpu_slots[slot], list) {
			nr++;
			if (chunk->slot != slot)
				verify_violation(report, "per-CPU chunk %lx: on list %u, its slot is %u",
						 chunk->base, slot, chunk->slot);
		}
	if (nr != nr_chunks)
		verify_violation(report, "per-CPU chunks: %u on lists, %u in the table", nr, nr_chunks);
}

int percpu_verify(struct verify_report *report)
{
	unsigned int before = report->nr_violations;
	unsigned long frames = global_node_page_state(NR_PERCPU);
	struct totals t = { 0 };

	memset(of_site, 0, sizeof(of_site));
	for (unsigned int i = 0; i < PCPU_WINDOW_SIZE / PCPU_CHUNK_SIZE; i++)
		if (percpu_chunk_at(i))
			chunk_verify(percpu_chunk_at(i), report, &t);
	slots_verify(report, t.chunks);
	pcpu_sites_verify(of_site, report);
	if (t.chunks != percpu_nr_chunks())
		verify_violation(report, "per-CPU chunks: %u, counted %u", t.chunks, percpu_nr_chunks());
	if (t.allocs != percpu_nr_allocs())
		verify_violation(report, "per-CPU allocations: %lu, counted %lu", t.allocs, percpu_nr_allocs());
	if (t.empty != pcpu_nr_empty)
		verify_violation(report, "per-CPU reserve: %u pages, counted %u", t.empty, pcpu_nr_empty);
	if (frames && t.frames != frames)
		verify_suspect(report, (unsigned long)percpu_verify, frames, "per-CPU pages: %lu frames, counted %lu",
			       t.frames, frames);
	return report->nr_violations - before;
}
