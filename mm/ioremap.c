// SPDX-License-Identifier: MIT
/*
 * mm/ioremap.c - kernel addresses for device memory
 *
 *	addr            addr + size    (asked for)
 *	|   page   |   page   |   page   | guard |		an area of vmalloc's range, VM_IOREMAP
 *	registers: nothing is mapped, a raw touch faults; memory of a device: its frames are mapped
 *
 * readl() and the others (io_access.c) find the mapping in a table (io_range.h), not by a page
 * table, and through it the device. Where the port has no MMU, the addresses are cookies far above
 * all memory. Row C2.
 * Locking    io_range_mutex covers the table of mappings. Order: it, then vmalloc's lock.
 * Linux      as 6.1 on x86, except: one kind of caching, so mappings never conflict in it; a mapping of memory is
 *            refused with the same warning each time, not once; ioremap_np() is refused, as there.
 */
#include <linux/align.h>
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/panic.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm-generic/arch.h>

#include "mm/ioremap.h"

struct io_range_table io_mappings;

static struct resource cookies = {
	.name = "I/O addresses", .start = IO_COOKIE_START, .end = IO_COOKIE_END,
};

/*
 * Mappings of the past, for reports: the address is remembered until others have taken its place
 * here.
 */
#define NR_GONE	32
static struct gone {
	unsigned long start, end;
	u64 phys;
	const void *unmapper;
} gone[NR_GONE];
static unsigned int nr_gone;	/* all of them by io_range_mutex; read without it by reports */

/* ---- addresses ---- */

static unsigned long pages_size(u64 phys, unsigned long size)
{
	return PAGE_ALIGN(offset_in_page(phys) + size);
}

/* Addresses for whole pages and a guard, at which nothing is yet: false if there is no room. */
static bool addresses_get(struct io_mapping_area *area)
{
	unsigned long size = pages_size(area->phys, area->size);

	if (!(arch_features() & ARCH_HAS_MMU)) {
		area->cookie.name = "ioremap";
		if (allocate_resource(&cookies, &area->cookie, size + PAGE_SIZE, 0, -1, PAGE_SIZE, NULL, NULL))
			return false;
		area->range.start = area->cookie.start;
	} else {
		area->vm = get_vm_area_caller(size, VM_IOREMAP, area->caller);
		if (!area->vm)
			return false;
		area->vm->phys_addr = ALIGN_DOWN(area->phys, PAGE_SIZE);
		area->range.start = (unsigned long)area->vm->addr;
	}
	area->range.end = area->range.start + size + PAGE_SIZE - 1;
	area->first = area->range.start + offset_in_page(area->phys);
	return true;
}

static void addresses_put(struct io_mapping_area *area)
{
	if (area->vm)
		free_vm_area(area->vm);
	else
		release_resource(&area->cookie);
}

/* What of @area's pages is memory of @model: map its frames there, or take them away. */
static int overlap_map(const struct io_mapping_area *area, const struct io_model *model, bool map)
{
	u64 first = ALIGN_DOWN(area->phys, PAGE_SIZE);
	u64 last = first + pages_size(area->phys, area->size) - 1;
	u64 start = max(first, model->start), end = min(last, model->end);
	unsigned long at = area->range.start + (start - first);

	if (model->kind != IO_MODEL_MEMORY || start > end || !area->vm)
		return 0;
	if (map)
		return arch_map_pages(at, PHYS_PFN(__pa(model->memory) + (start - model->start)),
				      PHYS_PFN(end - start + 1), 0);
	arch_unmap_pages(at, PHYS_PFN(end - start + 1));
	return 0;
}

int ioremap_model_pages(struct io_model *model, bool map)
{
	unsigned int i;
	int ret = 0;

	io_range_for_each(&io_mappings, i)
		ret = ret ?: overlap_map((struct io_mapping_area *)io_mappings.list->ranges[i], model, map);
	return ret;
}

static int models_map(const struct io_mapping_area *area)
{
	unsigned int i;
	int ret = 0;

	io_range_for_each(&io_mem_models, i)
		ret = ret ?: overlap_map(area, (struct io_model *)io_mem_models.list->ranges[i], true);
	return ret;
}

/* ---- mapping ---- */

/* As Linux says no, in this order. */
static bool range_may_be_mapped(u64 phys, unsigned long size)
{
	u64 last = phys + size - 1;

	if (!size || last < phys)
		return false;
	if (last >> PHYS_ADDR_BITS) {
		pr_warn("ioremap: invalid physical address %llx\n", phys);
		WARN_ON(1);
		return false;
	}
	if (region_intersects(phys, size, IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE) != REGION_DISJOINT) {
		WARN(1, "ioremap on RAM at %pa - %pa\n", &phys, &last);
		return false;
	}
	return true;
}

static int area_publish(struct io_mapping_area *area)
{
	int ret;

	mutex_lock(&io_range_mutex);
	ret = models_map(area);
	if (!ret)
		ret = io_range_add(&io_mappings, &area->range);
	mutex_unlock(&io_range_mutex);
	return ret;
}

void __iomem *ioremap_caller(u64 phys, unsigned long size, const void *caller)
{
	struct io_mapping_area *area;

	if (!range_may_be_mapped(phys, size))
		return NULL;
	area = kzalloc(sizeof(*area), GFP_KERNEL);
	if (!area)
		return NULL;
	area->caller = caller;
	area->phys = phys;
	area->size = size;
	if (!addresses_get(area))
		goto out_free;
	if (area_publish(area))
		goto out_put;
	return (void __iomem *)area->first;
out_put:
	addresses_put(area);
out_free:
	kfree(area);
	return NULL;
}

/**
 * ioremap - kernel addresses for a device's registers or memory
 * @offset:	the first physical address; need not be a page's
 * @size:	bytes
 *
 * The addresses are for readl() and the others; of a device's memory, not of registers, a plain touch
 * works too (where the port has an MMU). Memory of the machine is refused, with a warning. Row C2.
 * Context: may sleep.
 * Return: the address of @offset, for iounmap(); NULL if there is no room, or nothing to be mapped.
 */
void __iomem *ioremap(resource_size_t offset, unsigned long size)
{
	return ioremap_caller(offset, size, __builtin_return_address(0));
}
EXPORT_SYMBOL(ioremap);

/**
 * ioremap_wc - ioremap(), where writes may be combined: here they never are
 * @offset:	the first physical address
 * @size:	bytes
 *
 * Context: may sleep.
 * Return: as ioremap(). Row C2.
 */
void __iomem *ioremap_wc(resource_size_t offset, unsigned long size)
{
	return ioremap_caller(offset, size, __builtin_return_address(0));
}
EXPORT_SYMBOL(ioremap_wc);

/**
 * ioremap_wt - ioremap() with write-through caching: as ioremap() here
 * @offset:	the first physical address
 * @size:	bytes
 *
 * Context: may sleep.
 * Return: as ioremap(). Row C2.
 */
void __iomem *ioremap_wt(resource_size_t offset, unsigned long size)
{
	return ioremap_caller(offset, size, __builtin_return_address(0));
}
EXPORT_SYMBOL(ioremap_wt);

/**
 * ioremap_uc - ioremap(), never cached: as ioremap() here
 * @offset:	the first physical address
 * @size:	bytes
 *
 * Context: may sleep.
 * Return: as ioremap(). Row C2.
 */
void __iomem *ioremap_uc(resource_size_t offset, unsigned long size)
{
	return ioremap_caller(offset, size, __builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(ioremap_uc);

/**
 * ioremap_cache - ioremap() with caching: as ioremap() here
 * @offset:	the first physical address
 * @size:	bytes
 *
 * Context: may sleep.
 * Return: as ioremap(). Row C2.
 */
void __iomem *ioremap_cache(resource_size_t offset, unsigned long size)
{
	return ioremap_caller(offset, size, __builtin_return_address(0));
}
EXPORT_SYMBOL(ioremap_cache);

/* ---- unmapping ---- */

/* The mapping whose first page @addr is in, as in Linux; NULL: none. Mutex held. */
static struct io_mapping_area *area_to_unmap(unsigned long addr)
{
	unsigned int i;

	io_range_for_each(&io_mappings, i) {
		struct io_range *range = io_mappings.list->ranges[i];

		if (range->start == (addr & PAGE_MASK))
			return (struct io_mapping_area *)range;
	}
	return NULL;
}

static void area_remember(const struct io_mapping_area *area, const void *unmapper)
{
	struct gone *g = &gone[nr_gone++ % NR_GONE];

	WRITE_ONCE(g->start, 0);	/* a report that looks now finds nothing, rather than half of each */
	g->end = area->range.end;
	g->phys = ALIGN_DOWN(area->phys, PAGE_SIZE);
	g->unmapper = unmapper;
	smp_store_release(&g->start, area->range.start);
}

static bool unmap(unsigned long addr, const void *unmapper)
{
	struct io_mapping_area *area;

	mutex_lock(&io_range_mutex);
	area = area_to_unmap(addr);
	if (area) {
		io_range_del(&io_mappings, &area->range);
		area_remember(area, unmapper);
		addresses_put(area);
	}
	mutex_unlock(&io_range_mutex);
	kfree(area);
	return area;
}

/**
 * iounmap - take a mapping away; a touch faults from now on
 * @addr:	what ioremap() gave; NULL is safe, anything else is reported
 *
 * Row C2.
 * Context: may sleep.
 */
void iounmap(volatile void __iomem *addr)
{
	if (!addr)
		return;
	might_sleep();
	if (unmap((__force unsigned long)addr, __builtin_return_address(0)))
		return;
	pr_err("iounmap: bad address %px\n", (__force void *)addr);
	dump_stack();
}
EXPORT_SYMBOL(iounmap);

/* ---- reports ---- */

static const char *model_name_peek(u64 phys, struct io_model *copy)
{
	return io_range_peek(&io_mem_models, phys, copy, sizeof(*copy)) ? copy->name : "no device";
}

static bool explain_mapped(unsigned long addr)
{
	struct io_mapping_area area;
	struct io_model model;
	u64 phys;

	if (!io_range_peek(&io_mappings, addr, &area, sizeof(area)))
		return false;
	phys = area.phys + (addr - area.first);
	if (addr - area.first >= area.size)
		pr_alert("I/O memory: beyond the end of %lu bytes at physical address %pa, mapped by %pB\n",
			 area.size, &area.phys, area.caller);
	else
		pr_alert("I/O memory, physical address %pa (%s), mapped by %pB: it wants readl() and the like\n",
			 &phys, model_name_peek(phys, &model), area.caller);
	return true;
}

void ioremap_explain_fault(unsigned long addr)
{
	if (explain_mapped(addr))
		return;
	for (unsigned int i = 0; i < NR_GONE; i++) {
		unsigned long start = smp_load_acquire(&gone[i].start);
		struct io_model model;
		u64 phys = gone[i].phys + (addr - start);

		if (!start || addr < start || addr > gone[i].end)
			continue;
		pr_alert("I/O memory, physical address %pa (%s), was mapped here until iounmap() by %pB\n",
			 &phys, model_name_peek(phys, &model), gone[i].unmapper);
		return;
	}
}

static unsigned long mapping_left(const struct module *mod)
{
	unsigned long addr = 0;
	unsigned int i;

	mutex_lock(&io_range_mutex);
	io_range_for_each(&io_mappings, i) {
		const struct io_mapping_area *area = (void *)io_mappings.list->ranges[i];

		if (!within_module((unsigned long)area->caller, mod))
			continue;
		addr = area->range.start;
		pr_err("%s: unloaded, but still has %lu bytes at physical address %pa mapped\n", mod->name,
		       area->size, &area->phys);
		pr_err("%s: ioremap() by %pB\n", mod->name, area->caller);
		break;
	}
	mutex_unlock(&io_range_mutex);
	return addr;
}

int ioremap_module_left(const struct module *mod)
{
	unsigned long addr;
	int nr = 0;

	while ((addr = mapping_left(mod))) {
		add_taint(TAINT_WARN, LOCKDEP_STILL_OK);
		unmap(addr, NULL);
		nr++;
	}
	return nr + io_model_module_left(mod);
}
