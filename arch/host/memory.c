// SPDX-License-Identifier: MIT
/*
 * arch/host/memory.c - the hosted machine's memory: direct map, vmalloc range, per-CPU copies
 *
 * CPU n's copy of a per-CPU object lies host_cpu_copy(n) * 4 GB below the object, wherever that is: in the
 * program, a library, a module or the vmalloc range. Below each of them there is nothing near on
 * the host but what mmap puts there; so copies are mapped page by page, only over free addresses.
 * Where our own image lies so low that there is no room below (a program linked at a fixed address;
 * valgrind, which loads everything low), all copies are above instead.
 */
#include <linux/align.h>
#include <linux/boot_options.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <asm/page.h>
#include <asm-generic/arch.h>

#include "arch/host/boot.h"
#include "arch/host/os/os.h"

#define MAX_COPIES		1024	/* host_cpu_copy() is below */
#define GB			(1UL << 30)

/* Any address of our image tells: the rest of it is near, compared with 4 TB. */
static const char image_probe;

bool host_image_is_low(void)
{
	return (unsigned long)&image_probe <= (MAX_COPIES + 1UL) << PERCPU_STRIDE_SHIFT;
}

int arch_memory_init(struct arch_memory *mem, size_t page_struct_size, char *why, size_t why_size)
{
	unsigned long percpu_size = (host_cpu_copy(boot_options.nr_cpus - 1) + 1UL) << PERCPU_STRIDE_SHIFT;
	struct os_memory os = {
		.size = mem->size,
		.direct_size = mem->direct_size,
		.vmemmap_size = ALIGN((mem->size >> PAGE_SHIFT) * page_struct_size, PAGE_SIZE),
		.vmalloc_size = percpu_size + max_t(unsigned long, 64 * GB, 2 * mem->size),
		.vmalloc_least = percpu_size + GB,
		.percpu_span = percpu_size + 32 * GB,
		.image_is_low = host_image_is_low(),
	};
	int err;

	if (!mem->size || !mem->direct_size)
		return -EINVAL;
	err = os_memory_create(&os, why, why_size);
	if (err)
		return err;
	mem->direct_map = (void *)os.direct;
	mem->vmemmap = (void *)os.vmemmap;
	host_rseq_memory(os.direct, mem->direct_size, mem->vmemmap);
	mem->vmalloc_start = os.vmalloc;
	mem->vmalloc_end = os.vmalloc + os.vmalloc_size;
	return 0;
}

int arch_map_reserve(unsigned long vaddr, unsigned long nr_pages)
{
	return os_frames_reserve(vaddr, nr_pages << PAGE_SHIFT);
}

int arch_map_pages(unsigned long vaddr, unsigned long pfn, unsigned long nr_pages, unsigned int flags)
{
	return os_frames_map(vaddr, (u64)pfn << PAGE_SHIFT, nr_pages << PAGE_SHIFT, flags & ARCH_MAP_READ_ONLY);
}

void arch_map_count(struct arch_map_limit *limit)
{
	os_mappings_count(&limit->max, &limit->used);
	limit->name = "vm.max_map_count";
}

void arch_unmap_pages(unsigned long vaddr, unsigned long nr_pages)
{
	os_frames_unmap(vaddr, nr_pages << PAGE_SHIFT);
}

void arch_release_pages(unsigned long pfn, unsigned long nr_pages)
{
	os_frames_release((u64)pfn << PAGE_SHIFT, nr_pages << PAGE_SHIFT);
}

unsigned long arch_resident_pages(void)
{
	return os_frames_resident() >> PAGE_SHIFT;
}

long arch_percpu_offset(unsigned int cpu)
{
	long distance = (long)host_cpu_copy(cpu) << PERCPU_STRIDE_SHIFT;

	return host_image_is_low() ? distance : -distance;
}

/*
 * Ranges mapped so far, so that objects that share a page with an earlier one are told from strangers.
 * Callers are serialised by the core: boot, and module loading under its mutex.
 */
struct mapped_range {
	struct mapped_range	*next;
	unsigned long		start, end;
};

#define RANGES_PER_BLOCK	(PAGE_SIZE / sizeof(struct mapped_range))

static struct mapped_range *mapped_ranges;
static struct mapped_range *range_block;
static unsigned int ranges_left;

/* End of the mapped range that holds @addr, or 0. */
static unsigned long mapped_until(unsigned long addr)
{
	struct mapped_range *range;

	for (range = mapped_ranges; range; range = range->next)
		if (addr >= range->start && addr < range->end)
			return range->end;
	return 0;
}

/* Where the next mapped range after @addr begins, at most @end. */
static unsigned long free_until(unsigned long addr, unsigned long end)
{
	struct mapped_range *range;

	for (range = mapped_ranges; range; range = range->next)
		if (range->start > addr && range->start < end)
			end = range->start;
	return end;
}

static int range_add(unsigned long start, unsigned long end)
{
	struct mapped_range *range;
	int err;

	if (!ranges_left) {
		range_block = os_pages_alloc(PAGE_SIZE);
		if (!range_block)
			return -ENOMEM;
		ranges_left = RANGES_PER_BLOCK;
	}
	err = os_map_at(start, end);
	if (err)
		return err;
	range = &range_block[--ranges_left];
	range->start = start;
	range->end = end;
	range->next = mapped_ranges;
	mapped_ranges = range;
	return 0;
}

int arch_percpu_map(void *start, size_t size, unsigned int cpu)
{
	unsigned long first = ALIGN_DOWN((unsigned long)start, PAGE_SIZE);
	unsigned long end = ALIGN((unsigned long)start + size, PAGE_SIZE);
	long offset = arch_percpu_offset(cpu);
	unsigned long at, until;
	int err;

	if (!cpu)
		return 0;
	if (offset < 0 && first <= (unsigned long)-offset)
		return -ERANGE;
	end += offset;
	for (at = first + offset; at < end; at = until) {
		until = mapped_until(at);
		if (until)
			continue;
		until = free_until(at, end);
		err = range_add(at, until);
		if (err)
			return err;
	}
	return 0;
}

/* ---- memory checkers ---- */

bool arch_memory_watched(void)
{
	return os_watched();
}

void arch_memory_open(void *addr, size_t size)
{
	os_watch_open(addr, size);
}

void arch_memory_close(void *addr, size_t size)
{
	os_watch_close(addr, size);
}

void arch_memory_alloc(void *object, size_t size, bool defined)
{
	os_watch_alloc(object, size, defined);
}

void arch_memory_free(void *object, size_t size, bool readable)
{
	os_watch_free(object, size, readable);
}
