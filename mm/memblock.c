// SPDX-License-Identifier: MIT
/*
 * mm/memblock.c - memory at boot: two lists of ranges, and allocation between them
 *
 * Terms      memory: what the machine has; reserved: what of it is in use. A free range is
 *            memory that is not reserved.
 * Invariants M1 the ranges of a list ascend, and there is a gap between any two (touching ones
 *            are one range). M2 regions[cnt] and above are unused.
 * Life       page_init.c ends it with memblock_hand_over(): all free ranges go to the zones, and from
 *            then on a request is refused with a report, for the memory belongs to another.
 * Locking    none: one context boots.
 * Linux      allocates top-down as 6.1 does; no hot-plug, no mirror; a node is preferred by its range.
 */
#include <linux/memblock.h>
#include <linux/bootmem.h>
#include <linux/kernel.h>
#include <linux/instruction_pointer.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include <linux/bug.h>
#include "mm/memblock.h"
#include "mm/numa.h"

#define BOOT_DMA_LIMIT	(16UL << 20)

struct memblock memblock = {
	.memory.name = "memory",
	.reserved.name = "reserved",
};

static bool retired;

void memblock_reset(phys_addr_t limit)
{
	memblock.memory.cnt = memblock.reserved.cnt = 0;
	memblock.memory.total_size = memblock.reserved.total_size = 0;
	memblock.current_limit = limit;
	retired = false;
}

void memblock_hand_over(void)
{
	retired = true;
}

static phys_addr_t region_end(const struct memblock_region *r)
{
	return r->base + r->size;
}

static void regions_delete(struct memblock_type *type, unsigned long from, unsigned long nr)
{
	memmove(&type->regions[from], &type->regions[from + nr],
		(type->cnt - from - nr) * sizeof(type->regions[0]));
	type->cnt -= nr;
}

static int regions_insert(struct memblock_type *type, unsigned long at, phys_addr_t base,
			  phys_addr_t size)
{
	if (type->cnt == INIT_MEMBLOCK_REGIONS)
		return -ENOSPC;
	memmove(&type->regions[at + 1], &type->regions[at],
		(type->cnt - at) * sizeof(type->regions[0]));
	type->regions[at].base = base;
	type->regions[at].size = size;
	type->cnt++;
	return 0;
}

static void type_recount(struct memblock_type *type)
{
	type->total_size = 0;
	for (unsigned long i = 0; i < type->cnt; i++)
		type->total_size += type->regions[i].size;
}

/* Add [base, base + size): swallow every range that it overlaps or touches. */
static int type_add(struct memblock_type *type, phys_addr_t base, phys_addr_t size)
{
	phys_addr_t end = base + size;
	unsigned long i = 0, j;
	int err;

	if (!size)
		return 0;
	while (i < type->cnt && region_end(&type->regions[i]) < base)
		i++;
	for (j = i; j < type->cnt && type->regions[j].base <= end; j++) {
		base = min(base, type->regions[j].base);
		end = max(end, region_end(&type->regions[j]));
	}
	regions_delete(type, i, j - i);
	err = regions_insert(type, i, base, end - base);
	type_recount(type);
	return err;
}

/* Take [base, base + size) out: cut or drop every range that it overlaps. */
static int type_remove(struct memblock_type *type, phys_addr_t base, phys_addr_t size)
{
	phys_addr_t end = base + size;
	int err = 0;

	for (unsigned long i = 0; i < type->cnt && !err; i++) {
		struct memblock_region *r = &type->regions[i];
		phys_addr_t r_end = region_end(r);

		if (r_end <= base || r->base >= end)
			continue;
		if (r->base < base && r_end > end) {
			r->size = base - r->base;
			err = regions_insert(type, i + 1, end, r_end - end);
		} else if (r->base < base) {
			r->size = base - r->base;
		} else if (r_end > end) {
			r->base = end;
			r->size = r_end - end;
		} else {
			regions_delete(type, i--, 1);
		}
	}
	type_recount(type);
	return err;
}

static bool type_contains(const struct memblock_type *type, phys_addr_t addr)
{
	for (unsigned long i = 0; i < type->cnt; i++)
		if (addr >= type->regions[i].base && addr < region_end(&type->regions[i]))
			return true;
	return false;
}

static noinline bool memblock_refuse(const char *what, unsigned long caller)
{
	if (likely(!retired))
		return false;
	WARN(1, "%s() called by %pS: boot memory is gone: the page allocator has taken over\n", what,
	     (void *)caller);
	return true;
}

int memblock_add(phys_addr_t base, phys_addr_t size)
{
	return memblock_refuse(__func__, _RET_IP_) ? -EBUSY : type_add(&memblock.memory, base, size);
}

int memblock_remove(phys_addr_t base, phys_addr_t size)
{
	return memblock_refuse(__func__, _RET_IP_) ? -EBUSY : type_remove(&memblock.memory, base, size);
}

int memblock_reserve(phys_addr_t base, phys_addr_t size)
{
	return memblock_refuse(__func__, _RET_IP_) ? -EBUSY : type_add(&memblock.reserved, base, size);
}

int memblock_phys_free(phys_addr_t base, phys_addr_t size)
{
	return memblock_refuse(__func__, _RET_IP_) ? -EBUSY : type_remove(&memblock.reserved, base, size);
}

void memblock_free(void *ptr, size_t size)
{
	if (ptr)
		memblock_phys_free(__pa(ptr), size);
}

/**
 * memblock_free_late - give boot memory to the page allocator, when that runs already
 * @base:	physical address, in bytes
 * @size:	bytes; frames that the range holds only in part stay reserved
 *
 * Context: after the hand-over; the range was reserved before, and nobody uses it any more. A frame
 * of it that boot did not reserve is reported and left alone. Row A7.
 */
void memblock_free_late(phys_addr_t base, phys_addr_t size)
{
	for (unsigned long pfn = PFN_UP(base); pfn < PFN_DOWN(base + size); pfn++) {
		if (WARN(!pfn_valid(pfn) || !PageReserved(pfn_to_page(pfn)),
			 "memblock_free_late: frame %#lx is not reserved\n", pfn))
			continue;
		free_reserved_page(pfn_to_page(pfn));
	}
}

bool memblock_next_free(phys_addr_t from, phys_addr_t *base, phys_addr_t *end)
{
	for (unsigned long i = 0; i < memblock.memory.cnt; i++) {
		const struct memblock_region *m = &memblock.memory.regions[i];
		phys_addr_t start = max(from, m->base), stop = region_end(m);

		for (unsigned long j = 0; j < memblock.reserved.cnt && start < stop; j++) {
			const struct memblock_region *r = &memblock.reserved.regions[j];

			if (region_end(r) <= start)
				continue;
			if (r->base > start) {
				stop = min(stop, r->base);
				break;
			}
			start = region_end(r);
		}
		if (start < stop) {
			*base = start;
			*end = stop;
			return true;
		}
	}
	return false;
}

phys_addr_t memblock_phys_alloc_range(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				      phys_addr_t end)
{
	phys_addr_t from = start, base, stop, best = 0;

	if (memblock_refuse(__func__, _RET_IP_) || !size)
		return 0;
	if (!align)
		align = SMP_CACHE_BYTES;
	if (end == MEMBLOCK_ALLOC_ACCESSIBLE)
		end = memblock.current_limit;

	for (; memblock_next_free(from, &base, &stop) && base < end; from = stop) {
		phys_addr_t top = min(stop, end);

		if (top - base < size)
			continue;
		top = ALIGN_DOWN(top - size, align);
		if (top >= base)
			best = top;
	}
	if (best && memblock_reserve(best, size))
		return 0;
	return best;
}

void *memblock_alloc_try_nid(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
			     phys_addr_t max_addr, int nid)
{
	phys_addr_t limit = memblock.current_limit, start, end;
	phys_addr_t phys = 0;

	if (memblock_refuse(__func__, _RET_IP_))
		return NULL;
	if (max_addr != MEMBLOCK_ALLOC_ACCESSIBLE)
		limit = min(limit, max_addr);
	if (nid != NUMA_NO_NODE) {
		numa_node_range(nid, &start, &end);
		start = max(start, min_addr);
		end = min(end, limit);
		if (start < end)
			phys = memblock_phys_alloc_range(size, align, start, end);
	}
	if (!phys)
		phys = memblock_phys_alloc_range(size, align, min_addr, limit);
	return phys ? memset(__va(phys), 0, size) : NULL;
}

bool memblock_is_memory(phys_addr_t addr)
{
	return type_contains(&memblock.memory, addr);
}

bool memblock_is_reserved(phys_addr_t addr)
{
	return type_contains(&memblock.reserved, addr);
}

phys_addr_t memblock_phys_mem_size(void)
{
	return memblock.memory.total_size;
}

phys_addr_t memblock_reserved_size(void)
{
	return memblock.reserved.total_size;
}

phys_addr_t memblock_start_of_DRAM(void)
{
	return memblock.memory.cnt ? memblock.memory.regions[0].base : 0;
}

phys_addr_t memblock_end_of_DRAM(void)
{
	return memblock.memory.cnt ? region_end(&memblock.memory.regions[memblock.memory.cnt - 1]) : 0;
}

static void type_dump(const struct memblock_type *type)
{
	pr_info(" %s.cnt  = 0x%lx\n", type->name, type->cnt);
	for (unsigned long i = 0; i < type->cnt; i++)
		pr_info(" %s[%#lx]\t[%#018llx-%#018llx], %#llx bytes\n", type->name, i,
			(unsigned long long)type->regions[i].base,
			(unsigned long long)region_end(&type->regions[i]) - 1,
			(unsigned long long)type->regions[i].size);
}

void memblock_dump_all(void)
{
	pr_info("MEMBLOCK configuration:\n memory size = %#llx reserved size = %#llx\n",
		(unsigned long long)memblock.memory.total_size,
		(unsigned long long)memblock.reserved.total_size);
	type_dump(&memblock.memory);
	type_dump(&memblock.reserved);
}

/* ---- the older names ---- */

void *__alloc_bootmem_nopanic(unsigned long size, unsigned long align, unsigned long goal)
{
	return memblock_alloc_try_nid(size, align, goal, MEMBLOCK_ALLOC_ACCESSIBLE, -1);
}
EXPORT_SYMBOL(__alloc_bootmem_nopanic);

/* No memory at boot stops the machine; a call that comes too late is refused, not fatal. */
static void *bootmem_or_stop(void *mem, unsigned long size)
{
	if (!mem && !retired)
		panic("Out of memory at boot: no %lu bytes are left", size);
	return mem;
}

void *__alloc_bootmem(unsigned long size, unsigned long align, unsigned long goal)
{
	return bootmem_or_stop(__alloc_bootmem_nopanic(size, align, goal), size);
}
EXPORT_SYMBOL(__alloc_bootmem);

void *__alloc_bootmem_low(unsigned long size, unsigned long align, unsigned long goal)
{
	return bootmem_or_stop(memblock_alloc_try_nid(size, align, goal, BOOT_DMA_LIMIT, -1), size);
}
EXPORT_SYMBOL(__alloc_bootmem_low);

void free_bootmem(unsigned long addr, unsigned long size)
{
	memblock_phys_free(addr, size);
}
EXPORT_SYMBOL(free_bootmem);

/**
 * free_bootmem_late - free_bootmem() after the hand-over; see memblock_free_late()
 * @addr:	physical address, in bytes
 * @size:	bytes
 *
 * Context: the page allocator runs. Row A7.
 */
void free_bootmem_late(unsigned long addr, unsigned long size)
{
	memblock_free_late(addr, size);
}
EXPORT_SYMBOL(free_bootmem_late);

void *__alloc_bootmem_node(struct pglist_data *pgdat, unsigned long size, unsigned long align,
			   unsigned long goal)
{
	void *mem = memblock_alloc_try_nid(size, align, goal, MEMBLOCK_ALLOC_ACCESSIBLE,
					   pgdat->node_id);

	return bootmem_or_stop(mem, size);
}
EXPORT_SYMBOL(__alloc_bootmem_node);

/**
 * reserve_bootmem - take a physical range out of boot memory
 * @addr:	physical address, in bytes
 * @size:	bytes
 * @flags:	BOOTMEM_DEFAULT, or BOOTMEM_EXCLUSIVE: fail if a part is reserved already
 *
 * Context: while booting, before the page allocator runs.
 * Return: 0; -EBUSY if part of it is taken, or too late; or another error of memblock_reserve().
 * Row A7.
 */
int reserve_bootmem(unsigned long addr, unsigned long size, int flags)
{
	if (flags & BOOTMEM_EXCLUSIVE)
		for (unsigned long i = 0; i < memblock.reserved.cnt; i++)
			if (memblock.reserved.regions[i].base < addr + size &&
			    region_end(&memblock.reserved.regions[i]) > addr)
				return -EBUSY;
	return memblock_reserve(addr, size);
}
EXPORT_SYMBOL(reserve_bootmem);
