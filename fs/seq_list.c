// SPDX-License-Identifier: MIT
/* fs/seq_list.c - iterators of seq_files over lists; the caller's lock is held from start to stop */
#include <linux/export.h>
#include <linux/list.h>
#include <linux/seq_file.h>

/**
 * seq_list_start - the element at position @pos, or NULL
 *
 * Context: any.
 * Return: the element or NULL.
 */
struct list_head *seq_list_start(struct list_head *head, loff_t pos)
{
	struct list_head *lh;

	list_for_each(lh, head)
		if (pos-- == 0)
			return lh;
	return NULL;
}
EXPORT_SYMBOL(seq_list_start);

/**
 * seq_list_start_head - the same, position 0 being the head itself: for a line of titles
 *
 * Context: any.
 * Return: the element, @head, or NULL.
 */
struct list_head *seq_list_start_head(struct list_head *head, loff_t pos)
{
	return pos ? seq_list_start(head, pos - 1) : head;
}
EXPORT_SYMBOL(seq_list_start_head);

/**
 * seq_list_next - the element after @v
 *
 * Context: any.
 * Return: the next element or NULL.
 */
struct list_head *seq_list_next(void *v, struct list_head *head, loff_t *ppos)
{
	struct list_head *lh = ((struct list_head *)v)->next;

	++*ppos;
	return lh == head ? NULL : lh;
}
EXPORT_SYMBOL(seq_list_next);

/**
 * seq_hlist_start - the element at position @pos
 *
 * Context: any.
 * Return: the element or NULL.
 */
struct hlist_node *seq_hlist_start(struct hlist_head *head, loff_t pos)
{
	struct hlist_node *node;

	hlist_for_each(node, head)
		if (pos-- == 0)
			return node;
	return NULL;
}
EXPORT_SYMBOL(seq_hlist_start);

/**
 * seq_hlist_start_head - the same, position 0 being SEQ_START_TOKEN
 *
 * Context: any.
 * Return: the element, SEQ_START_TOKEN, or NULL.
 */
struct hlist_node *seq_hlist_start_head(struct hlist_head *head, loff_t pos)
{
	return pos ? seq_hlist_start(head, pos - 1) : SEQ_START_TOKEN;
}
EXPORT_SYMBOL(seq_hlist_start_head);

/**
 * seq_hlist_next - the element after @v
 *
 * Context: any.
 * Return: the next element or NULL.
 */
struct hlist_node *seq_hlist_next(void *v, struct hlist_head *head, loff_t *ppos)
{
	struct hlist_node *node = v;

	++*ppos;
	return v == SEQ_START_TOKEN ? head->first : node->next;
}
EXPORT_SYMBOL(seq_hlist_next);
