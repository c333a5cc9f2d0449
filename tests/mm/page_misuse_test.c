// SPDX-License-Identifier: MIT
/*
 * tests/mm/page_misuse_test.c - suite "page_misuse": each wrong free of pages is named, and does nothing
 *
 * A row of the table is one mistake. Its sentence must be in the log once, with the page dump and the
 * call chain; then everything must be as before: mm_verify() finds nothing, no frame is gone or
 * has come, and the right free still works (the runner looks for leaks).
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm-generic/arch.h>
#include "mm/page_buddy.h"
#include "mm/page_misuse.h"
#include "tests/mm/verified.h"
#include "tests/mm/high_page.h"

/* What the rows work with: each makes its own, errs, and takes it away the right way. */
struct mistake {
	const char *name;
	enum page_misuse kind;
	void *(*make)(struct kunit *);	/* NULL: the machine can't; the row is skipped */
	void (*err)(void *made);
	void (*unmake)(void *made);
};

static void *make_page(struct kunit *test)
{
	return alloc_page(GFP_KERNEL);
}

static void *make_order_2(struct kunit *test)
{
	return alloc_pages(GFP_KERNEL, 2);
}

static void *make_compound(struct kunit *test)
{
	return alloc_pages(GFP_KERNEL | __GFP_COMP, 2);
}

static void unmake_page(void *page)
{
	__free_page(page);
}

static void unmake_order_2(void *page)
{
	__free_pages(page, 2);
}

static void unmake_nothing(void *made)
{
}

/* ---- twice ---- */

static void *make_freed_page(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	__free_page(page);
	return page;
}

static void *make_freed_order_5(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 5);

	__free_pages(page, 5);
	return page;
}

static void *make_drained_page(struct kunit *test)
{
	struct page *page = make_freed_page(test);

	drain_all_pages(NULL);
	return page;
}

static void err_free(void *page)
{
	__free_page(page);
}

static void err_free_order_5(void *page)
{
	__free_pages(page, 5);
}

static void err_free_inside_free(void *page)
{
	__free_page((struct page *)page + 3);
}

static void err_put(void *page)
{
	put_page(page);
}

/* ---- orders, middles ---- */

static void err_larger(void *page)
{
	__free_pages(page, 3);
}

static void err_smaller(void *page)
{
	__free_pages(page, 0);
}

static void err_middle(void *page)
{
	__free_page((struct page *)page + 1);
}

static void err_middle_order(void *page)
{
	__free_pages((struct page *)page + 2, 1);
}

/* ---- no page ---- */

static void err_no_struct_page(void *made)
{
	struct page fake = { };

	__free_page(&fake);
}

static void err_between_struct_pages(void *page)
{
	__free_page(page + 8);
}

static void err_beyond_memory(void *page)
{
	__free_page(pfn_to_page(max_pfn + 5));
}

/* A frame that a zone spans and that is not there (memmap=); nodes.t has a machine with such. */
static void *make_hole(struct kunit *test)
{
	struct zone *zone;

	for_each_populated_zone(zone)
		for (unsigned long i = 0; i < zone->spanned_pages; i += MAX_ORDER_NR_PAGES)
			if (!pfn_valid(zone->zone_start_pfn + i))
				return pfn_to_page(zone->zone_start_pfn + i);
	return NULL;
}

static void err_hole_address(void *page)
{
	free_page((unsigned long)__va(page_to_phys((struct page *)page)));
}

static void err_stack_address(void *made)
{
	unsigned long on_stack = 0;

	free_page((unsigned long)&on_stack & PAGE_MASK);
}

static void err_unaligned(void *page)
{
	free_page((unsigned long)page_address(page) + 8);
}

static void *make_vmalloc(struct kunit *test)
{
	return arch_features() & ARCH_HAS_MMU ? vmalloc(PAGE_SIZE) : NULL;
}

static void err_free_address(void *address)
{
	free_page((unsigned long)address);
}

static void unmake_vmalloc(void *address)
{
	vfree(address);
}

static void *make_high_block(struct kunit *test, unsigned int order)
{
	return totalhigh_pages() ? high_pages(test, 0, order) : NULL;
}

static void *make_high_page(struct kunit *test)
{
	return make_high_block(test, 0);
}

static void *make_high_order_2(struct kunit *test)
{
	return make_high_block(test, 2);
}

static void err_free_kmap_address(void *page)
{
	free_page((unsigned long)kmap(page));
	kunmap(page);
}

static void err_free_kmapped(void *page)
{
	kmap(page);
	kmap(page);
	kunmap(page);
	__free_page(page);
	kunmap(page);
}

static void err_put_kmapped(void *page)
{
	kmap(page);
	put_page(page);
	kunmap(page);
}

static void err_free_kmapped_inside(void *page)
{
	kmap((struct page *)page + 3);
	__free_pages(page, 2);
	kunmap((struct page *)page + 3);
}

/* ---- somebody else's ---- */

static void *make_object(struct kunit *test)
{
	return kmalloc(64, GFP_KERNEL);
}

static void err_free_slab(void *object)
{
	struct page *page = virt_to_head_page(object);

	__free_pages(page, compound_order(page));
}

static void *make_large_object(struct kunit *test)
{
	return kmalloc(5 * PAGE_SIZE, GFP_KERNEL);
}

static void err_free_large(void *object)
{
	__free_pages(virt_to_page(object), get_order(5 * PAGE_SIZE));
}

static void unmake_object(void *object)
{
	kfree(object);
}

static void err_free_vmalloc_page(void *address)
{
	__free_page(vmalloc_to_page(address));
}

/* ---- still in use ---- */

static void err_reserved(void *page)
{
	SetPageReserved(page);
	__free_page(page);
	ClearPageReserved(page);
}

static void err_frame_zero(void *page)
{
	__free_page(pfn_to_page(0));
}

static void err_locked(void *page)
{
	set_bit(PG_locked, &((struct page *)page)->flags);
	__free_page(page);
	clear_bit(PG_locked, &((struct page *)page)->flags);
}

static void err_private(void *page)
{
	SetPagePrivate((struct page *)page);
	__free_page(page);
	ClearPagePrivate((struct page *)page);
}

static void err_mapped(void *p)
{
	struct page *page = p;

	atomic_inc(&page->_mapcount);
	__free_page(page);
	atomic_dec(&page->_mapcount);
}

static void err_cached(void *p)
{
	struct page *page = p;

	page->mapping = (void *)&err_cached;
	put_page(page);
	page->mapping = NULL;
}

static const struct mistake mistakes[] = {
	{ "page freed twice", PAGE_MISUSE_FREE, make_freed_page, err_free, unmake_nothing },
	{ "page put after free", PAGE_MISUSE_FREE, make_freed_page, err_put, unmake_nothing },
	{ "freed again after drain", PAGE_MISUSE_FREE, make_drained_page, err_free, unmake_nothing },
	{ "order 5 freed twice", PAGE_MISUSE_FREE, make_freed_order_5, err_free_order_5, unmake_nothing },
	{ "inside of a free block", PAGE_MISUSE_FREE, make_freed_order_5, err_free_inside_free, unmake_nothing },
	{ "larger order", PAGE_MISUSE_ORDER, make_order_2, err_larger, unmake_order_2 },
	{ "smaller order", PAGE_MISUSE_ORDER, make_order_2, err_smaller, unmake_order_2 },
	{ "smaller order, compound", PAGE_MISUSE_ORDER, make_compound, err_smaller, unmake_order_2 },
	{ "middle of a block", PAGE_MISUSE_TAIL, make_order_2, err_middle, unmake_order_2 },
	{ "second half of a block", PAGE_MISUSE_TAIL, make_order_2, err_middle_order, unmake_order_2 },
	{ "tail of a compound page", PAGE_MISUSE_TAIL, make_compound, err_middle, unmake_order_2 },
	{ "no struct page", PAGE_MISUSE_NOT_A_PAGE, make_page, err_no_struct_page, unmake_page },
	{ "between struct pages", PAGE_MISUSE_NOT_A_PAGE, make_page, err_between_struct_pages, unmake_page },
	{ "beyond memory", PAGE_MISUSE_NOT_A_PAGE, make_page, err_beyond_memory, unmake_page },
	{ "frame in a hole", PAGE_MISUSE_NOT_A_PAGE, make_hole, err_free, unmake_nothing },
	{ "block in a hole", PAGE_MISUSE_NOT_A_PAGE, make_hole, err_free_order_5, unmake_nothing },
	{ "address in a hole", PAGE_MISUSE_NOT_A_PAGE, make_hole, err_hole_address, unmake_nothing },
	{ "address on the stack", PAGE_MISUSE_NOT_A_PAGE, make_page, err_stack_address, unmake_page },
	{ "address inside of a page", PAGE_MISUSE_UNALIGNED, make_page, err_unaligned, unmake_page },
	{ "vmalloc address", PAGE_MISUSE_MAPPING_ADDRESS, make_vmalloc, err_free_address, unmake_vmalloc },
	{ "high page by its kmap address", PAGE_MISUSE_MAPPING_ADDRESS, make_high_page,
	  err_free_kmap_address, unmake_page },
	{ "page with a window", PAGE_MISUSE_KMAPPED, make_high_page, err_free_kmapped, unmake_page },
	{ "page with a window put", PAGE_MISUSE_KMAPPED, make_high_page, err_put_kmapped, unmake_page },
	{ "block with a window inside", PAGE_MISUSE_KMAPPED, make_high_order_2,
	  err_free_kmapped_inside, unmake_order_2 },
	{ "page of a slab", PAGE_MISUSE_SLAB, make_object, err_free_slab, unmake_object },
	{ "page of a large kmalloc", PAGE_MISUSE_KMALLOC, make_large_object, err_free_large, unmake_object },
	{ "page of vmalloc memory", PAGE_MISUSE_OWNED, make_vmalloc, err_free_vmalloc_page, unmake_vmalloc },
	{ "reserved page", PAGE_MISUSE_RESERVED, make_page, err_reserved, unmake_page },
	{ "frame 0", PAGE_MISUSE_RESERVED, make_page, err_frame_zero, unmake_page },
	{ "locked page", PAGE_MISUSE_BUSY, make_page, err_locked, unmake_page },
	{ "page with private data", PAGE_MISUSE_BUSY, make_page, err_private, unmake_page },
	{ "mapped page", PAGE_MISUSE_MAPPED, make_page, err_mapped, unmake_page },
	{ "page in the page cache", PAGE_MISUSE_CACHED, make_page, err_cached, unmake_page },
};

static void mistake_desc(const struct mistake *m, char *desc)
{
	strscpy(desc, m->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(mistake, mistakes, mistake_desc);

static void page_misuse_is_named_and_refused(struct kunit *test)
{
	const struct mistake *m = test->param_value;
	struct printk_capture capture;
	void *made = m->make(test);

	if (!made)
		kunit_skip(test, "this machine has no such memory");
	printk_capture_begin(&capture);
	m->err(made);
	printk_capture_end(&capture);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, page_misuse_text(m->kind)), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "BUG: Bad page state in process "), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "Call Trace:"), 1U);
	EXPECT_VERIFIED(test);
	m->unmake(made);
}

/* ---- the shape of a report ---- */

static void page_misuse_report_has_linux_shape(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 1);
	struct printk_capture capture;
	char line[80];

	printk_capture_begin(&capture);
	__free_pages(page, 0);
	printk_capture_end(&capture);
	snprintf(line, sizeof(line), "BUG: Bad page state in process %s  pfn:%05lx", current->comm,
		 page_to_pfn(page));
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, line), 1U);
	snprintf(line, sizeof(line), "page:%px refcount:1 mapcount:0 mapping:", page);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, line), 1U);
	snprintf(line, sizeof(line), "head:%px order:1", page);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, line), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "(head|node="), 1U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "raw: "), 2U);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "page dumped because: "), 1U);
	KUNIT_EXPECT_TRUE(test, test_taint(TAINT_BAD_PAGE));
	__free_pages(page, 1);
}

/* ---- not misuse: more users than one ---- */

static void page_free_with_more_users_drops_one(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	struct printk_capture capture;

	KUNIT_ASSERT_NOT_NULL(test, page);
	get_page(page);
	printk_capture_begin(&capture);
	__free_page(page);
	printk_capture_end(&capture);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, "BUG"), 0U);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	EXPECT_VERIFIED(test);
	__free_page(page);
}

/* ---- a free page that was written to is not given out, and nobody gets it any more ---- */

static void page_changed_while_free_is_isolated(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL), *other;
	unsigned long managed;
	struct printk_capture capture;

	KUNIT_ASSERT_NOT_NULL(test, page);
	managed = zone_managed_pages(page_zone(page));
	__free_page(page);
	preempt_disable();
	page->mapping = (void *)test;
	printk_capture_begin(&capture);
	other = alloc_page(GFP_ATOMIC);
	printk_capture_end(&capture);
	preempt_enable();
	KUNIT_ASSERT_NOT_NULL(test, other);
	KUNIT_EXPECT_PTR_NE(test, other, page);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, page_misuse_text(PAGE_MISUSE_CORRUPT)), 1U);
	KUNIT_EXPECT_TRUE(test, PageReserved(page));
	KUNIT_EXPECT_EQ(test, zone_managed_pages(page_zone(page)), managed - 1);
	EXPECT_VERIFIED(test);
	__free_page(other);
	free_reserved_page(page);
	KUNIT_EXPECT_EQ(test, zone_managed_pages(page_zone(page)), managed);
}

/* A page in use, put on a free list of another zone: it is passed over, and stays its owner's. */
static void page_of_another_zone_is_not_given_out(struct kunit *test)
{
	struct page *stray = alloc_page(GFP_DMA), *page, *normal = alloc_page(GFP_KERNEL);
	struct zone *zone;
	struct printk_capture capture;
	unsigned long flags;

	KUNIT_ASSERT_NOT_NULL(test, stray);
	KUNIT_ASSERT_NOT_NULL(test, normal);
	zone = page_zone(normal);
	if (page_zone(stray) == zone) {
		__free_page(stray);
		__free_page(normal);
		kunit_skip(test, "this machine has one zone");
	}
	printk_capture_begin(&capture);
	spin_lock_irqsave(&zone->lock, flags);
	list_add(&stray->lru, &zone->free_area[0].free_list[MIGRATE_UNMOVABLE]);
	zone->free_area[0].nr_free++;
	page = buddy_alloc_locked(zone, 0, MIGRATE_UNMOVABLE, 0);
	buddy_free_locked(zone, page, 0);
	spin_unlock_irqrestore(&zone->lock, flags);
	printk_capture_end(&capture);
	KUNIT_EXPECT_PTR_NE(test, page, stray);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, page_misuse_text(PAGE_MISUSE_ZONE)), 1U);
	KUNIT_EXPECT_EQ(test, page_count(stray), 1);
	EXPECT_VERIFIED(test);
	__free_page(stray);
	__free_page(normal);
}

static struct kunit_case page_misuse_cases[] = {
	KUNIT_CASE_PARAM(page_misuse_is_named_and_refused, mistake_gen_params),
	KUNIT_CASE(page_misuse_report_has_linux_shape),
	KUNIT_CASE(page_free_with_more_users_drops_one),
	KUNIT_CASE(page_changed_while_free_is_isolated),
	KUNIT_CASE(page_of_another_zone_is_not_given_out),
	{}
};

static struct kunit_suite page_misuse_suite = {
	.name = "page_misuse",
	.test_cases = page_misuse_cases,
};
kunit_test_suite(page_misuse_suite);
