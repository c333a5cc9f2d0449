// SPDX-License-Identifier: MIT
/*
 * lib/list_sort.c - merge sort of a list; stable, no recursion
 *
 * Sorted runs wait in pending[]: run k, if there is one, holds 2^k entries, and all of it came before
 * what lies in lower runs. Each entry enters as a run of one, and merges upwards as a binary
 * counter carries. Runs are chained by next, ended by NULL.
 */
#include <linux/array_size.h>
#include <linux/export.h>
#include <linux/list.h>
#include <linux/list_sort.h>

/* @a came before @b: on equality its entries go first. */
static struct list_head *merge(void *priv, list_cmp_func_t cmp, struct list_head *a,
			       struct list_head *b)
{
	struct list_head *first = NULL, **tail = &first;

	while (a && b) {
		struct list_head **from = cmp(priv, a, b) <= 0 ? &a : &b;

		*tail = *from;
		*from = (*from)->next;
		tail = &(*tail)->next;
	}
	*tail = a ? a : b;
	return first;
}

static void relink(struct list_head *head, struct list_head *chain)
{
	struct list_head *prev = head;

	for (; chain; chain = chain->next) {
		prev->next = chain;
		chain->prev = prev;
		prev = chain;
	}
	prev->next = head;
	head->prev = prev;
}

void list_sort(void *priv, struct list_head *head, list_cmp_func_t cmp)
{
	struct list_head *pending[BITS_PER_LONG] = { NULL };
	struct list_head *entry, *next, *all = NULL;
	size_t k;

	for (entry = head->next; entry != head; entry = next) {
		next = entry->next;
		entry->next = NULL;
		for (k = 0; pending[k]; k++) {
			entry = merge(priv, cmp, pending[k], entry);
			pending[k] = NULL;
		}
		pending[k] = entry;
	}
	for (k = 0; k < ARRAY_SIZE(pending); k++)
		all = merge(priv, cmp, pending[k], all);
	relink(head, all);
}
EXPORT_SYMBOL(list_sort);
