// SPDX-License-Identifier: MIT
/*
 * mm/slab_verify.c - do the slab layer's structures agree with themselves?
 *
 * Each layer has its own check; the machine is stopped, as mm/verify.h says.
 */
#include "mm/slab.h"
#include "mm/verify.h"

int slab_verify(struct verify_report *report)
{
	unsigned int before = report->nr_violations;
	struct kmem_cache *s;

	list_for_each_entry(s, &slab_caches, list) {
		slab_design->verify(s, report);
		magazine_verify(s, report);
		depots_verify(s, report);
		report->nr_caches++;
	}
	return report->nr_violations - before;
}

void slab_object_verify(struct kmem_cache *s, const void *object, const char *place,
			unsigned int number, struct verify_report *report)
{
	const struct page *page = virt_addr_valid(object) ? virt_to_head_page(object) : NULL;
	enum slab_misuse kind = SLAB_MISUSE_OTHER_CACHE;

	if (page && PageSlab(page) && page->slab_cache == s)
		kind = slab_design->check(s, page, object);
	if (kind == SLAB_MISUSE_FREE)
		return;
	if (kind == SLAB_MISUSE_NONE)
		verify_violation(report, "cache %s: %s %u: object %px was written to while it was free",
				 s->name, place, number, object);
	else
		verify_violation(report, "cache %s: %s %u: %px is no object of it", s->name, place, number, object);
}
