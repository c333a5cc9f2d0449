/* SPDX-License-Identifier: MIT */
/*
 * linux/topology.h - which CPU belongs to which node
 */
#ifndef _LINUX_TOPOLOGY_H
#define _LINUX_TOPOLOGY_H

#include <linux/numa.h>
#include <linux/nodemask.h>
#include <linux/cpumask.h>
#include <linux/smp.h>

#define LOCAL_DISTANCE		10
#define REMOTE_DISTANCE		20
#define node_distance(from, to)	((from) == (to) ? LOCAL_DISTANCE : REMOTE_DISTANCE)

static inline int cpu_to_node(int cpu)
{
	return 0;
}

static inline int numa_node_id(void)
{
	return 0;
}

static inline int numa_mem_id(void)
{
	return 0;
}

static inline int cpu_to_mem(int cpu)
{
	return 0;
}

#define cpumask_of_node(node)	cpu_possible_mask

#endif /* _LINUX_TOPOLOGY_H */
