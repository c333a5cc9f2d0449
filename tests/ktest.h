/* SPDX-License-Identifier: MIT */
/* tests/ktest.h - between the files of build/ktest; host side */
#ifndef TESTS_KTEST_H
#define TESTS_KTEST_H

#include <stdbool.h>

/**
 * struct ktest_each - ktest --fail-each
 * @first:	from this one of a case's allocations, at least 1
 * @max:	to this one
 * @seconds:	without a word a run has not ended
 */
struct ktest_each {
	unsigned int first, max, seconds;
};

/** ktest_boot - start Quarry in this process. Return: 0, or not. */
int ktest_boot(const char *cmdline);

/** ktest_each_run - the cases that @names choose (none: all), each of their allocations failing in turn: exit status */
int ktest_each_run(const struct ktest_each *each, const char *const *names, int nr_names, const char *cmdline);

/**
 * ktest_stops - ktest --stops: where tests/stops.h may stop a thread
 * @path:	lists them: where they are in the program's file, in hexadecimal, ascending
 *
 * Return: 0, or -1: there is nothing in it, or the host does not let the program change its code.
 */
int ktest_stops(const char *path);

#endif /* TESTS_KTEST_H */
