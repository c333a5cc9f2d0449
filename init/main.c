// SPDX-License-Identifier: MIT
/*
 * init/main.c - the boot, in order
 *
 * start_kernel() is the table of contents: each call starts one part of the kernel, and may use
 * those above it. The port calls it once, in the context that is init_task until the port
 * gives it another. Only the first steps can fail, and they leave nothing behind.
 */
#include <linux/boot_options.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/utsname.h>

#include "init/calls.h"
#include "kernel/sched.h"

#define COMMAND_LINE_SIZE	2048

enum system_states system_state;
EXPORT_SYMBOL(system_state);

static char command_line[COMMAND_LINE_SIZE];
char *saved_command_line = command_line;

static int command_line_save(const char *cmdline, char *why, size_t why_size)
{
	if (strscpy(command_line, cmdline ? cmdline : "", sizeof(command_line)) >= 0)
		return 0;
	snprintf(why, why_size, "the boot command line is too long: at most %d characters",
		 COMMAND_LINE_SIZE - 1);
	return -EINVAL;
}

int __init start_kernel(const char *cmdline, char *why, size_t why_size)
{
	struct kobject *system;
	int err;

	set_current(&init_task);	/* this context is a task from now on */
	system_state = SYSTEM_BOOTING;

	err = command_line_save(cmdline, why, why_size);
	if (err)
		return err;
	err = options_parse(command_line, why, why_size);	/* boot_options */
	if (err)
		return err;
	printk_init();			/* what of the log the console shows */
	sched_init_early();		/* CPU 0 is ours: locks work, printk too */
	err = memory_init(why, why_size);	/* frames, struct pages, zones, the buddies */
	if (err)
		return err;

	err = percpu_init(why, why_size);	/* each CPU's copy of the per-CPU variables */
	if (err)
		return err;
	cpu_tokens_publish();		/* restartable sequences may use them */
	page_owner_init();		/* call chains, if page_owner=on */
	kmem_cache_init();		/* slab caches, kmalloc */
	xarray_init();			/* nodes of xarrays and idrs */
	vmalloc_init();			/* virtually contiguous memory */
	stack_init();			/* kernel stacks, and those of interrupts */
	sched_init();			/* the other CPUs, kernel threads */
	timers_init();			/* timers */
	tasklets_init();		/* tasklets */
	irqs_init();			/* interrupts */
	softirqs_init();		/* and what they leave for later */
	rcu_init();			/* call_rcu() and grace periods */
	workqueue_init();		/* work queues */
	percpu_balance_init();		/* a reserve of per-CPU memory */
	page_release_init();		/* free memory goes back to the host */
	kswapd_init();			/* reclaim in the background */
	slab_trim_init();		/* free objects back to their slabs, likewise */
	percpu_counters_init();		/* what CPUs that go leave in counters, */
	mm_cpu_init();			/* and in lists of pages and objects */
	system_state = SYSTEM_SCHEDULING;
	vfs_init();			/* open files and paths */
	chrdev_init();			/* character devices */
	proc_init();			/* /proc */
	irq_proc_init();		/* /proc/interrupts, softirqs */
	resources_init();		/* physical addresses and ports: /proc/iomem, ioports */
	platform_init();		/* the platform bus */
	mm_proc_init();			/* /proc/meminfo, buddyinfo, slabinfo, ... */
	page_owner_file_init();		/* /sys/kernel/debug/page_owner */
	verify_init();			/* /proc/quarry/verify */
	system = system_kobject();
	node_sysfs_init(system);	/* /sys/devices/system/node */
	cpu_sysfs_init(system);		/* /sys/devices/system/cpu */
	slab_sysfs_init();		/* /sys/kernel/slab */
	module_init_subsys();		/* modules, /proc/modules, /dev/kmsg */
	fault_inject_init();		/* failures on purpose: files and boot options */
	initcalls_run();		/* built-in drivers of this program */
	leak_baseline();		/* what is in use now is no leak */

	system_state = SYSTEM_RUNNING;
	return 0;
}
