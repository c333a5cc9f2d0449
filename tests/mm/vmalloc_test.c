// SPDX-License-Identifier: MIT
/*
 * tests/mm/vmalloc_test.c - suite "vmalloc": mappings that are really there (row C1)
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm-generic/arch.h>

static int vmalloc_case_init(struct kunit *test)
{
	if (!(arch_features() & ARCH_HAS_MMU))
		kunit_skip(test, "needs an MMU");
	return 0;
}

/* What is written through the area is in the frames that vmalloc_to_page() names, high ones too. */
static void vmalloc_shares_frames_with_direct_map(struct kunit *test)
{
	enum { NR = 33 };
	unsigned char *area = vmalloc(NR * PAGE_SIZE - 5);

	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(area));
	for (int i = 0; i < NR; i++)
		memset(area + i * PAGE_SIZE, i + 1, PAGE_SIZE - 5);
	for (int i = 0; i < NR; i++) {
		struct page *page = vmalloc_to_page(area + i * PAGE_SIZE + 17);
		void *frame;

		KUNIT_ASSERT_NOT_NULL(test, page);
		frame = kmap_local_page(page);
		KUNIT_EXPECT_NULL(test, memchr_inv(frame, i + 1, PAGE_SIZE - 5));
		kunmap_local(frame);
	}
	KUNIT_EXPECT_NULL(test, vmalloc_to_page(area + NR * PAGE_SIZE));
	vfree(area);
	KUNIT_EXPECT_NULL(test, find_vm_area(area));
}

/* The page behind an area is not mapped, nor is the area once it is freed. */
static void vmalloc_guard_page_faults(struct kunit *test)
{
	char *area = vmalloc(2 * PAGE_SIZE), byte;

	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&byte, area + 2 * PAGE_SIZE - 1, 1), 0L);
	KUNIT_EXPECT_NE(test, copy_from_kernel_nofault(&byte, area + 2 * PAGE_SIZE, 1), 0L);
	vfree(area);
	KUNIT_EXPECT_NE(test, copy_from_kernel_nofault(&byte, area, 1), 0L);
}

static void vmalloc_zeroes_on_request(struct kunit *test)
{
	void *area = vzalloc(10 * PAGE_SIZE);

	KUNIT_EXPECT_NULL(test, memchr_inv(area, 0, 10 * PAGE_SIZE));
	vfree(area);
	area = vmalloc_user(100);
	KUNIT_EXPECT_TRUE(test, find_vm_area(area)->flags & VM_USERMAP);
	KUNIT_EXPECT_NULL(test, memchr_inv(area, 0, PAGE_SIZE));
	vfree(area);
	area = vmalloc_32(100);
	KUNIT_EXPECT_LT(test, (u64)page_to_phys(vmalloc_to_page(area)), 1ULL << 32);
	vfree(area);
}

/* Nothing, and more than the machine has: NULL. */
static void vmalloc_impossible_size_returns_null(struct kunit *test)
{
	volatile unsigned long none = 0, huge = totalram_pages() * PAGE_SIZE + 1;
	struct printk_capture c;

	printk_capture_begin(&c);
	KUNIT_EXPECT_NULL(test, vmalloc(none));
	KUNIT_EXPECT_NULL(test, __vmalloc(huge, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_FALSE(test, printk_capture_contains(&c, "vmalloc error"));
	KUNIT_EXPECT_NULL(test, vmalloc(huge));
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "exceeds total pages"), 1U);
}

/* vmap() shows given pages, in the given order, twice if need be. */
static void vmap_shows_pages_in_order(struct kunit *test)
{
	struct page *a = alloc_page(GFP_KERNEL), *b = alloc_page(GFP_KERNEL);
	struct page *pages[] = { b, a, b };
	char *area;

	memset(page_address(a), 'a', PAGE_SIZE);
	memset(page_address(b), 'b', PAGE_SIZE);
	area = vmap(pages, 3, VM_MAP, PAGE_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, area[0], 'b');
	KUNIT_EXPECT_EQ(test, area[PAGE_SIZE], 'a');
	area[0] = 'x';
	barrier();		/* the compiler does not know that these two are one */
	KUNIT_EXPECT_EQ(test, area[2 * PAGE_SIZE], 'x');
	KUNIT_EXPECT_PTR_EQ(test, vmalloc_to_page(area + PAGE_SIZE), a);
	vunmap(area);
	KUNIT_EXPECT_EQ(test, page_count(a), 1);
	__free_page(a);
	__free_page(b);
}

static void vmalloc_in_atomic_is_reported(struct kunit *test)
{
	struct printk_capture c;
	void *area;

	printk_capture_begin(&c);
	preempt_disable();
	area = vmalloc(100);
	preempt_enable();
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "sleeping function called"));
	vfree(area);
}

/* Many areas of changing sizes: each keeps its contents, addresses never overlap. */
static void vmalloc_random_areas_keep_contents(struct kunit *test)
{
	enum { NR = 32 };
	struct { unsigned char *addr; unsigned long size; } *live =
		kunit_kcalloc(test, NR, sizeof(*live), GFP_KERNEL);
	u32 seed = 99;

	for (int step = 0; step < 1500; step++) {
		unsigned int slot, i;

		seed = seed * 1664525 + 1013904223;
		slot = (seed >> 10) % NR;
		i = slot + 1;
		if (live[slot].addr) {
			KUNIT_EXPECT_NULL(test, memchr_inv(live[slot].addr, i, live[slot].size));
			vfree(live[slot].addr);
			live[slot].addr = NULL;
			continue;
		}
		live[slot].size = 1 + (seed >> 16) % (12 * PAGE_SIZE);
		live[slot].addr = vmalloc(live[slot].size);
		KUNIT_ASSERT_NOT_NULL(test, live[slot].addr);
		memset(live[slot].addr, i, live[slot].size);
	}
	for (unsigned int i = 0; i < NR; i++)
		vfree(live[i].addr);
}

static struct kunit_case vmalloc_cases[] = {
	KUNIT_CASE(vmalloc_shares_frames_with_direct_map),
	KUNIT_CASE(vmalloc_guard_page_faults),
	KUNIT_CASE(vmalloc_zeroes_on_request),
	KUNIT_CASE(vmalloc_impossible_size_returns_null),
	KUNIT_CASE(vmap_shows_pages_in_order),
	KUNIT_CASE(vmalloc_in_atomic_is_reported),
	KUNIT_CASE(vmalloc_random_areas_keep_contents),
	{}
};

static struct kunit_suite vmalloc_suite = {
	.name = "vmalloc",
	.init = vmalloc_case_init,
	.test_cases = vmalloc_cases,
};
kunit_test_suite(vmalloc_suite);
