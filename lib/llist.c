// SPDX-License-Identifier: MIT
/* lib/llist.c - the stack without a lock: see linux/llist.h */
#include <linux/export.h>
#include <linux/llist.h>

bool llist_add_batch(struct llist_node *new_first, struct llist_node *new_last,
		     struct llist_head *head)
{
	struct llist_node *first = READ_ONCE(head->first);

	do {
		WRITE_ONCE(new_last->next, first);
	} while (!try_cmpxchg(&head->first, &first, new_first));
	return !first;
}
EXPORT_SYMBOL_GPL(llist_add_batch);

struct llist_node *llist_del_first(struct llist_head *head)
{
	/* Pairs with the full barrier of llist_add_batch(): the node's next is there. */
	struct llist_node *entry = smp_load_acquire(&head->first);

	while (entry && !try_cmpxchg_acquire(&head->first, &entry, READ_ONCE(entry->next)))
		;
	return entry;
}
EXPORT_SYMBOL_GPL(llist_del_first);

struct llist_node *llist_reverse_order(struct llist_node *head)
{
	struct llist_node *reversed = NULL;

	while (head) {
		struct llist_node *next = head->next;

		head->next = reversed;
		reversed = head;
		head = next;
	}
	return reversed;
}
EXPORT_SYMBOL_GPL(llist_reverse_order);
