// SPDX-License-Identifier: MIT
/*
 * tests/mm/slab_sysfs_test.c - suite "slab_sysfs": a cache's folder has its files when it is looked into (row B7)
 */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include "fs/vfs.h"
#include "mm/slab.h"

#define FOLDER	"/sys/kernel/slab/folder"

static struct kmem_cache *folder_new(void)
{
	return kmem_cache_create("folder", 72, 0, SLAB_NOLEAKTRACE, NULL);
}

static int count_one(void *arg, struct vfs_node *node)
{
	++*(int *)arg;
	return 0;
}

/* Names in the folder at @path; -1: there is none. */
static int names_in(const char *path)
{
	struct vfs_node *dir;
	int nr = 0;

	if (vfs_lookup(path, false, &dir))
		return -1;
	vfs_list(dir, 0, count_one, &nr);
	vfs_node_put(dir);
	return nr;
}

static bool is_there(const char *path)
{
	struct vfs_node *node;

	if (vfs_lookup(path, false, &node))
		return false;
	vfs_node_put(node);
	return true;
}

static unsigned long children(const char *path)
{
	struct vfs_node *dir;
	unsigned long nr;

	if (vfs_lookup(path, false, &dir))
		return 0;
	nr = list_count_nodes(&dir->children);
	vfs_node_put(dir);
	return nr;
}

static void slab_sysfs_files_come_with_the_first_look(struct kunit *test)
{
	struct kmem_cache *s = folder_new();
	int nr;

	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_EXPECT_TRUE(test, is_there(FOLDER));
	KUNIT_EXPECT_EQ(test, children(FOLDER), 0UL);
	KUNIT_EXPECT_FALSE(test, is_there(FOLDER "/no-such-file"));
	KUNIT_EXPECT_TRUE(test, is_there(FOLDER "/order"));
	nr = names_in(FOLDER);
	KUNIT_EXPECT_GT(test, nr, 30);
	slab_sysfs_rest();
	KUNIT_EXPECT_EQ(test, children(FOLDER), 0UL);
	KUNIT_EXPECT_EQ(test, names_in(FOLDER), nr);
	kmem_cache_destroy(s);
	KUNIT_EXPECT_FALSE(test, is_there(FOLDER "/order"));
	KUNIT_EXPECT_FALSE(test, is_there(FOLDER));
}

/* A file that somebody has keeps the folder as it is, and is dead when the cache goes. */
static void slab_sysfs_files_in_use_stay(struct kunit *test)
{
	struct kmem_cache *s = folder_new();
	struct vfs_node *file = NULL, *again = NULL;

	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_ASSERT_EQ(test, vfs_lookup(FOLDER "/order", false, &file), 0);
	slab_sysfs_rest();
	KUNIT_EXPECT_EQ(test, vfs_lookup(FOLDER "/order", false, &again), 0);
	KUNIT_EXPECT_PTR_EQ(test, file, again);
	vfs_node_put(again);
	kmem_cache_destroy(s);
	KUNIT_EXPECT_FALSE(test, vfs_node_use(file));
	vfs_node_put(file);
}

static int look(void *arg)
{
	while (!kthread_should_stop()) {
		names_in(FOLDER);
		is_there(FOLDER "/order");
		slab_sysfs_rest();
		cond_resched();
	}
	return 0;
}

/* Looked into, emptied, made and removed all at once: nothing is left behind (the runner counts). */
static void slab_sysfs_folder_comes_and_goes_under_looks(struct kunit *test)
{
	struct task_struct *tasks[2];

	for (unsigned int i = 0; i < ARRAY_SIZE(tasks); i++) {
		tasks[i] = kthread_run(look, NULL, "look/%u", i);
		KUNIT_EXPECT_FALSE(test, IS_ERR(tasks[i]));
	}
	for (unsigned int i = 0; i < 300; i++) {
		struct kmem_cache *s = folder_new();

		KUNIT_EXPECT_NOT_NULL(test, s);
		if (i % 2)
			KUNIT_EXPECT_TRUE(test, is_there(FOLDER "/order"));
		kmem_cache_destroy(s);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(tasks); i++)
		if (!IS_ERR(tasks[i]))
			kthread_stop(tasks[i]);
}

static struct kunit_case slab_sysfs_cases[] = {
	KUNIT_CASE(slab_sysfs_files_come_with_the_first_look),
	KUNIT_CASE(slab_sysfs_files_in_use_stay),
	KUNIT_CASE(slab_sysfs_folder_comes_and_goes_under_looks),
	{}
};

static struct kunit_suite slab_sysfs_suite = {
	.name = "slab_sysfs",
	.test_cases = slab_sysfs_cases,
};
kunit_test_suite(slab_sysfs_suite);
