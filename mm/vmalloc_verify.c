// SPDX-License-Identifier: MIT
/*
 * mm/vmalloc_verify.c - are the areas' pages their own?
 *
 * Invariants M1 an area and its range have the same bounds; M2 each of its frames is in use, marked
 *            as vmalloc's, and no other area's; M3 the frames of all areas are as many as are
 *            counted.
 *
 * Who is filling or freeing an area may be halfway and need not be stopped: what looks wrong is
 * suspect.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include "mm/page_misuse.h"
#include "mm/verify.h"
#include "mm/vmalloc.h"

static __no_sanitize_thread bool page_is_own(const struct page *page)
{
	return page_is_struct_page(page) && page_ref_count(page) > 0 && test_bit(PG_vmalloc, &page->flags);
}

static __no_sanitize_thread void pages_check(struct verify_report *report, const struct vm_struct *vm)
{
	for (unsigned int i = 0; i < vm->nr_pages; i++)
		if (!page_is_own(vm->pages[i]))
			verify_suspect(report, (unsigned long)&vm->pages[i], (unsigned long)vm->pages[i],
				       "vmalloc: M2: area at %px: page %u of %u (%px) is not its own",
				       vm->addr, i, vm->nr_pages, vm->pages[i]);
}

/* Returns the frames that the area says it has. */
static __no_sanitize_thread unsigned long area_check(struct verify_report *report, const struct vmap_area *area)
{
	const struct vm_struct *vm = area->vm;

	if (!vm)
		return 0;
	if ((unsigned long)vm->addr != area->start || vm->size != area->end - area->start)
		verify_suspect(report, area->start, (unsigned long)vm->addr ^ vm->size,
			       "vmalloc: M1: the range %#lx-%#lx is of an area at %px of %#lx bytes",
			       area->start, area->end, vm->addr, vm->size);
	if (!(vm->flags & VM_ALLOC))
		return 0;
	if (vm->nr_pages)
		pages_check(report, vm);
	return vm->nr_pages;
}

__no_sanitize_thread int vmalloc_verify(struct verify_report *report)
{
	unsigned int before = report->nr_violations;
	const struct vmap_area *area;
	unsigned long nr_pages = 0;

	list_for_each_entry(area, &vmap_space.order, order_list)
		if (area->state == VMAP_TAKEN || area->state == VMAP_GOING)
			nr_pages += area_check(report, area);
	if (nr_pages != vmalloc_nr_pages())
		verify_suspect(report, (unsigned long)&nr_vmalloc_pages, nr_pages - vmalloc_nr_pages(),
			       "vmalloc: M3: the areas have %lu pages, %lu are counted", nr_pages,
			       vmalloc_nr_pages());
	return report->nr_violations - before;
}

int vmap_verify(struct verify_report *report)
{
	unsigned int before = report->nr_violations;

	vmap_space_verify(&vmap_space, report);
	return report->nr_violations - before;
}
