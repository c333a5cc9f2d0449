/* SPDX-License-Identifier: MIT */
/*
 * bench/apart.h - a number from a process of its own
 */
#ifndef BENCH_APART_H
#define BENCH_APART_H

#define APART_ROUNDS	3

/**
 * apart - call @count(@arg) in a child, which then ends
 * @number:	what it returned
 *
 * The caller has one thread. Return: 0, or -1 if the child ended without a number.
 */
int apart(double (*count)(const void *arg), const void *arg, double *number);

#endif /* BENCH_APART_H */
