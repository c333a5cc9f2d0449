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
 * The frames are remembered in a table by page of CPU 0's window; page n of CPU c is
 * frames[c * PAGES + n]. It is allocated by whole pages, once per CPU.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/highmem.h>
#include <asm-generic/arch.h>
#include "mm/page_init.h"
#include "mm/percpu_vm.h"

#define WINDOW_PAGES	(PCPU_WINDOW_SIZE >> PAGE_SHIFT)

static unsigned long window;
static u32 *frames[NR_CPUS];		/* pfn of each mapped page; allocated with a CPU's first */

unsigned long percpu_vm_init(void)
{
	unsigned long lowest = memory_layout.window_end - PCPU_WINDOW_SIZE;
	unsigned int cpu;

	window = ALIGN_DOWN(lowest, PAGE_SIZE);
	for_each_possible_cpu(cpu) {
		frames[cpu] = alloc_pages_exact(WINDOW_PAGES * sizeof(u32), GFP_KERNEL | __GFP_ZERO);
		if (!frames[cpu])
			panic("No memory for the table of per-CPU frames");
		lowest = min(lowest, window + per_cpu_offset(cpu));
	}
	if (lowest <= memory_layout.window_start)
		panic("The port's mapping window is too small for %u CPUs", nr_cpu_ids);
	memory_layout.window_end = lowest;
	return window;
}

static void copies_unmap(unsigned long addr, unsigned int nr_cpus)
{
	unsigned long index = (addr - window) >> PAGE_SHIFT;

	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		struct page *page = pfn_to_page(frames[cpu][index]);

		arch_unmap_pages(addr + per_cpu_offset(cpu), 1);
		frames[cpu][index] = 0;
		page->flags &= ~(1UL << PG_percpu);
		__free_page(page);
		atomic_long_dec(&contig_page_data.vm_stat[NR_PERCPU]);
	}
}

static int copy_map(unsigned long addr, unsigned int cpu, gfp_t gfp)
{
	struct page *page = alloc_page(gfp | __GFP_ZERO);

	if (!page)
		return -ENOMEM;
	if (arch_map_pages(addr + per_cpu_offset(cpu), page_to_pfn(page), 1)) {
		__free_page(page);
		return -ENOMEM;
	}
	page->flags |= 1UL << PG_percpu;
	frames[cpu][(addr - window) >> PAGE_SHIFT] = page_to_pfn(page);
	atomic_long_inc(&contig_page_data.vm_stat[NR_PERCPU]);
	return 0;
}

int percpu_vm_map(unsigned long addr, gfp_t gfp)
{
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++) {
		int err = copy_map(addr, cpu, gfp);

		if (err) {
			copies_unmap(addr, cpu);
			return err;
		}
	}
	return 0;
}

struct page *percpu_vm_to_page(unsigned long addr)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		unsigned long offset = addr - per_cpu_offset(cpu) - window;

		if (offset < PCPU_WINDOW_SIZE && frames[cpu][offset >> PAGE_SHIFT])
			return pfn_to_page(frames[cpu][offset >> PAGE_SHIFT]);
	}
	return NULL;
}
