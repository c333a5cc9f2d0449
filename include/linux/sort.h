/* SPDX-License-Identifier: MIT */
/* linux/sort.h - sort an array in place */
#ifndef _LINUX_SORT_H
#define _LINUX_SORT_H

#include <linux/types.h>

/**
 * sort - sort an array, in O(n log n) always; equal elements in any order
 * @base:	the array
 * @num:	elements
 * @size:	bytes of one
 * @cmp:	below 0, 0 or above 0
 * @swap:	exchanges two elements; NULL means bytewise
 *
 * Context: as @cmp and @swap; allocates nothing.
 */
void sort(void *base, size_t num, size_t size, cmp_func_t cmp, swap_func_t swap);

/**
 * sort_r - sort() whose functions get one argument more
 * @base:	the array
 * @num:	elements
 * @size:	bytes of one
 * @cmp:	below 0, 0 or above 0
 * @swap:	exchanges two elements; NULL means bytewise
 * @priv:	for both
 *
 * Context: as @cmp and @swap; allocates nothing.
 */
void sort_r(void *base, size_t num, size_t size, cmp_r_func_t cmp, swap_r_func_t swap,
	    const void *priv);

#endif
