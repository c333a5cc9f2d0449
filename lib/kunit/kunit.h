/* SPDX-License-Identifier: MIT */
/* lib/kunit/kunit.h - between the files of the test runner */
#ifndef LIB_KUNIT_KUNIT_H
#define LIB_KUNIT_KUNIT_H

#include <linux/compiler_attributes.h>
#include <linux/stdarg.h>

struct kunit;

/** kunit_say_lines - diagnostics, one line for each of the text's */
__printf(2, 0) void kunit_say_lines(const struct kunit *test, const char *fmt, va_list args);

/** kunit_run_actions - do what was to be done at the end of the case, newest first */
void kunit_run_actions(struct kunit *test);

#endif
