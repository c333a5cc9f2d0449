// SPDX-License-Identifier: MIT
/*
 * tests/mm/gfp_make_test.c - suite "gfp_make": what is given out, what a failure says, and the names
 */
#include <asm-generic/arch.h>
#include <linux/highmem.h>
#include <linux/string.h>
#include "mm/gfp_table.h"
#include "mm/page_watermark.h"
#include "tests/mm/gfp_drain.h"

static void gfp_make_comp_is_compound(struct kunit *test)
{
	struct page *comp = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);
	struct page *plain = alloc_pages(GFP_KERNEL, 2);

	KUNIT_ASSERT_NOT_NULL(test, comp);
	KUNIT_ASSERT_NOT_NULL(test, plain);
	KUNIT_EXPECT_PTR_EQ(test, compound_head(comp + 3), comp);
	KUNIT_EXPECT_EQ(test, compound_order(comp), 2U);
	KUNIT_EXPECT_FALSE(test, PageCompound(plain + 3));
	__free_pages(comp, 2);
	__free_pages(plain, 2);
}

/* A block that was dirty before; high memory too, where there is some. */
static void gfp_make_zero_is_zero(struct kunit *test)
{
	static const gfp_t masks[] = { GFP_KERNEL, GFP_HIGHUSER };

	for (unsigned int i = 0; i < ARRAY_SIZE(masks); i++) {
		for (int round = 0; round < 2; round++) {
			struct page *page = alloc_pages(masks[i] | (round ? __GFP_ZERO : 0), 1);

			KUNIT_ASSERT_NOT_NULL(test, page);
			for (int n = 0; n < 2; n++) {
				void *mem = kmap_local_page(page + n);

				if (round)
					KUNIT_EXPECT_NULL(test, memchr_inv(mem, 0, PAGE_SIZE));
				memset(mem, 0x5a, PAGE_SIZE);
				kunmap_local(mem);
			}
			__free_pages(page, 1);
		}
	}
}

/* Bits that are accepted: the same zone, depth and page as without them. */
static void gfp_none_changes_nothing(struct kunit *test)
{
	const gfp_t none = __GFP_HARDWALL | __GFP_ACCOUNT | __GFP_WRITE | __GFP_ZEROTAGS;
	struct page *page = alloc_page(GFP_KERNEL | none);

	KUNIT_ASSERT_NOT_NULL(test, page);
	__free_page(page);
	KUNIT_EXPECT_EQ(test, alloc_flags_from_gfp(GFP_KERNEL | none), alloc_flags_from_gfp(GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, alloc_reserve_flags(GFP_KERNEL | none), 0U);
	KUNIT_EXPECT_EQ(test, (int)gfp_zone(GFP_KERNEL | none), (int)gfp_zone(GFP_KERNEL));
}

/* ---- reports ---- */

static void gfp_report_nowarn_is_silent(struct kunit *test)
{
	struct drain d = drain_take(GFP_DMA, MAX_ORDER - 1);
	struct printk_capture c;

	report_rate_reset();
	printk_capture_begin(&c);
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_DMA | GFP_NOWAIT | __GFP_NOWARN, MAX_ORDER - 1));
	KUNIT_EXPECT_FALSE(test, printk_capture_contains(&c, "allocation failure"));
	KUNIT_EXPECT_FALSE(test, printk_capture_contains(&c, "Mem-Info"));
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_DMA | GFP_NOWAIT, MAX_ORDER - 1));
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "page allocation failure"), 1U);
	drain_give_back(&d);
}

/* Who, what, from where, and the state of memory; the next one in ten seconds at the soonest. */
static void gfp_report_has_all_parts(struct kunit *test)
{
	char largest[32];
	const char * const parts[] = {
		"page allocation failure: order:10, mode:0xb21(GFP_ATOMIC|GFP_DMA|__GFP_ZERO), nodemask=(null)",
		"Call Trace:", "Mem-Info:", "active_anon:", " free:",
		"Node 0 DMA free:", " min:", "lowmem_reserve[]: 0", "Node 0 DMA: ", largest,
		"pages RAM", "pages HighMem/MovableOnly", "pages reserved",
	};
	struct drain d = drain_take(GFP_DMA, MAX_ORDER - 1);
	struct printk_capture c;

	snprintf(largest, sizeof(largest), "0*%lukB = ", PAGE_SIZE >> 10 << (MAX_ORDER - 1));
	report_rate_reset();
	printk_capture_begin(&c);
	for (int i = 0; i < 3; i++)
		KUNIT_EXPECT_NULL(test, alloc_pages(GFP_DMA | GFP_ATOMIC | __GFP_ZERO, MAX_ORDER - 1));
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "page allocation failure"), 1U);
	for (unsigned int i = 0; i < ARRAY_SIZE(parts); i++)
		KUNIT_EXPECT_TRUE_MSG(test, printk_capture_contains(&c, parts[i]), "'%s'", parts[i]);
	if (arch_features() & ARCH_HAS_SYMBOLS)
		KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, __func__));
	drain_give_back(&d);
}

/* An order that no zone has: one warning for ever, none with the bit, and no failure report. */
static void gfp_report_order_too_large_is_told_once(struct kunit *test)
{
	struct printk_capture c;

	printk_capture_begin(&c);
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL | __GFP_NOWARN, MAX_ORDER));
	KUNIT_EXPECT_FALSE(test, printk_capture_contains(&c, "WARNING"));
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL, MAX_ORDER));
	KUNIT_EXPECT_EQ(test, __get_free_pages(GFP_KERNEL, MAX_ORDER + 20), 0UL);
	printk_capture_end(&c);
	KUNIT_EXPECT_LE(test, printk_capture_count(&c, "WARNING"), 1U);
	KUNIT_EXPECT_FALSE(test, printk_capture_contains(&c, "allocation failure"));
}

/* ---- names and values ---- */

static void expect_name(struct kunit *test, gfp_t gfp, const char *name)
{
	char text[160];

	snprintf(text, sizeof(text), "%pGg", &gfp);
	KUNIT_EXPECT_STREQ(test, text, name);
}

static void gfp_names_are_printed(struct kunit *test)
{
	expect_name(test, 0, "");
	expect_name(test, GFP_KERNEL, "GFP_KERNEL");
	expect_name(test, GFP_KERNEL | __GFP_ZERO | __GFP_COMP, "GFP_KERNEL|__GFP_COMP|__GFP_ZERO");
	expect_name(test, GFP_ATOMIC | __GFP_NOWARN, "GFP_ATOMIC|__GFP_NOWARN");
	expect_name(test, GFP_HIGHUSER_MOVABLE, "GFP_HIGHUSER_MOVABLE");
	expect_name(test, __GFP_IO | 0x4000000u, "__GFP_IO|0x4000000");
}

/* Each row of the table has its own name, or that of the type which is just this bit. */
#define EXPECT_ROW_NAME(bit, ...) do {							\
	gfp_t gfp = bit;								\
	char text[64];									\
											\
	snprintf(text, sizeof(text), "%pGg", &gfp);					\
	KUNIT_EXPECT_TRUE_MSG(test, !strcmp(text, #bit) || !strncmp(text, "GFP_", 4),	\
			      "%s is printed as %s", #bit, text);			\
} while (0);

static void gfp_names_know_each_row(struct kunit *test)
{
	GFP_MODIFIERS(EXPECT_ROW_NAME)
	GFP_TYPES(EXPECT_ROW_NAME)
}

static void gfp_type_values_are_linux(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, GFP_KERNEL, 0xcc0U);
	KUNIT_EXPECT_EQ(test, GFP_ATOMIC, 0xa20U);
	KUNIT_EXPECT_EQ(test, GFP_NOWAIT, 0x800U);
	KUNIT_EXPECT_EQ(test, GFP_KERNEL_ACCOUNT, 0x400cc0U);
	KUNIT_EXPECT_EQ(test, GFP_USER, 0x100cc0U);
	KUNIT_EXPECT_EQ(test, GFP_HIGHUSER_MOVABLE, 0x100ccaU);
	KUNIT_EXPECT_EQ(test, GFP_TRANSHUGE_LIGHT, 0x1c20caU);
	KUNIT_EXPECT_EQ(test, GFP_TRANSHUGE, 0x1c24caU);
	KUNIT_EXPECT_EQ(test, alloc_flags_from_gfp(GFP_TRANSHUGE_LIGHT), 0U);
}

static void gfp_old_names_mean_todays(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, __GFP_WAIT, __GFP_DIRECT_RECLAIM | __GFP_KSWAPD_RECLAIM);
	KUNIT_EXPECT_EQ(test, __GFP_REPEAT, __GFP_RETRY_MAYFAIL);
	KUNIT_EXPECT_EQ(test, GFP_TEMPORARY, GFP_KERNEL | __GFP_RECLAIMABLE);
	KUNIT_EXPECT_TRUE(test, gfpflags_allow_blocking(__GFP_WAIT));
}

static struct kunit_case gfp_make_cases[] = {
	KUNIT_CASE(gfp_make_comp_is_compound),
	KUNIT_CASE(gfp_make_zero_is_zero),
	KUNIT_CASE(gfp_none_changes_nothing),
	KUNIT_CASE(gfp_report_nowarn_is_silent),
	KUNIT_CASE(gfp_report_has_all_parts),
	KUNIT_CASE(gfp_report_order_too_large_is_told_once),
	KUNIT_CASE(gfp_names_are_printed),
	KUNIT_CASE(gfp_names_know_each_row),
	KUNIT_CASE(gfp_type_values_are_linux),
	KUNIT_CASE(gfp_old_names_mean_todays),
	{}
};

static struct kunit_suite gfp_make_suite = {
	.name = "gfp_make",
	.test_cases = gfp_make_cases,
};
kunit_test_suite(gfp_make_suite);
