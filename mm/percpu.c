// SPDX-License-Identifier: MIT
/*
 * mm/percpu.c - per-CPU data: static sections, and allocation
 *
 * Terms      section: the per-CPU variables of a program, library or module; CPU 0 uses them as they
 *            are. Chunk: PCPU_CHUNK_SIZE bytes of each CPU's window, cut into units of
 *            PCPU_UNIT bytes, handed out by a bitmap. Populated page: one that has a frame on
 *            every CPU.
 * Layout     of a chunk: used[] has a bit for each unit in use; last[] a bit for the last unit of
 *            each allocation, so that free_percpu() finds the length.
 * Locking    pcpu_lock (spin, interrupts off) covers the bitmaps and counts; pcpu_mutex is held
 *            over it by who populates pages, for that may sleep. Order: docs/locking.md.
 * Linux      allocation sizes, alignment and failure of atomic requests as in 6.1; chunks stay once
 *            made, and units are 8 bytes instead of 4.
 */
#include <linux/percpu.h>
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/bitmap.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/export.h>
#include <linux/init.h>
#include <asm-generic/arch.h>
#include "init/calls.h"
#include "mm/page_pcp.h"
#include "mm/percpu.h"
#include "mm/percpu_vm.h"

#define PCPU_UNIT		8UL
#define PCPU_CHUNK_SIZE		(64UL << 10)
#define PCPU_CHUNK_UNITS	(PCPU_CHUNK_SIZE / PCPU_UNIT)
#define PCPU_NR_CHUNKS		(PCPU_WINDOW_SIZE / PCPU_CHUNK_SIZE)
#define PCPU_CHUNK_PAGES	DIV_ROUND_UP(PCPU_CHUNK_SIZE, PAGE_SIZE)

struct pcpu_chunk {
	unsigned long base;		/* of CPU 0's copy */
	DECLARE_BITMAP(used, PCPU_CHUNK_UNITS);
	DECLARE_BITMAP(last, PCPU_CHUNK_UNITS);
	DECLARE_BITMAP(populated, PCPU_CHUNK_PAGES);
	unsigned long nr_free;		/* units */
	u32 frames[];			/* nr_cpu_ids for each page */
};

long __per_cpu_offset[NR_CPUS];
EXPORT_SYMBOL(__per_cpu_offset);

static DEFINE_SPINLOCK(pcpu_lock);
static DEFINE_MUTEX(pcpu_mutex);
static struct pcpu_chunk *chunks[PCPU_NR_CHUNKS];
static unsigned int nr_chunks;
static unsigned long window;
static size_t window_size;
static unsigned long nr_allocs;
static atomic_long_t nr_table_pages;

/* ---- static sections ---- */

#define MAX_SECTIONS	256

struct percpu_section {
	char *start;
	size_t size;
};

static struct percpu_section sections[MAX_SECTIONS];
static unsigned int nr_sections;
static int sections_busy;		/* a lock that needs no task, for constructors */
static bool copies_exist;		/* percpu_init() has made the other CPUs' copies */

static void sections_lock(void)
{
	while (__atomic_exchange_n(&sections_busy, 1, __ATOMIC_ACQUIRE))
		arch_yield();
}

static void sections_unlock(void)
{
	__atomic_store_n(&sections_busy, 0, __ATOMIC_RELEASE);
}

static int section_copy(const struct percpu_section *section)
{
	for (unsigned int cpu = 1; cpu < nr_cpu_ids; cpu++) {
		int err = arch_percpu_map(section->start, section->size, cpu);

		if (err)
			return err;
		memcpy(section->start + per_cpu_offset(cpu), section->start, section->size);
	}
	return 0;
}

static int section_add(void *start, size_t size)
{
	struct percpu_section *section = &sections[0];
	int err = 0;

	if (!size)
		return 0;
	sections_lock();
	while (section < sections + nr_sections && section->start != start)
		section++;
	if (section == sections + nr_sections) {
		*section = (struct percpu_section) { .start = start, .size = size };
		if (nr_sections == MAX_SECTIONS)
			err = -ENOMEM;
		else if (copies_exist)
			err = section_copy(section);
		if (!err)
			nr_sections++;
	}
	sections_unlock();
	return err;
}

void percpu_register_section(void *start, void *stop)
{
	if (section_add(start, stop - start))
		WARN(1, "no memory for the per-CPU variables at %px\n", start);
}
EXPORT_SYMBOL(percpu_register_section);

int percpu_module_add(void *start, size_t size)
{
	return section_add(start, size);
}

void percpu_module_del(void *start, size_t size)
{
	sections_lock();
	for (unsigned int i = 0; i < nr_sections; i++)
		if (sections[i].start == start) {
			sections[i] = sections[--nr_sections];
			break;
		}
	sections_unlock();
}

bool is_kernel_percpu_address(unsigned long addr)
{
	bool found = false;

	sections_lock();
	for (unsigned int i = 0; i < nr_sections && !found; i++)
		found = addr - (unsigned long)sections[i].start < sections[i].size;
	sections_unlock();
	return found;
}
EXPORT_SYMBOL_GPL(is_kernel_percpu_address);

static int __init sections_copy(char *why, size_t why_size)
{
	int err = 0;

	sections_lock();
	for (unsigned int i = 0; i < nr_sections && !err; i++)
		err = section_copy(&sections[i]);
	copies_exist = !err;
	sections_unlock();
	if (err == -ERANGE)
		snprintf(why, why_size, "nr_cpus=%u: this program is linked at a fixed address: build it with -pie, or use nr_cpus=1",
			 nr_cpu_ids);
	else if (err)
		snprintf(why, why_size, "nr_cpus=%u: no room for the per-CPU variables (error %d)", nr_cpu_ids, err);
	return err;
}

/* ---- chunks ---- */

static bool chunk_is_populated(struct pcpu_chunk *chunk, unsigned long unit, unsigned long nr)
{
	unsigned long page = unit * PCPU_UNIT / PAGE_SIZE;
	unsigned long end = (unit + nr) * PCPU_UNIT - 1;

	for (; page <= end / PAGE_SIZE; page++)
		if (!test_bit(page, chunk->populated))
			return false;
	return true;
}

/* The first fit; for who can't wait, the first that has frames already. */
static long chunk_find_locked(struct pcpu_chunk *chunk, unsigned long nr, unsigned long align,
			      bool populated)
{
	unsigned long unit = 0;

	if (chunk->nr_free < nr)
		return -1;
	for (;;) {
		unit = bitmap_find_next_zero_area(chunk->used, PCPU_CHUNK_UNITS, unit, nr,
						  align / PCPU_UNIT - 1);
		if (unit >= PCPU_CHUNK_UNITS)
			return -1;
		if (!populated || chunk_is_populated(chunk, unit, nr))
			return unit;
		unit++;
	}
}

static struct pcpu_chunk *area_take_locked(unsigned long nr, unsigned long align, bool populated,
					   unsigned long *unit)
{
	for (unsigned int i = 0; i < nr_chunks; i++) {
		long found = chunk_find_locked(chunks[i], nr, align, populated);

		if (found < 0)
			continue;
		bitmap_set(chunks[i]->used, found, nr);
		__set_bit(found + nr - 1, chunks[i]->last);
		chunks[i]->nr_free -= nr;
		nr_allocs++;
		*unit = found;
		return chunks[i];
	}
	return NULL;
}

static struct pcpu_chunk *area_take(unsigned long nr, unsigned long align, bool populated,
				    unsigned long *unit)
{
	struct pcpu_chunk *chunk;
	unsigned long flags;

	spin_lock_irqsave(&pcpu_lock, flags);
	chunk = area_take_locked(nr, align, populated, unit);
	spin_unlock_irqrestore(&pcpu_lock, flags);
	return chunk;
}

static size_t area_give(struct pcpu_chunk *chunk, unsigned long unit)
{
	unsigned long flags, nr;

	spin_lock_irqsave(&pcpu_lock, flags);
	nr = find_next_bit(chunk->last, PCPU_CHUNK_UNITS, unit) - unit + 1;
	bitmap_clear(chunk->used, unit, nr);
	__clear_bit(unit + nr - 1, chunk->last);
	chunk->nr_free += nr;
	nr_allocs--;
	spin_unlock_irqrestore(&pcpu_lock, flags);
	return nr * PCPU_UNIT;
}

static int chunk_add(gfp_t gfp)
{
	size_t size = sizeof(struct pcpu_chunk) + PCPU_CHUNK_PAGES * nr_cpu_ids * sizeof(u32);
	struct pcpu_chunk *chunk;
	unsigned long flags;

	if (nr_chunks == window_size / PCPU_CHUNK_SIZE)
		return -ENOMEM;
	chunk = alloc_pages_exact(size, gfp | __GFP_ZERO);
	if (!chunk)
		return -ENOMEM;
	atomic_long_add(PFN_UP(size), &nr_table_pages);
	chunk->base = window + nr_chunks * PCPU_CHUNK_SIZE;
	chunk->nr_free = PCPU_CHUNK_UNITS;
	spin_lock_irqsave(&pcpu_lock, flags);
	chunks[nr_chunks] = chunk;
	WRITE_ONCE(nr_chunks, nr_chunks + 1);
	spin_unlock_irqrestore(&pcpu_lock, flags);
	return 0;
}

/* pcpu_mutex held: nobody else populates. */
static int chunk_populate(struct pcpu_chunk *chunk, unsigned long unit, unsigned long nr, gfp_t gfp)
{
	unsigned long page = unit * PCPU_UNIT / PAGE_SIZE;
	unsigned long end = (unit + nr) * PCPU_UNIT - 1;

	for (; page <= end / PAGE_SIZE; page++) {
		if (test_bit(page, chunk->populated))
			continue;
		if (percpu_vm_map(chunk->base + page * PAGE_SIZE, chunk->frames + page * nr_cpu_ids,
				  gfp))
			return -ENOMEM;
		set_bit(page, chunk->populated);
	}
	return 0;
}

/* May sleep: make chunks and populate pages as needed. */
static struct pcpu_chunk *area_make(unsigned long nr, unsigned long align, gfp_t gfp,
				    unsigned long *unit)
{
	struct pcpu_chunk *chunk;

	mutex_lock(&pcpu_mutex);
	while (!(chunk = area_take(nr, align, false, unit)))
		if (chunk_add(gfp))
			break;
	if (chunk && chunk_populate(chunk, *unit, nr, gfp)) {
		area_give(chunk, *unit);
		chunk = NULL;
	}
	mutex_unlock(&pcpu_mutex);
	return chunk;
}

static void copies_zero(unsigned long addr, size_t size)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		memset((void *)(addr + per_cpu_offset(cpu)), 0, size);
}

void __percpu *__alloc_percpu_gfp(size_t size, size_t align, gfp_t gfp)
{
	bool may_sleep = (gfp & GFP_KERNEL) == GFP_KERNEL;
	unsigned long nr = DIV_ROUND_UP(size, PCPU_UNIT), unit;
	struct pcpu_chunk *chunk;

	align = max_t(size_t, align, PCPU_UNIT);
	if (!size || size > PCPU_MIN_UNIT_SIZE || align > PAGE_SIZE || !is_power_of_2(align)) {
		WARN(!(gfp & __GFP_NOWARN), "illegal size (%zu) or align (%zu) for percpu allocation\n",
		     size, align);
		return NULL;
	}
	might_sleep_if(may_sleep);
	chunk = area_take(nr, align, true, &unit);
	if (!chunk && may_sleep)
		chunk = area_make(nr, align, gfp, &unit);
	if (!chunk) {
		if (!(gfp & __GFP_NOWARN))
			pr_warn("percpu: allocation failed, size=%zu align=%zu atomic=%d\n", size,
				align, !may_sleep);
		return NULL;
	}
	copies_zero(chunk->base + unit * PCPU_UNIT, nr * PCPU_UNIT);
	return (void __percpu *)(chunk->base + unit * PCPU_UNIT);
}
EXPORT_SYMBOL_GPL(__alloc_percpu_gfp);

void __percpu *__alloc_percpu(size_t size, size_t align)
{
	return __alloc_percpu_gfp(size, align, GFP_KERNEL);
}
EXPORT_SYMBOL_GPL(__alloc_percpu);

void free_percpu(void __percpu *ptr)
{
	unsigned long offset = (unsigned long)ptr - window;
	unsigned long unit = offset % PCPU_CHUNK_SIZE / PCPU_UNIT;
	struct pcpu_chunk *chunk;

	if (!ptr)
		return;
	if (offset / PCPU_CHUNK_SIZE >= READ_ONCE(nr_chunks)) {
		WARN(1, "free_percpu: %px was not allocated by alloc_percpu\n", ptr);
		return;
	}
	chunk = chunks[offset / PCPU_CHUNK_SIZE];
	if (offset % PCPU_UNIT || !test_bit(unit, chunk->used) ||
	    (unit && test_bit(unit - 1, chunk->used) && !test_bit(unit - 1, chunk->last))) {
		WARN(1, "free_percpu: %px is not the start of a live allocation\n", ptr);
		return;
	}
	area_give(chunk, unit);
}
EXPORT_SYMBOL_GPL(free_percpu);

phys_addr_t per_cpu_ptr_to_phys(void *addr)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		unsigned long offset = (unsigned long)addr - per_cpu_offset(cpu) - window;
		unsigned long page = offset % PCPU_CHUNK_SIZE / PAGE_SIZE;
		struct pcpu_chunk *chunk;

		if (offset / PCPU_CHUNK_SIZE >= READ_ONCE(nr_chunks))
			continue;
		chunk = chunks[offset / PCPU_CHUNK_SIZE];
		if (test_bit(page, chunk->populated))
			return PFN_PHYS(chunk->frames[page * nr_cpu_ids + cpu]) + offset_in_page(addr);
	}
	return 0;
}
EXPORT_SYMBOL_GPL(per_cpu_ptr_to_phys);

unsigned long percpu_nr_allocs(void)
{
	return READ_ONCE(nr_allocs);
}

unsigned long percpu_nr_pages(void)
{
	return global_node_page_state(NR_PERCPU) + atomic_long_read(&nr_table_pages);
}

int __init percpu_init(char *why, size_t why_size)
{
	unsigned int cpu;
	int err;

	for_each_possible_cpu(cpu)
		__per_cpu_offset[cpu] = arch_percpu_offset(cpu);
	err = percpu_vm_init(&window, &window_size, why, why_size);
	if (!err)
		err = sections_copy(why, why_size);
	if (err)
		return err;
	pcp_init();
	return 0;
}
