// SPDX-License-Identifier: MIT
/*
 * percpuold34.c - per-CPU data in the manner of Linux 2.6.34: percpu_*() and irqsafe_cpu_*() beside
 * this_cpu_*()
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/percpu_counter.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE != KERNEL_VERSION(2, 6, 34)
#error "wrong version"
#endif

static DEFINE_PER_CPU(int, hits);
static DEFINE_PER_CPU_SHARED_ALIGNED(unsigned int, bits);
static struct percpu_counter counter;

static int __init old_init(void)
{
	int *allocated = alloc_percpu(int), cpu, sum = 0, bit_sum = 0;

	preempt_disable();
	__get_cpu_var(hits) = 1;
	percpu_add(hits, 2);
	percpu_sub(hits, 1);
	irqsafe_cpu_inc(hits);
	irqsafe_cpu_add(hits, 10);
	irqsafe_cpu_dec(hits);
	irqsafe_cpu_sub(hits, 2);
	percpu_or(bits, 0xf0);
	percpu_and(bits, 0x3f);
	irqsafe_cpu_or(bits, 0x100);
	irqsafe_cpu_and(bits, 0x130);
	irqsafe_cpu_xor(bits, 0x10);
	percpu_xor(bits, 0x1);
	percpu_write(*allocated, percpu_read(hits));
	*__this_cpu_ptr(allocated) += __raw_get_cpu_var(hits);
	preempt_enable();
	for_each_possible_cpu(cpu) {
		sum += *per_cpu_ptr(allocated, cpu);
		bit_sum += per_cpu(bits, cpu);
	}
	free_percpu(allocated);
	if (percpu_counter_init(&counter, 40))
		return -ENOMEM;
	__percpu_counter_add(&counter, 2, 16);
	printk(KERN_INFO "percpuold34: sum %d bits %#x counter %d\n", sum, bit_sum, (int)percpu_counter_sum(&counter));
	percpu_counter_destroy(&counter);
	return 0;
}

static void __exit old_exit(void)
{
}

module_init(old_init);
module_exit(old_exit);
MODULE_LICENSE("GPL");
