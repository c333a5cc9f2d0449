// SPDX-License-Identifier: MIT
/* tests/embed/objects.c - kernel side: touches an object where it must not, for tests/cmd/memcheck.t */
#include <linux/slab.h>
#include <linux/string.h>

int objects_err(const char *how);

static char seen;

static noinline char *objects_allocate(void)
{
	char *object = kmalloc(60, GFP_KERNEL);

	memset(object, 1, 60);
	return object;
}

static noinline void objects_touch(char *object, int offset)
{
	seen = READ_ONCE(object[offset]);
}

/* The rest of the program: returns what it read. */
int objects_err(const char *how)
{
	char *object = objects_allocate();

	if (!strcmp(how, "behind"))
		objects_touch(object, 60);
	if (!strcmp(how, "before"))
		objects_touch(object, -1);
	objects_touch(object, 59);
	kfree(object);
	OPTIMIZER_HIDE_VAR(object);
	if (!strcmp(how, "freed"))
		objects_touch(object, 8);
	return seen;
}
