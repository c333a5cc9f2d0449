// SPDX-License-Identifier: MIT
/*
 * mm/percpu_vm.c - the memory behind chunks of per-CPU data: the machine's own frames, mapped
 *
 * The top of the kernel's mapping window holds CPU 0's copies, and below them, each at its CPU's
 * distance, the others:
 *
 *	| ... CPU 2 |       | CPU 1 |       | CPU 0 | window_end
 *	      `-- offset[2] --------------------^
 *
 * (A port may as well put them above: the offsets say.)
 *
 * The frames behind a page of a chunk are in a table that the chunk keeps, one entry a CPU.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/highmem.h>
#include <asm-generic/arch.h>
#include "mm/page_init.h"
#include "mm/percpu_vm.h"

/* A port without mappings has one CPU, so one copy, and that can lie in the direct map. */
static int direct_window(unsigned long *window, size_t *size, char *why, size_t why_size)
{
	if (nr_cpu_ids > 1) {
		snprintf(why, why_size, "nr_cpus=%u: this port has per-CPU data for one CPU", nr_cpu_ids);
		return -ENOMEM;
	}
	*window = (unsigned long)alloc_pages_exact(PCPU_DIRECT_SIZE, GFP_KERNEL | __GFP_ZERO);
	if (!*window) {
		snprintf(why, why_size, "no memory for %lu bytes of per-CPU data", PCPU_DIRECT_SIZE);
		return -ENOMEM;
	}
	*size = PCPU_DIRECT_SIZE;
	return 0;
}

int percpu_vm_init(unsigned long *window, size_t *size, char *why, size_t why_size)
{
	long below = 0, above = 0;	/* how far the copies reach, either side of CPU 0's */
	unsigned long lowest;
	unsigned int cpu;

	*size = PCPU_WINDOW_SIZE;
	if (memory_layout.window_start == memory_layout.window_end)
		return direct_window(window, size, why, why_size);
	for_each_possible_cpu(cpu) {
		below = min(below, per_cpu_offset(cpu));
		above = max(above, per_cpu_offset(cpu));
	}
	*window = ALIGN_DOWN(memory_layout.window_end - above - PCPU_WINDOW_SIZE, PAGE_SIZE);
	lowest = *window + below;
	if (lowest <= memory_layout.window_start) {
		snprintf(why, why_size, "nr_cpus=%u: the port's mapping window is too small", nr_cpu_ids);
		return -ENOMEM;
	}
	memory_layout.window_end = lowest;
	return 0;
}

static void copies_unmap(unsigned long addr, u32 *frames, unsigned int nr_cpus)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		struct page *page = pfn_to_page(frames[cpu]);

		arch_unmap_pages(addr + per_cpu_offset(cpu), 1);
		clear_bit(PG_percpu, &page->flags);
		dec_node_page_state(page, NR_PERCPU);
		__free_page(page);
	}
}

void percpu_vm_unmap(unsigned long addr, u32 *frames)
{
	if (!virt_addr_valid(addr))
		copies_unmap(addr, frames, nr_cpu_ids);
}

static int copy_map(unsigned long addr, u32 *frame, gfp_t gfp)
{
	struct page *page = alloc_page(gfp | __GFP_ZERO);

	if (!page)
		return -ENOMEM;
	if (arch_map_pages(addr, page_to_pfn(page), 1, 0)) {
		__free_page(page);
		return -ENOMEM;
	}
	set_bit(PG_percpu, &page->flags);
	*frame = page_to_pfn(page);
	inc_node_page_state(page, NR_PERCPU);
	return 0;
}

int percpu_vm_map(unsigned long addr, u32 *frames, gfp_t gfp)
{
	if (virt_addr_valid(addr)) {
		frames[0] = virt_to_pfn(addr);
		return 0;
	}
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		int err = copy_map(addr + per_cpu_offset(cpu), &frames[cpu], gfp);

		if (err) {
			copies_unmap(addr, frames, cpu);
			return err;
		}
	}
	return 0;
}
