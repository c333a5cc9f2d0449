/* SPDX-License-Identifier: MIT */
/*
 * bench/main.c - run the benchmarks and print how they compare
 *
 *	bench [-j FILE] [-r ROUNDS] [WORD]...	only workloads whose name holds a WORD
 *	bench -l ...				lines "workload<TAB>contender<TAB>ns" for a script, no table
 *
 * The rounds of one workload's contenders are interleaved. A round's length is calibrated once for
 * each contender so that it takes about ROUND_NS: long against the clock's grain and a wake-up,
 * short enough that the contenders see the same machine.
 */
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench/apart.h"
#include "bench/bench.h"
#include "bench/peers.h"

#define ROUND_NS	20000000.0
#define MAX_ROUNDS	101
#define BYTES_MIN	4096.0	/* less can't be told from nothing */
#define REST_SECONDS	12	/* jemalloc gives back over ten of them */
#define REST_CALLS	2000	/* some allocators give back only while they are called */
#define MAX_RESULTS	1024
#define MAX_GOALS	128

extern const struct bench_case *const __start_bench_cases[] __attribute__((weak));
extern const struct bench_case *const __stop_bench_cases[] __attribute__((weak));

extern void (*const __start_bench_tables[])(void) __attribute__((weak));
extern void (*const __stop_bench_tables[])(void) __attribute__((weak));

/* What is measured of one contender: from BENCH() (with a case) or from a script (without). */
struct result {
	char workload[80];
	char contender[32];
	const struct bench_case *run;
	unsigned long n;
	double ns[MAX_ROUNDS];
	int nr_rounds;
};

static struct result results[MAX_RESULTS];
static int nr_results;
static int rounds = 11;

static struct bench_case added[MAX_RESULTS];
static int nr_added;

static struct goal {
	const char *what, *work, *who, *other_work, *other_who;
	double most;
} goals[MAX_GOALS];
static int nr_goals;

static double clock_ns(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts.tv_sec * 1e9 + ts.tv_nsec;
}

static void __attribute__((noreturn, format(printf, 1, 2))) fail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fputs("bench: ", stderr);
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

static struct result *result_seek(const char *workload, const char *contender)
{
	struct result *r;

	for (r = results; r < results + nr_results; r++)
		if (!strcmp(r->workload, workload) && !strcmp(r->contender, contender))
			return r;
	return NULL;
}

static struct result *result_find(const char *workload, const char *contender)
{
	struct result *r = result_seek(workload, contender);

	if (r)
		return r;
	r = results + nr_results;
	if (nr_results == MAX_RESULTS)
		fail("more than %d results", MAX_RESULTS);
	nr_results++;
	snprintf(r->workload, sizeof(r->workload), "%s", workload);
	snprintf(r->contender, sizeof(r->contender), "%s", contender);
	return r;
}

static void result_add(struct result *r, double ns)
{
	if (r->nr_rounds < MAX_ROUNDS)
		r->ns[r->nr_rounds++] = ns;
}

/* ---- rows made at run time ---- */

void bench_add(const struct bench_case *c)
{
	if (nr_added == MAX_RESULTS)
		fail("more than %d rows", MAX_RESULTS);
	added[nr_added++] = *c;
}

void bench_goal(const char *what, const char *work, const char *who, const char *other_work,
		const char *other_who, double most)
{
	if (nr_goals == MAX_GOALS)
		fail("more than %d goals", MAX_GOALS);
	goals[nr_goals++] = (struct goal) { what, work, who, other_work, other_who, most };
}

const char *bench_text(const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		fail("no memory");
	va_end(args);
	return text;
}

static void add_tables(void)
{
	void (*const *table)(void);

	for (table = __start_bench_tables; table < __stop_bench_tables; table++)
		(*table)();
}

/* ---- one round, on one or several threads ---- */

static void run_times(const struct bench_case *c, unsigned long n)
{
	if (c->run_arg)
		c->run_arg(n, c->arg);
	else
		c->run(n);
}

struct gang {
	const struct bench_case *run;
	unsigned long n;
	pthread_barrier_t start, end;
};

static void *gang_member(void *arg)
{
	struct gang *g = arg;

	pthread_barrier_wait(&g->start);
	run_times(g->run, g->n);
	pthread_barrier_wait(&g->end);
	return NULL;
}

static double time_threads(const struct bench_case *c, unsigned long n)
{
	pthread_t thread[c->threads];
	struct gang g = { .run = c, .n = n };
	clockid_t clock = c->cpu_time ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC;
	double begin;
	int i;

	pthread_barrier_init(&g.start, NULL, c->threads + 1);
	pthread_barrier_init(&g.end, NULL, c->threads + 1);
	for (i = 0; i < c->threads; i++)
		if (pthread_create(&thread[i], NULL, gang_member, &g))
			fail("can't start a thread");
	pthread_barrier_wait(&g.start);
	begin = clock_ns(clock);
	pthread_barrier_wait(&g.end);
	begin = clock_ns(clock) - begin;
	for (i = 0; i < c->threads; i++)
		pthread_join(thread[i], NULL);
	pthread_barrier_destroy(&g.start);
	pthread_barrier_destroy(&g.end);
	return c->cpu_time ? begin / c->threads : begin;
}

static double time_round(const struct bench_case *c, unsigned long n)
{
	double begin;

	if (c->setup)
		c->setup();
	if (c->threads > 1)
		return time_threads(c, n);
	begin = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	run_times(c, n);
	return clock_ns(CLOCK_PROCESS_CPUTIME_ID) - begin;
}

static double bytes_since(unsigned long before)
{
	unsigned long after = bench_resident();

	return after > before + BYTES_MIN ? after - before : BYTES_MIN;
}

static double bytes_kept(const void *arg)
{
	const struct bench_case *c = arg;
	unsigned long before;

	time_round(c, 0);	/* boots a machine; makes threads, whose stacks stay */
	before = bench_resident();
	time_round(c, c->kept);
	if (!c->rest)
		return bytes_since(before);
	sleep(REST_SECONDS);
	for (int i = 0; i < REST_CALLS / c->threads; i++)
		time_round(c, 0);
	sleep(1);
	return bytes_since(before);
}

static bool is_apart(const struct bench_case *c, bool rest)
{
	return (c->kept || c->apart) && !!c->rest == rest;
}

static struct apart begin(const struct result *r)
{
	struct apart child;

	if (apart_begin(&child, r->run - added))
		fail("%s: no process", r->workload);
	return child;
}

static void end(struct result *r, const struct apart *child)
{
	double bytes;

	if (apart_end(child, &bytes))
		fail("%s: no number", r->workload);
	result_add(r, bytes);
}

/*
 * Rows whose process runs nothing else. Those that rest all do it at the same time, and while the
 * other ones run, one after another.
 */
static void run_apart(void)
{
	static struct apart resting[APART_ROUNDS][MAX_RESULTS];
	struct apart child;
	struct result *r;
	int i;

	for (i = 0; i < APART_ROUNDS; i++)
		for (r = results; r < results + nr_results; r++)
			if (is_apart(r->run, true))
				resting[i][r - results] = begin(r);
	for (i = 0; i < APART_ROUNDS; i++)
		for (r = results; r < results + nr_results; r++)
			if (is_apart(r->run, false)) {
				child = begin(r);
				end(r, &child);
			}
	for (i = 0; i < APART_ROUNDS; i++)
		for (r = results; r < results + nr_results; r++)
			if (is_apart(r->run, true))
				end(r, &resting[i][r - results]);
}

static void __attribute__((noreturn)) answer(char **argv, const struct bench_case *c)
{
	apart_answer(argv, c->kept ? bytes_kept(c) : c->count(c->arg));
}

static unsigned long calibrate(const struct bench_case *c)
{
	unsigned long n = 1;
	double ns;

	time_round(c, 1);	/* the first call may boot a machine, or make a task */
	while ((ns = time_round(c, n)) < ROUND_NS / 4 && n < 1ul << 40)
		n *= 2;
	n = n * (ROUND_NS / ns);
	return n ? n : 1;
}

static void run_workload(struct result *first, struct result *end)
{
	struct result *r;
	int i;

	if (first->run->count) {
		for (r = first; r < end; r++)
			if (r->run && !strcmp(r->workload, first->workload))
				result_add(r, r->run->count(r->run->arg));
		return;
	}
	for (i = 0; i < rounds; i++) {
		for (r = first; r < end; r++) {
			if (!r->run || strcmp(r->workload, first->workload))
				continue;
			if (!r->n)
				r->n = calibrate(r->run);
			result_add(r, time_round(r->run, r->n) / r->n);
		}
	}
}

/* ---- which ---- */

static bool wanted(const char *workload, char **words, int nr_words)
{
	int i;

	for (i = 0; i < nr_words; i++)
		if (strstr(workload, words[i]))
			return true;
	return nr_words == 0;
}

static void run_cases(char **words, int nr_words, bool counts)
{
	const struct bench_case *const *c;
	struct result *r;
	int i;

	for (i = 0; i < nr_added; i++)
		if ((!added[i].count || added[i].apart || counts) && wanted(added[i].workload, words, nr_words))
			result_find(added[i].workload, added[i].contender)->run = &added[i];
	for (c = __start_bench_cases; c < __stop_bench_cases; c++)
		if (wanted((*c)->workload, words, nr_words))
			result_find((*c)->workload, (*c)->contender)->run = *c;
	run_apart();
	for (r = results; r < results + nr_results; r++)
		if (!r->nr_rounds)
			run_workload(r, results + nr_results);
}

static void run_script(const char *script, char **words, int nr_words)
{
	char line[256], workload[80], contender[32];
	int i, nr_wanted = 1;
	double ns;
	FILE *pipe;

	for (i = 0; i < rounds && nr_wanted; i++) {
		nr_wanted = 0;
		pipe = popen(script, "r");
		if (!pipe)
			fail("%s: %s", script, strerror(errno));
		while (fgets(line, sizeof(line), pipe)) {
			if (sscanf(line, "%79[^\t]\t%31[^\t]\t%lf", workload, contender, &ns) != 3)
				fail("%s: not workload, contender, nanoseconds: %s", script, line);
			if (!wanted(workload, words, nr_words))
				continue;
			result_add(result_find(workload, contender), ns);
			nr_wanted++;
		}
		if (pclose(pipe))
			fail("%s failed", script);
	}
}

/* ---- the report ---- */

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(struct result *r)
{
	qsort(r->ns, r->nr_rounds, sizeof(r->ns[0]), compare);
	return r->ns[r->nr_rounds / 2];
}

static void print_row(struct result *r)
{
	const struct result *base = result_seek(r->workload, "quarry");

	printf("%-46s %-12s %12.1f", r->workload, r->contender, r->ns[r->nr_rounds / 2]);
	if (base && base != r)
		printf(" %9.2f", r->ns[r->nr_rounds / 2] / base->ns[base->nr_rounds / 2]);
	putchar('\n');
}

static void print_lines(void)
{
	struct result *r;

	for (r = results; r < results + nr_results; r++)
		printf("%s\t%s\t%.3f\n", r->workload, r->contender, median(r));
}

static void print_table(void)
{
	struct result *r, *q;
	int i;

	printf("%-46s %-12s %12s %9s\n", "workload", "contender", "ns", "/ quarry");
	for (r = results; r < results + nr_results; r++) {
		for (i = 0; i < r - results; i++)
			if (!strcmp(results[i].workload, r->workload))
				break;
		if (i < r - results)
			continue;
		for (q = r; q < results + nr_results; q++)
			if (!strcmp(q->workload, r->workload))
				print_row(q);
	}
}

/* The one of the other allocators that is best at @work, of what @who may be compared with. */
static struct result *result_best_peer(const char *work, const char *who)
{
	struct result *best = strcmp(who, "quarry") ? NULL : result_seek(work, PEER_POOLS), *r;
	const struct peer *p;

	for (p = peers; p->name; p++) {
		r = result_seek(work, p->name);
		if (r && (!best || r->ns[r->nr_rounds / 2] < best->ns[best->nr_rounds / 2]))
			best = r;
	}
	return best;
}

static void print_goals(void)
{
	struct goal *g;

	for (g = goals; g < goals + nr_goals; g++) {
		struct result *r = result_seek(g->work, g->who);
		struct result *other = g->other_who ? result_seek(g->other_work, g->other_who) :
						      result_best_peer(g->other_work, g->who);
		double ratio;

		if (!r || !other)
			continue;
		ratio = r->ns[r->nr_rounds / 2] / other->ns[other->nr_rounds / 2];
		printf("%-72s %5.2f (at most %.2f)%s\n", g->what, ratio, g->most,
		       ratio > g->most ? " MISSED" : "");
	}
}

static void write_json(const char *path)
{
	FILE *f = fopen(path, "w");
	struct result *r;

	if (!f)
		fail("%s: %s", path, strerror(errno));
	fprintf(f, "{\"rounds\": %d, \"results\": [\n", rounds);
	for (r = results; r < results + nr_results; r++)
		fprintf(f, "  {\"workload\": \"%s\", \"contender\": \"%s\", \"median_ns\": %.2f, "
			"\"min_ns\": %.2f, \"max_ns\": %.2f}%s\n", r->workload, r->contender,
			r->ns[r->nr_rounds / 2], r->ns[0], r->ns[r->nr_rounds - 1],
			r + 1 < results + nr_results ? "," : "");
	fprintf(f, "]}\n");
	if (fclose(f))
		fail("%s: %s", path, strerror(errno));
}

/* Arguments that end in .sh are scripts to run, the other ones words to choose workloads by. */
int main(int argc, char **argv)
{
	const char *json = NULL, *scripts[32];
	char *words[32];
	int i, nr_words = 0, nr_scripts = 0;
	bool lines = false;

	for (i = 1; i < argc && i < 32; i++) {
		size_t len = strlen(argv[i]);

		if (!strcmp(argv[i], "-j") && i + 1 < argc)
			json = argv[++i];
		else if (!strcmp(argv[i], "-l"))
			lines = true;
		else if (!strcmp(argv[i], "-r") && i + 1 < argc)
			rounds = atoi(argv[++i]);
		else if (len > 3 && !strcmp(argv[i] + len - 3, ".sh"))
			scripts[nr_scripts++] = argv[i];
		else
			words[nr_words++] = argv[i];
	}
	if (rounds < 1 || rounds > MAX_ROUNDS)
		fail("-r takes 1 to %d", MAX_ROUNDS);
	peers_load(argv);
	add_tables();
	if (apart_row(argc, argv) >= 0)
		answer(argv, &added[apart_row(argc, argv)]);
	run_cases(words, nr_words, lines);
	for (i = 0; i < nr_scripts; i++)
		run_script(scripts[i], words, nr_words);
	if (!nr_results)
		fail("no workload of that name");
	if (lines) {
		print_lines();
		return 0;
	}
	for (i = 0; i < nr_results; i++)
		median(&results[i]);
	print_table();
	print_goals();
	if (json)
		write_json(json);
	return 0;
}
