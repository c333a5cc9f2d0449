// SPDX-License-Identifier: MIT
/* percpuold10.c - per-CPU data in the manner of Linux 2.6.10, and of the time before */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/percpu_counter.h>
#include <linux/smp.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE != KERNEL_VERSION(2, 6, 10)
#error "wrong version"
#endif

static unsigned long my_percpu[NR_CPUS];
static DEFINE_PER_CPU(int, hits) = 7;
DEFINE_PER_CPU(long, old_exported);
EXPORT_PER_CPU_SYMBOL_GPL(old_exported);

static struct percpu_counter counter;

static int __init old_init(void)
{
	long *allocated = alloc_percpu(long);
	int cpu = get_cpu(), i;
	long sum = 0;

	my_percpu[cpu]++;
	__get_cpu_var(hits)++;
	put_cpu();
	get_cpu_var(hits)++;
	put_cpu_var(hits);
	for (i = 0; i < NR_CPUS; i++) {
		if (!cpu_possible(i))
			continue;
		sum += my_percpu[i] + per_cpu(hits, i) - 7;
		*per_cpu_ptr(allocated, i) = i + 1;
		sum += *per_cpu_ptr(allocated, i) - i - 1;
	}
	free_percpu(allocated);
	percpu_counter_init(&counter);
	for (i = 0; i < 1000; i++)
		percpu_counter_mod(&counter, 3);
	percpu_counter_inc(&counter);
	percpu_counter_dec(&counter);
	printk(KERN_INFO "percpuold10: sum %ld, about %ld\n", sum, (long)percpu_counter_read_positive(&counter));
	percpu_counter_destroy(&counter);
	return 0;
}

static void __exit old_exit(void)
{
}

module_init(old_init);
module_exit(old_exit);
MODULE_LICENSE("GPL");
