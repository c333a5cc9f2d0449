/* SPDX-License-Identifier: MIT */
/*
 * mm/page_fast.h - the short way of single pages: which stacks it uses
 *
 *	alloc	page_fast_pops[the type's bits in gfp_t]	stack of the kernel's zone, if it is above its low mark
 *	free	page_fast_puts[page->pcp_class]			stack of the page's zone and type (mm/page_pcp.h)
 *
 * All that is asked of a request or a page beforehand is in mm/page_alloc.c and mm/page_free.c. What
 * would otherwise be a question to the zone, to the node or to mm/fault_divert.c is answered by the
 * tables: where the short way is closed they have a stack that is always empty, and full. A second
 * way follows, for who holds a CPU, by <linux/percpu_stack.h>.
 */
#ifndef MM_PAGE_FAST_H
#define MM_PAGE_FAST_H

#include <linux/gfp_types.h>
#include <linux/mm_types.h>
#include <linux/percpu_stack.h>
#include "mm/page_pcp.h"

#define PAGE_FAST_TYPES		(__GFP_MOVABLE | __GFP_RECLAIMABLE)

/* All as arch_first_copy(). The hidden names let the code address them directly. */
extern struct percpu_stack *page_fast_pops[] __attribute__((visibility("hidden")));
extern struct percpu_stack *page_fast_puts[PCP_NR_CLASSES] __attribute__((visibility("hidden")));
extern unsigned int core_put_watch __attribute__((visibility("hidden")));

/** page_fast_init - after pcp_init()'s zones: the tables are right from now on */
void page_fast_init(void);
/** page_fast_divert - fault_diverted has changed. Any context. */
void page_fast_divert(void);

#include <asm/page_fast.h>

/* A page by GFP_KERNEL or the like, not looked at yet; NULL: by another way. Any context. */
static __always_inline struct page *page_fast_pop(gfp_t gfp)
{
	_Static_assert(PAGE_FAST_TYPES == 3 * sizeof(page_fast_pops[0]), "the bits are an offset into the table");
	return arch_page_pop(gfp & PAGE_FAST_TYPES);
}

/* As page_stack_put(), to the stack of the page's class. */
static __always_inline bool page_fast_put(struct page *page)
{
	return arch_page_put(page);
}

#endif /* MM_PAGE_FAST_H */
