/* SPDX-License-Identifier: MIT */
/*
 * linux/nodemask.h - sets of nodes
 */
#ifndef _LINUX_NODEMASK_H
#define _LINUX_NODEMASK_H

#include <linux/bitmap.h>
#include <linux/numa.h>

typedef struct {
	DECLARE_BITMAP(bits, MAX_NUMNODES);
} nodemask_t;

#define NODE_MASK_NONE		((nodemask_t) { { 0 } })
#define NODE_MASK_ALL		((nodemask_t) { { (1UL << MAX_NUMNODES) - 1 } })

#define node_set(node, dst)	set_bit((node), (dst).bits)
#define node_clear(node, dst)	clear_bit((node), (dst).bits)
#define node_isset(node, mask)	test_bit((node), (mask).bits)
#define nodes_clear(dst)	bitmap_zero((dst).bits, MAX_NUMNODES)
#define nodes_weight(mask)	bitmap_weight((mask).bits, MAX_NUMNODES)
#define nodes_empty(mask)	bitmap_empty((mask).bits, MAX_NUMNODES)
#define first_node(mask)	((int)find_first_bit((mask).bits, MAX_NUMNODES))
#define next_node(n, mask)	((int)find_next_bit((mask).bits, MAX_NUMNODES, (n) + 1))

#define for_each_node_mask(node, mask) \
	for ((node) = first_node(mask); (node) < MAX_NUMNODES; (node) = next_node((node), (mask)))

#define nr_node_ids		((unsigned int)MAX_NUMNODES)
#define nr_online_nodes		((unsigned int)MAX_NUMNODES)
#define num_online_nodes()	MAX_NUMNODES
#define num_possible_nodes()	MAX_NUMNODES
#define node_online(node)	((node) >= 0 && (node) < MAX_NUMNODES)
#define node_possible(node)	node_online(node)
#define first_online_node	0
#define first_memory_node	0
#define for_each_online_node(node)	for ((node) = 0; (node) < MAX_NUMNODES; (node)++)
#define for_each_node(node)		for_each_online_node(node)

#endif /* _LINUX_NODEMASK_H */
