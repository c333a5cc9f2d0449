/* SPDX-License-Identifier: MIT */
/*
 * bench/main.c - run the benchmarks
 *
 *	bench [-j FILE] [-r ROUNDS] [WORD]...	only workloads whose name holds a WORD
 *	bench -l ...				lines "workload<TAB>contender<TAB>ns" for a script, no table
 *
 * The rounds of one workload's contenders are interleaved. A round's length is calibrated once for
 * each contender so that it takes about ROUND_NS, or half of that if no goal asks for it: long
 * against the clock's grain and a wake-up, short enough that the contenders see the same machine.
 * Scripts run half as often: they take medians of their own.
 */
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench/apart.h"
#include "bench/bench.h"
#include "bench/peers.h"
#include "bench/results.h"

#define ROUND_NS	20000000.0
#define BYTES_MIN	4096.0	/* less can't be told from nothing */
#define REST_SECONDS	12	/* jemalloc gives back over ten of them */
#define REST_CALLS	2000	/* some allocators give back only while they are called */

extern const struct bench_case *const __start_bench_cases[] __attribute__((weak));
extern const struct bench_case *const __stop_bench_cases[] __attribute__((weak));

extern void (*const __start_bench_tables[])(void) __attribute__((weak));
extern void (*const __stop_bench_tables[])(void) __attribute__((weak));

static int rounds = 11;

static struct bench_case added[MAX_RESULTS];
static int nr_added;

static double clock_ns(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts.tv_sec * 1e9 + ts.tv_nsec;
}

/* ---- rows made at run time ---- */

void bench_add(const struct bench_case *c)
{
	if (nr_added == MAX_RESULTS)
		bench_fail("more than %d rows", MAX_RESULTS);
	added[nr_added++] = *c;
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
			bench_fail("can't start a thread");
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
		bench_fail("%s: no process", r->workload);
	return child;
}

static void end(struct result *r, const struct apart *child)
{
	double bytes;

	if (apart_end(child, &bytes))
		bench_fail("%s: no number", r->workload);
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

static bool has_goal(const char *workload)
{
	const struct goal *g;

	for (g = goals; g < goals + nr_goals; g++)
		if (!strcmp(g->work, workload) || !strcmp(g->other_work, workload))
			return true;
	return false;
}

static unsigned long calibrate(const struct bench_case *c)
{
	double ns, round_ns = has_goal(c->workload) ? ROUND_NS : ROUND_NS / 2;
	unsigned long unit = c->unit ? c->unit : 1, n = unit;

	time_round(c, n);	/* the first call may boot a machine, or make a task */
	while ((ns = time_round(c, n)) < round_ns / 4 && n < 1ul << 40)
		n *= 2;
	n = n * (round_ns / ns);
	return n < unit ? unit : n - n % unit;
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

	for (i = 0; i < (rounds + 1) / 2 && nr_wanted; i++) {
		nr_wanted = 0;
		pipe = popen(script, "r");
		if (!pipe)
			bench_fail("%s: %s", script, strerror(errno));
		while (fgets(line, sizeof(line), pipe)) {
			if (sscanf(line, "%79[^\t]\t%31[^\t]\t%lf", workload, contender, &ns) != 3)
				bench_fail("%s: not workload, contender, nanoseconds: %s", script, line);
			if (!wanted(workload, words, nr_words))
				continue;
			result_add(result_find(workload, contender), ns);
			nr_wanted++;
		}
		if (pclose(pipe))
			bench_fail("%s failed", script);
	}
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
		bench_fail("-r takes 1 to %d", MAX_ROUNDS);
	peers_load(argv);
	add_tables();
	if (apart_row(argc, argv) >= 0)
		answer(argv, &added[apart_row(argc, argv)]);
	run_cases(words, nr_words, lines);
	for (i = 0; i < nr_scripts; i++)
		run_script(scripts[i], words, nr_words);
	if (!nr_results)
		bench_fail("no workload of that name");
	results_sort();
	if (lines)
		report_lines();
	else
		report_table();
	if (json)
		report_json(json, rounds);
	return 0;
}
