// SPDX-License-Identifier: MIT
/* table.c - a growing string in memory of its own, for the foreign module */
#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "table.h"

static char *table;

int table_fill(const char *first, int copies)
{
	size_t len = strlen(first);
	char *at;

	table = kmalloc_array(copies, len + 1, GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	for (at = table; copies--; at += len + 1) {
		memcpy(at, first, len);
		at[len] = copies ? ' ' : '\0';
	}
	return 0;
}

const char *table_text(void)
{
	return table;
}

void table_drop(void)
{
	kfree(table);
}
