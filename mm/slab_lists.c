// SPDX-License-Identifier: MIT
/*
 * mm/slab_lists.c - a node's slabs on lists: objects out of them and in, slabs that come and go
 *
 * Objects come from partial slabs, then from empty ones, then from a new one. Terms, invariants and
 * locking: mm/slab_lists.h.
 */
#include <linux/mm.h>
#include <linux/nodemask.h>
#include "mm/slab_lists.h"
#include "mm/verify.h"

/* ---- slabs ---- */

/* slab.c asks without lock whether there is anything to reap. */
static void nr_empty_add_locked(struct slab_node *n, long more)
{
	WRITE_ONCE(n->nr_empty, n->nr_empty + more);
}

static void node_add_locked(struct slab_node *n, struct page *page)
{
	list_add(&page->slab_list, &n->empty);
	nr_empty_add_locked(n, 1);
	n->nr_slabs++;
	n->nr_pages += compound_nr(page);
	n->nr_objects += page->objects;
	n->nr_free += page->objects;
}

void slab_node_drop_locked(struct slab_node *n, unsigned long nr, struct list_head *to)
{
	for (; nr && n->nr_empty; nr--) {
		struct page *page = list_last_entry(&n->empty, struct page, slab_list);

		list_move(&page->slab_list, to);
		nr_empty_add_locked(n, -1);
		n->nr_slabs--;
		n->nr_pages -= compound_nr(page);
		n->nr_objects -= page->objects;
		n->nr_free -= page->objects;
	}
}

void slabs_discard(struct kmem_cache *s, struct list_head *slabs)
{
	const struct slab_form *form = slab_design->form;
	struct page *page, *next;

	list_for_each_entry_safe(page, next, slabs, slab_list) {
		list_del(&page->slab_list);
		if (form->gone)
			form->gone(s, page);
		slab_pages_free(s, page);
	}
}

/* ---- objects out ---- */

static struct page *node_first_slab_locked(struct slab_node *n)
{
	struct page *page = list_first_entry_or_null(&n->partial, struct page, slab_list);

	if (page)
		return page;
	n->touched = true;
	return list_first_entry_or_null(&n->empty, struct page, slab_list);
}

static unsigned int slab_take_locked(struct kmem_cache *s, struct slab_node *n, struct page *page,
				     void **objects, unsigned int nr)
{
	unsigned int inuse = page->inuse, got;

	got = slab_design->form->take(s, page, objects, min_t(unsigned int, nr, page->objects - inuse));
	nr_empty_add_locked(n, -!inuse);
	n->nr_free -= page->inuse - inuse;
	n->nr_full += page->inuse == page->objects;
	list_move(&page->slab_list, page->inuse == page->objects ? &n->full : &n->partial);
	return got;
}

static unsigned int node_take_locked(struct kmem_cache *s, struct slab_node *n, void **objects,
				     unsigned int nr)
{
	unsigned int got = 0, more;
	struct page *page;

	while (got < nr && (page = node_first_slab_locked(n))) {
		more = slab_take_locked(s, n, page, objects + got, nr - got);
		got += more;
		if (more && page->inuse < page->objects)
			break;
	}
	return got;
}

unsigned int slab_lists_take(struct kmem_cache *s, int nid, gfp_t gfp, void **objects, unsigned int nr)
{
	struct slab_node *n = slab_node(s, nid);
	unsigned long flags;
	struct page *page;
	unsigned int got;

	spin_lock_irqsave(&n->list_lock, flags);
	got = node_take_locked(s, n, objects, nr);
	spin_unlock_irqrestore(&n->list_lock, flags);
	if (got)
		return got;
	page = slab_design->form->create(s, gfp, nid);
	if (!page)
		return 0;
	n = slab_node(s, page->slab_nid);
	spin_lock_irqsave(&n->list_lock, flags);
	node_add_locked(n, page);
	got = node_take_locked(s, n, objects, nr);
	spin_unlock_irqrestore(&n->list_lock, flags);
	return got;
}

/* ---- objects in ---- */

static void object_give_locked(struct kmem_cache *s, struct slab_node *n, struct page *page, void *object)
{
	const struct slab_form *form = slab_design->form;
	bool was_full = page->inuse == page->objects;

	form->give(s, page, object);
	n->nr_free++;
	n->nr_full -= was_full;
	if (!page->inuse) {
		list_move(&page->slab_list, &n->empty);
		nr_empty_add_locked(n, 1);
	} else if (form->freed_last) {
		list_move_tail(&page->slab_list, &n->partial);
	} else if (was_full) {
		list_move(&page->slab_list, &n->partial);
	}
}

/* Those at the front of @objects that are of one node, under its lock. Return: how many. */
static unsigned int node_give(struct kmem_cache *s, void **objects, unsigned int nr,
			      struct list_head *unused, bool *left)
{
	struct page *page = virt_to_head_page(objects[0]);
	int nid = page->slab_nid;
	struct slab_node *n = slab_node(s, nid);
	unsigned long flags;
	unsigned int i = 0;

	spin_lock_irqsave(&n->list_lock, flags);
	do {
		object_give_locked(s, n, page, objects[i]);
		if (++i == nr)
			break;
		page = virt_to_head_page(objects[i]);
	} while (page->slab_nid == nid);
	slab_node_drop_locked(n, slab_design->form->surplus(s, n), unused);
	*left |= n->nr_empty != 0;
	spin_unlock_irqrestore(&n->list_lock, flags);
	return i;
}

void slab_lists_give(struct kmem_cache *s, void **objects, unsigned int nr)
{
	unsigned int done = 0;
	bool left = false;
	LIST_HEAD(unused);

	while (done < nr)
		done += node_give(s, objects + done, nr - done, &unused, &left);
	slabs_discard(s, &unused);
	if (left && slab_design->reap)
		slab_trim_kick();
}

/* ---- a cache ---- */

size_t slab_lists_cache_bytes(void)
{
	return array_size(nr_node_ids, sizeof(struct slab_node));
}

void slab_lists_open(struct kmem_cache *s)
{
	for (unsigned int nid = 0; nid < nr_node_ids; nid++) {
		struct slab_node *n = slab_node(s, nid);

		spin_lock_init(&n->list_lock);
		INIT_LIST_HEAD(&n->partial);
		INIT_LIST_HEAD(&n->full);
		INIT_LIST_HEAD(&n->empty);
	}
}

unsigned long slab_lists_shrink(struct kmem_cache *s)
{
	unsigned long remain = 0;
	LIST_HEAD(unused);

	for (unsigned int nid = 0; nid < nr_node_ids; nid++) {
		struct slab_node *n = slab_node(s, nid);
		unsigned long flags;

		spin_lock_irqsave(&n->list_lock, flags);
		slab_node_drop_locked(n, ULONG_MAX, &unused);
		remain += n->nr_slabs;
		spin_unlock_irqrestore(&n->list_lock, flags);
	}
	slabs_discard(s, &unused);
	return remain;
}

void slab_lists_info(struct kmem_cache *s, int nid, struct slabinfo *info)
{
	struct slab_node *n = slab_node(s, nid);
	unsigned long flags;

	spin_lock_irqsave(&n->list_lock, flags);
	info->num_objs += n->nr_objects;
	info->free_objs += n->nr_free;
	info->num_slabs += n->nr_slabs;
	info->partial_slabs += n->nr_slabs - n->nr_full;
	info->num_pages += n->nr_pages;
	spin_unlock_irqrestore(&n->list_lock, flags);
}

static void list_walk_locked(struct kmem_cache *s, struct list_head *slabs, slab_visit_t visit, void *arg)
{
	struct page *page;

	list_for_each_entry(page, slabs, slab_list)
		for (unsigned int i = 0, nr = slab_nr_ready(page); i < nr; i++)
			visit(arg, s, page, slab_first_object(page) + (size_t)i * s->size);
}

void slab_lists_walk(struct kmem_cache *s, slab_visit_t visit, void *arg)
{
	for (unsigned int nid = 0; nid < nr_node_ids; nid++) {
		struct slab_node *n = slab_node(s, nid);
		unsigned long flags;

		spin_lock_irqsave(&n->list_lock, flags);
		list_walk_locked(s, &n->partial, visit, arg);
		list_walk_locked(s, &n->full, visit, arg);
		list_walk_locked(s, &n->empty, visit, arg);
		spin_unlock_irqrestore(&n->list_lock, flags);
	}
}

/* ---- invariants ---- */

static const char *slab_state(const struct page *page)
{
	if (!page->inuse)
		return "empty";
	if (page->inuse > page->objects)
		return "more than full";
	return page->inuse == page->objects ? "full" : "partial";
}

/* Those of one list, which are all to be in @state, added to what is @found. */
static void list_verify(struct kmem_cache *s, struct list_head *slabs, const char *state,
			struct slab_node *found, struct verify_report *report)
{
	struct page *page;

	list_for_each_entry(page, slabs, slab_list) {
		found->nr_slabs++;
		if (!PageSlab(page) || page->slab_cache != s || page_ref_count(page) <= 0) {
			verify_violation(report, "cache %s: page at pfn %#lx is on its lists, but is no slab of it",
					 s->name, page_to_pfn(page));
			continue;
		}
		if (slab_state(page) != state)
			verify_violation(report, "cache %s: slab at pfn %#lx: L1: %s, on the list of %s ones",
					 s->name, page_to_pfn(page), slab_state(page), state);
		found->nr_full += page->inuse == page->objects;
		found->nr_empty += !page->inuse;
		found->nr_pages += compound_nr(page);
		found->nr_objects += page->objects;
		found->nr_free += slab_design->form->verify(s, page, report);
	}
}

static void count_verify(const struct kmem_cache *s, const char *what, unsigned long found,
			 unsigned long counted, struct verify_report *report)
{
	if (found != counted)
		verify_violation(report, "cache %s: L2: lists have %lu %s, counted are %lu", s->name, found,
				 what, counted);
}

static void node_verify(struct kmem_cache *s, struct slab_node *n, struct verify_report *report)
{
	struct slab_node found = { };

	list_verify(s, &n->partial, "partial", &found, report);
	list_verify(s, &n->full, "full", &found, report);
	list_verify(s, &n->empty, "empty", &found, report);
	count_verify(s, "slabs", found.nr_slabs, n->nr_slabs, report);
	count_verify(s, "full slabs", found.nr_full, n->nr_full, report);
	count_verify(s, "empty slabs", found.nr_empty, n->nr_empty, report);
	count_verify(s, "pages", found.nr_pages, n->nr_pages, report);
	count_verify(s, "objects", found.nr_objects, n->nr_objects, report);
	count_verify(s, "free objects", found.nr_free, n->nr_free, report);
}

void slab_lists_verify(struct kmem_cache *s, struct verify_report *report)
{
	for (unsigned int nid = 0; nid < nr_node_ids; nid++)
		node_verify(s, slab_node(s, nid), report);
}
