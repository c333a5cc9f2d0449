/* SPDX-License-Identifier: MIT */
/*
 * bench/vmalloc.h - names that both halves of vmalloc's benchmark use
 */
#ifndef BENCH_VMALLOC_H
#define BENCH_VMALLOC_H

#define VMALLOC_PAGE		4096ul

static const unsigned int vmalloc_sizes[] = { 1, 4, 16, 256 };	/* pages */
#define VMALLOC_NR_SIZES	(sizeof(vmalloc_sizes) / sizeof(vmalloc_sizes[0]))

#define VMALLOC_TOUCHED		"vmalloc: %u pages, touched"
#define VMALLOC_PAIR		"vmalloc: %u pages, pair"
#define VMALLOC_BY_AREAS	"vmalloc: a page, pair, by areas alive"

/* A byte of each page is written. */
static inline void vmalloc_touch(volatile char *p, unsigned long size)
{
	for (unsigned long i = 0; i < size; i += VMALLOC_PAGE)
		p[i] = 1;
}

#endif /* BENCH_VMALLOC_H */
