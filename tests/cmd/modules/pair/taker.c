// SPDX-License-Identifier: MIT
/* tests/cmd/modules/pair/taker.c - uses what provider exports */
#include <linux/module.h>

int pair_open(void);
int pair_gpl(void);

static int __init taker_init(void)
{
	pr_info("taker: %d\n", pair_open() + pair_gpl());
	return 0;
}

static void __exit taker_exit(void)
{
}

module_init(taker_init);
module_exit(taker_exit);
MODULE_LICENSE("GPL");
