/* SPDX-License-Identifier: MIT */
/*
 * tests/mm/verified.h - the invariants of all memory hold: what mm_verify() finds is printed
 */
#ifndef TESTS_MM_VERIFIED_H
#define TESTS_MM_VERIFIED_H

#include <kunit/test.h>
#include <linux/mm_verify.h>

static inline void verified_print(void *test, const char *line)
{
	kunit_err((struct kunit *)test, "%s\n", line);
}

#define EXPECT_VERIFIED(test)	KUNIT_EXPECT_EQ(test, mm_verify(verified_print, test), 0)

#endif /* TESTS_MM_VERIFIED_H */
