/* SPDX-License-Identifier: MIT */
/*
 * mm/io_range.h - which of some ranges holds an address, asked without a lock
 *
 * A table is a sorted array of pointers that is never changed: who adds or takes a range publishes
 * a new array, and frees the old one a grace period later (RCU). So finding costs log2(n) compares,
 * in any context.
 */
#ifndef MM_IO_RANGE_H
#define MM_IO_RANGE_H

#include <linux/mutex.h>
#include <linux/types.h>

/** struct io_range - part of what a table finds: its first and its last address */
struct io_range {
	u64 start;
	u64 end;
};

struct io_range_list {
	unsigned int nr;
	struct io_range *ranges[];
};

/** struct io_range_table - all zero: empty */
struct io_range_table {
	struct io_range_list *list;
};

/* Held by who changes any table. Order: before vmalloc's and the slab's locks. */
extern struct mutex io_range_mutex;

/** io_range_find - the range that holds @addr, or NULL. It is there until rcu_read_unlock(). */
struct io_range *io_range_find(const struct io_range_table *table, u64 addr);
/** io_range_add - 0, -EBUSY if it overlaps with one, -ENOMEM. io_range_mutex held. */
int io_range_add(struct io_range_table *table, struct io_range *range);
/** io_range_del - when this returns nobody finds @range any more. io_range_mutex held. May sleep. */
void io_range_del(struct io_range_table *table, struct io_range *range);
/**
 * io_range_peek - io_range_find() for reports of faults, which can't be readers
 * @copy:	receives @size bytes of what the range is the beginning of
 *
 * What is freed meanwhile may be copied, but nothing is followed that can't be read.
 * Return: whether there is one.
 */
bool io_range_peek(const struct io_range_table *table, u64 addr, void *copy, size_t size);

#define io_range_for_each(table, i) \
	for ((i) = 0; (table)->list && (i) < (table)->list->nr; (i)++)

#endif /* MM_IO_RANGE_H */
