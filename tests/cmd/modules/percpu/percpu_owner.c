// SPDX-License-Identifier: MIT
/*
 * percpu_owner.c - each form of a per-CPU variable in a module; two are exported, one of them for
 * GPL modules only
 */
#include <linux/mm.h>
#include <linux/module.h>
#include "percpu_names.h"

DEFINE_PER_CPU(unsigned long, owner_hits) = 5;
EXPORT_PER_CPU_SYMBOL(owner_hits);
DEFINE_PER_CPU(int[4], owner_array) = { 1, 2, 3, 4 };
EXPORT_PER_CPU_SYMBOL_GPL(owner_array);

static DEFINE_PER_CPU_FIRST(long, first) = 12;
static DEFINE_PER_CPU_ALIGNED(int, aligned) = 13;
static DEFINE_PER_CPU_SHARED_ALIGNED(char, shared_aligned) = 14;
static DEFINE_PER_CPU_PAGE_ALIGNED(char[100], page_aligned) = { 15 };
static DEFINE_PER_CPU_READ_MOSTLY(u64, read_mostly) = 16;
static DEFINE_PER_CPU_DECRYPTED(int, decrypted) = 17;

static unsigned int nr_wrong;

static void check(char *of_cpu0, size_t align, int value)
{
	unsigned int cpu;

	nr_wrong += !is_kernel_percpu_address((unsigned long)of_cpu0);
	for_each_possible_cpu(cpu) {
		char *copy = per_cpu_ptr(of_cpu0, cpu);

		nr_wrong += *copy != value || !IS_ALIGNED((unsigned long)copy, align);
		*copy = value + cpu;
	}
	for_each_possible_cpu(cpu)
		nr_wrong += *per_cpu_ptr(of_cpu0, cpu) != (char)(value + cpu);
}

static int __init owner_init(void)
{
	check((char *)&first, sizeof(long), 12);
	check((char *)&aligned, SMP_CACHE_BYTES, 13);
	check(&shared_aligned, SMP_CACHE_BYTES, 14);
	check(page_aligned, PAGE_SIZE, 15);
	check((char *)&read_mostly, sizeof(u64), 16);
	check((char *)&decrypted, sizeof(int), 17);
	pr_info("percpu_owner: %u cpus, %u wrong\n", num_possible_cpus(), nr_wrong);
	return 0;
}
module_init(owner_init);

static void __exit owner_exit(void)
{
}
module_exit(owner_exit);

MODULE_LICENSE("GPL");
