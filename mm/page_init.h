/* SPDX-License-Identifier: MIT */
/*
 * mm/page_init.h - how the kernel's mapping window is shared out
 *
 *	window_start                                                    window_end
 *	| vmalloc ......... | kmap windows | per-CPU data: CPU n ... CPU 1 | CPU 0 |
 */
#ifndef MM_PAGE_INIT_H
#define MM_PAGE_INIT_H

/* Addresses that the port can map frames at (arch_map_pages()). */
struct memory_layout {
	unsigned long window_start;
	unsigned long window_end;
};

extern struct memory_layout memory_layout;

/** next_memory_pfn - @pfn, or where the memory behind the hole around it begins; past the end max_pfn or @pfn */
unsigned long next_memory_pfn(unsigned long pfn);

#endif /* MM_PAGE_INIT_H */
