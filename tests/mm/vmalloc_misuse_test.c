// SPDX-License-Identifier: MIT
/*
 * tests/mm/vmalloc_misuse_test.c - suite "vmalloc_misuse": areas given back wrongly, and touches of no memory, are named
 *
 * A row is one mistake: its sentence must be in the log once, and afterwards everything as before:
 * mm_verify() finds nothing, and the right way of giving back still works (the runner looks for leaks).
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm-generic/arch.h>
#include "mm/vmalloc.h"
#include "tests/mm/verified.h"

static int misuse_case_init(struct kunit *test)
{
	if (!(arch_features() & ARCH_HAS_MMU))
		kunit_skip(test, "needs an MMU");
	return 0;
}

/* The compiler must not see what is freed. */
static void *hidden(const void *p)
{
	__asm__ volatile("" : "+r"(p));
	return (void *)p;
}

/* What the rows err with. */
struct things {
	char *area;		/* vmalloc(), three pages */
	char *freed;		/* the same, freed */
	void *object;
	struct page *page;
	char *map, *ram;
};

struct mistake {
	const char *name;
	enum vmalloc_misuse kind;
	void (*err)(const struct things *t);
};

static void err_unaligned(const struct things *t)
{
	vfree(hidden(t->area + 8));
}

static void err_foreign(const struct things *t)
{
	vfree(hidden((void *)PAGE_ALIGN((unsigned long)t->object)));
}

static void err_nothing(const struct things *t)
{
	vfree(hidden((void *)(VMALLOC_END - PAGE_SIZE)));
}

static void err_inside(const struct things *t)
{
	vfree(hidden(t->area + PAGE_SIZE));
}

static void err_freed(const struct things *t)
{
	vfree(hidden(t->freed));
}

static void err_freed_atomic(const struct things *t)
{
	preempt_disable();
	vfree_atomic(hidden(t->freed));
	preempt_enable();
}

static void err_vfree_of_vmap(const struct things *t)
{
	vfree(hidden(t->map));
}

static void err_vunmap_of_vmalloc(const struct things *t)
{
	vunmap(hidden(t->area));
}

static void err_vunmap_of_ram(const struct things *t)
{
	vunmap(hidden(t->ram));
}

static void err_unmap_ram_of_vmap(const struct things *t)
{
	vm_unmap_ram(hidden(t->map), 1);
}

static const struct mistake mistakes[] = {
	{ "vfree-unaligned", VMALLOC_MISUSE_UNALIGNED, err_unaligned },
	{ "vfree-foreign", VMALLOC_MISUSE_FOREIGN, err_foreign },
	{ "vfree-nothing", VMALLOC_MISUSE_NOTHING, err_nothing },
	{ "vfree-inside", VMALLOC_MISUSE_INSIDE, err_inside },
	{ "vfree-twice", VMALLOC_MISUSE_FREED, err_freed },
	{ "vfree-twice-atomic", VMALLOC_MISUSE_FREED, err_freed_atomic },
	{ "vfree-of-vmap", VMALLOC_MISUSE_OTHER, err_vfree_of_vmap },
	{ "vunmap-of-vmalloc", VMALLOC_MISUSE_OTHER, err_vunmap_of_vmalloc },
	{ "vunmap-of-ram", VMALLOC_MISUSE_OTHER, err_vunmap_of_ram },
	{ "unmap-ram-of-vmap", VMALLOC_MISUSE_OTHER, err_unmap_ram_of_vmap },
};

static noinline void things_make(struct kunit *test, struct things *t)
{
	*t = (struct things) {
		.area = vmalloc(3 * PAGE_SIZE), .freed = vmalloc(2 * PAGE_SIZE), .object = kmalloc(64, GFP_KERNEL),
		.page = alloc_page(GFP_KERNEL),
	};
	KUNIT_ASSERT_TRUE(test, t->area && t->freed && t->object && t->page);
	t->map = vmap(&t->page, 1, VM_MAP, PAGE_KERNEL);
	t->ram = vm_map_ram(&t->page, 1, NUMA_NO_NODE);
	KUNIT_ASSERT_TRUE(test, t->map && t->ram);
	vfree(t->freed);
}

static void things_unmake(const struct things *t)
{
	vfree(t->area);
	vunmap(t->map);
	vm_unmap_ram(t->ram, 1);
	__free_page(t->page);
	kfree(t->object);
}

static void vmalloc_misuse_is_named_and_not_done(struct kunit *test)
{
	unsigned long nr_pages;
	struct things t;

	things_make(test, &t);
	nr_pages = vmalloc_nr_pages();
	for (unsigned int i = 0; i < ARRAY_SIZE(mistakes); i++) {
		const struct mistake *m = &mistakes[i];
		struct printk_capture c;

		printk_capture_begin(&c);
		m->err(&t);
		printk_capture_end(&c);
		KUNIT_EXPECT_EQ_MSG(test, printk_capture_count(&c, vmalloc_misuse_text(m->kind)), 1U, "%s", m->name);
		KUNIT_EXPECT_TRUE_MSG(test, printk_capture_contains(&c, "Trying to v"), "%s", m->name);
		if (m->kind == VMALLOC_MISUSE_INSIDE || m->kind == VMALLOC_MISUSE_FREED)
			KUNIT_EXPECT_TRUE_MSG(test, printk_capture_contains(&c, "allocated by things_make+0x") ||
					      !(arch_features() & ARCH_HAS_SYMBOLS), "%s", m->name);
		EXPECT_VERIFIED(test);
		KUNIT_EXPECT_EQ(test, vmalloc_nr_pages(), nr_pages);
	}
	things_unmake(&t);
}

/* ---- touches ---- */

static long touch(void *arg)
{
	return *(volatile char *)arg;
}

static void expect_oops(struct kunit *test, char *addr, const char *says)
{
	struct printk_capture c;
	bool oopsed;

	printk_capture_begin(&c);
	arch_try(touch, addr, &oopsed);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, oopsed);
	KUNIT_EXPECT_TRUE_MSG(test, printk_capture_contains(&c, says), "%s", says);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "allocated by vmalloc_stray_touch_names_area+0x") ||
				!(arch_features() & ARCH_HAS_SYMBOLS));
}

/* Behind an area, and in one that was freed: the oops says which, of what size, and whose. */
static void vmalloc_stray_touch_names_area(struct kunit *test)
{
	char *area, says[80];

	if (!(arch_features() & ARCH_HAS_FAULTS))
		kunit_skip(test, "this port does not come back from a fault");
	area = vmalloc(3 * PAGE_SIZE - 10);
	KUNIT_ASSERT_NOT_NULL(test, area);
	snprintf(says, sizeof(says), "It is 5 bytes behind the vmalloc area 0x%px-0x%px of %lu bytes", area,
		 area + 4 * PAGE_SIZE, 3 * PAGE_SIZE);
	expect_oops(test, area + 3 * PAGE_SIZE + 5, says);
	vfree(area);
	expect_oops(test, area + 70, "It is 70 bytes inside of the freed vmalloc area");
}

static void vmalloc_dump_obj_names_area(struct kunit *test)
{
	char *area = vmalloc(2 * PAGE_SIZE);
	struct printk_capture c;

	KUNIT_ASSERT_NOT_NULL(test, area);
	printk_capture_begin(&c);
	pr_info("dumped:");
	mem_dump_obj(area + 77);
	printk_capture_end(&c);
	KUNIT_EXPECT_TRUE(test, printk_capture_contains(&c, "2-page vmalloc region starting at 0x"));
	vfree(area);
	KUNIT_EXPECT_FALSE(test, vmalloc_dump_obj(area));
}

static struct kunit_case vmalloc_misuse_cases[] = {
	KUNIT_CASE(vmalloc_misuse_is_named_and_not_done),
	KUNIT_CASE(vmalloc_stray_touch_names_area),
	KUNIT_CASE(vmalloc_dump_obj_names_area),
	{}
};

static struct kunit_suite vmalloc_misuse_suite = {
	.name = "vmalloc_misuse",
	.init = misuse_case_init,
	.test_cases = vmalloc_misuse_cases,
};
kunit_test_suite(vmalloc_misuse_suite);
