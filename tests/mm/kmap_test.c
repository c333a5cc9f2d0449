// SPDX-License-Identifier: MIT
/*
 * tests/mm/kmap_test.c - suite "kmap": the shared windows of kmap() (row C3)
 *
 * All but the first case need high memory, and are skipped without: --boot "machine=x86_32 mem=1G".
 */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <asm-generic/arch.h>
#include "mm/highmem.h"
#include "tests/kernel/threads.h"
#include "tests/mm/high_page.h"

/* On a port that maps nothing, or without high memory, there are no windows. */
static void kmap_without_high_memory_has_no_windows(struct kunit *test)
{
	if (totalhigh_pages())
		kunit_skip(test, "this machine has high memory");
	KUNIT_EXPECT_EQ(test, LAST_PKMAP, 0U);
	KUNIT_EXPECT_FALSE(test, is_kmap_addr((void *)PKMAP_BASE));
	KUNIT_EXPECT_FALSE(test, is_kmap_addr(test));
}

/* The windows are as many as x86's, and one behind the other; no other address is theirs. */
static void kmap_windows_are_as_many_as_documented(struct kunit *test)
{
	struct page *page = high_page(test);
	void *at = kmap(page);

	KUNIT_EXPECT_EQ(test, LAST_PKMAP, max_pfn > SZ_4G >> PAGE_SHIFT ? 512U : 1024U);
	KUNIT_EXPECT_LT(test, PKMAP_NR(at), (unsigned long)LAST_PKMAP);
	KUNIT_EXPECT_PTR_EQ(test, (void *)PKMAP_ADDR(PKMAP_NR(at)), at);
	KUNIT_EXPECT_TRUE(test, is_kmap_addr(at) && is_kmap_addr((void *)PKMAP_BASE));
	KUNIT_EXPECT_TRUE(test, is_kmap_addr((void *)PKMAP_ADDR(LAST_PKMAP) - 1));
	KUNIT_EXPECT_FALSE(test, is_kmap_addr(test));
	kunmap(page);
	__free_page(page);
}

/* A high page has an address while it is mapped, and the same for all who map it. */
static void kmap_is_shared_and_counted(struct kunit *test)
{
	struct page *page = high_page(test), *other = high_page(test);
	char *first, *second;

	KUNIT_EXPECT_NULL(test, page_address(page));
	first = kmap(page);
	second = kmap(page);
	KUNIT_EXPECT_PTR_EQ(test, first, second);
	KUNIT_EXPECT_PTR_EQ(test, page_address(page), (void *)first);
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(first + 7), page);
	KUNIT_EXPECT_TRUE(test, kmap(other) != (void *)first);
	memset(first, 0x2d, PAGE_SIZE);
	kunmap(other);
	kunmap(page);
	kmap_flush_unused();
	KUNIT_EXPECT_PTR_EQ(test, page_address(page), (void *)first);
	KUNIT_EXPECT_NULL(test, page_address(other));
	KUNIT_EXPECT_EQ(test, second[PAGE_SIZE - 1], 0x2d);
	kunmap(page);
	kmap_flush_unused();
	KUNIT_EXPECT_NULL(test, page_address(page));

	first = kmap_local_page(page);
	KUNIT_EXPECT_NULL(test, memchr_inv(first, 0x2d, PAGE_SIZE));
	kunmap_local(first);
	__free_page(page);
	__free_page(other);
}

/* The last kunmap() leaves the window as it is, for the next kmap(); with debug_kmap=1 it does not. */
static void kmap_unmaps_lazily(struct kunit *test)
{
	struct page *page = high_page(test);
	bool strict = kmap_strict;
	char *at;

	kmap_strict = false;
	at = kmap(page);
	*at = 5;
	kunmap(page);
	KUNIT_EXPECT_PTR_EQ(test, page_address(page), (void *)at);
	KUNIT_EXPECT_PTR_EQ(test, kmap(page), (void *)at);
	KUNIT_EXPECT_EQ(test, *at, 5);
	kunmap(page);
	kmap_flush_unused();
	KUNIT_EXPECT_NULL(test, page_address(page));
	kmap_strict = true;
	kmap(page);
	kunmap(page);
	KUNIT_EXPECT_NULL(test, page_address(page));
	kmap_strict = strict;
	__free_page(page);
}

struct pool {
	struct page		**pages;	/* LAST_PKMAP + 1 */
	struct task_struct	*waiter;
	void			*got;
	atomic_t		done, wrong;
	unsigned int		nr_left;	/* windows that the test has not taken */
};

static struct pool *pool_new(struct kunit *test, unsigned int nr_left)
{
	struct pool *p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	__free_page(high_page(test));
	p->nr_left = nr_left;
	p->pages = kunit_kcalloc(test, LAST_PKMAP + 1, sizeof(*p->pages), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p->pages);
	for (unsigned int i = 0; i <= LAST_PKMAP; i++)
		p->pages[i] = high_page(test);
	for (unsigned int i = nr_left; i < LAST_PKMAP; i++)
		*(unsigned int *)kmap(p->pages[i]) = i;
	return p;
}

static void pool_free(struct kunit *test, struct pool *p)
{
	for (unsigned int i = p->nr_left; i < LAST_PKMAP; i++) {
		KUNIT_EXPECT_EQ(test, *(unsigned int *)page_address(p->pages[i]), i);
		kunmap(p->pages[i]);
	}
	for (unsigned int i = 0; i <= LAST_PKMAP; i++)
		__free_page(p->pages[i]);
}

/* As many pages at once as there are windows: all have addresses of their own. */
static void kmap_all_windows_are_distinct(struct kunit *test)
{
	pool_free(test, pool_new(test, 0));
}

static void map_one_more(void *ctx, unsigned int i)
{
	struct pool *p = ctx;

	WRITE_ONCE(p->waiter, current);
	p->got = kmap(p->pages[LAST_PKMAP]);
	atomic_set_release(&p->done, 1);
	kunmap(p->pages[LAST_PKMAP]);
}

/*
 * All windows in use: kmap() of one page more sleeps until any of them is given up, and gets that
 * one.
 */
static void kmap_waits_for_a_window(struct kunit *test)
{
	struct pool *p = pool_new(test, 0);
	void *freed = page_address(p->pages[7]);
	struct test_threads all;

	test_threads_start(test, &all, 1, map_one_more, p);
	KUNIT_EXPECT_TRUE(test, test_eventually(READ_ONCE(p->waiter) &&
						READ_ONCE(all.thread[0].task->__state) == TASK_UNINTERRUPTIBLE));
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->done), 0);
	kunmap(p->pages[7]);
	KUNIT_EXPECT_TRUE(test, test_eventually(atomic_read_acquire(&p->done)));
	KUNIT_EXPECT_PTR_EQ(test, p->got, freed);
	test_threads_join(&all);
	*(unsigned int *)kmap(p->pages[7]) = 7;
	pool_free(test, p);
}

#define LEFT	3
#define ROUNDS	200

static void map_many(void *ctx, unsigned int i)
{
	struct pool *p = ctx;

	for (unsigned int round = 0; round < ROUNDS; round++) {
		struct page *page = p->pages[round % 2 ? LEFT - 1 : LAST_PKMAP];
		unsigned int *at = kmap(page);

		atomic_add(page_address(page) != at, &p->wrong);
		atomic_add(kmap_to_page(at) != page, &p->wrong);
		WRITE_ONCE(at[i], round);
		if (round % 16 == 0)
			usleep_range(10, 50);
		atomic_add(READ_ONCE(at[i]) != round, &p->wrong);
		kunmap(page);
	}
	/* Pages of one's own, more of them than are left. */
	for (unsigned int round = 0; round < ROUNDS; round++) {
		struct page *page = alloc_page(GFP_HIGHUSER);
		unsigned int *at = kmap(page);

		WRITE_ONCE(*at, i);
		cpu_relax();
		atomic_add(READ_ONCE(*at) != i, &p->wrong);
		kunmap(page);
		__free_page(page);
	}
	atomic_inc(&p->done);
}

/* Sixteen tasks and three windows: all are served, and each sees its own page. */
static void kmap_many_tasks_share_few_windows(struct kunit *test)
{
	struct pool *p = pool_new(test, LEFT);

	test_threads_run(test, TEST_THREADS_MAX, map_many, p);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->done), TEST_THREADS_MAX);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->wrong), 0);
	KUNIT_EXPECT_EQ(test, kmap_nr_used(), (unsigned long)LAST_PKMAP - LEFT);
	pool_free(test, p);
}

static struct kunit_case kmap_cases[] = {
	KUNIT_CASE(kmap_without_high_memory_has_no_windows),
	KUNIT_CASE(kmap_windows_are_as_many_as_documented),
	KUNIT_CASE(kmap_is_shared_and_counted),
	KUNIT_CASE(kmap_unmaps_lazily),
	KUNIT_CASE(kmap_all_windows_are_distinct),
	KUNIT_CASE(kmap_waits_for_a_window),
	KUNIT_CASE(kmap_many_tasks_share_few_windows),
	{}
};

static struct kunit_suite kmap_suite = {
	.name = "kmap",
	.test_cases = kmap_cases,
};
kunit_test_suite(kmap_suite);
