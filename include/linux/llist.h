/* SPDX-License-Identifier: MIT */
/*
 * linux/llist.h - a stack that needs no lock
 *
 * Any number of adders, and llist_del_all(), may run at once. llist_del_first() may run beside
 * adders but not beside another llist_del_first() or llist_del_all(): a node that went and came back
 * between its read and its exchange would be mistaken for the same.
 *
 * Order: adding is a release of the node's content (full barrier), taking an acquire.
 */
#ifndef _LINUX_LLIST_H
#define _LINUX_LLIST_H

#include <linux/atomic.h>
#include <linux/container_of.h>
#include <linux/stddef.h>
#include <linux/types.h>

struct llist_head {
	struct llist_node *first;
};

struct llist_node {
	struct llist_node *next;
};

#define LLIST_HEAD_INIT(name)	{ NULL }
#define LLIST_HEAD(name)	struct llist_head name = LLIST_HEAD_INIT(name)

static inline void init_llist_head(struct llist_head *list)
{
	list->first = NULL;
}

#define llist_entry(ptr, type, member)	container_of(ptr, type, member)
/* Also of NULL, where a loop ends: as an integer, since NULL has no place within an object. */
#define __llist_entry_or_end(ptr, type, member) \
	((type *)((uintptr_t)(ptr) - offsetof(type, member)))
#define member_address_is_nonnull(ptr, member) \
	((uintptr_t)(ptr) + offsetof(typeof(*(ptr)), member) != 0)

/* Over a chain that llist_del_all() returned. */
#define llist_for_each(pos, node) \
	for ((pos) = (node); pos; (pos) = (pos)->next)
#define llist_for_each_safe(pos, n, node) \
	for ((pos) = (node); (pos) && ((n) = (pos)->next, true); (pos) = (n))
#define llist_for_each_entry(pos, node, member)				\
	for ((pos) = __llist_entry_or_end((node), typeof(*(pos)), member); \
	     member_address_is_nonnull(pos, member);			\
	     (pos) = __llist_entry_or_end((pos)->member.next, typeof(*(pos)), member))
#define llist_for_each_entry_safe(pos, n, node, member)			\
	for (pos = __llist_entry_or_end((node), typeof(*pos), member);		\
	     member_address_is_nonnull(pos, member) &&			\
		(n = __llist_entry_or_end(pos->member.next, typeof(*n), member), true); \
	     pos = n)

static inline bool llist_empty(const struct llist_head *head)
{
	return READ_ONCE(head->first) == NULL;
}

static inline struct llist_node *llist_next(struct llist_node *node)
{
	return node->next;
}

/**
 * llist_add_batch - add a chain in front of a list
 * @new_first:	its first node
 * @new_last:	its last
 * @head:	the list
 *
 * Context: any; atomic, without a lock.
 * Return: true if the list was empty.
 */
bool llist_add_batch(struct llist_node *new_first, struct llist_node *new_last,
		     struct llist_head *head);

static inline bool llist_add(struct llist_node *new, struct llist_head *head)
{
	return llist_add_batch(new, new, head);
}

/** llist_del_all - take everything; the newest first */
static inline struct llist_node *llist_del_all(struct llist_head *head)
{
	return xchg(&head->first, NULL);
}

/**
 * llist_del_first - take the newest node off a list
 * @head:	the list
 *
 * Context: any; one caller at a time, while others may add.
 * Return: the node, or NULL.
 */
struct llist_node *llist_del_first(struct llist_head *head);

/**
 * llist_reverse_order - turn a chain round
 * @head:	its first node, or NULL; nobody else has the chain
 *
 * Context: any.
 * Return: its new first node.
 */
struct llist_node *llist_reverse_order(struct llist_node *head);

#endif
