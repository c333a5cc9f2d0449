// SPDX-License-Identifier: MIT
/*
 * percpu_closed.c - uses an exported variable, and one that is for GPL modules only, which this is
 * not
 */
#include <linux/module.h>
#include "percpu_names.h"

static int __init closed_init(void)
{
	this_cpu_inc(owner_hits);
	return this_cpu_read(owner_array[0]) < 0;
}
module_init(closed_init);

static void __exit closed_exit(void)
{
}
module_exit(closed_exit);

MODULE_LICENSE("Proprietary");
