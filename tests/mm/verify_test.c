// SPDX-License-Identifier: MIT
/*
 * tests/mm/verify_test.c - suite "verify": what is damaged on purpose is named
 *
 * Each row of the table does one damage with the machine stopped, has it checked, and repairs it before
 * the machine goes on, so nobody meets it. A sane machine is found sane while others work on it.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mm_verify.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/stop_machine.h>
#include <linux/vmalloc.h>
#include <asm-generic/arch.h>
#include "mm/page_buddy.h"
#include "mm/slab.h"
#include "mm/verify.h"
#include "tests/mm/unmerged.h"
#include "tests/mm/verified.h"

/**
 * struct damage - a damage that is being done
 * @page:	a free page of order 0 or above on a free list, in @zone
 * @used:	a compound page of order 2 in use, in the same zone
 */
struct damage {
	const struct damage_kind *kind;
	struct zone *zone;
	struct page *page;
	struct page *used;
	unsigned int order;		/* of @page */
	unsigned long saved;
	struct verify_report report;
	char text[2000];
};

/* @mend false: damage; true: repair. @sentence: what must be said. */
struct damage_kind {
	const char *name;
	int (*verify)(struct verify_report *report);
	void (*change)(struct damage *d, bool mend);
	const char *sentence;
};

/* ---- pages ---- */

static void change_order(struct damage *d, bool mend)
{
	d->page->private = d->order + !mend;
}

static void change_impossible_order(struct damage *d, bool mend)
{
	d->page->private = mend ? d->order : 4711;
}

static void change_buddy_flag(struct damage *d, bool mend)
{
	d->page->flags ^= 1UL << PG_buddy;
}

static void change_free_count(struct damage *d, bool mend)
{
	set_page_count(d->page, !mend);
}

static void change_nr_free(struct damage *d, bool mend)
{
	d->zone->free_area[d->order].nr_free += mend ? -1 : 1;
}

static void change_free_pages(struct damage *d, bool mend)
{
	atomic_long_add(mend ? -5 : 5, &d->zone->vm_stat[NR_FREE_PAGES]);
}

static void change_list_link(struct damage *d, bool mend)
{
	struct list_head *next = d->page->lru.next;

	if (!mend)
		d->saved = (unsigned long)next->prev;
	next->prev = mend ? (void *)d->saved : (void *)&d->page->mapping;
}

static void change_list_wild(struct damage *d, bool mend)
{
	if (!mend)
		d->saved = (unsigned long)d->page->lru.next;
	d->page->lru.next = mend ? (void *)d->saved : (void *)8;
}

static int page_list_type(struct damage *d)
{
	return buddy_pageblock_type(d->zone, page_to_pfn(d->page));
}

static void change_type(struct damage *d, bool mend)
{
	if (!mend)
		d->saved = *pageblock_slot(d->zone, page_to_pfn(d->page));
	*pageblock_slot(d->zone, page_to_pfn(d->page)) = mend ? d->saved :
		MIGRATE_HIGHATOMIC ^ MIGRATE_MOVABLE;
}

static void change_list_order(struct damage *d, bool mend)
{
	unsigned int order = (d->order + 1) % MAX_ORDER;

	list_move(&d->page->lru, &d->zone->free_area[mend ? d->order : order].free_list[page_list_type(d)]);
}

static void change_unlinked(struct damage *d, bool mend)
{
	if (mend)
		list_add(&d->page->lru, &d->zone->free_area[d->order].free_list[page_list_type(d)]);
	else
		list_del(&d->page->lru);
	d->zone->free_area[d->order].nr_free += mend ? 1 : -1;
}

static void change_negative_count(struct damage *d, bool mend)
{
	if (!mend)
		d->saved = page_ref_count(d->used);
	set_page_count(d->used, mend ? (int)d->saved : -1);
}

static void change_tail(struct damage *d, bool mend)
{
	if (!mend)
		d->saved = d->used[3].compound_head;
	d->used[3].compound_head = mend ? d->saved : 0;
}

static void change_compound_order(struct damage *d, bool mend)
{
	d->used[1].compound_order = mend ? 2 : 3;
}

static void change_inside_free(struct damage *d, bool mend)
{
	d->used[2].flags ^= 1UL << PG_buddy;
}

static void change_used_order(struct damage *d, bool mend)
{
	d->used->alloc_order = mend ? 2 : 200;
}

/* ---- zones ---- */

static void change_marks(struct damage *d, bool mend)
{
	swap(d->zone->_watermark[WMARK_MIN], d->zone->_watermark[WMARK_HIGH]);
}

static void change_span(struct damage *d, bool mend)
{
	d->zone->spanned_pages += mend ? -max_pfn : max_pfn;
}

static void change_zonelist(struct damage *d, bool mend)
{
	struct zoneref *ref = d->zone->zone_pgdat->node_zonelists[ZONELIST_FALLBACK]._zonerefs;

	ref->zone_idx ^= 1;
}

static void change_zonelist_end(struct damage *d, bool mend)
{
	struct zoneref *ref = d->zone->zone_pgdat->node_zonelists[ZONELIST_FALLBACK]._zonerefs;

	if (!mend)
		d->saved = (unsigned long)ref->zone;
	ref->zone = mend ? (struct zone *)d->saved : NULL;
}

static const struct damage_kind kinds[] = {
	{ "free block: order", pages_verify, change_order, "but says order" },
	{ "free block: impossible order", pages_verify, change_impossible_order, "impossible order 4711" },
	{ "free block: no flag", pages_verify, change_buddy_flag, "without PG_buddy" },
	{ "free block: users", pages_verify, change_free_count, "with 1 users" },
	{ "free block: on another order's list", pages_verify, change_list_order, "on the free list of order" },
	{ "free block: not on its list", pages_verify, change_unlinked, "say that they are" },
	{ "free list: count", pages_verify, change_nr_free, "nr_free is" },
	{ "free list: link back", pages_verify, change_list_link, "is broken after" },
	{ "free list: wild link", pages_verify, change_list_wild, "is broken after" },
	{ "free list: migrate type", pages_verify, change_type, "its pageblock is" },
	{ "zone: free frames", pages_verify, change_free_pages, "NR_FREE_PAGES is" },
	{ "block in use: negative count", pages_verify, change_negative_count, "use count is -1" },
	{ "block in use: tail", pages_verify, change_tail, "should be a tail" },
	{ "block in use: compound order", pages_verify, change_compound_order, "compound page says order 3" },
	{ "block in use: inside says free", pages_verify, change_inside_free, "says that it is free" },
	{ "block in use: order", pages_verify, change_used_order, "in use with impossible order" },
	{ "zone: marks", zones_verify, change_marks, "below mark" },
	{ "zone: span", zones_verify, change_span, "memory at" },
	{ "zone list: index", zones_verify, change_zonelist, "says index" },
	{ "zone list: cut off", zones_verify, change_zonelist_end, "have memory" },
};

static void damage_desc(const struct damage_kind *kind, char *desc)
{
	strscpy(desc, kind->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(damage, kinds, damage_desc);

/* ---- doing it ---- */

static int damage_and_verify(void *arg)
{
	struct damage *d = arg;

	d->order = d->page->private;
	d->kind->change(d, false);
	d->kind->verify(&d->report);
	d->kind->change(d, true);
	return 0;
}

/* The rest of a split block is on the list of its order, and stays there: nobody else works here. */
static struct page *free_neighbour(struct page *used)
{
	struct zone *zone = page_zone(used);

	for (unsigned int order = 0; order < MAX_ORDER; order++)
		for (int type = 0; type < MIGRATE_TYPES; type++) {
			struct list_head *list = &zone->free_area[order].free_list[type];

			if (!list_empty(list))
				return list_first_entry(list, struct page, lru);
		}
	return NULL;
}

static void verify_damage_is_named(struct kunit *test)
{
	struct damage *d = kunit_kzalloc(test, sizeof(*d), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, d);
	d->kind = test->param_value;
	d->used = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);
	KUNIT_ASSERT_NOT_NULL(test, d->used);
	d->zone = page_zone(d->used);
	d->page = free_neighbour(d->used);
	KUNIT_ASSERT_NOT_NULL(test, d->page);
	d->report = (struct verify_report) { .text = d->text, .size = sizeof(d->text) };
	cpus_read_lock();
	mutex_lock(&slab_mutex);
	stop_machine_cpuslocked(damage_and_verify, d, NULL);
	mutex_unlock(&slab_mutex);
	cpus_read_unlock();
	KUNIT_EXPECT_GE(test, d->report.nr_violations, 1U);
	KUNIT_EXPECT_TRUE_MSG(test, strstr(d->text, d->kind->sentence) != NULL, "wanted: %s\nsaid: %s",
			      d->kind->sentence, d->text);
	__free_pages(d->used, 2);
	EXPECT_VERIFIED(test);
}

/* ---- what may be chance, and is a violation only when it stays ---- */

struct collected {
	const char *wanted;
	unsigned int nr_wanted;
};

static void line_collect(void *arg, const char *line)
{
	struct collected *c = arg;

	c->nr_wanted += strstr(line, c->wanted) != NULL;
}

static void expect_lasting_damage(struct kunit *test, const char *sentence)
{
	struct collected c = { .wanted = sentence };

	KUNIT_EXPECT_GE(test, mm_verify(line_collect, &c), 1);
	KUNIT_EXPECT_GE_MSG(test, c.nr_wanted, 1U, "not said: %s", sentence);
}

static void verify_lost_page_is_named(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	set_page_count(page, 0);
	expect_lasting_damage(test, "neither free nor in use: lost");
	set_page_count(page, 1);
	__free_page(page);
	EXPECT_VERIFIED(test);
}

static void verify_managed_pages_differ(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	atomic_long_inc(&page_zone(page)->managed_pages);
	expect_lasting_damage(test, "are free or in use");
	atomic_long_dec(&page_zone(page)->managed_pages);
	__free_page(page);
	EXPECT_VERIFIED(test);
}

static void verify_vmalloc_page_is_lost(struct kunit *test)
{
	void *area;

	if (!(arch_features() & ARCH_HAS_MMU))
		kunit_skip(test, "needs an MMU");
	area = vmalloc(3 * PAGE_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, area);
	clear_bit(PG_vmalloc, &vmalloc_to_page(area + PAGE_SIZE)->flags);
	expect_lasting_damage(test, "page 1 of 3");
	set_bit(PG_vmalloc, &vmalloc_to_page(area + PAGE_SIZE)->flags);
	vfree(area);
	EXPECT_VERIFIED(test);
}

/* ---- slabs ---- */

static void verify_free_object_written_to(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("verify-uaf", 64, 0, SLAB_UNMERGED, NULL);
	char *object;
	unsigned long saved;

	KUNIT_ASSERT_NOT_NULL(test, s);
	object = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, object);
	kmem_cache_free(s, object);
	if (!slab_design->magazines) {
		kmem_cache_destroy(s);
		kunit_skip(test, "the design does not mark free objects");
	}
	saved = *link_word(s, object);
	*link_word(s, object) = 0x5c5c5c5c5c5c5c5cUL;
	expect_lasting_damage(test, "was written to while it was free");
	*link_word(s, object) = saved;
	kmem_cache_destroy(s);
	EXPECT_VERIFIED(test);
}

static void verify_slab_count_differs(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("verify-count", 64, 0, SLAB_UNMERGED, NULL);
	void *object;

	KUNIT_ASSERT_NOT_NULL(test, s);
	object = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, object);
	virt_to_head_page(object)->inuse++;
	expect_lasting_damage(test, slab_design == &slub_ops ? "cache verify-count: slab at pfn" :
			      slab_design == &slob_ops ? "slob: page at pfn" : "cache verify-count: L2");
	virt_to_head_page(object)->inuse--;
	kmem_cache_free(s, object);
	kmem_cache_destroy(s);
	EXPECT_VERIFIED(test);
}

/* ---- a machine at work ---- */

static int worker(void *arg)
{
	struct page *pages[8] = { };
	unsigned int i = 0;

	while (!kthread_should_stop()) {
		unsigned int slot = i++ % 8, order = slot / 2;

		if (pages[slot])
			__free_pages(pages[slot], order);
		pages[slot] = alloc_pages(GFP_KERNEL, order);
		kfree(kmalloc(40 << order, GFP_KERNEL));
		if (i % 1000)
			continue;
		if (arch_features() & ARCH_HAS_MMU)
			vfree(vmalloc(5 * PAGE_SIZE));
		msleep(1);
	}
	for (i = 0; i < 8; i++)
		if (pages[i])
			__free_pages(pages[i], i / 2);
	return 0;
}

static void verify_machine_at_work_is_consistent(struct kunit *test)
{
	struct task_struct *tasks[3];

	for (int i = 0; i < 3; i++)
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, tasks[i] = kthread_run(worker, NULL, "verify/%d", i));
	for (int i = 0; i < 50; i++) {
		EXPECT_VERIFIED(test);
		msleep(1);
	}
	for (int i = 0; i < 3; i++)
		kthread_stop(tasks[i]);
	EXPECT_VERIFIED(test);
}

static struct kunit_case verify_cases[] = {
	KUNIT_CASE_PARAM(verify_damage_is_named, damage_gen_params),
	KUNIT_CASE(verify_lost_page_is_named),
	KUNIT_CASE(verify_managed_pages_differ),
	KUNIT_CASE(verify_vmalloc_page_is_lost),
	KUNIT_CASE(verify_free_object_written_to),
	KUNIT_CASE(verify_slab_count_differs),
	KUNIT_CASE_SLOW(verify_machine_at_work_is_consistent),
	{}
};

static struct kunit_suite verify_suite = {
	.name = "verify",
	.test_cases = verify_cases,
};
kunit_test_suite(verify_suite);
