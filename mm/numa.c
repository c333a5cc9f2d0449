// SPDX-License-Identifier: MIT
/*
 * mm/numa.c - nodes: parts of memory, each near some of the CPUs
 *
 *	numa=fake=4 nr_cpus=8
 *	| node 0  CPUs 0-1 | node 1  CPUs 2-3 | node 2  CPUs 4-5 | node 3  CPUs 6-7 |
 *	  distances from node 0: 10                20                30                40
 *
 * Nodes are policy here: the host's memory is as near to one CPU as to another, but the allocator
 * keeps to the order of distances as it would on a machine where they cost something. Each node
 * has the same share of memory, holes not counted, and of CPUs; where there are fewer CPUs than
 * nodes, some nodes have memory only. Row A3.
 * Invariants N1 nodes ascend, touch, and cover the machine; N2 a border is a section's border.
 * Locking    none: written at boot, only read afterwards.
 * Linux      numa=fake= of x86 without its U suffix; nodes lie in a line, 10 apart (there, all are as
 *            far apart as the real nodes that they are cut from).
 */
#include <linux/kernel.h>
#include <linux/boot_options.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/mmzone.h>
#include <linux/string.h>
#include <linux/topology.h>
#include "mm/numa.h"

#define SECTION_BYTES		(PAGES_PER_SECTION << PAGE_SHIFT)
#define NODE_MIN_BYTES		(8UL << 20)
#define DISTANCE_MAX		254	/* 255 means "unreachable" */

static phys_addr_t node_border[MAX_NUMNODES + 1] __initdata;

unsigned char cpu_node[NR_CPUS];
struct cpumask node_cpus[MAX_NUMNODES];
nodemask_t node_states[NR_NODE_STATES] = {
	[N_POSSIBLE] = { { 1UL } },
	[N_ONLINE] = { { 1UL } },
};
unsigned int nr_node_ids = 1;
unsigned int nr_online_nodes = 1;
EXPORT_SYMBOL(cpu_node);
EXPORT_SYMBOL(node_cpus);
EXPORT_SYMBOL(node_states);
EXPORT_SYMBOL(nr_node_ids);
EXPORT_SYMBOL(nr_online_nodes);

/**
 * __node_distance - how far memory of one node is from a CPU of another
 * @from:	the CPU's node
 * @to:		the memory's node
 *
 * Context: any.
 * Return: LOCAL_DISTANCE for the same node, and 10 more for each step between them. Row A3.
 */
int __node_distance(int from, int to)
{
	return min(LOCAL_DISTANCE + abs(from - to) * (REMOTE_DISTANCE - LOCAL_DISTANCE), DISTANCE_MAX);
}
EXPORT_SYMBOL(__node_distance);

void __init numa_node_range(int nid, phys_addr_t *start, phys_addr_t *end)
{
	*start = node_border[nid];
	*end = node_border[nid + 1];
}

/* The address below which there are @bytes of memory. */
static phys_addr_t __init address_after(u64 bytes)
{
	const struct memblock_type *memory = &memblock.memory;
	unsigned long i;

	for (i = 0; i + 1 < memory->cnt && bytes >= memory->regions[i].size; i++)
		bytes -= memory->regions[i].size;
	return memory->regions[i].base + bytes;
}

static void __init nodes_cut(unsigned int nr_nodes, u64 node_bytes)
{
	for (unsigned int i = 1; i < nr_nodes; i++)
		node_border[i] = ALIGN_DOWN(address_after(i * node_bytes), SECTION_BYTES);
	node_border[nr_nodes] = memblock_end_of_DRAM();
	nr_node_ids = nr_online_nodes = nr_nodes;
	for (unsigned int i = 0; i < nr_nodes; i++) {
		node_set_state(i, N_POSSIBLE);
		node_set_state(i, N_ONLINE);
	}
}

void numa_add_cpu(unsigned int cpu)
{
	cpumask_set_cpu(cpu, &node_cpus[cpu_node[cpu]]);
	node_set_state(cpu_node[cpu], N_CPU);
}

void numa_remove_cpu(unsigned int cpu)
{
	cpumask_clear_cpu(cpu, &node_cpus[cpu_node[cpu]]);
	if (!nr_cpus_node(cpu_node[cpu]))
		node_clear_state(cpu_node[cpu], N_CPU);
}

static void __init cpus_share_out(unsigned int nr_nodes)
{
	unsigned int nr_cpus = boot_options.nr_cpus;

	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		cpu_node[cpu] = cpu * nr_nodes / nr_cpus;
		numa_add_cpu(cpu);
	}
}

/* numa=fake=4 is a number of nodes, numa=fake=512M the size of one. */
static bool __init fake_parse(const char *text, u64 total, unsigned int *nr_nodes, u64 *node_bytes)
{
	char *end;
	u64 number = memparse(text, &end);

	if (!isdigit(*text) || *end || !number)
		return false;
	if (isdigit(end[-1])) {
		*nr_nodes = min_t(u64, number, UINT_MAX);
		*node_bytes = total / *nr_nodes;
	} else {
		*nr_nodes = min_t(u64, max(total / number, 1ULL), UINT_MAX);
		*node_bytes = number;
	}
	return true;
}

int __init numa_init(char *why, size_t why_size)
{
	const char *text = boot_options.numa;
	u64 total = memblock_phys_mem_size(), node_bytes = total;
	unsigned int nr_nodes = 1, most = min_t(u64, total / NODE_MIN_BYTES, MAX_NUMNODES);

	if (*text && strcmp(text, "off") &&
	    (strncmp(text, "fake=", 5) || !fake_parse(text + 5, total, &nr_nodes, &node_bytes))) {
		snprintf(why, why_size, "numa=%s is not possible; allowed: off, fake=NODES, fake=SIZE (of one node, such as 512M)",
			 text);
		return -EINVAL;
	}
	if (nr_nodes > max(most, 1U)) {
		snprintf(why, why_size, "numa=%s: %u nodes are too many; this machine's memory makes %u at most, of %luM or more",
			 text, nr_nodes, max(most, 1U), NODE_MIN_BYTES >> 20);
		return -EINVAL;
	}
	nodes_cut(nr_nodes, node_bytes);
	cpus_share_out(nr_nodes);
	return 0;
}
