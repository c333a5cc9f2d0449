// SPDX-License-Identifier: MIT
/* slabpanic.c - asks for a cache that can't be made, for tests/cmd/slab.t; must=1: with SLAB_PANIC */
#include <linux/module.h>
#include <linux/slab.h>

static bool must;
module_param(must, bool, 0444);

static int __init slabpanic_init(void)
{
	if (!kmem_cache_create("too-large", KMALLOC_MAX_SIZE + 1, 0, must ? SLAB_PANIC : 0, NULL))
		pr_info("slabpanic: no cache\n");
	return 0;
}
module_init(slabpanic_init);

static void __exit slabpanic_exit(void)
{
}
module_exit(slabpanic_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("asks for a cache that can't be made");
