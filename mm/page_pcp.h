/* SPDX-License-Identifier: MIT */
/*
 * mm/page_pcp.h - a CPU's own free blocks of a zone
 *
 * Blocks that are here are not in NR_FREE_PAGES. No function looks at a mark: that is for the caller.
 */
#ifndef MM_PAGE_PCP_H
#define MM_PAGE_PCP_H

#include <linux/mmzone.h>
#include <linux/irqflags.h>
#include <linux/percpu.h>
#include "mm/page_migratetype.h"
#include "mm/page_stack.h"

/** pcp_zone_early - @zone has no sets yet: every request finds them empty, and full */
void pcp_zone_early(struct zone *zone);
/** pcp_init - give every zone its per-CPU sets; per-CPU allocation must work */
void pcp_init(void);
/**
 * pcp_zone_setup - choose batch and high of @zone from its size, its marks and
 * percpu_pagelist_high_fraction; for all CPUs, at boot and whenever one of these changes
 */
void pcp_zone_setup(struct zone *zone);

/**
 * pcp_alloc_slow - a block for this CPU's list, when the short way gave none
 * @nr_blocks:	how many blocks may leave the zone's own lists, if this CPU has none: at least 1
 *
 * Context: any. Takes the CPU, and zone->lock inside.
 * Return: NULL if the zone has none of that order for this migrate type.
 */
struct page *pcp_alloc_slow(struct zone *zone, unsigned int order, int migratetype,
			    unsigned int nr_blocks, unsigned int alloc_flags);
/** pcp_alloc_cold - pcp_alloc_slow(), but the page that this CPU has for longest */
struct page *pcp_alloc_cold(struct zone *zone, unsigned int order, int migratetype,
			    unsigned int nr_blocks, unsigned int alloc_flags);
/** pcp_alloc_bulk - up to @nr single pages at once; returns how many */
unsigned int pcp_alloc_bulk(struct zone *zone, int migratetype, struct page **pages,
			    unsigned int nr, unsigned int alloc_flags);
/**
 * pcp_free_held - a free block, count 0, for this CPU's list
 * @cold:	it is to be the last that is given out again
 *
 * Context: the caller holds the CPU with interrupts off. Takes zone->lock when there are too many.
 */
void pcp_free_held(struct zone *zone, struct page *page, unsigned int order, bool cold);

/** pcp_nr_cpu - frames on @cpu's lists of @zone; a snapshot */
unsigned long pcp_nr_cpu(struct zone *zone, unsigned int cpu);
/** pcp_nr_local - the same of this CPU */
unsigned long pcp_nr_local(struct zone *zone);
/** pcp_nr_pages - the same of all CPUs */
unsigned long pcp_nr_pages(struct zone *zone);
/** pcp_traffic - frames given out and taken back by the CPUs' lists of @zone, ever */
void pcp_traffic(struct zone *zone, unsigned long *nr_alloc, unsigned long *nr_free);
/** pcp_requests - blocks that CPUs' sets ever gave: all of them, and those for CPUs of other nodes */
void pcp_requests(struct zone *zone, unsigned long *all, unsigned long *far);

static __always_inline unsigned int pcp_list_index(unsigned int order, int migratetype)
{
	return order * MIGRATE_PCPTYPES + migratetype;
}

/* A block of this CPU's list, the hottest; NULL: ask pcp_alloc_slow(). */
static __always_inline struct page *pcp_alloc(struct zone *zone, unsigned int order, int migratetype)
{
	return percpu_stack_pop(zone->pcp_stacks[pcp_list_index(order, migratetype)]);
}

/* What was set aside, and is free, anybody may have who could move. */
static __always_inline int pcp_block_type(const struct zone *zone, const struct page *page)
{
	int type = buddy_pageblock_type(zone, page_to_pfn(page));

	return likely(migratetype_is_mergeable(type)) ? type : MIGRATE_MOVABLE;
}

/* Drop the caller's use of a block of order 0 to 3, likely the last: page_stack_put(). */
static __always_inline bool pcp_put_block(struct page *page, unsigned int order)
{
	struct zone *zone = page_zone(page);

	return page_stack_put(zone->pcp_stacks[pcp_list_index(order, pcp_block_type(zone, page))], page);
}

/*
 * The stack that a page of order 0 goes back to, by its pcp_class: that is 0, whose stack is always
 * full, until the slow path has looked the zone and the pageblock's type up.
 */
#define PCP_NR_CLASSES	256
extern struct percpu_stack __percpu *pcp_class_stacks[PCP_NR_CLASSES];

/* Always empty, and full. */
DECLARE_PER_CPU(struct percpu_stack, pcp_no_stack);

/* Drop the caller's use of @page, of order 0 and likely the last: page_stack_put(). */
static __always_inline bool pcp_put(struct page *page)
{
	return page_stack_put(pcp_class_stacks[READ_ONCE(page->pcp_class)], page);
}

#endif /* MM_PAGE_PCP_H */
