// SPDX-License-Identifier: MIT
/*
 * bench/results.c - what was measured, and what it is held against
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/peers.h"
#include "bench/results.h"

struct result results[MAX_RESULTS];
int nr_results;

struct goal goals[MAX_GOALS];
int nr_goals;

void bench_fail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fputs("bench: ", stderr);
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

const char *bench_text(const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		bench_fail("no memory");
	va_end(args);
	return text;
}

struct result *result_seek(const char *workload, const char *contender)
{
	struct result *r;

	for (r = results; r < results + nr_results; r++)
		if (!strcmp(r->workload, workload) && !strcmp(r->contender, contender))
			return r;
	return NULL;
}

struct result *result_find(const char *workload, const char *contender)
{
	struct result *r = result_seek(workload, contender);

	if (r)
		return r;
	r = results + nr_results;
	if (nr_results == MAX_RESULTS)
		bench_fail("more than %d results", MAX_RESULTS);
	nr_results++;
	snprintf(r->workload, sizeof(r->workload), "%s", workload);
	snprintf(r->contender, sizeof(r->contender), "%s", contender);
	return r;
}

void result_add(struct result *r, double ns)
{
	if (r->nr_rounds < MAX_ROUNDS)
		r->ns[r->nr_rounds++] = ns;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void results_sort(void)
{
	struct result *r;

	for (r = results; r < results + nr_results; r++)
		qsort(r->ns, r->nr_rounds, sizeof(r->ns[0]), compare);
}

/* ---- goals ---- */

static void goal_add(const struct goal *g)
{
	if (nr_goals == MAX_GOALS)
		bench_fail("more than %d goals", MAX_GOALS);
	goals[nr_goals++] = *g;
}

void bench_goal(const char *what, const char *work, const char *who, const char *other_work,
		const char *other_who, double most)
{
	goal_add(&(struct goal) { what, work, who, other_work, other_who, NULL, most });
}

void bench_goal_fastest(const char *work, const char *who, const char *fastest_at, double most)
{
	goal_add(&(struct goal) { bench_text("%s, %s / fastest peer", work, who), work, who, work, NULL,
				  fastest_at, most });
}

bool result_is_peer(const char *contender)
{
	const struct peer *p;

	for (p = peers; p->name; p++)
		if (!strcmp(p->name, contender))
			return true;
	return !strcmp(contender, PEER_POOLS);
}

/* kmalloc() has no peer in pools, which have objects of one size. */
const struct result *result_best_peer(const char *work, const char *who)
{
	bool caches = !strncmp(who, "quarry", 6);
	const struct result *r, *best = NULL;

	for (r = results; r < results + nr_results; r++) {
		if (strcmp(r->workload, work) || !result_is_peer(r->contender) ||
		    (!caches && !strcmp(r->contender, PEER_POOLS)))
			continue;
		if (!best || result_median(r) < result_median(best))
			best = r;
	}
	return best;
}

/* Of those that have a row of memory, too. */
static const struct result *fastest_peer(const struct goal *g)
{
	const struct result *r, *there, *best = NULL, *fastest = NULL;

	for (r = results; r < results + nr_results; r++) {
		if (strcmp(r->workload, g->fastest_at) || !result_is_peer(r->contender))
			continue;
		there = result_seek(g->other_work, r->contender);
		if (there && (!best || result_median(r) < result_median(best))) {
			best = r;
			fastest = there;
		}
	}
	return fastest;
}

const struct result *goal_other(const struct goal *g)
{
	if (g->fastest_at)
		return fastest_peer(g);
	return g->other_who ? result_seek(g->other_work, g->other_who) :
			      result_best_peer(g->other_work, g->who);
}

double goal_ratio(const struct goal *g)
{
	const struct result *r = result_seek(g->work, g->who), *other = goal_other(g);

	return r && other ? result_median(r) / result_median(other) : 0;
}
