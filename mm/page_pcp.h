/* SPDX-License-Identifier: MIT */
/*
 * mm/page_pcp.h - a CPU's own free blocks of a zone
 *
 * _held: the caller holds the CPU with interrupts off.
 */
#ifndef MM_PAGE_PCP_H
#define MM_PAGE_PCP_H

#include <linux/mmzone.h>
#include <linux/irqflags.h>
#include <linux/percpu.h>

/** pcp_init - give every zone its per-CPU lists; per-CPU allocation must work */
void pcp_init(void);
/** pcp_zone_setup - choose batch and high of @zone from its size */
void pcp_zone_setup(struct zone *zone);
/** pcp_refill_held - bring up to a batch of blocks from the zone to @list: false if there are none */
bool pcp_refill_held(struct zone *zone, struct per_cpu_pages *pcp, struct list_head *list,
		     unsigned int order, int migratetype, unsigned int nr_blocks);
/** pcp_trim_held - give @nr_pages frames, cold ones first, back to the zone */
void pcp_trim_held(struct zone *zone, struct per_cpu_pages *pcp, int nr_pages);
/** pcp_nr_pages - frames on all CPUs' lists of @zone; a snapshot */
unsigned long pcp_nr_pages(struct zone *zone);
/** pcp_nr_local - frames on this CPU's lists of @zone; a snapshot */
unsigned long pcp_nr_local(struct zone *zone);

static inline unsigned int pcp_list_index(unsigned int order, int migratetype)
{
	return order * MIGRATE_PCPTYPES + migratetype;
}

/* A block from this CPU's list: NULL if it has none. */
static __always_inline struct page *pcp_pop_held(struct per_cpu_pages *pcp, struct list_head *list,
						 unsigned int order)
{
	struct page *page;

	if (unlikely(list_empty(list)))
		return NULL;
	page = list_first_entry(list, struct page, lru);
	__list_del_entry(&page->lru);
	pcp->count -= 1 << order;
	pcp->nr_alloc += 1UL << order;
	return page;
}

/* A freed block to this CPU's list, at the hot end; pcp_trim_held() is due when it returns true. */
static __always_inline bool __must_check pcp_push_held(struct per_cpu_pages *pcp, struct page *page,
						       unsigned int order, int migratetype)
{
	WRITE_ONCE(page->flags, 1UL << PG_pcp);
	list_add(&page->lru, &pcp->lists[pcp_list_index(order, migratetype)]);
	pcp->count += 1 << order;
	pcp->nr_free += 1UL << order;
	return unlikely(pcp->count > pcp->high);
}

#endif /* MM_PAGE_PCP_H */
