/* SPDX-License-Identifier: MIT */
/*
 * linux/topology.h - which CPU belongs to which node, and how far nodes are apart
 *
 * Written at boot (mm/numa.c). Afterwards only a node's online CPUs change, with all CPUs stopped.
 * Row A3.
 */
#ifndef _LINUX_TOPOLOGY_H
#define _LINUX_TOPOLOGY_H

#include <linux/numa.h>
#include <linux/nodemask.h>
#include <linux/cpumask.h>
#include <linux/smp.h>

#define LOCAL_DISTANCE		10
#define REMOTE_DISTANCE		20
#define RECLAIM_DISTANCE	30

extern unsigned char cpu_node[NR_CPUS];
extern struct cpumask node_cpus[MAX_NUMNODES];

/** numa_add_cpu - @cpu, which comes online, is one of its node's. At boot, or all CPUs stopped. */
void numa_add_cpu(unsigned int cpu);
/** numa_remove_cpu - the other way round */
void numa_remove_cpu(unsigned int cpu);

int __node_distance(int from, int to);
#define node_distance(from, to)	__node_distance(from, to)

static inline int cpu_to_node(int cpu)
{
	return cpu_node[cpu];
}

/** numa_node_id - the node of the CPU that the caller runs on; out of date at once if preemptible */
static __always_inline int numa_node_id(void)
{
	return likely(nr_online_nodes == 1) ? 0 : cpu_to_node(raw_smp_processor_id());
}

/* Every node has memory, so the nearest node with memory is the CPU's own. */
static __always_inline int numa_mem_id(void)
{
	return numa_node_id();
}

static inline int cpu_to_mem(int cpu)
{
	return cpu_to_node(cpu);
}

#define cpumask_of_node(node)	((const struct cpumask *)&node_cpus[node])
#define nr_cpus_node(node)	cpumask_weight(cpumask_of_node(node))

#define for_each_node_with_cpus(node)			\
	for_each_online_node(node)			\
		if (!nr_cpus_node(node))		\
			;				\
		else

#endif /* _LINUX_TOPOLOGY_H */
