// SPDX-License-Identifier: MIT
/*
 * tests/mm/vmalloc_test.c - suite "vmalloc": mappings that are really there (row C1)
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/irq_work.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm-generic/arch.h>
#include "mm/vmalloc.h"
#include "tests/mm/gfp_drain.h"

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

	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&byte, area + 2 * PAGE_SIZE - 1, 1), 0L);
	KUNIT_EXPECT_NE(test, copy_from_kernel_nofault(&byte, area + 2 * PAGE_SIZE, 1), 0L);
	vfree(area);
	KUNIT_EXPECT_NE(test, copy_from_kernel_nofault(&byte, area, 1), 0L);
}

static void vmalloc_zeroes_on_request(struct kunit *test)
{
	void *area = vzalloc(10 * PAGE_SIZE);

	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_NULL(test, memchr_inv(area, 0, 10 * PAGE_SIZE));
	vfree(area);
	area = vmalloc_user(100);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_TRUE(test, find_vm_area(area)->flags & VM_USERMAP);
	KUNIT_EXPECT_NULL(test, memchr_inv(area, 0, PAGE_SIZE));
	vfree(area);
	area = vmalloc_32(100);
	KUNIT_ASSERT_NOT_NULL(test, area);
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
	report_rate_reset();
	KUNIT_EXPECT_NULL(test, vmalloc(huge));
	printk_capture_end(&c);
	KUNIT_EXPECT_EQ(test, printk_capture_count(&c, "exceeds total pages"), 1U);
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

/* In an interrupt: reported, and nothing is given; vfree() is done later. */
static void *in_irq;

static void vmalloc_in_irq_fn(struct irq_work *work)
{
	vfree(in_irq);
	in_irq = vmalloc(100);
}

static DEFINE_IRQ_WORK(vmalloc_in_irq, vmalloc_in_irq_fn);

static void vmalloc_in_interrupt_is_refused_and_vfree_put_off(struct kunit *test)
{
	void *area = vmalloc(3 * PAGE_SIZE);
	unsigned long nr_pages = vmalloc_nr_pages();
	struct printk_capture c;
	char byte;

	KUNIT_ASSERT_NOT_NULL(test, area);
	printk_capture_begin(&c);
	in_irq = area;
	irq_work_queue(&vmalloc_in_irq);
	irq_work_sync(&vmalloc_in_irq);
	printk_capture_end(&c);
	KUNIT_EXPECT_NULL(test, in_irq);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "sleeping function called") ||
				printk_capture_contains(&c, "WARNING:"));
	KUNIT_EXPECT_NULL(test, find_vm_area(area));
	sched_quiesce();
	KUNIT_EXPECT_EQ(test, vmalloc_nr_pages(), nr_pages - 3);
	KUNIT_EXPECT_NE(test, copy_from_kernel_nofault(&byte, area, 1), 0L);
}

/* Many neighbours at once, freed by the work item: all are gone, and so are their frames. */
static void vfree_atomic_frees_neighbours_together(struct kunit *test)
{
	enum { NR = 20 };
	unsigned long nr_pages = vmalloc_nr_pages();
	char *areas[NR], byte;

	for (int i = 0; i < NR; i++)
		KUNIT_ASSERT_NOT_NULL(test, areas[i] = vmalloc((1 + i % 3) * PAGE_SIZE));
	preempt_disable();
	for (int i = 0; i < NR; i++)
		vfree_atomic(areas[(i * 7) % NR]);
	preempt_enable();
	vfree_atomic(NULL);
	sched_quiesce();
	KUNIT_EXPECT_EQ(test, vmalloc_nr_pages(), nr_pages);
	for (int i = 0; i < NR; i++)
		KUNIT_EXPECT_NE(test, copy_from_kernel_nofault(&byte, areas[i], 1), 0L);
}

/* Freed addresses are given out again after vm_unmap_aliases(), and not before. */
static void vmalloc_addresses_rest_until_purge(struct kunit *test)
{
	char *first, *second, *third;

	vm_unmap_aliases();
	first = vmalloc(PAGE_SIZE);
	vfree(first);
	second = vmalloc(PAGE_SIZE);
	KUNIT_EXPECT_PTR_NE(test, second, first);
	vfree(second);
	vm_unmap_aliases();
	third = vmalloc(PAGE_SIZE);
	KUNIT_EXPECT_PTR_EQ(test, third, first);
	vfree(third);
}

/* The lazy pages never get many more than lazy_max_pages(): 32 MB for each doubling of the CPUs. */
static void vmalloc_lazy_pages_are_bounded(struct kunit *test)
{
	unsigned long most = fls(num_online_cpus()) * (32UL << 20) / PAGE_SIZE, seen = 0;
	unsigned long step = most / 8;

	for (int i = 0; i < 40; i++) {
		struct vm_struct *vm = get_vm_area(step << PAGE_SHIFT, VM_MAP);

		KUNIT_ASSERT_NOT_NULL(test, vm);
		free_vm_area(vm);
		seen = max(seen, READ_ONCE(vmap_space.nr_lazy));
		if (READ_ONCE(vmap_space.nr_lazy) > most)
			sched_quiesce();
	}
	KUNIT_EXPECT_GT(test, seen, most / 2);
	KUNIT_EXPECT_LE(test, seen, most + 2 * step);
}

static bool pages_are_of_node(const char *area, unsigned int nr, int node)
{
	for (unsigned int i = 0; i < nr; i++)
		if (page_to_nid(vmalloc_to_page(area + i * PAGE_SIZE)) != node)
			return false;
	return true;
}

static void vmalloc_node_takes_frames_of_node(struct kunit *test)
{
	int node;

	for_each_online_node(node) {
		char *area = vmalloc_node(9 * PAGE_SIZE, node), *zeros = vzalloc_node(5 * PAGE_SIZE, node);

		KUNIT_ASSERT_NOT_NULL(test, area);
		KUNIT_ASSERT_NOT_NULL(test, zeros);
		KUNIT_EXPECT_TRUE(test, pages_are_of_node(area, 9, node));
		KUNIT_EXPECT_TRUE(test, pages_are_of_node(zeros, 5, node));
		KUNIT_EXPECT_NULL(test, memchr_inv(zeros, 0, 5 * PAGE_SIZE));
		vfree(area);
		vfree(zeros);
	}
}

/* Frames come in blocks, so that the port maps a few runs and not each page. */
static void vmalloc_maps_long_runs(struct kunit *test)
{
	enum { NR = 256 };
	char *area = vmalloc(NR * PAGE_SIZE);
	unsigned int runs = 1;

	KUNIT_ASSERT_NOT_NULL(test, area);
	for (int i = 1; i < NR; i++)
		runs += vmalloc_to_pfn(area + i * PAGE_SIZE) != vmalloc_to_pfn(area + (i - 1) * PAGE_SIZE) + 1;
	KUNIT_EXPECT_LE(test, runs, 64U);
	vfree(area);
}

/*
 * A third of what is free, while no two free frames are neighbours: nothing contiguous can be had
 * then.
 */
static void vmalloc_large_area_from_fragmented_memory(struct kunit *test)
{
	unsigned long nr = min(nr_free_pages() / 3 * 2, 24000UL), i, got;
	struct page **held = vcalloc(nr, sizeof(*held));
	unsigned char *area;

	KUNIT_ASSERT_NOT_NULL(test, held);
	for (got = 0; got < nr; got++) {
		held[got] = alloc_page(GFP_HIGHUSER | __GFP_NOWARN | __GFP_NORETRY);
		if (!held[got])
			break;
	}
	for (i = 0; i < got; i++)
		if (page_to_pfn(held[i]) % 2) {
			__free_page(held[i]);
			held[i] = NULL;
		}
	area = vmalloc(got / 4 * PAGE_SIZE);
	KUNIT_EXPECT_NOT_NULL(test, area);
	for (i = 0; area && i < got / 4; i++)
		memset(area + i * PAGE_SIZE, i % 251, PAGE_SIZE);
	for (i = 0; area && i < got / 4; i++)
		KUNIT_ASSERT_NULL(test, memchr_inv(area + i * PAGE_SIZE, i % 251, PAGE_SIZE));
	vfree(area);
	for (i = 0; i < got; i++)
		if (held[i])
			__free_page(held[i]);
	vfree(held);
}

/* Bounds, alignment, arrays whose size overflows. */
static void vmalloc_other_forms_do_as_asked(struct kunit *test)
{
	unsigned long start = VMALLOC_START + (16UL << 20), end = start + (1UL << 20);
	volatile size_t many = SIZE_MAX / 4;
	char *area = __vmalloc_node_range(5 * PAGE_SIZE, 16 * PAGE_SIZE, start, end, GFP_KERNEL, PAGE_KERNEL, 0,
					  NUMA_NO_NODE, __builtin_return_address(0));

	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)area, 16 * PAGE_SIZE));
	KUNIT_EXPECT_TRUE(test, (unsigned long)area >= start && (unsigned long)area < end);
	vfree(area);
	KUNIT_EXPECT_NULL(test, vmalloc_array(many, 8));
	KUNIT_EXPECT_NULL(test, vcalloc(many, 8));
	area = vcalloc(100, 77);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_NULL(test, memchr_inv(area, 0, 7700));
	vfree(area);
	KUNIT_EXPECT_NULL(test, __vmalloc_array(many, 8, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, __vcalloc(many, 8, GFP_KERNEL));
	area = __vcalloc(100, 77, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_NULL(test, memchr_inv(area, 0, 7700));
	KUNIT_EXPECT_EQ(test, get_vm_area_size(find_vm_area(area)), PAGE_ALIGN(7700UL));
	vfree(area);
	area = __vmalloc_array(100, 77, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, get_vm_area_size(find_vm_area(area)), PAGE_ALIGN(7700UL));
	vfree(area);
	area = __vmalloc_node(3 * PAGE_SIZE, 8 * PAGE_SIZE, GFP_KERNEL, NUMA_NO_NODE, vmalloc_other_forms_do_as_asked);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)area, 8 * PAGE_SIZE));
	KUNIT_EXPECT_PTR_EQ(test, find_vm_area(area)->caller, (void *)vmalloc_other_forms_do_as_asked);
	vfree(area);
	area = vmalloc_huge(600 * PAGE_SIZE, GFP_KERNEL | __GFP_ZERO);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_NULL(test, memchr_inv(area, 0, 600 * PAGE_SIZE));
	vfree(area);
	area = vmalloc_32_user(PAGE_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_TRUE(test, find_vm_area(area)->flags & VM_USERMAP);
	KUNIT_EXPECT_LT(test, (u64)page_to_phys(vmalloc_to_page(area)), 1ULL << 32);
	vfree(area);
}

/* Where zone Normal lies beyond 4 GB that is where vmalloc() goes, and vmalloc_32() does not. */
static void vmalloc_32_stays_below_4_gb(struct kunit *test)
{
	const u64 limit = 1ULL << 32;
	char *far = vmalloc(PAGE_SIZE), *near = vmalloc_32(300 * PAGE_SIZE), *dma = __vmalloc(PAGE_SIZE, GFP_KERNEL | GFP_DMA);

	KUNIT_ASSERT_NOT_NULL(test, far);
	KUNIT_ASSERT_NOT_NULL(test, near);
	if (PFN_PHYS((u64)max_pfn) > 5 * limit / 4 && !totalhigh_pages())
		KUNIT_EXPECT_GE(test, (u64)page_to_phys(vmalloc_to_page(far)), limit);
	for (int i = 0; i < 300; i++)
		KUNIT_EXPECT_LT(test, (u64)page_to_phys(vmalloc_to_page(near + i * PAGE_SIZE)), limit);
	if (dma)
		KUNIT_EXPECT_LT(test, (u64)page_to_phys(vmalloc_to_page(dma)), 16ULL << 20);
	vfree(far);
	vfree(near);
	vfree(dma);
}

/* Zeros on request, also where frames have no address of their own; high ones are preferred. */
static void vmalloc_prefers_high_frames(struct kunit *test)
{
	int node = first_online_node;
	unsigned int high = 0;
	char *area;

	if (!totalhigh_pages())
		kunit_skip(test, "the machine has no high memory");
	/* The near node need not have some. */
	while (!zone_managed_pages(&NODE_DATA(node)->node_zones[ZONE_HIGHMEM]))
		node = next_online_node(node);
	area = vzalloc_node(8 * PAGE_SIZE, node);
	KUNIT_ASSERT_NOT_NULL(test, area);
	for (int i = 0; i < 8; i++)
		high += PageHighMem(vmalloc_to_page(area + i * PAGE_SIZE));
	KUNIT_EXPECT_EQ(test, high, 8U);
	KUNIT_EXPECT_NULL(test, memchr_inv(area, 0, 8 * PAGE_SIZE));
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
	KUNIT_CASE(vmalloc_in_atomic_is_reported),
	KUNIT_CASE(vmalloc_in_interrupt_is_refused_and_vfree_put_off),
	KUNIT_CASE(vfree_atomic_frees_neighbours_together),
	KUNIT_CASE(vmalloc_addresses_rest_until_purge),
	KUNIT_CASE(vmalloc_lazy_pages_are_bounded),
	KUNIT_CASE(vmalloc_node_takes_frames_of_node),
	KUNIT_CASE(vmalloc_maps_long_runs),
	KUNIT_CASE(vmalloc_large_area_from_fragmented_memory),
	KUNIT_CASE(vmalloc_other_forms_do_as_asked),
	KUNIT_CASE(vmalloc_32_stays_below_4_gb),
	KUNIT_CASE(vmalloc_prefers_high_frames),
	KUNIT_CASE(vmalloc_random_areas_keep_contents),
	{}
};

static struct kunit_suite vmalloc_suite = {
	.name = "vmalloc",
	.init = vmalloc_case_init,
	.test_cases = vmalloc_cases,
};
kunit_test_suite(vmalloc_suite);
