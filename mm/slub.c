// SPDX-License-Identifier: MIT
/*
 * mm/slub.c - objects and slabs: free lists inside the objects, a magazine per CPU
 *
 * Terms      slab: a block of pages, cut into objects; its struct page says whose and how full.
 *            Magazine: a CPU's stack of free objects. Link word: the word of a free object, at
 *            s->link_offset, that leads to the next free object of its slab:
 *
 *	word = s->link_key ^ object ^ next        (next = object itself at the end of the list,
 *	                                           and in a magazine)
 *
 *            Object and next lie in one slab, aligned to its size, so word ^ link_key is smaller than a
 *            slab exactly while the object is free: the key is random and its top bit is set.
 *            That tells a second free of an object, and a write to a free one.
 *            The word is in the middle of the object, where a small overflow of a neighbour does not
 *            reach; behind the object if a constructor or a reader under RCU needs its contents.
 * States     of a slab: full (on node->full, freelist NULL), partial and empty (both on
 *            node->partial). Empty ones beyond s->min_partial go back to the page allocator.
 * Invariants S1 inuse + length of freelist = objects. S2 an object in a magazine counts as in use for
 *            its slab. S3 nr_on_freelists is the sum of the free lists' lengths.
 * Locking    who holds the CPU, interrupts off, has its magazine; node->list_lock covers lists,
 *            free lists and counts of slabs; the page allocator is called without it.
 *            Order: docs/locking.md (list_lock before zone->lock).
 * Linux      as 6.1 in what callers see; a magazine replaces the per-CPU slab, and a wrong free is
 *            always noticed, not only with debugging on.
 */
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched/mm.h>
#include <linux/smp.h>
#include <asm-generic/arch.h>
#include "mm/slab.h"
#include "mm/verify.h"

/* Linux's: a slab should hold this many objects if order 3 allows it. */
#define SLUB_MAX_ORDER		PAGE_ALLOC_COSTLY_ORDER
#define SLUB_MAX_OBJECTS	32767
#define SLUB_MIN_PARTIAL	5
#define SLUB_MAX_PARTIAL	10

/* ---- the link word ---- */

static __always_inline unsigned long *link_word(const struct kmem_cache *s, const void *object)
{
	return (unsigned long *)((char *)object + s->link_offset);
}

static __always_inline bool object_is_free(const struct kmem_cache *s, const void *object)
{
	return (*link_word(s, object) ^ s->link_key) < s->slab_bytes;
}

/* @next: NULL for none. */
static __always_inline void link_set(const struct kmem_cache *s, void *object, const void *next)
{
	unsigned long distance = next ? (unsigned long)object ^ (unsigned long)next : 0;

	*link_word(s, object) = s->link_key ^ distance;
}

static __always_inline void *link_next(const struct kmem_cache *s, const void *object)
{
	unsigned long distance = *link_word(s, object) ^ s->link_key;

	return distance ? (void *)((unsigned long)object ^ distance) : NULL;
}

/* From now on it is live. */
static __always_inline void link_clear(const struct kmem_cache *s, void *object)
{
	*link_word(s, object) = 0;
}

/* ---- slabs ---- */

static enum node_stat_item slab_stat(const struct kmem_cache *s)
{
	return s->flags & SLAB_RECLAIM_ACCOUNT ? NR_SLAB_RECLAIMABLE_B : NR_SLAB_UNRECLAIMABLE_B;
}

static void slab_carve(struct kmem_cache *s, struct page *page, unsigned int order)
{
	char *base = page_address(page);
	unsigned int nr = (PAGE_SIZE << order) / s->size;

	nr = min_t(unsigned int, nr, SLUB_MAX_OBJECTS);
	page->slab_cache = s;
	page->inuse = 0;
	page->objects = nr;
	page->freelist = base;
	for (unsigned int i = 0; i < nr; i++) {
		char *object = base + (size_t)i * s->size;

		if (s->ctor)
			s->ctor(object);
		link_set(s, object, i + 1 < nr ? object + s->size : NULL);
	}
	set_bit(PG_slab, &page->flags);
}

/* Preferably of s->order; of the smallest possible one when memory is in pieces. */
static struct page *slab_new(struct kmem_cache *s, gfp_t flags)
{
	unsigned int order = s->order, smallest = get_order(s->size);
	gfp_t gfp = (flags & ~(__GFP_ZERO | __GFP_HIGHMEM | __GFP_MOVABLE)) | s->allocflags | __GFP_COMP;
	struct page *page;

	if (WARN_ON_ONCE(flags & __GFP_HIGHMEM))
		pr_warn("slab: %s: objects can't be in high memory\n", s->name);
	if (order > smallest) {
		gfp_t opportunistic = (gfp | __GFP_NOWARN | __GFP_NORETRY) & ~__GFP_NOFAIL;

		page = alloc_pages(opportunistic & ~__GFP_DIRECT_RECLAIM, order);
		if (!page)
			page = alloc_pages(gfp, order = smallest);
	} else {
		page = alloc_pages(gfp, order);
	}
	if (!page)
		return NULL;
	slab_carve(s, page, order);
	mod_node_page_state(page_pgdat(page), slab_stat(s), 1L << order);
	return page;
}

static void slab_free_pages(struct page *page)
{
	unsigned int order = compound_order(page);

	mod_node_page_state(page_pgdat(page), slab_stat(page->slab_cache), -(1L << order));
	clear_bit(PG_slab, &page->flags);
	page->mapping = NULL;
	page->index = 0;
	__free_pages(page, order);
}

static void slab_free_rcu(struct rcu_head *head)
{
	slab_free_pages(container_of(head, struct page, rcu_head));
}

/* Slabs that have left their lists; list_lock is not held. */
static void slabs_discard(struct kmem_cache *s, struct list_head *slabs)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, slabs, slab_list) {
		list_del(&page->slab_list);
		if (s->flags & SLAB_TYPESAFE_BY_RCU)
			call_rcu(&page->rcu_head, slab_free_rcu);
		else
			slab_free_pages(page);
	}
}

static void node_add_slab(struct kmem_cache_node *n, struct page *page)
{
	spin_lock(&n->list_lock);
	list_add(&page->slab_list, &n->partial);
	n->nr_partial++;
	n->nr_slabs++;
	n->nr_pages += compound_nr(page);
	n->nr_objects += page->objects;
	n->nr_on_freelists += page->objects;
	spin_unlock(&n->list_lock);
}

static void node_drop_slab_locked(struct kmem_cache_node *n, struct page *page,
				  struct list_head *to)
{
	list_move(&page->slab_list, to);
	n->nr_partial--;
	n->nr_slabs--;
	n->nr_pages -= compound_nr(page);
	n->nr_objects -= page->objects;
	n->nr_on_freelists -= page->objects;
}

static void object_give_back_locked(struct kmem_cache *s, struct kmem_cache_node *n, void *object,
				    struct list_head *empty)
{
	struct page *page = virt_to_head_page(object);

	if (!page->freelist) {
		list_move(&page->slab_list, &n->partial);
		n->nr_partial++;
	}
	link_set(s, object, page->freelist);
	page->freelist = object;
	page->inuse--;
	n->nr_on_freelists++;
	if (!page->inuse && n->nr_partial > s->min_partial)
		node_drop_slab_locked(n, page, empty);
}

/* ---- magazines; _held: the CPU is held, interrupts off ---- */

/* The oldest @nr objects go to their slabs. */
static void magazine_flush_held(struct kmem_cache *s, struct kmem_cache_cpu *m, unsigned int nr)
{
	struct kmem_cache_node *n = &s->node[0];
	LIST_HEAD(empty);

	spin_lock(&n->list_lock);
	for (unsigned int i = 0; i < nr; i++)
		object_give_back_locked(s, n, m->objects[i], &empty);
	spin_unlock(&n->list_lock);
	m->nr -= nr;
	memmove(m->objects, m->objects + nr, m->nr * sizeof(m->objects[0]));
	slabs_discard(s, &empty);
}

/* Up to @want objects of the first partial slab; an overwritten one ends its slab's free list. */
static void magazine_take_locked(struct kmem_cache *s, struct kmem_cache_node *n,
				 struct kmem_cache_cpu *m, unsigned int want)
{
	struct page *page = list_first_entry(&n->partial, struct page, slab_list);
	void *object = page->freelist;

	while (object && m->nr < want) {
		void *next = NULL;

		if (likely(object_is_free(s, object))) {
			next = link_next(s, object);
			link_set(s, object, NULL);
			page->inuse++;
			n->nr_on_freelists--;
		} else {
			n->nr_on_freelists -= page->objects - page->inuse - 1;
			page->inuse = page->objects;
			n->nr_on_freelists--;
		}
		m->objects[m->nr++] = object;
		object = next;
	}
	page->freelist = object;
	if (!object) {
		list_move(&page->slab_list, &n->full);
		n->nr_partial--;
	}
}

static bool magazine_refill_held(struct kmem_cache *s, struct kmem_cache_cpu *m)
{
	struct kmem_cache_node *n = &s->node[0];
	unsigned int want = max(m->cap / 2, 1U);

	spin_lock(&n->list_lock);
	while (m->nr < want && !list_empty(&n->partial))
		magazine_take_locked(s, n, m, want);
	spin_unlock(&n->list_lock);
	return m->nr != 0;
}

/* An object, looked at by nobody yet; sleeps if @gfp allows. */
static void *slub_take_slow(struct kmem_cache *s, gfp_t gfp)
{
	struct kmem_cache_cpu *m;
	unsigned long flags;
	struct page *page;
	void *object = NULL;

	for (;;) {
		local_irq_save(flags);
		m = this_cpu_ptr(s->cpu_slab);
		if (m->nr || magazine_refill_held(s, m)) {
			object = m->objects[--m->nr];
			m->nr_alloc++;
			local_irq_restore(flags);
			return object;
		}
		local_irq_restore(flags);
		page = slab_new(s, gfp);
		if (!page)
			return NULL;
		local_irq_save(flags);
		node_add_slab(&s->node[0], page);
		local_irq_restore(flags);
	}
}

/* @object: from the magazine, but not to be given out just like that; or NULL. */
static noinline void *slub_alloc_slow(struct kmem_cache *s, gfp_t gfp, size_t zero_size, void *object)
{
	cpu_section_wake();
	might_alloc(gfp);
	gfp = current_gfp_context(gfp);
	while (object || (object = slub_take_slow(s, gfp))) {
		if (likely(object_is_free(s, object)))
			break;
		/* It stays lost: nobody knows what else is wrong with it. */
		slab_misuse_report(SLAB_MISUSE_OVERWRITTEN, s, object);
		link_clear(s, object);
		object = NULL;
	}
	if (object) {
		link_clear(s, object);
		if (gfp & __GFP_ZERO)
			memset(object, 0, zero_size);
	}
	return object;
}

void *slub_alloc(struct kmem_cache *s, gfp_t gfp, size_t zero_size)
{
	struct task_struct *task = current_or_null();
	struct kmem_cache_cpu *m;
	struct thread_info *ti;
	void *object = NULL;
	unsigned int old;
	bool waited;

	if (unlikely(!task || alloc_is_suspect(task, gfp)))
		return slub_alloc_slow(s, gfp, zero_size, NULL);
	ti = &task->thread_info;
	if (unlikely(!cpu_section_try(ti, &old)))
		return slub_alloc_slow(s, gfp, zero_size, NULL);
	m = SHIFT_PERCPU_PTR(s->cpu_slab, ti->percpu_offset);
	if (likely(m->nr)) {
		object = m->objects[--m->nr];
		m->nr_alloc++;
	}
	waited = cpu_section_end(ti, old);
	if (unlikely(!object || waited || (gfp & __GFP_ZERO) || !object_is_free(s, object)))
		return slub_alloc_slow(s, gfp, zero_size, object);
	link_clear(s, object);
	return object;
}

static __always_inline enum slab_misuse object_check(const struct kmem_cache *s,
						     const struct page *page, const void *object)
{
	unsigned long offset = (unsigned long)object - (unsigned long)lowmem_page_address(page);

	if (unlikely(offset >= (unsigned long)page->objects * s->size ||
		     (u64)offset * s->size_inverse >= s->size_inverse))
		return SLAB_MISUSE_INSIDE;
	if (unlikely(object_is_free(s, object)))
		return SLAB_MISUSE_FREE;
	return SLAB_MISUSE_NONE;
}

enum slab_misuse slub_object_check(struct kmem_cache *s, const struct page *page,
				   const void *object)
{
	return object_check(s, page, object);
}

/* A wrong one, a full magazine, or a CPU that was not to be had at once. */
static noinline void slub_free_slow(struct kmem_cache *s, struct page *page, void *object)
{
	enum slab_misuse kind = object_check(s, page, object);
	struct kmem_cache_cpu *m;
	unsigned long flags;

	cpu_section_wake();
	if (unlikely(kind)) {
		slab_misuse_report(kind, s, object);
		return;
	}
	link_set(s, object, NULL);
	local_irq_save(flags);
	m = this_cpu_ptr(s->cpu_slab);
	if (m->nr == m->cap)
		magazine_flush_held(s, m, (m->cap + 1) / 2);
	m->objects[m->nr++] = object;
	m->nr_free++;
	local_irq_restore(flags);
}

void slub_free(struct kmem_cache *s, struct page *page, void *object)
{
	struct task_struct *task = current_or_null();
	struct kmem_cache_cpu *m;
	struct thread_info *ti;
	unsigned int old, nr;
	bool waited;

	if (unlikely(!task || object_check(s, page, object))) {
		slub_free_slow(s, page, object);
		return;
	}
	ti = &task->thread_info;
	if (unlikely(!cpu_section_try(ti, &old))) {
		slub_free_slow(s, page, object);
		return;
	}
	m = SHIFT_PERCPU_PTR(s->cpu_slab, ti->percpu_offset);
	nr = m->nr;
	if (likely(nr < m->cap)) {
		link_set(s, object, NULL);
		m->objects[nr] = object;
		m->nr = nr + 1;
		m->nr_free++;
	}
	waited = cpu_section_end(ti, old);
	if (unlikely(nr >= m->cap))
		slub_free_slow(s, page, object);
	else if (unlikely(waited))
		cpu_token_wake();
}

/* ---- opening and closing a cache ---- */

/* As many as Linux lets a CPU keep on its partial slabs. */
static unsigned int magazine_cap(const struct kmem_cache *s)
{
	if (s->size >= PAGE_SIZE)
		return 6;
	if (s->size >= 1024)
		return 24;
	return s->size >= 256 ? 52 : 120;
}

/* The smallest order that holds enough objects and leaves at most 1/16, then 1/8, 1/4 unused. */
static int slab_order(unsigned int size)
{
	unsigned int wanted = 4 * (fls(nr_cpu_ids) + 1);

	wanted = min_t(unsigned int, wanted, (PAGE_SIZE << SLUB_MAX_ORDER) / size);
	for (; wanted > 1; wanted--)
		for (unsigned int fraction = 16; fraction >= 4; fraction /= 2)
			for (unsigned int order = get_order(wanted * size); order <= SLUB_MAX_ORDER; order++)
				if ((PAGE_SIZE << order) % size <= (PAGE_SIZE << order) / fraction)
					return order;
	return get_order(size);
}

static int cache_layout(struct kmem_cache *s)
{
	unsigned long size = ALIGN((unsigned long)s->object_size, sizeof(void *));
	int order;

	if (s->ctor || (s->flags & SLAB_TYPESAFE_BY_RCU)) {
		s->link_offset = size;
		size += sizeof(void *);
	} else {
		s->link_offset = ALIGN_DOWN(s->object_size / 2, sizeof(void *));
	}
	size = ALIGN(size, s->align);
	order = size <= PAGE_SIZE << (MAX_ORDER - 1) ? slab_order(size) : MAX_ORDER;
	if (order >= MAX_ORDER)
		return -E2BIG;

	s->size = size;
	s->order = order;
	s->slab_bytes = PAGE_SIZE << order;
	s->objects = min_t(unsigned long, s->slab_bytes / size, SLUB_MAX_OBJECTS);
	s->size_inverse = ~0ULL / size + 1;
	s->min_partial = clamp_t(unsigned int, ilog2(size) / 2, SLUB_MIN_PARTIAL, SLUB_MAX_PARTIAL);
	s->allocflags = 0;
	if (s->flags & SLAB_CACHE_DMA)
		s->allocflags |= GFP_DMA;
	if (s->flags & SLAB_CACHE_DMA32)
		s->allocflags |= GFP_DMA32;
	if (s->flags & SLAB_RECLAIM_ACCOUNT)
		s->allocflags |= __GFP_RECLAIMABLE;
	return 0;
}

static void node_init(struct kmem_cache_node *n)
{
	spin_lock_init(&n->list_lock);
	INIT_LIST_HEAD(&n->partial);
	INIT_LIST_HEAD(&n->full);
}

int slub_cache_open(struct kmem_cache *s)
{
	unsigned int cap, cpu;
	int err = cache_layout(s);

	if (err)
		return err;
	arch_random(&s->link_key, sizeof(s->link_key));
	s->link_key |= 1UL << 63;
	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		node_init(&s->node[nid]);

	cap = magazine_cap(s);
	s->cpu_slab = __alloc_percpu(struct_size((struct kmem_cache_cpu *)NULL, objects, cap),
				     sizeof(void *));
	if (!s->cpu_slab)
		return -ENOMEM;
	for_each_possible_cpu(cpu)
		per_cpu_ptr(s->cpu_slab, cpu)->cap = cap;
	return 0;
}

static void magazine_drain(void *cache)
{
	struct kmem_cache *s = cache;
	struct kmem_cache_cpu *m;
	unsigned long flags;

	local_irq_save(flags);
	m = this_cpu_ptr(s->cpu_slab);
	magazine_flush_held(s, m, m->nr);
	local_irq_restore(flags);
}

static void node_drop_empty(struct kmem_cache *s)
{
	struct kmem_cache_node *n = &s->node[0];
	struct page *page, *next;
	unsigned long flags;
	LIST_HEAD(empty);

	spin_lock_irqsave(&n->list_lock, flags);
	list_for_each_entry_safe(page, next, &n->partial, slab_list)
		if (!page->inuse)
			node_drop_slab_locked(n, page, &empty);
	spin_unlock_irqrestore(&n->list_lock, flags);
	slabs_discard(s, &empty);
}

unsigned long slub_shrink(struct kmem_cache *s)
{
	on_each_cpu(magazine_drain, s, 1);
	node_drop_empty(s);
	return READ_ONCE(s->node[0].nr_slabs);
}

bool slub_cache_close(struct kmem_cache *s)
{
	if (slub_shrink(s))
		return false;
	if (s->flags & SLAB_TYPESAFE_BY_RCU)
		rcu_barrier();
	return true;
}

void slub_cache_forget(struct kmem_cache *s)
{
	free_percpu(s->cpu_slab);
	s->cpu_slab = NULL;
}

static void slab_report_objects(struct kmem_cache *s, struct page *page, unsigned int *left)
{
	char *base = page_address(page);

	for (unsigned int i = 0; i < page->objects && *left; i++) {
		char *object = base + (size_t)i * s->size;

		if (object_is_free(s, object))
			continue;
		pr_err("Object 0x%px @offset=%lu\n", object, (unsigned long)(object - base));
		(*left)--;
	}
}

void slub_report_objects(struct kmem_cache *s)
{
	struct kmem_cache_node *n = &s->node[0];
	unsigned int left = 16;		/* a few tell whose they are */
	unsigned long flags;
	struct page *page;

	spin_lock_irqsave(&n->list_lock, flags);
	list_for_each_entry(page, &n->partial, slab_list)
		slab_report_objects(s, page, &left);
	list_for_each_entry(page, &n->full, slab_list)
		slab_report_objects(s, page, &left);
	spin_unlock_irqrestore(&n->list_lock, flags);
}

void slub_get_info(struct kmem_cache *s, struct slabinfo *info)
{
	struct kmem_cache_node *n = &s->node[0];
	unsigned long flags, free;
	unsigned int cpu;

	spin_lock_irqsave(&n->list_lock, flags);
	info->num_objs = n->nr_objects;
	info->num_slabs = n->nr_slabs;
	info->num_pages = n->nr_pages;
	free = n->nr_on_freelists;
	spin_unlock_irqrestore(&n->list_lock, flags);
	for_each_possible_cpu(cpu)
		free += READ_ONCE(per_cpu_ptr(s->cpu_slab, cpu)->nr);
	info->active_objs = info->num_objs - min(free, info->num_objs);
	info->active_slabs = info->num_slabs;
}

/* ---- invariants ---- */

static bool object_in_slab(const struct kmem_cache *s, const struct page *page, const void *object)
{
	unsigned long offset = (unsigned long)object - (unsigned long)lowmem_page_address(page);

	return offset / s->size < page->objects && offset % s->size == 0;
}

/* Returns the length of the slab's free list. */
static unsigned int freelist_verify(struct kmem_cache *s, const struct page *page,
				    struct verify_report *report)
{
	const void *object = page->freelist;
	unsigned int nr = 0;

	for (; object && nr <= page->objects; object = link_next(s, object), nr++) {
		if (!object_in_slab(s, page, object)) {
			verify_violation(report, "cache %s: slab at pfn %#lx: the free list leads to %px, which is no object of it",
					 s->name, page_to_pfn(page), object);
			break;
		}
		if (!object_is_free(s, object)) {
			verify_violation(report, "cache %s: slab at pfn %#lx: object %px was written to while it was free",
					 s->name, page_to_pfn(page), object);
			break;
		}
	}
	return nr;
}

static unsigned int slab_page_verify(struct kmem_cache *s, const struct page *page,
				     struct verify_report *report)
{
	unsigned int nr_free;

	if (!PageSlab(page) || page->slab_cache != s || page_ref_count(page) <= 0) {
		verify_violation(report, "cache %s: page at pfn %#lx is on its lists, but is no slab of it",
				 s->name, page_to_pfn(page));
		return 0;
	}
	nr_free = freelist_verify(s, page, report);
	if (page->inuse + nr_free != page->objects)
		verify_violation(report, "cache %s: slab at pfn %#lx: S1: %u objects in use and %u free of %u",
				 s->name, page_to_pfn(page), page->inuse, nr_free, page->objects);
	return nr_free;
}

static void node_verify(struct kmem_cache *s, struct kmem_cache_node *n, struct verify_report *report)
{
	unsigned long nr_partial = 0, nr_full = 0, nr_free = 0;
	const struct page *page;

	list_for_each_entry(page, &n->partial, slab_list) {
		nr_free += slab_page_verify(s, page, report);
		nr_partial++;
	}
	list_for_each_entry(page, &n->full, slab_list) {
		nr_free += slab_page_verify(s, page, report);
		nr_full++;
		if (page->freelist)
			verify_violation(report, "cache %s: slab at pfn %#lx: on the list of full ones, but has free objects",
					 s->name, page_to_pfn(page));
	}
	if (nr_partial != n->nr_partial || nr_partial + nr_full != n->nr_slabs)
		verify_violation(report, "cache %s: %lu slabs, %lu of them partial, are on lists; counted are %lu and %lu",
				 s->name, nr_partial + nr_full, nr_partial, n->nr_slabs, n->nr_partial);
	if (nr_free != n->nr_on_freelists)
		verify_violation(report, "cache %s: S3: %lu objects are on free lists, counted are %lu", s->name,
				 nr_free, n->nr_on_freelists);
}

static void magazine_verify(struct kmem_cache *s, unsigned int cpu, struct verify_report *report)
{
	const struct kmem_cache_cpu *m = per_cpu_ptr(s->cpu_slab, cpu);

	if (m->nr > m->cap)
		verify_violation(report, "cache %s: CPU %u has %u objects, room is for %u", s->name, cpu, m->nr,
				 m->cap);
	for (unsigned int i = 0; i < min(m->nr, m->cap); i++) {
		const struct page *page = virt_addr_valid(m->objects[i]) ?
					  virt_to_head_page(m->objects[i]) : NULL;

		if (!page || !PageSlab(page) || page->slab_cache != s ||
		    !object_in_slab(s, page, m->objects[i]))
			verify_violation(report, "cache %s: CPU %u: %px is no object of it", s->name, cpu,
					 m->objects[i]);
		else if (!object_is_free(s, m->objects[i]))
			verify_violation(report, "cache %s: CPU %u: object %px was written to while it was free",
					 s->name, cpu, m->objects[i]);
	}
}

int slab_verify(struct verify_report *report)
{
	unsigned int before = report->nr_violations, cpu;
	struct kmem_cache *s;

	list_for_each_entry(s, &slab_caches, list) {
		node_verify(s, &s->node[0], report);
		for_each_possible_cpu(cpu)
			magazine_verify(s, cpu, report);
		report->nr_caches++;
	}
	return report->nr_violations - before;
}
