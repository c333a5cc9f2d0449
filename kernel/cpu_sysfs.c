// SPDX-License-Identifier: MIT
/*
 * kernel/cpu_sysfs.c - /sys/devices/system/cpu: which CPUs there are, and taking them offline
 *
 *	cpu/{online,possible,present,offline,kernel_max}
 *	cpu/cpu0/  cpu/cpu1/online ...
 *
 * Writing 0 or 1 to cpuN/online takes the CPU offline or online. CPU 0 has no such file: it stays.
 * The folder is Quarry's own: the host's CPUs are not seen in it. Row C5.
 */
#include <linux/cpu.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/kstrtox.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include "init/calls.h"

/* ---- the sets ---- */

static ssize_t mask_show(char *buf, const struct cpumask *mask)
{
	return sysfs_emit(buf, "%*pbl\n", cpumask_pr_args(mask));
}

static ssize_t online_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return mask_show(buf, cpu_online_mask);
}

static ssize_t possible_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return mask_show(buf, cpu_possible_mask);
}

static ssize_t present_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return mask_show(buf, cpu_present_mask);
}

static ssize_t offline_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	struct cpumask offline;

	cpumask_andnot(&offline, cpu_possible_mask, cpu_online_mask);
	return mask_show(buf, &offline);
}

static ssize_t kernel_max_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", NR_CPUS - 1);
}

static struct kobj_attribute sets[] = {
	__ATTR_RO(online), __ATTR_RO(possible), __ATTR_RO(present), __ATTR_RO(offline),
	__ATTR_RO(kernel_max),
};

/* ---- one CPU ---- */

struct cpu_dir {
	struct kobject	kobj;
	unsigned int	cpu;
};

static unsigned int kobj_cpu(struct kobject *kobj)
{
	return container_of(kobj, struct cpu_dir, kobj)->cpu;
}

static ssize_t cpu_online_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", cpu_online(kobj_cpu(kobj)));
}

static ssize_t cpu_online_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf,
				size_t count)
{
	bool online;
	int err = kstrtobool(buf, &online);

	if (!err)
		err = online ? add_cpu(kobj_cpu(kobj)) : remove_cpu(kobj_cpu(kobj));
	return err < 0 ? err : (ssize_t)count;
}

static struct kobj_attribute cpu_online_attr =
	__ATTR(online, 0644, cpu_online_show, cpu_online_store);

static void cpu_dir_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct cpu_dir, kobj));
}

static const struct kobj_type cpu_dir_ktype = {
	.sysfs_ops = &kobj_sysfs_ops,
	.release = cpu_dir_release,
};

static void __init cpu_dir_make(struct kobject *parent, unsigned int cpu)
{
	struct cpu_dir *dir = kzalloc(sizeof(*dir), GFP_KERNEL);

	if (!dir)
		return;
	dir->cpu = cpu;
	if (kobject_init_and_add(&dir->kobj, &cpu_dir_ktype, parent, "cpu%u", cpu))
		kobject_put(&dir->kobj);
	else if (cpu && sysfs_create_file(&dir->kobj, &cpu_online_attr.attr))
		kobject_put(&dir->kobj);
}

void __init cpu_sysfs_init(struct kobject *system)
{
	struct kobject *top = system ? kobject_create_and_add("cpu", system) : NULL;
	unsigned int cpu;

	if (!top)
		return;
	for (int i = 0; i < ARRAY_SIZE(sets); i++)
		if (sysfs_create_file(top, &sets[i].attr))
			return;
	for_each_possible_cpu(cpu)
		cpu_dir_make(top, cpu);
}
