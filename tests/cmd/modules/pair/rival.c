// SPDX-License-Identifier: MIT
/* tests/cmd/modules/pair/rival.c - exports a name that provider exports too */
#include <linux/module.h>

int pair_open(void);

int pair_open(void)
{
	return 3;
}
EXPORT_SYMBOL(pair_open);

MODULE_LICENSE("GPL");
