/* SPDX-License-Identifier: MIT */
/* linux/bsearch.h - find an element of a sorted array */
#ifndef _LINUX_BSEARCH_H
#define _LINUX_BSEARCH_H

#include <linux/types.h>

static __always_inline void *__inline_bsearch(const void *key, const void *base, size_t num,
					      size_t size, cmp_func_t cmp)
{
	while (num) {
		const char *pivot = (const char *)base + num / 2 * size;
		int c = cmp(key, pivot);

		if (c == 0)
			return (void *)pivot;
		if (c > 0) {
			base = pivot + size;
			num--;
		}
		num /= 2;
	}
	return NULL;
}

/**
 * bsearch - search a sorted array
 * @key:	what to look for
 * @base:	the array
 * @num:	elements
 * @size:	bytes of one
 * @cmp:	compares @key, which it gets first, with an element: below 0, 0 or above 0
 *
 * Context: as @cmp.
 * Return: an element equal to @key, or NULL.
 */
void *bsearch(const void *key, const void *base, size_t num, size_t size, cmp_func_t cmp);

#endif
