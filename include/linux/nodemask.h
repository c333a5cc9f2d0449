/* SPDX-License-Identifier: MIT */
/*
 * linux/nodemask.h - sets of nodes
 *
 * node_states[] holds the sets that the machine has: written at boot, only read afterwards.
 * Quarry's nodes come from the boot option numa=fake=; all are online and have memory. Row A3.
 */
#ifndef _LINUX_NODEMASK_H
#define _LINUX_NODEMASK_H

#include <linux/bitmap.h>
#include <linux/minmax.h>
#include <linux/numa.h>

typedef struct {
	DECLARE_BITMAP(bits, MAX_NUMNODES);
} nodemask_t;

#define NODE_MASK_NONE		((nodemask_t) { { 0 } })
#define NODE_MASK_ALL		((nodemask_t) { { ~0UL } })	/* MAX_NUMNODES is one word */

#define node_set(node, dst)	set_bit((node), (dst).bits)
#define __node_set(node, dstp)	set_bit((node), (dstp)->bits)
#define node_clear(node, dst)	clear_bit((node), (dst).bits)
#define node_isset(node, mask)	test_bit((node), (mask).bits)
#define node_test_and_set(node, mask) test_and_set_bit((node), (mask).bits)
#define nodes_setall(dst)	bitmap_fill((dst).bits, MAX_NUMNODES)
#define nodes_clear(dst)	bitmap_zero((dst).bits, MAX_NUMNODES)
#define nodes_and(dst, a, b)	bitmap_and((dst).bits, (a).bits, (b).bits, MAX_NUMNODES)
#define nodes_or(dst, a, b)	bitmap_or((dst).bits, (a).bits, (b).bits, MAX_NUMNODES)
#define nodes_xor(dst, a, b)	bitmap_xor((dst).bits, (a).bits, (b).bits, MAX_NUMNODES)
#define nodes_andnot(dst, a, b)	bitmap_andnot((dst).bits, (a).bits, (b).bits, MAX_NUMNODES)
#define nodes_equal(a, b)	bitmap_equal((a).bits, (b).bits, MAX_NUMNODES)
#define nodes_intersects(a, b)	bitmap_intersects((a).bits, (b).bits, MAX_NUMNODES)
#define nodes_subset(a, b)	bitmap_subset((a).bits, (b).bits, MAX_NUMNODES)
#define nodes_weight(mask)	bitmap_weight((mask).bits, MAX_NUMNODES)
#define nodes_empty(mask)	bitmap_empty((mask).bits, MAX_NUMNODES)
#define nodes_full(mask)	bitmap_full((mask).bits, MAX_NUMNODES)
#define first_node(mask)	((int)find_first_bit((mask).bits, MAX_NUMNODES))
#define next_node(n, mask)	((int)find_next_bit((mask).bits, MAX_NUMNODES, (n) + 1))

static inline int __next_node_in(int node, const nodemask_t *mask)
{
	int next = next_node(node, *mask);

	return next < MAX_NUMNODES ? next : first_node(*mask);
}

/** next_node_in - the node after @n in @mask, from the start again after the last */
#define next_node_in(n, mask)	__next_node_in((n), &(mask))

static inline nodemask_t nodemask_of_node(int node)
{
	nodemask_t mask = NODE_MASK_NONE;

	node_set(node, mask);
	return mask;
}

#define for_each_node_mask(node, mask) \
	for ((node) = first_node(mask); (node) < MAX_NUMNODES; (node) = next_node((node), (mask)))

/* Sets of nodes by what they have. */
enum node_states {
	N_POSSIBLE,
	N_ONLINE,
	N_NORMAL_MEMORY,	/* memory that has an address */
	N_HIGH_MEMORY,		/* that, or high memory */
	N_MEMORY,		/* any memory */
	N_CPU,
	N_GENERIC_INITIATOR,
	NR_NODE_STATES
};

extern nodemask_t node_states[NR_NODE_STATES];
extern unsigned int nr_node_ids;	/* one more than the highest node */
extern unsigned int nr_online_nodes;

#define node_state(node, state)	((node) >= 0 && node_isset((node), node_states[state]))
#define node_set_state(node, state)	node_set((node), node_states[state])
#define node_clear_state(node, state)	node_clear((node), node_states[state])
#define num_node_state(state)	nodes_weight(node_states[state])
#define for_each_node_state(node, state)	for_each_node_mask((node), node_states[state])

#define node_online_map		node_states[N_ONLINE]
#define node_possible_map	node_states[N_POSSIBLE]
#define num_online_nodes()	((int)nr_online_nodes)
#define num_possible_nodes()	num_node_state(N_POSSIBLE)
#define node_online(node)	node_state((node), N_ONLINE)
#define node_possible(node)	node_state((node), N_POSSIBLE)
#define first_online_node	first_node(node_states[N_ONLINE])
#define first_memory_node	first_node(node_states[N_MEMORY])
#define next_online_node(nid)	next_node((nid), node_states[N_ONLINE])
#define next_memory_node(nid)	next_node((nid), node_states[N_MEMORY])
#define for_each_online_node(node)	for_each_node_state((node), N_ONLINE)
#define for_each_node(node)		for_each_node_state((node), N_POSSIBLE)

#endif /* _LINUX_NODEMASK_H */
