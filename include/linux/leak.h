/* SPDX-License-Identifier: MIT */
/*
 * linux/leak.h - is everything back that was there before?
 */
#ifndef _LINUX_LEAK_H
#define _LINUX_LEAK_H

#include <linux/types.h>

/**
 * struct leak_snapshot - what is in use
 * @pages:	frames, not counting those of slabs (their objects count) and free ones
 * @objects:	objects of all caches
 * @percpu:	per-CPU allocations
 * @windows:	windows of kmap()
 */
struct leak_snapshot {
	unsigned long pages;
	unsigned long objects;
	unsigned long percpu;
	unsigned long windows;
};

/** leak_snapshot - count now; waits for what is still on its way to be freed. May sleep. */
void leak_snapshot(struct leak_snapshot *s);

/**
 * leak_verify - compare with what leak_baseline() saw at the end of boot
 * @report:	called with a line for each zone, cache or kind of memory that has more in use
 *
 * Context: may sleep.
 * Return: lines reported.
 */
int leak_verify(void (*report)(void *arg, const char *line), void *arg);

#endif /* _LINUX_LEAK_H */
