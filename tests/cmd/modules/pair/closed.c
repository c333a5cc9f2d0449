// SPDX-License-Identifier: MIT
/* tests/cmd/modules/pair/closed.c - uses a GPL-only name, and is not under the GPL */
#include <linux/module.h>

int pair_gpl(void);

static int __init closed_init(void)
{
	return pair_gpl() < 0;
}

static void __exit closed_exit(void)
{
}

module_init(closed_init);
module_exit(closed_exit);
MODULE_LICENSE("Proprietary");
