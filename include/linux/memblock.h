/* SPDX-License-Identifier: MIT */
/*
 * linux/memblock.h - memory at boot, before there are zones
 *
 * Two lists of ranges: what memory there is, and what of it is reserved. Row A7.
 */
#ifndef _LINUX_MEMBLOCK_H
#define _LINUX_MEMBLOCK_H

#include <linux/types.h>
#include <asm/page.h>

#define INIT_MEMBLOCK_REGIONS	128
#define MEMBLOCK_LOW_LIMIT	0
#define MEMBLOCK_ALLOC_ANYWHERE	(~(phys_addr_t)0)
#define MEMBLOCK_ALLOC_ACCESSIBLE 0

struct memblock_region {
	phys_addr_t base;
	phys_addr_t size;
};

/* Ranges in ascending order, apart from each other. */
struct memblock_type {
	unsigned long cnt;
	phys_addr_t total_size;
	struct memblock_region regions[INIT_MEMBLOCK_REGIONS];
	const char *name;
};

struct memblock {
	phys_addr_t current_limit;	/* above it there is no direct-map address */
	struct memblock_type memory;
	struct memblock_type reserved;
};

extern struct memblock memblock;

/** memblock_add - there is memory from @base on; 0 or -ENOSPC when the list is full */
int memblock_add(phys_addr_t base, phys_addr_t size);
int memblock_remove(phys_addr_t base, phys_addr_t size);
/** memblock_reserve - this range is in use */
int memblock_reserve(phys_addr_t base, phys_addr_t size);
/** memblock_phys_free - it is not, any more */
int memblock_phys_free(phys_addr_t base, phys_addr_t size);
/** memblock_free - the same, by address */
void memblock_free(void *ptr, size_t size);
void memblock_free_late(phys_addr_t base, phys_addr_t size);

/**
 * memblock_phys_alloc_range - find and reserve @size bytes, highest address first
 * @align:	power of two; 0 means a cache line
 * @start, @end: limits; @end 0 (MEMBLOCK_ALLOC_ACCESSIBLE) means: has a direct-map address
 *
 * Context: boot, before the page allocator has taken over; later it is refused with a report.
 * Return: physical address, or 0.
 */
phys_addr_t memblock_phys_alloc_range(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				      phys_addr_t end);
/** memblock_alloc_try_nid - the same, as an address and zeroed; NULL if there is none */
void *memblock_alloc_try_nid(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
			     phys_addr_t max_addr, int nid);

static inline phys_addr_t memblock_phys_alloc(phys_addr_t size, phys_addr_t align)
{
	return memblock_phys_alloc_range(size, align, 0, MEMBLOCK_ALLOC_ACCESSIBLE);
}

static inline void *memblock_alloc(phys_addr_t size, phys_addr_t align)
{
	return memblock_alloc_try_nid(size, align, MEMBLOCK_LOW_LIMIT, MEMBLOCK_ALLOC_ACCESSIBLE, -1);
}

static inline void *memblock_alloc_node(phys_addr_t size, phys_addr_t align, int nid)
{
	return memblock_alloc_try_nid(size, align, MEMBLOCK_LOW_LIMIT, MEMBLOCK_ALLOC_ACCESSIBLE, nid);
}

bool memblock_is_memory(phys_addr_t addr);
bool memblock_is_reserved(phys_addr_t addr);
phys_addr_t memblock_phys_mem_size(void);
phys_addr_t memblock_reserved_size(void);
phys_addr_t memblock_start_of_DRAM(void);
phys_addr_t memblock_end_of_DRAM(void);
/** memblock_dump_all - print both lists */
void memblock_dump_all(void);

/**
 * memblock_next_free - the first free range at or above @from
 * @base, @end:	receive it
 *
 * Return: false when there is none.
 */
bool memblock_next_free(phys_addr_t from, phys_addr_t *base, phys_addr_t *end);

#endif /* _LINUX_MEMBLOCK_H */
