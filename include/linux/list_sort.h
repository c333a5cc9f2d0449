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
 * @cmp:	above 0 if @a belongs behind @b
 */
void list_sort(void *priv, struct list_head *head, list_cmp_func_t cmp);

#endif
