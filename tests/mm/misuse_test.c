// SPDX-License-Identifier: MIT
/*
 * tests/mm/misuse_test.c - suite "misuse": wrong frees of objects are told apart, reported and not carried out
 *
 * Each case makes one mistake, looks for its sentence in the log, and shows that what was
 * not to be freed still is whole by freeing it the right way.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm-generic/arch.h>
#include "mm/slab.h"
#include "tests/mm/unmerged.h"

#define EXPECT_REPORT(test, text, call)							\
	do {										\
		struct printk_capture capture;						\
											\
		printk_capture_begin(&capture);						\
		call;									\
		printk_capture_end(&capture);						\
		KUNIT_EXPECT_EQ(test, printk_capture_count(&capture, text), 1U);	\
	} while (0)

/* gcc knows what kfree() is for, and would rather not compile these. */
static void *hidden(void *p)
{
	OPTIMIZER_HIDE_VAR(p);
	return p;
}

static void misuse_kfree_twice(struct kunit *test)
{
	char *p = hidden(kmalloc(64, GFP_KERNEL)), *q, *r;

	kfree(p);
	EXPECT_REPORT(test, slab_misuse_text(SLAB_MISUSE_FREE), kfree(hidden(p)));
	q = kmalloc(64, GFP_KERNEL);
	r = kmalloc(64, GFP_KERNEL);
	KUNIT_EXPECT_PTR_NE(test, q, r);
	kfree(q);
	kfree(r);
}

/* Also when the object has gone back to its slab, and when whole pages were kmalloc'ed. */
static void misuse_kfree_twice_after_drain(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("misuse-drain", 64, 0, SLAB_UNMERGED, NULL);
	void *keep, *p, *large = hidden(kmalloc(20000, GFP_KERNEL));

	KUNIT_ASSERT_NOT_NULL(test, s);
	keep = kmem_cache_alloc(s, GFP_KERNEL);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_ASSERT_TRUE(test, keep && p && large);
	kmem_cache_free(s, p);
	kmem_cache_shrink(s);
	EXPECT_REPORT(test, slab_misuse_text(SLAB_MISUSE_FREE), kmem_cache_free(s, hidden(p)));
	kmem_cache_free(s, keep);
	kmem_cache_destroy(s);
	kfree(large);
	EXPECT_REPORT(test, slab_misuse_text(SLAB_MISUSE_FREE), kfree(hidden(large)));
}

static void misuse_kfree_inside_object(struct kunit *test)
{
	char *small = hidden(kmalloc(64, GFP_KERNEL)), *large = hidden(kmalloc(20000, GFP_KERNEL));

	EXPECT_REPORT(test, slab_misuse_text(SLAB_MISUSE_INSIDE), kfree(hidden(small + 8)));
	EXPECT_REPORT(test, slab_misuse_text(SLAB_MISUSE_INSIDE), kfree(hidden(large + 4096)));
	kfree(small);
	kfree(large);
}

static void misuse_kfree_other_memory(struct kunit *test)
{
	unsigned long page = __get_free_page(GFP_KERNEL);
	char on_stack[16];

	EXPECT_REPORT(test, slab_misuse_text(SLAB_MISUSE_NOT_SLAB), kfree(hidden((void *)page)));
	EXPECT_REPORT(test, slab_misuse_text(SLAB_MISUSE_WILD), kfree(hidden(on_stack)));
	free_page(page);
}

static void misuse_kfree_and_vfree_crossed(struct kunit *test)
{
	void *v, *k = kmalloc(64, GFP_KERNEL);

	if (!(arch_features() & ARCH_HAS_MMU)) {
		kfree(k);
		kunit_skip(test, "needs an MMU");
	}
	v = vmalloc(100);
	EXPECT_REPORT(test, slab_misuse_text(SLAB_MISUSE_VMALLOC), kfree(hidden(v)));
	EXPECT_REPORT(test, "Trying to vfree() bad address", vfree(hidden(k + 8)));
	EXPECT_REPORT(test, "Trying to vfree() nonexistent vm area",
		      vfree((void *)PAGE_ALIGN((unsigned long)k)));
	vfree(v);
	kfree(k);
}

static void misuse_wrong_cache(struct kunit *test)
{
	struct kmem_cache *a = kmem_cache_create("misuse-a", 64, 0, SLAB_UNMERGED, NULL);
	struct kmem_cache *b = kmem_cache_create("misuse-b", 64, 0, SLAB_UNMERGED, NULL);
	void *object;

	KUNIT_ASSERT_TRUE(test, a && b);
	object = kmem_cache_alloc(a, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, object);
	EXPECT_REPORT(test, slab_misuse_text(SLAB_MISUSE_OTHER_CACHE), kmem_cache_free(b, object));
	kmem_cache_free(a, object);
	kmem_cache_destroy(a);
	kmem_cache_destroy(b);
}

/* A write to a freed object's mark is noticed when the object would be given out again. */
static void misuse_write_after_free(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("misuse-uaf", 64, 0, SLAB_UNMERGED, NULL);
	char *object, *again = NULL;
	unsigned long mark;

	KUNIT_ASSERT_NOT_NULL(test, s);
	object = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, object);
	kmem_cache_free(s, object);
	if (!slab_design->magazines) {
		kmem_cache_destroy(s);
		kunit_skip(test, "the design does not mark free objects");
	}
	preempt_disable();
	mark = *link_word(s, object);
	*link_word(s, object) = ~0UL;
	EXPECT_REPORT(test, slab_misuse_text(SLAB_MISUSE_OVERWRITTEN),
		      again = kmem_cache_alloc(s, GFP_ATOMIC));
	preempt_enable();
	if (!again)
		*link_word(s, object) = mark;
	KUNIT_ASSERT_NOT_NULL(test, again);
	KUNIT_EXPECT_PTR_NE(test, again, object);
	kmem_cache_free(s, again);
	kmem_cache_free(s, object);
	kmem_cache_destroy(s);
}

static struct kunit_case misuse_cases[] = {
	KUNIT_CASE(misuse_kfree_twice),
	KUNIT_CASE(misuse_kfree_twice_after_drain),
	KUNIT_CASE(misuse_kfree_inside_object),
	KUNIT_CASE(misuse_kfree_other_memory),
	KUNIT_CASE(misuse_kfree_and_vfree_crossed),
	KUNIT_CASE(misuse_wrong_cache),
	KUNIT_CASE(misuse_write_after_free),
	{}
};

static struct kunit_suite misuse_suite = {
	.name = "misuse",
	.test_cases = misuse_cases,
};
kunit_test_suite(misuse_suite);
