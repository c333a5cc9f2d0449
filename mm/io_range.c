// SPDX-License-Identifier: MIT
/* mm/io_range.c - tables of ranges of addresses: mappings, devices, ports (io_range.h) */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm-generic/arch.h>

#include "mm/io_range.h"

DEFINE_MUTEX(io_range_mutex);

/* Index of the first range that does not end before @addr. */
static unsigned int position_of(const struct io_range_list *list, u64 addr)
{
	unsigned int low = 0, high = list ? list->nr : 0;

	while (low < high) {
		unsigned int mid = low + (high - low) / 2;

		if (list->ranges[mid]->end < addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct io_range *io_range_find(const struct io_range_table *table, u64 addr)
{
	const struct io_range_list *list = rcu_dereference(table->list);
	unsigned int i = position_of(list, addr);

	if (!list || i == list->nr || list->ranges[i]->start > addr)
		return NULL;
	return list->ranges[i];
}

static struct io_range_list *list_alloc(unsigned int nr, gfp_t gfp)
{
	struct io_range_list *list = kmalloc(struct_size(list, ranges, nr), gfp);

	if (list)
		list->nr = nr;
	return list;
}

static void list_publish(struct io_range_table *table, struct io_range_list *new)
{
	struct io_range_list *old = table->list;

	rcu_assign_pointer(table->list, new);
	if (!old)
		return;
	synchronize_rcu();
	kfree(old);
}

int io_range_add(struct io_range_table *table, struct io_range *range)
{
	struct io_range_list *old = table->list, *new;
	unsigned int nr = old ? old->nr : 0, at = position_of(old, range->start);

	if (at < nr && old->ranges[at]->start <= range->end)
		return -EBUSY;
	new = list_alloc(nr + 1, GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	if (at)
		memcpy(new->ranges, old->ranges, at * sizeof(new->ranges[0]));
	new->ranges[at] = range;
	if (at < nr)
		memcpy(new->ranges + at + 1, old->ranges + at, (nr - at) * sizeof(new->ranges[0]));
	list_publish(table, new);
	return 0;
}

void io_range_del(struct io_range_table *table, struct io_range *range)
{
	struct io_range_list *old = table->list, *new = NULL;
	unsigned int at = position_of(old, range->start);

	if (WARN_ON(!old || at == old->nr || old->ranges[at] != range))
		return;
	if (old->nr > 1) {
		new = list_alloc(old->nr - 1, GFP_KERNEL | __GFP_NOFAIL);
		memcpy(new->ranges, old->ranges, at * sizeof(new->ranges[0]));
		memcpy(new->ranges + at, old->ranges + at + 1,
		       (new->nr - at) * sizeof(new->ranges[0]));
	}
	list_publish(table, new);
}

bool io_range_peek(const struct io_range_table *table, u64 addr, void *copy, size_t size)
{
	const struct io_range_list *list = rcu_access_pointer(table->list);
	const struct io_range *at = copy;
	struct io_range *range;
	unsigned int nr;

	if (!list || arch_copy_nofault(&nr, &list->nr, sizeof(nr)))
		return false;
	for (unsigned int i = 0; i < nr; i++) {
		if (arch_copy_nofault(&range, &list->ranges[i], sizeof(range)) ||
		    arch_copy_nofault(copy, range, size))
			return false;
		if (at->start <= addr && addr <= at->end)
			return true;
	}
	return false;
}
