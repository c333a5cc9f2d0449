// SPDX-License-Identifier: MIT
/*
 * tests/mm/kmap_misuse_test.c - suite "kmap_misuse": each wrong use of windows is named (row C3)
 *
 * A row is one mistake, made with a page of high memory; its words must be in the log once. Afterwards
 * all structures agree, and no window is left. tests/misuse.t compares the rows with docs/debugging.md.
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/mm_verify.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <asm-generic/arch.h>
#include "mm/highmem.h"
#include "tests/kernel/threads.h"
#include "tests/mm/high_page.h"

struct kmap_mistake {
	const char *name;
	void (*err)(struct kunit *test, struct page *page);
	unsigned int needs;		/* ARCH_HAS_* */
	const char *says;
};

static void err_kunmap_unmapped(struct kunit *test, struct page *page)
{
	kunmap(page);
}

static void err_kunmap_twice(struct kunit *test, struct page *page)
{
	kmap(page);
	kunmap(page);
	kunmap(page);
}

static noinline long touch(void *addr)
{
	return *(volatile char *)addr;
}

static void touch_oopses(struct kunit *test, void *addr)
{
	bool oopsed = false;

	arch_try(touch, addr, &oopsed);
	KUNIT_EXPECT_TRUE(test, oopsed);
}

static void err_touch_unmapped(struct kunit *test, struct page *page)
{
	void *at = kmap(page);

	kunmap(page);
	touch_oopses(test, at);
}

static void err_touch_local(struct kunit *test, struct page *page)
{
	void *at = kmap_local_page(page);

	kunmap_local(at);
	touch_oopses(test, at);
}

static void err_overrun(struct kunit *test, struct page *page)
{
	char *at = kmap_local_page(page);

	touch_oopses(test, at + PAGE_SIZE);
	kunmap_local(at);
}

static void err_direct(struct kunit *test, struct page *page)
{
	touch_oopses(test, __va(page_to_phys(page)));
}

static void err_kmap_in_interrupt(struct kunit *test, struct page *page)
{
	local_bh_disable();
	KUNIT_EXPECT_NULL(test, kmap_high(page));
	local_bh_enable();
}

static void err_kunmap_in_atomic(struct kunit *test, struct page *page)
{
	kmap(page);
	preempt_disable();
	kunmap(page);
	preempt_enable();
}

static void err_out_of_order(struct kunit *test, struct page *page)
{
	void *first = kmap_local_page(page);
	void *second = kmap_local_page(page);

	kunmap_local(first);
	kunmap_local(second);
}

static void err_local_twice(struct kunit *test, struct page *page)
{
	void *at = kmap_local_page(page);

	kunmap_local(at);
	kunmap_local(at);
}

static void err_not_a_window(struct kunit *test, struct page *page)
{
	int local = 0;

	kunmap_local(&local);
}

struct stranger {
	void *at;
};

static void close_anothers(void *ctx, unsigned int i)
{
	struct stranger *s = ctx;

	kunmap_local(s->at);
}

static void err_anothers(struct kunit *test, struct page *page)
{
	struct stranger s = { .at = kmap_local_page(page) };

	test_threads_run(test, 1, close_anothers, &s);
	kunmap_local(s.at);
}

static void open_and_end(void *ctx, unsigned int i)
{
	kmap_local_page(ctx);
}

static void err_left_at_end(struct kunit *test, struct page *page)
{
	test_threads_run(test, 1, open_and_end, page);
}

static long open_too_many(void *page)
{
	for (unsigned int i = 0; i < KM_MAX_IDX; i++)
		kmap_local_page(page);
	return 0;
}

static void err_too_many(struct kunit *test, struct page *page)
{
	bool oopsed = false;

	arch_try(open_too_many, page, &oopsed);
	KUNIT_EXPECT_TRUE(test, oopsed);
}

static void err_type_twice(struct kunit *test, struct page *page)
{
	void *first = kmap_atomic_type(page, KM_USER0);
	void *second = kmap_atomic_type(page, KM_USER0);

	kunmap_atomic_type(second, KM_USER0);
	kunmap_atomic_type(first, KM_USER0);
}

static void err_wrong_type(struct kunit *test, struct page *page)
{
	kunmap_atomic_type(kmap_atomic_type(page, KM_USER0), KM_USER1);
}

static void err_type_of_irq(struct kunit *test, struct page *page)
{
	kunmap_atomic_type(kmap_atomic_type(page, KM_IRQ0), KM_IRQ0);
}

static void err_no_frame(struct kunit *test, struct page *page)
{
	KUNIT_EXPECT_NULL(test, kmap_local_pfn(max_pfn));
}

/* Nothing is freed: after kunmap() it can be. */
static void err_freed_mapped(struct kunit *test, struct page *page)
{
	kmap(page);
	__free_page(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	kunmap(page);
}

static void err_freed_mapped_local(struct kunit *test, struct page *page)
{
	struct page *other = high_page(test);
	void *at = kmap_local_page(other);

	__free_page(other);
	kunmap_local(at);
}

#define FAULTS	ARCH_HAS_FAULTS
#define ROW(name, fn, needs, says) { name, fn, needs, says }

static const struct kmap_mistake mistakes[] = {
	ROW("kunmap-unmapped", err_kunmap_unmapped, 0, "which is not mapped by kmap()"),
	ROW("kunmap-twice", err_kunmap_twice, 0, "which is not mapped by kmap()"),
	ROW("kunmap-atomic", err_kunmap_in_atomic, 0, "BUG: sleeping function called from invalid context"),
	ROW("kmap-interrupt", err_kmap_in_interrupt, 0, "kmap() in interrupt context"),
	ROW("touch-unmapped", err_touch_unmapped, FAULTS, "unmapped since"),
	ROW("touch-closed", err_touch_local, FAULTS, "unmapped since"),
	ROW("overrun", err_overrun, FAULTS, "beside a kmap window"),
	ROW("direct-address", err_direct, FAULTS, "it has no address in the direct map"),
	ROW("out-of-order", err_out_of_order, 0, "kunmap_local() out of order"),
	ROW("close-twice", err_local_twice, 0, "closed already, by"),
	ROW("close-no-window", err_not_a_window, 0, "not the address of a window of kmap_local_page()"),
	ROW("close-anothers", err_anothers, 0, "a window of another task"),
	ROW("left-open", err_left_at_end, 0, "left open at the end of a thread"),
	ROW("too-many", err_too_many, FAULTS, "windows are open in one task"),
	ROW("no-frame", err_no_frame, 0, "there is no such frame"),
	ROW("freed-mapped", err_freed_mapped, 0, "page dumped because: freed page is mapped by kmap()"),
	ROW("freed-mapped-local", err_freed_mapped_local, 0, "was freed while it was mapped by"),
	ROW("type-twice", err_type_twice, 0, "kmap_atomic(KM_USER0): in use already"),
	ROW("wrong-type", err_wrong_type, 0, "kunmap_atomic(KM_USER1): mapped with KM_USER0"),
	ROW("wrong-context", err_type_of_irq, 0, "kmap_atomic(KM_IRQ0): not a type for this context"),
};

static void mistake_describe(const struct kmap_mistake *m, char *desc)
{
	strscpy(desc, m->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(kmap_mistake, mistakes, mistake_describe);

static void kmap_misuse_is_named(struct kunit *test)
{
	const struct kmap_mistake *m = test->param_value;
	struct page *page = high_page(test);
	bool strict = kmap_strict;
	struct printk_capture log;

	if (m->needs & ~arch_features()) {
		__free_page(page);
		kunit_skip(test, "not on this port");
	}
	kmap_strict = true;
	printk_capture_begin(&log);
	m->err(test, page);
	printk_capture_end(&log);
	kmap_strict = strict;
	KUNIT_EXPECT_EQ_MSG(test, printk_capture_count(&log, m->says), 1U, "not said once: %s", m->says);
	if (arch_features() & ARCH_HAS_SYMBOLS)
		KUNIT_EXPECT_TRUE(test, printk_capture_contains(&log, "kmap_misuse_is_named+0x") ||
					printk_capture_contains(&log, "open_and_end+0x") ||	/* or its sibling call: */
					printk_capture_contains(&log, "test_thread_main+0x"));
	KUNIT_EXPECT_EQ(test, current->kmap_ctrl.idx, 0U);
	KUNIT_EXPECT_FALSE(test, in_atomic() || pagefault_disabled());
	KUNIT_EXPECT_EQ(test, mm_verify(NULL, NULL), 0);
	__free_page(page);
}

static struct kunit_case kmap_misuse_cases[] = {
	KUNIT_CASE_PARAM(kmap_misuse_is_named, kmap_mistake_gen_params),
	{}
};

static struct kunit_suite kmap_misuse_suite = {
	.name = "kmap_misuse",
	.test_cases = kmap_misuse_cases,
};
kunit_test_suite(kmap_misuse_suite);
