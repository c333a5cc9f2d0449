/* SPDX-License-Identifier: MIT */
/*
 * mm/numa.h - nodes at boot
 */
#ifndef MM_NUMA_H
#define MM_NUMA_H

#include <linux/nodemask.h>
#include <linux/types.h>

/**
 * numa_init - cut memory into nodes and share out the CPUs, as numa= says
 * @why:	on failure, one line: what was given, and what is possible
 *
 * Context: boot; memblock knows the machine's memory.
 * Return: 0 or -EINVAL.
 */
int numa_init(char *why, size_t why_size);

/** numa_node_range - the addresses [*@start, *@end) of node @nid, holes included */
void numa_node_range(int nid, phys_addr_t *start, phys_addr_t *end);

#endif /* MM_NUMA_H */
