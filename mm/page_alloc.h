/* SPDX-License-Identifier: MIT */
/*
 * mm/page_alloc.h - one request for a block of pages, and who works on it
 *
 * page_alloc.c tries the zones; page_slow.c decides what to do when none gave a block.
 */
#ifndef MM_PAGE_ALLOC_H
#define MM_PAGE_ALLOC_H

#include <linux/mmzone.h>
#include <linux/gfp_types.h>
#include <linux/ratelimit_types.h>

/**
 * struct alloc_request - what does not change while a request is served
 * @gfp:	as the caller gave it, less what the task's scopes forbid
 * @order:	2^order frames
 * @migratetype: whose pageblocks to use
 * @highest:	the highest zone that will do
 * @zonelist:	zones in the order in which to try them
 * @nodemask:	nodes that will do; NULL: all
 */
struct alloc_request {
	gfp_t gfp;
	unsigned int order;
	int migratetype;
	enum zone_type highest;
	struct zonelist *zonelist;
	nodemask_t *nodemask;
};

/** alloc_from_zones - a block from the first zone that has one above its mark, ready for the caller */
struct page *alloc_from_zones(const struct alloc_request *req, unsigned int alloc_flags);

/**
 * alloc_bulk_from_zones - single pages from one zone that stays far above its low mark, at once
 *
 * Return: how many of at most @nr went to @pages; 0 if no zone has so much to spare.
 */
unsigned int alloc_bulk_from_zones(gfp_t gfp, int nid, nodemask_t *nodemask, struct page **pages,
				   unsigned int nr);

/** alloc_refuse_highmem - tell that high memory was asked for by address */
void alloc_refuse_highmem(gfp_t gfp);

/** alloc_slow - what follows when no zone is above its low mark; NULL in the end if nothing helps */
struct page *alloc_slow(const struct alloc_request *req);

/** page_free_wake - empty this CPU's lists, and wake who sleeps until something is freed. Any context. */
void page_free_wake(void);

/* Frames that pass by the CPUs' lists; both counts change under zone->lock alone. */
static inline void zone_count_locked(atomic_long_t *count, unsigned int order)
{
	atomic_long_set(count, atomic_long_read(count) + (1L << order));
}

/** alloc_report_rate - how often a failure is told, as Linux: once in ten seconds. Tests reset it. */
extern struct ratelimit_state alloc_report_rate;

#endif /* MM_PAGE_ALLOC_H */
