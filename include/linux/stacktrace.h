/* SPDX-License-Identifier: MIT */
/*
 * linux/stacktrace.h - call chains as arrays of return addresses, innermost first
 */
#ifndef _LINUX_STACKTRACE_H
#define _LINUX_STACKTRACE_H

#include <linux/types.h>

/**
 * stack_trace_save - note the caller's call chain
 * @store:	receives the return addresses, innermost first
 * @size:	room at @store
 * @skipnr:	innermost functions to leave out; 0: the caller of this is the first
 *
 * Chains are followed to a depth of 48.
 * Context: any.
 * Return: how many were stored.
 */
unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr);

/**
 * stack_trace_print - print a call chain, a line for each function
 * @trace:	the addresses
 * @nr_entries:	how many
 * @spaces:	blanks before each, besides one
 *
 * Context: any.
 */
void stack_trace_print(const unsigned long *trace, unsigned int nr_entries, int spaces);

/**
 * stack_trace_snprint - the same into a buffer
 *
 * Context: any.
 * Return: characters that there are, or would be, without the NUL.
 */
int stack_trace_snprint(char *buf, size_t size, const unsigned long *entries,
			unsigned int nr_entries, int spaces);

#endif /* _LINUX_STACKTRACE_H */
