/* SPDX-License-Identifier: MIT */
/* linux/sort.h - sort an array in place */
#ifndef _LINUX_SORT_H
#define _LINUX_SORT_H

#include <linux/types.h>

/**
 * sort - sort an array, in O(n log n) always, without memory; equal elements in any order
 * @num:	elements
 * @size:	bytes of one
 * @cmp:	less than, equal to or above 0
 * @swap:	exchanges two elements; NULL means bytewise
 */
void sort(void *base, size_t num, size_t size, cmp_func_t cmp, swap_func_t swap);
/** sort_r - the same; @cmp and @swap get @priv besides */
void sort_r(void *base, size_t num, size_t size, cmp_r_func_t cmp, swap_r_func_t swap,
	    const void *priv);

#endif
