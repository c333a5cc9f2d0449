// SPDX-License-Identifier: MIT
/*
 * mm/page_verify.c - do zones, free lists and struct pages agree, frame by frame?
 *
 * First the lists are walked, then all frames of the zone from the lowest to the highest, and what
 * the two say is compared. A frame's struct page says what begins there:
 *
 *	free block	PG_buddy, private = order              on a list of zone->free_area[]
 *	CPU's block	PG_pcp, count 0, alloc_order           on a CPU's list or stack
 *	reserved	PG_reserved
 *	block in use	count > 0, alloc_order
 *	none of them	on its way between two of them: a task took it off a list and has not set
 *			its count yet, or the other way round (a suspect, mm/verify.h)
 *
 * PG_pcp is there during the walk only: CPUs' lists are marked with it before, and cleared afterwards.
 *
 * The insides of blocks are stepped over, but for flags that only a free block's first page may
 * have and for the tails of compound pages. So the walk costs nothing where memory is not touched.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include "mm/page_buddy.h"
#include "mm/page_init.h"
#include "mm/page_misuse.h"
#include "mm/page_pcp.h"
#include "mm/verify.h"

/* What lists and frames of a zone add up to, in blocks or frames. */
struct zone_census {
	struct zone *zone;
	struct verify_report *report;
	unsigned int nr_before;				/* violations of others */
	unsigned long listed[MAX_ORDER];		/* blocks on free lists, by walking the lists */
	unsigned long found[MAX_ORDER];			/* blocks with PG_buddy, by walking the frames */
	unsigned long pcp_listed;			/* frames, all CPUs */
	unsigned long pcp_found;
	unsigned long used;
	unsigned long reserved;
	unsigned long moving;				/* on their way */
};

#define FREE_MARKS	(1UL << PG_buddy | 1UL << PG_pcp)

#define page_violation(c, page, fmt, ...)						\
	verify_violation((c)->report, "zone %s: page at pfn %#lx: " fmt, (c)->zone->name,	\
			 page_to_pfn(page), ##__VA_ARGS__)

static bool block_in_zone(const struct zone *zone, unsigned long pfn, unsigned int order)
{
	return zone_spans_pfn(zone, pfn) && zone_spans_pfn(zone, pfn + (1UL << order) - 1);
}

/* ---- lists ---- */

/* Can @pos, which a list's link points to, be a struct page's? Only then may it be read. */
static bool link_is_page(const struct list_head *pos)
{
	return page_is_struct_page(list_entry(pos, struct page, lru));
}

/* The larger free block that @page, first page of a block of @order, lies in; or NULL. */
static struct page *block_around(const struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);

	for (unsigned int o = order + 1; o < MAX_ORDER; o++) {
		struct page *head = pfn_to_page(ALIGN_DOWN(pfn, 1UL << o));

		if (head != page && PageBuddy(head) && head->private >= o)
			return head;
	}
	return NULL;
}

/* Types mix where pageblocks merge and are split again; only what is set aside must stay apart. */
static bool block_may_be_listed(const struct zone *zone, unsigned long pfn, int type)
{
	int own = buddy_pageblock_type(zone, pfn);

	return own == type || (migratetype_is_mergeable(own) && migratetype_is_mergeable(type));
}

static void listed_block_check(struct zone_census *c, struct page *page, unsigned int order, int type)
{
	unsigned long pfn = page_to_pfn(page);
	struct page *around = block_around(page, order);

	if (!block_in_zone(c->zone, pfn, order))
		page_violation(c, page, "free block of order %u leaves the zone", order);
	else if (!block_may_be_listed(c->zone, pfn, type))
		page_violation(c, page, "free block of order %u is on the list of type %s, its pageblock is %s",
			       order, migratetype_names[type],
			       migratetype_names[buddy_pageblock_type(c->zone, pfn)]);
	if (pfn & ((1UL << order) - 1))
		page_violation(c, page, "free block of order %u is not aligned", order);
	if (!PageBuddy(page))
		page_violation(c, page, "on the free list of order %u without PG_buddy", order);
	else if (page->private != order)
		page_violation(c, page, "on the free list of order %u, but says order %lu", order,
			       page->private);
	if (page_ref_count(page))
		page_violation(c, page, "on the free list of order %u with %d users", order,
			       page_ref_count(page));
	if (around)
		page_violation(c, page, "free block of order %u overlaps the one of order %lu at pfn %#lx",
			       order, around->private, page_to_pfn(around));
}

/* The block behind @pos on list @head: NULL at the end, and where the list is @broken. */
static struct list_head *next_link(const struct list_head *head, const struct list_head *pos, bool *broken)
{
	struct list_head *next = pos->next;

	if (next != head && !link_is_page(next))
		*broken = true;
	else if (next->prev != pos)
		*broken = true;
	return *broken || next == head ? NULL : next;
}

static void free_list_check(struct zone_census *c, unsigned int order, int type)
{
	const struct list_head *head = &c->zone->free_area[order].free_list[type], *pos = head;
	unsigned long most = c->zone->spanned_pages >> order, nr = 0;
	bool broken = false;

	while (nr <= most && (pos = next_link(head, pos, &broken))) {
		listed_block_check(c, list_entry(pos, struct page, lru), order, type);
		nr++;
	}
	if (broken || nr > most)
		verify_violation(c->report, "zone %s: order %u: the free list of type %s is broken after %lu blocks",
				 c->zone->name, order, migratetype_names[type], nr);
	c->listed[order] += nr;
}

static void free_lists_check(struct zone_census *c)
{
	unsigned int order, type;

	for_each_migratetype_order(order, type)
		free_list_check(c, order, type);
	for (order = 0; order < MAX_ORDER; order++)
		if (c->listed[order] != c->zone->free_area[order].nr_free)
			verify_violation(c->report, "zone %s: order %u: nr_free is %lu, but %lu blocks are on the lists",
					 c->zone->name, order, c->zone->free_area[order].nr_free,
					 c->listed[order]);
}

static void pcp_block_check(struct zone_census *c, unsigned int cpu, struct page *page, unsigned int order)
{
	if (!block_in_zone(c->zone, page_to_pfn(page), order))
		page_violation(c, page, "of another zone, on the list of CPU %u", cpu);
	if (page->flags)
		page_violation(c, page, "on the list of CPU %u with flags %#lx", cpu, page->flags);
	if (page_ref_count(page))
		page_violation(c, page, "on the list of CPU %u with %d users", cpu, page_ref_count(page));
	if (page->alloc_order != order)
		page_violation(c, page, "on the list of CPU %u for order %u, but says order %u", cpu,
			       order, page->alloc_order);
	page->flags |= 1UL << PG_pcp;
}

typedef void (*pcp_block_fn)(struct zone_census *c, unsigned int cpu, struct page *page, unsigned int order);

/* @fn() for the blocks of one of @cpu's lists. Returns how many there are. */
static unsigned long pcp_list_walk(struct zone_census *c, unsigned int cpu, unsigned int i, pcp_block_fn fn)
{
	const struct list_head *head = &per_cpu_ptr(c->zone->per_cpu_pageset, cpu)->lists[i], *pos = head;
	unsigned int order = i / MIGRATE_PCPTYPES;
	unsigned long most = c->zone->spanned_pages >> order, nr = 0;
	bool broken = false;

	while (nr <= most && (pos = next_link(head, pos, &broken))) {
		fn(c, cpu, list_entry(pos, struct page, lru), order);
		nr++;
	}
	if (fn == pcp_block_check && (broken || nr > most))
		verify_violation(c->report, "zone %s: order %u: a list of CPU %u is broken after %lu blocks",
				 c->zone->name, order, cpu, nr);
	return nr;
}

/* The same for one of its stacks. */
static unsigned long pcp_stack_walk(struct zone_census *c, unsigned int cpu, unsigned int i, pcp_block_fn fn)
{
	const struct percpu_stack *s = per_cpu_ptr(c->zone->pcp_stacks[i], cpu);
	unsigned int order = i / MIGRATE_PCPTYPES, nr = percpu_stack_nr(s);

	if (nr > s->cap) {
		verify_violation(c->report, "zone %s: order %u: a stack of CPU %u has %u blocks, and room for %u",
				 c->zone->name, order, cpu, nr, s->cap);
		return 0;
	}
	for (unsigned int at = 0; at < nr; at++) {
		if (page_is_struct_page(s->slot[at]))
			fn(c, cpu, s->slot[at], order);
		else if (fn == pcp_block_check)
			verify_violation(c->report, "zone %s: order %u: a stack of CPU %u has %px, which is no page",
					 c->zone->name, order, cpu, s->slot[at]);
	}
	return nr;
}

static void pcp_lists_check(struct zone_census *c)
{
	unsigned int cpu;

	if (!c->zone->per_cpu_pageset)
		return;
	for_each_possible_cpu(cpu) {
		const struct per_cpu_pages *pcp = per_cpu_ptr(c->zone->per_cpu_pageset, cpu);
		unsigned long nr = 0;

		for (unsigned int i = 0; i < NR_PCP_LISTS; i++) {
			nr += pcp_list_walk(c, cpu, i, pcp_block_check) << i / MIGRATE_PCPTYPES;
			c->pcp_listed += pcp_stack_walk(c, cpu, i, pcp_block_check) << i / MIGRATE_PCPTYPES;
		}
		if (nr != pcp->count)
			verify_violation(c->report, "zone %s: the count of CPU %u is %d, but %lu frames are on its lists",
					 c->zone->name, cpu, pcp->count, nr);
		c->pcp_listed += nr;
	}
}

static void pcp_block_unmark(struct zone_census *c, unsigned int cpu, struct page *page, unsigned int order)
{
	page->flags &= ~(1UL << PG_pcp);
}

static void pcp_lists_unmark(struct zone_census *c)
{
	unsigned int cpu;

	if (!c->zone->per_cpu_pageset)
		return;
	for_each_possible_cpu(cpu) {
		for (unsigned int i = 0; i < NR_PCP_LISTS; i++) {
			pcp_list_walk(c, cpu, i, pcp_block_unmark);
			pcp_stack_walk(c, cpu, i, pcp_block_unmark);
		}
	}
}

/*
 * ---- frames ----
 *
 * A task that holds no CPU may be giving its new block the last touches meanwhile, so the thread
 * sanitizer is not to look: what is read halfway is a suspect, or belongs to its owner alone.
 */

/* What a block's inside must not have. Returns the block's frames. */
static __no_sanitize_thread unsigned long inside_check(struct zone_census *c, struct page *page,
							unsigned int order)
{
	bool compound = PageHead(page);

	for (unsigned long i = 1; i < 1UL << order; i++) {
		if (page[i].flags & FREE_MARKS)
			page_violation(c, page + i, "says that it is free, inside of the block of order %u in use at pfn %#lx",
				       order, page_to_pfn(page));
		if (compound && page[i].compound_head != ((unsigned long)page | 1))
			page_violation(c, page + i, "should be a tail of the compound page at pfn %#lx",
				       page_to_pfn(page));
	}
	if (compound && page[1].compound_order != order)
		page_violation(c, page, "compound page says order %u, was allocated with order %u",
			       page[1].compound_order, order);
	return 1UL << order;
}

static __no_sanitize_thread unsigned long used_block_check(struct zone_census *c, struct page *page)
{
	unsigned int order = page->alloc_order;

	if (order >= MAX_ORDER || !IS_ALIGNED(page_to_pfn(page), 1UL << order) ||
	    !block_in_zone(c->zone, page_to_pfn(page), order)) {
		page_violation(c, page, "in use with impossible order %u", order);
		order = 0;
	}
	if (page->flags & 1UL << PG_buddy)
		page_violation(c, page, "in use and on a free list");
	if (PageSlab(page) && !page->slab_cache)
		page_violation(c, page, "slab of no cache");
	c->used += 1UL << order;
	return inside_check(c, page, order);
}

static __no_sanitize_thread unsigned long free_block_check(struct zone_census *c, struct page *page)
{
	unsigned long order = page->private;

	if (order >= MAX_ORDER || !IS_ALIGNED(page_to_pfn(page), 1UL << order)) {
		page_violation(c, page, "free block with impossible order %lu", order);
		return 1;
	}
	c->found[order]++;
	return 1UL << order;
}

static __no_sanitize_thread unsigned long pcp_block_found(struct zone_census *c, struct page *page)
{
	unsigned long nr_pages = page->alloc_order <= PAGE_ALLOC_COSTLY_ORDER ? 1UL << page->alloc_order : 1;

	c->pcp_found += nr_pages;
	return nr_pages;
}

/* The frame at which something begins: how many frames it has. */
static __no_sanitize_thread unsigned long frame_check(struct zone_census *c, struct page *page)
{
	if (page_ref_count(page) < 0)
		page_violation(c, page, "use count is %d", page_ref_count(page));
	if (PageReserved(page)) {
		c->reserved++;
		return 1;
	}
	if (page_ref_count(page) > 0)
		return used_block_check(c, page);
	if (PageBuddy(page))
		return free_block_check(c, page);
	if (page->flags & 1UL << PG_pcp)
		return pcp_block_found(c, page);
	c->moving++;
	verify_suspect(c->report, (unsigned long)page, page->flags,
		       "zone %s: page at pfn %#lx: neither free nor in use: lost", c->zone->name,
		       page_to_pfn(page));
	return 1;
}

static void frames_check(struct zone_census *c)
{
	struct zone *zone = c->zone;
	unsigned long pfn = zone->zone_start_pfn, end = zone_end_pfn(zone);

	while ((pfn = next_memory_pfn(pfn)) < end) {
		unsigned long run_end = buddy_untouched_end(zone, pfn);

		pfn = run_end > pfn ? run_end : pfn + frame_check(c, pfn_to_page(pfn));
	}
}

/* ---- sums ---- */

static void sums_check(struct zone_census *c)
{
	struct zone *zone = c->zone;
	unsigned long free = zone->nr_untouched, known;

	for (unsigned int order = 0; order < MAX_ORDER; order++) {
		free += c->listed[order] << order;
		if (c->listed[order] != c->found[order])
			verify_violation(c->report, "zone %s: order %u: %lu blocks are on the free lists, but %lu say that they are",
					 zone->name, order, c->listed[order], c->found[order]);
	}
	if (free != zone_page_state(zone, NR_FREE_PAGES))
		verify_violation(c->report, "zone %s: NR_FREE_PAGES is %lu, but %lu frames are free",
				 zone->name, zone_page_state(zone, NR_FREE_PAGES), free);
	/* Taken off by its CPU, and not yet prepared for its user. */
	if (c->pcp_found != c->pcp_listed)
		verify_suspect(c->report, (unsigned long)&zone->per_cpu_pageset, c->pcp_found - c->pcp_listed,
			       "zone %s: %lu frames are on CPUs' lists, but %lu say that they are",
			       zone->name, c->pcp_listed, c->pcp_found);
	known = free + c->pcp_found + c->used + c->moving;
	if (known != zone_managed_pages(zone))
		verify_suspect(c->report, (unsigned long)&zone->managed_pages, known - zone_managed_pages(zone),
			       "zone %s: manages %lu frames, but %lu are free or in use", zone->name,
			       zone_managed_pages(zone), known);
	if (known + c->reserved > zone->spanned_pages)
		verify_violation(c->report, "zone %s: spans %lu frames, but has %lu", zone->name,
				 zone->spanned_pages, known + c->reserved);
	c->report->nr_pages += known + c->reserved;
}

static int zone_pages_verify(struct zone *zone, struct verify_report *report)
{
	struct zone_census c = {
		.zone = zone, .report = report, .nr_before = report->nr_violations,
	};

	free_lists_check(&c);
	pcp_lists_check(&c);
	frames_check(&c);
	sums_check(&c);
	pcp_lists_unmark(&c);
	return report->nr_violations - c.nr_before;
}

int pages_verify(struct verify_report *report)
{
	struct zone *zone;
	int nr = 0;

	for_each_populated_zone(zone)
		nr += zone_pages_verify(zone, report);
	return nr;
}
