// SPDX-License-Identifier: MIT
/* tests/mm/util_test.c - copies, and memory that need not be contiguous (row B1) */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm-generic/arch.h>

/* Each copy equals its source, is memory of its own, and ends in a NUL where it is a string. */
static void util_copies_equal_their_source(struct kunit *test)
{
	static const char text[] = "quarry";
	char *s = kstrdup(text, GFP_KERNEL);

	KUNIT_EXPECT_STREQ(test, s, text);
	KUNIT_EXPECT_PTR_NE(test, (const char *)s, &text[0]);
	kfree(s);
	s = kstrndup(text, 3, GFP_KERNEL);
	KUNIT_EXPECT_STREQ(test, s, "qua");
	kfree(s);
	s = kstrndup(text, 100, GFP_KERNEL);
	KUNIT_EXPECT_STREQ(test, s, text);
	kfree(s);
	s = kmemdup(text, sizeof(text), GFP_KERNEL);
	KUNIT_EXPECT_STREQ(test, s, text);
	kfree(s);
	s = kmemdup_nul(text + 1, 2, GFP_KERNEL);
	KUNIT_EXPECT_STREQ(test, s, "ua");
	kfree(s);
	KUNIT_EXPECT_NULL(test, kstrdup(NULL, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kstrndup(NULL, 3, GFP_KERNEL));
}

/* A small kvmalloc() is kmalloc() memory; one that no block of pages can hold is vmalloc() memory. */
static void util_kvmalloc_falls_back_to_vmalloc(struct kunit *test)
{
	void *small = kvmalloc(100, GFP_KERNEL);
	void *large;

	KUNIT_EXPECT_NOT_NULL(test, small);
	KUNIT_EXPECT_FALSE(test, is_vmalloc_addr(small));
	kvfree(small);
	if (!(arch_features() & ARCH_HAS_MMU))
		kunit_skip(test, "vmalloc needs an MMU");
	large = kvzalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, large);
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(large));
	KUNIT_EXPECT_NULL(test, memchr_inv(large, 0, KMALLOC_MAX_SIZE + 1));
	kvfree(large);
}

/* What may not sleep gets no vmalloc() memory; what is absurd gets nothing. */
static void util_kvmalloc_refuses(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, kvmalloc(KMALLOC_MAX_SIZE + 1, GFP_NOWAIT | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, kvmalloc((size_t)INT_MAX + 1, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, kvmalloc_array(SIZE_MAX, 2, GFP_KERNEL));
	kvfree(NULL);
}

/* Growing keeps the contents; not growing keeps the place. */
static void util_kvrealloc_keeps_contents(struct kunit *test)
{
	char *p = kvmalloc(10, GFP_KERNEL), *q;

	KUNIT_ASSERT_NOT_NULL(test, p);
	strscpy(p, "contents", 10);
	KUNIT_EXPECT_PTR_EQ(test, (char *)kvrealloc(p, 10, 5, GFP_KERNEL), p);
	q = kvrealloc(p, 10, 5000, GFP_KERNEL);
	KUNIT_EXPECT_STREQ(test, q, "contents");
	kvfree_sensitive(q, 5000);
}

static struct kunit_case util_cases[] = {
	KUNIT_CASE(util_copies_equal_their_source),
	KUNIT_CASE(util_kvmalloc_falls_back_to_vmalloc),
	KUNIT_CASE(util_kvmalloc_refuses),
	KUNIT_CASE(util_kvrealloc_keeps_contents),
	{}
};

static struct kunit_suite util_suite = {
	.name		= "util",
	.test_cases	= util_cases,
};
kunit_test_suite(util_suite);
