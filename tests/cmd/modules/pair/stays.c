// SPDX-License-Identifier: MIT
/* tests/cmd/modules/pair/stays.c - has an init function and no exit function: it can't be unloaded */
#include <linux/module.h>

static int __init stays_init(void)
{
	return 7;	/* neither 0 nor an error: Linux warns, and loads it */
}

module_init(stays_init);
MODULE_LICENSE("GPL");
