/* SPDX-License-Identifier: MIT */
/* linux/list_sort.h - sort a list */
#ifndef _LINUX_LIST_SORT_H
#define _LINUX_LIST_SORT_H

#include <linux/types.h>

struct list_head;

typedef int __attribute__((nonnull(2, 3))) (*list_cmp_func_t)(void *priv,
		const struct list_head *a, const struct list_head *b);

/**
 * list_sort - sort a list; equal entries keep their order
 * @priv:	for @cmp
 * @head:	the list
 * @cmp:	gets @priv and two entries: above 0 if the first belongs behind the second
 *
 * Context: as @cmp; the caller keeps others from the list.
 */
void list_sort(void *priv, struct list_head *head, list_cmp_func_t cmp);

#endif
