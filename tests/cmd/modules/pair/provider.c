// SPDX-License-Identifier: MIT
/* tests/cmd/modules/pair/provider.c - exports two names, one of them for GPL modules only */
#include <linux/module.h>

int pair_open(void);
int pair_gpl(void);

int pair_open(void)
{
	return 1;
}
EXPORT_SYMBOL(pair_open);

int pair_gpl(void)
{
	return 2;
}
EXPORT_SYMBOL_GPL(pair_gpl);

MODULE_LICENSE("GPL");
