// SPDX-License-Identifier: MIT
/*
 * mm/node_sysfs.c - /sys/devices/system/node: nodes, their CPUs, memory and distances
 *
 *	node/{online,possible,has_cpu,has_memory,has_normal_memory}
 *	node/node0/{cpulist,cpumap,distance,meminfo,numastat,vmstat}  node1/...
 *
 * The layout of Linux 6.1, for numactl, numastat and lscpu. The folder is Quarry's own: the
 * host's nodes are not seen in it. Row A3.
 */
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include <linux/topology.h>
#include "init/calls.h"
#include "mm/proc.h"

#define K(nr_pages)	((nr_pages) << (PAGE_SHIFT - 10))

struct node_dir {
	struct kobject kobj;
	int nid;
};

static int kobj_nid(struct kobject *kobj)
{
	return container_of(kobj, struct node_dir, kobj)->nid;
}

#define NODE_ATTR_RO(_name)							\
	static struct kobj_attribute _name##_attr = {				\
		.attr = { .name = #_name, .mode = 0444 }, .show = _name##_show,	\
	}

static ssize_t cpulist_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%*pbl\n", cpumask_pr_args(cpumask_of_node(kobj_nid(kobj))));
}
NODE_ATTR_RO(cpulist);

static ssize_t cpumap_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%*pb\n", cpumask_pr_args(cpumask_of_node(kobj_nid(kobj))));
}
NODE_ATTR_RO(cpumap);

static ssize_t distance_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	int len = 0, nid;

	for_each_online_node(nid)
		len += sysfs_emit_at(buf, len, "%s%d", len ? " " : "",
				     node_distance(kobj_nid(kobj), nid));
	return len + sysfs_emit_at(buf, len, "\n");
}
NODE_ATTR_RO(distance);

static ssize_t numastat_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	static const struct {
		const char *name;
		enum numa_stat_item item;
	} lines[] = {
		{ "numa_hit", NUMA_HIT }, { "numa_miss", NUMA_MISS },
		{ "numa_foreign", NUMA_FOREIGN }, { "interleave_hit", NUMA_INTERLEAVE_HIT },
		{ "local_node", NUMA_LOCAL }, { "other_node", NUMA_OTHER },
	};
	int len = 0;

	for (int i = 0; i < ARRAY_SIZE(lines); i++)
		len += sysfs_emit_at(buf, len, "%s %lu\n", lines[i].name,
				     sum_zone_numa_event_state(kobj_nid(kobj), lines[i].item));
	return len;
}
NODE_ATTR_RO(numastat);

static ssize_t vmstat_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	node_vmstat_print(buf, PAGE_SIZE, kobj_nid(kobj));
	return strlen(buf);
}
NODE_ATTR_RO(vmstat);

/* Frames of the node that the allocator manages: all of them, and in high memory alone. */
static unsigned long node_managed(int nid, bool high_only)
{
	unsigned long nr_pages = 0;

	for (int i = 0; i < MAX_NR_ZONES; i++)
		if (!high_only || is_highmem_idx(i))
			nr_pages += zone_managed_pages(&NODE_DATA(nid)->node_zones[i]);
	return nr_pages;
}

static unsigned long node_free(int nid, bool high_only)
{
	unsigned long nr_pages = 0;

	for (int i = 0; i < MAX_NR_ZONES; i++)
		if (!high_only || is_highmem_idx(i))
			nr_pages += zone_page_state(&NODE_DATA(nid)->node_zones[i], NR_FREE_PAGES);
	return nr_pages;
}

struct node_text {
	char *buf;
	int len;
	int nid;
};

static void node_kb(struct node_text *t, const char *name, unsigned long kb)
{
	t->len += sysfs_emit_at(t->buf, t->len, "Node %d %-15s%8lu kB\n", t->nid, name, kb);
}

static void node_stat(struct node_text *t, const char *name, enum node_stat_item item)
{
	node_kb(t, name, K(node_page_state(NODE_DATA(t->nid), item)));
}

static void node_slab(struct node_text *t)
{
	struct pglist_data *pgdat = NODE_DATA(t->nid);
	unsigned long reclaimable = node_page_state(pgdat, NR_SLAB_RECLAIMABLE_B);
	unsigned long unreclaimable = node_page_state(pgdat, NR_SLAB_UNRECLAIMABLE_B);

	node_kb(t, "KernelStack:", node_page_state(pgdat, NR_KERNEL_STACK_KB));
	node_stat(t, "PageTables:", NR_PAGETABLE);
	node_kb(t, "KReclaimable:", K(reclaimable + node_page_state(pgdat, NR_KERNEL_MISC_RECLAIMABLE)));
	node_kb(t, "Slab:", K(reclaimable + unreclaimable));
	node_kb(t, "SReclaimable:", K(reclaimable));
	node_kb(t, "SUnreclaim:", K(unreclaimable));
}

static ssize_t meminfo_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	struct node_text t = { .buf = buf, .nid = kobj_nid(kobj) };
	struct pglist_data *pgdat = NODE_DATA(t.nid);
	unsigned long total = node_managed(t.nid, false), left = node_free(t.nid, false);

	node_kb(&t, "MemTotal:", K(total));
	node_kb(&t, "MemFree:", K(left));
	node_kb(&t, "MemUsed:", K(total - left));
	node_kb(&t, "Active:", K(node_page_state(pgdat, NR_ACTIVE_ANON) +
				 node_page_state(pgdat, NR_ACTIVE_FILE)));
	node_kb(&t, "Inactive:", K(node_page_state(pgdat, NR_INACTIVE_ANON) +
				   node_page_state(pgdat, NR_INACTIVE_FILE)));
	node_stat(&t, "Active(anon):", NR_ACTIVE_ANON);
	node_stat(&t, "Inactive(anon):", NR_INACTIVE_ANON);
	node_stat(&t, "Active(file):", NR_ACTIVE_FILE);
	node_stat(&t, "Inactive(file):", NR_INACTIVE_FILE);
	node_stat(&t, "Unevictable:", NR_UNEVICTABLE);
	node_kb(&t, "Mlocked:", K(sum_zone_node_page_state(t.nid, NR_MLOCK)));
	if (totalhigh_pages()) {
		node_kb(&t, "HighTotal:", K(node_managed(t.nid, true)));
		node_kb(&t, "HighFree:", K(node_free(t.nid, true)));
		node_kb(&t, "LowTotal:", K(total - node_managed(t.nid, true)));
		node_kb(&t, "LowFree:", K(left - node_free(t.nid, true)));
	}
	node_stat(&t, "Dirty:", NR_FILE_DIRTY);
	node_stat(&t, "Writeback:", NR_WRITEBACK);
	node_stat(&t, "FilePages:", NR_FILE_PAGES);
	node_stat(&t, "Mapped:", NR_FILE_MAPPED);
	node_stat(&t, "AnonPages:", NR_ANON_MAPPED);
	node_stat(&t, "Shmem:", NR_SHMEM);
	node_slab(&t);
	return t.len;
}
NODE_ATTR_RO(meminfo);

static struct attribute *node_attrs[] = {
	&cpulist_attr.attr, &cpumap_attr.attr, &distance_attr.attr, &meminfo_attr.attr,
	&numastat_attr.attr, &vmstat_attr.attr, NULL
};
ATTRIBUTE_GROUPS(node);

static void node_dir_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct node_dir, kobj));
}

static const struct kobj_type node_ktype = {
	.sysfs_ops = &kobj_sysfs_ops,
	.release = node_dir_release,
	.default_groups = node_groups,
};

/* ---- the sets ---- */

static ssize_t states_show(char *buf, enum node_states state)
{
	return sysfs_emit(buf, "%*pbl\n", MAX_NUMNODES, node_states[state].bits);
}

#define NODES_ATTR(name, state)								\
	static ssize_t name##_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)	\
	{ return states_show(buf, state); }						\
	NODE_ATTR_RO(name)
NODES_ATTR(possible, N_POSSIBLE);
NODES_ATTR(online, N_ONLINE);
NODES_ATTR(has_normal_memory, N_NORMAL_MEMORY);
NODES_ATTR(has_memory, N_MEMORY);
NODES_ATTR(has_cpu, N_CPU);

static const struct attribute *const sets[] = {
	&possible_attr.attr, &online_attr.attr, &has_normal_memory_attr.attr,
	&has_memory_attr.attr, &has_cpu_attr.attr, NULL
};

static void __init node_dir_make(struct kobject *parent, int nid)
{
	struct node_dir *dir = kzalloc(sizeof(*dir), GFP_KERNEL);

	if (!dir)
		return;
	dir->nid = nid;
	if (kobject_init_and_add(&dir->kobj, &node_ktype, parent, "node%d", nid))
		kobject_put(&dir->kobj);
}

void __init node_sysfs_init(struct kobject *system)
{
	struct kobject *top = system ? kobject_create_and_add("node", system) : NULL;
	int nid;

	if (!top || sysfs_create_files(top, sets))
		return;
	for_each_online_node(nid)
		node_dir_make(top, nid);
}
