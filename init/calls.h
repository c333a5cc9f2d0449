/* SPDX-License-Identifier: MIT */
/*
 * init/calls.h - the boot calls of init/main.c, each defined by the unit that it starts
 *
 * The order and what each may rely on are in start_kernel().
 */
#ifndef INIT_CALLS_H
#define INIT_CALLS_H

#include <linux/types.h>

struct kobject;

/* kernel/ */
void sched_init_early(void);
void sched_init(void);
void irqs_init(void);
void softirqs_init(void);
void irq_proc_init(void);
void cpu_sysfs_init(struct kobject *system);
void stack_init(void);
void rcu_init(void);
void timers_init(void);
void tasklets_init(void);
void workqueue_init(void);
void printk_init(void);
void module_init_subsys(void);
void resources_init(void);

/* mm/ */
/** memory_init - 0, or a negative errno with the reason in @why: too small a mem=, no room on the host */
int memory_init(char *why, size_t why_size);
/** percpu_init - 0, or a negative errno with the reason in @why: a program linked at a fixed address */
int percpu_init(char *why, size_t why_size);
void percpu_balance_init(void);
void kmem_cache_init(void);
void vmalloc_init(void);
void page_release_init(void);
void kswapd_init(void);
void slab_trim_init(void);
void slab_sysfs_init(void);
void mm_proc_init(void);
void node_sysfs_init(struct kobject *system);
void mm_cpu_init(void);
void leak_baseline(void);
void verify_init(void);
void page_owner_init(void);
void page_owner_file_init(void);
void fault_inject_init(void);

/* lib/ */
void xarray_init(void);
void percpu_counters_init(void);

/* fs/ */
void vfs_init(void);
void chrdev_init(void);
void platform_init(void);
void proc_init(void);
void proc_fault_init(void);
/** system_kobject - /sys/devices/system; NULL without memory. Call it once. */
struct kobject *system_kobject(void);

/* init/ */
/** initcalls_run - make the announced initcalls, level by level */
void initcalls_run(void);

/**
 * start_kernel - boot the machine
 * @cmdline:	boot options; NULL is as good as ""
 * @why:	on failure, one line with the reason
 *
 * Called once, by the port, in the context that becomes init_task.
 * Return: 0, or a negative errno with nothing half-started.
 */
int start_kernel(const char *cmdline, char *why, size_t why_size);

#endif /* INIT_CALLS_H */
