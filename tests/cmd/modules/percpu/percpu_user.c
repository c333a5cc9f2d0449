// SPDX-License-Identifier: MIT
/*
 * percpu_user.c - reaches another module's per-CPU variables: one number for each CPU, an array for
 * each
 */
#include <linux/module.h>
#include "percpu_names.h"

static int __init user_init(void)
{
	unsigned long hits = 0;
	int cpu, sum = 0;

	get_cpu_var(owner_hits)++;
	put_cpu_var(owner_hits);
	this_cpu_inc(owner_hits);
	for_each_possible_cpu(cpu) {
		per_cpu(owner_array, cpu)[3] += cpu;
		hits += per_cpu(owner_hits, cpu) - 5;
		sum += per_cpu(owner_array, cpu)[0] + per_cpu(owner_array, cpu)[3];
	}
	pr_info("percpu_user: hits %lu sum %d\n", hits, sum);
	return 0;
}
module_init(user_init);

static void __exit user_exit(void)
{
}
module_exit(user_exit);

MODULE_LICENSE("GPL");
