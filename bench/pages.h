/* SPDX-License-Identifier: MIT */
/*
 * bench/pages.h - names that both halves of the pages' benchmark use
 */
#ifndef BENCH_PAGES_H
#define BENCH_PAGES_H

#define PAGES_NR_ORDERS		11
#define PAGES_NR_HELD		64	/* at once in the rows "held"; fewer of the largest orders: */
#define PAGES_MAX_HELD_SHIFT	14	/* not more than 2^14 pages */

static inline unsigned int pages_nr_held(unsigned int order)
{
	unsigned int most = 1u << (PAGES_MAX_HELD_SHIFT - order);

	return most < PAGES_NR_HELD ? most : PAGES_NR_HELD;
}

#define PAGES_PAIR		"pages: order %u, pair"
#define PAGES_HELD		"pages: order %u, %u held"
#define PAGES_BY_THREADS	"pages: order 0, pair, by threads"
#define PAGES_BY_MEMORY		"pages: order 0, pair, by memory"
#define PAGES_FIRST_TOUCH	"pages: 1 GB touched for the first time, ms of processor time"

/* In bench/pages_kern.c: take so many blocks, and write to each frame of them. */
void pages_take_and_touch(unsigned int order, unsigned long nr_blocks);

#endif /* BENCH_PAGES_H */
