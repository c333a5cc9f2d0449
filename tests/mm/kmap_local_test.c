// SPDX-License-Identifier: MIT
/*
 * tests/mm/kmap_local_test.c - suite "kmap_local": windows of a task: kmap_local_page(), kmap_atomic() of both forms
 *
 * Needs high memory, and is skipped without: --boot "machine=x86_32 mem=1G". Row C3.
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/printk.h>
#include <linux/smp.h>
#include <asm-generic/arch.h>
#include "kernel/irq.h"
#include "mm/highmem.h"
#include "tests/kernel/threads.h"
#include "tests/mm/high_page.h"

#define LINE	110
#define NR	(KM_MAX_IDX - 1)

/* As deep as it goes: each window shows its page, and the pages beside it are not mapped. */
static void kmap_local_nests(struct kunit *test)
{
	struct page *pages[NR];
	char *at[NR], byte;

	for (int i = 0; i < NR; i++)
		pages[i] = high_page(test);
	for (int i = 0; i < NR; i++) {
		at[i] = kmap_local_page(pages[i]);
		memset(at[i], i, PAGE_SIZE);
	}
	for (int i = 0; i < NR; i++) {
		KUNIT_EXPECT_NULL(test, memchr_inv(at[i], i, PAGE_SIZE));
		KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(at[i] + 5), pages[i]);
		KUNIT_EXPECT_TRUE(test, is_kmap_addr(at[i]));
		KUNIT_EXPECT_NULL(test, page_address(pages[i]));
		KUNIT_EXPECT_EQ(test, arch_copy_nofault(&byte, at[i] - 1, 1), -EFAULT);
		KUNIT_EXPECT_EQ(test, arch_copy_nofault(&byte, at[i] + PAGE_SIZE, 1), -EFAULT);
	}
	for (int i = NR; i-- > 0; )
		kunmap_local(at[i] + 5 * i);
	KUNIT_EXPECT_EQ(test, current->kmap_ctrl.idx, 0U);
	for (int i = 0; i < NR; i++)
		__free_page(pages[i]);
}

/* One page, twice: two windows. */
static void kmap_local_of_one_page_twice(struct kunit *test)
{
	struct page *page = high_page(test);
	char *first = kmap_local_page(page);
	char *second = kmap_local_page(page);

	KUNIT_EXPECT_TRUE(test, first != second);
	*first = 9;
	KUNIT_EXPECT_EQ(test, *(volatile char *)second, 9);
	kunmap_local(second);
	kunmap_local(first);
	__free_page(page);
}

/* A block of several pages: the offset says which. */
static void kmap_local_folio_finds_page(struct kunit *test)
{
	struct page *page = high_pages(test, __GFP_COMP, 1);
	char *at;

	memset_page(page, 0, 1, PAGE_SIZE);
	memset_page(page + 1, 0, 2, PAGE_SIZE);
	at = kmap_local_folio(page_folio(page), PAGE_SIZE + 3);
	KUNIT_EXPECT_EQ(test, *at, 2);
	KUNIT_EXPECT_EQ(test, offset_in_page(at), 3UL);
	kunmap_local(at);
	at = kmap_local_folio(page_folio(page), PAGE_SIZE - 1);
	KUNIT_EXPECT_EQ(test, *at, 1);
	kunmap_local(at);
	__free_pages(page, 1);
}

/* Preemption and page faults are off between kmap_atomic() and kunmap_atomic(), nested too. */
static void kmap_atomic_holds_cpu(struct kunit *test)
{
	struct page *page = high_page(test), *low = low_page(test);
	char *at, *inner, *third;

	KUNIT_EXPECT_FALSE(test, in_atomic() || pagefault_disabled());
	at = kmap_atomic(page);
	inner = kmap_atomic(low);
	third = kmap_atomic_pfn(page_to_pfn(page));
	*third = 3;
	KUNIT_EXPECT_EQ(test, *(volatile char *)at, 3);
	KUNIT_EXPECT_TRUE(test, in_atomic() && pagefault_disabled());
	kunmap_atomic(third);
	kunmap_atomic(inner);
	KUNIT_EXPECT_TRUE(test, in_atomic() && pagefault_disabled());
	third = kmap_atomic_prot(page, PAGE_KERNEL);
	inner = kmap_local_page_prot(page, PAGE_KERNEL);
	KUNIT_EXPECT_EQ(test, *(volatile char *)inner + *(volatile char *)third, 6);
	kunmap_local(inner);
	kunmap_atomic(third);
	kunmap_atomic(at);
	KUNIT_EXPECT_FALSE(test, in_atomic() || pagefault_disabled());
	__free_page(page);
	__free_page(low);
}

struct sleeper {
	struct page	*pages[TEST_THREADS_MAX];
	char		*at[TEST_THREADS_MAX];
	atomic_t	mapped, wrong;
	unsigned int	nr;
};

static void map_and_sleep(void *ctx, unsigned int i)
{
	struct sleeper *s = ctx;
	char *at = kmap_local_page(s->pages[i]), *again;

	memset(at, i + 1, PAGE_SIZE);
	s->at[i] = at;
	(void)atomic_inc_return(&s->mapped);
	while (atomic_read_acquire(&s->mapped) < s->nr)
		usleep_range(50, 100);
	for (int round = 0; round < 20; round++) {
		again = kmap_local_page(s->pages[(i + round) % s->nr]);
		atomic_add(*again != (i + round) % s->nr + 1, &s->wrong);
		msleep(1);
		atomic_add(*again != (i + round) % s->nr + 1, &s->wrong);
		kunmap_local(again);
		atomic_add(memchr_inv(at, i + 1, PAGE_SIZE) != NULL, &s->wrong);
	}
	kunmap_local(at);
}

/* Windows stay where they are while their task sleeps and others run, and each task has its own. */
static void kmap_local_survives_switches(struct kunit *test)
{
	struct sleeper *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	s->nr = TEST_THREADS_MAX;
	for (unsigned int i = 0; i < s->nr; i++)
		s->pages[i] = high_page(test);
	test_threads_run(test, s->nr, map_and_sleep, s);
	KUNIT_EXPECT_EQ(test, atomic_read(&s->wrong), 0);
	for (unsigned int i = 0; i < s->nr; i++) {
		for (unsigned int j = 0; j < i; j++)
			KUNIT_EXPECT_TRUE(test, s->at[i] != s->at[j]);
		__free_page(s->pages[i]);
	}
}

/* ---- in interrupt handlers ---- */

struct device {
	struct page	*page;
	char		*seen;		/* the window of kmap_local_page() */
	char		*deep;		/* of kmap_atomic() on top of it */
	void		*refused;	/* what kmap() said */
	unsigned int	served;
	bool		try_kmap;
};

static irqreturn_t device_handler(int irq, void *arg)
{
	struct device *dev = arg;

	dev->seen = kmap_local_page(dev->page);
	dev->deep = kmap_atomic(dev->page);
	(*dev->deep)++;
	kunmap_atomic(dev->deep);
	kunmap_local(dev->seen);
	if (dev->try_kmap)
		dev->refused = kmap(dev->page);
	dev->served++;
	return IRQ_HANDLED;
}

/*
 * A handler on top of a task that has windows open: it gets others, and those of the task are as
 * they were.
 */
static void kmap_local_in_handler_nests(struct kunit *test)
{
	struct device dev = { .page = high_page(test) };
	struct page *page = high_page(test);
	char *at, *atomic;

	memset_page(dev.page, 0, 0, PAGE_SIZE);
	KUNIT_ASSERT_EQ(test, request_irq(LINE, device_handler, 0, "test-kmap", &dev), 0);
	at = kmap_local_page(page);
	memset(at, 0x61, PAGE_SIZE);
	atomic = kmap_atomic(page);
	irq_set_affinity(LINE, cpumask_of(smp_processor_id()));
	irq_raise(LINE);
	KUNIT_EXPECT_EQ(test, dev.served, 1U);
	KUNIT_EXPECT_TRUE(test, dev.seen != at && dev.seen != atomic && dev.deep != dev.seen);
	KUNIT_EXPECT_NULL(test, memchr_inv(atomic, 0x61, PAGE_SIZE));
	kunmap_atomic(atomic);
	KUNIT_EXPECT_EQ(test, current->kmap_ctrl.idx, 1U);
	KUNIT_EXPECT_NULL(test, memchr_inv(at, 0x61, PAGE_SIZE));
	kunmap_local(at);
	free_irq(LINE, &dev);
	at = kmap_local_page(dev.page);
	KUNIT_EXPECT_EQ(test, *at, 1);
	kunmap_local(at);
	__free_page(page);
	__free_page(dev.page);
}

/* Handlers come whenever they like while a task opens and closes windows. */
static void kmap_local_under_interrupts(struct kunit *test)
{
	struct device *dev = kunit_kzalloc(test, sizeof(*dev), GFP_KERNEL);
	struct page *page = high_page(test);
	unsigned int raised = 0, wrong = 0;

	KUNIT_ASSERT_NOT_NULL(test, dev);
	dev->page = high_page(test);
	memset_page(dev->page, 0, 0, PAGE_SIZE);
	KUNIT_ASSERT_EQ(test, request_irq(LINE, device_handler, 0, "test-kmap", dev), 0);
	for (unsigned int i = 0; i < 500; i++) {
		char *at = kmap_atomic(i % 2 ? page : dev->page), *other = NULL;

		if (i % 3 == 0) {
			irq_inject_interrupt(LINE);
			raised++;
		}
		other = kmap_local_page(page);
		WRITE_ONCE(other[1], i);
		wrong += i % 2 && READ_ONCE(at[1]) != (char)i;
		kunmap_local(other);
		kunmap_atomic(at);
	}
	KUNIT_EXPECT_TRUE(test, test_eventually(READ_ONCE(dev->served) > 0));
	free_irq(LINE, dev);
	KUNIT_EXPECT_EQ(test, wrong, 0U);
	KUNIT_EXPECT_LE(test, dev->served, raised);
	KUNIT_EXPECT_EQ(test, current->kmap_ctrl.idx, 0U);
	__free_page(page);
	__free_page(dev->page);
}

/* kmap() in a handler is reported, and gives nothing. */
static void kmap_in_handler_is_refused(struct kunit *test)
{
	struct device dev = { .page = high_page(test), .try_kmap = true, .refused = test };
	struct printk_capture log;

	KUNIT_ASSERT_EQ(test, request_irq(LINE, device_handler, 0, "test-kmap", &dev), 0);
	printk_capture_begin(&log);
	preempt_disable();
	irq_set_affinity(LINE, cpumask_of(smp_processor_id()));
	irq_raise(LINE);
	preempt_enable();
	printk_capture_end(&log);
	free_irq(LINE, &dev);
	KUNIT_EXPECT_EQ(test, dev.served, 1U);
	KUNIT_EXPECT_NULL(test, dev.refused);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&log, "kmap() in interrupt context"));
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&log, "sleeping function called from invalid context"));
	__free_page(dev.page);
}

/* ---- the old form ---- */

static unsigned int nr_reports(struct kunit *test, enum km_type type, struct page *page)
{
	struct printk_capture log;
	char *at;

	printk_capture_begin(&log);
	at = kmap_atomic_type(page, type);
	*at = type;
	kunmap_atomic_type(at, type);
	printk_capture_end(&log);
	return printk_capture_count(&log, "not a type for this context");
}

/* Each type in task context, interrupts on and off: those for handlers want them off. */
static void kmap_atomic_types_know_their_context(struct kunit *test)
{
	struct page *page = high_page(test);

	for (int type = 0; type < KM_TYPE_NR; type++) {
		bool irq = type == KM_IRQ0 || type == KM_IRQ1 || type == KM_BOUNCE_READ ||
			   type == KM_BIO_SRC_IRQ || type == KM_BIO_DST_IRQ;
		bool softirq = type == KM_SOFTIRQ0 || type == KM_SOFTIRQ1;

		KUNIT_EXPECT_EQ(test, nr_reports(test, type, page), (unsigned int)(irq || softirq));
		local_bh_disable();
		KUNIT_EXPECT_EQ(test, nr_reports(test, type, page), (unsigned int)irq);
		local_bh_enable();
		local_irq_disable();
		KUNIT_EXPECT_EQ(test, nr_reports(test, type, page), 0U);
		local_irq_enable();
	}
	__free_page(page);
}

/* All types at once, closed in the order of opening, as old code may. */
static void kmap_atomic_types_close_in_any_order(struct kunit *test)
{
	struct page *page = high_page(test), *low = low_page(test);
	char *at[KM_TYPE_NR], *plain;
	unsigned long flags;

	local_irq_save(flags);
	for (int type = 0; type < KM_TYPE_NR; type++) {
		at[type] = kmap_atomic_type(type % 4 ? page : low, type);
		at[type][type] = type;
	}
	for (int type = 0; type < KM_TYPE_NR; type++) {
		KUNIT_EXPECT_EQ(test, at[type][type], type);
		KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(at[type]), type % 4 ? page : low);
		kunmap_atomic_type(at[type], type);
		if (type == KM_TYPE_NR / 2) {	/* above those that are still open */
			plain = kmap_local_page(page);
			KUNIT_EXPECT_EQ(test, plain[1], 1);
			kunmap_local(plain);
		}
	}
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, current->kmap_ctrl.idx, 0U);
	KUNIT_EXPECT_FALSE(test, in_atomic() || pagefault_disabled());
	__free_page(page);
	__free_page(low);
}

static struct kunit_case kmap_local_cases[] = {
	KUNIT_CASE(kmap_local_nests),
	KUNIT_CASE(kmap_local_of_one_page_twice),
	KUNIT_CASE(kmap_local_folio_finds_page),
	KUNIT_CASE(kmap_atomic_holds_cpu),
	KUNIT_CASE(kmap_local_survives_switches),
	KUNIT_CASE(kmap_local_in_handler_nests),
	KUNIT_CASE(kmap_local_under_interrupts),
	KUNIT_CASE(kmap_in_handler_is_refused),
	KUNIT_CASE(kmap_atomic_types_know_their_context),
	KUNIT_CASE(kmap_atomic_types_close_in_any_order),
	{}
};

static struct kunit_suite kmap_local_suite = {
	.name = "kmap_local",
	.test_cases = kmap_local_cases,
};
kunit_test_suite(kmap_local_suite);
