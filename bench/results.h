/* SPDX-License-Identifier: MIT */
/*
 * bench/results.h - what was measured, and what it is held against
 *
 * bench/main.c measures, bench/results.c keeps, bench/report.c prints.
 */
#ifndef BENCH_RESULTS_H
#define BENCH_RESULTS_H

#include <stdbool.h>

#include "bench/bench.h"

#define MAX_ROUNDS	101
#define MAX_RESULTS	1024
#define MAX_GOALS	192

/* Of one contender: from BENCH() (with a case) or from a script (without). */
struct result {
	char workload[80];
	char contender[32];
	const struct bench_case *run;
	unsigned long n;
	double ns[MAX_ROUNDS];
	int nr_rounds;
};

extern struct result results[];
extern int nr_results;

/* One of bench_goal()'s, or of bench_goal_fastest(), whose @other_who is nobody and @fastest_at a work. */
struct goal {
	const char *what, *work, *who, *other_work, *other_who, *fastest_at;
	double most;
};

extern struct goal goals[];
extern int nr_goals;

/** bench_fail - say why, and end */
void __attribute__((noreturn, format(printf, 1, 2))) bench_fail(const char *fmt, ...);

/** result_seek - or NULL */
struct result *result_seek(const char *workload, const char *contender);

/** result_find - that of this name, made if there is none */
struct result *result_find(const char *workload, const char *contender);

/** result_add - one round more */
void result_add(struct result *r, double ns);

/** results_sort - all rounds are there: medians may be asked for */
void results_sort(void);

static inline double result_median(const struct result *r)
{
	return r->ns[r->nr_rounds / 2];
}

/** result_is_peer - is @contender another allocator (bench/peers.h)? */
bool result_is_peer(const char *contender);

/** result_best_peer - the least of the other allocators at @work that @who may be compared with, or NULL */
const struct result *result_best_peer(const char *work, const char *who);

/** goal_other - what @g compares with, or NULL if that was not measured */
const struct result *goal_other(const struct goal *g);

/** goal_ratio - or 0 if one of the two was not measured */
double goal_ratio(const struct goal *g);

/** report_lines - for a script */
void report_lines(void);

/** report_table - for people: a table for each group of works, goals, how many are met */
void report_table(void);

/** report_json - all, to the file @path */
void report_json(const char *path, int rounds);

#endif /* BENCH_RESULTS_H */
