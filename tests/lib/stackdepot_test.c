// SPDX-License-Identifier: MIT
/*
 * tests/lib/stackdepot_test.c - suite "stackdepot"
 */
#include <kunit/test.h>
#include <linux/kthread.h>
#include <linux/sched/task.h>
#include <linux/stackdepot.h>
#include <linux/stacktrace.h>

static noinline unsigned int trace_here(unsigned long *entries, unsigned int max, unsigned int skip)
{
	unsigned int nr = stack_trace_save(entries, max, skip);

	barrier();	/* no sibling call: this function stays in the chain */
	return nr;
}

static void stacktrace_skip_leaves_inner_functions_out(struct kunit *test)
{
	unsigned long all[16], outer[16], *function = (unsigned long *)trace_here;
	unsigned int nr = trace_here(all, 16, 0), nr_outer = trace_here(outer, 16, 1);

	KUNIT_ASSERT_GE(test, nr, 3U);
	KUNIT_EXPECT_GE(test, all[0], (unsigned long)function);
	KUNIT_EXPECT_LT(test, all[0], (unsigned long)function + 256);
	KUNIT_EXPECT_EQ(test, outer[1], all[2]);
	KUNIT_EXPECT_EQ(test, nr_outer, min(nr - 1, 16U));
	KUNIT_EXPECT_EQ(test, trace_here(all, 2, 0), 2U);
}

static void stackdepot_same_chain_same_handle(struct kunit *test)
{
	unsigned long chain[5] = { 0x1111, 0x2222, 0x3333, 0x4444, 0x5555 }, *stored;
	depot_stack_handle_t a, b, shorter;

	KUNIT_ASSERT_EQ(test, stack_depot_init(), 0);
	a = stack_depot_save(chain, 5, GFP_KERNEL);
	b = __stack_depot_save(chain, 5, 21, GFP_KERNEL, false);
	shorter = stack_depot_save(chain, 4, GFP_KERNEL);
	KUNIT_EXPECT_NE(test, a, 0U);
	KUNIT_EXPECT_NE(test, a, shorter);
	KUNIT_EXPECT_EQ(test, stack_depot_get_extra_bits(b), 21U);
	KUNIT_EXPECT_EQ(test, stack_depot_fetch(b, &stored), 5U);
	KUNIT_EXPECT_MEMEQ(test, stored, chain, sizeof(chain));
	KUNIT_EXPECT_EQ(test, stack_depot_fetch(a, &stored), 5U);
	KUNIT_EXPECT_MEMEQ(test, stored, chain, sizeof(chain));
	KUNIT_EXPECT_EQ(test, stack_depot_save(chain, 0, GFP_KERNEL), 0U);
	KUNIT_EXPECT_EQ(test, stack_depot_fetch(0, &stored), 0U);
	KUNIT_EXPECT_NULL(test, stored);
}

static void stackdepot_chains_are_written_as_text(struct kunit *test)
{
	unsigned long chain[8];
	unsigned int nr = trace_here(chain, 8, 0);
	char *text = kunit_kzalloc(test, 2048, GFP_KERNEL);
	depot_stack_handle_t handle;
	int len;

	KUNIT_ASSERT_NOT_NULL(test, text);
	KUNIT_ASSERT_EQ(test, stack_depot_init(), 0);
	handle = stack_depot_save(chain, nr, GFP_KERNEL);
	len = stack_depot_snprint(handle, text, 2048, 2);
	KUNIT_EXPECT_EQ(test, (size_t)len, strlen(text));
	KUNIT_EXPECT_EQ(test, strncmp(text, "   ", 3), 0);
	KUNIT_EXPECT_EQ(test, stack_depot_snprint(handle, text, 10, 2), len);
	KUNIT_EXPECT_EQ(test, strlen(text), 9UL);
}

#define NR_CHAINS	3000
#define NR_THREADS	4

struct depot_user {
	struct task_struct *task;
	depot_stack_handle_t handles[NR_CHAINS];
};

static void chain_make(unsigned long *chain, unsigned int i)
{
	for (unsigned int k = 0; k < 12; k++)
		chain[k] = 0x40000000UL + i * 16 + k;
}

static int chains_save(void *arg)
{
	struct depot_user *user = arg;
	unsigned long chain[12];

	for (unsigned int i = 0; i < NR_CHAINS; i++) {
		chain_make(chain, i);
		user->handles[i] = stack_depot_save(chain, 4 + i % 9, GFP_KERNEL);
	}
	return 0;
}

/* Several tasks store the same chains: each gets the same handle, over many pools. */
static void stackdepot_tasks_agree(struct kunit *test)
{
	struct depot_user *users = kvcalloc(NR_THREADS, sizeof(*users), GFP_KERNEL);
	unsigned long chain[12], *stored, nr_pages = stack_depot_nr_pages();

	KUNIT_ASSERT_EQ(test, stack_depot_init(), 0);
	KUNIT_ASSERT_NOT_NULL(test, users);
	for (int t = 0; t < NR_THREADS; t++) {
		users[t].task = kthread_create(chains_save, &users[t], "depot/%d", t);
		KUNIT_ASSERT_FALSE(test, IS_ERR(users[t].task));
		get_task_struct(users[t].task);
		wake_up_process(users[t].task);
	}
	for (int t = 0; t < NR_THREADS; t++) {
		kthread_stop(users[t].task);
		put_task_struct(users[t].task);
	}
	chains_save(&users[0]);		/* one may have been stopped before it began */
	KUNIT_EXPECT_GT(test, stack_depot_nr_pages(), nr_pages);
	for (unsigned int i = 0; i < NR_CHAINS; i++) {
		chain_make(chain, i);
		KUNIT_ASSERT_EQ(test, stack_depot_fetch(users[0].handles[i], &stored), 4 + i % 9);
		KUNIT_ASSERT_MEMEQ(test, stored, chain, (4 + i % 9) * sizeof(chain[0]));
		for (int t = 1; t < NR_THREADS; t++)
			if (users[t].handles[i])
				KUNIT_ASSERT_EQ(test, users[t].handles[i], users[0].handles[i]);
	}
	kvfree(users);
}

static struct kunit_case stackdepot_cases[] = {
	KUNIT_CASE(stacktrace_skip_leaves_inner_functions_out),
	KUNIT_CASE(stackdepot_same_chain_same_handle),
	KUNIT_CASE(stackdepot_chains_are_written_as_text),
	KUNIT_CASE(stackdepot_tasks_agree),
	{}
};

static struct kunit_suite stackdepot_suite = {
	.name = "stackdepot",
	.test_cases = stackdepot_cases,
};
kunit_test_suite(stackdepot_suite);
