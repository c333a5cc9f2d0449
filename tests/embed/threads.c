// SPDX-License-Identifier: MIT
/*
 * threads.c - host side of tests/embed.t: eight threads at once, then many short ones
 *
 * The eight have signal stacks of their own, as other languages' runtimes and AddressSanitizer give
 * to their threads: interrupts in interrupts must not begin at the top of those.
 *
 *	threads [COMMAND LINE]		without one, quarry_boot() is not called
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <quarry/quarry.h>

#include "churn.h"

#define NR_THREADS	8
#define NR_ROUNDS	20000
#define NR_SHORT	400
#define SIGNAL_STACK	(64UL << 10)

static void *churn(void *arg)
{
	stack_t own = { .ss_sp = malloc(SIGNAL_STACK), .ss_size = SIGNAL_STACK }, before;
	const char *why;

	if (!own.ss_sp || sigaltstack(&own, &before))
		return "no signal stack";
	why = churn_run((unsigned long)arg, NR_ROUNDS);
	sigaltstack(&before, NULL);
	free(own.ss_sp);
	return (void *)why;
}

static void *churn_once(void *arg)
{
	return (void *)churn_run((unsigned long)arg, 1);
}

static int run_threads(int nr, void *(*fn)(void *))
{
	pthread_t thread[NR_THREADS];
	void *why;
	int i, failed = 0;

	for (i = 0; i < nr; i++)
		pthread_create(&thread[i], NULL, fn, (void *)(i * 77777ul + 1));
	for (i = 0; i < nr; i++) {
		pthread_join(thread[i], &why);
		if (why) {
			printf("thread %d: %s\n", i, (char *)why);
			failed = 1;
		}
	}
	return failed;
}

static void report(void *unused, const char *line)
{
	(void)unused;
	printf("left: %s\n", line);
}

int main(int argc, char **argv)
{
	unsigned long expected = NR_THREADS * NR_ROUNDS + NR_SHORT;
	int i, failed;

	if (argc > 1 && quarry_boot(argv[1])) {
		printf("boot: %s\n", quarry_boot_error());
		return 2;
	}
	if (churn_start())
		return 1;
	failed = run_threads(NR_THREADS, churn);
	for (i = 0; i < NR_SHORT / NR_THREADS; i++)
		failed |= run_threads(NR_THREADS, churn_once);
	if (churn_total() != expected) {
		printf("per-CPU count is %lu, not %lu\n", churn_total(), expected);
		failed = 1;
	}
	churn_stop();
	if (quarry_verify(report, NULL))
		failed = 1;
	puts(failed ? "failed" : "all rounds good");
	return failed;
}
