// SPDX-License-Identifier: MIT
/*
 * mm/gfp.c - what follows from the table of mm/gfp_table.h: reserves, and names for reports
 *
 * Linux      the results of 6.1's gfp_to_alloc_flags() and __gfp_pfmemalloc_flags().
 */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include "mm/gfp_table.h"
#include "mm/page_watermark.h"

gfp_t gfp_allowed_mask = __GFP_BITS_MASK;

/* The public inline functions look at these for the place; they can't see the table. */
static_assert((GFP_ZONEMASK & ~(0 GFP_MODIFIERS(GFP_BIT_PLACE))) == 0);
static_assert(((__GFP_RECLAIMABLE | __GFP_THISNODE) & ~(0 GFP_MODIFIERS(GFP_BIT_PLACE))) == 0);

/* Each bit is a row of its own. */
#define GFP_SUM(flag, ...)	+ (u64)(flag)
#define GFP_UNION(flag, ...)	| (u64)(flag)
static_assert((0 GFP_MODIFIERS(GFP_SUM)) == (0 GFP_MODIFIERS(GFP_UNION)));
static_assert(((0 GFP_MODIFIERS(GFP_UNION)) & ~(u64)__GFP_BITS_MASK) == 0);

#define GFP_GIVES(flag, steps, gives, ...)		| ((gfp & (flag)) ? (gives) : 0)
#define GFP_TAKES(flag, steps, gives, takes, ...)	| ((gfp & (flag)) ? (takes) : 0)

unsigned int alloc_flags_from_gfp(gfp_t gfp)
{
	unsigned int gives = ALLOC_WMARK_MIN GFP_MODIFIERS(GFP_GIVES);
	unsigned int takes = 0 GFP_MODIFIERS(GFP_TAKES);

	return gives & ~(takes | ALLOC_NO_WATERMARKS);
}

unsigned int alloc_reserve_flags(gfp_t gfp)
{
	unsigned int gives = 0 GFP_MODIFIERS(GFP_GIVES);
	unsigned int takes = 0 GFP_MODIFIERS(GFP_TAKES);

	if ((in_task() || in_serving_softirq()) && (current->flags & PF_MEMALLOC))
		gives |= ALLOC_NO_WATERMARKS;
	else if (!in_interrupt() && tsk_is_oom_victim(current))
		gives |= ALLOC_OOM;
	return gives & ~takes & (ALLOC_NO_WATERMARKS | ALLOC_OOM);
}

#define GFP_TYPE_NAME(name, ...)	{ (__force unsigned long)(name), #name },
#define GFP_MODIFIER_NAME(name, ...)	{ (__force unsigned long)(name), #name },

const struct trace_print_flags gfpflag_names[] = {
	GFP_TYPES(GFP_TYPE_NAME)
	GFP_MODIFIERS(GFP_MODIFIER_NAME)
	{ 0, NULL }
};
