/* SPDX-License-Identifier: MIT */
/*
 * mm/vmalloc.h - what the files of vmalloc share: vmalloc_area.c is below vmalloc.c and vmap.c
 */
#ifndef MM_VMALLOC_H
#define MM_VMALLOC_H

#include <linux/vmalloc.h>
#include "mm/vmap_area.h"

struct module;

/* What of an allocation's flags its descriptors are allocated with. */
#define GFP_RECLAIM_MASK	(__GFP_RECLAIM | __GFP_HIGH | __GFP_IO | __GFP_FS | __GFP_NOWARN | \
				 __GFP_RETRY_MAYFAIL | __GFP_NOFAIL | __GFP_NORETRY |		   \
				 __GFP_MEMALLOC | __GFP_NOMEMALLOC | __GFP_ATOMIC)

/* The kernel's addresses for mappings. */
extern struct vmap_space vmap_space;
/* Frames in vmalloc() areas. */
extern atomic_long_t nr_vmalloc_pages;

/**
 * vm_area_get - an area of addresses
 * @request:	size without guard, alignment, bounds
 * @flags:	VM_ flags
 *
 * Context: may sleep; from an interrupt it is reported.
 * Return: the descriptor, or NULL.
 */
struct vm_struct *vm_area_get(const struct vmap_request *request, unsigned long flags, gfp_t gfp,
			      const void *caller);

/** vmap_area_nr_mapped - pages of it that may have frames: all but the guard */
unsigned int vmap_area_nr_mapped(const struct vmap_area *area);
/** vmap_area_pages - the frames behind it, vmap_area_nr_mapped() of them; NULL if they are no pages, or unknown */
struct page **vmap_area_pages(const struct vmap_area *area);
/** vmap_area_unmap - nothing is mapped there any more */
void vmap_area_unmap(const struct vmap_area *area);
/** vmap_area_release - a claimed area, unmapped, is lazy from now on; its vm_struct is the caller's */
void vmap_area_release(struct vmap_area *area);

/**
 * vmap_pages_map - map pages one behind the other, in runs
 * @area:	the caller's
 * @pages:	its pages, from the first on
 * @count:	how many
 * @prot:	a write faults if it says so
 * @gfp:	__GFP_NOWARN: nothing is said when the port has too few mappings
 *
 * Context: may sleep. Return: 0 or -ENOMEM, and then none is mapped.
 */
int vmap_pages_map(struct vmap_area *area, struct page **pages, unsigned int count, pgprot_t prot, gfp_t gfp);

/** vmap_mappings_claim - may @nr mappings more be made? Else it says why, unless __GFP_NOWARN. May sleep. */
bool vmap_mappings_claim(unsigned int nr, gfp_t gfp);
/** vmap_mappings_release - @nr that were claimed are no more. Any context. */
void vmap_mappings_release(unsigned int nr);

/* The ways in which areas are given back wrongly; the table for people is in docs/debugging.md. */
enum vmalloc_misuse {
	VMALLOC_MISUSE_NONE,
	VMALLOC_MISUSE_UNALIGNED,	/* the address is inside of a page */
	VMALLOC_MISUSE_FOREIGN,		/* the address is no mapping's */
	VMALLOC_MISUSE_NOTHING,		/* there is no area */
	VMALLOC_MISUSE_INSIDE,		/* it is in the middle of an area */
	VMALLOC_MISUSE_FREED,		/* the area was given back already */
	VMALLOC_MISUSE_OTHER,		/* the area is of another kind: vfree() of vmap()'s, or so */
	NR_VMALLOC_MISUSE
};

/** vmalloc_misuse_report - @what ("vfree") was called for @addr, where no area of its kind begins. Any context. */
void vmalloc_misuse_report(const char *what, const void *addr);
/** vmalloc_misuse_text - the sentence for @kind */
const char *vmalloc_misuse_text(enum vmalloc_misuse kind);

/** vmalloc_explain_fault - a touch of @addr faulted: say which area that is, or was. Any context; takes no lock. */
void vmalloc_explain_fault(unsigned long addr);

/** vmalloc_module_left - report areas of @mod, whose exit function has run; how many. May sleep. */
int vmalloc_module_left(const struct module *mod);

/** vmalloc_proc_init - /proc/vmallocinfo */
void vmalloc_proc_init(void);

#endif /* MM_VMALLOC_H */
