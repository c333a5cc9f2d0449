/* SPDX-License-Identifier: MIT */
/*
 * kunit/test.h - tests that run in the kernel, with the names of Linux's KUnit
 *
 * A suite is an array of cases; kunit_test_suite() makes it known (section kunit_suites). Each case
 * gets a fresh struct kunit, between the suite's init() and exit(). KUNIT_EXPECT_* notes a failure
 * and goes on; KUNIT_ASSERT_* ends the case there, and must therefore be used only in
 * the case's own thread. What kunit_kmalloc() and kunit_add_action() registered is undone at
 * the end of the case, newest first.
 */
#ifndef _KUNIT_TEST_H
#define _KUNIT_TEST_H

#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/types.h>

struct kunit;

#define KUNIT_PARAM_DESC_SIZE	128
#define KUNIT_STATUS_COMMENT_SIZE 256

enum kunit_status {
	KUNIT_SUCCESS,
	KUNIT_FAILURE,
	KUNIT_SKIPPED,
};

/**
 * struct kunit_case - one test
 * @run_case:	the test
 * @name:	its name
 * @generate_params: for KUNIT_CASE_PARAM: the parameter after @prev (NULL: the first), or NULL at
 *		the end; writes a description to @desc
 */
struct kunit_case {
	void		(*run_case)(struct kunit *test);
	const char	*name;
	const void	*(*generate_params)(const void *prev, char *desc);
};

#define KUNIT_CASE(test_name)	{ .run_case = test_name, .name = #test_name }
#define KUNIT_CASE_PARAM(test_name, gen_params) \
	{ .run_case = test_name, .name = #test_name, .generate_params = gen_params }
#define KUNIT_CASE_SLOW(test_name)	KUNIT_CASE(test_name)

/* name_gen_params(), which walks an array; get_desc(param, desc) may be NULL. */
#define KUNIT_ARRAY_PARAM(name, array, get_desc)					\
	static const void *name##_gen_params(const void *prev, char *desc)		\
	{										\
		typeof((array)[0]) *__next = prev ? ((typeof(__next))prev) + 1 : (array); \
		if (__next - (array) < (long)ARRAY_SIZE((array))) {			\
			void (*__get_desc)(typeof(__next), char *) = get_desc;		\
			if (__get_desc)							\
				__get_desc(__next, desc);				\
			return __next;							\
		}									\
		return NULL;								\
	}

/**
 * struct kunit_suite - tests of one unit
 * @name:	the unit's name
 * @suite_init, @suite_exit: called once round all cases; non-zero of @suite_init skips them as failed
 * @init, @exit: called round each case; non-zero of @init fails it
 * @test_cases:	ends with an empty one
 */
struct kunit_suite {
	const char		name[256];
	int			(*suite_init)(struct kunit_suite *suite);
	void			(*suite_exit)(struct kunit_suite *suite);
	int			(*init)(struct kunit *test);
	void			(*exit)(struct kunit *test);
	struct kunit_case	*test_cases;
};

/**
 * struct kunit - a case while it runs
 * @priv:	the test's own, from init() to exit()
 * @name:	of the case
 * @param_value: for KUNIT_CASE_PARAM
 * @param_index: which one, from 0
 * The rest is the runner's.
 */
struct kunit {
	void			*priv;
	const char		*name;
	const void		*param_value;
	int			param_index;

	struct kunit_suite	*suite;
	enum kunit_status	status;
	bool			aborted;	/* an assertion ended it */
	bool			misbehaved;	/* by a fault, a leak, damage: not by an expectation */
	char			status_comment[KUNIT_STATUS_COMMENT_SIZE];
	void			*abort_to[5];	/* for __builtin_longjmp() */
	/* lock held: */
	spinlock_t		lock;
	struct list_head	actions;
};

#define __kunit_suites_name(id)	___PASTE(__kunit_suites_, id)
#define kunit_test_suites(suites...)						\
	static struct kunit_suite *__kunit_suites_name(__LINE__)[] __used	\
		__section("kunit_suites") = { suites }
#define kunit_test_suite(suite)	kunit_test_suites(&suite)
#define kunit_test_init_section_suite(suite)	kunit_test_suites(&suite)
#define kunit_test_init_section_suites(suites...) kunit_test_suites(suites)

#define kunit_suite_for_each_test_case(suite, test_case) \
	for (test_case = (suite)->test_cases; (test_case)->run_case; (test_case)++)

/* ---- memory and actions, undone at the end ---- */

typedef void (kunit_action_t)(void *ctx);

/**
 * kunit_add_action - have a function called at the end of the case, the newest first
 * @test:	the case
 * @action:	the function
 * @ctx:	its argument
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int kunit_add_action(struct kunit *test, kunit_action_t *action, void *ctx);

/**
 * kunit_add_action_or_reset - kunit_add_action() that calls the function at once if it can't be
 * noted
 * @test:	the case
 * @action:	the function
 * @ctx:	its argument
 *
 * Context: may sleep.
 * Return: 0; -ENOMEM, and @action has been called.
 */
int kunit_add_action_or_reset(struct kunit *test, kunit_action_t *action, void *ctx);

/**
 * kunit_remove_action - forget an action without calling it
 * @test:	the case
 * @action:	the function
 * @ctx:	its argument; of several alike the newest is meant, and none is no error
 *
 * Context: process context: takes the case's lock.
 */
void kunit_remove_action(struct kunit *test, kunit_action_t *action, void *ctx);

/**
 * kunit_release_action - call an action now, and forget it
 * @test:	the case
 * @action:	the function
 * @ctx:	its argument; of several alike the newest is meant, and none is no error
 *
 * Context: process context: takes the case's lock, but not while @action runs.
 */
void kunit_release_action(struct kunit *test, kunit_action_t *action, void *ctx);

/**
 * kunit_kmalloc_array - memory that the end of the case frees
 * @test:	the case
 * @n:		elements
 * @size:	bytes of one
 * @gfp:	what the allocator may do; what notes the memory is GFP_KERNEL
 *
 * Context: may sleep.
 * Return: the memory, or NULL.
 */
void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp);

/**
 * kunit_kfree - free memory of kunit_kmalloc_array() earlier
 * @test:	the case
 * @ptr:	the memory; NULL is safe
 *
 * Context: process context: takes the case's lock.
 */
void kunit_kfree(struct kunit *test, const void *ptr);

static inline void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return kunit_kmalloc_array(test, 1, size, gfp);
}

static inline void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return kunit_kmalloc(test, size, gfp | __GFP_ZERO);
}

static inline void *kunit_kcalloc(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	return kunit_kmalloc_array(test, n, size, gfp | __GFP_ZERO);
}

/* ---- messages and outcome ---- */

/**
 * kunit_say - print diagnostic lines of a case
 * @test:	the case
 * @fmt:	the text, as for printk()
 *
 * Context: as printk().
 */
__printf(2, 3) void kunit_say(const struct kunit *test, const char *fmt, ...);
#define kunit_log(lvl, test, fmt, ...)	kunit_say(test, fmt, ##__VA_ARGS__)
#define kunit_printk(lvl, test, fmt, ...) kunit_say(test, fmt, ##__VA_ARGS__)
#define kunit_info(test, fmt, ...)	kunit_say(test, fmt, ##__VA_ARGS__)
#define kunit_warn(test, fmt, ...)	kunit_say(test, "WARNING: " fmt, ##__VA_ARGS__)
#define kunit_err(test, fmt, ...)	kunit_say(test, "ERROR: " fmt, ##__VA_ARGS__)

/**
 * kunit_abort - end the running case here; does not return
 * @test:	the case
 *
 * Context: the case's own thread, without locks.
 */
void __noreturn kunit_abort(struct kunit *test);
__printf(3, 4) void kunit_set_status(struct kunit *test, enum kunit_status status,
				     const char *fmt, ...);

/* The case counts as skipped, with a reason; kunit_skip() also ends it. */
#define kunit_mark_skipped(test, fmt, ...) \
	kunit_set_status(test, KUNIT_SKIPPED, fmt, ##__VA_ARGS__)
#define kunit_skip(test, fmt, ...)					\
	do {								\
		kunit_mark_skipped(test, fmt, ##__VA_ARGS__);		\
		kunit_abort(test);					\
	} while (0)

/* ---- expectations and assertions ---- */

struct kunit_place {
	const char	*file;
	int		line;
	bool		is_assert;
};

#define __KUNIT_PLACE(assert_type) \
	({ static const struct kunit_place __at = { __FILE__, __LINE__, assert_type }; &__at; })
#define __KUNIT_EXPECT	false
#define __KUNIT_ASSERT	true

__printf(4, 5) void kunit_fail_condition(struct kunit *test, const struct kunit_place *at,
					 const char *text, const char *fmt, ...);
__printf(8, 9) void kunit_fail_compare(struct kunit *test, const struct kunit_place *at,
				       const char *op, const char *left_text, long long left,
				       const char *right_text, long long right,
				       const char *fmt, ...);
__printf(8, 9) void kunit_fail_pointers(struct kunit *test, const struct kunit_place *at,
					const char *op, const char *left_text, const void *left,
					const char *right_text, const void *right,
					const char *fmt, ...);
__printf(8, 9) void kunit_fail_strings(struct kunit *test, const struct kunit_place *at,
				       const char *op, const char *left_text, const char *left,
				       const char *right_text, const char *right,
				       const char *fmt, ...);
__printf(9, 10) void kunit_fail_memory(struct kunit *test, const struct kunit_place *at,
				       const char *op, const char *left_text, const void *left,
				       const char *right_text, const void *right, size_t size,
				       const char *fmt, ...);
__printf(5, 6) void kunit_fail_error_pointer(struct kunit *test, const struct kunit_place *at,
					     const char *text, const void *ptr,
					     const char *fmt, ...);

#define KUNIT_SUCCEED(test)	do { } while (0)
#define KUNIT_FAIL(test, fmt, ...) \
	kunit_fail_condition(test, __KUNIT_PLACE(false), NULL, fmt, ##__VA_ARGS__)
#define KUNIT_FAIL_AND_ABORT(test, fmt, ...) \
	kunit_fail_condition(test, __KUNIT_PLACE(true), NULL, fmt, ##__VA_ARGS__)

/*
 * Operands come with their text, taken where the test wrote them: further in, macros are expanded.
 * @a: __KUNIT_EXPECT or __KUNIT_ASSERT.
 */
#define __KUNIT_CONDITION(test, a, condition, text, fmt, ...)			\
	do {									\
		if (unlikely(!(condition)))					\
			kunit_fail_condition(test, __KUNIT_PLACE(a), text, fmt, ##__VA_ARGS__); \
	} while (0)

#define __KUNIT_COMPARE(test, a, left, ltext, op, right, rtext, fmt, ...)	\
	do {									\
		const typeof(left) __kl = (left);				\
		const typeof(right) __kr = (right);				\
		if (unlikely(!(__kl op __kr)))					\
			kunit_fail_compare(test, __KUNIT_PLACE(a), #op, ltext, (long long)__kl, \
					   rtext, (long long)__kr, fmt, ##__VA_ARGS__); \
	} while (0)

#define __KUNIT_PTR_COMPARE(test, a, left, ltext, op, right, rtext, fmt, ...)	\
	do {									\
		const void *__kl = (const void *)(left);			\
		const void *__kr = (const void *)(right);			\
		if (unlikely(!(__kl op __kr)))					\
			kunit_fail_pointers(test, __KUNIT_PLACE(a), #op, ltext, __kl, \
					    rtext, __kr, fmt, ##__VA_ARGS__);	\
	} while (0)

#define __KUNIT_STR_COMPARE(test, a, left, ltext, op, right, rtext, fmt, ...)	\
	do {									\
		const char *__kl = (left);					\
		const char *__kr = (right);					\
		if (unlikely(!__kl || !__kr || !(strcmp(__kl, __kr) op 0)))	\
			kunit_fail_strings(test, __KUNIT_PLACE(a), #op, ltext, __kl, \
					   rtext, __kr, fmt, ##__VA_ARGS__);	\
	} while (0)

#define __KUNIT_MEM_COMPARE(test, a, left, ltext, op, right, rtext, size, fmt, ...) \
	do {									\
		const void *__kl = (left);					\
		const void *__kr = (right);					\
		size_t __ks = (size);						\
		if (unlikely(!__kl || !__kr || !(memcmp(__kl, __kr, __ks) op 0))) \
			kunit_fail_memory(test, __KUNIT_PLACE(a), #op, ltext, __kl, \
					  rtext, __kr, __ks, fmt, ##__VA_ARGS__); \
	} while (0)

#define __KUNIT_PTR_GOOD(test, a, ptr, text, fmt, ...)				\
	do {									\
		const void *__kp = (const void *)(ptr);				\
		if (unlikely(IS_ERR_OR_NULL(__kp)))				\
			kunit_fail_error_pointer(test, __KUNIT_PLACE(a), text, __kp, \
						 fmt, ##__VA_ARGS__);		\
	} while (0)

/* KUNIT_EXPECT_*: note a failure and go on. With _MSG: a message besides. */
#define KUNIT_EXPECT_TRUE(test, cond) \
	__KUNIT_CONDITION(test, __KUNIT_EXPECT, cond, "Expected " #cond " to be true", NULL)
#define KUNIT_EXPECT_TRUE_MSG(test, cond, fmt, ...) \
	__KUNIT_CONDITION(test, __KUNIT_EXPECT, cond, "Expected " #cond " to be true", \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_FALSE(test, cond) \
	__KUNIT_CONDITION(test, __KUNIT_EXPECT, !(cond), "Expected " #cond " to be false", NULL)
#define KUNIT_EXPECT_FALSE_MSG(test, cond, fmt, ...) \
	__KUNIT_CONDITION(test, __KUNIT_EXPECT, !(cond), "Expected " #cond " to be false", \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_EQ(test, left, right) \
	__KUNIT_COMPARE(test, __KUNIT_EXPECT, left, #left, ==, right, #right, NULL)
#define KUNIT_EXPECT_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_COMPARE(test, __KUNIT_EXPECT, left, #left, ==, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NE(test, left, right) \
	__KUNIT_COMPARE(test, __KUNIT_EXPECT, left, #left, !=, right, #right, NULL)
#define KUNIT_EXPECT_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_COMPARE(test, __KUNIT_EXPECT, left, #left, !=, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_LT(test, left, right) \
	__KUNIT_COMPARE(test, __KUNIT_EXPECT, left, #left, <, right, #right, NULL)
#define KUNIT_EXPECT_LT_MSG(test, left, right, fmt, ...) \
	__KUNIT_COMPARE(test, __KUNIT_EXPECT, left, #left, <, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_LE(test, left, right) \
	__KUNIT_COMPARE(test, __KUNIT_EXPECT, left, #left, <=, right, #right, NULL)
#define KUNIT_EXPECT_LE_MSG(test, left, right, fmt, ...) \
	__KUNIT_COMPARE(test, __KUNIT_EXPECT, left, #left, <=, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_GT(test, left, right) \
	__KUNIT_COMPARE(test, __KUNIT_EXPECT, left, #left, >, right, #right, NULL)
#define KUNIT_EXPECT_GT_MSG(test, left, right, fmt, ...) \
	__KUNIT_COMPARE(test, __KUNIT_EXPECT, left, #left, >, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_GE(test, left, right) \
	__KUNIT_COMPARE(test, __KUNIT_EXPECT, left, #left, >=, right, #right, NULL)
#define KUNIT_EXPECT_GE_MSG(test, left, right, fmt, ...) \
	__KUNIT_COMPARE(test, __KUNIT_EXPECT, left, #left, >=, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_PTR_EQ(test, left, right) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_EXPECT, left, #left, ==, right, #right, NULL)
#define KUNIT_EXPECT_PTR_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_EXPECT, left, #left, ==, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_PTR_NE(test, left, right) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_EXPECT, left, #left, !=, right, #right, NULL)
#define KUNIT_EXPECT_PTR_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_EXPECT, left, #left, !=, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NULL(test, ptr) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_EXPECT, ptr, #ptr, ==, NULL, "NULL", NULL)
#define KUNIT_EXPECT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_EXPECT, ptr, #ptr, ==, NULL, "NULL", \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NOT_NULL(test, ptr) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_EXPECT, ptr, #ptr, !=, NULL, "NULL", NULL)
#define KUNIT_EXPECT_NOT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_EXPECT, ptr, #ptr, !=, NULL, "NULL", \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_STREQ(test, left, right) \
	__KUNIT_STR_COMPARE(test, __KUNIT_EXPECT, left, #left, ==, right, #right, NULL)
#define KUNIT_EXPECT_STREQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR_COMPARE(test, __KUNIT_EXPECT, left, #left, ==, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_STRNEQ(test, left, right) \
	__KUNIT_STR_COMPARE(test, __KUNIT_EXPECT, left, #left, !=, right, #right, NULL)
#define KUNIT_EXPECT_STRNEQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR_COMPARE(test, __KUNIT_EXPECT, left, #left, !=, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_MEMEQ(test, left, right, size) \
	__KUNIT_MEM_COMPARE(test, __KUNIT_EXPECT, left, #left, ==, right, #right, size, NULL)
#define KUNIT_EXPECT_MEMEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM_COMPARE(test, __KUNIT_EXPECT, left, #left, ==, right, #right, size, \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_MEMNEQ(test, left, right, size) \
	__KUNIT_MEM_COMPARE(test, __KUNIT_EXPECT, left, #left, !=, right, #right, size, NULL)
#define KUNIT_EXPECT_MEMNEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM_COMPARE(test, __KUNIT_EXPECT, left, #left, !=, right, #right, size, \
		fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL(test, ptr) \
	__KUNIT_PTR_GOOD(test, __KUNIT_EXPECT, ptr, #ptr, NULL)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR_GOOD(test, __KUNIT_EXPECT, ptr, #ptr, \
		fmt, ##__VA_ARGS__)

/* KUNIT_ASSERT_*: end the case on failure. With _MSG: a message besides. */
#define KUNIT_ASSERT_TRUE(test, cond) \
	__KUNIT_CONDITION(test, __KUNIT_ASSERT, cond, "Expected " #cond " to be true", NULL)
#define KUNIT_ASSERT_TRUE_MSG(test, cond, fmt, ...) \
	__KUNIT_CONDITION(test, __KUNIT_ASSERT, cond, "Expected " #cond " to be true", \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_FALSE(test, cond) \
	__KUNIT_CONDITION(test, __KUNIT_ASSERT, !(cond), "Expected " #cond " to be false", NULL)
#define KUNIT_ASSERT_FALSE_MSG(test, cond, fmt, ...) \
	__KUNIT_CONDITION(test, __KUNIT_ASSERT, !(cond), "Expected " #cond " to be false", \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_EQ(test, left, right) \
	__KUNIT_COMPARE(test, __KUNIT_ASSERT, left, #left, ==, right, #right, NULL)
#define KUNIT_ASSERT_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_COMPARE(test, __KUNIT_ASSERT, left, #left, ==, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NE(test, left, right) \
	__KUNIT_COMPARE(test, __KUNIT_ASSERT, left, #left, !=, right, #right, NULL)
#define KUNIT_ASSERT_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_COMPARE(test, __KUNIT_ASSERT, left, #left, !=, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_LT(test, left, right) \
	__KUNIT_COMPARE(test, __KUNIT_ASSERT, left, #left, <, right, #right, NULL)
#define KUNIT_ASSERT_LT_MSG(test, left, right, fmt, ...) \
	__KUNIT_COMPARE(test, __KUNIT_ASSERT, left, #left, <, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_LE(test, left, right) \
	__KUNIT_COMPARE(test, __KUNIT_ASSERT, left, #left, <=, right, #right, NULL)
#define KUNIT_ASSERT_LE_MSG(test, left, right, fmt, ...) \
	__KUNIT_COMPARE(test, __KUNIT_ASSERT, left, #left, <=, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_GT(test, left, right) \
	__KUNIT_COMPARE(test, __KUNIT_ASSERT, left, #left, >, right, #right, NULL)
#define KUNIT_ASSERT_GT_MSG(test, left, right, fmt, ...) \
	__KUNIT_COMPARE(test, __KUNIT_ASSERT, left, #left, >, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_GE(test, left, right) \
	__KUNIT_COMPARE(test, __KUNIT_ASSERT, left, #left, >=, right, #right, NULL)
#define KUNIT_ASSERT_GE_MSG(test, left, right, fmt, ...) \
	__KUNIT_COMPARE(test, __KUNIT_ASSERT, left, #left, >=, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_PTR_EQ(test, left, right) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_ASSERT, left, #left, ==, right, #right, NULL)
#define KUNIT_ASSERT_PTR_EQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_ASSERT, left, #left, ==, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_PTR_NE(test, left, right) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_ASSERT, left, #left, !=, right, #right, NULL)
#define KUNIT_ASSERT_PTR_NE_MSG(test, left, right, fmt, ...) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_ASSERT, left, #left, !=, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NULL(test, ptr) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_ASSERT, ptr, #ptr, ==, NULL, "NULL", NULL)
#define KUNIT_ASSERT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_ASSERT, ptr, #ptr, ==, NULL, "NULL", \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NOT_NULL(test, ptr) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_ASSERT, ptr, #ptr, !=, NULL, "NULL", NULL)
#define KUNIT_ASSERT_NOT_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR_COMPARE(test, __KUNIT_ASSERT, ptr, #ptr, !=, NULL, "NULL", \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_STREQ(test, left, right) \
	__KUNIT_STR_COMPARE(test, __KUNIT_ASSERT, left, #left, ==, right, #right, NULL)
#define KUNIT_ASSERT_STREQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR_COMPARE(test, __KUNIT_ASSERT, left, #left, ==, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_STRNEQ(test, left, right) \
	__KUNIT_STR_COMPARE(test, __KUNIT_ASSERT, left, #left, !=, right, #right, NULL)
#define KUNIT_ASSERT_STRNEQ_MSG(test, left, right, fmt, ...) \
	__KUNIT_STR_COMPARE(test, __KUNIT_ASSERT, left, #left, !=, right, #right, \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_MEMEQ(test, left, right, size) \
	__KUNIT_MEM_COMPARE(test, __KUNIT_ASSERT, left, #left, ==, right, #right, size, NULL)
#define KUNIT_ASSERT_MEMEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM_COMPARE(test, __KUNIT_ASSERT, left, #left, ==, right, #right, size, \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_MEMNEQ(test, left, right, size) \
	__KUNIT_MEM_COMPARE(test, __KUNIT_ASSERT, left, #left, !=, right, #right, size, NULL)
#define KUNIT_ASSERT_MEMNEQ_MSG(test, left, right, size, fmt, ...) \
	__KUNIT_MEM_COMPARE(test, __KUNIT_ASSERT, left, #left, !=, right, #right, size, \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(test, ptr) \
	__KUNIT_PTR_GOOD(test, __KUNIT_ASSERT, ptr, #ptr, NULL)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL_MSG(test, ptr, fmt, ...) \
	__KUNIT_PTR_GOOD(test, __KUNIT_ASSERT, ptr, #ptr, \
		fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_FAILURE(test, fmt, ...) KUNIT_FAIL_AND_ABORT(test, fmt, ##__VA_ARGS__)

#endif /* _KUNIT_TEST_H */
