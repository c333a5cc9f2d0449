// SPDX-License-Identifier: MIT
/*
 * objects.c - touches an object where it must not, for tests/cmd/memcheck.t: how=freed, behind or
 * before
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

static char *how = "";
module_param(how, charp, 0444);

static char seen;

static noinline char *objects_allocate(void)
{
	char *object = kmalloc(60, GFP_KERNEL);

	memset(object, 1, 60);
	return object;
}

static noinline void objects_free(char *object)
{
	kfree(object);
	barrier();
}

static noinline void objects_touch(char *object, int offset)
{
	seen = READ_ONCE(object[offset]);
}

static int __init objects_init(void)
{
	char *object = objects_allocate();

	if (!strcmp(how, "behind"))
		objects_touch(object, 60);
	if (!strcmp(how, "before"))
		objects_touch(object, -1);
	objects_touch(object, 59);
	objects_free(object);
	OPTIMIZER_HIDE_VAR(object);
	if (!strcmp(how, "freed"))
		objects_touch(object, 8);
	return 0;
}
module_init(objects_init);

static void __exit objects_exit(void)
{
}
module_exit(objects_exit);

MODULE_LICENSE("GPL");
