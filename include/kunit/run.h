/* SPDX-License-Identifier: MIT */
/*
 * kunit/run.h - run the suites that are linked in; plain C, for both worlds
 *
 * The lines are the Test Anything Protocol, flat, so that `prove` counts each case:
 *	# list_add_puts_first: EXPECTATION FAILED at tests/lib/list_test.c:31
 *	not ok 7 - list.list_add_puts_first
 *	1..7
 * The plan is the last line: a run that dies has none, and so fails.
 */
#ifndef _KUNIT_RUN_H
#define _KUNIT_RUN_H

/**
 * kunit_run - run suites or single cases
 * @names:	"suite" or "suite.case" each
 * @nr:		how many; 0 means every suite
 * @emit:	receives each line, without a newline; may be called from any kernel thread
 * @arg:	handed to @emit
 *
 * Context: a task that may sleep, on a booted machine. One run at a time.
 * Return: how many cases failed; -2 (-ENOENT) if a name is unknown, after a line that says which.
 */
int kunit_run(const char *const *names, int nr, void (*emit)(void *arg, const char *line),
	      void *arg);

/**
 * kunit_fail_each - from now on a case runs once for each of its allocations, which fails then
 * @param:	from the parameter of this number; 0 for a case without
 * @first:	from this one of its allocations, at least 1; with later parameters from the first
 * @max:	to this one, if there are so many; 0: as usual again
 *
 * Only what the case's own thread allocates is failed. A run passes if nothing is lost or damaged.
 * Lines that begin with "# fail-each:" say before each run which allocation fails in it; that there
 * is "no more"; and that an assertion ended the run, and so all of them.
 */
void kunit_fail_each(int param, unsigned int first, unsigned int max);

/** kunit_list_cases - "suite.case" of all, one a line */
void kunit_list_cases(void (*emit)(void *arg, const char *line), void *arg);

/** kunit_list - the names of all suites, one a line, in the order of linking */
void kunit_list(void (*emit)(void *arg, const char *line), void *arg);

#endif
