// SPDX-License-Identifier: MIT
/*
 * images.c - host side of tests/embed.t: shared objects with kernel code come and go
 *
 *	images sleep IMAGE	a thread sleeps since its last call of one; it is closed, and the thread wakes up
 *	images loop IMAGE	one comes and goes while threads use the program's own kernel code
 *	images last IMAGE	its destructors allocate for long, while threads do
 *	images exit		the process ends while threads are still at it
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <quarry/quarry.h>

#include "churn.h"

#define NR_THREADS	3
#define LAST_PAIRS	3000000

int image_last_pairs;		/* which the shared object reads */

static void *image;
static int (*image_pairs)(unsigned int nr);

static int image_open(const char *path)
{
	image = dlopen(path, RTLD_NOW);
	if (!image) {
		puts(dlerror());
		return -1;
	}
	*(void **)&image_pairs = dlsym(image, "image_pairs");
	return 0;
}

static int lines(const char *path)
{
	FILE *file = fopen(path, "r");
	int nr = 0, c;

	while (file && (c = getc(file)) != EOF)
		nr += c == '\n';
	if (file)
		fclose(file);
	return nr;
}

/* ---- threads that go on ---- */

static atomic_bool at_end;
static const char *_Atomic wrong;

static void *churn(void *arg)
{
	const char *why = NULL;

	for (unsigned int seed = (unsigned long)arg; !why && !at_end; seed += 101)
		why = churn_run(seed, 200);
	if (why)
		wrong = why;
	return NULL;
}

static void churn_begin(pthread_t *threads)
{
	for (unsigned long i = 0; i < NR_THREADS; i++)
		pthread_create(&threads[i], NULL, churn, (void *)(i + 1));
}

static void churn_end(const pthread_t *threads)
{
	at_end = true;
	for (int i = 0; i < NR_THREADS; i++)
		pthread_join(threads[i], NULL);
}

/* ---- what is done ---- */

static int pipe_ends[2];
static atomic_int sleeper_tid;

/* After the last call nothing but the system call, in which the host takes the thread off its CPU. */
static void *sleeper(void *arg)
{
	char *why = "awake", byte;

	(void)arg;
	if (image_pairs(3))
		why = "no objects";
	sleeper_tid = syscall(SYS_gettid);
	return read(pipe_ends[0], &byte, 1) == 1 ? why : "not woken";
}

static char thread_state(int tid)
{
	char path[64], line[512] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	file = fopen(path, "r");
	if (!file || !fgets(line, sizeof(line), file))
		line[0] = '\0';
	if (file)
		fclose(file);
	return strrchr(line, ')') ? strrchr(line, ')')[2] : '?';
}

static int sleeps(const char *path)
{
	pthread_t thread;
	void *said;

	for (int round = 0; round < 20; round++) {
		if (image_open(path) || pipe(pipe_ends))
			return 1;
		sleeper_tid = 0;
		pthread_create(&thread, NULL, sleeper, NULL);
		while (!sleeper_tid || thread_state(sleeper_tid) != 'S')
			usleep(100);
		dlclose(image);
		if (dlopen(path, RTLD_NOW | RTLD_NOLOAD)) {
			puts("it was not unloaded");
			return 1;
		}
		if (write(pipe_ends[1], "", 1) != 1 || pthread_join(thread, &said) || strcmp(said, "awake"))
			return 1;
		close(pipe_ends[0]);
		close(pipe_ends[1]);
	}
	puts("slept over it");
	return 0;
}

static int loops(const char *path)
{
	pthread_t threads[NR_THREADS];
	int before = 0, after;

	churn_begin(threads);
	for (int round = 0; round < 300 && !wrong; round++) {
		if (image_open(path) || image_pairs(300))
			return 1;
		dlclose(image);
		if (round == 20)
			before = lines("/proc/self/maps");
	}
	churn_end(threads);
	after = lines("/proc/self/maps");
	printf("%s; mappings %s\n", wrong ? wrong : "all good", after <= before + 20 ? "as before" : "are more");
	return 0;
}

static int last(const char *path)
{
	pthread_t threads[NR_THREADS];

	image_last_pairs = LAST_PAIRS;
	churn_begin(threads);
	if (image_open(path) || image_pairs(300))
		return 1;
	dlclose(image);
	churn_end(threads);
	puts(wrong ? wrong : "all good");
	return 0;
}

/* Of the process, in the place of a library's whose end takes long: the program's own is past. */
static void __attribute__((destructor(102))) exits_last(void)
{
	static const char good[] = "all good at the end\n";

	if (!at_end && churn_total()) {
		usleep(500000);
		if (!wrong)
			(void)!write(1, good, sizeof(good) - 1);
		else
			(void)!write(1, wrong, strlen(wrong));
	}
}

static int exits(void)
{
	pthread_t threads[NR_THREADS];

	churn_begin(threads);
	while (churn_total() < 2000)
		usleep(1000);
	return 0;		/* and the threads go on */
}

static void report(void *unused, const char *line)
{
	(void)unused;
	printf("left: %s\n", line);
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "", *path = argc > 2 ? argv[2] : "";
	int ret = 2;

	if (churn_start())
		return 1;
	if (!strcmp(how, "exit"))
		return exits();
	if (!strcmp(how, "sleep"))
		ret = sleeps(path);
	else if (!strcmp(how, "loop"))
		ret = loops(path);
	else if (!strcmp(how, "last"))
		ret = last(path);
	churn_stop();
	return quarry_verify(report, NULL) ? 1 : ret;
}
