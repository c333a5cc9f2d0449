// SPDX-License-Identifier: MIT
/* percpu_leak.c - allocates at three lines, and frees what it got at one of them */
#include <linux/module.h>
#include <linux/percpu.h>

static u64 __percpu *freed;

static noinline void lose_small(void)
{
	WARN_ON(!alloc_percpu(u64));
}

static noinline void lose_large(void)
{
	WARN_ON(!__alloc_percpu_gfp(1000, 8, GFP_KERNEL));
}

static int __init leak_init(void)
{
	freed = alloc_percpu(u64);
	for (int i = 0; i < 3; i++)
		lose_small();
	lose_large();
	return 0;
}
module_init(leak_init);

static void __exit leak_exit(void)
{
	free_percpu(freed);
}
module_exit(leak_exit);

MODULE_LICENSE("GPL");
