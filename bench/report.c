// SPDX-License-Identifier: MIT
/*
 * bench/report.c - the tables that people read
 *
 * Terms	group: works whose names begin and end alike, "GROUP: work" or "GROUP: work: what of it"
 *		(the heading is then "GROUP: what of it"). A group with goals against the best of the other
 *		allocators is printed with a column for each of those, any other one with a line a work.
 */
#include <stdio.h>
#include <string.h>

#include "bench/peers.h"
#include "bench/results.h"

#define LINE_COLUMNS	118
#define WORK_COLUMNS	34	/* a work's name, where there are columns behind it */
#define ALONE_COLUMNS	46

struct group {
	char heading[80];
	const char *work;	/* within the name of one of its works */
	int work_length;
};

static struct group group_of(const char *workload)
{
	const char *work = strstr(workload, ": "), *last = work, *next;
	struct group g = { .heading = "others", .work = workload, .work_length = strlen(workload) };

	if (!work)
		return g;
	while ((next = strstr(last + 2, ": ")))
		last = next;
	g.work = work + 2;
	g.work_length = last == work ? (int)strlen(g.work) : last - g.work;
	snprintf(g.heading, sizeof(g.heading), "%.*s%s", (int)(work - workload), workload,
		 last == work ? "" : last);
	return g;
}

static bool in_group(const struct result *r, const char *heading)
{
	return !strcmp(group_of(r->workload).heading, heading);
}

static bool is_first_of_work(const struct result *r)
{
	const struct result *before;

	for (before = results; before < r; before++)
		if (!strcmp(before->workload, r->workload))
			return false;
	return true;
}

static const struct goal *goal_seek(const struct result *r, bool fastest)
{
	const struct goal *g;

	for (g = goals; g < goals + nr_goals; g++)
		if (!strcmp(g->work, r->workload) && !strcmp(g->who, r->contender) &&
		    !strcmp(g->other_work, g->work) && !g->other_who && !!g->fastest_at == fastest)
			return g;
	return NULL;
}

static bool is_missed(const struct goal *g)
{
	return goal_ratio(g) > g->most;
}

/* How many digits: enough to see on which side of @goal it is. */
static int digits(double ratio, double goal)
{
	if (ratio > goal && ratio < goal + 0.01)
		return 3;
	return ratio < 100 ? 2 : 0;
}

static bool is_kilobytes(const char *heading)
{
	return strstr(heading, ": bytes kept") || strstr(heading, ": bytes at rest");
}

/* ---- a group with a column for each of the other allocators ---- */

static bool group_has_peers(const char *heading, bool fastest)
{
	const struct result *r;

	for (r = results; r < results + nr_results; r++)
		if (in_group(r, heading) && goal_seek(r, fastest))
			return true;
	return false;
}

/* The others' names, in the order of their columns; NULL after the last one. */
static const char *peer_name(const char *heading, int column)
{
	const struct result *r;
	int i;

	for (i = 0; peers[i].name; i++)
		if (column == i)
			return peers[i].name;
	for (r = results; r < results + nr_results; r++)
		if (column == i && in_group(r, heading) && !strcmp(r->contender, PEER_POOLS))
			return PEER_POOLS;
	return NULL;
}

static void print_goal(const struct goal *g)
{
	double ratio = g ? goal_ratio(g) : 0;

	if (ratio)
		printf("  %6.*f (%.2f)%c", digits(ratio, g->most), ratio, g->most, is_missed(g) ? '!' : ' ');
	else
		printf("  %6s %7s", "-", "");
}

static void print_peer_ratio(const struct result *r, const char *peer)
{
	const struct result *other = result_seek(r->workload, peer);
	double ratio;

	if (!other) {
		printf(" %8s", "-");
		return;
	}
	ratio = result_median(r) / result_median(other);
	printf(" %8.*f", digits(ratio, 1), ratio);
}

static void print_best(const struct result *r)
{
	const struct result *other = result_best_peer(r->workload, r->contender);

	if (goal_seek(r, false) || !other)
		print_goal(goal_seek(r, false));
	else
		printf("  %6.2f %7s", result_median(r) / result_median(other), "");
}

static void print_peers_line(const struct result *r, const char *heading, bool fastest, bool named)
{
	struct group g = group_of(r->workload);
	const struct goal *fast = goal_seek(r, true);
	double unit = is_kilobytes(heading) ? 1024 : 1;
	const char *peer;
	int i;

	printf("%-*.*s %-16s %9.1f", WORK_COLUMNS, named ? g.work_length : 0, g.work, r->contender,
	       result_median(r) / unit);
	for (i = 0; (peer = peer_name(heading, i)); i++)
		print_peer_ratio(r, peer);
	print_best(r);
	if (fastest) {
		print_goal(fast);
		if (fast && goal_other(fast))
			printf(" %s", goal_other(fast)->contender);
	}
	putchar('\n');
}

static void print_peers_heading(const char *heading, bool fastest)
{
	const char *peer;
	int i;

	printf("\n%-*s %-16s %9s", WORK_COLUMNS, heading, "who",
	       is_kilobytes(heading) ? "KB" : strstr(heading, ": ") ? "" : "ns");
	for (i = 0; (peer = peer_name(heading, i)); i++)
		printf(" %8s", peer);
	printf("  %6s %7s", "best", "(goal)");
	if (fastest)
		printf("   %6s %7s", "fastest", "(goal)");
	putchar('\n');
}

/* "quarry" first, if it is there. */
static void print_work_with_peers(const char *workload, const char *heading, bool fastest)
{
	const struct result *quarry = result_seek(workload, "quarry"), *r;
	bool named = true;

	if (quarry)
		print_peers_line(quarry, heading, fastest, true);
	for (r = results; r < results + nr_results; r++) {
		if (r == quarry || strcmp(r->workload, workload) || result_is_peer(r->contender))
			continue;
		print_peers_line(r, heading, fastest, named && !quarry);
		named = false;
	}
}

static void print_with_peers(const char *heading)
{
	bool fastest = group_has_peers(heading, true);
	const struct result *r;

	print_peers_heading(heading, fastest);
	for (r = results; r < results + nr_results; r++)
		if (in_group(r, heading) && is_first_of_work(r))
			print_work_with_peers(r->workload, heading, fastest);
}

/* ---- any other group: a line for each work, with what the others take in relation to Quarry ---- */

static void print_work(const struct result *first)
{
	const struct result *base = result_seek(first->workload, "quarry"), *r;
	struct group g = group_of(first->workload);
	char item[64];
	int column;

	column = printf("%-*.*s", ALONE_COLUMNS, g.work_length, g.work);
	if (base)
		column += printf(" %9.1f", result_median(base));
	for (r = first; r < results + nr_results; r++) {
		if (r == base || strcmp(r->workload, first->workload))
			continue;
		snprintf(item, sizeof(item), "%s %.*f", r->contender,
			 base ? 2 : 1, result_median(r) / (base ? result_median(base) : 1));
		if (column + 3 + strlen(item) > LINE_COLUMNS)
			column = printf("\n%*s", ALONE_COLUMNS + 10, "") - 1;
		column += printf("   %s", item);
	}
	putchar('\n');
}

static void print_alone(const char *heading)
{
	const struct result *r;

	printf("\n%-*s %9s   others / quarry\n", ALONE_COLUMNS, heading, "quarry");
	for (r = results; r < results + nr_results; r++)
		if (in_group(r, heading) && is_first_of_work(r))
			print_work(r);
}

static bool is_first_of_group(const struct result *r, const char *heading)
{
	const struct result *before;

	for (before = results; before < r; before++)
		if (in_group(before, heading))
			return false;
	return true;
}

/* ---- goals ---- */

/* Those that no table above has in a column. */
static bool stands_alone(const struct goal *g)
{
	return g->other_who || strcmp(g->other_work, g->work) || !result_seek(g->work, g->who);
}

static void print_goal_alone(const struct goal *g)
{
	printf("%-66s", g->what);
	print_goal(g);
	putchar('\n');
}

static void print_goals(void)
{
	const struct goal *g;
	int met = 0, missed = 0;

	putchar('\n');
	for (g = goals; g < goals + nr_goals; g++) {
		if (!goal_ratio(g))
			continue;
		if (stands_alone(g))
			print_goal_alone(g);
		if (is_missed(g))
			missed++;
		else
			met++;
	}
	if (met || missed)
		printf("ratio (goal): at most that; ! is above it. %d goals met, %d missed\n", met, missed);
}

/* ---- all ---- */

void report_table(void)
{
	const struct result *r;
	struct group g;

	puts("Times are ns. With columns for the other allocators: Quarry / each, / the best of them, and\n"
	     "for memory / that of the one that is fastest at the same work.");
	for (r = results; r < results + nr_results; r++) {
		g = group_of(r->workload);
		if (!is_first_of_group(r, g.heading))
			continue;
		if (group_has_peers(g.heading, false))
			print_with_peers(g.heading);
		else
			print_alone(g.heading);
	}
	print_goals();
}

void report_lines(void)
{
	const struct result *r;

	for (r = results; r < results + nr_results; r++)
		printf("%s\t%s\t%.3f\n", r->workload, r->contender, result_median(r));
}

static void json_goals(FILE *f)
{
	const char *comma = "";
	const struct goal *g;

	for (g = goals; g < goals + nr_goals; g++) {
		if (!goal_ratio(g))
			continue;
		fprintf(f, "%s  {\"goal\": \"%s\", \"ratio\": %.3f, \"most\": %.2f}", comma, g->what,
			goal_ratio(g), g->most);
		comma = ",\n";
	}
}

void report_json(const char *path, int rounds)
{
	FILE *f = fopen(path, "w");
	const struct result *r;

	if (!f)
		bench_fail("%s: can't be written", path);
	fprintf(f, "{\"rounds\": %d, \"results\": [\n", rounds);
	for (r = results; r < results + nr_results; r++)
		fprintf(f, "  {\"workload\": \"%s\", \"contender\": \"%s\", \"median_ns\": %.2f, "
			"\"min_ns\": %.2f, \"max_ns\": %.2f}%s\n", r->workload, r->contender,
			result_median(r), r->ns[0], r->ns[r->nr_rounds - 1],
			r + 1 < results + nr_results ? "," : "");
	fprintf(f, "], \"goals\": [\n");
	json_goals(f);
	fprintf(f, "\n]}\n");
	if (fclose(f))
		bench_fail("%s: can't be written", path);
}
