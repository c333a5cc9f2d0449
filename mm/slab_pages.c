// SPDX-License-Identifier: MIT
/*
 * mm/slab_pages.c - what designs share: how an object is laid out, and the pages of a slab
 *
 * Object     | object, its mark at its beginning or behind it | padding to the alignment |
 *            At the beginning the fast paths need not look for it; behind the object it is if a
 *            constructor or a reader under RCU needs the contents, or debugging (mm/slab_debug.h).
 * Page       struct page of the first page: PG_slab, slab_cache, slab_nid, slab_colour, objects.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/boot_options.h>
#include <linux/log2.h>
#include <linux/rcupdate.h>
#include <asm-generic/arch.h>
#include "mm/slab_debug.h"

int slab_layout(struct kmem_cache *s)
{
	unsigned long size = ALIGN((unsigned long)s->object_size, sizeof(void *));
	unsigned long debugged = s->flags & SLAB_METADATA_FLAGS ? slab_debug_layout(s) : 0;

	if (debugged) {
		size = debugged;
	} else if (s->ctor || (s->flags & SLAB_TYPESAFE_BY_RCU)) {
		s->link_offset = size;
		size += sizeof(void *);
	} else {
		s->link_offset = 0;
	}
	size = ALIGN(size, s->align);
	if (size + s->start > PAGE_SIZE << (MAX_ORDER - 1))
		return -E2BIG;
	s->size = size;
	s->size_inverse = size > 1 ? ~0ULL / size + 1 + is_power_of_2(size) : 0;
	s->allocflags = 0;
	if (s->flags & SLAB_CACHE_DMA)
		s->allocflags |= GFP_DMA;
	if (s->flags & SLAB_CACHE_DMA32)
		s->allocflags |= GFP_DMA32;
	if (s->flags & SLAB_RECLAIM_ACCOUNT)
		s->allocflags |= __GFP_RECLAIMABLE;
	return 0;
}

void slab_set_order(struct kmem_cache *s, unsigned int order, unsigned int objects)
{
	s->order = order;
	s->slab_bytes = PAGE_SIZE << order;
	s->objects = objects;
	s->slab_mask = s->slab_bytes - 1;
	s->offset_limit = objects * (s->size * s->size_inverse);
}

static void slab_account(struct kmem_cache *s, struct page *page, long nr_pages)
{
	enum node_stat_item item = s->flags & SLAB_RECLAIM_ACCOUNT ? NR_SLAB_RECLAIMABLE_B :
								     NR_SLAB_UNRECLAIMABLE_B;

	mod_node_page_state(page_pgdat(page), item, nr_pages);
}

/* Of a caller's wishes a slab's pages follow these; zone and zeroing are the cache's. */
#define GFP_SLAB_CALLER		(__GFP_RECLAIM | __GFP_HIGH | __GFP_IO | __GFP_FS | __GFP_NOWARN |	\
				 __GFP_RETRY_MAYFAIL | __GFP_NOFAIL | __GFP_NORETRY |		\
				 __GFP_MEMALLOC | __GFP_NOMEMALLOC | __GFP_ATOMIC |		\
				 __GFP_HARDWALL | __GFP_THISNODE)

gfp_t slab_fix_flags(gfp_t gfp)
{
	gfp_t fixed = gfp & ~GFP_SLAB_BUG_MASK;

	pr_warn("Unexpected gfp: %#x. Fixing up to gfp: %#x. Fix your code!\n", gfp & GFP_SLAB_BUG_MASK,
		fixed);
	dump_stack();
	return fixed;
}

struct page *slab_pages_alloc(struct kmem_cache *s, gfp_t gfp, int nid, unsigned int order)
{
	struct page *page;

	if (unlikely(gfp & GFP_SLAB_BUG_MASK))
		gfp = slab_fix_flags(gfp);
	WARN_ON_ONCE(s->ctor && (gfp & __GFP_ZERO));
	gfp = (gfp & GFP_SLAB_CALLER) | s->allocflags | __GFP_COMP;
	page = alloc_pages_node(nid, gfp, order);
	if (!page)
		return NULL;
	page->slab_cache = s;
	page->slab_nid = page_to_nid(page);
	page->slab_colour = s->start >> SLAB_COLOUR_SHIFT;
	slab_account(s, page, 1L << order);
	if (unlikely(s->old) && !gfpflags_allow_blocking(gfp))
		set_bit(PG_owner_priv_1, &page->flags);	/* for slab_old_construct() */
	set_bit(PG_slab, &page->flags);
	if (order)
		page[1].objects = USHRT_MAX;	/* see slab_nr_ready() */
	if (slab_is_debugged(s))
		slab_debug_new(s, page);
	slab_trim_kick();
	return page;
}

bool slab_is_plain(const struct kmem_cache *s, struct page *page)
{
	return compound_order(page) == s->order && page->objects == s->objects && !page->slab_colour &&
	       !(s->flags & (SLAB_DEBUG_FLAGS | SLAB_MANY_NODES));
}

void slab_page_plain(struct kmem_cache *s, struct page *page)
{
	page->slab_cache = s;
	set_bit(PG_slab_plain, &page->flags);
}

void slab_pages_plain(struct kmem_cache *s, struct page *page)
{
	if (slab_is_plain(s, page))
		for (unsigned int i = 0; i < 1U << s->order; i++)
			slab_page_plain(s, page + i);
}

static void slab_pages_free_now(struct page *page)
{
	unsigned int order = compound_order(page);

	if (slab_is_debugged(page->slab_cache))
		slab_debug_gone(page->slab_cache, page);	/* and the destructor may touch it */
	if (unlikely(page->slab_cache->old))
		slab_old_destruct(page->slab_cache, page);
	slab_account(page->slab_cache, page, -(1L << order));
	clear_bit(PG_slab, &page->flags);
	clear_bit(PG_owner_priv_1, &page->flags);
	page->mapping = NULL;
	page->kmap_slot = 0;
	magazine_forget(page->slab_cache, page, order);
	for (unsigned int i = 0; i < 1U << order; i++) {
		clear_bit(PG_slab_plain, &page[i].flags);
		page[i].slab_cache = NULL;
	}
	__free_pages(page, order);
}

static void slab_pages_free_rcu(struct rcu_head *head)
{
	slab_pages_free_now(container_of(head, struct page, rcu_head));
}

void slab_pages_free(struct kmem_cache *s, struct page *page)
{
	if (s->flags & SLAB_TYPESAFE_BY_RCU)
		call_rcu(&page->rcu_head, slab_pages_free_rcu);
	else
		slab_pages_free_now(page);
}

void slab_object_init(struct kmem_cache *s, struct page *page, void *object)
{
	if (slab_is_debugged(s))
		slab_debug_init(s, object);
	if (s->ctor)
		s->ctor(object);
	if (unlikely(s->old))
		slab_old_construct(s, page, object);
	object_mark(s, object);
	if (slab_is_debugged(s))
		slab_debug_ready(s, object);
}

/* ---- slab_freelist_random: a Feistel network, walked until it leads to an object ---- */

void slab_shuffle_begin(struct slab_shuffle *order, unsigned int nr)
{
	*order = (struct slab_shuffle) { .nr = nr };
	if (!boot_options.slab_freelist_random || nr < 2)
		return;
	order->half = (ilog2(nr - 1) + 2) / 2;
	arch_random(order->key, sizeof(order->key));
}

static unsigned int shuffle_once(const struct slab_shuffle *order, unsigned int i)
{
	unsigned int mask = (1U << order->half) - 1, left = i >> order->half, right = i & mask;

	for (unsigned int round = 0; round < ARRAY_SIZE(order->key); round++) {
		u32 mixed = (right + order->key[round]) * 0x9e3779b1U;
		unsigned int swap = left ^ ((mixed >> 16) & mask);

		left = right;
		right = swap;
	}
	return left << order->half | right;
}

unsigned int slab_shuffle_at(const struct slab_shuffle *order, unsigned int i)
{
	if (!order->half)
		return i;
	do {
		i = shuffle_once(order, i);
	} while (i >= order->nr);
	return i;
}
