// SPDX-License-Identifier: MIT
/* lib/kunit/assert.c - what a failed expectation prints: place, operands, the user's message */
#include <kunit/test.h>
#include "lib/kunit/kunit.h"

static void say_place(struct kunit *test, const struct kunit_place *at)
{
	WRITE_ONCE(test->status, KUNIT_FAILURE);
	kunit_say(test, "%s FAILED at %s:%d", at->is_assert ? "ASSERTION" : "EXPECTATION",
		  at->file, at->line);
}

/* The user's message, and the end of the case if it was an assertion. */
#define FINISH(test, at, fmt)				\
do {							\
	va_list __args;					\
							\
	if (fmt) {					\
		va_start(__args, fmt);			\
		kunit_say_lines(test, fmt, __args);	\
		va_end(__args);				\
	}						\
	if ((at)->is_assert)				\
		kunit_abort(test);			\
} while (0)

/**
 * kunit_fail_condition - report a condition that does not hold; KUNIT_EXPECT_TRUE() and its like
 * call it
 * @test:	the case
 * @at:		where, and whether the case ends here
 * @text:	what was expected, or NULL
 * @fmt:	what the test adds, or NULL
 *
 * Context: the case's threads; an assertion does not return, and must be in the case's own.
 */
void kunit_fail_condition(struct kunit *test, const struct kunit_place *at, const char *text,
			  const char *fmt, ...)
{
	say_place(test, at);
	if (text)
		kunit_say(test, "%s, but is not", text);
	FINISH(test, at, fmt);
}
EXPORT_SYMBOL_GPL(kunit_fail_condition);

/**
 * kunit_fail_compare - report numbers that don't compare as expected
 * @test:	the case
 * @at:		where, and whether the case ends here
 * @op:		the operator
 * @left_text:	its left side in the source
 * @left:	its value
 * @right_text:	its right side in the source
 * @right:	its value
 * @fmt:	what the test adds, or NULL
 *
 * Context: as kunit_fail_condition().
 */
void kunit_fail_compare(struct kunit *test, const struct kunit_place *at, const char *op,
			const char *left_text, long long left, const char *right_text,
			long long right, const char *fmt, ...)
{
	say_place(test, at);
	kunit_say(test, "Expected %s %s %s, but\n%s == %lld (%#llx)\n%s == %lld (%#llx)",
		  left_text, op, right_text, left_text, left, left, right_text, right, right);
	FINISH(test, at, fmt);
}
EXPORT_SYMBOL_GPL(kunit_fail_compare);

/**
 * kunit_fail_pointers - report pointers that don't compare as expected
 * @test:	the case
 * @at:		where, and whether the case ends here
 * @op:		the operator
 * @left_text:	its left side in the source
 * @left:	its value
 * @right_text:	its right side in the source
 * @right:	its value
 * @fmt:	what the test adds, or NULL
 *
 * Context: as kunit_fail_condition().
 */
void kunit_fail_pointers(struct kunit *test, const struct kunit_place *at, const char *op,
			 const char *left_text, const void *left, const char *right_text,
			 const void *right, const char *fmt, ...)
{
	say_place(test, at);
	kunit_say(test, "Expected %s %s %s, but\n%s == %px\n%s == %px", left_text, op, right_text,
		  left_text, left, right_text, right);
	FINISH(test, at, fmt);
}
EXPORT_SYMBOL_GPL(kunit_fail_pointers);

/**
 * kunit_fail_strings - report strings that don't compare as expected
 * @test:	the case
 * @at:		where, and whether the case ends here
 * @op:		the operator
 * @left_text:	its left side in the source
 * @left:	the string
 * @right_text:	its right side in the source
 * @right:	the string
 * @fmt:	what the test adds, or NULL
 *
 * Context: as kunit_fail_condition().
 */
void kunit_fail_strings(struct kunit *test, const struct kunit_place *at, const char *op,
			const char *left_text, const char *left, const char *right_text,
			const char *right, const char *fmt, ...)
{
	say_place(test, at);
	kunit_say(test, "Expected %s %s %s, but\n%s == \"%s\"\n%s == \"%s\"", left_text, op, right_text,
		  left_text, left, right_text, right);
	FINISH(test, at, fmt);
}
EXPORT_SYMBOL_GPL(kunit_fail_strings);

static size_t first_difference(const u8 *a, const u8 *b, size_t size)
{
	size_t i;

	for (i = 0; i < size && a[i] == b[i]; i++)
		;
	return i;
}

/**
 * kunit_fail_memory - report memory that doesn't compare as expected, from the first difference on
 * @test:	the case
 * @at:		where, and whether the case ends here
 * @op:		the operator
 * @left_text:	its left side in the source
 * @left:	the memory; NULL is not shown
 * @right_text:	its right side in the source
 * @right:	the memory; NULL is not shown
 * @size:	bytes
 * @fmt:	what the test adds, or NULL
 *
 * Context: as kunit_fail_condition().
 */
void kunit_fail_memory(struct kunit *test, const struct kunit_place *at, const char *op,
		       const char *left_text, const void *left, const char *right_text,
		       const void *right, size_t size, const char *fmt, ...)
{
	size_t from, shown;

	say_place(test, at);
	kunit_say(test, "Expected %s %s %s, %zu bytes", left_text, op, right_text, size);
	if (left && right) {
		from = first_difference(left, right, size);
		shown = min_t(size_t, size - from, 16);
		if (shown)
			kunit_say(test, "from byte %zu on\n%s: %*ph\n%s: %*ph", from, left_text,
				  (int)shown, (const u8 *)left + from, right_text, (int)shown,
				  (const u8 *)right + from);
	}
	FINISH(test, at, fmt);
}
EXPORT_SYMBOL_GPL(kunit_fail_memory);

/**
 * kunit_fail_error_pointer - report a pointer that is NULL or an error
 * @test:	the case
 * @at:		where, and whether the case ends here
 * @text:	it in the source
 * @ptr:	its value
 * @fmt:	what the test adds, or NULL
 *
 * Context: as kunit_fail_condition().
 */
void kunit_fail_error_pointer(struct kunit *test, const struct kunit_place *at, const char *text,
			      const void *ptr, const char *fmt, ...)
{
	say_place(test, at);
	if (ptr)
		kunit_say(test, "Expected %s is not an error, but is %pe", text, ptr);
	else
		kunit_say(test, "Expected %s is not NULL, but is", text);
	FINISH(test, at, fmt);
}
EXPORT_SYMBOL_GPL(kunit_fail_error_pointer);
