/* SPDX-License-Identifier: MIT */
/*
 * linux/bootmem.h - the older names for memory at boot, over memblock
 *
 * Usable only before the page allocator runs; afterwards a call is refused with a report.
 * All return zeroed memory; if there is none, the machine stops. Row A7.
 */
#ifndef _LINUX_BOOTMEM_H
#define _LINUX_BOOTMEM_H

#include <linux/types.h>
#include <linux/cache.h>
#include <asm/page.h>

struct pglist_data;

void *__alloc_bootmem(unsigned long size, unsigned long align, unsigned long goal);
void *__alloc_bootmem_nopanic(unsigned long size, unsigned long align, unsigned long goal);
void *__alloc_bootmem_low(unsigned long size, unsigned long align, unsigned long goal);

/**
 * free_bootmem - give back reserved boot memory
 * @addr:	physical address, in bytes
 * @size:	bytes
 *
 * Row A7.
 * Context: while booting, before the page allocator runs; later it is refused.
 */
void free_bootmem(unsigned long addr, unsigned long size);
void free_bootmem_late(unsigned long addr, unsigned long size);
int reserve_bootmem(unsigned long addr, unsigned long size, int flags);

/** __alloc_bootmem_node - from node @pgdat if it has any left, else from another */
void *__alloc_bootmem_node(struct pglist_data *pgdat, unsigned long size, unsigned long align,
			   unsigned long goal);

#define BOOTMEM_DEFAULT		0
#define BOOTMEM_EXCLUSIVE	1

#define alloc_bootmem(x)		__alloc_bootmem(x, SMP_CACHE_BYTES, 0)
#define alloc_bootmem_align(x, align)	__alloc_bootmem(x, align, 0)
#define alloc_bootmem_nopanic(x)	__alloc_bootmem_nopanic(x, SMP_CACHE_BYTES, 0)
#define alloc_bootmem_pages(x)		__alloc_bootmem(x, PAGE_SIZE, 0)
/* below the end of ZONE_DMA */
#define alloc_bootmem_low(x)		__alloc_bootmem_low(x, SMP_CACHE_BYTES, 0)
#define alloc_bootmem_low_pages(x)	__alloc_bootmem_low(x, PAGE_SIZE, 0)

#define alloc_bootmem_node(pgdat, x)	__alloc_bootmem_node(pgdat, x, SMP_CACHE_BYTES, 0)
#define alloc_bootmem_pages_node(pgdat, x)	__alloc_bootmem_node(pgdat, x, PAGE_SIZE, 0)

#endif /* _LINUX_BOOTMEM_H */
