// SPDX-License-Identifier: MIT
/*
 * stuck.c - a module that can't be got rid of, for tests/cmd/stuck.t
 *
 * how=init oopses in the init function, how=exit in the exit function, how=spin never comes back
 * from the init function, how=leak keeps a cache, objects, pages.
 */
#include <linux/gfp.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

static char *how = "";
module_param(how, charp, 0444);

static int leak(void)
{
	struct kmem_cache *cache = kmem_cache_create("stuck_things", 100, 0, 0, NULL);

	if (!cache || !kmem_cache_alloc(cache, GFP_KERNEL) || !alloc_pages(GFP_KERNEL, 2))
		return -ENOMEM;
	return 0;
}

static int __init stuck_init(void)
{
	if (!strcmp(how, "init"))
		return READ_ONCE(*(int *)8);
	while (!strcmp(how, "spin"))
		cpu_relax();
	return strcmp(how, "leak") ? 0 : leak();
}

static void __exit stuck_exit(void)
{
	if (!strcmp(how, "exit"))
		WRITE_ONCE(*(int *)8, 1);
}

module_init(stuck_init);
module_exit(stuck_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("a module that can't be got rid of");
