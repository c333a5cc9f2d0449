/* SPDX-License-Identifier: MIT */
/*
 * bench/apart.h - numbers from processes of their own
 */
#ifndef BENCH_APART_H
#define BENCH_APART_H

#define APART_ROUNDS	3

/* One such process that runs. */
struct apart {
	int pid;
	int answer;
};

/**
 * apart_begin - start this program anew, to say the number of @row and nothing else
 *
 * A new program and no mere fork(): it shares no memory, so none of its pages counts for a part only.
 * Return: 0, or -1 if there is no process.
 */
int apart_begin(struct apart *child, int row);

/**
 * apart_end - wait for it
 *
 * Return: 0, or -1 if it ended without a @number.
 */
int apart_end(const struct apart *child, double *number);

/** apart_row - in the program's start: the row that is asked for, -1 in an ordinary start */
int apart_row(int argc, char **argv);
/** apart_answer - in such a process: the number; ends it */
void __attribute__((noreturn)) apart_answer(char **argv, double number);

#endif /* BENCH_APART_H */
